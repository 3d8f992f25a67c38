local repairs = input.repairs

return indicator {
    code = "W2", parent = "water",
    name = "Repairs in time",
    about = "How many repairs were finished within the time allowed.",
    reference = "made up",
    inputs = {
        records { "repairs", "Repairs of pipes: one row a repair",
            columns = {
                text { "street", "Where" },
                datetime { "reported_at", "When the damage was reported" },
                datetime { "finished_at", "When the repair was finished" },
                duration { "allowed", "How long it may take" },
            } },
    },
    measure = 100 * count_rows(repairs,
            lt(repairs.finished_at - repairs.reported_at, repairs.allowed))
        / count_rows(repairs),
    tests = {
        { repairs = {
              { street = "Quay", reported_at = "2025-03-01", finished_at = "2025-03-02",
                allowed = "P2D" },
              { street = "Mole", reported_at = "2025-03-01", finished_at = "2025-03-03",
                allowed = "P2D" },
          }, score = 50 },
    },
}
