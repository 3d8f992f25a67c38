-- The page of `compare`: of each city a sentence for people, what each part of the index has in the
-- difference, and the figures that matter most.

local language = require "report.language"
local numbers = require "report.numbers"
local page = require "report.page"
local scope_words = require "report.scope_words"
local words = require "report.words"

local say = language.of("report.compare_page")

local compare_page = {}

local LEAST <const> = 0.05       -- points that are spoken of: 0.1 when they are rounded
local MOST_SPOKEN <const> = 4    -- figures in a sentence
local MOST_FIGURES <const> = 12  -- in a table
local MOST_DECIMALS <const> = 3

local COMPONENTS <const> = { "data", "measures", "weights", "methods", "scope" }
local WORDS <const> = { measures = say.later "how indicators are measured", weights = say.later "weights",
    methods = say.later "methods, with what they learn from all cities," }
local ARE_SEVERAL <const> = { weights = true, methods = true }

local WHY_NOT <const> = {
    not_there = say.later "{city}, {period}: there are no figures of {other} to compare it with.",
    no_score = say.later "{city}, {period}: it has no score.",
    no_other_score = say.later "{city}, {period}: there is no score of {other} to compare it with.",
    not_comparable = say.later("{city}, {period}: the two scores cannot be compared: they have no node in common that "
        .. "could be."),
}
local BREAK <const> = say.later("{city}, {period}: the two scores cannot be compared: the package declares a break "
    .. "between them.")

-- What points of the data are that are no figure's, by the note of their row: of indicators, of groups.
local OWN <const> = {
    appeared = say.later "{code} {name} (no comparable score before)",
    lost = say.later "{code} {name} (no comparable score now)",
    share = say.later "the changed share of {code} {name}, as others in its group have only one of the two scores",
    own = say.later "estimates and earlier figures in {code} {name}",
    ["share;own"] = say.later "estimates, earlier figures and a changed share of {code} {name}",
}
local OWN_OF_GROUPS <const> = { own = say.later "rounding and steps of {code} {name}",
    ["share;own"] = say.later "rounding, steps and a changed share of {code} {name}" }
-- Of indicators whose measures read other nodes, which may be all that moves them.
local OWN_OF_READERS <const> = {
    own = say.later "scores of others, estimates or earlier figures that {code} {name} rests on",
    ["share;own"] = say.later("scores of others, estimates or earlier figures that {code} {name} rests on, and its "
        .. "changed share") }
-- Of cities, packages and data, none of which is before the other.
local OWN_ELSEWHERE <const> = { appeared = say.later "{code} {name} (no comparable score in the other)",
    lost = say.later "{code} {name} (no comparable score in this one)" }
local IS_ONE <const> = { appeared = true, lost = true, share = true }

-- The label of an input within a sentence: "Households" becomes "households", "ICT staff" stays.
local function lowered(label)
    local first, second = label:match("^(%u)(.?)")
    return first and not second:match("%u") and first:lower() .. label:sub(2) or label
end

local function shown(cell)
    return cell and cell ~= "" and cell or nil
end

-- What is no number, in the language of the run: an answer, or how many records there are.
local function answer_of(cell, input)
    local count = cell and input and input.kind == "records" and tonumber(cell:match "^(%d+) rows?$")
    if count then
        return say.count(math.tointeger(count), "{n} row", "{n} rows")
    elseif cell and input and input.kind == "flag" then
        return language.word(cell)
    end
    for i, option in ipairs(cell and input and input.said_options or {}) do
        if input.options[i] == cell then
            return option
        end
    end
    return cell
end

-- Both, as short as they can be told apart.
local function shown_pair(row, input)
    local before, after = answer_of(shown(row.before), input), answer_of(shown(row.after), input)
    local one, other = before and numbers.figure(before), after and numbers.figure(after)
    if one == other then
        return before, after
    end
    return one, other
end

-- "more households with fibre (8000 to 12000)"; and whether they are several.
local function words_of_figure(row, input, kind_of_pair)
    local label = lowered(input and input.label or row.input)
    local before, after = shown_pair(row, input)
    local kind = input and input.kind
    local x, y = tonumber(row.before), tonumber(row.after)
    local fields = { label = label, before = before or say "nothing", after = after }
    if (not before or not after) and kind_of_pair ~= "period" then
        return after and say("{label} ({after}, not there in the other)", fields)
            or say("{label} ({before} in the other, not there in this one)", fields)
    elseif not before or not after then
        return after and say("{label} ({after}, not there before)", fields)
            or say("{label} ({before} before, not there now)", fields)
    elseif kind == "count" and x and y then
        return y > x and say("more {label} ({before} to {after})", fields)
            or say("fewer {label} ({before} to {after})", fields), true
    elseif x and y and kind ~= "flag" then
        return y > x and say("a higher figure of {label} ({before} to {after})", fields)
            or say("a lower figure of {label} ({before} to {after})", fields)
    end
    fields.label = input and input.label or row.input
    return say('"{label}" ({before} to {after})', fields)
end

local function by_size(a, b)
    local x, y = math.abs(a.points), math.abs(b.points)
    if x ~= y then
        return x > y
    end
    return a.order < b.order
end

-- What is no figure's, of a node; and whether these are several things.
local function words_of_node(row, at, kind_of_pair)
    local name, is_group = at.names[row.code] or "", at.is_group[row.code]
    local words = is_group and OWN_OF_GROUPS[row.note] or at.is_reader[row.code] and OWN_OF_READERS[row.note]
        or kind_of_pair ~= "period" and OWN_ELSEWHERE[row.note] or OWN[row.note]
        or is_group and say.later "gaps and rounding in {code} {name}"
        or say.later "gaps, estimates and earlier figures in {code} {name}"
    return say(words, { code = row.code, name = name }), not IS_ONE[row.note]
end

-- What accounts for a difference, the greatest first: figures, indicators; and components, with the reasons of the
-- scope.
local function parts_of(rows, figures, kind_of_pair, at)
    local parts, by_component, reasons = {}, {}, {}
    local function add(points, words, are_several)
        parts[#parts + 1] = { words = words, points = points, are_several = are_several, order = #parts + 1 }
    end
    for _, row in ipairs(figures) do
        add(row.points, words_of_figure(row, at.inputs[row.input], kind_of_pair))
    end
    for _, row in ipairs(rows) do
        if row.component ~= "data" then
            by_component[row.component] = (by_component[row.component] or 0) + row.points
        elseif row.input == "" then
            add(row.points, words_of_node(row, at, kind_of_pair))
        end
        if row.component == "scope" then
            scope_words.gather(reasons, row.note)
        end
    end
    table.sort(parts, by_size)
    return parts, by_component, reasons
end

local function words_of_component(component, reasons)
    if component ~= "scope" then
        return say(WORDS[component])
    end
    local list = language.list(scope_words.of(reasons))
    return scope_words.names_nodes(reasons) and say("the scope ({what})", { what = list }) or list
end

-- A figure may be of several indicators: in words it is spoken of once.
local function gathered(figures)
    local list, of = {}, {}
    for _, row in ipairs(figures) do
        local known = of[row.input]
        if known then
            known.points = known.points + row.points
            known.codes = known.codes .. ", " .. row.code
            known.note = known.note ~= "" and row.note ~= "" and known.note or ""
        else
            known = { input = row.input, before = row.before, after = row.after, points = row.points,
                note = row.note or "", codes = row.code, order = #list + 1 }
            of[row.input] = known
            list[#list + 1] = known
        end
    end
    table.sort(list, by_size)
    return list
end

-- "more households with fibre (...) accounts for +1.4, weights for -0.2 and all else for +0.1"
local function account(difference, parts, by_component, reasons, decimals)
    local told, rest = {}, difference
    local function tell(words, points, are_several)
        told[#told + 1] = { words, points, are_several }
        rest = rest - points
    end
    for i = 1, math.min(MOST_SPOKEN, #parts) do
        if math.abs(parts[i].points) >= LEAST then
            tell(parts[i].words, parts[i].points, parts[i].are_several)
        end
    end
    for _, component in ipairs(COMPONENTS) do
        local points = component ~= "data" and by_component[component]
        if points and math.abs(points) >= LEAST then
            tell(words_of_component(component, reasons), points, ARE_SEVERAL[component])
        end
    end
    if #told > 0 and math.abs(rest) >= LEAST then
        tell(say "all else", rest)
    end
    local words = {}
    for i, one in ipairs(told) do
        local fields = { what = one[1], points = numbers.signed(one[2], decimals) }
        words[i] = i > 1 and say("{what} for {points}", fields) or one[3] and say("{what} account for {points}", fields)
            or say("{what} accounts for {points}", fields)
    end
    local last = table.remove(words)
    return last and (#words > 0 and say("{list} and {last}", { list = language.list(words), last = last }) or last)
end

-- What has happened, or how the two stand, where it is more, less or as much.
local PHRASES <const> = {
    period = { more = say.later "{city} rose by {size} points, from {before} in {other} to {score} in {period}",
        less = say.later "{city} fell by {size} points, from {before} in {other} to {score} in {period}",
        alike = say.later "{city} has as many points in {period} as in {other}, {score}" },
    city = { more = say.later "{city} is {size} points ahead of {other} in {period}, with {score} to {before}",
        less = say.later "{city} is {size} points behind {other} in {period}, with {score} to {before}",
        alike = say.later "{city} has as many points in {period} as {other}, {score}" },
    city_then = {
        more = say.later "{city} in {period} is {size} points ahead of {other} in {then}, with {score} to {before}",
        less = say.later "{city} in {period} is {size} points behind {other} in {then}, with {score} to {before}",
        alike = say.later "{city} in {period} has as many points as {other} in {then}, {score}" },
    package = { more = say.later "{city} has {score} points in {period}, {size} more than by {other} ({before})",
        less = say.later "{city} has {score} points in {period}, {size} fewer than by {other} ({before})",
        alike = say.later "{city} has as many points in {period} as by {other}, {score}" },
    data = { more = say.later "{city} has {score} points in {period}, {size} more than with {other} ({before})",
        less = say.later "{city} has {score} points in {period}, {size} fewer than with {other} ({before})",
        alike = say.later "{city} has as many points in {period} as with {other}, {score}" },
    several = { more = say.later "{city} has {score} points in {period}, {size} more than {other} ({before})",
        less = say.later "{city} has {score} points in {period}, {size} fewer than {other} ({before})",
        alike = say.later "{city} has {score} points in {period}, as many as {other}" },
}

-- Why the two scores cannot be compared.
local function refusal(row)
    local words = row.status == "not_comparable" and scope_words.is_break(row.note) and BREAK or WHY_NOT[row.status]
    return say(words, { city = row.city, period = row.period, other = row.other })
end

-- The period of the other score, where it is another than that of this one; else nil.
local function other_period(row, run)
    return run.other_period ~= row.period and run.other_period or nil
end

-- Which of the phrases says how the two differ, and what it calls the other; `several` where the package or the data
-- are not all that is another: "Ostermark in 2023 by plan 2".
local function phrase_of(row, run)
    local city, period = run.other_city, other_period(row, run)
    if run.kind == "period" then
        return PHRASES.period, row.other
    elseif run.kind == "city" then
        return period and PHRASES.city_then or PHRASES.city, city
    elseif not city and not period then
        return PHRASES[run.kind], run.other_name
    end
    local told = city
    for _, part in ipairs { { say.later "in {other}", period or "" },
        { run.kind == "data" and say.later "with {other}" or say.later "by {other}", run.other_name } } do
        local words = part[2] ~= "" and say(part[1], { other = part[2] })
        told = words and (told and say("{first} {second}", { first = told, second = words }) or words) or told
    end
    return PHRASES.several, told
end

-- How many decimals tell two scores apart that do not differ by less than is spoken of.
local function decimals_of(row)
    local decimals = 1
    while math.abs(row.difference) >= LEAST and decimals < MOST_DECIMALS
        and numbers.fixed(row.score, decimals) == numbers.fixed(row.other_score, decimals) do
        decimals = decimals + 1
    end
    return decimals
end

-- `turned`: less of it is better, so that who has less is ahead.
local function sentence(row, run, turned, parts, by_component, reasons)
    if row.status ~= "compared" then
        return refusal(row)
    end
    local decimals = decimals_of(row)
    local phrase, other = phrase_of(row, run)
    local way = math.abs(row.difference) < LEAST and "alike" or (row.difference > 0) ~= turned and "more" or "less"
    local begin = say(phrase[way],
        { city = row.city, period = row.period, other = other, ["then"] = other_period(row, run),
            size = numbers.mark(math.abs(row.difference), decimals), score = numbers.mark(row.score, decimals),
            before = numbers.mark(row.other_score, decimals) })
    local why = account(row.difference, parts, by_component, reasons, decimals)
    if #parts == 0 and next(by_component) == nil then
        return say("{what}; nothing differs of what they rest on.", { what = begin })
    end
    return why and say("{what}: {why}.", { what = begin, why = why }) or say("{what}.", { what = begin })
end

-- The node right below the root that a node is part of; codes of the other side stand for themselves.
local function branches_of(package)
    local branch, order = {}, {}
    for _, node in ipairs(package:nodes()) do
        branch[node.code] = node.depth <= 1 and node.code or branch[node.parent]
        if node.depth <= 1 then
            order[#order + 1] = node.code
        end
    end
    return branch, order
end

local function add_branches(out, rows, run, labels)
    local branch, order = branches_of(run.package)
    local sums, used, total = {}, {}, {}
    for _, row in ipairs(rows) do
        local code = branch[row.code] or row.code
        if not branch[row.code] and not sums[code] then
            order[#order + 1] = code
        end
        sums[code] = sums[code] or {}
        for _, where in ipairs { sums[code], total } do
            where[row.component] = (where[row.component] or 0) + row.points
            where.all = (where.all or 0) + row.points
        end
        used[row.component] = true
    end
    local columns = { { said = say "part", least = 16, wrap = true } }
    local shown_components = {}
    for _, component in ipairs(COMPONENTS) do
        if used[component] then
            table.insert(columns, { title = component, side = "right" })
            table.insert(shown_components, component)
        end
    end
    table.insert(columns, { title = "points", side = "right" })
    local function line_of(first, sum)
        local line = { first }
        for _, component in ipairs(shown_components) do
            line[#line + 1] = sum[component] and numbers.signed(sum[component]) or ""
        end
        line[#line + 1] = numbers.signed(sum.all or 0)
        return line
    end
    local lines = {}
    for _, code in ipairs(order) do
        if sums[code] then
            lines[#lines + 1] = line_of(labels[code] or code, sums[code])
        end
    end
    if #lines > 0 then
        lines[#lines + 1] = line_of(say "all", total)
        out:table(columns, lines)
    end
end

-- What the two sides are called above their figures.
local function titles_of(row, run)
    local kind, other = run.kind, other_period(row, run)
    if kind == "period" then
        return row.other, row.period
    elseif kind == "city" and other then
        return language.unit(run.other_city, other), language.unit(row.city, row.period)
    end
    return kind == "city" and run.other_city or say "other", kind == "city" and row.city or say "this"
end

local NOTES <const> = { capped = say.later "capped", floored = say.later "floored",
    ["mark alike"] = say.later "mark alike", imputed = say.later "imputed",
    ["mark moved"] = say.later "without effect, though the mark moved", ["no mark"] = say.later "no mark",
    ["no mark before"] = say.later "no mark before", ["no mark now"] = say.later "no mark now" }
local NOTES_ELSEWHERE <const> = { ["no mark before"] = say.later "no mark in the other",
    ["no mark now"] = say.later "no mark in this one" }

local function note_of(note, kind)
    local words = kind ~= "period" and NOTES_ELSEWHERE[note] or NOTES[note]
    return words and say(words) or note
end

local function add_figures(out, figures, inputs, kind, before, after)
    local lines = {}
    for i = 1, math.min(MOST_FIGURES, #figures) do
        local row = figures[i]
        local one, other = shown_pair(row, inputs[row.input])
        lines[i] = { inputs[row.input] and inputs[row.input].label or row.input, row.codes, one or numbers.NONE,
            other or numbers.NONE, numbers.signed(row.points), note_of(row.note, kind) }
    end
    if #lines > 0 then
        out:table({ { title = "figure", least = 16, wrap = true }, { title = "indicator", wrap = true, least = 12 },
            { said = before, side = "right" }, { said = after, side = "right" },
            { title = "points", side = "right" }, { title = "", wrap = true, least = 6 } }, lines)
    end
    if #figures > #lines then
        out:paragraph(say.count(#figures - #lines, "And {n} figure more, in the table changed_figures.",
            "And {n} figures more, in the table changed_figures."))
    end
end

local function group_by_unit(rows)
    local groups = {}
    for _, row in ipairs(rows) do
        local key = row.city .. "\0" .. row.period
        groups[key] = groups[key] or {}
        table.insert(groups[key], row)
    end
    return groups
end

local function index_names(run)
    local names, labels, inputs, is_group, is_reader = {}, {}, {}, {}, {}
    for _, package in ipairs { run.other_package or run.package, run.package } do
        for _, node in ipairs(package:nodes()) do
            names[node.code], labels[node.code] = node.name, words.label(node)
            is_group[node.code] = node.kind ~= "indicator"
            is_reader[node.code] = not is_group[node.code] and #(package:indicator(node.code).reads or {}) > 0
        end
        for _, input in ipairs(package:inputs()) do
            inputs[input.name] = input
        end
    end
    return { names = names, labels = labels, inputs = inputs, is_group = is_group, is_reader = is_reader }
end

-- The units of the first rows, which alone are shown.
local function units_of(rows, run)
    local wanted, units = {}, {}
    for _, row in ipairs(rows) do
        wanted[row.city .. "\0" .. row.period] = true
    end
    for i, unit in ipairs(run.units) do
        if wanted[unit.city .. "\0" .. unit.period] then
            units[#units + 1] = i
        end
    end
    return units
end

-- `make(name, units)` gives a table; `differences` are the rows of that table; `run` is of cli.data.
function compare_page.page(make, differences, run)
    local out = page.new()
    local few = run.first_of(differences, run.most_cities)
    local units = units_of(few, run)
    local at = index_names(run)
    local rows = group_by_unit(make("compare", units):rows())
    local figures = group_by_unit(make("changed_figures", units):rows())
    local root = run.package:nodes()[1]
    local turned = run.kind == "city" and root.less_is_better or false
    out:heading(1, say("{index}: comparison", { index = root.name }))
    words.add_direction(out, root)
    for _, row in ipairs(few) do
        local key = row.city .. "\0" .. row.period
        local own, of_figures = rows[key] or {}, gathered(figures[key] or {})
        local parts, by_component, reasons = parts_of(own, of_figures, run.kind, at)
        out:heading(2, row.city)
        out:paragraph(sentence(row, run, turned, parts, by_component, reasons))
        if row.status == "compared" then
            add_branches(out, own, run, at.labels)
            add_figures(out, of_figures, at.inputs, run.kind, titles_of(row, run))
        end
    end
    if #differences > #few then
        out:paragraph(say.count(#differences - #few, "{n} city more are not shown: --city chooses, and --format csv has "
            .. "all.", "{n} cities more are not shown: --city chooses, and --format csv has all."))
    end
    return out
end

return compare_page
