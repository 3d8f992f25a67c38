-- Is a rule broken, as a formula of a spreadsheet: what core/expr/comparisons.c computes.

local hm = require "hundredmark"

local rule_formulas = {}

local SLACK <const> = "MAX(%s,1E-12*MAX(1,ABS($left),ABS($right)))"
local NOT_REPORTED <const> = 3

-- When its sides break it, which are numbers, or 1 and 0; %s is how far apart they may be.
local BROKEN <const> = {
    ["<"] = "$right-$left<=%s", ["<="] = "$left-$right>%s", ["=="] = "ABS($left-$right)>%s",
    [">="] = "$right-$left>%s", [">"] = "$left-$right<=%s", ["!="] = "ABS($left-$right)<=%s",
    implies = "$left>$right", excludes = "$left+$right>1",
}

-- One side alone may say that it holds, whatever the other is.
local SETTLED <const> = {
    implies = { 'AND($leftState=0,IFERROR($left=0,FALSE))', 'AND($rightState=0,IFERROR($right<>0,FALSE))' },
    excludes = { 'AND($leftState=0,IFERROR($left=0,FALSE))', 'AND($rightState=0,IFERROR($right=0,FALSE))' },
}

local function compared(rule)
    local slack = SLACK:gsub("%%s", hm.number(rule.tolerance))
    return (BROKEN[rule.comparison]:gsub("%%s", slack))
end

-- Where a side has no value: it is broken where a figure was not reported and the rule counts that.
local function without_value(rule)
    if rule.missing ~= "count" then
        return "FALSE"
    end
    local missing = ("MAX($leftState,$rightState)=%d"):format(NOT_REPORTED)
    local settled = SETTLED[rule.comparison]
    return settled and ("AND(%s,NOT(OR(%s)))"):format(missing, table.concat(settled, ",")) or missing
end

-- `places`: cells of left, leftState, right, rightState.
function rule_formulas.broken(rule, places)
    local form = ("IF(MAX($leftState,$rightState)=0,IFERROR(%s,FALSE),%s)"):format(compared(rule),
        without_value(rule))
    return (form:gsub("%$(%w+)", places))
end

return rule_formulas
