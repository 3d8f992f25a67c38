-- What tests of studies have in common: a package and cities, and replicates beside the scores of the engine.

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local studies = {}

-- Cities with gaps, and a period before.
studies.FIGURES = [[
city,period,a,b,c,d
Alba,2024,10,80,30,55
Brio,2024,70,20,60,45
Cora,2024,40,,90,35
Dell,2024,90,50,,25
Erle,2024,20,60,40,
Fern,2024,,,40,65
Alba,2023,15,70,35,50
Brio,2023,60,30,50,40
]]

studies.INDICATORS = [[
return {
    indicator { code = "A", parent = "G", name = "A", inputs = { "a" }, measure = input.a, weight = 2 },
    indicator { code = "B", parent = "G", name = "B", inputs = { "b" }, measure = input.b },
    indicator { code = "C", parent = "H", name = "C", inputs = { "c" }, measure = input.c, %s },
    indicator { code = "D", parent = "H", name = "D", inputs = { "d" }, measure = input.d, weight = 3 },
}
]]

studies.INPUTS = 'return { number { "a", "A" }, number { "b", "B" }, number { "c", "C" }, number { "d", "D" } }'

local NODES <const> = 'nodes = { { "I", "Index" }, { "G", "Group", parent = "I", weight = 2 }, '
    .. '{ "H", "Hold", parent = "I" } }'

-- The package of the indicators above: `fields` of its manifest, `study` of its study.lua, `of_c` fields of C.
function studies.open(study, fields, of_c, options)
    options = options or {}
    options.files = {
        ["package.lua"] = ('return package { name = "p", version = "1", api = 1, %s, %s }'):format(NODES,
            fields or "policy = { min_coverage = 0, rank_if = { coverage = 0, applicable = 0 } }"),
        ["inputs.lua"] = studies.INPUTS, ["a.lua"] = studies.INDICATORS:format(of_c or ""),
        ["study.lua"] = study and ("return study { %s }"):format(study),
    }
    for name, text in pairs(options.more or {}) do
        options.files[name] = text
    end
    options.more = nil
    return support.need(hm.open_package("p", options))
end

function studies.replicate(package, dataset, options, study)
    return support.need(hm.replicates(support.need(hm.study(package, study)), dataset, options or {}))
end

function studies.rows(replicates, name)
    return support.need(replicates:table(name)):rows()
end

-- "Alba 2024 I" -> score, rank, of one replicate.
function studies.by_place(list, number)
    local found = {}
    for _, row in ipairs(list) do
        if row.replicate == number then
            found[("%s %s %s"):format(row.city, row.period, row.code)] = row
        end
    end
    return found
end

-- Each row of a replicate has the score and the rank of that package, to the last bit.
function studies.assert_scored(list, number, package, dataset, depth)
    local scores, found, count = support.need(hm.score(package, dataset)), studies.by_place(list, number), 0
    for unit = 1, dataset:unit_count() do
        for _, row in ipairs(scores:rows(unit, depth or 0)) do
            local place = ("%s %s %s"):format(row.city, row.period, row.code)
            local of = found[place]
            lu.assertNotNil(of, place)
            lu.assertEquals(of.score and hm.number(of.score), row.score and hm.number(row.score), place)
            lu.assertEquals(of.rank, row.rank, place)
            count = count + 1
        end
    end
    lu.assertTrue(count > 0)
end

return studies
