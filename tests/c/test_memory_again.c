/* test_memory_again.c: a program that goes on after it was told that memory has run out. Whatever
 * was refused, and whatever is called then, nothing is written where it must not be. */
#define _XOPEN_SOURCE 700
#include "arrow_support.h"

/* ---- an allocator that sees what is written behind its blocks ---- */

enum { GUARD = 256 };

typedef struct guarded {
    size_t refused, calls; /* which call is refused, from 1 on */
    size_t pieces;
} guarded;

typedef union head {
    size_t size;
    max_align_t aligned;
} head;

static void check_guard(const head *block) {
    const uint8_t *guard = (const uint8_t *)(block + 1) + block->size;
    for (size_t i = 0; i < GUARD; i++)
        if (guard[i] != 0xA5)
            fail_msg("something was written %zu bytes behind a block of %zu", i, block->size);
}

/* Never in place, so that nobody gets away with an old pointer. */
static void *guarded_resize(void *context, void *pointer, size_t old_size, size_t new_size) {
    guarded *g = context;
    head *old = pointer ? (head *)pointer - 1 : NULL, *block = NULL;
    if (old) {
        assert_int_equal(old->size, old_size);
        check_guard(old);
    }
    if (new_size > 0) {
        if (++g->calls == g->refused)
            return NULL;
        block = malloc(sizeof *block + new_size + GUARD);
        assert_non_null(block);
        block->size = new_size;
        memset((uint8_t *)(block + 1) + new_size, 0xA5, GUARD);
        if (old)
            memcpy(block + 1, old + 1, old_size < new_size ? old_size : new_size);
        g->pieces++;
    }
    if (old) {
        g->pieces--;
        free(old);
    }
    return block ? block + 1 : NULL;
}

/* ---- what is called, again and again ---- */

static hm_code put_figures(hm_dataset *dataset, int round) {
    hm_code code = HM_OK;
    hm_error error;
    for (int i = 0; i < 20; i++) {
        char city[16];
        (void)snprintf(city, sizeof city, "%d-%d", round, i);
        for (int input = 0; input < 3; input++) {
            const char *const names[] = {"a", "b", "c"};
            const hm_code one =
                hm_dataset_put(dataset, city, "2025", names[input], i == 7 ? "07" : "7", &error);
            code = code == HM_OK ? one : code;
        }
    }
    return code;
}

static hm_code put_columns(hm_dataset *dataset, int round) {
    static const char *const periods[] = {"2025", "2025", "2025"}, *const texts[] = {"x", NULL, ""};
    static const double numbers[] = {1, 2, 3};
    hm_error error;
    char names[3][16];
    const char *cities[3];
    for (int i = 0; i < 3; i++) {
        (void)snprintf(names[i], sizeof names[i], "column-%d-%d", round, i);
        cities[i] = names[i];
    }
    const hm_code units = hm_dataset_put_units(dataset, 3, cities, periods, &error);
    if (units != HM_OK)
        return units;
    const hm_code code = hm_dataset_put_numbers(dataset, "a", 3, numbers, NULL, &error);
    const hm_code other = hm_dataset_put_texts(dataset, "t", 3, texts, &error);
    return code != HM_OK ? code : other;
}

static hm_code put_records(hm_dataset *dataset, int round) {
    static const char *const columns[] = {"kind", "size"}, *const values[] = {"a", "01"};
    hm_code code = HM_OK;
    hm_error error;
    for (int i = 0; i < 8; i++) {
        char city[16];
        (void)snprintf(city, sizeof city, "%d-%d", round, i % 3);
        const hm_code one =
            hm_dataset_put_record(dataset, "r", city, "2025", 2, columns, values, &error);
        code = code == HM_OK ? one : code;
    }
    return code;
}

static hm_code read_wide(hm_dataset *dataset, int round) {
    char text[256];
    hm_error error;
    const int size = snprintf(
        text, sizeof text, "city,period,a,b,d\nw%d,2025,1,2,3\nx%d,2025,01,,yes\ny%d,2025,x,2,3\n",
        round, round, round);
    return hm_dataset_read_memory(dataset, "wide.csv", text, (size_t)size, &error);
}

static hm_code read_long(hm_dataset *dataset, int round) {
    char text[256];
    hm_error error;
    const int size = snprintf(text, sizeof text,
                              "city,period,input,value,note\nl%d,2025,a,1,why\nl%d,2025,e,2,\n"
                              "l%d,2025,e,3,\n",
                              round, round, round);
    return hm_dataset_read_memory(dataset, "long.csv", text, (size_t)size, &error);
}

static hm_code read_arrow(hm_dataset *dataset, int round) {
    static const int32_t cities[] = {0, 1, 2}, years[] = {2025, 2025}, whole[] = {1, 2};
    static const double numbers[] = {1, 2};
    hm_error error;
    made m;
    make(&m, 2);
    make_column(&m, "city", "u", NULL, cities, round > 0 ? "AB" : "CD");
    make_column(&m, "period", "i", NULL, years, NULL);
    make_column(&m, "f", "i", NULL, whole, NULL);
    make_column(&m, "size", "g", NULL, numbers, NULL);
    const hm_code code = hm_dataset_read_records_arrow(dataset, "r", &m.schema, &m.array, &error);
    make(&m, 2);
    make_column(&m, "city", "u", NULL, cities, round > 0 ? "AB" : "CD");
    make_column(&m, "period", "i", NULL, years, NULL);
    make_column(&m, "f", "i", NULL, whole, NULL);
    make_column(&m, "a", "g", NULL, numbers, NULL);
    const hm_code other = hm_dataset_read_arrow(dataset, &m.schema, &m.array, &error);
    return code != HM_OK ? code : other;
}

typedef hm_code step(hm_dataset *dataset, int round);

/* What is put, and the end, three times, however often it is refused. False when nothing was.
 * Where memory only saves time, nobody need be told. */
static bool go_on(step *const *steps, size_t count, size_t refused, size_t *failures) {
    guarded g = {.refused = refused};
    const hm_allocator allocator = {guarded_resize, &g};
    hm_dataset *dataset = NULL;
    hm_error error;
    bool failed = hm_dataset_new(&dataset, &allocator, &error) != HM_OK;
    for (int round = 0; dataset && round < 3; round++) {
        for (size_t i = 0; i < count; i++) {
            const hm_code code = steps[i](dataset, round);
            if (code != HM_OK && code != HM_ERROR_MEMORY && code != HM_ERROR_ARGUMENT)
                fail_msg("allocation %zu, round %d, step %zu: code %d", refused, round, i,
                         (int)code);
            failed |= code == HM_ERROR_MEMORY;
        }
        const hm_code code = hm_dataset_finish(dataset, &error);
        failed |= code == HM_ERROR_MEMORY;
        if (code == HM_OK)
            break;
    }
    hm_dataset_free(dataset);
    assert_int_equal(g.pieces, 0);
    assert_true(!failed || g.calls >= refused);
    *failures += failed;
    return g.calls >= refused;
}

static void go_on_each(step *const *steps, size_t count) {
    size_t refused = 1, failures = 0;
    while (go_on(steps, count, refused, &failures))
        refused++;
    assert_true(failures > 10); /* there was something to refuse */
}

static void figures_again(void **state) {
    (void)state;
    static step *const steps[] = {put_figures};
    go_on_each(steps, COUNT(steps));
}

static void columns_again(void **state) {
    (void)state;
    static step *const steps[] = {put_columns, put_figures};
    go_on_each(steps, COUNT(steps));
}

static void records_again(void **state) {
    (void)state;
    static step *const steps[] = {put_records};
    go_on_each(steps, COUNT(steps));
}

static void files_again(void **state) {
    (void)state;
    static step *const steps[] = {read_wide, read_long, put_figures};
    go_on_each(steps, COUNT(steps));
}

static void arrow_again(void **state) {
    (void)state;
    static step *const steps[] = {read_arrow, put_records, put_figures};
    go_on_each(steps, COUNT(steps));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_again), cmocka_unit_test(columns_again),
        cmocka_unit_test(records_again), cmocka_unit_test(files_again),
        cmocka_unit_test(arrow_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
