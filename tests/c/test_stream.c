/* test_stream.c: data in a stream give what they give as a whole, wherever they are cut. */
#define _XOPEN_SOURCE 700
#include "stream_support.h"

/* --- by hand --- */

static hm_package *open_plain(void) {
    return open_one("count { 'a', 'A' }", "measure = input.a");
}

#define HEAD                                                                                       \
    "city,period,code,parent,depth,name,value,score,weight,contribution,coverage,applicable,rank," \
    "status,flags\n"
#define ROWS_OF(city, period, a)                                                                   \
    city "," period ",R,,0,Root,," a ",1," a ",1,1,,scored,\n" city "," period ",I,R,1,I," a "," a \
         ",1," a ",1,1,,scored,\n"

static void expect_stream(const char *name, const char *text, hm_stream_options options,
                          const char *rows, const char *issues) {
    scratch s;
    hm_package *package = open_plain();
    scratch_open(&s, name, text, strlen(text));
    outcome o = stream_path(package, s.path, options);
    if (o.code != HM_OK)
        fail_msg("%s", o.error.message);
    assert_string_equal(text_of(&o.rows), rows);
    assert_string_equal(text_of(&o.issues), issues);
    outcome_free(&o);
    scratch_close(&s);
    hm_package_free(package);
}

static void stream_rows_by_hand(void **state) {
    (void)state;
    const hm_stream_options options = {
        .size = sizeof options, .depth = SIZE_MAX, .batch = 1, .jobs = 1};
    expect_stream("a.csv", "city,period,input,value\nA,2025,a,50\nA,2026,a,70\nB,2025,a,-1\n",
                  options,
                  HEAD ROWS_OF("A", "2025", "50")
                      ROWS_OF("A", "2026", "70") "B,2025,R,,0,Root,,,1,,0,1,,insufficient,"
                                                 "rests_on_rejected\n"
                                                 "B,2025,I,R,1,I,,,1,,0,1,,invalid,"
                                                 "rests_on_rejected\n",
                  "2 4:10 input \"a\": found \"-1\", expected a whole number of at least 0\n");
    expect_stream("a.ndjson",
                  "{\"city\":\"A\",\"period\":\"2025\",\"input\":\"a\",\"value\":50}\nno\n"
                  "{\"city\":\"B\",\"period\":\"2025\",\"input\":\"a\",\"value\":60}\n",
                  options, HEAD ROWS_OF("A", "2025", "50") ROWS_OF("B", "2025", "60"),
                  "2 2:1 JSON: found \"n\", expected a value: the line is rejected\n");
}

static void stream_writes_what_is_asked_for(void **state) {
    (void)state;
    static const char text[] = "city,period,a\nA,2025,50\nA,2026,70\nB,2025,60\nC,2026,80\n";
    const char *const cities[] = {"C", "A"}, *const periods[] = {"2026"};
    const hm_stream_options options = {.size = sizeof options,
                                       .depth = SIZE_MAX,
                                       .no_header = 1,
                                       .batch = 1,
                                       .jobs = 2,
                                       .cities = cities,
                                       .city_count = 2,
                                       .periods = periods,
                                       .period_count = 1};
    expect_stream("a.csv", text, options, ROWS_OF("A", "2026", "70") ROWS_OF("C", "2026", "80"),
                  "");
    const hm_stream_options roots = {
        .size = sizeof roots, .depth = 0, .cities = cities, .city_count = 1};
    expect_stream("a.csv", text, roots, HEAD "C,2026,R,,0,Root,,80,1,80,1,1,,scored,\n", "");
}

/* One warning a name, wherever it comes again; the header's are its own. */
static void stream_tells_of_names_once(void **state) {
    (void)state;
    const hm_stream_options options = {
        .size = sizeof options, .depth = 0, .no_header = 1, .batch = 1, .jobs = 3};
    expect_stream("a.csv",
                  "city,period,input,value,\nA,2025,other,1,\nB,2025,other,1,\nC,2025,other,2,\n"
                  "C,2025,a,1,\n",
                  options,
                  "A,2025,R,,0,Root,,,1,,0,1,,insufficient,\n"
                  "B,2025,R,,0,Root,,,1,,0,1,,insufficient,\n"
                  "C,2025,R,,0,Root,,1,1,1,1,1,,scored,\n",
                  "1 1:25 column 5 has no name and is left out\n"
                  "1 2:8 input \"other\" is not in the package\n");
}

/* A header that is longer than most batches, of columns that the package has not: one warning each,
 * as of the whole, and it is not read anew for every city. */
static void stream_tells_of_columns_once(void **state) {
    (void)state;
    enum { COLUMNS = 6000, CITIES = 8 };
    written text = {0};
    take_written(&text, "city,period", 11);
    for (int i = 0; i < COLUMNS; i++) {
        char name[32];
        take_written(&text, name, (size_t)snprintf(name, sizeof name, ",zz_column_%d", i));
    }
    for (int city = 0; city < CITIES; city++) {
        char row[32];
        take_written(&text, row, (size_t)snprintf(row, sizeof row, "\nC%d,2025", city));
        for (int i = 0; i < COLUMNS; i++)
            take_written(&text, ",1", 2);
    }
    scratch s;
    hm_package *package = open_plain();
    scratch_open(&s, "a.csv", text.text, text.size);
    const hm_stream_options options = {
        .size = sizeof options, .depth = SIZE_MAX, .batch = 1, .jobs = 1};
    outcome whole = score_path(package, s.path, "csv");
    outcome o = stream_path(package, s.path, options);
    assert_int_equal(o.code, HM_OK);
    assert_string_equal(text_of(&o.rows), text_of(&whole.rows));
    assert_string_equal(text_of(&o.issues), text_of(&whole.issues));
    assert_int_equal(o.counts.cities, CITIES);
    assert_int_equal(o.counts.batches, 1); /* 8 rows are shorter than the header twice */
    outcome_free(&o);
    outcome_free(&whole);
    scratch_close(&s);
    hm_package_free(package);
    free(text.text);
}

static void stream_of_nothing(void **state) {
    (void)state;
    const hm_stream_options options = {.size = sizeof options, .depth = SIZE_MAX};
    expect_stream("a.csv", "city,period,a\n", options, HEAD,
                  "1 0:0 no observations: the file is a header only\n");
    expect_stream("a.ndjson", "\n", options, HEAD, "1 0:0 no observations: the file is empty\n");
    expect_stream("a.csv", "city,period,input,value\n\n,,a,\n,,b,\n", options, HEAD,
                  "1 3:1 no observations: 2 rows are not filled in (no city, period or value)\n");
    expect_stream("a.csv", "city,period\n", options, HEAD,
                  "1 1:1 no figures: the file has no column of an input beside city and period\n");
}

/* What the rows of one batch lack, those of another may have: only the whole is empty or not. */
static void stream_of_some_unfilled(void **state) {
    (void)state;
    const hm_stream_options options = {
        .size = sizeof options, .depth = 1, .no_header = 1, .batch = 1, .jobs = 2};
    expect_stream("a.csv",
                  "city,period,input,value\n,,a,\n,,b,\nA,2025,a,50\n,,a,\nB,2025,a,60\n,,b,\n",
                  options, ROWS_OF("A", "2025", "50") ROWS_OF("B", "2025", "60"), "");
    expect_stream(
        "a.csv", "city,period\nA,2025\nB,2025\n",
        (hm_stream_options){
            .size = sizeof(hm_stream_options), .depth = 0, .no_header = 1, .batch = 1, .jobs = 2},
        "A,2025,R,,0,Root,,,1,,0,1,,insufficient,\n"
        "B,2025,R,,0,Root,,,1,,0,1,,insufficient,\n",
        "1 1:1 no figures: the file has no column of an input beside city and period\n");
}

/* --- against the whole --- */

/* Expressions, a function that fails, figures of the period before, records. */
static hm_package *open_rich(bool with_function) {
    sources s = {.count = 0};
    char text[4][4096];
    add_source(&s, "package.lua", ROOT_MANIFEST);
    add_source(&s, "I.lua",
               script_of(text[0], "I", "count { 'a', 'A' }, count { 'b', 'B' }",
                         "measure = percent(input.a, input.b)"));
    add_source(
        &s, "P.lua",
        script_of(text[1], "P", "number { 'n', 'N' }", "measure = input.n + previous(input.n)"));
    add_source(&s, "S.lua",
               script_of(text[2], "S", "records { 'r', 'R', columns = { number { 'x', 'X' } } }",
                         "measure = sum(input.r.x)"));
    if (with_function)
        add_source(&s, "F.lua",
                   script_of(text[3], "F", "number { 'n2', 'N' }",
                             "measure = function(v) return v.n2 * 2 end"));
    return open_sources(&s, NULL);
}

static void expect_same(const hm_package *package, const scratch *s, const outcome *whole,
                        hm_stream_options options) {
    outcome o = stream_path(package, s->path, options);
    if (o.code != HM_OK)
        fail_msg("batch %zu: %s", options.batch, o.error.message);
    if (strcmp(text_of(&o.rows), text_of(&whole->rows)) != 0 ||
        strcmp(text_of(&o.issues), text_of(&whole->issues)) != 0)
        fail_msg("batch %zu, jobs %zu:\n%s%sbut as a whole:\n%s%s", options.batch, options.jobs,
                 text_of(&o.rows), text_of(&o.issues), text_of(&whole->rows),
                 text_of(&whole->issues));
    outcome_free(&o);
}

/* Every size of a batch from a byte to more than there is: every cut there can be. */
static void expect_same_at_every_cut(const char *name, const char *text) {
    static const char *const formats[] = {"csv", "ndjson"};
    hm_package *package = open_rich(true);
    const size_t size = strlen(text);
    scratch s;
    scratch_open(&s, name, text, size);
    for (size_t i = 0; i < COUNT(formats); i++) {
        outcome whole = score_path(package, s.path, formats[i]);
        for (size_t batch = 1; batch <= size + 1; batch++)
            expect_same(package, &s, &whole,
                        (hm_stream_options){.size = sizeof(hm_stream_options),
                                            .format = formats[i],
                                            .depth = SIZE_MAX,
                                            .jobs = 1 + batch % 3,
                                            .batch = batch});
        outcome_free(&whole);
    }
    scratch_close(&s);
    hm_package_free(package);
}

static void stream_cuts_long_csv(void **state) {
    (void)state;
    expect_same_at_every_cut(
        "a.csv", "city,period,input,value,note\n"
                 "B,2025,a,1,\nB,2025,b,2,\nB,2026,n,40,\nB,2025,n,5,\n"
                 "A,2025,a,3,\nA,2025,b,2,more than the whole\nA,2025,a,3,\nA,2025,n2,x,\n"
                 "C,2025,a,,\nC,2025,b,NA,\nC,2025,b,NR,\nC,2025,q,1,\nC,bad,a,1,\nC,2025\n"
                 "D,2025,n,7,\nD,2024,n,1,\nD,2025,n,7,\nD,2025,n2,9,\nD,2025,q,2,\n");
}

static void stream_cuts_wide_csv(void **state) {
    (void)state;
    expect_same_at_every_cut("a.csv", "\xEF\xBB\xBFq;n;city;a;period;b;n2;\r\n"
                                      "1;1,5;A;1;2025;2;3;\r\n;;A;;2026;;;\r\n\r\n"
                                      "1;50; B ;2;2025;1;x;\r\n;2;C;NA;2025;-1;;\r\nodd\r\n"
                                      ";3;C;1;2024;2;;\r\n;;D;;;;;\r\n7;8;E;1;2025;2;3;");
}

static void stream_cuts_quoted_csv(void **state) {
    (void)state;
    expect_same_at_every_cut("a.csv",
                             "city,period,input,value,note\n"
                             "\"A, \"\"a\"\"\nof A\",2025,a,1,\"two\nlines\"\n"
                             "\"A, \"\"a\"\"\nof A\",\"2025\",b,2,\n"
                             "\"B\",2025,a,1,\"never closed\nB,2025,b,4,\n\"C\" x,2025,a,1,\n"
                             "B,2026,n,4,say \"so\"\nD,2025,n,\"3\",\nD,2025,n2,\"7\n");
}

static void stream_cuts_ndjson(void **state) {
    (void)state;
#define OF(city, period, input, value)                                                             \
    "{\"city\":\"" city "\",\"period\":\"" period "\",\"input\":\"" input "\",\"value\":" value "}"
    expect_same_at_every_cut(
        "a.ndjson",
        "\xEF\xBB\xBF" OF("A", "2025", "a", "1") "\r\n" OF("A", "2025", "b", "2") "\n\n" OF(
            "\\u0041", "2026", "q",
            "2") "\n" OF("B", "2025", "q",
                         "\"x\"") "\nno JSON\n"
                                  "{\"records\":{\"r\":[{\"city\":\"B\",\"period\":2025,\"x\":3},"
                                  "{\"city\":\"B\",\"period\":2025,\"x\":4}]},\"observations\":"
                                  "[" OF("B", "2025", "n2", "1e3") "]}\n" OF(
                                      "C", "2025", "n", "[1]") "\n{\"period\":\"2025\",\"city\":"
                                                               "\"C\",\"input\":\"n\","
                                                               "\"value\":5,\"city\":\"Z\"}\n" OF(
                                                                   "D", "2025", "n", "2"));
}

/* --- refusals --- */

static void expect_refused(hm_package *package, const char *text, hm_stream_options options,
                           hm_code code, const char *message, const char *rows) {
    scratch s;
    scratch_open(&s, "a.csv", text, strlen(text));
    options.batch = 1;
    outcome o = stream_path(package, s.path, options);
    assert_int_equal(o.code, code);
    assert_int_equal(o.error.code, code);
    assert_string_equal(o.error.message, message);
    assert_string_equal(text_of(&o.rows), rows);
    outcome_free(&o);
    scratch_close(&s);
    hm_package_free(package);
}

#define CSV_ALL                                                                                    \
    ((hm_stream_options){.size = sizeof(hm_stream_options), .depth = SIZE_MAX, .jobs = 2})

static void stream_refuses(void **state) {
    (void)state;
    expect_refused(open_plain(), "city,period,a\nA,2025,1\nB,2025,2\nA,2026,3\n", CSV_ALL,
                   HM_ERROR_DATA,
                   "city \"A\" comes again behind other cities: in a stream all rows of a city "
                   "stand together, so sort the data by city",
                   HEAD ROWS_OF("A", "2025", "1") ROWS_OF("B", "2025", "2"));
    expect_refused(open_plain(), "city,period\n",
                   (hm_stream_options){.size = sizeof(hm_stream_options), .format = "json"},
                   HM_ERROR_ARGUMENT,
                   "hm_stream needs a package, a path, a sink and a format whose rows stand "
                   "alone, such as csv",
                   "");
    expect_refused(
        open_one("number { 'a', 'A' }", "measure = input.a, scale = 'minmax'"),
        "city,period,a\nA,2025,1\n", CSV_ALL, HM_ERROR_PACKAGE,
        "indicator I learns from all cities of a period, which a stream never has at "
        "hand: score the data as a whole, or give what was learnt from all cities, a fit",
        "");
}

/* The data have to be read to their end to know. */
static void stream_misses_what_was_asked_for(void **state) {
    (void)state;
    static const char text[] = "city,period,a\nA,2025,1\nB,2026,2\n";
    const char *const cities[] = {"A", "Q"}, *const periods[] = {"2026", "2020"};
    hm_stream_options options = CSV_ALL;
    options.cities = cities;
    options.city_count = 2;
    expect_refused(open_plain(), text, options, HM_ERROR_ARGUMENT, "no city 'Q' in the data",
                   HEAD ROWS_OF("A", "2025", "1"));
    options.city_count = 1;
    options.periods = periods;
    options.period_count = 2;
    expect_refused(open_plain(), text, options, HM_ERROR_ARGUMENT, "no period '2020' in the data",
                   HEAD);
    options.period_count = 1;
    expect_refused(open_plain(), text, options, HM_ERROR_ARGUMENT,
                   "the data hold nothing for these cities in these periods", HEAD);
}

static int take_one_piece(void *context, const char *data, size_t size) {
    (void)data;
    (void)size;
    return ++*(int *)context > 1;
}

static void stream_stops_with_its_sink(void **state) {
    (void)state;
    scratch s;
    static const char text[] = "city,period,a\nA,2025,1\nB,2025,2\nC,2025,2\n";
    hm_package *package = open_plain();
    scratch_open(&s, "a.csv", text, sizeof text - 1);
    for (size_t jobs = 1; jobs < 4; jobs++) {
        const hm_stream_options options = {.size = sizeof options, .batch = 1, .jobs = jobs};
        hm_stream_counts counts = HM_STREAM_COUNTS_INIT;
        hm_error error;
        int pieces = 0;
        assert_int_equal(
            hm_stream(package, s.path, &options, take_one_piece, &pieces, &counts, &error),
            HM_ERROR_OUTPUT);
        assert_string_equal(error.message, "the results could not be written");
        assert_int_equal(pieces, 2);
        assert_int_equal(counts.units, 1);
    }
    scratch_close(&s);
    hm_package_free(package);
}

static void stream_can_be_cancelled(void **state) {
    (void)state;
    hm_cancel *cancel = NULL;
    hm_stream_options options = CSV_ALL;
    assert_int_equal(hm_cancel_new(&cancel, NULL, NULL), HM_OK);
    hm_cancel_request(cancel);
    options.cancel = cancel;
    expect_refused(open_plain(), "city,period,a\nA,2025,1\n", options, HM_ERROR_CANCELLED,
                   "cancelled", "");
    hm_cancel_free(cancel);
}

/* --- memory --- */

typedef struct peak {
    size_t bytes, most;
} peak;

static void *peak_resize(void *context, void *pointer, size_t old_size, size_t new_size) {
    peak *p = context;
    p->bytes += new_size - (pointer ? old_size : 0);
    p->most = p->bytes > p->most ? p->bytes : p->most;
    if (new_size > 0)
        return realloc(pointer, new_size);
    free(pointer);
    return NULL;
}

/* The most memory that a stream of so many cities, with a bad cell each, has in use. */
static size_t peak_of(size_t cities) {
    enum { BATCH = 16 << 10 };
    hm_package *package = open_plain();
    scratch s;
    scratch_open(&s, "a.csv", "", 0);
    FILE *file = fopen(s.path, "wb");
    assert_non_null(file);
    fputs("city,period,a,b\n", file);
    for (size_t i = 0; i < cities; i++)
        fprintf(file, "City %zu,2025,%zu,\nCity %zu,2026,minus one,\n", i, i % 100, i);
    assert_int_equal(fclose(file), 0);
    peak p = {0, 0};
    const hm_allocator allocator = {peak_resize, &p};
    written issues = {NULL, 0, 0};
    const hm_stream_options options = {.size = sizeof options,
                                       .batch = BATCH,
                                       .jobs = 1,
                                       .allocator = &allocator,
                                       .log = note_issue,
                                       .log_context = &issues};
    hm_stream_counts counts = HM_STREAM_COUNTS_INIT;
    hm_error error;
    int pieces = INT32_MIN;
    assert_int_equal(hm_stream(package, s.path, &options, take_one_piece, &pieces, &counts, &error),
                     HM_OK);
    assert_int_equal(counts.cities, cities);
    assert_int_equal(counts.units, 2 * cities);
    assert_int_equal(p.bytes, 0);
    free(issues.text);
    scratch_close(&s);
    hm_package_free(package);
    return p.most;
}

/* Ten times the data take no more memory, but for the hashes of the cities. */
static void stream_memory_is_bounded(void **state) {
    (void)state;
    enum { FEW = 4000, MANY = 40000 };
    const size_t few = peak_of(FEW), many = peak_of(MANY);
    assert_true(few > 0 && many < few + few / 10 + (size_t)MANY * 19 * 3 / 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stream_rows_by_hand),
        cmocka_unit_test(stream_writes_what_is_asked_for),
        cmocka_unit_test(stream_tells_of_names_once),
        cmocka_unit_test(stream_tells_of_columns_once),
        cmocka_unit_test(stream_of_nothing),
        cmocka_unit_test(stream_of_some_unfilled),
        cmocka_unit_test(stream_cuts_long_csv),
        cmocka_unit_test(stream_cuts_wide_csv),
        cmocka_unit_test(stream_cuts_quoted_csv),
        cmocka_unit_test(stream_cuts_ndjson),
        cmocka_unit_test(stream_refuses),
        cmocka_unit_test(stream_misses_what_was_asked_for),
        cmocka_unit_test(stream_stops_with_its_sink),
        cmocka_unit_test(stream_can_be_cancelled),
        cmocka_unit_test(stream_memory_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
