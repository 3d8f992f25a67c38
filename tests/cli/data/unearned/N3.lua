return indicator {
    code = "N3", parent = "N", name = "Too many cases", about = "It cannot take what is large.",
    inputs = { "done", "cases" },
    measure = function(v)
        if v.cases > 1000000 then
            error("too many cases")
        end
        return v.done
    end,
    tests = { { done = 30, cases = 5, score = 30 }, { done = "NA", cases = 5, status = "not_reported" } },
}
