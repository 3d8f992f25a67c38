-- Tables into a database of SQLite. A file that is not there is made beside its name, as all files
-- are. One that is there is changed in one transaction, so that whatever ends the program leaves it as
-- it was, and who has it open reads on; tables and views that hundredmark did not make stay as they
-- are, and one that bears the name of ours ends the command.
--
-- Which rows stay where tables are there already: sql_tables.lua.

local hm_program = require "hundredmark.program"
local files = require "cli.files"
local messages = require "cli.messages"
local sql_tables = require "cli.sql_tables"

local sqlite_writer = {}

sqlite_writer.missing = hm_program.database_missing

local MAGIC <const> = "SQLite format 3\0"

-- Is there a file with something in it?
local function is_there(path)
    local found = hm_program.look_at(path)
    return found ~= nil and found.kind == "file" and found.size > 0
end

function sqlite_writer.check(path)
    if is_there(path) and (files.read(path, #MAGIC) or MAGIC) ~= MAGIC then
        return "what is there is no database of SQLite: remove it first, or name another file"
    end
end

-- What SQLite says in fewer words than a person needs.
local REASONS <const> = {
    ["database is locked"] = "another program is writing to it",
}

-- Raised where SQLite refuses, and caught in `transact`.
local Refusal = {}

local function insist(result, reason)
    if not result then
        error(setmetatable({ reason = reason }, Refusal), 0)
    end
    return result
end

-- All tables and views of one transaction.
local function put_all(database, tables, options)
    insist(database:run("BEGIN IMMEDIATE"))
    local relations = options.relations and require(options.relations) or { tables = {} }
    local left_out = sql_tables.open(database, options.command, relations, insist):put(tables)
    insist(database:run("COMMIT"))
    for _, reason in ipairs(left_out) do
        messages.new(options.given):say("%s: %s", options.path, reason)
    end
end

-- What `change` does to the database, whole or not at all: true, or nil and the reason.
local function transact(database, change, ...)
    local done, failure = pcall(change, database, ...)
    database:close()
    if done then
        return true
    elseif getmetatable(failure) == Refusal then
        return nil, REASONS[failure.reason] or failure.reason
    end
    error(failure, 0)
end

local function update(tables, options)
    local database, reason = hm_program.open_database(options.path)
    if not database then
        return nil, reason
    end
    return transact(database, put_all, tables, options)
end

local function make(tables, options)
    local file, reason = hm_program.open_output(options.path)
    if not file then
        return nil, reason
    end
    local database, done
    database, reason = hm_program.open_database(file)
    done = database
    if database then
        done, reason = transact(database, put_all, tables, options)
    end
    if not done then
        file:close()
        return nil, reason
    end
    return hm_program.keep_output(file)
end

function sqlite_writer.write(tables, options)
    return (is_there(options.path) and update or make)(tables, options)
end

return sqlite_writer
