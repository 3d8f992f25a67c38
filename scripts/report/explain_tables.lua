-- How a mark came about, as tables. Each row says of which city, period and node it is, so that tables
-- of several can be joined.

local columns = require "report.columns"

local explain_tables = {}

-- The main one first.
explain_tables.NAMES = { "explained", "figures", "part_values", "children", "ancestors", "gaps",
    "scalings", "reads", "steps", "parameters_read" }

local MARK <const> = columns("name weight:number score:number coverage:number applicable:number status "
    .. "points:number")

local COLUMNS <const> = {
    explained = columns("name kind value:number score:number unrounded:number weight:number "
        .. "contribution:number coverage:number applicable:number rank:integer ranked:integer "
        .. "status flags reason reference form formula aggregate calculation transform"),
    figures = columns("name label kind unit state value:number text rows:integer found source note quality "
        .. "verified:flag file line:integer column:integer"),
    part_values = columns "name label formula state value:number",
    children = columns("child", MARK, "deducts:flag adds:flag part:number"),
    ancestors = columns("ancestor", MARK),
    gaps = columns "indicator name status inputs reason",
    reads = columns "node name value:number score:number coverage:number status",
    scalings = columns("method cities:integer worst:number best:number mean:number deviation:number "
        .. "mark:number better:integer alike:integer worse:integer by group"),
    steps = columns("step method before:number after:number cities:integer over by group imputed:flag "
        .. "older_period:flag treated:flag worst:number best:number mean:number deviation:number "
        .. "median:number low:number high:number reference:number obstacle"),
    parameters_read = columns "parameter value:number unit from set:flag reference read_by",
}

-- `field`: what the node's code is called in the row.
local function marks(list, field)
    local rows = {}
    for i, entry in ipairs(list or {}) do
        local row = entry.row
        rows[i] = { [field] = entry.code, name = entry.name, weight = entry.weight,
            score = row.score, coverage = row.coverage, applicable = row.applicable,
            status = row.status, points = entry.points, deducts = entry.deducts,
            adds = entry.adds and true or false, part = entry.part }
    end
    return rows
end

local function figures(facts)
    local rows = {}
    for i, figure in ipairs(facts.figures or {}) do
        local given = figure.given or {}
        rows[i] = { name = figure.name, label = figure.label, kind = figure.kind,
            unit = figure.unit, state = figure.state, value = figure.value, text = figure.text,
            rows = figure.rows, found = given.text, source = given.source, note = given.note,
            quality = given.quality, verified = given.verified, file = given.file,
            line = given.line, column = given.column }
    end
    return rows
end

local function part_values(facts)
    local rows = {}
    for i, part in ipairs(facts.parts or {}) do
        rows[i] = { name = part.name, label = part.label, formula = part.formula,
            state = part.state, value = part.value }
    end
    return rows
end

-- Of a group what is missing below it, of an indicator why it has no score.
local function gaps(facts)
    local rows = {}
    for i, gap in ipairs(facts.gaps or { facts.gap }) do
        rows[i] = { indicator = gap.code, name = gap.name, status = gap.status,
            inputs = table.concat(gap.inputs, ";"), reason = gap.cause or gap.reason }
    end
    return rows
end

-- What the method does not look at is empty, not 0.
local function scalings(facts)
    local scaling = facts.scaling
    if not scaling then
        return {}
    end
    local any = scaling.count > 0
    local moments = any and scaling.method == "zscore"
    local placed = scaling.alike > 0
    return { { method = scaling.method, cities = scaling.count,
        worst = any and scaling.worst or nil, best = any and scaling.best or nil,
        mean = moments and scaling.mean or nil, deviation = moments and scaling.deviation or nil,
        mark = scaling.mark, better = placed and scaling.better or nil,
        alike = placed and scaling.alike or nil, worse = placed and scaling.worse or nil,
        by = scaling.by, group = scaling.group } }
end

-- What each step did; what it does not look at is empty.
local function steps(facts)
    local rows = {}
    for i, account in ipairs(facts.steps or {}) do
        local row, learns = {}, account.count > 0
        for name, value in pairs(account) do
            if learns or type(value) ~= "number" then
                row[name] = value
            end
        end
        row.before, row.after, row.count = account.before, account.after, nil
        row.cities = learns and account.count or nil
        rows[i] = row
    end
    return rows
end

local function parameters(facts)
    local rows = {}
    for i, parameter in ipairs(facts.parameters or {}) do
        rows[i] = { parameter = parameter.name, value = parameter.value, unit = parameter.unit,
            from = parameter.from, set = parameter.set or false, reference = parameter.reference,
            read_by = table.concat(parameter.of, ";") }
    end
    return rows
end

local function reads(facts)
    local rows = {}
    for i, node in ipairs(facts.read) do
        local row = node.row
        rows[i] = { node = node.code, name = node.name, value = row.value, score = row.score,
            coverage = row.coverage, status = row.status }
    end
    return rows
end

local function explained(facts)
    local row, indicator = facts.row, facts.indicator or {}
    return { { name = facts.node.name, kind = facts.node.kind, value = row.value,
        score = row.score, unrounded = facts.unrounded, weight = row.weight,
        contribution = row.contribution, coverage = row.coverage, applicable = row.applicable,
        rank = row.rank, ranked = facts.ranked, status = row.status, flags = row.flags,
        reason = facts.gap and facts.gap.cause or row.reason, reference = indicator.reference,
        form = indicator.form, formula = indicator.formula or facts.node.measure, aggregate = facts.node.aggregate_said,
        calculation = facts.sum, transform = facts.node.transform, class = row.class } }
end

-- By name { columns, rows }; `facts` as explain gathers them.
function explain_tables.of(facts)
    local made, rows = {}, {
        explained = explained(facts), figures = figures(facts), part_values = part_values(facts),
        children = marks(facts.children, "child"), ancestors = marks(facts.ancestors, "ancestor"),
        gaps = gaps(facts), scalings = scalings(facts), reads = reads(facts), steps = steps(facts),
        parameters_read = parameters(facts),
    }
    for _, name in ipairs(explain_tables.NAMES) do
        for _, row in ipairs(rows[name]) do
            row.city, row.period, row.code = facts.city, facts.period, facts.node.code
        end
        local class = name == "explained" and facts.node.classes and "class" or nil
        made[name] = { columns = columns("city period code", COLUMNS[name], class), rows = rows[name] }
    end
    return made
end

return explain_tables
