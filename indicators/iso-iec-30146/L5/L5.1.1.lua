return indicator {
    code = "L5.1.1", parent = "L5.1",
    name = "Public information resources openness ratio",
    about = "How far the city keeps its own promise to open its data: the categories of public " ..
        "information with an open API, out of those that local policy requires to be open.",
    reference = "ISO/IEC 30146:2019, L5.1.1",
    inputs = {
        count { "open_api_categories",
            "Categories of public information resources that have an open API" },
        count { "categories_required_open",
            "Categories of public information resources that local policy requires to be open" },
    },
    measure = percent(input.open_api_categories, input.categories_required_open),
    tests = {
        { open_api_categories = 13, categories_required_open = 20, score = 65 },
        { open_api_categories = 0, categories_required_open = 20, score = 0 },
        { open_api_categories = 20, categories_required_open = 20, score = 100 },
        { open_api_categories = 24, categories_required_open = 20,
          value = 120, score = 100, flags = "capped;part_exceeds_whole",
          note = "Perhaps categories were opened that policy does not require: no extra marks." },
        { open_api_categories = 13, categories_required_open = 0, status = "invalid" },
        { open_api_categories = 13, status = "not_reported" },
    },
}
