-- Each table of `audit` is, byte by byte, the one of the command that it has it from.
--
--   lua5.4 audit.lua PROGRAM

local program = assert(arg[1], "which program?")
local ASEM <const> = " -p examples/indices/asem --recipe coinr examples/indices/asem/data/sample.csv"
local STUDY <const> = " examples/study"

-- What a command writes on standard output.
local function output_of(words)
    local pipe = assert(io.popen(("'%s' %s -q --format csv 2> /dev/null"):format(program, words)))
    local text = pipe:read("a")
    pipe:close()
    return text
end

local SINGLE <const> = {
    { "statistics", "statistics" }, { "correlations", "coherence" }, { "alpha", "coherence" }, { "pca", "coherence" },
    { "influence", "coherence" }, { "findings", "coherence" }, { "bounds", "bounds" }, { "stakes", "bounds" },
    { "uncertainty", "uncertainty", "--variations" }, { "tiers", "uncertainty", "--variations" },
    { "precision", "uncertainty", "--variations" }, { "factors", "uncertainty", "--variations" },
}

local function without_header(text)
    return (text:gsub("^[^\n]*\n", ""))
end

-- Those of both targets, or of the first.
local function sensitivity(count, data, targets)
    local text = ""
    for i, target in ipairs(targets) do
        local one = output_of(("sensitivity --variations %d --target %s %s"):format(count, target, data))
        text = text .. (i == 1 and one or without_header(one))
    end
    return text
end

local failed = 0

local function compare(what, wanted, found)
    if wanted ~= found or found == "" then
        failed = failed + 1
        print(("%s: expected\n%s\nfound\n%s"):format(what, wanted, found))
    end
end

local function try(data, count, targets, options)
    local audit = ("audit %s %s --table "):format(options, data)
    for _, of in ipairs(SINGLE) do
        local name, command, with = table.unpack(of)
        local variations = with and ("%s %d"):format(with, count) or ""
        compare(name .. data, output_of(("%s %s --table %s %s"):format(command, variations, name, data)),
            output_of(audit .. name))
    end
    compare("sensitivity" .. data, sensitivity(count, data, targets), output_of(audit .. "sensitivity"))
end

try(ASEM, 4096, { "shift", "top:10" }, "")
try(STUDY, 64, { "shift" }, "--variations 64")

-- A folder has them all.
local folder = assert(io.popen("mktemp -d")):read("l")
os.execute(("'%s' audit -q -o '%s/' %s"):format(program, folder, ASEM))
for _, name in ipairs { "audit", "findings", "sensitivity", "stakes", "tiers" } do
    local file = io.open(("%s/%s.csv"):format(folder, name), "rb")
    compare("file " .. name, output_of(("audit --table %s %s"):format(name, ASEM)), file and file:read("a") or "none")
end
os.execute(("rm -r '%s'"):format(folder))

os.exit(failed == 0)
