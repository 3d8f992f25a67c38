/* json_rows.c: observations and rows of records from the tokens of JSON. */
#include "load/json_rows.h"

#include <string.h>

#include "base/text.h"

static hm_code fail(hm_json_rows *rows, const char *message) {
    return hm_error_at(rows->reading->error, HM_ERROR_DATA, rows->reading->file,
                       rows->json.position.line, rows->json.position.column, "%s", message);
}

/* After a document was found to be JSON, only memory can fail. */
static hm_code fail_again(hm_json_rows *rows) {
    return hm_error_memory(rows->reading->error);
}

const char *hm_json_rows_describe(hm_json_token token) {
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
static bool read_raw(hm_json_rows *rows, hm_raw *raw) {
    hm_json *json = &rows->json;
    *raw = (hm_raw){.text = json->text,
                    .size = json->size,
                    .position = json->position,
                    .is_number = json->token == HM_JSON_NUMBER};
    if (json->token == HM_JSON_NULL) {
        raw->text = "";
        raw->size = 0;
    } else if (json->token == HM_JSON_OBJECT || json->token == HM_JSON_ARRAY) {
        raw->text = hm_json_rows_describe(json->token);
        raw->size = strlen(raw->text);
        raw->fault = HM_FAULT_TYPE;
        return hm_json_skip(json);
    }
    *raw = hm_raw_check(*raw);
    return true;
}

static void warn_member(hm_json_rows *rows, hm_raw name, const char *const *known, size_t count) {
    hm_nearest nearest;
    hm_nearest_start(&nearest, name.text, name.size);
    for (size_t i = 0; i < count; i++)
        hm_nearest_show(&nearest, known[i]);
    hm_reading_add_issue(rows->reading, HM_ISSUE_UNKNOWN_MEMBER, name.position,
                         &(hm_issue_texts){.found = hm_quote_of(name.text, name.size).text,
                                           .nearest = nearest.name});
}

static void warn_role(hm_json_rows *rows, hm_raw name) {
    const char *known[HM_ROLE_COUNT];
    for (int role = 0; role < HM_ROLE_COUNT; role++)
        known[role] = hm_role_name((hm_role)role);
    warn_member(rows, name, known, HM_ROLE_COUNT);
}

/* The name of a member, which is the last token. */
static hm_raw name_of(const hm_json *json) {
    return (hm_raw){.text = json->text, .size = json->size, .position = json->position};
}

/* The member that the last token names, in exactly these letters. */
static hm_role find_member(const hm_json *json) {
    static const uint8_t sizes[HM_ROLE_COUNT] = {
        [HM_ROLE_CITY] = 4,   [HM_ROLE_PERIOD] = 6, [HM_ROLE_INPUT] = 5,
        [HM_ROLE_VALUE] = 5,  [HM_ROLE_STATUS] = 6, [HM_ROLE_QUALITY] = 7,
        [HM_ROLE_SOURCE] = 6, [HM_ROLE_NOTE] = 4,   [HM_ROLE_VERIFIED] = 8};
    int role = 0;
    while (role < HM_ROLE_COUNT &&
           (sizes[role] != json->size ||
            memcmp(hm_role_name((hm_role)role), json->text, json->size) != 0))
        role++;
    return (hm_role)role;
}

/* Words are texts: a number or a flag where a name belongs is a slip, but a year is a period. */
static void check_type(hm_json_token token, hm_role role, hm_raw *raw) {
    bool text = token == HM_JSON_STRING || token == HM_JSON_NULL;
    bool number = role == HM_ROLE_PERIOD && token == HM_JSON_NUMBER;
    bool any = role == HM_ROLE_VALUE || role == HM_ROLE_VERIFIED;
    if (!text && !number && !any && raw->fault == HM_FAULT_NONE) {
        raw->text = hm_json_rows_describe(token);
        raw->size = strlen(raw->text);
        raw->fault = HM_FAULT_TYPE;
    }
}

/* A member that is none of the words of an observation. */
static bool add_member(hm_json_rows *rows, hm_raw name, hm_raw value) {
    const hm_allocator *allocator = rows->reading->dataset->allocator;
    if (!hm_grow(allocator, &rows->names, rows->count, &rows->name_capacity, sizeof *rows->names) ||
        !hm_grow(allocator, &rows->cells, rows->count, &rows->cell_capacity, sizeof *rows->cells))
        return false;
    rows->names[rows->count] = name;
    rows->cells[rows->count++] = value;
    return true;
}

/* What an object says of itself in the words of an observation. */
typedef struct hm_json_said {
    hm_raw raw[HM_ROLE_COUNT];
    bool seen[HM_ROLE_COUNT];
    bool twice; /* something is said twice */
} hm_json_said;

static hm_code read_member(hm_json_rows *rows, hm_json_said *said) {
    hm_json *json = &rows->json;
    const hm_role role = find_member(json);
    const hm_raw name = name_of(json);
    if (role < HM_ROLE_COUNT && said->seen[role]) {
        hm_ingest_reject_row(rows->reading, HM_ISSUE_MEMBER_TWICE, name.position,
                             &(hm_row_owner){said->raw[HM_ROLE_CITY], said->raw[HM_ROLE_PERIOD]},
                             &(hm_issue_texts){.found = hm_role_name(role)});
        said->twice = true;
    }
    hm_raw value;
    const hm_json_token token = hm_json_next(json);
    if (token == HM_JSON_ERROR || !read_raw(rows, &value))
        return json->error->code; /* the parser has filled it */
    if (role == HM_ROLE_COUNT)
        return add_member(rows, name, value) ? HM_OK : fail_again(rows);
    if (!said->seen[role]) {
        check_type(token, role, &value);
        said->raw[role] = value;
        said->seen[role] = true;
    }
    return HM_OK;
}

/* The figures of one city and period, each by the name of its input. */
static void ingest_wide(hm_json_rows *rows, const hm_raw raw[HM_ROLE_COUNT]) {
    hm_raw figure[HM_ROLE_COUNT];
    uint32_t unit;
    if (!hm_ingest_unit(rows->reading, &raw[HM_ROLE_CITY], &raw[HM_ROLE_PERIOD], &unit))
        return; /* told once, and not of each figure */
    for (int role = 0; role < HM_ROLE_COUNT; role++)
        figure[role] = role <= HM_ROLE_PERIOD ? raw[role] : HM_RAW_NONE;
    for (int role = HM_ROLE_STATUS; role < HM_ROLE_COUNT; role++) {
        if (raw[role].size > 0) { /* of which figure would it be said? */
            hm_reading_add_issue(rows->reading, HM_ISSUE_UNKNOWN_MEMBER, raw[role].position,
                                 &(hm_issue_texts){.found = hm_role_name((hm_role)role)});
        }
    }
    for (size_t i = 0; i < rows->count; i++) {
        figure[HM_ROLE_INPUT] = rows->names[i];
        figure[HM_ROLE_VALUE] = rows->cells[i];
        hm_ingest_observation(rows->reading, figure);
    }
}

static void ingest_object(hm_json_rows *rows, const hm_json_said *said) {
    if (rows->count > 0 && !said->seen[HM_ROLE_INPUT] && !said->seen[HM_ROLE_VALUE]) {
        ingest_wide(rows, said->raw);
        return;
    }
    for (size_t i = 0; i < rows->count; i++)
        warn_role(rows, rows->names[i]);
    hm_ingest_observation(rows->reading, said->raw);
}

static void begin_observation(const hm_json_rows *rows, hm_json_said *said) {
    *said = (hm_json_said){.twice = false};
    for (size_t role = 0; role < HM_ROLE_COUNT; role++) {
        said->raw[role] = HM_RAW_NONE;
        said->raw[role].position =
            rows->json.position; /* what is missing is missed at the object */
    }
}

hm_code hm_json_rows_observation(hm_json_rows *rows) {
    hm_json *json = &rows->json;
    hm_json_said said;
    hm_json_token token;
    begin_observation(rows, &said);
    rows->count = 0;
    while ((token = hm_json_next(json)) == HM_JSON_NAME) {
        hm_code code = read_member(rows, &said);
        if (code != HM_OK)
            return code;
    }
    if (token == HM_JSON_ERROR)
        return fail_again(rows);
    if (!said.twice)
        ingest_object(rows, &said);
    hm_json_forget(json);
    return hm_dataset_state(rows->reading->dataset, rows->reading->error);
}

static bool is_wrapping(const hm_json *json) {
    return hm_json_is(json, "observations") || hm_json_is(json, "records");
}

bool hm_json_rows_line(hm_json_rows *rows, hm_code *code) {
    hm_json *json = &rows->json;
    hm_json_said said;
    begin_observation(rows, &said);
    rows->count = 0;
    while (hm_json_next(json) == HM_JSON_NAME) {
        const hm_role role = find_member(json);
        if ((role < HM_ROLE_COUNT && said.seen[role]) || is_wrapping(json))
            return false;
        *code = read_member(rows, &said);
        if (*code != HM_OK)
            return true;
    }
    if (json->token == HM_JSON_ERROR || hm_json_next(json) != HM_JSON_END) {
        *code = json->error->code;
        return true;
    }
    ingest_object(rows, &said);
    *code = hm_dataset_state(rows->reading->dataset, rows->reading->error);
    return true;
}

static bool add_cell(hm_json_rows *rows, uint32_t number, hm_raw raw) {
    const hm_allocator *allocator = rows->reading->dataset->allocator;
    if (!hm_grow(allocator, &rows->numbers, rows->count, &rows->number_capacity,
                 sizeof *rows->numbers) ||
        !hm_grow(allocator, &rows->cells, rows->count, &rows->cell_capacity, sizeof *rows->cells))
        return false;
    rows->numbers[rows->count] = number;
    rows->cells[rows->count++] = raw;
    return true;
}

static hm_code read_column(hm_json_rows *rows, hm_raw unit[2]) {
    hm_json *json = &rows->json;
    hm_dataset *dataset = rows->reading->dataset;
    hm_role role = find_member(json);
    uint32_t number = HM_NO_NAME;
    if (role != HM_ROLE_CITY && role != HM_ROLE_PERIOD) {
        number = hm_records_add_column(rows->records, &dataset->arena, json->text, json->size);
        if (number == HM_NO_NAME)
            return fail_again(rows);
        struct hm_series_origin *origin = rows->records->frozen.columns[number].origin;
        if (origin->name_location.line == 0) {
            origin->name_location =
                (hm_location){rows->reading->file, json->position.line, json->position.column};
        }
    }
    hm_raw value;
    hm_json_token token = hm_json_next(json);
    if (token == HM_JSON_ERROR || !read_raw(rows, &value))
        return fail_again(rows);
    if (number == HM_NO_NAME) {
        check_type(token, role, &value);
        unit[role] = value;
        return HM_OK;
    }
    return add_cell(rows, number, value) ? HM_OK : fail_again(rows);
}

/* The location of a row: its own first, then that of every column of the records by number. */
static uint32_t add_location(hm_json_rows *rows, hm_position row) {
    hm_dataset *dataset = rows->reading->dataset;
    size_t columns = rows->records->frozen.column_count;
    for (size_t i = 0; i <= columns; i++) {
        if (!hm_grow(dataset->allocator, &rows->positions, i, &rows->position_capacity,
                     sizeof *rows->positions))
            return 0;
        rows->positions[i] = row;
    }
    for (size_t i = 0; i < rows->count; i++)
        rows->positions[rows->numbers[i] + 1] = rows->cells[i].position;
    return hm_locations_add(&dataset->locations, rows->positions, columns + 1,
                            sizeof *rows->positions);
}

static hm_code read_record(hm_json_rows *rows) {
    hm_json *json = &rows->json;
    hm_reading *reading = rows->reading;
    hm_raw unit[2] = {HM_RAW_NONE, HM_RAW_NONE};
    hm_position position = unit[0].position = unit[1].position = json->position;
    hm_json_token token;
    rows->count = 0;
    while ((token = hm_json_next(json)) == HM_JSON_NAME) {
        hm_code code = read_column(rows, unit);
        if (code != HM_OK)
            return code;
    }
    if (token == HM_JSON_ERROR)
        return fail_again(rows);
    uint32_t number;
    if (hm_ingest_unit(reading, &unit[HM_ROLE_CITY], &unit[HM_ROLE_PERIOD], &number)) {
        uint32_t row = add_location(rows, position);
        if (row == 0)
            return fail_again(rows);
        hm_ingest_record(reading, rows->records, number, row, rows->numbers, rows->cells,
                         rows->count);
    }
    hm_json_forget(json);
    return hm_dataset_state(reading->dataset, reading->error);
}

static void warn_empty(hm_json_rows *rows, hm_position position, const char *wanted,
                       const char *kind) {
    hm_reading_add_issue(rows->reading, HM_ISSUE_EMPTY_DATA, position,
                         &(hm_issue_texts){.expected = wanted, .name = kind});
    rows->reading->contents.told = true;
}

/* The elements of the array whose start was the last token. */
static hm_code read_rows(hm_json_rows *rows, hm_code (*read)(hm_json_rows *)) {
    hm_json *json = &rows->json;
    hm_code code = HM_OK;
    size_t count = 0;
    hm_position position = json->position;
    while (code == HM_OK && hm_json_next(json) != HM_JSON_ARRAY_END) {
        if (json->token == HM_JSON_ERROR)
            return fail_again(rows);
        count++;
        rows->reading->contents.rows++;
        if (json->token == HM_JSON_OBJECT) {
            code = read(rows);
        } else {
            hm_reading_add_issue(rows->reading, HM_ISSUE_NOT_AN_OBJECT, json->position,
                                 &(hm_issue_texts){.found = hm_json_rows_describe(json->token),
                                                   .expected = "an object"});
            code = hm_json_skip(json) ? HM_OK : fail_again(rows);
        }
    }
    if (code == HM_OK && count == 0)
        warn_empty(rows, position, read == read_record ? "rows" : "observations", "array");
    return code;
}

/* The columns' locations stand in the row's positions by their numbers, see add_location. */
static hm_code close_records(hm_json_rows *rows, hm_code code) {
    hm_dataset *dataset = rows->reading->dataset;
    const size_t file = dataset->locations.count - 1;
    for (size_t i = 0; code == HM_OK && i < rows->records->frozen.column_count; i++) {
        hm_series *column = &rows->records->frozen.columns[i];
        const struct hm_series_origin *origin = column->origin;
        bool known =
            origin->field_count > 0 && origin->fields[origin->field_count - 1].file == file;
        if (!known && !hm_series_add_field(column, dataset->allocator, file, i + 1))
            code = fail_again(rows);
    }
    return code;
}

static hm_code read_records(hm_json_rows *rows, const char *name, size_t size) {
    rows->records = hm_ingest_records(rows->reading->dataset, name, size);
    if (!rows->records)
        return fail_again(rows);
    return close_records(rows, read_rows(rows, read_record));
}

static hm_code reject_records(hm_json_rows *rows, hm_position position, const char *found) {
    hm_reading_add_issue(
        rows->reading, HM_ISSUE_NOT_RECORDS, position,
        &(hm_issue_texts){.found = found, .expected = "records: a name and an array of rows"});
    rows->reading->contents.told = true;
    return hm_json_skip(&rows->json) ? HM_OK : fail_again(rows);
}

/* {"name": [rows], ...} */
static hm_code read_records_object(hm_json_rows *rows) {
    hm_json *json = &rows->json;
    const hm_position start = json->position;
    size_t count = 0;
    hm_code code = HM_OK;
    for (; code == HM_OK && hm_json_next(json) == HM_JSON_NAME; count++) {
        const char *name = json->text;
        size_t size = json->size;
        hm_position position = json->position;
        hm_json_token token = hm_json_next(json);
        if (token == HM_JSON_ARRAY && size > 0) {
            code = read_records(rows, name, size);
        } else if (token == HM_JSON_ERROR) {
            code = fail_again(rows);
        } else {
            code = reject_records(rows, position,
                                  size == 0 ? "an empty name" : hm_json_rows_describe(token));
        }
    }
    if (code == HM_OK && count == 0)
        warn_empty(rows, start, "rows", "object");
    return code != HM_OK || json->token == HM_JSON_OBJECT_END ? code : fail_again(rows);
}

/* The value of member `name` of the outermost object. */
static hm_code read_part(hm_json_rows *rows, bool observations) {
    hm_json *json = &rows->json;
    hm_json_token token = hm_json_next(json);
    if (token == HM_JSON_ERROR)
        return fail_again(rows);
    if (observations && token == HM_JSON_ARRAY)
        return read_rows(rows, hm_json_rows_observation);
    if (!observations && token == HM_JSON_OBJECT)
        return read_records_object(rows);
    return fail(rows, observations ? "expected `observations` to be an array"
                                   : "expected `records` to be an object of arrays");
}

hm_code hm_json_rows_object(hm_json_rows *rows) {
    static const char *const known[] = {"observations", "records"};
    hm_json *json = &rows->json;
    hm_position start = json->position;
    hm_code code = HM_OK;
    size_t parts = 0;
    while (code == HM_OK && hm_json_next(json) == HM_JSON_NAME) {
        bool observations = hm_json_is(json, known[0]);
        if (observations || hm_json_is(json, known[1])) {
            code = read_part(rows, observations);
            parts++;
        } else {
            warn_member(rows, name_of(json), known, 2);
            code = hm_json_next(json) != HM_JSON_ERROR && hm_json_skip(json) ? HM_OK
                                                                             : fail_again(rows);
        }
    }
    if (code != HM_OK)
        return code;
    if (json->token == HM_JSON_ERROR)
        return fail_again(rows);
    json->position = start;
    return parts > 0 ? HM_OK
                     : fail(rows, "found an object without `observations` or `records`, expected "
                                  "one of them or an array of observations");
}

hm_code hm_json_rows_array(hm_json_rows *rows) {
    const char *records = rows->reading->records;
    return records ? read_records(rows, records, strlen(records))
                   : read_rows(rows, hm_json_rows_observation);
}

hm_code hm_json_rows_record(hm_json_rows *rows) {
    const char *records = rows->reading->records;
    rows->records = hm_ingest_records(rows->reading->dataset, records, strlen(records));
    return rows->records ? close_records(rows, read_record(rows)) : fail_again(rows);
}

void hm_json_rows_close(hm_json_rows *rows) {
    const hm_allocator *allocator = rows->reading->dataset->allocator;
    hm_release(allocator, rows->names, rows->name_capacity * sizeof *rows->names);
    hm_release(allocator, rows->numbers, rows->number_capacity * sizeof *rows->numbers);
    hm_release(allocator, rows->cells, rows->cell_capacity * sizeof *rows->cells);
    hm_release(allocator, rows->positions, rows->position_capacity * sizeof *rows->positions);
}
