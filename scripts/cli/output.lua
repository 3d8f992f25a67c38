-- Where the data of a command go: standard output or the file of --output, in the format asked for.

local hm = require "hundredmark"
local hm_program = require "hundredmark.program"
local files = require "cli.files"
local formats = require "cli.formats"
local interrupt = require "cli.interrupt"
local lazy = require "cli.lazy"
local messages = require "cli.messages"
local numbers = require "report.numbers"
local overwrite = require "cli.overwrite"
local paint = require "report.paint"
local premises = require "report.premises"
local stop = require "cli.stop"
local suggest = require "cli.suggest"
local targets = require "cli.targets"
local table_page = lazy "report.table_page"

local language = require "report.language"
local say = language.of "cli.output"

local output = {}
output.__index = output

local BROKEN_PIPE <const> = 32    -- the number of EPIPE wherever there are pipes
local PLAIN_WIDTH <const> = 80
local MARKS <const> = { "bom", "delimiter", "decimal" }

local function is_among(list, wanted)
    for _, element in ipairs(list) do
        if element == wanted then
            return true
        end
    end
    return false
end

-- ".csv, .json and .txt": the suffixes of a command's formats.
local function suffixes_of(command)
    return language.list(formats.suffixes(command.formats))
end

local function format_of_file(path, command)
    local suffix = path:match("[^/](%.[^./]+)$")
    local format = suffix and formats.of_suffix(suffix)
    if suffix and not format then
        local fields = { option = command.option or "--output", suffix = suffix, suffixes = suffixes_of(command) }
        stop.usage(command.option and say("{option}: no format has the suffix {suffix}; {suffixes} have one", fields)
            or say("{option}: no format has the suffix {suffix}; {suffixes} have one, and --format names one", fields))
    end
    return format
end

-- Tables that are asked for by name have the page of tables on a terminal, in commands that have pages.
local function default_format(given, command)
    local on_terminal = not given.output and hm_program.is_terminal("stdout")
    local elsewhere = on_terminal and is_among(command.formats, "table") and "table" or "csv"
    return targets.names_tables(given, command) and elsewhere or command.default_format or elsewhere
end

-- Options that some writers alone look at.
local function refuse_options(given, format)
    local writer = formats.writer(format) or {}
    if given.no_header and not writer.has_header then
        stop.usage("--no-header: only %s has a line of names to leave out, not %s",
            formats.with("has_header"), format)
    elseif given.safe_cells and not writer.has_safe_cells then
        stop.usage("--safe-cells: only %s has cells that a spreadsheet would run, not %s",
            formats.with("has_safe_cells"), format)
    end
    local option, other = formats.option_of_other(given, format)
    if option then
        stop.usage("--%s: only %s has it, not %s", option, other, format)
    end
    for _, name in ipairs(MARKS) do
        if given[name] and not writer.has_marks then
            stop.usage("--%s: only %s has it, not %s", name, formats.with("has_marks"), format)
        end
    end
    if given.decimal == "," and (given.delimiter or ",") == "," then
        stop.usage("--decimal ,: a comma cannot stand between cells, too: --delimiter ';' or tab")
    elseif given.bom and given.no_header then
        stop.usage("--bom begins a file, and with --no-header it is a part of one: leave one out")
    end
end

-- What a writer of the program's own cannot do, before any work.
local function refuse_writer(given, format, on_terminal)
    local writer = formats.writer(format)
    local module = formats.module(writer)
    local folder, missing = targets.folder(given), module.missing()
    if module.refuse then
        module.refuse(given)
    end
    if writer.wide and folder then
        stop.usage("--output %s: a map is one file: name that", folder)
    elseif writer.needs_file and folder then
        stop.usage("--output %s: %s holds all tables in one file: name that", folder, format)
    elseif writer.needs_file and not given.output then
        stop.usage("--format %s: it goes to a file alone: --output FILE%s", format, writer.suffix)
    elseif writer.is_binary and on_terminal then
        stop.usage("--format %s: nothing that a terminal could show: --output FILE%s", format,
            writer.suffix)
    elseif missing then
        stop.with(stop.OUTPUT, say("cannot write {path}: {reason}", { path = format, reason = missing }))
    end
end

local function choose_format(given, command)
    local format = given.format or given.output and format_of_file(given.output, command)
        or default_format(given, command)
    refuse_options(given, format)
    if not is_among(command.formats, format) then
        stop.usage("%s has no format '%s', only %s%s", command.name, format,
            table.concat(command.formats, ", "), suggest.nearest(format, command.formats))
    elseif command.tables and targets.folder(given) and not formats.writer(format) then
        stop.usage("--output %s: only %s, not %s", given.output,
            table.concat(formats.list(formats.IN_FOLDERS), ", "), format)
    end
    return format
end

-- Why what the writer would write to cannot be written by it.
local function refuse_target(given, writer, kind)
    if writer and writer.needs_file then
        local reason = kind ~= "file" and "it is no regular file"
            or formats.module(writer).check and formats.module(writer).check(given.output)
        if reason then
            stop.with(stop.OUTPUT, say("cannot write {path}: {reason}", { path = given.output, reason = reason }))
        end
    end
end

-- Does `path` lead to where the rows go, by whatever names? All are known to be writable then,
-- before any work.
local function is_where_rows_go(given, path)
    local _, found = targets.check(path)
    for _, rows in ipairs(given.targets or { given.output }) do
        -- Nothing leads into a folder that is still to be made.
        local place = files.kind(files.folder_above(rows)) and select(2, targets.check(rows))
        if path == rows or found and found == place then
            return true
        end
    end
    local identity = not given.output and hm_program.identity(path)
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

-- The folder that tables go to is made before any work where another file is to be written in it: that is
-- looked at before any work, too.
local function make_folder_of_others(given)
    local folder = targets.folder(given)
    local place = files.join(files.folder_above(folder), files.last_name(folder) or "")
    for _, name in ipairs(overwrite.OPTIONS) do
        local above = given[name] and files.folder_above(given[name])
        local name_above = above and files.last_name(above)
        if name_above and files.join(files.folder_above(above), name_above) == place then
            return files.make_folder(folder)
        end
    end
end

-- What its results rest on beside package and data; nothing of commands that only look at packages.
local function premises_of(given, command)
    for _, argument in ipairs(command.arguments or {}) do
        if argument.target == "data" then
            return premises.of(given, command)
        end
    end
    return {}
end

-- Settles the format and the tables now, so that a wrong one is told before any work; files are
-- opened only when there is something to write. `given.targets` becomes all that is written.
function output.new(given, command)
    local format = choose_format(given, command)
    local writer = formats.writer(format)
    local on_terminal = not given.output and hm_program.is_terminal("stdout")
    if writer and writer.module then
        refuse_writer(given, format, on_terminal)
    end
    given.wide = given.wide or writer and writer.wide
    local tables = targets.tables(given, command, format)
    local typed = targets.typed(given, command, tables, format)
    given.targets = targets.paths(given, tables, typed, format)
    overwrite.refuse_given(given)
    overwrite.refuse_read_folder(given, targets.folder(given))
    local kind = targets.check_all(given)
    refuse_target(given, writer, kind)
    if kind == "folder" then
        make_folder_of_others(given)
    end
    local width = on_terminal and hm_program.columns() or PLAIN_WIDTH
    return setmetatable({
        format = format, writer = writer, tables = tables, command = command.name, relations = command.relations,
        as_tables = writer ~= nil or targets.names_tables(given, command),
        typed = typed, wide = given.wide, given = given, premises = premises_of(given, command),
        path = given.output, kind = kind, safe_cells = given.safe_cells,
        no_header = given.no_header, bom = given.bom, delimiter = given.delimiter,
        decimal = given.decimal,
        width = math.max(40, math.min(width, 200)),
        paint = paint.painter(messages.wants_colour(given.color, on_terminal)),
    }, output)
end

function output:fail(reason)
    stop.with(stop.OUTPUT, say("cannot write {path}: {reason}", { path = self.path or say "standard output", reason = reason }))
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
            self.screen, reason = hm_program.open_screen(file,
                self.writer and self.writer.is_json)
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
local function write_rows(self, write)
    local result, err = write(self:stream())
    if not result and err.code == "output" then
        -- The module says in words what went wrong; the locale is never set, so they are these.
        local is_broken_pipe = err.message:find("Broken pipe", 1, true)
        local reason = err.message:gsub("^.*could not be written: ", "")
        insist(self, false, reason, is_broken_pipe and BROKEN_PIPE or nil)
    end
    return result, err
end

-- The same, and the file is finished.
function output:rows_of(write)
    local result, err = write_rows(self, write)
    if result or not self.path then
        self:finish()    -- else half a result would take the place of the file that is there
    end
    return result, err
end

-- The same rows in a file of their own.
local function beside(self, path)
    return setmetatable({ path = path, file = false, screen = false, target = false },
        { __index = self })
end

-- By a writer of the program's own: to a file that is open, or, where it opens and keeps the file
-- itself, to this path.
local function write_by_module(self, tables, run)
    local done, reason = formats.module(self.writer).write(tables, {
        file = not self.writer.needs_file and self:stream() or nil, path = self.path, run = run,
        command = self.command, relations = self.relations, given = self.given, premises = self.premises,
        scored = self.scored })
    if not done and reason == "interrupted" then
        stop.with(stop.INTERRUPTED, reason)
    end
    insist(self, done, reason)
end

local function write_tables(self, tables, run)
    if self.writer.module then
        return write_by_module(self, tables, run)
    end
    stop.insist(stop.OUTPUT, write_rows(self, function(file)
        if type(tables[1]) == "table" then
            return tables[1].write(file)
        end
        return hm.write(tables, { file = file, format = self.format, run = run,
            cancel = interrupt.cancel(),
            header = not self.no_header, safe_cells = self.safe_cells, bom = self.bom,
            delimiter = self.delimiter, decimal = self.decimal })
    end))
end

local TYPES <const> = { number = "Real", integer = "Integer", text = "String", flag = "String" }

-- What geographical information systems read beside a csv file: the columns' types.
local function write_types(self, made)
    local types = {}
    for i, column in ipairs(made:columns()) do
        types[i] = '"' .. TYPES[column.type] .. '"'
    end
    local out = beside(self, targets.types_path(self.path))
    out:write(table.concat(types, ",") .. "\n")
    return out
end

-- What is still in buffers is written: a full disk shows before any file takes its name.
local function flush_all(outs)
    for _, out in ipairs(outs) do
        insist(out, out:stream():flush())
    end
end

-- A file each, in the order of the descriptor; none takes its name before all are written. `self.took`
-- becomes how long each took: { file, seconds }.
local function write_folder(self, make, run)
    files.make_folder(self.path)
    self.took = {}
    local written = {}
    for _, name in ipairs(self.tables) do
        local made = stop.insist(stop.PACKAGE, make(name))
        local out = beside(self, targets.path_in(self.path, name, self.format))
        local start = hm_program.clock()
        write_tables(out, { made }, run)
        self.took[#self.took + 1] = { file = out.path, seconds = hm_program.clock() - start }
        written[#written + 1] = out
        written[#written + 1] = self.typed[name] and write_types(out, made) or nil
    end
    flush_all(written)
    for _, out in ipairs(written) do
        out:finish()
    end
end

-- From now on in this format, which has to be one of a writer.
function output:turn_to(format)
    self.format, self.writer = format, formats.writer(format)
end

-- From now on pages of tables name the index, and the nodes whose codes stand in their cells.
function output:name_nodes(package)
    self.nodes = package:nodes()
end

-- Is this among the tables that are written?
function output:writes(name)
    return is_among(self.tables, name)
end

-- Writes the tables that were asked for; `make(name)` gives one, or nil and an error; one whose rows
-- are written already is { write = function(file) }, for formats that hold rows alone. `run` is a
-- function that gives the text of the object "run", for writers that have one. Formats of pages get a
-- page of them.
function output:write_tables(make, run)
    if self.kind == "folder" then
        return write_folder(self, make, self.writer.has_run and run and run() or nil)
    end
    local tables = {}
    for i, name in ipairs(self.tables) do
        tables[i] = stop.insist(stop.PACKAGE, make(name))
    end
    if not self.writer then
        return self:page(table_page.page(tables, self.format == "table" and self.width or math.huge,
            self.wide and function(score, code)
                return numbers.mark(score, self.decimals and self.decimals[code])
            end, self.nodes))
    end
    run = self.writer.has_run and run and run() or nil
    write_tables(self, tables, run)
    if self.writer.needs_file then
        return    -- it has kept it
    end
    local types = self.typed[self.tables[1]] and self.kind == "file"
        and write_types(self, tables[1])
    flush_all { self, types or nil }
    self:finish()
    if types then
        types:finish()
    end
end

-- The same of tables made of rows: `made[name]` is { columns =, rows = } as hm.table takes them.
function output:write_rows(made, run)
    self:write_tables(function(name)
        return hm.table { name = name, columns = made[name].columns, rows = made[name].rows }
    end, run)
end

-- What `write(file)` writes in a way of its own; it gives true, or nil, a reason and the system's
-- number.
function output:binary(write)
    local done, reason, number = write(self:stream())
    insist(self, done, reason, number)
    self:finish()
end

-- A page in the format table, md or html.
function output:page(page)
    premises.add(page, self.premises)
    if self.format == "html" then
        self:write(page:html())
    else
        self:write(self.format == "md" and page:markdown() or page:text(self.width, self.paint))
    end
    self:finish()
end

return output
