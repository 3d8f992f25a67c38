-- hundredmark audit: how far a ranking can be relied on, by all analyses that say something about it.

local hm = require "hundredmark"
local audit_rows = require "cli.audit_rows"
local data = require "cli.data"
local formats = require "cli.formats"
local interrupt = require "cli.interrupt"
local issues_file = require "cli.issues"
local output = require "cli.output"
local refusal_words = require "report.refusal_words"
local run_object = require "cli.run_object"
local sensitivity = require "cli.sensitivity"
local stop = require "cli.stop"
local uncertainty = require "cli.uncertainty"

local say = require("report.language").of("cli.audit")

local audit = {
    name = "audit",
    summary = "show how robust a ranking is",
    about = "All that says how far scores and ranks can be relied on, at once: what they are in variations of weights "
        .. "and methods (as uncertainty has them, 4096 of them), which choice matters (sensitivity), whether "
        .. "indicators belong together (statistics, coherence), and what missing figures leave open (bounds). A page for people, "
        .. "-o audit.html to read on; each table as its own command has it.",
    arguments = { data.ARGUMENT },
    options = { "records", "cities", "period", "issues", "study", "variations", "seed", "verified_only", "jobs",
        "strict" },
    option_help = { verified_only = "what is said not to be verified counts as not reported",
        variations = "how many variations; else 4096, or with --study as many as the study says" },
    uses_package = true,
    runs_measures = true,
    formats = formats.list("table", formats.WRITERS, "md", "html"),
    tables = { "audit", "statistics", "correlations", "alpha", "pca", "influence", "findings", "uncertainty", "tiers",
        "precision", "factors", "sensitivity", "bounds", "stakes" },
    examples = { "audit examples/study -o audit.html", "audit --study study.lua -o tables/ data.csv" },
    exits = { 0, 1, 2, 3, 4, 5 },
}

local VARIATIONS <const> = 4096
local TOP <const> = 10    -- cities, whose staying the first is one of the targets

-- Tables of analyses of one set of scores, by the analysis.
local ANALYSIS <const> = { statistics = "statistics", correlations = "coherence", alpha = "coherence",
    pca = "coherence", influence = "coherence", findings = "coherence", bounds = "bounds", stakes = "bounds" }

local function analysed(run, name)
    return run.scores:analyse(ANALYSIS[name], { table = name, units = not run.whole and run.chosen or nil,
        cancel = interrupt.cancel() })
end

-- How many cities are ranked in the period that has most.
local function most_ranked(rows)
    local counts, most = {}, 0
    for _, row in ipairs(rows) do
        counts[row.period] = (counts[row.period] or 0) + (row.rank and 1 or 0)
        most = math.max(most, counts[row.period])
    end
    return most
end

-- What is to vary: of no more cities than TOP none can leave the first.
local function targets(rows)
    return most_ranked(rows) > TOP and { "shift", "top:" .. TOP } or { "shift" }
end

-- One table of all targets; or nil and an error.
local function sensitivities(run, given, study, wanted)
    local rows, columns = {}, nil
    for _, target in ipairs(wanted) do
        local made, err = sensitivity.table(study, run, setmetatable({ target = target }, { __index = given }),
            "sensitivity")
        if not made then
            return nil, err
        end
        columns = made:columns()
        table.move(made:rows(), 1, made:count(), #rows + 1, rows)
    end
    return hm.table { name = "sensitivity", columns = columns, rows = rows }
end

-- Is it an error by which too few data say that there is no such table?
local function is_refusal(err)
    return err.code == "argument" or err.code == "data"
end

-- What cli.uncertainty has of variations; or nil and an error where nothing of the package varies by itself, and nobody
-- asked for a study: the rest of an audit can be told all the same.
local function vary(run, varied)
    local done, made = pcall(uncertainty.replicate, run, varied)
    if done then
        return made
    elseif varied.study or run.info.has_study or not stop.is_stop(made)
        or made.exit ~= stop.DATA and made.exit ~= stop.PACKAGE then
        error(made, 0)
    end
    return nil, { code = "data", message = made.message }
end

-- Of a study and the scores of a run: `made`, what cli.uncertainty has of it, and `take(name)`, each table once;
-- it gives nil and an error where the data are too few for one. With `lacks_variations` there need be none: then `made`
-- is nil, and `unvaried` says why.
function audit.of(run, given, lacks_variations)
    local varied = setmetatable({ variations = given.variations or not given.study and VARIATIONS or nil },
        { __index = given })
    local made, unvaried
    if lacks_variations then
        made, unvaried = vary(run, varied)
    else
        made = uncertainty.replicate(run, varied)
    end
    local taken, refused = {}, {}
    local root, take = run.package:nodes()[1].code, nil
    local function fresh(name)
        if ANALYSIS[name] then
            return analysed(run, name)
        elseif not made then
            return nil, unvaried
        elseif name == "audit" then
            return audit_rows.table(made.make, root)
        elseif name == "sensitivity" then
            return sensitivities(run, varied, made.study, targets(take "audit":rows()))
        end
        return made.make(name)
    end
    function take(name)
        if not taken[name] and not refused[name] then
            local err
            taken[name], err = fresh(name)
            if err and not is_refusal(err) then
                stop.insist(stop.PACKAGE, nil, err)
            end
            refused[name] = err
        end
        return taken[name], refused[name]
    end
    return { made = made, take = take, count = made and made.count, factors = made and made.factors or {},
        unvaried = unvaried and unvaried.message }
end

-- The names of those that there are: what the data are too few for is left out, with a word.
local function possible(names, take, messages)
    local kept = {}
    for _, name in ipairs(names) do
        local made, err = take(name)
        kept[#kept + 1] = made and name or nil
        messages:issues { err and { severity = "warning", file = "", line = 0, column = 0, count = 1,
            message = say("table {name} is left out: {reason}", { name = name, reason = refusal_words.say(err.message) }) } }
    end
    return kept
end

function audit.run(given, messages)
    local out = output.new(given, audit)
    local wrong = issues_file.new(given)
    given.keep_issues = given.issues
    local run = data.score(given, messages)
    wrong:write(run.scores)
    messages:issues(run.issues)
    data.insist_on_cities(run)
    local of = audit.of(run, given, not out.as_tables)
    if of.made then
        uncertainty.warn(run, of.made, messages)
    end
    if not out.as_tables then
        out:page(require("report.audit_page").page(of, run))
    else
        if #(given.table or {}) == 0 then
            out.tables = possible(out.tables, of.take, messages)
        end
        out:name_nodes(run.package)
        out:write_tables(function(name)
            local table_of, err = of.take(name)
            return stop.insist(err and err.code == "data" and stop.DATA or stop.USAGE, table_of, err)
        end, function()
            return run_object.text(run, given)
        end)
    end
    messages:summary()
    return messages:exit()
end

return audit
