-- Scores of several cities and periods for people: one line each, the marks of the first levels
-- side by side with their coverage, then which could not be scored and why.

local class_words = require "report.class_words"
local language = require "report.language"
local numbers = require "report.numbers"
local page = require "report.page"
local reasons = require "report.reasons"
local text = require "report.text"
local words = require "report.words"

local say = language.of("report.overview")

local overview = {}

local GAP <const> = 2
local CITY_MOST <const> = 24

-- No row: the node does not hold in the period.
local function mark_cell(row, policy, digits)
    return not row and numbers.NONE or {
        ("%s %s"):format(text.pad(numbers.mark_of(row, policy, digits), 5, "right"),
            text.pad(numbers.percent(row.coverage), 5, "right")),
        paint = words.paint[row.status], code = row.code, score = row.score,
    }
end

local function lead_columns(reports)
    local columns = { { title = say.later "city", least = 8 }, { title = say.later "period" } }
    local width = text.width(say "period")
    local city = text.width(say "city")
    for _, report in ipairs(reports) do
        width = math.max(width, text.width(report.period))
        city = math.max(city, math.min(CITY_MOST, text.width(text.clean(report.city))))
    end
    return columns, width + city + GAP
end

-- The nodes in groups that fit beside the lead columns.
local function split(nodes, room)
    local blocks, used = {}, nil
    for _, node in ipairs(nodes) do
        local width = math.max(11, text.width(node.code)) + GAP
        if not used or used + width > room then
            blocks[#blocks + 1], used = {}, 0
        end
        table.insert(blocks[#blocks], node)
        used = used + width
    end
    return blocks
end

local function add_block(out, reports, nodes, lead, policy, digits)
    local columns = table.move(lead, 1, #lead, 1, {})
    for _, node in ipairs(nodes) do
        columns[#columns + 1] = { said = node.code, side = "right" }
    end
    local lines = {}
    for i, report in ipairs(reports) do
        local line = { text.cut(text.clean(report.city), CITY_MOST), report.period }
        for _, node in ipairs(nodes) do
            line[#line + 1] = mark_cell(report.by_code[node.code], policy, digits[node.code])
        end
        lines[i] = line
    end
    out:table(columns, lines)
end

-- The rows of the index, of each city and period that has one.
local function rows_of(reports, code)
    local rows = {}
    for _, report in ipairs(reports) do
        rows[#rows + 1] = report.by_code[code]
    end
    return rows
end

local function add_ranks(out, reports, root, policy, digits)
    local lines, classed = {}, class_words.has_any(rows_of(reports, root.code))
    for i, report in ipairs(reports) do
        local row = report.by_code[root.code] or { status = "not_applicable", coverage = 0, applicable = 0 }
        lines[i] = { text.cut(text.clean(report.city), CITY_MOST), report.period,
            { numbers.mark_of(row, policy, digits), code = root.code, score = row.score },
            numbers.percent(row.coverage),
            row.rank and say("{n} of {all}", { n = row.rank, all = report.ranked }) or "",
            say("{n} of {all}", { n = report.measured, all = report.of }) }
        table.insert(lines[i], classed and (row.class or "") or nil)
        table.insert(lines[i], report.core and numbers.mark(report.core.score, digits) or nil)
    end
    local columns = {
        { title = say.later "city", least = 8 }, { title = say.later "period" },
        { title = root.code, side = "right" }, { title = say.later "coverage", side = "right" },
        { title = say.later "rank", side = "right" }, { title = say.later "indicators scored", side = "right" },
    }
    columns[#columns + 1] = classed and { title = say.later "class", least = 8, wrap = true } or nil
    columns[#columns + 1] = reports[1] and reports[1].core
        and { title = say.later "common core", side = "right" } or nil
    out:table(columns, lines)
end

-- One line for each city and period that lacks the score of a group.
local function add_gaps(out, reports, policy)
    local lines = {}
    for _, report in ipairs(reports) do
        local parts = {}
        for _, row in ipairs(report.groups) do
            parts[#parts + 1] = language.aside(row.code, reasons.group(row, policy))
        end
        if #parts > 0 then
            lines[#lines + 1] = { text.cut(text.clean(report.city), CITY_MOST), report.period,
                language.clauses(parts) }
        end
    end
    if #lines > 0 then
        out:heading(2, say "Groups without a score")
        out:table({ { title = say.later "city", least = 8 }, { title = say.later "period" },
            { title = say.later "which, and why", least = 20, wrap = true } }, lines)
    end
end

local function legend(nodes)
    local items = {}
    for i, node in ipairs(nodes) do
        items[i] = words.node(node)
    end
    return table.concat(items, " · ")
end

local function brackets(reports, nodes, policy)
    local rows = {}
    for _, report in ipairs(reports) do
        for _, node in ipairs(nodes) do
            rows[#rows + 1] = report.by_code[node.code]
        end
    end
    return words.brackets(rows, policy)
end

-- `reports`: as for one city (see city_scores.lua), with by_code (rows by code), measured and of
-- (indicators scored, and all), core = nil or the common core's row of the index. `nodes`: those to
-- show, the root first; `digits`: the decimals of nodes, by code. `core`: nil, or what the common core is, in words.
function overview.page(reports, nodes, info, width, digits, core)
    local out = page.new()
    out:heading(1, say.count(#reports, "{package} {version}: scores of {n} city and period",
        "{package} {version}: scores of {n} cities and periods", { package = info.name, version = info.version }))
    words.add_directions(out, nodes)
    add_ranks(out, reports, nodes[1], info.policy, digits[nodes[1].code])
    if core then
        out:paragraph(say("Common core: {what}.", { what = core }))
    end
    local lead, taken = lead_columns(reports)
    local rest = table.move(nodes, 2, #nodes, 1, {})
    if #rest > 0 then
        out:paragraph(say "Each mark with its coverage: the part that rests on reported data.")
    end
    for _, block in ipairs(split(rest, width - taken)) do
        add_block(out, reports, block, lead, info.policy, digits)
    end
    local note = brackets(reports, nodes, info.policy)
    if note then
        out:paragraph(note)
    end
    out:paragraph(legend(nodes))
    add_gaps(out, reports, info.policy)
    return out
end

return overview
