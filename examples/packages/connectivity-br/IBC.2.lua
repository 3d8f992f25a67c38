return indicator {
    code = "IBC.2", parent = "index", weight = 0.2,
    name = "Fibre backhaul",
    about = "Whether the municipality is reached by a fibre backhaul: 100 where it is, 0 where " ..
        "it is not.",
    reference = "Anatel, Índice Brasileiro de Conectividade, method of 2021 to 2023",
    inputs = {
        amount { "fibra", "Fibre backhaul: 100 where there is one, 0 where there is none",
            warn_max = 100 },
    },
    measure = input.fibra,
    tests = {
        { fibra = 0, score = 0 },
        { fibra = 50, score = 50, note = "A half mark, as the agency gives from 2024 on." },
        { fibra = 100, score = 100 },
        { fibra = 120.5, value = 120.5, score = 100, flags = "capped",
          note = "More than 100 cannot be meant: used as 100, with a warning." },
        { fibra = -1, status = "invalid" },
        { status = "not_reported" },
    },
}
