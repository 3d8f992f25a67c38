-- A catalogue of translations: CSV with the columns context, source, target, fuzzy and
-- developer_comments, as offices and tools for translators read and write it. `fuzzy` is yes where the
-- source has changed since it was translated, or the translation is in doubt: it is not used then.

local catalogue = { COLUMNS = { "context", "source", "target", "fuzzy", "developer_comments" } }

local TRUE <const> = { yes = true, ["true"] = true, ["1"] = true, Yes = true, True = true, TRUE = true }

-- The cell at `at`, and where the text goes on behind it; nil where a quote is never closed.
local function cell(text, at)
    if text:sub(at, at) ~= '"' then
        local found = text:match("^[^,\r\n]*", at)
        return found, at + #found
    end
    local from = at + 1
    while true do
        local quote = text:find('"', from, true)
        if not quote then
            return nil
        elseif text:sub(quote + 1, quote + 1) ~= '"' then
            return (text:sub(at + 1, quote - 1):gsub('""', '"')), quote + 1
        end
        from = quote + 2
    end
end

-- Lists of cells, each with its `line`; nil and a line where a quote is never closed.
local function lines_of(text)
    local at, line, list = text:sub(1, 3) == "\xEF\xBB\xBF" and 4 or 1, 1, {}
    local row = { line = 1 }
    while at <= #text do
        local found, next_at = cell(text, at)
        if not found then
            return nil, line
        end
        row[#row + 1] = found
        line = line + select(2, found:gsub("\n", ""))
        at = next_at + 1
        if text:sub(next_at, next_at) ~= "," then
            list[#list + 1] = (#row > 1 or row[1] ~= "") and row or nil
            at = next_at + math.max(#text:match("^\r?\n?", next_at), 1)
            line = line + 1
            row = { line = line }
        end
    end
    list[#list + 1] = #row > 0 and row or nil    -- a last line that ends with a comma
    return list
end

-- Rows { context, source, target, fuzzy, comment, line }; nil, what is wrong, and its line.
function catalogue.read(text)
    local lines, wrong = lines_of(text)
    if not lines then
        return nil, "a quote that is never closed", wrong
    end
    local header, at = lines[1] or {}, {}
    for i, name in ipairs(header) do
        at[name] = i
    end
    for _, name in ipairs { "context", "source", "target" } do
        if not at[name] then
            return nil, ("no column %s: a catalogue has %s"):format(name,
                table.concat(catalogue.COLUMNS, ", ")), 1
        end
    end
    local rows = {}
    for i = 2, #lines do
        local cells = lines[i]
        rows[i - 1] = { context = cells[at.context] or "", source = cells[at.source] or "",
            target = cells[at.target] or "", fuzzy = TRUE[cells[at.fuzzy or 0]] or false,
            comment = cells[at.developer_comments or 0] or "", line = cells.line }
    end
    return rows
end

-- By context and source, the translations that can be used.
function catalogue.targets(rows)
    local found = {}
    for _, row in ipairs(rows) do
        if row.target ~= "" and not row.fuzzy then
            found[row.context] = found[row.context] or {}
            found[row.context][row.source] = row.target
        end
    end
    return found
end

local function quoted(text)
    return text:find '[",;\t\r\n]' and '"' .. text:gsub('"', '""') .. '"' or text
end

-- The file that holds the rows.
function catalogue.write(rows)
    local lines = { table.concat(catalogue.COLUMNS, ",") }
    for i, row in ipairs(rows) do
        lines[i + 1] = table.concat({ quoted(row.context), quoted(row.source), quoted(row.target),
            row.fuzzy and "yes" or "", quoted(row.comment) }, ",")
    end
    return table.concat(lines, "\n") .. "\n"
end

return catalogue
