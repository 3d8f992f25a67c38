return indicator {
    code = "L4.3.2", parent = "L4.3",
    name = "City model geographic coverage",
    about = "How much of the city's area the model shows. Count only the area that is " ..
        "represented completely and accurately enough.",
    reference = "ISO/IEC 30146:2019, L4.3.2",
    inputs = {
        amount { "city_model_hectares",
            "Area that the city model represents completely and accurately enough", unit = "ha" },
        amount { "city_hectares", "Area of the smart city", unit = "ha" },
    },
    measure = percent(input.city_model_hectares, input.city_hectares),
    tests = {
        { city_model_hectares = 1537.5, city_hectares = 12300, score = 12.5 },
        { city_model_hectares = 0, city_hectares = 12300, score = 0 },
        { city_model_hectares = 12300, city_hectares = 12300, score = 100 },
        { city_model_hectares = 15375, city_hectares = 12300,
          value = 125, score = 100, flags = "capped;part_exceeds_whole",
          note = "A model that reaches beyond the city: count the area inside it." },
        { city_model_hectares = 0, city_hectares = 0, status = "undefined" },
        { city_model_hectares = 1537.5, status = "not_reported" },
    },
}
