-- Periods in the calendar.
--
--   calendar.previous(period)  the period of the same form that ends where this one begins: of a
--                              year the year before, of A/B the equally long interval before
--   calendar.seconds(y, m, d)  from 1970 to the beginning of a day

local calendar = {}

-- Days from 1970-01-01 to a day, by counting the days of 400-year cycles.
local function days(y, m, d)
    if m <= 2 then
        y, m = y - 1, m + 12
    end
    return 365 * y + y // 4 - y // 100 + y // 400 + (153 * (m - 3) + 2) // 5 + d - 719469
end

function calendar.seconds(y, m, d)
    return days(y, m, d) * 86400.0
end

-- The year, month and day of a number of days: the last first of a month that is not later.
local function civil(n)
    local month = 12 * (1970 + math.min(n // 365, n // 366)) - 1
    while days((month + 1) // 12, (month + 1) % 12 + 1, 1) <= n do
        month = month + 1
    end
    local y, m = month // 12, month % 12 + 1
    return y, m, n - days(y, m, 1) + 1
end

-- Each form numbers its periods in a row: `read` gives the number of a text, or nil where the text
-- has another form, and `write` the text of a number.

local function number(text, pattern)
    local a, b, c = text:match(pattern)
    return math.tointeger(tonumber(a)), math.tointeger(tonumber(b)), math.tointeger(tonumber(c))
end

local function parts_of_year(pattern, template, parts)
    return {
        read = function(text)
            local y, part = number(text, pattern)
            return y and y * parts + part - 1
        end,
        write = function(n) return template:format(n // parts, n % parts + 1) end,
    }
end

-- Weeks begin on Mondays, and belong to the year of their Thursday. Day 4 - 7 is a Monday.
local function monday_of_week_1(y)
    local fourth = days(y, 1, 4)
    return fourth - (fourth + 3) % 7
end

local FORMS <const> = {
    {
        read = function(text) return (number(text, "^(%d%d%d%d)$")) end,
        write = function(n) return ("%04d"):format(n) end,
    },
    parts_of_year("^(%d%d%d%d)%-Q(%d)$", "%04d-Q%d", 4),
    parts_of_year("^(%d%d%d%d)%-S(%d)$", "%04d-S%d", 2),
    parts_of_year("^(%d%d%d%d)%-(%d%d)$", "%04d-%02d", 12),
    {
        read = function(text)
            local y, week = number(text, "^(%d%d%d%d)%-W(%d%d)$")
            return y and monday_of_week_1(y) // 7 + week - 1
        end,
        write = function(n)
            local y = civil(7 * n + 4 + 3)    -- week n begins on Monday, day 7n + 4
            return ("%04d-W%02d"):format(y, n - monday_of_week_1(y) // 7 + 1)
        end,
    },
    {
        read = function(text)
            local y, m, d = number(text, "^(%d%d%d%d)%-(%d%d)%-(%d%d)$")
            return y and days(y, m, d)
        end,
        write = function(n) return ("%04d-%02d-%02d"):format(civil(n)) end,
    },
}

local function form_of(text)
    for _, form in ipairs(FORMS) do
        local n = form.read(text)
        if n then
            return form, n
        end
    end
    error("not a period: " .. text)
end

function calendar.previous(period)
    local from, to = period:match("^(.-)/(.*)$")
    local form, first = form_of(from or period)
    if not from then
        return form.write(first - 1)
    end
    local last = assert(form.read(to), "two forms in one interval")
    return form.write(2 * first - last - 1) .. "/" .. form.write(first - 1)
end

return calendar
