return { number { "x", "X" }, number { "y", "Y" } }
