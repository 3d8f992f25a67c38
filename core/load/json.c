/* json.c: JSON: an array of observations, or {"observations": [...], "records": {"name":
 * [...]}}.
 *
 * The document is read twice: first to see that all of it is JSON, because one that breaks off
 * cannot be trusted and nothing of it may be used, then for its data. */
#include <string.h>

#include "format/lines.h"
#include "load/json_rows.h"
#include "load/loader.h"

static hm_code read_document(hm_json_rows *rows) {
    const hm_reading *reading = rows->reading;
    const hm_json *json = &rows->json;
    switch (hm_json_next(&rows->json)) {
    case HM_JSON_ERROR: /* it was found to be JSON: only memory can fail */
        return hm_error_memory(reading->error);
    case HM_JSON_ARRAY:
        return hm_json_rows_array(rows);
    case HM_JSON_OBJECT:
        if (!reading->records)
            return hm_json_rows_object(rows);
        break;
    default:
        break;
    }
    return hm_error_at(reading->error, HM_ERROR_DATA, reading->file, json->position.line,
                       json->position.column, "%s",
                       reading->records ? "expected an array of rows"
                                        : "expected an array of observations, or an object with "
                                          "`observations` and `records`");
}

static hm_code load_json(hm_reading *reading) {
    const hm_allocator *allocator = reading->dataset->allocator;
    hm_source_load(reading->source, 0, reading->source->size);
    hm_code code = hm_json_validate(reading->source, reading->file, allocator, reading->error);
    if (code != HM_OK)
        return code;
    hm_json_rows rows = {.reading = reading};
    hm_json_open(&rows.json, reading->source, reading->file, allocator, reading->error);
    code = hm_locations_begin(&reading->dataset->locations, reading->file, 1)
               ? read_document(&rows)
               : hm_error_memory(reading->error);
    hm_json_rows_close(&rows);
    hm_json_close(&rows.json);
    return code;
}

static bool sniff(const hm_source *source) {
    hm_source_cursor cursor = hm_source_begin(source);
    const char *first = hm_line_first(&cursor);
    return first < source->data + source->size && (*first == '[' || *first == '{');
}

static const char *const suffixes[] = {".json", NULL};

const hm_loader hm_loader_json = {
    .name = "JSON",
    .suffixes = suffixes,
    .sniff = sniff,
    .load = load_json,
    .load_table = hm_json_table_load,
    .recipes = HM_RECIPES_ROWS,
};
