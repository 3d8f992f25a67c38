/* changed.c: a finished data set that is another one but for some figures. The series of these are
 * its own, and the names and texts that they may add to; all else is the other's. */
#include <string.h>

#include "base/error.h"
#include "dataset/cell.h"
#include "dataset/changed.h"
#include "dataset/parts.h"
#include "platform/environment.h"

static bool is_own(const hm_dataset *made, size_t series) {
    return series >= made->base->series_count ||
           made->series[series].origin != made->base->series[series].origin;
}

void hm_dataset_free_changed(hm_dataset *made) {
    const hm_allocator *allocator = made->allocator;
    for (size_t i = 0; i < made->series_count; i++)
        if (is_own(made, i))
            hm_series_close(&made->series[i], allocator);
    hm_release(allocator, made->series, made->series_capacity * sizeof *made->series);
    hm_names_close(&made->inputs);
    hm_names_close(&made->texts);
    hm_arena_close(&made->arena);
    hm_release(allocator, made, sizeof *made);
}

/* With the same numbers. */
static bool copy_names(hm_names *to, const hm_names *from) {
    hm_names_reserve(to, from->count);
    for (uint32_t i = 0; i < from->count; i++)
        if (hm_names_intern(to, from->texts[i], from->sizes[i]) == HM_NO_NAME)
            return false;
    return true;
}

/* The base's, with room for `more` others. */
static hm_dataset *open_like(const hm_dataset *base, size_t more) {
    const hm_allocator *allocator = base->allocator;
    hm_dataset *made = hm_allocate_array(allocator, 1, sizeof *made);
    if (!made)
        return NULL;
    *made = *base;
    made->base = base;
    made->series_count = 0;
    made->series_capacity = base->series_count + more;
    hm_arena_open(&made->arena, allocator);
    hm_names_open(&made->texts, allocator);
    hm_names_open(&made->inputs, allocator);
    made->series = hm_allocate_array(allocator, made->series_capacity, sizeof *made->series);
    if (!made->series || !copy_names(&made->texts, &base->texts) ||
        !copy_names(&made->inputs, &base->inputs)) {
        made->series_capacity = made->series ? made->series_capacity : 0;
        hm_dataset_free_changed(made);
        return NULL;
    }
    for (size_t i = 0; i < base->series_count; i++)
        made->series[i] = base->series[i];
    made->series_count = base->series_count;
    return made;
}

/* --- series --- */

static bool copy_cell(hm_series *to, const hm_allocator *allocator, const hm_series *from,
                      size_t unit) {
    struct hm_series_origin *origin = to->origin;
    const hm_cell cell = {from->values[unit], from->cells[unit],
                          hm_spellings_get(&from->origin->spellings, unit)};
    const uint32_t row = hm_series_row(from, unit);
    const uint32_t verified = hm_row_index_get(&from->origin->verified, unit);
    bool fine = hm_series_put(to, allocator, unit, cell) &&
                (row == 0 || hm_series_set_row(to, allocator, unit, row)) &&
                (verified == 0 || hm_row_index_set(&origin->verified, allocator, unit, verified));
    for (hm_remark remark = 0; fine && remark < HM_REMARK_COUNT; remark++) {
        const uint32_t number = hm_row_index_get(&from->origin->remarks[remark], unit);
        fine = number == 0 || hm_row_index_set(&origin->remarks[remark], allocator, unit, number);
    }
    return fine;
}

/* All but the figures of `changed`, which only keep what is said of their quality. */
static bool copy_series(hm_series *to, const hm_dataset *made, const hm_series *from,
                        const uint8_t *changed) {
    const hm_allocator *allocator = made->allocator;
    const struct hm_series_origin *origin = from->origin;
    bool fine = true;
    to->origin->name_location = origin->name_location;
    for (size_t i = 0; fine && i < origin->field_count; i++)
        fine = hm_series_add_field(to, allocator, origin->fields[i].file, origin->fields[i].field);
    for (size_t unit = 0; fine && unit < made->units.count; unit++) {
        const uint32_t quality = hm_row_index_get(&origin->remarks[HM_REMARK_QUALITY], unit);
        if (!changed[unit])
            fine = copy_cell(to, allocator, from, unit);
        else if (quality > 0)
            fine =
                hm_row_index_set(&to->origin->remarks[HM_REMARK_QUALITY], allocator, unit, quality);
    }
    return fine;
}

/* --- changes --- */

static hm_code refuse(const hm_dataset *made, const hm_dataset_change *change, const char *what,
                      hm_error *error) {
    return hm_error_set(error, HM_ERROR_ARGUMENT, "%s, %s: the figure of %s %s",
                        hm_dataset_unit_city(made, change->unit),
                        hm_dataset_unit_period(made, change->unit), change->input, what);
}

static hm_code put(hm_dataset *made, hm_series *series, const hm_dataset_change *change,
                   hm_error *error) {
    const size_t size = strlen(change->value);
    if (size > HM_CELL_MOST)
        return refuse(made, change, "is too long", error);
    hm_cell cell = hm_cell_read(change->value, size, &hm_number_format_plain);
    if (cell.kind == HM_CELL_REJECTED)
        return refuse(made, change, "is larger than any number can be", error);
    if (cell.kind == HM_CELL_TEXT || cell.spelling == HM_SPELLING_OTHER) {
        const hm_text text = hm_text_trim(change->value, size);
        const uint32_t number = hm_names_intern(&made->texts, text.text, text.size);
        if (number == HM_NO_NAME)
            return hm_error_memory(error);
        if (cell.kind == HM_CELL_TEXT)
            cell.value = number;
        else
            cell.spelling = hm_spelling_of_text(number);
    }
    return hm_series_put(series, made->allocator, change->unit, cell) &&
                   hm_series_set_row(series, made->allocator, change->unit, HM_ROW_UNKNOWN)
               ? HM_OK
               : hm_error_memory(error);
}

/* The series of an input with all its changes; `changed` has room for a byte a unit. */
static hm_code change_series(hm_dataset *made, uint32_t input, const hm_dataset_change *changes,
                             size_t count, uint8_t *changed, hm_error *error) {
    const char *name = made->inputs.texts[input];
    hm_series own;
    hm_code code = HM_OK;
    memset(changed, 0, made->units.count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(changes[i].input, name) != 0)
            continue;
        if (changed[changes[i].unit])
            return refuse(made, &changes[i], "is changed twice", error);
        changed[changes[i].unit] = 1;
    }
    if (!hm_series_open(&own, name, &made->arena))
        return hm_error_memory(error);
    if (input < made->series_count && !copy_series(&own, made, &made->series[input], changed))
        code = hm_error_memory(error);
    for (size_t i = 0; code == HM_OK && i < count; i++)
        if (strcmp(changes[i].input, name) == 0)
            code = put(made, &own, &changes[i], error);
    if (code == HM_OK && !hm_series_freeze(&own, made->allocator, made->units.count))
        code = hm_error_memory(error);
    if (code != HM_OK) {
        hm_series_close(&own, made->allocator);
        return code;
    }
    hm_series_find_range(&own, made->units.count);
    made->series[input] = own;
    if (input == made->series_count)
        made->series_count++;
    return HM_OK;
}

static hm_code check(const hm_dataset *base, const hm_dataset_change *changes, size_t count,
                     hm_error *error) {
    if (!base->finished)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "the data set is not finished: call hm_dataset_finish first");
    for (size_t i = 0; i < count; i++) {
        if (!changes[i].input || !*changes[i].input || !changes[i].value)
            return hm_error_set(error, HM_ERROR_ARGUMENT, "change %zu needs an input and a value",
                                i);
        if (changes[i].unit >= base->units.count)
            return hm_error_set(error, HM_ERROR_ARGUMENT, "unit %zu is out of range: there are %zu",
                                changes[i].unit, base->units.count);
    }
    return HM_OK;
}

static hm_code make(hm_dataset *made, const hm_dataset_change *changes, size_t count,
                    hm_error *error) {
    const size_t units = made->units.count;
    uint8_t *changed = hm_allocate(made->allocator, units + 1);
    hm_code code = changed ? HM_OK : hm_error_memory(error);
    for (size_t i = 0; code == HM_OK && i < count; i++) {
        const uint32_t input =
            hm_names_intern(&made->inputs, changes[i].input, strlen(changes[i].input));
        if (input == HM_NO_NAME)
            code = hm_error_memory(error);
        else if (input == made->series_count || !is_own(made, input))
            code = change_series(made, input, changes, count, changed, error);
    }
    hm_release(made->allocator, changed, units + 1);
    return code;
}

static hm_code change(hm_dataset **out, const hm_dataset *base, const hm_dataset_change *changes,
                      size_t count, hm_error *error) {
    hm_code code = check(base, changes, count, error);
    if (code != HM_OK)
        return code;
    hm_dataset *made = open_like(base, count);
    if (!made)
        return hm_error_memory(error);
    code = make(made, changes, count, error);
    if (code == HM_OK)
        *out = made;
    else
        hm_dataset_free_changed(made);
    return code;
}

hm_code hm_dataset_changed(hm_dataset **out, const hm_dataset *dataset,
                           const hm_dataset_change *changes, size_t count, hm_error *error) {
    hm_environment host;
    if (out)
        *out = NULL;
    if (!out || !dataset || (!changes && count > 0))
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "hm_dataset_changed needs an out, a data set and changes");
    hm_environment_enter(&host);
    return hm_environment_leave(&host, change(out, dataset, changes, count, error));
}
