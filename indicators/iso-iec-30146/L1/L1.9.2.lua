return indicator {
    code = "L1.9.2", parent = "L1.9",
    name = "Percentage of online cross-border trading",
    about = "How much of the trade across the border is done online: the online trade of " ..
        "operators registered in the city out of all imports and exports. Both sums are in the " ..
        "same currency and unit. NA where no operator in the city trades across the border.",
    reference = "ISO/IEC 30146:2019, L1.9.2",
    inputs = {
        amount { "online_cross_border_trade",
            "Online cross-border trade of operators registered in the city", may_be_na = true },
        amount { "cross_border_trade", "All imports and exports, in the same currency and unit",
            may_be_na = true },
    },
    measure = percent(input.online_cross_border_trade, input.cross_border_trade),
    tests = {
        { online_cross_border_trade = 3.75, cross_border_trade = 60, score = 6.25 },
        { online_cross_border_trade = 0, cross_border_trade = 60, score = 0 },
        { online_cross_border_trade = 60, cross_border_trade = 60, score = 100 },
        { online_cross_border_trade = 66, cross_border_trade = 60,
          value = 110, score = 100, flags = "capped;part_exceeds_whole" },
        { online_cross_border_trade = 0, cross_border_trade = 0, status = "undefined",
          note = "A city that trades with nobody abroad has no share to mark." },
        { cross_border_trade = 60, status = "not_reported" },
        { online_cross_border_trade = "NA", cross_border_trade = "NA",
          status = "not_applicable" },
    },
}
