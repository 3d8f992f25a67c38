#include "load/sheet_marks.h"

/* --- rows that are looked at --- */

/* A cell as it will be read: as it is renamed, and none where it stands for no figure. */
static void note(hm_sheet_marks *sheet, size_t field, hm_raw raw) {
    hm_marks *marks = sheet->fields ? &sheet->fields[field] : &sheet->marks;
    if (!sheet->recipe || !hm_recipe_is_missing(sheet->recipe, raw.text, raw.size))
        hm_marks_note(marks, &raw);
}

/* Rows of another length are none of the table, and those that the recipe leaves out show nothing.
 */
static bool counts(const hm_sheet_marks *marks, const hm_sheet *sheet) {
    const hm_mapping *mapping = marks->header->mapping;
    return sheet->count == marks->header->count && sheet->count > 0 &&
           sheet->cells[0].position.line >= marks->line &&
           (!mapping || hm_mapping_takes(mapping, sheet));
}

bool hm_sheet_marks_take(hm_sheet_marks *marks, const hm_sheet *sheet) {
    const hm_sheet_header *header = marks->header;
    hm_mapping *mapping = header->mapping;
    const size_t value = header->fields[HM_ROLE_VALUE];
    if (!counts(marks, sheet))
        return true;
    if (header->form != HM_SHEET_RECORDS && value != HM_NO_FIELD) {
        hm_raw raw = sheet->cells[value];
        if (mapping && !hm_mapping_get(mapping, sheet, HM_ROLE_VALUE, &raw))
            return false;
        note(marks, value, raw);
        return true;
    }
    for (size_t i = 0; i < sheet->count; i++)
        if (hm_sheet_header_is_figure(header, i))
            note(marks, i,
                 mapping ? hm_mapping_rename(mapping, HM_ROLE_VALUE, sheet->cells[i])
                         : sheet->cells[i]);
    return true;
}

bool hm_sheet_marks_fill(const hm_sheet_marks *marks, hm_sheet *sheet, hm_fill *fill) {
    const hm_mapping *mapping = marks->header->mapping;
    *fill = (hm_fill){.allocator = marks->allocator};
    if (!mapping || mapping->filled_count == 0)
        return true;
    return hm_fill_open(fill, sheet, mapping->filled, mapping->filled_count, marks->header->count,
                        marks->line, marks->allocator);
}

static bool look(void *context, hm_marks *marks) {
    hm_sheet_marks *sheet = context;
    (void)marks; /* some of those of the sheet, all of which are filled */
    if (sheet->looked)
        return true;
    sheet->looked = true;
    return sheet->walk(sheet);
}

/* --- what is known before --- */

static void open_marks(hm_sheet_marks *sheet, hm_marks *marks, hm_marks_start start,
                       const hm_reading *reading) {
    hm_marks_open(marks, start, sheet->walk ? look : NULL, sheet);
    marks->of_sheet = hm_sheet_of_file(reading->file)[0] != '\0';
}

/* Columns go by their own marks where nobody knows yet which of them hold figures, and where the
 * recipe says so. False when memory has run out. */
static bool open_fields(hm_sheet_marks *sheet, hm_marks_start start, const hm_reading *reading) {
    const hm_sheet_header *header = sheet->header;
    if (header->form != HM_SHEET_RECORDS && !header->marks)
        return true;
    sheet->fields = hm_allocate_array(sheet->allocator, header->count, sizeof *sheet->fields);
    for (size_t i = 0; sheet->fields && i < header->count; i++) {
        hm_marks *marks = &sheet->fields[i];
        open_marks(sheet, marks, start, reading);
        marks->of_column = true;
        if (reading->recipe)
            hm_marks_take(marks, header->marks && header->marks[i] ? header->marks[i]
                                                                   : &reading->recipe->marks);
    }
    return sheet->fields != NULL;
}

bool hm_sheet_marks_open(hm_sheet_marks *marks, hm_marks_start start, const hm_sheet_header *header,
                         hm_reading *reading) {
    marks->fields = NULL;
    marks->looked = false;
    marks->recipe = reading->recipe;
    marks->header = header;
    marks->allocator = reading->dataset->allocator;
    open_marks(marks, &marks->marks, start, reading);
    if (reading->recipe)
        hm_marks_take(&marks->marks, &reading->recipe->marks);
    reading->marks = &marks->marks;
    const bool fine = open_fields(marks, start, reading);
    reading->field_marks = marks->fields;
    return fine;
}

/* --- the end --- */

bool hm_sheet_marks_tell(hm_sheet_marks *marks, const hm_reading *reading) {
    hm_issues *issues = &reading->dataset->issues;
    if (!marks->fields)
        return hm_marks_tell(&marks->marks, reading->file, issues);
    bool fine = true;
    for (size_t i = 0; fine && i < marks->header->count; i++)
        fine = hm_marks_tell(&marks->fields[i], reading->file, issues);
    return fine;
}

void hm_sheet_marks_close(hm_sheet_marks *marks, hm_reading *reading) {
    if (marks->fields)
        hm_release(marks->allocator, marks->fields, marks->header->count * sizeof *marks->fields);
    marks->fields = NULL;
    reading->marks = reading->field_marks = NULL;
}
