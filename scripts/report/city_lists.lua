-- Lists of a city's report: strengths and weaknesses, what moved the index, what is missing, and the steps that
-- would add most.

local language = require "report.language"
local numbers = require "report.numbers"
local open_words = require "report.open_words"
local page = require "report.page"
local reasons = require "report.reasons"
local scope_words = require "report.scope_words"
local step_rows = require "report.step_rows"
local words = require "report.words"
local city_words = require "report.city_words"

local say = language.of "report.city"
local city_lists = {}

local SHOWN <const> = 5
local MISSING_SHOWN <const> = 12
local LABELS <const> = 3          -- of figures that are missing of one indicator
local PEERS_LEAST <const> = 3     -- cities, of which a median says something
local LEAST_APART <const> = 0.01  -- of what scores can be, less apart than which nobody is ahead
local LEAST <const> = 0.005       -- points, less of which are nothing to speak of

-- Indicators (or the nodes at the bottom) with `points`, the greatest first.
local function sorted(list)
    table.sort(list, function(a, b)
        local x, y = math.abs(a.points), math.abs(b.points)
        return x > y or x == y and a.node.order < b.node.order
    end)
    return list
end

local function add_half(out, title, list, decimals)
    local half, lines = page.new():heading(3, title), {}
    for i = 1, math.min(SHOWN, #list) do
        local points = list[i].points
        lines[i] = { { words.label(list[i].node), href = city_words.link(list[i].node) },
            numbers.signed(points, list[i].decimals or decimals) }
    end
    if #lines > 0 then
        half:table({ { title = "", least = 20, wrap = true, is_head = true }, { title = "", side = "right" } }, lines)
    else
        half:paragraph(say "None.")
    end
    out[#out + 1] = half
end

local function add_halves(out, better_title, better, worse_title, worse, decimals)
    local halves = {}
    add_half(halves, better_title, sorted(better), decimals)
    add_half(halves, worse_title, sorted(worse), decimals)
    out:beside(halves)
end

-- --- strengths and weaknesses ---

-- Enough of it rests on data to be held against others.
local function can_be_compared(node, policy)
    return node.kind == "indicator" and not node.is_beside and node.row.score and numbers.is_ranked(node.row, policy)
        and #node.peers.scores >= PEERS_LEAST
end

-- Of which indicators of the two lists less is better: a sentence, nil where of none.
local function about_least(better, worse)
    local turned, all = 0, #better + #worse
    for _, list in ipairs { better, worse } do
        for _, one in ipairs(list) do
            turned = turned + (one.node.less_is_better and 1 or 0)
        end
    end
    return turned > 0 and (turned == all and say "Less is better: with fewer points a city is ahead."
        or say "Of some less is better: with fewer points a city is ahead in them.") or nil
end

function city_lists.add_strengths(out, facts)
    local better, worse = {}, {}
    for _, node in ipairs(facts.nodes) do
        if can_be_compared(node, facts.info.policy) then
            local points = node.row.score - node.peers.median
            local ahead = node.less_is_better and -points or points
            local least = LEAST_APART * (node.reach and node.reach[2] - node.reach[1] or 0)
            local list = ahead > least and better or ahead < -least and worse or {}
            list[#list + 1] = { node = node, points = points, decimals = node.decimals }
        end
    end
    if #better == 0 and #worse == 0 then
        return
    end
    out:heading(2, say "Strengths and weaknesses", facts.prefix .. "strengths")
    out:note(language.sentences { say("Points above or below the median of the other cities, of indicators that rest "
        .. "on enough reported figures."), about_least(better, worse) })
    add_halves(out, say "▲ Furthest ahead", better, say "▼ Furthest behind", worse)
end

-- --- what moved the index ---

local COMPONENTS <const> = { "measures", "weights", "methods" }
local CAUSES <const> = { measures = say.later "changed measures", weights = say.later "changed weights",
    methods = say.later "methods, with what they learn from all cities" }

-- What accounts for points that are of no figure.
local function causes_of(moves)
    local list = {}
    for _, component in ipairs(COMPONENTS) do
        local points = moves.components[component] or 0
        list[#list + 1] = math.abs(points) > LEAST and say(CAUSES[component]) or nil
    end
    local scope = scope_words.of(moves.reasons)
    return table.move(scope, 1, #scope, #list + 1, list)
end

function city_lists.add_moves(out, facts)
    local moves = facts.moves
    if not moves or moves.status ~= "compared" then
        return
    end
    local added, took = {}, {}
    for _, code in ipairs(moves.codes) do
        local points, node = moves.by_code[code], facts.by_code[code]
        if node and math.abs(points) > LEAST then
            local list = points > 0 and added or took
            list[#list + 1] = { node = node, points = points }
        end
    end
    out:heading(2, say("What moved the index since {period}", { period = facts.before.period }), facts.prefix .. "moves")
    out:note(say("Points of the index that each one accounts for; they add up to {points} with what is not shown. It is "
        .. "arithmetic: what accounts for the change, not what caused it.",
        { points = numbers.signed(moves.difference, facts.root.decimals) }))
    if math.abs(moves.others) > LEAST then
        out:paragraph(say("Of that {points} come of {causes}. What figures account for:",
            { causes = language.list(causes_of(moves)),
                points = numbers.signed(moves.others, (facts.root.decimals or 1) + 1) }))
    end
    local decimals = (facts.root.decimals or 1) + 1
    if facts.root.less_is_better then
        add_halves(out, say "▼ Took most: for the better", took, say "▲ Added most: for the worse", added, decimals)
    else
        add_halves(out, say "▲ Added most", added, say "▼ Took most", took, decimals)
    end
end

-- --- what is missing ---

local function why(facts)
    local reason = {}
    for _, gap in ipairs(facts.gaps) do
        local labels = {}
        for i = 1, math.min(LABELS, #gap.inputs) do
            labels[i] = facts.labels[gap.inputs[i]] or gap.inputs[i]
        end
        local rest = #gap.inputs - #labels
        labels[#labels + 1] = rest > 0 and say.count(rest, "and {n} other", "and {n} others") or nil
        reason[gap.code] = #labels > 0 and say("{status}: {figures}", { figures = language.clauses(labels),
            status = words.status[gap.status] or gap.status }) or reasons.indicator(gap)
    end
    return reason
end

local function add_stakes(out, facts, reason)
    local lines, told = {}, {}
    for i = 1, math.min(MISSING_SHOWN, #facts.stakes) do
        local row = facts.stakes[i]
        local node = facts.by_code[row.code]
        told[row.code] = true
        lines[i] = { { words.label(node), href = city_words.link(node) }, reason[row.code] or "",
            numbers.open(row.points, facts.root.decimals) }
    end
    for _, gap in ipairs(facts.gaps) do
        if #lines < MISSING_SHOWN and not told[gap.code] and gap.status ~= "not_applicable" then
            local node = facts.by_code[gap.code]
            lines[#lines + 1] = { { words.label(node), href = city_words.link(node) }, reason[gap.code] or "",
                numbers.NONE }
        end
    end
    if #lines > 0 then
        out:table({ { said = say "Indicator", least = 16, wrap = true, is_head = true },
            { said = say "Because", least = 16, wrap = true },
            { said = say "Points at stake", side = "right" } }, lines)
        local shown, names = table.move(facts.stakes, 1, MISSING_SHOWN, 1, {}), {}
        for code, node in pairs(facts.by_code) do
            names[code] = node.name
        end
        for _, sentence in ipairs(open_words.unknown({}, shown, names)) do
            out:note(sentence)
        end
    end
end

function city_lists.add_missing(out, facts)
    local count = facts.count
    out:heading(2, say "What is missing", facts.prefix .. "missing")
    if #facts.gaps == 0 and #facts.stakes == 0 then
        out:paragraph(say "Nothing: every indicator has a score.")
        return
    end
    out:paragraph(say.count(count.reported, "Of {of} figures that are asked for, {n} is there. Points at stake: how far the "
        .. "index would move between the worst and the best that a missing figure can be.", "Of {of} figures that are "
        .. "asked for, {n} are there. Points at stake: how far the index would move between the worst and the best that a "
        .. "missing figure can be.", { of = count.of }))
    add_stakes(out, facts, why(facts))
    if #facts.stakes > MISSING_SHOWN then
        local rest = #facts.stakes - MISSING_SHOWN
        out:note(say.count(rest, "{n} other with less at stake is not shown.", "{n} others with less at stake are not "
            .. "shown."))
    end
end

-- --- steps ---

function city_lists.add_steps(out, facts)
    local lines, less_is_better, decimals = {}, facts.root.less_is_better, step_rows.decimals(facts.root.decimals)
    local gains = step_rows.gains(facts.steps, { inputs = facts.inputs, decimals = decimals,
        less_is_better = less_is_better })
    for i = 1, math.min(SHOWN, #gains.rows) do
        local step = gains.rows[i]
        local node, input = facts.by_code[step.code:match "^[^;]+"] or facts.root, facts.inputs[step.input]
        local unit = step.unit and step.unit ~= "" and " " .. step.unit or ""
        lines[i] = { facts.labels[step.input] or step.input, step_rows.figure(input, step.from) .. unit,
            step_rows.figure(input, step.to) .. unit, { words.label(node), href = city_words.link(node) },
            numbers.signed(step.points, decimals) }
    end
    if #lines == 0 then
        return
    end
    out:heading(2, less_is_better and say "Steps that would take off most" or say "Steps that would add most",
        facts.prefix .. "steps")
    out:note(not less_is_better and say("What one step of a figure would add to the index, everything else as it is. This is "
        .. "arithmetic, not advice: it knows nothing of what a step means in a city.")
        or say("What one step of a figure would take off the index, of which less is better, everything else as it is. "
            .. "This is arithmetic, not advice: it knows nothing of what a step means in a city."))
    out:table({ { said = say "Figure", least = 16, wrap = true, is_head = true }, { said = say "From", side = "right" },
        { said = say "To", side = "right" }, { said = say "Indicator", least = 12, wrap = true },
        { said = say "Points", side = "right" } }, lines)
end

return city_lists
