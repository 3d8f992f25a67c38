/* NA holds for inputs that say may_be_na; elsewhere it is as if nobody had reported, with a warning
 * at its place. Whichever way the cell came, and whether its column is used as it stands or not. */
#include "core_support.h"

#define PLAIN                                                                                      \
    "number { 'yes', may_be_na = true }, number { 'no' }, choice { 'c', options = { 'x' } }"
#define INPUTS                                                                                     \
    PLAIN ",\nrecords { 'r', 'Rows', columns = { number { 'a', may_be_na = true }, number { 'b' "  \
          "} } }"
#define WARNING(name)                                                                              \
    "input \"" name "\": NA, but it applies to every city: taken as not reported; write 0 or no "  \
    "where there is none, NR where the figure is missing"

/* What the function sees, as a number: 1 where v.NAME is nil, of the inputs yes, no and c. */
#define SEEN                                                                                       \
    "accepts_missing = true, measure = function(v)\n"                                              \
    "  return (v.yes == nil and 100 or 0) + (v.no == nil and 10 or 0) + (v.c == nil and 1 or 0)\n" \
    "end"

static hm_state status_of(const char *measure, const char *csv, size_t unit) {
    char rest[200];
    snprintf(rest, sizeof rest, "measure = %s", measure);
    scored s = score_package(open_one(INPUTS, rest), csv);
    const hm_state status = row_of(&s, unit, "I").status;
    release(&s);
    return status;
}

static void na_of_plain_numbers(void **state) {
    (void)state;
    static const char csv[] = "city,period,yes,no,c\nA,2025,NA,1,x\nB,2025,1,NA,x\nC,2025,1,1,NA\n";
    assert_int_equal(status_of("input.yes", csv, 0), HM_NOT_APPLICABLE);
    assert_int_equal(status_of("input.no", csv, 1), HM_NOT_REPORTED);
    assert_int_equal(status_of("points(eq(input.c, 'x'), 1)", csv, 2), HM_NOT_REPORTED);
    assert_int_equal(status_of("input.yes + input.no", csv, 0), HM_NOT_APPLICABLE);
    assert_int_equal(status_of("input.yes + input.no", csv, 1), HM_NOT_REPORTED);
    assert_int_equal(status_of("input.yes + input.no", csv, 2), HM_OBSERVED);
}

/* Columns in which something else does not suit are looked at cell by cell. */
static void na_beside_what_does_not_suit(void **state) {
    (void)state;
    static const char csv[] =
        "city,period,yes,no\nA,2025,NA,NA\nB,2025,text,text\nC,2025,,\nD,2025,2,3\n";
    static const hm_state yes[] = {HM_NOT_APPLICABLE, HM_INVALID, HM_NOT_REPORTED, HM_OBSERVED};
    static const hm_state no[] = {HM_NOT_REPORTED, HM_INVALID, HM_NOT_REPORTED, HM_OBSERVED};
    for (size_t unit = 0; unit < COUNT(yes); unit++) {
        assert_int_equal(status_of("input.yes", csv, unit), yes[unit]);
        assert_int_equal(status_of("input.no", csv, unit), no[unit]);
    }
}

static void na_is_warned_of_where_it_stands(void **state) {
    (void)state;
    scored s = score_package(open_one(PLAIN, SEEN),
                             "city,period,yes,no,c\nA,2025,NA,1,x\nB,2025,1,NA,NA\n");
    const hm_issues *issues = hm_scores_issues(s.scores);
    assert_int_equal(hm_issues_count(issues), 2);
    static const char *const messages[] = {WARNING("no"), WARNING("c")};
    for (size_t i = 0; i < 2; i++) {
        const hm_issue *issue = hm_issues_get(issues, i);
        assert_string_equal(message_of(issue).text, messages[i]);
        assert_int_equal(issue->severity, HM_WARNING);
        assert_string_equal(issue->file, "data.csv");
        assert_int_equal(issue->line, 3);
        assert_int_equal(issue->column, 10 + 3 * i);
    }
    assert_near(row_of(&s, 0, "I").value, 100);
    assert_near(row_of(&s, 1, "I").value, 11);
    release(&s);
}

/* --- records --- */

static const char rows[] = "city,period,a,b\nA,2025,1,1\nA,2025,NA,2\nB,2025,1,NA\nB,2025,2,2\n";

static hm_scores *score_rows(hm_package *package, hm_dataset **data) {
    hm_error error;
    hm_scores *scores = NULL;
    assert_int_equal(hm_dataset_new(data, NULL, &error), HM_OK);
    assert_int_equal(
        hm_dataset_read_records_memory(*data, "r", "rows.csv", rows, sizeof rows - 1, &error),
        HM_OK);
    assert_int_equal(hm_dataset_put(*data, "C", "2025", "r", "NA", &error), HM_OK);
    assert_int_equal(hm_dataset_put(*data, "C", "2025", "no", "na", &error), HM_OK);
    assert_int_equal(hm_dataset_finish(*data, &error), HM_OK);
    assert_int_equal(hm_score(&scores, package, *data, NULL, &error), HM_OK);
    return scores;
}

static void na_of_records_and_their_columns(void **state) {
    (void)state;
    static const struct {
        const char *measure;
        hm_state of[3];
    } cases[] = {
        {"measure = sum(input.r.a)", {HM_NOT_APPLICABLE, HM_OBSERVED, HM_NOT_REPORTED}},
        {"measure = sum(input.r.b)", {HM_OBSERVED, HM_NOT_REPORTED, HM_NOT_REPORTED}},
        {"measure = input.no", {HM_NOT_REPORTED, HM_NOT_REPORTED, HM_NOT_REPORTED}},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        hm_package *package = open_one(INPUTS, cases[i].measure);
        hm_dataset *data;
        hm_scores *scores = score_rows(package, &data);
        for (size_t unit = 0; unit < 3; unit++) {
            hm_score_row row = HM_SCORE_ROW_INIT;
            const size_t node = hm_package_find(package, "I");
            assert_int_equal(hm_scores_row(scores, unit, node, &row), HM_OK);
            assert_int_equal(row.status, cases[i].of[unit]);
        }
        hm_scores_free(scores);
        hm_dataset_free(data);
        hm_package_free(package);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(na_of_plain_numbers),
        cmocka_unit_test(na_beside_what_does_not_suit),
        cmocka_unit_test(na_is_warned_of_where_it_stands),
        cmocka_unit_test(na_of_records_and_their_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
