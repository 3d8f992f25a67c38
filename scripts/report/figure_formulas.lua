-- What stands in the cell of a figure, as formulas of expressions read it: the figure, and its state as a
-- number (core/expr/expr_formula.h). In these formulas $cell is the cell of the figure, $state that of its
-- state, $asked that which says whether it is asked at all.

local cells = require "report.cells"
local language = require "report.language"

local figure_formulas = {}

-- What formulas read in the place of a figure that is not there: an error for each state from 1 on.
figure_formulas.ERRORS = { "1/0", "#NUM!", "NA()", "#VALUE!", "#VALUE!" }
figure_formulas.ERROR_TEXTS = { "#DIV/0!", "#NUM!", "#N/A", "#VALUE!", "#VALUE!" }

local LOWS <const> = { count = 0, amount = 0, grade = 0 }
local HIGHS <const> = { grade = 1 }

-- "F>=0,F<=1", of the bounds that there are.
local function within(input, kind_low, kind_high)
    local low, high = input.min or kind_low, input.max or kind_high
    local list = {}
    list[#list + 1] = low and ("$cell>=%.15g"):format(low) or nil
    list[#list + 1] = high and ("$cell<=%.15g"):format(high) or nil
    return list
end

local function number_suits(conditions)
    local all = #conditions > 0 and ("AND(%s)"):format(table.concat(conditions, ",")) or "TRUE"
    return ("IF(ISNUMBER($cell),%s,FALSE)"):format(all)
end

-- Of several answers, "a|b": are as many options among them as there are answers, or is it "none"?
-- `options`: cells or an array of them.
function figure_formulas.suits_several(cell, options)
    return (('OR(EXACT(TRIM($x),"none"),SUMPRODUCT(--ISNUMBER(FIND("|"&$options&"|","|"&SUBSTITUTE(SUBSTITUTE('
        .. 'TRIM($x)," |","|"),"| ","|")&"|")))=1+LEN($x)-LEN(SUBSTITUTE($x,"|","")))')
        :gsub("$(%w+)", { x = cell, options = options }))
end

-- What a flag may be answered with, in small letters.
local function denials()
    return { "no", "false", "0", (language.word "no"):lower() }
end

local function consents()
    return { "yes", "true", "1", (language.word "yes"):lower() }
end

local function is_among(text, words)
    for _, word in ipairs(words) do
        if text:lower() == word then
            return true
        end
    end
    return false
end

-- What a flag is answered with, in English; nil: what is no answer.
function figure_formulas.meaning(text)
    return is_among(text, consents()) and "yes" or is_among(text, denials()) and "no" or nil
end

function figure_formulas.answers()
    local list, seen = {}, {}
    for _, words in ipairs { consents(), denials() } do
        for _, word in ipairs(words) do
            list[#list + 1] = not seen[word] and word or nil
            seen[word] = true
        end
    end
    return list
end

-- The answers of a choice as cells have them, and as the package's formulas do.
local function arrays_of(input)
    local said, meant = {}, {}
    for i, option in ipairs(input.options) do
        said[i] = cells.text(input.many and option or input.said_options[i])
        meant[i] = cells.text(option)
    end
    return "{" .. table.concat(said, ",") .. "}", "{" .. table.concat(meant, ",") .. "}"
end

-- "OR($cell="yes",...)", of words; spreadsheets do not tell small and capital letters apart there.
local function is_one_of(words, ...)
    local list = { ... }
    local seen = { ["1"] = true, ["0"] = true }
    for _, word in ipairs(words) do
        list[#list + 1] = not seen[word] and "$cell=" .. cells.text(word) or nil
        seen[word] = true
    end
    return "OR(" .. table.concat(list, ",") .. ")"
end

-- What makes the content of a cell suit its input.
local function suits(input)
    if input.kind == "flag" then
        return is_one_of(figure_formulas.answers(), "ISLOGICAL($cell)", "$cell=1", "$cell=0")
    elseif input.kind == "choice" then
        local said = arrays_of(input)
        return input.many and figure_formulas.suits_several("$cell", said) or ("OR(EXACT($cell,%s))"):format(said)
    end
    local conditions = within(input, LOWS[input.kind], HIGHS[input.kind])
    if input.kind == "count" then
        conditions[#conditions + 1] = "$cell=INT($cell)"
    end
    return number_suits(conditions)
end

-- Is it asked? `condition`: what package:asked_formula gives. Where nobody knows, it is.
function figure_formulas.asked(condition)
    return ("IF(%s=2,FALSE,IFERROR(%s<>0,TRUE))"):format(condition.state, condition.formula)
end

-- `asks`: whether $asked matters.
function figure_formulas.state(input, asks)
    local state = ('IFERROR(IF($cell="NA",%d,IF(OR($cell="",$cell="NR"),3,IF(%s,0,4))),IF(ISNA($cell),3,4))')
        :format(input.may_be_na and 2 or 3, suits(input))
    return asks and ("IF($asked,%s,2)"):format(state) or state
end

function figure_formulas.figure(input)
    local figure = "$cell"
    if input.kind == "flag" then
        figure = ("IF(%s,1,0)"):format(is_one_of(consents(), "$cell=TRUE", "$cell=1"))
    elseif input.kind == "choice" then
        local said, meant = arrays_of(input)
        figure = said == meant and figure or ("INDEX(%s,MATCH($cell,%s,0))"):format(meant, said)
    end
    return ("IF($state=0,%s,INDEX(state.errors,$state))"):format(figure)
end

return figure_formulas
