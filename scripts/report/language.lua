-- Texts that people read, in the language of the run.
--
--     local say = require("report.language").of("report.city")
--
--     say("No figures yet.")
--     say("{city} is {rank} of {n}.", { city = row.city, rank = row.rank, n = 7 })
--     say.count(n, "{n} city", "{n} cities")           -- {n} is filled in; further fields as third argument
--     local WORDS <const> = { high = say.later "high" }    -- when a module loads ...
--     say(WORDS.high)                                      -- ... and when the page is made
--
-- The source is the English text, with named places {name}. It is written at the call, as one literal or
-- several joined by ".." within parentheses, for tests/lua/said.lua looks for it there; or by say.later, which gives it
-- back as it is. What has no translation is said in English. Say whole sentences, never ones glued from
-- pieces; numbers come as texts, by report.numbers, which has the decimal sign of the language. Nothing is
-- said while a module loads: the language is not known yet.
--
-- Catalogues are scripts/lang/TAG.csv (see report/catalogue.lua). A row without a context serves every
-- module that has none of its own for the source.

local hm = require "hundredmark"
local catalogue = require "report.catalogue"
local plurals = require "report.plurals"

local language = {}

local ENGLISH <const> = "en"
local SELF <const> = "language"    -- the context of what a language says of itself

local RIGHT_TO_LEFT <const> = { ar = true, ckb = true, dv = true, fa = true, he = true, ps = true, sd = true,
    ug = true, ur = true, yi = true }

-- Of the run: its tag, and by context and source what is said instead.
local tag, targets = ENGLISH, {}

-- "fr-CA", then "fr": the names that a catalogue may have, the nearest first.
function language.fallbacks(wanted)
    local list = { wanted }
    while list[#list]:find("-", 1, true) do
        list[#list + 1] = list[#list]:match "^(.*)%-"
    end
    return list
end

local function built_in(name)
    return hm.resource(("scripts/lang/%s.csv"):format(name))
end

-- Has the program a catalogue for the tag, or for what it falls back to?
function language.is_built_in(wanted)
    for _, name in ipairs(wanted and language.fallbacks(wanted) or {}) do
        if built_in(name) then
            return true
        end
    end
    return false
end

-- The tags of the catalogues that the program has, in order.
function language.tags()
    local list = { ENGLISH }
    for _, path in ipairs(hm.resources "scripts/lang/") do
        list[#list + 1] = path:match "^scripts/lang/(.+)%.csv$"
    end
    return list
end

-- Of a catalogue that the program has the header and the rows of what its language says of itself: every
-- command asks for them, and reading all the others would take longer than its work.
local function own_rows(text)
    local lines, at = { text:match "^[^\n]*" }, 1
    while at do
        at = text:find("\n" .. SELF .. ",", at, true)
        if at then
            lines[#lines + 1] = text:match("[^\n]*", at + 1)
            at = at + 1
        end
    end
    return catalogue.read(table.concat(lines, "\n"))
end

-- The words of data that are not those of a package: of columns, then of cells. They may be in any language that
-- is known, beside English (hm.new_dataset).
language.DATA_WORDS = { "city", "period", "input", "value", "status", "quality", "source", "note", "verified",
    "label", "kind", "unit", "indicators", "ranked", "yes", "no", "observed", "not_reported", "not_applicable" }

-- What a language says of itself where a run is not in it: its words of data, above all.
local function words_in(rows)
    local words = {}
    for _, row in ipairs(rows) do
        if row.context == SELF and row.target ~= "" and not row.fuzzy then
            words[row.source] = row.target
        end
    end
    return words
end

-- Of each language but English that the program has: { tag, words = { yes = "oui", no = "non", ... } }.
function language.all()
    local list = {}
    for i, name in ipairs(language.tags()) do
        list[#list + 1] = i > 1 and { tag = name, words = words_in(own_rows(built_in(name))) } or nil
    end
    return list
end

-- The language of the run from now on. False where the program has no catalogue of it: then its own texts
-- stay English.
function language.use(wanted)
    tag, targets = wanted, {}
    for _, name in ipairs(language.fallbacks(wanted)) do
        local text = built_in(name)
        if text then
            targets = catalogue.targets(catalogue.read(text))
            return true
        end
    end
    return wanted == ENGLISH or wanted:sub(1, 3) == ENGLISH .. "-"
end

-- What a package's catalogue says of the language itself: its words of data, its decimal sign. It
-- goes before what the program knows.
function language.learn(words)
    local own = targets[SELF] or {}
    targets[SELF] = own
    for source, target in pairs(words) do
        own[source] = target
    end
end

function language.tag()
    return tag
end

-- What `action` gives, with all that it says in English: for data, whose words programs know.
function language.in_english(action, ...)
    local kept_tag, kept_targets = tag, targets
    tag, targets = ENGLISH, {}
    local found = table.pack(pcall(action, ...))
    tag, targets = kept_tag, kept_targets
    if not found[1] then
        error(found[2], 0)
    end
    return table.unpack(found, 2, found.n)
end

-- "ltr" or "rtl".
function language.direction()
    return RIGHT_TO_LEFT[tag:match "^%a+":lower()] and "rtl" or "ltr"
end

local function target_of(context, source)
    local own, common = targets[context], targets[""]
    return own and own[source] or common and common[source]
end

local function fill(text, fields)
    if not fields then
        return text
    end
    return (text:gsub("{([%a_][%w_]*)}", function(name)
        local value = fields[name]
        return value ~= nil and tostring(value) or nil
    end))
end

local function say(self, source, fields)
    return fill(target_of(self.context, source) or source, fields)
end

-- A catalogue has the plural of each form that its language tells apart in a context that ends with it:
-- "report.city#few". The last form, "other", is that of the plural itself.
local function target_of_form(context, form, many)
    local own, common = targets[context .. "#" .. form], targets["#" .. form]
    return own and own[many] or common and common[many]
end

local function count_text(context, n, one, many)
    local form = plurals.form(tag, n)
    local target = form ~= "other" and target_of_form(context, form, many)
        or form == "one" and target_of(context, one) or target_of(context, many)
    return target or (n == 1 and one or many)
end

local function counter(context)
    return function(n, one, many, fields)
        local all = { n = n }
        for name, value in pairs(fields or {}) do
            all[name] = value
        end
        return fill(count_text(context, n, one, many), all)
    end
end

local function later(source)
    return source
end

-- What the context itself has instead of a text; nil for nothing. For what may be anything, as data have it.
function language.known(context, source)
    local own = targets[context]
    return own and own[source]
end

function language.of(context)
    return setmetatable({ context = context, count = counter(context), later = later }, { __call = say })
end

-- A number as data have it, with the decimal sign of the language, and the sign for less than nothing that people print.
function language.number(text)
    text = text:gsub("^%-", "−")
    local own = targets[SELF]
    local sign = own and own["."]
    return sign and sign ~= "." and (text:gsub("%.", sign, 1)) or text
end

-- What data have in the language in the place of an English word: "yes", "not_reported", "city".
function language.word(word)
    local own = targets[SELF]
    return own and own[word] or word
end

local function data_words(words)
    local list = {}
    for _, english in ipairs(language.DATA_WORDS) do
        list[english] = words[english]
    end
    return list
end

-- The languages that data may be in, for hm.new_dataset: that of the run, as its package says it, and all that the
-- program has.
function language.of_data()
    local own = data_words(targets[SELF] or {})
    local list = { next(own) and own or nil }
    for _, one in ipairs(language.all()) do
        list[#list + 1] = data_words(one.words)
    end
    return list
end

-- "Score: 63.4", with the colon of the language.
function language.labelled(label, text)
    return fill(target_of(SELF, "{label}: {text}") or "{label}: {text}", { label = label, text = text })
end

-- What stands between two sentences.
function language.blank()
    local both = target_of(SELF, "{sentence} {other}") or "{sentence} {other}"
    return both:match "}([^{]*){"
end

-- Sentences, one behind the other, as one text.
function language.sentences(list)
    local text = list[1] or ""
    for i = 2, #list do
        text = fill(target_of(SELF, "{sentence} {other}") or "{sentence} {other}", { sentence = text, other = list[i] })
    end
    return text
end

local function joined(items, mark)
    return table.concat(items, target_of(SELF, mark) or mark)
end

-- The items, one behind the other: "a, b, c".
function language.list(items)
    return joined(items, ", ")
end

-- Of items that have commas in them: "a, b; c".
function language.clauses(items)
    return joined(items, "; ")
end

-- "energy (renewable)"
function language.aside(text, aside)
    return fill(target_of(SELF, "{text} ({aside})") or "{text} ({aside})", { text = text, aside = aside })
end

-- "Port Lumen, 2025": what is scored, as titles have it.
function language.unit(city, period)
    return fill(target_of(SELF, "{city}, {period}") or "{city}, {period}", { city = city, period = period })
end

return language
