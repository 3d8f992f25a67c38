-- LibreOffice, as tests call it: workbooks to what stands in their cells.

local csv = require "csv"    -- of tests/reference
local lu = require "luaunit"
local support = require "support"

local office = {}

-- Separated by commas, all fields that are texts in quotes, as numbers stand there and not as they are
-- shown, all sheets.
local FILTER <const> = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
local SECONDS <const> = 300    -- after which it has hung

-- The settings of a person who has LibreOffice in a language, such as "de-DE".
local function make_profile(language)
    local folder = support.path("office_" .. language)
    assert(os.execute(("mkdir -p '%s/user'"):format(folder)))
    local file <close> = assert(io.open(folder .. "/user/registrymodifications.xcu", "wb"))
    file:write(([[<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>%s</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooLocale" oor:op="fuse">
<value>%s</value></prop></item>
</oor:items>
]]):format(language, language))
    return folder
end

-- Opens workbooks (paths) in one go, and writes a file NAME-SHEET.csv for each sheet into `folder`.
function office.convert(paths, folder, language)
    local quoted = {}
    for i, path in ipairs(paths) do
        quoted[i] = ("'%s'"):format(path)
    end
    support.ask(("timeout %d soffice '-env:UserInstallation=file://%s' --headless --convert-to '%s' "
        .. "--outdir '%s' %s >/dev/null 2>&1"):format(SECONDS, make_profile(language), FILTER, folder,
        table.concat(quoted, " ")))
end

-- The rows of a sheet, lists of texts.
function office.rows(folder, name, sheet)
    local rows = csv.parse(support.read(("%s/%s-%s.csv"):format(folder, name, sheet)))
    lu.assertTrue(#rows > 0, name .. ": " .. sheet)
    return rows
end

return office
