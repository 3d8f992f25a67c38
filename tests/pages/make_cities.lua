-- Data of many cities that do not exist, the same for the same seed, from the figures of examples/study:
--
--     lua5.4 tests/pages/make_cities.lua examples/study COUNT SEED PERIODS > cities.csv
--
-- A city takes after one of the seven: its figures are those times a size, and less by how far behind it is; some are
-- not reported. The file is wide: a row a city and period, a column an input.

local SIZES <const> = { 0.2, 0.5, 1, 2, 5 }

-- Numbers from 0 to 1 that are the same everywhere (Park and Miller).
local function random_of(seed)
    local state = seed
    return function()
        state = state * 48271 % 2147483647
        return state / 2147483647
    end
end

-- By period and city, what the cells of its figures hold; and the names of the inputs, in order.
local function read_study(folder)
    local units, inputs, known = {}, {}, {}
    for line in io.lines(folder .. "/observations.csv") do
        local city, period, input, value = line:match "^([^,]*),([^,]*),([^,]*),([^,\"]*),"
        if city and city ~= "city" then
            units[period] = units[period] or {}
            units[period][city] = units[period][city] or {}
            units[period][city][input] = value
            if not known[input] then
                known[input] = true
                inputs[#inputs + 1] = input
            end
        end
    end
    table.sort(inputs)
    return units, inputs
end

local function sorted_keys(of)
    local keys = {}
    for key in pairs(of) do
        keys[#keys + 1] = key
    end
    table.sort(keys)
    return keys
end

local function figure(cell, size, level, random)
    local number = tonumber(cell)
    if not number or random() < 0.03 then
        return number and "NR" or cell or ""
    elseif math.type(number) == "integer" and number > 1 then
        return ("%d"):format(math.floor(number * size * (1 - (1 - level) * random()) + 0.5))
    end
    return cell
end

local ONSETS <const> = { "Bar", "Cor", "Dan", "El", "Fen", "Gar", "Hol", "Ing", "Kel", "Lor", "Mar", "Nor", "Os", "Pel",
    "Quin", "Ros", "Sal", "Tor", "Ulm", "Ver" }
local ENDS <const> = { "bridge", "burg", "by", "dale", "ford", "ham", "haven", "holm", "mouth", "port", "stad", "ton",
    "vale", "wick", "worth" }

local function name_of(i)
    local onset, last = ONSETS[(i - 1) % #ONSETS + 1], ENDS[(i - 1) // #ONSETS % #ENDS + 1]
    local round = (i - 1) // (#ONSETS * #ENDS)
    return onset .. last .. (round > 0 and " " .. round + 1 or "")
end

local folder, count, seed, last = arg[1], tonumber(arg[2]), tonumber(arg[3]), tonumber(arg[4])
local units, inputs = read_study(folder)
local periods = sorted_keys(units)
periods = table.move(periods, #periods - last + 1, #periods, 1, {})
local bases = sorted_keys(units[periods[#periods]])
local random = random_of(seed)
io.write("city,period,", table.concat(inputs, ","), "\n")
for i = 1, count do
    local base, level = bases[math.floor(random() * #bases) + 1], 0.4 + 0.6 * random()
    local size = SIZES[math.floor(random() * #SIZES) + 1]
    for n, period in ipairs(periods) do
        local cells = {}
        for k, input in ipairs(inputs) do
            cells[k] = figure((units[period][base] or {})[input], size, level - 0.05 * (#periods - n), random)
        end
        io.write(name_of(i), ",", period, ",", table.concat(cells, ","), "\n")
    end
end
