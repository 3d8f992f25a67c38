-- The main table of an audit, against numbers worked out by hand.

local support_folder = arg[0]:match("^(.*)/[^/]*$") or "."
package.path = support_folder .. "/?.lua;" .. support_folder .. "/../../scripts/?.lua;" .. package.path
local hm = require "hundredmark"
local lu = require "luaunit"
local audit_gaps = require "report.audit_gaps"
local audit_ranking = require "report.audit_ranking"
local audit_rows = require "cli.audit_rows"
local open_words = require "report.open_words"
local page = require "report.page"
local sensitivity_page = require "report.sensitivity_page"
local support = require "support"
local uncertainty_page = require "report.uncertainty_page"
local variation_outside = require "report.variation_outside"
local variation_words = require "report.variation_words"

local tests = {}

local FILES <const> = {
    ["package.lua"] = 'return package { name = "p", version = "1", api = 1, nodes = { { "I", "Index" } }, '
        .. "policy = { min_coverage = 0, rank_if = { coverage = 0, applicable = 0 } } }",
    ["inputs.lua"] = 'return { number { "a", "A" }, number { "b", "B" } }',
    ["a.lua"] = 'return { indicator { code = "A", parent = "I", name = "A", inputs = { "a" }, measure = input.a, '
        .. 'weight = 2 }, indicator { code = "B", parent = "I", name = "B", inputs = { "b" }, measure = input.b } }',
    ["study.lua"] = 'return study { vary = { drop = { "A", "B" } } }',
}

-- c1 to c8: by A, which weighs more, c1 is the first, by B alone the last; c9 has no figure.
local function figures()
    local lines = { "city,period,a,b" }
    for i = 1, 8 do
        lines[#lines + 1] = ("c%d,2024,%d,%d"):format(i, 90 - 10 * i, 5 + 10 * i)
    end
    lines[#lines + 1] = "c9,2024,,"
    return support.dataset(table.concat(lines, "\n") .. "\n")
end

-- Variations, of each of which `drops` says what is left out: 1 A, 2 B, 0 nothing.
local function make_of(drops)
    local package = support.need(hm.open_package("p", { files = FILES }))
    local replay = {}
    for i, drop in ipairs(drops) do
        replay[i] = { number = i, choices = { drop = drop } }
    end
    local made = support.need(hm.replicates(support.need(hm.study(package)), figures(), { replay = replay }))
    return function(name)
        return support.need(made:table(name))
    end
end

-- In one variation of four A is left out, and the order turned round: rank r becomes 9 - r.
function tests.test_shift_and_near_by_hand()
    local rows = audit_rows.of(make_of { 1, 2, 2, 0 }, "I")
    lu.assertEquals(#rows, 9)
    for i = 1, 8 do
        local moved = math.abs(9 - 2 * i)
        lu.assertEquals({ rows[i].city, rows[i].rank }, { "c" .. i, i })
        lu.assertEquals(rows[i].shift, moved / 4)
        lu.assertEquals(rows[i].within_5, moved <= 5 and 1 or 0.75)
        lu.assertEquals(rows[i].tier, 1)
    end
    lu.assertEquals({ rows[9].city, rows[9].rank, rows[9].shift, rows[9].within_5 }, { "c9" })
end

function tests.test_nothing_moves()
    for i, row in ipairs(audit_rows.of(make_of { 2, 0, 2 }, "I")) do
        if i < 9 then
            lu.assertEquals({ row.shift, row.within_5, row.tier }, { 0, 1, i })
        end
    end
end

function tests.test_columns()
    local names = {}
    local made = audit_rows.table(make_of { 1, 2 }, "I")
    for i, column in ipairs(made:columns()) do
        names[i] = column.name
    end
    lu.assertEquals(table.concat(names, ","), "city,period,score,rank,score_q05,score_q50,score_q95,rank_q05,rank_q50,"
        .. "rank_q95,ranked,shift,within_5,tier")
    lu.assertEquals(made:rows()[1].shift, 3.5)
end

-- Of more than 60 cities a page has the first 30, the last 10 and the 20 that move most, here every third one.
function tests.test_a_page_has_some_of_many_cities()
    local rows = {}
    for i = 1, 90 do
        rows[i] = { city = "c" .. i, period = "2024", rank = i, score = 100 - i, rank_q05 = i, rank_q95 = i + 1,
            ranked = 100, tier = 1, shift = i % 3 == 0 and 50 - i / 3 or 1, within_5 = 0.5, score_q05 = 1, score_q95 = 2 }
    end
    local package = support.need(hm.open_package("p", { files = FILES }))
    local out = page.new()
    audit_ranking.add(out, { rows = rows, periods = { "2024" }, last = "2024", count = 100, factors = {}, root = "I",
        nodes = package:nodes(), names = { I = "Index" }, take = function() end })
    local tables = {}
    for _, block in ipairs(out) do
        tables[#tables + 1] = block.kind == "table" and block or nil
    end
    local function cities_of(made)
        local names = {}
        for i, row in ipairs(made.rows) do
            names[i] = row[3]
        end
        return names
    end
    lu.assertEquals(#tables, 3)
    lu.assertEquals({ #tables[1].rows, tables[1].rows[30][3] }, { 30, "c30" })
    lu.assertEquals({ #tables[2].rows, tables[2].rows[1][3], tables[2].rows[10][3] }, { 10, "c81", "c90" })
    local moving = cities_of(tables[3])
    lu.assertEquals({ #moving, moving[1], moving[2], moving[20] }, { 20, "c3", "c6", "c60" })
    lu.assertStrContains(out:text(100), "Of 90 cities these are the first 30, the last 10 and the 20")
end

-- Who is behind in nearly all variations is told apart, too; and who is not never has the percentage of who is.
function tests.test_neighbours_are_told_apart_both_ways()
    for share, words in pairs { [1] = "ahead of B in 100 % of variations", [0.95] = "ahead of B in 95 % of variations",
        [0.949] = "not told apart from B (ahead in 94 %)", [0.5] = "not told apart from B (ahead in 50 %)",
        [0.051] = "not told apart from B (ahead in 6 %)", [0.05] = "behind B in 95 % of variations",
        [0.001] = "behind B in 99 % of variations", [0] = "behind B in 100 % of variations" } do
        local out = page.new()
        uncertainty_page.add_neighbours(out, { { city = "A", rank = 1, score = 2 },
            { city = "B", rank = 2, score = 1 } }, { ["A\0B"] = share })
        lu.assertStrContains(out:markdown(), "A, 1st: " .. words)
    end
end

function tests.test_who_is_ranked_in_some_variations_alone_is_told()
    local function words(rows)
        return variation_words.not_always_ranked(rows, 64, function(row) return row.city end)
    end
    lu.assertStrContains(words { { city = "A", rank = 1, ranked = 64 }, { city = "B", ranked = 2 } }, "B (in 2 of 64)")
    lu.assertNil(words { { city = "A", rank = 1, ranked = 64 }, { city = "B", ranked = 0 } })
end

-- Where ranks are told, so is of how many variations they are.
function tests.test_ranks_say_of_which_variations_they_are()
    local row = { rank = 5, rank_q05 = 5, rank_q95 = 6, ranked = 512 }
    lu.assertEquals(variation_words.ranks(row, 1024), "5th to 6th, ranked in 50 %")
    lu.assertEquals(variation_words.ranks(row, 512), "5th to 6th")
    lu.assertEquals(variation_words.rank(row, 1024, { row }),
        "5th; 5th to 6th in 90 % of those 512 of 1,024 variations in which it is ranked")
    local rows = {}
    for i = 1, 10 do
        rows[i] = { city = "c" .. i, period = "2025", code = "I", rank = i, score = 50 - i, rank_q05 = i, rank_q95 = i,
            ranked = i == 7 and 16 or 64, within_5 = 1, shift = 0, tier = 1 }
    end
    local function text()
        local out = page.new()
        audit_ranking.add(out, { rows = rows, periods = { "2025" }, last = "2025", count = 64, root = "I", factors = {},
            nodes = { { code = "I", depth = 0, range = { 0, 100 } } }, names = { I = "Index" },
            take = function() return nil end })
        return out:text(100)
    end
    local told = text()
    lu.assertStrContains(told, "ranked in")
    lu.assertStrContains(told:match "%f[%w]c7  [^\n]*", "25 %")
    lu.assertStrContains(told:match "%f[%w]c8  [^\n]*", "100 %")
    rows[7].ranked = 64
    lu.assertNil(text():find("ranked in", 1, true))
end

-- B's bounds cannot be told though it has all figures, those of C are known; D's figure moves nothing.
function tests.test_gaps_are_counted_where_they_are()
    local tables = {
        bounds = { { city = "A", low = 10, high = 60 }, { city = "B" },
            { city = "C", low = 20, high = 20 }, { city = "D" } },
        stakes = { { city = "A", code = "X", points = 50 }, { city = "A", code = "Y" },
            { city = "D", code = "X", points = 0 } },
    }
    for _, rows in pairs(tables) do
        for _, row in ipairs(rows) do
            row.period, row.code, row.score = "2025", row.code or "I", 20
        end
    end
    local function text(stakes)
        local out = page.new()
        audit_gaps.add(out, { root = "I", last = "2025", nodes = { { code = "I", depth = 0 } },
            names = { X = "Xs", Y = "Ys" },
            take = function(name)
                return { rows = function() return name == "stakes" and stakes or tables[name] end }
            end })
        return out:markdown()
    end
    local all = text(tables.stakes)
    lu.assertStrContains(all, "2025: of 4 cities, 1 lacks figures that could move the index.")
    lu.assertStrContains(all, "| A | Xs | 50")
    lu.assertNotStrContains(all, "| D | Xs")
    lu.assertStrContains(all, "Of 1 missing figure it cannot be told how far the index could move.")
    lu.assertStrContains(text {}, "2025: no city lacks figures of its own that could move the index.")
end

-- Estimates beyond what shares can be are shown within, and a word says so; those off by rounding say nothing.
function tests.test_shares_of_variance_beyond_all()
    local function text(rows)
        local made = { make = function() return { rows = function() return rows end } end,
            study = { factors = function() return {} end } }
        local package = { nodes = function() return { { name = "Index" } } end }
        return sensitivity_page.page(made, { package = package, units = { { period = "2024" } } }, "shift"):markdown()
    end
    local function row(first, total, low, high)
        return { target = "shift", factor = "weights", period = "", first = first, first_low = low, first_high = 0.9,
            total = total, total_low = 0.1, total_high = high }
    end
    local off = text { row(-0.021, 1.001, -0.2, 1.31) }
    lu.assertStrContains(off, "| 0.0 % | 0.0 % to 90.0 % | 100.0 % | 10.0 % to 100.0 % |")
    lu.assertStrContains(off, "Estimates that come out below 0 or above 100 % are shown as 0 and 100 %")
    lu.assertStrContains(off, "100 % is what factors do together.")
    local near = text { row(0.5, 1 + 1e-15, 0.4, 1) }
    lu.assertStrContains(near, "| 50.0 % | 40.0 % to 90.0 % | 100.0 % | 10.0 % to 100.0 % |")
    lu.assertNotStrContains(near, "Estimates that come out")
end

-- What the package says may lie outside of 90 % of variations; as far as it is shown, and of scores only by one scale.
function tests.test_outside_of_most_variations()
    local function row(city, score, low, high, rank, first, last)
        return { city = city, score = score, score_q05 = low, score_q95 = high, rank = rank, rank_q05 = first, rank_q95 = last }
    end
    local rows = { row("A", 87.9, 79.7, 83.9, 1, 1, 2), row("B", 80, 79, 81, 2, 3, 5), row("C", 70.04, 70.041, 71, 3, 3, 3),
        row("D", 60, 59, 61, 4, 1.6, 3.4), row("E", 50, 51, 52) }
    lu.assertStrContains(variation_outside.told(rows, 1, false), "3 cities stand outside")
    lu.assertStrContains(variation_outside.told(rows, 1, false), "(A, B and D)")
    lu.assertStrContains(variation_outside.told(rows, 1, true), "(B and D)")
    lu.assertStrContains(variation_outside.told({ rows[1] }, 1, false), "1 city stands outside of where it is")
    lu.assertNil(variation_outside.told({ rows[1] }, 1, true))
    lu.assertNil(variation_outside.told({ rows[3], rows[5] }, 1, false))
end

-- A score may be none that it could have if all that is missing were there.
function tests.test_scores_outside_of_what_they_could_be()
    local function told(row)
        return table.concat(open_words.notes({ row }, {}, {}, {}), "\n")
    end
    local row = { city = "A", period = "2025", rank = 1, rank_worst = 1, score = 69.14, low = 69.25, high = 69.31 }
    lu.assertStrContains(told(row), "A score may lie outside: it leaves out what is missing")
    row.score = 69.3
    lu.assertEquals(told(row), "")
    row.score = 70
    lu.assertStrContains(told(row), "A score may lie outside")
end

support.run("audit", tests)
