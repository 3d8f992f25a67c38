-- score --watch: scores again whenever a file of the package or of the data changes, and shows what
-- moved.

local hm_program = require "hundredmark.program"
local decimals = require "report.decimals"
local files = require "cli.files"
local messages_of = require "cli.messages"
local moves_page = require "report.moves_page"
local stop = require "cli.stop"

local say = require("report.language").of "cli.watch"

local watch = {}

local PAUSE <const> = 0.3

-- Every file that a run depends on: { [path] = text that changes with it }.
local function look(given, folders)
    local seen = {}
    local function visit(path, found)
        seen[path] = found.kind == "file" and found.size .. " " .. found.changed or found.kind
    end
    for _, path in ipairs(given.data) do
        files.walk(path, visit)
    end
    for _, records in ipairs(given.records) do
        files.walk(records.file, visit)
    end
    for _, path in ipairs(given.cities) do
        files.walk(path, visit)
    end
    for _, folder in ipairs(folders) do
        files.walk(folder, visit)
    end
    return seen
end

-- The paths that differ, sorted.
local function difference(before, after)
    local paths = {}
    for path, mark in pairs(after) do
        paths[#paths + 1] = before[path] ~= mark and path or nil
    end
    for path in pairs(before) do
        paths[#paths + 1] = after[path] == nil and path or nil
    end
    table.sort(paths)
    return paths
end

-- Waits for a change that has come to rest: editors write in several steps.
local function wait(given, folders, before)
    local last = before
    while true do
        hm_program.pause(PAUSE)
        local now = look(given, folders)
        if #difference(before, now) > 0 and #difference(last, now) == 0 then
            return now, difference(before, now)
        end
        last = now
    end
end

local function key(row)
    return ("%s\n%s\n%s"):format(row.city, row.period, row.code)
end

-- The rows of a run that are shown, in order, and by city, period and code.
local function rows_of(run, depth)
    local list, by_key = {}, {}
    for _, unit in ipairs(run.chosen) do
        for _, row in ipairs(run.scores:rows(unit, depth)) do
            list[#list + 1] = row
            by_key[key(row)] = row
        end
    end
    return { list = list, by_key = by_key }
end

local function is_same(a, b)
    return a and b and a.score == b.score and a.status == b.status and a.flags == b.flags
end

-- Nodes whose mark is another one: { before = row or nil, after = row or nil }.
local function moves(before, after)
    local list = {}
    for _, row in ipairs(after.list) do
        local old = before.by_key[key(row)]
        list[#list + 1] = not is_same(old, row) and { before = old, after = row } or nil
    end
    for _, row in ipairs(before.list) do
        list[#list + 1] = not after.by_key[key(row)] and { before = row } or nil
    end
    return list
end

local function folders_of(run)
    local folders = {}
    for _, layer in ipairs(run.info.layers) do
        folders[#folders + 1] = layer.path ~= "" and layer.path or nil
    end
    return folders
end

-- One run; nil and its message when it had to be given up.
local function try(given, score)
    local messages = messages_of.new(given)
    local done, result = pcall(score, messages)
    if done then
        messages:issues(result.issues)
        return result
    elseif not stop.is_stop(result) then
        error(result, 0)
    end
    messages_of.fail(result.message or "given up")
end

local function refuse(given)
    if given.output or given.format and given.format ~= "table" then
        stop.usage(say "--watch shows tables on standard output only")
    end
    for _, path in ipairs(given.data) do
        if path == "-" then
            stop.usage(say "--watch: standard input cannot be watched")
        end
    end
end

-- Settles what --watch allows; before anything is opened.
function watch.prepare(given)
    refuse(given)
    given.format = "table"
end

-- `run` is the first one, shown already; `score` makes another. Never returns: Ctrl-C ends the
-- program.
function watch.go(given, run, out, messages, score)
    hm_program.expect_interrupt()
    local folders = folders_of(run)
    local rows, seen = rows_of(run, given.depth), look(given, folders)
    messages:say("%s", #folders > 0 and say "watching the package and the data; Ctrl-C ends"
        or say "watching the data; Ctrl-C ends")
    out:stream():flush()
    while true do
        local now, changed = wait(given, folders, seen)
        seen = now
        local next_run = try(given, score)
        if next_run then
            folders = folders_of(next_run)
            local next_rows = rows_of(next_run, given.depth)
            out:write("\n" .. moves_page.page(changed, moves(rows, next_rows),
                #next_run.chosen > 1, decimals.of(next_run.package:nodes())):text(out.width, out.paint))
            out:stream():flush()
            rows = next_rows
        end
    end
end

return watch
