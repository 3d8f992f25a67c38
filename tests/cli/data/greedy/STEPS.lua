return indicator {
    code = "STEPS", parent = "index", name = "Endless",
    inputs = { "households" },
    measure = function(v)
        while true do end
    end,
}
