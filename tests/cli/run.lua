-- Runs the program on small command lines and compares what it prints, byte by byte.
--
--   lua5.4 run.lua PROGRAM [NAME...] [--without NAME] [--update]
--
-- A case is a file in cases/:
--
--   # why it is there                          (any number of such lines)
--   $ hundredmark score data/tiny.csv          (run by sh in the folder of this file)
--   --- input                                  (optional: what is on standard input)
--   --- exit 1
--   --- stdout
--   --- stderr
--
-- In the command `hundredmark` and $HUNDREDMARK are the program, $TMP is an empty folder of its own,
-- which shows as TMP in what is compared. NAMEs choose cases by the beginning of their names, --without
-- leaves such out. --update writes what was found into the cases: read every change before you keep it.

local NO_NEWLINE <const> = "\\ no newline at the end"

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

local function first_line(command)
    local pipe = assert(io.popen(command))
    local line = pipe:read("l")
    pipe:close()
    return line
end

local function absolute(path)
    return path:sub(1, 1) == "/" and path or first_line("pwd") .. "/" .. path
end

-- Cases ---------------------------------------------------------------------------------------

local function list_cases(folder, names, without)
    local cases = {}
    for path in io.popen("ls " .. quote(folder) .. "/cases/*.txt"):lines() do
        local name = path:match("([^/]+)%.txt$")
        local wanted = #names == 0
        for _, prefix in ipairs(names) do
            wanted = wanted or name:sub(1, #prefix) == prefix
        end
        wanted = wanted and not (without and name:sub(1, #without) == without)
        cases[#cases + 1] = wanted and { name = name, path = path } or nil
    end
    return cases
end

-- Everything before the first section is the head; sections hold their lines.
local function parse(case)
    local section = "head"
    case.sections = { head = "", stdout = "", stderr = "" }
    for line in read_all(case.path):gmatch("([^\n]*)\n") do
        local exit, name = line:match("^%-%-%- exit (%d+)$"), line:match("^%-%-%- (%l+)$")
        if exit then
            case.exit = exit
        elseif name then
            section = name
            case.sections[name] = case.sections[name] or ""
        else
            case.sections[section] = case.sections[section] .. line .. "\n"
        end
    end
    case.command = assert(case.sections.head:match("\n%$ ([^\n]+)") or
        case.sections.head:match("^%$ ([^\n]+)"), case.path .. ": no command")
end

-- Running -------------------------------------------------------------------------------------

-- As it is compared: the scratch folder by its short name, a missing end of line made visible.
local function shown(text, scratch)
    local parts, at = {}, 1
    while true do
        local first, last = text:find(scratch .. "/tmp", at, true)
        parts[#parts + 1] = text:sub(at, (first or #text + 1) - 1)
        if not first then
            break
        end
        parts[#parts + 1] = "TMP"
        at = last + 1
    end
    text = table.concat(parts)
    if text ~= "" and text:sub(-1) ~= "\n" then
        text = text .. "\n" .. NO_NEWLINE .. "\n"
    end
    return text
end

local function run(case, program, folder, scratch)
    local tmp = scratch .. "/tmp"
    os.execute("rm -rf " .. quote(tmp) .. " && mkdir " .. quote(tmp))
    write_all(scratch .. "/in", case.sections.input or "")
    write_all(scratch .. "/script", table.concat {
        "unset HUNDREDMARK_PATH XDG_DATA_HOME NO_COLOR COLUMNS\n",
        "LC_ALL=C TMP=", quote(tmp), " HOME=", quote(tmp), " HUNDREDMARK=", quote(program),
        " XDG_DATA_DIRS=", quote(scratch .. "/nowhere"),
        "\nexport LC_ALL TMP HOME HUNDREDMARK XDG_DATA_DIRS\n",
        "hundredmark() { ", quote(program), " \"$@\"; }\n",
        "cd ", quote(folder), "\n", case.command, "\n",
    })
    local _, _, exit = os.execute(("sh %s <%s >%s 2>%s"):format(quote(scratch .. "/script"),
        quote(scratch .. "/in"), quote(scratch .. "/out"), quote(scratch .. "/err")))
    return {
        exit = tostring(exit), stdout = shown(read_all(scratch .. "/out"), scratch),
        stderr = shown(read_all(scratch .. "/err"), scratch),
    }
end

-- Comparing -----------------------------------------------------------------------------------

local function report_difference(case, what, expected, found)
    local line = 1
    local next_expected, next_found = expected:gmatch("([^\n]*)\n"), found:gmatch("([^\n]*)\n")
    while true do
        local e, f = next_expected(), next_found()
        if e ~= f then
            print(("%s: %s line %d\n  expected: %s\n  found:    %s"):format(case.name, what, line,
                e or "(nothing)", f or "(nothing)"))
            return
        end
        line = line + 1
    end
end

local function compare(case, found)
    local same = true
    if case.exit ~= found.exit then
        print(("%s: expected exit %s, found %s"):format(case.name, case.exit, found.exit))
        same = false
    end
    for _, what in ipairs { "stdout", "stderr" } do
        if case.sections[what] ~= found[what] then
            report_difference(case, what, case.sections[what], found[what])
            same = false
        end
    end
    return same
end

local function update(case, found)
    local input = case.sections.input and "--- input\n" .. case.sections.input or ""
    write_all(case.path, table.concat { case.sections.head, input, "--- exit ", found.exit,
        "\n--- stdout\n", found.stdout, "--- stderr\n", found.stderr })
end

local function main()
    local names, without, updating = {}, nil, false
    local i = 2
    while arg[i] do
        if arg[i] == "--update" then
            updating = true
        elseif arg[i] == "--without" then
            i = i + 1
            without = arg[i]
        else
            names[#names + 1] = arg[i]
        end
        i = i + 1
    end
    local folder = absolute(arg[0]:match("^(.*)/[^/]*$") or ".")
    local program, scratch = absolute(assert(arg[1], "which program?")), first_line("mktemp -d")
    local passed, failed = 0, 0
    for _, case in ipairs(list_cases(folder, names, without)) do
        parse(case)
        local found = run(case, program, folder, scratch)
        if updating then
            update(case, found)
        end
        local same = updating or compare(case, found)
        passed, failed = passed + (same and 1 or 0), failed + (same and 0 or 1)
    end
    os.execute("rm -rf " .. quote(scratch))
    print(("%d passed, %d failed"):format(passed, failed))
    os.exit(failed == 0 and passed > 0)
end

main()
