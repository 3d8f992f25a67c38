/* test_arrow_import.c: Arrow batches as data. The arrays are made by hand, from the specification.
 */
#define _XOPEN_SOURCE 700
#include "arrow_support.h"

#include <math.h>

#include "memory_support.h"

static void read_made(hm_dataset *dataset, made *m) {
    hm_error error = {0};
    if (hm_dataset_read_arrow(dataset, &m->schema, &m->array, &error) != HM_OK)
        fail_msg("%s:%u:%u: %s", error.file, (unsigned)error.line, (unsigned)error.column,
                 error.message);
    expect_released(m);
}

static void expect_made(made *m, const char *expected) {
    hm_dataset *dataset = new_dataset();
    read_made(dataset, m);
    expect_dataset(dataset, expected);
}

/* ---- the forms ---- */

static const int32_t three[] = {0, 1, 2, 3};
static const int32_t years[] = {2025, 2025, 2026};

static void import_long(void **state) {
    (void)state;
    static const int32_t inputs[] = {0, 1, 2, 3}, values[] = {0, 3, 3, 5};
    static const int64_t notes[] = {0, 0, 2, 2};
    static const uint8_t verified[] = {2}, there[] = {6};
    made m;
    make(&m, 3);
    make_column(&m, "City", "u", NULL, three, "ABA");
    make_column(&m, "period", "i", NULL, years, NULL);
    make_column(&m, "input", "u", NULL, inputs, "xyx");
    make_column(&m, "value", "u", NULL, values, "1.5NA");
    make_column(&m, "note", "U", NULL, notes, "hm");
    make_column(&m, "verified", "b", there, verified, NULL);
    make_column(&m, "reason", "n", NULL, NULL, NULL);
    hm_dataset *dataset = new_dataset();
    read_made(dataset, &m);
    hm_error error;
    hm_observation seen = HM_OBSERVATION_INIT;
    char buffer[32];
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    assert_true(hm_dataset_observation(dataset, 1, "y", &seen, buffer));
    assert_string_equal(seen.note, "hm");
    assert_int_equal(seen.verified, 1);
    assert_int_equal(seen.state, HM_NOT_REPORTED);
    assert_true(hm_dataset_observation(dataset, 0, "x", &seen, buffer));
    assert_int_equal(seen.verified, -1);
    assert_true(hm_dataset_observation(dataset, 2, "x", &seen, buffer));
    assert_int_equal(seen.verified, 0);
    assert_int_equal(seen.state, HM_NOT_APPLICABLE);
    assert_int_equal(hm_issues_count(hm_dataset_issues(dataset)), 1);
    const hm_issue *issue = hm_issues_get(hm_dataset_issues(dataset), 0);
    assert_string_equal(issue->code, "unknown_column");
    assert_string_equal(issue->file, "<arrow>");
    assert_int_equal(issue->column, 7);
    hm_dataset_free(dataset);
}

/* A column of every type that is taken. */
static void import_wide_types(void **state) {
    (void)state;
    static const int8_t c[] = {-1, 127, -128};
    static const uint8_t big_c[] = {0, 200, 255};
    static const int16_t s[] = {-300, 300, 0};
    static const uint16_t big_s[] = {1, 65535, 0};
    static const uint32_t big_i[] = {1, 4294967295u, 0};
    static const int64_t l[] = {-9007199254740992, 5, 0};
    static const uint64_t big_l[] = {9007199254740992, 7, 0};
    static const float f[] = {0.5f, -2, 0};
    static const uint8_t b[] = {0x05}, there[] = {0x03};
    static const int32_t codes[] = {1, 0, 1}, offsets[] = {0, 2, 5};
    made m;
    make(&m, 3);
    make_column(&m, "city", "u", NULL, three, "ABC");
    make_column(&m, "period", "i", NULL, years, NULL);
    make_column(&m, "c", "c", NULL, c, NULL);
    make_column(&m, "C", "C", NULL, big_c, NULL);
    make_column(&m, "s", "s", NULL, s, NULL);
    make_column(&m, "S", "S", there, big_s, NULL);
    make_column(&m, "I", "I", there, big_i, NULL);
    make_column(&m, "l", "l", there, l, NULL);
    make_column(&m, "L", "L", there, big_l, NULL);
    make_column(&m, "f", "f", there, f, NULL);
    make_column(&m, "b", "b", NULL, b, NULL);
    make_dictionary(&m, make_column(&m, "d", "i", there, codes, NULL), 2, "u", offsets, "NRyes");
    expect_made(&m, "A 2025 c = -1 @0:0\nA 2025 C = 0 @0:0\nA 2025 s = -300 @0:0\n"
                    "A 2025 S = 1 @0:0\nA 2025 I = 1 @0:0\nA 2025 l = -9007199254740992 @0:0\n"
                    "A 2025 L = 9007199254740992 @0:0\nA 2025 f = 0.5 @0:0\nA 2025 b = yes @0:0\n"
                    "A 2025 d = yes @0:0\n"
                    "B 2025 c = 127 @0:0\nB 2025 C = 200 @0:0\nB 2025 s = 300 @0:0\n"
                    "B 2025 S = 65535 @0:0\nB 2025 I = 4294967295 @0:0\nB 2025 l = 5 @0:0\n"
                    "B 2025 L = 7 @0:0\nB 2025 f = -2 @0:0\nB 2025 b = no @0:0\n"
                    "B 2025 d = NR @0:0\n"
                    "C 2026 c = -128 @0:0\nC 2026 C = 255 @0:0\nC 2026 s = 0 @0:0\n"
                    "C 2026 S = NR @0:0\nC 2026 I = NR @0:0\nC 2026 l = NR @0:0\n"
                    "C 2026 L = NR @0:0\nC 2026 f = NR @0:0\nC 2026 b = yes @0:0\n"
                    "C 2026 d = NR @0:0\n"
                    "? 0:4 input \"C\" looks like \"c\": if they are one, write them alike\n"
                    "? 0:6 input \"S\" looks like \"s\": if they are one, write them alike\n"
                    "? 0:9 input \"L\" looks like \"l\": if they are one, write them alike\n");
}

/* Rows of a slice, whose columns are slices too; a row that is null as a whole has no city. */
static void import_slices(void **state) {
    (void)state;
    static const int32_t offsets[] = {0, 0, 1, 2, 3, 4};
    static const double x[] = {91, 92, 93, 1, 2, 3};
    static const uint8_t there[] = {0x28}, rows[] = {0x0A}; /* bits 3, 5; 1, 3 */
    made m;
    make(&m, 3);
    m.array.offset = 1; /* rows 1, 2, 3 of the columns */
    const size_t city = make_column(&m, "city", "u", NULL, offsets, "ABCD");
    m.arrays[city].offset = 1; /* B, C, D */
    make_column(&m, "period", "i", NULL, (const int32_t[]){0, 2025, 2025, 2025}, NULL);
    const size_t figures = make_column(&m, "x", "g", there, x, NULL);
    m.arrays[figures].offset = 2; /* 1, 2, 3, of which the second is missing */
    expect_made(&m, "B 2025 x = 1 @0:0\nC 2025 x = NR @0:0\nD 2025 x = 3 @0:0\n");
    make(&m, 3);
    m.array.offset = 1;
    m.array.null_count = 1;
    m.rows[0] = rows;
    make_column(&m, "city", "u", NULL, offsets + 1, "ABCD");
    make_column(&m, "period", "i", NULL, (const int32_t[]){0, 2025, 2025, 2025}, NULL);
    make_column(&m, "x", "g", NULL, x + 2, NULL);
    expect_made(&m, "B 2025 x = 1 @0:0\nD 2025 x = 3 @0:0\n"
                    "! 2:1 found no city, expected its name: the row is rejected\n"
                    "! 2:2 found no period, expected one such as 2025, 2025-Q1, 2025-06 or "
                    "2025-06-30: the row is rejected\n");
}

static void import_nothing(void **state) {
    (void)state;
    made m;
    make(&m, 0);
    make_column(&m, "city", "u", NULL, NULL, NULL);
    make_column(&m, "period", "l", NULL, NULL, NULL);
    make_column(&m, "x", "g", NULL, NULL, NULL);
    expect_made(&m, "");
}

/* What says more of an observation has no place in the wide form, whatever its type. */
static void import_wide_remarks(void **state) {
    (void)state;
    static const double notes[] = {1, 2, 3};
    made m;
    make(&m, 3);
    make_column(&m, "city", "u", NULL, three, "ABC");
    make_column(&m, "note", "g", NULL, notes, NULL);
    make_column(&m, "period", "i", NULL, years, NULL);
    make_column(&m, "Verified", "tdD", NULL, years, NULL);
    make_column(&m, "x", "g", NULL, notes, NULL);
    expect_made(&m, "A 2025 x = 1 @0:0\nB 2025 x = 2 @0:0\nC 2026 x = 3 @0:0\n"
                    "? 0:2 column `note` is left out: it belongs to tables with columns input and "
                    "value\n"
                    "? 0:4 column `verified` is left out: it belongs to tables with columns input "
                    "and value\n");
}

/* ---- figures that cannot be used, or not as they are ---- */

static void import_odd_figures(void **state) {
    (void)state;
    static const int64_t l[] = {9007199254740993, -9007199254740993, 1};
    const float f[] = {NAN, INFINITY, 1};
    static const int32_t texts[] = {0, 2, 3, 4};
    made m;
    make(&m, 3);
    make_column(&m, "city", "u", NULL, three, "ABC");
    make_column(&m, "period", "i", NULL, years, NULL);
    make_column(&m, "l", "l", NULL, l, NULL);
    make_column(&m, "f", "f", NULL, f, NULL);
    make_column(&m, "t", "u", NULL, texts, "ok\xFF\x33");
    expect_made(
        &m,
        "A 2025 l = 9007199254740992 @0:0\nA 2025 f = rejected @0:0\nA 2025 t = ok @0:0\n"
        "B 2025 l = -9007199254740992 @0:0\nB 2025 f = rejected @0:0\nB 2025 t = rejected @0:0\n"
        "C 2026 l = 1 @0:0\nC 2026 f = 1 @0:0\nC 2026 t = 3 @0:0\n"
        "? 0:0 A, 2025: input \"l\": found \"9007199254740993\", which is read as "
        "9007199254740992: it has more "
        "digits "
        "than a number can hold\n"
        "? 0:0 B, 2025: input \"l\": found \"-9007199254740993\", which is read as "
        "-9007199254740992: it has "
        "more digits "
        "than a number can hold\n"
        "! 0:0 A, 2025: input \"f\": found NaN, expected a finite number (where a figure is "
        "missing, its bit of the validity bitmap is 0)\n"
        "! 0:0 B, 2025: input \"f\": found infinity, expected a finite number (where a figure is "
        "missing, its bit of the validity bitmap is 0)\n"
        "! 2:5 input \"t\": found byte 0xFF at offset 0 of \"\\xFF\", expected valid UTF-8\n");
}

/* ---- what is refused ---- */

static void expect_refused(made *m, unsigned line, unsigned column, const char *message) {
    hm_dataset *dataset = new_dataset();
    hm_error error = {0};
    assert_int_equal(hm_dataset_read_arrow(dataset, &m->schema, &m->array, &error), HM_ERROR_DATA);
    if (strcmp(error.message, message) != 0 || error.line != line || error.column != column)
        fail_msg("said %u:%u %s\nexpected %u:%u %s", (unsigned)error.line, (unsigned)error.column,
                 error.message, line, column, message);
    assert_string_equal(error.file, "<arrow>");
    expect_released(m);
    hm_dataset_free(dataset);
}

static const double x_values[] = {1, 2, 3};

/* city, period and x, as they should be. */
static void make_good(made *m) {
    make(m, 3);
    make_column(m, "city", "u", NULL, three, "ABC");
    make_column(m, "period", "i", NULL, years, NULL);
    make_column(m, "x", "g", NULL, x_values, NULL);
}

static void import_refused_formats(void **state) {
    (void)state;
    static const char *const formats[] = {"e",   "z",      "vu",    "d:9,2", "tiM", "+l",
                                          "+s",  "+w:1:2", "+us:0", "",      "gg",  "\x1B",
                                          "tss", "tdd",    "tDx",   "tDsUTC"};
    for (size_t i = 0; i < COUNT(formats); i++) {
        char message[256];
        made m;
        make_good(&m);
        m.schemas[2].format = formats[i];
        (void)snprintf(
            message, sizeof message,
            "column \"x\" has the Arrow format \"%s\", expected whole numbers (c C s S i "
            "I l L), float32 (f), float64 (g), bool (b), utf8 (u), large_utf8 (U), dates (tdD "
            "tdm), timestamps (ts...), durations (tD...) or null (n)",
            formats[i][0] == '\x1B' ? "\\u{1B}" : formats[i]);
        expect_refused(&m, 0, 3, message);
    }
    made m;
    make_good(&m);
    m.schema.format = "i";
    expect_refused(&m, 0, 0,
                   "the schema has the Arrow format \"i\", expected a struct (+s), whose children "
                   "are columns");
    make_good(&m);
    m.schemas[0].format = "b";
    m.arrays[0].n_buffers = 2;
    expect_refused(
        &m, 0, 1,
        "column `city` has the Arrow format \"b\", expected texts (u, U) or whole numbers");
    make_good(&m);
    m.schemas[1].format = "g";
    expect_refused(&m, 0, 2,
                   "column `period` has the Arrow format \"g\", expected texts (u, U), whole "
                   "numbers or dates");
    make_good(&m);
    make_column(&m, "input", "u", NULL, three, "abc");
    m.schemas[2].name = "value";
    make_column(&m, "note", "g", NULL, x_values, NULL);
    expect_refused(&m, 0, 5, "column `note` has the Arrow format \"g\", expected texts (u, U)");
}

static void import_refused_names(void **state) {
    (void)state;
    made m;
    make_good(&m);
    m.schemas[2].name = "CITY";
    expect_refused(&m, 0, 3, "column `city` stands twice");
    make_good(&m);
    make_column(&m, " x", "g", NULL, x_values, NULL);
    expect_refused(&m, 0, 4, "column `x` stands twice");
    make_good(&m);
    m.schemas[1].name = "year";
    expect_refused(&m, 0, 0,
                   "found 3 columns without period, expected city, period, input and value, or "
                   "city, period and one column an input");
    make_good(&m);
    m.schemas[2].name = "value";
    expect_refused(
        &m, 0, 0,
        "found 3 columns without input, expected city, period, input and value, or city, "
        "period and one column an input");
}

/* Each spoils one thing of a good batch. */
typedef void spoils(made *m);

static void spoil_length(made *m) {
    m->arrays[2].length = -1;
}
static void spoil_offset(made *m) {
    m->arrays[2].offset = -1;
}
static void spoil_sum(made *m) {
    m->arrays[2].offset = INT64_MAX - 2;
}
static void spoil_short(made *m) {
    m->arrays[2].length = 2;
}
static void spoil_nulls(made *m) {
    m->arrays[2].null_count = -2;
}
static void spoil_bitmap(made *m) {
    m->arrays[2].null_count = 1;
}
static void spoil_buffers(made *m) {
    m->arrays[2].buffers = NULL;
}
static void spoil_values(made *m) {
    m->buffers[2][1] = NULL;
}
static void spoil_count(made *m) {
    m->arrays[2].n_buffers = 3;
}
static void spoil_children(made *m) {
    m->arrays[2].n_children = 1;
}
static void spoil_released(made *m) {
    m->arrays[2].release = NULL;
}
static void spoil_released_schema(made *m) {
    m->schemas[2].release = NULL;
}
static void spoil_pointer(made *m) {
    m->array_children[2] = NULL;
}
static void spoil_format(made *m) {
    m->schemas[2].format = NULL;
}
static void spoil_dictionary(made *m) {
    m->arrays[2].dictionary = &m->dictionaries[2];
}
static void spoil_rows(made *m) {
    m->array.length = -3;
}
static void spoil_many_rows(made *m) {
    m->array.length = INT64_C(1) << 32;
}
static void spoil_row_offset(made *m) {
    m->array.offset = 1;
}
static void spoil_row_nulls(made *m) {
    m->array.null_count = 3;
}
static void spoil_columns(made *m) {
    m->array.n_children = 2;
}
static void spoil_many_columns(made *m) {
    m->array.n_children = m->schema.n_children = INT64_MAX;
}
static void spoil_no_children(made *m) {
    m->schema.children = NULL;
}

static void import_contradictions(void **state) {
    (void)state;
    static const struct {
        spoils *spoil;
        unsigned column;
        const char *message;
    } cases[] = {
        {spoil_length, 3, "column \"x\" of Arrow format \"g\": its length is below 0"},
        {spoil_offset, 3, "column \"x\" of Arrow format \"g\": its offset is below 0"},
        {spoil_sum, 3, "column \"x\" of Arrow format \"g\": its offset and length are too great"},
        {spoil_short, 3, "column \"x\" has 2 cells, expected at least 3"},
        {spoil_nulls, 3, "column \"x\" of Arrow format \"g\": its number of nulls is below -1"},
        {spoil_bitmap, 3,
         "column \"x\" of Arrow format \"g\": it has nulls, but no validity bitmap"},
        {spoil_buffers, 3, "column \"x\" of Arrow format \"g\": its buffers are NULL"},
        {spoil_values, 3, "column \"x\" of Arrow format \"g\": its values are NULL"},
        {spoil_count, 3,
         "column \"x\" of Arrow format \"g\": it has another number of buffers than its type"},
        {spoil_children, 3,
         "column \"x\" of Arrow format \"g\": it has children, which its type has not"},
        {spoil_released, 3, "column \"x\" of Arrow format \"g\": its array was released"},
        {spoil_released_schema, 3, "the schema of column 3 was released"},
        {spoil_pointer, 3, "column 3 is NULL"},
        {spoil_format, 3, "column \"x\" has no format"},
        {spoil_dictionary, 3,
         "column \"x\": its schema and its array disagree on whether it has a dictionary"},
        {spoil_rows, 0, "the Arrow struct: its length is below 0"},
        {spoil_many_rows, 0, "the Arrow struct: it has 2^32 rows or more"},
        {spoil_row_offset, 1, "column \"city\" has 3 cells, expected at least 4"},
        {spoil_row_nulls, 0, "the Arrow struct: it has nulls, but no validity bitmap"},
        {spoil_columns, 0,
         "the Arrow struct: its schema and its array have different numbers of columns"},
        {spoil_many_columns, 0, "the Arrow struct: its number of columns is below 0 or above 2^20"},
        {spoil_no_children, 0, "the Arrow struct: its children are NULL"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        made m;
        make_good(&m);
        cases[i].spoil(&m);
        expect_refused(&m, 0, cases[i].column, cases[i].message);
    }
}

/* Contents that contradict themselves are found when they are read. */
static void import_broken_contents(void **state) {
    (void)state;
    static const char *const message =
        "column \"%s\" has an offset or an index there that its buffers do not have";
    static const int32_t decreasing[] = {0, 2, 1, 3}, negative[] = {0, 1, -1, 3};
    static const int32_t beyond[] = {0, 2000000000, 2, 3};
    static const int32_t codes[] = {0, 1, 2}, below[] = {0, -1, 0}, texts[] = {0, 1, 2};
    char said[128];
    made m;
    (void)snprintf(said, sizeof said, message, "city");
    make_good(&m);
    m.buffers[0][1] = decreasing;
    expect_refused(&m, 2, 1, said);
    make_good(&m);
    m.buffers[0][1] = negative;
    expect_refused(&m, 2, 1, said);
    make_good(&m); /* behind the end of the last: there are no such bytes */
    m.buffers[0][1] = beyond;
    expect_refused(&m, 1, 1, said);
    make_good(&m);
    m.buffers[0][2] = NULL;
    expect_refused(&m, 1, 1, said);
    (void)snprintf(said, sizeof said, message, "d");
    make_good(&m);
    make_dictionary(&m, make_column(&m, "d", "i", NULL, codes, NULL), 2, "u", texts, "ab");
    expect_refused(&m, 3, 4, said);
    make_good(&m);
    make_dictionary(&m, make_column(&m, "d", "i", NULL, below, NULL), 2, "u", texts, "ab");
    expect_refused(&m, 2, 4, said);
    make_good(&m);
    make_dictionary(&m, make_column(&m, "d", "i", NULL, codes, NULL), 3, "u", texts, "ab");
    m.dictionary_schemas[3].dictionary = &m.dictionary_schemas[2];
    expect_refused(&m, 0, 4, "column \"d\" has a dictionary of a dictionary");
    make_good(&m);
    make_dictionary(&m, make_column(&m, "d", "g", NULL, x_values, NULL), 3, "u", texts, "ab");
    expect_refused(
        &m, 0, 4,
        "column \"d\" has a dictionary, but its format \"g\" is not one of whole numbers");
}

static void import_arguments(void **state) {
    (void)state;
    hm_error error;
    hm_dataset *dataset = new_dataset();
    made m;
    make_good(&m);
    assert_int_equal(hm_dataset_read_arrow(NULL, &m.schema, &m.array, &error), HM_ERROR_ARGUMENT);
    expect_released(&m);
    assert_int_equal(hm_dataset_read_arrow(dataset, &m.schema, &m.array, &error),
                     HM_ERROR_ARGUMENT);
    assert_string_equal(error.message, "hm_dataset_read_arrow: the schema was released already");
    expect_released(&m);
    make_good(&m);
    assert_int_equal(hm_dataset_read_arrow(dataset, NULL, &m.array, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(m.released_arrays, 1);
    make_good(&m);
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    assert_int_equal(hm_dataset_read_arrow(dataset, &m.schema, &m.array, &error),
                     HM_ERROR_ARGUMENT);
    expect_released(&m);
    hm_dataset_free(dataset);
}

/* ---- at random, against cell by cell ---- */

enum { ROWS = 2496, INPUTS = 6 }; /* more than a block of numbers */

/* One column of values by row, as texts that hm_dataset_put takes. */
static void put_each(hm_dataset *dataset, const char *input, const made *m, size_t column,
                     const uint8_t *validity, const int32_t *wholes) {
    hm_error error;
    for (int64_t i = 0; i < m->array.length; i++) {
        char city[16], text[32] = "";
        (void)snprintf(city, sizeof city, "%d", (int)(i % 2000)); /* the last come twice */
        const int64_t at = m->array.offset + i;
        const char format = m->schemas[column].format[0];
        if (arrow_bit(validity, m->arrays[column].offset + at)) {
            const double value = wholes[m->arrays[column].offset + at];
            hm_number_print(strchr("fg", format) ? value / 4 : value, text);
        }
        assert_int_equal(hm_dataset_put(dataset, city, "2025", input, text, &error), HM_OK);
    }
}

static void import_as_cells(void **state) {
    (void)state;
    static int32_t wholes[ROWS + 64], cities[ROWS + 64], period[ROWS + 64];
    static int16_t shorts[ROWS + 64];
    static int64_t longs[ROWS + 64];
    static float floats[ROWS + 64];
    static double doubles[ROWS + 64];
    static uint8_t validity[(ROWS + 64) / 8];
    static const struct {
        const char *format;
        const void *values;
    } types[] = {{"i", wholes}, {"s", shorts}, {"l", longs}, {"f", floats}, {"g", doubles}};
    for (uint64_t seed = 1; seed <= 12; seed++) {
        uint64_t s = seed * UINT64_C(0x9E3779B97F4A7C15);
        for (size_t i = 0; i < ROWS + 64; i++) {
            wholes[i] = (int32_t)draw(&s, 3) * 100 - 100;
            shorts[i] = (int16_t)wholes[i];
            longs[i] = wholes[i];
            floats[i] = (float)wholes[i] / 4;
            doubles[i] = wholes[i] / 4.0;
            validity[i / 8] = (uint8_t)draw(&s, 256);
        }
        made m;
        hm_dataset *by_arrow = new_dataset(), *by_cell = new_dataset();
        make(&m, draw(&s, ROWS));
        m.array.offset = draw(&s, 32);
        for (int64_t i = 0; i < m.array.length; i++) {
            cities[m.array.offset + i] = (int32_t)(i % 2000);
            period[m.array.offset + i] = 2025;
        }
        make_column(&m, "city", "i", NULL, cities, NULL);
        make_column(&m, "period", "i", NULL, period, NULL);
        for (int input = 0; input < INPUTS; input++) {
            static const char *const names[INPUTS] = {"a", "b", "c", "d", "e", "f"};
            const uint32_t type = draw(&s, COUNT(types));
            const size_t column = make_column(&m, names[input], types[type].format, validity,
                                              types[type].values, NULL);
            m.arrays[column].offset = draw(&s, 32);
            put_each(by_cell, names[input], &m, column, validity, wholes);
        }
        read_made(by_arrow, &m);
        shown expected = {0};
        hm_error error;
        assert_int_equal(hm_dataset_finish(by_cell, &error), HM_OK);
        show(&expected, "%s", "");
        show_observations(&expected, by_cell);
        show_issues(&expected, by_cell);
        hm_dataset_free(by_cell);
        expect_dataset(by_arrow, expected.text);
        free(expected.text);
    }
}

/* ---- without memory ---- */

static hm_code read_good(const hm_allocator *allocator, hm_error *error) {
    static const int32_t codes[] = {1, 0, 1}, texts[] = {0, 1, 2};
    hm_dataset *dataset = NULL;
    made m;
    make_good(&m);
    make_dictionary(&m, make_column(&m, "d", "i", NULL, codes, NULL), 2, "u", texts, "ab");
    hm_code code = hm_dataset_new(&dataset, allocator, error);
    if (code == HM_OK) {
        code = hm_dataset_read_arrow(dataset, &m.schema, &m.array, error);
        expect_released(&m);
    }
    if (code == HM_OK)
        code = hm_dataset_finish(dataset, error);
    hm_dataset_free(dataset);
    return code;
}

static void import_without_memory(void **state) {
    (void)state;
    refuse_each(read_good, HM_OK, false);
    refuse_each(read_good, HM_OK, true);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(import_long),
        cmocka_unit_test(import_wide_types),
        cmocka_unit_test(import_slices),
        cmocka_unit_test(import_nothing),
        cmocka_unit_test(import_wide_remarks),
        cmocka_unit_test(import_odd_figures),
        cmocka_unit_test(import_refused_formats),
        cmocka_unit_test(import_refused_names),
        cmocka_unit_test(import_contradictions),
        cmocka_unit_test(import_broken_contents),
        cmocka_unit_test(import_arguments),
        cmocka_unit_test(import_as_cells),
        cmocka_unit_test(import_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
