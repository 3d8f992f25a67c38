-- Records of the city's own, and a module of lib/.
local calls = require "calls"

return indicator {
    code = "L7.4", parent = "L7",
    name = "Calls moored on time",
    about = "The share of calls whose ship was moored when the harbour had promised, give or " ..
        "take the allowance of that call.",
    reference = "Harbour City, harbour plan",
    inputs = {
        records { "ship_calls", "Calls of ships", columns = {
            text { "ship", "Name of the ship" },
            datetime { "promised_at", "When it was promised to be moored" },
            datetime { "moored_at", "When it was moored" },
            duration { "allowance", "How much later is still on time" },
        } },
    },
    measure = 100 * count_rows(input.ship_calls, calls.on_time(input.ship_calls))
        / count_rows(input.ship_calls),
    tests = {
        { ship_calls = {
            { ship = "Ada", promised_at = "2025-03-01T06:00", moored_at = "2025-03-01T06:30",
              allowance = "PT1H" },
            { ship = "Bea", promised_at = "2025-03-01T06:00", moored_at = "2025-03-01T07:00",
              allowance = "PT1H" },
            { ship = "Cleo", promised_at = "2025-03-01T06:00", moored_at = "2025-03-01T07:01",
              allowance = "PT1H" },
            { ship = "Dora", promised_at = "2025-03-02", moored_at = "2025-03-01T23:00",
              allowance = "PT0S" },
        }, score = 75, note = "An hour late is still on time, a minute more is not." },
        { status = "not_reported" },
    },
}
