/* book.c: workbooks and other formats that a program reads for the data set: their rows as
 * sheets. */
#include <string.h>

#include "base/text.h"
#include "base/versioned.h"
#include "dataset/dataset.h"
#include "load/loader.h"
#include "load/rows.h"

/* Cells of a row at most: the columns that the largest of workbooks have. */
enum { MOST_COLUMNS = 16384 };

static hm_code add_format(hm_dataset *dataset, const hm_book_format *given, hm_error *error) {
    hm_book_format format = HM_BOOK_FORMAT_INIT;
    if (!dataset || !given)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "hm_dataset_add_format: an argument is NULL");
    const hm_code code = hm_versioned_read(&format, sizeof format, given, "hm_book_format", error);
    if (code != HM_OK)
        return code;
    if (!format.name || !format.recognise || !format.open || !format.close || !format.next_sheet ||
        !format.next_row)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "hm_dataset_add_format: a name or a function is missing");
    if (!hm_grow(dataset->allocator, &dataset->formats, dataset->format_count,
                 &dataset->format_capacity, sizeof *dataset->formats))
        return hm_error_memory(error);
    dataset->formats[dataset->format_count++] = format;
    return HM_OK;
}

hm_code hm_dataset_add_format(hm_dataset *dataset, const hm_book_format *format, hm_error *error) {
    return add_format(dataset, format, error);
}

const hm_book_format *hm_book_format_of(const hm_dataset *dataset, const hm_source *source) {
    const size_t size = source->size < 64 ? source->size : 64;
    hm_source_load(source, 0, size);
    for (size_t i = 0; i < dataset->format_count; i++) {
        const hm_book_format *format = &dataset->formats[i];
        if (format->recognise(format->context, source->name, source->data, size))
            return format;
    }
    return NULL;
}

/* --- one sheet --- */

typedef struct book_sheet {
    hm_sheet sheet; /* the first member */
    hm_reading *reading;
    const hm_book_format *format;
    void *book;
    hm_raw *cells;
    size_t capacity;
    uint32_t row;
} book_sheet;

static hm_fault fault_of(const hm_book_cell *cell) {
    switch (cell->fault) {
    case HM_BOOK_ERROR:
        return HM_FAULT_ERROR;
    case HM_BOOK_NO_RESULT:
        return HM_FAULT_NO_RESULT;
    default:
        return HM_FAULT_NONE;
    }
}

static hm_sheet_result fail(book_sheet *sheet, hm_code code) {
    sheet->sheet.code = code;
    return HM_SHEET_FAILED;
}

static bool is_in_order(const hm_book_row *row, uint32_t last_row) {
    uint32_t column = 0;
    for (size_t i = 0; i < row->count; i++) {
        if (row->cells[i].column <= column || row->cells[i].column > MOST_COLUMNS)
            return false;
        column = row->cells[i].column;
    }
    return row->row > last_row;
}

/* Cells that are empty stand between the others, up to the width of the header. */
static bool spread(book_sheet *sheet, const hm_book_row *row) {
    const size_t last = row->count > 0 ? row->cells[row->count - 1].column : 0;
    const size_t count = last > sheet->sheet.width ? last : sheet->sheet.width;
    const hm_allocator *allocator = sheet->reading->dataset->allocator;
    while (sheet->capacity < count)
        if (!hm_grow(allocator, &sheet->cells, sheet->capacity, &sheet->capacity,
                     sizeof *sheet->cells))
            return false;
    size_t next = 0;
    for (uint32_t i = 0; i < count; i++) {
        hm_raw *cell = &sheet->cells[i];
        *cell = (hm_raw){.text = "", .position = {row->row, i + 1}};
        if (next == row->count || row->cells[next].column != i + 1)
            continue;
        const hm_book_cell *given = &row->cells[next++];
        if (given->size > 0)
            cell->text = given->text;
        cell->size = given->size;
        cell->fault = fault_of(given);
        *cell = hm_raw_check(*cell);
    }
    sheet->sheet.cells = sheet->cells;
    sheet->sheet.count = count;
    return true;
}

/* Columns behind the header that have nothing are none. */
static void trim(hm_sheet *sheet) {
    while (sheet->width > 0 && sheet->count > sheet->width &&
           sheet->cells[sheet->count - 1].size == 0)
        sheet->count--;
}

static bool is_left_out(const book_sheet *sheet, const hm_book_row *row) {
    const hm_recipe *recipe = sheet->reading->recipe;
    if (!recipe || row->count == 0)
        return row->count == 0;
    const hm_dialect *dialect = &recipe->dialect;
    for (size_t i = 0; i < dialect->comment_row_count; i++)
        if (dialect->comment_rows[i] == row->row)
            return true;
    const size_t size = dialect->comment ? strlen(dialect->comment) : 0;
    return size > 0 && row->cells[0].size >= size &&
           memcmp(row->cells[0].text, dialect->comment, size) == 0;
}

static hm_sheet_result next_row(hm_sheet *base, hm_error *error) {
    book_sheet *sheet = (book_sheet *)base;
    const hm_book_format *format = sheet->format;
    hm_error own = {.code = HM_OK};
    hm_book_row row;
    do {
        row = (hm_book_row){NULL, 0, 0};
        if (!format->next_row(format->context, sheet->book, &row, &own)) {
            if (own.code == HM_OK)
                return HM_SHEET_END;
            if (error)
                *error = own;
            return fail(sheet, own.code);
        }
        if (!is_in_order(&row, sheet->row))
            return fail(sheet, hm_error_at(error, HM_ERROR_DATA, sheet->reading->file, row.row, 0,
                                           "found rows or columns out of order"));
        sheet->row = row.row;
    } while (is_left_out(sheet, &row));
    if (!spread(sheet, &row))
        return fail(sheet, hm_error_memory(error));
    trim(base);
    return HM_SHEET_ROW;
}

/* --- the sheets of a book --- */

typedef struct book_load {
    hm_reading *reading;
    const hm_book_format *format;
    void *book;
    bool cities;
    size_t visible, read;
    hm_choice_list names; /* of all sheets that could have been meant */
} book_load;

static hm_code load_rows(hm_sheet *sheet, hm_reading *reading) {
    hm_rows rows;
    hm_code code = hm_rows_open(&rows, sheet, reading);
    if (code == HM_OK)
        code = hm_rows_take_all(&rows);
    hm_rows_close(&rows);
    return code;
}

static hm_code load_sheet(book_load *load, const hm_book_sheet *info) {
    hm_reading *reading = load->reading;
    const hm_allocator *allocator = reading->dataset->allocator;
    const char *records = reading->records;
    book_sheet sheet = {.sheet = {.next = next_row},
                        .reading = reading,
                        .format = load->format,
                        .book = load->book};
    if (info->records && !load->cities) {
        records = hm_arena_copy(&reading->dataset->arena, info->records, strlen(info->records));
        if (!records)
            return hm_error_memory(reading->error);
    }
    hm_reading part = *reading;
    part.records = records;
    load->read++;
    const hm_code code =
        load->cities ? hm_cities_load(&sheet.sheet, &part) : load_rows(&sheet.sheet, &part);
    reading->contents = part.contents;
    hm_release(allocator, sheet.cells, sheet.capacity * sizeof *sheet.cells);
    return code;
}

/* Is it the sheet that was named, or one of those that are read where none is? */
static bool is_wanted(const book_load *load, const hm_book_sheet *info, size_t number) {
    const hm_recipe *recipe = load->reading->recipe;
    const char *name = recipe ? recipe->dialect.sheet : NULL;
    if (name)
        return strcmp(name, info->name) == 0;
    if (recipe && recipe->dialect.sheet_number > 0)
        return recipe->dialect.sheet_number == number;
    return !info->hidden;
}

static hm_code check_read(const book_load *load) {
    const hm_reading *reading = load->reading;
    if (load->read > 0)
        return HM_OK;
    const hm_recipe *recipe = reading->recipe;
    const char *name = recipe ? recipe->dialect.sheet : NULL;
    const hm_digits number = hm_digits_of(recipe ? recipe->dialect.sheet_number : 0);
    return name || (recipe && recipe->dialect.sheet_number > 0)
               ? hm_error_at(reading->error, HM_ERROR_DATA, reading->file, 0, 0,
                             "found no sheet %s, only %s",
                             name ? hm_name_of(name).text : number.text, load->names.text)
               : hm_error_at(reading->error, HM_ERROR_DATA, reading->file, 0, 0,
                             "found no sheet that can be seen");
}

static hm_code load_sheets(book_load *load) {
    hm_error own = {.code = HM_OK};
    hm_book_sheet info = {NULL, NULL, 0};
    for (size_t number = 1;
         load->format->next_sheet(load->format->context, load->book, &info, &own); number++) {
        hm_choice_list_add(&load->names, hm_name_of(info.name).text);
        const hm_code code = is_wanted(load, &info, number) ? load_sheet(load, &info) : HM_OK;
        if (code != HM_OK)
            return code;
    }
    if (own.code != HM_OK) {
        *load->reading->error = own;
        return own.code;
    }
    return check_read(load);
}

hm_code hm_book_load(hm_reading *reading, const hm_book_format *format, bool cities) {
    const hm_source *source = reading->source;
    hm_error own = {.code = HM_OK}, *error = reading->error;
    book_load load = {.reading = reading, .format = format, .cities = cities};
    reading->error = error ? error : &own;
    hm_source_load(source, 0, source->size);
    hm_code code = format->open(format->context, &load.book, source->name, source->data,
                                source->size, reading->error);
    if (code == HM_OK) {
        code = load_sheets(&load);
        format->close(format->context, load.book);
    }
    reading->error = error;
    return code;
}
