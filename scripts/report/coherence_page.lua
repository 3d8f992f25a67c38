-- The page of `coherence`: group by group what its children have to do with each other and with it.

local hm = require "hundredmark"
local numbers = require "report.numbers"
local page = require "report.page"

local coherence_page = {}

-- Rows of a table by what stands in a column, in their order.
local function grouped(rows, column)
    local groups = {}
    for _, row in ipairs(rows) do
        groups[row[column]] = groups[row[column]] or {}
        table.insert(groups[row[column]], row)
    end
    return groups
end

local function show(number, decimals)
    return number and hm.fixed(number, decimals) or ""
end

local function percent(number)
    return number and hm.fixed(100 * number, 0) .. " %" or ""
end

-- What a finding says, by its name; `pair`: it is of two children, and not of a child and its group.
local WORDS <const> = {
    redundant = function(f, pair)
        return pair and ("%s and %s say nearly the same (r = %s)"):format(f.code, f.other, show(f.figure, 2))
            or ("%s alone says nearly all that %s does (r = %s)"):format(f.code, f.other, show(f.figure, 2))
    end,
    silent = function(f, pair)
        return (pair and "%s and %s have little to do with each other (r = %s)"
            or "%s is hardly heard in %s (r = %s)"):format(f.code, f.other, show(f.figure, 2))
    end,
    conflict = function(f, pair)
        return (pair and "%s and %s work against each other (r = %s)" or "%s works against %s (r = %s)")
            :format(f.code, f.other, show(f.figure, 2))
    end,
    misallocated = function(f)
        return ("%s goes better with %s (r = %s) than with its own group"):format(f.code, f.other,
            show(f.figure, 2))
    end,
    constant = function(f)
        return ("%s is the same everywhere, in all %s that have it"):format(f.code,
            numbers.of(math.tointeger(f.figure), "city and period", "cities and periods"))
    end,
    low_alpha = function(f)
        return ("its children do not measure one thing (alpha = %s)"):format(show(f.figure, 2))
    end,
    several_dimensions = function(f)
        return ("its children have %d dimensions, by their principal components"):format(f.figure)
    end,
    weak_first_component = function(f)
        return ("the first component has only %s of what its children tell"):format(percent(f.figure))
    end,
    few_units = function(f)
        if f.figure == 0 then
            return "no city and period has all its children"
        end
        return ("only %s, too few to say much"):format(numbers.of(math.tointeger(f.figure),
            "city and period has all its children", "cities and periods have all its children"))
    end,
}

-- Findings about a child; the others are about a group.
local OF_CHILDREN <const> = { redundant = true, silent = true, conflict = true, misallocated = true, constant = true }

-- The group that a finding belongs to.
local function group_of(finding, parents)
    return OF_CHILDREN[finding.finding] and parents[finding.code] or finding.code
end

local function add_group(out, group, at)
    local alpha, influences = at.alpha[group][1], at.influence[group]
    local components = at.pca[group]
    out:heading(2, ("%s: %s"):format(group, at.names[group]))
    out:facts {
        { "cities and periods", tostring(alpha.n) },
        { "alpha", show(alpha.alpha, 2) },
        { "first component", components and percent(components[1].share) or "" },
    }
    local lines = {}
    for i, row in ipairs(influences) do
        lines[i] = { row.code, percent(row.weight), show(at.correlation[row.code], 2),
            percent(row.main_effect), percent(row.share) }
    end
    out:table({ { title = "code" }, { title = "weight", side = "right" },
        { title = "r with group", side = "right" }, { title = "explains", side = "right" },
        { title = "share of that", side = "right" } }, lines)
    local words = {}
    for i, finding in ipairs(at.findings[group] or {}) do
        words[i] = WORDS[finding.finding](finding, finding.other ~= group)
    end
    out:list(words)
end

-- `make(name)` gives a table of the analysis; `run` is of cli.data.
function coherence_page.page(make, run)
    local at = { names = {}, correlation = {}, findings = {} }
    local parents, groups = {}, {}
    for _, node in ipairs(run.package:nodes()) do
        at.names[node.code], parents[node.code] = node.name, node.parent
        groups[#groups + 1] = node.code
    end
    at.alpha = grouped(make("alpha"):rows(), "code")
    at.influence = grouped(make("influence"):rows(), "parent")
    at.pca = grouped(make("pca"):rows(), "code")
    for _, row in ipairs(make("correlations"):rows()) do
        if parents[row.code] == row.other then
            at.correlation[row.code] = row.pearson
        end
    end
    for _, finding in ipairs(make("findings"):rows()) do
        local group = group_of(finding, parents)
        at.findings[group] = at.findings[group] or {}
        table.insert(at.findings[group], finding)
    end
    local out = page.new()
    out:heading(1, "Coherence")
    for _, group in ipairs(groups) do
        if at.alpha[group] then
            add_group(out, group, at)
        end
    end
    return out
end

return coherence_page
