return {
    indicator { code = "A", parent = "G", name = "Cover", measure = input.cover,
        inputs = { amount { "cover", "Area covered", unit = "%", warn_max = 100 } } },
    indicator { code = "B", parent = "G", name = "Wealth", measure = input.wealth,
        inputs = { amount { "wealth", "Money for each person" } } },
    indicator { code = "C", parent = "G", name = "Rate", measure = input.rate,
        inputs = { amount { "rate", "Rate", improve = { step = 0.25 } } } },
    indicator { code = "D", parent = "G", name = "Portal", measure = points(input.portal, 10),
        inputs = { flag { "portal", "There is a portal" } } },
    indicator { code = "E", parent = "G", name = "Share", measure = input.share,
        inputs = { number { "share", "A share", min = 0, max = 10 } } },
}
