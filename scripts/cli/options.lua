-- The options that commands share. Each command names those it takes; what an option is called,
-- what it takes and how that is read stands here alone.
--
--   flags   as they are written        value   what to call its value in help; none: a switch
--   many    may be given several times  args   "+": may be followed by several values, "2": by two
--   once    a second time is refused: elsewhere the flag may be repeated; of others the last one counts
--   read    text -> value, or nil and what was expected
--   help    what help says; none where it depends on the command (see help.lua)

local formats = require "cli.formats"

local language = require "report.language"
local say = language.of "cli.options"

local options = {}

local THREADS_MOST <const> = 1024    -- as the module has it
local STEPS_MOST <const> = 1000000000000000
local BYTES_MOST <const> = 1 << 40
local SECONDS_MOST <const> = 1000000
local LEVELS_MOST <const> = 1000000

local function whole_within(least, most)
    return function(s)
        local n = s:match("^%d+$") and #s < 17 and math.tointeger(tonumber(s))
        if n and n >= least and n <= most then
            return n
        end
        return nil, say("a whole number from {least} to {most}", { least = least, most = most })
    end
end

local function read_bytes(s)
    local digits, unit = s:match("^(%d+)([KMGkmg]?)$")
    local factor = { [""] = 1, K = 1 << 10, M = 1 << 20, G = 1 << 30 }
    local n = digits and #digits < 14 and tonumber(digits) * factor[unit:upper()]
    if n and n > 0 and n <= BYTES_MOST then
        return n
    end
    return nil, "a number of bytes from 1 to 1024G, such as 16M or 512K"
end

local function read_seconds(s)
    local n = s:match("^%d+%.?%d*$") and tonumber(s) or s:match("^%.%d+$") and tonumber(s)
    if n and n > 0 and n <= SECONDS_MOST then
        return n
    end
    return nil, say("seconds above 0 and up to {most}, such as 2 or 0.5", { most = SECONDS_MOST })
end

local function read_records(s)
    local name, file = s:match("^([%w_]+)=(.+)$")
    if name then
        return { name = name, file = file }
    end
    return nil, say "NAME=FILE, such as features=features.csv"
end

local function read_setting(more)
    return function(s)
        local name, value = s:match("^([%a_][%w_]*)=([%d.eE+-]+)$")
        if name and tonumber(value) and math.abs(tonumber(value)) < math.huge then
            return { name = name, value = tonumber(value) }
        end
        return nil, language.aside("NAME=VALUE", say(more))
    end
end

local function read_score(s)
    local n = s:match("^[%d.eE+-]+$") and tonumber(s)
    if n and math.abs(n) < math.huge then
        return n + 0.0
    end
    return nil, say "a number, such as 70"
end

local function read_budget(s)
    local n = read_score(s)
    if n and n >= 0 then
        return n
    end
    return nil, say "a number from 0, such as 200"
end

local function read_delimiter(s)
    if s == "," or s == ";" or s == "\t" then
        return s
    end
    return s == "tab" and "\t" or nil, "a comma, ';' or tab"
end

local function read_decimal(s)
    return (s == "." or s == ",") and s or nil, "a point or a comma"
end

local function one_of(...)
    local words = { ... }
    return function(s)
        for _, word in ipairs(words) do
            if s == word then
                return s
            end
        end
        return nil, say("one of {names}", { names = table.concat(words, ", ") }), words
    end
end

-- Words for characters that are hard to write or to see.
local function character(words, expected)
    return function(s)
        if words[s] then
            return words[s]
        elseif utf8.len(s) == 1 then
            return s
        end
        return nil, expected
    end
end

local read_mark_between = character({ tab = "\t", ["\\t"] = "\t" }, "one character, or tab")
local read_group = character({ none = "", space = " " }, "one character, space or none")
local read_quote = character({ none = "" }, "one character, or none")

-- A period is found however it is spelled; what is none stays as it is, and is not found.
local function read_period(s)
    return require("hundredmark.program").spell_period(s) or s
end

local function read_tag(s)
    local is_tag = s:find "^%a%a%a?%f[-\0]" and not s:find "[^%w-]" and not s:find "%-%f[-\0]"
    return is_tag and s or nil, say "the tag of a language, such as fr or zh"
end

local function read_renaming(s)
    if s:match("^.+=") then
        return s
    end
    return nil, "FROM=TO, such as Residents=population"
end

local function read_condition(s)
    if require("cli.recipe_options").condition(s) then
        return s
    end
    return nil, "COLUMN=TEXT, COLUMN!=TEXT, COLUMN~PATTERN or COLUMN!~PATTERN"
end

local function read_header(s)
    local lines = {}
    for line in s:gmatch("[^,]+") do
        local n = line:match("^%d+$") and #line < 9 and math.tointeger(tonumber(line))
        if not n or n < 1 or lines[1] and n <= lines[#lines] then
            return s == "none" and s or nil, "the line of the header, from 1 on, or none"
        end
        lines[#lines + 1] = n
    end
    return #lines > 0 and lines or nil, "the line of the header, from 1 on, or none"
end

local function read_power(s)
    local n = s:match("^-?%d+$") and #s < 5 and math.tointeger(tonumber(s))
    if n and n >= -300 and n <= 300 then
        return n
    end
    return s ~= "" and not tonumber(s) and s or nil, "a whole number from -300 to 300, or a column"
end

local function read_way(s)
    local way = s:match("^.+=(%l+)$") or s
    if way == "sum" or way == "mean" or way == "last" then
        return s
    end
    return nil, "sum, mean or last, or INPUT=sum"
end

local function read_share(s)
    local share = s:match("^[%d.]+$") and tonumber(s)
    if share and share > 0 and share <= 1 then
        return share
    end
    return nil, say "a share above 0 and up to 1"
end

-- In the order in which help lists them.
options.list = {
    { name = "package", flags = "-p --package", value = "PACKAGE",
        help = "the package to work with: a folder, or the name of an installed or built-in one; "
            .. "without it the built-in iso-iec-30146" },
    { name = "with", flags = "--with", value = "FILE", many = true,
        help = "lay the reform in FILE, a package { ... } without a folder, over the package; may be "
            .. "repeated" },
    { name = "set", flags = "--set", value = "NAME=VALUE", many = true, read = read_setting(say.later "such as threshold=30.5"),
        help = "what if this parameter of the package (parameters.csv) were that number, in all "
            .. "periods; may be repeated" },
    { name = "package_folder", flags = "-p --package", value = "DIR",
        help = "the folder of the package; by default the one you are in" },
    { name = "import_folder", flags = "-o --output", value = "DIR",
        help = "the folder to make; its name is the package's" },
    { name = "coinr", flags = "--coinr", value = "DIR",
        help = "write COINr's tables to this folder, which is made" },
    { name = "extends", flags = "--extends", value = "PACKAGE",
        help = "stand on this package: a folder, or the name of an installed or built-in one" },
    { name = "parent", flags = "--parent", value = "CODE",
        help = "the group it belongs to; by default its own code without the last part" },
    { name = "indicator_name", flags = "--name", value = "TEXT", help = "the indicator's name" },
    { name = "records", flags = "--records", value = "NAME=FILE", many = true,
        read = read_records, help = "a CSV file with the rows of records NAME, such as "
            .. "features=features.csv; may be repeated" },
    { name = "data", flags = "--data", value = "DATA", many = true,
        help = "figures that the package is for, as 'hundredmark score' reads them; may be repeated" },
    { name = "sheet", flags = "--sheet", value = "NAME", help = "read only this sheet of the "
        .. "workbooks, hidden or not; without it all sheets that can be seen and have a header that "
        .. "is known" },
    { name = "cities", flags = "--cities", value = "FILE", many = true,
        help = "a CSV file that says of each city (column city) whether it is ranked: no keeps a "
            .. "total or an average out of ranks, and out of what is learnt from all cities; may have "
            .. "any other columns. A folder's cities.csv is read by itself" },
    { name = "recipe", flags = "--recipe", value = "RECIPE",
        help = "how DATA are to be read: a file with a recipe, or the name of one that comes with "
            .. "hundredmark (see 'hundredmark import --recipes')" },
    { name = "encoding", flags = "--encoding", value = "NAME",
        help = "how the text of DATA is encoded: utf-8, utf-16, windows-1252, iso-8859-1" },
    { name = "read_delimiter", flags = "--read-delimiter", value = "C", read = read_mark_between,
        help = "what stands between the cells of DATA: one character, or tab" },
    { name = "read_decimal", flags = "--read-decimal", value = "MARK",
        read = one_of(".", ","), help = "the decimal mark of figures in DATA: . or ," },
    { name = "read_group", flags = "--read-group", value = "MARK", read = read_group,
        help = "what stands between groups of three digits in DATA: one character, space, or none" },
    { name = "city_column", flags = "--city-column", value = "COLUMN",
        help = "the column of cities: its name, or #3 its number; so for all columns below" },
    { name = "city_fixed", flags = "--city-fixed", value = "TEXT",
        help = "the city that all rows are of" },
    { name = "period_column", flags = "--period-column", value = "COLUMN",
        help = "the column of periods" },
    { name = "period_fixed", flags = "--period-fixed", value = "TEXT",
        help = "the period that all rows are of" },
    { name = "period_columns", flags = "--period-columns", value = "COLUMN...", many = true,
        args = "+", help = "columns that hold figures and are called after their periods; "
            .. "NAME=PERIOD where one is called otherwise" },
    { name = "period_pattern", flags = "--period-pattern", value = "PATTERN",
        help = "likewise all columns with such a name: * any text, {period} a period, as in "
            .. "'{period} [YR*]'" },
    { name = "period_format", flags = "--period-format", value = "FORMAT",
        help = "how periods are written, if not as in ISO 8601" },
    { name = "input_column", flags = "--input-column", value = "COLUMN", many = true,
        help = "the column that says of which input a figure is; of several, their texts together" },
    { name = "input_fixed", flags = "--input-fixed", value = "TEXT",
        help = "the input that all figures are of" },
    { name = "input_columns", flags = "--input-columns", value = "COLUMN...", many = true,
        args = "+", help = "columns that hold figures and are called after their inputs; "
            .. "NAME=INPUT where one is to be called otherwise. Without any of these all other "
            .. "columns are inputs" },
    { name = "input_pattern", flags = "--input-pattern", value = "PATTERN",
        help = "likewise all columns with such a name: * any text, {input} the input, {period} the "
            .. "period, as in '{input}_{period}'" },
    { name = "value_column", flags = "--value-column", value = "COLUMN",
        help = "the column of figures, one a row" },
    { name = "status_column", flags = "--status-column", value = "COLUMN",
        help = "the column that says observed, not_reported or not_applicable" },
    { name = "quality_column", flags = "--quality-column", value = "COLUMN",
        help = "the column of quality" },
    { name = "source_column", flags = "--source-column", value = "COLUMN",
        help = "the column of sources" },
    { name = "note_column", flags = "--note-column", value = "COLUMN",
        help = "the column of notes" },
    { name = "rename", flags = "--rename", value = "FROM=TO", many = true, read = read_renaming,
        help = "call an input otherwise; city:FROM=TO a city, and so for all parts; may be repeated" },
    { name = "filter", flags = "--filter", value = "COLUMN=TEXT", many = true,
        read = read_condition, help = "only rows with this text in the column (TEXT|TEXT: one of "
            .. "them); COLUMN!=TEXT without it, COLUMN~PATTERN and COLUMN!~PATTERN with *; may be "
            .. "repeated, and then all must hold" },
    { name = "fill_down", flags = "--fill-down", value = "COLUMN", many = true,
        help = "an empty cell of this column says what the one above it does (a city that stands once, "
            .. "or a merged cell); may be repeated, from the outer column to the inner" },
    { name = "leave_out", flags = "--leave-out", value = "COLUMN", many = true,
        help = "do not read this column, nor, with *, all that are called so; may be repeated" },
    { name = "header", flags = "--header", value = "LINE", read = read_header,
        help = "the line of the header, from 1 on (4,5: two lines), or none" },
    { name = "skip_last", flags = "--skip-last", value = "N", read = whole_within(1, 1000000),
        help = "leave out the last N lines, beside empty ones" },
    { name = "comment", flags = "--comment", value = "TEXT",
        help = "leave out lines that begin with TEXT" },
    { name = "quote", flags = "--quote", value = "C", read = read_quote,
        help = "what stands around cells: one character, or none" },
    { name = "missing", flags = "--missing", value = "TEXT", many = true,
        help = "what stands where there is no figure, beside an empty cell; may be repeated" },
    { name = "power_of_ten", flags = "--power-of-ten", value = "N", read = read_power,
        help = "figures are so many powers of ten greater than they are written: 3 for thousands; or "
            .. "the column that says how many" },
    { name = "roll_up", flags = "--roll-up", value = "PERIOD", read = one_of("year", "quarter", "month"),
        help = "make one figure a year, quarter or month of those of its months, quarters or days" },
    { name = "roll_up_by", flags = "--roll-up-by", value = "WAY", many = true, read = read_way,
        help = "how: their sum, mean or last; INPUT=WAY of one input, and then the others stay as "
            .. "they are; may be repeated" },
    { name = "least", flags = "--least", value = "SHARE", read = read_share,
        help = "the share of the parts that must be there, above 0 and up to 1; 1 by default. Where "
            .. "fewer are, the figure is not reported" },
    { name = "save_recipe", flags = "--save-recipe", value = "FILE",
        help = "write what was said to FILE, as a datapackage.json: beside the file it makes the "
            .. "folder one that every command reads" },
    { name = "recipes", flags = "--recipes",
        help = "list the recipes that come with hundredmark, and end" },
    { name = "records_sheet", flags = "--records", value = "NAME", once = true,
        help = "the sheet of records NAME instead: an empty CSV with its columns" },
    { name = "city", flags = "--city", value = "CITY", many = true,
        help = "only this city; may be repeated. Ranks are still among all cities of the data" },
    { name = "report_city", flags = "--city", value = "CITY", many = true,
        help = "the report of this city; may be repeated, then one follows the other" },
    { name = "report_period", flags = "--period", value = "PERIOD", once = true, read = read_period,
        help = "the period of the report; by default the latest that the data have" },
    { name = "highlight", flags = "--highlight", value = "CITY", many = true,
        help = "show this city among the others, without --city; may be repeated" },
    { name = "pair", flags = "--nodes", value = "CODE CODE", args = "2", help = "set these two nodes against each other, "
        .. "without --city; else the two themes that agree least" },
    { name = "map_boundaries", flags = "--boundaries", value = "FILE", help = "show the cities on a map, without --city: "
        .. "GeoJSON with their features" },
    { name = "map_key", flags = "--key", value = "NAME", help = "of --boundaries: the property of the features that "
        .. "holds the city, or NAME=COLUMN, a column of --cities" },
    { name = "chart", flags = "--chart", value = "NAME", help = "write this chart alone, as SVG; a wrong NAME lists those that there are" },
    { name = "for_city", flags = "--city", value = "CITY", many = true,
        help = "fill in this city; in csv it may be repeated" },
    { name = "period", flags = "--period", value = "PERIOD", many = true,
        read = read_period,
        help = "only this period; may be repeated" },
    { name = "for_period", flags = "--period", value = "PERIOD", many = true,
        read = read_period,
        help = "fill in this period, and ask for what it needs; in csv it may be repeated" },
    { name = "from", flags = "--from", value = "DATA",
        help = "of a workbook: show beside the cells to be filled in what these data say of the "
            .. "city, in the last period before the one of --period" },
    { name = "baseline", flags = "--from", value = "PERIOD", read = read_period,
        help = "the baseline; by default the first period of the same form that the data have" },
    { name = "until_period", flags = "--to", value = "PERIOD", read = read_period,
        help = "the period to compare with it; by default the last that the data have" },
    { name = "other_city", flags = "--other", value = "CITY",
        help = "compare with this city, in the same period unless --from says another" },
    { name = "other_package", flags = "--other-package", value = "PACKAGE",
        help = "compare with the scores by this package" },
    { name = "other_data", flags = "--other-data", value = "DATA",
        help = "compare with the scores of these data, a file or folder" },
    { name = "other_fit", flags = "--other-fit", value = "FILE",
        help = "mark the other side by what stands in this file; by default in that of --fit" },
    { name = "targets", flags = "--targets", value = "FILE",
        help = "scores to be reached: a CSV of code, score and period" },
    { name = "target_score", flags = "--target", value = "SCORE", read = read_score,
        help = "the least cost for the index to reach this score" },
    { name = "budget", flags = "--budget", value = "COST", read = read_budget,
        help = "the best index for this cost at most" },
    { name = "pass", flags = "--pass", value = "CITY",
        help = "the least cost to be ahead of this city in the same period" },
    { name = "sure", flags = "--sure", value = "SHARE", read = read_share,
        help = "of --pass: be ahead in this share of the variations of a study, too, such as 0.9 (see 'hundredmark "
            .. "uncertainty --help')" },
    { name = "costs", flags = "--costs", value = "FILE",
        help = "what it takes to change figures: a CSV of input, cost (of a step), step, low, high and fixed (yes or "
            .. "no), each of which may be empty; it goes before what the package says. Plans change nothing that has "
            .. "no cost then" },
    { name = "engine", flags = "--engine", value = "FILE", help = "the engine for pages, the hundredmark.engine.js of a "
        .. "build for WebAssembly; without it the one that is installed" },
    { name = "without", flags = "--without", value = "INPUT", many = true,
        help = "leave this figure as it is; may be repeated" },
    { name = "one_period", flags = "--period", value = "PERIOD", once = true, read = read_period,
        help = "the period to explain; by default the latest that the data have for the city" },
    { name = "editions", flags = "--period", value = "PERIOD", many = true, read = read_period,
        help = "what holds in this period, in both packages; twice: in the first of them A, in the "
            .. "second B" },
    { name = "all", flags = "--all", help = "the whole package: its handbook" },
    { name = "depth", flags = "--depth", value = "N", read = whole_within(0, LEVELS_MOST),
        help = "only the nodes down to depth N; the root is depth 0" },
    { name = "code", flags = "--code", value = "CODE",
        help = "the node whose table is shown; by default the root" },
    { name = "format", flags = "--format", value = "FORMAT",
        read = one_of(table.unpack(formats.all())) },
    { name = "output", flags = "-o --output", value = "FILE" },
    { name = "table", flags = "--table", value = "NAME", many = true },
    { name = "wide", flags = "--wide", help = "a row a city and period and a column a node, with its "
        .. "score; beside a csv file another, .csvt, says what type each column has" },
    { name = "boundaries", flags = "--boundaries", value = "FILE", help = "of geojson: the features of the "
        .. "cities (their boundaries, mostly), which get the scores of one period as properties" },
    { name = "key", flags = "--key", value = "NAME", help = "of geojson: the property of the features "
        .. "that holds the city, as the data have it; or a code, where cities.csv (--cities) has a column of "
        .. "this name. NAME=COLUMN where that is called otherwise" },
    { name = "values", flags = "--values", help = "of xlsx: a sheet of scores alone, in which nothing "
        .. "is a formula; so with --table, --wide and --depth, too" },
    { name = "verified_only", flags = "--verified-only", help = "what is said not to be verified counts as not "
        .. "reported. What that changes goes to standard error, and is the table verified" },
    { name = "issues", flags = "--issues", value = "FILE", help = "write all that is wrong with the "
        .. "data to FILE, each for itself: file, line, column, severity, code, city, period, input, "
        .. "node, found, expected, message. csv, or what another suffix says" },
    { name = "fit", flags = "--fit", value = "FILE", help = "mark by what was learnt from all cities "
        .. "before, and stands in FILE (see --save-fit), in any format that data may have, instead of learning from "
        .. "these data" },
    { name = "save_fit", flags = "--save-fit", value = "FILE", help = "write to FILE what nodes that "
        .. "are scaled over cities have learnt from these data, as a table that --fit and 'hundredmark "
        .. "fit merge' read: .csv, .json, .ndjson or .xlsx. With --fit: learn what "
        .. "that lacks, where groups learn after the nodes below them, and score nothing" },
    { name = "by", flags = "--by", value = "METHOD" },
    { name = "study", flags = "--study", value = "FILE", help = "what varies: a study { ... }; without it study.lua of "
        .. "the package, where there is one" },
    { name = "variations", flags = "--variations", value = "N", read = whole_within(1, 1000000),
        help = "how many variations; else as many as the study says, 1024 by default" },
    { name = "seed", flags = "--seed", value = "N", read = whole_within(0, STEPS_MOST),
        help = "draw other variations: the same seed gives the same ones; else the study's, 1 by default" },
    { name = "pairs", flags = "--pairs", help = "the table pairs in place of the main one: in what share of variations "
        .. "each city is ahead of each other" },
    { name = "replicates", flags = "--replicates", value = "FILE", help = "write each variation to FILE, with what it was "
        .. "made of and what came of it. csv, or what another suffix says" },
    { name = "replay", flags = "--replay", value = "FILE", help = "the variations in FILE (see --replicates) in place of "
        .. "drawing some" },
    { name = "target", flags = "--target", value = "TARGET", help = "what is to vary: shift (how far cities are from "
        .. "their ranks, on average; the default), score:CITY, rank:CITY, or top:K (the share of the K first that stay "
        .. "so)" },
    { name = "threshold", flags = "--threshold", value = "NAME=VALUE", many = true,
        read = read_setting(say.later "of which --help names those that there are") },
    { name = "jobs", flags = "--jobs", value = "N", read = whole_within(1, THREADS_MOST),
        help = "threads to score with; by default one a processor. Results are always the same" },
    { name = "flush", flags = "--flush", value = "SECONDS", read = read_seconds,
        help = "of --stream: write the rows of a city so many seconds after the next one begins, "
            .. "at the latest; for data that are read as they come. Without it some hundred "
            .. "kilobytes are read first" },
    { name = "manifest", flags = "--manifest", value = "FILE", help = "of --stream: when all is "
        .. "written, write to FILE what was: rows, bytes, SHA-256. 'hundredmark rank --manifest' "
        .. "checks it" },
    { name = "manifests", flags = "--manifest", value = "FILE...", many = true, args = "+",
        help = "only the files that these manifests tell of, and only whole; see score --stream" },
    { name = "common_core", flags = "--common-core",
        help = "beside it the index of the untouched package that this one stands on, on the "
            .. "indicators both have: in tables, and in json as run.common_core; of formats "
            .. "that hold rows alone, such as csv, on standard error" },
    { name = "stream", flags = "--stream", help = "one file of any length, or standard input, in "
        .. "little memory: CSV or NDJSON in which the rows of each city stand together, csv or "
        .. "ndjson out. There are no ranks: 'hundredmark rank' fills them in" },
    { name = "no_header", flags = "--no-header",
        help = "csv without its first line, so that parts can be joined" },
    { name = "safe_cells", flags = "--safe-cells",
        help = "csv for spreadsheets: an apostrophe before a text that begins with = + - @ (and is no "
            .. "number), so that it is not run" },
    { name = "bom", flags = "--bom", help = "csv for spreadsheets: a byte order mark before all else, by "
        .. "which Excel knows that letters are UTF-8" },
    { name = "delimiter", flags = "--delimiter", value = "MARK", read = read_delimiter,
        help = "csv with this between its cells: a comma, ';' or tab" },
    { name = "decimal", flags = "--decimal", value = "MARK", read = read_decimal,
        help = "csv with a point or a comma in its numbers. Spreadsheets in German, French and most "
            .. "languages of Europe want --bom --delimiter ';' --decimal ," },
    { name = "watch", flags = "--watch", help = "score again whenever a file of the package or of "
        .. "the data changes, and show which marks moved; Ctrl-C ends" },
    { name = "stats", flags = "--stats", help = "say on standard error, at the end, where the time "
        .. "went, how much was done a second, and the peak of memory; with -q, too" },
    { name = "luaunit", flags = "--luaunit",
        help = "run the package's own tests/*.lua with LuaUnit "
        .. "as well. They are no indicator scripts: nothing holds them back, so run only those of "
        .. "people you trust" },
    { name = "strict", flags = "--strict", help = "exit with 1 on any warning, too" },
    { name = "script_steps", flags = "--script-steps", value = "N",
        read = whole_within(1, STEPS_MOST),
        help = "Lua steps a script may take; 10000000 by default" },
    { name = "script_memory", flags = "--script-memory", value = "BYTES", read = read_bytes,
        help = "memory a script may use, such as 16M (the default) or 512K" },
    { name = "script_time", flags = "--script-time", value = "SECONDS", read = read_seconds,
        help = "time a script may take; 1 by default" },
    { name = "script_string", flags = "--script-string", value = "BYTES", read = read_bytes,
        help = "size of one text in a script; 1M by default" },
    { name = "script_block", flags = "--script-block", value = "BYTES", read = read_bytes,
        help = "size of one table in a script; 512K by default" },
    { name = "script_source", flags = "--script-source", value = "BYTES", read = read_bytes,
        help = "size of one script's source; 64K by default" },
    { name = "load_time", flags = "--load-time", value = "SECONDS", read = read_seconds,
        help = "processor time that opening a package may take, with all its scripts; 10 by "
            .. "default" },
    { name = "load_steps", flags = "--load-steps", value = "N", read = whole_within(1, STEPS_MOST),
        help = "Lua steps of all its scripts together; 1000000000 by default" },
    { name = "run_time", flags = "--run-time", value = "SECONDS", read = read_seconds,
        help = "processor time that all measures of a run may take together, on all threads; "
            .. "without it there is no limit" },
    { name = "run_steps", flags = "--run-steps", value = "N", read = whole_within(1, STEPS_MOST),
        help = "Lua steps of all functions of a run together; without it there is no limit" },
    { name = "lang", flags = "--lang", value = "TAG", read = read_tag,
        help = "say what people read in this language, as far as it is translated: fr, zh, or what the package has "
            .. "(lang/TAG.csv)" },
    { name = "quiet", flags = "-q --quiet", help = "no warnings and no summary, only errors" },
    { name = "verbose", flags = "-v --verbose", help = "notes, too, and what is being done" },
    { name = "color", flags = "--color", value = "WHEN", read = one_of("auto", "always", "never"),
        help = "colours: auto (on a terminal, unless NO_COLOR is set), always or never" },
    { name = "help", flags = "-h --help", help = "this help" },
}

options.named = {}
for _, option in ipairs(options.list) do
    options.named[option.name] = option
end

-- What every command takes, and groups of options that belong together.
options.COMMON = { "quiet", "verbose", "color", "help" }
-- Not of commands for those who write packages.
options.READERS = { "lang" }
options.LIMITS = { "script_steps", "script_memory", "script_time", "script_string",
    "script_block", "script_source", "load_time", "load_steps" }
options.RUN_LIMITS = { "run_time", "run_steps" }
-- Of commands that read data: all that take records.
options.READING = { "recipe", "sheet", "encoding", "read_delimiter", "read_decimal", "read_group" }
options.TABLES = { "table", "format", "output", "no_header", "safe_cells", "bom", "delimiter",
    "decimal" }

-- The options of a command, in the order of the list.
function options.of(command)
    local wanted = {}
    for _, names in ipairs { command.options, options.COMMON,
        command.name:find "^pack " and {} or options.READERS,
        command.uses_package and { "package", "with", "set", table.unpack(options.LIMITS) } or {},
        command.runs_measures and options.RUN_LIMITS or {},
        command.tables and #command.formats > 1 and options.TABLES or {} } do
        for _, name in ipairs(names) do
            assert(options.named[name], name)
            wanted[name] = true
        end
    end
    for _, name in ipairs(wanted.records and options.READING or {}) do
        wanted[name] = true
    end
    local found = {}
    for _, option in ipairs(options.list) do
        found[#found + 1] = wanted[option.name] and option or nil
    end
    return found
end

return options
