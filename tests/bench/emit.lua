-- Writes the measures and the hierarchy as source that the peers include, into a folder:
--
--   lua5.4 emit.lua FOLDER        measures.h measures.py measures_rows.lua measures.sql
--
-- Weights are equal and every group is an arithmetic mean, as in the built-in package.

local measures = require "measures"

local standard, either = measures.standard, measures.either
local folder = assert(arg[1], "a folder is wanted")

local number_of, index_of = {}, {}
for i, input in ipairs(standard.inputs) do
    number_of[input.name] = i - 1
end
for i, node in ipairs(standard.nodes) do
    index_of[node.code] = i - 1
end

local function write(name, parts)
    local file = assert(io.open(folder .. "/" .. name, "w"))
    assert(file:write(table.concat(parts)))
    file:close()
end

local function adder()
    local parts = {}
    return parts, function(format, ...) parts[#parts + 1] = format:format(...) end
end

local function identifier(code)
    return (code:gsub("%.", "_"))
end

local function children(node)
    local list = {}
    for i, child in ipairs(node.children) do
        list[i] = index_of[child.code]
    end
    return list
end

local function join(list, between, map)
    local out = {}
    for i, item in ipairs(list) do
        out[i] = map and map(item) or item
    end
    return table.concat(out, between)
end

-- C: a loop an indicator -----------------------------------------------------------------------

local function c_measure(add, node)
    local text = measures.text(node)
    add("static void m_%s(const column *in, size_t n, double *value, uint8_t *state) {\n",
        identifier(node.code))
    add("    for (size_t i = 0; i < n; i++) {\n")
    if text then
        add("        uint8_t s = 0;\n")
        for _, name in ipairs(node.inputs) do
            add("        const double %s = in[%d].values[i];\n", name, number_of[name])
            add("        s = graver(s, in[%d].states[i]);\n", number_of[name])
        end
        add("        const double x = %s;\n", text)
    else
        local function pair(names)
            return number_of[names[1]], number_of[names[2]]
        end
        local no_part, no_whole = pair(either.no)
        local yes_part, yes_whole = pair(either.yes)
        local flag = number_of[either.flag]
        add("        const int yes = in[%d].states[i] == 0 && in[%d].values[i] != 0;\n", flag, flag)
        add("        const column *p = &in[yes ? %d : %d], *w = &in[yes ? %d : %d];\n", yes_part,
            no_part, yes_whole, no_whole)
        add("        uint8_t s = graver(p->states[i], w->states[i]);\n")
        add("        const double x = percent(p->values[i], w->values[i]);\n")
    end
    add("        s = graver(s, is_finite(x) ? 0 : 1);\n")
    add("        value[i] = s == 0 ? x : 0;\n        state[i] = s;\n    }\n}\n\n")
end

local function emit_c()
    local parts, add = adder()
    for _, node in ipairs(standard.nodes) do
        if node.is_indicator and not node.records then
            c_measure(add, node)
        end
    end
    add("static const char *const inputs[] = {%s};\n",
        join(standard.inputs, ", ", function(i) return '"' .. i.name .. '"' end))
    add("static const node nodes[] = {\n")
    for _, node in ipairs(standard.nodes) do
        local pairs_text = join(node.pairs or {}, ", ", function(p)
            return ("{%d, %d}"):format(number_of[p[1]], number_of[p[2]])
        end)
        local list = children(node)
        add('    {"%s", %s, %d, {%s}, %d, {%s}},\n', node.code,
            node.is_indicator and not node.records and "m_" .. identifier(node.code) or "NULL",
            #list, #list > 0 and join(list, ", ") or "0", #(node.pairs or {}),
            pairs_text ~= "" and pairs_text or "{0, 0}")
    end
    add("};\n")
    write("measures.h", parts)
end

-- Python: a vectorised expression an indicator --------------------------------------------------

local function quoted(names)
    return join(names, ", ", function(n) return '"' .. n .. '"' end)
end

local function emit_python()
    local parts, add = adder()
    add("INPUTS = [%s]\n", quoted((function()
        local names = {}
        for i, input in ipairs(standard.inputs) do names[i] = input.name end
        return names
    end)()))
    add("EITHER = (%q, (%s), (%s))\n", either.flag, quoted(either.no), quoted(either.yes))
    add("NODES = [\n")
    for _, node in ipairs(standard.nodes) do
        local text = measures.text(node)
        local kind = not node.is_indicator and "group" or node.records and "records"
            or text and "measure" or "either"
        add("    (%q, %d, %q, [%s], [%s], %s),\n", node.code, node.depth, kind,
            quoted(node.inputs or {}), join(children(node), ", "),
            text and ("lambda %s: %s"):format(join(node.inputs, ", "), text) or "None")
    end
    add("]\n")
    write("measures.py", parts)
end

-- Lua: a function of a row an indicator ---------------------------------------------------------

local function emit_lua()
    local parts, add = adder()
    add("local percent, ge, gt, least = ...\nlocal nodes = {}\n")
    for i, node in ipairs(standard.nodes) do
        add("nodes[%d] = { code = %q, children = { %s }, inputs = { %s } }\n", i, node.code,
            join(node.children, ", ", function(c) return tostring(index_of[c.code] + 1) end),
            quoted(node.inputs or {}))
        local text = measures.text(node)
        if text then
            add("nodes[%d].measure = function(%s) return %s end\n", i,
                join(node.inputs, ", "), text)
        end
    end
    add("return nodes, { flag = %q, no = { %s }, yes = { %s } }\n", either.flag,
        quoted(either.no), quoted(either.yes))
    write("measures_rows.lua", parts)
end

-- SQL: indicators first, then groups from the deepest level up ----------------------------------

local function sql_indicator(node)
    if node.records then
        return "CAST(NULL AS DOUBLE)"
    end
    local text = measures.text(node)
    if not text then
        text = ("CASE WHEN coalesce(%s, 0) = 1 THEN percent(%s, %s) ELSE percent(%s, %s) END")
            :format(either.flag, either.yes[1], either.yes[2], either.no[1], either.no[2])
    end
    return ("greatest(0, least(100, %s))"):format(text) -- NULL is handled below
end

local function sql_group(node)
    local sum, count, coverage = {}, {}, {}
    for i, child in ipairs(node.children) do
        local s, c = ('"%s"'):format(child.code), ('"c %s"'):format(child.code)
        sum[i] = ("coalesce(%s, 0)"):format(s)
        count[i] = ("(%s IS NOT NULL)::INT"):format(s)
        coverage[i] = child.is_indicator and count[i] or c
    end
    local covered = ("(%s) / %d.0"):format(table.concat(coverage, " + "), #node.children)
    local total = table.concat(count, " + ")
    return ('CASE WHEN %s + 1e-9 >= 0.5 AND %s > 0 THEN (%s) / (%s) END AS "%s", '
        .. '%s AS "c %s"'):format(covered, total, table.concat(sum, " + "), total, node.code,
        covered, node.code)
end

local function emit_sql()
    local parts, add = adder()
    add("CREATE MACRO percent(a, b) AS CAST(100.0 AS DOUBLE) * a / nullif(b, 0);\n")
    add("CREATE MACRO ge(a, b) AS (a >= b)::INT;\nCREATE MACRO gt(a, b) AS (a > b)::INT;\n")
    add("CREATE TABLE level5 AS SELECT city, period")
    local deepest = 0
    for _, node in ipairs(standard.nodes) do
        if node.is_indicator then
            local text = sql_indicator(node)
            local needed = {}
            for i, name in ipairs(node.code == either.code and {} or node.inputs) do
                needed[i] = name .. " IS NOT NULL"
            end
            if #needed > 0 then
                text = ("CASE WHEN %s THEN %s END"):format(table.concat(needed, " AND "), text)
            elseif not node.records then
                local plain = text:match("^greatest%(0, least%(100, (.*)%)%)$")
                text = ("CASE WHEN (%s) IS NOT NULL THEN %s END"):format(plain, text)
            end
            add(',\n  %s AS "%s"', text, node.code)
        else
            deepest = math.max(deepest, node.depth)
        end
    end
    add("\nFROM data;\n")
    for depth = deepest, 0, -1 do
        add("CREATE TABLE level%d AS SELECT *", depth)
        for _, node in ipairs(standard.nodes) do
            if not node.is_indicator and node.depth == depth then
                add(",\n  %s", sql_group(node))
            end
        end
        add("\nFROM level%d;\n", depth == deepest and 5 or depth + 1)
    end
    write("measures.sql", parts)
end

emit_c()
emit_python()
emit_lua()
emit_sql()
