-- The scores of one city and period for people: the tree with a mark and its coverage in every
-- line, then what could not be scored and why.

local class_words = require "report.class_words"
local language = require "report.language"
local numbers = require "report.numbers"
local page = require "report.page"
local reasons = require "report.reasons"
local words = require "report.words"

local say = language.of("report.city_scores")

local city_scores = {}

local COLUMNS <const> = {
    { title = say.later "code" },
    { title = say.later "name", least = 16 },
    { title = say.later "score", side = "right" },
    { title = say.later "coverage", side = "right" },
    { title = say.later "rank", side = "right" },
    { title = say.later "remarks", least = 14, wrap = true },
}
local RANK <const>, CORE <const> = 5, 4

local function cells_of(row, policy, digits)
    return {
        (" "):rep(row.depth) .. row.code, row.name,
        { numbers.mark_of(row, policy, digits[row.code]), code = row.code, score = row.score },
        numbers.percent(row.coverage), row.rank and tostring(row.rank) or "",
        { words.remarks(row), paint = words.paint[row.status] or row.flags ~= "" and "doubt" },
    }
end

-- The same node's mark in the common core; nothing where it is not part of it.
local function core_cell(core, row, digits)
    return core.scores[row.code] and numbers.mark(core.scores[row.code].score, digits[row.code]) or ""
end

local function without(list, at)
    local rest = table.move(list, 1, #list, 1, {})
    table.remove(rest, at)
    return rest
end

-- Behind the ranks, where some node is in a class.
local function with_classes(columns, lines, rows)
    local at = #columns
    columns = table.move(columns, 1, at, 1, {})
    table.insert(columns, at, { title = say.later "class", least = 8, wrap = true })
    for i, line in ipairs(lines) do
        table.insert(line, at, rows[i].class or "")
    end
    return columns
end

local function add_table(out, report, policy)
    local columns, lines = COLUMNS, {}
    for i, row in ipairs(report.rows) do
        lines[i] = cells_of(row, policy, report.decimals)
    end
    if report.ranked < 2 then
        columns = without(columns, RANK)
        for i, line in ipairs(lines) do
            lines[i] = without(line, RANK)
        end
    end
    if report.core then
        columns = table.move(columns, 1, #columns, 1, {})
        table.insert(columns, CORE, { title = say.later "common core", side = "right" })
        for i, line in ipairs(lines) do
            table.insert(line, CORE, core_cell(report.core, report.rows[i], report.decimals))
        end
    end
    if class_words.has_any(report.rows) then
        columns = with_classes(columns, lines, report.rows)
    end
    out:table(columns, lines)
    local note = words.brackets(report.rows, policy)
    if note then
        out:paragraph(note)
    end
    if report.core then
        local index = report.core.index
        out:paragraph(say("Common core: {score}, coverage {coverage}: {what}.", { what = report.core.label,
            score = numbers.mark(index.score, report.decimals[index.code]),
            coverage = numbers.percent(index.coverage) }))
    end
end

local function add_gaps(out, report, policy)
    if #report.groups == 0 and #report.indicators == 0 then
        return
    end
    local lines = {}
    for _, row in ipairs(report.groups) do
        lines[#lines + 1] = { row.code, reasons.group(row, policy) }
    end
    for _, gap in ipairs(report.indicators) do
        lines[#lines + 1] = { gap.code, reasons.indicator(gap) }
    end
    out:heading(2, say "Without a score")
    out:table({ { title = say.later "code" }, { title = say.later "because", least = 20, wrap = true } }, lines)
end

-- `report`: { city, period, rows and nodes (down to the depth wanted), groups, indicators (without a score),
-- ranked (cities of the period with a mark), decimals by code (report.decimals), core = nil or { label, index (a row), scores by
-- code } }.
function city_scores.page(report, info)
    local out = page.new()
    out:heading(1, language.unit(report.city, report.period))
    out:paragraph(("%s %s"):format(info.name, info.version))
    words.add_directions(out, report.nodes)
    add_table(out, report, info.policy)
    add_gaps(out, report, info.policy)
    return out
end

return city_scores
