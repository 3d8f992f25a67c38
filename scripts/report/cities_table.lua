-- The part of the report of many cities that has all their figures: a table that readers can sort.

local cities_facts = require "report.cities_facts"
local language = require "report.language"
local numbers = require "report.numbers"
local open_words = require "report.open_words"
local variation_words = require "report.variation_words"
local words = require "report.words"

local say = language.of "report.cities_table"

local cities_table = {}

local function span(from, to)
    if not from then
        return numbers.NONE
    end
    local low, high = numbers.short(from, 0), numbers.short(to, 0)
    return low == high and low or ("%s–%s"):format(low, high)
end

-- A code that people know it by heads its column, short as it is, and its name stands above the table.
local function column_of(facts, node)
    if node.code == facts.root.code then
        return { said = say "index", side = "right", rises = node.less_is_better }
    end
    local is_coded = words.is_coded(node)
    return { said = is_coded and node.code or node.name, about = is_coded and node.name or nil,
        side = "right", rises = node.less_is_better }
end

local function columns_of(facts, nodes)
    local columns = { { said = say "rank", side = "right", rises = true }, { said = say "city", is_head = true } }
    for _, node in ipairs(nodes) do
        columns[#columns + 1] = column_of(facts, node)
    end
    if facts.has_bounds then
        columns[#columns + 1] = { said = say "rank, whatever is missing", side = "right", rises = true }
    end
    if facts.variations then
        columns[#columns + 1] = { said = say "rank in 90 % of variations", side = "right", rises = true }
        columns[#columns + 1] = { said = say "tier", side = "right", rises = true }
    end
    columns[#columns + 1] = { said = say "rests on data", side = "right" }
    return columns
end

-- In brackets where the node is not ranked.
local function mark_of(facts, code, i, score)
    local shown = cities_facts.mark(facts, code, score)
    return score and not facts.column(code, "rank")[i] and ("(%s)"):format(shown) or shown
end

local function has_brackets(facts, nodes, lists)
    for n, node in ipairs(nodes) do
        local ranks = facts.column(node.code, "rank")
        for i, score in ipairs(lists[n]) do
            if score and not ranks[i] then
                return true
            end
        end
    end
    return false
end

local function row_of(facts, city, i, nodes, lists, coverage)
    local row = { city.rank and tostring(city.rank) or numbers.NONE, { city.name } }
    for n, node in ipairs(nodes) do
        local score = lists[n][i] or nil
        row[#row + 1] = { mark_of(facts, node.code, i, score), code = node.code, score = score }
    end
    row[#row + 1] = facts.has_bounds and span(city.rank_best, city.rank_worst) or nil
    if facts.variations then
        local ranks, share = span(city.rank_q05, city.rank_q95), variation_words.ranked_in(city, facts.variations.count)
        row[#row + 1] = city.rank_q05 and share and say("{range} (ranked in {share})", { range = ranks, share = share })
            or ranks
        row[#row + 1] = city.tier and tostring(city.tier) or numbers.NONE
    end
    row[#row + 1] = coverage[i] and numbers.percent(coverage[i]) or numbers.NONE
    return row
end

-- Of the themes whose heads are codes; nil of none.
local function names_of(nodes)
    local names = {}
    for i = 2, #nodes do
        names[#names + 1] = words.is_coded(nodes[i]) and words.label(nodes[i]) or nil
    end
    return #names > 0 and say("{names}.", { names = language.list(names) }) or nil
end

function cities_table.add(out, facts)
    local nodes, beside = { facts.root, table.unpack(facts.themes) }, cities_facts.alone(facts)
    local notes = { names_of(nodes) }
    notes[#notes + 1] = cities_facts.beside_words(facts)
    table.move(beside, 1, #beside, #nodes + 1, nodes)
    local lists, rows, coverage = {}, {}, facts.column(facts.root.code, "coverage")
    for n, node in ipairs(nodes) do
        lists[n] = facts.column(node.code)
    end
    for i, city in ipairs(facts.cities) do
        rows[i] = row_of(facts, city, i, nodes, lists, coverage)
    end
    out:heading(2, say "All cities", "cities")
    notes[#notes + 1] = has_brackets(facts, nodes, lists) and say "In brackets: not ranked." or nil
    notes[#notes + 1] = facts.has_bounds and open_words.more_than_ranked(facts.cities) or nil
    if #notes > 0 then
        out:note(language.sentences(notes))
    end
    out:table(columns_of(facts, nodes), rows, { id = "all-cities", sorts = true,
        caption = say("{index} of all cities in {period}", { index = facts.root.name, period = facts.period }),
        filter = #rows > cities_facts.MANY and say "Find a city" or nil })
end

return cities_table
