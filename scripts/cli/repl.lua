-- repl: expressions over real data, one a line.

local hm = require "hundredmark"
local hm_program = require "hundredmark.program"
local interrupt = require "cli.interrupt"
local column_page = require "report.column_page"
local data = require "cli.data"
local evaluate = require "cli.evaluate"
local output = require "cli.output"
local stub = require "report.stub"
local suggest = require "cli.suggest"
local text = require "report.text"

local HELP <const> = [[
An expression shows its column, a city and period a line:
    percent(input.ftth_users, input.fixed_broadband_users)
    when(gt(input.citizens, 1000000), 100, 50)
NAME = EXPRESSION gives it a name for later. What can be typed besides:
    :inputs [TEXT]   the inputs of the package, or those with TEXT in name or label
    :helpers         the helpers
    :names           names given so far
    :help            this; help does, too
    :quit            the end; so do quit, exit and the end of input
Ctrl-C forgets the line, or stops an evaluation.
]]

local Repl = {}
Repl.__index = Repl

function Repl:show(page)
    self.out:write(page:text(self.out.width, self.out.paint))
end

function Repl:say(...)
    self.out:write(text.clean(string.format(...)) .. "\n")
end

-- A name that is none may be an input's without `input.` before it.
function Repl:hint(wrong)
    local name = wrong:match("^unknown name '([%a_][%w_]*)'$")
    local list = {}
    for i, input in ipairs(name and self.inputs or {}) do
        list[i] = input.name
    end
    local near = name and hm.nearest(name, list)
    return near and suggest.named("input." .. near) or ""
end

-- As much of what was typed as is read at a glance.
local function quoted(expression)
    local typed = expression:match("^%s*(.-)%s*$")
    local cut = utf8.len(typed) and utf8.offset(typed, 61)
    return cut and cut <= #typed and typed:sub(1, cut - 1) .. "..." or typed
end

function Repl:evaluate(expression, name)
    local found, wrong = evaluate.expression(self.run, self.given, self.names, expression)
    if not found and not wrong then
        self:say('stopped: "%s"', quoted(expression))
        return
    elseif not found then
        self:say('error in "%s": %s%s', quoted(expression), wrong, self:hint(wrong))
        return
    elseif name then
        self:name(name, expression)
    end
    if found.plain then
        self:say("%s", found.plain)
    else
        self:show(column_page.page(found.rows, self.run.units, found.type))
    end
end

-- A name given again means the new expression from now on; what was made of the old one stays.
function Repl:name(name, expression)
    table.insert(self.names, { name = name, expression = expression })
    self:set_words()
end

function Repl:assign(name, expression)
    local wrong = evaluate.refuses_name(name)
    if wrong then
        self:say("error: %s", wrong)
        return
    end
    self:evaluate(expression, name)
end

local COMMANDS <const> = {}

function COMMANDS.help(self)
    self.out:write(HELP)
end

function COMMANDS.inputs(self, rest)
    self:show(column_page.inputs(self.inputs, rest))
end

function COMMANDS.helpers(self)
    self:show(column_page.helpers())
end

function COMMANDS.names(self)
    for _, one in ipairs(self.names) do
        self:say("%s = %s", one.name, one.expression)
    end
end

function COMMANDS.quit(self)
    self.is_over = true
end

function Repl:command(word, rest)
    if COMMANDS[word] then
        COMMANDS[word](self, rest)
        return
    end
    self:say("error: unknown command :%s%s (:help lists them)", word,
        suggest.nearest(word, { "help", "inputs", "helpers", "names", "quit" }))
end

-- Words that people type without the colon, unless they are names given before.
local PLAIN_WORDS <const> = { help = "help", quit = "quit", exit = "quit" }

function Repl:plain_word(line)
    local word = line:match("^%s*(%a+)%s*$")
    for _, one in ipairs(self.names) do
        word = one.name ~= word and word or nil
    end
    return word and PLAIN_WORDS[word]
end

function Repl:line(line)
    local plain = self:plain_word(line)
    if plain then
        return self:command(plain, "")
    end
    local word, rest = line:match("^%s*:(%S*)%s*(.-)%s*$")
    local name, expression = line:match("^%s*([%a_][%w_]*)%s*=%s*([^=].*)$")
    if word then
        self:command(word, rest)
    elseif name then
        self:assign(name, expression)
    elseif line:find("%S") then
        self:evaluate(line)
    end
end

-- What the tab key may put in.
function Repl:set_words()
    local list = { ":help", ":helpers", ":inputs", ":names", ":quit" }
    for _, input in ipairs(self.inputs) do
        list[#list + 1] = "input." .. input.name
        for _, column in ipairs(input.columns or {}) do
            list[#list + 1] = ("input.%s.%s"):format(input.name, column.name)
        end
    end
    for _, helpers in ipairs { hm.helpers(), stub.lua_helpers(), self.names } do
        for _, helper in ipairs(helpers) do
            list[#list + 1] = helper.name
        end
    end
    hm_program.complete_with(list)
end

-- From a person with a prompt, from anything else plainly.
local function read_line(is_person)
    if is_person then
        return hm_program.read_line("> ")
    end
    return io.read("l")
end

local function repl(given, messages)
    given.unfinished = true    -- expressions are of use while a package is written
    local self = setmetatable({ given = given, names = {}, is_over = false,
        out = output.new({ color = given.color }, require "cli.repl"),
        run = data.score(given, messages) }, Repl)
    self.inputs = self.run.package:inputs()
    messages:issues(self.run.issues)
    local is_person = hm_program.is_terminal("stdin")
    if is_person then
        given.cancel = interrupt.survive()
        self:set_words()
        messages:say("%s %s; :help says what can be typed", self.run.info.name,
            self.run.info.version)
    else
        interrupt.forget()
    end
    while not self.is_over do
        local line = read_line(is_person)
        if line == nil then
            self.out:write(is_person and "\n" or "")
            break
        elseif line then
            self:line(line)
        else
            self.out:write("^C\n")
        end
        if is_person then
            interrupt.forgive()
        end
        self.out:stream():flush()
    end
    self.out:finish()
    return 0
end

return {
    name = "repl",
    summary = "try expressions on real data",
    about = "Reads expressions, one a line, and shows the column that each gives over the data: "
        .. "inputs as input.NAME, helpers and operators as in an indicator's measure. What is "
        .. "wrong with one is said, and the next is read. On a terminal there is a history, and "
        .. "the tab key completes inputs and helpers (where the program was built with libedit).",
    arguments = { { name = "DATA", target = "data", args = "+",
        help = "a CSV, JSON or NDJSON file, a workbook (XLSX, ODS), or a folder with "
            .. "observations.csv" } },
    options = { "records", "sheet", "cities", "city", "period", "jobs" },
    uses_package = true,
    runs_measures = true,
    formats = { "table" },
    default_format = "table",
    examples = { "repl examples/study", "repl -p my-city my-city.csv < expressions.txt" },
    exits = { 0, 2, 3, 4, 5 },
    run = repl,
}
