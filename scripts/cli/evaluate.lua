-- One expression over real data: the package in hand is extended, in memory, by one indicator that
-- is the expression, and scored. So it sees what any indicator sees, and is refused as any is.

local hm = require "hundredmark"
local limits = require "cli.limits"
local lua_text = require "report.lua_text"
local packages = require "cli.packages"

local evaluate = {}

local MANIFEST <const> = 'return package { name = "repl", version = "1", api = 1, extends = %s }'
local CODE <const> = "repl"
local PLAIN <const> = "= "    -- how a result that rests on no figures comes back

-- What a function over `v` reads: a function must list its inputs, a typist need not.
local function read_by(expression, inputs)
    local list = {}
    for _, input in ipairs(inputs) do
        local pattern = "%f[%w_]v%." .. input.name .. "%f[^%w_]"
        if input.kind ~= "records" and expression:find(pattern) then
            list[#list + 1] = lua_text.quote(input.name)
        end
    end
    return table.concat(list, ", ")
end

local function script(names, expression, run)
    local lines = {}
    for _, one in ipairs(names) do
        lines[#lines + 1] = ("local %s = (%s\n)"):format(one.name, one.expression)
    end
    lines[#lines + 1] = ("local it = (%s\n)"):format(expression)
    lines[#lines + 1] = ("if type(it) == \"number\" or type(it) == \"boolean\" then\n"
        .. "error(%s .. tostring(it), 0)\nend"):format(lua_text.quote(PLAIN))
    lines[#lines + 1] = ("return indicator { code = %s, parent = %s, name = \"what was typed\", "
        .. "inputs = type(it) == \"function\" and { %s } or nil, measure = it }"):format(
        lua_text.quote(CODE), lua_text.quote(run.package:nodes()[1].code),
        read_by(expression, run.package:inputs()))
    return table.concat(lines, "\n") .. "\n"
end

local function plain_result(message)
    local text = message:sub(#PLAIN + 1)
    local number = tonumber(text)
    return number and hm.number(number) or text == "true" and "yes" or "no"
end

local function reason_of(issues, err)
    local message = issues and issues[1] and issues[1].message or err.message
    return (message:gsub("^[^%s:]+%.lua:%d+: ", ""):gsub("^indicator repl: ", "")
        :gsub(" %(to close '%(' at line %d+%)", ""):gsub("near 'return'", "near the end")
        :gsub("near 'local'", "near the end"):gsub("near 'if'", "near the end"))
end

-- `run` as data.score makes it; `names` a list of { name, expression } that were given before.
-- Gives { plain = text }, or { rows = { { unit, value, status, reason } }, type, formula }; or nil
-- and what is wrong, nothing where given.cancel was requested.
function evaluate.expression(run, given, names, expression)
    local options, base = packages.options(given), run.info.layers[1]
    options.cancel = given.cancel
    options.files = {
        ["package.lua"] = MANIFEST:format(lua_text.quote(
            packages.name_to_extend(base, options))),
        ["repl.lua"] = script(names, expression, run),
    }
    local package, err, issues = hm.open_package("repl", options)
    if not package and err.code == "cancelled" then
        return nil, nil
    elseif not package then
        local message = issues and issues[1] and issues[1].message or err.message
        if message:sub(1, #PLAIN) == PLAIN then
            return { plain = plain_result(message) }
        end
        return nil, reason_of(issues, err)
    end
    local scores, failure = hm.score(package, run.dataset, {
        jobs = given.jobs, cancel = given.cancel, unfinished = true, run_seconds = given.run_time,
        run_steps = given.run_steps,
    })
    if not scores and failure.code == "cancelled" then
        return nil, nil
    elseif not scores then
        return nil, limits.name_option(tostring(failure))
    end
    local indicator, rows = package:indicator(CODE), {}
    for i, unit in ipairs(run.chosen) do
        local row = scores:row(unit, CODE)
        rows[i] = { unit = unit, value = row.value, status = row.status, reason = row.reason }
    end
    local last = indicator.expression and indicator.expression[#indicator.expression]
    return { rows = rows, type = last and last.type or "number", formula = indicator.formula }
end

-- Whether a name can be given to an expression; nil, or why not.
function evaluate.refuses_name(name)
    local words = { "input", "param", "package", "indicator", "require", "host" }
    for _, helper in ipairs(hm.helpers()) do
        words[#words + 1] = helper.name
    end
    for _, word in ipairs(words) do
        if word == name then
            return ("'%s' means something else already"):format(name)
        end
    end
end

return evaluate
