/* test_percents.c: figures that a workbook shows as percentages: just what a grade is, and perhaps
 * not what other inputs hold. */
#define _XOPEN_SOURCE 700
#include "package_support.h"

#include "dataset/dataset.h"

#define CELL(at, value, kind)                                                                      \
    { .text = (value), .size = sizeof(value) - 1, .column = (at), .fault = (kind) }

static const hm_book_cell header[] = {CELL(1, "city", HM_BOOK_TEXT),
                                      CELL(2, "period", HM_BOOK_TEXT), CELL(3, "g", HM_BOOK_TEXT),
                                      CELL(4, "n", HM_BOOK_TEXT), CELL(5, "other", HM_BOOK_TEXT)};
static const hm_book_cell figures[] = {
    CELL(1, "A", HM_BOOK_TEXT), CELL(2, "2025", HM_BOOK_FINE), CELL(3, "0.85", HM_BOOK_PERCENT),
    CELL(4, "0.5", HM_BOOK_PERCENT), CELL(5, "0.25", HM_BOOK_PERCENT)};

/* How many sheets and rows were given. */
typedef struct given {
    int sheets, rows;
} given;

static int recognise(void *context, const char *name, const char *first, size_t size) {
    (void)context;
    (void)name;
    return size == 4 && memcmp(first, "BOOK", 4) == 0;
}

static hm_code open_book(void *context, void **book, const char *name, const char *data,
                         size_t size, hm_error *error) {
    (void)name;
    (void)data;
    (void)size;
    (void)error;
    *(given *)context = (given){0, 0};
    *book = context;
    return HM_OK;
}

static void close_book(void *context, void *book) {
    (void)context;
    (void)book;
}

static int next_sheet(void *context, void *book, hm_book_sheet *sheet, hm_error *error) {
    (void)book;
    (void)error;
    sheet->name = "S";
    return ((given *)context)->sheets++ == 0;
}

static int next_row(void *context, void *book, hm_book_row *row, hm_error *error) {
    given *g = context;
    (void)book;
    (void)error;
    row->cells = g->rows == 0 ? header : figures;
    row->count = 5;
    row->row = (uint32_t)++g->rows;
    return g->rows <= 2;
}

static hm_dataset *read_book(given *g) {
    hm_dataset *dataset;
    hm_error error;
    hm_book_format format = HM_BOOK_FORMAT_INIT;
    format.name = "a book";
    format.context = g;
    format.recognise = recognise;
    format.open = open_book;
    format.close = close_book;
    format.next_sheet = next_sheet;
    format.next_row = next_row;
    assert_int_equal(hm_dataset_new(&dataset, NULL, &error), HM_OK);
    assert_int_equal(hm_dataset_add_format(dataset, &format, &error), HM_OK);
    assert_int_equal(hm_dataset_read_memory(dataset, "a.book", "BOOK", 4, &error), HM_OK);
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    return dataset;
}

static size_t count_percents(const hm_issues *issues, const char *input) {
    size_t count = 0;
    for (size_t i = 0; i < hm_issues_count(issues); i++) {
        const hm_issue *issue = hm_issues_get(issues, i);
        count += strcmp(issue->code, "percent") == 0 && strcmp(issue->input, input) == 0;
    }
    return count;
}

static void percents_are_told_where_they_may_be_meant_otherwise(void **state) {
    (void)state;
    static const known packages[] = {
        {"p",
         {"package.lua",
          "return package { name = 'p', version = '1', api = 1, nodes = { { 'R', 'Root' } } }",
          "i.lua",
          "return indicator { code = 'I', parent = 'R', name = 'I', inputs = { grade { 'g', 'G' }, "
          "number { 'n', 'N' } }, measure = 100 * input.g + input.n }",
          NULL}},
        {NULL, {NULL}}};
    given g;
    hm_error error;
    hm_scores *scores;
    hm_dataset *dataset = read_book(&g);
    hm_package *package = open_fine(packages, "p");
    assert_int_equal(hm_issues_count(hm_dataset_issues(dataset)), 0);
    assert_int_equal(hm_issues_count(hm_dataset_percents(dataset)), 3);
    assert_int_equal(hm_score(&scores, package, dataset, NULL, &error), HM_OK);
    const hm_issues *issues = hm_scores_issues(scores);
    assert_int_equal(count_percents(issues, "g"), 0);
    assert_int_equal(count_percents(issues, "n"), 1);
    assert_int_equal(count_percents(issues, "other"), 1);
    hm_scores_free(scores);
    hm_package_free(package);
    hm_dataset_free(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(percents_are_told_where_they_may_be_meant_otherwise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
