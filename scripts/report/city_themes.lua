-- The themes of a city's report, each beside the others' scores, and the whole index at a glance.

local icicle = require "report.chart.icicle"
local language = require "report.language"
local numbers = require "report.numbers"
local scale = require "report.chart.scale"
local standing = require "report.standing"
local theme = require "report.chart.theme"
local trend = require "report.chart.trend"
local words = require "report.words"
local city_words = require "report.city_words"

local say = language.of "report.city"
local city_themes = {}

local PEERS_LEAST <const> = 2    -- cities, for a median to mean something

-- What all bars of a table span: where scores can lie, or else where those at hand do.
local function span_of(nodes)
    local low, high, is_known, figures = math.huge, -math.huge, true, {}
    for _, node in ipairs(nodes) do
        is_known = is_known and node.reach ~= nil
        low, high = math.min(low, node.reach and node.reach[1] or low), math.max(high, node.reach and node.reach[2] or high)
        for _, figure in ipairs { node.row.score or false, node.peers.low or false, node.peers.high or false } do
            figures[#figures + 1] = figure or nil
        end
    end
    figures[#figures + 1] = 0    -- where bars begin
    return { scale.span(is_known and { low, high } or nil, figures) }
end

local function bar_of(node, span)
    local peers = node.peers
    local several = #peers.scores >= PEERS_LEAST
    return theme.draw { score = node.row.score, range = span, low = several and peers.low,
        high = several and peers.high, median = several and peers.median }
end

-- Of some theme: where nobody has an index, themes may have scores all the same.
local function has_peers(nodes)
    for _, node in ipairs(nodes) do
        if #node.peers.scores >= PEERS_LEAST then
            return true
        end
    end
    return false
end

-- Of one of `nodes`, whose bars have a `span` in common; nil: each has its own, and says within what its score lies.
local function line_of(facts, node, nodes, has_trend, span)
    local row, peers = node.row, node.peers
    local line = { { words.label(node), href = city_words.link(node) }, { "", drawing = bar_of(node, span or span_of { node }) },
        { city_words.own_score(facts, node), strong = true, code = node.code, score = row.score } }
    if not span then
        line[#line + 1] = standing.range(node)
    end
    if has_peers(nodes) then
        line[#line + 1] = #peers.scores >= PEERS_LEAST and city_words.score(node, peers.median) or numbers.NONE
    end
    if facts.before then
        line[#line + 1] = city_words.change(node, row.score, node.series[#node.series - 1])
    end
    if has_trend then
        line[#line + 1] = { "", drawing = trend.draw(node.series, node.reach) }
    end
    line[#line + 1] = numbers.percent(row.coverage)
    return line
end

local function columns_of(facts, nodes, head, has_trend, has_ranges)
    local columns = { { said = head, is_head = true, least = 16, wrap = true },
        { said = has_peers(nodes) and say "Score, and where the others are" or "", is_drawn = true },
        { said = say "Score", side = "right" } }
    if has_ranges then
        columns[#columns + 1] = { said = say "Range", side = "right" }
    end
    if has_peers(nodes) then
        columns[#columns + 1] = { said = say "Median of the others", side = "right", is_spare = true }
    end
    if facts.before then
        columns[#columns + 1] = { said = say("Since {period}", { period = facts.before.period }), side = "right" }
    end
    if has_trend then
        columns[#columns + 1] = { said = say("{first} to {last}", { first = facts.first_period, last = facts.period }),
            is_spare = true, is_drawn = true }
    end
    columns[#columns + 1] = { said = say "Reported", side = "right" }
    return columns
end

local function add_classes(out, nodes)
    local items = {}
    for _, node in ipairs(nodes) do
        if node.row.class then
            items[#items + 1] = say("{node}: {class}", { node = words.label(node), class = node.row.class })
        end
    end
    out:list(items)
end

local function add_table(out, facts, nodes, head, span)
    local lines, has_trend = {}, facts.before and #facts.root.series > 2
    for i, node in ipairs(nodes) do
        lines[i] = line_of(facts, node, nodes, has_trend, span)
    end
    out:table(columns_of(facts, nodes, head, has_trend, not span), lines)
end

local function add_legend(out, nodes)
    if has_peers(nodes) then
        out:note(say("The line across a bar goes from the lowest to the highest of the other cities; the stroke is their "
            .. "median."))
    end
end

function city_themes.add(out, facts)
    if #facts.themes == 0 then
        return
    end
    out:heading(2, say "Theme by theme", facts.prefix .. "themes")
    add_table(out, facts, facts.themes, say "Theme", span_of(facts.themes))
    add_legend(out, facts.themes)
    city_words.add_brackets(out, facts, facts.themes)
    add_classes(out, facts.themes)
end

-- What stands by itself, each on its own scale.
function city_themes.add_beside(out, facts)
    if #facts.beside == 0 then
        return
    end
    out:heading(2, say "Beside the index", facts.prefix .. "beside")
    out:note(say "Scores that are no part of the index.")
    add_table(out, facts, facts.beside, say "Beside the index")
    if not has_peers(facts.themes) then    -- else it has been said
        add_legend(out, facts.beside)
    end
    city_words.add_brackets(out, facts, facts.beside)
    add_classes(out, facts.beside)
end

-- --- at a glance ---

-- Between what a node's score is looked at: what it can be, or where that has no ends, where those of all cities lie.
local function range_of(node)
    local low, high = scale.span(node.reach, { node.row.score, node.peers.low, node.peers.high })
    return { low, high }
end

local function icicle_node(facts, node)
    local children = {}
    for _, code in ipairs(node.children or {}) do
        local child = facts.by_code[code]
        if child and child.of_index and child.of_index > 0 then
            children[#children + 1] = icicle_node(facts, child)
        end
    end
    return { code = node.code, title = words.label(node), score = node.row.score, range = range_of(node), share = node.share,
        shown = node.row.score and city_words.score(node, node.row.score) or words.status[node.row.status]
            or node.row.status,
        short = node.row.score and numbers.mark(node.row.score, 0),
        href = city_words.link(node), children = children }
end

-- Weights that follow from the data, and sums, have no widths.
local function has_widths(facts)
    for _, node in ipairs(facts.nodes) do
        if not node.of_index then
            return false
        end
    end
    return true
end

-- What is no part by its weight: by how many points each moves the score that it is taken off or added to.
local function left_out(facts)
    local list = {}
    for _, node in ipairs(facts.nodes) do
        local above = facts.by_code[node.parent]
        if (node.deducts or node.adds) and above.of_index and above.of_index > 0 then
            local points = node.row.score and math.min(node.row.score, node.cap or math.huge)
            points = points and numbers.signed(node.deducts and -points or points, node.decimals) or numbers.NONE
            list[#list + 1] = language.aside(words.label(node),
                say("{points} in {parent}", { points = points, parent = words.label(above) }))
        end
    end
    return #list > 0 and say("What counts by points and not by weight is not drawn: {nodes}.",
        { nodes = language.list(list) }) or nil
end

-- The drawing; nil of an index of one node, or whose weights are not the same for all.
function city_themes.icicle(facts)
    local top = icicle_node(facts, facts.root)
    if #top.children == 0 or not has_widths(facts) then
        return nil
    end
    local has_ends = true
    for _, node in ipairs(facts.nodes) do
        has_ends = has_ends and (node.is_beside or node.reach ~= nil)
    end
    local notes = { say "Size: weight in the index." }
    notes[2] = left_out(facts)
    return icicle.draw { nodes = top.children, title = say "The whole index at a glance",
        keys = { { "shades", has_ends and say "the more it stands out, the higher"
            or say "the more it stands out, the higher: where a score has no ends, beside those of the other cities" },
            { "none", say "no score" } },
        about = say("Every node below {root}, level by level: as large as its weight, and the higher its score, the more "
            .. "it stands out. The same stands, as text, under \"Every score\".", { root = facts.root.name }) }:tell(notes)
end

function city_themes.add_glance(out, facts)
    local drawn = city_themes.icicle(facts)
    if not drawn then
        return
    end
    out:heading(2, say "The whole index at a glance", facts.prefix .. "glance")
    out:chart(drawn, say "Size: weight in the index. Choose one to see how it came about.")
    local rest = drawn.notes[2]
    if rest then
        out:note(rest)
    end
end

return city_themes
