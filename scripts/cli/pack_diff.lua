-- pack diff: what a reviewer asks of two packages, or of two versions of one.

local hm = require "hundredmark"
local columns = require "report.columns"
local compare = require "cli.compare_packages"
local diff_page = require "report.diff_page"
local formats = require "cli.formats"
local language = require "report.language"
local output = require "cli.output"
local packages = require "cli.packages"
local run_object = require "cli.run_object"
local stop = require "cli.stop"

local COLUMNS <const> = {
    changes = columns "kind change code name what before after",
    changed_weights = columns("code name depth:integer weight_before:number weight_after:number "
        .. "share_before:number share_after:number effective_before:number "
        .. "effective_after:number"),
}

-- One for both packages, or one for each.
local function periods_of(given)
    local periods = given.editions or {}
    if #periods > 2 then
        stop.usage("pack diff compares two packages: --period may be said twice at the most")
    end
    for _, period in ipairs(periods) do
        if not hm.period(period) then
            stop.usage("--period: '%s' is no period, such as 2025, 2025-Q1 or 2025-06", period)
        end
    end
    return periods
end

local function pack_diff(given, messages)
    local out = output.new(given, require "cli.pack_diff")
    local periods = periods_of(given)
    if not given.second and #periods < 2 and #(given.with or {}) == 0 and #(given.set or {}) == 0 then
        stop.usage("pack diff: name a second package, or say --with, --set, or --period twice")
    end
    local function open(name, changes)
        return (packages.open(setmetatable({ package = name, with = changes.with, set = changes.set,
        }, { __index = function(_, key)
            return key ~= "with" and key ~= "set" and given[key] or nil
        end }), messages))
    end
    local before, after = open(given.first, {}), open(given.second or given.first, given)
    local function compared()
        return compare.packages(before, after, given.depth, periods)
    end
    local diff = out.writer and language.in_english(compared) or compared()
    if out.as_tables then
        out:write_rows({
            changes = { columns = COLUMNS.changes, rows = diff.changes },
            changed_weights = { columns = COLUMNS.changed_weights, rows = diff.weights },
        }, function()
            return run_object.of_pair(diff.a, diff.b)
        end)
    else
        out:page(diff_page.page(diff))
    end
    return messages:exit()
end

return {
    name = "pack diff",
    summary = "show what is different between two packages",
    about = "Lists the groups, indicators, inputs and rules that the second package adds, drops or "
        .. "changes, with formulas before and after; every node whose weight, share among its "
        .. "siblings or effective weight (the share in the whole index) is another one; and what "
        .. "changed of the policy. The table changes holds a row for each thing that is another one, "
        .. "changed_weights the weights. With --period twice it compares what holds in two periods, "
        .. "of one package, too, and names the breaks between them.",
    arguments = {
        { name = "A", target = "first", help = "the package before: a folder, or the name of an "
            .. "installed or built-in one" },
        { name = "B", target = "second", args = "?", help = "the package after, with the reforms and "
            .. "settings that are given; without it, A with these" },
    },
    options = { "with", "set", "editions", "depth", "strict", "lang", "script_steps", "script_memory",
        "script_time", "script_string", "script_block", "script_source", "load_time",
        "load_steps" },
    names_packages = true,
    formats = formats.list("table", formats.WRITERS, "md", "html"),
    default_format = "table",
    tables = { "changes", "changed_weights" },
    examples = { "pack diff iso-iec-30146 my-city", "pack diff old/my-city my-city --depth 2",
        "pack diff my-city --with reform.lua --lang fr -o reform.html",
        "pack diff my-city --period 2023 --period 2024" },
    exits = { 0, 1, 2, 4, 5 },
    exit_words = { [1] = "with --strict: there is a warning about a package" },
    run = pack_diff,
}
