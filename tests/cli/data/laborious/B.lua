for i = 1, 100000 do end
return indicator {
    code = "B", parent = "index", name = "Laborious B",
    inputs = { count { "households_b", "Households" } },
    measure = input.households_b,
}
