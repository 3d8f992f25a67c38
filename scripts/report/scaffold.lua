-- The files of a new package and of a new indicator, as text. Whatever is made here works as it
-- stands and is meant to be changed.

local lua_text = require "report.lua_text"

local quote = lua_text.quote
local scaffold = {}

local function fill(template, values)
    return (template:gsub("<<([%w_]+)>>", function(name)
        return assert(values[name], name)
    end))
end

-- Indicators ----------------------------------------------------------------------------------

local COMMENTED <const> = [[
-- An indicator turns a city's figures into a mark out of a hundred. The file may have any name; its
-- code is what counts. `hundredmark pack test` runs the tests below, `hundredmark pack check` finds
-- what is missing.
return indicator {
    code = <<code>>, parent = <<parent>>,
    name = <<name>>,
    about = "What it shows, and why that is good for a city.",

    -- What a city reports. Kinds: count (whole, from 0), amount (from 0), number, flag (yes or no),
    -- grade (0 to 1), choice and records. The bare name of an input that is defined elsewhere in
    -- the package will do.
    inputs = {
        count { <<part>>, "Places that have it" },
        count { <<whole>>, "Places in all" },
    },

    -- A formula over inputs. Instead of a < b and `and`, which Lua cannot trace, write lt(a, b) and
    -- all_of(a, b). Other helpers: band, when, points, weighted, first_of, ...
    measure = percent(input.<<part_name>>, input.<<whole_name>>),

    -- Worked examples: figures, and what must come of them.
    tests = {
        { <<part_name>> = 3, <<whole_name>> = 4, score = 75 },
        { <<part_name>> = 0, <<whole_name>> = 0, status = "undefined",
          note = "Nothing to take a share of." },
    },
}
]]

local PLAIN <const> = [[
return indicator {
    code = <<code>>, parent = <<parent>>,
    name = <<name>>,
    about = "What it shows, and why that is good for a city.",
    inputs = {
        count { <<part>>, "Places that have it" },
        count { <<whole>>, "Places in all" },
    },
    measure = percent(input.<<part_name>>, input.<<whole_name>>),
    tests = {
        { <<part_name>> = 3, <<whole_name>> = 4, score = 75 },
        { <<part_name>> = 0, <<whole_name>> = 0, status = "undefined" },
    },
}
]]

-- The source of an indicator. `wanted`: { code, parent, name, taken = set of names of inputs that
-- exist, commented }.
function scaffold.indicator(wanted)
    local stem, taken = lua_text.name_of(wanted.code), wanted.taken or {}
    while taken[stem .. "_part"] or taken[stem .. "_whole"] do
        stem = stem .. "_"
    end
    return fill(wanted.commented and COMMENTED or PLAIN, {
        code = quote(wanted.code), parent = quote(wanted.parent), name = quote(wanted.name),
        part = quote(stem .. "_part"), whole = quote(stem .. "_whole"),
        part_name = stem .. "_part", whole_name = stem .. "_whole",
    })
end

-- Packages ------------------------------------------------------------------------------------

local OWN <const> = [[
-- What the package is. Weights are relative to siblings; whatever has none has 1.
return package {
    name = <<name>>, version = "1", api = 1,
    title = <<title>>,
    nodes = {
        { "index", <<title>> },
        { <<group>>, "A first group", parent = "index" },
    },
}
]]

local OVERLAY <const> = [[
-- What the package is, and what it changes of the package it extends. Weights are relative to
-- siblings; whatever has none has 1. What comes of it all:
--     hundredmark pack diff <<base_word>> <<folder>>
return package {
    name = <<name>>, version = "1", api = 1,
    title = <<title>>,
    extends = <<base>>,

    -- drop = { "L1.1.1", "L2" },              indicators or whole groups that are left out
    -- weights = { L1 = 3, ["L1.1"] = 2 },
    -- policy = { min_coverage = 0.5, rank_if = { coverage = 2/3, applicable = 2/3 } },

    nodes = {
        { <<group>>, "Local indicators", parent = <<parent>> },
    },
}
]]

local README <const> = [[
# <<title>>

A package of indicators for hundredmark.

| file | what |
|---|---|
| `package.lua` | name, hierarchy, weights, policy |
| `<<script>>` | the first indicator; every other `*.lua` is one more |
| `inputs.lua` | if there is one: inputs that several indicators share |
| `lib/` | if there is one: Lua modules for `require` |
| `.luarc.json`, `.hundredmark/` | for editors: what indicator scripts can use |

```sh
hundredmark pack test <<folder>>             # run the worked examples
hundredmark pack check <<folder>>            # find what is wrong or missing
hundredmark pack indicator <<next>> -p <<folder>>
hundredmark describe -p <<folder>> --all --format md -o handbook.md
hundredmark template -p <<folder>> -o sheet.csv
hundredmark score -p <<folder>> sheet.csv --watch
```
]]

local function shell_word(s)
    return s:find("^[%w%._/~-]+$") and s or "'" .. s:gsub("'", "'\\''") .. "'"
end

-- The files of a package: { [path] = text }, without those for editors. `wanted`: { name, title,
-- folder, group, code, script, next_code, extends = nil or { name, parent, taken } }.
function scaffold.package(wanted)
    local base = wanted.extends
    local values = {
        name = quote(wanted.name), title = quote(wanted.title), group = quote(wanted.group),
        base = base and quote(base.name), base_word = base and shell_word(base.name),
        parent = base and quote(base.parent), folder = shell_word(wanted.folder),
    }
    return {
        ["package.lua"] = fill(base and OVERLAY or OWN, values),
        [wanted.script] = scaffold.indicator { code = wanted.code, parent = wanted.group,
            name = "Share of places that have it", taken = base and base.taken, commented = true },
        ["README.md"] = fill(README, { title = wanted.title, script = wanted.script,
            folder = shell_word(wanted.folder), next = wanted.next_code }),
    }
end

return scaffold
