-- A new indicator as a function that is called where figures are missing, too.
return indicator {
    code = "L7.2", parent = "L7",
    name = "Booking a berth",
    about = "The share of berths that can be booked online, lessened where the answer takes " ..
        "longer than an hour. Where nobody measures how long it takes, a day is assumed; where " ..
        "nobody has counted the berths that can be booked, there are none.",
    reference = "Harbour City, harbour plan",
    inputs = {
        count { "berths_bookable", "Berths that can be booked online" },
        amount { "booking_hours", "Median time until a booking is answered", unit = "h" },
        "berths",
    },
    part_of = { berths_bookable = "berths" },
    accepts_missing = true,
    measure = function(v)
        local berths = v.berths or 0
        if berths == 0 then
            return 0
        end
        local share = 100 * (v.berths_bookable or 0) / berths
        local hours = v.booking_hours or 24
        if hours > 1 then
            share = share / math.sqrt(hours)
        end
        return share
    end,
    tests = {
        { berths = 12, berths_bookable = 9, booking_hours = 0.5, score = 75 },
        { berths = 12, berths_bookable = 9, booking_hours = 4, score = 37.5 },
        { berths = 12, berths_bookable = 6, booking_hours = 25, score = 10 },
        { berths = 12, berths_bookable = 9, value = 75 / math.sqrt(24), score = 15.3,
          note = "Nobody measured: a day. The package rounds marks to one decimal." },
        { berths = 12, booking_hours = 1, score = 0 },
        { booking_hours = 1, score = 0 },
        { berths = 12, berths_bookable = -1, status = "invalid",
          note = "A figure may be missing, but not wrong." },
    },
}
