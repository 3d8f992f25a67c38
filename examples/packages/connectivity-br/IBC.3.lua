return indicator {
    code = "IBC.3", parent = "index", weight = 0.19,
    name = "Mobile subscriptions",
    about = "Mobile subscriptions for each inhabitant, as Anatel scales them to 0..100 over all " ..
        "municipalities.",
    reference = "Anatel, Índice Brasileiro de Conectividade, method of 2021 to 2023",
    inputs = {
        amount { "densidade_smp", "Density of mobile subscriptions, scaled to 0..100",
            warn_max = 100 },
    },
    measure = input.densidade_smp,
    tests = {
        { densidade_smp = 0, score = 0 },
        { densidade_smp = 62.5, score = 62.5 },
        { densidade_smp = 100, score = 100 },
        { densidade_smp = 120.5, value = 120.5, score = 100, flags = "capped",
          note = "More than 100 cannot be meant: used as 100, with a warning." },
        { densidade_smp = -1, status = "invalid" },
        { status = "not_reported" },
    },
}
