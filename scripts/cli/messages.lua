-- What goes to standard error: problems with their places, what was done, and a summary.

local hm_program = require "hundredmark.program"
local lazy = require "cli.lazy"
local limits = require "cli.limits"
local paint = require "report.paint"
local language = require "report.language"
local text = require "report.text"

local say = language.of("cli.messages")

local recipe_places = lazy "cli.recipe_places"

local messages = {}
messages.__index = messages

-- Of what is wrong in the same way so many are told, and how many more there are.
messages.TOLD = 3

local PAINT <const> = { rejected = "bad", failed = "bad", error = "bad", warning = "doubt" }

-- What ends with exit code 1 and rejects no cell.
local NAMES <const> = { measure_failed = "failed", rule_broken = "error" }

function messages.name_severity(issue)
    if issue.severity == "rejected" then
        issue.severity = NAMES[issue.code] or issue.severity
    end
end

-- Whether to colour what goes to `stream`.
function messages.wants_colour(when, is_terminal)
    local no_color = os.getenv("NO_COLOR")
    if when == "always" or when == "never" then
        return when == "always"
    end
    return is_terminal and (no_color == nil or no_color == "")
end

function messages.new(given)
    return setmetatable({
        quiet = given.quiet, verbose = given.verbose and not given.quiet, strict = given.strict,
        paint = paint.painter(messages.wants_colour(given.color,
            hm_program.is_terminal("stderr"))),
        rejects = "cell",    -- what is rejected: cells, or rows
        count = { rejected = 0, failed = 0, error = 0, warning = 0, note = 0, left_out = 0 },
    }, messages)
end

local function put(line)
    io.stderr:write(text.clean(line), "\n")
end

-- A line as it is, but for what a terminal would obey.
messages.plain = put

-- What the program says of itself, unless it is to be quiet.
function messages:say(line, ...)
    if not self.quiet then
        put("hundredmark: " .. line:format(...))
    end
end

-- What is worth knowing only when asked for.
function messages:tell(line, ...)
    if self.verbose then
        self:say(line, ...)
    end
end

-- A message, with the option behind it that it asks for in English.
local function with_option(message, english, file)
    return message .. limits.name_option(english, file):sub(#english + 1)
end

-- An error that ends the command; `english`, where it is in another language.
function messages.fail(line, english)
    put("hundredmark: " .. with_option(line, english or line))
end

-- A column of a sheet by its letters: 28 is AB.
local function letters(column)
    local text = ""
    while column > 0 do
        text = string.char(65 + (column - 1) % 26) .. text
        column = (column - 1) // 26
    end
    return text
end

-- "file:line:column", in a workbook "file:Sheet!D14", as much of it as there is; "" for none. The option,
-- where it is of the command line.
function messages.place(issue)
    if issue.file == "" then
        return ""
    elseif issue.file == "command line" then
        return recipe_places.at(issue.line) or ""
    elseif issue.sheet and issue.sheet ~= "" then
        local cell = letters(issue.column) .. (issue.line > 0 and issue.line or "")
        return issue.file .. ":" .. issue.sheet .. (cell == "" and "" or "!" .. cell)
    elseif issue.line == 0 then
        return issue.file
    elseif issue.column == 0 then
        return ("%s:%d"):format(issue.file, issue.line)
    end
    return ("%s:%d:%d"):format(issue.file, issue.line, issue.column)
end

-- Whether an issue is to be seen at all: -q hides all but errors, -v shows notes, too.
function messages:shows(issue)
    local is_error = PAINT[issue.severity] == "bad"
    return is_error or not self.quiet and (issue.severity == "warning" or self.verbose)
end

local LABELS <const> = { rejected = say.later "rejected", failed = say.later "failed", error = say.later "error",
    warning = say.later "warning", note = say.later "note" }

local function words_of(issue)
    return with_option(issue.message, issue.english or issue.message, issue.file)
end

local function print_issue(self, issue, label)
    local place = messages.place(issue)
    io.stderr:write(text.clean(place), place ~= "" and ": " or "",
        self.paint(PAINT[issue.severity], say(LABELS[label])), ": ",
        text.clean(words_of(issue)), "\n")
end

-- Counts the issues and prints those that are to be seen; `silently` counts only.
function messages:issues(list, silently)
    for _, issue in ipairs(list) do
        self.count[issue.severity] = self.count[issue.severity] + issue.count
        if not silently and self:shows(issue) then
            print_issue(self, issue, issue.severity)
        end
    end
end

-- What keeps a package from being used.
function messages:package_errors(list)
    for _, issue in ipairs(list) do
        if self:shows(issue) then
            print_issue(self, issue, issue.severity == "rejected" and "error" or issue.severity)
        end
    end
end

-- Cities and periods that are left out because they lack rows; each was told as a rejected row.
function messages:leave_out(cities, rows)
    self.count.rejected = self.count.rejected - cities
    self.count.left_out, self.count.rows_missing = cities, rows
end

-- What was wrong in all: "2 cells rejected, 1 warning", or "nothing".
function messages:total()
    local count, parts = self.count, {}
    if count.rejected > 0 then
        parts[#parts + 1] = self.rejects == "row" and say.count(count.rejected, "{n} row rejected", "{n} rows rejected")
            or say.count(count.rejected, "{n} cell rejected", "{n} cells rejected")
    end
    if count.left_out > 0 then
        parts[#parts + 1] = say.count(count.left_out, "{n} city and period left out because {rows}",
            "{n} cities and periods left out because {rows}", { rows = say.count(count.rows_missing,
                "{n} row is missing", "{n} rows are missing") })
    end
    if count.failed > 0 then
        parts[#parts + 1] = say.count(count.failed, "{n} measure failed", "{n} measures failed")
    end
    if count.error > 0 then
        parts[#parts + 1] = say.count(count.error, "{n} error", "{n} errors")
    end
    if count.warning > 0 then
        parts[#parts + 1] = say.count(count.warning, "{n} warning", "{n} warnings")
    end
    return #parts > 0 and language.list(parts) or say "nothing"
end

-- One line on what was wrong in all, if anything was.
function messages:summary()
    local total = self:total()
    if total ~= say "nothing" then
        self:say("%s", total)
    end
end

-- 1 when something was wrong that the caller must know of, else 0.
function messages:exit()
    local count = self.count
    local wrong = count.rejected + count.left_out + count.failed + count.error
        + (self.strict and count.warning or 0)
    return wrong > 0 and 1 or 0
end

return messages
