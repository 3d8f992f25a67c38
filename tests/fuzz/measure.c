#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "measure.h"

#include "base/buffer.h"
#include "package/package.h"

enum { MANY_UNITS = 4200, FEW_UNITS = 9 };

static const char manifest[] = "return package { name = 'small', version = '1', api = 1,\n"
                               "    nodes = { { 'index', 'Index' } } }\n";

static const char inputs[] =
    "return { count { 'a', may_be_na = true }, amount { 'b', unit = 'km' },\n"
    "    number { 'n', may_be_na = true }, flag { 'f' },\n"
    "    flag { 'g' }, grade { 'q', may_be_na = true },\n"
    "    choice { 'c', options = { 'low', 'high' }, may_be_na = true },\n"
    "    records { 'r', 'Rows', columns = { number { 'x', may_be_na = true }, count { 'y' }, flag "
    "{ 'ok' },\n"
    "        text { 't' }, choice { 'c', options = { 'low', 'high' } },\n"
    "        datetime { 'at' }, datetime { 'till' }, duration { 'd' } } } }\n";

static const char before[] = "return indicator { code = 'I', parent = 'index', name = 'I',\n"
                             "    inputs = { 'a', 'b', 'n', 'f', 'g', 'q', 'c' },\n"
                             "    accepts_missing = true,\n"
                             "    measure = ";
static const char after[] = "\n}\n";
static const char library[] = "return { half = function(x) return x / 2 end, limit = 40 }\n";

static const char figures[] = "city,period,a,b,n,f,g,q,c\n"
                              "A,2025,3,4.5,-2,yes,no,0.25,low\n"
                              "B,2025,0,0,0,no,no,0,high\n"
                              "C,2025,,NR,NA,,NR,NA,\n"
                              "D,2025,-1,1e308,-1e308,maybe,yes,2,middle\n"
                              "E,2025,9007199254740993,1e-310,1e-5,yes,yes,1,high\n"
                              "F,2025,NA,1,,NA,yes,,NA\n"
                              "G,2026,100,100,100,1,0,1,low\n"
                              "H,2026,1,x,3,no,,0.5,low\n"
                              "I,2026,7,0.1,1e300,yes,no,0.3333333333333333,high\n";
static const char rows[] = "city,period,x,y,ok,t,c,at,till,d\n"
                           "A,2025,1.5,2,yes,oak,low,2025-01-01,2025-01-31,P30D\n"
                           "A,2025,,0,no,,high,2025-02-01T10:00,,PT4H\n"
                           "A,2025,NA,NR,NA,elm,,2025-03-01T00:00:00Z,2025-02-01,P1W\n"
                           "B,2025,1e308,9,yes,oak,low,2025-01-01,2025-01-01,PT0S\n"
                           "B,2025,1e308,9,yes,oak,low,2025-01-01,2025-01-02,PT1H\n"
                           "D,2025,x,-1,maybe,t,middle,2025-13-01,yesterday,P1Y\n"
                           "G,2026,3,3,no,a,high,2025-01-01,2025-01-03,P1D\n";

static hm_dataset *make_few_units(void) {
    hm_error error;
    hm_dataset *dataset = NULL;
    REQUIRE(hm_dataset_new(&dataset, NULL, &error) == HM_OK);
    REQUIRE(!hm_dataset_read_memory(dataset, "f.csv", figures, sizeof figures - 1, &error));
    REQUIRE(!hm_dataset_read_records_memory(dataset, "r", "r.csv", rows, sizeof rows - 1, &error));
    REQUIRE(hm_dataset_finish(dataset, &error) == HM_OK);
    REQUIRE(hm_dataset_unit_count(dataset) == FEW_UNITS);
    return dataset;
}

/* More units than one thread takes at a time. */
static hm_dataset *many_units(void) {
    static const char *const kinds[] = {"low", "high", "", "NA"};
    const size_t room = (size_t)MANY_UNITS * 80;
    char *text = malloc(room);
    REQUIRE(text != NULL);
    size_t at = (size_t)snprintf(text, room, "city,period,a,b,n,f,g,q,c\n");
    for (unsigned i = 0; i < MANY_UNITS; i++)
        at += (size_t)snprintf(text + at, room - at, "%u,2025,%u,%u.5,-%u,%s,%s,0.%u,%s\n", i,
                               i % 7, i % 11, i % 5, i % 2 ? "yes" : "no", i % 3 ? "no" : "NR",
                               i % 10, kinds[i % 4]);
    hm_dataset *dataset = hm_fuzz_dataset(text);
    free(text);
    return dataset;
}

hm_package *hm_fuzz_open_measure(const char *data, size_t size) {
    REQUIRE(size <= HM_FUZZ_MEASURE);
    char script[sizeof before + HM_FUZZ_MEASURE + sizeof after];
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    hm_package *package = NULL;
    hm_issues *issues = NULL;
    hm_error error;
    size_t at = sizeof before - 1;
    memcpy(script, before, at);
    memcpy(script + at, data, size);
    at += size;
    memcpy(script + at, after, sizeof after - 1);
    at += sizeof after - 1;
    const hm_package_file files[] = {{"package.lua", manifest, sizeof manifest - 1},
                                     {"inputs.lua", inputs, sizeof inputs - 1},
                                     {"lib/shared.lua", library, sizeof library - 1},
                                     {"I.lua", script, at}};
    options.allocator = hm_fuzz_allocator();
    options.limits.steps = 100000;
    options.limits.memory = (size_t)4 << 20;
    options.limits.seconds = 60; /* a slow run must not decide what comes out */
    const hm_code code =
        hm_package_open_memory(&package, "small", files, 4, &options, &issues, &error);
    if (code != HM_OK)
        hm_fuzz_check_error(code, &error);
    hm_fuzz_check_issues(issues);
    hm_issues_free(issues);
    return package;
}

static void check_print(const hm_package *package) {
    const hm_expr *measure = package->plan.indicators[0].measure;
    hm_buffer text;
    for (uint16_t i = 0; measure && i < measure->node_count; i++) {
        hm_buffer_open(&text, hm_fuzz_allocator());
        hm_expr_print(measure, i, i % 2 == 0, &text);
        REQUIRE(!text.failed && text.size > 0 && strlen(text.data) == text.size);
        REQUIRE(text.size < HM_EXPR_PRINTED + HM_EXPR_TEXT + 64);
        hm_buffer_close(&text);
    }
}

static hm_scores *score_with(const hm_package *package, const hm_dataset *dataset, size_t jobs) {
    const hm_score_options options = {.size = sizeof options,
                                      .jobs = jobs,
                                      .allocator = hm_fuzz_allocator(),
                                      .rank_levels = SIZE_MAX};
    hm_scores *scores = NULL;
    hm_error error;
    REQUIRE(hm_score(&scores, package, dataset, &options, &error) == HM_OK);
    return scores;
}

static void check_two_jobs(const hm_package *package, const hm_dataset *dataset) {
    hm_scores *one = score_with(package, dataset, 1), *two = score_with(package, dataset, 2);
    hm_fuzz_check_same(one, two, package, dataset);
    hm_scores_free(one);
    hm_scores_free(two);
}

/* A city by itself has the marks that it has among others; ranks are another matter. */
static void check_session(const hm_package *package, const hm_dataset *dataset, size_t unit,
                          const hm_scores *scores) {
    hm_session *session = NULL;
    hm_error error;
    hm_score_row alone = HM_SCORE_ROW_INIT, among = HM_SCORE_ROW_INIT;
    REQUIRE(hm_session_open(&session, package, dataset, unit,
                            &(hm_session_options){.size = sizeof(hm_session_options),
                                                  .allocator = hm_fuzz_allocator()},
                            &error) == HM_OK);
    for (size_t node = 0; node < hm_package_node_count(package); node++) {
        REQUIRE(hm_session_row(session, node, &alone) == HM_OK);
        REQUIRE(hm_scores_row(scores, unit, node, &among) == HM_OK);
        REQUIRE(alone.status == among.status && alone.flags == among.flags);
        REQUIRE(memcmp(&alone.value, &among.value, sizeof alone.value) == 0);
        REQUIRE(memcmp(&alone.score, &among.score, sizeof alone.score) == 0);
    }
    hm_session_free(session);
}

static int any_failed(const hm_scores *scores, const hm_package *package, size_t units) {
    const size_t node = hm_package_find(package, "I");
    hm_score_row row = HM_SCORE_ROW_INIT;
    for (size_t unit = 0; unit < units && node != SIZE_MAX; unit++)
        if (hm_scores_row(scores, unit, node, &row) == HM_OK && row.status == HM_FAILED)
            return 1;
    return 0;
}

const hm_dataset *hm_fuzz_few_units(void) {
    static hm_dataset *few;
    few = few ? few : make_few_units();
    return few;
}

hm_scores *hm_fuzz_check_measure(const hm_package *package, int thorough) {
    static hm_dataset *many;
    const hm_dataset *few = hm_fuzz_few_units();
    hm_scores *scores = score_with(package, few, 1);
    check_print(package);
    hm_fuzz_check_scores(scores, package, few);
    /* A script can keep what it has seen in its locals, and one that limit_hit a limit is not
     * called again: then order and company matter, and only what always holds is asked. */
    if (!package->plan.indicators[0].measure)
        return scores;
    for (size_t unit = 0; unit < FEW_UNITS; unit += thorough ? 1 : 4)
        check_session(package, few, unit, scores);
    if (thorough && !any_failed(scores, package, FEW_UNITS)) {
        many = many ? many : many_units();
        check_two_jobs(package, many);
    }
    return scores;
}
