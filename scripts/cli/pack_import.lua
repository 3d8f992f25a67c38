-- pack import: a package from the metadata of another program.

local coinr = require "cli.coinr"
local files = require "cli.files"
local output = require "cli.output"
local packages = require "cli.packages"
local stop = require "cli.stop"
local text_of = require "report.text"

local function pack_import(given, messages)
    local out = output.new(given, require "cli.pack_import")
    if not given.import_folder then
        stop.usage("pack import: say where to: -o DIR")
    elseif files.kind(given.import_folder) then
        stop.usage("%s is there already: a package that is imported needs a new folder", given.import_folder)
    end
    local text = files.need(given.metadata)
    local name = files.last_name(given.import_folder) or "imported"
    local texts, paths = coinr.package(text, given.metadata, name), {}
    for path, content in pairs(texts) do
        files.write(files.join(given.import_folder, path), content)
        paths[#paths + 1] = path
    end
    packages.open({ package = given.import_folder }, messages)
    table.sort(paths)
    for _, path in ipairs(paths) do
        out:write(text_of.clean(files.join(given.import_folder, path)) .. "\n")
    end
    out:finish()
    messages:say("try: hundredmark score -p %s --recipe coinr iData.csv", given.import_folder)
    return messages:exit()
end

return {
    name = "pack import",
    summary = "make a package of COINr's metadata",
    about = "Makes a folder with a package of iMeta, the table in which the R package COINr keeps the "
        .. "structure of an index: aggregates become groups, indicators rows of indicators.csv, "
        .. "denominators inputs by which their figures are divided. All indicators are scaled by "
        .. "minmax (the policy in package.lua: change it there), lower being better where "
        .. "Direction is -1, since the table does not say how; columns of targets and groups of units are left out. Prints the files made.",
    arguments = { { name = "FILE", target = "metadata", help = "iMeta as CSV" } },
    options = { "import_folder" },
    formats = { "table" },
    default_format = "table",
    examples = { "pack import iMeta.csv -o my-index" },
    exits = { 0, 2, 3, 4, 5 },
    run = pack_import,
}
