-- Everything that keeps a package from being used. The engine stops at scripts that cannot be read,
-- because what they would have declared is missing then; pack check wants to know what is wrong
-- with the others all the same. So the broken scripts, and of tables the broken rows, are left out and the
-- rest is opened again, as long as that brings new errors to light. An error that may be due to what was left
-- out is not told.

local hm = require "hundredmark"
local files = require "cli.files"
local limits = require "cli.limits"
local packages = require "cli.packages"
local stop = require "cli.stop"
local table_rows = require "cli.table_rows"

local pack_errors = {}

-- Does an error speak of something that a script, or row, left out mentions? Such a row may be the root.
local function is_due_to(issue, left_out)
    local names = {}
    if issue.code == "no_root" and left_out.has_rows then
        return true
    end
    for name in issue.message:gmatch('"([^"]*)"') do
        names[#names + 1] = name
    end
    names[#names + 1] = issue.message:match("^%l+ ([^:%s]+):")
    for _, text in ipairs(left_out) do
        for _, name in ipairs(names) do
            if text:find(name, 1, true) then
                return true
            end
        end
    end
    return false
end

-- By the paths of files that issues speak of, the set of the lines there.
local function lines_of(folder, texts, issues)
    local lines = {}
    for _, issue in ipairs(issues) do
        for path in pairs(texts) do
            if issue.severity == "rejected" and issue.file == files.shown(folder, path)
                and not path:find("^package%.") then
                lines[path] = lines[path] or {}
                lines[path][issue.line] = true
            end
        end
    end
    return lines
end

-- Takes the scripts, and rows of tables, that issues name out of `texts`; returns how many files there were.
-- Without a table that is wrong as a whole nothing can be said of the rest: 0.
local function leave_out(folder, texts, issues, left_out)
    local count = 0
    for path, lines in pairs(lines_of(folder, texts, issues)) do
        local rest, taken = nil, texts[path]
        if path:find("%.csv$") then
            rest, taken = table_rows.without(texts[path], lines)
            if not rest then
                return 0
            end
            left_out.has_rows = true
        end
        left_out[#left_out + 1], texts[path] = taken, rest
        count = count + 1
    end
    return count
end

local function key(issue)
    return ("%s:%d: %s"):format(issue.file, issue.line, issue.message)
end

-- More errors of the package in `folder`, which could not be opened because of `issues`.
local function look_on(folder, given, issues)
    local texts, left_out, known, all = files.of_package(folder), {}, {}, {}
    local options = packages.options(given)
    table.insert(options.search, 1, files.folder_above(folder))
    options.files = texts
    repeat
        for _, issue in ipairs(issues) do
            if not known[key(issue)] and not is_due_to(issue, left_out) then
                all[#all + 1] = issue
            end
            known[key(issue)] = true
        end
        local taken = leave_out(folder, texts, issues, left_out)
        local package, err, more = hm.open_package(folder, options)
        issues = not package and not limits.ends_loading(err.message) and more or {}
    until taken == 0 or #issues == 0
    return all
end

-- The package, or nil and every error (with severity "error") and warning.
function pack_errors.open(given)
    local name = given.package
    local package, err, issues = hm.open_package(name, packages.options(given))
    if package then
        return package
    elseif err.code == "memory" then
        stop.insist(stop.PACKAGE, nil, err)
    elseif not issues or #issues == 0 then
        issues = { { severity = "rejected", file = err.file, line = err.line, column = err.column,
            message = err.message } }
    elseif files.kind(name) == "folder" and not limits.ends_loading(err.message) then
        issues = look_on(name:gsub("/+$", ""), given, issues)
    end
    for _, issue in ipairs(issues) do
        issue.severity = issue.severity == "rejected" and "error" or issue.severity
        issue.message = limits.name_option(issue.message)
    end
    return nil, issues
end

return pack_errors
