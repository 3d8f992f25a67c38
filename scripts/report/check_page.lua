-- What check found, for people.

local page = require "report.page"
local reasons = require "report.reasons"

local check_page = {}

local function add_problems(out, found)
    local items = {}
    for i, issue in ipairs(found.issues) do
        local place = found.place(issue)
        items[i] = ("%s%s%s: %s"):format(place, place ~= "" and ": " or "", issue.severity,
            issue.message)
    end
    if #items == 0 then
        items[1] = "none"
    end
    out:heading(2, "Problems"):list(items)
end

local function add_units(out, reports)
    local lines = {}
    for i, report in ipairs(reports) do
        local inputs = report.inputs
        lines[i] = {
            report.city, report.period, ("%d of %d"):format(inputs.reported, inputs.of),
            { tostring(inputs.rejected), paint = inputs.rejected > 0 and "bad" or nil },
            tostring(#inputs.missing), ("%d of %d"):format(report.of - #report.gaps, report.of),
        }
    end
    out:heading(2, "Inputs")
    out:table({
        { title = "city", least = 8 }, { title = "period" }, { title = "reported", side = "right" },
        { title = "rejected", side = "right" }, { title = "not reported", side = "right" },
        { title = "indicators scored", side = "right" },
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
        out:heading(2, "Indicators without a score")
        out:table({
            { title = "city", least = 8 }, { title = "period" }, { title = "code" },
            { title = "because", least = 24, wrap = true },
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
    local out = page.new():heading(1, "Check of the data")
    out:facts {
        { "files", table.concat(names, ", ") },
        { "found", found.total },
    }
    add_problems(out, found)
    add_units(out, found.reports)
    add_gaps(out, found.reports)
    return out
end

return check_page
