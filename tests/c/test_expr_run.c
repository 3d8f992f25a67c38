/* Tests of evaluating expressions over columns, a block at a time. */
#include "expr_support.h"

enum { MOST = 1000 };

/* Figures of MOST units: a counts from 0 on (not reported for every seventh), b is 2, flag is set
 * for odd units. */
typedef struct figures {
    double a[MOST], b[MOST], flag[MOST];
    uint8_t a_states[MOST], fine[MOST], has_rows[MOST];
    hm_grid_column inputs[INPUT_COUNT];
    hm_rows rows[INPUT_COUNT];
    hm_grid_column columns[COLUMN_COUNT];
    size_t start[MOST + 1];
    hm_expr_data data;
} figures;

static figures *new_figures(void) {
    figures *f = calloc(1, sizeof *f);
    assert_non_null(f);
    for (size_t i = 0; i < MOST; i++) {
        f->a_states[i] = i % 7 == 3 ? HM_NOT_REPORTED : HM_OBSERVED;
        f->a[i] = f->a_states[i] == HM_OBSERVED ? (double)i : 0;
        f->b[i] = 2;
        f->flag[i] = (double)(i % 2);
    }
    f->inputs[INPUT_A] = (hm_grid_column){"a", f->a, f->a_states, true};
    f->inputs[INPUT_B] = (hm_grid_column){"b", f->b, f->fine, true};
    f->inputs[INPUT_FLAG] = (hm_grid_column){"flag", f->flag, f->fine, true};
    f->inputs[INPUT_ROWS] = (hm_grid_column){"rows", f->b, f->has_rows, true};
    f->rows[INPUT_ROWS].start = f->start;
    f->rows[INPUT_ROWS].columns = f->columns;
    f->data.inputs = f->inputs;
    f->data.rows = f->rows;
    return f;
}

/* Runs `expr` (which is freed) over the first `count` units as evaluation does. */
static void run(hm_expr *expr, const figures *f, size_t count, double *values, uint8_t *states) {
    hm_workspace workspace;
    assert_true(hm_workspace_open(&workspace, expr->node_count, hm_allocator_default()));
    for (size_t first = 0; first < count; first += HM_BLOCK) {
        const size_t size = count - first < HM_BLOCK ? count - first : HM_BLOCK;
        hm_expr_run(expr, &f->data, first, size, &workspace, values + first, states + first);
    }
    hm_workspace_close(&workspace);
    free(expr);
}

static void expr_run_over_any_number_of_units(void **state) {
    (void)state;
    static const size_t counts[] = {1, 255, 256, 257, 511, 512, 513, 1000};
    static double values[MOST];
    static uint8_t states[MOST];
    figures *f = new_figures();
    for (size_t n = 0; n < COUNT(counts); n++) {
        hm_expr_start(&builder);
        two(HM_OP_ADD, two(HM_OP_MULTIPLY, named("a"), named("b")), named("flag"));
        run(finish_checked(), f, counts[n], values, states);
        for (size_t i = 0; i < counts[n]; i++) {
            const bool missing = i % 7 == 3;
            assert_int_equal(states[i], missing ? HM_NOT_REPORTED : HM_OBSERVED);
            assert_true(values[i] == (missing ? 0 : 2.0 * (double)i + (double)(i % 2)));
        }
    }
    free(f);
}

static void expr_run_constants_and_inputs_alone(void **state) {
    (void)state;
    double values[MOST];
    uint8_t states[MOST];
    figures *f = new_figures();
    hm_expr_start(&builder);
    number(12.5);
    run(finish_checked(), f, 300, values, states);
    for (size_t i = 0; i < 300; i++)
        assert_true(values[i] == 12.5 && states[i] == HM_OBSERVED);
    hm_expr_start(&builder);
    named("a");
    run(finish_checked(), f, 300, values, states);
    assert_true(values[299] == 299 && states[3] == HM_NOT_REPORTED);
    free(f);
}

static void expr_run_a_choice_looks_at_one_branch(void **state) {
    (void)state;
    double values[MOST];
    uint8_t states[MOST];
    figures *f = new_figures();
    hm_expr_start(&builder); /* a is missing for 3 (odd: b is taken) and 10 (even: a is) */
    three(HM_OP_WHEN, named("flag"), named("b"), named("a"));
    run(finish_checked(), f, 20, values, states);
    assert_true(states[3] == HM_OBSERVED && values[3] == 2);
    assert_true(states[10] == HM_NOT_REPORTED && values[10] == 0);
    assert_true(states[12] == HM_OBSERVED && values[12] == 12);
    free(f);
}

/* --- records --- */

enum { ROWS = 3000 };

typedef struct table {
    double x[ROWS], y[ROWS], ok[ROWS], kind[ROWS];
    uint8_t x_states[ROWS], fine[ROWS];
} table;

/* Units 0 to 4 have 0, 1, 256, 257 and 2000 rows; the rest have none and say nothing. Row r has
 * x = r, y = 1, ok on every fourth, kind "m" on every fifth and "n" on others. */
static table *add_rows(figures *f) {
    static const size_t sizes[] = {0, 1, 256, 257, 2000};
    table *t = calloc(1, sizeof *t);
    assert_non_null(t);
    for (size_t unit = 0; unit < MOST; unit++) {
        const size_t size = unit < COUNT(sizes) ? sizes[unit] : 0;
        f->start[unit + 1] = f->start[unit] + size;
        f->has_rows[unit] = size > 0 ? HM_OBSERVED : HM_NOT_REPORTED;
    }
    for (size_t r = 0; r < ROWS; r++) {
        t->x[r] = (double)r;
        t->y[r] = 1;
        t->ok[r] = r % 4 == 0;
        t->kind[r] = r % 5 == 0 ? 'm' : 'n';
    }
    f->columns[COLUMN_X] = (hm_grid_column){"x", t->x, t->x_states, true};
    f->columns[COLUMN_Y] = (hm_grid_column){"y", t->y, t->fine, true};
    f->columns[COLUMN_OK] = (hm_grid_column){"ok", t->ok, t->fine, true};
    f->columns[COLUMN_KIND] = (hm_grid_column){"kind", t->kind, t->fine, true};
    return t;
}

static void assert_five(const double *values, const uint8_t *states, const double expected[4]) {
    assert_int_equal(states[0], HM_NOT_REPORTED);
    assert_true(values[0] == 0);
    for (size_t unit = 1; unit < 5; unit++) {
        assert_int_equal(states[unit], HM_OBSERVED);
        assert_near(values[unit], expected[unit - 1]);
    }
}

static void expr_run_folds_many_rows(void **state) {
    (void)state;
    double values[MOST];
    uint8_t states[MOST];
    figures *f = new_figures();
    table *t = add_rows(f);
    hm_expr_start(&builder);
    one(HM_OP_COUNT_ROWS, named("rows"));
    run(finish_checked(), f, 5, values, states);
    assert_five(values, states, (const double[]){1, 256, 257, 2000});
    hm_expr_start(&builder); /* rows 0; 1..256; 257..513; 514..2513 */
    one(HM_OP_SUM, column("rows", "x"));
    run(finish_checked(), f, 5, values, states);
    assert_five(values, states, (const double[]){0, 32896, 98945, 3027000});
    hm_expr_start(&builder);
    one(HM_OP_MEAN, column("rows", "x"));
    run(finish_checked(), f, 5, values, states);
    assert_five(values, states, (const double[]){0, 128.5, 385, 1513.5});
    hm_expr_start(&builder); /* 0; 4..256; 260..512; 516..2512 */
    two(HM_OP_COUNT_ROWS, named("rows"), column("rows", "ok"));
    run(finish_checked(), f, 5, values, states);
    assert_five(values, states, (const double[]){1, 64, 64, 500});
    hm_expr_start(&builder); /* 0; 5..255; 260..510; 515..2510 */
    two(HM_OP_COUNT_ROWS, named("rows"), two(HM_OP_EQ, column("rows", "kind"), text("m")));
    run(finish_checked(), f, 5, values, states);
    assert_five(values, states, (const double[]){1, 51, 51, 400});
    free(t);
    free(f);
}

/* Unit 2 has rows 1..256: an immense figure and its opposite around 254 ones; then 257 times 0.1,
 * of which no partial sum is exact. */
static void expr_run_folds_lose_no_digits(void **state) {
    (void)state;
    double values[MOST];
    uint8_t states[MOST];
    figures *f = new_figures();
    table *t = add_rows(f);
    for (size_t r = 1; r <= 256; r++)
        t->x[r] = 1;
    t->x[1] = 1e17;
    t->x[256] = -1e17;
    hm_expr_start(&builder);
    one(HM_OP_SUM, column("rows", "x"));
    run(finish_checked(), f, 5, values, states);
    assert_true(values[2] >= 254 && values[2] <= 254);
    for (size_t r = 257; r <= 513; r++)
        t->x[r] = 0.1; /* of unit 3: 257 rows */
    hm_expr_start(&builder);
    one(HM_OP_MEAN, column("rows", "x"));
    run(finish_checked(), f, 5, values, states);
    assert_true(values[3] >= 0.1 && values[3] <= 0.1);
    t->x[1] = -1.7e308; /* of unit 2: beyond all doubles */
    t->x[2] = -1.7e308;
    hm_expr_start(&builder);
    one(HM_OP_MEAN, column("rows", "x"));
    run(finish_checked(), f, 5, values, states);
    assert_int_equal(states[2], HM_UNDEFINED);
    free(t);
    free(f);
}

/* A figure of the city goes to each of its rows, and is as missing there as it is itself. */
static void expr_run_city_figures_meet_rows(void **state) {
    (void)state;
    double values[MOST];
    uint8_t states[MOST];
    figures *f = new_figures();
    table *t = add_rows(f);
    hm_expr_start(&builder); /* sum of y * a = rows * unit; a is missing for unit 3 */
    one(HM_OP_SUM, two(HM_OP_MULTIPLY, column("rows", "y"), named("a")));
    run(finish_checked(), f, 5, values, states);
    assert_true(states[1] == HM_OBSERVED && values[1] == 1);
    assert_true(states[2] == HM_OBSERVED && values[2] == 512);
    assert_true(states[3] == HM_NOT_REPORTED && values[3] == 0);
    assert_true(states[4] == HM_OBSERVED && values[4] == 8000);
    hm_expr_start(&builder); /* shares of the whole add up to 1: a fold within a fold */
    one(HM_OP_SUM, two(HM_OP_DIVIDE, column("rows", "x"), one(HM_OP_SUM, column("rows", "x"))));
    run(finish_checked(), f, 5, values, states);
    assert_int_equal(states[1], HM_UNDEFINED); /* its one x is 0 */
    assert_near(values[2], 1);
    assert_near(values[4], 1);
    free(t);
    free(f);
}

static void expr_run_missing_cells_of_rows_count(void **state) {
    (void)state;
    double values[MOST];
    uint8_t states[MOST];
    figures *f = new_figures();
    table *t = add_rows(f);
    t->x[2000] = 0; /* a row of unit 4, in one of its last blocks */
    t->x_states[2000] = HM_INVALID;
    t->x[300] = 0; /* a row of unit 3 */
    t->x_states[300] = HM_NOT_APPLICABLE;
    f->has_rows[0] = HM_NOT_APPLICABLE;
    hm_expr_start(&builder);
    one(HM_OP_SUM, column("rows", "x"));
    run(finish_checked(), f, 5, values, states);
    const int expected[] = {HM_NOT_APPLICABLE, HM_OBSERVED, HM_OBSERVED, HM_NOT_APPLICABLE,
                            HM_INVALID};
    for (size_t unit = 0; unit < 5; unit++)
        assert_int_equal(states[unit], expected[unit]);
    assert_true(values[3] == 0 && values[4] == 0);
    hm_expr_start(&builder); /* whether a cell is there can be asked row by row */
    two(HM_OP_COUNT_ROWS, named("rows"),
        one(HM_OP_REPORTED, two(HM_OP_FIRST_OF, column("rows", "x"), column("rows", "y"))));
    run(finish_checked(), f, 4, values, states);
    assert_true(states[3] == HM_OBSERVED && values[3] == 257);
    free(t);
    free(f);
}

static void expr_run_a_sum_too_large_is_undefined(void **state) {
    (void)state;
    double values[MOST];
    uint8_t states[MOST];
    figures *f = new_figures();
    table *t = add_rows(f);
    for (size_t r = 257; r < 514; r++)
        t->x[r] = 1e308;
    hm_expr_start(&builder);
    one(HM_OP_SUM, column("rows", "x"));
    run(finish_checked(), f, 5, values, states);
    assert_int_equal(states[3], HM_UNDEFINED);
    assert_true(values[3] == 0);
    assert_int_equal(states[4], HM_OBSERVED);
    free(t);
    free(f);
}

static void expr_run_workspace_without_memory_is_refused(void **state) {
    (void)state;
    for (size_t n = 1; n <= 4; n++) {
        counted c = {.refused = n};
        const hm_allocator allocator = {counted_resize, &c};
        hm_workspace workspace;
        assert_false(hm_workspace_open(&workspace, 10, &allocator));
        assert_int_equal(c.bytes, 0);
        hm_workspace_close(&workspace);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expr_run_over_any_number_of_units),
        cmocka_unit_test(expr_run_constants_and_inputs_alone),
        cmocka_unit_test(expr_run_a_choice_looks_at_one_branch),
        cmocka_unit_test(expr_run_folds_many_rows),
        cmocka_unit_test(expr_run_folds_lose_no_digits),
        cmocka_unit_test(expr_run_city_figures_meet_rows),
        cmocka_unit_test(expr_run_missing_cells_of_rows_count),
        cmocka_unit_test(expr_run_a_sum_too_large_is_undefined),
        cmocka_unit_test(expr_run_workspace_without_memory_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
