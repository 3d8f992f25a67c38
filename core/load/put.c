/* put.c: the public ways to put data into a data set: files and folders, memory, single figures and
 * records. */
#include <string.h>

#include "base/versioned.h"
#include "load/ingest.h"
#include "load/loader.h"
#include "platform/environment.h"

static hm_code refuse(hm_error *error, const char *call, const hm_dataset *dataset) {
    return hm_error_set(error, HM_ERROR_ARGUMENT, "%s: %s", call,
                        dataset && dataset->finished ? "the data set is finished already"
                                                     : "an argument is NULL");
}

static hm_code read_path(hm_dataset *dataset, const char *path, hm_content content,
                         hm_error *error) {
    hm_source source;
    hm_code code = hm_source_open_to_load(&source, path, dataset->allocator, error);
    if (code == HM_OK) {
        code = hm_dataset_read_source(dataset, &source, content, error);
        hm_source_close(&source);
    }
    return code;
}

/* The recipe is to be closed whatever it returns. `options`: NULL is fine. */
static hm_code open_content(hm_content *content, hm_recipe *recipe, const hm_dataset *dataset,
                            const hm_read_options *options, hm_error *error) {
    *content = (hm_content){.records = NULL};
    hm_recipe_open(recipe, dataset->allocator);
    return options ? hm_content_open(content, recipe, options, error) : HM_OK;
}

static hm_code read_with(hm_dataset *dataset, const char *path, const hm_read_options *options,
                         const char *call, hm_error *error) {
    if (!dataset || !path || dataset->finished)
        return refuse(error, call, dataset);
    hm_recipe recipe;
    hm_content content;
    hm_code code = open_content(&content, &recipe, dataset, options, error);
    if (code == HM_OK) {
        const bool any = !content.records && !content.cities && strcmp(path, "-") != 0;
        code = any && hm_path_look(path) == HM_PATH_FOLDER
                   ? hm_folder_load(dataset, path, options, error)
                   : read_path(dataset, path, content, error);
    }
    hm_recipe_close(&recipe);
    return code;
}

static hm_code read_memory(hm_dataset *dataset, const char *name, const char *data, size_t size,
                           const hm_read_options *options, const char *call, hm_error *error) {
    if (!dataset || !name || (!data && size > 0) || dataset->finished)
        return refuse(error, call, dataset);
    hm_recipe recipe;
    hm_content content;
    hm_code code = open_content(&content, &recipe, dataset, options, error);
    if (code == HM_OK) {
        hm_source source;
        hm_source_from_memory(&source, name, data, size);
        code = hm_dataset_read_source(dataset, &source, content, error);
    }
    hm_recipe_close(&recipe);
    return code;
}

static const hm_read_options options_none = HM_READ_OPTIONS_INIT;

void hm_read_options_init(hm_read_options *options, size_t size) {
    hm_versioned_init(options, size, &options_none, sizeof options_none);
}

hm_code hm_dataset_read_with(hm_dataset *dataset, const char *path, const hm_read_options *options,
                             hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host,
                                read_with(dataset, path, options, "hm_dataset_read_with", error));
}

hm_code hm_dataset_read(hm_dataset *dataset, const char *path, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, read_with(dataset, path, NULL, "hm_dataset_read", error));
}

hm_code hm_dataset_read_records(hm_dataset *dataset, const char *name, const char *path,
                                hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    hm_read_options options = options_none;
    options.records = name;
    return hm_environment_leave(
        &host, read_with(name ? dataset : NULL, path, &options, "hm_dataset_read_records", error));
}

hm_code hm_dataset_read_cities(hm_dataset *dataset, const char *path, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    hm_read_options options = options_none;
    options.cities = 1;
    return hm_environment_leave(
        &host, read_with(dataset, path, &options, "hm_dataset_read_cities", error));
}

hm_code hm_dataset_read_memory_with(hm_dataset *dataset, const char *name, const char *data,
                                    size_t size, const hm_read_options *options, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, read_memory(dataset, name, data, size, options,
                                                   "hm_dataset_read_memory_with", error));
}

hm_code hm_dataset_read_memory(hm_dataset *dataset, const char *name, const char *data, size_t size,
                               hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(
        &host, read_memory(dataset, name, data, size, NULL, "hm_dataset_read_memory", error));
}

hm_code hm_dataset_read_records_memory(hm_dataset *dataset, const char *records, const char *name,
                                       const char *data, size_t size, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    hm_read_options options = options_none;
    options.records = records;
    return hm_environment_leave(&host,
                                read_memory(records ? dataset : NULL, name, data, size, &options,
                                            "hm_dataset_read_records_memory", error));
}

hm_code hm_dataset_read_cities_memory(hm_dataset *dataset, const char *name, const char *data,
                                      size_t size, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    hm_read_options options = options_none;
    options.cities = 1;
    return hm_environment_leave(&host, read_memory(dataset, name, data, size, &options,
                                                   "hm_dataset_read_cities_memory", error));
}

static hm_raw raw_of(const char *text) {
    return hm_raw_check((hm_raw){.text = text, .size = strlen(text)});
}

static hm_code put(hm_dataset *dataset, const char *city, const char *period, const char *input,
                   const char *value, hm_error *error) {
    if (!dataset || !city || !period || !input || !value || dataset->finished)
        return refuse(error, "hm_dataset_put", dataset);
    hm_reading reading = {.dataset = dataset, .file = "", .error = error};
    hm_raw raw[HM_ROLE_COUNT];
    for (size_t role = 0; role < HM_ROLE_COUNT; role++)
        raw[role] = HM_RAW_NONE;
    raw[HM_ROLE_CITY] = raw_of(city);
    raw[HM_ROLE_PERIOD] = raw_of(period);
    raw[HM_ROLE_INPUT] = raw_of(input);
    raw[HM_ROLE_VALUE] = raw_of(value);
    hm_ingest_observation(&reading, raw);
    return hm_dataset_state(dataset, error);
}

hm_code hm_dataset_put(hm_dataset *dataset, const char *city, const char *period, const char *input,
                       const char *value, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, put(dataset, city, period, input, value, error));
}

/* Gives every column its number. False when a text is NULL or memory has run out. */
static hm_code number_columns(hm_dataset *dataset, hm_records_table *table, size_t count,
                              const char *const *columns, const char *const *values,
                              uint32_t *numbers, hm_raw *cells, hm_error *error) {
    for (size_t i = 0; i < count; i++) {
        if (!columns[i] || !values[i])
            return refuse(error, "hm_dataset_put_record", dataset);
        numbers[i] = hm_records_add_column(table, &dataset->arena, columns[i], strlen(columns[i]));
        if (numbers[i] == HM_NO_NAME)
            return hm_error_memory(error);
        cells[i] = raw_of(values[i]);
    }
    return HM_OK;
}

static hm_code put_record(hm_dataset *dataset, const char *records, const char *city,
                          const char *period, size_t count, const char *const *columns,
                          const char *const *values, hm_error *error) {
    if (!dataset || !records || !city || !period || (count > 0 && (!columns || !values)) ||
        dataset->finished)
        return refuse(error, "hm_dataset_put_record", dataset);
    const hm_allocator *allocator = dataset->allocator;
    hm_reading reading = {.dataset = dataset, .file = "", .records = records, .error = error};
    hm_records_table *table = hm_ingest_records(dataset, records, strlen(records));
    uint32_t *numbers = hm_allocate_array(allocator, count, sizeof *numbers);
    hm_raw *cells = hm_allocate_array(allocator, count, sizeof *cells);
    hm_code code = HM_OK;
    if (!table || !numbers || !cells)
        code = hm_error_memory(error);
    else
        code = number_columns(dataset, table, count, columns, values, numbers, cells, error);
    const hm_raw raw_city = raw_of(city), raw_period = raw_of(period);
    uint32_t unit;
    if (code == HM_OK && hm_ingest_unit(&reading, &raw_city, &raw_period, &unit))
        hm_ingest_record(&reading, table, unit, HM_ROW_UNKNOWN, numbers, cells, count);
    hm_release(allocator, numbers, count * sizeof *numbers);
    hm_release(allocator, cells, count * sizeof *cells);
    return code == HM_OK ? hm_dataset_state(dataset, error) : code;
}

hm_code hm_dataset_put_record(hm_dataset *dataset, const char *records, const char *city,
                              const char *period, size_t count, const char *const *columns,
                              const char *const *values, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(
        &host, put_record(dataset, records, city, period, count, columns, values, error));
}
