local POINTS <const> = { none = 0, some = 40, full = 90 }

return indicator {
    code = "O1", parent = "offices",
    name = "Opening hours",
    inputs = {
        choice { "opening", "When the office is open", options = { "none", "some", "full" } },
        amount { "queue", "Time in the queue", unit = "min" },
    },
    accepts_missing = true,
    range = { 0, 80 },
    measure = function(v)
        if not v.queue then
            return POINTS[v.opening]
        elseif v.queue == 59 then
            return nil, "the queue is being counted again"
        elseif v.queue > 60 then
            error("nobody waits for " .. v.queue .. " minutes")
        end
        return POINTS[v.opening] - v.queue
    end,
    tests = { { opening = "some", queue = 10, score = 30 } },
}
