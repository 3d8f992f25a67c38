local calls = 0

return indicator {
    code = "B2", parent = "B", name = "Remembers", about = "It counts its calls.",
    inputs = { "used" },
    measure = function(v)
        calls = calls + 1
        return v.used + calls
    end,
    tests = { { used = 3, status = "scored" } },
}
