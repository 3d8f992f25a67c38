#include <string.h>

#include "base/text.h"
#include "format/json.h"
#include "format/lines.h"
#include "rank/ranking.h"

/* Is the token what a member may be: a text, or a number or null? */
static bool suits(hm_rank_column column, hm_json_token token) {
    if (column <= HM_RANK_CODE)
        return token == HM_JSON_STRING;
    return token == HM_JSON_NUMBER || token == HM_JSON_NULL;
}

/* Reads the value of a member that is needed into its cell. False on anything odd, which the error
 * tells. */
static bool read_member(hm_json *json, hm_rank_column column, hm_rank_line *line) {
    hm_raw *cell = &line->cells[column];
    const hm_json_token token = hm_json_next(json);
    if (token == HM_JSON_ERROR)
        return false;
    if (cell->text || !suits(column, token)) {
        hm_error_at(json->error, HM_ERROR_DATA, json->file, json->position.line,
                    json->position.column,
                    cell->text ? "member \"%s\" stands twice"
                               : "member \"%s\" is neither text nor number as it should be",
                    hm_rank_column_name(column));
        return false;
    }
    *cell = (hm_raw){.text = json->text,
                     .size = token == HM_JSON_NULL ? 0 : json->size,
                     .position = json->position};
    if (column == HM_RANK_RANK)
        line->rank_at = json->text;
    return true;
}

static bool is_complete(const hm_json *json, const hm_rank_line *line) {
    for (int i = 0; i < HM_RANK_COLUMNS; i++) {
        if (line->cells[i].text)
            continue;
        hm_error_at(json->error, HM_ERROR_DATA, json->file, line->position.line,
                    line->position.column, "member \"%s\" is missing",
                    hm_rank_column_name((hm_rank_column)i));
        return false;
    }
    return true;
}

/* One object and nothing else. Its texts live until the reader is closed. */
static bool read_object(hm_json *json, hm_rank_line *line) {
    if (hm_json_next(json) != HM_JSON_OBJECT) {
        if (json->token != HM_JSON_ERROR)
            hm_error_at(json->error, HM_ERROR_DATA, json->file, json->position.line,
                        json->position.column, "expected an object a line");
        return false;
    }
    line->position = json->position;
    for (hm_json_token token; (token = hm_json_next(json)) != HM_JSON_OBJECT_END;) {
        if (token == HM_JSON_ERROR)
            return false;
        const hm_rank_column column = hm_rank_column_find(json->text, json->size);
        if (column == HM_RANK_COLUMNS) {
            (void)hm_json_next(json);
            if (!hm_json_skip(json))
                return false;
        } else if (!read_member(json, column, line)) {
            return false;
        }
    }
    return hm_json_next(json) == HM_JSON_END && is_complete(json, line);
}

static hm_code take_line(hm_ranking *ranking, const hm_rank_source *source, hm_text text,
                         uint32_t number, hm_error *error) {
    hm_rank_line line = {.source = source, .begin = text.text, .position = {number, 1}};
    hm_source part;
    hm_json json;
    hm_error found = {HM_OK, 0, 0, "", ""};
    hm_source_from_memory(&part, source->source.name, text.text, text.size);
    hm_json_open(&json, &part, source->source.name, ranking->allocator, &found);
    json.count_position.line = number;
    hm_code code = HM_OK;
    if (hm_text_valid(text.text, text.size) < text.size)
        hm_error_at(&found, HM_ERROR_DATA, source->source.name, number, 1,
                    "found bytes that are no UTF-8 text");
    else if (json.at > text.text) /* that of the file was skipped already */
        hm_error_at(&found, HM_ERROR_DATA, source->source.name, number, 1,
                    "found a byte order mark inside the file");
    if (found.code == HM_OK && read_object(&json, &line)) {
        code = hm_ranking_take(ranking, &line, error);
    } else if (found.code == HM_ERROR_MEMORY) {
        code = hm_error_memory(error);
    } else {
        hm_ranking_reject(ranking, source, HM_ISSUE_BAD_LINE_OF_SCORES,
                          (hm_position){found.line, found.column},
                          &(hm_issue_texts){.detail = found.message});
        code = hm_ranking_drop(ranking, source, text.text) ? HM_OK : hm_error_memory(error);
    }
    hm_json_close(&json);
    return code;
}

static bool is_blank(hm_text line) {
    return hm_text_trim(line.text, line.size).size == 0;
}

hm_code hm_rank_read_ndjson(hm_ranking *ranking, hm_rank_source *source, hm_error *error) {
    hm_source_cursor cursor = hm_source_begin(&source->source);
    const char *at = source->source.data, *end = at + source->source.size;
    size_t forgotten = 0;
    hm_code code = HM_OK;
    hm_source_reach(&cursor, source->source.size < 3 ? end : at + 3);
    at += hm_source_mark(&source->source);
    for (uint32_t number = 1; at < end && code == HM_OK; number++) {
        const char *line_end = hm_line_find(&cursor, at, end);
        const hm_text line = {at, (size_t)(line_end - at)};
        if (!is_blank(line))
            code = take_line(ranking, source, line, number, error);
        else if (!hm_ranking_drop(ranking, source, at))
            code = hm_error_memory(error);
        at = line_end < end ? hm_line_behind(line_end, end) : end;
        hm_rank_source_forget(source, at, &forgotten);
        if (code == HM_OK)
            code = hm_cancel_check(ranking->cancel, error);
    }
    if (code == HM_OK && ranking->rows == 0)
        return hm_error_at(error, HM_ERROR_DATA, source->source.name, 1, 0,
                           "no line is a score row: expected an object a line (NDJSON) or CSV");
    return code;
}

bool hm_rank_coverage_ndjson(const hm_ranking *ranking, const char *text, size_t size,
                             double *out) {
    hm_rank_line line = {.begin = text};
    hm_source source;
    hm_json json;
    hm_error error;
    hm_source_from_memory(&source, "", text, size);
    hm_json_open(&json, &source, "", ranking->allocator, &error);
    bool found = read_object(&json, &line);
    if (found)
        found = hm_rank_read_number(line.cells[HM_RANK_COVERAGE], false, out);
    hm_json_close(&json);
    return found;
}
