-- What stands in the cell of a figure, as formulas of expressions read it: the figure, and its state as a
-- number (core/expr/expr_formula.h). In these formulas $cell is the cell of the figure, $state that of its
-- state, $asked that which says whether it is asked at all.

local figure_formulas = {}

-- What formulas read in the place of a figure that is not there: an error for each state from 1 on.
figure_formulas.ERRORS = { "1/0", "#NUM!", "NA()", "#VALUE!", "#VALUE!" }
figure_formulas.ERROR_TEXTS = { "#DIV/0!", "#NUM!", "#N/A", "#VALUE!", "#VALUE!" }

local LOWS <const> = { count = 0, amount = 0, grade = 0 }
local HIGHS <const> = { grade = 1 }

local function quoted(text)
    return '"' .. text:gsub('"', '""') .. '"'
end

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

-- What makes the content of a cell suit its input.
local function suits(input)
    if input.kind == "flag" then
        return 'OR($cell="yes",$cell="no",$cell="true",$cell="false",ISLOGICAL($cell),$cell=1,$cell=0)'
    elseif input.kind == "choice" then
        local options = {}
        for i, option in ipairs(input.options) do
            options[i] = quoted(option)
        end
        if input.many then
            return figure_formulas.suits_several("$cell", "{" .. table.concat(options, ",") .. "}")
        end
        return ("OR(EXACT($cell,{%s}))"):format(table.concat(options, ","))
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
        figure = 'IF(OR($cell="yes",$cell="true",$cell=TRUE,$cell=1),1,0)'
    end
    return ("IF($state=0,%s,INDEX(state.errors,$state))"):format(figure)
end

return figure_formulas
