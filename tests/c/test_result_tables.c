/* Tests of what a run gives as tables: scores in a wide form, issues, usage, timings; and of the
 * list of writers. */
#include "core_support.h"

#include "aggregate/wide_table.h"
#include "table/builder.h"

static char *write_table(const hm_table *table, const char *format) {
    written w = {NULL, 0, 0};
    hm_write_options options = HM_WRITE_OPTIONS_INIT;
    hm_error error;
    options.format = format;
    if (hm_tables_write(&table, 1, &options, take_written, &w, &error) != HM_OK)
        fail_msg("%s", error.message);
    return w.text;
}

static void assert_table(hm_table *table, const char *format, const char *expected) {
    char *text = write_table(table, format);
    assert_string_equal(text, expected);
    free(text);
}

typedef hm_code opens(hm_table **out, const hm_scores *scores, hm_error *error);

static hm_table *open_table(opens *open, const scored *s) {
    hm_table *table;
    hm_error error;
    if (open(&table, s->scores, &error) != HM_OK)
        fail_msg("%s", error.message);
    return table;
}

/* --- wide --- */

/* Two indicators below a group; the second city reports none, the third one of them. */
static scored score_three(void) {
    sources files = {.count = 0};
    add_source(&files, "package.lua",
               "return package { name = 'p', version = '1', api = 1,\n"
               "nodes = { {'R', 'Root'}, {'G', 'Group', parent = 'R'} } }");
    add_source(&files, "I.lua",
               "return indicator { code = 'I', parent = 'G', name = 'One',\n"
               "inputs = { number { 'x' } }, measure = input.x }");
    add_source(&files, "J.lua",
               "return indicator { code = 'J', parent = 'R', name = 'Two',\n"
               "inputs = { number { 'y' } }, measure = input.y }");
    return score_package(
        open_sources(&files, NULL),
        "city,period,x,y\n\"A, \"\"west\"\"\",2025,40,60\nB,2025,,\nC,2024,10.5,\n");
}

static void wide_table_has_a_row_a_unit_and_a_column_a_node(void **state) {
    (void)state;
    scored s = score_three();
    hm_table *table = open_table(hm_scores_wide_table, &s);
    assert_string_equal(hm_table_name(table), "scores");
    assert_int_equal(hm_table_row_count(table), 3);
    /* R of C: half of it rests on data, which is enough */
    assert_table(table, "csv",
                 "city,period,R,G,I,J\n\"A, \"\"west\"\"\",2025,50,40,40,60\n"
                 "B,2025,,,,\nC,2024,10.5,10.5,10.5,\n");
    assert_table(
        table, "ndjson",
        "{\"city\":\"A, \\\"west\\\"\",\"period\":\"2025\",\"R\":50,\"G\":40,\"I\":40,"
        "\"J\":60}\n"
        "{\"city\":\"B\",\"period\":\"2025\",\"R\":null,\"G\":null,\"I\":null,\"J\":null}\n"
        "{\"city\":\"C\",\"period\":\"2024\",\"R\":10.5,\"G\":10.5,\"I\":10.5,\"J\":null}\n");
    hm_table_free(table);
    release(&s);
}

static void wide_table_says_why_there_is_no_score(void **state) {
    (void)state;
    scored s = score_three();
    hm_table *table = open_table(hm_scores_wide_table, &s);
    hm_table_reader *reader;
    hm_error error;
    hm_cell_view cell = HM_CELL_VIEW_INIT;
    assert_int_equal(hm_table_reader_open(&reader, table, NULL, &error), HM_OK);
    assert_int_equal(hm_table_reader_cell(reader, 1, hm_table_find(table, "I"), &cell), HM_OK);
    assert_int_equal(cell.state, HM_NOT_REPORTED);
    assert_int_equal(hm_table_reader_cell(reader, 1, hm_table_find(table, "R"), &cell), HM_OK);
    assert_int_equal(cell.state, HM_INSUFFICIENT);
    hm_table_reader_free(reader);
    hm_table_free(table);
    release(&s);
}

static void wide_rows_may_be_chosen(void **state) {
    (void)state;
    scored s = score_three();
    const size_t units[] = {2, 0, 2};
    hm_write_options options = HM_WRITE_OPTIONS_INIT;
    options.units = units;
    options.unit_count = COUNT(units);
    options.depth = 1;
    options.wide = 1;
    char *text = write_text(s.scores, options);
    assert_string_equal(text, "city,period,R,G,J\nC,2024,10.5,10.5,\n"
                              "\"A, \"\"west\"\"\",2025,50,40,60\nC,2024,10.5,10.5,\n");
    free(text);
    options.unit_count = 0;
    text = write_text(s.scores, options);
    assert_string_equal(text, "city,period,R,G,J\n");
    free(text);
    release(&s);
}

/* Its blocks hold some rows: all of them are there, in order, whichever are chosen. */
static void wide_rows_are_the_same_in_blocks(void **state) {
    (void)state;
    enum { UNITS = 3000 };
    written data = {NULL, 0, 0}, expected = {NULL, 0, 0};
    char line[64];
    static size_t backwards[UNITS];
    take_written(&data, "city,period,n\n", 14);
    for (int i = 0; i < UNITS; i++) {
        take_written(&data, line, (size_t)snprintf(line, sizeof line, "c%d,2025,%d\n", i, i % 101));
        backwards[i] = (size_t)(UNITS - 1 - i);
    }
    take_written(&expected, "city,period,R,I\n", 16);
    for (int i = UNITS - 1; i >= 0; i--)
        take_written(&expected, line,
                     (size_t)snprintf(line, sizeof line, "c%d,2025,%d,%d\n", i, i % 101, i % 101));
    scored s = score_package(open_one("number { 'n' }", "measure = input.n"), data.text);
    hm_write_options options = HM_WRITE_OPTIONS_INIT;
    options.wide = 1;
    options.units = backwards;
    options.unit_count = UNITS;
    char *text = write_text(s.scores, options);
    assert_string_equal(text, expected.text);
    free(text);
    free(data.text);
    free(expected.text);
    release(&s);
}

static void wide_table_has_no_two_columns_of_a_name(void **state) {
    (void)state;
    sources files = {.count = 0};
    char text[4096];
    add_source(&files, "package.lua", ROOT_MANIFEST);
    add_source(&files, "I.lua", script_of(text, "period", "number { 'n' }", "measure = input.n"));
    scored s = score_package(open_sources(&files, NULL), "city,period,n\nA,2025,1\n");
    hm_table *table;
    hm_error error;
    assert_int_equal(hm_scores_wide_table(&table, s.scores, &error), HM_ERROR_ARGUMENT);
    assert_null(table);
    assert_non_null(strstr(error.message, "\"period\""));
    /* it is deeper than what is asked for */
    assert_int_equal(hm_wide_table_open(&table, s.scores, NULL, 0, 0, &error), HM_OK);
    hm_table_free(table);
    release(&s);
}

/* --- issues, usage, timings --- */

static void issues_are_a_table(void **state) {
    (void)state;
    scored s = score_package(open_one("count { 'n' }", "measure = input.n"),
                             "city,period,n\nA,2025,1O\n\"B, x\",2025,\"two\"\"s\"\n");
    hm_table *table = open_table(hm_scores_issues_table, &s);
    assert_string_equal(hm_table_name(table), "issues");
    hm_table_reader *reader;
    hm_error error;
    hm_cell_view cell = HM_CELL_VIEW_INIT;
    assert_int_equal(hm_table_row_count(table), 2);
    assert_int_equal(hm_table_reader_open(&reader, table, NULL, &error), HM_OK);
    assert_int_equal(hm_table_reader_cell(reader, 1, hm_table_find(table, "line"), &cell), HM_OK);
    assert_int_equal(cell.integer, 3);
    assert_int_equal(hm_table_reader_cell(reader, 1, hm_table_find(table, "city"), &cell), HM_OK);
    assert_string_equal(cell.text, "B, x");
    assert_int_equal(hm_table_reader_cell(reader, 1, hm_table_find(table, "found"), &cell), HM_OK);
    assert_string_equal(cell.text, "two\"s");
    assert_int_equal(hm_table_reader_cell(reader, 1, hm_table_find(table, "sheet"), &cell), HM_OK);
    assert_int_equal(cell.state, HM_NOT_APPLICABLE);
    hm_table_reader_free(reader);
    release(&s); /* it is whole by itself */
    assert_int_equal(hm_table_row_count(table), 2);
    hm_table_free(table);
}

static void usage_has_a_row_a_function(void **state) {
    (void)state;
    sources files = {.count = 0};
    static char texts[2][4096];
    add_source(&files, "package.lua", ROOT_MANIFEST);
    add_source(&files, "I.lua", script_of(texts[0], "I", "number { 'x' }", "measure = input.x"));
    add_source(&files, "J.lua",
               script_of(texts[1], "J", "number { 'y' }", "measure = function(v) return v.y end"));
    scored s =
        score_package(open_sources(&files, NULL), "city,period,x,y\nA,2025,1,2\nB,2025,3,4\n");
    hm_table *table = open_table(hm_scores_usage_table, &s);
    hm_table_reader *reader;
    hm_error error;
    hm_cell_view cell = HM_CELL_VIEW_INIT;
    hm_usage usage = HM_USAGE_INIT;
    assert_int_equal(hm_table_row_count(table), 1);
    assert_int_equal(hm_table_reader_open(&reader, table, NULL, &error), HM_OK);
    assert_int_equal(hm_table_reader_cell(reader, 0, hm_table_find(table, "code"), &cell), HM_OK);
    assert_string_equal(cell.text, "J");
    assert_int_equal(hm_scores_usage(s.scores, 2, &usage), HM_OK);
    assert_true(usage.calls >= 2); /* some units are asked again */
    assert_int_equal(hm_table_reader_cell(reader, 0, hm_table_find(table, "calls"), &cell), HM_OK);
    assert_int_equal(cell.integer, usage.calls);
    assert_int_equal(hm_table_reader_cell(reader, 0, hm_table_find(table, "steps"), &cell), HM_OK);
    assert_int_equal(cell.integer, usage.steps);
    hm_table_reader_free(reader);
    hm_table_free(table);
    release(&s);
}

static void timings_have_a_row_a_stage(void **state) {
    (void)state;
    scored s = score_three();
    hm_table *table = open_table(hm_scores_timings_table, &s);
    hm_table_reader *reader;
    hm_error error;
    hm_cell_view cell = HM_CELL_VIEW_INIT;
    hm_timing timing = HM_TIMING_INIT;
    double seconds[9];
    static const char *const stages[] = {"open",  "read",      "finish", "bind",  "evaluate",
                                         "scale", "aggregate", "rank",   "issues"};
    assert_int_equal(hm_scores_timing(s.scores, &timing), HM_OK);
    assert_int_equal(hm_table_row_count(table), COUNT(stages));
    assert_int_equal(hm_table_reader_open(&reader, table, NULL, &error), HM_OK);
    for (size_t i = 0; i < COUNT(stages); i++) {
        assert_int_equal(hm_table_reader_cell(reader, i, 0, &cell), HM_OK);
        assert_string_equal(cell.text, stages[i]);
        assert_int_equal(hm_table_reader_cell(reader, i, 1, &cell), HM_OK);
        assert_int_equal(cell.state == HM_OBSERVED, strcmp(stages[i], "read") == 0);
        assert_int_equal(hm_table_reader_cell(reader, i, 2, &cell), HM_OK);
        assert_true(cell.number >= 0 && cell.number < 1e4);
        seconds[i] = cell.number;
    }
    const hm_input_file *file = hm_dataset_file(s.data, 0);
    assert_int_equal(hm_table_reader_cell(reader, 1, 1, &cell), HM_OK);
    assert_string_equal(cell.text, file->name);
    assert_true(seconds[0] > 0 && seconds[1] == file->seconds && seconds[1] > 0);
    const double told[] = {timing.bind,      timing.evaluate, timing.scale,
                           timing.aggregate, timing.rank,     timing.issues};
    for (size_t i = 0; i < COUNT(told); i++)
        assert_true(told[i] == seconds[3 + i]);
    hm_table_reader_free(reader);
    hm_table_free(table);
    release(&s);
}

static void tables_of_a_run_need_scores(void **state) {
    (void)state;
    static opens *const all[] = {hm_scores_table, hm_scores_wide_table, hm_scores_issues_table,
                                 hm_scores_usage_table, hm_scores_timings_table};
    for (size_t i = 0; i < COUNT(all); i++) {
        hm_table *table;
        hm_error error;
        assert_int_equal(all[i](&table, NULL, &error), HM_ERROR_ARGUMENT);
        assert_null(table);
        assert_int_equal(all[i](NULL, NULL, &error), HM_ERROR_ARGUMENT);
    }
}

static void wants_of_memory_leave_nothing_behind(void **state) {
    (void)state;
    static opens *const all[] = {hm_scores_wide_table, hm_scores_issues_table,
                                 hm_scores_usage_table, hm_scores_timings_table};
    counted c = {0};
    const hm_allocator allocator = {counted_resize, &c};
    hm_package *package = open_one("count { 'n' }", "measure = function(v) return v.n end");
    hm_dataset *data = read_data("city,period,n\nA,2025,1\nB,2025,x\n");
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    hm_scores *scores;
    hm_error error;
    options.allocator = &allocator;
    options.jobs = 1;
    assert_int_equal(hm_score(&scores, package, data, &options, &error), HM_OK);
    for (size_t i = 0; i < COUNT(all); i++) {
        const counted before = c;
        hm_code code = HM_ERROR_MEMORY;
        for (size_t refused = 1; code != HM_OK; refused++) {
            hm_table *table;
            c.calls = 0;
            c.refused = refused;
            code = all[i](&table, scores, &error);
            assert_int_equal(code, refused <= c.calls ? HM_ERROR_MEMORY : HM_OK);
            c.refused = 0;
            hm_table_free(table);
            assert_int_equal(c.pieces, before.pieces);
            assert_int_equal(c.bytes, before.bytes);
        }
    }
    hm_scores_free(scores);
    hm_dataset_free(data);
    hm_package_free(package);
}

/* --- writers --- */

static void writers_are_listed_by_name(void **state) {
    (void)state;
    hm_writer_info writer = HM_WRITER_INFO_INIT;
    assert_true(hm_writer_count() >= 3);
    for (size_t i = 0; i < hm_writer_count(); i++) {
        assert_int_equal(hm_writer_at(i, &writer), HM_OK);
        assert_true(writer.name[0] != '\0' && writer.suffix[0] == '.' && writer.about[0] != '\0');
        for (size_t other = 0; other < i; other++) {
            hm_writer_info before = HM_WRITER_INFO_INIT;
            assert_int_equal(hm_writer_at(other, &before), HM_OK);
            assert_string_not_equal(writer.name, before.name);
            assert_string_not_equal(writer.suffix, before.suffix);
        }
    }
    assert_int_equal(hm_writer_at(hm_writer_count(), &writer), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_writer_at(0, NULL), HM_ERROR_ARGUMENT);
}

static void writing_refuses_what_no_writer_can(void **state) {
    (void)state;
    scored s = score_three();
    hm_table *table = open_table(hm_scores_timings_table, &s);
    const hm_table *const two[] = {table, table}, *const hole[] = {table, NULL};
    written w = {NULL, 0, 0};
    hm_write_options options = HM_WRITE_OPTIONS_INIT;
    hm_error error;
    options.format = "xml";
    assert_int_equal(hm_tables_write(two, 1, &options, take_written, &w, &error),
                     HM_ERROR_ARGUMENT);
    assert_string_equal(error.message, "no format \"xml\", only csv, json, ndjson");
    assert_int_equal(hm_tables_write(two, 2, NULL, take_written, &w, &error), HM_ERROR_ARGUMENT);
    assert_string_equal(error.message, "csv holds one table, and these are 2");
    options.format = "json";
    assert_int_equal(hm_tables_write(hole, 2, &options, take_written, &w, &error),
                     HM_ERROR_ARGUMENT);
    assert_int_equal(hm_tables_write(NULL, 0, &options, take_written, &w, &error),
                     HM_ERROR_ARGUMENT);
    assert_int_equal(hm_tables_write(two, 1, &options, NULL, NULL, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(w.size, 0);
    hm_table_free(table);
    release(&s);
}

static void tables_may_have_many_columns(void **state) {
    (void)state;
    enum { COLUMNS = 100000, ROWS = 5 };
    hm_table_builder *builder = hm_table_builder_new("wide", hm_allocator_default());
    written expected = {NULL, 0, 0};
    char text[32];
    hm_table *table;
    hm_error error;
    for (int i = 0; i < COLUMNS; i++) {
        const int size = snprintf(text, sizeof text, i > 0 ? ",c%d" : "c%d", i);
        take_written(&expected, text, (size_t)size);
        (void)hm_table_builder_column(builder, text + (i > 0), HM_COLUMN_NUMBER, "");
    }
    take_written(&expected, "\n", 1);
    for (int row = 0; row < ROWS; row++) {
        for (int i = 0; i < COLUMNS; i++) {
            const bool is_there = (i + row) % 3 != 0;
            if (is_there)
                hm_table_builder_number(builder, (size_t)i, i + row);
            const int size = is_there ? snprintf(text, sizeof text, i > 0 ? ",%d" : "%d", i + row)
                                      : snprintf(text, sizeof text, "%s", i > 0 ? "," : "");
            take_written(&expected, text, (size_t)size);
        }
        hm_table_builder_end_row(builder);
        take_written(&expected, "\n", 1);
    }
    assert_int_equal(hm_table_builder_freeze(builder, &table, &error), HM_OK);
    assert_table(table, "csv", expected.text);
    free(expected.text);
    hm_table_free(table);
}

static void texts_in_json_are_utf8_whatever_they_hold(void **state) {
    (void)state;
    static const char text[] = "a\xFF\x01\b\f\n\r\t\"\\\x7F/\xC3\xA9";
    hm_table_builder *builder = hm_table_builder_new("t", hm_allocator_default());
    hm_table *table;
    hm_error error;
    (void)hm_table_builder_column(builder, "q\"", HM_COLUMN_TEXT, "");
    hm_table_builder_text(builder, 0, text, sizeof text - 1);
    hm_table_builder_end_row(builder);
    assert_int_equal(hm_table_builder_freeze(builder, &table, &error), HM_OK);
    assert_table(table, "ndjson",
                 "{\"q\\\"\":\"a\\\\xFF\\u0001\\b\\f\\n\\r\\t\\\"\\\\\\u007f/\xC3\xA9\"}\n");
    hm_table_free(table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wide_table_has_a_row_a_unit_and_a_column_a_node),
        cmocka_unit_test(wide_table_says_why_there_is_no_score),
        cmocka_unit_test(wide_rows_may_be_chosen),
        cmocka_unit_test(wide_rows_are_the_same_in_blocks),
        cmocka_unit_test(wide_table_has_no_two_columns_of_a_name),
        cmocka_unit_test(issues_are_a_table),
        cmocka_unit_test(usage_has_a_row_a_function),
        cmocka_unit_test(timings_have_a_row_a_stage),
        cmocka_unit_test(tables_of_a_run_need_scores),
        cmocka_unit_test(wants_of_memory_leave_nothing_behind),
        cmocka_unit_test(writers_are_listed_by_name),
        cmocka_unit_test(writing_refuses_what_no_writer_can),
        cmocka_unit_test(tables_may_have_many_columns),
        cmocka_unit_test(texts_in_json_are_utf8_whatever_they_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
