-- The part of the report of many cities that shows each indicator: of each city where they are few, else how they
-- spread.

local cities_facts = require "report.cities_facts"
local language = require "report.language"
local numbers = require "report.numbers"
local palette = require "report.palette"
local strip = require "report.chart.strip"
local text = require "report.text"
local variation_words = require "report.variation_words"
local words = require "report.words"
local quantile = require "report.quantile"

local say = language.of "report.cities_heat"

local cities_heat = {}

local UPRIGHT <const> = 8      -- cities, from which on their names are turned
local ACROSS <const> = 45      -- letters of scores side by side in one table: a phone or paper has room for no more
local LEAST <const> = 3        -- letters that each of them takes

-- What stands where there is no score; all else is LETTER.
local LETTERS <const> = { not_reported = "NR", not_applicable = "NA" }
local LETTER <const> = "?"

-- The themes and, below each, its indicators; where an index has no groups, all there is. Behind them what stands by
-- itself.
function cities_heat.rows(facts)
    local themes, rows = {}, {}
    for _, theme in ipairs(facts.themes) do
        themes[theme.code] = true
    end
    for _, node in ipairs(facts.nodes) do
        if themes[node.code] or node.kind == "indicator" then
            rows[#rows + 1] = { node = node, is_theme = themes[node.code] and node.kind == "group" }
        end
    end
    for _, node in ipairs(facts.beside) do
        if node.alone or node.kind == "indicator" then
            rows[#rows + 1] = { node = node, is_theme = node.alone }
        end
    end
    return rows
end

function cities_heat.letter(status)
    return LETTERS[status] or LETTER
end

-- A score as large as a cell: a decimal less than elsewhere.
function cities_heat.short(facts, code, score)
    return numbers.mark(score, math.max(0, facts.digits[code] - 1))
end

local function cell_of(facts, city, node, score, range)
    if not score then
        local status = facts.status(city, node.code)
        return { cities_heat.letter(status), class = "empty", code = node.code,
            title = words.status[status] or status or say "not in this period" }
    end
    local shade, on = palette.shade(score, range)
    return { cities_heat.short(facts, node.code, score), class = shade .. " " .. on, code = node.code, score = score }
end

local function columns_of(facts, first, last)
    local columns = { { title = "", is_head = true, wrap = true } }
    for n = first, last do
        local name = facts.cities[n].name
        columns[#columns + 1] = { said = name, about = text.clean(name),
            turns = #facts.cities >= UPRIGHT and "turned" or "turns", is_upright = text.is_upright(name) }
    end
    return columns
end

-- A line a node: its name, and a cell a city.
local function lines_of(facts)
    local lines = {}
    for i, row in ipairs(cities_heat.rows(facts)) do
        local node, list = row.node, facts.column(row.node.code)
        local range = cities_facts.range(facts, node.code)
        lines[i] = { { words.label(node), strong = row.is_theme } }
        for n, city in ipairs(facts.cities) do
            lines[i][n + 1] = cell_of(facts, city, node, list[n] or nil, range)
        end
    end
    return lines
end

-- How many letters the longest cell has.
local function letters_in(lines)
    local most = LEAST
    for _, line in ipairs(lines) do
        for n = 2, #line do
            most = math.max(most, text.width(line[n][1]))
        end
    end
    return most
end

-- The cities from the `first` to the `last` in one table, whose cells have so many `letters` at most.
local function add_block(out, facts, lines, letters, first, last)
    local rows = {}
    for i, line in ipairs(lines) do
        rows[i] = table.move(line, first + 1, last + 1, 2, { line[1] })
    end
    local caption = first == 1 and last == #facts.cities and say "Scores of each city by indicator"
        or say("Scores of each city by indicator: the cities {first} to {last} of {n}", { first = first, last = last,
            n = #facts.cities })
    out:table(columns_of(facts, first, last), rows, { class = "heat", caption = caption,
        letters = letters, id = first == 1 and "heat-map" or "heat-map-" .. first })
end

-- What shades mean: the same in all rows only where all are looked at within the same range.
local function shade_words(facts, rows)
    local first = cities_facts.range(facts, rows[1].node.code)
    for _, row in ipairs(rows) do
        local range = cities_facts.range(facts, row.node.code)
        if range[1] ~= first[1] or range[2] ~= first[2] then
            return say "In each row by itself: the more a cell stands out, the higher the score."
        end
    end
    return say "The more a cell stands out, the higher the score."
end

local function nodes_of(rows)
    local nodes = {}
    for i, row in ipairs(rows) do
        nodes[i] = row.node
    end
    return nodes
end

local function legend(facts, first)
    local rows = cities_heat.rows(facts)
    local sentences = { first, shade_words(facts, rows) }
    sentences[#sentences + 1] = words.directions(nodes_of(rows))
    sentences[#sentences + 1] = cities_facts.beside_words(facts)
    return sentences
end

-- What stands where there is no score.
local function letter_words()
    return say "NR: not reported. NA: does not apply. ?: there are figures, but no score comes of them."
end

local function add_map(out, facts)
    local ranked = cities_facts.ranked(facts)
    local sentences = legend(facts, ranked == 0 and say "Each column is a city."
        or ranked < #facts.cities and say "Each column is a city, in the order of their ranks, those without one last."
        or say "Each column is a city, in the order of their ranks.")
    sentences[#sentences + 1] = letter_words()
    out:paragraph(language.sentences(sentences))
    local lines = lines_of(facts)
    local letters = letters_in(lines)
    local blocks = math.ceil(#facts.cities / math.max(1, ACROSS // letters))
    local most = math.ceil(#facts.cities / blocks)    -- so that none is left with a few
    for first = 1, #facts.cities, most do
        add_block(out, facts, lines, letters, first, math.min(#facts.cities, first + most - 1))
    end
end

local function add_strips(out, facts)
    local lines = {}
    for i, row in ipairs(cities_heat.rows(facts)) do
        local code, list = row.node.code, cities_facts.present(facts.column(row.node.code))
        table.sort(list)
        local median = #list > 0 and quantile(list, 0.5)
        lines[i] = { { words.label(row.node), strong = row.is_theme },
            median and { "", drawing = strip.draw { scores = list, median = median,
                range = cities_facts.range(facts, code) } } or numbers.NONE,
            cities_facts.mark(facts, code, list[1]), cities_facts.mark(facts, code, median),
            cities_facts.mark(facts, code, list[#list]), variation_words.count(#list) }
    end
    local sentences = { say("How the scores of all cities spread, low ones on the left and high ones on the right; the "
        .. "upright line is the median.") }
    sentences[#sentences + 1] = words.directions(nodes_of(cities_heat.rows(facts)))
    sentences[#sentences + 1] = cities_facts.beside_words(facts)
    out:paragraph(language.sentences(sentences))
    out:table({ { said = say "indicator", is_head = true, wrap = true },
        { said = say "distribution", class = "broad", is_drawn = true },
        { said = say "lowest", side = "right" }, { said = say "median", side = "right" },
        { said = say "highest", side = "right" }, { said = say "cities", side = "right" } }, lines,
        { id = "distributions", caption = say "Scores of all cities by indicator" })
end

function cities_heat.add(out, facts)
    out:heading(2, say "City by indicator", "indicators")
    if #facts.cities > cities_facts.MANY then
        add_strips(out, facts)
    else
        add_map(out, facts)
    end
end

-- The map as a drawing; or nil and why there is none.
function cities_heat.draw(facts)
    if #facts.cities > cities_facts.MANY then
        return nil, say("there are more than {n} cities", { n = cities_facts.MANY })
    end
    return require("report.chart.heatmap").draw { title = say("City by indicator, {period}", { period = facts.period }),
        about = language.sentences(legend(facts, say.count(#facts.cities, "Scores of {n} city in each indicator.",
            "Scores of {n} cities in each indicator."))),
        cities = facts.cities, rows = cities_heat.rows(facts), cell = function(row, n)
            local node = row.node
            local score = facts.column(node.code)[n] or nil
            local shade, on = "none", "on_low"
            if score then
                shade, on = palette.shade(score, cities_facts.range(facts, node.code))
            end
            return shade, on, score and cities_heat.short(facts, node.code, score)
                or cities_heat.letter(facts.status(facts.cities[n], node.code))
        end, name = words.label }:tell(legend(facts, letter_words()))
end

return cities_heat
