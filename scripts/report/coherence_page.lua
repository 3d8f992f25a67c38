-- The page of `coherence`: group by group what its children have to do with each other and with it.

local finding_words = require "report.finding_words"
local numbers = require "report.numbers"
local page = require "report.page"
local words = require "report.words"

local say = require("report.language").of("report.coherence_page")

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
    return number and numbers.mark(number, decimals) or ""
end

local function percent(number)
    return number and say("{share} %", { share = numbers.mark(100 * number, 0) }) or ""
end

-- It rests on pairs, which more may have than have all.
local function alpha_words(alpha)
    local shown = show(alpha.alpha, 2)
    return alpha.alpha and alpha.n ~= alpha.complete
        and say("{alpha} (of pairs, each of at least {n})", { alpha = shown, n = tostring(alpha.n) }) or shown
end

local function add_group(out, group, at)
    local alpha, influences = at.alpha[group][1], at.influence[group]
    local components = at.pca[group]
    out:heading(2, say("{code}: {name}", { code = group, name = at.names[group] }))
    out:facts {
        { say "cities and periods with all", tostring(alpha.complete) },
        { say "alpha", alpha_words(alpha) },
        { say "first component", components and percent(components[1].share) or "" },
    }
    local lines = {}
    for i, row in ipairs(influences) do
        lines[i] = { ("%s %s"):format(row.code, at.names[row.code]), percent(row.weight), show(at.correlation[row.code], 2),
            percent(row.main_effect), percent(row.share) }
    end
    out:table({ { title = "part", least = 16, wrap = true }, { title = "weight", side = "right" },
        { title = "r with group", side = "right" }, { title = "explains", side = "right" },
        { title = "share of that", side = "right" } }, lines)
    local items = {}
    for i, finding in ipairs(at.findings[group] or {}) do
        items[i] = finding_words.of(finding, finding.other ~= group)
    end
    out:list(items)
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
        local group = finding_words.group(finding, parents)
        at.findings[group] = at.findings[group] or {}
        table.insert(at.findings[group], finding)
    end
    local out = page.new()
    out:heading(1, say("{index}: coherence", { index = run.package:nodes()[1].name }))
    out:paragraph(say("Whether what stands together belongs together. Alpha is 1 where the children of a group all rise and "
        .. "fall as one, and 0 or less where they have nothing in common; the first component is how much of what they tell "
        .. "they have in common. r is near 1 where a child rises with its group, near 0 where it has nothing to do with it, "
        .. "and below 0 where it works against it. What a child explains is how much of what the group's scores differ by "
        .. "goes with it; where its share of that is far from its weight, the weight does not say what it seems to."))
    words.add_directions(out, run.package:nodes())
    for _, group in ipairs(groups) do
        if at.alpha[group] then
            add_group(out, group, at)
        end
    end
    return out
end

return coherence_page
