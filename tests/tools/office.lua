-- LibreOffice (office.py), as tests in Lua call it: workbooks to what stands in their cells.

local csv = require "csv"    -- of tests/reference
local lu = require "luaunit"
local support = require "support"

local office = {}

-- Opens workbooks (paths) in one go, as a person with LibreOffice in a language such as "de-DE" does, and
-- writes a file NAME-SHEET.csv for each sheet into `folder`.
function office.convert(paths, folder, language)
    local quoted = {}
    for i, path in ipairs(paths) do
        quoted[i] = ("'%s'"):format(path)
    end
    support.ask(("python3 tests/tools/office.py %s '%s' %s"):format(language, folder, table.concat(quoted, " ")))
end

-- The rows of a sheet, lists of texts.
function office.rows(folder, name, sheet)
    local rows = csv.parse(support.read(("%s/%s-%s.csv"):format(folder, name, sheet)))
    lu.assertTrue(#rows > 0, name .. ": " .. sheet)
    return rows
end

return office
