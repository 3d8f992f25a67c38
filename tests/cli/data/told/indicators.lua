local function one(code, fields)
    fields.code, fields.parent, fields.name, fields.about = code, "G", "Indicator " .. code, "For breaks."
    fields.measure = fields.measure or input[code]
    return indicator(fields)
end

return {
    one("a", { inputs = { number { "a", breaks = "2023" } }, impute = { "latest", within = 3 },
        tests = { { a = 1, score = 1 } } }),
    one("h", { inputs = { number { "h" } }, measure = mean(history(input.h, { back = 5 })),
        tests = { { h = 1, score = 1 } } }),
    one("o", { inputs = { number { "o" } }, from = "2024", scale = { "minmax", over = "2020" },
        tests = { { o = 1, value = 1 } } }),
    one("e", { inputs = { number { "e" } }, to = "2023", tests = { { e = 1, score = 1 } } }),
    one("r", { inputs = { number { "r" } }, tests = { { r = 1, value = 1 } },
        scale = { "minmax", bounds = { low = { percentile = 90 }, high = { percentile = 10 } } } }),
}
