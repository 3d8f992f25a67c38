/* csv_part.h: the text of a CSV file in equal parts, each copied to memory of its own before it is
 * read: that memory is used again and again and stays in the processor's cache. */
#ifndef HM_CSV_PART_H
#define HM_CSV_PART_H

#include "platform/source.h"

/* Bytes of a part: small enough for the second-level cache. */
#define HM_CSV_PART ((size_t)128 << 10)

/* The rows that start in one part. */
typedef struct hm_csv_part {
    char *text; /* the line that ends in them, and more; behind `size` a line end and zeros */
    const char *place; /* where in the source `text` is from */
    size_t size;       /* to the end of the source, or at least of the last row if that is short */
    const char *begin, *end; /* in the source: its first row, the next part's first row */
    size_t lines;            /* at most so many rows */
    /* of the text between: */
    bool clean; /* valid UTF-8 without NUL or a CR that is a line end, and all of it is in `text` */
    bool ascii;
    bool quoted; /* some bytes are quotes */
} hm_csv_part;

/* False when memory has run out. */
bool hm_csv_part_open(hm_csv_part *part, const hm_allocator *allocator);
void hm_csv_part_close(hm_csv_part *part, const hm_allocator *allocator);
/* How many parts the source has from `start` on. */
size_t hm_csv_part_count(const hm_source *source, const char *start);
/* Copies part `number` of the source from `start` on, where a row begins, and looks at it. `begin`
 * is the part's first row: where the part before ended, or `start`. */
void hm_csv_part_read(hm_csv_part *part, const hm_source *source, const char *start, size_t number,
                      const char *begin);

#endif
