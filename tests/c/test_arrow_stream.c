/* test_arrow_stream.c: streams of Arrow batches as data, of producers that keep to the
 * specification and of ones that do not. */
#define _XOPEN_SOURCE 700
#include "arrow_support.h"

#include <fenv.h>

#include "memory_support.h"

/* ---- a producer ---- */

enum { MOST_BATCHES = 4 };

typedef struct producer {
    struct ArrowArrayStream stream;
    made batches[MOST_BATCHES]; /* the first one's schema is the stream's */
    int count, next;
    int schema_fails, fails_at; /* a number of errno, before this batch */
    const char *words;
    hm_cancel *cancelled; /* when the second batch is asked for */
    int released, asked;
} producer;

static int give_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    producer *p = stream->private_data;
    if (p->schema_fails != 0)
        return p->schema_fails;
    *out = p->batches[0].schema;
    return 0;
}

static int give_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    producer *p = stream->private_data;
    p->asked++;
    if (p->fails_at > 0 && p->next + 1 == p->fails_at)
        return 5;
    if (p->next > 0)
        hm_cancel_request(p->cancelled); /* NULL is fine */
    (void)fesetround(FE_UPWARD);
    if (p->next == p->count)
        out->release = NULL;
    else
        *out = p->batches[p->next++].array;
    return 0;
}

static const char *give_words(struct ArrowArrayStream *stream) {
    return ((producer *)stream->private_data)->words;
}

static void release_producer(struct ArrowArrayStream *stream) {
    ((producer *)stream->private_data)->released++;
    stream->release = NULL;
}

static const int32_t texts[] = {0, 1, 2, 3, 4, 5, 6};
static const int32_t years[] = {2025, 2025, 2025, 2025, 2025, 2025};
static const double numbers[] = {1, 2, 3, 4, 5, 6};

/* Cities A to F in batches of two, none and four rows, with columns city, period and x. */
static void start(producer *p) {
    static const int64_t rows[] = {2, 0, 4};
    memset(p, 0, sizeof *p);
    p->stream = (struct ArrowArrayStream){give_schema, give_next, give_words, release_producer, p};
    for (int64_t first = 0; p->count < 3; first += rows[p->count++]) {
        made *m = &p->batches[p->count];
        make(m, rows[p->count]);
        make_column(m, "city", "u", NULL, texts + first, "ABCDEF");
        make_column(m, "period", "i", NULL, years + first, NULL);
        make_column(m, "x", "g", NULL, numbers + first, NULL);
    }
}

/* The stream is released once, and whatever it gave. */
static void expect_all_released(const producer *p) {
    assert_int_equal(p->released, 1);
    assert_null(p->stream.release);
    for (int i = 0; i < p->next; i++)
        assert_int_equal(p->batches[i].released_arrays, 1);
    for (int i = p->next; i < p->count; i++)
        assert_int_equal(p->batches[i].released_arrays, 0);
    if (p->asked > 0)
        assert_int_equal(p->batches[0].released_schemas, 1);
}

static void expect_stream(producer *p, const char *expected) {
    hm_dataset *dataset = new_dataset();
    hm_error error = {0};
    if (hm_dataset_read_arrow_stream(dataset, &p->stream, &error) != HM_OK)
        fail_msg("%s:%u:%u: %s", error.file, (unsigned)error.line, (unsigned)error.column,
                 error.message);
    expect_all_released(p);
    expect_dataset(dataset, expected);
}

/* What was read before stays read. */
static void expect_failed(producer *p, const char *message, unsigned line, unsigned column,
                          const char *expected) {
    hm_dataset *dataset = new_dataset();
    hm_error error = {0};
    assert_int_equal(hm_dataset_read_arrow_stream(dataset, &p->stream, &error), HM_ERROR_DATA);
    assert_string_equal(error.message, message);
    assert_string_equal(error.file, "<arrow>");
    assert_int_equal(error.line, line);
    assert_int_equal(error.column, column);
    expect_all_released(p);
    expect_dataset(dataset, expected);
}

#define FIRST_BATCH   "A 2025 x = 1 @0:0\nB 2025 x = 2 @0:0\n"
#define OTHER_BATCHES "C 2025 x = 3 @0:0\nD 2025 x = 4 @0:0\nE 2025 x = 5 @0:0\nF 2025 x = 6 @0:0\n"

/* ---- those that keep to it ---- */

static void stream_wide(void **state) {
    (void)state;
    producer p;
    start(&p);
    expect_stream(&p, FIRST_BATCH OTHER_BATCHES);
    assert_int_equal(p.asked, 4);
    assert_int_equal(fegetround(), FE_TONEAREST); /* whatever its callbacks do */
    start(&p);
    p.count = 0;
    expect_stream(&p, "");
}

/* Rows are counted through, and what is to be said of the columns is said once. */
static void stream_long(void **state) {
    (void)state;
    producer p;
    start(&p);
    for (int i = 0; i < p.count; i++) {
        made *m = &p.batches[i];
        m->schemas[2].name = "value";
        make_column(m, "input", "u", NULL, texts, "xxxxxx");
        make_column(m, "colour", "n", NULL, NULL, NULL);
        make_column(m, "", "n", NULL, NULL, NULL);
    }
    p.batches[2].buffers[0][2] = "AB\xFFZE ";
    expect_stream(&p, "A 2025 x = 1 @0:0\nB 2025 x = 2 @0:0\nZ 2025 x = 4 @0:0\n"
                      "E 2025 x = 5 @0:0\n"
                      "? 0:5 column `colour` is left out: a table with columns input and value has "
                      "no use for it\n"
                      "? 0:6 column 6 has no name and is left out\n"
                      "! 3:1 found byte 0xFF at offset 0 of \"\\xFF\", expected valid UTF-8\n"
                      "! 6:1 found no city, expected its name: the row is rejected\n");
}

static void stream_records(void **state) {
    (void)state;
    static const int32_t in_turn[] = {2025, 2024, 2025, 2024};
    producer p;
    hm_dataset *dataset = new_dataset();
    hm_error error;
    start(&p);
    for (int i = 0; i < p.count; i++) {
        make_column(&p.batches[i], "kind", "u", NULL, texts,
                    "ab\xFF"
                    "defg");
        p.batches[i].buffers[1][1] = in_turn;
        p.batches[i].buffers[0][2] = "AAAAAA";
    }
    assert_int_equal(hm_dataset_read_records_arrow_stream(dataset, "works", &p.stream, &error),
                     HM_OK);
    expect_all_released(&p);
    expect_dataset(dataset,
                   "works A 2025 | 1 | a\nworks A 2025 | 3 | a\n"
                   "works A 2025 | 5 | rejected\n"
                   "works A 2024 | 2 | b\nworks A 2024 | 4 | b\nworks A 2024 | 6 | d\n"
                   "! 5:4 input \"kind\": found byte 0xFF at offset 0 of \"\\xFF\", expected valid "
                   "UTF-8\n");
}

static void stream_arguments(void **state) {
    (void)state;
    producer p;
    hm_error error;
    hm_dataset *dataset = new_dataset();
    start(&p);
    assert_int_equal(hm_dataset_read_arrow_stream(NULL, &p.stream, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(p.released, 1);
    assert_int_equal(hm_dataset_read_arrow_stream(dataset, &p.stream, &error), HM_ERROR_ARGUMENT);
    assert_string_equal(error.message,
                        "hm_dataset_read_arrow_stream: the stream was released already");
    assert_int_equal(hm_dataset_read_arrow_stream(dataset, NULL, &error), HM_ERROR_ARGUMENT);
    start(&p);
    assert_int_equal(hm_dataset_read_records_arrow_stream(dataset, NULL, &p.stream, &error),
                     HM_ERROR_ARGUMENT);
    assert_int_equal(p.released, 1);
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    start(&p);
    assert_int_equal(hm_dataset_read_arrow_stream(dataset, &p.stream, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(p.released, 1);
    assert_int_equal(p.asked, 0);
    hm_dataset_free(dataset);
}

/* ---- those that fail ---- */

static void stream_errors(void **state) {
    (void)state;
    producer p;
    start(&p);
    p.schema_fails = 12;
    p.words = "no \xFF such\ntable";
    expect_failed(&p,
                  "the stream's get_schema failed after 0 rows with error 12: no \\xFF "
                  "such\\ntable",
                  0, 0, "");
    start(&p);
    p.fails_at = 3;
    p.words = "disk on fire";
    expect_failed(&p, "the stream's get_next failed after 2 rows with error 5: disk on fire", 0, 0,
                  FIRST_BATCH);
    start(&p);
    p.fails_at = 1;
    expect_failed(&p, "the stream's get_next failed after 0 rows with error 5", 0, 0, "");
    start(&p);
    p.fails_at = 1;
    p.stream.get_last_error = NULL;
    expect_failed(&p, "the stream's get_next failed after 0 rows with error 5", 0, 0, "");
}

/* The words may be of any length; what does not fit is cut. */
static void stream_long_words(void **state) {
    (void)state;
    static char words[1 << 16];
    hm_error error;
    hm_dataset *dataset = new_dataset();
    producer p;
    memset(words, 'w', sizeof words - 1);
    start(&p);
    p.fails_at = 1;
    p.words = words;
    assert_int_equal(hm_dataset_read_arrow_stream(dataset, &p.stream, &error), HM_ERROR_DATA);
    assert_true(strlen(error.message) < sizeof error.message);
    assert_non_null(strstr(error.message, "with error 5: wwww"));
    hm_dataset_free(dataset);
}

/* ---- those that do not keep to it ---- */

static void stream_without_callbacks(void **state) {
    (void)state;
    producer p;
    start(&p);
    p.stream.get_schema = NULL;
    expect_failed(&p, "the stream has no get_schema", 0, 0, "");
    start(&p);
    p.stream.get_next = NULL;
    expect_failed(&p, "the stream has no get_next", 0, 0, "");
    start(&p);
    p.batches[0].schema.release = NULL;
    expect_failed(&p, "the stream's get_schema gave a schema that is released", 0, 0, "");
}

/* The columns are looked at, although there is no row. */
static void stream_wrong_columns(void **state) {
    (void)state;
    producer p;
    start(&p);
    p.count = 0;
    p.batches[0].schemas[0].name = "town";
    hm_dataset *dataset = new_dataset();
    hm_error error;
    assert_int_equal(hm_dataset_read_arrow_stream(dataset, &p.stream, &error), HM_ERROR_DATA);
    assert_string_equal(error.message,
                        "found 3 columns without city, expected city, period, input and value, or "
                        "city, period and one column an input");
    assert_int_equal(p.released, 1);
    assert_int_equal(p.asked, 0);
    assert_int_equal(p.batches[0].released_schemas, 1);
    hm_dataset_free(dataset);
}

static void stream_wrong_batches(void **state) {
    (void)state;
    producer p;
    start(&p);
    p.batches[2].array.n_children = 2;
    expect_failed(&p,
                  "the Arrow struct: its schema and its array have different numbers of columns", 0,
                  0, FIRST_BATCH);
    start(&p);
    p.batches[2].arrays[2].length = 3;
    expect_failed(&p, "column \"x\" has 3 cells, expected at least 4", 0, 3, FIRST_BATCH);
    start(&p);
    p.batches[2].buffers[0][1] = (const int32_t[]){2, 3, 9, 5, 6};
    expect_failed(&p,
                  "column \"city\" has an offset or an index there that its buffers do not have", 4,
                  1, FIRST_BATCH);
    start(&p);
    make_dictionary(&p.batches[2], 2, 2, "g", numbers, NULL);
    p.batches[2].schemas[2].dictionary = NULL;
    expect_failed(&p,
                  "column \"x\": its schema and its array disagree on whether it has a dictionary",
                  0, 3, FIRST_BATCH);
}

/* One thing of one batch is changed for something that can be seen to be wrong, or that may be. */
static void spoil(uint64_t *seed, made *m) {
    static const int64_t lengths[] = {-1, INT64_MIN, 0, 1, INT64_C(1) << 33, INT64_MAX};
    static const void *none[3] = {NULL, NULL, NULL};
    const uint32_t column = draw(seed, 4);
    struct ArrowArray *array = column == 3 ? &m->array : &m->arrays[column];
    switch (draw(seed, 9)) {
    case 0: /* never longer than the buffers are: that is believed */
        array->length = lengths[draw(seed, column == 3 ? 6 : 4)];
        break;
    case 1:
        array->offset = draw(seed, 2) > 0 ? INT64_MAX : -1;
        break;
    case 2:
        array->null_count = lengths[draw(seed, COUNT(lengths))];
        break;
    case 3:
        array->n_buffers = lengths[draw(seed, COUNT(lengths))];
        break;
    case 4:
        array->buffers = draw(seed, 2) > 0 ? NULL : none;
        break;
    case 5:
        array->n_children = lengths[draw(seed, COUNT(lengths))];
        break;
    case 6:
        array->dictionary = draw(seed, 2) > 0 ? array : &m->arrays[2];
        break;
    case 7:
        if (column < 3)
            m->array_children[column] = NULL;
        else
            m->array.children = NULL;
        break;
    default:
        if (column < 3)
            array->release = NULL;
        break;
    }
}

static void stream_spoilt_batches(void **state) {
    (void)state;
    size_t failed = 0;
    for (uint64_t seed = 1; seed <= 2000; seed++) {
        uint64_t s = seed * UINT64_C(0x9E3779B97F4A7C15);
        producer p;
        hm_dataset *dataset = new_dataset();
        hm_error error = {0};
        start(&p);
        for (uint32_t times = draw(&s, 3) + 1; times > 0; times--)
            spoil(&s, &p.batches[draw(&s, 3)]);
        const hm_code code =
            draw(&s, 2) > 0 ? hm_dataset_read_arrow_stream(dataset, &p.stream, &error)
                            : hm_dataset_read_records_arrow_stream(dataset, "r", &p.stream, &error);
        if (code != HM_OK && code != HM_ERROR_DATA)
            fail_msg("seed %d: code %d: %s", (int)seed, (int)code, error.message);
        failed += code != HM_OK;
        assert_int_equal(p.released, 1);
        assert_int_equal(p.batches[0].released_schemas, 1);
        for (int i = 0; i < p.count; i++)
            assert_int_equal(p.batches[i].released_arrays, i < p.next);
        assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
        hm_dataset_free(dataset);
    }
    assert_true(failed > 1000);
}

/* ---- cancelled, and without memory ---- */

static void stream_cancelled(void **state) {
    (void)state;
    producer p;
    hm_error error;
    hm_cancel *cancel;
    hm_dataset *dataset = new_dataset();
    assert_int_equal(hm_cancel_new(&cancel, NULL, &error), HM_OK);
    hm_dataset_set_cancel(dataset, cancel);
    start(&p);
    p.cancelled = cancel;
    assert_int_equal(hm_dataset_read_arrow_stream(dataset, &p.stream, &error), HM_ERROR_CANCELLED);
    assert_int_equal(p.asked, 2);
    expect_all_released(&p);
    hm_dataset_free(dataset);
    hm_cancel_free(cancel);
}

static hm_code read_records(const hm_allocator *allocator, hm_error *error) {
    hm_dataset *dataset = NULL;
    producer p;
    start(&p);
    hm_code code = hm_dataset_new(&dataset, allocator, error);
    if (code == HM_OK) {
        code = hm_dataset_read_records_arrow_stream(dataset, "works", &p.stream, error);
        expect_all_released(&p);
    }
    if (code == HM_OK)
        code = hm_dataset_finish(dataset, error);
    hm_dataset_free(dataset);
    return code;
}

static void stream_without_memory(void **state) {
    (void)state;
    refuse_each(read_records, HM_OK, false);
    refuse_each(read_records, HM_OK, true);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stream_wide),
        cmocka_unit_test(stream_long),
        cmocka_unit_test(stream_records),
        cmocka_unit_test(stream_arguments),
        cmocka_unit_test(stream_errors),
        cmocka_unit_test(stream_long_words),
        cmocka_unit_test(stream_without_callbacks),
        cmocka_unit_test(stream_wrong_columns),
        cmocka_unit_test(stream_wrong_batches),
        cmocka_unit_test(stream_spoilt_batches),
        cmocka_unit_test(stream_cancelled),
        cmocka_unit_test(stream_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
