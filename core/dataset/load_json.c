/* load_json.c: JSON: an array of observations, or {"observations": [...], "records": {"name":
 * [...]}}.
 *
 * The document is read twice: first to see that all of it is JSON, because one that breaks off
 * cannot be trusted and nothing of it may be used, then for its data. */
#include <string.h>

#include "base/text.h"
#include "dataset/json.h"
#include "dataset/loader.h"

typedef struct json_load {
    hm_reading *reading;
    hm_json json;
    /* one row of records, reused from row to row */
    hm_records_table *records;
    size_t count, number_capacity, cell_capacity, spot_capacity;
    uint32_t *numbers;
    hm_raw *cells;
    hm_spot *spots;
} json_load;

static hm_code fail(json_load *load, const char *message) {
    return hm_error_at(load->reading->error, HM_ERROR_DATA, load->reading->file,
                       load->json.spot.line, load->json.spot.column, "%s", message);
}

/* After a document was found to be JSON, only memory can fail. */
static hm_code fail_again(json_load *load) {
    return hm_error_memory(load->reading->error);
}

static const char *describe(hm_json_token token) {
    switch (token) {
    case HM_JSON_OBJECT:
        return "an object";
    case HM_JSON_ARRAY:
        return "an array";
    case HM_JSON_STRING:
        return "a string";
    case HM_JSON_NUMBER:
        return "a number";
    case HM_JSON_NULL:
        return "null";
    default:
        return "true or false";
    }
}

/* The last token as a CSV cell would hold it. Objects and arrays are passed over. */
static bool read_raw(json_load *load, hm_raw *raw) {
    hm_json *json = &load->json;
    *raw = (hm_raw){.text = json->text, .size = json->size, .spot = json->spot};
    if (json->token == HM_JSON_NULL) {
        raw->text = "";
        raw->size = 0;
    } else if (json->token == HM_JSON_OBJECT || json->token == HM_JSON_ARRAY) {
        raw->text = describe(json->token);
        raw->size = strlen(raw->text);
        raw->fault = HM_FAULT_TYPE;
        return hm_json_skip(json);
    }
    *raw = hm_raw_check(*raw);
    return true;
}

static void warn_member(json_load *load, const char *const *known, size_t count) {
    const hm_json *json = &load->json;
    hm_nearest nearest;
    hm_nearest_start(&nearest, json->text, json->size);
    for (size_t i = 0; i < count; i++) {
        hm_nearest_show(&nearest, known[i]);
    }
    HM_ISSUE(load->reading, HM_WARNING, json->spot, "member `%s` is left out%s%s%s",
             hm_quote_of(json->text, json->size).text, nearest.name ? ": did you mean `" : "",
             nearest.name ? nearest.name : "", nearest.name ? "`?" : "");
}

static void warn_role(json_load *load) {
    const char *known[HM_ROLE_COUNT];
    for (int role = 0; role < HM_ROLE_COUNT; role++) {
        known[role] = hm_role_name((hm_role)role);
    }
    warn_member(load, known, HM_ROLE_COUNT);
}

/* The member that the last token names, in exactly these letters. */
static hm_role find_member(const hm_json *json) {
    hm_role role = hm_role_find(json->text, json->size);
    return role < HM_ROLE_COUNT && hm_json_is(json, hm_role_name(role)) ? role : HM_ROLE_COUNT;
}

/* Words are texts: a number or a flag where a name belongs is a slip, but a year is a period. */
static void check_type(hm_json_token token, hm_role role, hm_raw *raw) {
    bool text = token == HM_JSON_STRING || token == HM_JSON_NULL;
    bool number = role == HM_ROLE_PERIOD && token == HM_JSON_NUMBER;
    bool any = role == HM_ROLE_VALUE || role == HM_ROLE_VERIFIED;
    if (!text && !number && !any && raw->fault == HM_FAULT_NONE) {
        raw->text = describe(token);
        raw->size = strlen(raw->text);
        raw->fault = HM_FAULT_TYPE;
    }
}

static hm_code read_member(json_load *load, hm_raw raw[HM_ROLE_COUNT], bool seen[HM_ROLE_COUNT],
                           bool *twice) {
    hm_json *json = &load->json;
    hm_role role = find_member(json);
    hm_spot name = json->spot;
    if (role == HM_ROLE_COUNT) {
        warn_role(load);
    } else if (seen[role]) {
        HM_ISSUE(load->reading, HM_REJECTED, name,
                 "member `%s` stands twice: the observation is rejected", hm_role_name(role));
        *twice = true;
    }
    hm_raw value;
    hm_json_token token = hm_json_next(json);
    if (token == HM_JSON_ERROR || !read_raw(load, &value)) {
        return fail_again(load);
    }
    if (role < HM_ROLE_COUNT && !seen[role]) {
        check_type(token, role, &value);
        raw[role] = value;
        seen[role] = true;
    }
    return HM_OK;
}

static hm_code read_observation(json_load *load) {
    hm_json *json = &load->json;
    hm_raw raw[HM_ROLE_COUNT];
    bool seen[HM_ROLE_COUNT] = {false}, twice = false;
    for (size_t role = 0; role < HM_ROLE_COUNT; role++) {
        raw[role] = HM_RAW_NONE;
        raw[role].spot = json->spot; /* what is missing is missed at the object */
    }
    hm_json_token token;
    while ((token = hm_json_next(json)) == HM_JSON_NAME) {
        hm_code code = read_member(load, raw, seen, &twice);
        if (code != HM_OK) {
            return code;
        }
    }
    if (token == HM_JSON_ERROR) {
        return fail_again(load);
    }
    if (!twice) {
        hm_receive_observation(load->reading, raw);
    }
    hm_json_forget(json);
    return hm_dataset_state(load->reading->dataset, load->reading->error);
}

static bool add_cell(json_load *load, uint32_t number, hm_raw raw) {
    const hm_allocator *allocator = load->reading->dataset->allocator;
    if (!hm_grow(allocator, &load->numbers, load->count, &load->number_capacity,
                 sizeof *load->numbers) ||
        !hm_grow(allocator, &load->cells, load->count, &load->cell_capacity, sizeof *load->cells)) {
        return false;
    }
    load->numbers[load->count] = number;
    load->cells[load->count++] = raw;
    return true;
}

static hm_code read_column(json_load *load, hm_raw unit[2]) {
    hm_json *json = &load->json;
    hm_dataset *dataset = load->reading->dataset;
    hm_role role = find_member(json);
    uint32_t number = HM_NO_NAME;
    if (role != HM_ROLE_CITY && role != HM_ROLE_PERIOD) {
        number = hm_records_add_column(load->records, &dataset->arena, json->text, json->size);
        if (number == HM_NO_NAME) {
            return fail_again(load);
        }
        struct hm_series_origin *origin = load->records->frozen.columns[number].origin;
        if (origin->name_place.line == 0) {
            origin->name_place =
                (hm_place){load->reading->file, json->spot.line, json->spot.column};
        }
    }
    hm_raw value;
    hm_json_token token = hm_json_next(json);
    if (token == HM_JSON_ERROR || !read_raw(load, &value)) {
        return fail_again(load);
    }
    if (number == HM_NO_NAME) {
        check_type(token, role, &value);
        unit[role] = value;
        return HM_OK;
    }
    return add_cell(load, number, value) ? HM_OK : fail_again(load);
}

/* The place of a row: its own first, then that of every column of the records by number. */
static uint32_t add_place(json_load *load, hm_spot row) {
    hm_dataset *dataset = load->reading->dataset;
    size_t columns = load->records->frozen.column_count;
    for (size_t i = 0; i <= columns; i++) {
        if (!hm_grow(dataset->allocator, &load->spots, i, &load->spot_capacity,
                     sizeof *load->spots)) {
            return 0;
        }
        load->spots[i] = row;
    }
    for (size_t i = 0; i < load->count; i++) {
        load->spots[load->numbers[i] + 1] = load->cells[i].spot;
    }
    return hm_places_add(&dataset->places, load->spots, columns + 1, sizeof *load->spots);
}

static hm_code read_record(json_load *load) {
    hm_json *json = &load->json;
    hm_reading *reading = load->reading;
    hm_raw unit[2] = {HM_RAW_NONE, HM_RAW_NONE};
    hm_spot spot = unit[0].spot = unit[1].spot = json->spot;
    hm_json_token token;
    load->count = 0;
    while ((token = hm_json_next(json)) == HM_JSON_NAME) {
        hm_code code = read_column(load, unit);
        if (code != HM_OK) {
            return code;
        }
    }
    if (token == HM_JSON_ERROR) {
        return fail_again(load);
    }
    uint32_t number;
    if (hm_receive_unit(reading, &unit[HM_ROLE_CITY], &unit[HM_ROLE_PERIOD], &number)) {
        uint32_t row = add_place(load, spot);
        if (row == 0) {
            return fail_again(load);
        }
        hm_receive_record(reading, load->records, number, row, load->numbers, load->cells,
                          load->count);
    }
    hm_json_forget(json);
    return hm_dataset_state(reading->dataset, reading->error);
}

/* The elements of the array whose start was the last token. */
static hm_code read_rows(json_load *load, hm_code (*read)(json_load *)) {
    hm_json *json = &load->json;
    hm_code code = HM_OK;
    size_t rows = 0;
    hm_spot spot = json->spot;
    while (code == HM_OK && hm_json_next(json) != HM_JSON_ARRAY_END) {
        if (json->token == HM_JSON_ERROR) {
            return fail_again(load);
        }
        rows++;
        if (json->token == HM_JSON_OBJECT) {
            code = read(load);
        } else {
            HM_ISSUE(load->reading, HM_REJECTED, json->spot, "found %s, expected an object",
                     describe(json->token));
            code = hm_json_skip(json) ? HM_OK : fail_again(load);
        }
    }
    if (code == HM_OK && rows == 0) {
        HM_ISSUE(load->reading, HM_WARNING, spot, "no %s: the array is empty",
                 read == read_record ? "rows" : "observations");
    }
    return code;
}

static hm_code read_records(json_load *load, const char *name, size_t size) {
    hm_dataset *dataset = load->reading->dataset;
    load->records = hm_receive_records(dataset, name, size);
    if (!load->records) {
        return fail_again(load);
    }
    hm_code code = read_rows(load, read_record);
    /* the columns' places stand in the row's spots by their numbers, see add_place */
    for (size_t i = 0; code == HM_OK && i < load->records->frozen.column_count; i++) {
        if (!hm_series_add_field(&load->records->frozen.columns[i], dataset->allocator,
                                 dataset->places.count - 1, i + 1)) {
            code = fail_again(load);
        }
    }
    return code;
}

/* {"name": [rows], ...} */
static hm_code read_records_object(json_load *load) {
    hm_json *json = &load->json;
    hm_code code = HM_OK;
    while (code == HM_OK && hm_json_next(json) == HM_JSON_NAME) {
        const char *name = json->text;
        size_t size = json->size;
        hm_spot spot = json->spot;
        hm_json_token token = hm_json_next(json);
        if (token == HM_JSON_ARRAY && size > 0) {
            code = read_records(load, name, size);
        } else if (token == HM_JSON_ERROR) {
            code = fail_again(load);
        } else {
            HM_ISSUE(load->reading, HM_REJECTED, spot,
                     "found %s, expected records: a name and an "
                     "array of rows",
                     size == 0 ? "an empty name" : describe(token));
            code = hm_json_skip(json) ? HM_OK : fail_again(load);
        }
    }
    return code != HM_OK || json->token == HM_JSON_OBJECT_END ? code : fail_again(load);
}

/* The value of member `name` of the outermost object. */
static hm_code read_part(json_load *load, bool observations) {
    hm_json *json = &load->json;
    hm_json_token token = hm_json_next(json);
    if (token == HM_JSON_ERROR) {
        return fail_again(load);
    }
    if (observations && token == HM_JSON_ARRAY) {
        return read_rows(load, read_observation);
    }
    if (!observations && token == HM_JSON_OBJECT) {
        return read_records_object(load);
    }
    return fail(load, observations ? "expected `observations` to be an array"
                                   : "expected `records` to be an object of arrays");
}

static hm_code read_object(json_load *load) {
    static const char *const known[] = {"observations", "records"};
    hm_json *json = &load->json;
    hm_spot start = json->spot;
    hm_code code = HM_OK;
    size_t parts = 0;
    while (code == HM_OK && hm_json_next(json) == HM_JSON_NAME) {
        bool observations = hm_json_is(json, known[0]);
        if (observations || hm_json_is(json, known[1])) {
            code = read_part(load, observations);
            parts++;
        } else {
            warn_member(load, known, 2);
            code = hm_json_next(json) != HM_JSON_ERROR && hm_json_skip(json) ? HM_OK
                                                                             : fail_again(load);
        }
    }
    if (code != HM_OK) {
        return code;
    }
    if (json->token == HM_JSON_ERROR) {
        return fail_again(load);
    }
    json->spot = start;
    return parts > 0 ? HM_OK
                     : fail(load, "found an object without `observations` or `records`, expected "
                                  "one of them or an array of observations");
}

static hm_code read_document(json_load *load) {
    const char *records = load->reading->records;
    hm_json_token token = hm_json_next(&load->json);
    if (token == HM_JSON_ERROR) {
        return fail_again(load);
    }
    if (token == HM_JSON_ARRAY) {
        return records ? read_records(load, records, strlen(records))
                       : read_rows(load, read_observation);
    }
    if (token == HM_JSON_OBJECT && !records) {
        return read_object(load);
    }
    return fail(load, records ? "expected an array of rows"
                              : "expected an array of observations, or an object with "
                                "`observations` and `records`");
}

static hm_code load_json(hm_reading *reading) {
    const hm_allocator *allocator = reading->dataset->allocator;
    hm_code code = hm_json_validate(reading->source, reading->file, allocator, reading->error);
    if (code != HM_OK) {
        return code;
    }
    json_load load = {.reading = reading};
    hm_json_open(&load.json, reading->source, reading->file, allocator, reading->error);
    code = hm_places_begin(&reading->dataset->places, reading->file, 1) ? read_document(&load)
                                                                        : fail_again(&load);
    hm_release(allocator, load.numbers, load.number_capacity * sizeof *load.numbers);
    hm_release(allocator, load.cells, load.cell_capacity * sizeof *load.cells);
    hm_release(allocator, load.spots, load.spot_capacity * sizeof *load.spots);
    hm_json_close(&load.json);
    return code;
}

static bool sniff(const hm_source *source) {
    size_t i = source->size >= 3 && memcmp(source->data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (i < source->size && strchr(" \t\r\n", source->data[i]) && source->data[i]) {
        i++;
    }
    return i < source->size && (source->data[i] == '[' || source->data[i] == '{');
}

static const char *const suffixes[] = {".json", NULL};

const hm_loader hm_loader_json = {"json", suffixes, sniff, load_json};
