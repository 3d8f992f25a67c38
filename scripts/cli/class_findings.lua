-- What is doubtful in the classes of a package's own nodes: those that no score can be in.

local hm = require "hundredmark"
local standing = require "report.standing"

local class_findings = {}

local function goes_up(class)
    return class.rule == "at_most" or class.rule == "below"
end

-- No score within the range is on this side of the bound.
local function is_beyond(class, low, high)
    if goes_up(class) then
        return class.bound < low or class.rule == "below" and class.bound <= low
    end
    return class.bound > high or class.rule == "over" and class.bound >= high
end

-- All scores within the range are.
local function takes_all(class, low, high)
    if goes_up(class) then
        return class.bound > high or class.rule == "at_most" and class.bound >= high
    end
    return class.bound < low or class.rule == "at_least" and class.bound <= low
end

-- The first class that is empty, and why.
local function find_empty(node)
    local low, high = node.range[1], node.range[2]
    for i, class in ipairs(node.classes) do
        local behind = node.classes[i + 1]
        if class.bound and is_beyond(class, low, high) then
            return i, ("scores are held within %s"):format(standing.range(node))
        elseif behind and class.bound and takes_all(class, low, high) then
            return i + 1, ("%s = %s takes every score"):format(class.rule, hm.number(class.bound))
        end
    end
end

-- A list of { file, line, message }.
function class_findings.of(package)
    local list, is_own = {}, {}
    for _, file in ipairs(package:info().layers[1].files) do
        is_own[file] = true
    end
    for _, node in ipairs(package:nodes()) do
        local is_looked_at = is_own[node.file] and node.classes and node.classes.of == "score" and node.range
        local number, why
        if is_looked_at then
            number, why = find_empty(node)
        end
        if number then
            list[#list + 1] = { file = node.file, line = node.line, message = ("%s: no score is in class \"%s\": %s")
                :format(node.code, node.classes[number].class, why) }
        end
    end
    return list
end

return class_findings
