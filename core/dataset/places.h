/* places.h: where each cell of the data stands, at a few bytes a cell.
 *
 * Every row of every file gets the next row number, from 1 on; 0 means no row. A row's line is
 * found from runs of consecutive lines, a cell's column by adding up one byte a field: its distance
 * from the field before. Rows that do not fit that (fields of 255 characters and more, line breaks
 * inside quotes, rows of another length than the file's others) keep the full place of each field.
 */
#ifndef HM_PLACES_H
#define HM_PLACES_H

#include <stdbool.h>

#include "base/memory.h"
#include "base/spot.h"

/* A row nobody knows the place of: a single cell that a program put in. */
#define HM_ROW_UNKNOWN UINT32_MAX

typedef struct hm_places_file hm_places_file;

typedef struct hm_places {
    const hm_allocator *allocator;
    hm_places_file *files;
    size_t count, capacity;
    uint32_t rows; /* the last row number given */
} hm_places;

void hm_places_open(hm_places *places, const hm_allocator *allocator);
void hm_places_close(hm_places *places);

/* From now on rows are of the file `name` (borrowed, must outlive the places) and usually of
 * `fields` fields. Files are numbered from 0. False when memory has run out. */
bool hm_places_begin(hm_places *places, const char *name, size_t fields);

/* Takes room for `rows` more rows of this file at once, if it can be had. */
void hm_places_reserve(hm_places *places, size_t rows);

/* A row whose `count` fields stand at `first` and the spots that follow, each `stride` bytes after
 * the one before; 0 when memory or row numbers have run out. */
uint32_t hm_places_add(hm_places *places, const hm_spot *first, size_t count, size_t stride);

/* `rows` rows of the file's usual number of fields on consecutive lines from `line` on; `steps` has
 * for each field by how many characters (below 255) it stands behind the one before it in its row,
 * 0 for the first. Returns the first row's number; 0 when memory or row numbers have run out. */
uint32_t hm_places_add_plain(hm_places *places, uint32_t line, size_t rows, const uint8_t *steps);

/* The name, line and column of a field of a row, fields counted from 0; a field the row does not
 * have gets the row's own place. `*name` is "" and the spot 0, 0 when the place is unknown. */
hm_spot hm_places_find(const hm_places *places, uint32_t row, size_t field, const char **name);

/* The number of the file that a row belongs to; places->count when it is unknown. */
size_t hm_places_file_of(const hm_places *places, uint32_t row);

#endif
