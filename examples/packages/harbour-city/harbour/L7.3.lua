-- A choice: one answer of several.
return indicator {
    code = "L7.3", parent = "L7",
    name = "How ships announce themselves",
    about = "Whether ships' agents announce calls on paper, in forms on the web, or from their " ..
        "own systems through an interface.",
    reference = "Harbour City, harbour plan",
    inputs = {
        choice { "ship_announcements", "How most calls are announced",
            options = { "paper", "web form", "interface" } },
    },
    measure = when(eq(input.ship_announcements, "interface"), 100,
        when(eq(input.ship_announcements, "web form"), 50, 0)),
    tests = {
        { ship_announcements = "paper", score = 0 },
        { ship_announcements = "web form", score = 50 },
        { ship_announcements = "interface", score = 100 },
        { ship_announcements = "fax", status = "invalid" },
        { status = "not_reported" },
    },
}
