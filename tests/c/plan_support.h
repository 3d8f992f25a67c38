/* plan_support.h: a package, data and a plan of its own, for tests of plans. */
#ifndef HM_PLAN_SUPPORT_H
#define HM_PLAN_SUPPORT_H

#include "core_support.h"

typedef struct fixture {
    hm_package *package;
    hm_dataset *data;
    hm_plan *plan;
} fixture;

/* Of a package that was just opened, which is the fixture's from here on. */
static inline fixture fixture_of(hm_package *package, const char *csv) {
    fixture f = {.package = package, .data = read_data(csv)};
    assert_int_equal(hm_plan_new(&f.plan, f.package, NULL), HM_OK);
    return f;
}

static inline int tear_down(void **state) {
    fixture *f = *state;
    hm_plan_free(f->plan);
    hm_dataset_free(f->data);
    hm_package_free(f->package);
    return 0;
}

static inline hm_scores *score_plan(const hm_plan *plan, const hm_dataset *data) {
    hm_scores *scores = NULL;
    hm_error error;
    if (hm_score_plan(&scores, plan, data, NULL, &error) != HM_OK)
        fail_msg("%s", error.message);
    return scores;
}

static inline hm_score_row row_in(const hm_scores *scores, const fixture *f, size_t unit,
                                  const char *code) {
    hm_score_row row = HM_SCORE_ROW_INIT;
    assert_int_equal(hm_scores_row(scores, unit, hm_package_find(f->package, code), &row), HM_OK);
    return row;
}

#endif
