local share = percent(input.government_portals_accessible, input.government_portals)
local media = input.media_portals_accessible

return indicator {
    code = "L1.8.2", parent = "L1.8",
    name = "Performance of Internet accessibility for disabled people",
    about = "Whether disabled people can use the government's and the media's portals. " ..
        "Government portals supporting easy access earn 50 points, the share of them that do up " ..
        "to 30, and the city's three most viewed media portals up to 20. A share must be over " ..
        "90, 60 or 30 %, not just reach it; two accessible media portals, which the standard " ..
        "leaves open, count as one.",
    reference = "ISO/IEC 30146:2019, L1.8.2",
    inputs = {
        flag { "government_portal_accessibility",
            "The municipal government's main portals support easy access for disabled people" },
        count { "government_portals_accessible",
            "Main portals of the municipal government with easy access for disabled people" },
        count { "government_portals", "Main portals of the municipal government" },
        count { "media_portals_accessible",
            "How many of the city's three most viewed media portals have easy access", max = 3 },
    },
    measure = part("b1", points(input.government_portal_accessibility, 50),
            "Government portals support easy access")
        + part("b2", band(share, { { over = 90, 30 }, { over = 60, 20 }, { over = 30, 10 } }, 0),
            "Share of government portals with easy access")
        + part("b3", band(media, { { at_least = 3, 20 }, { at_least = 1, 10 } }, 0),
            "Media portals with easy access"),
    tests = {
        { government_portal_accessibility = true, government_portals_accessible = 10,
          government_portals = 10, media_portals_accessible = 3, score = 100 },
        { government_portal_accessibility = true, government_portals_accessible = 7,
          government_portals = 10, media_portals_accessible = 1, score = 80,
          note = "50 for support, 20 for 70 % of the portals, 10 for one media portal." },
        { government_portal_accessibility = false, government_portals_accessible = 0,
          government_portals = 10, media_portals_accessible = 0, score = 0 },
        { government_portal_accessibility = true, government_portals_accessible = 45,
          government_portals = 50, media_portals_accessible = 0, score = 70,
          note = "Exactly 90 % is not over 90 %: 20 points for the share, not 30." },
        { government_portal_accessibility = true, government_portals_accessible = 91,
          government_portals = 100, media_portals_accessible = 0, score = 80 },
        { government_portal_accessibility = false, government_portals_accessible = 6,
          government_portals = 10, media_portals_accessible = 3, score = 30,
          note = "Exactly 60 %: 10 points for the share, and 20 for three media portals." },
        { government_portal_accessibility = false, government_portals_accessible = 61,
          government_portals = 100, media_portals_accessible = 0, score = 20 },
        { government_portal_accessibility = false, government_portals_accessible = 3,
          government_portals = 10, media_portals_accessible = 1, score = 10 },
        { government_portal_accessibility = false, government_portals_accessible = 31,
          government_portals = 100, media_portals_accessible = 2, score = 20,
          note = "Two accessible media portals earn the 10 points of one." },
        { government_portal_accessibility = true, government_portals_accessible = 12,
          government_portals = 10, media_portals_accessible = 3,
          value = 100, score = 100, flags = "part_exceeds_whole" },
        { government_portal_accessibility = true, government_portals_accessible = 0,
          government_portals = 0, media_portals_accessible = 3, status = "undefined" },
        { government_portal_accessibility = true, government_portals_accessible = 7,
          government_portals = 10, media_portals_accessible = 4, status = "invalid",
          note = "There are only three portals to look at: 4 cannot be right." },
        { government_portal_accessibility = true, government_portals_accessible = 7,
          government_portals = 10, status = "not_reported" },
    },
}
