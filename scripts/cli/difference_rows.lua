-- Rows of what is different between two packages, as compare_packages.lua gathers them: { kind, change, code, name,
-- field, what, before, after, effective, role, share } each.

local hm = require "hundredmark"
local language = require "report.language"

local say = language.of("cli.difference_rows")    -- of all that makes rows

local difference_rows = {}

-- What the rows of one thing have in common: what it is, and how it differs.
function difference_rows.subject(kind, change, code, name)
    return { kind = kind, change = change, code = code, name = name }
end

-- `field` is what differs in English; `what`, where that is more than one word, how people read it.
function difference_rows.add(rows, of, field, before, after, what)
    rows[#rows + 1] = { kind = of.kind, change = of.change, code = of.code, name = of.name, field = field,
        what = what or say(field), before = before, after = after, effective = of.effective, role = of.role,
        share = of.share }
end

function difference_rows.add_change(rows, of, field, before, after, what)
    if before ~= after then
        difference_rows.add(rows, of, field, before, after, what)
    end
end

-- Rows of what only one package has: each fact { what, text } is one of before, or of after.
function difference_rows.add_facts(rows, of, facts)
    for _, fact in ipairs(facts) do
        local is_added, text = of.change == "added", fact[2] ~= "" and fact[2] or nil
        if text then
            difference_rows.add(rows, of, fact[1], not is_added and text or nil, is_added and text or nil)
        end
    end
end

-- --- what stands in them ---

function difference_rows.number(x)
    return language.number(hm.number(x))
end

-- A field of a node as people read it: a number, true or false, a text; "no" where it says nothing.
function difference_rows.said(value)
    if type(value) == "number" then
        return difference_rows.number(value)
    elseif type(value) == "boolean" then
        return value and say "true" or say "false"
    end
    return value == nil and say "no" or tostring(value)
end

function difference_rows.breaks(it, otherwise)
    return it.breaks and language.list(it.breaks) or otherwise
end

return difference_rows
