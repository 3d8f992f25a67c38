-- Reads every #include of the project's own headers and fails on one that points the wrong way.
--
--   lua5.4 tests/headers/includes.lua CORE INCLUDE       (the two folders)
--
-- Rooms are listed below with the rooms they may look into; nothing else is allowed, so a new room
-- or a new direction has to be entered here on purpose.

-- Neither a data set nor a package knows the other: they meet in evaluate.
local MAY_USE <const> = {
    base = "",
    table = "base",
    methods = "base",
    expr = "base table",
    format = "base",
    dataset = "base table format",
    script = "base table expr",
    package = "base table format expr script methods",
    evaluate = "base table methods expr script dataset package",
    aggregate = "base table methods package dataset evaluate",
    rank = "base format dataset package aggregate",
    output = "base package dataset evaluate aggregate",
    binding = "base table methods expr script dataset package evaluate aggregate rank output",
    ["run.c"] = "base package dataset evaluate aggregate output",
    ["session.c"] = "base package dataset evaluate aggregate",
    ["stream.c"] = "base methods package dataset evaluate aggregate output",
    program = "base format",
    ["main.c"] = "base binding program",
}

-- Public headers that rooms may include, by name; others, all. Scripts serve packages alone, so
-- the limits and the host's functions of package.h are theirs to see.
local MAY_SEE <const> = {
    base = "base", table = "base", methods = "base", expr = "base", format = "base",
    dataset = "base dataset",
    script = "base package", package = "base package", evaluate = "base dataset package score",
}

-- What a public header may include of the others.
local PUBLIC <const> = {
    base = "", dataset = "base", package = "base", score = "dataset package", session = "score",
    rank = "score", stream = "score",
    hundredmark = "base dataset package rank score session stream",
}

local function lists(words, word)
    return (" " .. words .. " "):find(" " .. word .. " ", 1, true) ~= nil
end

-- What is wrong with the including of `path` by a file of `room`; nil when it is fine.
local function fault_in_core(room, path)
    local target, rest = path:match("^([^/]+)/(.+)$")
    if not MAY_USE[room] then
        return ("room %s is not listed in this test"):format(room)
    elseif not target then
        return "names no room: \"room/file.h\""
    elseif target == "hundredmark" then
        local header = rest:match("^(.*)%.h$")
        local sees = MAY_SEE[room]
        return sees and not lists(sees, header) and room .. " must not know " .. path or nil
    elseif target ~= room and not MAY_USE[target] then
        return "there is no room " .. target
    elseif target ~= room and not lists(MAY_USE[room], target) then
        return ("%s must not look into %s"):format(room, target)
    end
end

local function fault_in_public(name, path)
    local header = path:match("^hundredmark/(%l+)%.h$")
    if not header or not lists(PUBLIC[name] or "", header) then
        return ("%s.h must not include it"):format(name)
    end
end

-- The includes in quotes or angles that are the project's: { line, path }.
local function includes_of(text)
    local found, number = {}, 0
    for line in (text .. "\n"):gmatch("(.-)\n") do
        number = number + 1
        local path = line:match('^%s*#%s*include%s+"([^"]+)"')
            or line:match("^%s*#%s*include%s+<(hundredmark/[^>]+)>")
        if path then
            found[#found + 1] = { line = number, path = path }
        end
    end
    return found
end

-- The check must be able to fail: each of these includes, and only those marked, is a fault.
local function check_itself()
    for _, case in ipairs {
        { "dataset", "base/text.h", true }, { "dataset", "package/package.h", false },
        { "package", "dataset/dataset.h", false }, { "evaluate", "dataset/dataset.h", true },
        { "base", "table/table.h", false }, { "dataset", "expr/expr.h", false },
        { "dataset", "hundredmark/dataset.h", true }, { "dataset", "hundredmark/package.h", false },
        { "dataset", "dataset/csv.h", true }, { "dataset", "csv.h", false },
        { "main.c", "run/run.h", false }, { "attic", "base/text.h", false },
    } do
        local room, path, fine = table.unpack(case)
        assert((fault_in_core(room, path) == nil) == fine, room .. " " .. path)
    end
    local found = includes_of('#include <a.h>\n # include "base/text.h"\n#include "x.h" // why')
    assert(#found == 2 and found[1].line == 2 and found[2].path == "x.h")
    assert(fault_in_public("base", "hundredmark/score.h") and not
        fault_in_public("score", "hundredmark/package.h"))
end

local function read(path)
    local file <close> = assert(io.open(path, "rb"))
    return file:read("a")
end

local function files_in(folder)
    local pipe <close> = assert(io.popen("find '" .. folder .. "' -name '*.[ch]' | LC_ALL=C sort"))
    local files = {}
    for path in pipe:lines() do
        files[#files + 1] = path
    end
    assert(#files > 0, "no C files in " .. folder)
    return files
end

local faults, seen = 0, 0

-- `owner_of` tells the room, or the header, that a file's path below `folder` belongs to.
local function check(folder, owner_of, fault_of)
    for _, path in ipairs(files_in(folder)) do
        local owner = owner_of(path:sub(#folder + 2))
        for _, include in ipairs(includes_of(read(path))) do
            local fault = fault_of(owner, include.path)
            seen = seen + 1
            if fault then
                faults = faults + 1
                print(("%s:%d: \"%s\": %s"):format(path, include.line, include.path, fault))
            end
        end
    end
end

check_itself()
check(arg[1], function(path)
    return path:match("^[^/]+")
end, fault_in_core)
check(arg[2], function(path)
    return path:match("([^/]+)%.h$")
end, fault_in_public)
print(("%d includes, %d faults"):format(seen, faults))
os.exit(faults == 0 and seen > 0)
