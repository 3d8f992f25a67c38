-- Whatever data, packages, scripts, names of files and command lines hold: no terminal is given text
-- that it would obey or that would turn the direction of what follows. Every command is run on a
-- pseudo terminal, which script (Debian: bsdutils) makes, in every format.
--
--   lua5.4 terminal.lua PROGRAM
--
-- What reaches a file or a pipe is as it was: the goldens see to that.

local program = assert(arg[1], "which program?")
program = program:sub(1, 1) == "/" and program or assert(io.popen("pwd")):read("l") .. "/" .. program

-- Colour on, colour off again, a C1 control, DEL, a line separator, an override, an isolate.
local EVIL <const> = "\27[35m\u{9B}1m\u{7F}\u{2028}\u{202E}\u{2066}"

local function quote(word)
    return "'" .. word:gsub("'", "'\\''") .. "'"
end

local function write(path, text)
    local file = assert(io.open(path, "wb"))
    file:write((text:gsub("EVIL", function()
        return EVIL
    end)))
    file:close()
end

local scratch = assert(io.popen("mktemp -d")):read("l")
local folder = scratch .. "/p" .. EVIL
local data, records = scratch .. "/d" .. EVIL .. ".csv", scratch .. "/r" .. EVIL .. ".csv"
assert(os.execute("mkdir " .. quote(folder) .. " " .. quote(scratch .. "/broken")))

-- Fixtures ------------------------------------------------------------------------------------

write(folder .. "/package.lua", [[
return package {
    name = "evil", version = "1", api = 1, title = "Title EVIL", licence = "Licence EVIL",
    nodes = { { "index", "Root EVIL" }, { "G", "Group EVIL", parent = "index" } },
}
]])
write(folder .. "/E1.lua", [[
return indicator {
    code = "E1", parent = "G", name = "Expression EVIL", about = "About EVIL", reference = "Ref EVIL",
    inputs = {
        amount { "length", "Label EVIL", unit = "km EVIL", warn_max = 10 },
        count { "parts", "Label EVIL" }, count { "whole", "Label EVIL" },
        choice { "kind", "Label EVIL", options = { "one EVIL", "two" } },
    },
    measure = part("p", percent(input.parts, input.whole), "Part EVIL") + input.length
        + when(eq(input.kind, "two"), 1, 0),
    tests = { { parts = 1, whole = 2, kind = "two", length = 1, score = 3 } },
}
]])
write(folder .. "/E2.lua", [[
return indicator {
    code = "E2", parent = "G", name = "Raises EVIL", inputs = { "parts" },
    measure = function(v) error("raised EVIL") end,
    tests = { { parts = 1, score = 3 } },
}
]])
write(folder .. "/E3.lua", [[
return indicator {
    code = "E3", parent = "G", name = "Refuses EVIL", inputs = { "parts" },
    measure = function(v) return nil, "because EVIL" end,
}
]])
write(folder .. "/E4.lua", [[
return indicator {
    code = "E4", parent = "G", name = "Records EVIL",
    inputs = { records { "rows", "Rows EVIL", columns = { text { "what", "Column EVIL" } } } },
    measure = count_rows(input.rows),
}
]])
write(scratch .. "/broken/package.lua", 'return package { name = "EVIL", ["fieldEVIL"] = 1 }\n')
write(scratch .. "/broken/E1.lua", 'error("loading EVIL")\n')
write(scratch .. "/broken/E2.lua", 'x = = "EVIL"\n')
write(scratch .. "/other.lua", "")
write(data, "city,period,input,value,source,note,quality\n"
    .. "AEVIL,2025,parts,2,Source EVIL,Note EVIL,Quality EVIL\nAEVIL,2025,whole,3EVIL,,,\n"
    .. "AEVIL,2025,length,20,,,\nAEVIL,2025,kind,noneEVIL,,,\nBEVIL,2025,parts,4,,,\n"
    .. "AEVIL,2026,unknownEVIL,1,,,\nCEVIL,2025EVIL,parts,1,,,\n")
write(records, "city,period,what,moreEVIL\nAEVIL,2025,thisEVIL,1\n")
write(scratch .. "/scores.csv", "city,period,code,depth,score,coverage,applicable,rank,noteEVIL\n"
    .. "AEVIL,2025,index,0,5,1,1,,xEVIL\r\nAEVIL,2025,codeEVIL,1,5,1,1,,\"\tx\rEVIL\"\n"
    .. "BEVIL,2025,index,0,badEVIL,1,1,,\n")
write(scratch .. "/scores.ndjson", '{"city":"AEVIL","period":"2025","code":"index","depth":0,'
    .. '"score":5,"coverage":1,"applicable":1,"rank":1}\n')
write(scratch .. "/bad.json", '[{"city": "AEVIL", "EVIL": 1}, nopeEVIL]')

-- Running -------------------------------------------------------------------------------------

local city, package = quote("A" .. EVIL), " -p " .. quote(folder) .. " "
local inputs = quote(data) .. " --records rows=" .. quote(records)

-- Command lines, each in every one of its formats. What is typed into the last is the REPL's input.
local COMMANDS <const> = {
    { "score" .. package .. inputs, "table", "csv", "json", "ndjson", "md" },
    { "score -v --stats --city " .. city .. package .. inputs, "table", "csv" },
    { "score --stream --depth 0" .. package .. quote(data), "csv", "ndjson" },
    { "score -o /dev/tty" .. package .. inputs, "csv", "json" },
    { "score --city " .. quote("Q" .. EVIL) .. package .. inputs, "csv" },
    { "score" .. package .. quote(scratch .. "/bad.json"), "table" },
    { "score " .. package .. quote("no" .. EVIL), "table" },
    { "check" .. package .. inputs, "table", "csv", "json", "ndjson", "md" },
    { "explain " .. city .. " E1" .. package .. inputs .. " --period 2025", "table", "csv", "md", "json" },
    { "improve " .. city .. package .. inputs .. " --period 2025", "table", "csv", "md", "json" },
    { "improve " .. city .. package .. inputs .. " --period 2025 --target 99", "table", "csv", "md", "json" },
    { "explain " .. city .. " E2" .. package .. inputs .. " --period 2025", "table", "md", "json" },
    { "explain " .. city .. " E3" .. package .. inputs .. " --period 2025", "table" },
    { "explain " .. city .. " E4" .. package .. inputs .. " --period 2025", "table" },
    { "explain " .. city .. " G" .. package .. inputs .. " --period 2025", "table", "md", "json" },
    { "explain " .. city .. " " .. quote(EVIL) .. package .. inputs, "table" },
    { "explain " .. city .. " E1" .. package .. inputs .. " --period 2025 --table figures", "table", "md" },
    { "compare --other " .. city .. " --period 2025" .. package .. inputs, "table", "md", "json" },
    { "compare" .. package .. inputs, "table", "csv" },
    { "score --wide" .. package .. inputs, "table", "md" },
    { "score --table issues" .. package .. inputs, "table", "csv" },
    { "tree" .. package, "table", "csv", "json", "ndjson", "md" },
    { "describe" .. package, "table", "csv", "ndjson", "md", "html", "json" },
    { "describe --table inputs --table examples" .. package, "table", "html" },
    { "describe --all" .. package, "table", "md", "html" },
    { "describe E1" .. package, "table", "md", "html", "json" },
    { "describe " .. quote(EVIL) .. package, "table" },
    { "template" .. package .. "--city " .. city },
    { "template" .. package .. "--records rows" },
    { "import" .. inputs, "csv", "json", "ndjson" },
    { "import --recipes", "csv" },
    { "pack check " .. quote(folder), "table", "csv", "json", "ndjson" },
    { "pack check broken", "table", "csv", "json", "ndjson" },
    { "pack test " .. quote(folder), "table", "tap", "junit" },
    { "pack diff iso-iec-30146 " .. quote(folder), "table", "csv", "md", "json" },
    { "pack new " .. quote(EVIL) },
    { "pack import -o " .. quote("i" .. EVIL) .. " " .. quote(data) },
    { "pack export --coinr " .. quote("e" .. EVIL) .. package .. inputs },
    { "pack indicator " .. quote("E" .. EVIL) .. package },
    { "rank" .. package .. "scores.csv", "table", "csv", "md" },
    { "rank" .. package .. "scores.ndjson", "ndjson" },
    { "rank --table league" .. package .. "scores.csv", "table", "csv", "json" },
    { "rank --table scores" .. package .. "scores.csv" },
    { "rank" .. package .. "scores.csv --code " .. quote(EVIL), "table" },
    { quote(EVIL) }, { quote("--" .. EVIL) }, { "score --format " .. quote(EVIL) .. package .. inputs },
    { "score --records " .. quote(EVIL) .. package .. inputs },
    { "score -o " .. quote(EVIL .. "/x.csv") .. package .. inputs },
    { "score -o " .. quote("x." .. EVIL) .. package .. inputs },
    { "repl" .. package .. inputs },
}

local TYPED <const> = "input.parts\ninput.kind\n" .. EVIL .. "\nx = input.parts\n:" .. EVIL
    .. "\n:inputs " .. EVIL .. "\n:inputs\n:names\nerror('" .. EVIL .. "')\n'" .. EVIL .. "'\n"

-- What is on the terminal behind the command. The REPL's input is no terminal, so that nothing of it
-- is echoed but by the program.
local function shown(command)
    write(scratch .. "/command", "cd " .. quote(scratch) .. " && exec " .. quote(program) .. " "
        .. command .. "\n")
    write(scratch .. "/typed", TYPED)
    assert(os.execute(("script -qc %s /dev/null </dev/null >%s"):format(
        quote("sh " .. quote(scratch .. "/command") .. " <" .. quote(scratch .. "/typed")),
        quote(scratch .. "/shown"))) ~= nil)
    local file = assert(io.open(scratch .. "/shown", "rb"))
    local text = file:read("a")
    file:close()
    return text
end

-- The program's own: colours, and the terminal's line ends.
local function without_own(text)
    return (text:gsub("\27%[[%d;]*m", "\1"):gsub("\r+\n", "\n"))
end

-- What must not be there, or nil: a package that cannot be used shows nothing of what it holds. A colour of the program is \1 by now; that of EVIL is 35, which it
-- does not use.
local function find_raw(text)
    if text == "" or text:find("p[^ ]* cannot be used") then
        return "nothing that tells"
    elseif text:find(EVIL:sub(1, 5), 1, true) then
        return "a colour"
    end
    text = without_own(text):gsub("\1", "")
    if not utf8.len(text) then
        return "bytes that are no text"
    end
    for _, code in utf8.codes(text) do
        if code < 32 and code ~= 10 and code ~= 9 or code >= 0x7F and code < 0xA0
            or code >= 0x2028 and code <= 0x202E or code >= 0x2066 and code <= 0x2069 then
            return ("U+%04X"):format(code)
        end
    end
end

local failures, count = 0, 0

local function check(command)
    count = count + 1
    local text = shown(command)
    local raw = find_raw(text)
    if raw then
        failures = failures + 1
        print(("%s\n  shows %s: %q"):format(command, raw, text:sub(1, 2000)))
    end
end

for _, one in ipairs(COMMANDS) do
    for i = 2, math.max(#one, 2) do
        check(one[1] .. (one[i] and " --format " .. one[i] or ""))
    end
end
os.execute("rm -rf " .. quote(scratch))
print(("%d command lines, %d failed"):format(count, failures))
os.exit(failures == 0)
