-- The sheet of a workbook of scores where groups are computed: for each group some blocks with a row
-- a child, which have names, and the formulas over them that give its score.

local hm = require "hundredmark"
local frame = require "report.scores_workbook_frame"
local method_words = require "report.method_words"

local say = require("report.language").of("report.scores_workbook")

local groups = {}

local HEADINGS <const> = { { say.later "Group", 12 }, { say.later "What", 30 }, { say.later "Child", 12 }, { say.later "Name", 40 } }
local ROUNDING <const> = "0.000000000001"    -- of sums of weights, where half of them is looked for

-- By method: the points of a child, and the score of the group. `marks`: it needs the scores
-- themselves besides. $counted, $points, $marks are the blocks of the group, $score and $weight the
-- child's. `now`: the points as they are, of a weight and a score. `positive`: a score that is not
-- above 0 makes it 0, or, where a range goes below, undefined, for which there is no formula.
local function weighted(weight, score)
    return weight * score
end

local MEAN <const> = "SUM($points)/SUM($counted)"
local ARITHMETIC <const> = { point = "$weight*$score", now = weighted, score = MEAN }

local METHODS <const> = {
    arithmetic = function()
        return ARITHMETIC
    end,
    geometric = function(parameters)
        local floor = parameters.floor
        if floor > 0 then
            local shown = hm.number(floor)
            return { point = ("$weight*LN(MAX($score,%s))"):format(shown), score = "EXP(" .. MEAN .. ")",
                now = function(weight, score) return weight * math.log(math.max(score, floor)) end }
        end
        return { point = "IF($score>0,$weight*LN($score),0)", marks = true, positive = true,
            score = "IF(MIN($marks)<=0,0,EXP(" .. MEAN .. "))",
            now = function(weight, score) return score > 0 and weight * math.log(score) or 0 end }
    end,
    harmonic = function()
        return { point = "IF($score>0,$weight/$score,0)", marks = true, positive = true,
            score = "IF(MIN($marks)<=0,0,SUM($counted)/SUM($points))",
            now = function(weight, score) return score > 0 and weight / score or 0 end }
    end,
    minimum = function()
        return { marks = true, score = "MIN($marks)" }
    end,
    maximum = function()
        return { marks = true, score = "MAX($marks)" }
    end,
    median = function()
        return { marks = true, halves = true, score = "(MIN($reaching)+MIN($passing))/2" }
    end,
    product = function()
        return { point = "IF($score>0,LN($score/100),0)", marks = true, positive = true,
            score = "IF(MIN($marks)<=0,0,100*EXP(SUM($points)))",
            now = function(_, score) return score > 0 and math.log(score / 100) or 0 end }
    end,
    sum = function(parameters)
        return { point = "$weight*$score", now = weighted, score = "SUM($points)",
            needs_all = parameters.missing == "refuse" }
    end,
    power = function(parameters)
        local p, shown = parameters.p, hm.number(parameters.p)
        local score = ("(%s)^(1/%s)"):format(MEAN, shown)
        return { point = ("IF($score>0,$weight*$score^%s,0)"):format(shown), marks = p < 0,
            positive = true, score = p < 0 and "IF(MIN($marks)<=0,0," .. score .. ")" or score,
            now = function(weight, s) return s > 0 and weight * s ^ p or 0 end }
    end,
    mazziotta_pareto = function(parameters)
        local variance = "MAX(0,SUMPRODUCT($counted,$marks,$marks)/SUM($counted)-(" .. MEAN .. ")^2)"
        if parameters.sd == "sample" then
            variance = ("IF(COUNT($marks)<2,0,%s/(1-SUMSQ($counted)/SUM($counted)^2))"):format(variance)
        end
        local score = ("%s%s%s/(%s)"):format(MEAN, parameters.penalty == "add" and "+" or "-", variance, MEAN)
        return { point = "$weight*$score", now = weighted, marks = true,
            score = ("IF(%s>0,%s,INDEX(state.errors,1))"):format(MEAN, score) }
    end,
    mean_min = function(parameters)
        local alpha, beta = hm.number(parameters.alpha), hm.number(parameters.beta)
        return { point = "$weight*$score", now = weighted, marks = true,
            score = ("%s-%s*(SQRT((%s-MIN($marks))^2+%s^2)-%s)"):format(MEAN, alpha, MEAN, beta, beta) }
    end,
}

local function method_of(node)
    local method = METHODS[node.aggregate]
    return method and method(node.aggregate_parameters)
end

local function range_goes_below(book, code)
    local range = book.nodes[book.row_of[code] - frame.FIRST_ROW + 1].range
    return not range or range[1] < 0
end

-- Has the method of a group a formula?
function groups.can(book, node)
    local method = method_of(node)
    if method and method.positive then
        for _, code in ipairs(node.children) do
            if range_goes_below(book, code) then
                return false
            end
        end
    end
    return method ~= nil and not groups.counts(book.policy)
end

-- Thresholds that count children have none.
function groups.counts(policy)
    return policy.min_coverage_by == "count" or policy.min_children ~= nil
end

local ENOUGH <const> = "AND(SUM($counted)>0,$coverage+0.000000001>=%s%s)"

local BLOCKS <const> = { "counted", "points", "marks", "reached", "reaching", "passing", "moved",
    "applying", "covered", "applied" }

local function block_names(book, node)
    local key = book:key(node.code)
    local names = { coverage = "coverage." .. key }
    for _, block in ipairs(BLOCKS) do
        names[block] = block .. "." .. key
    end
    return names
end

-- The children whose scores the method goes over, and those whose points move what it gives.
local function children_of(book, node)
    local counted, moving = {}, {}
    for _, code in ipairs(node.children) do
        local child = book.nodes[book.row_of[code] - frame.FIRST_ROW + 1]
        if child.deducts or child.adds then
            moving[#moving + 1] = child
        elseif child.scored ~= false then
            counted[#counted + 1] = child
        end
    end
    return counted, moving
end

-- What a group is held within before its steps: its range, or, where it has some, 0 and 100 where points
-- would lead beyond them.
local function hold_of(node, has_points)
    local low, high = -math.huge, math.huge
    if node.range then
        low, high = node.range[1], node.range[2]
    end
    if not node.scale then
        return low, high
    end
    return has_points and low >= 0 and 0 or -math.huge, has_points and high <= 100 and 100 or math.huge
end

-- What the children's scores, or their sum, lie between.
local function reach_of(node, counted)
    local sums = node.aggregate == "sum"
    local least, most = sums and 0 or math.huge, sums and 0 or -math.huge
    for _, child in ipairs(counted) do
        local low = child.range and child.range[1] or -math.huge
        local high = child.range and child.range[2] or math.huge
        if not sums then
            least, most = math.min(least, low), math.max(most, high)
        elseif child.weight > 0 then
            least, most = least + child.weight * low, most + child.weight * high
        end
    end
    return least, most
end

-- Only where it may lie outside: means of scores within the range do not.
local function held(node, formula, counted, moving)
    local low, high = hold_of(node, #moving > 0)
    local below, above = #moving > 0, false
    for _, child in ipairs(moving) do
        above = above or child.adds or not child.range or child.range[1] < 0
    end
    local least, most = reach_of(node, counted)
    below, above = below or least < low, above or most > high
    formula = below and low > -math.huge and ("MAX(%.15g,%s)"):format(low, formula) or formula
    return above and high < math.huge and ("MIN(%.15g,%s)"):format(high, formula) or formula
end

-- Is there no score of the group without one of the child? One that a sum takes 0 times may be without.
local function is_needed(node, child)
    local is_added = not (child.deducts or child.adds or child.scored == false)
    return child.required, method_of(node).needs_all and is_added
end

local function enough(book, node)
    local more = {}
    for _, code in ipairs(node.children) do
        local child = book.nodes[book.row_of[code] - frame.FIRST_ROW + 1]
        local is_required, is_added = is_needed(node, child)
        if is_required then
            more[#more + 1] = (',status.%s="scored"'):format(book:key(code))
        elseif is_added then
            more[#more + 1] = (',OR(weight.%s=0,status.%s="scored")'):format(book:key(code), book:key(code))
        end
    end
    local least = book.policy.min_coverage_at[node.code]
    return ENOUGH:format(least and ("%.15g"):format(least) or "policy.min_coverage", table.concat(more))
end

-- The score of a group before steps, or why there is none.
function groups.formula(book, node)
    local counted, moving = children_of(book, node)
    local score = method_of(node).score .. (#moving > 0 and "+SUM($moved)" or "")
    return frame.fill(("IF(%s,%s,INDEX(state.errors,IF(SUM($applying)=0,2,3)))")
        :format(enough(book, node), held(node, score, counted, moving)), block_names(book, node))
end

-- Blocks --------------------------------------------------------------------------------------

local function is_applicable(row)
    return row.status ~= "not_applicable" and row.status ~= "undefined"
end

-- What each block is called, the formula of a cell (or what makes it for a child), and what it is now: of
-- the child's weight and row, the unit, and the child.
local SCORED <const> = 'IF($status="scored",%s,0)'

local COUNTED <const> = { "counted", say.later "weight that counts", SCORED:format "$weight",
    function(weight, row) return row.score and weight or 0 end }
local MARKS <const> = { "marks", say.later "score that counts",
    'IF(AND($status="scored",$weight>0),$score,"")',
    function(weight, row) return row.score and weight > 0 and row.score or "" end }
-- Points on or off, as far as a cap lets them go.
local MOVED <const> = { "moved", say.later "points on or off",
    function(child)
        local points = child.cap and ("MEDIAN(-%.15g,$score,%.15g)"):format(child.cap, child.cap) or "$score"
        return SCORED:format((child.deducts and "-" or "") .. points)
    end,
    function(_, row, _, child)
        local cap = child.cap or math.huge
        local points = math.max(-cap, math.min(cap, row.score or 0))
        return child.deducts and -points or points
    end }
local OF_ALL <const> = {
    { "applying", say.later "weight of what applies",
        'IF(OR($status="not_applicable",$status="undefined"),0,$weight)',
        function(weight, row) return is_applicable(row) and weight or 0 end },
    { "covered", say.later "weight with figures", SCORED:format "$weight*$coverage",
        function(weight, row) return row.score and weight * row.coverage or 0 end },
    { "applied", say.later "weight times what applies", "$weight*$applies",
        function(weight, row) return weight * row.applicable end },
}

local function points_block(method)
    return { "points", say.later "points", SCORED:format(method.point),
        function(weight, row) return row.score and method.now(weight, row.score) or 0 end }
end

-- Where half of the weight is reached, in the order of the scores: the weight up to each score, and
-- those at and beyond the half.
local function half_blocks(book, node, rows)
    local names = block_names(book, node)
    local half = ("SUM(%s)/2"):format(names.counted)
    local function reached(_, row, unit)
        local sum = 0
        for _, child in ipairs(rows) do
            local other = unit.rows[book.row_of[child.code] - frame.FIRST_ROW + 1]
            sum = sum + (row.score and other.score and other.score <= row.score and child.weight or 0)
        end
        return sum
    end
    local function half_now(unit)
        local sum = 0
        for _, child in ipairs(rows) do
            local other = unit.rows[book.row_of[child.code] - frame.FIRST_ROW + 1]
            sum = sum + (other.score and child.weight or 0)
        end
        return sum / 2
    end
    return {
        { "reached", say.later "weight up to this score", frame.fill('IF($status="scored",'
            .. "SUMPRODUCT(ISNUMBER($marks)*($marks<=$score)*$counted),0)", names), reached },
        { "reaching", say.later "score that reaches half", ('IF(AND($status="scored",$weight>0,'
            .. '$above>=%s*(1-%s)),$score,"")'):format(half, ROUNDING),
            function(weight, row, unit)
                return row.score and weight > 0
                    and reached(weight, row, unit) >= half_now(unit) * (1 - tonumber(ROUNDING)) and row.score or ""
            end },
        { "passing", say.later "score beyond half", ('IF(AND($status="scored",$weight>0,'
            .. '$above2>%s*(1+%s)),$score,"")'):format(half, ROUNDING),
            function(weight, row, unit)
                return row.score and weight > 0
                    and reached(weight, row, unit) > half_now(unit) * (1 + tonumber(ROUNDING)) and row.score or ""
            end },
    }
end

-- The blocks of a group: each with the children it is over.
local function blocks_of(book, node)
    local counted, moving = children_of(book, node)
    local method = groups.can(book, node) and method_of(node) or {}
    local list = {}
    local function add(block, children)
        if #children > 0 then
            list[#list + 1] = { block = block, children = children }
        end
    end
    add(COUNTED, counted)
    if method.point then
        add(points_block(method), counted)
    end
    if method.marks then
        add(MARKS, counted)
    end
    if method.halves then
        for _, block in ipairs(half_blocks(book, node, counted)) do
            add(block, counted)
        end
    end
    add(MOVED, moving)
    local all = table.move(moving, 1, #moving, #counted + 1, table.move(counted, 1, #counted, 1, {}))
    for _, block in ipairs(OF_ALL) do
        add(block, all)
    end
    return list
end

local CHILD <const> = { "score", "weight", "coverage", "applies", "status" }

local function write_cells(book, sheet, block, child, row, size)
    local names = {}
    for _, noun in ipairs(CHILD) do
        names[noun] = noun .. "." .. book:key(child.code)
    end
    local formula = type(block[3]) == "function" and block[3](child) or block[3]
    for k, unit in ipairs(book.units) do
        local letters = frame.letters(frame.column_of(k))
        names.above, names.above2 = letters .. row - size, letters .. row - 2 * size
        local now = unit.rows[book.row_of[child.code] - frame.FIRST_ROW + 1]
        sheet:formula(row, frame.column_of(k), "=" .. frame.fill(formula, names), nil,
            block[4](child.weight, now, unit, child))
    end
end

local function write_block(book, sheet, node, part, row)
    local block, children = part.block, part.children
    for i, child in ipairs(children) do
        sheet:write(row + i - 1, 1, node.code, book.looks.faint)
        sheet:write(row + i - 1, 2, say(block[2]), book.looks.faint)
        sheet:write(row + i - 1, 3, child.code)
        sheet:write(row + i - 1, 4, child.name)
        write_cells(book, sheet, block, child, row + i - 1, #children)
    end
    book:define_row(block[1] .. "." .. book:key(node.code), "Groups", row, row + #children - 1)
    return row + #children
end

function groups.write(book)
    local sheet = book:sheet("Groups", HEADINGS)
    local row = frame.FIRST_ROW
    for _, node in ipairs(book.nodes) do
        if node.kind == "group" then
            sheet:write(row, 1, node.code, book.looks.group)
            sheet:write(row, 2, node.aggregate_said and method_words.said(node.aggregate_said) or say "measure", book.looks.group)
            sheet:write(row, 4, node.name, book.looks.group)
            row = row + 1
            for _, part in ipairs(blocks_of(book, node)) do
                row = write_block(book, sheet, node, part, row)
            end
        end
    end
end

-- How many rows the sheet has.
function groups.count_rows(book)
    local count = 0
    for _, node in ipairs(book.nodes) do
        if node.kind == "group" then
            for _, part in ipairs(blocks_of(book, node)) do
                count = count + #part.children
            end
        end
    end
    return count
end

return groups
