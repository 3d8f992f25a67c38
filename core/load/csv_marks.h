/* csv_marks.h: the figures of a CSV file looked at for what they say of its marks. */
#ifndef HM_CSV_MARKS_H
#define HM_CSV_MARKS_H

#include "load/csv_sheet.h"
#include "load/sheet_marks.h"

/* A file whose header was read. Borrowed. Told of and closed as the first member is. */
typedef struct hm_csv_marks {
    hm_sheet_marks sheet; /* the first member */
    const hm_csv *csv;    /* who reads the file */
    const hm_source *source;
} hm_csv_marks;

/* As hm_sheet_marks_open. `sheet` stands behind the header. */
bool hm_csv_marks_open(hm_csv_marks *marks, const hm_csv_sheet *sheet,
                       const hm_sheet_header *header, hm_reading *reading);

#endif
