return indicator {
    code = "IBC.6", parent = "index", weight = 0.06,
    name = "Competition among fixed operators",
    about = "How far the market of fixed broadband is from a monopoly: Anatel's inverse of the " ..
        "Herfindahl-Hirschman index, 0 to 100.",
    reference = "Anatel, Índice Brasileiro de Conectividade, method of 2021 to 2023",
    inputs = {
        amount { "hhi_scm", "Competition among fixed broadband operators, 0 to 100",
            warn_max = 100 },
    },
    measure = input.hhi_scm,
    tests = {
        { hhi_scm = 0, score = 0 },
        { hhi_scm = 62.5, score = 62.5 },
        { hhi_scm = 100, score = 100 },
        { hhi_scm = 120.5, value = 120.5, score = 100, flags = "capped",
          note = "More than 100 cannot be meant: used as 100, with a warning." },
        { hhi_scm = -1, status = "invalid" },
        { status = "not_reported" },
    },
}
