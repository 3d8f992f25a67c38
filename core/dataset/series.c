#include "dataset/series.h"

#include <assert.h>
#include <string.h>

bool hm_series_open(hm_series *series, const char *name, hm_arena *arena) {
    memset(series, 0, sizeof *series);
    series->name = name;
    series->origin = hm_arena_take_array(arena, 1, sizeof *series->origin);
    if (!series->origin)
        return false;
    series->origin->name_location.file = "";
    return true;
}

static void release_cells(hm_series *series, const hm_allocator *allocator) {
    struct hm_series_origin *origin = series->origin;
    if (origin->slab) {
        hm_slab_leave(origin->slab);
    } else {
        hm_release(allocator, series->values, origin->capacity * sizeof *series->values);
        hm_release(allocator, series->cells, origin->cell_capacity);
    }
}

void hm_series_close(hm_series *series, const hm_allocator *allocator) {
    struct hm_series_origin *origin = series->origin;
    release_cells(series, allocator);
    hm_row_index_close(&origin->own, allocator);
    hm_near_rows_close(&origin->near, allocator);
    for (size_t i = 0; i < HM_REMARK_COUNT; i++)
        hm_row_index_close(&origin->remarks[i], allocator);
    hm_row_index_close(&origin->verified, allocator);
    hm_release(allocator, origin->unverified, origin->unverified_size);
    hm_spellings_close(&origin->spellings, allocator);
    hm_release(allocator, origin->fields, origin->field_capacity * sizeof *origin->fields);
}

uint8_t hm_series_kind(const hm_series *series, size_t at) {
    return at < series->origin->filled ? series->cells[at] : HM_CELL_SILENT;
}

/* The series' arrays become these; what was filled comes along. */
static void move_cells(hm_series *series, const hm_allocator *allocator, double *values,
                       uint8_t *cells) {
    const size_t filled = series->origin->filled;
    if (filled > 0) {
        memcpy(values, series->values, filled * sizeof *values);
        memcpy(cells, series->cells, filled);
    }
    release_cells(series, allocator);
    series->values = values;
    series->cells = cells;
}

void hm_series_settle(hm_series *series, const hm_allocator *allocator, hm_slab *slab,
                      size_t place) {
    struct hm_series_origin *origin = series->origin;
    assert(place < slab->places && origin->filled <= slab->capacity);
    move_cells(series, allocator, slab->values + place * slab->value_stride,
               slab->cells + place * slab->cell_stride);
    origin->slab = slab;
    origin->capacity = origin->cell_capacity = slab->capacity;
    slab->users++;
}

/* From a slab to arrays of its own. */
static bool leave_slab(hm_series *series, const hm_allocator *allocator, size_t capacity) {
    struct hm_series_origin *origin = series->origin;
    double *values = hm_allocate(allocator, capacity * sizeof *values);
    uint8_t *cells = hm_allocate(allocator, capacity);
    if (!values || !cells) {
        hm_release(allocator, values, capacity * sizeof *values);
        hm_release(allocator, cells, capacity);
        return false;
    }
    move_cells(series, allocator, values, cells);
    origin->slab = NULL;
    origin->capacity = origin->cell_capacity = capacity;
    return true;
}

static bool resize_kinds(hm_series *series, const hm_allocator *allocator, size_t capacity) {
    struct hm_series_origin *origin = series->origin;
    uint8_t *cells = hm_resize(allocator, series->cells, origin->cell_capacity, capacity);
    if (!cells)
        return false;
    series->cells = cells;
    origin->cell_capacity = capacity;
    return true;
}

static bool resize_values(hm_series *series, const hm_allocator *allocator, size_t capacity) {
    struct hm_series_origin *origin = series->origin;
    double *values = hm_resize(allocator, series->values, origin->capacity * sizeof *values,
                               capacity * sizeof *values);
    if (!values)
        return false;
    series->values = values;
    origin->capacity = capacity;
    return true;
}

/* Arrays of `capacity` cells. Each array keeps its own capacity: one may be resized, the other
 * refused. */
static bool resize_cells(hm_series *series, const hm_allocator *allocator, size_t capacity) {
    struct hm_series_origin *origin = series->origin;
    if (capacity > SIZE_MAX / sizeof *series->values)
        return false;
    if (origin->slab)
        return leave_slab(series, allocator, capacity);
    /* so that the capacity of the values, by which all others ask, is never beyond the cells' */
    return capacity < origin->capacity ? resize_values(series, allocator, capacity) &&
                                             resize_kinds(series, allocator, capacity)
                                       : resize_kinds(series, allocator, capacity) &&
                                             resize_values(series, allocator, capacity);
}

/* The cells before `count` that were never put fall silent. */
static void fill(hm_series *series, size_t count) {
    size_t filled = series->origin->filled;
    if (filled < count) {
        memset(series->values + filled, 0, (count - filled) * sizeof *series->values);
        memset(series->cells + filled, HM_CELL_SILENT, count - filled);
        series->origin->filled = count;
    }
}

bool hm_series_put(hm_series *series, const hm_allocator *allocator, size_t at, hm_cell cell) {
    struct hm_series_origin *origin = series->origin;
    if (at >= origin->capacity) {
        size_t wanted = hm_next_capacity(origin->capacity, at);
        if (wanted == 0 || !resize_cells(series, allocator, wanted))
            return false;
    }
    if (at >= origin->filled) {
        fill(series, at);
        origin->filled = at + 1;
    }
    series->values[at] = cell.value;
    series->cells[at] = cell.kind;
    return cell.spelling == HM_SPELLING_PRINTED ||
           hm_series_spell(series, allocator, at, 1, cell.spelling);
}

/* Cells are units or rows of records, of which there are no more than that. */
bool hm_series_spell(hm_series *series, const hm_allocator *allocator, size_t at, uint32_t cells,
                     hm_spelling spelling) {
    assert(at < UINT32_MAX);
    return hm_spellings_set(&series->origin->spellings, allocator, (uint32_t)at, cells, spelling);
}

/* Twice as many as before, or exactly what is needed where that is more: rows that come all at once
 * are all there are. */
static bool make_room(hm_series *series, const hm_allocator *allocator, size_t needed) {
    const size_t capacity = series->origin->capacity;
    const size_t doubled = hm_next_capacity(capacity, capacity);
    return needed <= capacity ||
           resize_cells(series, allocator, needed > doubled ? needed : doubled);
}

bool hm_series_extend(hm_series *series, const hm_allocator *allocator, size_t at, size_t count) {
    assert(at >= series->origin->filled && count > 0);
    if (count > SIZE_MAX / 2 - at || !make_room(series, allocator, at + count))
        return false;
    fill(series, at);
    series->origin->filled = at + count;
    return true;
}

bool hm_series_append_all(hm_series *series, const hm_allocator *allocator, const double *values,
                          const uint8_t *cells, size_t count) {
    struct hm_series_origin *origin = series->origin;
    const size_t filled = origin->filled;
    if (count > origin->capacity - filled) {
        size_t wanted =
            count < SIZE_MAX - filled ? hm_next_capacity(origin->capacity, filled + count) : 0;
        if (wanted == 0 || !resize_cells(series, allocator, wanted))
            return false;
    }
    memcpy(series->values + filled, values, count * sizeof *values);
    memcpy(series->cells + filled, cells, count);
    origin->filled = filled + count;
    return true;
}

void hm_series_take(hm_series *series, size_t from, size_t count) {
    struct hm_series_origin *origin = series->origin;
    const size_t filled = origin->filled;
    assert(from >= filled && from + count <= origin->capacity);
    if (from > filled) {
        memmove(series->values + filled, series->values + from, count * sizeof *series->values);
        memmove(series->cells + filled, series->cells + from, count);
    }
    origin->filled = filled + count;
}

/* Copies the shared rows, because a cell is about to get a row that the others do not share. */
static bool unshare(hm_series *series, const hm_allocator *allocator) {
    struct hm_series_origin *origin = series->origin;
    const hm_row_index *shared = origin->shared;
    if (shared->filled > 0) {
        uint32_t *copy = hm_allocate_array(allocator, shared->filled, sizeof *copy);
        if (!copy)
            return false;
        memcpy(copy, shared->numbers, shared->filled * sizeof *copy);
        origin->own = (hm_row_index){copy, shared->filled, shared->filled};
    }
    origin->shared = NULL;
    return true;
}

/* Turns near rows into numbers, because one of them is far. */
static bool spell_rows(hm_series *series, const hm_allocator *allocator) {
    struct hm_series_origin *origin = series->origin;
    const size_t count = origin->near.filled;
    if (count > 0) {
        uint32_t *numbers = hm_allocate_array(allocator, count, sizeof *numbers);
        if (!numbers)
            return false;
        for (size_t i = 0; i < count; i++)
            numbers[i] = hm_near_rows_get(&origin->near, i);
        origin->own = (hm_row_index){numbers, count, count};
    }
    hm_near_rows_close(&origin->near, allocator);
    return true;
}

/* Rows are near as long as all of them can be. */
static bool set_own_row(hm_series *series, const hm_allocator *allocator, size_t at, uint32_t row) {
    struct hm_series_origin *origin = series->origin;
    if (hm_near_rows_used(&origin->near)) {
        bool far = false;
        if (!hm_near_rows_set(&origin->near, allocator, at, row, &far))
            return false;
        if (!far)
            return true;
        if (!spell_rows(series, allocator))
            return false;
    }
    return hm_row_index_set(&origin->own, allocator, at, row);
}

bool hm_series_set_row(hm_series *series, const hm_allocator *allocator, size_t at, uint32_t row) {
    struct hm_series_origin *origin = series->origin;
    if (origin->shared) {
        if (hm_row_index_get(origin->shared, at) == row)
            return true;
        if (!unshare(series, allocator))
            return false;
    }
    return set_own_row(series, allocator, at, row);
}

static bool has_rows(const struct hm_series_origin *origin) {
    return origin->shared || hm_near_rows_used(&origin->near) || origin->own.filled > 0;
}

void hm_series_stay_near(hm_series *series, hm_row_index *starts) {
    if (!has_rows(series->origin))
        series->origin->near.starts = starts;
}

bool hm_series_set_unknown(hm_series *series, const hm_allocator *allocator, size_t at,
                           size_t count) {
    struct hm_series_origin *origin = series->origin;
    if (!has_rows(origin))
        origin->near.unknown = true;
    if (origin->near.unknown)
        return hm_near_rows_set_unknown(&origin->near, allocator, at, count);
    for (size_t i = 0; i < count; i++)
        if (!hm_series_set_row(series, allocator, at + i, HM_ROW_UNKNOWN))
            return false;
    return true;
}

void hm_series_reserve_rows(hm_series *series, const hm_allocator *allocator, size_t count) {
    struct hm_series_origin *origin = series->origin;
    if (hm_near_rows_used(&origin->near))
        hm_near_rows_reserve(&origin->near, allocator, count);
}

uint32_t hm_series_row(const hm_series *series, size_t at) {
    const struct hm_series_origin *origin = series->origin;
    if (hm_near_rows_used(&origin->near))
        return hm_near_rows_get(&origin->near, at);
    return hm_row_index_get(origin->shared ? origin->shared : &origin->own, at);
}

bool hm_series_share(hm_series *series, const hm_allocator *allocator, const hm_row_index *index) {
    struct hm_series_origin *origin = series->origin;
    if (origin->shared && origin->shared != index)
        return unshare(series, allocator);
    if (!has_rows(origin))
        origin->shared = index;
    return true;
}

bool hm_series_add_field(hm_series *series, const hm_allocator *allocator, size_t file,
                         size_t field) {
    struct hm_series_origin *origin = series->origin;
    if (!hm_grow(allocator, &origin->fields, origin->field_count, &origin->field_capacity,
                 sizeof *origin->fields))
        return false;
    origin->fields[origin->field_count++] = (hm_series_field){file, field};
    return true;
}

static bool freeze_verified(struct hm_series_origin *origin, const hm_allocator *allocator,
                            size_t count) {
    if (origin->verified.filled == 0)
        return true;
    origin->unverified = hm_allocate_array(allocator, count, 1);
    if (!origin->unverified)
        return false;
    origin->unverified_size = count;
    for (size_t i = 0; i < count; i++)
        origin->unverified[i] = hm_row_index_get(&origin->verified, i) == 2;
    return true;
}

/* Leaves only the kinds of dataset.h. */
static void freeze_kinds(hm_series *series, size_t count) {
    uint8_t *cells = series->cells;
    uint8_t all = 0;
    for (size_t i = 0; i < count; i++) {
        const uint8_t kind = cells[i];
        cells[i] = kind >= HM_CELL_SILENT ? (uint8_t)HM_CELL_NOT_REPORTED : kind;
        all |= cells[i];
    }
    series->mixed = (all & HM_CELL_FLAG) != 0; /* a bit of texts too, and of no other kind */
}

bool hm_series_freeze(hm_series *series, const hm_allocator *allocator, size_t count) {
    const struct hm_series_origin *origin = series->origin;
    assert(origin->filled <= count);
    /* a data set may have no units at all; arrays of no bytes do not exist */
    const size_t capacity = count > 0 ? count : 1;
    const bool fits = origin->slab && origin->capacity >= capacity;
    if ((!fits && !resize_cells(series, allocator, capacity)) ||
        !freeze_verified(series->origin, allocator, count) ||
        !hm_spellings_sort(&series->origin->spellings, allocator))
        return false;
    fill(series, count);
    freeze_kinds(series, count);
    return true;
}

bool hm_series_reorder(hm_series *series, const hm_allocator *allocator, const uint32_t *order,
                       size_t count) {
    assert(count > 0 && series->origin->capacity == count);
    double *values = hm_allocate_array(allocator, count, sizeof *values);
    uint8_t *cells = hm_allocate_array(allocator, count, 1);
    if (!values || !cells) {
        hm_release(allocator, values, count * sizeof *values);
        hm_release(allocator, cells, count);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        values[i] = series->values[order[i]];
        cells[i] = series->cells[order[i]];
    }
    hm_release(allocator, series->values, count * sizeof *values);
    hm_release(allocator, series->cells, count);
    series->values = values;
    series->cells = cells;
    return hm_spellings_reorder(&series->origin->spellings, allocator, order, count);
}
