#include "load/csv_marks.h"

/* A cell as it will be read: as it is renamed, and none where it stands for no figure. */
static void note(const hm_csv_marks *file, size_t field, hm_raw raw) {
    hm_marks *marks = file->fields ? &file->fields[field] : (hm_marks *)&file->marks;
    if (!file->recipe || !hm_recipe_is_missing(file->recipe, raw.text, raw.size))
        hm_marks_note(marks, &raw);
}

/* Rows that the recipe leaves out show nothing. */
static bool takes(const hm_csv_marks *file, const hm_sheet *sheet) {
    const hm_mapping *mapping = file->header->mapping;
    return sheet->count == file->header->count && sheet->cells[0].position.line >= file->line &&
           (!mapping || hm_mapping_takes(mapping, sheet));
}

/* False when memory has run out. */
static bool note_row(const hm_csv_marks *file, const hm_sheet *sheet) {
    const hm_sheet_header *header = file->header;
    hm_mapping *mapping = header->mapping;
    const size_t value = header->fields[HM_ROLE_VALUE];
    if (header->form != HM_SHEET_RECORDS && value != HM_NO_FIELD) {
        hm_raw raw = sheet->cells[value];
        if (mapping && !hm_mapping_get(mapping, sheet, HM_ROLE_VALUE, &raw))
            return false;
        note(file, value, raw);
        return true;
    }
    for (size_t i = 0; i < sheet->count; i++)
        if (hm_sheet_header_is_figure(header, i))
            note(file, i,
                 mapping ? hm_mapping_rename(mapping, HM_ROLE_VALUE, sheet->cells[i])
                         : sheet->cells[i]);
    return true;
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
static bool look(void *context, hm_marks *marks) {
    hm_csv_marks *file = context;
    hm_csv_sheet csv;
    hm_sheet *sheet = &csv.sheet;
    (void)marks; /* some of those of the file, all of which are filled */
    if (file->looked)
        return true;
    hm_csv_sheet_open(&csv, file->source, file->recipe, file->allocator);
    hm_sheet_result result;
    size_t done = 0;
    bool fine = true;
    while (fine &&
           ((result = hm_sheet_next(sheet, NULL)) == HM_SHEET_ROW || result == HM_SHEET_TORN)) {
        if (result == HM_SHEET_ROW && takes(file, sheet))
            fine = note_row(file, sheet);
        forget(file, &done, csv.csv.at, HM_SOURCE_BLOCK);
    }
    forget(file, &done, csv.csv.at, 0);
    hm_csv_sheet_close(&csv);
    file->looked = true;
    return fine && result == HM_SHEET_END;
}

/* --- what is known before --- */

/* What a recipe says of figures; it was checked when it was made. */
static void take_recipe(hm_marks *marks, const hm_number_marks *said) {
    const hm_number_format usual = marks->format;
    const char decimal[] = {said->decimal, '\0'};
    (void)hm_number_format_of(&marks->format, &usual, *decimal ? decimal : NULL, said->group);
}

/* Between tabs a point is usual, but a comma is written as well. */
static hm_marks_start start_of(const hm_csv_sheet *sheet, const hm_reading *reading) {
    const char delimiter = sheet->sheet.delimiter;
    return delimiter == ';'                                 ? HM_MARKS_OPEN
           : delimiter == '\t' && !reading->source->is_part ? HM_MARKS_USUALLY_POINT
                                                            : HM_MARKS_POINT;
}

static void open_marks(hm_csv_marks *file, hm_marks *marks, const hm_csv_sheet *sheet,
                       const hm_reading *reading) {
    /* of a stream nobody has more than a part */
    hm_marks_open(marks, start_of(sheet, reading), reading->source->is_part ? NULL : look, file);
}

/* Columns go by their own marks where nobody knows yet which of them hold figures, and where the
 * recipe says so. False when memory has run out. */
static bool open_fields(hm_csv_marks *file, const hm_csv_sheet *sheet, const hm_reading *reading) {
    const hm_sheet_header *header = file->header;
    if (header->form != HM_SHEET_RECORDS && !header->marks)
        return true;
    file->fields = hm_allocate_array(file->allocator, header->count, sizeof *file->fields);
    for (size_t i = 0; file->fields && i < header->count; i++) {
        hm_marks *marks = &file->fields[i];
        open_marks(file, marks, sheet, reading);
        marks->of_column = true;
        if (reading->recipe)
            take_recipe(marks, header->marks && header->marks[i] ? header->marks[i]
                                                                 : &reading->recipe->marks);
    }
    return file->fields != NULL;
}

bool hm_csv_marks_open(hm_csv_marks *marks, const hm_csv_sheet *sheet,
                       const hm_sheet_header *header, hm_reading *reading) {
    const hm_raw *held = sheet->sheet.held;
    *marks = (hm_csv_marks){.csv = &sheet->csv,
                            .source = reading->source,
                            .recipe = reading->recipe,
                            .header = header,
                            .allocator = reading->dataset->allocator,
                            .line = held ? held[0].position.line : sheet->csv.line};
    open_marks(marks, &marks->marks, sheet, reading);
    if (reading->recipe)
        take_recipe(&marks->marks, &reading->recipe->marks);
    reading->marks = &marks->marks;
    const bool fine = open_fields(marks, sheet, reading);
    reading->field_marks = marks->fields;
    return fine;
}

/* --- the end --- */

bool hm_csv_marks_tell(hm_csv_marks *marks, const hm_reading *reading) {
    hm_issues *issues = &reading->dataset->issues;
    if (!marks->fields)
        return hm_marks_tell(&marks->marks, reading->file, issues);
    bool fine = true;
    for (size_t i = 0; fine && i < marks->header->count; i++)
        fine = hm_marks_tell(&marks->fields[i], reading->file, issues);
    return fine;
}

void hm_csv_marks_close(hm_csv_marks *marks, hm_reading *reading) {
    if (marks->fields)
        hm_release(marks->allocator, marks->fields, marks->header->count * sizeof *marks->fields);
    marks->fields = NULL;
    reading->marks = reading->field_marks = NULL;
}
