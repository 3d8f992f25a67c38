-- Scores random data sets with a program and compares its CSV, cell by cell, with the reference.
--
--   lua5.4 compare.lua PROGRAM [SEED...]
--
-- Each seed is scored five times: by the built-in standard, by a package that extends it with a
-- random policy, and from JSON; and other data by a package invented at random, with the default
-- policy and with a random one. Before them, every combination of states is scored with every method
-- of aggregation. Odd seeds are CSV in the long form, even ones in the wide. Also
-- compared: the exit code, the order of the rows, that numbers are the shortest text that reads back
-- exactly, that no mean leaves the range of what it is a mean of, and that a second run on two jobs,
-- and two streams that are ranked together, write the same bytes. Exits 1 on any difference.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local combinations = require "combinations"
local files = require "files"
local generate = require "generate"
local invent = require "invent"
local output = require "output"
local program = require "program"
local reference = require "reference"
local standard = require "standard"
local tailor = require "tailor"

local SHOWN <const> = 20
local DEFAULT_SEEDS <const> = 12

-- Differences ---------------------------------------------------------------------------------

local differences = { count = 0, columns = {} }

local function report(where, column, text, ...)
    differences.count = differences.count + 1
    differences.columns[column] = (differences.columns[column] or 0) + 1
    if differences.count <= SHOWN then
        print(("%s: %s: %s"):format(where, column, text:format(...)))
    end
end

local function print_differences_by_column()
    local parts = {}
    for column, count in pairs(differences.columns) do
        parts[#parts + 1] = ("%s %d"):format(column, count)
    end
    table.sort(parts)
    if #parts > 0 then
        print("by column: " .. table.concat(parts, ", "))
    end
end

-- Runs ----------------------------------------------------------------------------------------

-- What a run is: { where =, program =, folder =, arguments =, data =, policy = }.

local function words(run, command, ...)
    local list = { run.program, command, "--format", "csv" }
    if run.package then
        table.move({ "-p", run.package }, 1, 2, #list + 1, list)
    end
    local more = { ... }
    return table.move(more, 1, #more, #list + 1, list)
end

-- Runs with a mark in the middle between two roundings (reference.between): their cells cannot be
-- compared, their bytes are.
local between = 0

local function compare_run(run)
    local expected_code = run.data.rejected and 1 or 0
    local code, text, errors = program.run(words(run, "score", table.unpack(run.arguments)),
        run.folder)
    if code ~= expected_code then
        report(run.where, "exit", "expected %d, found %s\n%s", expected_code, code,
            errors:sub(1, 400))
    end
    reference.between = 0
    local marks, cells = reference.score(run.data, run.policy), 0
    if reference.between == 0 then
        cells = output.compare(run.where, marks, text, report)
    else
        between = between + 1
    end
    local _, again = program.run(words(run, "score", "--jobs", "2", table.unpack(run.arguments)),
        run.folder)
    if again ~= text then
        report(run.where, "bytes", "a second run, on two jobs, wrote others")
    end
    return cells
end

-- What workers stream, each its cities, and `rank` joins is what one run writes.
local function compare_streams(run)
    local paths, parts = {}, {}
    for i = 1, 2 do
        paths[i] = ("%s/part-%d.ndjson"):format(run.folder, i)
        parts[i] = ("%s/part-%d.csv"):format(run.folder, i)
    end
    files.write_ndjson(run.data, paths)
    local _, whole = program.run(words(run, "score", "--quiet", paths[1], paths[2]), run.folder)
    for i = 1, 2 do
        local _, rows = program.run(words(run, "score", "--quiet", "--stream", paths[i]), run.folder)
        program.write(parts[i], rows)
    end
    local code, ranked, errors = program.run(words(run, "rank", parts[1], parts[2]), run.folder)
    if code ~= 0 or ranked ~= whole then
        report(run.where, "bytes", "streams, ranked, have others; exit %s\n%s", code,
            errors:sub(1, 400))
    end
    for i = 1, 2 do
        os.remove(paths[i])
        os.remove(parts[i])
    end
end

-- Seeds ---------------------------------------------------------------------------------------

-- The arguments for data written to a new folder: the folder itself or the files in it.
local function write_data(data, folder)
    local paths = files.write(data, program.folder(folder))
    for _, path in ipairs(paths) do
        program.own(path)
    end
    if data.folder then
        return { folder }
    end
    local arguments = { paths[1] }
    for i, records in ipairs(data.framework.records) do
        arguments[#arguments + 1] = "--records"
        arguments[#arguments + 1] = records.name .. "=" .. paths[i + 1]
    end
    return arguments
end

local function write_package(policy, framework, folder)
    program.folder(folder)
    program.write(program.own(folder .. "/package.lua"), tailor.package(policy, framework))
    for name, text in pairs(framework.scripts or {}) do
        program.write(program.own(folder .. "/" .. name), text)
    end
    return folder
end

local function compare_standard(path, seed, base)
    local data, policy = generate.data(seed, standard), generate.policy(seed, standard)
    local arguments = write_data(data, ("%s/seed-%d"):format(base, seed))
    local folder = write_package(policy, standard, ("%s/package-%d"):format(base, seed))
    local json = program.own(folder .. "/data.json")
    files.write_json(data, json)
    local where = ("seed %d, "):format(seed)
    local function run(name, words_of_data, package, of_policy)
        return { where = where .. name, program = path, folder = base, arguments = words_of_data,
            package = package, data = data, policy = of_policy }
    end
    local cells = compare_run(run("standard", arguments))
        + compare_run(run("tailored", arguments, folder, policy))
        + compare_run(run("JSON", { json }))
    compare_streams(run("standard, streams"))
    compare_streams(run("tailored, streams", nil, folder, policy))
    return #data.units, cells
end

local function compare_invented(path, seed, base)
    local framework = invent.framework(seed)
    local data = generate.data(seed + 1000000, framework)
    local arguments = write_data(data, ("%s/invented-seed-%d"):format(base, seed))
    local cells = 0
    for _, name in ipairs { "plain", "tailored" } do
        local policy = name == "plain" and invent.policy() or generate.policy(seed, framework)
        local folder = write_package(policy, framework, ("%s/%s-%d"):format(base, name, seed))
        local run = { where = ("seed %d, invented, %s"):format(seed, name), program = path,
            folder = base, arguments = arguments, package = folder, data = data, policy = policy }
        cells = cells + compare_run(run)
        if not framework.needs_all then
            compare_streams(run)
        end
    end
    return #data.units, cells
end

-- Every combination of states, however the seeds fall.
local function compare_combinations(path, base)
    local framework = combinations.framework()
    local data = combinations.data(framework)
    local arguments = write_data(data, base .. "/combinations")
    local cells = 0
    for i, policy in ipairs(combinations.policies()) do
        local folder = write_package(policy, framework, ("%s/combinations-%d"):format(base, i))
        cells = cells + compare_run { where = "combinations, policy " .. i, program = path,
            folder = base, arguments = arguments, package = folder, data = data, policy = policy }
    end
    return #data.units, cells
end

local function compare_seeds(path, seeds, base)
    local units, cells = compare_combinations(path, base)
    for _, seed in ipairs(seeds) do
        for _, compare in ipairs { compare_standard, compare_invented } do
            local u, c = compare(path, assert(math.tointeger(tonumber(seed))), base)
            units, cells = units + u, cells + c
        end
    end
    return units, cells
end

local function main(path, ...)
    if not path then
        io.stderr:write("usage: lua5.4 compare.lua PROGRAM [SEED...]\n")
        return 2
    end
    local seeds = { ... }
    for seed = 1, #seeds == 0 and DEFAULT_SEEDS or 0 do
        seeds[seed] = seed
    end
    local base = os.tmpname()
    os.remove(base)
    program.folder(base)
    local done, units, cells = xpcall(compare_seeds, debug.traceback, path, seeds, base)
    program.clean()
    if not done then
        io.stderr:write(units, "\n")
        return 2
    end
    print_differences_by_column()
    print(("%d seeds, %d units, %d cells compared: %d differences"):format(#seeds, units, cells,
        differences.count))
    if between > 0 then
        print(("%d runs not compared: a mark lies in the middle between two roundings"):format(between))
    end
    return differences.count == 0 and 0 or 1
end

os.exit(main(table.unpack(arg)), true)
