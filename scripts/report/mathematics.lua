-- Formulas in mathematical notation, from the nodes of a measure's expression (see
-- package:indicator): as one line of text, or as HTML. How each operation is written stands here
-- once; what a fraction or a case looks like is the notation's.

local hm = require "hundredmark"

local language = require "report.language"

local say = language.of("report.mathematics")

local mathematics = {}

local MOST_NODES <const> = 2000    -- nodes are shared: a small measure can be an endless formula

-- How tightly things bind; a box is { out, binding }.
local CASES <const>, LOGIC <const>, COMPARISON <const>, SUM <const>, PRODUCT <const> = 0, 1, 2, 3, 4
local MINUS <const>, POWER <const>, ATOM <const> = 5, 6, 9

local function box(out, binding)
    return { out = out, binding = binding or ATOM }
end

-- Text ----------------------------------------------------------------------------------------

local as_text = {}

function as_text.name(s)
    return box(s)
end

as_text.words = as_text.name

function as_text.number(x)
    return box(hm.number(x), x < 0 and MINUS or ATOM)
end

function as_text.brackets(b)
    return box("(" .. b.out .. ")")
end

local function held(notation, b, least)
    return b.binding < least and notation.brackets(b).out or b.out
end

function as_text.infix(a, symbol, b, binding, of_right)
    return box(("%s %s %s"):format(held(as_text, a, binding), symbol,
        held(as_text, b, of_right or binding + 1)), binding)
end

function as_text.prefix(symbol, a, binding)
    return box(symbol .. held(as_text, a, binding), binding)
end

function as_text.fraction(a, b)
    return as_text.infix(a, "/", b, PRODUCT)
end

function as_text.power(a, b)
    return box(held(as_text, a, POWER + 1) .. "^" .. held(as_text, b, POWER), POWER)
end

function as_text.root(a)
    return box("√" .. held(as_text, a, ATOM))
end

function as_text.around(left, a, right)
    return box(left .. a.out .. right)
end

function as_text.call(name, arguments)
    local parts = {}
    for i, argument in ipairs(arguments) do
        parts[i] = argument.out
    end
    return box(("%s(%s)"):format(name, table.concat(parts, ", ")))
end

function as_text.point(x, y)
    return box(("(%s, %s)"):format(x.out, y.out))
end

function as_text.before(name)
    return box(say("{name}[previous period]", { name = name }))
end

-- `rows`: { value, condition or nil for the last }.
function as_text.cases(rows)
    local parts = {}
    for i, row in ipairs(rows) do
        parts[i] = row[2] and say("{value} if {condition}", { value = row[1].out, condition = row[2].out })
            or say("{value} otherwise", { value = row[1].out })
    end
    return box("{ " .. language.clauses(parts) .. " }")
end

-- HTML ----------------------------------------------------------------------------------------
-- Not MathML, which browsers do not break into lines: names of inputs are long, and screens are narrow.

local escape = require("report.markup").escape
local as_html = {}

local function span(class, ...)
    return ('<span class="%s">%s</span>'):format(class, table.concat({ ... }))
end

-- A name may go on in the next line behind each of its words.
function as_html.name(s)
    return box("<i>" .. escape(s):gsub("[_.]", "%0<wbr>") .. "</i>")
end

function as_html.words(s)
    return box(escape(s))
end

function as_html.number(x)
    return box((hm.number(x):gsub("^%-", "−")), x < 0 and MINUS or ATOM)
end

function as_html.brackets(b)
    return box("(" .. b.out .. ")")
end

-- What stands before a symbol keeps it in its line.
function as_html.infix(a, symbol, b, binding, of_right)
    return box(("%s\u{A0}%s %s"):format(held(as_html, a, binding), escape(symbol),
        held(as_html, b, of_right or binding + 1)), binding)
end

function as_html.prefix(symbol, a, binding)
    return box(escape(symbol) .. held(as_html, a, binding), binding)
end

function as_html.fraction(a, b)
    return box(span("fraction", span("above", a.out), span("below", b.out)), PRODUCT)
end

function as_html.power(a, b)
    return box(held(as_html, a, POWER + 1) .. "<sup>" .. b.out .. "</sup>", POWER)
end

function as_html.root(a)
    return box("√" .. span("root", a.out))
end

function as_html.around(left, a, right)
    return box(left .. a.out .. right)
end

function as_html.call(name, arguments)
    local parts = {}
    for i, argument in ipairs(arguments) do
        parts[i] = argument.out
    end
    return box(("%s(%s)"):format(escape(name), table.concat(parts, ", ")))
end

function as_html.point(x, y)
    return box(("(%s, %s)"):format(x.out, y.out))
end

function as_html.before(name)
    return box(as_html.name(name).out .. "<sub>" .. escape(say "previous period") .. "</sub>")
end

function as_html.cases(rows)
    local lines = {}
    for i, row in ipairs(rows) do
        lines[i] = span("case", span("value", row[1].out), " ",
            span("condition", row[2] and say("if {condition}", { condition = row[2].out }) or say "otherwise"))
    end
    return box(span("cases", table.concat(lines, " ")))
end

-- Operations ----------------------------------------------------------------------------------

local WRITE <const> = {}

local function infix(symbol, binding, of_right)
    return function(n, o)
        return n.infix(o[1], symbol, o[2], binding, of_right)
    end
end

local function call(name)
    return function(n, o)
        return n.call(name, o)
    end
end

-- A call that has words for a name, in the language of the run.
local function phrase(words)
    return function(n, o)
        return n.call(say(words), o)
    end
end

-- a and b and c; a alone is a.
local function joined(symbol, binding)
    return function(n, o)
        local result = o[1]
        for i = 2, #o do
            result = n.infix(result, say(symbol), o[i], binding)
        end
        return result
    end
end

WRITE["+"] = infix("+", SUM, SUM)
WRITE["*"] = infix("×", PRODUCT, PRODUCT)
WRITE["%"] = infix("mod", PRODUCT)
WRITE["<"] = infix("<", COMPARISON)
WRITE["<="] = infix("≤", COMPARISON)
WRITE[">"] = infix(">", COMPARISON)
WRITE[">="] = infix("≥", COMPARISON)
WRITE["=="] = infix("=", COMPARISON)
WRITE["~="] = infix("≠", COMPARISON)
WRITE.all_of = joined(say.later "and", LOGIC)
WRITE.any_of = joined(say.later "or", LOGIC)
WRITE.min, WRITE.max, WRITE.at_most, WRITE.at_least = call "min", call "max", call "min", call "max"
WRITE.log = call "ln"
WRITE.number_of = phrase(say.later "number of yes among")
WRITE.first_of = phrase(say.later "first reported of")
WRITE.mean, WRITE.mean_of = phrase(say.later "mean of"), phrase(say.later "mean of")
WRITE.sd_of = phrase(say.later "standard deviation of")
WRITE.normal_quantile = call "Φ⁻¹"

WRITE.slope = phrase(say.later "slope of")

-- x over 10 periods, at least 5 of them: the unit's own and those before.
function WRITE.history(n, o, node)
    local fields = { n = node.back + 1, least = node.least }
    local over = node.least > 1 and say("over {n} periods, at least {least} of them", fields)
        or say("over {n} periods", fields)
    return n.infix(o[1], "", n.words(over), CASES)
end

WRITE["-"] = function(n, o)
    return o[2] and n.infix(o[1], "−", o[2], SUM) or n.prefix("−", o[1], MINUS)
end

WRITE["/"] = function(n, o)
    return n.fraction(o[1], o[2])
end

WRITE["//"] = function(n, o)
    return n.around("⌊", n.fraction(o[1], o[2]), "⌋")
end

WRITE["^"] = function(n, o)
    return n.power(o[1], o[2])
end

function WRITE.percent(n, o)
    return n.infix(n.number(100), "×", n.fraction(o[1], o[2]), PRODUCT, PRODUCT)
end

WRITE.share = WRITE.percent

-- What holds it is rounding's affair.
function WRITE.held(_, o)
    return o[1]
end

function WRITE.points(n, o)
    return n.cases { { o[2], o[1] }, { n.number(0) } }
end

function WRITE.negate(n, o)
    return n.prefix(say "not" .. " ", o[1], ATOM)
end

function WRITE.reported(n, o)
    return n.infix(o[1], say "is", n.words(say "reported"), COMPARISON)
end

-- The points behind x, each in brackets.
function WRITE.interpolate(n, o)
    local arguments = { o[1] }
    for i = 2, #o, 2 do
        arguments[#arguments + 1] = n.point(o[i], o[i + 1])
    end
    return n.call("interpolate", arguments)
end

function WRITE.missing_if(n, o)
    return n.cases { { n.words(say "not reported"), o[1] }, { o[2] } }
end

function WRITE.clamp(n, o)
    return n.call("min", { n.call("max", { o[1], o[2] }), o[3] })
end

function WRITE.sqrt(n, o)
    return n.root(o[1])
end

function WRITE.abs(n, o)
    return n.around("|", o[1], "|")
end

function WRITE.exp(n, o)
    return n.power(n.name("e"), o[1])
end

function WRITE.sum(n, o)
    return n.call("Σ", o)
end

function WRITE.count_rows(n, o)
    return n.call(say "number of rows of", { o[2] and n.infix(o[1], say "where", o[2], CASES) or o[1] })
end

-- Nested choices are the cases of one.
local function write_when(walk, n, node)
    local rows, nodes = {}, walk.nodes
    while node.op == "when" do
        rows[#rows + 1] = { walk.box(node.operands[2]), walk.box(node.operands[1]) }
        node = nodes[node.operands[3]]
    end
    rows[#rows + 1] = { walk.node(node) }
    return n.cases(rows)
end

local LEAVES <const> = {
    number = function(n, node) return n.number(node.value) end,
    flag = function(n, node) return n.words(language.word(node.value and "yes" or "no")) end,
    text = function(n, node) return n.words("“" .. node.name .. "”") end,
    input = function(n, node) return n.name(node.name) end,
    previous = function(n, node) return n.before(node.name) end,
    parameter = function(n, node) return n.name(node.name) end,
    score = function(n, node) return n.name(("score[%s]"):format(node.name)) end,
    value = function(n, node) return n.name(("value[%s]"):format(node.name)) end,
    coverage = function(n, node) return n.name(("coverage[%s]"):format(node.name)) end,
    column = function(n, node) return n.name(node.name .. "." .. node.member) end,
    part = function(n, node) return n.name(node.name) end,
}

-- The box of node `top` of `nodes`, a part inside by its name; nil where it is too long.
local function write(nodes, top, notation)
    local walk, left = { nodes = nodes }, MOST_NODES
    function walk.node(node)
        left = left - 1
        if left < 0 then
            return notation.words("...")
        elseif LEAVES[node.op] then
            return LEAVES[node.op](notation, node)
        elseif node.op == "when" then
            return write_when(walk, notation, node)
        end
        local operands = {}
        for i, operand in ipairs(node.operands) do
            operands[i] = walk.box(operand)
        end
        return (WRITE[node.op] or call(node.op))(notation, operands, node)
    end
    function walk.box(index)
        return walk.node(nodes[index])
    end
    local node = nodes[top]
    while node.op == "part" do
        node = nodes[node.operands[1]]
    end
    local result = walk.node(node)
    return left >= 0 and result.out or nil
end

-- The formula of an indicator and those of its parts: { name = nil or the part's, label, text,
-- markup }, the result first. A function has none.
function mathematics.of(indicator)
    local nodes, list = indicator.expression, {}
    if not nodes then
        return list
    end
    local function add(top, name, label, plain)
        list[#list + 1] = { name = name, label = label, text = write(nodes, top, as_text) or plain,
            markup = write(nodes, top, as_html) }
    end
    add(#nodes, nil, nil, indicator.formula)
    local part = 0
    for i, node in ipairs(nodes) do
        if node.op == "part" then
            part = part + 1
            add(node.operands[1], node.name, node.label, indicator.parts[part].formula)
        end
    end
    return list
end

return mathematics
