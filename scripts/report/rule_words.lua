-- Rules in words, for pages and tables.

local hm = require "hundredmark"
local language = require "report.language"

local rule_words = {}

local say = require("report.language").of("report.rule_words")

local SIGNS <const> = { implies = say.later "{left} needs {right}", excludes = say.later "{left} excludes {right}" }

-- "a + b <= whole", "ships > 0 needs port".
function rule_words.of(rule)
    local sign = SIGNS[rule.comparison]
    return sign and say(sign, { left = rule.left, right = rule.right })
        or ("%s %s %s"):format(rule.left, rule.comparison, rule.right)
end

-- What it says beside its two sides: "an error; a missing figure counts; tolerance 0.5".
function rule_words.manner(rule)
    local words = { rule.severity == "error" and say "an error" or nil }
    words[#words + 1] = rule.missing == "count" and say "a missing figure breaks it" or nil
    words[#words + 1] = rule.tolerance > 0
        and say("tolerance {number}", { number = language.number(hm.number(rule.tolerance)) }) or nil
    return language.clauses(words)
end

-- The section of a page that lists all rules of a package; nothing where there are none.
function rule_words.add(out, rules)
    local entries = {}
    for i, rule in ipairs(rules) do
        local entry, manner = { rule.id, rule_words.of(rule) }, rule_words.manner(rule)
        entry[#entry + 1] = rule.about ~= "" and rule.about or nil
        entry[#entry + 1] = manner ~= "" and manner or nil
        entries[i] = entry
    end
    if #entries == 0 then
        return
    end
    out:heading(2, say "Rules", "rules")
    out:paragraph(say "What figures must be to each other. Breaking one is told, and changes no score.")
    out:entries(entries)
end

return rule_words
