return indicator {
    code = "L3.1.3", parent = "L3.1",
    name = "Disposal rate of city environmental problems",
    about = "How many of the environmental incidents that were reported have been dealt with.",
    reference = "ISO/IEC 30146:2019, L3.1.3",
    inputs = {
        count { "environmental_incidents_disposed",
            "Environmental incidents that have been dealt with" },
        count { "environmental_incidents_reported",
            "Environmental incidents that were reported" },
    },
    measure = percent(input.environmental_incidents_disposed,
        input.environmental_incidents_reported),
    tests = {
        { environmental_incidents_disposed = 1428, environmental_incidents_reported = 1680,
          score = 85 },
        { environmental_incidents_disposed = 0, environmental_incidents_reported = 1680,
          score = 0 },
        { environmental_incidents_disposed = 1680, environmental_incidents_reported = 1680,
          score = 100 },
        { environmental_incidents_disposed = 1764, environmental_incidents_reported = 1680,
          value = 105, score = 100, flags = "capped;part_exceeds_whole",
          note = "Perhaps a backlog from the year before was cleared: count incidents of one " ..
              "year." },
        { environmental_incidents_disposed = 0, environmental_incidents_reported = 0,
          status = "undefined" },
        { environmental_incidents_reported = 1680, status = "not_reported" },
    },
}
