-- The writers that only the program has, in the order in which help lists them. A row says what
-- hm.writers() says of those of the library, and
--
--   module       the file that writes, loaded when it is to
--   needs_file   it writes regular files alone, and these by itself: no pipe, no device, no folder
--   is_binary    nothing that a terminal could show
--   wide         it is given the wide form of the main table, in commands that have one: their lists
--                of formats say formats.MAPS
--   options      names of options that it alone looks at
--   whole        it is given all that there is to say of a run (`run_tables` of the command's
--                descriptor) where no table is named
--
-- The module has:
--
--   missing()    what keeps it from writing, with what to install, in a line; nil: nothing
--   refuse(given)   ends the command where the command line lacks what it needs; may be left out
--   check(path)  why it cannot write what is there already, before any work; nil: it can. Of writers
--                that need a file; may be left out
--   write(tables, options)   true, or nil and the reason. `options`: `file`, which is open (of
--                writers that need a file: nil), and its `path`; `run`, as hm.write takes it;
--                `command` and `relations`, its name and what its descriptor says of them; `given`, all options of the
--                command line; `premises`, what the rows rest on beside package and data, in sentences; `scored`,
--                of a command that scores: its data set and the units (`chosen`) of the rows

return {
    { name = "sqlite", suffix = ".sqlite", about = "a database of SQLite, a table each",
        module = "cli.sqlite_writer", needs_file = true, is_binary = true, whole = true },
    { name = "geojson", suffix = ".geojson", about = "a map, with the scores of each of its features",
        module = "cli.geojson_writer", wide = true, options = { "boundaries", "key" }, is_json = true },
    { name = "xlsx", suffix = ".xlsx", about = "a workbook, a sheet each", module = "cli.xlsx_writer",
        is_binary = true, options = { "values" } },
}
