/* book.c: workbooks and other formats that a program reads for the data set: their rows as
 * sheets. */
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "base/versioned.h"
#include "dataset/dataset.h"
#include "load/book_marks.h"
#include "load/book_remarks.h"
#include "load/header_language.h"
#include "load/loader.h"
#include "load/rows.h"

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

/* --- the sheets of a book --- */

typedef struct book_load {
    hm_reading *reading;
    const hm_book_format *format;
    void *book;
    bool cities;
    const char *only; /* the sheet that is read; NULL: all that can be seen and have a header */
    size_t number;    /* or its number; 0 */
    size_t read;
    hm_nearest nearest;   /* of their names, to the one that is wanted */
    hm_choice_list names; /* of all sheets that could have been meant */
    hm_buffer left_out;   /* names of those that could be read */
    hm_error refused;     /* why the first of those was not */
} book_load;

/* Is something read of the column? */
static bool is_read(const hm_rows *rows, size_t field) {
    const hm_mapping *mapping = rows->header.mapping;
    return !rows->header.skipped[field] || (mapping && hm_mapping_reads(mapping, field));
}

/* An office that hides rows or columns may not mean them. */
static void warn_hidden(hm_rows *rows, const hm_book_sheet_rows *sheet) {
    hm_hidden columns = {.columns = true};
    for (size_t i = 0; i < rows->header.count; i++)
        if (hm_book_sheet_hides(sheet, i) && is_read(rows, i))
            hm_hidden_add(&columns, (uint32_t)i + 1);
    const char *shown = hm_hidden_show(&columns);
    if (*shown)
        hm_reading_add_issue(rows->reading, HM_ISSUE_HIDDEN_COLUMNS, (hm_position){0, 0},
                             &(hm_issue_texts){.found = shown});
    shown = hm_hidden_show(&rows->hidden);
    if (*shown)
        hm_reading_add_issue(rows->reading, HM_ISSUE_HIDDEN_ROWS, (hm_position){0, 0},
                             &(hm_issue_texts){.found = shown});
}

static hm_code take_rows(hm_rows *rows, hm_book_sheet_rows *sheet, size_t number) {
    hm_reading *reading = rows->reading;
    hm_book_marks marks;
    sheet->header = &rows->header;
    const bool opened = hm_book_marks_open(&marks, sheet, number, &rows->header, reading);
    hm_code code = opened ? hm_rows_take_all(rows) : hm_error_memory(reading->error);
    if (code == HM_OK && !hm_sheet_marks_tell(&marks.sheet, reading))
        code = hm_error_memory(reading->error);
    if (code == HM_OK)
        warn_hidden(rows, sheet);
    hm_sheet_marks_close(&marks.sheet, reading);
    return code;
}

static hm_code load_rows(hm_book_sheet_rows *sheet, size_t number, hm_reading *reading,
                         bool *has_header) {
    hm_rows rows;
    hm_code code = hm_rows_open(&rows, &sheet->sheet, reading);
    *has_header = code == HM_OK;
    if (code == HM_OK)
        code = take_rows(&rows, sheet, number);
    hm_rows_close(&rows);
    return code;
}

static bool is_named(const book_load *load) {
    return load->only || load->number > 0;
}

/* The name of the file with that of the sheet in it (base/position.h); rows of its own, too, as a
 * sheet may have the same units as another. NULL when memory has run out. */
static const char *begin_sheet(const hm_reading *reading, const hm_book_sheet *info) {
    hm_buffer name;
    hm_buffer_open(&name, reading->dataset->allocator);
    hm_buffer_add_text(&name, reading->file);
    hm_buffer_add_char(&name, HM_SHEET_MARK);
    hm_buffer_add_text(&name, info->name);
    const char *copy = name.failed ? NULL : hm_dataset_begin_file(reading->dataset, name.data);
    hm_buffer_close(&name);
    return copy;
}

/* As whose records its rows are read; NULL: they hold observations. False: no memory. */
static bool find_records(const book_load *load, const hm_book_sheet *info, const char **records) {
    hm_arena *arena = &load->reading->dataset->arena;
    *records = load->reading->records;
    if (info->records && !load->cities)
        *records = hm_arena_copy(arena, info->records, strlen(info->records));
    return *records || !info->records || load->cities;
}

/* As the file of this name in a folder. */
static bool holds_cities(const book_load *load, const hm_book_sheet *info) {
    return load->cities || (!load->reading->records && !info->records &&
                            hm_text_same(info->name, strlen(info->name), "cities"));
}

static void leave_out(book_load *load, const hm_book_sheet *info, const char *why) {
    hm_buffer_add_text(&load->left_out, load->left_out.size > 0 ? ", " : "");
    hm_buffer_add_text(&load->left_out, hm_name_of(info->name).text);
    hm_buffer_add_text(&load->left_out, why);
}

/* What an error in the sheet says, without the sheet and the cell that it begins with. */
static const char *reason_of(const hm_error *trial, const hm_book_sheet *info) {
    const size_t size = strlen(info->name);
    if (strncmp(trial->message, info->name, size) != 0 || !strchr("!:", trial->message[size]))
        return trial->message;
    const char *behind = strstr(trial->message + size, ": ");
    return behind ? behind + 2 : trial->message;
}

/* Why it is left out need not be said twice. */
static void leave_out_without_header(book_load *load, const hm_book_sheet *info,
                                     const hm_error *trial) {
    const hm_recipe *recipe = load->reading->recipe;
    const bool is_said =
        recipe && (recipe->maps || recipe->field_count > 0 || recipe->dialect.header_row_count > 0);
    if (is_said && load->refused.code == HM_OK) {
        leave_out(load, info, " (the recipe does not suit it: ");
        hm_buffer_add_text(&load->left_out, reason_of(trial, info));
        hm_buffer_add_char(&load->left_out, ')');
    } else {
        leave_out(load, info, is_said ? " (nor does it suit this one)" : " (no header)");
    }
}

/* A sheet that nobody has named, and that has no header which could be understood, is a note of the
 * office's, or so it seems. */
static hm_code end_sheet(book_load *load, const hm_book_sheet *info, hm_code code,
                         const hm_error *trial, bool has_header) {
    if (code == HM_OK) {
        load->read++;
        return HM_OK;
    }
    if (code == HM_ERROR_DATA && !has_header && !is_named(load)) {
        leave_out_without_header(load, info, trial);
        if (load->refused.code == HM_OK)
            load->refused = *trial;
        return HM_OK;
    }
    *load->reading->error = *trial;
    return code;
}

static hm_code load_sheet(book_load *load, const hm_book_sheet *info, size_t number,
                          hm_book_sheet_rows *sheet) {
    hm_reading *reading = load->reading;
    hm_error trial = {.code = HM_OK};
    hm_reading part = *reading;
    bool has_header = false;
    part.error = &trial;
    part.for_people = info->for_people != 0;
    part.file = begin_sheet(reading, info);
    if (!part.file || !find_records(load, info, &part.records))
        return hm_error_memory(reading->error);
    sheet->reading = &part;
    const hm_code code = holds_cities(load, info) ? hm_cities_load(&sheet->sheet, &part)
                                                  : load_rows(sheet, number, &part, &has_header);
    sheet->reading = reading;
    reading->contents = part.contents;
    return end_sheet(load, info, code, &trial, has_header);
}

/* One that is hidden is not read unless it is named; but if it looks like data, that is told. */
static hm_code look_at_hidden(book_load *load, const hm_book_sheet *info,
                              hm_book_sheet_rows *sheet) {
    const hm_languages *languages = load->reading->dataset->languages;
    const hm_sheet_result result = hm_sheet_next(&sheet->sheet, load->reading->error);
    if (result == HM_SHEET_FAILED)
        return sheet->sheet.code;
    if (result == HM_SHEET_ROW && hm_header_names_unit(&sheet->sheet, languages))
        leave_out(load, info, " (hidden)");
    return HM_OK;
}

static hm_code take_sheet(book_load *load, const hm_book_sheet *info, size_t number) {
    const bool meant = load->only ? strcmp(load->only, info->name) == 0 : load->number == number;
    if (is_named(load) && !meant)
        return HM_OK;
    hm_book_sheet_rows sheet;
    hm_book_sheet_open(&sheet, load->reading, load->format, load->book);
    const hm_code code = info->hidden && !is_named(load) ? look_at_hidden(load, info, &sheet)
                                                         : load_sheet(load, info, number, &sheet);
    hm_book_sheet_close(&sheet);
    return code;
}

static hm_code fail_unread(const book_load *load) {
    const hm_reading *reading = load->reading;
    const char *near = load->only ? load->nearest.name : NULL;
    if (is_named(load))
        return hm_error_at(
            reading->error, HM_ERROR_DATA, reading->file, 0, 0, "found no sheet %s%s%s%s",
            load->only ? hm_name_of(load->only).text : hm_digits_of(load->number).text,
            hm_hint_of(near).text, near ? " There are " : ", only ", load->names.text);
    if (load->refused.code == HM_OK)
        return hm_error_at(reading->error, HM_ERROR_DATA, reading->file, 0, 0,
                           "found no sheet that can be seen");
    *reading->error = load->refused;
    return load->refused.code;
}

static hm_code check_read(const book_load *load) {
    if (load->read == 0)
        return fail_unread(load);
    if (load->left_out.failed)
        return hm_error_memory(load->reading->error);
    if (load->left_out.size > 0)
        hm_reading_add_issue(load->reading, HM_ISSUE_SHEETS_LEFT_OUT, (hm_position){0, 0},
                             &(hm_issue_texts){.detail = load->left_out.data});
    return HM_OK;
}

/* For who has named a sheet, but not as it is called. False when memory has run out. */
static bool show_name(book_load *load, const hm_book_sheet *info) {
    if (!load->only)
        return true;
    const char *copy =
        hm_arena_copy(&load->reading->dataset->arena, info->name, strlen(info->name));
    if (copy)
        hm_nearest_show(&load->nearest, copy);
    return copy != NULL;
}

static hm_code load_sheets(book_load *load) {
    hm_error own = {.code = HM_OK};
    hm_book_sheet info = {NULL, NULL, 0, 0};
    for (size_t number = 1;
         load->format->next_sheet(load->format->context, load->book, &info, &own); number++) {
        hm_choice_list_add(&load->names, hm_name_of(info.name).text);
        if (!show_name(load, &info))
            return hm_error_memory(load->reading->error);
        const hm_code code = take_sheet(load, &info, number);
        if (code != HM_OK)
            return code;
    }
    if (own.code != HM_OK) {
        *load->reading->error = own;
        return own.code;
    }
    const hm_code code = hm_book_remarks_tell(load->reading, load->format, load->book);
    return code == HM_OK ? check_read(load) : code;
}

static hm_code open_book(book_load *load) {
    const hm_source *source = load->reading->source;
    return load->format->open(load->format->context, &load->book, source->name, source->data,
                              source->size, load->reading->error);
}

/* Which sheet holds the records: the one that is called so, where the book has several. */
static hm_code find_sheet_of_records(book_load *load) {
    hm_book_sheet info = {NULL, NULL, 0, 0};
    const char *records = load->reading->records;
    const hm_code code = open_book(load);
    if (code != HM_OK)
        return code;
    while (!load->only &&
           load->format->next_sheet(load->format->context, load->book, &info, load->reading->error))
        if (hm_text_same(info.name, strlen(info.name), records))
            load->only =
                hm_arena_copy(&load->reading->dataset->arena, info.name, strlen(info.name));
    load->format->close(load->format->context, load->book);
    return HM_OK;
}

static hm_code load_book(book_load *load) {
    hm_code code = HM_OK;
    if (load->reading->records && !is_named(load))
        code = find_sheet_of_records(load);
    if (code == HM_OK)
        code = open_book(load);
    if (code != HM_OK)
        return code;
    code = load_sheets(load);
    load->format->close(load->format->context, load->book);
    return code;
}

hm_code hm_book_load(hm_reading *reading, const hm_book_format *format, bool cities) {
    hm_error own = {.code = HM_OK}, *error = reading->error;
    const hm_recipe *recipe = reading->recipe;
    book_load load = {.reading = reading,
                      .format = format,
                      .cities = cities,
                      .only = recipe ? recipe->dialect.sheet : NULL,
                      .number = recipe ? recipe->dialect.sheet_number : 0};
    reading->error = error ? error : &own;
    if (load.only)
        hm_nearest_start(&load.nearest, load.only, strlen(load.only));
    hm_buffer_open(&load.left_out, reading->dataset->allocator);
    hm_source_load(reading->source, 0, reading->source->size);
    const hm_code code = load_book(&load);
    hm_buffer_close(&load.left_out);
    reading->error = error;
    return code;
}
