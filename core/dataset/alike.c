/* alike.c: names of a data set that look the same: two cities that may be one, two inputs, two
 * columns of records. */
#include "base/names_alike.h"
#include "base/text_look.h"
#include "dataset/alike.h"
#include "dataset/parts.h"

typedef struct teller {
    hm_dataset *dataset;
    const char *what; /* the names are of */
    const hm_names *names;
    const hm_series *series; /* by name, of inputs and columns; NULL: they are cities */
    uint32_t *units;         /* by city, the first; made when the first two are found */
} teller;

/* The first unit of each city. False when memory has run out. */
static bool find_units(teller *t) {
    const hm_units *units = &t->dataset->units;
    if (t->units)
        return true;
    t->units = hm_allocate_array(t->dataset->allocator, t->names->count, sizeof *t->units);
    for (size_t i = units->count; t->units && i > 0; i--)
        t->units[units->city[i - 1]] = (uint32_t)(i - 1);
    return t->units != NULL;
}

hm_location hm_dataset_locate_unit(const hm_dataset *dataset, uint32_t unit) {
    for (size_t i = 0; i < dataset->series_count; i++) {
        const char *file;
        const uint32_t row = hm_series_row(&dataset->series[i], unit);
        const hm_position at = hm_locations_find(&dataset->locations, row, 0, &file);
        if (at.line > 0)
            return (hm_location){file, at.line, 0};
    }
    return (hm_location){"", 0, 0};
}

static hm_location locate(const teller *t, uint32_t name) {
    return t->series ? t->series[name].origin->name_location
                     : hm_dataset_locate_unit(t->dataset, t->units[name]);
}

static void tell(void *context, uint32_t first, uint32_t later) {
    teller *t = context;
    hm_dataset *dataset = t->dataset;
    char one[128], other[128];
    if (!t->series && !find_units(t)) {
        dataset->out_of_memory = true;
        return;
    }
    const hm_location there = locate(t, first);
    const hm_subject subject = {.at = locate(t, later),
                                .city = t->series ? NULL : t->names->texts[later],
                                .input = t->series ? t->names->texts[later] : NULL};
    (void)hm_look_quote(t->names->texts[later], t->names->sizes[later], one, sizeof one);
    (void)hm_look_quote(t->names->texts[first], t->names->sizes[first], other, sizeof other);
    hm_issues_add(
        &dataset->issues, there.line > 0 ? HM_ISSUE_NAMES_ALIKE : HM_ISSUE_NAMES_ALIKE_SOMEWHERE,
        &subject,
        &(hm_issue_texts){.found = one, .name = t->what, .detail = other, .there = there});
}

static bool find_cities(hm_dataset *dataset) {
    teller t = {.dataset = dataset, .what = "city", .names = &dataset->units.cities};
    const bool fine = hm_names_find_alike(t.names, dataset->allocator, tell, &t);
    hm_release(dataset->allocator, t.units, t.units ? t.names->count * sizeof *t.units : 0);
    return fine;
}

bool hm_dataset_warn_alike(hm_dataset *dataset) {
    if (dataset->is_part)
        return true;
    teller inputs = {
        .dataset = dataset, .what = "input", .names = &dataset->inputs, .series = dataset->series};
    bool fine = find_cities(dataset) &&
                hm_names_find_alike(inputs.names, dataset->allocator, tell, &inputs);
    for (size_t i = 0; fine && i < dataset->records_count; i++) {
        teller columns = {.dataset = dataset,
                          .what = "column",
                          .names = &dataset->records[i]->names,
                          .series = dataset->records[i]->frozen.columns};
        fine = hm_names_find_alike(columns.names, dataset->allocator, tell, &columns);
    }
    return fine;
}
