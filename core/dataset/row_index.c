#include "dataset/row_index.h"

#include <assert.h>
#include <string.h>

#include "dataset/locations.h"

size_t hm_next_capacity(size_t capacity, size_t at) {
    size_t wanted = capacity > 0 ? capacity : 16;
    while (wanted <= at) {
        if (wanted > SIZE_MAX / 32)
            return 0;
        wanted *= 2;
    }
    return wanted;
}

bool hm_row_index_set(hm_row_index *index, const hm_allocator *allocator, size_t at,
                      uint32_t number) {
    if (at >= index->capacity) {
        size_t wanted = hm_next_capacity(index->capacity, at);
        uint32_t *grown = wanted
                              ? hm_resize(allocator, index->numbers,
                                          index->capacity * sizeof *grown, wanted * sizeof *grown)
                              : NULL;
        if (!grown)
            return false;
        index->numbers = grown;
        index->capacity = wanted;
    }
    while (index->filled <= at)
        index->numbers[index->filled++] = 0;
    index->numbers[at] = number;
    return true;
}

uint32_t hm_row_index_get(const hm_row_index *index, size_t at) {
    return at < index->filled ? index->numbers[at] : 0;
}

void hm_row_index_close(hm_row_index *index, const hm_allocator *allocator) {
    hm_release(allocator, index->numbers, index->capacity * sizeof *index->numbers);
    memset(index, 0, sizeof *index);
}

void hm_near_rows_reserve(hm_near_rows *near, const hm_allocator *allocator, size_t count) {
    uint8_t *grown =
        count > near->capacity ? hm_resize(allocator, near->offsets, near->capacity, count) : NULL;
    if (grown) {
        near->offsets = grown;
        near->capacity = count;
    }
}

/* Room for the row of cell `at`. False when memory has run out. */
static bool make_room(hm_near_rows *near, const hm_allocator *allocator, size_t at) {
    if (at >= near->capacity)
        hm_near_rows_reserve(near, allocator, hm_next_capacity(near->capacity, at));
    return at < near->capacity;
}

/* The start of the unit that cell `at` belongs to, which is `row` if it has none yet; 0 when memory
 * has run out. */
static uint32_t start_of(hm_near_rows *near, const hm_allocator *allocator, size_t at,
                         uint32_t row) {
    const uint32_t start = near->unknown ? HM_ROW_UNKNOWN : hm_row_index_get(near->starts, at);
    if (start != 0)
        return start;
    return hm_row_index_set(near->starts, allocator, at, row) ? row : 0;
}

bool hm_near_rows_set(hm_near_rows *near, const hm_allocator *allocator, size_t at, uint32_t row,
                      bool *far) {
    const uint32_t start = start_of(near, allocator, at, row);
    if (start == 0)
        return false;
    *far = row < start || row - start >= UINT8_MAX;
    if (*far)
        return true;
    if (!make_room(near, allocator, at))
        return false;
    while (near->filled <= at)
        near->offsets[near->filled++] = 0;
    near->offsets[at] = (uint8_t)(row - start + 1);
    return true;
}

bool hm_near_rows_set_unknown(hm_near_rows *near, const hm_allocator *allocator, size_t at,
                              size_t count) {
    assert(near->unknown && at >= near->filled && count > 0);
    if (count > SIZE_MAX / 2 - at || !make_room(near, allocator, at + count - 1))
        return false;
    memset(near->offsets + near->filled, 0, at - near->filled);
    memset(near->offsets + at, 1, count);
    near->filled = at + count;
    return true;
}

uint32_t hm_near_rows_get(const hm_near_rows *near, size_t at) {
    const uint8_t offset = at < near->filled ? near->offsets[at] : 0;
    if (near->unknown)
        return offset > 0 ? HM_ROW_UNKNOWN : 0;
    return offset > 0 ? near->starts->numbers[at] + offset - 1 : 0;
}

void hm_near_rows_close(hm_near_rows *near, const hm_allocator *allocator) {
    hm_release(allocator, near->offsets, near->capacity);
    memset(near, 0, sizeof *near);
}
