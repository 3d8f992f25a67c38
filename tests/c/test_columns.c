/* test_columns.c: figures put column by column: the same data set as cell by cell. */
#define _XOPEN_SOURCE 700
#include "dataset_support.h"

#include <math.h>

#include "memory_support.h"

static void put_units(hm_dataset *dataset, size_t count, const char *const *cities,
                      const char *const *periods) {
    hm_error error;
    assert_int_equal(hm_dataset_put_units(dataset, count, cities, periods, &error), HM_OK);
}

static void put_numbers(hm_dataset *dataset, const char *input, size_t count, const double *values,
                        const uint8_t *validity) {
    hm_error error;
    assert_int_equal(hm_dataset_put_numbers(dataset, input, count, values, validity, &error),
                     HM_OK);
}

/* ---- by hand ---- */

static const char *const cities[] = {"A", "B", "C"}, *const periods[] = {"2025", "2025", "2025"};

static void columns_plain(void **state) {
    (void)state;
    static const double x[] = {1.5, 99, -0.0}, y[] = {0, 2e300, 7};
    static const uint8_t validity[] = {0xF5}; /* the second is missing; bits beyond are nobody's */
    static const char *const z[] = {"yes", NULL, "NA"};
    hm_dataset *dataset = new_dataset();
    hm_error error;
    put_units(dataset, 3, cities, periods);
    put_numbers(dataset, "x", 3, x, validity);
    put_numbers(dataset, "y", 3, y, NULL);
    assert_int_equal(hm_dataset_put_texts(dataset, "z", 3, z, &error), HM_OK);
    expect_dataset(dataset, "A 2025 x = 1.5 @0:0\nA 2025 y = 0 @0:0\nA 2025 z = yes @0:0\n"
                            "B 2025 x = NR @0:0\nB 2025 y = 2e+300 @0:0\nB 2025 z = NR @0:0\n"
                            "C 2025 x = 0 @0:0\nC 2025 y = 7 @0:0\nC 2025 z = NA @0:0\n");
}

static void columns_not_finite(void **state) {
    (void)state;
    const double x[] = {NAN, -INFINITY, 3}, y[] = {NAN, INFINITY, 4};
    static const uint8_t validity[] = {6}; /* a NaN that is no figure is nothing to tell of */
    hm_dataset *dataset = new_dataset();
    put_units(dataset, 3, cities, periods);
    put_numbers(dataset, "x", 3, x, NULL);
    put_numbers(dataset, "y", 3, y, validity);
    expect_dataset(
        dataset,
        "A 2025 x = rejected @0:0\nA 2025 y = NR @0:0\nB 2025 x = rejected @0:0\n"
        "B 2025 y = rejected @0:0\nC 2025 x = 3 @0:0\nC 2025 y = 4 @0:0\n"
        "! 0:0 A, 2025: input \"x\": found NaN, expected a finite number (where a figure is "
        "missing, its bit of the validity bitmap is 0)\n"
        "! 0:0 B, 2025: input \"x\": found -infinity, expected a finite number (where a figure "
        "is "
        "missing, its bit of the validity bitmap is 0)\n"
        "! 0:0 B, 2025: input \"y\": found infinity, expected a finite number (where a figure is "
        "missing, its bit of the validity bitmap is 0)\n");
}

/* A row without a unit is told of once, its figures are passed over, and the other rows stay. */
static void columns_refused_units(void **state) {
    (void)state;
    static const char *const names[] = {"A", "", "C", "\xFF"};
    static const char *const times[] = {"2025", "2025", "soon", "2025"};
    static const double x[] = {1, 2, 3, 4};
    hm_dataset *dataset = new_dataset();
    put_units(dataset, 4, names, times);
    put_numbers(dataset, "x", 4, x, NULL);
    put_numbers(dataset, "y", 4, x, NULL);
    expect_dataset(
        dataset, "A 2025 x = 1 @0:0\nA 2025 y = 1 @0:0\n"
                 "! 0:0 found no city, expected its name: the row is rejected\n"
                 "! 0:0 C, soon: found \"soon\", expected a period such as 2025, 2025-Q1, 2025-06 "
                 "or 2025-06-30: the row is rejected\n"
                 "! 0:0 found byte 0xFF at offset 0 of \"\\xFF\", expected valid UTF-8\n");
}

/* As many rows as were named last, be there none. */
static void columns_arguments(void **state) {
    (void)state;
    static const double x[] = {1, 2, 3};
    static const char *const gap[] = {"A", NULL, "C"};
    hm_dataset *dataset = new_dataset();
    hm_error error;
    assert_int_equal(hm_dataset_put_numbers(dataset, "x", 1, x, NULL, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_dataset_put_numbers(dataset, "x", 0, NULL, NULL, &error), HM_OK);
    assert_int_equal(hm_dataset_put_units(NULL, 3, cities, periods, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_dataset_put_units(dataset, 3, gap, periods, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_dataset_put_units(dataset, 3, cities, NULL, &error), HM_ERROR_ARGUMENT);
    put_units(dataset, 3, cities, periods);
    assert_int_equal(hm_dataset_put_numbers(dataset, "x", 2, x, NULL, &error), HM_ERROR_ARGUMENT);
    assert_string_equal(error.message, "hm_dataset_put_numbers: found 2 values, expected 3, one a "
                                       "unit of the last call of hm_dataset_put_units");
    assert_int_equal(hm_dataset_put_numbers(dataset, "x", 3, NULL, NULL, &error),
                     HM_ERROR_ARGUMENT);
    assert_int_equal(hm_dataset_put_numbers(dataset, NULL, 3, x, NULL, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_dataset_put_texts(dataset, "x", 3, NULL, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_dataset_put_texts(dataset, "", 3, gap, &error), HM_OK);
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    assert_int_equal(hm_issues_count_of(hm_dataset_issues(dataset), HM_REJECTED), 1);
    assert_int_equal(hm_dataset_put_units(dataset, 3, cities, periods, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_dataset_put_numbers(dataset, "x", 3, x, NULL, &error), HM_ERROR_ARGUMENT);
    hm_dataset_free(dataset);
}

/* ---- at random, against cell by cell ---- */

enum { ROWS = 40 };

typedef struct batch {
    size_t count;
    char city_texts[ROWS][16], period_texts[ROWS][16];
    const char *cities[ROWS], *periods[ROWS];
    double values[ROWS];
    uint8_t validity[(ROWS + 7) / 8];
    bool all;
} batch;

static void draw_units(batch *b, uint64_t *seed) {
    const bool in_order = draw(seed, 2) == 0; /* the way of whole columns */
    const uint32_t first = draw(seed, 30);
    b->count = draw(seed, ROWS);
    for (size_t i = 0; i < b->count; i++) {
        const uint32_t city = in_order ? first + (uint32_t)i : draw(seed, 60);
        (void)snprintf(b->city_texts[i], sizeof b->city_texts[i], "City %u", (unsigned)city);
        (void)snprintf(b->period_texts[i], sizeof b->period_texts[i], "%u",
                       2020 + (unsigned)(in_order ? 0 : draw(seed, 2)));
        b->cities[i] = b->city_texts[i];
        b->periods[i] = b->period_texts[i];
    }
}

static void draw_column(batch *b, uint64_t *seed) {
    b->all = draw(seed, 2) == 0;
    memset(b->validity, 0, sizeof b->validity);
    for (size_t i = 0; i < b->count; i++) {
        b->values[i] = draw(seed, 3) - 1 + draw(seed, 2) / 2.0;
        if (b->all || draw(seed, 3) > 0)
            b->validity[i / 8] |= (uint8_t)(1 << i % 8);
    }
}

static void put_each(hm_dataset *dataset, const char *input, const batch *b) {
    hm_error error;
    for (size_t i = 0; i < b->count; i++) {
        char text[HM_NUMBER_SIZE] = "";
        if (b->validity[i / 8] >> i % 8 & 1)
            hm_number_print(b->values[i], text);
        assert_int_equal(hm_dataset_put(dataset, b->cities[i], b->periods[i], input, text, &error),
                         HM_OK);
    }
}

/* All that a data set says; the caller frees it. */
static char *all_of(hm_dataset *dataset) {
    hm_error error;
    shown out = {0};
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    show(&out, "%s", "");
    for (size_t i = 0; i < hm_dataset_input_count(dataset); i++)
        show(&out, "%s\n", hm_dataset_input_name(dataset, i));
    show_observations(&out, dataset);
    show_issues(&out, dataset);
    return out.text;
}

static void read_a_file(hm_dataset *dataset) {
    read_text(dataset, "w.csv", "city,period,i0,i2\nCity 3,2020,1,\nCity 70,2020,,0.5\n");
}

static void columns_as_cells(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        uint64_t s = seed * UINT64_C(0x9E3779B97F4A7C15);
        hm_dataset *by_column = new_dataset(), *by_cell = new_dataset();
        hm_dataset_keep_issues(by_column, SIZE_MAX);
        hm_dataset_keep_issues(by_cell, SIZE_MAX);
        static batch b;
        for (uint32_t batches = draw(&s, 5) + 1; batches > 0; batches--) {
            if (draw(&s, 4) == 0) {
                read_a_file(by_column);
                read_a_file(by_cell);
            }
            draw_units(&b, &s);
            put_units(by_column, b.count, b.cities, b.periods);
            for (uint32_t columns = draw(&s, 4) + 1; columns > 0; columns--) {
                char input[8];
                (void)snprintf(input, sizeof input, "i%u", (unsigned)draw(&s, 4));
                draw_column(&b, &s);
                put_numbers(by_column, input, b.count, b.values, b.all ? NULL : b.validity);
                if (b.count == 0) /* what no call says, but the column's name does */
                    put_numbers(by_cell, input, 0, b.values, NULL);
                put_each(by_cell, input, &b);
            }
        }
        char *found = all_of(by_column), *expected = all_of(by_cell);
        if (strcmp(found, expected) != 0)
            fail_msg("seed %u: found\n%s\nexpected\n%s", (unsigned)seed, found, expected);
        free(found);
        free(expected);
        hm_dataset_free(by_column);
        hm_dataset_free(by_cell);
    }
}

/* Many small calls take a time that grows as their number: nothing is kept for each of them. */
static void columns_of_one_row(void **state) {
    (void)state;
    hm_dataset *dataset = new_dataset();
    hm_error error;
    for (unsigned i = 0; i < 50000; i++) {
        char text[16];
        (void)snprintf(text, sizeof text, "%u", i);
        const char *city = text, *period = "2025";
        const double value = i;
        put_units(dataset, 1, &city, &period);
        put_numbers(dataset, "x", 1, &value, NULL);
    }
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    const hm_series *series = hm_dataset_series(dataset, "x");
    for (size_t i = 0; i < 50000; i++)
        assert_true(series->values[i] == (double)i);
    hm_dataset_free(dataset);
}

/* ---- without memory ---- */

static hm_code fill(const hm_allocator *allocator, hm_error *error) {
    static const double values[] = {1, 2, 3};
    static const uint8_t validity[] = {5};
    static const char *const texts[] = {"yes", "maybe", NULL};
    hm_dataset *dataset = NULL;
    hm_code code = hm_dataset_new(&dataset, allocator, error);
    if (code == HM_OK)
        code = hm_dataset_put_units(dataset, 3, cities, periods, error);
    if (code == HM_OK)
        code = hm_dataset_put_numbers(dataset, "x", 3, values, NULL, error);
    if (code == HM_OK)
        code = hm_dataset_put_numbers(dataset, "y", 3, values, validity, error);
    if (code == HM_OK)
        code = hm_dataset_put_texts(dataset, "z", 3, texts, error);
    if (code == HM_OK)
        code = hm_dataset_finish(dataset, error);
    hm_dataset_free(dataset);
    return code;
}

static void columns_without_memory(void **state) {
    (void)state;
    refuse_each(fill, HM_OK, false);
    refuse_each(fill, HM_OK, true);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_plain),          cmocka_unit_test(columns_not_finite),
        cmocka_unit_test(columns_refused_units),  cmocka_unit_test(columns_arguments),
        cmocka_unit_test(columns_as_cells),       cmocka_unit_test(columns_of_one_row),
        cmocka_unit_test(columns_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
