#include "dataset/locations.h"

#include "platform/large.h"

#include <assert.h>
#include <string.h>

enum { ODD = 255 }; /* in a row's first byte: its fields are in `positions` */

typedef struct run {
    uint32_t row, line; /* row + n stands on line + n, up to the next run */
} run;

typedef struct odd_row {
    uint32_t row, count;
    size_t first; /* in positions */
} odd_row;

struct hm_locations_file {
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
    hm_position *positions;
    size_t position_count, position_capacity;
};

void hm_locations_open(hm_locations *locations, const hm_allocator *allocator) {
    memset(locations, 0, sizeof *locations);
    locations->allocator = allocator;
}

void hm_locations_close(hm_locations *locations) {
    const hm_allocator *allocator = locations->allocator;
    for (size_t i = 0; i < locations->count; i++) {
        hm_locations_file *file = &locations->files[i];
        hm_release(allocator, file->runs, file->run_capacity * sizeof *file->runs);
        hm_release(allocator, file->steps, file->step_capacity);
        hm_release(allocator, file->odd, file->odd_capacity * sizeof *file->odd);
        hm_release(allocator, file->positions, file->position_capacity * sizeof *file->positions);
    }
    hm_release(allocator, locations->files, locations->capacity * sizeof *locations->files);
    hm_locations_open(locations, allocator);
}

bool hm_locations_begin(hm_locations *locations, const char *name, size_t fields) {
    if (!hm_grow(locations->allocator, &locations->files, locations->count, &locations->capacity,
                 sizeof *locations->files))
        return false;
    locations->files[locations->count++] = (hm_locations_file){
        .name = name, .fields = fields > 0 ? fields : 1, .first = locations->rows + 1};
    return true;
}

void hm_locations_reserve(hm_locations *locations, size_t rows) {
    hm_locations_file *file = &locations->files[locations->count - 1];
    const size_t used = file->rows * file->fields;
    if (rows > SIZE_MAX / 2 / file->fields || rows * file->fields <= file->step_capacity - used)
        return;
    const size_t wanted = used + rows * file->fields;
    uint8_t *steps = hm_allocate_large(locations->allocator, wanted);
    if (steps) {
        if (used > 0)
            memcpy(steps, file->steps, used);
        hm_release(locations->allocator, file->steps, file->step_capacity);
        file->steps = steps;
        file->step_capacity = wanted;
    }
}

/* Room for the steps of `rows` more rows; NULL when memory has run out. */
static uint8_t *next_steps(hm_locations *locations, hm_locations_file *file, size_t rows) {
    size_t used = file->rows * file->fields, needed = rows * file->fields;
    if (file->step_capacity - used < needed) {
        size_t wanted = file->step_capacity * 2;
        if (wanted < used + needed)
            wanted = (used + needed) * 2;
        uint8_t *grown = wanted > used ? hm_resize(locations->allocator, file->steps,
                                                   file->step_capacity, wanted)
                                       : NULL;
        if (!grown)
            return NULL;
        file->steps = grown;
        file->step_capacity = wanted;
    }
    return file->steps + used;
}

/* Notes that row `row`, the next one, is on `line`. False when memory has run out. */
static bool note_line(hm_locations *locations, hm_locations_file *file, uint32_t row,
                      uint32_t line) {
    if (file->rows > 0 && line == file->last_line + 1)
        return true;
    if (!hm_grow(locations->allocator, &file->runs, file->run_count, &file->run_capacity,
                 sizeof *file->runs))
        return false;
    file->runs[file->run_count++] = (run){row, line};
    return true;
}

uint32_t hm_locations_add_plain(hm_locations *locations, uint32_t line, size_t rows,
                                const uint8_t *steps) {
    hm_locations_file *file = &locations->files[locations->count - 1];
    uint32_t row = locations->rows + 1;
    assert(rows > 0);
    if (rows >= HM_ROW_UNKNOWN - row)
        return 0;
    uint8_t *room = next_steps(locations, file, rows);
    if (!room || !note_line(locations, file, row, line))
        return 0;
    memcpy(room, steps, rows * file->fields);
    file->last_line = line + (uint32_t)rows - 1;
    file->rows += (uint32_t)rows;
    locations->rows += (uint32_t)rows;
    return row;
}

/* The positions of a row, which may be members of larger structures. */
struct positions {
    const hm_position *first;
    size_t count, stride;
};

static hm_position position_at(const struct positions *positions, size_t i) {
    hm_position position;
    memcpy(&position, (const char *)positions->first + i * positions->stride, sizeof position);
    return position;
}

/* Writes the steps from field to field; false when the row does not fit them. */
static bool write_steps(uint8_t *steps, const struct positions *positions) {
    uint32_t line = positions->first->line, column = 1;
    uint32_t wide = 0, lines = 0;
    for (size_t i = 0; i < positions->count; i++) {
        hm_position position = position_at(positions, i);
        uint32_t step = position.column - column;
        column = position.column;
        wide |= step >= ODD;
        lines |= position.line ^ line;
        steps[i] = (uint8_t)step;
    }
    return !wide && !lines;
}

static bool add_odd(hm_locations *locations, hm_locations_file *file, uint32_t row,
                    const struct positions *positions) {
    const hm_allocator *allocator = locations->allocator;
    if (!hm_grow(allocator, &file->odd, file->odd_count, &file->odd_capacity, sizeof *file->odd))
        return false;
    size_t first = file->position_count;
    for (size_t i = 0; i < positions->count; i++) {
        if (!hm_grow(allocator, &file->positions, file->position_count, &file->position_capacity,
                     sizeof *file->positions))
            return false;
        file->positions[file->position_count++] = position_at(positions, i);
    }
    file->odd[file->odd_count++] = (odd_row){row, (uint32_t)positions->count, first};
    return true;
}

uint32_t hm_locations_add(hm_locations *locations, const hm_position *first, size_t count,
                          size_t stride) {
    const struct positions positions = {first, count, stride};
    assert(locations->count > 0 && count > 0);
    hm_locations_file *file = &locations->files[locations->count - 1];
    uint8_t *steps = next_steps(locations, file, 1);
    if (!steps || locations->rows >= HM_ROW_UNKNOWN - 1)
        return 0;
    uint32_t row = locations->rows + 1;
    if (!note_line(locations, file, row, first->line))
        return 0;
    if (count != file->fields || !write_steps(steps, &positions)) {
        memset(steps, 0, file->fields);
        steps[0] = ODD;
        if (!add_odd(locations, file, row, &positions))
            return 0;
    }
    file->last_line = first->line;
    file->rows++;
    locations->rows = row;
    return row;
}

size_t hm_locations_file_of(const hm_locations *locations, uint32_t row) {
    if (row == 0 || row > locations->rows)
        return locations->count;
    size_t low = 0, high = locations->count; /* the last file whose first row is not after `row` */
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (locations->files[middle].first <= row)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static uint32_t line_of(const hm_locations_file *file, uint32_t row) {
    size_t low = 0, high = file->run_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (file->runs[middle].row <= row)
            low = middle;
        else
            high = middle;
    }
    return file->runs[low].line + (row - file->runs[low].row);
}

static const odd_row *find_odd(const hm_locations_file *file, uint32_t row) {
    size_t low = 0, high = file->odd_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (file->odd[middle].row <= row)
            low = middle;
        else
            high = middle;
    }
    return &file->odd[low];
}

hm_position hm_locations_find(const hm_locations *locations, uint32_t row, size_t field,
                              const char **name) {
    size_t number = hm_locations_file_of(locations, row);
    *name = "";
    if (number == locations->count)
        return (hm_position){0, 0};
    const hm_locations_file *file = &locations->files[number];
    *name = file->name;
    const uint8_t *steps = file->steps + (size_t)(row - file->first) * file->fields;
    if (steps[0] == ODD) {
        const odd_row *odd = find_odd(file, row);
        return file->positions[odd->first + (field < odd->count ? field : 0)];
    }
    uint32_t column = 1;
    for (size_t i = 0; i <= field && field < file->fields; i++)
        column += steps[i];
    return (hm_position){line_of(file, row), column};
}
