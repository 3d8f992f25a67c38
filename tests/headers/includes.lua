-- Reads every #include of the project's own headers and fails on one that points the wrong way.
--
--   lua5.4 tests/headers/includes.lua CORE INCLUDE       (the two folders)
--
-- Rooms are listed below with the rooms they may look into; nothing else is allowed, so a new room
-- or a new direction has to be entered here on purpose. Two more rules: what is POSIX or the
-- processor's is included in platform (and program) alone, and no file needs, by way of others, the
-- header of its own unit (a .c and its .h count as one).

-- Neither a data set nor a package knows the other: they meet in evaluate.
local MAY_USE <const> = {
    base = "",
    platform = "base",
    table = "base platform",
    methods = "base platform table",
    expr = "base platform table",
    format = "base platform",
    dataset = "base platform table format",
    load = "base platform format dataset",
    sandbox = "base platform",
    script = "base platform table expr sandbox methods",
    plan = "base platform methods expr sandbox script",
    package = "base platform table format expr sandbox script methods plan",
    evaluate = "base platform table methods expr sandbox script dataset plan",
    transform = "base platform table format methods expr script plan dataset evaluate",
    aggregate = "base platform table methods plan dataset evaluate transform",
    analyse = "base platform table expr methods evaluate aggregate",
    compare = "base platform table methods evaluate transform aggregate",
    improve = "base platform table expr evaluate aggregate",
    study = "base platform table methods script package plan evaluate aggregate",
    rank = "base platform format methods dataset package aggregate",
    output = "base platform table plan dataset evaluate transform aggregate",
    binding = "base platform table methods expr sandbox script dataset plan package evaluate transform "
        .. "aggregate rank output",
    ["run.c"] = "base platform plan package dataset evaluate transform aggregate output",
    ["session.c"] = "base platform plan package dataset evaluate transform aggregate",
    ["stream.c"] = "base platform methods package dataset load evaluate transform aggregate output",
    ["read_fits.c"] = "base platform dataset load transform",
    program = "base platform table format sandbox binding",
    wasm = "base program",
    ["main.c"] = "program",
}

-- Headers of C, and of Lua, that any room may include; all others are the platform's.
local STANDARD <const> = "assert ctype errno fenv float inttypes limits locale math setjmp signal " ..
    "stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string time lua " ..
    "lauxlib lualib"

-- Public headers that rooms may include, by name; others, all. Scripts serve packages alone, so
-- the limits and the host's functions of package.h are theirs to see.
local MAY_SEE <const> = {
    base = "base", table = "base arrow table", methods = "base", expr = "base", format = "base arrow",
    platform = "base", dataset = "base dataset", load = "base arrow dataset",
    sandbox = "base package", script = "base package", plan = "base package plan",
    package = "base package plan", evaluate = "base dataset package plan score",
    transform = "base dataset package plan score fits",
}

-- What a public header may include of the others.
local PUBLIC <const> = {
    base = "", arrow = "base", table = "base", dataset = "base", package = "base",
    plan = "package", write = "table", score = "dataset package plan write", fits = "score",
    session = "score", rank = "score", stream = "score", analyse = "score", compare = "score",
    improve = "score",
    study = "score",
    hundredmark = "analyse arrow base compare dataset fits improve package plan rank score session stream study table "
        .. "write",
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

-- What is wrong with a file of `room` including <`name`.h>, or asking the C library for more than C
-- has.
local function fault_in_system(room, name)
    if not lists("platform program private_lua.c", room) and not lists(STANDARD, name) then
        return "only platform may include it"
    end
end

-- Units (x.c and x.h are the unit x) that include each other by way of others: each circle as a
-- list, given what each unit includes. Tarjan's strongly connected components.
local function circles_of(includes)
    local order, lowest, stack, on_stack, count, circles = {}, {}, {}, {}, 0, {}
    local function visit(unit)
        count = count + 1
        order[unit], lowest[unit] = count, count
        stack[#stack + 1], on_stack[unit] = unit, true
        for _, other in ipairs(includes[unit] or {}) do
            if not order[other] then
                visit(other)
                lowest[unit] = math.min(lowest[unit], lowest[other])
            elseif on_stack[other] then
                lowest[unit] = math.min(lowest[unit], order[other])
            end
        end
        if lowest[unit] == order[unit] then
            local circle = {}
            repeat
                local member = table.remove(stack)
                on_stack[member] = nil
                circle[#circle + 1] = member
            until member == unit
            circles[#circles + 1] = #circle > 1 and circle or nil
        end
    end
    local units = {}
    for unit in pairs(includes) do
        units[#units + 1] = unit
    end
    table.sort(units)
    for _, unit in ipairs(units) do
        if not order[unit] then
            visit(unit)
        end
    end
    return circles
end

local function fault_in_public(name, path)
    local header = path:match("^hundredmark/(%l+)%.h$")
    if not header or not lists(PUBLIC[name] or "", header) then
        return ("%s.h must not include it"):format(name)
    end
end

-- What a file includes: the project's own as { line, path }, others as { line, system name }.
local function includes_of(text)
    local found, system, number = {}, {}, 0
    for line in (text .. "\n"):gmatch("(.-)\n") do
        number = number + 1
        local path = line:match('^%s*#%s*include%s+"([^"]+)"')
            or line:match("^%s*#%s*include%s+<(hundredmark/[^>]+)>")
        local other = line:match("^%s*#%s*include%s+<([^>]+)%.h>")
        if path then
            found[#found + 1] = { line = number, path = path }
        elseif other then
            system[#system + 1] = { line = number, name = other }
        elseif line:find("^%s*#%s*define%s+_[%u_]+_SOURCE") then
            system[#system + 1] = { line = number, name = line:match("_[%u_]+_SOURCE") }
        end
    end
    return found, system
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
    local found, system =
        includes_of('#include <a.h>\n # include "base/text.h"\n#include "x.h" // why\n#define _GNU_SOURCE')
    assert(#found == 2 and found[1].line == 2 and found[2].path == "x.h")
    assert(#system == 2 and system[1].name == "a" and system[2].line == 4)
    assert(fault_in_system("base", "unistd") and not fault_in_system("platform", "unistd") and
        not fault_in_system("base", "string"))
    assert(#circles_of { a = { "b" }, b = { "c" }, c = {} } == 0)
    local circle = circles_of { a = { "b" }, b = { "c" }, c = { "b", "d" } }
    assert(#circle == 1 and #circle[1] == 2)
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
local included_by = {} -- the units that each unit of core includes

local function tell(where, line, what, fault)
    if fault then
        faults = faults + 1
        print(("%s:%d: %s: %s"):format(where, line, what, fault))
    end
end

local function check_core(folder)
    for _, path in ipairs(files_in(folder)) do
        local inside = path:sub(#folder + 2)
        local room, unit = inside:match("^[^/]+"), inside:match("^(.*)%.%l$")
        local own, system = includes_of(read(path))
        included_by[unit] = included_by[unit] or {}
        for _, include in ipairs(own) do
            local other = include.path:match("^(.*)%.h$")
            seen = seen + 1
            tell(path, include.line, include.path, fault_in_core(room, include.path))
            if other ~= unit and not other:find("^hundredmark/") then
                table.insert(included_by[unit], other)
            end
        end
        for _, include in ipairs(system) do
            tell(path, include.line, include.name, fault_in_system(room, include.name))
        end
    end
    for _, circle in ipairs(circles_of(included_by)) do
        table.sort(circle)
        tell(folder, 0, table.concat(circle, ", "), "include each other")
    end
end

local function check_public(folder)
    for _, path in ipairs(files_in(folder)) do
        local name = path:match("([^/]+)%.h$")
        for _, include in ipairs((includes_of(read(path)))) do
            seen = seen + 1
            tell(path, include.line, include.path, fault_in_public(name, include.path))
        end
    end
end

check_itself()
check_core(arg[1])
check_public(arg[2])
print(("%d includes, %d faults"):format(seen, faults))
os.exit(faults == 0 and seen > 0)
