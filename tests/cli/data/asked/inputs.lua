return {
    flag { "has_harbour", "Has the city a harbour?" },
    choice { "harbour", "What harbour is it?", options = { "sea", "river" },
        asked_if = input.has_harbour },
}
