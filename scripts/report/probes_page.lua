-- What the measures of a package give for made-up figures, for people.

local hm = require "hundredmark"
local language = require "report.language"
local page = require "report.page"

local say = language.of("report.probes_page")

local probes_page = {}

local COLUMNS <const> = {
    { title = "probe", least = 12, wrap = true }, { title = "figures", least = 16, wrap = true },
    { title = "value", side = "right" }, { title = "score", side = "right" },
    { title = "status", least = 12, wrap = true }, { title = "finding", least = 12, wrap = true },
}

local function status_of(row)
    return row.flags == "" and row.status or language.aside(row.status, row.flags)
end

local function line_of(probe, shown)
    local row = probe.row
    return { probe.name, shown(probe), row.value and hm.number(row.value) or "",
        row.score and hm.number(row.score) or "", status_of(row),
        { probe.finding or "", paint = probe.finding and "doubt" } }
end

-- `lists`: a list of probes an indicator; `shown(probe)`: its figures as a text.
function probes_page.page(lists, shown)
    local out = page.new():heading(1, say "Probes")
    for _, list in ipairs(lists) do
        local indicator, lines = list.zero.indicator, {}
        for i, probe in ipairs(list) do
            lines[i] = line_of(probe, shown)
        end
        local name = indicator.code .. " " .. indicator.name
        out:heading(2, list.words and language.list { name, list.words } or name)
        out:table({ table.unpack(COLUMNS) }, lines)
    end
    return out
end

return probes_page
