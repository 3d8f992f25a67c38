-- Which forms of a plural a language has, for whole numbers: the categories of Unicode's CLDR.

local plurals = {}

local function none()
    return "other"
end

local function one_alone(n)
    return n == 1 and "one" or "other"
end

local function one_and_zero(n)
    return n <= 1 and "one" or "other"
end

local function east_slavic(n)
    local last, two = n % 10, n % 100
    if last == 1 and two ~= 11 then
        return "one"
    end
    return last >= 2 and last <= 4 and not (two >= 12 and two <= 14) and "few" or "many"
end

local function south_slavic(n)
    local form = east_slavic(n)
    return form == "many" and "other" or form
end

local function polish(n)
    local form = east_slavic(n)
    return n == 1 and "one" or form == "few" and "few" or "many"
end

local function czech(n)
    return n == 1 and "one" or n >= 2 and n <= 4 and "few" or "other"
end

local function slovenian(n)
    local two = n % 100
    return two == 1 and "one" or two == 2 and "two" or (two == 3 or two == 4) and "few" or "other"
end

local function lithuanian(n)
    local last, two = n % 10, n % 100
    if two >= 11 and two <= 19 or last == 0 then
        return "other"
    end
    return last == 1 and "one" or "few"
end

local function latvian(n)
    local last, two = n % 10, n % 100
    if last == 0 or two >= 11 and two <= 19 then
        return "zero"
    end
    return last == 1 and "one" or "other"
end

local function romanian(n)
    local two = n % 100
    return n == 1 and "one" or (n == 0 or two >= 2 and two <= 19) and "few" or "other"
end

local function arabic(n)
    local two = n % 100
    if n <= 2 then
        return n == 0 and "zero" or n == 1 and "one" or "two"
    end
    return two >= 3 and two <= 10 and "few" or two >= 11 and "many" or "other"
end

local function hebrew(n)
    return n == 1 and "one" or n == 2 and "two" or "other"
end

local function irish(n)
    return n == 1 and "one" or n == 2 and "two" or n >= 3 and n <= 6 and "few"
        or n >= 7 and n <= 10 and "many" or "other"
end

-- What each tells apart, in the order of the forms.
local FORMS <const> = {
    [none] = { "other" }, [one_alone] = { "one", "other" }, [one_and_zero] = { "one", "other" },
    [east_slavic] = { "one", "few", "many", "other" }, [south_slavic] = { "one", "few", "other" },
    [polish] = { "one", "few", "many", "other" }, [czech] = { "one", "few", "other" },
    [slovenian] = { "one", "two", "few", "other" }, [lithuanian] = { "one", "few", "other" },
    [latvian] = { "zero", "one", "other" }, [romanian] = { "one", "few", "other" },
    [arabic] = { "zero", "one", "two", "few", "many", "other" }, [hebrew] = { "one", "two", "other" },
    [irish] = { "one", "two", "few", "many", "other" },
}

local RULES <const> = {
    zh = none, ja = none, ko = none, vi = none, th = none, id = none, ms = none, lo = none, km = none,
    my = none, bo = none,
    fr = one_and_zero, hi = one_and_zero, bn = one_and_zero, fa = one_and_zero, am = one_and_zero,
    hy = one_and_zero, zu = one_and_zero, gu = one_and_zero, kn = one_and_zero, pt = one_and_zero,
    ru = east_slavic, uk = east_slavic, be = east_slavic,
    hr = south_slavic, sr = south_slavic, bs = south_slavic,
    pl = polish, cs = czech, sk = czech, sl = slovenian, lt = lithuanian, lv = latvian, ro = romanian,
    ar = arabic, he = hebrew, ga = irish,
}

local function rule_of(tag)
    return tag == "pt-PT" and one_alone or RULES[tag:match "^%a+":lower()] or one_alone
end

-- The form that n things have in a language: "one", "few", ..., "other".
function plurals.form(tag, n)
    return rule_of(tag)(n)
end

-- All that a language has.
function plurals.forms(tag)
    return FORMS[rule_of(tag)]
end

return plurals
