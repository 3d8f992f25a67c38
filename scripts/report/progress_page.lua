-- The page of `progress`: of the index and what stands right below it, how far each city has come.

local hm = require "hundredmark"
local decimals = require "report.decimals"
local language = require "report.language"
local numbers = require "report.numbers"
local page = require "report.page"
local words = require "report.words"

local say = language.of("report.progress_page")

local progress_page = {}

local CLASSES <const> = { reached = say.later "reached", on_track = say.later "on track",
    moderate = say.later "moderate", stagnating = say.later "stagnating", decreasing = say.later "worsening",
    improving = say.later "improving", unchanged = say.later "unchanged",
    not_comparable = say.later "not comparable: a break lies between" }

-- What is added where the line through all scores leads elsewhere than the pace that the class goes by.
local BY_LINE <const> = { [true] = say.later "{class}; yet the line gets there",
    [false] = say.later "{class}; yet the line falls short" }
local BY_PACE <const> = { reached = true, on_track = true, moderate = false, stagnating = false, decreasing = false }

-- Classes that say which way a score went: nobody can see which, where the change is nothing in the decimals shown.
local SAYS_WAY <const> = { improving = true, decreasing = true }

local function show(number, digits)
    return numbers.mark(number, digits)
end

-- What a change may be of besides figures, by the column differs, in its order.
local OTHERS <const> = { weights = say.later "other weights", measures = say.later "other measures",
    methods = say.later "other methods", indicators = say.later "other indicators" }

-- Does the line lead to the target, seen the way in which scores are good? nil where one of them is not there.
local function gets_there(row)
    if not row.projected or not row.target then
        return nil
    end
    local short = (row.target.score - row.projected) * (row.less_is_better and -1 or 1)
    return short <= 1e-9 * math.max(1, math.abs(row.target.score))
end

-- A change that rounds to nothing is none.
local function class_of(row)
    local is_seen = numbers.signed(row.change, row.decimals):find "[1-9]"
    return SAYS_WAY[row.class] and not is_seen and "unchanged" or row.class
end

-- The class, and the line where it says something else.
local function class_words(row)
    local told = class_of(row)
    local class, by_line = CLASSES[told] and say(CLASSES[told]) or told or "", gets_there(row)
    local by_pace = BY_PACE[row.class]
    return by_line ~= nil and by_pace ~= nil and by_pace ~= by_line and say(BY_LINE[by_line], { class = class }) or class
end

-- What became of a score, and on what that rests.
local function words_of(row)
    local told = class_words(row)
    local list = { told ~= "" and told or nil }
    if row.breaks_below and row.class ~= "not_comparable" and row.change then
        list[#list + 1] = say "rests in part on what cannot be compared"
    end
    for what in row.differs:gmatch "[^;]+" do
        list[#list + 1] = say(OTHERS[what])
    end
    return language.clauses(list)
end

-- What the words of `differs` mean, where some of these rows have them.
local function explain_others(out, rows)
    for _, row in ipairs(rows) do
        if row.differs ~= "" then
            return out:paragraph(say("Other weights, measures, methods or indicators: what the two scores rest on is not the "
                .. "same in these periods, as the package says other things of them, or as some indicators have a score in one "
                .. "of the two alone. Then a change may come of that, and not of figures: compare takes it apart."))
        end
    end
end

local function target_words(row)
    return row.target and say("{score} in {period}", { score = show(row.target.score, row.decimals),
        period = row.target.period }) or numbers.NONE
end

local function line_of(row, has_targets)
    local digits = row.decimals
    local line = { row.first, show(row.from, digits), show(row.to, digits), numbers.signed(row.change, digits) }
    if has_targets then
        table.move({ target_words(row), numbers.signed(row.needed, digits), show(row.projected, digits) }, 1, 3, 5, line)
    end
    line[#line + 1] = words_of(row)
    return line
end

local function columns_of(first, course, has_targets)
    local columns = { { said = first, least = 10, wrap = true }, { said = course.from, side = "right" },
        { said = course.to, side = "right" }, { title = "change", side = "right" } }
    for _, title in ipairs(has_targets and { "target", "needed", "projected" } or {}) do
        columns[#columns + 1] = { title = title, side = "right" }
    end
    columns[#columns + 1] = { title = "", least = 12, wrap = true }
    return columns
end

local function add_table(out, first, rows, course, has_targets)
    local lines = {}
    for i, row in ipairs(rows) do
        lines[i] = line_of(row, has_targets)
    end
    out:table(columns_of(first, course, has_targets), lines)
end

-- Shares of the pace that leads to the target: those that were asked for, else the engine's own.
local function thresholds_of(options)
    local thresholds = {}
    for _, analysis in ipairs(hm.analyses()) do
        for _, setting in ipairs(analysis.name == "progress" and analysis.settings or {}) do
            thresholds[setting.name] = options.settings and options.settings[setting.name] or setting.otherwise
        end
    end
    return thresholds
end

-- Years have a word of their own.
local function introduce(out, course, has_targets, thresholds)
    local fields = { from = course.from, to = course.to }
    out:paragraph(course.periods == 0 and say("Scores of {to}; the data have no period before to compare it with.", fields)
        or course.to:find "^%d%d%d%d$" and say.count(course.periods, "Scores of {from} and of {to}, {n} year later.",
        "Scores of {from} and of {to}, {n} years later.", fields)
        or say.count(course.periods, "Scores of {from} and of {to}, {n} period later.",
        "Scores of {from} and of {to}, {n} periods later.", fields))
    if has_targets then
        out:paragraph(say("Needed: the points that have to come in each period from then on. Projected: where the "
            .. "line through the scores since the baseline leads by the period of the target."))
        out:paragraph(say("Whether a score is on track is judged by its first and its last alone: on track at {on_track} "
            .. "or more of the pace that leads from the first to the target, moderate at {moderate} or more, stagnating below "
            .. "that. The line goes by all scores between; where it says something else, that is told.",
            { on_track = numbers.percent(thresholds.on_track), moderate = numbers.percent(thresholds.moderate) }))
    end
end

-- Of the nodes, by code, with what rows of them need.
local function nodes_of(run)
    local nodes, by_code = run.package:nodes(), {}
    local digits = decimals.of(nodes)
    for _, node in ipairs(nodes) do
        node.decimals = digits[node.code]
        by_code[node.code] = node
    end
    return nodes, by_code
end

local function targets_of(options)
    local targets = {}
    for _, target in ipairs(options.targets or {}) do
        targets[target.code] = target
    end
    return targets
end

-- Of one city all nodes, each as deep as it stands.
local function add_city(out, rows, by_code, course, has_targets)
    for _, row in ipairs(rows) do
        local node = by_code[row.code]
        local name = words.label(node)
        row.first = ("  "):rep(node.depth) .. (row.less_is_better and say("{node} (less is better)", { node = name }) or name)
    end
    add_table(out, rows[1].city, rows, course, has_targets)
end

local function add_node(out, node, rows, course, has_targets)
    out:heading(2, words.label(node))
    if node.less_is_better then
        out:paragraph(say "Less is better.")
    end
    for _, row in ipairs(rows) do
        row.first = row.city
    end
    add_table(out, say "city", rows, course, has_targets)
end

-- `make(name)` gives a table of the analysis; `run` is of cli.data; `options` are those that it was asked for.
function progress_page.page(make, run, options)
    local course, rows, targets = make("course"):rows()[1], make("progress"):rows(), targets_of(options)
    local nodes, by_code = nodes_of(run)
    local by_node, cities, has_targets = {}, {}, next(targets) ~= nil
    for _, row in ipairs(rows) do
        local node = by_code[row.code]
        row.node, row.decimals, row.less_is_better = node, node.decimals, node.less_is_better
        row.target = targets[row.code]
        by_node[row.code] = by_node[row.code] or {}
        table.insert(by_node[row.code], row)
        cities[row.city] = true
    end
    local out = page.new()
    out:heading(1, say("{index}: progress", { index = nodes[1].name }))
    introduce(out, course, has_targets, thresholds_of(options))
    if next(cities) and not next(cities, next(cities)) then
        explain_others(out, rows)
        add_city(out, rows, by_code, course, has_targets)
        return out
    end
    local shown = {}
    for _, row in ipairs(rows) do
        shown[#shown + 1] = row.node.depth <= 1 and row or nil
    end
    explain_others(out, shown)
    for _, node in ipairs(nodes) do
        local of_node = node.depth <= 1 and by_node[node.code] or {}
        if #of_node > 0 then
            add_node(out, node, of_node, course, has_targets)
        end
    end
    return out
end

return progress_page
