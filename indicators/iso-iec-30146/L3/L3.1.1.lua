return indicator {
    code = "L3.1.1", parent = "L3.1",
    name = "Online monitoring of key pollution sources",
    about = "How many of the pollution sources that the city has named as key are monitored " ..
        "online and automatically.",
    reference = "ISO/IEC 30146:2019, L3.1.1",
    inputs = {
        count { "pollution_sources_monitored",
            "Key pollution sources monitored online and automatically" },
        count { "pollution_sources", "Key pollution sources named by the city" },
    },
    measure = percent(input.pollution_sources_monitored, input.pollution_sources),
    tests = {
        { pollution_sources_monitored = 119, pollution_sources = 140, score = 85 },
        { pollution_sources_monitored = 0, pollution_sources = 140, score = 0 },
        { pollution_sources_monitored = 140, pollution_sources = 140, score = 100 },
        { pollution_sources_monitored = 168, pollution_sources = 140,
          value = 120, score = 100, flags = "capped;part_exceeds_whole",
          note = "Perhaps sources were monitored that the city has not named as key." },
        { pollution_sources_monitored = 0, pollution_sources = 0, status = "undefined" },
        { pollution_sources = 140, status = "not_reported" },
    },
}
