/* test_arrow_export.c: tables as Arrow struct arrays, read by a reader of the test's own. */
#define _XOPEN_SOURCE 700
#include "arrow_support.h"

#include "base/error.h"
#include "memory_support.h"
#include "table/builder.h"

static void export_table(const hm_table *table, struct ArrowSchema *schema,
                         struct ArrowArray *array) {
    hm_error error = {0};
    if (hm_table_export_arrow(table, schema, array, &error) != HM_OK)
        fail_msg("%s", error.message);
    assert_non_null(schema->release);
    assert_non_null(array->release);
}

static void release_both(struct ArrowSchema *schema, struct ArrowArray *array) {
    schema->release(schema);
    assert_null(schema->release);
    array->release(array);
    assert_null(array->release);
}

/* Rows of all columns, parted by `|`. */
static char *rows_of(const struct ArrowSchema *schema, const struct ArrowArray *array) {
    shown out = {0};
    show(&out, "%s", "");
    for (int64_t row = 0; row < array->length; row++) {
        for (int64_t i = 0; i < array->n_children; i++)
            show(&out, "%s%s", i > 0 ? "|" : "",
                 arrow_cell(schema->children[i], array->children[i], row).text);
        show(&out, "\n");
    }
    return out.text;
}

static hm_table *freeze(hm_table_builder *builder) {
    hm_table *table = NULL;
    hm_error error;
    assert_int_equal(hm_table_builder_freeze(builder, &table, &error), HM_OK);
    return table;
}

/* ---- by hand ---- */

static hm_table *make_small(const hm_allocator *allocator) {
    hm_table_builder *builder = hm_table_builder_new("small", allocator);
    const size_t number = hm_table_builder_column(builder, "number", HM_COLUMN_NUMBER, "km");
    const size_t integer = hm_table_builder_column(builder, "integer", HM_COLUMN_INTEGER, "");
    const size_t text = hm_table_builder_column(builder, "text", HM_COLUMN_TEXT, "");
    const size_t flag = hm_table_builder_column(builder, "flag", HM_COLUMN_FLAG, "");
    for (int row = 0; row < 10; row++) {
        if (row != 3)
            hm_table_builder_number(builder, number, row / 2.0);
        else
            hm_table_builder_missing(builder, number, HM_FAILED);
        hm_table_builder_integer(builder, integer, INT64_MIN + row);
        if (row % 2 == 0)
            hm_table_builder_text(builder, text, row % 4 == 0 ? "a" : "\xC3\xA9", row % 4 ? 2 : 1);
        hm_table_builder_flag(builder, flag, row == 9);
        hm_table_builder_end_row(builder);
    }
    return freeze(builder);
}

static void export_small(void **state) {
    (void)state;
    struct ArrowSchema schema;
    struct ArrowArray array;
    hm_table *table = make_small(hm_allocator_default());
    export_table(table, &schema, &array);
    hm_table_free(table); /* the export needs it no more */
    assert_string_equal(schema.format, "+s");
    assert_string_equal(schema.name, "small");
    assert_int_equal(schema.n_children, 4);
    assert_int_equal(array.n_children, 4);
    assert_int_equal(array.length, 10);
    assert_int_equal(array.n_buffers, 1);
    assert_null(array.buffers[0]);
    static const char *const names[] = {"number", "integer", "text", "flag"}, *const formats =
                                                                                  "glib";
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(schema.children[i]->name, names[i]);
        assert_int_equal(schema.children[i]->format[0], formats[i]);
        assert_int_equal(schema.children[i]->flags, ARROW_FLAG_NULLABLE);
        assert_int_equal(array.children[i]->length, 10);
        assert_int_equal(array.children[i]->n_buffers, 2);
    }
    assert_int_equal(array.children[0]->null_count, 1);
    assert_int_equal(array.children[2]->null_count, 5);
    assert_null(array.children[1]->buffers[0]); /* where nothing is missing there is no bitmap */
    assert_null(array.children[3]->buffers[0]);
    assert_int_equal(array.children[2]->dictionary->length, 2);
    char *rows = rows_of(&schema, &array);
    assert_string_equal(rows, "0|-9223372036854775808|'a'|false\n"
                              "0.5|-9223372036854775807|null|false\n"
                              "1|-9223372036854775806|'\xC3\xA9'|false\n"
                              "null|-9223372036854775805|null|false\n"
                              "2|-9223372036854775804|'a'|false\n"
                              "2.5|-9223372036854775803|null|false\n"
                              "3|-9223372036854775802|'\xC3\xA9'|false\n"
                              "3.5|-9223372036854775801|null|false\n"
                              "4|-9223372036854775800|'a'|false\n"
                              "4.5|-9223372036854775799|null|true\n");
    free(rows);
    release_both(&schema, &array);
}

/* Metadata: how many pairs, then each text behind its size. */
static void export_unit_of_measure(void **state) {
    (void)state;
    struct ArrowSchema schema;
    struct ArrowArray array;
    hm_table *table = make_small(hm_allocator_default());
    export_table(table, &schema, &array);
    const char *metadata = schema.children[0]->metadata;
    static const int32_t sizes[] = {1, 4, 2};
    assert_memory_equal(metadata, &sizes[0], 4);
    assert_memory_equal(metadata + 4, &sizes[1], 4);
    assert_memory_equal(metadata + 8, "unit", 4);
    assert_memory_equal(metadata + 12, &sizes[2], 4);
    assert_memory_equal(metadata + 16, "km", 2);
    assert_null(schema.children[1]->metadata);
    release_both(&schema, &array);
    hm_table_free(table);
}

static void export_empty(void **state) {
    (void)state;
    struct ArrowSchema schema;
    struct ArrowArray array;
    hm_table_builder *builder = hm_table_builder_new("none", hm_allocator_default());
    hm_table *table = freeze(builder);
    export_table(table, &schema, &array);
    assert_int_equal(schema.n_children, 0);
    assert_int_equal(array.length, 0);
    release_both(&schema, &array);
    hm_table_free(table);
    builder = hm_table_builder_new("no rows", hm_allocator_default());
    (void)hm_table_builder_column(builder, "text", HM_COLUMN_TEXT, "");
    table = freeze(builder);
    export_table(table, &schema, &array);
    assert_int_equal(array.children[0]->length, 0);
    assert_int_equal(array.children[0]->dictionary->length, 0);
    assert_int_equal(((const int32_t *)array.children[0]->dictionary->buffers[1])[0], 0);
    release_both(&schema, &array);
    hm_table_free(table);
}

/* A consumer may keep a child and release the rest. */
static void export_children_moved_out(void **state) {
    (void)state;
    struct ArrowSchema schema, kept_schema;
    struct ArrowArray array, kept;
    hm_table *table = make_small(hm_allocator_default());
    export_table(table, &schema, &array);
    hm_table_free(table);
    kept_schema = *schema.children[2];
    schema.children[2]->release = NULL;
    kept = *array.children[2];
    array.children[2]->release = NULL;
    release_both(&schema, &array);
    assert_string_equal(kept_schema.name, "text");
    assert_string_equal(arrow_cell(&kept_schema, &kept, 8).text, "'a'");
    assert_string_equal(arrow_cell(&kept_schema, &kept, 9).text, "null");
    release_both(&kept_schema, &kept);
}

static void export_arguments(void **state) {
    (void)state;
    struct ArrowSchema schema;
    struct ArrowArray array;
    hm_error error;
    hm_table *table = make_small(hm_allocator_default());
    assert_int_equal(hm_table_export_arrow(NULL, &schema, &array, &error), HM_ERROR_ARGUMENT);
    assert_null(schema.release);
    assert_null(array.release);
    assert_int_equal(hm_table_export_arrow(table, NULL, &array, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_table_export_arrow(table, &schema, NULL, &error), HM_ERROR_ARGUMENT);
    hm_table_free(table);
}

/* The same text 4,100 times: more than 2 GiB, of which there is half a mebibyte. */
static void export_too_much_text(void **state) {
    (void)state;
    enum { TEXTS = 4100, SIZE = 1 << 19 };
    static const char *texts[TEXTS];
    struct ArrowSchema schema;
    struct ArrowArray array;
    hm_error error;
    char *text = malloc(SIZE);
    assert_non_null(text);
    memset(text, 'x', SIZE - 1);
    text[SIZE - 1] = '\0';
    for (size_t i = 0; i < TEXTS; i++)
        texts[i] = text;
    const hm_column column = {.name = "long",
                              .type = HM_COLUMN_TEXT,
                              .unit = "",
                              .coded = true,
                              .key = HM_NO_KEY,
                              .values = {.texts = texts},
                              .values_count = TEXTS};
    const hm_table table = {
        .allocator = hm_allocator_default(), .name = "t", .count = 1, .columns = &column};
    assert_int_equal(hm_table_export_arrow(&table, &schema, &array, &error), HM_ERROR_OUTPUT);
    assert_string_equal(error.message, "column long of table t has more text than an Arrow "
                                       "dictionary of utf8 holds: 2 GiB");
    assert_null(schema.release);
    assert_null(array.release);
    free(text);
}

/* ---- at random, against the table's own reader ---- */

enum { COLUMNS = 6 };

static hm_table *draw_table(uint64_t *seed, size_t rows) {
    hm_table_builder *builder = hm_table_builder_new("drawn", hm_allocator_default());
    hm_column_type types[COLUMNS];
    for (size_t i = 0; i < COLUMNS; i++) {
        char name[8];
        (void)snprintf(name, sizeof name, "c%zu", i);
        types[i] = (hm_column_type)(draw(seed, 4) + HM_COLUMN_NUMBER);
        assert_int_equal(hm_table_builder_column(builder, name, types[i], ""), i);
    }
    for (size_t row = 0; row < rows; row++) {
        for (size_t i = 0; i < COLUMNS; i++) {
            char text[8];
            const uint32_t drawn = draw(seed, 50);
            const int size = snprintf(text, sizeof text, "%u", (unsigned)drawn);
            if (drawn > 40) { /* states of every kind, and nothing said at all */
                if (drawn > 42)
                    hm_table_builder_missing(builder, i,
                                             (hm_state)(drawn - 42 < 7 ? drawn - 42 : 1));
                continue;
            }
            if (types[i] == HM_COLUMN_NUMBER)
                hm_table_builder_number(builder, i, drawn / 8.0);
            else if (types[i] == HM_COLUMN_INTEGER)
                hm_table_builder_integer(builder, i, (int64_t)drawn << 40);
            else if (types[i] == HM_COLUMN_FLAG)
                hm_table_builder_flag(builder, i, drawn % 2 == 0);
            else
                hm_table_builder_text(builder, i, text, (size_t)size);
        }
        hm_table_builder_end_row(builder);
    }
    return freeze(builder);
}

static cell_text text_of(const hm_cell_view *cell) {
    cell_text out = {"null"};
    if (cell->state != HM_OBSERVED)
        return out;
    switch (cell->type) {
    case HM_COLUMN_NUMBER:
        (void)snprintf(out.text, sizeof out.text, "%.17g", cell->number);
        break;
    case HM_COLUMN_INTEGER:
        (void)snprintf(out.text, sizeof out.text, "%" PRId64, cell->integer);
        break;
    case HM_COLUMN_FLAG:
        (void)snprintf(out.text, sizeof out.text, "%s", cell->integer ? "true" : "false");
        break;
    case HM_COLUMN_TEXT:
        (void)snprintf(out.text, sizeof out.text, "'%s'", cell->text);
        break;
    }
    return out;
}

static void export_as_the_reader_reads(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        uint64_t s = seed * UINT64_C(0x9E3779B97F4A7C15);
        struct ArrowSchema schema;
        struct ArrowArray array;
        hm_table_reader *reader;
        hm_error error;
        hm_table *table = draw_table(&s, draw(&s, seed % 8 == 0 ? 3000 : 40));
        export_table(table, &schema, &array);
        assert_int_equal(hm_table_reader_open(&reader, table, NULL, &error), HM_OK);
        int64_t nulls[COLUMNS] = {0};
        for (size_t row = 0; row < hm_table_row_count(table); row++)
            for (size_t i = 0; i < COLUMNS; i++) {
                hm_cell_view cell = HM_CELL_VIEW_INIT;
                assert_int_equal(hm_table_reader_cell(reader, row, i, &cell), HM_OK);
                nulls[i] += cell.state != HM_OBSERVED;
                assert_string_equal(
                    arrow_cell(schema.children[i], array.children[i], (int64_t)row).text,
                    text_of(&cell).text);
            }
        for (size_t i = 0; i < COLUMNS; i++)
            assert_int_equal(array.children[i]->null_count, nulls[i]);
        hm_table_reader_free(reader);
        release_both(&schema, &array);
        hm_table_free(table);
    }
}

/* ---- there and back ---- */

static void export_then_import(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        uint64_t s = seed * UINT64_C(0x9E3779B97F4A7C15);
        struct ArrowSchema schema;
        struct ArrowArray array;
        hm_error error;
        shown expected = {0};
        hm_table_builder *builder = hm_table_builder_new("wide", hm_allocator_default());
        (void)hm_table_builder_column(builder, "city", HM_COLUMN_TEXT, "");
        (void)hm_table_builder_column(builder, "period", HM_COLUMN_INTEGER, "");
        (void)hm_table_builder_column(builder, "x", HM_COLUMN_NUMBER, "km");
        (void)hm_table_builder_column(builder, "y", HM_COLUMN_FLAG, "");
        show(&expected, "%s", "");
        for (uint32_t row = 0, rows = draw(&s, 300); row < rows; row++) {
            char city[16], number[HM_NUMBER_SIZE];
            const double x = draw(&s, 1000) / 16.0;
            const bool has_x = draw(&s, 4) > 0, y = draw(&s, 2) > 0;
            const int size = snprintf(city, sizeof city, "C%u", (unsigned)row);
            hm_table_builder_text(builder, 0, city, (size_t)size);
            hm_table_builder_integer(builder, 1, 2025);
            if (has_x)
                hm_table_builder_number(builder, 2, x);
            hm_table_builder_flag(builder, 3, y);
            hm_table_builder_end_row(builder);
            hm_number_print(x, number);
            show(&expected, "%s 2025 x = %s @0:0\n%s 2025 y = %s @0:0\n", city,
                 has_x ? number : "NR", city, y ? "yes" : "no");
        }
        hm_table *table = freeze(builder);
        export_table(table, &schema, &array);
        hm_table_free(table);
        hm_dataset *dataset = new_dataset();
        assert_int_equal(hm_dataset_read_arrow(dataset, &schema, &array, &error), HM_OK);
        assert_null(schema.release);
        assert_null(array.release);
        expect_dataset(dataset, expected.text);
        free(expected.text);
    }
}

/* ---- memory ---- */

static hm_code export_small_with(const hm_allocator *allocator, hm_error *error) {
    struct ArrowSchema schema = {0};
    struct ArrowArray array = {0};
    hm_table_builder *builder = hm_table_builder_new("t", allocator);
    if (!builder)
        return hm_error_memory(error);
    const size_t text = hm_table_builder_column(builder, "text", HM_COLUMN_TEXT, "km");
    const size_t number = hm_table_builder_column(builder, "number", HM_COLUMN_NUMBER, "");
    for (int row = 0; row < 3; row++) {
        hm_table_builder_text(builder, text, "ab", (size_t)row % 3);
        hm_table_builder_number(builder, number, row);
        hm_table_builder_end_row(builder);
    }
    hm_table *table;
    hm_code code = hm_table_builder_freeze(builder, &table, error);
    if (code != HM_OK)
        return code;
    code = hm_table_export_arrow(table, &schema, &array, error);
    hm_table_free(table);
    if (code == HM_OK)
        release_both(&schema, &array);
    assert_null(schema.release);
    assert_null(array.release);
    return code;
}

static void export_without_memory(void **state) {
    (void)state;
    refuse_each(export_small_with, HM_OK, false);
    refuse_each(export_small_with, HM_OK, true);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(export_small),
        cmocka_unit_test(export_unit_of_measure),
        cmocka_unit_test(export_empty),
        cmocka_unit_test(export_children_moved_out),
        cmocka_unit_test(export_arguments),
        cmocka_unit_test(export_too_much_text),
        cmocka_unit_test(export_as_the_reader_reads),
        cmocka_unit_test(export_then_import),
        cmocka_unit_test(export_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
