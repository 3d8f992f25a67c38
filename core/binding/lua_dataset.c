#include "binding/lua_hundredmark.h"
#include "binding/lua_languages.h"
#include "binding/lua_objects.h"
#include "binding/lua_read_options.h"
#include "dataset/dataset.h"
#include "script/lua_list.h"

static void release(void *pointer) {
    hm_dataset_free(pointer);
}

/* User values of a data set: what it looks into. */
enum { KEEPS_CANCEL = 1, KEEPS_BASE, VALUES = KEEPS_BASE };

static const hm_lua_type dataset_type = {HM_LUA_DATASET, "data set", false, VALUES, release};

/* Formats that a program reads, in the registry: a list of light userdata. */
static const char formats_key[] = "hundredmark.formats";

void hm_lua_add_format(lua_State *L, const hm_book_format *format) {
    luaL_getsubtable(L, LUA_REGISTRYINDEX, formats_key);
    lua_pushlightuserdata(L, (void *)(uintptr_t)format);
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    lua_pop(L, 1);
}

const hm_book_format *const *hm_lua_push_formats(lua_State *L, size_t *count) {
    luaL_getsubtable(L, LUA_REGISTRYINDEX, formats_key);
    *count = (size_t)lua_rawlen(L, -1);
    const hm_book_format **formats = lua_newuserdatauv(L, (*count + 1) * sizeof *formats, 0);
    for (size_t i = 0; i < *count; i++) {
        lua_rawgeti(L, -2, (lua_Integer)i + 1);
        formats[i] = lua_touserdata(L, -1);
        lua_pop(L, 1);
    }
    lua_remove(L, -2);
    return formats;
}

/* [-0, +0, e] */
static hm_code add_formats(lua_State *L, hm_dataset *dataset, hm_error *error) {
    size_t count;
    const hm_book_format *const *formats = hm_lua_push_formats(L, &count);
    hm_code code = HM_OK;
    for (size_t i = 0; i < count && code == HM_OK; i++)
        code = hm_dataset_add_format(dataset, formats[i], error);
    lua_pop(L, 1);
    return code;
}

/* new_dataset([{ cancel =, languages = }]) */
int hm_lua_new_dataset(lua_State *L) {
    size_t language_count;
    lua_settop(L, 1);
    const hm_data_language *languages = hm_lua_push_languages(L, 1, &language_count);
    const int at = hm_lua_push_cancel(L, 1);
    const hm_cancel *cancel = hm_lua_cancel_at(L, at);
    hm_dataset **dataset = (hm_dataset **)hm_lua_new_object(L, &dataset_type, VALUES);
    hm_lua_use_cancel(L, at, KEEPS_CANCEL);
    hm_error error;
    if (hm_dataset_new(dataset, NULL, &error) != HM_OK)
        return hm_lua_push_failure(L, &error);
    hm_dataset_set_cancel(*dataset, cancel);
    hm_code code = add_formats(L, *dataset, &error);
    for (size_t i = 0; code == HM_OK && i < language_count; i++)
        code = hm_dataset_add_language(*dataset, &languages[i], &error);
    return code == HM_OK ? 1 : hm_lua_push_failure(L, &error);
}

/* Bytes of all files read so far: what is kept of them is about as much. */
static size_t size_of_files(const hm_dataset *dataset) {
    size_t size = 0;
    for (size_t i = 0; i < hm_dataset_file_count(dataset); i++)
        size += (size_t)hm_dataset_file(dataset, i)->size;
    return size;
}

/* [-0, +1 or 2, e] The outcome of a reading that began at so many bytes. */
static int push_read(lua_State *L, const hm_dataset *dataset, size_t before, hm_code code,
                     const hm_error *error) {
    hm_lua_tell_size(L, size_of_files(dataset) - before);
    return hm_lua_push_outcome(L, code, error);
}

/* dataset:read(path [, options]) */
static int read_path(lua_State *L) {
    hm_error error;
    hm_read_options options = HM_READ_OPTIONS_INIT;
    const char *path = luaL_checkstring(L, 2);
    hm_lua_read_options(L, 3, &options);
    hm_dataset *dataset = hm_lua_check_dataset(L, 1);
    const size_t before = size_of_files(dataset);
    const hm_code code =
        hm_dataset_read_with(dataset, path, lua_isnoneornil(L, 3) ? NULL : &options, &error);
    return push_read(L, dataset, before, code, &error);
}

static int read_records(lua_State *L) {
    hm_error error;
    hm_dataset *dataset = hm_lua_check_dataset(L, 1);
    const size_t before = size_of_files(dataset);
    const hm_code code =
        hm_dataset_read_records(dataset, luaL_checkstring(L, 2), luaL_checkstring(L, 3), &error);
    return push_read(L, dataset, before, code, &error);
}

static int read_cities(lua_State *L) {
    hm_error error;
    hm_dataset *dataset = hm_lua_check_dataset(L, 1);
    const size_t before = size_of_files(dataset);
    const hm_code code = hm_dataset_read_cities(dataset, luaL_checkstring(L, 2), &error);
    return push_read(L, dataset, before, code, &error);
}

/* dataset:read_cities_text(name, text): as read_cities, from a text in memory */
static int read_cities_text(lua_State *L) {
    hm_error error;
    size_t size;
    hm_dataset *dataset = hm_lua_check_dataset(L, 1);
    const size_t before = size_of_files(dataset);
    const char *name = luaL_checkstring(L, 2), *text = luaL_checklstring(L, 3, &size);
    const hm_code code = hm_dataset_read_cities_memory(dataset, name, text, size, &error);
    return push_read(L, dataset, before, code, &error);
}

/* dataset:read_text(name, text [, options]): as read, from a text in memory */
static int read_text(lua_State *L) {
    hm_error error;
    hm_read_options options = HM_READ_OPTIONS_INIT;
    size_t size;
    const char *name = luaL_checkstring(L, 2), *text = luaL_checklstring(L, 3, &size);
    hm_lua_read_options(L, 4, &options);
    hm_dataset *dataset = hm_lua_check_dataset(L, 1);
    const size_t before = size_of_files(dataset);
    const hm_code code = hm_dataset_read_memory_with(
        dataset, name, text, size, lua_isnoneornil(L, 4) ? NULL : &options, &error);
    return push_read(L, dataset, before, code, &error);
}

static int put(lua_State *L) {
    hm_error error;
    const hm_code code =
        hm_dataset_put(hm_lua_check_dataset(L, 1), luaL_checkstring(L, 2), luaL_checkstring(L, 3),
                       luaL_checkstring(L, 4), luaL_checkstring(L, 5), &error);
    return hm_lua_push_outcome(L, code, &error);
}

enum { MOST_COLUMNS = 256 };

/* dataset:put_record(records, city, period, { { column =, text = }, ... }) */
static int put_record(lua_State *L) {
    const char *columns[MOST_COLUMNS], *values[MOST_COLUMNS];
    hm_error error;
    luaL_checktype(L, 5, LUA_TTABLE);
    const size_t count = hm_list_check(L, 5, MOST_COLUMNS, "put_record: columns");
    luaL_checkstack(L, 3 * (int)count + 4, "too many columns");
    for (size_t i = 0; i < count; i++) {
        /* the texts stay on the stack until the row is taken in */
        lua_rawgeti(L, 5, (lua_Integer)i + 1);
        luaL_argcheck(L, lua_istable(L, -1), 5, "expected a list of { column =, text = }");
        lua_getfield(L, -1, "column");
        lua_getfield(L, -2, "text");
        columns[i] = luaL_checkstring(L, -2);
        values[i] = luaL_checkstring(L, -1);
    }
    const hm_code code = hm_dataset_put_record(hm_lua_check_dataset(L, 1), luaL_checkstring(L, 2),
                                               luaL_checkstring(L, 3), luaL_checkstring(L, 4),
                                               count, columns, values, &error);
    return hm_lua_push_outcome(L, code, &error);
}

/* Change number `i` of the list at index 2; its texts stay on the stack. */
static hm_dataset_change check_change(lua_State *L, lua_Integer i, const hm_dataset *dataset) {
    lua_rawgeti(L, 2, i);
    luaL_argcheck(L, lua_istable(L, -1), 2, "expected a list of { unit =, input =, value = }");
    lua_getfield(L, -1, "unit");
    const lua_Integer unit = lua_tointeger(L, -1); /* 0: it is none */
    luaL_argcheck(L, unit >= 1 && hm_lua_size(unit) <= hm_dataset_unit_count(dataset), 2,
                  "no unit of this number");
    lua_getfield(L, -2, "input");
    luaL_argcheck(L, lua_type(L, -1) == LUA_TSTRING, 2, "input is a text");
    lua_getfield(L, -3, "value");
    if (lua_isboolean(L, -1))
        lua_pushstring(L, lua_toboolean(L, -1) ? "yes" : "no");
    else if (lua_type(L, -1) == LUA_TNUMBER)
        hm_lua_push_number_text(L, lua_tonumber(L, -1));
    else
        lua_pushvalue(L, -1);
    luaL_argcheck(L, lua_type(L, -1) == LUA_TSTRING, 2, "value is a number, a text, true or false");
    return (hm_dataset_change){hm_lua_size(unit) - 1, lua_tostring(L, -3), lua_tostring(L, -1)};
}

enum { MOST_CHANGES = 10000, TEXTS_OF_A_CHANGE = 5 };

/* dataset:changed({ { unit =, input =, value = number | text | boolean }, ... }): another data set
 */
static int changed(lua_State *L) {
    hm_error error;
    const hm_dataset *base = hm_lua_check_dataset(L, 1);
    luaL_checktype(L, 2, LUA_TTABLE);
    const size_t count = hm_list_check(L, 2, MOST_CHANGES, "changed: changes");
    lua_settop(L, 2);
    luaL_checkstack(L, TEXTS_OF_A_CHANGE * (int)count + 8, "too many changes");
    hm_dataset_change *changes = lua_newuserdatauv(L, (count + 1) * sizeof *changes, 0);
    for (size_t i = 0; i < count; i++)
        changes[i] = check_change(L, (lua_Integer)i + 1, base);
    base = hm_lua_check_dataset(L, 1); /* a list may have closed it */
    hm_dataset **made = (hm_dataset **)hm_lua_new_object(L, &dataset_type, VALUES);
    hm_lua_use(L, 1, KEEPS_BASE);
    const hm_code code = hm_dataset_changed(made, base, changes, count, &error);
    return code == HM_OK ? 1 : hm_lua_push_failure(L, &error);
}

static int finish(lua_State *L) {
    hm_error error;
    return hm_lua_push_outcome(L, hm_dataset_finish(hm_lua_check_dataset(L, 1), &error), &error);
}

static int units(lua_State *L) {
    const hm_dataset *dataset = hm_lua_check_dataset(L, 1);
    const size_t count = hm_dataset_unit_count(dataset);
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        lua_createtable(L, 0, 2);
        hm_lua_set_text(L, "city", hm_dataset_unit_city(dataset, i));
        hm_lua_set_text(L, "period", hm_dataset_unit_period(dataset, i));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* dataset:city(unit): what the files of cities say of the unit's city: its columns, and `ranked` */
static int city(lua_State *L) {
    const hm_dataset *dataset = hm_lua_check_dataset(L, 1);
    const size_t unit = hm_lua_check_unit(L, 2, dataset);
    lua_newtable(L);
    for (size_t i = 0; i < hm_dataset_city_column_count(dataset); i++) {
        const char *text = hm_dataset_city_cell(dataset, unit, i);
        if (text && *text)
            hm_lua_set_text(L, hm_dataset_city_column(dataset, i), text);
    }
    hm_lua_set_flag(L, "ranked", hm_dataset_unit_is_ranked(dataset, unit));
    return 1;
}

static int observation(lua_State *L) {
    const hm_dataset *dataset = hm_lua_check_dataset(L, 1);
    const size_t unit = hm_lua_check_unit(L, 2, dataset);
    hm_observation found = HM_OBSERVATION_INIT;
    char buffer[32];
    if (!hm_dataset_observation(dataset, unit, luaL_checkstring(L, 3), &found, buffer))
        return hm_lua_push_nothing(L);
    lua_createtable(L, 0, 9);
    hm_lua_set_text(L, "state", hm_state_name(found.state));
    hm_lua_set_text(L, "text", found.text);
    hm_lua_set_text(L, "quality", found.quality);
    hm_lua_set_text(L, "source", found.source);
    hm_lua_set_text(L, "note", found.note);
    if (found.verified >= 0)
        hm_lua_set_flag(L, "verified", found.verified);
    hm_lua_set_text(L, "file", found.file);
    hm_lua_set_text(L, "sheet", found.sheet);
    hm_lua_set_integer(L, "line", found.line);
    hm_lua_set_integer(L, "column", found.column);
    return 1;
}

static int record_rows(lua_State *L) {
    const hm_dataset *dataset = hm_lua_check_dataset(L, 1);
    const size_t unit = hm_lua_check_unit(L, 2, dataset);
    lua_pushinteger(L, (lua_Integer)hm_dataset_record_rows(dataset, unit, luaL_checkstring(L, 3)));
    return 1;
}

static int push_names(lua_State *L, size_t (*count)(const hm_dataset *),
                      const char *(*name)(const hm_dataset *, size_t)) {
    const hm_dataset *dataset = hm_lua_check_dataset(L, 1);
    lua_createtable(L, (int)count(dataset), 0);
    for (size_t i = 0; i < count(dataset); i++) {
        lua_pushstring(L, name(dataset, i));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static int inputs(lua_State *L) {
    return push_names(L, hm_dataset_input_count, hm_dataset_input_name);
}

static int records(lua_State *L) {
    return push_names(L, hm_dataset_records_count, hm_dataset_records_name);
}

static int city_columns(lua_State *L) {
    return push_names(L, hm_dataset_city_column_count, hm_dataset_city_column);
}

/* dataset:keep_issues([most]): so many of a kind, or all */
static int keep_issues(lua_State *L) {
    hm_dataset *dataset = hm_lua_check_dataset(L, 1);
    const lua_Integer most = luaL_optinteger(L, 2, LUA_MAXINTEGER);
    luaL_argcheck(L, most >= 1, 2, "expected 1 or more");
    hm_dataset_keep_issues(dataset, hm_lua_size(most));
    return 0;
}

static int issues_of_dataset(lua_State *L) {
    return hm_lua_return_issues(L, hm_dataset_issues(hm_lua_check_dataset(L, 1)));
}

/* dataset:percentages(known): figures that a workbook shows as such, of inputs that may mean them
 */
static int percentages(lua_State *L) {
    return hm_lua_return_issues(L, hm_dataset_percents(hm_lua_check_dataset(L, 1)));
}

static int files(lua_State *L) {
    const hm_dataset *dataset = hm_lua_check_dataset(L, 1);
    const size_t count = hm_dataset_file_count(dataset);
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        const hm_input_file *file = hm_dataset_file(dataset, i);
        lua_createtable(L, 0, 4);
        hm_lua_set_text(L, "name", file->name);
        hm_lua_set_text(L, "sha256", file->sha256);
        hm_lua_set_integer(L, "size", (lua_Integer)file->size);
        hm_lua_set_number(L, "seconds", file->seconds);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static int unit_count(lua_State *L) {
    lua_pushinteger(L, (lua_Integer)hm_dataset_unit_count(hm_lua_check_dataset(L, 1)));
    return 1;
}

/* dataset:figures(): how many cells of observations and records have something in them */
static int figures(lua_State *L) {
    const hm_dataset *dataset = hm_lua_check_dataset(L, 1);
    const size_t units = hm_dataset_unit_count(dataset);
    size_t count = 0;
    luaL_argcheck(L, hm_dataset_is_finished(dataset), 1, "the data set is not finished");
    for (size_t i = 0; i < hm_dataset_input_count(dataset); i++) {
        const hm_series *series = hm_dataset_series_at(dataset, i);
        for (size_t unit = 0; unit < units; unit++)
            count += series->cells[unit] != HM_CELL_NOT_REPORTED;
    }
    for (size_t i = 0; i < hm_dataset_records_count(dataset); i++) {
        const hm_records *records = hm_dataset_records_at(dataset, i);
        count += records->rows * records->column_count;
    }
    lua_pushinteger(L, (lua_Integer)count);
    return 1;
}

static const luaL_Reg methods[] = {{"read", read_path},
                                   {"read_records", read_records},
                                   {"read_cities", read_cities},
                                   {"read_cities_text", read_cities_text},
                                   {"read_text", read_text},
                                   {"put", put},
                                   {"put_record", put_record},
                                   {"finish", finish},
                                   {"changed", changed},
                                   {"units", units},
                                   {"unit_count", unit_count},
                                   {"city", city},
                                   {"city_columns", city_columns},
                                   {"observation", observation},
                                   {"record_rows", record_rows},
                                   {"inputs", inputs},
                                   {"records", records},
                                   {"issues", issues_of_dataset},
                                   {"percentages", percentages},
                                   {"keep_issues", keep_issues},
                                   {"files", files},
                                   {"figures", figures},
                                   {NULL, NULL}};

void hm_lua_open_dataset(lua_State *L) {
    hm_lua_create_meta(L, &dataset_type, methods);
}
