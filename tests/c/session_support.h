/* session_support.h: a package with every kind of input, two cities, and a session on the second of
 * them, whose marks are worked out by hand. */
#ifndef HM_SESSION_SUPPORT_H
#define HM_SESSION_SUPPORT_H

#include "embed_support.h"

#include <math.h>

static const char manifest[] =
    "return package { name = \"p\", version = \"1\", api = 1,\n"
    "  nodes = { { \"R\", \"Root\" }, { \"G\", \"Group\", parent = \"R\" } },\n"
    "  weights = { E1 = 3 } }\n";
static const char inputs[] =
    "return { count { \"n\", \"Count\", max = 1000, may_be_na = true }, amount { \"m\", \"Amount\" "
    "},\n"
    "  number { \"x\", \"Number\", warn_min = -1000 }, flag { \"f\", \"Flag\" }, grade { \"g\", "
    "\"Grade\" },\n"
    "  choice { \"c\", \"Choice\", options = { \"low\", \"high\", \"7\" } },\n"
    "  records { \"r\", \"Records\", columns = { amount { \"size\", \"Size\" } } } }\n";
static const char e1[] =
    "return indicator { code = \"E1\", parent = \"R\", name = \"Expression\",\n"
    "  inputs = { \"n\", \"m\", \"f\" },\n"
    "  measure = percent(input.n, input.m) + points(input.f, 10) }\n";
static const char e2[] = "return indicator { code = \"E2\", parent = \"G\", name = \"Choice\",\n"
                         "  inputs = { \"c\", \"g\" },\n"
                         "  measure = when(eq(input.c, \"high\"), 100 * input.g,\n"
                         "                 when(eq(input.c, \"7\"), 7, 1)) }\n";
static const char e3[] = "return indicator { code = \"E3\", parent = \"G\", name = \"Records\",\n"
                         "  inputs = { \"r\", \"x\" },\n"
                         "  measure = sum(input.r.size) + first_of(input.x, 0) }\n";
static const char f1[] =
    "return indicator { code = \"F1\", parent = \"G\", name = \"Function\",\n"
    "  inputs = { \"n\", \"x\", \"f\", \"c\" }, accepts_missing = true,\n"
    "  measure = function(v)\n"
    "    if v.x and v.x < 0 then return nil, \"below zero\" end\n"
    "    if v.x and v.x > 900 then error(\"too much\") end\n"
    "    return (v.n or 5) + (v.f and 20 or 0) + (v.c == \"high\" and 30 or 0)\n"
    "  end }\n";

static const hm_package_file files[] = {FILE_OF("package.lua", manifest),
                                        FILE_OF("inputs.lua", inputs),
                                        FILE_OF("e1.lua", e1),
                                        FILE_OF("e2.lua", e2),
                                        FILE_OF("e3.lua", e3),
                                        FILE_OF("f1.lua", f1)};

static inline hm_package *open_package(void) {
    return open_files("p", files, COUNT_OF(files), NULL);
}

static const char records_csv[] = "city,period,size\nBrio,2025,10\nBrio,2025,15.5\nAlba,2025,99\n";

/* Alba, which nobody looks at, and Brio: the sessions' unit 1. */
static const char observed_csv[] = "city,period,n,m,x,f,g,c\n"
                                   "Alba,2025,1,2,3,yes,0.5,low\n"
                                   "Brio,2025,40,80,2.5,no,0.25,high\n";

static inline hm_dataset *open_data(void) {
    hm_dataset *data = NULL;
    hm_error error;
    if (hm_dataset_new(&data, NULL, &error) != HM_OK ||
        hm_dataset_read_memory(data, "o.csv", observed_csv, sizeof observed_csv - 1, &error) ||
        hm_dataset_read_records_memory(data, "r", "r.csv", records_csv, sizeof records_csv - 1,
                                       &error) ||
        hm_dataset_finish(data, &error))
        fail_msg("%s", error.message);
    return data;
}

static inline hm_session *open_session(const hm_package *package, const hm_dataset *data,
                                       size_t unit) {
    hm_session *session = NULL;
    hm_error error;
    if (hm_session_open(&session, package, data, unit, NULL, &error) != HM_OK)
        fail_msg("%s", error.message);
    return session;
}

static inline hm_score_row row_in(const hm_session *session, size_t node) {
    hm_score_row row = HM_SCORE_ROW_INIT;
    assert_int_equal(hm_session_row(session, node, &row), HM_OK);
    return row;
}

static inline double value_in(const hm_session *session, const hm_package *package,
                              const char *code) {
    const hm_score_row row = row_in(session, node_of(package, code));
    assert_int_equal(row.status, HM_OBSERVED);
    return row.value;
}

struct fixture {
    hm_package *package;
    hm_dataset *data;
    hm_session *session;
};

static inline int set_up(void **state) {
    static struct fixture fixture;
    fixture.package = open_package();
    fixture.data = open_data();
    fixture.session = open_session(fixture.package, fixture.data, 1);
    *state = &fixture;
    return 0;
}

static inline int tear_down(void **state) {
    struct fixture *fixture = *state;
    hm_session_free(fixture->session);
    hm_dataset_free(fixture->data);
    hm_package_free(fixture->package);
    return 0;
}

static inline void set(struct fixture *f, const char *input, const char *text) {
    hm_error error;
    if (hm_session_set(f->session, input, text, &error) != HM_OK)
        fail_msg("%s = %s: %s", input, text, error.message);
    if (hm_session_score(f->session, &error) != HM_OK)
        fail_msg("%s", error.message);
}

/* E1 = 100 * 40 / 80 + 0; E2 = 100 * 0.25; E3 = 10 + 15.5 + 2.5; F1 = 40 + 0 + 30 */
static inline void assert_as_given(const struct fixture *f) {
    assert_true(value_in(f->session, f->package, "E1") == 50);
    assert_true(value_in(f->session, f->package, "E2") == 25);
    assert_true(value_in(f->session, f->package, "E3") == 28);
    assert_true(value_in(f->session, f->package, "F1") == 70);
    /* G = (25 + 28 + 70) / 3 = 41; R = (3 * 50 + 41) / 4 */
    assert_true(fabs(row_in(f->session, 0).score - 47.75) < 1e-12);
    assert_int_equal(row_in(f->session, 0).rank, 0);
}

#define WITH_SESSION(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

#endif
