-- What COINr varies in its example of an uncertainty analysis, but for its weights, which it draws around those of
-- the middle level: any within a quarter here.
return study {
    vary = {
        treat = {
            { "winsorise", 1, fit_on = "all" }, { "winsorise", 2, fit_on = "all" }, { "winsorise", 3, fit_on = "all" },
            { "winsorise", 4, fit_on = "all" }, { "winsorise", 5, fit_on = "all" },
        },
        scale = { { "minmax", to = { 1, 100 }, fit_on = "all" },
            { "zscore", mean = 10, spread = 2, sd = "sample", fit_on = "all" } },
        aggregate = { "arithmetic", "geometric" },
        weights = { within = 0.25, at = { 1, 2 } },
    },
}
