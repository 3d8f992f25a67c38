-- Why the engine refuses to read a file, in the language of the run.

local forms = require "report.forms"
local language = require "report.language"

local say = language.of("report.refusal_words")
local of <const> = forms.of

local file_refusals = {}

local FORMS <const> = {
    of(say.later "the file is empty, expected a header line"),
    { "^column `(.*)` stands twice$", say.later "column \"{a}\" stands twice" },
    of(say.later "found a quote that is never closed in the header"),
    of(say.later("found bytes that are no UTF-8 in a column's name, expected UTF-8 text: save the file so, or "
        .. "say what its encoding is")),
    of(say.later("found no data, expected observations.csv, observations.json, a CSV file of records or a "
        .. "datapackage.json")),
    { "^JSON: found byte 0x(%x+), expected valid UTF%-8$", say.later "JSON: found byte 0x{a}, expected valid UTF-8" },
    of(say.later "JSON: found {a}, expected {b}"),
    of(say.later "JSON: expected {a}"),
    { "^expected an array of observations, or an object with `observations` and `records`$",
        say.later "expected an array of observations, or an object with \"observations\" and \"records\"" },
    { "^expected `observations` to be an array$", say.later "expected \"observations\" to be an array" },
    { "^expected `records` to be an object of arrays$", say.later "expected \"records\" to be an object of arrays" },
    of(say.later "expected an array of rows"),
    { "^found an object without `observations` or `records`, expected one of them or an array of observations$",
        say.later("found an object without \"observations\" or \"records\", expected one of them or an array of "
            .. "observations") },
    of(say.later "found {a}, expected an object"),
    of(say.later "found no row on line {a}, where the header was said to stand"),
    of(say.later "{a} cannot be read in a stream: expected CSV or NDJSON (one object a line)"),
    of(say.later "found compressed data, expected text: unpack the file first"),
    -- cities, and what was learnt from them
    of(say.later("found no column city: a file of cities has a row a city, with the columns city, perhaps "
        .. "ranked, and any others")),
    of(say.later "found the column period: a file of cities has a row a city, whatever the period"),
    of(say.later "found no header, expected the columns of a fit"),
    of(say.later "found no column {a}: a fit has phase, node, step, method, period, group, parameter, index and value"),
    of(say.later "a row of another length than the header"),
    of(say.later "{a}: found \"{b}\", expected a number"),
    of(say.later("encoding: found \"{a}\", expected utf-8, utf-16, utf-16le, utf-16be, windows-1252, iso-8859-1 or "
        .. "iso-8859-15, or one that the system reads: {b}")),
    of(say.later "encoding: found \"{a}\", which cannot be read here: the system has no {b}"),
    of(say.later "found a cell that is no text, expected valid UTF-8"),
    of(say.later "found a quote that is never closed"),
    -- workbooks
    of(say.later "found a workbook or an archive, expected text: save the sheet as CSV"),
    of(say.later "found an old workbook, expected text: save the sheet as CSV"),
    of(say.later "found an old workbook (.xls), expected .xlsx or .ods: save it as one of these"),
    { "^found a workbook that is protected with a password: save it without one$",
        say.later "the workbook is protected with a password: save it without one" },
    of(say.later "the workbook is protected with a password: save it without one"),
    of(say.later("found a workbook, which this program cannot read, as it was built without libzip and Expat: "
        .. "save the sheet as CSV")),
    of(say.later "found a workbook, which takes {a} to be read: {b} is not installed"),
    of(say.later "the workbook is a broken zip archive: its end is missing, as where a file was not copied as a whole"),
    of(say.later "the workbook is a broken zip archive: {a}"),
    of(say.later "the workbook's part {a} cannot be read: {b}"),
    of(say.later "the workbook's part {a} is broken: {b}"),
    of(say.later "the workbook is broken: it has no part {a}"),
    of(say.later("the workbook holds more than {a} times as much as its size: it looks made to do harm, and is "
        .. "not read")),
    of(say.later "the workbook holds more than {a} gibibytes, and is not read"),
    of(say.later "found no sheet that can be seen"),
    of(say.later "found no sheet {a}: did you mean \"{b}\"? There are {c}"),
    of(say.later "found no sheet {a}, only {b}"),
    of(say.later "found no workbook, so there is no sheet {a} in it"),
    -- the machine
    of(say.later "found a pipe or a device, expected a file, as all in a folder of data are"),
    of(say.later "no such file"),
    of(say.later "no permission to read it"),
    of(say.later "is a folder, not a file"),
    of(say.later "is a socket or a device that is not there, expected a file or a pipe"),
    of(say.later "is a device, expected a file, a pipe or a terminal"),
    of(say.later "the name is too long"),
    of(say.later "symbolic links lead in a circle"),
    of(say.later "too many files are open"),
    of(say.later "cannot be read (system error {a})"),
    of(say.later "became shorter while it was read"),
    of(say.later "became longer while it was read"),
    of(say.later "was written to while it was read"),
}

-- nil where it is no file that is refused. `part`: what JSON has, in the language.
function file_refusals.say(message, part)
    return forms.say(say, FORMS, message, part)
end

return file_refusals
