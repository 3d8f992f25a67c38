return indicator {
    code = "L7.1", parent = "L7",
    name = "Organisation of the smart-city programme",
    about = "Four things that a programme across all departments needs: somebody who leads it, " ..
        "a plan, money of its own, and a yearly review. Each is worth the same.",
    reference = "local; the evaluation's own list is its authors'",
    inputs = {
        flag { "programme_leading_body", "A body led by the city's head steers the programme" },
        flag { "programme_plan", "A plan of the whole programme is adopted and published" },
        flag { "programme_budget", "The programme has a budget of its own" },
        flag { "programme_reviewed_yearly", "What was reached is reviewed every year" },
    },
    measure = share_of_yes {
        input.programme_leading_body, input.programme_plan, input.programme_budget,
        input.programme_reviewed_yearly,
    },
    tests = {
        { programme_leading_body = true, programme_plan = true, programme_budget = false,
          programme_reviewed_yearly = true, score = 75 },
        { programme_leading_body = false, programme_plan = false, programme_budget = false,
          programme_reviewed_yearly = false, score = 0 },
        { programme_leading_body = true, programme_plan = true, programme_budget = true,
          programme_reviewed_yearly = true, score = 100 },
        { programme_leading_body = true, programme_plan = true, programme_budget = true,
          status = "not_reported" },
    },
}
