-- Steps that look at several columns, and weights from data: sessions, shards and streams give what one run gives.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path
local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local INPUTS <const> = { "in_a", "in_b", "in_c", "in_d" }
local CASES <const> = {
    { impute = '"em"' }, { impute = '{ "knn", 3 }' }, { impute = '"siblings"' },
    { impute = '{ "siblings", middle = "median" }' }, { aggregate = '"copeland"' },
    { aggregate = '"wroclaw"', weights = true }, { aggregate = '"benefit_of_the_doubt"' },
    { impute = '"em"', aggregate = '{ "benefit_of_the_doubt", low = 0.05, high = 0.9 }' },
    { weigh = '"pca"' }, { weigh = '{ "entropy", fit_on = "all" }', impute = '"median"' },
    { weigh = '{ "critic", over = "2021" }', aggregate = '"copeland"' },
    { weigh = '"equal_influence"', last = '"2020"' },
}
local CODES <const> = { "R", "a", "b", "c", "d" }

local function package_by(case)
    local indicators = {}
    for _, code in ipairs { "a", "b", "c", "d" } do
        indicators[#indicators + 1] = ([[indicator { code = "%s", parent = "R", name = "%s",
            inputs = { number { "in_%s", "%s" } }, measure = input.in_%s%s%s }]]):format(code, code, code, code, code,
            code == "c" and ', direction = "lower"' or "", code == "d" and case.last and ", to = " .. case.last or "")
    end
    return support.need(hm.open_package("joint", { files = {
        ["package.lua"] = ([[return package { name = "joint", version = "1", api = 1,
            nodes = { { "R", "Root"%s } },
            policy = { impute = %s, scale = "minmax", min_coverage = 0, aggregate = %s }%s }]]):format(
            case.weigh and ", weigh = " .. case.weigh or "", case.impute or "false", case.aggregate or '"arithmetic"',
            case.weights and ", weights = { a = 2, b = 1, c = 4 }" or ""),
        ["all.lua"] = "return {" .. table.concat(indicators, ",\n") .. "}",
    } }))
end

-- Cities of two periods, with gaps; as many in each.
local function invent(seed)
    math.randomseed(seed)
    local figures = {}
    for i = 1, 24 do
        local common = math.random(0, 100)
        figures[i] = { city = ("c%02d"):format(i), period = i % 2 == 0 and "2020" or "2021" }
        for k, name in ipairs(INPUTS) do
            if math.random() > 0.25 then
                figures[i][name] = common * k + math.random(0, 40)
            end
        end
    end
    return figures
end

local function text_of(figures, first, last)
    local lines = { "city,period," .. table.concat(INPUTS, ",") }
    for i = first or 1, last or #figures do
        local cells = { figures[i].city, figures[i].period }
        for _, name in ipairs(INPUTS) do
            cells[#cells + 1] = figures[i][name] and tostring(figures[i][name]) or ""
        end
        lines[#lines + 1] = table.concat(cells, ",")
    end
    return table.concat(lines, "\n") .. "\n"
end

local function score(package, figures, options, first, last)
    return support.need(hm.score(package, support.dataset(text_of(figures, first, last)), options))
end

local function read_fits(text)
    return support.need(support.read_fits(text))
end

local rows_of <const> = support.rows_of

-- The phase that a shard lacks is learnt from it, merged with those of the others, and so on.
local function merged_fits(package, figures)
    local fits
    for _ = 1, 4 do
        local parts = { fits }
        for first = 1, 24, 8 do
            local part, err = hm.learn_phase(package, support.dataset(text_of(figures, first, first + 7)),
                { fits = fits })
            if not part then
                assert(not err, err and err.message)
                return fits
            end
            parts[#parts + 1] = part
        end
        fits = support.need(hm.merge_fits(parts))
    end
    return fits
end

function tests.test_shards_and_streams()
    for seed, case in ipairs(CASES) do
        local package, figures = package_by(case), invent(seed)
        local whole = score(package, figures)
        local stored = read_fits(support.write_fits(whole))
        lu.assertEquals(rows_of(score(package, figures, { fits = stored })), rows_of(whole))
        local merged = merged_fits(package, figures)
        lu.assertEquals(support.write_fits(merged), support.write_fits(whole))
        local path = os.tmpname()
        local file = assert(io.open(path, "wb"))
        file:write(text_of(figures))
        file:close()
        local streamed = support.written(function(out)
            return support.need(hm.stream(package, path, { file = out, fits = merged, header = false }))
        end)
        os.remove(path)
        lu.assertEquals(streamed, rows_of(score(package, figures, { fits = merged, rank_levels = 0 })))
    end
end

-- Figures of one city come and go; what was learnt when it was opened is what gaps are filled by.
function tests.test_sessions()
    for seed, case in ipairs(CASES) do
        local package, figures = package_by(case), invent(10 + seed)
        local fits = read_fits(support.write_fits(score(package, figures)))
        local unit = 3
        local session = support.need(hm.session(package, support.dataset(text_of(figures)), unit))
        for _ = 1, 30 do
            local name = INPUTS[math.random(4)]
            local value = math.random() > 0.4 and math.random(0, 300) or nil
            figures[unit][name] = value
            if value then
                support.need(session:set(name, value))
            else
                support.need(session:set(name, "NR"))
            end
            support.need(session:score())
            local whole = score(package, figures, { fits = fits })
            for _, code in ipairs(CODES) do
                local row, wanted = session:row(code) or {}, whole:row(unit, code) or {}
                lu.assertEquals({ row.score, row.status, row.flags, row.weight },
                    { wanted.score, wanted.status, wanted.flags, wanted.weight })
            end
        end
        support.need(session:refit())
        local fresh = score(package, figures)
        for _, code in ipairs(CODES) do
            local row, wanted = session:row(code) or {}, fresh:row(unit, code) or {}    -- none where it does not hold
            lu.assertEquals({ row.score, row.weight }, { wanted.score, wanted.weight })
        end
    end
end

support.run("joint", tests)
