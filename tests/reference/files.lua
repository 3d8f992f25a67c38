-- A data set as files: the order of its rows, its CSV in the long or the wide form, and its JSON.

local csv = require "csv"

local files = {}

-- A letter of the name's middle doubled: near one input, and none itself.
local function misspell(name)
    local middle = #name // 2
    return name:sub(1, middle) .. name:sub(middle, middle) .. name:sub(middle + 1)
end

-- The rows of the long form, and the units in order of first appearance in them. Without
-- randomness the rows keep the order of the units.
function files.lay_out(r, framework, units)
    local rows, late = {}, {}
    for _, unit in ipairs(units) do
        local before = #rows
        for _, input in ipairs(framework.inputs) do
            local cell = unit.inputs[input.name]
            for _, text in ipairs(cell.texts) do
                local row = { unit = unit, input = input.name, text = text, cell = cell }
                if cell.misspelt then
                    row.input = misspell(input.name)
                    late[#late + 1] = row
                else
                    rows[#rows + 1] = row
                end
            end
        end
        if #rows == before then
            local input = framework.inputs[1].name
            local cell = { state = "not_reported", texts = { "" } }
            rows[#rows + 1] = { unit = unit, input = input, text = "", cell = cell }
        end
    end
    if r and r:chance(0.5) then
        r:shuffle(rows)
    end
    table.move(late, 1, #late, #rows + 1, rows)
    local order, seen = {}, {}
    for _, row in ipairs(rows) do
        if not seen[row.unit] then
            seen[row.unit] = true
            order[#order + 1] = row.unit
        end
    end
    return rows, order
end

-- An observed number, with a decimal comma where the file uses one.
local function spell(data, cell, text)
    return data.comma and cell.numeric and text:gsub("%.", ",") or text
end

local function write_long(data, out)
    out:row { "city", "period", "input", "value", "status", "quality", "verified", "source",
        "note" }
    for _, row in ipairs(data.rows) do
        local verified = ""
        if row.cell.verified ~= nil then
            verified = row.cell.verified and "yes" or "no"
        end
        local value = spell(data, row.cell, row.text)
        out:row { row.unit.city, row.unit.period, row.input, value, "", "", verified,
            "office; desk, 2", 'a "note"' }
    end
end

local function write_wide(data, out)
    local header = { "city", "period" }
    for _, input in ipairs(data.framework.inputs) do
        header[#header + 1] = input.name
    end
    out:row(header)
    for _, unit in ipairs(data.units) do
        local row = { unit.city, unit.period }
        for _, input in ipairs(data.framework.inputs) do
            local cell = unit.inputs[input.name]
            row[#row + 1] = spell(data, cell, cell.texts[1] or "")
        end
        out:row(row)
    end
end

local function write_records(data, out, records)
    out:row { "city", "period", table.unpack(records.columns) }
    for _, unit in ipairs(data.units) do
        for _, row in ipairs(unit.records[records.name]) do
            local fields = { unit.city, unit.period }
            for _, column in ipairs(records.columns) do
                fields[#fields + 1] = row[column].texts[1] or ""
            end
            out:row(fields)
        end
    end
end

-- Writes the CSV files and returns their paths, observations first.
function files.write(data, folder)
    local paths = { folder .. "/observations.csv" }
    local out = csv.create(paths[1], data)
    if data.shape == "long" then
        write_long(data, out)
    else
        write_wide(data, out)
    end
    out:close()
    for _, records in ipairs(data.framework.records) do
        local path = ("%s/%s.csv"):format(folder, records.name)
        out = csv.create(path, { delimiter = ",", line_end = "\n" })
        write_records(data, out, records)
        out:close()
        paths[#paths + 1] = path
    end
    return paths
end

-- JSON ----------------------------------------------------------------------------------------

local ESCAPES <const> = { ['"'] = '\\"', ["\\"] = "\\\\" }

local function json_text(text)
    return '"' .. text:gsub('["\\]', ESCAPES) .. '"'
end

-- A value as JSON would naturally have it: a number, true, false or null where the text is one.
local function json_value(text, cell)
    if text == "" then
        return "null"
    elseif text == "true" or text == "false" then
        return text
    elseif cell.numeric or text:find("^%-?[1-9]%d*$") or text:find("^%-?%d%.%d+$") then
        return text
    end
    return json_text(text)
end

local function json_object(unit, names, values)
    local fields = { '"city": ' .. json_text(unit.city), '"period": ' .. json_text(unit.period) }
    for _, name in ipairs(names) do
        if values[name] then
            fields[#fields + 1] = json_text(name) .. ": " .. values[name]
        end
    end
    return "{ " .. table.concat(fields, ", ") .. " }"
end

local OBSERVATION <const> = { "input", "value", "verified", "source" }

local function json_observation(row)
    local verified = row.cell.verified
    return json_object(row.unit, OBSERVATION, {
        input = json_text(row.input), value = json_value(row.text, row.cell),
        source = json_text 'the "desk"',
        verified = verified ~= nil and tostring(verified) or nil,
    })
end

-- The rows of one records input of these units, as a member of an object.
local function json_records(units, records)
    local objects = {}
    for _, unit in ipairs(units) do
        for _, row in ipairs(unit.records[records.name]) do
            local values = {}
            for column, cell in pairs(row) do
                values[column] = json_value(cell.texts[1] or "", cell)
            end
            objects[#objects + 1] = json_object(unit, records.columns, values)
        end
    end
    return json_text(records.name) .. ": [" .. table.concat(objects, ",") .. "]"
end

local function json_all_records(units, framework)
    local parts = {}
    for i, records in ipairs(framework.records) do
        parts[i] = json_records(units, records)
    end
    return '"records": { ' .. table.concat(parts, ", ") .. " }"
end

-- Writes observations and records as one JSON file.
function files.write_json(data, path)
    local rows = data.rows or files.lay_out(nil, data.framework, data.units)
    local objects = {}
    for i, row in ipairs(rows) do
        objects[i] = json_observation(row)
    end
    local file = assert(io.open(path, "wb"))
    file:write('{ "observations": [\n', table.concat(objects, ",\n"), "\n],\n",
        json_all_records(data.units, data.framework), " }\n")
    file:close()
end

-- The units of each city together, as a stream needs them: a list a city.
local function by_city(units)
    local cities, of = {}, {}
    for _, unit in ipairs(units) do
        if not of[unit.city] then
            of[unit.city] = {}
            table.insert(cities, of[unit.city])
        end
        table.insert(of[unit.city], unit)
    end
    return cities
end

-- A line an observation, and one for the records of each unit.
local function write_lines(units, framework, file)
    for _, unit in ipairs(units) do
        for _, row in ipairs(files.lay_out(nil, framework, { unit })) do
            file:write(json_observation(row), "\n")
        end
        if #framework.records > 0 then
            file:write("{ ", json_all_records({ unit }, framework), " }\n")
        end
    end
end

-- Writes the cities as NDJSON, the first of them to the first path and so on.
function files.write_ndjson(data, paths)
    local cities = by_city(data.units)
    for i, path in ipairs(paths) do
        local file = assert(io.open(path, "wb"))
        for n = (i - 1) * #cities // #paths + 1, i * #cities // #paths do
            write_lines(cities[n], data.framework, file)
        end
        file:close()
    end
end

return files
