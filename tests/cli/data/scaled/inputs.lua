return { number { "waiting", "Days of waiting", unit = "days" } }
