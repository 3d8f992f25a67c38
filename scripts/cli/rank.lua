-- rank: scores that were made apart, ranked together.

local columns = require "report.columns"
local formats = require "cli.formats"
local hm = require "hundredmark"
local interrupt = require "cli.interrupt"
local language = require "report.language"
local manifest = require "cli.manifest"
local messages_of = require "cli.messages"
local numbers = require "report.numbers"
local output = require "cli.output"
local packages = require "cli.packages"
local stats = require "cli.stats"
local stop = require "cli.stop"
local suggest = require "cli.suggest"
local targets = require "cli.targets"

local say = language.of "cli.rank"

local LEAGUE <const> = columns "city period code score:number coverage:number rank:integer"

local function read(given, messages, package)
    local ranking = stop.insist(stop.DATA, hm.ranking(package, {
        cancel = interrupt.cancel(), languages = language.of_data() }))
    for _, path in ipairs(given.data) do
        messages:tell("reading %s", path)
        stop.insist(stop.DATA, ranking:read(path))
    end
    for _, path in ipairs(given.cities or {}) do
        messages:tell("reading %s as cities", path)
        stop.insist(stop.DATA, ranking:read_cities(path))
    end
    return ranking
end

-- The file that the rows go to; nil: standard output.
local function file_of(out)
    return out.kind == "folder" and targets.path_in(out.path, "scores", out.format) or out.path
end

-- Rows stay in the form they were read in; a suffix or --format may say nothing else.
local function settle_form(out, given, ranking)
    local form = ranking:format()
    if given.code then
        stop.usage("--code chooses the node of a table: --format table or md, or --table league")
    elseif given.safe_cells and form ~= "csv" then
        stop.usage("--safe-cells: only csv has cells that a spreadsheet would run, and the rows are %s",
            form)
    elseif given.bom or given.delimiter or given.decimal then
        stop.usage("--%s: the rows are written as they were read: choose it where they are scored",
            given.bom and "bom" or given.delimiter and "delimiter" or "decimal")
    elseif given.no_header then
        stop.usage("--no-header: the rows are written as they were read, with what stands before them")
    elseif out.format == form then
        return targets.refuse_types(file_of(out))
    elseif given.format or out.kind == "folder"
        or given.output and given.output:match("[^/]%.[^./]+$") then
        stop.usage("the rows are %s and stay so: they cannot be written as %s", form, out.format)
    end
    out:turn_to(form)
    targets.refuse_types(form == "csv" and file_of(out))
end

-- The rows with their ranks are wanted, and not the table of one node.
local function wants_rows(out)
    return out.as_tables and out:writes("scores")
end

local function settle(out, given, ranking)
    if wants_rows(out) then
        settle_form(out, given, ranking)
    elseif given.depth then
        stop.usage("--depth chooses rows; a table shows one node, which --code chooses")
    end
end

-- The node whose table is wanted: its code, by default the first of the least depth.
local function choose_code(given, ranking)
    local codes, names, root = ranking:codes(), {}, nil
    for i, known in ipairs(codes) do
        names[i] = known.code
        root = (not root or known.depth < root.depth) and known or root
        if known.code == given.code then
            return known.code
        end
    end
    if given.code then
        stop.usage(say("no row has the code '{code}'{hint}",
            { code = given.code, hint = suggest.nearest(given.code, names) }))
    end
    return root and root.code
end

-- The code of the node, nil where there are no rows at all, and its rows.
local function league(given, ranking)
    local code = choose_code(given, ranking)
    return code, code and ranking:rows(code) or {}
end

local function make_table(name, given, ranking)
    if name == "league" then
        local code, rows = league(given, ranking)
        for _, row in ipairs(rows) do
            row.code = code
        end
        return hm.table { name = name, columns = LEAGUE, rows = rows }
    end
    return { write = function(file)
        return ranking:write { file = file, depth = given.depth, safe_cells = given.safe_cells }
    end }
end

-- What the package says of a node; empty of one that it does not have.
local function node_of(package, code)
    for _, node in ipairs(package:nodes()) do
        if node.code == code then
            return node
        end
    end
    return {}
end

local function write(given, out, ranking, package)
    if out.as_tables then
        out:write_tables(function(name)
            return make_table(name, given, ranking)
        end)
    else
        local code, rows = league(given, ranking)
        out:page(require("report.league_page").page(code, rows, node_of(package, code)))
    end
end

-- Files that are not what their manifests say are no ground for ranks.
local function choose_files(given)
    if #given.manifests > 0 then
        given.data = manifest.check(given.manifests, given.data)
    elseif #given.data == 0 then
        stop.usage("rank: which files with scores? (see 'hundredmark rank --help')")
    end
end

local function rank(given, messages)
    choose_files(given)
    local out, times = output.new(given, require "cli.rank"), stats.new(given)
    local package = times:time("package", packages.open, given, messages)
    local ranking = times:time("read", read, given, messages, package)
    settle(out, given, ranking)
    times:time("rank", function()
        stop.insist(stop.DATA, ranking:finish(given.jobs))
    end)
    messages:tell("ranked %s", numbers.of(ranking:count(), "row"))
    messages.rejects = "row"
    messages:issues(ranking:issues(messages_of.TOLD))
    messages:leave_out(ranking:incomplete())
    times:time("write", write, given, out, ranking, package)
    messages:summary()
    times:show({ { "rows ranked", ranking:count() } })
    return messages:exit()
end

return {
    name = "rank",
    summary = "rank cities whose scores were made apart",
    about = "Reads rows that score has written (csv or ndjson), from one file or from many in the "
        .. "order given, ranks each node's scores among all cities of a period, and writes the "
        .. "same rows with their ranks: byte for byte what one run of score over all cities writes. "
        .. "1 is best, and scores that tie, to 1e-9 of the best of them, share the smaller rank; "
        .. "the package says of which nodes less is better, because they deduct points, and how "
        .. "much of a node must rest on data and apply for it to be ranked. A row that "
        .. "cannot be used, or that stands twice, is left out and told with its place; so is a "
        .. "city that lacks nodes, because its rows were cut off. With --manifest the files are "
        .. "those that score --stream has written, whole, or nothing is ranked. A table "
        .. "shows one node's cities in the order of their ranks, and --table league writes them in any "
        .. "format, in the order of the rows. Indicators with `scale` get their "
        .. "very marks from the other cities: parts of a package with such are scored with --fit.",
    arguments = { { name = "SCORES", target = "data", args = "*",
        help = "a file with score rows, csv or ndjson, or - for standard input; none with "
            .. "--manifest: the files that the manifests tell of" } },
    options = { "manifests", "cities", "depth", "code", "jobs", "strict", "stats" },
    uses_package = true,
    formats = formats.list("table", formats.WRITERS, "md", "html"),
    format_words = "table on a terminal and the form of SCORES elsewhere",
    tables = { "scores" },
    more_tables = { "league" },
    examples = {
        "rank shard-1.csv shard-2.csv -o all.csv",
        "rank all.csv --code L1 --format table",
        "rank --manifest north.json south.json -o all.csv",
    },
    exits = { 0, 1, 2, 3, 4, 5 },
    exit_words = {
        [1] = "rows were rejected or cities left out (--strict: or there is any warning)" },
    run = rank,
}
