-- Follows pages as a newcomer does: makes the files that they show below their path ("`a/b.lua`:"),
-- runs the commands that they give, and compares what they show of a command's output.
--
--   lua5.4 commands.lua PROGRAM SOURCES
--
-- A block ```sh holds commands, a line each; a block ```text that begins with "$ " a command and what
-- it prints, where a line `...` stands for any number of lines; a cell of a table that is nothing but
-- `hundredmark ...` is a command, too. They run in a folder with the examples, and one after another.

local program, sources = arg[1], arg[2]

local PAGES <const> = {
    "README.md", "examples/README.md", "examples/packages/harbour-city/README.md",
    "examples/packages/harbour-district/README.md", "examples/packages/national-2016/README.md",
}
-- Cells are rejected in the study, on purpose.
local REJECTED <const> = "examples/study"

local function quote(word)
    return "'" .. word:gsub("'", "'\\''") .. "'"
end

local function read(path)
    local file <close> = assert(io.open(path, "rb"))
    return file:read("a")
end

local function write(path, text)
    assert(os.execute("mkdir -p " .. quote(path:match("^(.*)/"))))
    local file <close> = assert(io.open(path, "wb"))
    assert(file:write(text))
end

-- What a page has one do: a list of { path, text }, a file; { command }; { command, shows = lines }.
local function steps_of(page)
    local steps, path, kind, block = {}, nil, nil, nil
    for line in (page .. "\n"):gmatch("(.-)\n") do
        local fence = line:match("^```(%a*)$")
        if fence and not block then
            kind, block = fence, {}
        elseif fence and path then
            steps[#steps + 1] = { path = path, text = table.concat(block, "\n") .. "\n" }
            path, block = nil, nil
        elseif fence then
            if kind == "sh" then
                for _, command in ipairs(block) do
                    steps[#steps + 1] = { command = command }
                end
            elseif kind == "text" and block[1]:find("^%$ ") then
                steps[#steps + 1] = { command = table.remove(block, 1):sub(3), shows = block }
            end
            block = nil
        elseif block then
            block[#block + 1] = line
        else
            path = line:match("^`([%w_./-]+)`:$") or line == "" and path or nil
            for command in line:gmatch("| `(hundredmark [^`]*)` %f[|]") do
                steps[#steps + 1] = { command = command }
            end
        end
    end
    return steps
end

-- Are the lines of `shows` lines of `printed`, in order, and without gaps but at `...`? If not, the
-- first that is missing.
local function missing_line(shows, printed)
    local at, gap = 1, false
    for _, line in ipairs(shows) do
        if line == "..." then
            gap = true
        else
            while gap and printed[at] and printed[at] ~= line do
                at = at + 1
            end
            if printed[at] ~= line then
                return line
            end
            at, gap = at + 1, false
        end
    end
    return not gap and printed[at] and "nothing more" or nil
end

local function lines_of(text)
    local lines = {}
    for line in text:gmatch("(.-)\n") do
        lines[#lines + 1] = line
    end
    return lines
end

-- Neither may pass whatever happens.
local function check_itself()
    local steps = steps_of(
        "| x | `hundredmark a b` |\n`c.lua`:\n\n```lua\nd\n```\n```sh\ne\nf\n```\n```text\n$ g\nh\n...\n```\n")
    assert(#steps == 5 and steps[1].command == "hundredmark a b" and steps[2].path == "c.lua")
    assert(steps[2].text == "d\n" and steps[4].command == "f" and steps[5].shows[2] == "...")
    local printed = { "a", "b", "c" }
    assert(not missing_line(printed, printed) and not missing_line({ "a", "...", "c" }, printed))
    assert(not missing_line({ "a", "..." }, printed))
    assert(missing_line({ "a", "c" }, printed) == "c" and missing_line({ "a" }, printed))
    assert(missing_line({ "...", "d" }, printed) == "d" and missing_line({ "b", "..." }, printed))
end

local function make_folder()
    local pipe <close> = assert(io.popen("mktemp -d"))
    local folder = assert(pipe:read("l"))
    for _, link in ipairs { { program, "build/hundredmark" }, { sources .. "/examples", "examples" },
        { sources .. "/indicators", "indicators" } } do
        assert(os.execute(("mkdir -p %s/build && ln -s %s %s/%s"):format(quote(folder), quote(link[1]),
            quote(folder), link[2])))
    end
    return folder
end

-- Runs a command; what it prints, and how it ends.
local function run(folder, command)
    local pipe <close> = assert(io.popen(("cd %s && PATH=%s/build:$PATH && %s 2>errors"):format(
        quote(folder), quote(folder), command)))
    local printed = pipe:read("a")
    local _, _, exit = pipe:close()
    return printed, exit
end

-- What is wrong with a step; nil when it goes as the page says.
local function fault_of(folder, step)
    if step.path then
        return write(folder .. "/" .. step.path, step.text)
    end
    local printed, exit = run(folder, step.command)
    local wanted = step.command:find(REJECTED, 1, true) and 1 or 0
    if exit ~= wanted then
        return ("ends with %s instead of %d:\n%s"):format(exit, wanted, read(folder .. "/errors"))
    end
    local missing = step.shows and missing_line(step.shows, lines_of(printed))
    return missing and ("the page goes on with %q, where it prints:\n%s"):format(missing, printed)
end

-- The first command installs and builds: only what it ends in is run here. What it prints is shown
-- in the block that follows "ended in this".
local function first_commands(page)
    local command = page:match("\n```sh\n[^\n]*&& (build/hundredmark [^\n]*)\n```\n")
    local shown = page:match("ended in this[^\n]*\n\n```text\n(.-\n)```\n")
    assert(command and shown, "the first command or what it prints is not where it was")
    local steps = steps_of(page:match("\n## A tour .*$"))
    table.insert(steps, 1, { command = command, shows = lines_of(shown) })
    return steps
end

check_itself()
local folder = make_folder()
local faults, count = 0, 0
for _, path in ipairs(PAGES) do
    local page = read(sources .. "/" .. path)
    local steps = path == "README.md" and first_commands(page) or steps_of(page)
    assert(#steps > 0, path .. " has no commands")
    for _, step in ipairs(steps) do
        local fault = fault_of(folder, step)
        count = count + 1
        if fault then
            faults = faults + 1
            print(("%s: %s: %s"):format(path, step.command, fault))
        end
    end
end
assert(os.execute("rm -rf " .. quote(folder)))
print(("%d pages, %d steps, %d faults"):format(#PAGES, count, faults))
os.exit(faults == 0)
