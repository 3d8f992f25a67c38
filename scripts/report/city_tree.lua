-- Every score of a city, unfolding to its parts, formula, figures, sources and where they stand.

local explain_group = require "report.explain_group"
local explain_indicator = require "report.explain_indicator"
local language = require "report.language"
local numbers = require "report.numbers"
local page = require "report.page"
local scale = require "report.chart.scale"
local standing = require "report.standing"
local theme = require "report.chart.theme"
local words = require "report.words"
local city_words = require "report.city_words"

local say = language.of "report.city"
local city_tree = {}

-- The bar of a score: on what it can be, or where that has no ends, on where those of the other cities lie; of one
-- score alone without ends no bar says anything.
local function bar_of(node)
    local range, peers = node.reach, node.peers
    if not range and node.row.score and #peers.scores > 0 then
        range = { scale.span(nil, { node.row.score, peers.low, peers.high, 0 }) }
    end
    return theme.draw { score = range and node.row.score, range = range }
end

local function cells_of(facts, node)
    local row = node.row
    local change = facts.before and city_words.change(node, row.score, node.series[#node.series - 1]) or { "" }
    change.class = "change"
    return { { words.label(node) },
        { "", drawing = bar_of(node), class = "drawn" },
        { row.score and city_words.own_score(facts, node) or words.status[row.status] or row.status, class = "figure",
            code = node.code, score = row.score, paint = words.paint[row.status] },
        change,
        { say("{share} reported", { share = numbers.percent(row.coverage) }), class = "share" } }
end

local add_node

local function contents_of(facts, node)
    local contents, account = page.new(), facts.explain(node.code)
    if node.kind == "indicator" then
        if account.indicator.about ~= "" then
            contents:paragraph(account.indicator.about)
        end
        explain_indicator.add_account(contents, account)
        return contents
    end
    if node.about ~= "" then
        contents:paragraph(node.about)
    end
    explain_group.add_account(contents, account)
    standing.add_range(contents, node)
    for _, code in ipairs(node.children or {}) do
        local child = facts.by_code[code]
        if child then
            add_node(contents, facts, child)
        end
    end
    return contents
end

function add_node(out, facts, node)
    out:fold(cells_of(facts, node), contents_of(facts, node), { anchor = node.anchor, level = math.max(1, node.depth) })
end

function city_tree.add(out, facts)
    out:heading(2, say "Every score, and how it came about", facts.prefix .. "scores")
    out:note(say "Open a line to see its parts, or its figures, their sources and the formula.")
    city_words.add_brackets(out, facts, facts.nodes)
    for _, code in ipairs(facts.root.children or {}) do
        if facts.by_code[code] then
            add_node(out, facts, facts.by_code[code])
        end
    end
    if facts.root.kind == "indicator" then
        add_node(out, facts, facts.root)
    end
    if #facts.beside > 0 then
        out:heading(3, say "Beside the index")
    end
    for _, node in ipairs(facts.beside) do
        add_node(out, facts, node)
    end
end

return city_tree
