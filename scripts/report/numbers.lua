-- Numbers as people read them: scores with as many decimals as their node's range asks for, shares in per
-- cent. Data formats do not use these: they write numbers whole.

local hm = require "hundredmark"

local language = require "report.language"

local say = language.of("report.numbers")

local numbers = { NONE = "–" }

local LARGE <const> = 1e15    -- from here on decimals are of no account, and neither are most digits

local MOST_DECIMALS <const> = 9    -- to tell numbers apart, as scores that share a rank differ by less

local LONG <const> = 24       -- letters, more than any number needs

-- With so many decimals, as data have it; of what is too large for that six digits.
function numbers.fixed(x, decimals)
    return math.abs(x) < LARGE and hm.fixed(x, decimals) or hm.number(tonumber(("%.6g"):format(x)))
end

-- What the language has between thousands.
function numbers.between_thousands()
    return say ","
end

-- 1,024.5: with commas between the thousands of a number as people read it, or what the language has there.
function numbers.grouped(shown)
    local mark = numbers.between_thousands()
    return (shown:gsub("%d+", function(whole)
        local parted = whole:reverse():gsub("%d%d%d", "%0\0"):gsub("%z$", ""):reverse()
        return (parted:gsub("%z", mark))
    end, 1))
end

-- The same of numbers that nobody needs help to read before they have five digits: scores, and marks of axes.
local function parted(shown)
    return shown:find "%d%d%d%d%d" == shown:find "%d" and numbers.grouped(shown) or shown
end

-- A score; `decimals` as report.decimals has them, 1 where nothing is said, as of a mark out of a hundred.
function numbers.mark(score, decimals)
    return score and parted(language.number(numbers.fixed(score, decimals or 1))) or numbers.NONE
end

-- Points with their sign, "+1.5"; what rounds to nothing has none.
function numbers.signed(points, decimals)
    local shown = numbers.mark(points, decimals)
    if not points or not shown:find "[1-9]" then
        return (shown:gsub("^−", ""))
    end
    return points > 0 and "+" .. shown or shown
end

-- A score with a decimal more, for sums and differences of scores.
function numbers.fine(points, decimals)
    return numbers.mark(points, (decimals or 1) + 1)
end

-- A bound of scores, as the package has it.
function numbers.bound(x)
    return parted(language.number(hm.number(x)))
end

-- As many decimals, `decimals` at least, as tell two numbers apart that are not the same.
function numbers.apart(one, other, decimals)
    while one and other and one ~= other and decimals < MOST_DECIMALS
        and numbers.fixed(one, decimals) == numbers.fixed(other, decimals) do
        decimals = decimals + 1
    end
    return decimals
end

-- The same in a formula, where a comma stands between numbers.
function numbers.term(points, decimals)
    return language.number(numbers.fixed(points, (decimals or 1) + 1))
end

-- The same of what missing figures leave open: where it cannot be told, a question mark.
function numbers.open(points, decimals)
    return points and numbers.fine(points, decimals) or "?"
end

-- The mark of a row of scores: in brackets where it is not ranked, because less of it rests on data, or
-- applies, than the policy asks, or because the city is kept out of ranks (`unranked`).
function numbers.mark_of(row, policy, decimals)
    local mark = numbers.mark(row.score, decimals)
    return row.score and not numbers.is_ranked(row, policy) and ("(%s)"):format(mark) or mark
end

function numbers.is_ranked(row, policy)
    local least = policy.rank_if
    return row.score ~= nil and not row.unranked and row.coverage + 1e-9 >= least.coverage
        and row.applicable + 1e-9 >= least.applicable
end

-- `x` with at most `decimals` decimals and no zeros behind them.
function numbers.short(x, decimals)
    local s = numbers.fixed(x, decimals)
    if s:find(".", 1, true) and not s:find("e", 1, true) then
        s = s:gsub("0+$", ""):gsub("%.$", "")
    end
    return s == "-0" and "0" or language.number(s)
end

-- With so many digits from the first that is no 0.
local function significant(x, digits)
    return language.number(hm.number(tonumber(("%%.%dg"):format(digits):format(x))))
end

-- Any number, as long as it has to be but no longer than a line can bear: with four decimals, or of what is too small
-- for these four digits.
function numbers.plain(x)
    local size = math.abs(x)
    if size >= LARGE then
        return language.number(hm.number(x))
    elseif size ~= 0 and size < 1e-3 then
        return significant(x, 4)
    end
    return numbers.short(x, 4)
end

-- Points with their sign, "+1.50"; of what rounds to nothing, but is something, the first digit: "+0.003".
function numbers.gain(points, decimals)
    local shown = numbers.signed(points, decimals)
    if points == 0 or shown:find "[1-9]" then
        return shown
    end
    return (points > 0 and "+" or "") .. significant(points, 1)
end

-- A figure as data have it, to read: of a long fraction six digits, whole numbers whole.
function numbers.figure(text)
    local x = tonumber(text)
    if not x then
        return text
    elseif #text > LONG then
        return numbers.plain(x)
    elseif x ~= x or math.abs(x) >= LARGE or x == math.floor(x) or #text <= 7 then
        return language.number(text)
    end
    return numbers.short(x, math.max(0, 5 - math.floor(math.log(math.abs(x), 10))))
end

-- A share of 1 in per cent. Only what is nothing or all is called 0 % or 100 %.
function numbers.percent(share)
    local whole = math.floor(share * 100 + 0.5)
    if whole == 100 and share < 1 - 1e-9 then
        whole = 99
    elseif whole == 0 and share > 1e-9 then
        whole = 1
    end
    return say("{share} %", { share = whole })
end

-- A share of 1 in per cent, with a decimal where it has one.
function numbers.percent_fine(share)
    return say("{share} %", { share = numbers.short(share * 100, 1) })
end

-- The same with a decimal always, for columns.
function numbers.percent_fixed(share)
    return say("{share} %", { share = language.number(hm.fixed(share * 100, 1)) })
end

-- "73.456, rounded to 73.46"; nil where nothing was rounded off. `unrounded` may be nil.
function numbers.rounding(unrounded, score)
    if unrounded and unrounded ~= score then
        return say("{number}, rounded to {rounded}",
            { number = numbers.plain(unrounded), rounded = language.number(hm.number(score)) })
    end
end

-- "1 warning", "2 warnings".
function numbers.of(count, one, many)
    return ("%d %s"):format(count, count == 1 and one or many or one .. "s")
end

return numbers
