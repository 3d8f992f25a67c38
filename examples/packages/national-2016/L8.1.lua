return indicator {
    code = "L8.1", parent = "L8",
    name = "Citizens who are content with the city's digital services",
    about = "The answers of a survey of citizens: those who call themselves content or very " ..
        "content, of all who answered.",
    reference = "local; the evaluation's own questionnaire is its authors'",
    inputs = {
        count { "survey_content", "Respondents who are content or very content" },
        count { "survey_respondents", "Respondents of the survey" },
    },
    measure = percent(input.survey_content, input.survey_respondents),
    tests = {
        { survey_content = 812, survey_respondents = 1200, value = 100 * 812 / 1200, score = 67.67,
          note = "Marks are kept to two decimals, the value is not." },
        { survey_content = 0, survey_respondents = 1200, score = 0 },
        { survey_content = 1200, survey_respondents = 1200, score = 100 },
        { survey_content = 1201, survey_respondents = 1200, score = 100,
          flags = "capped;part_exceeds_whole" },
        { survey_content = 0, survey_respondents = 0, status = "undefined" },
        { survey_content = 812, status = "not_reported" },
    },
}
