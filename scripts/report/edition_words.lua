-- The editions of a package, for people: what changes with the period.

local numbers = require "report.numbers"
local words = require "report.words"

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
        shown[#shown + 1] = { title = edition.from == "" and "before" or "from " .. edition.from,
            side = "right" }
    end
    for _, code in ipairs(codes) do
        local weights, varies = weights_of(editions, code)
        lines[#lines + 1] = varies and { (" "):rep(nodes[code].depth) .. code, nodes[code].name,
            table.unpack(weights) } or nil
    end
    if #lines == 0 then -- numbers of steps change, which are parameters, and are told of as such
        return
    end
    out:heading(2, "Editions", "editions")
    out:paragraph("Weights among siblings, of the nodes that change, by the period that they hold from.")
    out:table(shown, lines)
end

-- From when to when a node holds, in words; nil: always.
function edition_words.span(node)
    local from, to = node.from and "from " .. node.from, node.to and "to " .. node.to
    return from and to and from .. " " .. to or from or to or nil
end

-- Where the series of a node, an input or all of a package breaks, in words; nil: nowhere.
function edition_words.breaks(of)
    return of.breaks and table.concat(of.breaks, ", ") .. ": from then on not comparable with before" or nil
end

-- Measure `i` of those of a node, in words: "before 2024", "from 2024 to 2026", "from 2026 on".
function edition_words.measure(measures, i)
    local from, follows = measures[i].from, measures[i + 1] and measures[i + 1].from
    if from == "" then
        return "before " .. follows
    end
    return follows and ("from %s, before %s"):format(from, follows) or ("from %s on"):format(from)
end

return edition_words
