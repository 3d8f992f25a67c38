return {
    rule { "together", input.schools + input.halls, "<=", 5, about = "there is money for five" },
    rule { "lines", input.trams, "implies", eq(input.lines, "high"), about = "trams run on many lines" },
    rule { "green", input.green, "<=", 0.2 * input.schools, about = "green is where schools are" },
}
