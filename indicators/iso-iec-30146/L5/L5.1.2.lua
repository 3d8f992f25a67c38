return indicator {
    code = "L5.1.2", parent = "L5.1",
    name = "Information sharing ratio among government sectors",
    about = "How many government sectors share their information with the others. A sector " ..
        "counts if it has both a table of its information resources and a service that shares " ..
        "the data.",
    reference = "ISO/IEC 30146:2019, L5.1.2",
    inputs = {
        count { "sectors_sharing",
            "Government sectors with an information resource table and a data sharing service" },
        count { "government_sectors", "Government sectors of the city" },
    },
    measure = percent(input.sectors_sharing, input.government_sectors),
    tests = {
        { sectors_sharing = 19, government_sectors = 40, score = 47.5 },
        { sectors_sharing = 0, government_sectors = 40, score = 0 },
        { sectors_sharing = 40, government_sectors = 40, score = 100 },
        { sectors_sharing = 41, government_sectors = 40,
          value = 102.5, score = 100, flags = "capped;part_exceeds_whole" },
        { sectors_sharing = 0, government_sectors = 0, status = "undefined" },
        { government_sectors = 40, status = "not_reported" },
    },
}
