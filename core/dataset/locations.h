/* locations.h: where each cell of the data stands, at a few bytes a cell.
 *
 * Every row of every file gets the next row number, from 1 on; 0 means no row. A row's line is
 * found from runs of consecutive lines, a cell's column by adding up one byte a field: its distance
 * from the field before. Rows that do not fit that (fields of 255 characters and more, line breaks
 * inside quotes, rows of another length than the file's others) keep the full location of each
 * field.
 */
#ifndef HM_LOCATIONS_H
#define HM_LOCATIONS_H

#include <stdbool.h>

#include "base/memory.h"
#include "base/position.h"

/* A row nobody knows the location of: a single cell that a program put in. */
#define HM_ROW_UNKNOWN UINT32_MAX

typedef struct hm_locations_file hm_locations_file;

typedef struct hm_locations {
    const hm_allocator *allocator;
    hm_locations_file *files;
    size_t count, capacity;
    uint32_t rows; /* the last row number given */
} hm_locations;

void hm_locations_open(hm_locations *locations, const hm_allocator *allocator);
void hm_locations_close(hm_locations *locations);

/* From now on rows are of the file `name` (borrowed, must outlive the locations) and usually of
 * `fields` fields. Files are numbered from 0. False when memory has run out. */
bool hm_locations_begin(hm_locations *locations, const char *name, size_t fields);

/* Takes room for `rows` more rows of this file at once, if it can be had. */
void hm_locations_reserve(hm_locations *locations, size_t rows);

/* A row whose `count` fields stand at `first` and the positions that follow, each `stride` bytes
 * after the one before; 0 when memory or row numbers have run out. */
uint32_t hm_locations_add(hm_locations *locations, const hm_position *first, size_t count,
                          size_t stride);

/* `rows` rows of the file's usual number of fields on consecutive lines from `line` on; `steps` has
 * for each field by how many characters (below 255) it stands behind the one before it in its row,
 * 0 for the first. Returns the first row's number; 0 when memory or row numbers have run out. */
uint32_t hm_locations_add_plain(hm_locations *locations, uint32_t line, size_t rows,
                                const uint8_t *steps);

/* The name, line and column of a field of a row, fields counted from 0; a field the row does not
 * have gets the row's own location. `*name` is "" and the position 0, 0 when the location is
 * unknown. */
hm_position hm_locations_find(const hm_locations *locations, uint32_t row, size_t field,
                              const char **name);

/* The number of the file that a row belongs to; locations->count when it is unknown. */
size_t hm_locations_file_of(const hm_locations *locations, uint32_t row);

#endif
