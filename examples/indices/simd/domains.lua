-- A domain's ranks, 1 for the most deprived zone, are spread exponentially: the most deprived zone has
-- 100, the tenth part of all that is most deprived more than 50, so that one domain does not make up
-- for another.
local function domain(name, weight, label)
    local rank = input[name .. "_rank"]
    local share = (param.zones + 1 - rank) / param.zones
    return indicator {
        code = name, parent = "SIMD", weight = weight, name = label,
        about = "The domain's rank on an exponential scale.",
        inputs = { amount { name .. "_rank", label .. ": rank, 1 for the most deprived zone" } },
        measure = -23 * log(1 - part("share", share, "Zones that are no more deprived") * (1 - exp(-100 / 23))),
        tests = { { [name .. "_rank"] = 1, score = 100 } },
    }
end

return {
    domain("income", 28, "Income"),
    domain("employment", 28, "Employment"),
    domain("health", 14, "Health"),
    domain("education", 14, "Education, skills and training"),
    domain("access", 9, "Geographic access to services"),
    domain("crime", 5, "Crime"),
    domain("housing", 2, "Housing"),
}
