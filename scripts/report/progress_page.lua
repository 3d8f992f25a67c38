-- The page of `progress`: of the index and what stands right below it, how far each city has come.

local decimals = require "report.decimals"
local numbers = require "report.numbers"
local page = require "report.page"

local say = require("report.language").of("report.progress_page")

local progress_page = {}

local CLASSES <const> = { reached = say.later "reached", on_track = say.later "on track",
    moderate = say.later "moderate", stagnating = say.later "stagnating", decreasing = say.later "decreasing",
    improving = say.later "improving", unchanged = say.later "unchanged",
    not_comparable = say.later "not comparable: a break lies between" }

local function show(number, digits)
    return numbers.mark(number, digits)
end

local PARTLY <const> = say.later "rests in part on what cannot be compared"

-- What became of a score, and on what that rests.
local function words_of(row)
    local words = CLASSES[row.class] and say(CLASSES[row.class]) or row.class or ""
    if not row.breaks_below or row.class == "not_comparable" or not row.change then
        return words
    end
    return words == "" and say(PARTLY)
        or say("{class}; rests in part on what cannot be compared", { class = words })
end

local function line_of(first, row)
    local digits = row.decimals
    return { first, show(row.from, digits), show(row.to, digits), numbers.signed(row.change, digits),
        show(row.needed, digits), show(row.projected, digits), words_of(row) }
end

local function columns_of(first, course, has_targets)
    local columns = { { title = first, least = 10, wrap = true }, { title = course.from, side = "right" },
        { title = course.to, side = "right" }, { title = "change", side = "right" },
        { title = "needed", side = "right" }, { title = "projected", side = "right" },
        { title = "", least = 12, wrap = true } }
    return has_targets and columns or { columns[1], columns[2], columns[3], columns[4], columns[7] }
end

-- Without the cells of targets, where there are none.
local function shortened(line, has_targets)
    return has_targets and line or { line[1], line[2], line[3], line[4], line[7] }
end

local function add_table(out, first, rows, course, has_targets)
    local lines = {}
    for i, row in ipairs(rows) do
        lines[i] = shortened(line_of(row.first, row), has_targets)
    end
    out:table(columns_of(first, course, has_targets), lines)
end

local function introduce(out, course, has_targets)
    out:heading(1, say "Progress")
    out:paragraph(say.count(course.periods, "Scores of {from} and of {to}, {n} period later.",
        "Scores of {from} and of {to}, {n} periods later.", { from = course.from, to = course.to }))
    if has_targets then
        out:paragraph(say("Needed: the points that have to come in each period from then on. Projected: where the "
            .. "line through the scores since the baseline leads by the period of the target."))
    end
end

-- `make(name)` gives a table of the analysis; `run` is of cli.data.
function progress_page.page(make, run)
    local course, rows = make("course"):rows()[1], make("progress"):rows()
    local node_of, by_node, cities, has_targets = {}, {}, {}, false
    for _, node in ipairs(run.package:nodes()) do
        node_of[node.code] = node
    end
    local digits = decimals.of(run.package:nodes())
    for _, row in ipairs(rows) do
        row.decimals = digits[row.code]
        by_node[row.code] = by_node[row.code] or {}
        table.insert(by_node[row.code], row)
        cities[row.city] = true
        has_targets = has_targets or row.needed ~= nil or row.class == "reached"
    end
    local out = page.new()
    if course.from == course.to and not has_targets then
        out:heading(1, say "Progress")
        out:paragraph(say("The data are of {period} alone: there is nothing to compare it with.",
            { period = course.to }))
        return out
    end
    introduce(out, course, has_targets)
    if next(cities) and not next(cities, next(cities)) then
        for _, row in ipairs(rows) do
            row.first = ("  "):rep(node_of[row.code].depth) .. row.code .. " " .. node_of[row.code].name
        end
        add_table(out, next(cities), rows, course, has_targets)
        return out
    end
    for _, node in ipairs(run.package:nodes()) do
        local of_node = node.depth <= 1 and by_node[node.code] or {}
        for _, row in ipairs(of_node) do
            row.first = row.city
        end
        if #of_node > 0 then
            out:heading(2, ("%s %s"):format(node.code, node.name))
            add_table(out, "city", of_node, course, has_targets)
        end
    end
    return out
end

return progress_page
