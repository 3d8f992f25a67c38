-- What a factor of a study is about, as the engine writes it, in the language of the run: "±25 % at level 1",
-- "arithmetic or geometric, floor 1", "none at A, B".

local forms = require "report.forms"
local language = require "report.language"
local method_words = require "report.method_words"

local say = language.of("report.factor_words")

local factor_words = {}

local LISTED <const> = 5    -- nodes by their codes

-- Words that stand by themselves, beside names of methods.
local WORDS <const> = {
    none = say.later "none", ["as the package says"] = say.later "as the package says", any = say.later "any",
    ["any score of their range"] = say.later "any score of their range",
    ["a score as the city's others lead one to expect"] = say.later "a score as the city's others lead one to expect",
    ["the score of another city"] = say.later "the score of another city",
    ["no quality"] = say.later "no quality",
    ["fit on all"] = say.later "fit on all", ["fit on observed"] = say.later "fit on observed",
}

-- What has places: a pattern of Lua, and what is said with what it finds.
local FORMS <const> = {
    { "^±([%d.e+-]+) %%$", say.later "±{a} %" },
    { "^shares of at least ([%d.e+-]+)$", say.later "shares of at least {a}" },
    { "^1 set of (.+)$", say.later "1 set of {a}" },
    { "^(%d+) sets of (.+)$", say.later "{a} sets of {b}" },
    { "^(.+): standard deviation ([%d.e+-]+) %%$", say.later "{a}: standard deviation {b} %" },
    { "^(.+): ([%d.e+-]+) %% of flags the other answer$", say.later "{a}: {b} % of flags the other answer" },
    { "^one of (%d+) nodes$", say.later "one of {a} nodes" },
    { "^(1) node$", say.later "{a} node" },
    { "^floor ([%d.e+-]+)$", say.later "floor {a}" },
    { "^to ([%d.e+-]+) ([%d.e+-]+)$", say.later "from {a} to {b}" },
    { "^low ([%d.e+-]+)$", say.later "low {a}" },
    { "^high ([%d.e+-]+)$", say.later "high {a}" },
    { "^low percentile ([%d.e+-]+)$", say.later "low percentile {a}" },
    { "^high percentile ([%d.e+-]+)$", say.later "high percentile {a}" },
    { "^low mean_of_best ([%d.e+-]+)$", say.later "low mean_of_best {a}" },
    { "^high mean_of_best ([%d.e+-]+)$", say.later "high mean_of_best {a}" },
    { "^low mean_of_worst ([%d.e+-]+)$", say.later "low mean_of_worst {a}" },
    { "^high mean_of_worst ([%d.e+-]+)$", say.later "high mean_of_worst {a}" },
    { "^over (.+)$", say.later "over {a}" },
    { "^by (.+)$", say.later "by {a}" },
    { "^city (.+)$", say.later "city {a}" },
}

local function value(text)
    return WORDS[text] and say(WORDS[text]) or method_words.is_name(text) and method_words.name(text)
        or forms.number(text)
end

-- "power 0.5", "percentiles 2.5 97.5", "sd sample", of a method or a setting of one: its name, and the numbers or the word;
-- nil where it is none.
local function setting(text)
    local name, rest = text:match "^([%a_][%w_]*) (.+)$"
    if not name or WORDS[text] then
        return nil
    elseif method_words.is_value(rest) then
        return method_words.setting(name), method_words.value(rest)
    end
    local numbers = {}
    for one in rest:gmatch "%S+" do
        if not tonumber(one) and not one:find "^param%.[%w_]+$" then
            return nil
        end
        numbers[#numbers + 1] = tonumber(one) and language.number(one) or one
    end
    return method_words.setting(name), table.concat(numbers, " ")
end

-- One part, between commas.
local function part(text)
    local said = not WORDS[text] and forms.say(say, FORMS, text, value)
    if said then
        return said
    end
    local name, number = setting(text)
    return name and name .. " " .. number or value(text)
end

local function split(text, mark)
    local list = {}
    for one in (text .. mark):gmatch("(.-)" .. mark) do
        list[#list + 1] = one
    end
    return list
end

-- "a, b or c".
local function either(list)
    return #list < 2 and list[1] or say("{one} or {other}", { other = list[#list],
        one = language.list(table.move(list, 1, #list - 1, 1, {})) })
end

-- "geometric, floor 1", in its parts.
local function said_parts(parts)
    local list = {}
    for i, one in ipairs(parts) do
        list[i] = part(one)
    end
    return language.list(list)
end

-- The number in which the first parts of all differ, as all of them; nil where they differ in anything else.
local function numbers_of(items)
    local name, list, rest = nil, {}, table.concat(items[1], "\0", 2)
    for i, parts in ipairs(items) do
        local own, number = setting(parts[1])
        name = name or own
        if not own or own ~= name or table.concat(parts, "\0", 2) ~= rest then
            return nil
        end
        list[i] = number
    end
    return { name .. " " .. either(list), rest ~= "" and said_parts(table.move(items[1], 2, #items[1], 1, {})) or nil }
end

-- "arithmetic or geometric, floor 1", "winsorise 1, 2 or 3", "minmax, from 1 to 100; or zscore, mean 10".
local function alternatives(text)
    local spread = text:match "^times e%^%(([%d.e+-]+) z%), z normal$"
    if spread then
        return say("times e^({a} z), z normal", { a = value(spread) })
    end
    local items, list, is_clear = split(text, " or "), {}, true
    for i, item in ipairs(items) do
        items[i] = split(item, ", ")
        list[i] = said_parts(items[i])
        is_clear = is_clear and (i == #items or #items[i] == 1)    -- a comma stands in the last alone
    end
    local numbers = #items > 1 and numbers_of(items)
    if numbers then
        return language.list(numbers)
    elseif is_clear then
        return either(list)
    end
    local before = list[1]
    for i = 2, #list - 1 do
        before = say("{one}; {other}", { one = before, other = list[i] })
    end
    return say("{one}; or {other}", { one = before, other = list[#list] })
end

-- Places where something varies, { "level 1", "A" }, in words; nil where these are none.
local function places(text)
    local list, count, levels = {}, 0, 0
    for one in (text .. ", "):gmatch "(.-), " do
        local level = one:match "^level (%d+)$"
        if not level and one:find " " then
            return nil
        end
        list[#list + 1] = level and say("level {level}", { level = level }) or one
        count, levels = count + 1, levels + (level and 1 or 0)
    end
    return list, count, levels
end

-- What a factor says that it is about. Where it varies stands behind it: "±25 % at level 1", "none at A, B"; long
-- lists are counted.
function factor_words.about(text)
    local before, behind = text:match "^(.*) at (.*)$"
    local list, count, levels = places(behind or " ")
    if not list then
        return alternatives(text)
    elseif count == 1 and levels == 1 then
        return say("{what} at level {level}", { what = alternatives(before), level = behind:match "%d+" })
    elseif count > LISTED and levels == 0 then
        return say("{what} at {n} nodes", { what = alternatives(before), n = count })
    end
    return say("{what} at {nodes}", { what = alternatives(before), nodes = language.list(list) })
end

return factor_words
