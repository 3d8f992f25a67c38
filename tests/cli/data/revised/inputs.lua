return { number { "old", "Old" }, number { "new", "New" }, number { "g", "G" } }
