/* fits_csv.c: a stored fit, read from CSV. */
#include <string.h>

#include "base/text.h"
#include "format/csv.h"
#include "platform/environment.h"
#include "transform/fits_read.h"

typedef struct reading {
    const hm_source *source;
    hm_csv csv;
    size_t fields[HM_FIT_COLUMNS], count; /* which field is which column; of the header */
    hm_fit_reader *reader;
    hm_error *error;
} reading;

static hm_code fail(const reading *r, hm_position position, const char *what) {
    return hm_error_at(r->error, HM_ERROR_DATA, r->source->name, position.line, position.column,
                       "%s", what);
}

static hm_code read_header(reading *r) {
    const hm_csv_result result = hm_csv_next(&r->csv);
    if (result == HM_CSV_MEMORY)
        return hm_error_memory(r->error);
    if (result != HM_CSV_RECORD)
        return fail(r, (hm_position){0, 0}, "found no header, expected the columns of a fit");
    r->count = r->csv.count;
    for (int column = 0; column < HM_FIT_COLUMNS; column++) {
        const char *name = hm_fit_column_name((hm_fit_column)column);
        size_t field = 0;
        while (field < r->count &&
               !hm_text_same(r->csv.fields[field].text, r->csv.fields[field].size, name))
            field++;
        if (field == r->count)
            return hm_error_at(r->error, HM_ERROR_DATA, r->source->name, 1, 0,
                               "found no column %s: a fit has phase, node, step, method, period, "
                               "group, parameter, index and value",
                               name);
        r->fields[column] = field;
    }
    return HM_OK;
}

static hm_code read_row(reading *r) {
    hm_fit_row row = {.line = r->csv.fields[0].position.line};
    if (r->csv.count != r->count)
        return fail(r, r->csv.fields[0].position, "a row of another length than the header");
    for (int column = 0; column < HM_FIT_COLUMNS; column++) {
        const hm_raw cell = hm_raw_check(hm_raw_trim(r->csv.fields[r->fields[column]]));
        if (cell.fault != HM_FAULT_NONE)
            return fail(r, cell.position, "found a cell that is no text, expected valid UTF-8");
        row.cells[column] = cell;
    }
    return hm_fit_reader_take(r->reader, &row, r->error);
}

static hm_code read_rows(reading *r) {
    for (;;) {
        hm_code code = HM_OK;
        switch (hm_csv_next(&r->csv)) {
        case HM_CSV_END:
            return HM_OK;
        case HM_CSV_MEMORY:
            return hm_error_memory(r->error);
        case HM_CSV_UNCLOSED:
            return fail(r, r->csv.lost, "found a quote that is never closed");
        case HM_CSV_RECORD:
            code = hm_csv_is_blank(&r->csv) ? HM_OK : read_row(r);
        }
        if (code != HM_OK)
            return code;
    }
}

static hm_code read_source(hm_fits **out, const hm_source *source, const hm_allocator *allocator,
                           hm_error *error) {
    reading r = {.source = source, .error = error};
    r.reader = hm_fit_reader_new(source->name, allocator);
    if (!r.reader)
        return hm_error_memory(error);
    hm_csv_open(&r.csv, source, allocator);
    hm_csv_rewind(&r.csv, ',');
    hm_code code = read_header(&r);
    if (code == HM_OK)
        code = read_rows(&r);
    if (code == HM_OK)
        code = hm_fit_reader_finish(r.reader, out, error);
    hm_csv_close(&r.csv);
    hm_fit_reader_free(r.reader);
    return code;
}

static hm_code read_path(hm_fits **out, const char *path, const hm_allocator *allocator,
                         hm_error *error) {
    hm_source source;
    if (out)
        *out = NULL;
    if (!out || !path)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "hm_fits_read needs an out and a path");
    allocator = allocator ? allocator : hm_allocator_default();
    hm_code code = hm_source_open(&source, path, allocator, error);
    if (code != HM_OK)
        return code;
    code = read_source(out, &source, allocator, error);
    hm_source_close(&source);
    return code;
}

hm_code hm_fits_read(hm_fits **out, const char *path, const hm_allocator *allocator,
                     hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, read_path(out, path, allocator, error));
}

static hm_code read_memory(hm_fits **out, const char *name, const char *data, size_t size,
                           const hm_allocator *allocator, hm_error *error) {
    hm_source source;
    if (out)
        *out = NULL;
    if (!out || !name || (!data && size > 0))
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "hm_fits_read_memory needs an out, a name and data");
    hm_source_from_memory(&source, name, data, size);
    return read_source(out, &source, allocator ? allocator : hm_allocator_default(), error);
}

hm_code hm_fits_read_memory(hm_fits **out, const char *name, const char *data, size_t size,
                            const hm_allocator *allocator, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, read_memory(out, name, data, size, allocator, error));
}
