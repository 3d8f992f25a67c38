return package {
    name = "hdi", version = "2022", api = 1,
    title = "Human Development Index, and indices beside it",
    about = "The method of the United Nations Development Programme's Human Development Report 2021/22.",
    policy = { min_coverage = 1, aggregate_at = { HDI = "geometric" } },
}
