-- What an indicator measures and how, for people.

local edition_words = require "report.edition_words"
local hm = require "hundredmark"
local language = require "report.language"
local mathematics = require "report.mathematics"
local page = require "report.page"
local place = require("report.describe_pages").place
local scaling = require "report.scaling"
local standing = require "report.standing"
local steps = require "report.steps"
local words = require "report.words"

local say = language.of("report.describe_indicator")

local describe_indicator = {}

local EXPECTED <const> = { score = say.later "score {number}", value = say.later "value {number}" }

local function add_formula(out, measure)
    out:formula(measure.formula)
    local entries = {}
    for i, part in ipairs(measure.parts) do
        entries[i] = { ("%s = %s"):format(part.name, part.formula), part.label }
    end
    out:entries(entries)
end

-- The same as people write it by hand.
local function add_mathematics(out, measure)
    for _, formula in ipairs(mathematics.of(measure)) do
        if formula.name and formula.label ~= "" then
            out:paragraph(language.labelled(formula.name, formula.label))
        end
        out:formula(formula.text, formula.name, formula.markup)
    end
end

-- That of an indicator or of a group, or all that it has had, by `add`.
local function add_measures(out, node, level, add)
    out:heading(level, node.measures and say "Formulas" or say "Formula")
    for i, measure in ipairs(node.measures or { node }) do
        if node.measures then
            out:paragraph(edition_words.measure(node.measures, i) .. ":")
        end
        if measure.form == "function" then
            out:paragraph(words.function_at(node, measure))
        else
            add(out, measure)
        end
    end
end

local function add_inputs(out, facts, level)
    local entries = {}
    for i, name in ipairs(facts.indicator.inputs) do
        local input = facts.input_of[name]
        local fields = { input = name, kind = words.kind(input), unit = input.unit }
        local entry = { input.unit ~= "" and say("{input} ({kind}, in {unit})", fields)
            or say("{input} ({kind})", fields), input.label }
        for _, column in ipairs(input.columns or {}) do
            entry[#entry + 1] = language.labelled(language.aside(column.name, words.kind(column)), column.label)
        end
        entry[#entry + 1] = input.asked_if and say("asked only if {condition}", { condition = input.asked_if }) or nil
        entry[#entry + 1] = words.improve(input)
        entry[#entry + 1] = input.breaks and say("breaks {periods}", { periods = edition_words.breaks(input) }) or nil
        entries[i] = entry
    end
    if #entries > 0 or not facts.indicator.reads then
        out:heading(level, say "Inputs"):entries(entries)
    end
    local doubts = {}
    for i, pair in ipairs(facts.indicator.part_of) do
        doubts[i] = say("{part} is a part of {whole}: more than the whole is flagged", pair)
    end
    out:list(doubts)
end

-- "a = 1, b = 2" from cells named by `key`, in the order of `names`.
local function cells_text(cells, key, names)
    local text_of, parts = {}, {}
    for _, cell in ipairs(cells) do
        text_of[cell[key]] = cell.text
    end
    for _, name in ipairs(names) do
        parts[#parts + 1] = text_of[name] and ("%s = %s"):format(name, text_of[name]) or nil
    end
    return language.list(parts)
end

local function column_names(input)
    local names = {}
    for i, column in ipairs(input.columns) do
        names[i] = column.name
    end
    return names
end

local function expectation(test)
    local parts = {}
    for _, field in ipairs { "score", "value" } do
        parts[#parts + 1] = test[field] and say(EXPECTED[field], { number = language.number(hm.number(test[field])) })
            or nil
    end
    if test.status and test.status ~= "scored" then
        parts[#parts + 1] = say("no score: {status}", { status = words.status[test.status] or test.status })
    end
    local flags = words.flags(test.flags)
    parts[#parts + 1] = flags ~= "" and say("flagged {flags}", { flags = flags }) or nil
    parts[#parts + 1] = test.period and say("in {period}", { period = test.period }) or nil
    return language.list(parts)
end

-- The inputs of an indicator, behind those that it depends on whether they are asked.
local function names_that_matter(facts)
    local names, listed = {}, {}
    local function add(name)
        if not listed[name] then
            listed[name] = true
            for _, other in ipairs(facts.input_of[name].asked_if_inputs or {}) do
                add(other)
            end
            names[#names + 1] = name
        end
    end
    for _, name in ipairs(facts.indicator.inputs) do
        add(name)
    end
    return names
end

-- The figures of an example's periods before, the nearest first: how many periods before, figures.
local function periods_before(test)
    local of, most = {}, 0
    for _, figure in ipairs(test.previous) do
        local ago = figure.ago or 1
        of[ago] = of[ago] or {}
        table.insert(of[ago], figure)
        most = math.max(most, ago)
    end
    return coroutine.wrap(function()
        for ago = 1, most do
            if of[ago] then
                coroutine.yield(ago, of[ago])
            end
        end
    end)
end

local function example_entry(test, facts)
    local entry, names = { expectation(test) }, names_that_matter(facts)
    if #test.values > 0 then
        entry[2] = cells_text(test.values, "name", names)
    end
    local read = {}
    for i, node in ipairs(test.nodes) do
        local figure = node.score and "score" or node.value and "value" or "coverage"
        read[i] = ("%s[\"%s\"] = %s"):format(figure, node.code, hm.number(node[figure]))
    end
    entry[#entry + 1] = read[1] and language.list(read)
    for ago, figures in periods_before(test) do
        entry[#entry + 1] = say.count(ago, "the period before: {figures}", "{n} periods before: {figures}",
            { figures = cells_text(figures, "name", names) })
    end
    for _, records in ipairs(test.records) do
        local columns = column_names(facts.input_of[records.name])
        for _, row in ipairs(records.rows) do
            entry[#entry + 1] = language.labelled(records.name, cells_text(row, "column", columns))
        end
    end
    if #entry == 1 then
        entry[2] = say "nothing reported"
    end
    entry[#entry + 1] = test.note
    return entry
end

local function add_examples(out, facts, level)
    local entries = {}
    for i, test in ipairs(facts.indicator.tests) do
        entries[i] = example_entry(test, facts)
    end
    if #entries > 0 then
        out:heading(level, say "Worked examples"):entries(entries)
    end
end

-- Formula, inputs and examples under headings of `level`, the formula in mathematical notation.
function describe_indicator.add_body(out, facts, level)
    add_measures(out, facts.indicator, level, add_mathematics)
    add_inputs(out, facts, level)
    add_examples(out, facts, level)
end

-- Facts with those between them that say what the score does to the group's.
local function with_effects(indicator, facts, last)
    standing.add(facts, indicator)
    facts[#facts + 1] = last
    return facts
end

function describe_indicator.page(facts)
    local indicator, node = facts.indicator, facts.node
    local out = page.new():heading(1, words.node(node))
    out:facts(with_effects(indicator, {
        { say "package", ("%s %s"):format(facts.info.name, facts.info.version) },
        { say "in", place(facts) },
        { say "weight", words.weight(node) },
        { say "score", standing.direction(node, facts.nodes[node.parent]) },
        { say "reference", indicator.reference },
        { say "holds", edition_words.span(indicator) },
        { say "breaks", edition_words.breaks(indicator) },
        { say "scores", standing.range(indicator) },
        { say "imputed", steps.words(indicator, "impute") }, { say "treated", steps.words(indicator, "treat") },
        { say "scaled", scaling.of_node(indicator) },
        { say "transformed", node.transform },
    }, { say "defined in", say("{file}, line {line}", { file = indicator.file, line = indicator.line }) }))
    if indicator.about ~= "" then
        out:paragraph(indicator.about)
    end
    add_measures(out, indicator, 2, add_formula)
    add_inputs(out, facts, 2)
    add_examples(out, facts, 2)
    return out
end

return describe_indicator
