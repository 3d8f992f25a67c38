-- How the mark of a group came about, for people.

local cause_words = require "report.cause_words"
local class_words = require "report.class_words"
local language = require "report.language"
local numbers = require "report.numbers"
local page = require "report.page"
local parameter_words = require "report.parameter_words"
local reasons = require "report.reasons"
local scaling = require "report.scaling"
local standing = require "report.standing"
local steps = require "report.steps"
local words = require "report.words"

local say = language.of("report.explain_group")

local explain_group = {}

-- The children that a group has no score without, and that have none: those that are required, and of a
-- sum all that it adds up.
local function wanting(facts)
    local parameters, list = facts.node.aggregate_parameters or {}, {}
    local needs_all = facts.node.aggregate == "sum" and parameters.missing == "refuse"
    for _, child in ipairs(facts.children) do
        local counts = child.declared > 0 and not (child.deducts or child.adds or child.is_shown)
        local is_needed = child.required or needs_all and counts
        list[#list + 1] = is_needed and not child.row.score and child.code or nil
    end
    return #list > 0 and say("it has none without {codes}", { codes = language.list(list) }) or nil
end

local function result_of(facts)
    local row = facts.row
    if row.score then
        return numbers.mark_of(row, facts.info.policy, facts.node.decimals)
    elseif row.value and not facts.cause and facts.node.transform
        and not (facts.scaling and not facts.scaling.possible) then
        return say("none ({reason})", { reason = reasons.transformed(row.status, facts.figures) })
    elseif row.value and not facts.cause and facts.scaling then
        return say("none ({reason})", { reason = scaling.obstacle(facts.scaling, facts.period, row.unranked) })
    end
    return say("none ({reason})", { reason = facts.cause and cause_words.say(facts.cause)
        or row.status == "insufficient" and wanting(facts)
        or reasons.group(row, facts.info.policy) })
end

-- Points; or parts, where the city has weights of its own.
local function share_of(child, node)
    return child.part and numbers.percent_fixed(child.part) or child.points and numbers.fine(child.points, node.decimals) or ""
end

-- A share, or what a sum takes the score times.
local function weight_of(node, child)
    local multiplies = node.aggregate == "sum" and not (child.deducts or child.adds)
    return multiplies and numbers.plain(child.declared) or numbers.percent_fixed(child.weight)
end

local function add_children(out, facts)
    local lines, has_parts = {}, false
    for i, child in ipairs(facts.children) do
        local row = child.row
        has_parts = has_parts or child.part ~= nil
        lines[i] = {
            child.code, child.name, weight_of(facts.node, child),
            { numbers.mark_of(row, facts.info.policy, child.decimals), code = child.code, score = row.score },
            numbers.percent(row.coverage), share_of(child, facts.node),
            { words.remarks(row), paint = words.paint[row.status] },
        }
    end
    out:heading(2, say "Made of")
    out:table({
        { title = say.later "code" }, { title = say.later "name", least = 16 }, { title = say.later "weight", side = "right" },
        { title = say.later "score", side = "right" }, { title = say.later "coverage", side = "right" },
        { title = has_parts and say "part" or say "points", side = "right" }, { title = say.later "remarks", least = 12, wrap = true },
    }, lines)
end

local function add_sum(out, facts)
    if not facts.sum then
        return
    end
    out:heading(2, (facts.scaling or facts.node.transform) and say "Value" or say "Score"):formula(facts.sum)
    local left_out = {}
    for _, child in ipairs(facts.children) do
        left_out[#left_out + 1] = not child.row.score and child.code or nil
    end
    if #left_out > 0 then
        local fields = { codes = language.list(left_out) }
        out:paragraph(facts.node.aggregate == "sum" and say("Counted as 0, having no score: {codes}.", fields)
            or say("Left out, having no score: {codes}.", fields))
    end
end

-- Of a group with a measure, which takes the place of a sum.
local function add_measure(out, facts)
    local row = facts.row
    if not facts.node.measure then
        return
    end
    out:heading(2, say "Formula"):formula(facts.node.measure)
    out:facts { { say "value", row.value and numbers.plain(row.value) } }
    require("report.explain_indicator").add_measure(out, facts)
end

local function add_gaps(out, facts)
    local lines = {}
    for i, gap in ipairs(facts.gaps) do
        lines[i] = { gap.code, gap.name, reasons.indicator(gap) }
    end
    if #lines > 0 then
        out:heading(2, say "What is missing")
        out:table({ { title = say.later "code" }, { title = say.later "indicator", least = 16 },
            { title = say.later "because", least = 24, wrap = true } }, lines)
    end
end

-- How the score came about of those of its children.
function explain_group.add_account(out, facts)
    add_sum(out, facts)
    add_measure(out, facts)
    steps.add(out, facts)
    scaling.add(out, facts)
    steps.add_transform(out, facts)
    parameter_words.add_read(out, facts.parameters)
end

function explain_group.page(facts)
    local row, policy = facts.row, facts.info.policy
    local out = page.new():heading(1, words.node(facts.node))
    out:facts(standing.add({
        { say "city", facts.city }, { say "period", facts.period },
        { say "package", ("%s %s"):format(facts.info.name, facts.info.version) },
        { say "score", result_of(facts), code = facts.node.code, score = facts.row.score },
        { say "coverage", say("{coverage} by weight rests on reported data; a score needs {least}", {
            coverage = numbers.percent_fine(row.coverage), least = numbers.percent_fine(facts.node.min_coverage) }) },
        { say "rank", words.rank(facts) },
        { say "class", class_words.why(facts.node, facts.class, row, facts.parameters) },
        { say "method", words.aggregation(facts.node) },
        { say "weights", steps.words(facts.node, "weigh") },
        { say "imputed", steps.words(facts.node, "impute") }, { say "treated", steps.words(facts.node, "treat") },
        { say "scaled", scaling.of_node(facts.node) },
        { say "transformed", facts.node.transform },
        { facts.node.range and say "held within" or say "scores", standing.other_range(facts.node) },
    }, facts.node))
    if facts.node.about ~= "" then
        out:paragraph(facts.node.about)
    end
    add_children(out, facts)
    explain_group.add_account(out, facts)
    add_gaps(out, facts)
    require("report.explain_indicator").add_ancestors(out, facts)
    return out
end

return explain_group
