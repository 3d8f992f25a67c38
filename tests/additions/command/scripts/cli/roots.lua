-- roots: the codes at the top of a package.

local columns = require "report.columns"
local formats = require "cli.formats"
local output = require "cli.output"
local packages = require "cli.packages"

local function roots(given, messages)
    local out = output.new(given, require "cli.roots")
    local package = packages.open(given, messages)
    local rows = {}
    for _, node in ipairs(package:nodes()) do
        rows[#rows + 1] = node.depth <= 1 and { code = node.code, name = node.name } or nil
    end
    out:write_rows { roots = { columns = columns "code name", rows = rows } }
    return messages:exit()
end

return {
    name = "roots",
    summary = "show the top of a package",
    about = "Shows the index of a package and the groups right below it.",
    options = {},
    uses_package = true,
    formats = formats.list(formats.WRITERS),
    tables = { "roots" },
    default_format = "csv",
    examples = { "roots" },
    exits = { 0, 2, 4, 5 },
    run = roots,
}
