/* csv.c: CSV files: the plain ones in parts, all others row by row. */
#include "load/csv_marks.h"
#include "load/loader.h"
#include "load/plain.h"
#include "load/rows.h"

typedef struct csv_load {
    hm_csv_sheet sheet;
    hm_rows rows;
    hm_csv_marks marks;
    size_t forgotten; /* bytes of the source */
} csv_load;

/* What was read need not stay in memory. */
static void forget(csv_load *load) {
    const hm_source *source = load->rows.reading->source;
    const size_t done = (size_t)(load->sheet.csv.at - source->data);
    if (done - load->forgotten >= HM_SOURCE_BLOCK) {
        hm_source_forget(source, load->forgotten, done);
        load->forgotten = done;
    }
}

/* Rows one by one, until the reader stands at `until` or behind it. */
static hm_code read_until(void *context, const char *until) {
    csv_load *load = context;
    hm_reading *reading = load->rows.reading;
    hm_code code = HM_OK;
    while (code == HM_OK && load->sheet.csv.at < until) {
        const hm_sheet_result result = hm_rows_take(&load->rows);
        if (result == HM_SHEET_FAILED)
            return load->sheet.sheet.code;
        if (result == HM_SHEET_END)
            break;
        forget(load);
        code = hm_dataset_state(reading->dataset, reading->error);
    }
    return code;
}

/* A long file whose rows say nothing but city, period, input and value, or a wide one; and cells
 * mean what they show. */
static bool is_plain(const csv_load *load) {
    const hm_rows *rows = &load->rows;
    const bool bare = rows->header.form == HM_SHEET_LONG && rows->role_count == 4;
    return (bare || rows->header.form == HM_SHEET_WIDE) && !load->sheet.sheet.held &&
           (!rows->header.mapping || hm_mapping_is_plain(rows->header.mapping)) &&
           !rows->reading->field_marks && hm_csv_sheet_is_plain(&load->sheet) &&
           hm_reading_is_plain(rows->reading);
}

static hm_code load_rows(csv_load *load) {
    hm_rows *rows = &load->rows;
    if (!is_plain(load))
        return hm_rows_take_all(rows);
    const bool wide = rows->header.form == HM_SHEET_WIDE;
    const hm_plain plain = {
        .reading = rows->reading,
        .csv = &load->sheet.csv,
        .header = &rows->header,
        .fields = wide ? rows->fields : &rows->header.fields[HM_ROLE_VALUE],
        .figures = wide ? rows->figures : 1,
        .numbers = wide ? rows->numbers : NULL,
        .unit_rows = rows->unit_rows,
        .read_until = read_until,
        .context = load,
    };
    return hm_plain_load(&plain);
}

static hm_code load_csv(hm_reading *reading) {
    csv_load load = {.forgotten = 0};
    hm_csv *csv = &load.sheet.csv;
    hm_csv_sheet_open(&load.sheet, reading->source, reading->recipe, reading->dataset->allocator);
    hm_code code = hm_rows_open(&load.rows, &load.sheet.sheet, reading);
    if (code == HM_OK && !hm_csv_marks_open(&load.marks, &load.sheet, &load.rows.header, reading))
        code = hm_error_memory(reading->error);
    if (code == HM_OK) {
        csv->line = reading->first_line ? reading->first_line : csv->line;
        code = load_rows(&load);
    }
    if (code == HM_OK && !hm_sheet_marks_tell(&load.marks.sheet, reading))
        code = hm_error_memory(reading->error);
    hm_csv_sheet_tell(&load.sheet, reading->file, &reading->dataset->issues);
    hm_sheet_marks_close(&load.marks.sheet, reading);
    hm_rows_close(&load.rows);
    hm_csv_sheet_close(&load.sheet);
    return code;
}

static bool takes_all(const hm_source *source) {
    (void)source;
    return true;
}

static const char *const suffixes[] = {".csv", ".tsv", ".tab", NULL};

const hm_loader hm_loader_csv = {
    .name = "CSV",
    .suffixes = suffixes,
    .sniff = takes_all,
    .load = load_csv,
    .recipes = HM_RECIPES_LINES,
    .look = hm_batch_csv_look,
};
