return indicator {
    code = "W1", parent = "water", weight = 3,
    name = "Pipes under watch",
    about = "A function, because tests want one. NA where there are no pipes.",
    reference = "made up",
    inputs = {
        amount { "pipes_watched", "Pipes with sensors", unit = "km", may_be_na = true },
        amount { "pipes", "Pipes", unit = "km", may_be_na = true },
    },
    measure = function(v)
        if v.pipes == 13 then
            error("thirteen kilometres are not measured")
        end
        return 100 * v.pipes_watched / v.pipes
    end,
    tests = {
        { pipes_watched = 30, pipes = 40, score = 75 },
    },
}
