-- The column that an expression gives, a city and period a line, for people.

local hm = require "hundredmark"
local language = require "report.language"
local numbers = require "report.numbers"
local page = require "report.page"
local words = require "report.words"

local say = language.of("report.column_page")

local column_page = {}

local MOST_LINES <const> = 40

local function cell(row, type)
    if row.status ~= "scored" then
        local state = words.status[row.status] or row.status
        return { row.reason and say("{state}: {reason}", { state = state, reason = row.reason }) or state,
            paint = words.paint[row.status] }
    elseif type == "flag" then
        return language.word(row.value ~= 0 and "yes" or "no")
    end
    return numbers.plain(row.value)
end

-- "5 values from 12 to 88, mean 40.2; 1 not reported"
local function summary(rows, type)
    local count, least, most, sum, states = 0, math.huge, -math.huge, 0, {}
    for _, row in ipairs(rows) do
        if row.status == "scored" then
            count, sum = count + 1, sum + row.value
            least, most = math.min(least, row.value), math.max(most, row.value)
        else
            local state = words.status[row.status] or row.status
            states[state] = (states[state] or 0) + 1
        end
    end
    local parts = {}
    if count > 0 and type == "flag" then
        parts[1] = say("{yes} yes, {no} no", { yes = ("%d"):format(sum), no = ("%d"):format(count - sum) })
    elseif count > 0 then
        parts[1] = say.count(count, "{n} value from {low} to {high}, mean {mean}",
            "{n} values from {low} to {high}, mean {mean}", { low = numbers.plain(least), high = numbers.plain(most),
                mean = numbers.plain(sum / count) })
    end
    local names = {}
    for state in pairs(states) do
        names[#names + 1] = state
    end
    table.sort(names)
    for _, state in ipairs(names) do
        parts[#parts + 1] = say("{n} {state}", { n = states[state], state = state })
    end
    return language.clauses(parts)
end

-- `rows`: { unit, value, status, reason }; `units` as data sets have them.
function column_page.page(rows, units, type)
    local lines = {}
    for i = 1, math.min(#rows, MOST_LINES) do
        local unit = units[rows[i].unit]
        lines[i] = { unit.city, unit.period, cell(rows[i], type) }
    end
    local out = page.new():table({ { title = "city", least = 8 }, { title = "period" },
        { title = "value", side = "right", least = 12 } }, lines)
    if #rows > MOST_LINES then
        out:paragraph(say("... and {n} more", { n = #rows - MOST_LINES }))
    end
    return #rows > 1 and out:paragraph(summary(rows, type)) or out
end

-- Inputs with their kinds and labels; `wanted` is a part of their names or labels, or "".
function column_page.inputs(inputs, wanted)
    local lines = {}
    for _, input in ipairs(inputs) do
        local at = (input.name .. " " .. input.label):lower():find(wanted:lower(), 1, true)
        lines[#lines + 1] = at and { input.name, words.kind(input), input.unit, input.label } or nil
        for _, column in ipairs(at and input.columns or {}) do
            lines[#lines + 1] = { "  ." .. column.name, words.kind(column), column.unit,
                column.label }
        end
    end
    if #lines == 0 then
        return page.new():paragraph(say "no input has that in its name or label")
    end
    return page.new():table({ { title = "input" }, { title = "kind", least = 12 },
        { title = "unit" }, { title = "label", least = 16, wrap = true } }, lines)
end

-- Helpers with what they take and do.
function column_page.helpers()
    local lines = {}
    for _, helper in ipairs(hm.helpers()) do
        lines[#lines + 1] = { ("%s(%s)"):format(helper.name, helper.arguments), helper.about }
    end
    for _, helper in ipairs(require("report.stub").lua_helpers()) do
        lines[#lines + 1] = { ("%s(%s)"):format(helper.name, helper.arguments), helper.about }
    end
    return page.new():table({ { title = "helper" }, { title = "", least = 20, wrap = true } },
        lines)
end

return column_page
