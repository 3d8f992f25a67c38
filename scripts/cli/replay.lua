-- Replicates that a file asks for: a CSV with a column replicate and columns of factors, as --replicates
-- writes it. Scores and all else in it are not looked at.

local hm = require "hundredmark"
local small_tables = require "cli.small_tables"
local suggest = require "cli.suggest"

local say = require("report.language").of "cli.replay"

local replay = {}

local MOST_NUMBER <const> = 0x7FFFFFFF

-- What a study writes beside its factors, and is no factor.
local OTHERS <const> = { city = true, period = true, code = true, score = true, rank = true }

local function factors_of(study)
    local by_name, names = {}, {}
    for _, factor in ipairs(study:factors()) do
        by_name[factor.name] = factor
        names[#names + 1] = factor.name
    end
    return by_name, names
end

-- What each column is: { kind = "number" | "factor" | "weight", name = } by its place; others are none.
local function columns_of(sheet, study, package)
    local by_name, names = factors_of(study)
    local codes, columns, seen, has_number = {}, {}, {}, false
    local root = package:nodes()[1].code
    for _, node in ipairs(package:nodes()) do
        codes[node.code] = true
    end
    for i, title in ipairs(sheet.header) do
        local code = title:match("^weight:(.+)$")
        if seen[title] then
            small_tables.fail(sheet.file, 1, say("there are two columns '{name}'", { name = hm.escaped(title) }))
        end
        seen[title] = true
        if title == "replicate" then
            columns[i], has_number = { kind = "number" }, true
        elseif code then
            if not codes[code] then
                small_tables.fail(sheet.file, 1, say("there is no node '{code}'", { code = code }))
            end
            if code == root then
                small_tables.fail(sheet.file, 1, say("'{code}' is the index, which has no weight: expected a node "
                    .. "below", { code = code }))
            end
            columns[i] = { kind = "weight", name = code }
        elseif by_name[title] then
            columns[i] = { kind = "factor", name = title, most = math.max(#by_name[title].alternatives, 1) }
        elseif not OTHERS[title] then
            small_tables.fail(sheet.file, 1, say("the study has no factor '{name}', only {names}{hint}",
                { name = title, names = table.concat(names, ", "), hint = suggest.nearest(title, names) }))
        end
    end
    if not has_number then
        small_tables.fail(sheet.file, 1, say "there is no column 'replicate'")
    end
    return columns
end

local function whole(sheet, row, text, title, least, most)
    local number = text:match("^%d+$") and math.tointeger(tonumber(text))
    if not number or number < least or number > most then
        small_tables.fail(sheet.file, row.line, say("{name} is '{text}', expected a whole number from {least} to "
            .. "{most}", { name = title, text = hm.escaped(text), least = least, most = most }))
    end
    return number
end

local function read_row(sheet, row, columns)
    local one = { choices = {}, weights = {} }
    if #row ~= #sheet.header then
        small_tables.fail(sheet.file, row.line, say("there are {n} cells below a header of {wanted}",
            { n = #row, wanted = #sheet.header }))
    end
    for i, column in pairs(columns) do
        local text = row[i] or ""
        if column.kind == "weight" then
            local weight = tonumber(text)
            if text ~= "" and not (weight and weight >= 0) then
                small_tables.fail(sheet.file, row.line, say("the weight of {code} is '{text}', expected a number from 0 "
                    .. "on", { code = column.name, text = hm.escaped(text) }))
            end
            one.weights[column.name] = weight
        elseif column.kind == "number" then
            one.number = whole(sheet, row, text, "replicate", 1, MOST_NUMBER)
        else
            one.choices[column.name] = whole(sheet, row, text == "" and "0" or text, column.name, 0, column.most)
        end
    end
    return one
end

local function has_all_of(a, b)
    for _, field in ipairs { "choices", "weights" } do
        for name, value in pairs(b[field]) do
            if a[field][name] ~= value then
                return false
            end
        end
    end
    return true
end

local function is_same(a, b)
    return has_all_of(a, b) and has_all_of(b, a)
end

-- The factors of the study that are drawn are what the columns say, or where weights stand.
local function settle(one, study)
    for _, factor in ipairs(study:factors()) do
        if factor.name == "weights" and #factor.alternatives == 0 then
            one.choices.weights = next(one.weights) and 1 or 0
        end
    end
    return one
end

-- Does one of these replicates have another than what the package says of the factor?
local function is_varied(list, factor)
    for _, one in ipairs(list) do
        if (one.choices[factor.name] or 0) ~= 0 then
            return true
        end
    end
    return false
end

-- The factors of `study` that vary in the `list` of replicates, as study:factors() has them; `from` is the file, where
-- what they are is what it says. What is drawn anew varies.
function replay.factors(study, list, path)
    local factors = {}
    for _, factor in ipairs(study:factors()) do
        local is_given = factor.name == "weights" and #factor.alternatives == 0
        if (is_given or #factor.alternatives > 0) and not is_varied(list, factor) then
            goto next
        end
        factor.from = is_given and path or nil
        factors[#factors + 1] = factor
        ::next::
    end
    return factors
end

local function read_sheet(path)
    local header, rows = small_tables.read(path)
    return { file = path, header = header, rows = rows }
end

-- The list of replicates in the file at `path`, each once, in the order in which they come.
function replay.read(path, study, package)
    local sheet = read_sheet(path)
    local columns = columns_of(sheet, study, package)
    local list, by_number = {}, {}
    for _, row in ipairs(sheet.rows) do
        local one = settle(read_row(sheet, row, columns), study)
        local before = by_number[one.number]
        if not before then
            by_number[one.number] = one
            list[#list + 1] = one
        elseif not is_same(one, before) then
            small_tables.fail(sheet.file, row.line, say("replicate {n} is not what it is in a row before",
                { n = one.number }))
        end
    end
    return list
end

return replay
