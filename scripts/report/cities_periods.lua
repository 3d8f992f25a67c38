-- The part of the report of many cities that shows the themes over the periods: some cities among all others.

local cities_facts = require "report.cities_facts"
local city_names = require "report.city_names"
local hm = require "hundredmark"
local language = require "report.language"
local multiples = require "report.chart.multiples"
local say = language.of "report.cities_periods"
local words = require "report.words"
local quantile = require "report.quantile"

local cities_periods = {}

local QUANTILES <const> = { 0.1, 0.25, 0.5, 0.75, 0.9 }
local ACROSS <const> = 3

-- Cities to be seen among the others: those asked for, else the first that has a rank, the one in the middle and the
-- last; where nobody has one, the same of those with a score.
local function chosen_of(facts)
    if #facts.chosen > 0 then
        return facts.chosen
    end
    local able, list, seen = {}, {}, {}
    local field = cities_facts.ranked(facts) > 0 and "rank" or "score"
    for _, city in ipairs(facts.cities) do
        able[#able + 1] = city[field] and city or nil
    end
    for _, i in ipairs { 1, (#able + 1) // 2, #able } do
        local city = able[i]
        if city and not seen[city] then
            seen[city] = true
            list[#list + 1] = city
        end
    end
    return list
end

-- Of each period the quantiles of all scores; false where there are none.
local function bands_of(lists, names, count)
    local bands = {}
    for q in ipairs(QUANTILES) do
        bands[q] = {}
    end
    for i = 1, count do
        local scores = {}
        for _, name in ipairs(names) do
            scores[#scores + 1] = lists[name][i] or nil
        end
        table.sort(scores)
        for q, share in ipairs(QUANTILES) do
            bands[q][i] = #scores > 0 and quantile(scores, share)
        end
    end
    return bands
end

local function days_of(periods)
    local days = {}
    for i, period in ipairs(periods) do
        local known = hm.period(period)
        days[i] = known and known.first or i
    end
    return days
end

-- From which to which score a city went.
local function way_of(facts, code, city, list)
    local first, last
    for i, score in ipairs(list) do
        if score then
            first, last = first or i, i
        end
    end
    return first and first < last and say("{city}: from {from} in {first} to {to} in {last}.", { city = city.name,
        from = cities_facts.mark(facts, code, list[first]), first = facts.periods[first],
        to = cities_facts.mark(facts, code, list[last]), last = facts.periods[last] }) or nil
end

local function one(facts, node, chosen, days)
    local lists, names = facts.series(node.code)
    local given = { node = node, title = words.label(node), periods = facts.periods, days = days, chosen = {},
        others = {}, range = node.range }
    local ways, seen = {}, {}
    for i, city in ipairs(chosen) do
        given.chosen[i] = { name = city.name, scores = lists[city.name] }
        seen[city.name] = true
        ways[#ways + 1] = way_of(facts, node.code, city, lists[city.name])
    end
    if #names > cities_facts.MANY then
        given.bands = bands_of(lists, names, #facts.periods)
    else
        for _, name in ipairs(names) do
            given.others[#given.others + 1] = not seen[name] and lists[name] or nil
        end
    end
    given.about = #ways > 0 and table.concat(ways, " ") or say "None of the cities shown has scores in two periods."
    return given
end

local function has_scores(facts, node)
    for _, list in pairs((facts.series(node.code))) do
        for _, score in ipairs(list) do
            if score then
                return true
            end
        end
    end
    return false
end

-- The themes, the index and what stands beside it, of those that some city has a score of; nil and why where there is
-- nothing to show.
local function all(facts)
    if #facts.periods < 2 then
        return nil, say "the data have one period alone"
    end
    local chosen, days, list = chosen_of(facts), days_of(facts.periods), {}
    local nodes = table.move(facts.themes, 1, #facts.themes, 1, {})
    nodes[#nodes + 1] = facts.root
    local beside = cities_facts.alone(facts)
    table.move(beside, 1, #beside, #nodes + 1, nodes)
    for _, node in ipairs(nodes) do
        list[#list + 1] = has_scores(facts, node) and one(facts, node, chosen, days) or nil
    end
    if #list == 0 then
        return nil, say "no city has a score"
    end
    return list, chosen
end

-- What has to be known of these charts: which are no part of the index, and in which less is better.
local function notes_of(facts, list)
    local nodes, is_shown = {}, {}
    for i, given in ipairs(list) do
        nodes[i], is_shown[given.node] = given.node, true
    end
    local notes = { cities_facts.beside_words(facts, is_shown) }
    notes[#notes + 1] = words.directions(nodes)
    return notes
end

function cities_periods.draw(facts)
    local list, reason = all(facts)
    if not list then
        return nil, reason
    end
    return multiples.sheet(say "Themes over the periods", list, ACROSS, {
        { "inner", say "half of all cities" }, { "band", say "eight of ten" }, { "trend", say "the median" },
        { "others", say "other cities" } }):tell(notes_of(facts, list))
end

-- Can one say which is the first, the one in the middle and the last? Not of those who share a rank, or have none.
local function have_places(facts, chosen)
    for _, city in ipairs(chosen) do
        if not city.rank or #city_names.of_rank(facts.cities, city.rank) > 1 then
            return false
        end
    end
    return #chosen == 3
end

local function introduce(out, facts, chosen, are_all)
    local names = cities_facts.names(chosen, #chosen)
    if #chosen == 0 then
        out:paragraph(say("No city has a score of {index} in {period}, so none stands out.", { index = facts.root.name,
            period = facts.period }))
    elseif are_all then
        out:paragraph(say.count(#chosen, "The line is that of {names}, the only city.", "The lines are those of all "
            .. "{n} cities: {names}.", { names = names }))
    elseif #facts.chosen > 0 or not have_places(facts, chosen) then
        out:paragraph(say("To be seen among the others: {names}.", { names = names }))
    else
        out:paragraph(say("To be seen among the others: the first, the one in the middle and the last of {period}, "
            .. "which are {names}.", { period = facts.period, names = names }))
    end
end

function cities_periods.add(out, facts)
    local list, chosen = all(facts)
    if not list then
        return
    end
    out:heading(2, say "Over the periods", "periods")
    local _, names = facts.series(facts.root.code)
    local are_all = #chosen >= #names    -- the data of earlier periods may have others
    introduce(out, facts, chosen, are_all)
    local page, pages = require "report.page", {}
    for i, given in ipairs(list) do
        pages[i] = page.new():chart(multiples.draw(given))
    end
    out:beside(pages)
    local notes = notes_of(facts, list)
    if #notes > 0 then
        out:note(language.sentences(notes))
    end
    local has_bands = list[1].bands ~= nil
    if are_all and not has_bands then
        return
    end
    out:note(has_bands and say("The strong band holds half of all cities, the faint one eight of ten; the thin line is "
        .. "the median.") or #chosen > 0 and say "All other cities are grey." or say "All cities are grey.")
end

return cities_periods
