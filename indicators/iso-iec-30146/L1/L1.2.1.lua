return indicator {
    code = "L1.2.1", parent = "L1.2",
    name = "Release of operation information of public transportation services",
    about = "Whether passengers can see how public transport is running. Open information with " ..
        "real-time status earns 60 points, a public channel for it 20, and covering main roads " ..
        "of the second tier and above another 20.",
    reference = "ISO/IEC 30146:2019, L1.2.1",
    inputs = {
        flag { "transport_info_real_time",
            "Public transport information is open and includes the real-time status" },
        flag { "transport_info_channels",
            "It is published by at least one of e-board, TV, broadcasting, app or the like" },
        flag { "transport_info_secondary_roads",
            "It covers main roads of the second tier and above" },
    },
    measure = points(input.transport_info_real_time, 60)
        + points(input.transport_info_channels, 20)
        + points(input.transport_info_secondary_roads, 20),
    tests = {
        { transport_info_real_time = true, transport_info_channels = true,
          transport_info_secondary_roads = true, score = 100 },
        { transport_info_real_time = true, transport_info_channels = true,
          transport_info_secondary_roads = false, score = 80,
          note = "60 for real-time information and 20 for its channel." },
        { transport_info_real_time = true, transport_info_channels = false,
          transport_info_secondary_roads = false, score = 60 },
        { transport_info_real_time = false, transport_info_channels = true,
          transport_info_secondary_roads = true, score = 40 },
        { transport_info_real_time = false, transport_info_channels = false,
          transport_info_secondary_roads = true, score = 20 },
        { transport_info_real_time = false, transport_info_channels = false,
          transport_info_secondary_roads = false, score = 0 },
        { transport_info_real_time = true, transport_info_channels = true,
          status = "not_reported",
          note = "An unanswered question is not a no: all three answers are needed." },
    },
}
