-- Texts among the figures that were imported: what nobody took for a number, though it may be meant as
-- one. Which inputs hold texts only a package knows; what looks like a figure, or stands among figures,
-- is told.

local messages = require "cli.messages"
local numbers = require "report.numbers"
local text = require "report.text"

local text_findings = {}

local ANSWERS <const> = { yes = true, no = true, ["true"] = true, ["false"] = true }

-- Is `value`, as the engine spells a figure, a number?
function text_findings.is_number(value)
    return tonumber(value) ~= nil and not value:find("[xX]")
end

-- A text is neither a number nor an answer.
function text_findings.is_text(value)
    return not text_findings.is_number(value) and not ANSWERS[value:lower()]
end

-- By input, in the order of the data: how many numbers and texts it has, and the first of these, or the
-- first that looks like a figure: 12,5 or $5 or >95.
local function count(rows)
    local list, of = {}, {}
    for _, row in ipairs(rows) do
        local one = of[row.input]
        if not one then
            one = { input = row.input, numbers = 0, texts = 0 }
            list[#list + 1], of[row.input] = one, one
        end
        if not row.value or not text_findings.is_text(row.value) then
            one.numbers = one.numbers + (row.value and 1 or 0)
        else
            one.texts = one.texts + 1
            one.first = one.first or row
            one.like = one.like or row.value:find("^[^%w]*%d") and row
        end
    end
    return list
end

local function finding(one)
    local row = one.like or one.first
    local many = one.texts > 1 and (" (%d such cells)"):format(one.texts) or ""
    local advice = one.like and "say what its marks are (--read-decimal, --read-group), or what it "
        .. "stands for (--missing, --rename value:FROM=TO)" or "say what it stands for (--missing, --rename "
        .. "value:FROM=TO)"
    return { severity = "warning", count = 1, file = row.file, sheet = row.sheet, line = row.line,
        column = row.column, message = ("input \"%s\": found \"%s\", which is no number%s; where one "
        .. "is meant, %s"):format(one.input, text.clean(row.value), many, advice) }
end

-- What is told of the rows: a list of warnings, so many as of other things that are wrong in the same
-- way; and the inputs that hold nothing but texts.
function text_findings.of(rows)
    local found, more, texts = {}, {}, {}
    for _, one in ipairs(count(rows)) do
        if one.texts > 0 and (one.like or one.numbers > 0) then
            local list = #found < messages.TOLD and found or more
            list[#list + 1] = list == found and finding(one) or one.input
        end
        texts[#texts + 1] = one.texts > 0 and one.numbers == 0 and one.input or nil
    end
    if #more > 0 then
        found[#found].message = ("%s. %s such cells: %s"):format(found[#found].message,
            numbers.of(#more, "more input has", "more inputs have"), table.concat(more, ", ", 1, math.min(#more, 8))
            .. (#more > 8 and ", ..." or ""))
    end
    return found, texts
end

return text_findings
