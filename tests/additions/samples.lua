-- What somebody may want to add, and what it takes. A sample is new files (those in the folder of its
-- name, where they stand in the sources) and lines put into files that are there: behind the line
-- `after`, or before the line `before`. `lines` is how many, all together: where a sample needs more than it
-- should, that is written here, and a change for the better has to change it.

return {
    {
        name = "loader",
        files = 1,
        lines = 1,
        edits = {
            { file = "core/load/loaders.c", after = "    LOADER(ndjson) \\", text = "    LOADER(piped) \\" },
        },
    },
    {
        name = "command",
        files = 1,
        lines = 1,
        edits = {
            { file = "scripts/cli/commands.lua", after = "commands.names = {", text = '    "roots",' },
        },
    },
    {
        name = "writer",
        files = 1,
        lines = 1,
        edits = {
            { file = "core/output/writers.c", after = "    ROW(hm_writer_json) \\", text = "    ROW(hm_writer_bars) \\" },
        },
    },
    {
        name = "analysis",
        files = 1,
        lines = 1,
        edits = {
            { file = "core/analyse/analyses.c", after = "#define EACH_ANALYSIS(ROW) \\",
                text = "    ROW(hm_analysis_spread) \\" },
        },
    },
    { -- a function and its row, in one file: what stands in the row is the method
        name = "method",
        files = 0,
        lines = 5,
        edits = {
            { file = "core/methods/methods.c",
                before = "/* Of equal scores the one with the greater weight first, so that the order of the children does not",
                text = [[
static double midrange(const hm_combining *of) {
    return (minimum(of) + maximum(of)) / 2;
}
]] },
            { file = "core/methods/methods.c",
                after = '    {.name = "median", .about = "weighted median", .rising = HM_RISES, .combine = median},',
                text = '    {.name = "midrange", .about = "middle of the range", .rising = HM_RISES, .combine = midrange},' },
        },
    },
}
