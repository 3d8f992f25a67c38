#include "package/locate.h"

#include <string.h>

#include "format/json.h"
#include "package/csv_table.h"
#include "script/constructor.h"

static bool is_json(const hm_file *file) {
    return strcmp(file->path, "package.json") == 0;
}

static bool is_table(const hm_file *file) {
    const size_t size = strlen(file->shown);
    return size > 4 && strcmp(file->shown + size - 4, ".csv") == 0;
}

/* --- scripts --- */

static bool is_field(const hm_constructor_field *field, hm_key key) {
    if (!key.name)
        return key.element == field->element && field->element > 0;
    return field->name && strlen(key.name) == field->size &&
           memcmp(field->name, key.name, field->size) == 0;
}

/* Goes to the field in the constructor; where it is given more than once, the last counts. */
static bool go_to(hm_constructor *c, hm_key key, uint32_t *line) {
    hm_constructor_field field;
    hm_constructor at = *c;
    bool found = false;
    while (hm_constructor_next(&at, &field)) {
        if (!is_field(&field, key))
            continue;
        *c = at;
        *line = field.line;
        found = true;
    }
    return found;
}

/* How many keys of the path the constructor has, and where the last of them stands. */
static size_t follow(hm_constructor c, const hm_field_path *path, uint32_t *line) {
    size_t count = 0;
    while (count < path->count && go_to(&c, path->keys[count], line)) {
        count++;
        if (count < path->count && !hm_constructor_enter(&c))
            break;
    }
    return count;
}

/* The next constructor that may be meant: of several in one line any. */
static bool next_constructor(hm_constructor *c, uint32_t line) {
    uint32_t returns;
    if (line > 0)
        return hm_constructor_seek(c, line);
    return hm_constructor_seek_return(c, &returns) && hm_constructor_enter(c);
}

static uint32_t line_in_script(const hm_file *file, const hm_field_path *path) {
    hm_constructor c = hm_constructor_open(file->data, file->size);
    uint32_t line = path->line, found;
    size_t most = 0;
    if (line == 0 && !hm_constructor_seek_return(&c, &line))
        return 1;
    c = hm_constructor_open(file->data, file->size);
    while (most < path->count && next_constructor(&c, path->line)) {
        const size_t count = follow(c, path, &found);
        if (count > most) {
            most = count;
            line = found;
        }
    }
    return line;
}

/* --- package.json --- */

/* Goes to the value of the member or element; `position` is where the name, or the element, stands.
 */
static bool go_to_json(hm_json *json, hm_key key, hm_position *position) {
    size_t element = 0;
    if (json->token != (key.name ? HM_JSON_OBJECT : HM_JSON_ARRAY))
        return false;
    while (hm_json_next(json) != HM_JSON_ERROR && json->token != HM_JSON_OBJECT_END &&
           json->token != HM_JSON_ARRAY_END) {
        const hm_position here = json->position;
        const bool found = key.name ? hm_json_is(json, key.name) : ++element == key.element;
        if (key.name)
            hm_json_next(json);
        if (found) {
            *position = here;
            return true;
        }
        if (!hm_json_skip(json))
            return false;
    }
    return false;
}

static void open_json(hm_json *json, hm_source *source, const hm_file *file, hm_error *error,
                      const hm_allocator *allocator) {
    hm_source_from_memory(source, file->shown, file->data, file->size);
    hm_json_open(json, source, file->shown, allocator, error);
    hm_json_next(json);
}

static hm_position position_in_json(const hm_file *file, const hm_field_path *path,
                                    const hm_allocator *allocator) {
    hm_error error;
    hm_source source;
    hm_json json;
    hm_position position = {1, 1};
    open_json(&json, &source, file, &error, allocator);
    for (size_t i = 0; i < path->count && go_to_json(&json, path->keys[i], &position); i++)
        ;
    hm_json_close(&json);
    return position;
}

/* --- tables --- */

/* The column that has a field: those of the row's own input are columns, too. */
static const char *column_of(const hm_field_path *path) {
    if (path->count == 0)
        return NULL;
    const char *name = path->keys[0].name;
    return !name || strcmp(name, "inputs") == 0 ? "input" : name;
}

/* path->line is where the row begins. */
static hm_position position_in_table(const hm_file *file, const hm_field_path *path,
                                     const hm_allocator *allocator) {
    hm_arena arena;
    hm_csv_table table;
    hm_error error;
    hm_position position = {path->line, 0};
    const char *name = column_of(path);
    hm_arena_open(&arena, allocator);
    if (name && hm_csv_table_read(&table, file, &arena, NULL, &error) == HM_OK) {
        const size_t column = hm_csv_table_column(&table, name);
        for (size_t i = 0; i < table.row_count && column != HM_NO_COLUMN; i++)
            if (hm_csv_table_line(&table, i) == path->line &&
                hm_csv_table_cell(&table, i, column)->position.column > 0)
                position = hm_csv_table_cell(&table, i, column)->position;
    }
    hm_arena_close(&arena);
    return position;
}

/* --- all of them --- */

static bool is_worth_it(const hm_locator *locator, const hm_file *file) {
    enum { BYTES_A_WORK = 4, MOST_ISSUES = 1000 };
    return (!locator->issues || locator->issues->count < MOST_ISSUES) &&
           (!locator->meter || hm_meter_work(locator->meter, 1 + file->size / BYTES_A_WORK));
}

hm_origin hm_locate(const hm_locator *locator, const hm_file *file, const hm_field_path *path) {
    if (!is_worth_it(locator, file))
        return (hm_origin){file->shown, path->line > 0 ? path->line : 1, 0};
    if (is_table(file)) {
        const hm_position position = position_in_table(file, path, locator->allocator);
        return (hm_origin){file->shown, position.line, position.column};
    }
    if (!is_json(file))
        return (hm_origin){file->shown, line_in_script(file, path), 0};
    const hm_position position = position_in_json(file, path, locator->allocator);
    return (hm_origin){file->shown, position.line, position.column};
}

static void elements_in_script(const hm_file *file, uint32_t line, const char *name, hm_origin *out,
                               size_t count) {
    hm_constructor c = hm_constructor_open(file->data, file->size);
    hm_constructor_field field;
    while (next_constructor(&c, line)) {
        hm_constructor inside = c;
        if (!go_to(&inside, HM_FIELD(name), &field.line) || !hm_constructor_enter(&inside))
            continue;
        while (hm_constructor_next(&inside, &field))
            if (field.element > 0 && field.element <= count)
                out[field.element - 1] = (hm_origin){file->shown, field.line, 0};
        return;
    }
}

static void elements_in_json(const hm_file *file, const char *name, const hm_allocator *allocator,
                             hm_origin *out, size_t count) {
    hm_error error;
    hm_source source;
    hm_json json;
    hm_position position;
    open_json(&json, &source, file, &error, allocator);
    if (go_to_json(&json, HM_FIELD(name), &position) && json.token == HM_JSON_ARRAY)
        for (size_t i = 0; i < count && hm_json_next(&json) != HM_JSON_ARRAY_END; i++) {
            out[i] = (hm_origin){file->shown, json.position.line, json.position.column};
            if (!hm_json_skip(&json))
                break;
        }
    hm_json_close(&json);
}

void hm_locate_elements(const hm_locator *locator, const hm_file *file, uint32_t line,
                        const char *name, hm_origin *out, size_t count) {
    if (count == 0 || !is_worth_it(locator, file))
        return;
    if (is_json(file))
        elements_in_json(file, name, locator->allocator, out, count);
    else
        elements_in_script(file, line, name, out, count);
}
