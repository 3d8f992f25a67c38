-- How the mark of an indicator came about, for people.

local answer_words = require "report.answer_words"
local class_words = require "report.class_words"
local language = require "report.language"
local mathematics = require "report.mathematics"
local numbers = require "report.numbers"
local page = require "report.page"
local parameter_words = require "report.parameter_words"
local reasons = require "report.reasons"
local scaling = require "report.scaling"
local standing = require "report.standing"
local steps = require "report.steps"
local words = require "report.words"

local say = language.of("report.explain_indicator")

local explain_indicator = {}

local function result_of(facts)
    local row = facts.row
    if row.score then
        return numbers.mark(row.score, facts.node.decimals)
    end
    return say("none ({reason})", { reason = reasons.indicator(facts.gap) })
end

-- Neither what was reported nor what was put in its place made the score, but the policy.
local function is_given(row)
    local flags = row.flags or ""
    return row.score and not row.value and not flags:find("imputed", 1, true)
        and not flags:find("older_period", 1, true)
end

local function add_result(out, facts)
    local row = facts.row
    out:heading(2, say "Result")
    out:facts {
        { say "value", row.value and numbers.plain(row.value) },
        { say "score", result_of(facts), code = facts.node.code, score = facts.row.score },
        { say "rounding", numbers.rounding(facts.unrounded, row.score) },
        { say "reason", row.score and row.reason or nil },
        { say "because", is_given(row) and say "it is not reported, which the policy gives this score" },
        { say "rank", words.rank(facts) },
        { say "class", class_words.why(facts.node, facts.class, row, facts.parameters) },
    }
    out:list(words.flag_meanings(row.flags))
end

local function value_of(figure)
    if figure.rows then
        return figure.state == "observed" and say.count(figure.rows, "{n} row", "{n} rows")
            or words.status[figure.state]
    elseif figure.state == "observed" then
        local unit = figure.unit ~= "" and " " .. figure.unit or ""
        return (figure.text and (answer_words.of(figure, figure.text) or language.number(figure.text))
            or numbers.plain(figure.value)) .. unit
    elseif figure.state == "invalid" and figure.given and figure.given.text ~= "" then
        return say('rejected, found "{text}"', { text = figure.given.text })
    end
    return words.status[figure.state]
end

local function origin_of(given)
    local parts = {}
    if given.quality ~= "" then
        parts[1] = given.quality
    end
    if given.verified ~= nil then
        parts[#parts + 1] = given.verified and say "verified" or say "not verified"
    end
    return language.list(parts)
end

local function figure_entry(figure)
    local given = figure.given
    local entry = { ("%s = %s"):format(figure.name, value_of(figure)),
        paint = words.paint[figure.state], figure.label }
    entry[#entry + 1] = figure.asked_if and say("asked only if {condition}", { condition = figure.asked_if })
    if not given then
        return entry
    end
    for _, line in ipairs {
        { say.later "source: {text}", given.source }, { say.later "note: {text}", given.note },
        { say.later "quality: {text}", origin_of(given) }, { say.later "stands in {text}", figure.place },
    } do
        entry[#entry + 1] = line[2] and line[2] ~= "" and say(line[1], { text = line[2] }) or nil
    end
    return entry
end

local function add_figures(out, facts)
    local entries = {}
    for i, figure in ipairs(facts.figures) do
        entries[i] = figure_entry(figure)
    end
    out:heading(2, say "Figures put in"):entries(entries)
end

local function add_parts(out, facts)
    local entries = {}
    for i, part in ipairs(facts.parts) do
        local value = part.value and numbers.plain(part.value) or words.status[part.state]
        entries[i] = { ("%s = %s"):format(part.name, value), part.label, part.formula }
    end
    if #entries > 0 then
        out:heading(2, say "Parts"):entries(entries)
    end
end

-- The nodes that a measure reads.
local function add_read(out, facts)
    local lines = {}
    for i, node in ipairs(facts.read) do
        local row = node.row
        lines[i] = { words.node(node), row.value and numbers.plain(row.value) or numbers.NONE,
            numbers.mark(row.score, node.decimals), numbers.percent(row.coverage),
            { words.remarks(row), paint = words.paint[row.status] } }
    end
    if #lines > 0 then
        out:heading(2, say "What it reads")
        out:table({
            { title = say.later "node", least = 16 }, { title = say.later "value", side = "right" },
            { title = say.later "score", side = "right" }, { title = say.later "coverage", side = "right" },
            { title = say.later "remarks", least = 12, wrap = true },
        }, lines)
    end
end

local function add_ancestors(out, facts)
    local lines = {}
    for i, above in ipairs(facts.ancestors) do
        lines[i] = { words.node(above), above.weight and numbers.percent_fixed(above.weight) or numbers.NONE,
            above.points and numbers.fine(above.points, above.decimals) or numbers.NONE,
            numbers.mark(above.row.score, above.decimals), numbers.percent(above.row.coverage) }
    end
    if #lines == 0 then
        return
    end
    out:heading(2, say "What it adds to the groups above")
    out:table({
        { title = say.later "group", least = 16 }, { title = say.later "weight in it", side = "right" },
        { title = say.later "points added", side = "right" }, { title = say.later "of score", side = "right" },
        { title = say.later "coverage", side = "right" },
    }, lines)
end

explain_indicator.add_ancestors = add_ancestors

-- What a measure computes with: its parts, the nodes that it reads, figures where it has some.
function explain_indicator.add_measure(out, facts)
    add_parts(out, facts)
    add_read(out, facts)
    if facts.figures and (#facts.figures > 0 or #facts.read == 0) then
        add_figures(out, facts)
    end
end

local function add_formula(out, indicator)
    out:heading(2, say "Formula")
    if indicator.form == "function" then
        out:paragraph(words.function_at(indicator, indicator))
    else
        local written = mathematics.of(indicator)[1]
        out:formula(indicator.formula, nil, written and written.markup, written and written.text)
    end
end

-- How the score came about: the result, the formula, and all that was put in.
function explain_indicator.add_account(out, facts)
    add_result(out, facts)
    add_formula(out, facts.indicator)
    standing.add_range(out, facts.indicator)
    add_parts(out, facts)
    steps.add(out, facts)
    scaling.add(out, facts)
    steps.add_transform(out, facts)
    parameter_words.add_read(out, facts.parameters)
    add_read(out, facts)
    if #facts.figures > 0 or #facts.read == 0 then
        add_figures(out, facts)
    end
end

function explain_indicator.page(facts)
    local indicator = facts.indicator
    local out = page.new():heading(1, words.node(facts.node))
    out:facts(standing.add({
        { say "city", facts.city }, { say "period", facts.period },
        { say "package", ("%s %s"):format(facts.info.name, facts.info.version) },
        { say "reference", indicator.reference },
        { say "imputed", steps.words(indicator, "impute") }, { say "treated", steps.words(indicator, "treat") },
        { say "scaled", scaling.of_node(indicator) },
        { say "transformed", facts.node.transform },
    }, indicator))
    if indicator.about ~= "" then
        out:paragraph(indicator.about)
    end
    explain_indicator.add_account(out, facts)
    add_ancestors(out, facts)
    return out
end

return explain_indicator
