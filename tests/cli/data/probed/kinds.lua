return indicator {
    code = "K", parent = "index", name = "Kinds of inputs",
    about = "The ends of each: its bounds where it has some. NA where there is no way.",
    inputs = {
        count { "seats", "Seats", min = 2, max = 30 },
        number { "change", "Change" },
        grade { "quality", "Quality" },
        flag { "open", "Open" },
        choice { "way", "Way", options = { "road", "rail", "water" }, may_be_na = true },
    },
    accepts_missing = true,
    measure = function(v)
        return (v.open and 20 or 0) + (v.way == "water" and 30 or 0) + 10 * (v.quality or 0)
            + (v.seats or 0)
    end,
    tests = { { open = true, way = "rail", score = 20 } },
}
