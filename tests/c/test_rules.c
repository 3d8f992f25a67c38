/* Tests of rules: read, joined with those of a base, checked against figures. */
#include "memory_support.h"

/* --- packages --- */

#define INPUTS                                                                                     \
    "inputs.lua",                                                                                  \
        "return { count { 'a', 'A' }, count { 'b', 'B', may_be_na = true }, count { 'w', 'W' },\n" \
        "flag { 'f', 'F' }, choice { 'c', 'C', options = { 'sea', 'river' } },\n"                  \
        "records { 'r', 'R', columns = { count { 'n', 'N' } } } }"
#define WHOLE                                                                                      \
    "package.lua",                                                                                 \
        "return package { name = 'base', version = '1', api = 1,\n"                                \
        "nodes = { {'R', 'Root'} } }",                                                             \
        "A.lua",                                                                                   \
        "return indicator { code = 'A', parent = 'R', name = 'A',\n"                               \
        "inputs = { 'a', 'w' }, measure = input.a / input.w }",                                    \
        "B.lua",                                                                                   \
        "return indicator { code = 'B', parent = 'R', name = 'B', inputs = { 'b', 'f', 'c', 'r' "  \
        "},\nmeasure = first_of(input.b, 0) + when(input.f, 1, 0) + when(eq(input.c, 'sea'), 1, "  \
        "0)\n+ sum(input.r.n) }",                                                                  \
        INPUTS

/* The ids of the rules of a package, each with a blank behind it. */
static const char *ids_of(const hm_package *package, char out[200]) {
    size_t at = 0;
    out[0] = '\0';
    for (size_t i = 0; i < hm_package_rule_count(package); i++) {
        hm_rule_info info = HM_RULE_INFO_INIT;
        assert_int_equal(hm_package_rule(package, i, &info), HM_OK);
        assert_int_equal(hm_package_find_rule(package, info.id), i);
        at += (size_t)snprintf(out + at, 200 - at, "%s ", info.id);
    }
    return out;
}

static void rules_say_what_they_are(void **state) {
    (void)state;
    static const known packages[] = {
        {"base",
         {WHOLE, "rules.lua",
          "return {\n"
          "rule { 'parts', input.a + input.b, '<=', input.w, about = 'Parts' },\n"
          "rule { 'jump', input.a / previous(input.a), '<=', 2, severity = 'error',\n"
          "missing = 'count', tolerance = 0.5 },\n"
          "rule { 'yes', input.f, '==', true } }",
          NULL}},
        {NULL, {NULL}}};
    hm_package *package = open_fine(packages, "base");
    hm_rule_info info = HM_RULE_INFO_INIT;
    char ids[200];
    assert_string_equal(ids_of(package, ids), "parts jump yes ");
    assert_int_equal(hm_package_rule(package, 0, &info), HM_OK);
    assert_string_equal(info.about, "Parts");
    assert_string_equal(info.left, "a + b");
    assert_string_equal(info.comparison, "<=");
    assert_string_equal(info.right, "w");
    assert_false(info.is_error || info.counts_missing);
    assert_int_equal(hm_package_rule(package, 1, &info), HM_OK);
    assert_string_equal(info.left, "a / previous(a)");
    assert_string_equal(info.right, "2");
    assert_true(info.is_error && info.counts_missing);
    assert_near(info.tolerance, 0.5);
    assert_int_equal(hm_package_rule(package, 3, &info), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_package_find_rule(package, "part"), SIZE_MAX);
    hm_package_free(package);
}

#define THREE                                                                                      \
    "rules.lua",                                                                                   \
        "return { rule { 'x', input.a, '<=', input.w }, rule { 'y', input.b, '<=', input.w },\n"   \
        "rule { 'z', input.f, 'implies', gt(input.a, 0) } }"

static void rules_of_layers(void **state) {
    (void)state;
    static const struct {
        known over;
        const char *ids;
    } examples[] = {
        {{"over", {EXTENDING(""), NULL}}, "x y z "},
        {{"over", {EXTENDING("drop_rules = { 'y' }"), NULL}}, "x z "},
        {{"over", {EXTENDING(""), "rules.lua", "return { rule { 'n', input.a, '>', 0 } }", NULL}},
         "x y z n "},
        /* one that is replaced has its successor in its place; one that was dropped is free */
        {{"over",
          {EXTENDING("drop_rules = { 'x' }"), "rules.lua",
           "return { rule { 'y', input.b, '<', 9, replaces = true }, rule { 'x', input.a, '<', 9 "
           "} }",
           NULL}},
         "y z x "},
        /* rules go with the indicators that they look at; A reads a and w */
        {{"over", {EXTENDING("drop = { 'A' }"), NULL}}, ""},
        {{"over", {EXTENDING("drop = { 'B' }"), NULL}}, "x "},
        /* and inputs of no indicator at all are the rule's own */
        {{"over",
          {EXTENDING("drop = { 'B' }"), "inputs.lua", "return { count { 'total', 'Total' } }",
           "rules.lua", "return { rule { 't', input.a, '<=', input.total } }", NULL}},
         "x t "},
    };
    for (size_t i = 0; i < COUNT(examples); i++) {
        const known packages[] = {{"base", {WHOLE, THREE, NULL}}, examples[i].over, {NULL, {NULL}}};
        hm_package *package = open_fine(packages, "over");
        char ids[200];
        if (strcmp(ids_of(package, ids), examples[i].ids) != 0)
            fail_msg("example %zu: %s", i, ids);
        hm_package_free(package);
    }
}

static void rules_of_layers_contradict(void **state) {
    (void)state;
    static const struct {
        known over;
        const char *issues;
    } examples[] = {
        {{"over", {EXTENDING("drop_rules = { 'x', 'yy' }"), NULL}},
         "over/package.lua:2: drop_rules: no rule \"yy\" in the package: did you mean \"y\"?\n"},
        {{"over", {EXTENDING(""), "rules.lua", "return {\nrule { 'x', input.a, '<', 9 } }", NULL}},
         "over/rules.lua:2: the base has rule \"x\" already, at base/rules.lua:1: say replaces = "
         "true\n"},
        {{"over",
          {EXTENDING(""), "rules.lua",
           "return { rule { 'n', input.a, '<', 9 },\nrule { 'n', input.a, '<', 8 } }", NULL}},
         "over/rules.lua:2: rule \"n\" is there already, at over/rules.lua:1\n"},
        {{"over",
          {EXTENDING(""), "rules.lua",
           "return { rule { 'xx', input.a, '<', 9,\nreplaces = true } }", NULL}},
         "over/rules.lua:2: rule \"xx\" says replaces = true, but the base has none of this id: "
         "did you mean \"x\"?\n"},
    };
    for (size_t i = 0; i < COUNT(examples); i++) {
        const known packages[] = {{"base", {WHOLE, THREE, NULL}}, examples[i].over, {NULL, {NULL}}};
        assert_refused(packages, "over", examples[i].issues);
    }
}

static void rules_are_wrong(void **state) {
    (void)state;
    static const struct {
        const char *rules, *issue; /* behind the name of the file */
    } examples[] = {
        {"return nil", "1: returns nothing, expected a list of rules: return { rule { ... } }"},
        {"return { x = 1 }", "1: unknown field \"x\" (there are: )"},
        {"return {\n{ 'x', input.a, '<=', 1 } }",
         "2: rule: expected rule { \"id\", left, \"<=\", right }, found a table"},
        {"return { rule { 'x', input.a, '<=' } }",
         "1: rule \"x\": expected rule { \"id\", left, \"<=\", right }: four elements"},
        {"return { rule { '', input.a, '<=', 1 } }", "1: rule: its id is empty"},
        {"return { rule { 1, input.a, '<=', 1 } }", "1: rule: element 1 must be its id, a text"},
        {"return { rule { 'x', input.a,\n'=<', 1 } }",
         "2: rule \"x\": no comparison \"=<\": there are <, <=, ==, >=, >, !=, implies, excludes"},
        {"return { rule { 'x',\n'a', '<=', 1 } }",
         "2: rule \"x\": element 2 is a string, expected an expression over input.NAME, a finite "
         "number, true or false"},
        {"return { rule { 'x', input.a, '<=', 1/0 } }",
         "1: rule \"x\": element 4 is a number, expected an expression over input.NAME, a finite "
         "number, true or false"},
        {"return { rule { 'x', input.a, '<=', 1, severity = 'fatal' } }",
         "1: rule \"x\": severity is \"fatal\", expected \"warning\" or \"error\""},
        {"return { rule { 'x', input.a, '<=', 1, missing = 'zero' } }",
         "1: rule \"x\": missing is \"zero\", expected \"skip\" or \"count\""},
        {"return { rule { 'x', input.a, '<=', 1, tolerance = -1 } }",
         "1: rule \"x\": tolerance must be at least 0"},
        {"return { rule { 'x', input.a, '<=', 1, severty = 'error' } }",
         "1: rule \"x\": unknown field \"severty\": did you mean \"severity\"?"},
        {"return { rule { 'x', input.a, '<=', 1, tests = { { a = 1, status = 'fine' } } } }",
         "1: rule \"x\": test 1: status is \"fine\", expected holds, broken or skipped"},
        {"return { rule { 'x', input.a, '<=', 1, tests = { { a = 1, score = 1 } } } }",
         "1: rule \"x\": test 1: a rule has no score: its test states a status"},
        {"return { rule { 'x', 2, '<=', 1 } }",
         "1: rule \"x\": looks at no figure: neither side has an input.NAME"},
        {"return { rule { 'x', input.a + input.aa, '<=', 1 } }",
         "1: rule \"x\": no input \"aa\": did you mean \"a\"?"},
        {"return { rule { 'x', input.f,\n'<=', 1 } }",
         "2: rule \"x\": \"<=\" takes a number on both sides, found yes or no and a number"},
        {"return { rule { 'x', input.a, 'implies', input.f } }",
         "1: rule \"x\": \"implies\" takes yes or no on both sides, found a number and yes or no"},
        {"return { rule { 'x', input.a, '==', input.f } }",
         "1: rule \"x\": \"==\" takes the same on both sides, found a number and yes or no"},
        {"return { rule { 'x', input.c, '==', input.c } }",
         "1: rule \"x\": the left side yields text, expected a number"},
        {"return { rule { 'x', 1, '<=', input.r.n } }",
         "1: rule \"x\": the right side yields a value a row of records: fold it with sum, mean or "
         "count_rows"},
        {"return { rule { 'x', eq(input.c, 'see'), 'implies', input.f } }",
         "1: rule \"x\": \"see\" is no option of \"c\": sea, river: did you mean \"sea\"?"},
        {"return { rule { 'x', input.a, '<=', 1,\ntests = { { w = 1, status = 'holds' } } } }",
         "2: rule \"x\": test 1 gives \"w\", which the rule does not read"},
        {"return { rule { 'x', input.a, '<=', 1, tests = { { a = 1, previous = { a = 2 },\n"
         "r = { { n = 1 } }, status = 'holds' } } } }",
         "2: rule \"x\": test 1 gives \"r\", which the rule does not read"},
    };
    for (size_t i = 0; i < COUNT(examples); i++) {
        const known packages[] = {{"base", {WHOLE, "rules.lua", examples[i].rules, NULL}},
                                  {NULL, {NULL}}};
        char expected[500];
        snprintf(expected, sizeof expected, "base/rules.lua:%s\n", examples[i].issue);
        assert_refused(packages, "base", expected);
    }
}

/* --- figures --- */

/* All that a run has to say, a line each. */
static void assert_issues(const hm_issues *issues, const char *expected) {
    char found[4096] = "";
    size_t at = 0;
    for (size_t i = 0; i < hm_issues_count(issues); i++) {
        const hm_issue *issue = hm_issues_get(issues, i);
        at += (size_t)snprintf(found + at, sizeof found - at, "%s:%u:%u %s %s %s %s %s\n",
                               issue->file, issue->line, issue->column,
                               hm_severity_name(issue->severity), issue->code, issue->rule,
                               issue->input, message_of(issue).text);
    }
    assert_string_equal(found, expected);
}

static hm_package *package_of(const char *rules) {
    const known packages[] = {{"base", {WHOLE, "rules.lua", rules, NULL}}, {NULL, {NULL}}};
    return open_fine(packages, "base");
}

static hm_rule_status status_of(const scored *s, size_t unit, size_t rule) {
    hm_rule_status status;
    assert_int_equal(hm_scores_rule(s->scores, unit, rule, &status), HM_OK);
    return status;
}

static void rules_are_held_against_figures(void **state) {
    (void)state;
    scored s = score_package(
        package_of("return {\n"
                   "rule { 'parts', input.a + input.b, '<=', input.w, about = 'parts of w' },\n"
                   "rule { 'jump', input.w / previous(input.w), '<=', 2, severity = 'error' },\n"
                   "rule { 'flag', gt(input.a, 3), 'implies', input.f } }"),
        "city,period,a,b,w,f\nX,2024,1,2,3,no\nX,2025,4,3,7,no\nY,2025,4,NR,1,yes\nZ,2025,1,NA,1,"
        "no\n");
    assert_issues(hm_scores_issues(s.scores),
                  "data.csv:3:8 warning rule_broken flag a rule \"flag\": a > 3 (a = 4) must go "
                  "with f (f = no)\n"
                  "data.csv:3:12 rejected rule_broken jump w rule \"jump\": w / previous(w) = "
                  "2.3333333333333335 (w = 7, previous(w) = 3) must be at most 2\n");
    /* 4 + 3 is 7: the parts hold; where b is missing, or does not apply, nobody knows */
    assert_int_equal(status_of(&s, 0, 0), HM_RULE_HOLDS);
    assert_int_equal(status_of(&s, 1, 0), HM_RULE_HOLDS);
    assert_int_equal(status_of(&s, 2, 0), HM_RULE_SKIPPED);
    assert_int_equal(status_of(&s, 3, 0), HM_RULE_SKIPPED);
    assert_int_equal(status_of(&s, 0, 1), HM_RULE_SKIPPED);
    assert_int_equal(status_of(&s, 1, 1), HM_RULE_BROKEN);
    assert_int_equal(status_of(&s, 1, 2), HM_RULE_BROKEN);
    hm_rule_status status;
    assert_int_equal(hm_scores_rule(s.scores, 4, 0, &status), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_scores_rule(s.scores, 0, 3, &status), HM_ERROR_ARGUMENT);
    release(&s);
}

static void rules_may_count_what_is_missing(void **state) {
    (void)state;
    scored s = score_package(
        package_of("return {\n"
                   "rule { 'given', input.a + input.b, '<=', input.w, missing = 'count' },\n"
                   "rule { 'both', reported(input.a), '==', reported(input.w) } }"),
        "city,period,a,b,w\nX,2025,1,NR,3\nY,2025,1,NA,3\nZ,2025,NR,2,1\n");
    assert_issues(hm_scores_issues(s.scores),
                  "data.csv:2:8 warning rule_broken given a rule \"given\": a + b (a = 1, b not "
                  "reported) must be at most w = 3\n"
                  "data.csv:4:11 warning rule_broken given a rule \"given\": a + b (a not "
                  "reported, b = 2) must be at most w = 1\n"
                  "data.csv:4:13 warning rule_broken both a rule \"both\": reported(a) (a not "
                  "reported) must be equal to reported(w) (w = 1)\n");
    assert_int_equal(status_of(&s, 0, 0), HM_RULE_BROKEN);
    assert_int_equal(status_of(&s, 1, 0), HM_RULE_SKIPPED);
    release(&s);
}

/* Scores are those of the package without rules, byte for byte. */
static void rules_change_no_score(void **state) {
    (void)state;
    static const char csv[] = "city,period,a,b,w,f,c\nX,2025,9,2,3,no,sea\nY,2025,1,2,NR,yes,sea\n";
    scored with = score_package(
        package_of("return { rule { 'w', input.a, '<=', input.w, severity = 'error' } }"), csv);
    scored without = score_package(package_of("return {}"), csv);
    const hm_write_options options = HM_WRITE_OPTIONS_INIT;
    char *a = write_text(with.scores, options), *b = write_text(without.scores, options);
    assert_string_equal(a, b);
    assert_int_equal(hm_issues_count_of(hm_scores_issues(with.scores), HM_REJECTED), 1);
    free(a);
    free(b);
    release(&with);
    release(&without);
}

/* Choices and records, and figures that stand in no file. */
static void rules_over_all_kinds(void **state) {
    (void)state;
    hm_dataset *data = NULL;
    hm_error error;
    assert_int_equal(hm_dataset_new(&data, NULL, &error), HM_OK);
    assert_int_equal(hm_dataset_put(data, "X", "2025", "a", "5", &error), HM_OK);
    assert_int_equal(hm_dataset_put(data, "X", "2025", "c", "sea", &error), HM_OK);
    const char *const columns[] = {"n"}, *const texts[] = {"4"};
    assert_int_equal(hm_dataset_put_record(data, "r", "X", "2025", 1, columns, texts, &error),
                     HM_OK);
    assert_int_equal(hm_dataset_put_record(data, "r", "X", "2025", 1, columns, texts, &error),
                     HM_OK);
    assert_int_equal(hm_dataset_finish(data, &error), HM_OK);
    hm_package *package =
        package_of("return { rule { 'sum', sum(input.r.n), '<=', input.a },\n"
                   "rule { 'sea', eq(input.c, 'sea'), 'excludes', gt(input.a, 3) } }");
    hm_scores *scores = score_with(package, data, NULL);
    assert_issues(hm_scores_issues(scores),
                  ":0:0 warning rule_broken sum r X, 2025: rule \"sum\": sum(r.n) = 8 must be at "
                  "most a = 5\n"
                  ":0:0 warning rule_broken sea c X, 2025: rule \"sea\": c == \"sea\" (c = sea) "
                  "must go without a > 3 (a = 5)\n");
    hm_scores_free(scores);
    hm_dataset_free(data);
    hm_package_free(package);
}

/* --- many units --- */

enum { MANY = 20000 };

/* Every seventh city breaks it: cities i with a = i % 7 where 0 is too little. */
static hm_dataset *many_units(void) {
    const size_t room = (size_t)MANY * 32 + 64;
    char *csv = malloc(room);
    size_t at = (size_t)snprintf(csv, room, "city,period,a,w\n");
    for (int i = 0; i < MANY; i++)
        at += (size_t)snprintf(csv + at, room - at, "C%d,2025,%d,10\n", i, i % 7);
    hm_dataset *data = read_data(csv);
    free(csv);
    return data;
}

static void rules_of_many_units(void **state) {
    (void)state;
    hm_package *package = package_of("return { rule { 'some', input.a, '>', 0 },\n"
                                     "rule { 'none', input.a, '<', input.w } }");
    hm_dataset *data = many_units();
    for (size_t jobs = 1; jobs <= 3; jobs++) {
        hm_score_options options = HM_SCORE_OPTIONS_INIT;
        options.jobs = jobs;
        hm_scores *scores = score_with(package, data, &options);
        const hm_issues *issues = hm_scores_issues(scores);
        /* cities 0, 7, ..., 19999: 2858 of them, of which a hundred are told one by one */
        assert_int_equal(hm_issues_count_of(issues, HM_WARNING), 2858);
        assert_int_equal(hm_issues_count(issues), 101);
        assert_int_equal(hm_issues_get(issues, 1)->line, 9);
        assert_string_equal(hm_issues_get(issues, 1)->city, "C7");
        assert_int_equal(hm_issues_get(issues, 100)->count, 2758);
        assert_string_equal(hm_issues_get(issues, 100)->rule, "some");
        assert_string_equal(
            message_of(hm_issues_get(issues, 100)).text,
            "rule \"some\": 2758 more like these, on lines 702, 709, 716, 723, 730, "
            "737 and others up to 20001");
        hm_scores_free(scores);
    }
    hm_cancel *cancel = NULL;
    hm_error error;
    assert_int_equal(hm_cancel_new(&cancel, NULL, &error), HM_OK);
    hm_cancel_request(cancel);
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    options.cancel = cancel;
    hm_scores *scores = NULL;
    assert_int_equal(hm_score(&scores, package, data, &options, &error), HM_ERROR_CANCELLED);
    hm_cancel_free(cancel);
    hm_dataset_free(data);
    hm_package_free(package);
}

/* --- sessions --- */

static void rules_of_a_session(void **state) {
    (void)state;
    hm_package *package = package_of("return { rule { 'parts', input.a, '<=', input.w },\n"
                                     "rule { 'jump', input.a / previous(input.a), '<', 2 } }");
    hm_dataset *data = read_data("city,period,a,w\nX,2024,2,9\nX,2025,3,9\n");
    hm_session *session = NULL;
    hm_issues *issues = NULL;
    hm_error error;
    assert_int_equal(hm_session_open(&session, package, data, 1, NULL, &error), HM_OK);
    assert_int_equal(hm_session_issues(session, &issues, &error), HM_OK);
    assert_int_equal(hm_issues_count(issues), 0);
    hm_issues_free(issues);
    assert_int_equal(hm_session_set_number(session, "a", 10, &error), HM_OK);
    assert_int_equal(hm_session_issues(session, &issues, &error), HM_OK);
    assert_issues(issues, "data.csv:3:8 warning rule_broken parts a rule \"parts\": a = 10 must be "
                          "at most w = 9\n"
                          "data.csv:3:8 warning rule_broken jump a rule \"jump\": a / previous(a) "
                          "= 5 (a = 10, previous(a) = 2) must be less than 2\n");
    hm_issues_free(issues);
    assert_int_equal(hm_session_issues(NULL, &issues, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_session_issues(session, NULL, &error), HM_ERROR_ARGUMENT);
    hm_session_free(session);
    hm_dataset_free(data);
    hm_package_free(package);
}

/* --- memory --- */

static const known small[] = {
    {"base",
     {"package.lua",
      "return package { name = 'base', version = '1', api = 1, nodes = { {'R', 'Root'} } }",
      "A.lua",
      "return indicator { code = 'A', parent = 'R', name = 'A', inputs = { number { 'a', 'A' } },\n"
      "measure = input.a }",
      "rules.lua",
      "return { rule { 'x', input.a, '<', 1, tests = { { a = 0, status = 'holds' } } } }", NULL}},
    {NULL, {NULL}}};

static hm_code score_small(const hm_allocator *allocator, hm_error *error) {
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    options.resolver = resolve;
    options.resolver_context = (void *)(uintptr_t)small;
    options.allocator = allocator;
    hm_score_options scoring = HM_SCORE_OPTIONS_INIT;
    scoring.allocator = allocator;
    scoring.jobs = 1;
    hm_package *package = NULL;
    hm_scores *scores = NULL;
    hm_code code = hm_package_open(&package, "base", &options, NULL, error);
    if (code == HM_OK) {
        hm_dataset *data = read_data("city,period,a\nX,2025,2\nY,2025,3\n");
        code = hm_score(&scores, package, data, &scoring, error);
        if (code == HM_OK)
            assert_int_equal(hm_issues_count(hm_scores_issues(scores)), 2);
        hm_scores_free(scores);
        hm_dataset_free(data);
    }
    hm_package_free(package);
    return code;
}

static void rules_run_out_of_memory(void **state) {
    (void)state;
    refuse_each(score_small, HM_OK, false);
    refuse_each(score_small, HM_OK, true);
}

int main(void) {
    const struct CMUnitTest all[] = {
        cmocka_unit_test(rules_say_what_they_are),
        cmocka_unit_test(rules_of_layers),
        cmocka_unit_test(rules_of_layers_contradict),
        cmocka_unit_test(rules_are_wrong),
        cmocka_unit_test(rules_are_held_against_figures),
        cmocka_unit_test(rules_may_count_what_is_missing),
        cmocka_unit_test(rules_change_no_score),
        cmocka_unit_test(rules_over_all_kinds),
        cmocka_unit_test(rules_of_many_units),
        cmocka_unit_test(rules_of_a_session),
        cmocka_unit_test(rules_run_out_of_memory),
    };
    return cmocka_run_group_tests(all, NULL, NULL);
}
