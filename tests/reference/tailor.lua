-- A policy as a package: the text of a package.lua that extends the standard's package with it, or
-- that holds a framework's own groups.

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

local function policy_text(policy)
    local optional = ""
    if policy.rank_if then
        optional = ", rank_if = " .. constructor(policy.rank_if)
    end
    if policy.rounding then
        optional = optional .. (", rounding = %d"):format(policy.rounding)
    end
    return ("{ min_coverage = %.17g, aggregate = %q, aggregate_at = %s%s }"):format(
        policy.min_coverage, policy.aggregate, constructor(policy.aggregate_at), optional)
end

local function groups_text(framework)
    local lines = {}
    for _, node in ipairs(framework.nodes) do
        if not node.is_indicator then
            local parent = node.parent ~= "" and (", parent = %q"):format(node.parent) or ""
            local weight = node.weight and (", weight = %.17g"):format(node.weight) or ""
            table.insert(lines, ("    { %q, %q%s%s },\n"):format(node.code, node.name, parent,
                weight))
        end
    end
    return "nodes = {\n" .. table.concat(lines) .. "  }"
end

-- The package.lua of a policy, with the groups of a framework that is not the standard's.
function tailor.package(policy, framework)
    return ([[
return package {
  name = "tailored", version = "1", api = 1, title = "A policy at random",
  %s,
  weights = %s,
  policy = %s,
}
]]):format(framework.scripts and groups_text(framework) or 'extends = "iso-iec-30146"',
        constructor(policy.weights), policy_text(policy))
end

return tailor
