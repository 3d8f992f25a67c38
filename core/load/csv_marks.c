#include "load/csv_marks.h"

#include <string.h>

#include "dataset/cell.h"

/* A point or a comma may be either. */
static const hm_number_format either_mark = {.point = HM_MARK_OPEN};

/* What is done with each row of the file. */
typedef struct looking {
    hm_marks *marks;
    bool *holds_text; /* by field, of records: some cell of the column is no figure */
} looking;
typedef void take_row(const looking *l, const hm_sheet *sheet, const hm_csv_marks *file);

static void note_row(const looking *l, const hm_sheet *sheet, const hm_csv_marks *file) {
    const hm_sheet_header *header = file->header;
    const size_t value = header->fields[HM_ROLE_VALUE];
    if (header->form != HM_SHEET_RECORDS && value != HM_NO_FIELD) {
        hm_marks_note(l->marks, &sheet->cells[value]);
        return;
    }
    for (size_t i = 0; i < sheet->count; i++)
        if (hm_sheet_header_is_figure(header, i) && !(l->holds_text && l->holds_text[i]))
            hm_marks_note(l->marks, &sheet->cells[i]);
}

static void find_texts(const looking *l, const hm_sheet *sheet, const hm_csv_marks *file) {
    for (size_t i = 0; i < sheet->count; i++) {
        const hm_raw *raw = &sheet->cells[i];
        const bool missing =
            file->recipe && hm_recipe_is_missing(file->recipe, raw->text, raw->size);
        l->holds_text[i] |= raw->fault == HM_FAULT_NONE && !missing &&
                            hm_cell_read(raw->text, raw->size, &either_mark).kind == HM_CELL_TEXT;
    }
}

/* What was looked at up to `at` need not stay in memory, but for what the reader of the file has
 * loaded and not read yet. */
static void forget(const hm_csv_marks *file, size_t *done, const char *at, size_t least) {
    const size_t loaded = (size_t)(file->csv->cursor.loaded - file->source->data);
    const size_t from = *done > loaded ? *done : loaded;
    const size_t to = (size_t)(at - file->source->data);
    if (to < from + least)
        return;
    hm_source_forget(file->source, from, to);
    *done = to;
}

/* Rows of another length are none of the table. */
static bool take_rows(const hm_csv_marks *file, const looking *l, take_row *take) {
    hm_csv_sheet csv;
    hm_sheet *sheet = &csv.sheet;
    hm_csv_sheet_open(&csv, file->source, file->recipe, file->allocator);
    hm_sheet_result result;
    size_t done = 0;
    while ((result = hm_sheet_next(sheet, NULL)) == HM_SHEET_ROW || result == HM_SHEET_TORN) {
        if (result == HM_SHEET_ROW && sheet->count == file->header->count &&
            sheet->cells[0].position.line >= file->line)
            take(l, sheet, file);
        forget(file, &done, csv.csv.at, HM_SOURCE_BLOCK);
    }
    forget(file, &done, csv.csv.at, 0);
    hm_csv_sheet_close(&csv);
    return result == HM_SHEET_END;
}

static bool look(void *context, hm_marks *marks) {
    const hm_csv_marks *file = context;
    looking l = {.marks = marks};
    if (file->header->form != HM_SHEET_RECORDS)
        return take_rows(file, &l, note_row);
    const size_t count = file->header->count;
    l.holds_text = hm_allocate_array(file->allocator, count, sizeof *l.holds_text);
    if (!l.holds_text)
        return false;
    memset(l.holds_text, 0, count * sizeof *l.holds_text);
    const bool fine = take_rows(file, &l, find_texts) && take_rows(file, &l, note_row);
    hm_release(file->allocator, l.holds_text, count * sizeof *l.holds_text);
    return fine;
}

/* What the recipe says of figures; it was checked when it was made. */
static void take_recipe(hm_number_format *format, const hm_recipe *recipe) {
    const hm_number_format usual = *format;
    const char decimal[] = {recipe->marks.decimal, '\0'};
    (void)hm_number_format_of(format, &usual, *decimal ? decimal : NULL, recipe->marks.group);
}

void hm_csv_marks_open(hm_csv_marks *marks, const hm_csv_sheet *sheet,
                       const hm_sheet_header *header, hm_reading *reading) {
    const hm_raw *held = sheet->sheet.held;
    *marks = (hm_csv_marks){.csv = &sheet->csv,
                            .source = reading->source,
                            .recipe = reading->recipe,
                            .header = header,
                            .allocator = reading->dataset->allocator,
                            .line = held ? held[0].position.line : sheet->csv.line};
    /* of a stream nobody has more than a part */
    hm_marks_open(&marks->marks, sheet->sheet.delimiter == ';',
                  reading->source->is_part ? NULL : look, marks);
    if (reading->recipe)
        take_recipe(&marks->marks.format, reading->recipe);
    reading->marks = &marks->marks;
}
