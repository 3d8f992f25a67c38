return indicator {
    code = "IBC.7", parent = "index", weight = 0.13,
    name = "Density of base stations",
    about = "Mobile base stations for each ten thousand inhabitants, as Anatel scales them to " ..
        "0..100 over all municipalities.",
    reference = "Anatel, Índice Brasileiro de Conectividade, method of 2021 to 2023",
    inputs = {
        amount { "adensamento_estacoes", "Density of base stations, scaled to 0..100",
            warn_max = 100 },
    },
    measure = input.adensamento_estacoes,
    tests = {
        { adensamento_estacoes = 0, score = 0 },
        { adensamento_estacoes = 62.5, score = 62.5 },
        { adensamento_estacoes = 100, score = 100 },
        { adensamento_estacoes = 120.5, value = 120.5, score = 100, flags = "capped",
          note = "More than 100 cannot be meant: used as 100, with a warning." },
        { adensamento_estacoes = -1, status = "invalid" },
        { status = "not_reported" },
    },
}
