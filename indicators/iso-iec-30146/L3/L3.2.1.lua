return indicator {
    code = "L3.2.1", parent = "L3.2",
    name = "Percentage of green buildings",
    about = "How much of what is newly built is green, measured by construction area. Existing " ..
        "buildings are left out of both figures.",
    reference = "ISO/IEC 30146:2019, L3.2.1",
    inputs = {
        amount { "new_green_building_area",
            "Construction area of new green buildings", unit = "m2" },
        amount { "new_building_area", "Construction area of all new buildings", unit = "m2" },
    },
    measure = percent(input.new_green_building_area, input.new_building_area),
    tests = {
        { new_green_building_area = 90000, new_building_area = 240000, score = 37.5 },
        { new_green_building_area = 137500.5, new_building_area = 550002, score = 25 },
        { new_green_building_area = 0, new_building_area = 240000, score = 0 },
        { new_green_building_area = 240000, new_building_area = 240000, score = 100 },
        { new_green_building_area = 270000, new_building_area = 240000,
          value = 112.5, score = 100, flags = "capped;part_exceeds_whole" },
        { new_green_building_area = 0, new_building_area = 0, status = "undefined",
          note = "A year without building has no share to mark." },
        { new_green_building_area = 90000, status = "not_reported" },
    },
}
