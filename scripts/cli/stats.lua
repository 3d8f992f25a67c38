-- --stats: where the time went, how much was done a second, and peak memory; on standard error,
-- after everything else. Without the option nothing is measured.

local hm = require "hundredmark"
local hm_program = require "hundredmark.program"
local layout = require "report.layout"

local stats = {}
stats.__index = stats

local WIDTH <const> = 80

-- The stages in the order of the table; what remains of the total is `other`. In a stream all between
-- reading and writing overlap and are one.
local STAGES <const> = { "package", "stream", "read", "bind", "evaluate", "scale", "aggregate",
    "rank", "issues", "write" }

function stats.new(given)
    return setmetatable({
        wanted = given.stats, start = given.stats and hm_program.clock(), seconds = {},
    }, stats)
end

function stats:add(stage, seconds)
    self.seconds[stage] = (self.seconds[stage] or 0) + seconds
end

-- f(...), its time counted as this stage's.
function stats:time(stage, f, ...)
    if not self.wanted then
        return f(...)
    end
    local start = hm_program.clock()
    local results = table.pack(f(...))
    self:add(stage, hm_program.clock() - start)
    return table.unpack(results, 1, results.n)
end

local function grouped(n)
    local s = ("%d"):format(n)
    repeat
        local count
        s, count = s:gsub("^(%d+)(%d%d%d)", "%1,%2")
    until count == 0
    return s
end

local function stage_lines(self, total)
    local lines, other = {}, total
    local function add(name, seconds)
        lines[#lines + 1] = { name, hm.fixed(seconds, 6),
            hm.fixed(total > 0 and 100 * seconds / total or 0, 1) .. " %" }
    end
    for _, stage in ipairs(STAGES) do
        if self.seconds[stage] then
            add(stage, self.seconds[stage])
            other = other - self.seconds[stage]
        end
    end
    add("other", math.max(0, other))
    add("total", total)
    return lines
end

-- `counts`: list of { what was done, how often, stage or nil for the total }.
function stats:show(counts)
    if not self.wanted then
        return
    end
    local total, lines = hm_program.clock() - self.start, {}
    for i, count in ipairs(counts) do
        local seconds = count[3] and self.seconds[count[3]] or total
        lines[i] = { count[1], grouped(count[2]),
            seconds > 0 and grouped(math.floor(count[2] / seconds + 0.5)) or "-" }
    end
    lines[#lines + 1] = { "peak memory, KiB", grouped(hm_program.peak_memory() // 1024), "" }
    local text = {}
    for _, block in ipairs {
        { { { title = "stage" }, { title = "seconds", side = "right" },
            { title = "share", side = "right" } }, stage_lines(self, total) },
        { { { title = "what" }, { title = "count", side = "right" },
            { title = "a second", side = "right" } }, lines },
    } do
        text[#text + 1] = table.concat(layout.lines(block[1], block[2], WIDTH), "\n")
    end
    io.stderr:write(table.concat(text, "\n\n"), "\n")
end

return stats
