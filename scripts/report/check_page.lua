-- What check found, for people.

local language = require "report.language"
local page = require "report.page"
local reasons = require "report.reasons"

local say = language.of("report.check_page")

local check_page = {}

local SEVERITIES <const> = { rejected = say.later "rejected", failed = say.later "failed",
    error = say.later "error", warning = say.later "warning", note = say.later "note" }

local function add_problems(out, found)
    local items = {}
    for i, issue in ipairs(found.issues) do
        local place = found.place(issue)
        local said = language.labelled(say(SEVERITIES[issue.severity]), issue.message)
        items[i] = place ~= "" and language.labelled(place, said) or said
    end
    if #items == 0 then
        items[1] = say "none"
    end
    out:heading(2, say "Problems"):list(items)
end

local function add_units(out, reports)
    local lines = {}
    for i, report in ipairs(reports) do
        local inputs = report.inputs
        lines[i] = {
            report.city, report.period, say("{n} of {all}", { n = inputs.reported, all = inputs.of }),
            { tostring(inputs.rejected), paint = inputs.rejected > 0 and "bad" or nil },
            tostring(#inputs.missing), say("{n} of {all}", { n = report.of - #report.gaps, all = report.of }),
        }
    end
    out:heading(2, say "Inputs")
    out:table({
        { title = say.later "city", least = 8 }, { title = say.later "period" }, { title = say.later "reported", side = "right" },
        { title = say.later "rejected", side = "right" }, { title = say.later "not reported", side = "right" },
        { title = say.later "indicators scored", side = "right" },
    }, lines)
end

local function add_gaps(out, reports)
    local lines = {}
    for _, report in ipairs(reports) do
        for _, gap in ipairs(report.gaps) do
            lines[#lines + 1] = { report.city, report.period, gap.code, reasons.indicator(gap) }
        end
    end
    if #lines > 0 then
        out:heading(2, say "Indicators without a score")
        out:table({
            { title = say.later "city", least = 8 }, { title = say.later "period" }, { title = say.later "code" },
            { title = say.later "because", least = 24, wrap = true },
        }, lines)
    end
end

-- `found`: { files, issues, total (how many there are, in words), reports (a city and period each:
-- city, period, inputs, gaps, of), place = function(issue) -> text }.
function check_page.page(found)
    local names = {}
    for i, file in ipairs(found.files) do
        names[i] = file.name
    end
    local out = page.new():heading(1, say "Check of the data")
    out:facts {
        { say "files", language.list(names) },
        { say "found", found.total },
    }
    add_problems(out, found)
    add_units(out, found.reports)
    add_gaps(out, found.reports)
    return out
end

return check_page
