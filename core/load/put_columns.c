/* put_columns.c: the public ways to put figures into a data set column by column. */
#include <string.h>

#include "base/error.h"
#include "load/columns.h"
#include "platform/environment.h"

static hm_code refuse(hm_error *error, const char *call, const char *why) {
    return hm_error_set(error, HM_ERROR_ARGUMENT, "%s: %s", call, why);
}

/* What is wrong with the data set, NULL when nothing is. */
static const char *fault_of(const hm_dataset *dataset) {
    if (!dataset)
        return "the data set is NULL";
    return dataset->finished ? "the data set is finished already" : NULL;
}

static bool all_there(const char *const *texts, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!texts[i])
            return false;
    return true;
}

static hm_raw raw_of(const char *text) {
    return hm_raw_check((hm_raw){.text = text, .size = strlen(text)});
}

static hm_code put_units(hm_dataset *dataset, size_t count, const char *const *cities,
                         const char *const *periods, hm_error *error) {
    static const char *const call = "hm_dataset_put_units";
    const char *fault = fault_of(dataset);
    if (fault)
        return refuse(error, call, fault);
    if (count > 0 &&
        (!cities || !periods || !all_there(cities, count) || !all_there(periods, count)))
        return refuse(error, call, "a city or a period is NULL");
    hm_reading reading = {.dataset = dataset, .file = "", .error = error};
    if (!hm_row_units_resize(&dataset->column_units, dataset->allocator, count))
        return hm_error_memory(error);
    for (size_t i = 0; i < count; i++) {
        if (hm_is_cut_short(dataset, i)) {
            dataset->column_units.count = i;
            break;
        }
        const hm_raw city = raw_of(cities[i]), period = raw_of(periods[i]);
        uint32_t unit;
        const bool fine = hm_ingest_unit(&reading, &city, &period, &unit);
        dataset->column_units.units[i] = fine ? unit : HM_NO_UNIT;
    }
    return hm_dataset_state(dataset, error);
}

/* What the columns' functions have to ask first. */
static hm_code check_column(const hm_dataset *dataset, const char *call, const char *input,
                            size_t count, const void *values, hm_error *error) {
    const char *fault = fault_of(dataset);
    if (fault)
        return refuse(error, call, fault);
    if (!input || (!values && count > 0))
        return refuse(error, call, "an argument is NULL");
    if (count != dataset->column_units.count)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "%s: found %zu value%s, expected %zu, one a unit of the last call of "
                            "hm_dataset_put_units",
                            call, count, count == 1 ? "" : "s", dataset->column_units.count);
    return HM_OK;
}

static hm_code put_numbers(hm_dataset *dataset, const char *input, size_t count,
                           const double *values, const uint8_t *validity, hm_error *error) {
    hm_code code = check_column(dataset, "hm_dataset_put_numbers", input, count, values, error);
    if (code != HM_OK)
        return code;
    hm_reading reading = {.dataset = dataset, .file = "", .error = error};
    const hm_raw name = raw_of(input);
    const uint32_t number = hm_ingest_input(&reading, &name, HM_NO_UNIT);
    if (number != HM_NO_NAME)
        hm_ingest_numbers(&reading, number, dataset->column_units.units, count,
                          &(hm_numbers){values, validity, 0});
    return hm_dataset_state(dataset, error);
}

static hm_code put_texts(hm_dataset *dataset, const char *input, size_t count,
                         const char *const *texts, hm_error *error) {
    hm_code code = check_column(dataset, "hm_dataset_put_texts", input, count, texts, error);
    if (code != HM_OK)
        return code;
    hm_reading reading = {.dataset = dataset, .file = "", .error = error};
    const hm_raw name = raw_of(input);
    const uint32_t number = hm_ingest_input(&reading, &name, HM_NO_UNIT);
    const uint32_t *units = dataset->column_units.units;
    for (size_t i = 0; number != HM_NO_NAME && i < count && !hm_is_cut_short(dataset, i); i++) {
        if (units[i] == HM_NO_UNIT)
            continue;
        const hm_raw raw = raw_of(texts[i] ? texts[i] : "");
        const hm_cell cell = hm_ingest_cell(&reading, &raw, units[i], dataset->series[number].name);
        (void)hm_ingest_figure(&reading, number, units[i], cell, HM_ROW_UNKNOWN);
    }
    return hm_dataset_state(dataset, error);
}

hm_code hm_dataset_put_units(hm_dataset *dataset, size_t count, const char *const *cities,
                             const char *const *periods, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, put_units(dataset, count, cities, periods, error));
}

hm_code hm_dataset_put_numbers(hm_dataset *dataset, const char *input, size_t count,
                               const double *values, const uint8_t *validity, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, put_numbers(dataset, input, count, values, validity, error));
}

hm_code hm_dataset_put_texts(hm_dataset *dataset, const char *input, size_t count,
                             const char *const *texts, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, put_texts(dataset, input, count, texts, error));
}
