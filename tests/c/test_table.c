/* Tests of tables: built row by row, read cell by cell, made of scores, and written in every form.
 */
#include "core_support.h"

#include <fenv.h>

#include "base/memory.h"
#include "output/writer.h"
#include "table/builder.h"

/* Two rows of a column of each type; some cells are missing, one has provenance. */
static hm_table *build_mixed(void) {
    hm_table_builder *builder = hm_table_builder_new("mixed", hm_allocator_default());
    const size_t city = hm_table_builder_column(builder, "city", HM_COLUMN_TEXT, "");
    const size_t length = hm_table_builder_column(builder, "length", HM_COLUMN_NUMBER, "km");
    const size_t lines = hm_table_builder_column(builder, "lines", HM_COLUMN_INTEGER, "");
    const size_t open = hm_table_builder_column(builder, "open", HM_COLUMN_FLAG, "");
    hm_table_builder_text(builder, city, "A, \"west\"", 9);
    hm_table_builder_number(builder, length, 1.5);
    hm_table_builder_provenance(builder, length, HM_FLAG_CAPPED);
    hm_table_builder_integer(builder, lines, INT64_MIN);
    hm_table_builder_flag(builder, open, true);
    hm_table_builder_end_row(builder);
    hm_table_builder_text(builder, city, "B", 1);
    hm_table_builder_missing(builder, length, HM_INVALID);
    hm_table_builder_flag(builder, open, false);
    hm_table_builder_end_row(builder);
    hm_table *table;
    hm_error error;
    if (hm_table_builder_freeze(builder, &table, &error) != HM_OK)
        fail_msg("%s", error.message);
    return table;
}

static hm_table_reader *read_table(const hm_table *table) {
    hm_table_reader *reader;
    hm_error error;
    if (hm_table_reader_open(&reader, table, NULL, &error) != HM_OK)
        fail_msg("%s", error.message);
    return reader;
}

static hm_cell_view cell_of(hm_table_reader *reader, size_t row, size_t column) {
    hm_cell_view cell = HM_CELL_VIEW_INIT;
    assert_int_equal(hm_table_reader_cell(reader, row, column, &cell), HM_OK);
    return cell;
}

static const hm_builder_column run_columns[] = {{"city", HM_COLUMN_TEXT, ""},
                                                {"other", HM_COLUMN_TEXT, ""},
                                                {"share", HM_COLUMN_NUMBER, ""},
                                                {"count", HM_COLUMN_INTEGER, ""},
                                                {"open", HM_COLUMN_FLAG, ""}};

/* Rows of one city with others: at once, or one by one. */
static void put_others(hm_table_builder *builder, const hm_names *list, size_t count,
                       bool at_once) {
    const double shares[] = {0.25, 0.5, 0.75, 1, 0, 0.125};
    const int64_t counts[] = {7, -6, 5, 4, 3, 2};
    const uint32_t others[] = {2, 1, 2, 0, 1, 1};
    const hm_builder_run runs[] = {{.column = 1, .items = others},
                                   {.column = 2, .numbers = shares},
                                   {.column = 3, .integers = counts}};
    for (size_t i = 0; i < (at_once ? 1 : count); i++) {
        hm_table_builder_text(builder, 0, list->texts[count % 2], list->sizes[count % 2]);
        if (count != 2)
            hm_table_builder_flag(builder, 4, true);
        hm_table_builder_provenance(builder, 2, count == 3 ? HM_FLAG_CAPPED : 0);
        if (!at_once) {
            hm_table_builder_item(builder, 1, others[i]);
            hm_table_builder_number(builder, 2, shares[i]);
            hm_table_builder_integer(builder, 3, counts[i]);
            hm_table_builder_end_row(builder);
        }
    }
    if (at_once)
        hm_table_builder_end_rows(builder, count, runs, 3);
}

static hm_table *build_others(const hm_names *list, bool at_once) {
    hm_table *table;
    hm_error error;
    hm_table_builder *builder =
        hm_table_builder_open("runs", run_columns, 5, hm_allocator_default());
    hm_table_builder_list(builder, 1, list);
    for (size_t i = 0; i < 20; i++)
        put_others(builder, list, 1 + i % 6, at_once && i % 4 != 3);
    if (hm_table_builder_freeze(builder, &table, &error) != HM_OK)
        fail_msg("%s", error.message);
    return table;
}

/* Rows that are ended together are those that are ended one by one. */
static void builder_ends_many_rows(void **state) {
    (void)state;
    hm_names list;
    hm_names_open(&list, hm_allocator_default());
    for (size_t i = 0; i < 3; i++)
        (void)hm_names_intern(&list, &"ABC"[i], 1);
    hm_table *tables[] = {build_others(&list, true), build_others(&list, false)};
    hm_names_close(&list);
    hm_table_reader *readers[] = {read_table(tables[0]), read_table(tables[1])};
    assert_int_equal(hm_table_row_count(tables[0]), hm_table_row_count(tables[1]));
    for (size_t row = 0; row < hm_table_row_count(tables[0]); row++)
        for (size_t column = 0; column < 5; column++) {
            const hm_cell_view one = cell_of(readers[0], row, column),
                               other = cell_of(readers[1], row, column);
            assert_int_equal(one.state, other.state);
            assert_int_equal(one.provenance, other.provenance);
            assert_true(one.number == other.number);
            assert_int_equal(one.integer, other.integer);
            assert_string_equal(one.text ? one.text : "", other.text ? other.text : "");
        }
    for (size_t i = 0; i < 2; i++) {
        hm_table_reader_free(readers[i]);
        hm_table_free(tables[i]);
    }
}

/* Texts by their numbers in a list have the codes of the same texts put as they are; what was
 * missing before there was room for it is missing. */
static void builder_takes_texts_of_a_list(void **state) {
    (void)state;
    static const hm_builder_column columns[] = {{"city", HM_COLUMN_TEXT, ""},
                                                {"size", HM_COLUMN_INTEGER, ""}};
    const char *const texts[] = {"none", "A", "B", "A", "B", "B"};
    hm_names list;
    hm_table *table;
    hm_error error;
    hm_names_open(&list, hm_allocator_default());
    for (size_t i = 0; i < 3; i++)
        (void)hm_names_intern(&list, texts[i], strlen(texts[i]));
    hm_table_builder *builder = hm_table_builder_open("listed", columns, 2, hm_allocator_default());
    hm_table_builder_list(builder, 0, &list);
    hm_table_builder_expect(builder, 2);
    for (size_t i = 1; i < 6; i++) {
        if (i % 2 == 0)
            hm_table_builder_text(builder, 0, texts[i], 1);
        else
            hm_table_builder_item(builder, 0, hm_names_find(&list, texts[i], 1));
        if (i != 3)
            hm_table_builder_integer(builder, 1, (int64_t)i);
        hm_table_builder_end_row(builder);
    }
    hm_names_close(&list);
    if (hm_table_builder_freeze(builder, &table, &error) != HM_OK)
        fail_msg("%s", error.message);
    hm_table_reader *reader = read_table(table);
    assert_int_equal(table->columns[0].values_count, 2);
    for (size_t i = 1; i < 6; i++) {
        assert_string_equal(cell_of(reader, i - 1, 0).text, texts[i]);
        assert_int_equal(cell_of(reader, i - 1, 1).state, i == 3 ? HM_NOT_APPLICABLE : HM_OBSERVED);
    }
    hm_table_reader_free(reader);
    hm_table_free(table);
}

static void table_tells_its_columns(void **state) {
    (void)state;
    hm_table *table = build_mixed();
    hm_column_info info = HM_COLUMN_INFO_INIT;
    assert_string_equal(hm_table_name(table), "mixed");
    assert_int_equal(hm_table_row_count(table), 2);
    assert_int_equal(hm_table_column_count(table), 4);
    assert_int_equal(hm_table_column(table, 1, &info), HM_OK);
    assert_string_equal(info.name, "length");
    assert_string_equal(info.unit, "km");
    assert_int_equal(info.type, HM_COLUMN_NUMBER);
    assert_int_equal(hm_table_column(table, 4, &info), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_table_find(table, "open"), 3);
    assert_true(hm_table_find(table, "ope") == SIZE_MAX);
    hm_table_free(table);
    hm_table_free(NULL);
}

static void table_cells_have_a_value_or_a_state(void **state) {
    (void)state;
    hm_table *table = build_mixed();
    hm_table_reader *reader = read_table(table);
    hm_cell_view cell = HM_CELL_VIEW_INIT;
    assert_string_equal(cell_of(reader, 1, 0).text, "B");
    assert_string_equal(cell_of(reader, 0, 0).text, "A, \"west\"");
    assert_near(cell_of(reader, 0, 1).number, 1.5);
    assert_int_equal(cell_of(reader, 0, 1).provenance, HM_FLAG_CAPPED);
    assert_int_equal(cell_of(reader, 1, 1).state, HM_INVALID);
    assert_int_equal(cell_of(reader, 1, 1).provenance, 0);
    assert_true(cell_of(reader, 0, 2).integer == INT64_MIN);
    assert_int_equal(cell_of(reader, 1, 2).state, HM_NOT_APPLICABLE); /* nothing was put */
    assert_int_equal(cell_of(reader, 0, 3).integer, 1);
    assert_int_equal(cell_of(reader, 1, 3).integer, 0);
    assert_int_equal(cell_of(reader, 1, 3).state, HM_OBSERVED);
    assert_int_equal(hm_table_reader_cell(reader, 2, 0, &cell), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_table_reader_cell(reader, 0, 4, &cell), HM_ERROR_ARGUMENT);
    hm_table_reader_free(reader);
    hm_table_free(table);
}

static void table_rows_are_read_in_any_order(void **state) {
    (void)state;
    enum { ROWS = 1000 }; /* more than a reader has at hand */
    hm_table_builder *builder = hm_table_builder_new("n", hm_allocator_default());
    hm_table *table;
    hm_error error;
    (void)hm_table_builder_column(builder, "n", HM_COLUMN_INTEGER, "");
    for (int i = 0; i < ROWS; i++) {
        hm_table_builder_integer(builder, 0, i * 7);
        hm_table_builder_end_row(builder);
    }
    assert_int_equal(hm_table_builder_freeze(builder, &table, &error), HM_OK);
    hm_table_reader *reader = read_table(table);
    for (size_t i = 0; i < ROWS; i++) {
        const size_t row = i * 617 % ROWS;
        assert_int_equal(cell_of(reader, row, 0).integer, row * 7);
    }
    hm_table_reader_free(reader);
    hm_table_free(table);
}

static void table_wants_of_memory_are_told_at_the_end(void **state) {
    (void)state;
    counted c = {0};
    const hm_allocator allocator = {counted_resize, &c};
    hm_code code = HM_ERROR_MEMORY;
    for (size_t refused = 1; code != HM_OK; refused++) {
        hm_error error;
        hm_table *table;
        c = (counted){.refused = refused};
        assert_true(refused < 1000);
        hm_table_builder *builder = hm_table_builder_new("t", &allocator);
        if (builder) {
            const size_t a = hm_table_builder_column(builder, "a", HM_COLUMN_TEXT, "");
            const size_t b = hm_table_builder_column(builder, "b", HM_COLUMN_NUMBER, "");
            for (int i = 0; i < 100; i++) {
                hm_table_builder_text(builder, a, "text", 4);
                hm_table_builder_number(builder, b, i);
                hm_table_builder_end_row(builder);
            }
        }
        code = hm_table_builder_freeze(builder, &table, &error);
        assert_int_equal(code, refused <= c.calls ? HM_ERROR_MEMORY : HM_OK);
        if (code == HM_OK)
            hm_table_free(table);
        assert_int_equal(c.pieces, 0);
        assert_int_equal(c.bytes, 0);
    }
}

/* --- written --- */

static char *write_tables(const char *format, const hm_table *const *tables, size_t count) {
    written w = {NULL, 0, 0};
    hm_write_options options = HM_WRITE_OPTIONS_INIT;
    hm_error error;
    options.format = format;
    if (hm_tables_write(tables, count, &options, take_written, &w, &error) != HM_OK)
        fail_msg("%s", error.message);
    return w.text;
}

static void assert_written(const char *format, const hm_table *const *tables, size_t count,
                           const char *expected) {
    char *text = write_tables(format, tables, count);
    assert_string_equal(text, expected);
    free(text);
}

static void table_is_written_in_every_form(void **state) {
    (void)state;
    hm_table *mixed = build_mixed();
    const hm_table *const tables[] = {mixed};
    assert_written("csv", tables, 1,
                   "city,length,lines,open\n"
                   "\"A, \"\"west\"\"\",1.5,-9223372036854775808,yes\n"
                   "B,,,no\n");
    assert_written("ndjson", tables, 1,
                   "{\"city\":\"A, \\\"west\\\"\",\"length\":1.5,\"lines\":-9223372036854775808,"
                   "\"open\":true}\n"
                   "{\"city\":\"B\",\"length\":null,\"lines\":null,\"open\":false}\n");
    hm_table_free(mixed);
}

static void tables_are_members_of_one_object(void **state) {
    (void)state;
    hm_table_builder *builder = hm_table_builder_new("empty", hm_allocator_default());
    hm_table *empty, *mixed = build_mixed();
    hm_error error;
    (void)hm_table_builder_column(builder, "a", HM_COLUMN_NUMBER, "");
    assert_int_equal(hm_table_builder_freeze(builder, &empty, &error), HM_OK);
    assert_written("json", (const hm_table *const[]){empty, mixed}, 2,
                   "{\"run\":{},\n\"empty\":[\n],\n\"mixed\":[\n"
                   "{\"city\":\"A, \\\"west\\\"\",\"length\":1.5,\"lines\":-9223372036854775808,"
                   "\"open\":true},\n"
                   "{\"city\":\"B\",\"length\":null,\"lines\":null,\"open\":false}\n]}\n");
    hm_table_free(empty);
    hm_table_free(mixed);
}

/* More different texts than are written beforehand, and one of more bytes than are copied at once.
 */
static void table_texts_may_be_many_and_long(void **state) {
    (void)state;
    enum { ROWS = 5000, LONG = 300 };
    hm_table_builder *builder = hm_table_builder_new("t", hm_allocator_default());
    hm_table *table;
    hm_error error;
    written expected = {NULL, 0, 0};
    (void)hm_table_builder_column(builder, "name", HM_COLUMN_TEXT, "");
    (void)hm_table_builder_column(builder, "n", HM_COLUMN_NUMBER, "");
    take_written(&expected, "name,n\n", 7);
    for (int i = 0; i < ROWS; i++) {
        char line[LONG + 64], name[LONG + 32];
        const int size = snprintf(name, sizeof name, "%0*d", i % 1000 == 0 ? LONG : 5, i / 2);
        hm_table_builder_text(builder, 0, name, (size_t)size);
        hm_table_builder_number(builder, 1, i);
        hm_table_builder_end_row(builder);
        take_written(&expected, line, (size_t)snprintf(line, sizeof line, "%s,%d\n", name, i));
    }
    assert_int_equal(hm_table_builder_freeze(builder, &table, &error), HM_OK);
    assert_written("csv", (const hm_table *const[]){table}, 1, expected.text);
    free(expected.text);
    hm_table_free(table);
}

/* --- scores --- */

static scored score_two(void) {
    return score_package(open_one("number { 'x' }", "measure = input.x"),
                         "city,period,x\nA,2025,120\nB,2025,NR\n");
}

static void table_of_scores_has_a_row_a_node(void **state) {
    (void)state;
    scored s = score_two();
    hm_table *table;
    hm_error error;
    assert_int_equal(hm_scores_table(&table, s.scores, &error), HM_OK);
    assert_string_equal(hm_table_name(table), "scores");
    assert_int_equal(hm_table_row_count(table), 4);
    hm_table_reader *reader = read_table(table);
    const size_t city = hm_table_find(table, "city"), code = hm_table_find(table, "code");
    const size_t score = hm_table_find(table, "score"), flags = hm_table_find(table, "flags");
    assert_string_equal(cell_of(reader, 3, city).text, "B");
    assert_string_equal(cell_of(reader, 3, code).text, "I");
    assert_int_equal(cell_of(reader, 3, score).state, HM_NOT_REPORTED);
    assert_near(cell_of(reader, 1, score).number, 100);
    assert_string_equal(cell_of(reader, 1, flags).text, "capped");
    assert_int_equal(cell_of(reader, 1, hm_table_find(table, "rank")).integer, 1);
    assert_int_equal(cell_of(reader, 0, hm_table_find(table, "value")).state, HM_NOT_APPLICABLE);
    hm_table_reader_free(reader);
    hm_table_free(table);
    release(&s);
}

static void table_of_scores_needs_scores(void **state) {
    (void)state;
    hm_table *table;
    hm_table_reader *reader;
    hm_error error;
    assert_int_equal(hm_scores_table(&table, NULL, &error), HM_ERROR_ARGUMENT);
    assert_null(table);
    assert_int_equal(hm_table_reader_open(&reader, NULL, NULL, &error), HM_ERROR_ARGUMENT);
    assert_null(reader);
}

/* Coverages and contributions are computed as they are read. */
static void table_of_scores_ignores_the_hosts_rounding(void **state) {
    (void)state;
#ifdef FE_UPWARD
    sources files = {.count = 0};
    add_source(&files, "package.lua", ROOT_MANIFEST);
    static char texts[3][4096];
    const char *const codes[] = {"I", "J", "K"};
    const char *const paths[] = {"I.lua", "J.lua", "K.lua"};
    for (size_t i = 0; i < 3; i++) {
        char inputs[64], measure[64];
        snprintf(inputs, sizeof inputs, "number { '%s' }", codes[i]);
        snprintf(measure, sizeof measure, "measure = input.%s", codes[i]);
        add_source(&files, paths[i], script_of(texts[i], codes[i], inputs, measure));
    }
    scored s = score_package(open_sources(&files, NULL), "city,period,I,J,K\nA,2025,10,20,70\n");
    hm_table *table;
    hm_error error;
    assert_int_equal(hm_scores_table(&table, s.scores, &error), HM_OK);
    const size_t column = hm_table_find(table, "contribution");
    for (size_t row = 0; row < hm_table_row_count(table); row++) {
        hm_score_row expected = HM_SCORE_ROW_INIT;
        assert_int_equal(hm_scores_row(s.scores, 0, row, &expected), HM_OK);
        hm_table_reader *reader = read_table(table);
        assert_int_equal(fesetround(FE_UPWARD), 0);
        const hm_cell_view cell = cell_of(reader, row, column);
        assert_int_equal(fegetround(), FE_UPWARD);
        assert_int_equal(fesetround(FE_TONEAREST), 0);
        assert_memory_equal(&cell.number, &expected.contribution, sizeof cell.number);
        hm_table_reader_free(reader);
    }
    hm_table_free(table);
    release(&s);
#endif
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_tells_its_columns),
        cmocka_unit_test(builder_takes_texts_of_a_list),
        cmocka_unit_test(builder_ends_many_rows),
        cmocka_unit_test(table_cells_have_a_value_or_a_state),
        cmocka_unit_test(table_rows_are_read_in_any_order),
        cmocka_unit_test(table_wants_of_memory_are_told_at_the_end),
        cmocka_unit_test(table_is_written_in_every_form),
        cmocka_unit_test(tables_are_members_of_one_object),
        cmocka_unit_test(table_texts_may_be_many_and_long),
        cmocka_unit_test(table_of_scores_has_a_row_a_node),
        cmocka_unit_test(table_of_scores_needs_scores),
        cmocka_unit_test(table_of_scores_ignores_the_hosts_rounding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
