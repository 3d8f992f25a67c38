/* Tests of the bulk writers: CSV, JSON, NDJSON. */
#include "core_support.h"

/* Two units whose names need quoting in every format. */
static scored awkward(void) {
    sources files = {.count = 0};
    add_source(&files, "package.lua",
               "return package { name = 'p', version = '1', api = 1,\n"
               "nodes = { {'R', 'Root, \"all\"'}, {'G', 'Tab\\there', parent = 'R'} } }");
    add_source(&files, "I.lua",
               "return indicator { code = 'I', parent = 'G', name = 'Line\\nback\\\\slash \\7',\n"
               "inputs = { number { 'n' } }, measure = input.n }");
    return score_package(open_sources(&files, NULL),
                         "city,period,n\n\"Ville, \"\"Sud\"\"\",2025,150.1\n Köln ,2025,\n");
}

static void assert_writes(const scored *s, hm_write_options options, const char *expected) {
    char *text = write_text(s->scores, options);
    assert_string_equal(text, expected);
    free(text);
}

#define HEADER                                                                                     \
    "city,period,code,parent,depth,name,value,score,weight,contribution,coverage,applicable,rank," \
    "status,flags\n"

static void write_csv_quotes_what_must_be(void **state) {
    (void)state;
    scored s = awkward();
    assert_writes(
        &s, (hm_write_options)HM_WRITE_OPTIONS_INIT,
        HEADER "\"Ville, \"\"Sud\"\"\",2025,R,,0,\"Root, \"\"all\"\"\",,100,1,100,1,1,1,scored,\n"
               "\"Ville, \"\"Sud\"\"\",2025,G,R,1,\"Tab\there\",,100,1,100,1,1,1,scored,\n"
               "\"Ville, \"\"Sud\"\"\",2025,I,G,2,\"Line\nback\\slash \a\",150.1,100,1,100,1,1,1,"
               "scored,capped\n"
               "Köln,2025,R,,0,\"Root, \"\"all\"\"\",,,1,,0,1,,insufficient,\n"
               "Köln,2025,G,R,1,\"Tab\there\",,,1,,0,1,,insufficient,\n"
               "Köln,2025,I,G,2,\"Line\nback\\slash \a\",,,1,,0,1,,not_reported,\n");
    release(&s);
}

static void write_json_escapes_what_must_be(void **state) {
    (void)state;
    scored s = awkward();
    const size_t units[] = {1, 0};
    hm_write_options options = HM_WRITE_OPTIONS_INIT;
    options.format = "json";
    options.units = units;
    options.unit_count = 1;
    options.depth = 0;
    options.run = "{\"engine\":\"x\"}";
    assert_writes(
        &s, options,
        "{\"run\":{\"engine\":\"x\"},\n\"scores\":[\n"
        "{\"city\":\"Köln\",\"period\":\"2025\",\"code\":\"R\",\"parent\":\"\","
        "\"depth\":0,\"name\":\"Root, \\\"all\\\"\",\"value\":null,\"score\":null,"
        "\"weight\":1,\"contribution\":null,\"coverage\":0,\"applicable\":1,\"rank\":null,"
        "\"status\":\"insufficient\",\"flags\":\"\"}\n]}\n");
    options.format = "ndjson";
    options.units = units + 1;
    options.depth = 2;
    assert_writes(
        &s, options,
        "{\"city\":\"Ville, \\\"Sud\\\"\",\"period\":\"2025\",\"code\":\"R\",\"parent\":\"\","
        "\"depth\":0,\"name\":\"Root, \\\"all\\\"\",\"value\":null,\"score\":100,\"weight\":1,"
        "\"contribution\":100,\"coverage\":1,\"applicable\":1,\"rank\":1,\"status\":\"scored\","
        "\"flags\":\"\"}\n"
        "{\"city\":\"Ville, \\\"Sud\\\"\",\"period\":\"2025\",\"code\":\"G\",\"parent\":\"R\","
        "\"depth\":1,\"name\":\"Tab\\there\",\"value\":null,\"score\":100,\"weight\":1,"
        "\"contribution\":100,\"coverage\":1,\"applicable\":1,\"rank\":1,\"status\":\"scored\","
        "\"flags\":\"\"}\n"
        "{\"city\":\"Ville, \\\"Sud\\\"\",\"period\":\"2025\",\"code\":\"I\",\"parent\":\"G\","
        "\"depth\":2,\"name\":\"Line\\nback\\\\slash \\u0007\",\"value\":150.1,\"score\":100,"
        "\"weight\":1,\"contribution\":100,\"coverage\":1,\"applicable\":1,\"rank\":1,\"status\":"
        "\"scored\","
        "\"flags\":\"capped\"}\n");
    release(&s);
}

static void write_picks_units_depth_and_header(void **state) {
    (void)state;
    scored s = score_package(open_one("number { 'n' }", "measure = input.n"),
                             "city,period,n\nA,2025,1\nB,2025,2\nC,2025,3\n");
    const size_t units[] = {2, 0, 2};
    hm_write_options options = HM_WRITE_OPTIONS_INIT;
    options.units = units;
    options.unit_count = COUNT(units);
    options.depth = 0;
    options.no_header = 1;
    assert_writes(&s, options,
                  "C,2025,R,,0,Root,,3,1,3,1,1,1,scored,\nA,2025,R,,0,Root,,1,1,1,1,1,3,scored,\n"
                  "C,2025,R,,0,Root,,3,1,3,1,1,1,scored,\n");
    options.unit_count = 0;
    options.no_header = 0;
    assert_writes(&s, options, HEADER);
    release(&s);
}

static void write_numbers_read_back_exactly(void **state) {
    (void)state;
    static const char *const figures[] = {"0.1", "33.333333333333336", "1e-300",
                                          "99.99999999999999", "5e-324"};
    for (size_t i = 0; i < COUNT(figures); i++) {
        char csv[100], expected[400];
        snprintf(csv, sizeof csv, "city,period,n\nA,2025,%s\n", figures[i]);
        snprintf(
            expected, sizeof expected,
            "A,2025,R,,0,Root,,%s,1,%s,1,1,1,scored,\nA,2025,I,R,1,I,%s,%s,1,%s,1,1,1,scored,\n",
            figures[i], figures[i], figures[i], figures[i], figures[i]);
        scored s = score_package(open_one("number { 'n' }", "measure = input.n"), csv);
        hm_write_options options = HM_WRITE_OPTIONS_INIT;
        options.no_header = 1;
        assert_writes(&s, options, expected);
        release(&s);
    }
}

typedef struct pieces {
    size_t calls, most, bytes, refuse_at;
} pieces;

static int count_pieces(void *context, const char *data, size_t size) {
    pieces *p = context;
    assert_non_null(data);
    p->calls++;
    p->bytes += size;
    p->most = size > p->most ? size : p->most;
    return p->calls == p->refuse_at;
}

static void write_comes_in_pieces_and_stops_when_refused(void **state) {
    (void)state;
    enum { UNITS = 5000 };
    char *csv = malloc(UNITS * 32);
    assert_non_null(csv);
    size_t at = (size_t)sprintf(csv, "city,period,n\n");
    for (int i = 0; i < UNITS; i++)
        at += (size_t)sprintf(csv + at, "City number %d,2025,%d\n", i, i % 100);
    scored s = score_package(open_one("number { 'n' }", "measure = input.n"), csv);
    static const char *const formats[] = {"csv", "json", "ndjson"};
    for (size_t i = 0; i < COUNT(formats); i++) {
        const hm_write_options options = {
            .size = sizeof options, .format = formats[i], .depth = SIZE_MAX};
        pieces all = {0, 0, 0, 0};
        hm_error error;
        assert_int_equal(hm_scores_write(s.scores, &options, count_pieces, &all, &error), HM_OK);
        assert_true(all.calls > 5 && all.most <= 65536);
        for (size_t refuse_at = 1; refuse_at <= all.calls; refuse_at += all.calls - 1) {
            pieces some = {0, 0, 0, refuse_at};
            assert_int_equal(hm_scores_write(s.scores, &options, count_pieces, &some, &error),
                             HM_ERROR_OUTPUT);
            assert_int_equal(error.code, HM_ERROR_OUTPUT);
            assert_int_equal(some.calls, refuse_at); /* nothing comes after a refusal */
        }
    }
    release(&s);
    free(csv);
}

static void write_wrong_arguments_write_nothing(void **state) {
    (void)state;
    scored s =
        score_package(open_one("number { 'n' }", "measure = input.n"), "city,period,n\nA,2025,1\n");
    const size_t units[] = {0, 1};
    pieces p = {0, 0, 0, 0};
    hm_error error;
    hm_write_options options = HM_WRITE_OPTIONS_INIT;
    options.units = units;
    options.unit_count = 2;
    assert_int_equal(hm_scores_write(s.scores, &options, count_pieces, &p, &error),
                     HM_ERROR_ARGUMENT);
    assert_string_equal(error.message, "unit 1 is out of range: there are 1");
    options = (hm_write_options)HM_WRITE_OPTIONS_INIT;
    options.format = "xml";
    assert_int_equal(hm_scores_write(s.scores, &options, count_pieces, &p, &error),
                     HM_ERROR_ARGUMENT);
    assert_int_equal(hm_scores_write(NULL, NULL, count_pieces, &p, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_scores_write(s.scores, NULL, NULL, &p, NULL), HM_ERROR_ARGUMENT);
    assert_int_equal(p.calls, 0);
    release(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(write_csv_quotes_what_must_be),
        cmocka_unit_test(write_json_escapes_what_must_be),
        cmocka_unit_test(write_picks_units_depth_and_header),
        cmocka_unit_test(write_numbers_read_back_exactly),
        cmocka_unit_test(write_comes_in_pieces_and_stops_when_refused),
        cmocka_unit_test(write_wrong_arguments_write_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
