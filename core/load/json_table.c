/* json_table.c: JSON as a sheet, for recipes: an array of objects is a table with a row an object,
 * and so are objects on a line each. A column is called as the member is, with the names of the
 * objects around it and points between: address.city. A member called value within another gives
 * that one its text, as in NGSI-LD, where { "load": { "type": "Property", "value": 3 } } is the
 * column load. Arrays are no columns. */
#include "load/json_table.h"

#include <string.h>

#include "load/loader.h"
#include "load/rows.h"
#include "load/sheet_marks.h"

/* Columns of a table at most, as in the largest of workbooks. */
enum { MOST_COLUMNS = 16384 };

static hm_code fail(hm_json_table *t, const char *message) {
    const hm_position at = t->json.position;
    return hm_error_at(t->reading->error, HM_ERROR_DATA, t->reading->file, at.line, at.column, "%s",
                       message);
}

/* The parser has filled the error, or memory has run out. */
static hm_code failed(hm_json_table *t) {
    return t->json.token == HM_JSON_ERROR ? t->json.error->code
                                          : hm_error_memory(t->reading->error);
}

/* --- members --- */

static hm_raw raw_of(const hm_json *json) {
    hm_raw raw = {.text = json->text,
                  .size = json->size,
                  .position = json->position,
                  .is_number = json->token == HM_JSON_NUMBER};
    if (json->token == HM_JSON_NULL) {
        raw.text = "";
        raw.size = 0;
    }
    return hm_raw_check(raw);
}

/* The value of the member that `path` names becomes a cell, or its name a column. */
static hm_code keep(hm_json_table *t) {
    const hm_buffer *path = &t->path;
    if (!t->cells) {
        if (hm_names_intern(&t->names, path->data, path->size) == HM_NO_NAME)
            return hm_error_memory(t->reading->error);
        return t->names.count <= MOST_COLUMNS
                   ? HM_OK
                   : fail(t, "found more members than a table has columns");
    }
    const uint32_t column = hm_names_find(&t->names, path->data, path->size);
    if (column != HM_NO_NAME && t->cells[column].position.line == 0)
        t->cells[column] = raw_of(&t->json);
    return HM_OK;
}

static hm_code read_object(hm_json_table *t, size_t depth);

/* The member that the last token names. */
static hm_code read_member(hm_json_table *t, size_t depth) {
    const size_t before = t->path.size;
    if (depth == 0 || !hm_json_is(&t->json, "value")) {
        hm_buffer_add_text(&t->path, before > 0 ? "." : "");
        hm_buffer_add(&t->path, t->json.text, t->json.size);
    }
    if (t->path.failed || hm_json_next(&t->json) == HM_JSON_ERROR)
        return failed(t);
    hm_code code = HM_OK;
    if (t->json.token == HM_JSON_OBJECT)
        code = read_object(t, depth + 1);
    else if (t->json.token == HM_JSON_ARRAY)
        code = hm_json_skip(&t->json) ? HM_OK : failed(t);
    else
        code = keep(t);
    t->path.size = before;
    return code;
}

/* The members of the object whose brace was read; the parser limits how deep they are nested. */
static hm_code read_object(hm_json_table *t, size_t depth) {
    hm_code code = HM_OK;
    while (code == HM_OK && hm_json_next(&t->json) == HM_JSON_NAME)
        code = read_member(t, depth);
    return code == HM_OK && t->json.token == HM_JSON_ERROR ? failed(t) : code;
}

/* --- the document --- */

/* Before the first object. */
static void rewind_text(hm_json_table *t) {
    const hm_source *source = t->reading->source;
    const hm_allocator *allocator = t->reading->dataset->allocator;
    t->cursor = hm_source_begin(source);
    t->rest = source->data + hm_source_mark(source);
    t->line = 1;
    hm_json_close(&t->json);
    if (t->lines)
        hm_json_open_text(&t->json, "", 0, (hm_position){1, 1}, t->reading->file, allocator,
                          t->reading->error);
    else
        hm_json_open(&t->json, source, t->reading->file, allocator, t->reading->error);
}

/* To the object on the next line that has something on it; false as below. */
static bool next_line(hm_json_table *t, hm_code *code) {
    const hm_source *source = t->reading->source;
    const char *const end = source->data + source->size;
    if (t->json.token == HM_JSON_OBJECT_END && hm_json_next(&t->json) != HM_JSON_END) {
        *code = t->json.token == HM_JSON_ERROR ? failed(t) : fail(t, "expected one object a line");
        return false;
    }
    for (; t->rest < end; t->line++) {
        const char *at = t->rest, *stop = hm_line_find(&t->cursor, at, end);
        const size_t size = (size_t)(stop - at);
        t->rest = stop < end ? hm_line_behind(stop, end) : end;
        if (hm_text_trim(at, size).size == 0)
            continue;
        hm_json_close(&t->json);
        hm_json_open_text(&t->json, at, size, (hm_position){t->line++, 1}, t->reading->file,
                          t->reading->dataset->allocator, t->reading->error);
        const hm_json_token token = hm_json_next(&t->json);
        if (token != HM_JSON_OBJECT)
            *code = token == HM_JSON_ERROR ? failed(t)
                                           : fail(t, "expected an object, a row of a table");
        return token == HM_JSON_OBJECT;
    }
    return false;
}

/* To the array that the member of the object holds, whose brace was read. */
static hm_code find_member(hm_json_table *t) {
    hm_json_token token;
    while ((token = hm_json_next(&t->json)) == HM_JSON_NAME) {
        const bool is_it = hm_json_is(&t->json, t->member);
        token = hm_json_next(&t->json);
        if (is_it && token == HM_JSON_ARRAY)
            return HM_OK;
        if (is_it || token == HM_JSON_ERROR || !hm_json_skip(&t->json))
            break;
    }
    if (token == HM_JSON_ERROR || t->json.token == HM_JSON_ERROR)
        return failed(t);
    return hm_error_at(t->reading->error, HM_ERROR_DATA, t->reading->file, t->json.position.line,
                       t->json.position.column,
                       "expected an array of objects, or one in a member %s", t->member);
}

/* Up to the first object. HM_OK with another token: there is none. */
static hm_code begin(hm_json_table *t) {
    if (t->lines)
        return HM_OK;
    const hm_json_token token = hm_json_next(&t->json);
    if (token == HM_JSON_OBJECT && t->member)
        return find_member(t);
    t->single = token == HM_JSON_OBJECT;
    if (token == HM_JSON_ERROR)
        return failed(t);
    return token == HM_JSON_OBJECT || token == HM_JSON_ARRAY
               ? HM_OK
               : fail(t, "expected an array of objects, or one object");
}

/* To the next object; false at the end, or where `*code` is an error. */
static bool next_object(hm_json_table *t, bool first, hm_code *code) {
    *code = HM_OK;
    if (t->lines)
        return next_line(t, code);
    if (t->single)
        return first;
    const hm_json_token token = hm_json_next(&t->json);
    if (token == HM_JSON_OBJECT)
        return true;
    if (token != HM_JSON_ARRAY_END)
        *code =
            token == HM_JSON_ERROR ? failed(t) : fail(t, "expected an object, a row of a table");
    return false;
}

static hm_code gather_names(hm_json_table *t) {
    hm_code code = begin(t);
    for (bool first = true; code == HM_OK && next_object(t, first, &code); first = false) {
        hm_json_forget(&t->json);
        code = read_object(t, 0);
    }
    while (code == HM_OK && !t->lines && hm_json_next(&t->json) != HM_JSON_END)
        code = t->json.token == HM_JSON_ERROR ? failed(t) : HM_OK;
    return code;
}

/* --- rows --- */

static hm_sheet_result give_names(hm_json_table *t) {
    for (uint32_t i = 0; i < t->names.count; i++)
        t->cells[i] =
            (hm_raw){.text = t->names.texts[i], .size = t->names.sizes[i], .position = {1, i + 1}};
    t->has_header = true;
    return t->names.count > 0 ? HM_SHEET_ROW : HM_SHEET_END;
}

static hm_sheet_result next_row(hm_sheet *sheet, hm_error *error) {
    hm_json_table *t = (hm_json_table *)sheet;
    (void)error; /* that of the reading, which the parser has */
    sheet->cells = t->cells;
    sheet->count = t->names.count;
    if (!t->has_header)
        return give_names(t);
    const bool first = t->json.token == HM_JSON_START;
    hm_code code = first ? begin(t) : HM_OK;
    if (code == HM_OK && next_object(t, first, &code)) {
        hm_json_forget(&t->json);
        const hm_position position = t->json.position;
        for (uint32_t i = 0; i < t->names.count; i++)
            t->cells[i] = (hm_raw){.text = ""};
        code = read_object(t, 0);
        for (uint32_t i = 0; i < t->names.count; i++)
            if (t->cells[i].position.line == 0)
                t->cells[i].position = position;
        if (code == HM_OK)
            return HM_SHEET_ROW;
    }
    sheet->code = code;
    return code == HM_OK ? HM_SHEET_END : HM_SHEET_FAILED;
}

static hm_code read_rows(hm_json_table *t) {
    hm_rows rows;
    hm_sheet_marks marks = {.walk = NULL};
    hm_code code = hm_rows_open(&rows, &t->sheet, t->reading);
    if (code == HM_OK && !hm_sheet_marks_open(&marks, HM_MARKS_POINT, &rows.header, t->reading))
        code = hm_error_memory(t->reading->error);
    if (code == HM_OK)
        code = hm_rows_take_all(&rows);
    hm_sheet_marks_close(&marks, t->reading);
    hm_rows_close(&rows);
    return code;
}

hm_code hm_json_table_open(hm_json_table *t, hm_reading *reading, const char *member, bool lines) {
    const hm_allocator *allocator = reading->dataset->allocator;
    *t = (hm_json_table){
        .sheet = {.next = next_row}, .reading = reading, .member = member, .lines = lines};
    hm_source_load(reading->source, 0, reading->source->size);
    hm_names_open(&t->names, allocator);
    hm_buffer_open(&t->path, allocator);
    hm_json_open(&t->json, reading->source, reading->file, allocator, reading->error);
    hm_code code = hm_json_check_text(&t->json);
    rewind_text(t);
    if (code == HM_OK)
        code = gather_names(t);
    if (code == HM_OK) {
        t->cells = hm_allocate_array(allocator, (size_t)t->names.count + 1, sizeof *t->cells);
        code = t->cells ? HM_OK : hm_error_memory(reading->error);
    }
    rewind_text(t);
    return code;
}

void hm_json_table_close(hm_json_table *t) {
    const hm_allocator *allocator = t->reading->dataset->allocator;
    hm_json_close(&t->json);
    hm_release(allocator, t->cells, t->cells ? (t->names.count + 1) * sizeof *t->cells : 0);
    hm_buffer_close(&t->path);
    hm_names_close(&t->names);
}

static hm_code load(hm_reading *reading, bool lines) {
    hm_json_table t;
    hm_error own, *error = reading->error;
    reading->error = error ? error : &own;
    hm_code code = hm_json_table_open(&t, reading, NULL, lines);
    if (code == HM_OK)
        code = read_rows(&t);
    hm_json_table_close(&t);
    reading->error = error;
    return code;
}

hm_code hm_json_table_load(hm_reading *reading) {
    return load(reading, false);
}

hm_code hm_json_table_load_lines(hm_reading *reading) {
    return load(reading, true);
}
