/* test_sheet.c: options of reading, and sheets that a program reads for the data set. */
#define _XOPEN_SOURCE 700
#include "dataset_support.h"

static const char *show_with(shown *out, const char *text, const hm_read_options *options) {
    hm_dataset *dataset = new_dataset();
    hm_error error;
    const hm_code code =
        hm_dataset_read_memory_with(dataset, "a.csv", text, strlen(text), options, &error);
    out->size = 0;
    show(out, "%s", "");
    if (code != HM_OK) {
        show(out, "error %u:%u %s\n", error.line, error.column, error.message);
    } else {
        assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
        show_observations(out, dataset);
        show_records(out, dataset);
        show_issues(out, dataset);
    }
    hm_dataset_free(dataset);
    return out->text;
}

/* --- text --- */

static void options_preamble_and_footer(void **state) {
    (void)state;
    static const uint32_t rows[] = {4};
    static const char *const missing[] = {"-", " .. "};
    shown out = {0};
    hm_read_options options = HM_READ_OPTIONS_INIT;
    options.header_rows = rows;
    options.header_row_count = 1;
    options.skip_last = 2;
    options.missing = missing;
    options.missing_count = COUNT(missing);
    assert_string_equal(show_with(&out,
                                  "Figures of \"2025\nas of March\n\ncity,period,a,b\n"
                                  "North,2025,1,-\nSouth,2025,..,4\n\nSource: office\n(c) city\n\n",
                                  &options),
                        "North 2025 a = 1 @5:12\nNorth 2025 b = NR @5:14\n"
                        "South 2025 a = NR @6:12\nSouth 2025 b = 4 @6:15\n");
    free(out.text);
}

static void options_delimiter_quote_comment(void **state) {
    (void)state;
    shown out = {0};
    hm_read_options options = HM_READ_OPTIONS_INIT;
    options.delimiter = "|";
    options.quote = "'";
    options.comment = "#";
    assert_string_equal(show_with(&out,
                                  "# made by hand\ncity|period|input|value\n'No|rth'|2025|a|1\n"
                                  "\n# 'not|closed\nSou\"th|2025|a|2\n",
                                  &options),
                        "No|rth 2025 a = 1 @3:17\nSou\"th 2025 a = 2 @6:15\n");
    options.quote = "";
    assert_string_equal(show_with(&out, "city|period|input|value\n'North|2025|a|1\n", &options),
                        "'North 2025 a = 1 @2:15\n");
    free(out.text);
}

static void options_header_of_two_rows(void **state) {
    (void)state;
    static const uint32_t rows[] = {1, 2};
    shown out = {0};
    hm_read_options options = HM_READ_OPTIONS_INIT;
    options.header_rows = rows;
    options.header_row_count = 2;
    assert_string_equal(
        show_with(&out, "city,period,water,water\n,,in,out\nNorth,2025,1,2\n", &options),
        "North 2025 water in = 1 @3:12\nNorth 2025 water out = 2 @3:14\n");
    free(out.text);
}

static void options_without_header_need_a_recipe(void **state) {
    (void)state;
    shown out = {0};
    hm_read_options options = HM_READ_OPTIONS_INIT;
    options.no_header = 1;
    assert_non_null(strstr(show_with(&out, "North,2025,a,1\n", &options),
                           "error 1:1 found the columns 1, 2, 3, 4"));
    free(out.text);
}

static void options_that_make_no_sense(void **state) {
    (void)state;
    static const uint32_t zero[] = {0}, back[] = {3, 2}, late[] = {9};
    static const char *const wrong[] = {"", ",;", "1", "\"", "\n", "."};
    shown out = {0};
    hm_read_options options = HM_READ_OPTIONS_INIT;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        options.delimiter = wrong[i];
        assert_non_null(strstr(show_with(&out, "city\n", &options), "delimiter: found"));
    }
    options = (hm_read_options)HM_READ_OPTIONS_INIT;
    options.decimal = "'";
    assert_non_null(strstr(show_with(&out, "city\n", &options), "decimal: found \"'\""));
    options.decimal = ",";
    options.group = ",";
    assert_non_null(strstr(show_with(&out, "city\n", &options), "cannot be both"));
    options = (hm_read_options)HM_READ_OPTIONS_INIT;
    options.header_rows = zero;
    options.header_row_count = 1;
    assert_non_null(strstr(show_with(&out, "city\n", &options), "header rows"));
    options.header_rows = back;
    options.header_row_count = 2;
    assert_non_null(strstr(show_with(&out, "city\n", &options), "header rows"));
    options.header_rows = late;
    options.header_row_count = 1;
    assert_string_equal(show_with(&out, "city\n", &options),
                        "error 9:0 found no row on line 9, where the header was said to stand\n");
    free(out.text);
}

/* --- books --- */

/* A book for tests: a line a row, cells between bars, `[name]` begins a sheet. */
typedef struct book {
    const char *at, *end;
    char name[32];
    hm_book_cell cells[8];
    uint32_t row;
} book;

static int books_open, told_out_of_order;

static int recognise(void *context, const char *name, const char *first, size_t size) {
    (void)context;
    (void)name;
    return size > 5 && memcmp(first, "BOOK\n", 5) == 0;
}

static hm_code open_book(void *context, void **out, const char *name, const char *data, size_t size,
                         hm_error *error) {
    (void)context;
    (void)name;
    if (size < 8) {
        error->code = HM_ERROR_DATA;
        error->line = error->column = 0;
        (void)snprintf(error->file, sizeof error->file, "%s", name);
        (void)snprintf(error->message, sizeof error->message, "the book is torn");
        return HM_ERROR_DATA;
    }
    book *made = calloc(1, sizeof *made);
    assert_non_null(made);
    made->at = data + 5;
    made->end = data + size;
    *out = made;
    books_open++;
    return HM_OK;
}

static void close_book(void *context, void *made) {
    (void)context;
    books_open--;
    free(made);
}

static const char *line_behind(const book *b) {
    const char *line = memchr(b->at, '\n', (size_t)(b->end - b->at));
    return line ? line + 1 : b->end;
}

static int next_sheet(void *context, void *given, hm_book_sheet *sheet, hm_error *error) {
    book *b = given;
    (void)context;
    (void)error;
    while (b->at < b->end && *b->at != '[')
        b->at = line_behind(b);
    if (b->at == b->end)
        return 0;
    const char *close = memchr(b->at, ']', (size_t)(b->end - b->at));
    (void)snprintf(b->name, sizeof b->name, "%.*s", (int)(close - b->at - 1), b->at + 1);
    b->at = line_behind(b);
    b->row = 0;
    sheet->name = b->name;
    sheet->hidden = strcmp(b->name, "Lists") == 0;
    sheet->records = strcmp(b->name, "lines") == 0 ? "lines" : NULL;
    return 1;
}

static int next_row(void *context, void *given, hm_book_row *row, hm_error *error) {
    book *b = given;
    (void)context;
    (void)error;
    if (b->at == b->end || *b->at == '[')
        return 0;
    const char *end = line_behind(b) - 1;
    size_t count = 0;
    for (uint32_t column = 1; b->at <= end; column++) {
        const char *bar = memchr(b->at, '|', (size_t)(end - b->at));
        const char *stop = bar ? bar : end;
        if (stop > b->at)
            b->cells[count++] = (hm_book_cell){b->at, (size_t)(stop - b->at),
                                               told_out_of_order ? 9 - column : column,
                                               *b->at == '#'   ? HM_BOOK_ERROR
                                               : *b->at == '=' ? HM_BOOK_NO_RESULT
                                                               : HM_BOOK_FINE};
        b->at = stop + 1;
    }
    *row = (hm_book_row){b->cells, count, ++b->row};
    return 1;
}

static const char *show_book(shown *out, const char *text, const hm_read_options *options) {
    hm_dataset *dataset = new_dataset();
    hm_error error;
    hm_book_format format = HM_BOOK_FORMAT_INIT;
    format.name = "a book";
    format.recognise = recognise;
    format.open = open_book;
    format.close = close_book;
    format.next_sheet = next_sheet;
    format.next_row = next_row;
    assert_int_equal(hm_dataset_add_format(dataset, &format, &error), HM_OK);
    const hm_code code =
        hm_dataset_read_memory_with(dataset, "a.book", text, strlen(text), options, &error);
    out->size = 0;
    show(out, "%s", "");
    if (code != HM_OK) {
        show(out, "error %s:%u:%u %s\n", error.file, error.line, error.column, error.message);
    } else {
        assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
        show_observations(out, dataset);
        show_records(out, dataset);
        show_issues(out, dataset);
    }
    hm_dataset_free(dataset);
    assert_int_equal(books_open, 0);
    return out->text;
}

static void books_hold_sheets_of_each_form(void **state) {
    (void)state;
    shown out = {0};
    assert_string_equal(
        show_book(&out,
                  "BOOK\n[One]\ncity|period|a|b|c\nNorth|2025|1||3\n\nSouth|2025|4\n"
                  "[Lists]\nx|y\n[lines]\ncity|period|km\nNorth|2025|7\n",
                  NULL),
        "North 2025 a = 1 @2:3\nNorth 2025 b = NR @2:4\nNorth 2025 c = 3 @2:5\n"
        "South 2025 a = 4 @4:3\nSouth 2025 b = NR @4:4\nSouth 2025 c = NR @4:5\n"
        "lines North 2025 | 7\n");
    free(out.text);
}

static void books_read_the_sheet_that_is_named(void **state) {
    (void)state;
    static const char text[] = "BOOK\n[One]\nnothing\n[Lists]\ncity|period|a\nNorth|2025|1\n";
    shown out = {0};
    hm_read_options options = HM_READ_OPTIONS_INIT;
    options.sheet = "Lists";
    assert_string_equal(show_book(&out, text, &options), "North 2025 a = 1 @2:3\n");
    options.sheet = "Two";
    assert_string_equal(show_book(&out, text, &options),
                        "error a.book:0:0 found no sheet Two, only One, Lists\n");
    free(out.text);
}

static void books_reject_cells_without_a_value(void **state) {
    (void)state;
    shown out = {0};
    const char *text =
        show_book(&out, "BOOK\n[One]\ncity|period|a|b\nNorth|2025|#N/A|=A1*2\n", NULL);
    assert_non_null(strstr(text, "North 2025 a = rejected @2:3\nNorth 2025 b = rejected @2:4\n"));
    assert_non_null(strstr(text, "found the error #N/A, expected a value"));
    assert_non_null(strstr(text, "found a formula without a result, =A1*2"));
    free(out.text);
}

static void books_that_lie_are_refused(void **state) {
    (void)state;
    shown out = {0};
    assert_string_equal(show_book(&out, "BOOK\n[", NULL), "error a.book:0:0 the book is torn\n");
    told_out_of_order = 1;
    assert_string_equal(show_book(&out, "BOOK\n[One]\ncity|period|a\n", NULL),
                        "error a.book:0:0 One!1: found rows or columns out of order\n");
    told_out_of_order = 0;
    hm_error error;
    hm_dataset *dataset = new_dataset();
    hm_book_format format = HM_BOOK_FORMAT_INIT;
    assert_int_equal(hm_dataset_add_format(dataset, &format, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_dataset_add_format(dataset, NULL, &error), HM_ERROR_ARGUMENT);
    hm_dataset_free(dataset);
    free(out.text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_preamble_and_footer),
        cmocka_unit_test(options_delimiter_quote_comment),
        cmocka_unit_test(options_header_of_two_rows),
        cmocka_unit_test(options_without_header_need_a_recipe),
        cmocka_unit_test(options_that_make_no_sense),
        cmocka_unit_test(books_hold_sheets_of_each_form),
        cmocka_unit_test(books_read_the_sheet_that_is_named),
        cmocka_unit_test(books_reject_cells_without_a_value),
        cmocka_unit_test(books_that_lie_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
