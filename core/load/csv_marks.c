#include "load/csv_marks.h"

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

static bool walk(hm_sheet_marks *marks) {
    const hm_csv_marks *file = (const hm_csv_marks *)marks;
    hm_csv_sheet csv;
    hm_csv_sheet_open(&csv, file->source, marks->recipe, marks->allocator);
    hm_sheet_result result = HM_SHEET_FAILED;
    size_t done = 0;
    hm_fill fill;
    bool fine = hm_sheet_marks_fill(marks, &csv.sheet, &fill);
    while (fine && ((result = hm_sheet_next(&csv.sheet, NULL)) == HM_SHEET_ROW ||
                    result == HM_SHEET_TORN)) {
        fine = result == HM_SHEET_TORN || hm_sheet_marks_take(marks, &csv.sheet);
        forget(file, &done, csv.csv.at, HM_SOURCE_BLOCK);
    }
    forget(file, &done, csv.csv.at, 0);
    hm_fill_close(&fill);
    hm_csv_sheet_close(&csv);
    return fine && result == HM_SHEET_END;
}

/* Between tabs a point is usual, but a comma is written as well. */
static hm_marks_start start_of(const hm_csv_sheet *sheet, const hm_reading *reading) {
    const char delimiter = sheet->sheet.delimiter;
    return delimiter == ';'                                 ? HM_MARKS_OPEN
           : delimiter == '\t' && !reading->source->is_part ? HM_MARKS_USUALLY_POINT
                                                            : HM_MARKS_POINT;
}

bool hm_csv_marks_open(hm_csv_marks *marks, const hm_csv_sheet *sheet,
                       const hm_sheet_header *header, hm_reading *reading) {
    const hm_raw *held = sheet->sheet.held;
    marks->csv = &sheet->csv;
    marks->source = reading->source;
    marks->sheet.walk = reading->source->is_part ? NULL : walk; /* of a stream there is a part */
    marks->sheet.line = held ? held[0].position.line : sheet->csv.line;
    return hm_sheet_marks_open(&marks->sheet, start_of(sheet, reading), header, reading);
}
