-- pack export: a package as another program has it.

local coinr = require "cli.coinr"
local data = require "cli.data"
local files = require "cli.files"
local output = require "cli.output"
local packages = require "cli.packages"
local stop = require "cli.stop"
local text_of = require "report.text"

-- Its metadata, and the data if there are some.
local function texts_of(given, messages)
    if #(given.data or {}) == 0 then
        return { ["iMeta.csv"] = coinr.metadata((packages.open(given, messages))) }
    end
    local run = data.score(given, messages)
    return { ["iMeta.csv"] = coinr.metadata(run.package), ["iData.csv"] = coinr.data(run) }
end

local function pack_export(given, messages)
    local out, paths = output.new(given, require "cli.pack_export"), {}
    if not given.coinr then
        stop.usage("pack export: say where to: --coinr DIR")
    elseif files.kind(given.coinr) then
        stop.usage("%s is there already: the export needs a new folder", given.coinr)
    end
    for path, text in pairs(texts_of(given, messages)) do
        files.write(files.join(given.coinr, path), text)
        paths[#paths + 1] = path
    end
    table.sort(paths)
    for _, path in ipairs(paths) do
        out:write(text_of.clean(files.join(given.coinr, path)) .. "\n")
    end
    out:finish()
    return messages:exit()
end

return {
    name = "pack export",
    summary = "write a package as metadata of COINr",
    about = "Writes iMeta.csv, the table in which the R package COINr keeps the structure of an index: "
        .. "levels, codes, directions, weights, units, parents; a measure that divides one input by "
        .. "another becomes an indicator with a denominator. With data iData.csv, too: a row a city "
        .. "and period with the figures of such indicators, and of those that are an input as it is; of "
        .. "all others their values. Steps and policies are not COINr's to hold. Prints the files made.",
    arguments = { { name = "DATA", target = "data", args = "*", help = data.ARGUMENT.help } },
    options = { "coinr", "records", "cities", "jobs", "strict" },
    uses_package = true,
    runs_measures = true,
    formats = { "table" },
    default_format = "table",
    examples = { "pack export --coinr for-r", "pack export -p my-index --coinr for-r data.csv" },
    exits = { 0, 1, 2, 3, 4, 5 },
    run = pack_export,
}
