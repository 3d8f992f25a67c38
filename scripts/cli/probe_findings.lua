-- What is doubtful in the scores of probes: marks that no figure earned, and failures. A worked
-- example that states the very figures and what they give settles it: then it is meant.

local hm = require "hundredmark"
local examples = require "cli.examples"
local lua_text = require "report.lua_text"
local numbers = require "report.numbers"
local probe_figures = require "cli.probe_figures"

local probe_findings = {}

local NEAR <const> = 1e-9

local function is_full(probe)
    local score, range = probe.row.score, probe.indicator.range
    local high = range and range[2] or 100
    return score ~= nil and score >= high - NEAR * math.max(1, math.abs(high))
end

-- What is meant -------------------------------------------------------------------------------

local FLAGS <const> = { yes = "yes", ["true"] = "yes", ["1"] = "yes", no = "no", ["false"] = "no",
    ["0"] = "no" }

-- One spelling of a figure: an example may write 1e15, true or NR in other ways than a probe.
local function spelled(input, text)
    if text == "NR" then
        return ""
    elseif input.kind == "flag" then
        return FLAGS[text] or text
    end
    return tonumber(text) and probe_figures.is_quantity(input) and tonumber(text) or text
end

local function is_same_row(input, cells, other)
    local text_of, columns = {}, {}
    for _, cell in ipairs(other) do
        text_of[cell.column] = cell.text
    end
    for _, column in ipairs(input.columns) do
        columns[column.name] = column
    end
    for _, cell in ipairs(cells) do
        local column, text = columns[cell.column], text_of[cell.column]
        if not text or spelled(column, text) ~= spelled(column, cell.text) then
            return false
        end
    end
    return true
end

local function is_same_figure(test, figure)
    local input = figure.input
    for _, records in ipairs(test.records) do
        if records.name == input.name and #records.rows > 0 then
            return figure.cells ~= nil and #records.rows == 1
                and is_same_row(input, figure.cells, records.rows[1])
        end
    end
    local text = ""
    for _, value in ipairs(test.values) do
        text = value.name == input.name and value.text or text
    end
    return not figure.cells and spelled(input, text) == spelled(input, figure.text)
end

local function is_stated(probe)
    for _, test in ipairs(probe.indicator.tests) do
        local same = #examples.compare(test, probe.row) == 0
        for _, figure in ipairs(probe.figures) do
            same = same and is_same_figure(test, figure)
        end
        if same then
            return true
        end
    end
    return false
end

local function in_lua(input, text)
    if input.kind == "flag" and FLAGS[text] then
        return tostring(FLAGS[text] == "yes")
    end
    return tonumber(text) and probe_figures.is_quantity(input) and text or lua_text.quote(text)
end

local function row_in_lua(figure)
    local fields = {}
    for i, cell in ipairs(figure.cells) do
        fields[i] = ("%s = %s"):format(cell.column, in_lua(figure.input.columns[i], cell.text))
    end
    return ("{ { %s } }"):format(table.concat(fields, ", "))
end

-- The worked example that would say: this is meant; of one of `list`.
local function example_of(list, probe)
    local fields = {}
    for _, figure in ipairs(probe.figures) do
        if figure.cells or figure.text ~= "" then
            fields[#fields + 1] = ("%s = %s"):format(figure.input.name, figure.cells
                and row_in_lua(figure) or in_lua(figure.input, figure.shown))
        end
    end
    fields[#fields + 1] = probe.row.score and "score = " .. hm.number(probe.row.score)
        or ('status = "%s"'):format(probe.row.status)
    fields[#fields + 1] = list.words and ('period = "%s"'):format(list.period.now) or nil
    return ("{ %s }"):format(table.concat(fields, ", "))
end

-- What was not earned -------------------------------------------------------------------------

-- Could input `i` be a whole that something is a part of? Then there are full marks, or none at all,
-- where it alone is 0.
local function may_be_whole(list, i, figure)
    local alone = list[i .. " zero"]
    return probe_figures.is_quantity(figure.input) and alone
        and (not alone.row.score or is_full(alone))
end

-- Full marks for zeros are earned where less is better: by a measure of one figure that has less at
-- 1 or at its greatest, and by one of several, none of which may be a whole.
local function is_unearned(list)
    local figures = list.zero.figures
    if #figures == 1 then
        return probe_figures.is_quantity(figures[1].input) and is_full(list.one)
            and is_full(list.greatest)
    end
    for i, figure in ipairs(figures) do
        if may_be_whole(list, i, figure) then
            return true
        end
    end
    return false
end

local function full_for_zeros(list)
    return { is_full(list.zero) and is_unearned(list) and list.zero or nil }
end

-- Where more of an input earns more, none of it cannot earn full marks.
local function full_for_zero(list)
    local found, one = {}, list.one.row.score
    for i, figure in ipairs(list.zero.figures) do
        local alone = list[i .. " zero"]
        if one and alone and alone ~= list.zero and is_full(alone)
            and probe_figures.is_quantity(figure.input) then
            local greatest = list[i .. " greatest"].row.score
            found[#found + 1] = greatest and greatest > one + NEAR and alone or nil
        end
    end
    return found
end

local function has_figures(probe)
    for _, figure in ipairs(probe.figures) do
        if figure.cells or figure.text ~= "" and figure.text ~= "NA" then
            return true
        end
    end
    return false
end

local function marks_for_nothing(list)
    local found = {}
    for _, probe in ipairs(list) do
        local score, range = probe.row.score, probe.indicator.range
        found[#found + 1] = #probe.figures > 0 and score and not has_figures(probe)
            and score > (range and range[1] or 0) + NEAR and probe or nil
    end
    return found
end

local function failures(list)
    local found = {}
    for _, probe in ipairs(list) do
        found[#found + 1] = probe.row.status == "failed" and probe or nil
    end
    return found
end

-- `says` gets the probe's name and what it gives; `of_marks`: of what earns marks, so not of what
-- deducts them, nor of what rests on other cities (imputed, treated, scaled).
local RULES <const> = {
    { find = full_for_zeros, of_marks = true, name = "full marks for zeros",
        says = "earns full marks with %s: score %s" },
    { find = full_for_zero, of_marks = true, name = "full marks for zero",
        says = "earns full marks with %s, although more of it earns more: score %s" },
    { find = marks_for_nothing, of_marks = true, name = "marks for nothing",
        says = "earns marks with %s: score %s" },
    { find = failures, name = "fails", says = "fails with %s: %s" },
}

-- Telling -------------------------------------------------------------------------------------

-- What is told, and as what: a measure that does the same in several periods is told of once.
local function message_of(rule, list, found)
    local probe, more = found[1], #found - 1
    local row = probe.row
    local what = rule.says:format(probe.name, row.score and hm.number(row.score) or row.reason)
    local others = more > 0 and (" (and so with %s)"):format(numbers.of(more, "other probe")) or ""
    local code, words = probe.indicator.code, list.words
    return ("indicator %s%s %s%s. Where that is meant, a test says so: %s"):format(code,
        words and (" (%s)"):format(words) or "", what, others, example_of(list, probe)), code .. what .. others
end

-- Notes in each probe what is found (`finding`), and gives what there is to tell of all: a list of
-- { indicator, message, is_failure }.
function probe_findings.of(lists)
    local told, known = {}, {}
    for _, list in ipairs(lists) do
        for _, rule in ipairs(RULES) do
            local found = {}
            local indicator = list.zero.indicator
            local earns = not indicator.deducts and indicator.scored ~= false and not indicator.steps
            for _, probe in ipairs((earns or not rule.of_marks) and rule.find(list) or {}) do
                if not is_stated(probe) then
                    probe.finding = rule.name
                    found[#found + 1] = probe
                end
            end
            local message, key
            if #found > 0 then
                message, key = message_of(rule, list, found)
            end
            told[#told + 1] = message and not known[key] and { indicator = indicator, message = message,
                is_failure = rule.find == failures } or nil
            known[key or ""] = true
        end
    end
    return told
end

return probe_findings
