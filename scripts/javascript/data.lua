-- Calls on a finished data set. Each is given the data set, what belongs to it, and its own arguments.

local data = {}

function data.units(dataset)
    return dataset:units()
end

-- The number of a city's unit in this period, or without one in the latest that the data have of it.
function data.unit_of(dataset, _, city, period)
    return (require("cli.data").unit_of({ units = dataset:units() }, city, period))
end

function data.city(dataset, _, unit)
    return dataset:city(unit)
end

function data.observation(dataset, _, unit, input)
    return dataset:observation(unit, input)
end

function data.inputs(dataset)
    return dataset:inputs()
end

function data.issues(dataset, _, most)
    return dataset:issues(most)
end

function data.files(dataset)
    return dataset:files()
end

-- All that is said of a unit: { input, state, text, source, note, ... } each.
function data.observations(dataset, _, unit)
    local list = {}
    for _, input in ipairs(dataset:inputs()) do
        local found = dataset:observation(unit, input)
        if found then
            found.input = input
            list[#list + 1] = found
        end
    end
    return list
end

-- --- as files ---

local COLUMNS <const> = { "city", "period", "input", "value", "quality", "verified", "source", "note" }

-- What a cell would hold that says why there is no figure.
local ABSENT <const> = { not_reported = "NR", not_applicable = "NA" }

local VERIFIED <const> = { [true] = "yes", [false] = "no" }

local function quoted(cell)
    return cell:find '[",\r\n]' and '"' .. cell:gsub('"', '""') .. '"' or cell
end

local function line_of(cells)
    for i, cell in ipairs(cells) do
        cells[i] = quoted(cell)
    end
    return table.concat(cells, ",")
end

-- What is said of a figure beside its value; of most of many cities nothing is.
local function remarks_of(found)
    local quality, source, note = found.quality or "", found.source or "", found.note or ""
    local verified = VERIFIED[found.verified] or ""
    if quality .. verified .. source .. note == "" then
        return ",,,,"
    end
    return "," .. line_of { quality, verified, source, note }
end

-- A figure with what is said of it, or another one, of which nothing is.
local function value_of(found, changed)
    if changed then
        return quoted(changed) .. ",,,,"
    end
    return quoted(found.text ~= "" and found.text or ABSENT[found.state] or "") .. remarks_of(found)
end

-- The figures of these units as a long CSV, those of `changes` ({ unit, input, text }) in place of what the data have.
function data.text(dataset, _, units, changes)
    local lines, inputs, all, others = { table.concat(COLUMNS, ",") }, dataset:inputs(), dataset:units(), {}
    local known = {}
    for _, input in ipairs(inputs) do
        known[input] = true
    end
    for _, change in ipairs(changes) do
        others[change.unit] = others[change.unit] or {}
        others[change.unit][change.input] = change.text
        inputs[#inputs + 1] = not known[change.input] and change.input or nil
        known[change.input] = true
    end
    for _, unit in ipairs(units) do
        local head, changes_of = line_of { all[unit].city, all[unit].period } .. ",", others[unit] or {}
        for _, input in ipairs(inputs) do
            local found, changed = dataset:observation(unit, input), changes_of[input]
            if found or changed then
                lines[#lines + 1] = head .. quoted(input) .. "," .. value_of(found, changed)
            end
        end
    end
    return table.concat(lines, "\n") .. "\n"
end

-- What the data say of these units' cities, as a file of cities; nothing where they say nothing.
function data.cities_text(dataset, _, units)
    local columns, all, seen, any = dataset:city_columns(), dataset:units(), {}, false
    local lines = { line_of(table.move(columns, 1, #columns, 3, { "city", "ranked" })) }
    for _, unit in ipairs(units) do
        local city = dataset:city(unit)
        local cells = { all[unit].city, city.ranked and "yes" or "no" }
        for i, column in ipairs(columns) do
            cells[i + 2] = city[column] or ""
        end
        lines[#lines + 1] = not seen[cells[1]] and line_of(cells) or nil
        seen[all[unit].city], any = true, any or not city.ranked or #columns > 0
    end
    return any and table.concat(lines, "\n") .. "\n" or nil
end

return data
