#include "transform/city_groups.h"

#include <string.h>

/* The row of a city; cities->names.count where it has none. Mostly rows come in the order of the
 * data: then `likely` is the one. */
static uint32_t find_row(const hm_cities *cities, const hm_names *names, uint32_t city,
                         uint32_t likely) {
    const hm_names *rows = &cities->names;
    const char *name = names->texts[city];
    const size_t size = names->sizes[city];
    if (likely < rows->count && rows->sizes[likely] == size &&
        memcmp(rows->texts[likely], name, size) == 0)
        return likely;
    const uint32_t found = hm_names_find(rows, name, size);
    return found == HM_NO_NAME ? rows->count : found;
}

/* False when memory has run out. */
static bool number_words(hm_city_groups *groups, const hm_dataset *dataset, uint32_t column) {
    const hm_names *names = hm_dataset_city_names(dataset);
    const hm_cities *cities = hm_dataset_known_cities(dataset);
    groups->city_count = names->count;
    groups->of = hm_allocate_array(groups->allocator, names->count, sizeof *groups->of);
    bool fine = groups->of != NULL;
    uint32_t row = 0;
    for (uint32_t city = 0; fine && city < names->count; city++) {
        row = find_row(cities, names, city, row);
        const char *word =
            row < cities->names.count ? hm_city_cell(&cities->rows[row++], column) : "";
        groups->of[city] = HM_NO_GROUP;
        if (*word == '\0')
            continue;
        groups->of[city] = hm_names_intern(&groups->words, word, strlen(word));
        fine = groups->of[city] != HM_NO_NAME;
    }
    return fine;
}

hm_code hm_city_groups_open(hm_city_groups *groups, const char *column, const hm_dataset *dataset,
                            const hm_allocator *allocator, hm_error *error) {
    *groups = (hm_city_groups){.allocator = allocator, .column = column};
    hm_names_open(&groups->words, allocator);
    if (!column)
        return hm_names_intern(&groups->words, "", 0) == 0 ? HM_OK : hm_error_memory(error);
    const hm_names *columns = &hm_dataset_known_cities(dataset)->columns;
    const uint32_t number = hm_names_find(columns, column, strlen(column));
    if (number == HM_NO_NAME)
        return hm_error_set(error, HM_ERROR_DATA,
                            "the cities have no column \"%s\", by which the package groups them: a "
                            "file of cities has it",
                            column);
    return number_words(groups, dataset, number) ? HM_OK : hm_error_memory(error);
}

void hm_city_groups_close(hm_city_groups *groups) {
    if (!groups->allocator)
        return;
    hm_release(groups->allocator, groups->of, groups->city_count * sizeof *groups->of);
    hm_names_close(&groups->words);
    groups->allocator = NULL;
}
