/* test_issues.c: lists of issues, and their words. */
#include "core_support.h"

#include "base/issue_words.h"
#include "base/issues.h"
#include "base/text.h"

/* Something is wrong at a place, in these words. */
static void add_at(hm_issues *issues, const char *file, uint32_t line, uint32_t column,
                   const char *words) {
    hm_issues_add(issues, HM_ISSUE_WRONG_SCRIPT, &(hm_subject){.at = {file, line, column}},
                  &(hm_issue_texts){.detail = words});
}

static void issues_quote_what_would_break_the_line(void **state) {
    (void)state;
    hm_issues issues;
    hm_issues_open(&issues, hm_allocator_default());
    add_at(&issues, "a.csv", 2, 3, "found a\nb\tc\x1b");
    hm_issues_add(&issues, HM_ISSUE_NOTHING_TO_RANK, &(hm_subject){0}, NULL);
    assert_string_equal(message_of(hm_issues_get(&issues, 0)).text, "found a\\nb\\tc\\u{1B}");
    assert_string_equal(hm_issues_get(&issues, 0)->file, "a.csv");
    assert_string_equal(hm_issues_get(&issues, 1)->file, "");
    assert_null(hm_issues_get(&issues, 2));
    assert_null(hm_issues_get(NULL, 0));
    assert_int_equal(hm_issues_count(NULL), 0);
    assert_int_equal(hm_issues_count_of(&issues, HM_REJECTED), 1);
    assert_int_equal(hm_issues_count_of(&issues, HM_WARNING), 1);
    assert_int_equal(hm_issues_count_of(&issues, HM_NOTE), 0);
    assert_int_equal(hm_issues_count_of(&issues, (hm_severity)7), 0);
    hm_issues_close(&issues);
}

static void issues_cut_messages_that_nobody_reads(void **state) {
    (void)state;
    char text[5000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    hm_issues issues;
    hm_issues_open(&issues, hm_allocator_default());
    add_at(&issues, "", 0, 0, text);
    const issue_message cut = message_of(hm_issues_get(&issues, 0));
    assert_int_equal(strlen(cut.text), HM_ISSUE_MESSAGE_SIZE - 1);
    assert_string_equal(cut.text + HM_ISSUE_MESSAGE_SIZE - 5, "x...");
    text[HM_ISSUE_MESSAGE_SIZE - 1] = '\0'; /* the longest that is shown whole */
    add_at(&issues, "", 0, 0, text);
    assert_string_equal(message_of(hm_issues_get(&issues, 1)).text, text);
    char little[8];
    assert_int_equal(hm_issue_message(hm_issues_get(&issues, 1), little, sizeof little), 7);
    assert_string_equal(little, "xxxx...");
    assert_int_equal(hm_issue_message(hm_issues_get(&issues, 1), little, 0), 0);
    hm_issues_close(&issues);
}

/* What the fields of an issue do to its words; the words by hand. */
static void issues_are_made_into_words_when_read(void **state) {
    (void)state;
    const hm_location at = {"a.csv", 2, 3}, nowhere = {"", 0, 0};
    static const hm_location there = {"b.csv", 7, 1}, line = {"p/inputs.lua", 4, 0};
    static const hm_location call = {"", 0, 0};
    const struct {
        hm_issue_code code;
        hm_subject subject;
        hm_issue_texts texts;
        const char *code_word, *message;
    } cases[] = {
        {HM_ISSUE_NUMBER_TOO_LARGE,
         {.at = at, .city = "Aville", .period = "2025", .input = "x"},
         {.found = "1e400", .expected = "less"},
         "number_too_large",
         "input \"x\": found \"1e400\", expected less"},
        {HM_ISSUE_NUMBER_TOO_LARGE,
         {.at = nowhere, .city = "Aville", .period = "2025", .input = "x"},
         {.found = "1e400", .expected = "less"},
         "number_too_large",
         "Aville, 2025: input \"x\": found \"1e400\", expected less"},
        {HM_ISSUE_NUMBER_TOO_LARGE,
         {.at = at},
         {.found = "1e400", .expected = "less"},
         "number_too_large",
         "found \"1e400\", expected less"},
        {HM_ISSUE_OTHER_FIGURE,
         {.at = at, .input = "x"},
         {.found = "1", .detail = "\"2\"", .there = there},
         "other_figure",
         "input \"x\": found \"1\", which differs from b.csv:7:1: \"2\"; both are rejected"},
        {HM_ISSUE_REPEATED_FIGURE,
         {.at = at},
         {.found = "1", .there = call},
         "repeated_figure",
         "found \"1\", which repeats an earlier call"},
        {HM_ISSUE_INPUT_TWICE,
         {.at = at, .input = "x"},
         {.there = line},
         "duplicate_input",
         "input \"x\" is defined already, at p/inputs.lua:4: list its name alone here"},
        {HM_ISSUE_UNSUITABLE_FIGURE,
         {.at = at, .input = "x"},
         {.found = "{found} {", .expected = "a number", .detail = "write it", .nearest = "n"},
         "unsuitable_figure",
         "input \"x\": found \"{found} {\", expected a number: write it: did you mean \"n\"?"},
    };
    hm_issues issues, copy;
    hm_issues_open(&issues, hm_allocator_default());
    hm_issues_open(&copy, hm_allocator_default());
    for (size_t i = 0; i < COUNT(cases); i++)
        hm_issues_add(&issues, cases[i].code, &cases[i].subject, &cases[i].texts);
    hm_issues_append(&copy, &issues);
    hm_issues_close(&issues); /* a copy has words of its own */
    for (size_t i = 0; i < COUNT(cases); i++) {
        const hm_issue *issue = hm_issues_get(&copy, i);
        char said[HM_ISSUE_MESSAGE_SIZE];
        assert_string_equal(issue->code, cases[i].code_word);
        assert_string_equal(message_of(issue).text, cases[i].message);
        (void)hm_issue_say(cases[i].code, &cases[i].subject, &cases[i].texts, said, sizeof said);
        assert_string_equal(said, cases[i].message);
    }
    hm_issues_close(&copy);
}

static bool is_field(const char *name, size_t size) {
    static const char *const fields[] = {"city",   "period",   "input", "node",    "found",
                                         "name",   "detail",   "there", "nearest", "figure",
                                         "advice", "expected", "rule",  "head"};
    for (size_t i = 0; i < COUNT(fields); i++)
        if (strlen(fields[i]) == size && memcmp(fields[i], name, size) == 0)
            return true;
    return false;
}

/* Every code has a row, whose braces name what there is. */
static void issue_codes_have_words(void **state) {
    (void)state;
    for (unsigned code = 0; code < HM_ISSUE_CODE_COUNT; code++) {
        const hm_issue_row *row = hm_issue_row_of((hm_issue_code)code);
        assert_non_null(row->code);
        assert_int_equal(strspn(row->code, "abcdefghijklmnopqrstuvwxyz_8"), strlen(row->code));
        assert_true(*row->words);
        for (const char *brace = row->words; (brace = strchr(brace, '{')); brace++)
            if (!is_field(brace + 1 + (brace[1] == '*'),
                          strcspn(brace + 1, "}") - (brace[1] == '*')))
                fail_msg("%s: %s", row->code, row->words);
    }
}

static void issues_sort_by_location_and_keep_equals_in_order(void **state) {
    (void)state;
    static const struct {
        const char *file;
        uint32_t line, column;
        const char *message;
    } given[] = {{"b", 2, 1, "4"}, {"a", 9, 9, "7"}, {"b", 1, 5, "2"}, {"b", 1, 2, "0"},
                 {"b", 1, 5, "3"}, {"a", 1, 1, "6"}, {"b", 1, 2, "1"}, {"b", 3, 0, "5"}};
    hm_issues issues, more;
    hm_issues_open(&issues, hm_allocator_default());
    hm_issues_open(&more, hm_allocator_default());
    hm_issues_sort(&issues); /* none */
    for (size_t i = 0; i < COUNT(given); i++)
        add_at(&more, given[i].file, given[i].line, given[i].column, given[i].message);
    hm_issues_append(&issues, &more);
    hm_issues_close(&more);
    hm_issues_sort(&issues);
    for (size_t i = 0; i < COUNT(given); i++)
        assert_int_equal(message_of(hm_issues_get(&issues, i)).text[0], '0' + (int)i);
    hm_issues_close(&issues);
}

/* 3,000 of one kind and 2 of another in three lists, of which 2 a kind are kept; lines by hand. */
static void issues_of_a_kind_are_counted(void **state) {
    (void)state;
    hm_issues lists[3], all;
    hm_issues_open(&all, hm_allocator_default());
    all.most = 2;
    for (uint32_t k = 0; k < 3; k++) {
        hm_issues_open(&lists[k], hm_allocator_default());
        lists[k].most = 2;
        for (uint32_t i = 1; i <= 1000; i++)
            hm_issues_add(&lists[k], HM_ISSUE_DOUBTFULLY_LARGE,
                          &(hm_subject){.at = {"f", 1000 * k + i, 0}, .input = "x"},
                          &(hm_issue_texts){.found = hm_digits_of(1000 * k + i).text, .name = "0"});
        if (k != 1)
            hm_issues_add(&lists[k], HM_ISSUE_WRONG_MEASURE, &(hm_subject){.node = "N"},
                          &(hm_issue_texts){.name = "indicator", .detail = "alone"});
        hm_issues_append(&all, &lists[k]);
        hm_issues_close(&lists[k]);
    }
    hm_issues_sort(&all);
    static const struct {
        uint32_t line;
        size_t count;
        const char *rows, *message;
    } expected[] = {
        {1, 1, "", "input \"x\": found \"1\", which is above 0: doubtful"},
        {2, 1, "", "input \"x\": found \"2\", which is above 0: doubtful"},
        {3, 2998, "3 to 3000", "input \"x\": 2998 more like these, on lines 3 to 3000"},
        {0, 1, "", "indicator N: alone"},
        {0, 1, "", "indicator N: alone"},
    };
    assert_int_equal(hm_issues_count(&all), COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++) {
        const hm_issue *issue = hm_issues_get(&all, i);
        assert_int_equal(issue->line, expected[i].line);
        assert_int_equal(issue->count, expected[i].count);
        assert_string_equal(issue->rows, expected[i].rows);
        assert_string_equal(message_of(issue).text, expected[i].message);
    }
    assert_int_equal(hm_issues_count_of(&all, HM_WARNING), 3000);
    assert_int_equal(hm_issues_count_of(&all, HM_REJECTED), 2);
    hm_issues *brief = hm_issues_brief(&all, 1, NULL);
    assert_int_equal(hm_issues_count(brief), 4);
    assert_string_equal(message_of(hm_issues_get(brief, 1)).text,
                        "input \"x\": 2999 more like this, on lines 2 to 3000");
    assert_string_equal(message_of(hm_issues_get(brief, 3)).text, "node \"N\": 1 more like this");
    hm_issues_free(brief);
    hm_issues_free(NULL);
    hm_issues_close(&all);
}

static void issues_say_where_others_are(void **state) {
    (void)state;
    static const struct {
        uint32_t lines[12];
        const char *rows;
    } cases[] = {
        {{5, 0}, "5"},
        {{5, 5, 5, 6, 0}, "5 to 6"},
        {{5, 7, 9, 10, 0}, "5, 7, 9 to 10"},
        {{2, 4, 6, 8, 10, 12, 14, 99, 20, 0}, "2, 4, 6, 8, 10, 12 and others up to 99"},
        {{90, 4, 6, 8, 10, 12, 14, 0}, "90, 4, 6, 8, 10, 12 and others up to 90"},
        {{0}, ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        hm_lines lines = {.count = 0};
        char text[256];
        for (size_t k = 0; cases[i].lines[k] > 0; k++)
            hm_lines_add(&lines, cases[i].lines[k], cases[i].lines[k]);
        hm_lines_print(&lines, text, sizeof text);
        assert_string_equal(text, cases[i].rows);
    }
}

static void issues_lost_for_lack_of_memory_are_remembered(void **state) {
    (void)state;
    counted c = {.refused = 1};
    const hm_allocator allocator = {counted_resize, &c};
    hm_issues issues;
    hm_issues_open(&issues, &allocator);
    add_at(&issues, "f", 1, 1, "lost");
    assert_int_equal(issues.count, 0);
    assert_true(issues.out_of_memory);
    hm_issues_close(&issues);
    assert_int_equal(c.bytes, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(issues_quote_what_would_break_the_line),
        cmocka_unit_test(issues_cut_messages_that_nobody_reads),
        cmocka_unit_test(issues_are_made_into_words_when_read),
        cmocka_unit_test(issue_codes_have_words),
        cmocka_unit_test(issues_sort_by_location_and_keep_equals_in_order),
        cmocka_unit_test(issues_of_a_kind_are_counted),
        cmocka_unit_test(issues_say_where_others_are),
        cmocka_unit_test(issues_lost_for_lack_of_memory_are_remembered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
