-- Cities that a package makes up, for its tests and probes: where steps go by a column of the cities,
-- all of them have the same word there, so that they learn together.

local stop = require "cli.stop"

local WORD <const> = "all"

local one_group = {}

local function quoted(text)
    return ('"%s"'):format((text:gsub('"', '""')))
end

-- The columns that steps of the package go by.
local function columns_of(package)
    local columns, seen = {}, {}
    for _, node in ipairs(package:nodes()) do
        for _, step in ipairs(node.steps or {}) do
            if step.by and not seen[step.by] then
                seen[step.by] = true
                columns[#columns + 1] = quoted(step.by)
            end
        end
    end
    return columns
end

-- Tells a data set, which is not finished yet, of the cities called `first` to `last`.
function one_group.give(package, dataset, first, last)
    local columns = columns_of(package)
    if #columns == 0 then
        return
    end
    local lines = { "city," .. table.concat(columns, ",") }
    for number = first, last do
        lines[#lines + 1] = number .. ("," .. WORD):rep(#columns)
    end
    stop.insist(stop.PACKAGE,
        dataset:read_cities_text("the package's tests", table.concat(lines, "\n") .. "\n"))
end

return one_group
