-- Scores random data sets with a program and compares its CSV, cell by cell, with the reference.
--
--   lua5.4 compare.lua PROGRAM [SEED...]
--
-- Each seed is scored three times: by the built-in standard, by a package that extends it with a
-- random policy, and from JSON. Odd seeds are CSV in the long form, even ones in the wide. Also
-- compared: the exit code, the order of the rows, that numbers are the shortest text that reads
-- back exactly, and that a second run on two jobs writes the same bytes. Exits 1 on any difference.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local csv = require "csv"
local files = require "files"
local generate = require "generate"
local reference = require "reference"
local standard = require "standard"
local tailor = require "tailor"

local SHOWN <const> = 20
local TOLERANCE <const> = 1e-9
local DEFAULT_SEEDS <const> = 12

local COLUMNS <const> = { "city", "period", "code", "parent", "depth", "name", "value", "score",
    "weight", "contribution", "coverage", "applicable", "rank", "status", "flags" }
local IS_NUMBER <const> = { depth = true, value = true, score = true, weight = true,
    contribution = true, coverage = true, applicable = true, rank = true }

-- Differences ---------------------------------------------------------------------------------

local report = { count = 0 }

function report.differ(where, text, ...)
    report.count = report.count + 1
    if report.count <= SHOWN then
        print(where .. ": " .. text:format(...))
    end
end

-- Files and processes -------------------------------------------------------------------------

local function read_all(path)
    local file = io.open(path, "rb")
    local text = file and file:read("a") or ""
    if file then
        file:close()
    end
    return text
end

local function write_all(path, text)
    local file = assert(io.open(path, "wb"))
    file:write(text)
    file:close()
end

local function quote(word)
    return "'" .. word:gsub("'", "'\\''") .. "'"
end

local scratch = { paths = {} }    -- what is to be removed, in order of creation

function scratch.own(path)
    scratch.paths[#scratch.paths + 1] = path
    return path
end

function scratch.folder(path)
    assert(os.execute("mkdir " .. quote(path)))
    return scratch.own(path)
end

function scratch.clean()
    for i = #scratch.paths, 1, -1 do
        os.remove(scratch.paths[i])
    end
end

-- Runs the program; returns its exit code, or a signal's name, and what it wrote.
local function run(program, arguments, folder)
    local words = { quote(program), "score", "--format", "csv" }
    for _, word in ipairs(arguments) do
        words[#words + 1] = quote(word)
    end
    local out, err = folder .. "/out", folder .. "/err"
    local command = ("%s >%s 2>%s"):format(table.concat(words, " "), quote(out), quote(err))
    local _, how, code = os.execute(command)
    local output, errors = read_all(out), read_all(err)
    os.remove(out)
    os.remove(err)
    return how == "exit" and code or how .. " " .. code, output, errors
end

-- Comparison ----------------------------------------------------------------------------------

local function expected_row(mark)
    local node, unit = mark.node, mark.unit
    return {
        city = unit.city, period = unit.period, code = node.code, parent = node.parent,
        depth = node.depth, name = node.name, value = mark.value, score = mark.score,
        weight = mark.weight, contribution = mark.contribution, coverage = mark.coverage,
        applicable = mark.applicable, rank = mark.rank, status = mark.status, flags = mark.flags,
    }
end

local function is_near(a, b)
    local difference = math.abs(a - b)
    return difference <= TOLERANCE or difference <= TOLERANCE * math.max(math.abs(a), math.abs(b))
end

-- How many digits carry the number: all but sign, exponent, point and the zeros around.
local function significant(text)
    local digits = text:match("^%-?([%d.]*)"):gsub("%.", "")
    return #digits:gsub("^0+", ""):gsub("0+$", "")
end

local function is_shortest(text, number)
    for precision = 1, 17 do
        local shorter = ("%%.%dg"):format(precision):format(number)
        if tonumber(shorter) == number then
            return significant(text) <= significant(shorter)
        end
    end
    return false
end

local function compare_number(where, column, expected, text)
    local found = text ~= "" and tonumber(text) or nil
    if not expected or not found then
        if expected or text ~= "" then
            report.differ(where, "%s: expected %s, found '%s'", column,
                expected and ("%.17g"):format(expected) or "nothing", text)
        end
    elseif not is_near(expected, found) then
        report.differ(where, "%s: expected %.17g, found %s", column, expected, text)
    elseif not is_shortest(text, found) then
        report.differ(where, "%s: %s is not the shortest text of its number", column, text)
    end
end

-- A value within rounding of 100 may or may not count as above it.
local function flags_for_comparison(flags, expected)
    if expected.value and expected.value ~= 100 and is_near(expected.value, 100) then
        return (flags:gsub("capped;?", ""):gsub(";$", ""))
    end
    return flags
end

local function compare_row(where, expected, found)
    for _, column in ipairs(COLUMNS) do
        local want, text = expected[column], found[column]
        if IS_NUMBER[column] then
            compare_number(where, column, want, text)
        else
            if column == "flags" then
                want = flags_for_comparison(want, expected)
                text = flags_for_comparison(text, expected)
            end
            if want ~= text then
                report.differ(where, "%s: expected '%s', found '%s'", column, want, text)
            end
        end
    end
end

local function key_of(row)
    return row.city .. " " .. row.period .. " " .. row.code
end

-- The output's rows by column name, or nothing when it is not what the contract says.
local function read_output(where, output)
    local parsed, rows = csv.parse(output), {}
    local header = table.concat(table.remove(parsed, 1) or {}, ",")
    if header ~= table.concat(COLUMNS, ",") then
        report.differ(where, "unexpected header '%s'", header)
        return nil
    end
    for i, fields in ipairs(parsed) do
        if #fields ~= #COLUMNS then
            report.differ(where, "line %d: %d fields", i + 1, #fields)
            return nil
        end
        local row = {}
        for c, column in ipairs(COLUMNS) do
            row[column] = fields[c]
        end
        rows[i] = row
    end
    return rows
end

local function compare_output(where, marks, output)
    local rows = read_output(where, output)
    if not rows then
        return 0
    end
    if #rows ~= #marks then
        report.differ(where, "expected %d rows, found %d", #marks, #rows)
    end
    local found, in_order = {}, true
    for _, row in ipairs(rows) do
        found[key_of(row)] = row
    end
    for i, mark in ipairs(marks) do
        local expected = expected_row(mark)
        local key = key_of(expected)
        if in_order and rows[i] and key_of(rows[i]) ~= key then
            in_order = false
            report.differ(where, "row %d: expected %s, found %s", i, key, key_of(rows[i]))
        end
        if found[key] then
            compare_row(where .. ", " .. key, expected, found[key])
        else
            report.differ(where, "no row for %s", key)
        end
    end
    return #rows * #COLUMNS
end

-- Seeds ---------------------------------------------------------------------------------------

local function compare_run(where, program, arguments, data, policy, folder)
    local code, output, errors = run(program, arguments, folder)
    local expected_code = data.rejected and 1 or 0
    if code ~= expected_code then
        report.differ(where, "expected exit %d, found %s\n%s", expected_code, code,
            errors:sub(1, 400))
    end
    local cells = compare_output(where, reference.score(data, policy), output)
    local parallel = table.move(arguments, 1, #arguments, 3, { "--jobs", "2" })
    local _, again = run(program, parallel, folder)
    if again ~= output then
        report.differ(where, "a second run, on two jobs, wrote other bytes")
    end
    return cells
end

local function compare_seed(program, seed, base)
    local data = generate.data(seed)
    local folder = scratch.folder(("%s/seed-%d"):format(base, seed))
    local package_folder = scratch.folder(("%s/package-%d"):format(base, seed))
    local paths = files.write(data, folder)
    for _, path in ipairs(paths) do
        scratch.own(path)
    end
    local arguments = { folder }
    if not data.folder then
        arguments = { paths[1] }
        for i, records in ipairs(standard.records) do
            arguments[#arguments + 1] = "--records"
            arguments[#arguments + 1] = records.name .. "=" .. paths[i + 1]
        end
    end
    local policy = generate.policy(seed)
    write_all(scratch.own(package_folder .. "/package.lua"), tailor.package(policy))
    local tailored = table.move(arguments, 1, #arguments, 3, { "-p", package_folder })
    local where = ("seed %d, "):format(seed)
    local cells = compare_run(where .. "standard", program, arguments, data, nil, base)
    cells = cells + compare_run(where .. "tailored", program, tailored, data, policy, base)
    local json = scratch.own(package_folder .. "/data.json")
    files.write_json(data, json)
    cells = cells + compare_run(where .. "JSON", program, { json }, data, nil, base)
    return #data.units, cells
end

local function main(program, ...)
    if not program then
        io.stderr:write("usage: lua5.4 compare.lua PROGRAM [SEED...]\n")
        return 2
    end
    local seeds = { ... }
    for seed = 1, #seeds == 0 and DEFAULT_SEEDS or 0 do
        seeds[seed] = seed
    end
    local base = os.tmpname()
    os.remove(base)
    scratch.folder(base)
    local units, cells = 0, 0
    local done, message = pcall(function()
        for _, seed in ipairs(seeds) do
            local u, c = compare_seed(program, assert(math.tointeger(tonumber(seed))), base)
            units, cells = units + u, cells + c
        end
    end)
    scratch.clean()
    if not done then
        io.stderr:write(message, "\n")
        return 2
    end
    print(("%d seeds, %d units, %d cells compared: %d differences"):format(#seeds, units, cells,
        report.count))
    return report.count == 0 and 0 or 1
end

os.exit(main(table.unpack(arg)), true)
