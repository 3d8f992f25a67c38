-- Where the data of a command go: standard output or the file of --output, in the format asked for.

local hm_program = require "hundredmark.program"
local lazy = require "cli.lazy"
local messages = require "cli.messages"
local overwrite = require "cli.overwrite"
local paint = require "report.paint"
local stop = require "cli.stop"
local suggest = require "cli.suggest"
local csv = lazy "report.csv"
local json = lazy "report.json"

local output = {}
output.__index = output

local IS_JSON <const> = { json = true, ndjson = true }

local BROKEN_PIPE <const> = 32    -- the number of EPIPE wherever there are pipes
local PLAIN_WIDTH <const> = 80
local SUFFIXES <const> = { csv = "csv", json = "json", ndjson = "ndjson", md = "md", html = "html",
    tap = "tap", xml = "junit", txt = "table" }
local IN_ORDER <const> = { "csv", "json", "ndjson", "md", "html", "tap", "xml", "txt" }

local function is_among(list, wanted)
    for _, element in ipairs(list) do
        if element == wanted then
            return true
        end
    end
    return false
end

-- ".csv .json and .txt": the suffixes of a command's formats.
local function suffixes_of(command)
    local list = {}
    for _, suffix in ipairs(IN_ORDER) do
        list[#list + 1] = is_among(command.formats, SUFFIXES[suffix]) and "." .. suffix or nil
    end
    return #list < 2 and table.concat(list)
        or table.concat(list, " ", 1, #list - 1) .. " and " .. list[#list]
end

local function format_of_file(path, command)
    local suffix = path:match("[^/]%.([^./]+)$")
    if suffix and not SUFFIXES[suffix:lower()] then
        stop.usage("%s: no format has the suffix .%s; %s have one%s", command.option or "--output",
            suffix, suffixes_of(command), command.option and "" or ", and --format names one")
    end
    return suffix and SUFFIXES[suffix:lower()]
end

local function choose_format(given, command)
    local format = given.format or given.output and format_of_file(given.output, command)
    if not format then
        local on_terminal = not given.output and hm_program.is_terminal("stdout")
        format = command.default_format or (on_terminal and "table" or "csv")
    end
    if given.no_header and format ~= "csv" then
        stop.usage("--no-header: only csv has a line of names to leave out, not %s", format)
    elseif given.safe_cells and format ~= "csv" then
        stop.usage("--safe-cells: only csv has cells that a spreadsheet would run, not %s", format)
    elseif not is_among(command.formats, format) then
        stop.usage("%s has no format '%s', only %s%s", command.name, format,
            table.concat(command.formats, ", "), suggest.nearest(format, command.formats))
    end
    return format
end

-- Whether the path can be written, before any work. nil for standard output, else "file" or
-- "direct"; and of a file what all paths to it have in common.
function output.check(path)
    if not path then
        return nil
    end
    local kind, found = hm_program.check_output(path)
    if not kind then
        stop.with(stop.OUTPUT, "cannot write %s: %s", path, found)
    end
    return kind, found
end

-- Does `path` lead to where the rows go, by whatever names? Both are known to be writable then,
-- before any work.
local function is_where_rows_go(given, path)
    local _, found = output.check(path)
    local _, rows = output.check(given.output)
    if given.output then
        return path == given.output or found and found == rows
    end
    local identity = hm_program.identity(path)
    return identity and identity == hm_program.identity("/dev/stdout")
end

-- Ends the command when the file that option `name` gives is that of the rows.
function output.refuse_rows(given, name, option)
    local path = given[name]
    if path == "-" then
        stop.usage("%s: - is standard output, where rows go: name a file", option)
    elseif is_where_rows_go(given, path) then
        stop.usage("%s: the rows go to %s: name another file", option, path)
    end
end

-- Settles the format now, so that a wrong one is told before any work; the file is opened only when
-- there is something to write.
function output.new(given, command)
    overwrite.refuse_given(given)
    local on_terminal = not given.output and hm_program.is_terminal("stdout")
    local width = on_terminal and hm_program.columns() or PLAIN_WIDTH
    return setmetatable({
        format = choose_format(given, command), path = given.output,
        kind = output.check(given.output), safe_cells = given.safe_cells,
        width = math.max(40, math.min(width, 200)),
        paint = paint.painter(messages.wants_colour(given.color, on_terminal)),
    }, output)
end

function output:fail(reason)
    stop.with(stop.OUTPUT, "cannot write %s: %s", self.path or "standard output", reason)
end

local function insist(self, done, reason, number)
    if done then
        return
    elseif not self.path and number == BROKEN_PIPE then
        stop.with(stop.FINE)    -- whoever reads has seen enough
    end
    local prefix = (self.path or "") .. ": "
    if reason:sub(1, #prefix) == prefix then
        reason = reason:sub(#prefix + 1)
    end
    self:fail(reason)
end

-- The open file, for writers that take one. On a terminal text is escaped on its way; a table is so
-- already, and has its colours.
function output:stream()
    if not self.file then
        local file, reason = io.stdout, nil
        if self.path then
            file, reason = hm_program.open_output(self.path)
        end
        insist(self, file, reason)
        if self.format ~= "table" then
            self.screen, reason = hm_program.open_screen(file, IS_JSON[self.format])
            insist(self, self.screen or not reason, reason)
        end
        self.target, self.file = file, self.screen or file
    end
    return self.file
end

function output:write(s)
    insist(self, self:stream():write(s))
end

-- After the last write: what the system still holds back may fail. Until here a file stays as it
-- was.
function output:finish()
    local file = self:stream()
    insist(self, file:flush())
    if self.screen then
        insist(self, file:close())
        self.screen, self.file = nil, nil
    end
    if self.path then
        insist(self, hm_program.keep_output(self.target))
    end
end

-- Has `write(file)` write rows in its own format; it gives a result, or nil and an error of the
-- module, which comes back unless it is one of writing.
function output:rows_of(write)
    local result, err = write(self:stream())
    if not result and err.code == "output" then
        -- The module says in words what went wrong; the locale is never set, so they are these.
        local is_broken_pipe = err.message:find("Broken pipe", 1, true)
        local reason = err.message:gsub("^.*could not be written: ", "")
        insist(self, false, reason, is_broken_pipe and BROKEN_PIPE or nil)
    end
    if result or not self.path then
        self:finish()    -- else half a result would take the place of the file that is there
    end
    return result, err
end

-- Has scores:write write; see the module's contract.
function output:scores(scores, options)
    local done, err = self:rows_of(function(file)
        options.file, options.format = file, self.format
        return scores:write(options)
    end)
    if not done then
        stop.insist(stop.OUTPUT, nil, err)
    end
end

-- A page in the format table, md or html.
function output:page(page)
    if self.format == "html" then
        self:write(page:html())
    else
        self:write(self.format == "md" and page:markdown() or page:text(self.width, self.paint))
    end
    self:finish()
end

-- Rows of named fields as csv or ndjson.
function output:rows(names, rows)
    if self.format == "csv" then
        self:write(csv.table(names, rows, self.safe_cells))
    else
        for _, row in ipairs(rows) do
            local fields = {}
            for i, name in ipairs(names) do
                fields[i] = { name, json.maybe(row[name]) }
            end
            self:write(json.line(json.object(fields)) .. "\n")
        end
    end
    self:finish()
end

-- A document in JSON.
function output:json(value)
    self:write(json.document(value))
    self:finish()
end

return output
