-- fit merge: what was learnt from parts of the cities, as it would have been from all of them.

local formats = require "cli.formats"
local hm = require "hundredmark"
local output = require "cli.output"
local stop = require "cli.stop"

local function merge(given, messages)
    local out, fits = output.new(given, require "cli.fit_merge"), {}
    local phases = 0
    for i, path in ipairs(given.data) do
        messages:tell("reading %s", path)
        fits[i] = stop.insist(stop.PACKAGE, hm.read_fits(path))
        phases = math.max(phases, fits[i]:phases())
    end
    local merged = stop.insist(stop.PACKAGE, hm.merge_fits(fits))
    if merged:phases() < phases then
        messages:say("what was learnt after phase %d rests on other fits than these give together, "
            .. "and is left out: learn it anew with 'hundredmark score --fit --save-fit'",
            merged:phases())
    end
    out:write_tables(function()
        return merged:table()
    end)
    return messages:exit()
end

return {
    name = "fit merge",
    summary = "join what was learnt from parts of the cities",
    about = "Reads fits that 'hundredmark score --save-fit' wrote for parts of the cities, no two of "
        .. "which share a city, and writes the fit that all of these cities give, to the last bit. "
        .. "'hundredmark score --fit' then marks each part as one run over all of them would have. "
        .. "A node that is not the same in all of them, because its measure, its inputs or its scale "
        .. "differ, ends the command.",
    arguments = { { name = "FIT", target = "data", args = "+",
        help = "a file that score --save-fit or fit merge wrote (csv, json, ndjson, xlsx), or - for standard input" } },
    options = {},
    formats = formats.list(formats.WRITERS),
    tables = { "fits" },
    default_format = "csv",
    examples = { "fit merge north.csv south.csv -o all.csv" },
    exits = { 0, 2, 4, 5 },
    exit_words = { [4] = "a fit cannot be read, or they are not of the same package" },
    run = merge,
}
