-- Everything that keeps a package from being used. The engine stops at scripts that cannot be read,
-- because what they would have declared is missing then; pack check wants to know what is wrong
-- with the others all the same. So the broken scripts are left out and the rest is opened again, as
-- long as that brings new errors to light. An error that may be due to what was left out is not
-- told.

local hm = require "hundredmark"
local files = require "cli.files"
local limits = require "cli.limits"
local packages = require "cli.packages"
local stop = require "cli.stop"

local pack_errors = {}

-- Does an error speak of something that a script left out mentions?
local function is_due_to(issue, left_out)
    local names = {}
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

-- Takes the scripts that issues name out of `texts`; returns how many there were.
local function leave_out(folder, texts, issues, left_out)
    local count = 0
    for _, issue in ipairs(issues) do
        for path, text in pairs(texts) do
            if issue.file == files.shown(folder, path) and not path:find("^package%.") then
                left_out[#left_out + 1] = text
                texts[path] = nil
                count = count + 1
            end
        end
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
