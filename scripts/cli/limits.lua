-- What the library says of a limit that a script ran into names the limit and its value, and what it
-- asks to be told of data names that; here the program adds the option for it, where the command has
-- one.

local limits = {}

-- Of the command that runs: the set of its options, and of the files that no option of reading is for.
local has, apart = {}, {}

local PERIODS <const> = { "say how periods are written$",
    "say how periods are written if each is a year .*$" }

-- In each message at most one is found: a pattern, what to add, and of what the library asks of DATA
-- the option that the command must have for it.
local OPTIONS <const> = {
    { "say what the decimal mark is$", "--read-decimal", "read_decimal" },
    { "say what the group mark is$", "--read-group", "read_group" },
    { "say what the group and the decimal mark are$", "--read-group, --read-decimal",
        "read_group" },
    { "say which rows count$", "--filter, --skip-last", "filter" },
    { "say which rows count$", "filter and skip_last of a --recipe", "recipe" },
    { "say which columns count$", "--leave-out", "leave_out" },
    { "say which columns count$", "leave_out of a --recipe", "recipe" },
    { 'is called "%d+"[,:]', "a column is meant by its number as #N", "fill_down" },
    { "say which column is filled down$", "--fill-down", "fill_down" },
    { "say which column is filled down$", "fill_down of a --recipe", "recipe" },
    { "looks like the header: say where it stands$", "--header", "header" },
    { "looks like the header: say where it stands$", "headerRows of a --recipe", "recipe" },
    { "say what its encoding is$", "--encoding", "encoding" },
    { PERIODS[1], "--period-format", "period_format" },
    { PERIODS[2], "--period-format", "period_format" },
    { PERIODS[1], "period_format of a --recipe", "recipe" },
    { PERIODS[2], "period_format of a --recipe", "recipe" },
    { "say what its word means$", "--rename status:WORD=not_reported, or --leave-out its column", "rename" },
    { "say what its word means$", "rename of a --recipe", "recipe" },
    { "%(a title, a note or a footer is no row of data%)$", "--header, --skip-last", "skip_last" },
    { "%f[%w]steps: more than [%d.e+]+$", "--script-steps" },
    { "%f[%w]seconds: more than [%d.e+-]+$", "--script-time" },
    { "%f[%w]memory: more than [%d.e+]+ bytes$", "--script-memory" },
    { "%f[%w]memory: a text of more than [%d.e+]+ bytes$", "--script-string" },
    { "%f[%w]memory: a table or call stack of more than [%d.e+]+ bytes in one block$",
        "--script-block" },
    { "%f[%w]processor time of the run: more than [%d.e+-]+ seconds$", "--run-time" },
    { "%f[%w]steps of the run: more than [%d.e+]+$", "--run-steps" },
    { "%f[%w]processor time of loading: more than [%d.e+-]+ seconds$", "--load-time" },
    { "%f[%w]steps of loading: more than [%d.e+]+$", "--load-steps" },
    { "has %d+ bytes, more than %d+$", "--script-source" },
    { "%f[%w]not called again: it ran into its limits for other cities$",
        "--script-steps, --script-memory, --script-time" },
}

-- Words of which each pattern above has one: most messages have none, and are told at once.
local WORDS <const> = { "say ", "more than ", "no row of data", "not called again",
    "is called " }

local function may_be_named(message)
    for _, word in ipairs(WORDS) do
        if message:find(word, 1, true) then
            return true
        end
    end
    return false
end

-- From now on messages are of this command, which was given `given`.
function limits.open(command, given)
    has, apart = {}, {}
    for _, option in ipairs(require("cli.options").of(command)) do
        has[option.name] = true
    end
    for _, records in ipairs(given.records or {}) do
        apart[records.file] = true
    end
    for _, path in ipairs(given.cities or {}) do
        apart[path] = true
    end
end

-- `message`, of `file` if of any, with the option behind it where it tells of a limit or asks for
-- what an option says.
function limits.name_option(message, file)
    if not may_be_named(message) then
        return message
    end
    for _, one in ipairs(OPTIONS) do
        if message:find(one[1]) and (not one[3] or has[one[3]] and not apart[file or ""]) then
            return ("%s (%s)"):format(message, one[2])
        end
    end
    return message
end

-- Does `message` tell that all of loading was too much? Then trying again takes as long.
function limits.ends_loading(message)
    return message:find(" of loading: more than [%d.e+-]+") ~= nil
end

return limits
