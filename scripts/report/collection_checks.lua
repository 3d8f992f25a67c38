-- What the cell of a figure accepts, and what its Check column says of it, as formulas.
--
-- A spreadsheet looks at what is typed alone, so pasted figures pass; the Check column sees all. Its
-- words begin with OK where the figure can be used, with EMPTY or NOT_REPORTED where there is none; NA
-- and NOT_ASKED stand alone; all else is to be mended.

local hm = require "hundredmark"
local cells = require "report.cells"
local figure_formulas = require "report.figure_formulas"
local language = require "report.language"
local numbers = require "report.numbers"

local say = require("report.language").of("report.collection_checks")

-- OK_BUT begins with OK: so begins what a rule says that only warns.
local WORDS <const> = { OK = say.later "ok", OK_BUT = say.later "ok, but", EMPTY = say.later "empty",
    NOT_REPORTED = say.later "not reported", NA = say.later "does not apply", NOT_ASKED = say.later "not asked",
    NO_ROWS = say.later "no rows are asked" }

local collection_checks = setmetatable({}, { __index = function(_, name)
    return WORDS[name] and say(WORDS[name])
end })

local NA_REFUSED <const> = say.later "NA, but it applies to every city: 0, or NR"
local SURPLUS <const> = say.later "not asked: leave it empty"
local LABEL_MOST <const> = 60

-- Stands for the cell in formulas until they are whole: no text of a package has it.
local X <const> = "\1"

-- What a number has to be besides its bounds, and what is said of one that is not.
local CONDITIONS <const> = {
    count = { { X .. "=INT(" .. X .. ")", say.later "not a whole number" } },
    grade = { { X .. "<=1", say.later "above 1: write 85 % as 0.85" } },
}

local NUMBERS <const> = { count = true, amount = true, number = true, grade = true }

local function at_least(input)
    return input.min or input.kind ~= "number" and 0 or nil
end


-- The list of { condition, words } that a number has to meet.
local function conditions_of(input)
    local list = {}
    local low = at_least(input)
    list[1] = low and { X .. ">=" .. hm.number(low), say("below {limit}", { limit = numbers.plain(low) }) } or nil
    if input.max then
        list[#list + 1] = { X .. "<=" .. hm.number(input.max),
            say("above {limit}", { limit = numbers.plain(input.max) }) }
    end
    for _, condition in ipairs(CONDITIONS[input.kind] or {}) do
        list[#list + 1] = { condition[1], say(condition[2]) }
    end
    return list
end

local function words_accepted(input)
    return input.may_be_na and ('OR(%s="NR",%s="NA")'):format(X, X) or X .. '="NR"'
end

-- A formula that is true where the cell may hold what was typed; nil where a list does it.
function collection_checks.accepts(input, cell)
    if not NUMBERS[input.kind] then
        return nil
    end
    local conditions = {}
    for i, condition in ipairs(conditions_of(input)) do
        conditions[i] = condition[1]
    end
    local fits = #conditions == 0 and "TRUE" or #conditions == 1 and conditions[1]
        or "AND(" .. table.concat(conditions, ",") .. ")"
    local formula = ("=IF(ISNUMBER(%s),%s,%s)"):format(X, fits, words_accepted(input))
    return (formula:gsub(X, cell))
end

-- What a list offers for the cell; nil for numbers, and for several answers, which no list can hold.
function collection_checks.options(input)
    local list = input.kind == "flag" and { language.word "yes", language.word "no" }
        or input.kind == "choice" and not input.many
        and table.move(input.said_options, 1, #input.said_options, 1, {}) or nil
    if list then
        list[#list + 1] = "NR"
        list[#list + 1] = input.may_be_na and "NA" or nil
    end
    return list
end

-- Does the text of a cell begin so? Spreadsheets count characters.
function collection_checks.begins(cell, word)
    return ("LEFT(%s,%d)=%s"):format(cell, utf8.len(word), cells.text(word))
end

local function shortened(label)
    if utf8.len(label) <= LABEL_MOST then
        return label
    end
    return label:sub(1, utf8.offset(label, LABEL_MOST - 2) - 1) .. "..."
end

-- Hints: the figure is used all the same.
local function add_hints(list, input, previous)
    if input.warn_min then
        list[#list + 1] = { X .. ">=" .. hm.number(input.warn_min),
            say "ok, but unusually small: right?" }
    end
    if input.warn_max then
        list[#list + 1] = { X .. "<=" .. hm.number(input.warn_max),
            say "ok, but unusually great: right?" }
    end
    if previous and input.kind ~= "grade" then
        local near = ("AND(%s<P*10,%s>P/10)"):format(X, X)
        list[#list + 1] = { ("OR(NOT(ISNUMBER(P)),P=0,%s)"):format(near):gsub("P", previous),
            say "ok, but far from last time: right?" }
    end
end

-- "IF(a,IF(b,last,"words of b"),"words of a")"; a condition may have a cell in place of words.
local function chain(conditions, last)
    local formula = last
    for i = #conditions, 1, -1 do
        formula = ("IF(%s,%s,%s)"):format(conditions[i][1], formula,
            conditions[i].cell or cells.text(conditions[i][2]))
    end
    return formula
end

-- No rule that looks at the figure is broken, or the cell that says which.
local function keeps_rules(says)
    return { says .. '=""', cell = says }
end

local function fine(places)
    return chain(places.says and { keeps_rules(places.says) } or {}, cells.text(collection_checks.OK))
end

-- Does the status say that there is a figure, in English or in the language?
local function says_observed(status)
    local list = {}
    for i, word in ipairs { "observed", language.word "observed" } do
        list[i] = (i == 1 or word ~= "observed") and ("LOWER(TRIM(%s))=%s"):format(status, cells.text(word:lower())) or nil
    end
    return table.concat(list, ",")
end

-- A text that is a number, by the decimal mark of the language: pasted ones may be, and are read as such. Spreadsheets
-- take a text for a number by marks of their own, but digits alone for the same everywhere.
local function of_text(input)
    local mark = language.number "0.5":match "^0(.)"
    local other = mark == "." and "," or "."
    local digits, most = ('SUBSTITUTE(%s,"%s","")'):format(X, mark), input.kind == "count" and 0 or 1
    local is_number = ('AND(ISERROR(FIND("%s",%s)),LEN(%s)-LEN(%s)<=%d,ISNUMBER(VALUE(%s)))'):format(other, X, X, digits, most,
        digits)
    return ("IF(IFERROR(%s,FALSE),%s,%s)"):format(is_number, cells.text(say "ok, but it is text: its limits are not looked at"),
        cells.text(say "not a number"))
end

local function of_number(input, places)
    local conditions = conditions_of(input)
    for _, whole in ipairs(places.wholes) do
        conditions[#conditions + 1] = { ("OR(NOT(ISNUMBER(%s)),%s<=%s)"):format(whole.cell, X, whole.cell),
            say("above its whole: {whole}", { whole = shortened(whole.label) }) }
    end
    conditions[#conditions + 1] = { ('OR(%s="",%s)'):format(places.status, says_observed(places.status)),
        say "the status says otherwise" }
    conditions[#conditions + 1] = places.says and keeps_rules(places.says) or nil
    add_hints(conditions, input, places.previous)
    return ("IF(ISNUMBER(%s),%s,%s)"):format(X, chain(conditions, cells.text(collection_checks.OK)), of_text(input))
end

local function of_flag(places)
    local conditions = { "ISLOGICAL(" .. X .. ")" }
    for _, word in ipairs(figure_formulas.answers()) do
        conditions[#conditions + 1] = ("LOWER(TRIM(%s))=%s"):format(X, cells.text(word))
    end
    return ("IF(OR(%s),%s,%s)"):format(table.concat(conditions, ","), fine(places),
        cells.text(say("neither {yes} nor {no}", { yes = language.word "yes", no = language.word "no" })))
end

-- Several answers: the words of what is wrong say how they are written, as no list offers them.
local function of_answers(places)
    return ("IF(%s,%s,%s)"):format(figure_formulas.suits_several(X, places.list), fine(places),
        cells.text(say "not answers with | between them, or none"))
end

local function of_choice(places)
    return ("IF(SUMPRODUCT(--EXACT(%s,TRIM(%s)))>0,%s,%s)"):format(places.list, X, fine(places),
        cells.text(say "not one of the answers"))
end

-- What is said where there is no figure. A rule that counts those that are missing may be broken for it: that
-- is to be mended, or, where the rule only warns, said behind the word.
local function without_figure(word, says)
    if not says then
        return cells.text(word)
    end
    local ok_but = collection_checks.OK_BUT
    local length = utf8.len(ok_but)
    local but = ("IF(%s,%s&MID(%s,%d,1000),%s)"):format(collection_checks.begins(says, ok_but),
        cells.text(say("{word}, but", { word = word })), says, length + 1, says)
    return ('IF(%s="",%s,%s)'):format(says, cells.text(word), but)
end

local function of_unasked()
    return ('IF(OR(TRIM(%s)="",UPPER(TRIM(%s))="NR",UPPER(TRIM(%s))="NA"),%s,%s)'):format(X, X, X,
        cells.text(collection_checks.NOT_ASKED), cells.text(say(SURPLUS)))
end

-- The formula of the Check column. `places`: cell, status; previous, the cell of the figure of last time
-- (or nil); wholes, a list of { cell, label }; list, the cells of the answers of a choice; asked, the cell that
-- says whether the question arises, and says, the one that says which rule is broken (or nil).
function collection_checks.formula(input, places)
    local usable = input.kind == "flag" and of_flag(places) or input.many and of_answers(places)
        or input.kind == "choice"
        and of_choice(places) or of_number(input, places)
    local function unless(word, said, formula)
        return ('IF(UPPER(TRIM(%s))="%s",%s,%s)'):format(X, word, said, formula)
    end
    usable = unless("NA", cells.text(input.may_be_na and collection_checks.NA or say(NA_REFUSED)), usable)
    usable = unless("NR", without_figure(collection_checks.NOT_REPORTED, places.says), usable)
    usable = unless("", without_figure(collection_checks.EMPTY, places.says), usable)
    usable = places.asked and ("IF(%s,%s,%s)"):format(places.asked, usable, of_unasked()) or usable
    local formula = ("=IF(ISERROR(%s),%s,%s)"):format(X, cells.text(say "an error of the spreadsheet"), usable)
    return (formula:gsub(X, places.cell))
end

return collection_checks
