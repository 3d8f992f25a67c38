/* plain.h: the plain rows of a wide or long CSV file, read ahead in parts on several threads
 * and put in by one, in order. */
#ifndef HM_LOAD_PLAIN_H
#define HM_LOAD_PLAIN_H

#include "format/csv.h"
#include "load/sheet_header.h"
#include "load/csv_rows.h"

/* A file on its way into a data set. Borrowed. */
typedef struct hm_plain {
    hm_reading *reading;
    hm_csv *csv; /* stands behind the header, later behind what was put in */
    const hm_sheet_header *header;
    const size_t *fields; /* of the figures: in a long file of the value alone */
    size_t figures;
    const uint32_t *numbers; /* of a wide file: the figures' inputs */
    hm_row_index *unit_rows; /* of a wide file */
    /* Reads and puts in rows one by one until the reader stands at `until` or behind it: what is
     * left to it is all that is not plain. */
    hm_code (*read_until)(void *context, const char *until);
    void *context;
} hm_plain;

/* Reads to the end of the file. */
hm_code hm_plain_load(const hm_plain *plain);

/* What was read of one part and where its cells are. In the slab of a wide file they stand where
 * they belong if every row before is a unit of its own, which nearly always holds: row r of the
 * part is cell `first` + r of every series. */
typedef struct hm_plain_part {
    hm_csv_rows rows;
    hm_csv_cells cells;
    size_t first;
    bool fits; /* there was room for its cells */
} hm_plain_part;

/* Put the rows in, in order, as far as they can be put in as they are; return how many were put in
 * or rejected. `plain->csv` still stands on the first. The series of a wide file lie in `slab`, or
 * it is NULL and the cells are copied. */
size_t hm_plain_put_wide(const hm_plain *plain, const hm_csv_shape *shape, hm_plain_part *part,
                         const hm_slab *slab);
size_t hm_plain_put_long(const hm_plain *plain, const hm_csv_shape *shape, hm_plain_part *part);

/* A field of row `row` as the reader of csv.h would give it. */
hm_raw hm_plain_raw(const hm_plain *plain, const hm_csv_rows *rows, size_t row, size_t field,
                    hm_text text);
bool hm_plain_unit(const hm_plain *plain, const hm_csv_shape *shape, const hm_csv_rows *rows,
                   size_t row, uint32_t *unit);

#endif
