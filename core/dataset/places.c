#include "dataset/places.h"

#include "platform/large.h"

#include <assert.h>
#include <string.h>

enum { ODD = 255 }; /* in a row's first byte: its fields are in `spots` */

typedef struct run {
    uint32_t row, line; /* row + n stands on line + n, up to the next run */
} run;

typedef struct odd_row {
    uint32_t row, count;
    size_t first; /* in spots */
} odd_row;

struct hm_places_file {
    const char *name;
    size_t fields;
    uint32_t first; /* its first row */
    uint32_t rows;
    uint32_t last_line;
    run *runs;
    size_t run_count, run_capacity;
    uint8_t *steps; /* `fields` a row */
    size_t step_capacity;
    odd_row *odd;
    size_t odd_count, odd_capacity;
    hm_spot *spots;
    size_t spot_count, spot_capacity;
};

void hm_places_open(hm_places *places, const hm_allocator *allocator) {
    memset(places, 0, sizeof *places);
    places->allocator = allocator;
}

void hm_places_close(hm_places *places) {
    const hm_allocator *allocator = places->allocator;
    for (size_t i = 0; i < places->count; i++) {
        hm_places_file *file = &places->files[i];
        hm_release(allocator, file->runs, file->run_capacity * sizeof *file->runs);
        hm_release(allocator, file->steps, file->step_capacity);
        hm_release(allocator, file->odd, file->odd_capacity * sizeof *file->odd);
        hm_release(allocator, file->spots, file->spot_capacity * sizeof *file->spots);
    }
    hm_release(allocator, places->files, places->capacity * sizeof *places->files);
    hm_places_open(places, allocator);
}

bool hm_places_begin(hm_places *places, const char *name, size_t fields) {
    if (!hm_grow(places->allocator, &places->files, places->count, &places->capacity,
                 sizeof *places->files)) {
        return false;
    }
    places->files[places->count++] = (hm_places_file){
        .name = name, .fields = fields > 0 ? fields : 1, .first = places->rows + 1};
    return true;
}

void hm_places_reserve(hm_places *places, size_t rows) {
    hm_places_file *file = &places->files[places->count - 1];
    const size_t used = file->rows * file->fields;
    if (rows > SIZE_MAX / 2 / file->fields || rows * file->fields <= file->step_capacity - used) {
        return;
    }
    const size_t wanted = used + rows * file->fields;
    uint8_t *steps = hm_allocate_large(places->allocator, wanted);
    if (steps) {
        if (used > 0) {
            memcpy(steps, file->steps, used);
        }
        hm_release(places->allocator, file->steps, file->step_capacity);
        file->steps = steps;
        file->step_capacity = wanted;
    }
}

/* Room for the steps of `rows` more rows; NULL when memory has run out. */
static uint8_t *next_steps(hm_places *places, hm_places_file *file, size_t rows) {
    size_t used = file->rows * file->fields, needed = rows * file->fields;
    if (file->step_capacity - used < needed) {
        size_t wanted = file->step_capacity * 2;
        if (wanted < used + needed) {
            wanted = (used + needed) * 2;
        }
        uint8_t *grown =
            wanted > used ? hm_resize(places->allocator, file->steps, file->step_capacity, wanted)
                          : NULL;
        if (!grown) {
            return NULL;
        }
        file->steps = grown;
        file->step_capacity = wanted;
    }
    return file->steps + used;
}

/* Notes that row `row`, the next one, is on `line`. False when memory has run out. */
static bool note_line(hm_places *places, hm_places_file *file, uint32_t row, uint32_t line) {
    if (file->rows > 0 && line == file->last_line + 1) {
        return true;
    }
    if (!hm_grow(places->allocator, &file->runs, file->run_count, &file->run_capacity,
                 sizeof *file->runs)) {
        return false;
    }
    file->runs[file->run_count++] = (run){row, line};
    return true;
}

uint32_t hm_places_add_plain(hm_places *places, uint32_t line, size_t rows, const uint8_t *steps) {
    hm_places_file *file = &places->files[places->count - 1];
    uint32_t row = places->rows + 1;
    assert(rows > 0);
    if (rows >= HM_ROW_UNKNOWN - row) {
        return 0;
    }
    uint8_t *room = next_steps(places, file, rows);
    if (!room || !note_line(places, file, row, line)) {
        return 0;
    }
    memcpy(room, steps, rows * file->fields);
    file->last_line = line + (uint32_t)rows - 1;
    file->rows += (uint32_t)rows;
    places->rows += (uint32_t)rows;
    return row;
}

/* The spots of a row, which may be members of larger structures. */
struct spots {
    const hm_spot *first;
    size_t count, stride;
};

static hm_spot spot_at(const struct spots *spots, size_t i) {
    hm_spot spot;
    memcpy(&spot, (const char *)spots->first + i * spots->stride, sizeof spot);
    return spot;
}

/* Writes the steps from field to field; false when the row does not fit them. */
static bool write_steps(uint8_t *steps, const struct spots *spots) {
    uint32_t line = spots->first->line, column = 1;
    uint32_t wide = 0, lines = 0;
    for (size_t i = 0; i < spots->count; i++) {
        hm_spot spot = spot_at(spots, i);
        uint32_t step = spot.column - column;
        column = spot.column;
        wide |= step >= ODD;
        lines |= spot.line ^ line;
        steps[i] = (uint8_t)step;
    }
    return !wide && !lines;
}

static bool add_odd(hm_places *places, hm_places_file *file, uint32_t row,
                    const struct spots *spots) {
    const hm_allocator *allocator = places->allocator;
    if (!hm_grow(allocator, &file->odd, file->odd_count, &file->odd_capacity, sizeof *file->odd)) {
        return false;
    }
    size_t first = file->spot_count;
    for (size_t i = 0; i < spots->count; i++) {
        if (!hm_grow(allocator, &file->spots, file->spot_count, &file->spot_capacity,
                     sizeof *file->spots)) {
            return false;
        }
        file->spots[file->spot_count++] = spot_at(spots, i);
    }
    file->odd[file->odd_count++] = (odd_row){row, (uint32_t)spots->count, first};
    return true;
}

uint32_t hm_places_add(hm_places *places, const hm_spot *first, size_t count, size_t stride) {
    const struct spots spots = {first, count, stride};
    assert(places->count > 0 && count > 0);
    hm_places_file *file = &places->files[places->count - 1];
    uint8_t *steps = next_steps(places, file, 1);
    if (!steps || places->rows >= HM_ROW_UNKNOWN - 1) {
        return 0;
    }
    uint32_t row = places->rows + 1;
    if (!note_line(places, file, row, first->line)) {
        return 0;
    }
    if (count != file->fields || !write_steps(steps, &spots)) {
        memset(steps, 0, file->fields);
        steps[0] = ODD;
        if (!add_odd(places, file, row, &spots)) {
            return 0;
        }
    }
    file->last_line = first->line;
    file->rows++;
    places->rows = row;
    return row;
}

size_t hm_places_file_of(const hm_places *places, uint32_t row) {
    if (row == 0 || row > places->rows) {
        return places->count;
    }
    size_t low = 0, high = places->count; /* the last file whose first row is not after `row` */
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (places->files[middle].first <= row) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

static uint32_t line_of(const hm_places_file *file, uint32_t row) {
    size_t low = 0, high = file->run_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (file->runs[middle].row <= row) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return file->runs[low].line + (row - file->runs[low].row);
}

static const odd_row *find_odd(const hm_places_file *file, uint32_t row) {
    size_t low = 0, high = file->odd_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (file->odd[middle].row <= row) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return &file->odd[low];
}

hm_spot hm_places_find(const hm_places *places, uint32_t row, size_t field, const char **name) {
    size_t number = hm_places_file_of(places, row);
    *name = "";
    if (number == places->count) {
        return (hm_spot){0, 0};
    }
    const hm_places_file *file = &places->files[number];
    *name = file->name;
    const uint8_t *steps = file->steps + (size_t)(row - file->first) * file->fields;
    if (steps[0] == ODD) {
        const odd_row *odd = find_odd(file, row);
        return file->spots[odd->first + (field < odd->count ? field : 0)];
    }
    uint32_t column = 1;
    for (size_t i = 0; i <= field && field < file->fields; i++) {
        column += steps[i];
    }
    return (hm_spot){line_of(file, row), column};
}
