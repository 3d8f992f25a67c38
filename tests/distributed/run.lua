-- Runs the commands of examples/distributed/README.md as they stand there, block by block, on data
-- of some hundred cities; each block compares what it made. Then the script for Slurm, once a part.
--
--   lua5.4 run.lua PROGRAM SOURCES
--
-- Without GNU parallel, what needs it is left out; ctest lists that as a test that is skipped.

local program, sources = arg[1], arg[2]
local COPIES <const> = 15

local function quote(word)
    return "'" .. word:gsub("'", "'\\''") .. "'"
end

local function first_line(command)
    local pipe <close> = assert(io.popen(command))
    return pipe:read("l")
end

local function read_all(path)
    local file <close> = assert(io.open(path, "rb"))
    return file:read("a")
end

local function write_all(path, text)
    local file <close> = assert(io.open(path, "wb"))
    assert(file:write(text))
end

local function has(command)
    return os.execute(command .. " >/dev/null 2>&1") == true
end

-- The study's cities several times under other names, their rows anything but together.
local function make_data(path)
    local header, rows = nil, {}
    for line in io.lines(sources .. "/examples/study/observations.csv") do
        if not header then
            header = line
        else
            rows[#rows + 1] = line
        end
    end
    local lines = { header }
    for _, row in ipairs(rows) do
        for copy = 1, COPIES do
            lines[#lines + 1] = ("%02d %s"):format(copy, row)
        end
    end
    write_all(path, table.concat(lines, "\n") .. "\n")
end

local function blocks_of(path)
    local list = {}
    for block in read_all(path):gmatch("\n```sh\n(.-)\n```\n") do
        list[#list + 1] = block
    end
    assert(#list == 5, "the page has other blocks than this test knows")
    return list
end

local work = first_line("mktemp -d")

-- What goes to standard error (rejected cells, of which the study has some) is shown on failure.
local function run(what, script, most_status)
    write_all(work .. "/script", "cd " .. quote(work) .. " || exit 9\nPATH="
        .. quote(program:match("^(.*)/")) .. ":$PATH\nexport PATH\n" .. script .. "\n")
    local _, how, status = os.execute(("bash %s >%s 2>&1"):format(quote(work .. "/script"),
        quote(work .. "/said")))
    local done = how == "exit" and status <= (most_status or 0)
    print(("%s: %s"):format(what, done and "fine" or how .. " " .. status))
    if not done then
        io.write(read_all(work .. "/said"):sub(-2000))
    end
    return done
end

-- Blocks that are left out: by a word in them, and what is missing. What parallel did not join cannot be
-- ranked either.
local left_out = {}
if not has("command -v parallel") then
    left_out.parallel = "GNU parallel is not installed"
    left_out["joined.csv"] = left_out.parallel
end

local function reason_to_leave_out(block)
    for word, reason in pairs(left_out) do
        if block:find(word, 1, true) then
            return reason
        end
    end
end

-- A comparison of nothing would be no proof.
local function count_lines(name)
    local count = 0
    for _ in io.lines(work .. "/" .. name) do
        count = count + 1
    end
    return count
end

local failed = 0
make_data(work .. "/observations.csv")
for i, block in ipairs(blocks_of(sources .. "/examples/distributed/README.md")) do
    local reason = reason_to_leave_out(block)
    if reason then
        print(("block %d: left out: %s"):format(i, reason))
    elseif not run("block " .. i, block, block:find("\ncmp ") and 0 or 1) then
        failed = failed + 1
    end
end

-- Seven cities, most of them in three years, and more than fifty nodes.
if not left_out.parallel then
    local cities = 7 * COPIES
    assert(count_lines "whole.csv" > cities * 2 * 50 and count_lines "wide-whole.csv" > cities * 50)
end

local sbatch = quote(sources .. "/examples/distributed/score.sbatch")
if not run("score.sbatch as bash", "bash -n " .. sbatch) then
    failed = failed + 1
end
-- Without parallel the parts were not made.
if not left_out.parallel and not run("score.sbatch, every task", ([[
        rm -r scores
        for task in $(seq $(ls parts | wc -l)); do
            SLURM_ARRAY_TASK_ID=$task bash %s || exit 1
        done
        manifests=$(ls parts | sed 's,^,scores/,; s,csv$,json,')
        hundredmark rank -p iso-iec-30146 -o ranked-slurm.csv -q --manifest $manifests &&
            cmp at-once.csv ranked-slurm.csv && [ $(ls parts | wc -l) -gt 3 ]
    ]]):format(sbatch)) then
    failed = failed + 1
end

-- A worker that never ran, one that was killed and one whose part is that of another: each is found.
if not left_out.parallel and not run("parts that are not whole", [[
        manifests=$(ls parts | sed 's,^,scores/,; s,csv$,json,')
        refused() {
            cp -r scores kept
            eval "$1"
            hundredmark rank -p iso-iec-30146 -o never.csv -q --manifest $manifests
            [ $? -eq 3 ] && [ ! -e never.csv ] || { echo "not refused: $1"; exit 1; }
            rm -r scores
            mv kept scores
        }
        refused 'rm scores/0002.csv scores/0002.json'
        refused 'rm scores/0002.csv'
        refused 'rm scores/0002.json'
        refused 'head -n 100 kept/0002.csv > scores/0002.csv'
        refused 'head -c -1 kept/0002.csv > scores/0002.csv'
        refused 'cp scores/0001.csv scores/0002.csv'
        refused ': > scores/0002.csv'
        hundredmark rank -p iso-iec-30146 -o never.csv -q --manifest $manifests
    ]]) then
    failed = failed + 1
end

-- What Spark's worker is given by a partition with nothing in it.
if not run("a worker without work", "printf '' | hundredmark score -p iso-iec-30146 --stream - "
    .. "--format ndjson -q > nothing && [ ! -s nothing ]") then
    failed = failed + 1
end

os.execute("rm -rf " .. quote(work))
os.exit(failed == 0)
