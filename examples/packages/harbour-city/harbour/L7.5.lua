-- The change against the same city's previous period.
return indicator {
    code = "L7.5", parent = "L7",
    name = "Growth of freight by rail",
    about = "Containers that leave the harbour by rail, against the period before: 0 for a " ..
        "tenth less, 50 where nothing has changed, 100 for a tenth more.",
    reference = "Harbour City, harbour plan",
    inputs = {
        count { "rail_containers", "Containers that left the harbour by rail" },
    },
    measure = goalposts(growth(input.rail_containers), -10, 10),
    tests = {
        { rail_containers = 10500, previous = { rail_containers = 10000 }, score = 75 },
        { rail_containers = 9000, previous = { rail_containers = 10000 }, score = 0 },
        { rail_containers = 15000, previous = { rail_containers = 10000 },
          value = 300, score = 100, flags = "capped" },
        { rail_containers = 500, previous = { rail_containers = 0 }, status = "undefined" },
        { rail_containers = 10500, status = "not_reported",
          note = "No period before: no growth." },
    },
}
