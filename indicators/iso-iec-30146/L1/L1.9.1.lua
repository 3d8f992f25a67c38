return indicator {
    code = "L1.9.1", parent = "L1.9",
    name = "Percentage of online retail",
    about = "How much of retail trade happens online: the online sales of operators registered " ..
        "in the city out of all retail sales. Both sums are in the same currency and unit.",
    reference = "ISO/IEC 30146:2019, L1.9.1",
    inputs = {
        amount { "online_retail_sales",
            "Online retail sales of operators registered in the city" },
        amount { "retail_sales", "All retail sales, in the same currency and unit" },
    },
    measure = percent(input.online_retail_sales, input.retail_sales),
    tests = {
        { online_retail_sales = 18.9, retail_sales = 84, score = 22.5 },
        { online_retail_sales = 2.5, retail_sales = 7.5, score = 100 / 3,
          note = "A third: marks are kept in full precision and rounded only for display." },
        { online_retail_sales = 0, retail_sales = 84, score = 0 },
        { online_retail_sales = 84, retail_sales = 84, score = 100 },
        { online_retail_sales = 18900, retail_sales = 84,
          value = 22500, score = 100, flags = "capped;part_exceeds_whole",
          note = "One sum in millions, the other in billions: the flags give it away." },
        { online_retail_sales = 0, retail_sales = 0, status = "undefined" },
        { online_retail_sales = 18.9, status = "not_reported" },
    },
}
