/* test_arrow_environment.c: Arrow in and out where the host's floating-point environment is not the
 * usual one, or callbacks change it: the same figures, and the environment is as it was. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* feenableexcept */
#endif
#include "arrow_support.h"

#include <fenv.h>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

#include "table/builder.h"

/* --- hosts --- */

static void do_nothing(void) {
}

static void round_upward(void) {
    (void)fesetround(FE_UPWARD);
}

static void raise_some(void) {
    (void)feraiseexcept(FE_DIVBYZERO | FE_OVERFLOW);
}

#if defined(__GLIBC__)
static void trap_all(void) {
    (void)feenableexcept(FE_ALL_EXCEPT);
}
#endif

#if defined(__x86_64__)
static void flush_to_zero(void) {
    _mm_setcsr(_mm_getcsr() | 0x8040); /* results and operands */
}
#endif

/* What every callback does before it returns. */
static void (*disturb)(void) = do_nothing;

/* --- a producer, each of whose functions disturbs --- */

enum { ROWS = 4 };
static const int32_t ends[] = {0, 1, 2, 3, 4}, years[] = {2025, 2025, 2025, 2025};
/* Too small for a float but for the last digits; a whole number that no double is. */
static const float floats[ROWS] = {0.1f, 1e-40f, 3e-45f, -1e-39f};
static const double doubles[ROWS] = {0.1, 4.9406564584124654e-324, 1e-310, -2.5};
static const int64_t wholes[ROWS] = {9007199254740993, 1, -3, 7};

static void release_schema(struct ArrowSchema *schema) {
    made_release_schema(schema);
    disturb();
}

static void release_array(struct ArrowArray *array) {
    made_release_array(array);
    disturb();
}

static void make_batch(made *m) {
    make(m, ROWS);
    make_column(m, "city", "u", NULL, ends, "ABCD");
    make_column(m, "period", "i", NULL, years, NULL);
    make_column(m, "f", "f", NULL, floats, NULL);
    make_column(m, "d", "g", NULL, doubles, NULL);
    make_column(m, "l", "l", NULL, wholes, NULL);
    m->schema.release = release_schema;
    m->array.release = release_array;
}

static int give_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    *out = ((made *)stream->private_data)->schema;
    disturb();
    return 0;
}

/* One batch, and then an error with words. */
static int give_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    made *m = stream->private_data;
    const bool first = m->array.release != NULL;
    *out = m->array;
    m->array.release = NULL;
    disturb();
    return first ? 0 : 5;
}

static const char *give_words(struct ArrowArrayStream *stream) {
    (void)stream;
    disturb();
    return "that was all";
}

static void release_stream(struct ArrowArrayStream *stream) {
    stream->release = NULL;
    disturb();
}

/* --- everything, as one text --- */

static void show_read(shown *out, bool as_stream) {
    hm_dataset *dataset = new_dataset();
    hm_error error = {.message = ""};
    made m;
    make_batch(&m);
    struct ArrowArrayStream stream = {give_schema, give_next, give_words, release_stream, &m};
    if (as_stream)
        assert_int_equal(hm_dataset_read_arrow_stream(dataset, &stream, &error), HM_ERROR_DATA);
    else
        assert_int_equal(hm_dataset_read_arrow(dataset, &m.schema, &m.array, &error), HM_OK);
    assert_int_equal(m.released_arrays, 1);
    assert_int_equal(m.released_schemas, 1);
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    show(out, "%s\n", as_stream ? error.message : "");
    show_observations(out, dataset);
    show_issues(out, dataset);
    hm_dataset_free(dataset);
}

static void show_export(shown *out) {
    struct ArrowArrayStream stream;
    struct ArrowArray batch;
    hm_table *table = NULL;
    hm_error error;
    hm_table_builder *builder = hm_table_builder_new("t", hm_allocator_default());
    (void)hm_table_builder_column(builder, "x", HM_COLUMN_NUMBER, "");
    for (size_t row = 0; row < ROWS; row++) {
        hm_table_builder_number(builder, 0, doubles[row]);
        hm_table_builder_end_row(builder);
    }
    assert_int_equal(hm_table_builder_freeze(builder, &table, &error), HM_OK);
    assert_int_equal(hm_table_export_arrow_stream(table, &stream, &error), HM_OK);
    assert_int_equal(stream.get_next(&stream, &batch), 0);
    for (size_t row = 0; row < ROWS; row++) {
        uint64_t bits;
        memcpy(&bits, (const double *)batch.children[0]->buffers[1] + row, sizeof bits);
        show(out, "%" PRIx64 "\n", bits);
    }
    batch.release(&batch);
    stream.release(&stream);
    hm_table_free(table);
}

static char *show_all(void) {
    shown out = {0};
    show_read(&out, false);
    show_read(&out, true);
    show_export(&out);
    return out.text;
}

/* --- tests --- */

typedef struct seen {
    int rounding, raised, trapped;
    unsigned control; /* of the processor, without what was raised */
} seen;

static seen look(void) {
    seen out = {.rounding = fegetround(), .raised = fetestexcept(FE_ALL_EXCEPT)};
#if defined(__GLIBC__)
    out.trapped = fegetexcept();
#endif
#if defined(__x86_64__)
    out.control = _mm_getcsr() & ~0x3Fu;
#endif
    return out;
}

/* The host is as `prepare` makes it, and its callbacks do `how`. */
static void expect_same(const char *expected, void (*prepare)(void), void (*how)(void)) {
    assert_int_equal(fesetenv(FE_DFL_ENV), 0);
    prepare();
    disturb = how;
    const seen before = look();
    char *found = show_all();
    const seen after = look();
    disturb = do_nothing;
    assert_int_equal(fesetenv(FE_DFL_ENV), 0);
    assert_string_equal(found, expected);
    assert_memory_equal(&before, &after, sizeof before);
    free(found);
}

static void (*const changes[])(void) = {
    do_nothing,    round_upward, raise_some,
#if defined(__GLIBC__)
    trap_all,
#endif
#if defined(__x86_64__)
    flush_to_zero,
#endif
};

static void hosts_of_any_environment(void **state) {
    (void)state;
    char *expected = show_all();
    assert_non_null(strstr(expected, "B 2025 d = 5e-324 @0:0\n"));
    for (size_t i = 0; i < COUNT(changes); i++)
        expect_same(expected, changes[i], do_nothing);
    free(expected);
}

static void callbacks_of_any_environment(void **state) {
    (void)state;
    char *expected = show_all();
    for (size_t i = 0; i < COUNT(changes); i++)
        expect_same(expected, do_nothing, changes[i]);
    free(expected);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hosts_of_any_environment),
        cmocka_unit_test(callbacks_of_any_environment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
