-- How many files and lines an addition takes: the samples are put into a copy of the sources, counted,
-- built together and tried.
--
--   lua5.4 run.lua SOURCES SCRATCH CMAKE [OPTION OF CMAKE...]     SCRATCH is made anew

local SOURCES <const>, SCRATCH <const>, CMAKE <const> = arg[1], arg[2], arg[3]
local COPY <const> = SCRATCH .. "/sources"
local COPIED <const> = { "CMakeLists.txt", "core", "include", "scripts", "indicators", "examples", "LICENSE", "README.md",
    "CHANGELOG.md" }

local samples = dofile(SOURCES .. "/tests/additions/samples.lua")

local function quoted(text)
    return "'" .. text:gsub("'", "'\\''") .. "'"
end

local function run(...)
    local words = {}
    for i, word in ipairs { ... } do
        words[i] = quoted(word)
    end
    assert(os.execute(table.concat(words, " ")), "this failed: " .. table.concat(words, " "))
end

local function output_of(...)
    local words = {}
    for i, word in ipairs { ... } do
        words[i] = quoted(word)
    end
    local pipe <close> = assert(io.popen(table.concat(words, " ")))
    return pipe:read("a")
end

local function read(path)
    local file <close> = assert(io.open(path))
    return file:read("a")
end

local function write(path, text)
    local file <close> = assert(io.open(path, "w"))
    assert(file:write(text))
end

-- --- adding ---

local function split(text)
    local lines = {}
    for line in text:gmatch("([^\n]*)\n") do
        lines[#lines + 1] = line
    end
    return lines
end

local function find_line(lines, wanted, path)
    for i, line in ipairs(lines) do
        if line:gsub("%s+", " ") == wanted:gsub("%s+", " ") then -- however far a backslash stands
            return i
        end
    end
    error(("%s has no line %s: change tests/additions/samples.lua"):format(path, wanted))
end

-- Returns how many lines were put in.
local function insert(edit)
    local path = COPY .. "/" .. edit.file
    local lines = split(read(path))
    local at = find_line(lines, edit.before or edit.after, edit.file)
    local added = split(edit.text .. "\n")
    for i, line in ipairs(added) do
        table.insert(lines, edit.before and at + i - 1 or at + i, line)
    end
    write(path, table.concat(lines, "\n") .. "\n")
    return #added
end

local function add(sample)
    local folder = ("%s/tests/additions/%s"):format(SOURCES, sample.name)
    local files, lines = 0, 0
    if sample.files > 0 then
        for path in output_of("find", folder, "-type", "f"):gmatch("[^\n]+") do
            run("cp", path, COPY .. path:sub(#folder + 1))
            files = files + 1
        end
    end
    for _, edit in ipairs(sample.edits) do
        lines = lines + insert(edit)
    end
    print(("%s: %d new files, %d lines"):format(sample.name, files, lines))
    assert(files == sample.files and lines == sample.lines,
        sample.name .. " takes another number of files and lines than samples.lua says")
end

-- --- trying ---

local PACKAGE <const> = [[return package { name = "p", version = "1", api = 1, nodes = { { "R", "Root" } },
    policy = { aggregate = "midrange" } }]]
local INDICATOR <const> = [[return indicator { code = "%s", parent = "R", name = "%s", inputs = { number { "%s", "%s" } },
    measure = input.%s }]]

local function expect(found, wanted)
    assert(found:find(wanted, 1, true), ("expected %q in:\n%s"):format(wanted, found))
end

local function try(program)
    local package = SCRATCH .. "/package"
    run("mkdir", package)
    write(package .. "/package.lua", PACKAGE)
    for name in ("abc"):gmatch(".") do
        write(("%s/%s.lua"):format(package, name), INDICATOR:gsub("%%s", name))
    end
    write(SCRATCH .. "/data.piped", "Alba|2025|a|10\nAlba|2025|b|20\nAlba|2025|c|60\n")
    -- (10 + 60) / 2
    expect(output_of(program, "score", "-q", "--format", "csv", "--depth", "0", "-p", package, SCRATCH .. "/data.piped"),
        "Alba,2025,R,,0,Root,,35,")
    -- what it does not look at is refused, and a stream
    expect(output_of("sh", "-c", '"$0" score -p "$1" --read-decimal , "$2" 2>&1', program, package,
        SCRATCH .. "/data.piped"), "piped text is read as it stands: a recipe cannot say what its columns and figures are")
    expect(output_of("sh", "-c", '"$0" score -p "$1" --stream "$2" 2>&1', program, package,
        SCRATCH .. "/data.piped"), "piped text cannot be read in a stream")
    expect(output_of(program, "roots", "-p", package), "code,name\nR,Root\na,a\nb,b\nc,c\n")
    expect(output_of(program, "--help"), "roots")
    write(SCRATCH .. "/two.csv", "city,period,a,b,c\nAlba,2025,10,20,60\nBrac,2025,20,20,20\n")
    -- Alba has (10 + 60) / 2, Brac 20
    expect(output_of(program, "spread", "-q", "-p", package, SCRATCH .. "/two.csv"),
        "code,spread\nR,15\na,10\nb,0\nc,40\n")
    expect(output_of(program, "roots", "-p", package, "--format", "bars"), "R|Root\na|a\nb|b\nc|c\n")
    run(program, "roots", "-p", package, "-o", SCRATCH .. "/by-suffix.bars")
    expect(read(SCRATCH .. "/by-suffix.bars"), "R|Root\n")
end

run("rm", "-rf", SCRATCH)
run("mkdir", "-p", COPY)
for _, name in ipairs(COPIED) do
    run("cp", "-R", SOURCES .. "/" .. name, COPY .. "/" .. name)
end
for _, sample in ipairs(samples) do
    add(sample)
end
run(CMAKE, "-S", COPY, "-B", SCRATCH .. "/build", "-DCMAKE_BUILD_TYPE=Debug", "-DHM_TESTS=OFF", "-DHM_WERROR=ON",
    table.unpack(arg, 4))
run(CMAKE, "--build", SCRATCH .. "/build", "-j", "2", "--target", "hundredmark")
try(SCRATCH .. "/build/hundredmark")
print "all of them work"
