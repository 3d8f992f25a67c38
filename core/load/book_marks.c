#include "load/book_marks.h"

static bool walk_sheet(hm_book_marks *marks, void *book) {
    hm_book_sheet_rows sheet;
    hm_sheet_result result = HM_SHEET_FAILED;
    hm_fill fill;
    hm_book_sheet_open(&sheet, marks->reading, marks->format, book);
    sheet.is_silent = true;
    sheet.sheet.width = marks->sheet.header->count;
    sheet.header = marks->sheet.header;
    bool fine = hm_sheet_marks_fill(&marks->sheet, &sheet.sheet, &fill);
    while (fine && (result = hm_sheet_next(&sheet.sheet, NULL)) == HM_SHEET_ROW)
        fine = hm_sheet_marks_take(&marks->sheet, &sheet.sheet);
    hm_fill_close(&fill);
    hm_book_sheet_close(&sheet);
    return fine && result == HM_SHEET_END;
}

/* The book that is being read stands in the middle of the sheet, so another one is opened. */
static bool walk(hm_sheet_marks *base) {
    hm_book_marks *marks = (hm_book_marks *)base;
    const hm_book_format *format = marks->format;
    const hm_source *source = marks->reading->source;
    hm_book_sheet info = {NULL, NULL, 0, 0};
    hm_error error = {.code = HM_OK};
    void *book;
    if (format->open(format->context, &book, source->name, source->data, source->size, &error) !=
        HM_OK)
        return false;
    bool fine = true;
    for (size_t i = 0; fine && i < marks->number; i++)
        fine = format->next_sheet(format->context, book, &info, &error) != 0;
    fine = fine && walk_sheet(marks, book);
    format->close(format->context, book);
    return fine;
}

bool hm_book_marks_open(hm_book_marks *marks, const hm_book_sheet_rows *sheet, size_t number,
                        const hm_sheet_header *header, hm_reading *reading) {
    const hm_raw *held = sheet->sheet.held;
    marks->reading = reading;
    marks->format = sheet->format;
    marks->number = number;
    marks->sheet.walk = walk;
    marks->sheet.line = held ? held[0].position.line : sheet->given + 1;
    return hm_sheet_marks_open(&marks->sheet, HM_MARKS_OPEN, header, reading);
}
