/* read_fits.c: a stored fit, read from a table in any of the formats that data come in. */
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "load/table_rows.h"
#include "platform/environment.h"
#include "platform/regular.h"
#include "platform/source.h"
#include "transform/fits_read.h"

typedef struct reading {
    hm_table_taker taker; /* the first member */
    const hm_allocator *allocator;
    size_t fields[HM_FIT_COLUMNS]; /* which field is which column; of the header */
    size_t count;                  /* fields of the header; 0: it was not read */
    hm_fit_reader *reader;
} reading;

static hm_code read_header(reading *r, const char *file, const hm_sheet *sheet, hm_error *error) {
    for (int column = 0; column < HM_FIT_COLUMNS; column++) {
        const char *name = hm_fit_column_name((hm_fit_column)column);
        size_t field = 0;
        hm_text text = {"", 0};
        for (; field < sheet->count; field++) {
            text = hm_text_name(sheet->cells[field].text, sheet->cells[field].size);
            if (hm_text_same(text.text, text.size, name))
                break;
        }
        if (field == sheet->count)
            return hm_error_at(error, HM_ERROR_DATA, file, sheet->cells[0].position.line, 0,
                               "found no column %s: a fit has phase, node, step, method, period, "
                               "group, parameter, index and value",
                               name);
        r->fields[column] = field;
    }
    r->count = sheet->count;
    r->reader = hm_fit_reader_new(file, r->allocator);
    return r->reader ? HM_OK : hm_error_memory(error);
}

/* How a workbook shows a number is no fault of it. */
static bool is_readable(hm_raw cell) {
    return cell.fault == HM_FAULT_NONE || cell.fault == HM_FAULT_PERCENT;
}

static hm_code take_row(hm_table_taker *taker, const char *file, const hm_sheet *sheet,
                        hm_error *error) {
    reading *r = (reading *)taker;
    if (r->count == 0)
        return read_header(r, file, sheet, error);
    const hm_position position = sheet->cells[0].position;
    hm_fit_row row = {.line = position.line};
    if (sheet->count != r->count)
        return hm_error_at(error, HM_ERROR_DATA, file, position.line, position.column,
                           "a row of another length than the header");
    for (int column = 0; column < HM_FIT_COLUMNS; column++) {
        const hm_raw cell = hm_raw_check(hm_raw_trim(sheet->cells[r->fields[column]]));
        if (!is_readable(cell))
            return hm_error_at(error, HM_ERROR_DATA, file, cell.position.line, cell.position.column,
                               "found a cell that cannot be read, expected text or a number");
        row.cells[column] = cell;
    }
    return hm_fit_reader_take(r->reader, &row, error);
}

static hm_code read_source(hm_fits **out, hm_dataset *formats, const hm_source *source,
                           const hm_allocator *allocator, hm_error *error) {
    reading r = {.taker = {take_row}, .allocator = allocator};
    hm_code code = hm_table_rows_read(formats, source, "fits", &r.taker, error);
    if (code == HM_OK && r.count == 0)
        code = hm_error_at(error, HM_ERROR_DATA, source->name, 0, 0,
                           "found no header, expected the columns of a fit");
    if (code == HM_OK)
        code = hm_fit_reader_finish(r.reader, out, error);
    hm_fit_reader_free(r.reader);
    return code;
}

/* The data set that has the formats, and for as long as it takes the names of what is read. */
static hm_code open_formats(hm_dataset **out, const hm_book_format *const *formats, size_t count,
                            const hm_allocator *allocator, hm_error *error) {
    hm_code code = hm_dataset_new(out, allocator, error);
    for (size_t i = 0; code == HM_OK && i < count; i++)
        code = hm_dataset_add_format(*out, formats[i], error);
    return code;
}

/* In a folder, the file that tables of a run are written to; the path itself, else. Nothing where
 * memory has run out. */
static void find_file(hm_buffer *file, const char *path) {
    static const char *const names[] = {"fits.csv", "fits.json", "fits.ndjson"};
    const bool is_folder = strcmp(path, "-") != 0 && hm_path_look(path) == HM_PATH_FOLDER;
    for (size_t i = 0; is_folder && i < sizeof names / sizeof *names; i++) {
        hm_buffer_clear(file);
        hm_buffer_add_text(file, path);
        hm_buffer_add_text(file, path[strlen(path) - 1] == '/' ? "" : "/");
        hm_buffer_add_text(file, names[i]);
        if (file->failed || hm_entry_look(file->data) != HM_ENTRY_NOTHING)
            return;
    }
    hm_buffer_clear(file);
    hm_buffer_add_text(file, path);
}

static hm_code read_file(hm_fits **out, hm_dataset *formats, const char *path,
                         const hm_allocator *allocator, hm_error *error) {
    hm_source source;
    hm_buffer file;
    hm_buffer_open(&file, allocator);
    find_file(&file, path);
    hm_code code =
        file.failed ? hm_error_memory(error)
                    : hm_source_open(&source, file.size > 0 ? file.data : path, allocator, error);
    if (code == HM_OK) {
        code = read_source(out, formats, &source, allocator, error);
        hm_source_close(&source);
    }
    hm_buffer_close(&file);
    return code;
}

static hm_code read_path(hm_fits **out, const char *path, const hm_book_format *const *formats,
                         size_t count, const hm_allocator *allocator, hm_error *error) {
    hm_dataset *dataset = NULL;
    if (out)
        *out = NULL;
    if (!out || !path || (!formats && count > 0))
        return hm_error_set(error, HM_ERROR_ARGUMENT, "hm_fits_read needs an out and a path");
    allocator = allocator ? allocator : hm_allocator_default();
    hm_code code = open_formats(&dataset, formats, count, allocator, error);
    if (code == HM_OK)
        code = read_file(out, dataset, path, allocator, error);
    hm_dataset_free(dataset);
    return code;
}

hm_code hm_fits_read_with(hm_fits **out, const char *path, const hm_book_format *const *formats,
                          size_t count, const hm_allocator *allocator, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, read_path(out, path, formats, count, allocator, error));
}

hm_code hm_fits_read(hm_fits **out, const char *path, const hm_allocator *allocator,
                     hm_error *error) {
    return hm_fits_read_with(out, path, NULL, 0, allocator, error);
}

static hm_code read_memory(hm_fits **out, const char *name, const char *data, size_t size,
                           const hm_allocator *allocator, hm_error *error) {
    hm_source source;
    hm_dataset *dataset = NULL;
    if (out)
        *out = NULL;
    if (!out || !name || (!data && size > 0))
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "hm_fits_read_memory needs an out, a name and data");
    allocator = allocator ? allocator : hm_allocator_default();
    hm_source_from_memory(&source, name, data, size);
    hm_code code = open_formats(&dataset, NULL, 0, allocator, error);
    if (code == HM_OK)
        code = read_source(out, dataset, &source, allocator, error);
    hm_dataset_free(dataset);
    return code;
}

hm_code hm_fits_read_memory(hm_fits **out, const char *name, const char *data, size_t size,
                            const hm_allocator *allocator, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, read_memory(out, name, data, size, allocator, error));
}
