/* sheet_marks.h: all figures of a sheet looked at for what they say of its marks. */
#ifndef HM_SHEET_MARKS_H
#define HM_SHEET_MARKS_H

#include "load/fill.h"
#include "load/marks.h"
#include "load/sheet_header.h"

typedef struct hm_sheet_marks hm_sheet_marks;

/* Hands the rows of the sheet to hm_sheet_marks_take, from its first one on and however far it was
 * read before. False when memory has run out, or where they cannot be read. */
typedef bool hm_sheet_rows_walk(hm_sheet_marks *marks);

/* A sheet whose header was read. Borrowed. */
struct hm_sheet_marks {
    hm_marks marks;
    hm_marks *fields; /* by field, where each column goes by its own; NULL: all go by `marks` */
    bool looked;      /* at all rows, for all columns at once */
    const hm_recipe *recipe;
    const hm_sheet_header *header;
    const hm_allocator *allocator;
    hm_sheet_rows_walk *walk; /* NULL: nobody has more than a part */
    uint32_t line;            /* that the rows begin at */
};

/* From now on the reading goes by the marks of the sheet's figures, as its recipe has them or they
 * show themselves. `marks` has its `walk` and `line`. False when memory has run out; to be closed
 * whatever it returns. */
bool hm_sheet_marks_open(hm_sheet_marks *marks, hm_marks_start start, const hm_sheet_header *header,
                         hm_reading *reading);
/* A row. False when memory has run out. */
bool hm_sheet_marks_take(hm_sheet_marks *marks, const hm_sheet *sheet);
/* The second look at the sheet, by `walk`: its rows are filled as those of the first are. False
 * when memory has run out; `fill` is to be closed all the same. */
bool hm_sheet_marks_fill(const hm_sheet_marks *marks, hm_sheet *sheet, hm_fill *fill);
/* At the end of the file, as hm_marks_tell. */
bool hm_sheet_marks_tell(hm_sheet_marks *marks, const hm_reading *reading);
void hm_sheet_marks_close(hm_sheet_marks *marks, hm_reading *reading);

#endif
