-- Workbooks of scores in which every score is a formula: LibreOffice computes them anew, as they are and
-- after changes, to what the engine gives of the same figures, weights and thresholds.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;tests/reference/?.lua;" .. package.path

local csv = require "csv"
local files = require "files"
local generate = require "generate"
local invent = require "invent"
local lu = require "luaunit"
local office = require "office"
local random = require "random"
local support = require "support"
local tailor = require "tailor"

local ask = support.ask
local tests = {}

local NEAR <const> = 1e-9
local FIRST_ROW <const>, FIRST_COLUMN <const> = 3, 5    -- of the cells of units
local STUDY <const> = "examples/study --period 2025"
local RECORDS <const> = "--records features=examples/study/features.csv "
    .. "--records feature_changes=examples/study/feature_changes.csv"
local INVENTED <const> = 8    -- packages at random

-- Comparing -----------------------------------------------------------------------------------

-- The rows of a CSV file with a header, tables by the names of columns.
local function read_table(path)
    local rows, list = csv.parse(support.read(path)), {}
    for i = 2, #rows do
        list[i - 1] = {}
        for c, name in ipairs(rows[1]) do
            list[i - 1][name] = rows[i][c]
        end
    end
    return list
end

-- In German there are decimal commas.
local function number(text)
    text = text:gsub("^(%-?%d+),(%d)", "%1.%2")
    local percent = text:match("^(%-?[%d.]+)%%$")
    return percent and tonumber(percent) / 100 or tonumber(text)
end

local function is_near(found, wanted)
    local a, b = number(found), number(wanted)
    return a and b and math.abs(a - b) <= NEAR * math.max(1, math.abs(b))
end

local SHEETS <const> = { Scores = "score", Status = "status", Coverage = "coverage",
    Applicable = "applicable" }

-- What the cell of a sheet should be: a number, an error where there is no score, a status.
local function agrees(field, found, wanted)
    if field == "status" then
        return found == wanted
    elseif wanted == "" then
        return found:sub(1, 1) == "#"
    end
    return is_near(found, wanted)
end

-- Where the nodes and the units stand.
local function places(rows)
    local row_of, column_of = {}, {}
    for i = FIRST_ROW, #rows do
        row_of[rows[i][1]] = i
    end
    for c = FIRST_COLUMN, #rows[1] do
        column_of[rows[1][c] .. "\t" .. rows[2][c]] = c
    end
    return row_of, column_of
end

-- Compares the sheets of a workbook, converted into `folder`, with scores that the program wrote. `named`: what sheets
-- are called in its language.
local function compare(folder, name, scores, named)
    local sheets, count = {}, 0
    for sheet in pairs(SHEETS) do
        sheets[sheet] = office.rows(folder, name, named and named[sheet] or sheet)
    end
    local row_of, column_of = places(sheets.Scores)
    for _, row in ipairs(read_table(scores)) do
        local r, c = row_of[row.code], column_of[row.city .. "\t" .. row.period]
        for sheet, field in pairs(SHEETS) do
            local found = sheets[sheet][r][c]
            lu.assertTrue(agrees(field, found, row[field]), ("%s: %s, %s %s, %s: found %s, expected %s")
                :format(name, sheet, row.city, row.period, row.code, found, row[field]))
        end
        count = count + 1
    end
    return count
end

-- Changing ------------------------------------------------------------------------------------

local function letters(column)
    return column > 26 and letters((column - 1) // 26) .. letters((column - 1) % 26 + 1)
        or string.char(64 + column)
end

-- Writes NAME.xlsx from the workbook FROM.xlsx with other cells: a list of { sheet, row, column,
-- value }. No formula keeps what it was computed to.
local function change(from, name, cells)
    local lines = {}
    for i, cell in ipairs(cells) do
        lines[i] = ("%s\t%s%d\t%s\n"):format(cell[1], letters(cell[3]), cell[2], cell[4])
    end
    support.write(name .. ".cells", table.concat(lines))
    ask(("python3 tests/tools/set_cells.py $TMP/%s.xlsx $TMP/%s.xlsx < $TMP/%s.cells"):format(from, name,
        name))
    return support.path(name .. ".xlsx")
end

-- The figures of a workbook with some changed, as data in the long form.
local function write_data(name, rows, cells)
    local changed, out = {}, { "city,period,input,value\n" }
    for _, cell in ipairs(cells) do
        changed[cell[2] .. " " .. cell[3]] = cell[4]
    end
    for r = FIRST_ROW, #rows do
        for c = FIRST_COLUMN, #rows[1] do
            local text = changed[r .. " " .. c] or rows[r][c]
            out[#out + 1] = ('"%s",%s,%s,"%s"\n'):format(rows[1][c], rows[2][c], rows[r][4], text)
        end
    end
    return support.write(name .. "-data.csv", table.concat(out))
end

local function score(arguments, output)
    ask(("hundredmark score -q %s -o $TMP/%s 2>/dev/null || test $? = 1"):format(arguments, output))
end

-- A figure at random for what the third column says that it may be.
local function new_figure(r, words)
    local options = words:find "^yes" and { "yes", "no", "maybe" }
        or words:find "^from 0 to 1" and { "0", "1", "0.25", "1.5" }
        or { "0", "1", "2.5", "-5", tostring(r:whole(0, 20)), tostring(r:whole(0, 2000000)), "about 40" }
    return r:chance(0.3) and r:pick { "NR", "NA", "" } or r:pick(options)
end

local function change_figures(seed, rows)
    local r, cells = random.new(seed), {}
    for row = FIRST_ROW, #rows do
        for column = FIRST_COLUMN, #rows[1] do
            if r:chance(0.3) then
                cells[#cells + 1] = { "Figures", row, column, new_figure(r, rows[row][3]) }
            end
        end
    end
    return cells
end

-- The same figure for some inputs, in all columns.
local function set_figures(rows, figures)
    local cells = {}
    for row = FIRST_ROW, #rows do
        for column = FIRST_COLUMN, #rows[1] do
            if figures[rows[row][4]] then
                cells[#cells + 1] = { "Figures", row, column, figures[rows[row][4]] }
            end
        end
    end
    return cells
end

-- Other weights for some nodes, and another least coverage: the cells, and the package that says so.
local WEIGHTS <const> = { L1 = "3", L2 = "0.5", ["L1.1"] = "0", ["L1.1.2"] = "7.25", ["L6.1.1"] = "2",
    ["L4.3.8"] = "0", performance = "2" }
local LEAST_COVERAGE <const> = "0.9"

local function change_weights(rows)
    local cells, lines = {}, {}
    for i, row in ipairs(rows) do
        if WEIGHTS[row[1]] and row[3] ~= "" then
            cells[#cells + 1] = { "Weights", i, 4, WEIGHTS[row[1]] }
            lines[#lines + 1] = ("[%q] = %s,"):format(row[1], WEIGHTS[row[1]])
        elseif row[2]:find "^Coverage that a group needs" then
            cells[#cells + 1] = { "Weights", i, 4, LEAST_COVERAGE }
        end
    end
    ask "mkdir -p $TMP/weighted"
    support.write("weighted/package.lua", ([[return package { name = "weighted", version = "1", api = 1,
        title = "Weighted", extends = "iso-iec-30146", weights = { %s },
        policy = { min_coverage = %s } }]]):format(table.concat(lines), LEAST_COVERAGE))
    return cells
end

-- The standard --------------------------------------------------------------------------------

-- Variants by name: a list of cells each; those of figures are scored by the engine, too.
local function variants_of(figures)
    return {
        { name = "missing", cells = set_figures(figures, { government_services = "NR", schools = "",
            citizens = "NA", transport_info_channels = "NR" }) },
        { name = "zeros", cells = set_figures(figures, { government_services = "0", schools = "0",
            schools_wireless = "0", households = "0" }) },
        { name = "capped", cells = set_figures(figures, { mobile_municipal_services = "5000",
            one_stop_services = "9999999", ftth_users = "999999999" }) },
        { name = "random1", cells = change_figures(1, figures) },
        { name = "random2", cells = change_figures(2, figures) },
    }
end

local function score_variants(variants, figures)
    local paths = {}
    for i, variant in ipairs(variants) do
        local data = write_data(variant.name, figures, variant.cells)
        score(("'%s' %s --period 2025"):format(data, RECORDS), variant.name .. "-scores.csv")
        paths[i] = change("base", variant.name, variant.cells)
    end
    return paths
end

function tests.test_the_standard_follows_figures_and_weights()
    score(STUDY, "base.xlsx")
    score(STUDY, "base-scores.csv")
    office.convert({ change("base", "same", {}) }, support.folder, "en-US")
    lu.assertEquals(compare(support.folder, "same", support.path "base-scores.csv"), 7 * 79)
    local figures = office.rows(support.folder, "same", "Figures")
    local variants = variants_of(figures)
    local paths = score_variants(variants, figures)
    local weights = change_weights(office.rows(support.folder, "same", "Weights"))
    lu.assertEquals(#weights, 8)
    paths[#paths + 1] = change("base", "weights", weights)
    score("-p $TMP/weighted " .. STUDY, "weights-scores.csv")
    variants[#variants + 1] = { name = "weights" }
    for _, language in ipairs { "en-US", "de-DE" } do
        ask(("mkdir -p $TMP/%s"):format(language))
        office.convert(paths, support.path(language), language)
        for _, variant in ipairs(variants) do
            lu.assertEquals(compare(support.path(language), variant.name,
                support.path(variant.name .. "-scores.csv")), 7 * 79)
        end
    end
end

-- Sheets that formulas name have other names, and figures are changed in them.
function tests.test_a_workbook_in_another_language()
    local named <const> = { Scores = "Notes", Status = "Statut", Coverage = "Couverture", Applicable = "Applicable" }
    score(STUDY .. " --lang fr", "french.xlsx")
    office.convert({ change("french", "french-same", {}) }, support.folder, "en-US")    -- figures with a point
    local figures = office.rows(support.folder, "french-same", "Chiffres")
    local cells = set_figures(figures, { government_services = "0", schools = "", citizens = "NA" })
    for _, cell in ipairs(cells) do
        cell[1] = "Chiffres"
    end
    score(("'%s' %s --period 2025"):format(write_data("french-changed", figures, cells), RECORDS), "french-scores.csv")
    office.convert({ change("french", "french-changed", cells) }, support.folder, "fr-FR")
    lu.assertEquals(compare(support.folder, "french-changed", support.path "french-scores.csv", named), 7 * 79)
end

-- What a name of a workbook stands for has an end, which sheets that are called by their records would go beyond.
function tests.test_records_with_a_long_name()
    local name <const> = "repairs_of_pipes_and_of_all_that_belongs_to_them"
    ask "mkdir -p $TMP/long"
    support.write("long/package.lua", [[return package { name = "long", version = "1", api = 1, title = "Long",
        nodes = { { "I", "Index" } }, policy = { min_coverage = 0 } }]])
    support.write("long/A.lua", ([[return indicator { code = "A", parent = "I", name = "A", inputs = { count { "n", "N" },
        records { "NAME", "R", columns = { number { "days_until_they_were_finished", "Days" } } } },
        measure = input.n * count_rows(input.NAME, gt(input.NAME.days_until_they_were_finished, 2)) }]]):gsub("NAME", name))
    support.write("long.csv", "city,period,n\nAlba,2025,7\n")
    support.write("long-rows.csv", "city,period,days_until_they_were_finished\nAlba,2025,1\nAlba,2025,3\nAlba,2025,4\n")
    local data = ("-p $TMP/long $TMP/long.csv --records %s=$TMP/long-rows.csv"):format(name)
    score(data, "long.xlsx")
    score(data, "long-scores.csv")
    office.convert({ change("long", "long-same", {}) }, support.folder, "en-US")
    lu.assertEquals(compare(support.folder, "long-same", support.path "long-scores.csv"), 2)
    lu.assertEquals(office.rows(support.folder, "long-same", "Scores")[FIRST_ROW][FIRST_COLUMN], "14")
end

function tests.test_the_same_scores_are_the_same_bytes()
    score(STUDY, "once.xlsx")
    score(STUDY, "twice.xlsx")
    lu.assertTrue(support.read(support.path "once.xlsx") == support.read(support.path "twice.xlsx"))
end

-- Before anything is computed, cells hold what the engine found.
function tests.test_what_is_kept_of_formulas_is_the_engine_s_own()
    score("examples/study --period 2022", "kept.xlsx")
    score("examples/study --period 2022", "kept-scores.csv")
    office.convert({ support.path "kept.xlsx" }, support.folder, "en-US")
    lu.assertEquals(compare(support.folder, "kept", support.path "kept-scores.csv"), 7 * 79)
end

-- Packages at random --------------------------------------------------------------------------

-- Writes an invented package with data, and scores it both ways; the name.
local function score_invented(seed)
    local name, framework = "invented" .. seed, invent.framework(seed)
    local data = generate.data(seed + 1000000, framework)
    local policy = seed % 2 == 0 and invent.policy() or generate.policy(seed, framework)
    ask(("mkdir -p $TMP/%s $TMP/%s-data"):format(name, name))
    support.write(name .. "/package.lua", tailor.package(policy, framework))
    for file, text in pairs(framework.scripts) do
        support.write(name .. "/" .. file, text)
    end
    local paths = files.write(data, support.path(name .. "-data"))
    local arguments = ("-p $TMP/%s '%s'"):format(name, paths[1])
    score(arguments, name .. "-whole.xlsx")
    score(arguments, name .. "-scores.csv")
    return name
end

function tests.test_packages_at_random()
    local names, paths = {}, {}
    for seed = 1, INVENTED do
        names[seed] = score_invented(seed)
        paths[seed] = change(names[seed] .. "-whole", names[seed], {})
    end
    office.convert(paths, support.folder, "en-US")
    for _, name in ipairs(names) do
        lu.assertTrue(compare(support.folder, name, support.path(name .. "-scores.csv")) > 0)
    end
end

-- Tables --------------------------------------------------------------------------------------

local METHODS <const> = { '{ "geometric", floor = 20 }', '"product"', '"sum"', '{ "sum", missing = "zero" }',
    '{ "power", 0.5 }', '{ "power", -1.5 }', '{ "worst", 2 }', '{ "mean_min", alpha = 0.5, beta = 3 }', '"mazziotta_pareto"',
    '{ "mazziotta_pareto", penalty = "add", sd = "sample" }' }

local AT_HUNDRED <const> = ', scale = { "zscore", mean = 100, spread = 10 }, range = false'

-- A group of three indicators for each method, with figures, gaps and zeros.
function tests.test_methods_of_aggregation()
    local nodes, header, rows = {}, { "city,period" }, { "Full,2025", "Gaps,2025", "Zeros,2025" }
    ask "mkdir -p $TMP/methods"
    for i, method in ipairs(METHODS) do
        nodes[i] = ('{ "G%d", "Group", parent = "index", aggregate = %s }'):format(i, method)
        for k = 1, 3 do
            local code = ("I%d%d"):format(i, k)
            support.write(("methods/%s.lua"):format(code), ([[return indicator { code = %q, parent = "G%d",
                name = "Indicator", inputs = { number { "x%d%d" } }, measure = input.x%d%d, weight = %d %s }]])
                :format(code, i, i, k, i, k, k, method:find "mazziotta" and AT_HUNDRED or ""))
            header[#header + 1] = ("x%d%d"):format(i, k)
            rows[1] = rows[1] .. "," .. 15 + 11 * k
            rows[2] = rows[2] .. (k == 2 and "," or "," .. 90 - 17 * k)
            rows[3] = rows[3] .. (k == 1 and ",0" or "," .. 23 * k)
        end
    end
    support.write("methods/package.lua", ([[return package { name = "methods", version = "1", api = 1,
        nodes = { { "index", "Index" }, %s } }]]):format(table.concat(nodes, ", ")))
    support.write("methods.csv", table.concat(header, ",") .. "\n" .. table.concat(rows, "\n") .. "\n")
    score("-p $TMP/methods $TMP/methods.csv", "methods-whole.xlsx")
    score("-p $TMP/methods $TMP/methods.csv", "methods-scores.csv")
    office.convert({ change("methods-whole", "methods", {}) }, support.folder, "en-US")
    lu.assertTrue(compare(support.folder, "methods", support.path "methods-scores.csv") > 0)
end

-- Classes follow their scores and values, except where a bound goes by the period.
function tests.test_classes()
    ask "mkdir -p $TMP/classes"
    support.write("classes/parameters.csv", "name,value\nline,20\n")
    support.write("classes/package.lua", [[return package { name = "classes", version = "1", api = 1, nodes = {
        { "index", "Index", classes = { { at_least = 60, 'so "high"' }, { over = 25, "middle" }, { "low" } } },
        { "side", "Side", parent = "index", classes = { { at_least = param.line, "yes" }, { "no" } } } } }]])
    for code, more in pairs { a = 'scale = "minmax", classes = { { at_most = 2, "green" }, '
            .. '{ below = 5, "yellow" }, of = "value" }', b = "" } do
        support.write(("classes/%s.lua"):format(code), ([[return indicator { code = %q, parent = "side",
            name = "X", inputs = { number { %q } }, measure = input.%s, %s }]]):format(code, code, code, more))
    end
    support.write("classes.csv", "city,period,a,b\nOne,2025,2,120\nTwo,2025,4,20\nThree,2025,12,\n")
    score("-p $TMP/classes $TMP/classes.csv", "classes-whole.xlsx")
    local rows = office.rows
    office.convert({ change("classes-whole", "same", {}),
        change("classes-whole", "other", { { "Figures", 3, 5, "4.5" }, { "Figures", 4, 5, "0" } }) },
        support.folder, "en-US")
    local same, other = rows(support.folder, "same", "Class"), rows(support.folder, "other", "Class")
    -- a is 0, 20 and 100; the index 50, 20 and 100
    lu.assertEquals({ table.unpack(same[3], 5, 7) }, { "middle", "low", 'so "high"' })
    lu.assertEquals({ table.unpack(same[4], 5, 7) }, { "yes", "yes", "yes" })
    lu.assertEquals({ table.unpack(same[5], 5, 7) }, { "green", "yellow", "" })
    -- One has 4.5 and 0: 25 of a, by what the scale learnt
    lu.assertEquals({ table.unpack(other[3], 5, 7) }, { "low", "low", 'so "high"' })
    lu.assertEquals({ table.unpack(other[5], 5, 7) }, { "yellow", "yellow", "" })
end

-- Several answers in a cell, with blanks, in any order, wrong, or none.
function tests.test_several_answers()
    ask "mkdir -p $TMP/several"
    support.write("several/package.lua", [[return package { name = "several", version = "1", api = 1,
        nodes = { { "index", "Index" } } }]])
    support.write("several/a.lua", [[return indicator { code = "a", parent = "index", name = "A",
        inputs = { choice { "sv", "Services", options = { "tax", "in person", "permits" }, many = true } },
        measure = points(has(input.sv, "in person"), 40) + 20 * count_of(input.sv) }]])
    support.write("several/b.lua", [[return indicator { code = "b", parent = "index", name = "B",
        inputs = { "sv" }, measure = 100 * when(has(input.sv, "tax"), 1, 0.5) }]])
    support.write("several.csv", "city,period,sv\n1,2025,permits| in person\n2,2025,none\n3,2025,\n4,2025,tax\n"
        .. "5,2025,tax|permits|in person\n6,2025,tax\n7,2025,tax\n8,2025,tax\n")
    score("-p $TMP/several $TMP/several.csv", "several-whole.xlsx")
    office.convert({ change("several-whole", "several", { { "Figures", 3, 8, "tax | in person" },
        { "Figures", 3, 10, "taxes" }, { "Figures", 3, 11, "tax|tax" }, { "Figures", 3, 12, "none|tax" } }) },
        support.folder, "en-US")
    local found = office.rows(support.folder, "several", "Scores")[4]
    -- 40 + 2 * 20; 0; not reported; 40 + 2 * 20; 40 + 3 * 20; and three that cannot be
    lu.assertEquals({ number(found[5]), number(found[6]), number(found[8]), number(found[9]) }, { 80, 0, 80, 100 })
    lu.assertEquals({ found[7], found[10], found[11], found[12] }, { "#N/A", "#VALUE!", "#VALUE!", "#VALUE!" })
    found = office.rows(support.folder, "several", "Scores")[5]
    lu.assertEquals({ number(found[5]), number(found[6]), number(found[8]), number(found[9]) }, { 50, 50, 100, 100 })
    lu.assertEquals({ found[7], found[10], found[11], found[12] }, { "#N/A", "#VALUE!", "#VALUE!", "#VALUE!" })
end

function tests.test_any_table_is_a_sheet()
    score("examples/study --period 2025 --values", "values.xlsx")
    ask "hundredmark pack diff iso-iec-30146 examples/packages/national-2016 -o $TMP/diff.xlsx"
    office.convert({ support.path "values.xlsx", support.path "diff.xlsx" }, support.folder, "en-US")
    local rows = office.rows(support.folder, "values", "scores")
    score("examples/study --period 2025", "values-scores.csv")
    local wanted = read_table(support.path "values-scores.csv")
    lu.assertEquals(#rows, #wanted + 1)
    for i, row in ipairs(wanted) do
        lu.assertEquals({ rows[i + 1][1], rows[i + 1][3] }, { row.city, row.code })
        lu.assertTrue(rows[i + 1][8] == row.score or is_near(rows[i + 1][8], row.score))
    end
    lu.assertEquals(office.rows(support.folder, "diff", "changes")[1],
        { "kind", "change", "code", "name", "what", "before", "after" })
end

support.run("TestLiveScores", tests)
