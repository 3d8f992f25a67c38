return indicator {
    code = "IBC.1", parent = "index", weight = 0.17,
    name = "Population covered by 4G or 5G",
    about = "Share of the population that has a 4G or 5G signal where it lives.",
    reference = "Anatel, Índice Brasileiro de Conectividade, method of 2021 to 2023",
    inputs = {
        amount { "cobertura_pop_4g5g", "Population covered by a 4G or 5G signal", warn_max = 100 },
    },
    measure = input.cobertura_pop_4g5g,
    tests = {
        { cobertura_pop_4g5g = 0, score = 0 },
        { cobertura_pop_4g5g = 62.5, score = 62.5 },
        { cobertura_pop_4g5g = 100, score = 100 },
        { cobertura_pop_4g5g = 120.5, value = 120.5, score = 100, flags = "capped",
          note = "More than 100 cannot be meant: used as 100, with a warning." },
        { cobertura_pop_4g5g = -1, status = "invalid" },
        { status = "not_reported" },
    },
}
