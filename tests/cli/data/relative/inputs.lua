return { number { "a", "A" }, number { "b", "B" } }
