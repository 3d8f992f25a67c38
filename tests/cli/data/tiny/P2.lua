return indicator {
    code = "P2", parent = "people",
    name = "City portal",
    about = "A portal is worth 60 points, and up to 40 for what can be done on it.",
    reference = "made up",
    inputs = {
        flag { "portal", "The city has a portal" },
        count { "portal_services", "Services that can be used on it", max = 50 },
    },
    measure = part("b1", points(input.portal, 60), "There is a portal")
        + part("b2", band(input.portal_services, { { over = 20, 40 }, { over = 5, 20 } }, 0),
            "What it offers"),
    tests = {
        { portal = true, portal_services = 21, score = 100 },
        { portal = true, portal_services = 20, score = 80 },
        { portal = false, portal_services = 5, score = 0 },
    },
}
