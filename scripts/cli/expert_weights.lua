-- weigh --by budget and --by ahp: weights from what experts say.

local hm = require "hundredmark"
local columns = require "report.columns"
local expert_rows = require "cli.expert_rows"
local language = require "report.language"
local output = require "cli.output"
local packages = require "cli.packages"
local saaty = require "cli.saaty"
local small_tables = require "cli.small_tables"
local stop = require "cli.stop"

local say = language.of("cli.expert_weights")

local expert_weights = {}

local MOST_RATIO <const> = 0.1    -- above it, Saaty says, judgements want another look

local COLUMNS <const> = {
    weights = columns "code parent weight:number",
    weighed = columns "code method n:integer explained:number negative:integer at obstacle",
    experts = columns "code parent experts:integer mean:number sd:number",
    consistency = columns "code expert n:integer lambda:number index:number ratio:number",
}

-- What was said of each group: `said[group].experts` in their order, `said[group][expert]` of each.
local function of_group(said, group, expert)
    if not said[group] then
        said[group] = { experts = {} }
        said[#said + 1] = group
    end
    local found = said[group]
    if not found[expert] then
        found[expert] = {}
        table.insert(found.experts, expert)
    end
    return found[expert]
end

local function number_of(text)
    local above, below = text:match("^(%d+)/(%d+)$")
    if above then
        return tonumber(below) > 0 and tonumber(above) / tonumber(below) or nil
    end
    return tonumber((text:gsub(",", "."))) and tonumber((text:gsub(",", ".")))
end

local function sample_deviation(list, mean)
    local squares = 0
    for _, share in ipairs(list) do
        squares = squares + (share - mean) ^ 2
    end
    return #list > 1 and math.sqrt(squares / (#list - 1)) or nil
end

-- --- budget: each expert shares points out among the children of a group ---

local function read_points(path, groups, nodes, codes)
    local said = {}
    for _, row in ipairs(expert_rows.read(path, { "expert", "code", "points" })) do
        local node, points = expert_rows.node(path, row, "code", nodes, codes), number_of(row.points)
        local own = of_group(said, node.parent, row.expert)
        if not points or not (points >= 0 and points < math.huge) then
            small_tables.fail(path, row.line, say("found '{text}', expected points of at least 0",
                { text = row.points }))
        elseif own[row.code] then
            small_tables.fail(path, row.line, say("{code} has points of '{expert}' in line {line}, too",
                { code = row.code, expert = row.expert, line = own[row.code].line }))
        end
        own[row.code] = { points = points, line = row.line }
        own.line, own.sum = row.line, (own.sum or 0) + points
    end
    for _, group in ipairs(said) do
        for _, expert in ipairs(said[group].experts) do
            for _, code in ipairs(groups[group]) do
                if not said[group][expert][code] then
                    small_tables.fail(path, said[group][expert].line, say("'{expert}' gives no points to {code}, but "
                        .. "to others of {group}; 0 is a number of points",
                        { expert = expert, code = code, group = group }))
                end
            end
            if said[group][expert].sum == 0 then
                small_tables.fail(path, said[group][expert].line, say("'{expert}' gives no points at all in {group}",
                    { expert = expert, group = group }))
            end
        end
    end
    return said
end

-- The mean of the experts' shares.
local function by_budget(path, groups, nodes, codes)
    local said = read_points(path, groups, nodes, codes)
    local made = { weights = {}, weighed = {}, experts = {}, consistency = {} }
    for _, group in ipairs(said) do
        local experts = said[group].experts
        for _, code in ipairs(groups[group]) do
            local shares, sum = {}, 0
            for i, expert in ipairs(experts) do
                shares[i] = said[group][expert][code].points / said[group][expert].sum
                sum = sum + shares[i]
            end
            local mean = sum / #experts
            table.insert(made.weights, { code = code, parent = group, weight = mean })
            table.insert(made.experts, { code = code, parent = group, experts = #experts, mean = mean,
                sd = sample_deviation(shares, mean) })
        end
        table.insert(made.weighed, { code = group, method = "budget", n = #experts, negative = 0, at = "",
            obstacle = "" })
    end
    return made
end

-- --- ahp: each expert says of each pair how many times as important one is ---

local function read_pairs(path, nodes, codes)
    local said = {}
    for _, row in ipairs(expert_rows.read(path, { "expert", "code", "other", "value" })) do
        local node = expert_rows.node(path, row, "code", nodes, codes)
        local other = expert_rows.node(path, row, "other", nodes, codes)
        local own, value = of_group(said, node.parent, row.expert), number_of(row.value)
        local key = row.code < row.other and row.code .. "\0" .. row.other or row.other .. "\0" .. row.code
        if node.parent ~= other.parent or node == other then
            small_tables.fail(path, row.line, say("{code} and {other} are no two children of one group",
                { code = row.code, other = row.other }))
        elseif not value or not (value >= 1 / 9 - 1e-9 and value <= 9 + 1e-9) then
            small_tables.fail(path, row.line, say("found '{text}', expected how many times as important, from 1/9 to 9",
                { text = row.value }))
        elseif own[key] then
            small_tables.fail(path, row.line, say("'{expert}' compares {code} and {other} in line {line}, too",
                { expert = row.expert, code = row.code, other = row.other, line = own[key] }))
        end
        own[key], own.line = row.line, row.line
        own[row.code .. "\0>" .. row.other], own[row.other .. "\0>" .. row.code] = value, 1 / value
    end
    return said
end

local function matrix_of(path, own, children, expert)
    local matrix = {}
    for i, code in ipairs(children) do
        matrix[i] = {}
        for k, other in ipairs(children) do
            matrix[i][k] = i == k and 1 or own[code .. "\0>" .. other]
            if not matrix[i][k] then
                small_tables.fail(path, own.line, say("'{expert}' does not compare {code} with {other}",
                    { expert = expert, code = code, other = other }))
            end
        end
    end
    return matrix
end

local function add_consistency(made, group, expert, count, found)
    table.insert(made.consistency, { code = group, expert = expert, n = count, lambda = found.lambda,
        index = found.index, ratio = found.ratio })
end

-- The first eigenvector of the geometric means of what all say.
local function by_ahp(path, groups, nodes, codes)
    local said = read_pairs(path, nodes, codes)
    local made = { weights = {}, weighed = {}, experts = {}, consistency = {} }
    for _, group in ipairs(said) do
        local matrices, children = {}, groups[group]
        local each = {}
        for i, expert in ipairs(said[group].experts) do
            matrices[i] = matrix_of(path, said[group][expert], children, expert)
            local weights, found = saaty.weights(matrices[i])
            each[i] = weights
            add_consistency(made, group, expert, #children, found)
        end
        local weights, found = saaty.weights(saaty.together(matrices))
        if #matrices > 1 then
            add_consistency(made, group, "", #children, found)
        end
        for k, code in ipairs(children) do
            local shares, sum = {}, 0
            for i in ipairs(each) do
                shares[i], sum = each[i][k], sum + each[i][k]
            end
            table.insert(made.weights, { code = code, parent = group, weight = weights[k] })
            table.insert(made.experts, { code = code, parent = group, experts = #each, mean = sum / #each,
                sd = sample_deviation(shares, sum / #each) })
        end
        table.insert(made.weighed, { code = group, method = "ahp", n = #matrices, negative = 0, at = "",
            obstacle = "" })
    end
    return made
end

-- --- the command ---

local function warn(messages, message)
    messages:issues { { severity = "warning", file = "", line = 0, column = 0, count = 1, message = message } }
end

local function warn_of_contradictions(made, messages)
    for _, row in ipairs(made.consistency) do
        local fields = { code = row.code, expert = row.expert, n = row.n, most = language.number(hm.number(MOST_RATIO)),
            ratio = row.ratio and language.number(hm.fixed(row.ratio, 2)) }
        if row.ratio and row.ratio > MOST_RATIO then
            warn(messages, row.expert == "" and say("{code}: what all say together contradicts itself: consistency ratio "
                .. "{ratio}, above {most}", fields) or say("{code}: what '{expert}' says contradicts itself: consistency "
                .. "ratio {ratio}, above {most}", fields))
        elseif not row.ratio then
            warn(messages, say("{code}: {n} are too many for a consistency ratio", fields))
        end
    end
end

function expert_weights.run(command, given, messages)
    if #given.data ~= 1 then
        stop.usage(say("weigh --by {way}: one file, of what experts say", { way = given.by }))
    end
    local out = output.new(given, command)
    local package = packages.open(given, messages)
    local groups, nodes, codes = expert_rows.groups(package)
    local make = given.by == "budget" and by_budget or by_ahp
    local made = make(given.data[1], groups, nodes, codes)
    warn_of_contradictions(made, messages)
    out:name_nodes(package)
    out:write_tables(function(name)
        return hm.table { name = name, columns = COLUMNS[name], rows = made[name] }
    end, function()
        return require("cli.run_object").of_package(package:info())
    end)
    messages:summary()
    return messages:exit()
end

return expert_weights
