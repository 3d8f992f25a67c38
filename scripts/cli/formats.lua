-- The formats: those of writers, the engine's and the program's, in which tables are written, and
-- those of pages and reports, which are the program's own.

local hm = require "hundredmark"
local program_writers = require "cli.program_writers"

local formats = {}

local WRITERS <const> = hm.writers()
table.move(program_writers, 1, #program_writers, #WRITERS + 1, WRITERS)
local PAGES <const> = {
    { name = "md", suffix = ".md" }, { name = "html", suffix = ".html" },
    { name = "tap", suffix = ".tap" }, { name = "junit", suffix = ".xml" },
    { name = "table", suffix = ".txt" }, { name = "svg", suffix = ".svg" },
}

local by_name, by_suffix, in_order = {}, {}, {}

for _, list in ipairs { WRITERS, PAGES } do
    for _, format in ipairs(list) do
        in_order[#in_order + 1] = format
        by_name[format.name], by_suffix[format.suffix] = format, format
    end
end

-- In a list of formats these stand for writers: all that take any table, those whose rows stand alone,
-- those that hold several tables, those that write a file a table into a folder, and those of maps.
function formats.WRITERS(writer)
    return not writer.wide
end

function formats.ROWS_ALONE(writer)
    return writer.rows_alone
end

function formats.SEVERAL(writer)
    return not writer.rows_alone and not writer.wide
end

function formats.IN_FOLDERS(writer)
    return not writer.needs_file and not writer.wide
end

function formats.MAPS(writer)
    return writer.wide
end

-- A list of names: formats.list("table", formats.WRITERS, "md").
function formats.list(...)
    local names = {}
    for _, one in ipairs { ... } do
        if type(one) == "string" then
            names[#names + 1] = one
        else
            for _, writer in ipairs(WRITERS) do
                names[#names + 1] = one(writer) and writer.name or nil
            end
        end
    end
    return names
end

-- All names, those of pages that a terminal shows first.
function formats.all()
    return formats.list("table", formats.WRITERS, formats.MAPS, "md", "html", "svg", "tap", "junit")
end

-- What is said of the writer of this name; nil for a format of pages.
function formats.writer(name)
    local format = by_name[name]
    return format and format.about and format
end

-- The option that a writer alone looks at, of those that are given, and the writer's name; nil for none.
function formats.option_of_other(given, format)
    for _, writer in ipairs(WRITERS) do
        for _, name in ipairs(writer.name ~= format and writer.options or {}) do
            if given[name] then
                return name, writer.name
            end
        end
    end
end

-- The names of the writers that have a property, "csv and x".
function formats.with(property)
    local names = {}
    for _, writer in ipairs(WRITERS) do
        names[#names + 1] = writer[property] and writer.name or nil
    end
    return table.concat(names, " and ")
end

-- The module of a writer that is the program's own; nil for the engine's.
function formats.module(writer)
    return writer.module and require(writer.module)
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
