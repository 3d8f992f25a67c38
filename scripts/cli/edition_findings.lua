-- What is doubtful in the editions of a package: measures and transformations that read a node which does not
-- hold while they do.

local edition_findings = {}

-- What is read in such a way may be missing.
local ACCEPT <const> = { "first_of(", "reported(" }

local function accepts_missing(formula)
    for _, helper in ipairs(ACCEPT) do
        if formula:find(helper, 1, true) then
            return true
        end
    end
    return false
end

-- Codes of the nodes that a formula reads, as it is printed.
local function read_by(formula)
    local codes = {}
    for name, code in formula:gmatch('(%a+)%["([^"]*)"%]') do
        codes[#codes + 1] = (name == "score" or name == "value" or name == "coverage") and code or nil
    end
    return codes
end

local function words_of(editions, number)
    if number == 1 then
        return "before " .. editions[2].from
    end
    return ("from %s on"):format(editions[number].from)
end

-- The package's own nodes of an edition that have formulas: { node, formula, file, line }.
local function formulas_of(package, number)
    local list, own = {}, package:info().layers[1].file
    local function add(node, field, formula, from)
        local file, line = node.file, node.line
        if node.kind == "indicator" then
            file, line = package:locate(node.code, table.unpack(from and { "measure_from", from } or { field }))
        end
        list[#list + 1] = { node = node, formula = formula, file = file, line = line }
    end
    for _, node in ipairs(package:nodes(number)) do
        local indicator = node.kind == "indicator" and package:indicator(node.code, number)
        if indicator and indicator.layer == 1 and indicator.expression then
            add(node, "measure", indicator.formula, indicator.measure_from)
        elseif node.measure and node.file == own then
            add(node, "measure", node.measure)
        end
    end
    return list
end

local function holding(package, number)
    local holds = {}
    for _, node in ipairs(package:nodes(number)) do
        holds[node.code] = true
    end
    return holds
end

-- A list of { file, line, message }; of each node that is read so, where it is for the first time.
function edition_findings.of(package)
    local editions, list, told = package:editions(), {}, {}
    for number = 1, #editions do
        local holds = holding(package, number)
        for _, found in ipairs(formulas_of(package, number)) do
            for _, code in ipairs(accepts_missing(found.formula) and {} or read_by(found.formula)) do
                local key = found.node.code .. "\0" .. code
                if not holds[code] and not told[key] then
                    told[key] = true
                    list[#list + 1] = { file = found.file, line = found.line, message = ("%s reads %s, which does "
                        .. "not hold %s: it has no score there"):format(found.node.code, code,
                        words_of(editions, number)) }
                end
            end
        end
    end
    return list
end

return edition_findings
