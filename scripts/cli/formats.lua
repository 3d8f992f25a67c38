-- The formats: those of the engine's writers, in which tables are written, and those of pages and
-- reports, which are the program's own.

local hm = require "hundredmark"

local formats = {}

local WRITERS <const> = hm.writers()
local PAGES <const> = {
    { name = "md", suffix = ".md" }, { name = "html", suffix = ".html" },
    { name = "tap", suffix = ".tap" }, { name = "junit", suffix = ".xml" },
    { name = "table", suffix = ".txt" }, { name = "xlsx", suffix = ".xlsx" },
}

local by_name, by_suffix, in_order = {}, {}, {}

for _, list in ipairs { WRITERS, PAGES } do
    for _, format in ipairs(list) do
        in_order[#in_order + 1] = format
        by_name[format.name], by_suffix[format.suffix] = format, format
    end
end

-- In a list of formats these stand for all writers, for those whose rows stand alone, and for those
-- that hold several tables.
formats.WRITERS = {}
formats.ROWS_ALONE = {}
formats.SEVERAL = {}

local function belongs(writer, group)
    return group == formats.WRITERS or (group == formats.ROWS_ALONE) == writer.rows_alone
end

-- A list of names: formats.list("table", formats.WRITERS, "md").
function formats.list(...)
    local names = {}
    for _, one in ipairs { ... } do
        if type(one) == "string" then
            names[#names + 1] = one
        else
            for _, writer in ipairs(WRITERS) do
                names[#names + 1] = belongs(writer, one) and writer.name or nil
            end
        end
    end
    return names
end

-- All names, those of pages that a terminal shows first.
function formats.all()
    return formats.list("table", formats.WRITERS, "md", "html", "tap", "junit", "xlsx")
end

-- What the engine says of the writer of this name; nil for a format of pages.
function formats.writer(name)
    local format = by_name[name]
    return format and format.about and format
end

-- The names of the writers that have a property, "csv and x".
function formats.with(property)
    local names = {}
    for _, writer in ipairs(WRITERS) do
        names[#names + 1] = writer[property] and writer.name or nil
    end
    return table.concat(names, " and ")
end

function formats.suffix(name)
    return by_name[name].suffix
end

-- The name of the format that a file with this suffix has, ".csv" in any case; nil if none has it.
function formats.of_suffix(suffix)
    local format = by_suffix[suffix:lower()]
    return format and format.name
end

-- The suffixes of these formats in the order of the list above.
function formats.suffixes(names)
    local wanted, suffixes = {}, {}
    for _, name in ipairs(names) do
        wanted[name] = true
    end
    for _, format in ipairs(in_order) do
        suffixes[#suffixes + 1] = wanted[format.name] and format.suffix or nil
    end
    return suffixes
end

return formats
