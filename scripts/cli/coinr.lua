-- COINr's metadata (iMeta) as a package, and a package as COINr's metadata.

local hm = require "hundredmark"
local csv_text = require "cli.csv_text"
local lua_text = require "report.lua_text"
local stop = require "cli.stop"
local suggest = require "cli.suggest"

local coinr = {}

local NEEDED <const> = { "iCode", "Parent", "Type" }
local TYPES <const> = { "Indicator", "Aggregate", "Denominator", "Group", "Other" }

local function fail(file, row, ...)
    stop.with(stop.PACKAGE, "%s:%d: %s", file, row.line, string.format(...))
end

-- Rows by the names of their columns.
local function named_rows(text, file)
    local rows, line = csv_text.rows(text)
    if not rows then
        fail(file, { line = line }, "a quote that is not closed")
    elseif #rows == 0 then
        fail(file, { line = 1 }, "is empty: expected iMeta of COINr")
    end
    local columns, names, list = {}, {}, {}
    for i, name in ipairs(rows[1]) do
        columns[name], names[i] = i, name
    end
    for _, name in ipairs(NEEDED) do
        if not columns[name] then
            fail(file, rows[1], "no column %s: expected iMeta of COINr%s", name,
                suggest.nearest(name, names))
        end
    end
    for i = 2, #rows do
        local row = { line = rows[i].line }
        for name, at in pairs(columns) do
            local cell = rows[i][at] or ""
            row[name] = cell ~= "NA" and cell or ""
        end
        list[i - 1] = row
    end
    return list
end

-- A name of an input: what is no letter, digit or _ becomes one.
local function input_name(code)
    local name = code:gsub("[^%w_]", "_")
    return name:find("^%d") and "_" .. name or name
end

local function sort_out(rows, file)
    local found = { by_code = {} }
    for _, row in ipairs(rows) do
        local is_known = false
        for _, known in ipairs(TYPES) do
            is_known = is_known or row.Type == known
        end
        if not is_known then
            fail(file, row, "Type is '%s'%s", row.Type, suggest.nearest(row.Type, TYPES))
        elseif row.iCode == "" then
            fail(file, row, "iCode is empty")
        elseif found.by_code[row.iCode] then
            fail(file, row, "iCode %s is there twice", row.iCode)
        end
        found.by_code[row.iCode] = row
        found[row.Type] = found[row.Type] or {}
        table.insert(found[row.Type], row)
    end
    return found
end

-- Where a row stands: a denominator, or a parent, that there is.
local function check_names(file, found, row)
    local codes = {}
    for code in pairs(found.by_code) do
        codes[#codes + 1] = code
    end
    table.sort(codes)
    local denominator, parent = row.Denominator or "", row.Parent
    if denominator ~= "" and not (found.by_code[denominator] or {}).iCode then
        fail(file, row, "%s: no denominator %s%s", row.iCode, denominator,
            suggest.nearest(denominator, codes))
    elseif parent ~= "" and (found.by_code[parent] or {}).Type ~= "Aggregate" then
        fail(file, row, "%s: no aggregate %s%s", row.iCode, parent, suggest.nearest(parent, codes))
    end
end

local function indicator_row(row)
    local name = input_name(row.iCode)
    local per = row.Denominator or ""
    return { row.iCode, row.Parent, row.iName or row.iCode, row.Weight or "", name, "number",
        row.Unit or "", per ~= "" and ("input.%s / input.%s"):format(name, input_name(per)) or "",
        row.Direction == "-1" and "lower" or "higher" }
end

-- The groups, from the root on, then the indicators, as they stand in iMeta.
local function table_of(file, found)
    local lines = { csv_text.line { "code", "parent", "name", "weight", "input", "kind", "unit",
        "measure", "direction" } }
    for i = #(found.Aggregate or {}), 1, -1 do
        local row = found.Aggregate[i]
        check_names(file, found, row)
        lines[#lines + 1] = csv_text.line { row.iCode, row.Parent, row.iName or row.iCode,
            row.Weight or "", "", "group", "", "", "" }
    end
    for _, row in ipairs(found.Indicator or {}) do
        check_names(file, found, row)
        lines[#lines + 1] = csv_text.line(indicator_row(row))
    end
    return table.concat(lines)
end

-- Denominators that some indicator has, and no other.
local function inputs_of(found)
    local lines, is_used = { "return {" }, {}
    for _, row in ipairs(found.Indicator or {}) do
        is_used[row.Denominator or ""] = true
    end
    for _, row in ipairs(found.Denominator or {}) do
        local unit = (row.Unit or "") ~= "" and (", unit = %s"):format(lua_text.quote(row.Unit)) or ""
        lines[#lines + 1] = is_used[row.iCode] and ("    number { %s, %s%s },"):format(
            lua_text.quote(input_name(row.iCode)), lua_text.quote(row.iName or row.iCode), unit) or nil
    end
    lines[#lines + 1] = "}\n"
    return #lines > 2 and table.concat(lines, "\n") or nil
end

-- The texts of a package called `name`, by their paths, from the text of iMeta.
function coinr.package(text, file, name)
    local found = sort_out(named_rows(text, file), file)
    if not found.Indicator or not found.Aggregate then
        fail(file, { line = 1 }, "no %s", found.Indicator and "aggregates" or "indicators")
    end
    local root = found.Aggregate[#found.Aggregate]
    return {
        ["package.lua"] = ("return package {\n    name = %s, version = \"1\", api = 1,\n"
            .. "    title = %s,\n    policy = { scale = \"minmax\" },\n}\n"):format(lua_text.quote(name), lua_text.quote(root.iName or name)),
        ["indicators.csv"] = table_of(file, found), ["inputs.lua"] = inputs_of(found),
    }
end

-- The way back ------------------------------------------------------------------------------------

-- The inputs a / b of a measure that is a quotient of two, or the one that it is; nil otherwise.
local function figures_of(indicator)
    local list = indicator.expression
    local last = list and list[#list]
    if last and last.op == "input" then
        return last.name
    elseif last and last.op == "/" and list[last.operands[1]].op == "input"
        and list[last.operands[2]].op == "input" then
        return list[last.operands[1]].name, list[last.operands[2]].name
    end
end

-- What there is to write: { nodes, indicators by code, inputs by name, per = denominators in order }.
local function gather(package)
    local all = { nodes = package:nodes(), indicators = {}, inputs = {}, per = {}, level = {} }
    local is_listed = {}
    for _, input in ipairs(package:inputs()) do
        all.inputs[input.name] = input
    end
    for i = #all.nodes, 1, -1 do
        local node = all.nodes[i]
        local level = all.level[node.code] or 1
        all.level[node.code] = level
        all.level[node.parent] = math.max(all.level[node.parent] or 0, level + 1)
    end
    for _, node in ipairs(all.nodes) do
        local indicator = node.kind == "indicator" and package:indicator(node.code) or nil
        all.indicators[node.code] = indicator
        if indicator then
            indicator.top, indicator.per = figures_of(indicator)
            if indicator.per and not is_listed[indicator.per] then
                is_listed[indicator.per] = true
                table.insert(all.per, indicator.per)
            end
        end
    end
    return all
end

-- The text of iMeta.
function coinr.metadata(package)
    local all, lines = gather(package), { csv_text.line { "Level", "iCode", "iName", "Direction",
        "Weight", "Unit", "Denominator", "Parent", "Type" } }
    for i = #all.nodes, 1, -1 do
        local node = all.nodes[i]
        local indicator = all.indicators[node.code]
        local input = indicator and all.inputs[indicator.top or ""]
        lines[#lines + 1] = csv_text.line { all.level[node.code], node.code, node.name,
            node.direction == "lower" and -1 or 1, hm.number(node.weight), input and input.unit or "",
            indicator and indicator.per or "", node.parent, indicator and "Indicator" or "Aggregate" }
    end
    for _, name in ipairs(all.per) do
        local input = all.inputs[name]
        lines[#lines + 1] = csv_text.line { "", name, input.label, "", "", input.unit, "", "",
            "Denominator" }
    end
    return table.concat(lines)
end

-- What a city reports, as a number or "NA".
local function figure(dataset, unit, name)
    local found = dataset:observation(unit, name)
    return found and tonumber(found.text) and found.text or "NA"
end

-- The text of iData: figures where COINr makes the same of them, and values elsewhere.
function coinr.data(run)
    local all = gather(run.package)
    local columns, codes = { "uCode", "Time" }, {}
    for _, node in ipairs(all.nodes) do
        if all.indicators[node.code] then
            columns[#columns + 1], codes[#codes + 1] = node.code, node.code
        end
    end
    local lines = { csv_text.line(table.move(all.per, 1, #all.per, #columns + 1, columns)) }
    for i, unit in ipairs(run.dataset:units()) do
        local cells = { unit.city, unit.period }
        for _, code in ipairs(codes) do
            local top = all.indicators[code].top
            local row = not top and run.scores:row(i, code)    -- none where it does not hold
            local value = row and row.value
            cells[#cells + 1] = top and figure(run.dataset, i, top) or value and hm.number(value) or "NA"
        end
        for _, name in ipairs(all.per) do
            cells[#cells + 1] = figure(run.dataset, i, name)
        end
        lines[#lines + 1] = csv_text.line(cells)
    end
    return table.concat(lines)
end

return coinr
