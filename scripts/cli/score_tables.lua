-- What score has to say beside its scores, as tables: the cities, the package's inputs and nodes, and
-- the run itself.

local hm = require "hundredmark"
local columns = require "report.columns"
local lazy = require "cli.lazy"
local run_object = lazy "cli.run_object"

local score_tables = {}

local COLUMNS <const> = {
    inputs = columns "input label kind unit min:number max:number may_be_na:flag",
    indicators = columns("code position:integer parent depth:integer kind name weight:number "
        .. "aggregate about"),
    run = columns "engine package version details",
}

-- A number as people write it: what begins with a 0 that says nothing (a code) is none.
local function is_number(text)
    local whole = text:match("^%-?(%d+)$") or text:match("^%-?(%d+)%.%d+$")
    return whole ~= nil and #text < 16 and (whole == "0" or whole:sub(1, 1) ~= "0")
end

-- The type of a column of texts: a number where all are, and there is one at least.
local function type_of(rows, name)
    local found = "text"
    for _, row in ipairs(rows) do
        if row[name] and not is_number(row[name]) then
            return "text"
        end
        found = row[name] and "number" or found
    end
    return found
end

-- What is said of each city of the units with these numbers, a row each.
local function city_rows(run, units)
    local rows, seen = {}, {}
    for _, unit in ipairs(units) do
        local city = run.units[unit].city
        if not seen[city] then
            seen[city] = true
            rows[#rows + 1] = run.dataset:city(unit)
            rows[#rows].city = city
        end
    end
    return rows
end

-- What is said of cities beside their names and whether they are ranked. The types are those of all
-- cities, whichever are chosen.
local function columns_of_cities(dataset, rows)
    local list = columns "city ranked:flag"
    for _, name in ipairs(dataset:city_columns()) do
        if name ~= "city" and name ~= "ranked" then
            list[#list + 1] = { name = name, type = type_of(rows, name) }
        end
    end
    return list
end

local MAKE = {}

function MAKE.cities(run)
    local all = {}
    for unit = 1, #run.units do
        all[unit] = unit
    end
    local list = columns_of_cities(run.dataset, city_rows(run, all))
    local rows = city_rows(run, run.chosen)
    for _, column in ipairs(list) do
        for _, row in ipairs(column.type == "number" and rows or {}) do
            row[column.name] = row[column.name] and tonumber(row[column.name]) + 0.0
        end
    end
    return list, rows
end

function MAKE.inputs(run)
    local rows = run.package:inputs()
    for _, row in ipairs(rows) do
        row.input = row.name
    end
    return COLUMNS.inputs, rows
end

function MAKE.indicators(run)
    local rows = run.package:nodes()
    for i, row in ipairs(rows) do
        row.position, row.weight = i, row.share
    end
    return COLUMNS.indicators, rows
end

function MAKE.run(run)
    return COLUMNS.run, { { engine = "hundredmark " .. hm.version, package = run.info.name,
        version = run.info.version, details = run_object.text(run, run.given) } }
end

-- The table of this name, or nil where it is none of these.
function score_tables.make(name, run)
    if MAKE[name] then
        local list, rows = MAKE[name](run)
        return hm.table { name = name, columns = list, rows = rows }
    end
end

return score_tables
