-- Ctrl-C in the repl, on a pseudo terminal, which script (Debian: bsdutils) makes: it forgets the
-- line, stops an evaluation, and never ends the program.
--
--   lua5.4 interrupt.lua PROGRAM
--
-- Keys are sent when what they answer to is on the screen, so nothing depends on how fast the
-- machine is.

local program = assert(arg[1], "which program?")
program = program:sub(1, 1) == "/" and program or assert(io.popen("pwd")):read("l") .. "/" .. program

local CTRL_C <const>, CTRL_D <const> = "\3", "\4"
-- Longer than anybody waits, by any limit.
local ENDLESS <const> = "function(v) while true do end end"

local function quote(word)
    return "'" .. word:gsub("'", "'\\''") .. "'"
end

local scratch = assert(io.popen("mktemp -d")):read("l")

local function path(name)
    return scratch .. "/" .. name
end

local function read(name)
    local file = io.open(path(name), "rb")
    local text = file and file:read("a") or ""
    if file then
        file:close()
    end
    return text
end

local function start()
    local data = assert(io.open(path "data.csv", "wb"))
    data:write("city,period,figure\nAville,2025,20\n")
    data:close()
    local package = assert(io.open(path "package.lua", "wb"))
    package:write('return package { name = "p", version = "1", api = 1, nodes = { { "index", "I" } } }')
    package:close()
    local inputs = assert(io.open(path "A.lua", "wb"))
    inputs:write('return indicator { code = "A", parent = "index", name = "A", '
        .. 'inputs = { number { "figure" } }, measure = input.figure }')
    inputs:close()
    local command = ("TERM=xterm %s repl %s -p %s --script-steps 1000000000000000 --script-time 3600")
        :format(quote(program), quote(path "data.csv"), quote(scratch))
    assert(os.execute("mkfifo " .. quote(path "keys")))
    assert(os.execute(("(script -qefc %s %s <%s >/dev/null 2>&1; echo $? >%s) &"):format(
        quote(command), quote(path "screen"), quote(path "keys"), quote(path "code"))))
    local keys = assert(io.open(path "keys", "wb"))
    keys:setvbuf("no")
    return keys
end

-- What is on the screen, without what only moves and colours.
local function screen()
    return (read("screen"):gsub("\27%[[%d;?]*%a", ""):gsub("\r", ""))
end

local seen = 1

-- Until `text` stands on the screen, behind what was waited for before.
local function wait_for(text, name)
    for _ = 1, 1200 do
        local shown = name and read(name) or screen()
        local _, last = shown:find(text, name and 1 or seen, true)
        if last then
            seen = name and seen or last + 1
            return
        end
        os.execute("sleep 0.05")
    end
    error(("no %q within a minute, but:\n%s"):format(text, screen()))
end

local keys = start()
wait_for "> "
keys:write("forgotten + 1")
wait_for "forgotten + 1"
keys:write(CTRL_C)
wait_for "^C\n> "
keys:write("2 * input.figure\n")
wait_for "Aville"
wait_for "40"
wait_for "> "
keys:write(ENDLESS, "\n")
wait_for(ENDLESS .. "\n")
keys:write(CTRL_C)
wait_for('stopped: "' .. ENDLESS .. '"\n> ')
keys:write("half = input.figure / 2\n")
wait_for "10"
wait_for "> "
keys:write(CTRL_C)
wait_for "^C\n> "
keys:write("half + 1\n")
wait_for "11"
wait_for "> "
keys:write(CTRL_D)
wait_for("\n", "code")
keys:close()
assert(not screen():find("forgotten + 1\n2", 1, true))
assert(not screen():find("error", 1, true), screen())
local code = read "code"
os.execute("rm -rf " .. quote(scratch))
assert(code == "0\n", "ended with " .. code)
print("ok")
