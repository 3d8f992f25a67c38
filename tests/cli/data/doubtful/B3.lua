return indicator {
    code = "B3", parent = "B", name = "Names in a branch that no test takes", about = "It has them.",
    inputs = { "used" },
    measure = function(v)
        if v.used > 10 then
            total = percnt(v.used, 20)
            return total
        end
        return v.used
    end,
    tests = { { used = 3, score = 3 } },
}
