-- The page of `sensitivity`: which factor makes the result vary, and how much of that is its own.

local page = require "report.page"
local variance_shares = require "report.variance_shares"
local variation_words = require "report.variation_words"

local say = require("report.language").of("report.sensitivity_page")

local sensitivity_page = {}

local TARGETS <const> = { score = say.later "What makes the score of {target} in {period} vary:",
    rank = say.later "What makes the rank of {target} in {period} vary:",
    top = say.later "What makes which cities are among the first {target} in {period} differ from the package's:",
    shift = say.later "What makes the ranks of cities in {period} differ from the package's:" }
local OF_ALL_PERIODS <const> = {
    top = say.later("What makes which cities are among the first {target} differ from the package's, over all periods "
        .. "together:"),
    shift = say.later "What makes the ranks of cities differ from the package's, over all periods together:" }

-- Of all periods where the data have several; else of the one that they have.
local function period_of(rows, run)
    local period, first = #rows > 0 and rows[1].period or "", run.units[1].period
    for _, unit in ipairs(run.units) do
        if period ~= "" or unit.period ~= first then
            return period
        end
    end
    return first
end

local function target_words(target, period)
    local kind, rest = target:match("^(%a+):?(.*)$")
    return say(period == "" and OF_ALL_PERIODS[kind] or TARGETS[kind], { target = rest, period = period })
end

local SHARES <const> = { "first", "first_low", "first_high", "total", "total_low", "total_high" }
local share <const> = variance_shares.shown

-- "" where both ends are shown alike.
local function range(low, high)
    local from, to = share(low), share(high)
    return low and high and from ~= to and say("{from} to {to}", { from = from, to = to }) or ""
end

-- Is it the same whatever is varied?
function sensitivity_page.is_constant(rows)
    for _, row in ipairs(rows) do
        if row.first then
            return false
        end
    end
    return #rows > 0
end

-- Is there something that varies, of which no interval can be told?
function sensitivity_page.lacks_intervals(rows)
    return #rows > 0 and rows[1].first ~= nil and rows[1].first_low == nil
end

-- What the first ones lack of all: what factors do together.
local function together(rows)
    local sum = 0
    for _, row in ipairs(rows) do
        if not row.first then
            return nil
        end
        sum = sum + row.first
    end
    return 1 - sum
end

-- `made`: what cli.sensitivity has of the run; `run` is of cli.data.
function sensitivity_page.page(made, run, target)
    local out, lines, about = page.new(), {}, {}
    local rows = made.make("sensitivity"):rows()
    for _, factor in ipairs(made.study:factors()) do
        about[factor.name] = variation_words.factor(factor)
    end
    table.sort(rows, function(a, b)
        return (a.total or 0) > (b.total or 0)
    end)
    for i, row in ipairs(rows) do
        lines[i] = { about[row.factor], share(row.first), range(row.first_low, row.first_high), share(row.total),
            range(row.total_low, row.total_high) }
    end
    out:heading(1, say("{index}: which choice matters", { index = run.package:nodes()[1].name }))
    out:paragraph(target_words(target, period_of(rows, run)))
    out:table({ { title = "factor", least = 20, wrap = true }, { title = "by itself", side = "right" },
        { title = "within", side = "right" }, { title = "in all", side = "right" },
        { title = "within", side = "right" } }, lines)
    local rest = together(rows)
    if not rest then
        out:paragraph(say "It does not vary at all.")
    elseif rest > 0.01 then
        out:paragraph(say("{share} is what factors do together.", { share = variance_shares.said(rest) }))
    end
    if sensitivity_page.lacks_intervals(rows) then
        out:paragraph(say("Within what these lie cannot be told: so few variations differ that in an eighth of them none "
            .. "does."))
    end
    out:paragraph(say("By itself: what would go if this factor alone were known. In all: what would be left if all "
        .. "others were."))
    local remark = variance_shares.remark(rows, SHARES)
    if remark then
        out:paragraph(remark)
    end
    return out
end

return sensitivity_page
