#include "load/table_rows.h"

#include "base/position.h"
#include "base/text.h"
#include "load/book_sheet.h"
#include "load/csv_sheet.h"
#include "load/decoded.h"
#include "load/json_table.h"
#include "load/loader.h"

typedef struct table_reading {
    hm_reading reading;
    const char *name;
    hm_table_taker *taker;
} table_reading;

static hm_code take_all(table_reading *t, hm_sheet *sheet, const char *file) {
    hm_error *error = t->reading.error;
    for (;;) {
        hm_code code = HM_OK;
        switch (hm_sheet_next(sheet, error)) {
        case HM_SHEET_END:
            return HM_OK;
        case HM_SHEET_FAILED:
            return sheet->code;
        case HM_SHEET_TORN:
            return hm_error_at(error, HM_ERROR_DATA, file, sheet->torn.line, sheet->torn.column,
                               "found a quote that is never closed");
        case HM_SHEET_ROW:
            if (!hm_sheet_is_blank(sheet))
                code = t->taker->take(t->taker, file, sheet, error);
            if (sheet->width == 0)
                sheet->width = sheet->count;
        }
        if (code != HM_OK)
            return code;
    }
}

/* --- text --- */

static hm_code read_csv(table_reading *t) {
    hm_csv_sheet sheet;
    hm_csv_sheet_open(&sheet, t->reading.source, NULL, t->reading.dataset->allocator);
    const hm_code code = take_all(t, &sheet.sheet, t->reading.file);
    hm_csv_sheet_close(&sheet);
    return code;
}

static hm_code read_json(table_reading *t, bool lines) {
    hm_json_table table;
    hm_code code = hm_json_table_open(&table, &t->reading, t->name, lines);
    if (code == HM_OK)
        code = take_all(t, &table.sheet, t->reading.file);
    hm_json_table_close(&table);
    return code;
}

static hm_code read_text(table_reading *t) {
    const hm_source *given = t->reading.source;
    hm_decoded decoded;
    hm_code code =
        hm_decoded_open(&decoded, given, NULL, t->reading.dataset->allocator, t->reading.error);
    if (code != HM_OK)
        return code;
    t->reading.source = &decoded.source;
    code = hm_loaders_check(&decoded.source, t->reading.error);
    if (code == HM_OK) {
        const hm_loader *loader = hm_loaders_choose(&decoded.source);
        code = loader == &hm_loader_csv ? read_csv(t) : read_json(t, loader == &hm_loader_ndjson);
    }
    t->reading.source = given;
    hm_decoded_close(&decoded);
    return code;
}

/* --- workbooks --- */

/* Which sheet is meant, counted from 1; 0: none, or nobody can tell. */
static hm_code find_sheet(table_reading *t, const hm_book_format *format, void *book,
                          size_t *found) {
    hm_error own = {.code = HM_OK};
    hm_book_sheet info = {NULL, NULL, 0, 0};
    size_t seen = 0, only = 0;
    *found = 0;
    for (size_t number = 1; format->next_sheet(format->context, book, &info, &own); number++) {
        if (*found == 0 && hm_text_same(info.name, strlen(info.name), t->name))
            *found = number;
        seen += !info.hidden;
        only = info.hidden ? only : number;
    }
    if (*found == 0 && seen == 1)
        *found = only;
    if (own.code != HM_OK)
        *t->reading.error = own;
    return own.code;
}

/* The name of the file with that of the sheet in it. */
static const char *name_sheet(const table_reading *t, const char *sheet) {
    hm_buffer name;
    hm_buffer_open(&name, t->reading.dataset->allocator);
    hm_buffer_add_text(&name, t->reading.file);
    hm_buffer_add_char(&name, HM_SHEET_MARK);
    hm_buffer_add_text(&name, sheet);
    const char *copy =
        name.failed ? NULL : hm_arena_copy(&t->reading.dataset->arena, name.data, name.size);
    hm_buffer_close(&name);
    return copy;
}

static hm_code read_sheet(table_reading *t, const hm_book_format *format, void *book,
                          size_t wanted) {
    hm_error own = {.code = HM_OK};
    hm_book_sheet info = {NULL, NULL, 0, 0};
    for (size_t number = 1; number <= wanted; number++)
        if (!format->next_sheet(format->context, book, &info, &own)) {
            *t->reading.error = own;
            return own.code;
        }
    const char *file = name_sheet(t, info.name);
    if (!file)
        return hm_error_memory(t->reading.error);
    hm_book_sheet_rows sheet;
    t->reading.file = file;
    hm_book_sheet_open(&sheet, &t->reading, format, book);
    sheet.is_silent = true;
    const hm_code code = take_all(t, &sheet.sheet, file);
    hm_book_sheet_close(&sheet);
    return code;
}

static hm_code open_book(const table_reading *t, const hm_book_format *format, void **book) {
    const hm_source *source = t->reading.source;
    return format->open(format->context, book, source->name, source->data, source->size,
                        t->reading.error);
}

static hm_code read_book(table_reading *t, const hm_book_format *format) {
    void *book;
    size_t wanted = 0;
    hm_code code = open_book(t, format, &book);
    if (code != HM_OK)
        return code;
    code = find_sheet(t, format, book, &wanted);
    format->close(format->context, book);
    if (code == HM_OK && wanted == 0)
        code = hm_error_at(t->reading.error, HM_ERROR_DATA, t->reading.file, 0, 0,
                           "found no sheet %s", t->name);
    if (code == HM_OK)
        code = open_book(t, format, &book);
    if (code != HM_OK)
        return code;
    code = read_sheet(t, format, book, wanted);
    format->close(format->context, book);
    return code;
}

hm_code hm_table_rows_read(hm_dataset *dataset, const hm_source *source, const char *name,
                           hm_table_taker *taker, hm_error *error) {
    hm_error own;
    table_reading t = {.reading = {.dataset = dataset,
                                   .source = source,
                                   .file = source->name,
                                   .error = error ? error : &own},
                       .name = name,
                       .taker = taker};
    const hm_book_format *format = hm_book_format_of(dataset, source);
    return format ? read_book(&t, format) : read_text(&t);
}
