/* dataset.c: making, freezing and releasing a data set. Reading: load/put.c; looking:
 * view.c. */
#include <string.h>

#include "dataset/alike.h"
#include "dataset/changed.h"
#include "dataset/dataset.h"
#include "dataset/parts.h"
#include "platform/clock.h"
#include "platform/environment.h"
#include "platform/threads.h"

/* From so many units on a thread is sooner started than the work is done without it. */
static const size_t worth_threads = 8192;

hm_code hm_dataset_new(hm_dataset **out, const hm_allocator *allocator, hm_error *error) {
    if (!out)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "hm_dataset_new: out is NULL");
    *out = NULL;
    if (!allocator)
        allocator = hm_allocator_default();
    hm_dataset *dataset = hm_allocate_array(allocator, 1, sizeof *dataset);
    if (!dataset)
        return hm_error_memory(error);
    dataset->allocator = allocator;
    hm_arena_open(&dataset->arena, allocator);
    hm_issues_open(&dataset->issues, allocator);
    hm_issues_open(&dataset->percents, allocator);
    hm_names_open(&dataset->texts, allocator);
    hm_names_open(&dataset->inputs, allocator);
    hm_names_open(&dataset->record_names, allocator);
    hm_units_open(&dataset->units, allocator);
    hm_cities_open(&dataset->cities, allocator);
    dataset->known = &dataset->cities;
    hm_languages_open(&dataset->own_languages, allocator);
    dataset->languages = &dataset->own_languages;
    hm_locations_open(&dataset->locations, allocator);
    *out = dataset;
    return HM_OK;
}

void hm_dataset_free(hm_dataset *dataset) {
    if (!dataset)
        return;
    if (dataset->base) {
        hm_dataset_free_changed(dataset);
        return;
    }
    const hm_allocator *allocator = dataset->allocator;
    for (size_t i = 0; i < dataset->series_count; i++)
        hm_series_close(&dataset->series[i], allocator);
    hm_release(allocator, dataset->series, dataset->series_capacity * sizeof *dataset->series);
    for (size_t i = 0; i < dataset->records_count; i++)
        hm_records_close(dataset->records[i], allocator);
    hm_release(allocator, dataset->records, dataset->records_capacity * sizeof *dataset->records);
    for (hm_file_rows *rows = dataset->file_rows; rows; rows = rows->older) {
        hm_row_index_close(&rows->wide, allocator);
        hm_row_index_close(&rows->starts, allocator);
    }
    hm_release(allocator, dataset->files, dataset->file_capacity * sizeof *dataset->files);
    hm_release(allocator, dataset->formats, dataset->format_capacity * sizeof *dataset->formats);
    hm_locations_close(&dataset->locations);
    hm_release(allocator, dataset->unranked, dataset->units.cities.count);
    hm_cities_close(&dataset->cities);
    hm_languages_close(&dataset->own_languages);
    hm_units_close(&dataset->units);
    hm_row_units_close(&dataset->column_units, allocator);
    hm_names_close(&dataset->record_names);
    hm_names_close(&dataset->inputs);
    hm_names_close(&dataset->texts);
    hm_issues_close(&dataset->issues);
    hm_issues_close(&dataset->percents);
    hm_arena_close(&dataset->arena);
    hm_release(allocator, dataset, sizeof *dataset);
}

hm_code hm_dataset_add_language(hm_dataset *dataset, const hm_data_language *language,
                                hm_error *error) {
    if (!dataset || !language || dataset->finished)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "hm_dataset_add_language: %s",
                            dataset && language ? "the data set is finished already"
                                                : "an argument is NULL");
    return hm_languages_add(&dataset->own_languages, language, error);
}

void hm_dataset_keep_issues(hm_dataset *dataset, size_t most) {
    if (dataset)
        dataset->issues.most = dataset->percents.most = most > 0 ? most : 1;
}

void hm_dataset_set_cancel(hm_dataset *dataset, const hm_cancel *cancel) {
    if (dataset)
        dataset->cancel = cancel;
}

const char *hm_dataset_begin_file(hm_dataset *dataset, const char *name) {
    hm_file_rows *rows = hm_arena_take_array(&dataset->arena, 1, sizeof *rows);
    const char *copy = hm_arena_copy(&dataset->arena, name, strlen(name));
    if (!rows || !copy)
        return NULL;
    rows->older = dataset->file_rows;
    rows->name = copy;
    dataset->file_rows = rows;
    return copy;
}

hm_code hm_dataset_state(hm_dataset *dataset, hm_error *error) {
    dataset->cancelled = dataset->cancelled || hm_is_cancelled(dataset->cancel);
    if (dataset->cancelled && hm_cancel_check(dataset->cancel, error) == HM_OK)
        return hm_error_set(error, HM_ERROR_CANCELLED, "reading the data was cancelled");
    if (dataset->cancelled)
        return HM_ERROR_CANCELLED;
    if (dataset->out_of_memory || dataset->issues.out_of_memory || dataset->percents.out_of_memory)
        return hm_error_memory(error);
    if (dataset->sparse) {
        return hm_error_set(
            error, HM_ERROR_DATA,
            "found %zu inputs and %zu units with hardly a figure for each, expected a "
            "table: are the columns of the data swapped?",
            dataset->series_count, dataset->units.count);
    }
    return HM_OK;
}

static bool find_range(void *context, size_t worker, size_t number) {
    hm_dataset *dataset = context;
    (void)worker;
    if (hm_is_cancelled(dataset->cancel))
        return false;
    hm_series_find_range(&dataset->series[number], dataset->units.count);
    return true;
}

static bool find_ranges(hm_dataset *dataset) {
    const size_t jobs = dataset->units.count >= worth_threads ? hm_threads_available() : 1;
    return hm_threads_run(jobs, dataset->series_count, find_range, dataset, dataset->allocator,
                          NULL) == HM_OK;
}

/* What is said of cities meets those that have figures. False when memory has run out. */
static bool settle_cities(hm_dataset *dataset) {
    const hm_names *names = &dataset->units.cities;
    hm_cities_warn_unknown(&dataset->cities, names, &dataset->issues);
    if (!dataset->known->unranked)
        return true;
    dataset->unranked = hm_cities_unranked(dataset->known, names, dataset->allocator);
    return dataset->unranked != NULL;
}

static hm_code finish(hm_dataset *dataset, hm_error *error) {
    if (!dataset || dataset->finished) {
        return hm_error_set(error, HM_ERROR_ARGUMENT, "hm_dataset_finish: %s",
                            dataset ? "the data set is finished already" : "the data set is NULL");
    }
    hm_code code = hm_dataset_state(dataset, error);
    if (code != HM_OK)
        return code;
    const hm_allocator *allocator = dataset->allocator;
    size_t units = dataset->units.count;
    bool fine = true;
    for (size_t i = 0; fine && i < dataset->series_count && !hm_is_cancelled(dataset->cancel); i++)
        fine = hm_series_freeze(&dataset->series[i], allocator, units);
    fine = fine && find_ranges(dataset);
    for (size_t i = 0; fine && i < dataset->records_count && !hm_is_cancelled(dataset->cancel); i++)
        fine = hm_records_freeze(dataset->records[i], allocator, units);
    fine = fine && settle_cities(dataset) && hm_dataset_warn_alike(dataset);
    hm_dataset_warn_of_periods(dataset);
    hm_issues_sort(&dataset->issues);
    hm_issues_sort(&dataset->percents);
    dataset->out_of_memory =
        !fine || dataset->issues.out_of_memory || dataset->percents.out_of_memory;
    code = hm_dataset_state(dataset, error);
    dataset->finished = code == HM_OK;
    return code;
}

hm_code hm_dataset_finish(hm_dataset *dataset, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    const double before = hm_clock_seconds();
    const hm_code code = finish(dataset, error);
    if (code == HM_OK)
        dataset->finished_in = hm_clock_seconds() - before;
    return hm_environment_leave(&host, code);
}
