for i = 1, 100000 do end
return indicator {
    code = "A", parent = "index", name = "Laborious A",
    inputs = { count { "households_a", "Households" } },
    measure = input.households_a,
}
