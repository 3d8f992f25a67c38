-- No files of the engine need each other in a circle: whoever reads one can read what it calls
-- first. Taken from what the objects define and lack, so that a function declared elsewhere counts,
-- too.
--
--   lua5.4 circles.lua LIST      a file that names an object a line

-- Circles that are so by nature, each with its files in the order of their names.
local ALLOWED <const> = {
    -- whether a value is missing asks for values, and a value may depend on what is missing
    ["expr/formula_state.c expr/formula_value.c"] = true,
}

-- { file = { other = a name of it that the file needs } }, and the files in order.
local function needs_of(list)
    local home, lacking, needs, files = {}, {}, {}, {}
    local pipe <close> = assert(io.popen(("nm -A -g '@%s'"):format(list)))
    for line in pipe:lines() do
        local object, kind, name = line:match("^(.-):[ %x]* (%a) (%S+)$")
        local file = object and object:match("/core/(.+%.c)%.o$")
        if file and not needs[file] then
            needs[file], files[#files + 1] = {}, file
        end
        if file and kind == "U" then
            lacking[#lacking + 1] = { file = file, name = name }
        elseif file then
            home[name] = file
        end
    end
    for _, need in ipairs(lacking) do
        local other = home[need.name]
        if other and other ~= need.file then
            needs[need.file][other] = need.name
        end
    end
    table.sort(files)
    return needs, files
end

-- Calls `tell` with each list of files that need each other (Tarjan's strongly connected parts).
local function each_circle(needs, files, tell)
    local number, lowest, stack, on_stack, count = {}, {}, {}, {}, 0
    local function visit(file)
        count = count + 1
        number[file], lowest[file] = count, count
        stack[#stack + 1], on_stack[file] = file, true
        for other in pairs(needs[file]) do
            if not number[other] then
                visit(other)
                lowest[file] = math.min(lowest[file], lowest[other])
            elseif on_stack[other] then
                lowest[file] = math.min(lowest[file], number[other])
            end
        end
        if lowest[file] < number[file] then
            return
        end
        local circle = {}
        repeat
            local member = table.remove(stack)
            on_stack[member] = nil
            circle[#circle + 1] = member
        until member == file
        if #circle > 1 then
            table.sort(circle)
            tell(circle)
        end
    end
    for _, file in ipairs(files) do
        if not number[file] then
            visit(file)
        end
    end
end

local function explain(circle, needs)
    print("files that need each other: " .. table.concat(circle, ", "))
    for _, file in ipairs(circle) do
        for _, other in ipairs(circle) do
            if needs[file][other] then
                print(("    %s needs %s, for one, of %s"):format(file, needs[file][other], other))
            end
        end
    end
end

-- The test itself finds a circle where there is one.
do
    local found
    each_circle({ a = { b = "x" }, b = { c = "y" }, c = { b = "z" } }, { "a", "b", "c" },
        function(circle) found = table.concat(circle, " ") end)
    assert(found == "b c")
end

local needs, files = needs_of(arg[1])
assert(#files > 200, "the list names too few objects of the engine")
local faults = 0
each_circle(needs, files, function(circle)
    if not ALLOWED[table.concat(circle, " ")] then
        faults = faults + 1
        explain(circle, needs)
    end
end)
print(("%d files, %d circles that should not be"):format(#files, faults))
os.exit(faults == 0)
