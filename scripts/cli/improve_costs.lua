-- What it takes to change figures, from a file: input,cost,step,low,high,fixed.

local small_tables = require "cli.small_tables"
local stop = require "cli.stop"
local suggest = require "cli.suggest"

local say = require("report.language").of "cli.improve_costs"

local improve_costs = {}

local COLUMNS <const> = { "input", "cost", "step", "low", "high", "fixed" }
local FIXED <const> = { yes = true, no = false, ["true"] = true, ["false"] = false, ["1"] = true, ["0"] = false }

local fail <const> = small_tables.fail

-- Where each column stands; all but the input may be left out.
local function columns_of(path, header)
    local at = {}
    for i, name in ipairs(header) do
        local known = false
        for _, column in ipairs(COLUMNS) do
            known = known or column == name
        end
        if not known then
            fail(path, header.line, say("no column {name}, only {names}{hint}", { name = name,
                names = table.concat(COLUMNS, ", "), hint = suggest.nearest(name, COLUMNS) }))
        end
        at[name] = i
    end
    if not at.input then
        fail(path, header.line, say("no column input, expected {names}", { names = table.concat(COLUMNS, ", ") }))
    end
    return at
end

local function number_of(path, row, name, text)
    return text ~= "" and small_tables.number(path, row, name, text) or nil
end

local function fixed_of(path, row, text)
    if text == "" then
        return nil
    elseif FIXED[text:lower()] == nil then
        fail(path, row.line, say("fixed is '{text}', expected yes or no", { text = text }))
    end
    return FIXED[text:lower()]
end

local function input_of(path, row, name, kinds, names)
    if not kinds[name] then
        fail(path, row.line, say("the package has no input '{name}'{hint}",
            { name = name, hint = suggest.nearest(name, names) }))
    elseif kinds[name] == "records" then
        fail(path, row.line, say("{name} is a table of records: single figures change", { name = name }))
    end
    return name
end

-- A list of { input, cost, step, low, high, fixed }.
function improve_costs.read(path, package)
    local header, rows = small_tables.read(path)
    local at, list, kinds, names, seen = columns_of(path, header), {}, {}, {}, {}
    for i, input in ipairs(package:inputs()) do
        kinds[input.name], names[i] = input.kind, input.name
    end
    for _, row in ipairs(rows) do
        local entry = { line = row.line, input = input_of(path, row, row[at.input] or "", kinds, names),
            fixed = fixed_of(path, row, row[at.fixed or 0] or "") }
        if seen[entry.input] then
            fail(path, row.line, say("{name} stands in line {line} already",
                { name = entry.input, line = seen[entry.input] }))
        end
        seen[entry.input] = row.line
        for _, name in ipairs { "cost", "step", "low", "high" } do
            entry[name] = number_of(path, row, name, row[at[name] or 0] or "")
        end
        list[#list + 1] = entry
    end
    return list
end

-- Ends the command where an error of the engine is about one of these rows: it says where that stands.
function improve_costs.fail_at(path, list, err)
    for _, entry in ipairs(list or {}) do
        if err.message:sub(1, #entry.input + 2) == entry.input .. ": " then
            fail(path, entry.line, stop.words(err))
        end
    end
end

return improve_costs
