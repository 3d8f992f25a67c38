-- Results of tests in the formats that people and test runners read. A result is { group, name,
-- file, line, wrong = texts of what was wrong }.

local text = require "report.text"

local test_results = {}

local function place(result)
    return result.line and ("%s:%d"):format(result.file, result.line) or result.file
end

-- What differs, a line each, and last the numbers.
function test_results.plain(results)
    local lines, failed = {}, 0
    for _, result in ipairs(results) do
        failed = failed + (#result.wrong > 0 and 1 or 0)
        for _, wrong in ipairs(result.wrong) do
            lines[#lines + 1] = ("%s: %s %s: %s"):format(place(result), result.group, result.name,
                wrong):gsub("[^\n]+", text.clean)
        end
    end
    lines[#lines + 1] = ("%d passed, %d failed"):format(#results - failed, failed)
    return table.concat(lines, "\n") .. "\n"
end

-- "#" begins a directive, so none may stand in a description.
local function tap_words(s)
    return (s:gsub("[#\\]", "\\%0"):gsub("%s+", " "))
end

local function yaml_text(s)
    return '"' .. s:gsub('[%c\\"]', function(c)
        return c == "\n" and "\\n" or ("\\x%02x"):format(c:byte())
    end) .. '"'
end

-- The Test Anything Protocol, version 13.
function test_results.tap(results)
    local lines = { "TAP version 13", ("1..%d"):format(#results) }
    for i, result in ipairs(results) do
        lines[#lines + 1] = ("%s %d - %s"):format(#result.wrong > 0 and "not ok" or "ok", i,
            tap_words(result.group .. " " .. result.name))
        if #result.wrong > 0 then
            lines[#lines + 1] = "  ---"
            lines[#lines + 1] = "  message: " .. yaml_text(table.concat(result.wrong, "\n"))
            lines[#lines + 1] = "  at: " .. yaml_text(place(result))
            lines[#lines + 1] = "  ..."
        end
    end
    return table.concat(lines, "\n") .. "\n"
end

local ENTITIES <const> = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;",
    ["\n"] = "&#10;" }

-- XML has no way to say most control characters.
local function xml(s)
    return (s:gsub("[%z\1-\8\11\12\14-\31]", "\u{FFFD}"):gsub('[&<>"\n]', ENTITIES))
end

-- JUnit's XML, as far as those who read it agree on it.
function test_results.junit(results, suite)
    local failed, cases = 0, {}
    for _, result in ipairs(results) do
        local head = ('    <testcase classname="%s" name="%s" file="%s"%s'):format(
            xml(result.group), xml(result.name), xml(result.file),
            result.line and (' line="%d"'):format(result.line) or "")
        if #result.wrong > 0 then
            failed = failed + 1
            cases[#cases + 1] = head .. (">\n      <failure message=\"%s\"/>\n    </testcase>")
                :format(xml(table.concat(result.wrong, "\n")))
        else
            cases[#cases + 1] = head .. "/>"
        end
    end
    table.insert(cases, 1, ('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n'
        .. '  <testsuite name="%s" tests="%d" failures="%d">'):format(xml(suite), #results, failed))
    cases[#cases + 1] = "  </testsuite>\n</testsuites>"
    return table.concat(cases, "\n") .. "\n"
end

return test_results
