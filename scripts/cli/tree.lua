-- tree: the hierarchy of a package.

local columns = require "report.columns"
local edition_words = require "report.edition_words"
local formats = require "cli.formats"
local method_words = require "report.method_words"
local output = require "cli.output"
local packages = require "cli.packages"
local page = require "report.page"
local run_object = require "cli.run_object"
local words = require "report.words"

local say = require("report.language").of("cli.tree")

local COLUMNS <const> = columns("code parent depth:integer kind name weight:number "
    .. "declared_weight:number aggregate from to")

local function rows_of(package, depth)
    local rows = {}
    for _, node in ipairs(package:nodes()) do
        rows[#rows + 1] = (not depth or node.depth <= depth) and {
            code = node.code, parent = node.parent ~= "" and node.parent or nil,
            depth = node.depth, kind = node.kind, name = node.name,
            weight = not node.weighed_by and node.share or nil,
            declared_weight = not node.weighed_by and node.weight or nil, shown = words.share(node),
            aggregate = node.aggregate_said, from = node.from, to = node.to,
        } or nil
    end
    return rows
end

local function tree_page(info, rows)
    local lines, plain, always = {}, true, true
    for _, row in ipairs(rows) do
        plain = plain and (not row.aggregate or row.aggregate == info.policy.aggregate)
        always = always and not row.from and not row.to
    end
    local shown = { { title = "code" }, { title = "name", least = 16 }, { title = "weight", side = "right" } }
    shown[#shown + 1] = not plain and { title = "aggregate" } or nil
    shown[#shown + 1] = not always and { title = "holds" } or nil
    for i, row in ipairs(rows) do
        lines[i] = { (" "):rep(row.depth) .. row.code, row.name, row.shown }
        table.insert(lines[i], not plain and (row.aggregate and method_words.said(row.aggregate) or "") or nil)
        table.insert(lines[i], not always and (edition_words.span(row) or "") or nil)
    end
    return page.new():heading(1, info.title ~= "" and info.title or info.name)
        :paragraph(("%s %s"):format(info.name, info.version)):table(shown, lines)
        :paragraph(say "The weight is a node's share among its siblings.")
end

local function tree(given, messages)
    local out = output.new(given, require "cli.tree")
    local package, info = packages.open(given, messages)
    local rows = rows_of(package, given.depth)
    if out.as_tables then
        out:write_rows({ nodes = { columns = COLUMNS, rows = rows } }, function()
            return run_object.of_package(info)
        end)
    else
        out:page(tree_page(info, rows))
    end
    return messages:exit()
end

return {
    name = "tree",
    summary = "show the hierarchy of a package",
    about = "Shows the groups and indicators of a package with their codes, names and weights.",
    options = { "depth", "strict" },
    uses_package = true,
    formats = formats.list("table", formats.WRITERS, "md", "html"),
    tables = { "nodes" },
    examples = { "tree --depth 2", "tree --package my-city --format md" },
    exits = { 0, 1, 2, 4, 5 },
    exit_words = { [1] = "with --strict: there is a warning about the package" },
    run = tree,
}
