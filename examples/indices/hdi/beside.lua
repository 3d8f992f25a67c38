-- What stands beside the HDI: between women and men (GDI, GII), and under planetary pressures (PHDI).
local function held(x, low, high)
    return clamp(goalposts(x, low, high), 0, 100)
end

-- The HDI of one sex, whose life expectancy has goalposts of its own.
local function hdi(le, low, high, eys, mys, gni)
    local education = (held(eys, 0, 18) + held(mys, 0, 15)) / 2
    return (held(le, low, high) * education * held(log(gni), log(100), log(75000))) ^ (1 / 3)
end

local women = hdi(input.le_f, 22.5, 87.5, input.eys_f, input.mys_f, input.gni_pc_f)
local men = hdi(input.le_m, 17.5, 82.5, input.eys_m, input.mys_m, input.gni_pc_m)
-- Of each sex: health (men have no part in it), empowerment, work. Nobody's share of seats is 0.
local health = sqrt(10 / clamp(input.mmr, 10, 1000) / at_least(0.1, input.abr))
local power_f = sqrt(at_least(0.1, input.pr_f) * input.se_f) / 100
local power_m = sqrt(input.pr_m * input.se_m) / 100
local work_f, work_m = input.lfpr_f / 100, input.lfpr_m / 100
local index_f, index_m = (health * power_f * work_f) ^ (1 / 3), (power_m * work_m) ^ (1 / 3)
local of_both = ((health + 1) / 2 * (power_f + power_m) / 2 * (work_f + work_m) / 2) ^ (1 / 3)
-- The published HDI has three decimals; 68.72 and 107.42 tonnes are the most of all countries and years.
local rounded = (10 * score.HDI + 0.5) // 1 / 10

local function amounts(names)
    for i, name in ipairs(names) do
        names[i] = amount { name }
    end
    return names
end

return {
    indicator {
        code = "GDI", parent = false, name = "Gender Development Index", range = false,
        about = "The HDI of women as a percentage of men's.",
        inputs = amounts { "le_f", "eys_f", "mys_f", "gni_pc_f", "le_m", "eys_m", "mys_m", "gni_pc_m" },
        measure = 100 * part("women", women, "HDI of women") / part("men", men, "HDI of men"),
        tests = { { le_f = 72.5, eys_f = 12, mys_f = 10, gni_pc_f = 9000,
            le_m = 67.5, eys_m = 12, mys_m = 10, gni_pc_m = 9000, score = 100 } },
    },
    indicator {
        code = "GII", parent = false, name = "Gender Inequality Index",
        about = "0: women and men are equal. mmr: maternal deaths in 100,000 births; abr: births of 1,000 at 15 to 19.",
        inputs = amounts { "mmr", "abr", "se_f", "se_m", "pr_f", "pr_m", "lfpr_f", "lfpr_m" },
        measure = 100 * (1 - 2 / (1 / index_f + 1 / index_m) / of_both),
        tests = { { mmr = 10, abr = 1, se_f = 80, se_m = 80, pr_f = 50, pr_m = 50, lfpr_f = 70, lfpr_m = 70,
            score = 0 } },
    },
    indicator {
        code = "PHDI", parent = false, name = "HDI adjusted for planetary pressures",
        about = "The HDI, less by the mean of what a country emits and uses of the most that any did (t a head).",
        inputs = amounts { "co2_prod", "mf" },
        measure = rounded * ((68.72 - input.co2_prod) / 68.72 + (107.42 - input.mf) / 107.42) / 2,
    },
}
