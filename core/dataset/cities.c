#include "dataset/cities.h"

#include <string.h>

#include "base/text.h"

void hm_cities_open(hm_cities *cities, const hm_allocator *allocator) {
    memset(cities, 0, sizeof *cities);
    hm_arena_open(&cities->arena, allocator);
    hm_names_open(&cities->names, allocator);
    hm_names_open(&cities->columns, allocator);
}

void hm_cities_close(hm_cities *cities) {
    hm_release(cities->arena.allocator, cities->rows, cities->capacity * sizeof *cities->rows);
    hm_names_close(&cities->columns);
    hm_names_close(&cities->names);
    hm_arena_close(&cities->arena);
    memset(cities, 0, sizeof *cities);
}

hm_city_row *hm_cities_add(hm_cities *cities, const char *name, size_t size, const char *file,
                           hm_position position) {
    if (!hm_grow(cities->arena.allocator, &cities->rows, cities->names.count, &cities->capacity,
                 sizeof *cities->rows))
        return NULL;
    const uint32_t columns = cities->columns.count;
    const char **cells = hm_arena_take_array(&cities->arena, columns, sizeof *cells);
    const uint32_t number =
        columns == 0 || cells ? hm_names_intern(&cities->names, name, size) : HM_NO_NAME;
    if (number == HM_NO_NAME)
        return NULL;
    cities->rows[number] =
        (hm_city_row){.file = file, .position = position, .cells = cells, .cell_count = columns};
    return &cities->rows[number];
}

/* Room for the columns that were not known when the row was added. */
static bool widen(hm_cities *cities, hm_city_row *row) {
    const uint32_t columns = cities->columns.count;
    const char **cells = hm_arena_take_array(&cities->arena, columns, sizeof *cells);
    if (!cells)
        return false;
    for (uint32_t i = 0; i < columns; i++)
        cells[i] = i < row->cell_count ? row->cells[i] : NULL;
    row->cells = cells;
    row->cell_count = columns;
    return true;
}

bool hm_cities_set(hm_cities *cities, hm_city_row *row, uint32_t column, const char *text,
                   size_t size) {
    if (size == 0)
        return true;
    if (column >= row->cell_count && !widen(cities, row))
        return false;
    row->cells[column] = hm_arena_copy(&cities->arena, text, size);
    return row->cells[column] != NULL;
}

const hm_city_row *hm_cities_find(const hm_cities *cities, const char *name) {
    const uint32_t number = hm_names_find(&cities->names, name, strlen(name));
    return number == HM_NO_NAME ? NULL : &cities->rows[number];
}

const char *hm_city_cell(const hm_city_row *row, uint32_t column) {
    return column < row->cell_count && row->cells[column] ? row->cells[column] : "";
}

uint8_t *hm_cities_unranked(const hm_cities *cities, const hm_names *names,
                            const hm_allocator *allocator) {
    uint8_t *unranked = hm_allocate_array(allocator, names->count, 1);
    for (uint32_t row = 0; unranked && row < cities->names.count; row++) {
        const uint32_t city =
            hm_names_find(names, cities->names.texts[row], cities->names.sizes[row]);
        if (city != HM_NO_NAME)
            unranked[city] = cities->rows[row].unranked;
    }
    return unranked;
}

static void warn_unknown(const hm_city_row *row, const char *city, const hm_names *names,
                         hm_issues *issues) {
    const hm_subject about = {.at = {row->file, row->position.line, row->position.column},
                              .city = city};
    if (hm_issues_count_only(issues, HM_ISSUE_UNKNOWN_CITY, &about))
        return;
    hm_nearest nearest;
    hm_nearest_start(&nearest, city, strlen(city));
    for (uint32_t i = 0; hm_issues_suggest(issues) && i < names->count; i++)
        hm_nearest_show(&nearest, names->texts[i]);
    hm_issues_add(issues, HM_ISSUE_UNKNOWN_CITY, &about,
                  &(hm_issue_texts){.nearest = nearest.name});
}

void hm_cities_warn_unknown(const hm_cities *cities, const hm_names *names, hm_issues *issues) {
    for (uint32_t row = 0; row < cities->names.count; row++) {
        const char *city = cities->names.texts[row];
        if (hm_names_find(names, city, cities->names.sizes[row]) == HM_NO_NAME)
            warn_unknown(&cities->rows[row], city, names, issues);
    }
}
