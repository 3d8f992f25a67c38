-- hundredmark sensitivity: which of the choices that could have been others matters.

local hm = require "hundredmark"
local data = require "cli.data"
local formats = require "cli.formats"
local interrupt = require "cli.interrupt"
local issues_file = require "cli.issues"
local output = require "cli.output"
local progress_bar = require "cli.progress_bar"
local refusal_words = require "report.refusal_words"
local run_object = require "cli.run_object"
local sensitivity_page = require "report.sensitivity_page"
local stop = require "cli.stop"
local variation_words = require "report.variation_words"

local say = require("report.language").of("cli.sensitivity")

local sensitivity = {
    name = "sensitivity",
    summary = "show which choice matters",
    about = "Of what a study varies (as uncertainty does), which factor makes the result vary: the share of its variance "
        .. "that a factor makes by itself (first), and that would be left if all others were known (total), each with an "
        .. "interval. Weights are one factor. What first ones lack of 1 is what factors do together.",
    arguments = { data.ARGUMENT },
    options = { "records", "cities", "one_period", "issues", "study", "variations", "seed", "target", "verified_only",
        "jobs", "strict" },
    option_help = { one_period = "in this period; by default of a city its last, and of shift and top:K all together",
        verified_only = "what is said not to be verified counts as not reported",
        variations = "about how many variations, and at least as many as intervals need (16 of each combination of "
            .. "alternatives, or where these are too many 64 points); else as many as the study says, 1024 by default" },
    uses_package = true,
    runs_measures = true,
    formats = formats.list("table", formats.WRITERS, "md", "html"),
    tables = { "sensitivity", "shapley" },
    examples = { "sensitivity examples/study", "sensitivity --target top:10 data.csv",
        "sensitivity --target rank:Aachen --table shapley data.csv" },
    exits = { 0, 1, 2, 3, 4, 5 },
}

-- A table of the sensitivity of a study; or nil and an error.
function sensitivity.table(study, run, given, name)
    local show, done = progress_bar.new(given, "scoring variations")
    local made, err = study:sensitivity(run.dataset, { jobs = given.jobs, cancel = interrupt.cancel(),
        verified_only = given.verified_only, target = given.target, period = given.one_period, table = name,
        progress = show })
    done()
    return made, err
end

-- The study, and two functions: `take(name)` gives a table of its sensitivity, made once, or nil and an error;
-- `make(name)` gives it or ends the command.
local function sensitivity_of(run, given)
    local study = stop.insist(stop.PACKAGE, hm.study(run.package, { file = given.study,
        replicates = given.variations, seed = given.seed }))
    local taken, refused = {}, {}
    local function take(name)
        if not taken[name] and not refused[name] then
            taken[name], refused[name] = sensitivity.table(study, run, given, name)
        end
        return taken[name], refused[name]
    end
    local function make(name)
        local made, err = take(name)
        return stop.insist(err and err.code == "argument" and stop.USAGE or err and err.code == "data" and stop.DATA
            or stop.PACKAGE, made, err)
    end
    return { study = study, take = take, make = make }
end

local function warn(message, messages)
    messages:issues { { severity = "warning", file = "", line = 0, column = 0, count = 1, message = message } }
end

-- Of those that nobody named, the ones that there are: there are no Shapley effects of many factors.
local function possible(names, made, messages)
    local kept = {}
    made.make(names[1])    -- what is wrong with the target is no reason to leave out a table
    for _, name in ipairs(names) do
        local _, err = made.take(name)
        if err and err.code == "argument" then
            warn(say("table {name} is left out: {reason}", { name = name, reason = refusal_words.say(err.message) }),
                messages)
        else
            made.make(name)
            kept[#kept + 1] = name
        end
    end
    return kept
end

-- What a page says, and columns of figures do not.
local function warn_of_table(made, messages)
    if sensitivity_page.is_constant(made.make("sensitivity"):rows()) then
        warn(say("the target is the same in all variations of {factors}",
            { factors = variation_words.factors(made.study:factors()) }), messages)
    end
    if sensitivity_page.lacks_intervals(made.make("sensitivity"):rows()) then
        warn(say("no intervals: so few variations differ that in an eighth of them none does: more of them "
            .. "(--variations) may tell"), messages)
    end
end

function sensitivity.run(given, messages)
    local out = output.new(given, sensitivity)
    local wrong = issues_file.new(given)
    given.keep_issues = given.issues
    local run = data.score(given, messages)
    wrong:write(run.scores)
    messages:issues(run.issues)
    data.insist_on_cities(run)
    local made = sensitivity_of(run, given)
    if not out.as_tables then
        warn_of_table(made, messages)
        out:page(sensitivity_page.page(made, run, given.target or "shift"))
    else
        if #(given.table or {}) == 0 and #out.tables > 1 then
            out.tables = possible(out.tables, made, messages)
        end
        for _, name in ipairs(out.tables) do
            if name == "sensitivity" then
                warn_of_table(made, messages)
            end
        end
        out:name_nodes(run.package)
        out:write_tables(made.make, function()
            return run_object.text(run, given)
        end)
    end
    messages:summary()
    return messages:exit()
end

return sensitivity
