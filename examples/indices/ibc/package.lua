return package {
    name = "ibc", version = "2024", api = 1,
    title = "Índice Brasileiro de Conectividade",
    about = "How well Brazil's municipalities are connected: seven variables until 2023, eight from 2024 on.",
    weights_from = {
        ["2024"] = {
            cobertura_pop_4g5g = 15, fibra = 16, densidade_smp = 15, hhi_smp = 7,
            densidade_scm = 14, hhi_scm = 7, adensamento_estacoes = 13, cobertura_rural = 13,
        },
    },
    -- The mean of all variables but one would be another index. They are used as they are published.
    policy = { min_coverage = 1, range = false },
}
