return {
    count { "done", "Cases done" },
    count { "cases", "Cases" },
    count { "incidents", "Incidents" },
    count { "inhabitants", "Inhabitants" },
    amount { "berths", "Berths", may_be_na = true },
    amount { "quays", "Quays; NA where the city has no port", may_be_na = true },
}
