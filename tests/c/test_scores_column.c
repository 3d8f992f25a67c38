/* test_scores_column.c: figures of a node for many units, against those of each row. */
#include "core_support.h"

#define MEASURE(code, parent)                                                                      \
    "return indicator { code = '" code "', parent = '" parent "', name = '" code                   \
    "', inputs = { number { '" code "', may_be_na = true } }, measure = input." code " }"

/* R has G (weight 1: a of weight 1, b of weight 3) and c of weight 2. */
static hm_package *open_weighted(const char *policy) {
    static char manifest[1024];
    sources s = {.count = 0};
    (void)snprintf(manifest, sizeof manifest,
                   "return package { name = 'p', version = '1', api = 1, policy = { %s },\n"
                   "weights = { c = 2, b = 3 },\n"
                   "nodes = { {'R', 'Root'}, {'G', 'Group', parent = 'R'} } }",
                   policy);
    add_source(&s, "package.lua", manifest);
    add_source(&s, "a.lua", MEASURE("a", "G"));
    add_source(&s, "b.lua", MEASURE("b", "G"));
    add_source(&s, "c.lua", MEASURE("c", "R"));
    return open_sources(&s, NULL);
}

enum { UNITS = 11 };

/* More units than bits of a byte; of each figure some are missing, none, or not applicable. */
static const char data[] = "city,period,a,b,c\n"
                           "P,2025,80,40,65\nQ,2025,120,NA,65\nR,2025,,40,65\nS,2025,80,,\n"
                           "T,2025,,,\nU,2025,NA,NA,NA\nV,2025,x,40,65\nW,2025,-5,40,65\n"
                           "X,2025,80,40,65\nY,2025,10,20,30\nZ,2025,,,65\n";

typedef struct taken {
    double numbers[UNITS];
    uint8_t states[UNITS], provenance[UNITS], validity[(UNITS + 7) / 8];
} taken;

static void take(const scored *s, size_t node, hm_score_figure which, size_t first, size_t count,
                 taken *out) {
    hm_column_view view = HM_COLUMN_VIEW_INIT;
    memset(out, 0xA5, sizeof *out);
    view.first = first;
    view.count = count;
    view.numbers = out->numbers;
    view.states = out->states;
    view.validity = out->validity;
    view.provenance = out->provenance;
    assert_int_equal(hm_scores_column(s->scores, node, which, &view), HM_OK);
}

/* R = (G + 2 c) / 3, G = (a + 3 b) / 4. */
static void column_by_hand(void **state) {
    (void)state;
    scored s = score_package(open_weighted(""), data);
    const size_t root = hm_package_find(s.package, "R"), b = hm_package_find(s.package, "b");
    taken t;
    take(&s, root, HM_FIGURE_SCORE, 0, UNITS, &t);
    assert_near(t.numbers[0], 60);        /* (50 + 130) / 3 */
    assert_near(t.numbers[1], 230.0 / 3); /* a is capped at 100 */
    assert_int_equal(t.states[3], HM_INSUFFICIENT);
    assert_int_equal(t.states[4], HM_INSUFFICIENT);
    assert_int_equal(t.states[5], HM_NOT_APPLICABLE);
    assert_int_equal(t.numbers[5] != 0, 0);
    assert_int_equal(t.validity[0], 0xC7);        /* P Q R, not S T U, V W */
    assert_int_equal(t.validity[1], 0xA0 | 0x07); /* X Y Z; the rest is as it was */
    take(&s, b, HM_FIGURE_CONTRIBUTION, 0, UNITS, &t);
    assert_near(t.numbers[0], 10); /* 40 * 3/4 * 1/3 */
    assert_int_equal(t.states[1], HM_NOT_APPLICABLE);
    take(&s, b, HM_FIGURE_WEIGHT, 0, UNITS, &t);
    for (size_t i = 0; i < UNITS; i++)
        assert_near(t.numbers[i], 0.75);
    take(&s, hm_package_find(s.package, "a"), HM_FIGURE_VALUE, 1, 1, &t);
    assert_near(t.numbers[0], 120);
    assert_int_equal(t.provenance[0], HM_FLAG_CAPPED);
    assert_int_equal(t.states[1], 0xA5); /* one was asked for */
    release(&s);
}

static bool has(const hm_score_row *row, hm_score_figure which) {
    switch (which) {
    case HM_FIGURE_VALUE:
        return row->has_value;
    case HM_FIGURE_SCORE:
        return row->has_score;
    case HM_FIGURE_CONTRIBUTION:
        return row->has_contribution;
    case HM_FIGURE_RANK:
        return row->rank > 0;
    default:
        return true;
    }
}

static double figure(const hm_score_row *row, double weight, hm_score_figure which) {
    const double figures[] = {
        0,        row->value, row->score, weight, row->contribution, row->coverage, row->applicable,
        row->rank};
    return has(row, which) ? figures[which] : 0;
}

static void column_as_rows(void **state) {
    (void)state;
    static const char *const policies[] = {"", "min_coverage = 0", "aggregate = 'geometric'",
                                           "rounding = 1"};
    for (size_t p = 0; p < COUNT(policies); p++) {
        scored s = score_package(open_weighted(policies[p]), data);
        for (size_t node = 0; node < 5; node++) {
            hm_node_info about = HM_NODE_INFO_INIT;
            assert_int_equal(hm_package_node(s.package, node, &about), HM_OK);
            for (hm_score_figure which = HM_FIGURE_VALUE; which <= HM_FIGURE_RANK; which++) {
                taken t;
                take(&s, node, which, 0, UNITS, &t);
                for (size_t unit = 0; unit < UNITS; unit++) {
                    hm_score_row row = HM_SCORE_ROW_INIT;
                    assert_int_equal(hm_scores_row(s.scores, unit, node, &row), HM_OK);
                    const bool there = has(&row, which);
                    const hm_state why = row.status != HM_OBSERVED ? row.status : HM_NOT_APPLICABLE;
                    assert_true(t.numbers[unit] == figure(&row, about.share, which));
                    assert_int_equal(t.states[unit], there ? HM_OBSERVED : why);
                    assert_int_equal(t.validity[unit / 8] >> unit % 8 & 1, there);
                    assert_int_equal(t.provenance[unit], row.flags);
                }
            }
        }
        release(&s);
    }
}

static void column_arguments(void **state) {
    (void)state;
    scored s = score_package(open_weighted(""), data);
    hm_column_view view = HM_COLUMN_VIEW_INIT;
    assert_int_equal(hm_scores_column(NULL, 0, HM_FIGURE_SCORE, &view), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_scores_column(s.scores, 0, HM_FIGURE_SCORE, NULL), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_scores_column(s.scores, 5, HM_FIGURE_SCORE, &view), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_scores_column(s.scores, 0, (hm_score_figure)0, &view), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_scores_column(s.scores, 0, (hm_score_figure)8, &view), HM_ERROR_ARGUMENT);
    view.count = UNITS; /* into nothing, which is fine */
    assert_int_equal(hm_scores_column(s.scores, 0, HM_FIGURE_SCORE, &view), HM_OK);
    view.first = 1;
    assert_int_equal(hm_scores_column(s.scores, 0, HM_FIGURE_SCORE, &view), HM_ERROR_ARGUMENT);
    view.first = SIZE_MAX;
    assert_int_equal(hm_scores_column(s.scores, 0, HM_FIGURE_SCORE, &view), HM_ERROR_ARGUMENT);
    view = (hm_column_view){0};
    assert_int_equal(hm_scores_column(s.scores, 0, HM_FIGURE_SCORE, &view), HM_ERROR_ARGUMENT);
    release(&s);
}

static void column_cancelled(void **state) {
    (void)state;
    scored s = score_package(open_weighted(""), data);
    hm_column_view view = HM_COLUMN_VIEW_INIT;
    hm_cancel *cancel;
    hm_error error;
    assert_int_equal(hm_cancel_new(&cancel, NULL, &error), HM_OK);
    view.count = UNITS;
    view.cancel = cancel;
    assert_int_equal(hm_scores_column(s.scores, 0, HM_FIGURE_SCORE, &view), HM_OK);
    hm_cancel_request(cancel);
    assert_int_equal(hm_scores_column(s.scores, 0, HM_FIGURE_SCORE, &view), HM_ERROR_CANCELLED);
    hm_cancel_free(cancel);
    release(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(column_by_hand),
        cmocka_unit_test(column_as_rows),
        cmocka_unit_test(column_arguments),
        cmocka_unit_test(column_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
