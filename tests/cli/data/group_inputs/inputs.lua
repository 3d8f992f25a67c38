return { number { "bonus", "Bonus" }, number { "k", "K" } }
