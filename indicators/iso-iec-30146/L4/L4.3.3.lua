return indicator {
    code = "L4.3.3", parent = "L4.3",
    name = "City model thematic coverage",
    about = "How many of the city's features (buildings, roads, trees, ...) are in the model. " ..
        "Give one row for every feature type of the catalogue; the features of all types are " ..
        "added up first and then compared, so a type with many features weighs more than a rare " ..
        "one.",
    reference = "ISO/IEC 30146:2019, L4.3.3",
    inputs = {
        records { "features", "Feature catalogue of the city model: one row a feature type",
            columns = {
                text { "feature_type", "Feature type, such as building" },
                count { "in_model", "Features of this type in the city model" },
                count { "in_city", "Features of this type in the real city" },
            } },
    },
    measure = 100 * sum(input.features.in_model) / sum(input.features.in_city),
    tests = {
        { features = {
              { feature_type = "building", in_model = 900, in_city = 1000 },
              { feature_type = "road", in_model = 300, in_city = 600 },
          }, score = 75,
          note = "1200 of 1600 features; the mean of 90 % and 50 % would have been 70." },
        { features = { { feature_type = "building", in_model = 5, in_city = 8 } }, score = 62.5 },
        { features = {
              { feature_type = "building", in_model = 0, in_city = 1000 },
              { feature_type = "road", in_model = 0, in_city = 600 },
          }, score = 0 },
        { features = {
              { feature_type = "building", in_model = 1000, in_city = 1000 },
              { feature_type = "road", in_model = 600, in_city = 600 },
          }, score = 100 },
        { features = {
              { feature_type = "building", in_model = 80, in_city = 100 },
              { feature_type = "tunnel", in_model = 0, in_city = 0 },
          }, score = 80,
          note = "A type that the city does not have changes nothing." },
        { features = {
              { feature_type = "building", in_model = 900, in_city = 800 },
              { feature_type = "road", in_model = 200, in_city = 200 },
          }, value = 110, score = 100, flags = "capped",
          note = "Buildings that were pulled down are still in the model." },
        { features = { { feature_type = "tunnel", in_model = 0, in_city = 0 } },
          status = "undefined" },
        { features = {
              { feature_type = "building", in_model = 900, in_city = 1000 },
              { feature_type = "road", in_model = 300 },
          }, status = "not_reported",
          note = "A gap in one row leaves the sum, and so the mark, open." },
        { status = "not_reported" },
    },
}
