return indicator {
    code = "IBC.5", parent = "index", weight = 0.19,
    name = "Fixed broadband subscriptions",
    about = "Fixed broadband subscriptions for each inhabitant, as Anatel scales them to 0..100 " ..
        "over all municipalities.",
    reference = "Anatel, Índice Brasileiro de Conectividade, method of 2021 to 2023",
    inputs = {
        amount { "densidade_scm", "Density of fixed broadband subscriptions, scaled to 0..100",
            warn_max = 100 },
    },
    measure = input.densidade_scm,
    tests = {
        { densidade_scm = 0, score = 0 },
        { densidade_scm = 62.5, score = 62.5 },
        { densidade_scm = 100, score = 100 },
        { densidade_scm = 120.5, value = 120.5, score = 100, flags = "capped",
          note = "More than 100 cannot be meant: used as 100, with a warning." },
        { densidade_scm = -1, status = "invalid" },
        { status = "not_reported" },
    },
}
