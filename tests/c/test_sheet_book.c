/* test_sheet_book.c: sheets that a program reads for the data set. */
#define _XOPEN_SOURCE 700
#include "dataset_support.h"

/* A book for tests: a line a row, cells between bars, `[name]` begins a sheet, `~` a hidden row.
 * What a cell begins with says what it is: # an error, = a formula, ' a text, _ one that is
 * covered, < one that a merged cell goes on in. The column after an exclamation mark in the name of
 * a sheet is hidden. */
typedef struct book {
    const char *at, *end;
    char name[32];
    hm_book_cell cells[8];
    uint32_t row;
    bool hidden;
    size_t remark;
    char text[256]; /* of the cells: gone when the next row is read */
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

static hm_book_cell cell_of(const char *from, const char *to, uint32_t column) {
    static const char marks[] = "#=%'_<^";
    static const hm_book_fault faults[] = {HM_BOOK_ERROR, HM_BOOK_NO_RESULT, HM_BOOK_PERCENT,
                                           HM_BOOK_TEXT,  HM_BOOK_COVERED,   HM_BOOK_SPANNED,
                                           HM_BOOK_BELOW};
    const char *mark = strchr(marks, *from);
    const hm_book_fault fault = mark ? faults[mark - marks] : HM_BOOK_FINE;
    from += fault >= HM_BOOK_PERCENT;
    return (hm_book_cell){
        .text = from, .size = (size_t)(to - from), .column = column, .fault = fault};
}

static int is_hidden(void *context, void *given, uint32_t column) {
    const book *b = given;
    const char *mark = strchr(b->name, '!');
    (void)context;
    return column == 0 ? b->hidden : mark && column == (uint32_t)(mark[1] - '0');
}

static int next_row(void *context, void *given, hm_book_row *row, hm_error *error) {
    book *b = given;
    (void)context;
    (void)error;
    if (b->at == b->end || *b->at == '[')
        return 0;
    b->hidden = *b->at == '~';
    b->at += b->hidden;
    const char *at = b->text, *behind = line_behind(b), *end = at + (behind - b->at) - 1;
    size_t count = 0;
    memset(b->text, '?', sizeof b->text);
    memcpy(b->text, b->at, (size_t)(behind - b->at));
    b->at = behind;
    for (uint32_t column = 1; at <= end; column++) {
        const char *bar = memchr(at, '|', (size_t)(end - at));
        const char *stop = bar ? bar : end;
        if (stop > at)
            b->cells[count++] = cell_of(at, stop, told_out_of_order ? 9 - column : column);
        at = stop + 1;
    }
    *row = (hm_book_row){b->cells, count, ++b->row};
    return 1;
}

/* What somebody has changed of a form: a remark of each kind. */
static int next_remark(void *context, void *given, hm_book_remark *remark, hm_error *error) {
    static const hm_book_remark remarks[] = {
        {"One", 2, 3, HM_BOOK_CELL_UNREAD, "5", "", "", NULL, 0},
        {"One", 3, 3, HM_BOOK_CELL_UNREAD, "5", "km", "roads", NULL, 0},
        {"One", 4, 1, HM_BOOK_TEXT_CHANGED, "Ways", "Roads", "roads", NULL, 0},
        {"Two", 5, 1, HM_BOOK_TEXT_CHANGED, "", "Roads", "roads", NULL, 0},
        {"Two", 6, 4, HM_BOOK_CHECK_LOST, "ok", "", "roads", NULL, 0},
        {"Two", 6, 4, HM_BOOK_CHECK_LOST, "", "", "roads", NULL, 0},
        {"Two", 7, 5, HM_BOOK_INPUT_TWICE, "", "", "roads", "One", 3},
        {NULL, 0, 0, HM_BOOK_INPUT_LOST, "", "", "ships", NULL, 0},
        {NULL, 0, 0, HM_BOOK_INPUT_LOST, "", "", "boats", NULL, 0},
    };
    book *b = given;
    (void)context;
    (void)error;
    if (b->remark == sizeof remarks / sizeof *remarks)
        return 0;
    *remark = remarks[b->remark++];
    return 1;
}

static int told_remarks;

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
    format.is_hidden = is_hidden;
    format.next_remark = told_remarks ? next_remark : NULL;
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

static void books_end_before_their_last_rows(void **state) {
    (void)state;
    static const char text[] = "BOOK\n[One]\ncity|period|a\nNorth|2025|1\n\nSouth|2025|2\n"
                               "East|2025|3\n |\nSource|x\n";
    static const struct {
        size_t last;
        const char *expected;
    } cases[] = {
        {1, "North 2025 a = 1 @2:3\nSouth 2025 a = 2 @4:3\nEast 2025 a = 3 @5:3\n"},
        {2, "North 2025 a = 1 @2:3\nSouth 2025 a = 2 @4:3\n"},
        {3, "North 2025 a = 1 @2:3\n"},
        {4, "? 0:0 no observations: the file is a header only\n"},
        {5, "error a.book:0:0 One: the file is empty, expected a header line\n"},
        {SIZE_MAX, "error a.book:0:0 One: the file is empty, expected a header line\n"},
    };
    shown out = {0};
    hm_read_options options = HM_READ_OPTIONS_INIT;
    for (size_t i = 0; i < COUNT(cases); i++) {
        options.skip_last = cases[i].last;
        assert_string_equal(show_book(&out, text, &options), cases[i].expected);
    }
    free(out.text);
}

/* Hidden rows that are empty, left out or no part of the table are nobody's concern. */
static void books_tell_of_what_is_hidden(void **state) {
    (void)state;
    static const char text[] =
        "BOOK\n[One!3]\n~city|period|a|b\nNorth|2025|1|2\n~South|2025|3|4\n~\n~East|2025|5|6\n"
        "~West|2025|7|8\n~Total|2025|9|9\n[Two!9]\ncity|period|a\nNorth|2026|1\n";
    static const char recipe[] = "{\"hundredmark\":{\"city\":{\"column\":\"city\"},\"filter\":[{"
                                 "\"column\":\"city\",\"is\":[\"North\"]}],\"leave_out\":[\"a\"]}}";
    shown out = {0};
    hm_read_options options = HM_READ_OPTIONS_INIT;
    options.skip_last = 1;
    options.sheet = "One!3";
    assert_non_null(strstr(show_book(&out, text, &options),
                           "hidden columns are read like all others: C; where they are not meant, "
                           "say which columns count\n"));
    assert_non_null(strstr(out.text, "hidden rows are read like all others: 3, 5 to 6; where they "
                                     "are not meant, say which rows count\n"));
    options.recipe = recipe;
    options.recipe_name = "r";
    assert_null(strstr(show_book(&out, text, &options), "hidden"));
    assert_non_null(strstr(out.text, "North 2025 b = 2 @2:4\n"));
    options.sheet = "Two!9";
    options.recipe = NULL;
    options.skip_last = 0;
    assert_string_equal(show_book(&out, text, &options), "North 2026 a = 1 @2:3\n");
    free(out.text);
}

static void books_tell_of_many_hidden_rows(void **state) {
    (void)state;
    shown out = {0};
    char text[1024] = "BOOK\n[One]\ncity|period|a\n";
    for (unsigned i = 0; i < 10; i++) {
        const size_t size = strlen(text);
        (void)snprintf(text + size, sizeof text - size, "~A%u|2025|1\n~B%u|2025|1\nC%u|2025|1\n", i,
                       i, i);
    }
    assert_non_null(strstr(show_book(&out, text, NULL),
                           ": 2 to 3, 5 to 6, 8 to 9, 11 to 12, 14 to 15 and 10 more;"));
    free(out.text);
}

/* What the book holds as a number has a point before decimals, whatever its texts have. */
static void books_settle_figures_in_texts(void **state) {
    (void)state;
    shown out = {0};
    hm_read_options options = HM_READ_OPTIONS_INIT;
    const char *text = "BOOK\n[One]\ncity|period|a|b\nNorth|2025|'1.500|2.125\n";
    assert_non_null(strstr(show_book(&out, text, NULL), "North 2025 a = rejected @2:3\n"
                                                        "North 2025 b = 2.125 @2:4\n"));
    assert_non_null(strstr(out.text, "found \"1.500\", which may be 1500 or 1.5: no other text of "
                                     "the sheet tells which; say what the decimal mark is"));
    options.decimal = ",";
    assert_string_equal(show_book(&out, text, &options),
                        "North 2025 a = 1500 @2:3\nNorth 2025 b = 2.125 @2:4\n");
    options.decimal = ".";
    assert_string_equal(show_book(&out, text, &options),
                        "North 2025 a = 1.500 @2:3\nNorth 2025 b = 2.125 @2:4\n");
    options.decimal = NULL;
    options.group = " ";
    assert_string_equal(
        show_book(&out, "BOOK\n[One]\ncity|period|a|b\nNorth|2025|'1 500|'2\n", &options),
        "North 2025 a = 1500 @2:3\nNorth 2025 b = 2 @2:4\n");
    /* another text settles it, before it or behind it, in a long sheet, too, and in this one alone
     */
    assert_non_null(
        strstr(show_book(&out,
                         "BOOK\n[One]\ncity|period|input|value\nNorth|2025|a|'1.500\nNorth|2025|b|"
                         "'3.506.730\n[Two]\ncity|period|a\nSouth|2025|'0.5\nEast|2025|'7.125\n",
                         NULL),
               "North 2025 a = 1500 @2:4\nNorth 2025 b = 3506730 @3:4\n"
               "South 2025 a = 0.5 @2:3\nEast 2025 a = 7.125 @3:3\n"));
    assert_non_null(strstr(
        show_book(&out, "BOOK\n[One]\ncity|period|a|b\nN|2025|'1.500|'0.5\nS|2025|'1|'1.000.000\n",
                  NULL),
        "\"1.000.000\" in row 3 shows the one, \"0.5\" in row 2 the other"));
    free(out.text);
}

static void books_settle_figures_of_records(void **state) {
    (void)state;
    shown out = {0};
    assert_non_null(strstr(show_book(&out,
                                     "BOOK\n[lines]\ncity|period|km|code\nNorth|2025|'1.500|'1.500"
                                     "\nNorth|2025|'1.250,5|'A\n",
                                     NULL),
                           "? 2:3 figures such as \"1.500\" are read as 1500: \"1.250,5\" at "
                           "a.book:lines!C3 shows what the mark is\n"));
    free(out.text);
}

static void books_read_nothing_under_a_merged_cell(void **state) {
    (void)state;
    shown out = {0};
    assert_string_equal(show_book(&out,
                                  "BOOK\n[One]\ncity|period|a|b|<b|<b\nNorth|2025|1|_99|<1\n"
                                  "_South|2025|1|2\n",
                                  NULL),
                        "North 2025 a = 1 @2:3\nNorth 2025 b = NR @2:4\n"
                        "? 2:4 input \"b\": found \"99\" under a merged cell, where "
                        "nobody sees it: it is not read\n"
                        "? 3:1 found \"South\" under a merged cell, where nobody "
                        "sees it: it is not read\n");
    free(out.text);
}

/* What a merged cell says of its rows it says of all of them; but no figure is there twice, an
 * empty row stays one, and a header does not have its names twice. */
static void books_have_cells_merged_over_rows(void **state) {
    (void)state;
    static const uint32_t rows[] = {1, 2};
    shown out = {0};
    hm_read_options options = HM_READ_OPTIONS_INIT;
    assert_string_equal(show_book(&out,
                                  "BOOK\n[One]\ncity|period|a|b\nNorth|2024|1|'1.500\n"
                                  "^North|2025|^1|2\n^North|^2025\nSouth|2024|3|'1.234.567\n",
                                  NULL),
                        "North 2024 a = 1 @2:3\nNorth 2024 b = 1500 @2:4\n"
                        "North 2025 a = NR @3:3\nNorth 2025 b = 2 @3:4\n"
                        "South 2024 a = 3 @5:3\nSouth 2024 b = 1234567 @5:4\n"
                        "? 2:4 figures such as \"1.500\" are read as 1500: \"1.234.567\" at "
                        "a.book:One!D5 shows what the mark is\n");
    assert_string_equal(show_book(&out,
                                  "BOOK\n[One]\ncity|period|input|value\nNorth|2024|a|1\n"
                                  "^North|^2024|b|^1\n",
                                  NULL),
                        "North 2024 a = 1 @2:4\nNorth 2024 b = NR @3:4\n");
    options.header_rows = rows;
    options.header_row_count = 2;
    assert_string_equal(show_book(&out,
                                  "BOOK\n[One]\ncity|period|water|<water\n^city|^period|in|out\n"
                                  "North|2025|1|2\n",
                                  &options),
                        "North 2025 water in = 1 @3:3\nNorth 2025 water out = 2 @3:4\n");
    /* rows that count, and those that a recipe reads the unit of measure in */
    options = (hm_read_options)HM_READ_OPTIONS_INIT;
    options.recipe = "{\"hundredmark\":{\"filter\":{\"column\":\"k\",\"is\":\"y\"},\"unit\":{"
                     "\"power_of_ten\":{\"column\":\"ten\"}}}}";
    assert_string_equal(show_book(&out,
                                  "BOOK\n[One]\nk|ten|city|period|a\ny|3|A|2025|1\n"
                                  "^y|^3|B|2025|2\nn|^3|C|2025|3\n",
                                  &options),
                        "A 2025 a = 1000 @2:5\nB 2025 a = 2000 @3:5\n"
                        "? 0:0 rows that the conditions of the recipe leave out: 1\n");
    free(out.text);
}

static void books_have_headers_of_merged_cells(void **state) {
    (void)state;
    static const uint32_t rows[] = {1, 2};
    shown out = {0};
    hm_read_options options = HM_READ_OPTIONS_INIT;
    options.header_rows = rows;
    options.header_row_count = 2;
    assert_string_equal(show_book(&out,
                                  "BOOK\n[One]\ncity|period|water|<water\n||in|out|other\n"
                                  "North|2025|1|2|3\n",
                                  &options),
                        "North 2025 water in = 1 @3:3\nNorth 2025 water out = 2 @3:4\n"
                        "North 2025 other = 3 @3:5\n");
    free(out.text);
}

static void books_say_where_the_header_may_stand(void **state) {
    (void)state;
    shown out = {0};
    assert_string_equal(
        show_book(&out, "BOOK\n[One]\nFigures|<Figures\n\ncity|period|a\nNorth|2025|1\n", NULL),
        "error a.book:0:0 One!A1: found the columns Figures; expected city,period,input,value or "
        "city,period and one column an input; row 3 looks like the header: say where it stands\n");
    free(out.text);
}

/* Why a recipe does not suit a sheet is said once. */
static void books_leave_out_what_a_recipe_does_not_suit(void **state) {
    (void)state;
    shown out = {0};
    hm_read_options options = HM_READ_OPTIONS_INIT;
    options.recipe = "{\"hundredmark\":{\"city\":{\"column\":\"Town\"}}}";
    options.recipe_name = "r";
    assert_string_equal(
        show_book(&out, "BOOK\n[A]\ncity|period|a\n[B]\nTown|period|a\nNorth|2025|1\n[C]\nnote\n",
                  &options),
        "North 2025 a = 1 @2:3\n? 0:0 sheets that are not read unless they are "
        "named: A (the recipe does not suit it: no column of a.book, sheet A is called \"Town\", "
        "only city, period, a), C (nor does it suit this one)\n");
    assert_string_equal(
        show_book(&out, "BOOK\n[A]\nnote\n[B]\ncity|period|a\nNorth|2025|1\n", NULL),
        "North 2025 a = 1 @2:3\n? 0:0 sheets that are not read unless they are "
        "named: A (no header)\n");
    free(out.text);
}

static void books_say_what_a_name_cannot_be(void **state) {
    (void)state;
    shown out = {0};
    assert_non_null(strstr(show_book(&out, "BOOK\n[A]\ncity|period|#REF!\n", NULL),
                           "A!C1: found an error in a column's name"));
    assert_non_null(strstr(show_book(&out, "BOOK\n[A]\ncity|period|=B1\n", NULL),
                           "A!C1: found a formula without a result in a column's name"));
    /* how a number is shown matters where it is a figure */
    assert_string_equal(show_book(&out, "BOOK\n[A]\ncity|period|%5\n%7|%2025|1\n", NULL),
                        "7 2025 5 = 1 @2:3\n");
    free(out.text);
}

static void books_tell_what_has_changed_of_a_form(void **state) {
    (void)state;
    shown out = {0};
    told_remarks = 1;
    assert_string_equal(
        show_book(&out, "BOOK\n[One]\ncity|period|a\nA|2025|1\n[Two]\ncity|period|b\n", NULL),
        "A 2025 a = 1 @2:3\n"
        "? 2:3 found \"5\" in a cell that is not read: figures and notes belong in the yellow "
        "cells\n"
        "? 3:3 found \"5\" in a cell that is not read, where the form says \"km\": the figure of "
        "roads belongs in the column of figures, a note in the column of notes\n"
        "? 4:1 found \"Ways\" where the form says \"Roads\": it is not read, and the figure in "
        "this "
        "row is taken for what the form asks, roads\n"
        "? 5:1 found nothing where the form says \"Roads\": the figure in this row is taken for "
        "what the form asks, roads\n"
        "? 6:4 found \"ok\" in place of the formula that checks the figure of roads: it is not "
        "read\n"
        "? 6:4 found nothing in place of the formula that checks the figure of roads\n"
        "? 7:5 found a second row of roads, which has one at a.book:One!E3: only one of them can "
        "hold its figure\n"
        "? 0:0 found no row of what the form asks for, so it is not reported: ships, boats\n");
    told_remarks = 0;
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
        cmocka_unit_test(books_hold_sheets_of_each_form),
        cmocka_unit_test(books_read_the_sheet_that_is_named),
        cmocka_unit_test(books_reject_cells_without_a_value),
        cmocka_unit_test(books_end_before_their_last_rows),
        cmocka_unit_test(books_tell_of_what_is_hidden),
        cmocka_unit_test(books_tell_of_many_hidden_rows),
        cmocka_unit_test(books_settle_figures_in_texts),
        cmocka_unit_test(books_settle_figures_of_records),
        cmocka_unit_test(books_read_nothing_under_a_merged_cell),
        cmocka_unit_test(books_have_cells_merged_over_rows),
        cmocka_unit_test(books_have_headers_of_merged_cells),
        cmocka_unit_test(books_say_where_the_header_may_stand),
        cmocka_unit_test(books_leave_out_what_a_recipe_does_not_suit),
        cmocka_unit_test(books_say_what_a_name_cannot_be),
        cmocka_unit_test(books_tell_what_has_changed_of_a_form),
        cmocka_unit_test(books_that_lie_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
