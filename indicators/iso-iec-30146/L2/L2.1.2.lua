return indicator {
    code = "L2.1.2", parent = "L2.1",
    name = "Coverage rate of underground pipe gallery",
    about = "How far underground galleries for pipes and cables keep up with road building in " ..
        "new urban districts, parks and development zones. There may be more gallery than new " ..
        "road, so that is no error; the mark stops at 100. NA where the city " ..
        "has no such new area.",
    reference = "ISO/IEC 30146:2019, L2.1.2",
    inputs = {
        amount { "pipe_gallery_km",
            "Length of underground gallery in new urban districts, parks and development zones",
            unit = "km", may_be_na = true },
        amount { "new_road_km",
            "Length of new road in new urban districts, parks and development zones", unit = "km",
            may_be_na = true },
    },
    part_of = false, -- a gallery need not lie under a new road
    measure = percent(input.pipe_gallery_km, input.new_road_km),
    tests = {
        { pipe_gallery_km = 12.6, new_road_km = 48, score = 26.25 },
        { pipe_gallery_km = 0, new_road_km = 48, score = 0 },
        { pipe_gallery_km = 48, new_road_km = 48, score = 100 },
        { pipe_gallery_km = 60, new_road_km = 48, value = 125, score = 100, flags = "capped",
          note = "More gallery than new road is legitimate: capped, but not doubted." },
        { pipe_gallery_km = 0, new_road_km = 0, status = "undefined" },
        { pipe_gallery_km = 12.6, status = "not_reported" },
        { pipe_gallery_km = "NA", new_road_km = "NA", status = "not_applicable",
          note = "A city without new districts answers NA: the indicator is left out of its " ..
              "group." },
    },
}
