-- The page of `bounds`: between what the index of each city lies, and what hangs on each figure.

local decimals = require "report.decimals"
local language = require "report.language"
local numbers = require "report.numbers"
local open_words = require "report.open_words"
local page = require "report.page"
local words = require "report.words"

local say = language.of("report.bounds_page")

local bounds_page = {}

local SHOWN <const> = 10    -- figures of a city and period

local function add_index(out, rows, digits)
    local lines = {}
    for i, row in ipairs(rows) do
        lines[i] = { row.city, row.period, row.score and numbers.open(row.score, digits) or "",
            numbers.open(row.low, digits), numbers.open(row.high, digits),
            row.rank and tostring(row.rank) or "", open_words.rank(row) }
    end
    out:table({ { title = "city" }, { title = "period" }, { title = "score", side = "right" },
        { title = "from", side = "right" }, { title = "to", side = "right" }, { title = "rank", side = "right" },
        { title = "could be", side = "right" } }, lines)
end

-- What is missing, as people call it; where all figures are there, why there is no score all the same.
local function figures_of(row, labels, why)
    local list = {}
    for name in row.inputs:gmatch "[^;]+" do
        list[#list + 1] = labels[name] or name
    end
    if #list > 0 then
        return language.list(list)
    end
    local reason = why(row)
    return reason and say("none is missing: {reason}", { reason = reason })
        or say "none of this period: what comes before it"
end

local function add_stakes(out, unit, rows, names, labels, digits, why)
    out:heading(2, language.unit(unit.city, unit.period))
    local lines = {}
    for i = 1, math.min(#rows, SHOWN) do
        local row = rows[i]
        lines[i] = { row.code, names[row.code], figures_of(row, labels, why), numbers.open(row.points, digits) }
    end
    out:table({ { title = "missing" }, { title = "name", least = 16, wrap = true },
        { title = "figures", least = 20, wrap = true }, { title = "points", side = "right" } }, lines)
    if #rows > SHOWN then
        out:paragraph(say.count(#rows - SHOWN, "and {n} other with less", "and {n} others with less"))
    end
end

-- `make(name)` gives a table of the analysis; `run` is of cli.data, with what cli.analyses.bounds adds.
function bounds_page.page(make, run)
    local out, names, labels = page.new(), {}, {}
    for _, input in ipairs(run.package:inputs()) do
        labels[input.name] = input.label ~= "" and input.label or nil
    end
    local nodes = run.package:nodes()
    for _, node in ipairs(nodes) do
        names[node.code] = node.name
    end
    local index, root = {}, nodes[1].code
    local digits = decimals.of(nodes)[root]
    for _, row in ipairs(make("bounds"):rows()) do
        index[#index + 1] = row.code == root and row or nil
    end
    out:heading(1, say("{index}, if all that is missing were there", { index = names[root] }))
    words.add_direction(out, nodes[1])
    add_index(out, index, digits)
    local all_stakes = make("stakes"):rows()
    for _, sentence in ipairs(open_words.notes(index, all_stakes, names, nodes)) do
        out:paragraph(sentence)
    end
    local stakes = {}
    for _, row in ipairs(all_stakes) do
        local key = row.city .. "\0" .. row.period
        stakes[key] = stakes[key] or {}
        table.insert(stakes[key], row)
    end
    for _, row in ipairs(index) do
        local rows = stakes[row.city .. "\0" .. row.period]
        if rows then
            add_stakes(out, row, rows, names, labels, digits, run.why)
        end
    end
    return out
end

return bounds_page
