/* csv_marks.h: all figures of a CSV file looked at for what they say of its marks. */
#ifndef HM_CSV_MARKS_H
#define HM_CSV_MARKS_H

#include "load/csv_sheet.h"
#include "load/marks.h"
#include "load/sheet_header.h"

/* A file whose header was read. Borrowed. */
typedef struct hm_csv_marks {
    hm_marks marks;
    hm_marks *fields;  /* by field, where each column goes by its own; NULL: all go by `marks` */
    bool looked;       /* at all rows, for all columns at once */
    const hm_csv *csv; /* who reads the file */
    const hm_source *source;
    const hm_recipe *recipe;
    const hm_sheet_header *header;
    const hm_allocator *allocator;
    uint32_t line; /* that the rows begin at */
} hm_csv_marks;

/* From now on the reading goes by the marks of its figures, as its recipe has them or they show
 * themselves. `sheet` stands behind the header. False when memory has run out; to be closed
 * whatever it returns. */
bool hm_csv_marks_open(hm_csv_marks *marks, const hm_csv_sheet *sheet,
                       const hm_sheet_header *header, hm_reading *reading);
/* At the end of the file, as hm_marks_tell. */
bool hm_csv_marks_tell(hm_csv_marks *marks, const hm_reading *reading);
void hm_csv_marks_close(hm_csv_marks *marks, hm_reading *reading);

#endif
