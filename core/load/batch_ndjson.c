/* batch_ndjson.c: lines of NDJSON and their cities. A line that begins as the one before, up to the
 * end of its city, is of that city, unless it holds arrays of rows; any other is read as JSON for
 * the cities of its rows. */
#include <string.h>

#include "format/json.h"
#include "format/lines.h"
#include "load/batch_rows.h"

typedef struct line {
    hm_batch_rows *rows;
    hm_json json;
    const char *city_end; /* in the text, when the city is its first member; else NULL */
    bool found;           /* rows->found is the city of some row */
    hm_batch_answer answer;
} line;

/* What a row says of its unit. A text with escapes is in the arena of the reader. */
typedef struct unit {
    hm_raw city, period;
    bool twice;
} unit;

static bool read_unit_member(line *l, unit *u) {
    hm_json *json = &l->json;
    hm_raw *member = hm_json_is(json, "city")     ? &u->city
                     : hm_json_is(json, "period") ? &u->period
                                                  : NULL;
    const hm_json_token token = hm_json_next(json);
    if (token == HM_JSON_ERROR || !member)
        return token != HM_JSON_ERROR && hm_json_skip(json);
    u->twice |= member->text != NULL && json->depth < 4; /* of a row of records the last counts */
    const bool is_text =
        token == HM_JSON_STRING || (token == HM_JSON_NUMBER && member == &u->period);
    *member = (hm_raw){.text = is_text ? json->text : "", .size = is_text ? json->size : 0};
    return hm_json_skip(json);
}

/* The city of one row, whose members were all read. */
static void take_unit(line *l, unit *u) {
    hm_batch_rows *rows = l->rows;
    if (!u->city.text || !u->period.text || u->twice)
        return;
    const hm_text name = hm_text_name(u->city.text, u->city.size);
    hm_raw city = u->city;
    city.text = name.text;
    city.size = name.size;
    if (!hm_batch_rows_begins(city, hm_raw_trim(u->period)))
        return;
    if (!l->found) {
        hm_buffer_clear(&rows->found);
        hm_buffer_add(&rows->found, city.text, city.size);
        l->found = true;
        l->answer = rows->found.failed ? HM_BATCH_MEMORY : l->answer;
    } else if (l->answer == HM_BATCH_ROW && (city.size != rows->found.size ||
                                             memcmp(city.text, rows->found.data, city.size) != 0)) {
        l->answer = HM_BATCH_CITIES;
    }
}

static bool read_value(line *l);

static bool read_array(line *l) {
    while (hm_json_next(&l->json) != HM_JSON_ARRAY_END)
        if (l->json.token == HM_JSON_ERROR || !read_value(l))
            return false;
    return true;
}

static bool is_rows(const hm_json *json) {
    return (json->depth == 1 &&
            (hm_json_is(json, "observations") || hm_json_is(json, "records"))) ||
           json->depth == 2;
}

/* An object is a row, or holds arrays of rows, by name or one level further down (`records`). */
static bool read_object(line *l) {
    hm_json *json = &l->json;
    unit u = {{0}, {0}, false};
    bool wraps = false;
    while (hm_json_next(json) == HM_JSON_NAME) {
        if (is_rows(json)) {
            wraps = true;
            if (hm_json_next(json) == HM_JSON_ERROR || !read_value(l))
                return false;
        } else {
            const bool leads = json->start + 1 == json->text - 1 && hm_json_is(json, "city");
            if (!read_unit_member(l, &u))
                return false;
            if (leads && json->token == HM_JSON_STRING)
                l->city_end = json->at;
        }
    }
    if (!wraps)
        take_unit(l, &u);
    return json->token == HM_JSON_OBJECT_END;
}

static bool read_value(line *l) {
    switch (l->json.token) {
    case HM_JSON_ARRAY:
        return read_array(l);
    case HM_JSON_OBJECT:
        return read_object(l);
    default:
        return true;
    }
}

static hm_batch_answer read_line(line *l, hm_batch_row *row) {
    hm_batch_rows *rows = l->rows;
    const bool fine = hm_json_check_text(&l->json) == HM_OK &&
                      hm_json_next(&l->json) == HM_JSON_OBJECT && read_object(l) &&
                      hm_json_next(&l->json) == HM_JSON_END;
    if (l->json.error->code == HM_ERROR_MEMORY || l->answer == HM_BATCH_MEMORY)
        return HM_BATCH_MEMORY;
    const hm_text city = {rows->found.data, rows->found.size};
    if (!fine || !l->found || (hm_batch_rows_same(rows, city) && l->answer == HM_BATCH_ROW))
        return HM_BATCH_ROW;
    row->city = city;
    if (l->answer == HM_BATCH_CITIES)
        return l->answer;
    hm_buffer_clear(&rows->lead);
    if (l->city_end)
        hm_buffer_add(&rows->lead, l->json.start, (size_t)(l->city_end - l->json.start));
    return rows->lead.failed ? HM_BATCH_MEMORY : HM_BATCH_ROW;
}

hm_batch_answer hm_batch_ndjson_look(hm_batch_rows *rows, const char *text, const char *end,
                                     bool last, hm_batch_row *row) {
    const char *line_end = hm_line_end(text, end), *behind = end;
    if (!hm_batch_line(line_end, end, last, &behind))
        return HM_BATCH_MORE;
    const size_t size = (size_t)(line_end - text);
    *row = (hm_batch_row){.size = (size_t)(behind - text), .lines = 1};
    if (hm_text_trim(text, size).size == 0 ||
        (rows->lead.size > 0 && size > rows->lead.size &&
         memcmp(text, rows->lead.data, rows->lead.size) == 0 && !memchr(text, '[', size)))
        return HM_BATCH_ROW;
    hm_error error = {.code = HM_OK};
    line l = {.rows = rows, .answer = HM_BATCH_ROW};
    hm_json_open_text(&l.json, text, size, (hm_position){1, 1}, "", rows->allocator, &error);
    const hm_batch_answer answer = read_line(&l, row);
    hm_json_close(&l.json);
    return answer;
}
