return indicator {
    code = "A1", parent = "air",
    name = "Stations that measure",
    about = "How many of the stations give a figure.",
    inputs = {
        count { "stations", "Stations of air quality" },
        count { "stations_measuring", "Those that measured on every day" },
    },
    measure = percent(input.stations_measuring, input.stations),
    tests = { { stations = 4, stations_measuring = 3, score = 75 } },
}
