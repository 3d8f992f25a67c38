/* row_units.c: the units of rows whose figures come column by column. */
#include "dataset/parts.h"

bool hm_row_units_resize(hm_row_units *rows, const hm_allocator *allocator, size_t count) {
    rows->count = 0;
    if (count > rows->capacity) {
        hm_row_units_close(rows, allocator);
        rows->units = hm_allocate_array(allocator, count, sizeof *rows->units);
        rows->capacity = rows->units ? count : 0;
    }
    if (count > rows->capacity)
        return false;
    rows->count = count;
    return true;
}

void hm_row_units_close(hm_row_units *rows, const hm_allocator *allocator) {
    hm_release(allocator, rows->units, rows->capacity * sizeof *rows->units);
    *rows = (hm_row_units){0};
}
