-- A policy as a package: the text of a package.lua that extends the standard's package with it.

local tailor = {}

-- A Lua table constructor of a table of texts or numbers, its keys in order.
local function constructor(map)
    local keys, parts = {}, {}
    for key in pairs(map) do
        keys[#keys + 1] = key
    end
    table.sort(keys)
    for i, key in ipairs(keys) do
        local value = map[key]
        parts[i] = ("[%q] = %s"):format(key, type(value) == "string" and ("%q"):format(value)
            or ("%.17g"):format(value))
    end
    return "{ " .. table.concat(parts, ", ") .. " }"
end

function tailor.package(policy)
    return ([[
return package {
  name = "tailored", version = "1", api = 1, title = "The standard, weighed anew",
  extends = "iso-iec-30146",
  weights = %s,
  policy = { min_coverage = %.17g, aggregate = %q, aggregate_at = %s },
}
]]):format(constructor(policy.weights), policy.min_coverage, policy.aggregate,
        constructor(policy.aggregate_at))
end

return tailor
