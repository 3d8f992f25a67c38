-- What is wrong with a script or a package, as the engine says it, in the language of the run: what people meet most
-- who try a change. What no form has stays English, as messages for authors are.

local forms = require "report.forms"
local language = require "report.language"

local say = language.of("report.script_words")

local script_words = {}

-- The first that fits is taken.
local FORMS <const> = {
    -- fields
    { '^unknown field "(.*)": did you mean "(.*)"%?$', say.later "unknown field \"{a}\": did you mean \"{b}\"?" },
    { '^unknown field "(.*)" %(there are: (.*)%)$', say.later "unknown field \"{a}\" (there are: {b})" },
    { '^unknown field "(.*)": it is (.*)$', say.later "unknown field \"{a}\": it is {b}" },
    { "^([%w_]+) is missing$", say.later "{a} is missing" },
    { "^([%w_]+) is an? (%l+), expected text$", say.later "{a} is of the type {b}, expected text" },
    { "^([%w_]+) is an? (%l+), expected a number$", say.later "{a} is of the type {b}, expected a number" },
    { "^([%w_]+) is an? (%l+), expected true or false$", say.later "{a} is of the type {b}, expected true or false" },
    { "^([%w_]+) is an? (%l+), expected a table { %.%.%. }$", say.later "{a} is of the type {b}, expected a table" },
    { "^([%w_]+) is an? (%l+), expected a list { %.%.%. }$", say.later "{a} is of the type {b}, expected a list" },
    { "^([%w_]+) is an? (%l+), expected an expression over input%.NAME or a function$",
        say.later "{a} is of the type {b}, expected an expression over input.NAME or a function" },
    { "^([%w_]+) must be 0, or a number from 1e%-9 to 1e9$", say.later "{a} must be 0, or a number from 1e-9 to 1e9" },
    { "^has list elements: every field needs a name$", say.later "has list elements: every field needs a name" },
    { '^no input "(.*)": did you mean "(.*)"%?$', say.later "no input \"{a}\": did you mean \"{b}\"?" },
    { '^no input "([^"]*)"$', say.later "no input \"{a}\"" },
    -- expressions
    { "^< and <= cannot be traced in Lua: write lt%(a, b%) or le%(a, b%), and when%(condition, a, b%) instead of if$",
        say.later "< and <= cannot be traced in Lua: write lt(a, b) or le(a, b), and when(condition, a, b) instead of if" },
    { "^([%w_]+) takes %((.*)%), found (%d+) arguments?$", say.later "{a} takes ({b}), found {c}" },
    { "^([%w_]+) takes finite numbers$", say.later "{a} takes finite numbers" },
    -- Lua
    { "^unknown name '(.*)': did you mean \"(.*)\"%?$", say.later "unknown name '{a}': did you mean \"{b}\"?" },
    { "^unknown name '([^']*)'$", say.later "unknown name '{a}'" },
    { "^syntax error near (.*)$", say.later "syntax error near {a}" },
    { "^unexpected symbol near (.*)$", say.later "unexpected symbol near {a}" },
    { "^'(.*)' expected %(to close '(.*)' at line (%d+)%) near (.*)$",
        say.later "'{a}' expected (to close '{b}' in line {c}) near {d}" },
    { "^'(.*)' expected near (.*)$", say.later "'{a}' expected near {b}" },
    { "^<name> expected near (.*)$", say.later "a name expected near {a}" },
    { "^<eof> expected near (.*)$", say.later "the end expected near {a}" },
    { "^unfinished string near (.*)$", say.later "unfinished text near {a}" },
    { "^unfinished long (%l+) .* near (.*)$", say.later "unfinished {a} near {b}" },
    { "^malformed number near (.*)$", say.later "malformed number near {a}" },
    { "^attempt to call a nil value %((.*)%)$", say.later "attempt to call what is not there: {a}" },
    { "^attempt to index a nil value %((.*)%)$", say.later "attempt to look into what is not there: {a}" },
    { "^attempt to perform arithmetic on a nil value %((.*)%)$",
        say.later "attempt to compute with what is not there: {a}" },
    { "^attempt to compare (.*) with (.*)$", say.later "attempt to compare {a} with {b}" },
    -- limits
    { "^steps: more than (%d+)$", say.later "steps: more than {a}" },
    { "^seconds: more than ([%d.]+)$", say.later "seconds: more than {a}" },
    { "^memory: more than (%d+) bytes$", say.later "memory: more than {a} bytes" },
}

-- Whose field or part it is: "indicator L1.1.1", "test 2".
local HEADS <const> = {
    { '^indicator (%S+)$', say.later "indicator {a}" }, { '^group (%S+)$', say.later "group {a}" },
    { '^rule (".*")$', say.later "rule {a}" }, { '^input (".*")$', say.later "input {a}" },
    { "^test (%d+)$", say.later "test {a}" }, { "^package$", say.later "package" },
}

-- nil: no form has it.
function script_words.say(text)
    local whole = forms.say(say, FORMS, text)
    local head, rest = text:match "^([^:]*): (.*)$"
    local said = not whole and head and script_words.say(rest)
    return whole or said and language.labelled(forms.say(say, HEADS, head) or head, said) or nil
end

return script_words
