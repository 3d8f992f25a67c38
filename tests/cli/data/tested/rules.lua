return {
    rule { "within", input.x, "<=", param.limit, tests = {
        { x = 15, status = "holds", note = "the last limit is 20" },
        { x = 15, period = "2023-06", status = "broken", note = "it was 10" },
        { x = 15, period = "2019", status = "skipped", note = "there was none" },
        { x = 15, period = "2024", previous = { x = 5 }, status = "holds" },
    } },
}
