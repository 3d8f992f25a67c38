return indicator {
    code = "P2", parent = "people", replaces = true,
    name = "City portal",
    about = "A portal is worth everything.",
    inputs = { flag { "portal", "The city has a portal" } },
    measure = points(input.portal, 100),
    tests = { { portal = true, score = 100 }, { portal = false, score = 0 } },
}
