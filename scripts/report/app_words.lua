-- The texts of the app, in the language of the run, by the names that its scripts know them by. Places {name} are
-- filled in by the page.

local language = require "report.language"
local say = language.of("report.app_words")

local app_words = {}

function app_words.all()
    return {
        comma = language.list { "", "" },
        semicolon = language.clauses { "", "" },
        labelled = language.labelled("{label}", "{text}"),
        blank = language.blank(),
        unit = language.unit("{city}", "{period}"),
        my_city = say "My city",
        as_reported = say "as reported {score}",
        rank = say "rank {rank} of {n} if all others stay as they are",
        coverage = say "{share} % by weight rests on reported data",
        said = say "Index {score}",
        took = say "scores taken in {milliseconds} ms",
        ready = say "ready in {milliseconds} ms",
        failed = say "The engine cannot start here: {reason}",
        remove_row = say "Remove row {n}",
        add_row = say "Add a row",
        asked_if = say "asked only if {condition}",
        in_row = say "Row {n}: {message}",
        weights_about = say "Weights count among their siblings. Scores follow at once; the figures stay as they are.",
        edition_before = say "These hold before {to}; other periods have their own.",
        edition_between = say "These hold from {from} on, before {to}; other periods have their own.",
        edition_from = say "These hold from {from} on; other periods have their own.",
        weights_reset = say "Weights as in the package",
        explain_which = say "How this score came about:",
        difference = say "difference",
        beside = say "Beside the index, and no part of it",
        no_others = say "The data have no other city for this period.",
        others = say "Other cities in {period}, as reported: {n}",
        others_then = say "Cities in {period}, as reported: {n}",
        compared = say "Compare with the cities in",
        period_title = say "Period",
        search = say "Search",
        rank_title = say "rank",
        city_title = say "City",
        score_title = say "score",
        target = say "Index to be reached (empty: what one step of each figure brings)",
        no_number = say "\"{text}\" is not a number.",
        plan = say "Work it out",
        file = say "File",
        undo = say "As it was",
        download = say "Download the package",
        source = say "Source of the file",
        tests = say "{passed} of {n} worked examples hold",
        tests_here = say "in this file {passed} of {n}",
        tests_elsewhere = say "this file has none",
        issue = say "1 remark on the data",
        issues = say "{n} remarks on the data",
        records_missing = say("No rows came of: {tables}. What rests on them has no score. Such tables are files of "
            .. "their own, to be opened together with the figures; an archive of all data has them."),
        unread = say "This was not opened; the data are what they were",
        workbook = say("{name}: workbooks are not read here: save each sheet as CSV and open these, or let "
            .. "'hundredmark import' make CSV of it"),
        package_opened = say("{name}: this archive holds a package, and no data. A page is made with its package and "
            .. "keeps it: 'hundredmark app --package FOLDER' makes one with this."),
        no_units = say "No city stands in it.",
        no_worker = say "this browser does not let the page work beside itself (a worker)",
        stopped = say "Stopped. What worked before is in use again.",
    }
end

-- Of the frame, which stands before the scripts run.
function app_words.frame()
    return {
        title = say "What if?",
        about = say("Change a figure, a weight or a script, and the scores follow. The scoring engine itself runs in "
            .. "this page; nothing leaves it."),
        waiting = say "The engine starts …",
        no_script = say "This page needs scripts to be allowed: the scoring engine runs in it.",
        open = say "Open data",
        save_csv = say "Save figures (CSV)",
        save_book = say "Save workbook (xlsx)",
        save_all = say "Save all data (zip)",
        reset = say "As reported",
        scores = say "Scores",
        groups = say "Scores of the groups",
        tabs = say "What to look at",
        figures = say "Figures",
        weights = say "Weights",
        explain = say "How it came about",
        compare = say "Other cities",
        steps = say "Next steps",
        script = say "Package",
        formats = say("CSV, JSON and NDJSON are read. Of a workbook, save each sheet as CSV, or let 'hundredmark import' "
            .. "make CSV of it."),
        working = say "Working …",
        stop = say "Stop",
        no_records = say("The CSV of figures has none of the tables of records: the archive (zip) has all data, and can "
            .. "be opened here again."),
        rules = say "Rules that these figures break",
    }
end

-- What figures are answered with, and what inputs ask for.
function app_words.answers()
    return { yes = language.word "yes", no = language.word "no", NA = say "not applicable" }
end

function app_words.kinds()
    return { count = say "a whole number", amount = say "a number from 0", number = say "a number",
        flag = say "yes or no", grade = say "from 0 to 1", choice = say "one of these", records = say "rows" }
end

return app_words
