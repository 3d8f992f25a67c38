-- The editions of a package, for people: what changes with the period.

local numbers = require "report.numbers"
local words = require "report.words"

local language = require "report.language"

local say = language.of("report.edition_words")

local edition_words = {}

-- Weights of a node by edition; and whether they are not all the same.
local function weights_of(editions, code)
    local list, varies = {}, false
    for i, edition in ipairs(editions) do
        local node = edition.nodes[code]
        list[i] = node and words.share(node) or numbers.NONE
        varies = varies or list[i] ~= list[1]
    end
    return list, varies
end

-- The editions of an open package: { from, nodes by code }.
function edition_words.of(package)
    local editions = package:editions()
    for number, edition in ipairs(editions) do
        edition.nodes = {}
        for _, node in ipairs(package:nodes(number)) do
            edition.nodes[node.code] = node
        end
    end
    return editions
end

-- The section of a page that shows, of all nodes whose weight changes, begins or ends, which weight
-- holds from when; nothing where all holds always. `codes` in hierarchy order.
function edition_words.add(out, editions, codes, nodes)
    local lines = {}
    local shown = { { title = "code" }, { title = "name", least = 16 } }
    if #editions == 0 then
        return
    end
    for _, edition in ipairs(editions) do
        shown[#shown + 1] = { said = edition.from == "" and say "before"
            or say("from {period}", { period = edition.from }), side = "right" }
    end
    for _, code in ipairs(codes) do
        local weights, varies = weights_of(editions, code)
        lines[#lines + 1] = varies and { (" "):rep(nodes[code].depth) .. code, nodes[code].name,
            table.unpack(weights) } or nil
    end
    if #lines == 0 then -- numbers of steps change, which are parameters, and are told of as such
        return
    end
    out:heading(2, say "Editions", "editions")
    out:paragraph(say "Weights among siblings, of the nodes that change, by the period that they hold from.")
    out:table(shown, lines)
end

-- From when to when a node holds, in words; nil: always.
function edition_words.span(node)
    local fields = { from = node.from, to = node.to, period = node.from }
    return node.from and node.to and say("from {from} to {to}", fields) or node.from and say("from {period}", fields)
        or node.to and say("to {to}", fields) or nil
end

-- Where the series of a node, an input or all of a package breaks, in words; nil: nowhere.
function edition_words.breaks(of)
    return of.breaks and say("{periods}: from then on not comparable with before",
        { periods = language.list(of.breaks) }) or nil
end

-- Measure `i` of those of a node, in words: "before 2024", "from 2024 to 2026", "from 2026 on".
function edition_words.measure(measures, i)
    local from, follows = measures[i].from, measures[i + 1] and measures[i + 1].from
    if from == "" then
        return say("before {period}", { period = follows })
    end
    return follows and say("from {from}, before {to}", { from = from, to = follows })
        or say("from {period} on", { period = from })
end

return edition_words
