/* ndjson.c: NDJSON: an observation a line, or {"observations": [...], "records": {...}} a
 * line, so that the records of a city can travel with it; of a records file, a row a line.
 *
 * Lines stand for themselves: one that is no JSON is rejected, and everything else is read. */
#include <string.h>

#include "format/lines.h"
#include "load/json_rows.h"
#include "load/loader.h"

typedef struct ndjson_load {
    hm_json_rows rows;
    hm_error line_error; /* what is wrong with a line is an issue */
} ndjson_load;

static bool is_wrapping(const hm_json *json) {
    return hm_json_is(json, "observations") || hm_json_is(json, "records");
}

/* Reads the line once: HM_OK if it is an object; `*wraps` when it holds arrays of rows. */
static hm_code look(hm_json *json, bool *wraps) {
    hm_code code = hm_json_check_text(json);
    *wraps = false;
    if (code == HM_OK && hm_json_next(json) != HM_JSON_OBJECT && json->token != HM_JSON_ERROR) {
        return hm_error_at(json->error, HM_ERROR_DATA, json->file, json->position.line,
                           json->position.column, "found %s, expected an object",
                           hm_json_rows_describe(json->token));
    }
    while (code == HM_OK && json->token != HM_JSON_END) {
        code = hm_json_next(json) == HM_JSON_ERROR ? json->error->code : HM_OK;
        *wraps |=
            code == HM_OK && json->token == HM_JSON_NAME && json->depth == 1 && is_wrapping(json);
        hm_json_forget(json);
    }
    return code;
}

static hm_code read_object(hm_json_rows *rows, bool wraps) {
    if (hm_json_next(&rows->json) != HM_JSON_OBJECT) /* it was one: only memory can fail */
        return hm_error_memory(rows->reading->error);
    return rows->reading->records ? hm_json_rows_record(rows)
           : wraps                ? hm_json_rows_object(rows)
                                  : hm_json_rows_observation(rows);
}

/* Reads an observation in one go. False where the line is something else, and has to be looked at
 * first. */
static bool read_observation(ndjson_load *load, const char *text, size_t size, hm_position position,
                             hm_code *code) {
    hm_json_rows *rows = &load->rows;
    const hm_reading *reading = rows->reading;
    if (reading->records)
        return false;
    hm_json_open_text(&rows->json, text, size, position, reading->file, reading->dataset->allocator,
                      &load->line_error);
    *code = hm_json_check_text(&rows->json);
    const bool done = *code != HM_OK || (hm_json_next(&rows->json) == HM_JSON_OBJECT &&
                                         hm_json_rows_line(rows, code));
    hm_json_close(&rows->json);
    return done;
}

static hm_code read_line(ndjson_load *load, const char *text, size_t size, uint32_t line) {
    hm_json_rows *rows = &load->rows;
    const hm_reading *reading = rows->reading;
    const hm_allocator *allocator = reading->dataset->allocator;
    const hm_position position = {line, 1};
    hm_code observed;
    bool wraps;
    if (read_observation(load, text, size, position, &observed))
        return observed;
    hm_json_open_text(&rows->json, text, size, position, reading->file, allocator,
                      &load->line_error);
    hm_code code = look(&rows->json, &wraps);
    hm_json_close(&rows->json);
    if (code != HM_OK)
        return code;
    hm_json_open_text(&rows->json, text, size, position, reading->file, allocator,
                      &load->line_error);
    code = read_object(rows, wraps);
    hm_json_close(&rows->json);
    return code;
}

static hm_code ingest_line(ndjson_load *load, const char *text, size_t size, uint32_t line) {
    const hm_text trimmed = hm_text_trim(text, size);
    if (trimmed.size == 0)
        return HM_OK;
    load->rows.reading->contents.rows++;
    const hm_code code = read_line(load, text, size, line);
    if (code != HM_ERROR_DATA || load->rows.reading->dataset->sparse)
        return code;
    const hm_position position = {load->line_error.line, load->line_error.column};
    hm_reading_add_issue(load->rows.reading, HM_ISSUE_BAD_LINE, position,
                         &(hm_issue_texts){.detail = load->line_error.message});
    return HM_OK;
}

static hm_code read_lines(ndjson_load *load, const hm_source *source, uint32_t line) {
    const char *end = source->data + source->size, *forgotten = source->data;
    hm_source_cursor cursor = hm_source_begin(source);
    hm_source_reach(&cursor, source->data + (source->size < 3 ? source->size : 3));
    hm_code code = HM_OK;
    for (const char *at = source->data + hm_source_mark(source); code == HM_OK && at < end;) {
        const char *line_end = hm_line_find(&cursor, at, end);
        code = ingest_line(load, at, (size_t)(line_end - at), line++);
        at = line_end < end ? hm_line_behind(line_end, end) : end;
        if (at - forgotten >= (ptrdiff_t)HM_SOURCE_BLOCK) {
            hm_source_forget(source, (size_t)(forgotten - source->data),
                             (size_t)(at - source->data));
            forgotten = at;
        }
    }
    return code;
}

static hm_code load_ndjson(hm_reading *reading) {
    hm_error *error = reading->error;
    const uint32_t line = reading->first_line ? reading->first_line : 1;
    ndjson_load load = {.rows = {.reading = reading}};
    reading->error = &load.line_error;
    hm_code code = hm_locations_begin(&reading->dataset->locations, reading->file, 1)
                       ? read_lines(&load, reading->source, line)
                       : hm_error_memory(&load.line_error);
    hm_json_rows_close(&load.rows);
    reading->error = error;
    if (code != HM_OK && error)
        *error = load.line_error;
    return code;
}

/* --- is it NDJSON, or JSON? --- */

/* Is the line a whole object? `*bare` when it has the members of one observation. */
static bool is_object(const char *text, size_t size, bool *bare) {
    hm_error error;
    hm_json json;
    hm_json_open_text(&json, text, size, (hm_position){1, 1}, "", hm_allocator_default(), &error);
    bool whole = hm_json_next(&json) == HM_JSON_OBJECT;
    *bare = false;
    while (whole && json.token != HM_JSON_END) {
        whole = hm_json_next(&json) != HM_JSON_ERROR;
        *bare |= json.token == HM_JSON_NAME && json.depth == 1 && hm_json_is(&json, "city");
        hm_json_forget(&json);
    }
    hm_json_close(&json);
    return whole;
}

/* An object on its first line and something behind it; or an observation alone. What is one object
 * in all, on one line or more, is JSON. */
static bool sniff(const hm_source *source) {
    hm_source_cursor cursor = hm_source_begin(source);
    const char *text = hm_line_first(&cursor), *end = source->data + source->size;
    if (text == end || *text != '{')
        return false;
    const char *line_end = hm_line_find(&cursor, text, end);
    bool bare;
    return is_object(text, (size_t)(line_end - text), &bare) &&
           (bare || hm_line_skip_blank(&cursor, line_end) < end);
}

static const char *const suffixes[] = {".ndjson", ".jsonl", NULL};

const hm_loader hm_loader_ndjson = {
    .name = "NDJSON",
    .suffixes = suffixes,
    .sniff = sniff,
    .load = load_ndjson,
    .load_table = hm_json_table_load_lines,
    .recipes = HM_RECIPES_ROWS,
    .look = hm_batch_ndjson_look,
};
