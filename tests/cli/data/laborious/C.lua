for i = 1, 100000 do end
return indicator {
    code = "C", parent = "index", name = "Laborious C",
    inputs = { count { "households_c", "Households" } },
    measure = input.households_c,
}
