/* geojson.c: see geojson.h.
 *
 * Coordinates are never read as numbers: what stands between the properties is copied as bytes, so
 * that no digit of them changes, and a file takes as much memory as it has bytes. */
#include "program/geojson.h"

#include <lauxlib.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/json_text.h"
#include "binding/lua_tables.h"
#include "format/json.h"
#include "table/table.h"

#define JOIN "hundredmark.geojson_join"

/* Arguments and what is kept on the stack, by index. */
enum { PATH = 1, KEY, TABLE, KEYS, OUT, JOINED, ROWS, RESULT, UNMATCHED, MATCHED, FIRST };

/* Bytes of the file. */
typedef struct span {
    const char *begin, *end;
} span;

/* The properties of the feature at hand. */
typedef struct properties {
    span braces;  /* the object with its braces, or null; begin NULL: there are none */
    bool is_null; /* it is null */
    span *kept;   /* its members without those that the row has */
    size_t count, capacity;
    const char *key; /* NULL: it has no such member, or one that is no text or number */
    size_t key_size;
} properties;

typedef struct join {
    const hm_allocator *allocator;
    hm_source source;
    hm_json json;
    hm_block block; /* of one row */
    const hm_table *table;
    const char *key;
    properties now;
    hm_buffer text;
    const char *copied; /* what stands before it is written */
    FILE *out;          /* NULL: nothing is written */
    lua_Integer features, keyless;
    hm_error error;
    bool has_source, has_block;
} join;

static int close_join(lua_State *L) {
    join *j = luaL_checkudata(L, 1, JOIN);
    if (j->has_source) {
        hm_json_close(&j->json);
        hm_source_close(&j->source);
    }
    if (j->has_block)
        hm_block_close(j->table, &j->block, 1);
    hm_release(j->allocator, j->now.kept, j->now.capacity * sizeof *j->now.kept);
    hm_buffer_close(&j->text);
    memset(j, 0, sizeof *j);
    return 0;
}

static join *push_join(lua_State *L) {
    join *j = lua_newuserdatauv(L, sizeof *j, 0);
    memset(j, 0, sizeof *j);
    j->allocator = hm_allocator_default();
    hm_buffer_open(&j->text, j->allocator);
    if (luaL_newmetatable(L, JOIN)) {
        lua_pushcfunction(L, close_join);
        lua_setfield(L, -2, "__gc");
    }
    lua_setmetatable(L, -2);
    return j;
}

/* --- rows by key --- */

/* ROWS: the number of the row, from 1 on, by its key. */
static void add_rows(lua_State *L, const join *j) {
    for (lua_Integer row = 1; row <= (lua_Integer)j->table->rows; row++) {
        if (lua_rawgeti(L, KEYS, row) == LUA_TSTRING) {
            lua_pushinteger(L, row);
            lua_rawset(L, ROWS);
        } else {
            lua_pop(L, 1);
        }
    }
}

/* The row of the feature at hand; 0: it is none's. */
static lua_Integer find_row(lua_State *L, join *j) {
    if (!j->now.key) {
        j->keyless++;
        return 0;
    }
    lua_pushlstring(L, j->now.key, j->now.key_size);
    lua_pushvalue(L, -1);
    const int type = lua_rawget(L, ROWS);
    const lua_Integer row = type == LUA_TNUMBER ? lua_tointeger(L, -1) : 0;
    lua_pop(L, 1);
    if (row > 0) {
        lua_pop(L, 1);
        lua_pushboolean(L, 1);
        lua_rawseti(L, MATCHED, row);
    } else {
        lua_rawseti(L, UNMATCHED, (lua_Integer)lua_rawlen(L, UNMATCHED) + 1);
    }
    return row;
}

/* --- writing --- */

static void put(const join *j, const char *begin, const char *end) {
    if (j->out)
        (void)fwrite(begin, 1, (size_t)(end - begin), j->out); /* ferror is asked in the end */
}

static void add_cell(join *j, size_t column) {
    const hm_column *c = &j->table->columns[column];
    const hm_column_block *cells = &j->block.columns[column];
    const hm_cells *values = c->coded ? &c->values : &cells->cells;
    const size_t at = c->coded ? cells->codes[0] : 0;
    if (cells->states && cells->states[0] != HM_OBSERVED)
        hm_buffer_add_text(&j->text, "null");
    else if (c->type == HM_COLUMN_TEXT)
        hm_json_add_text(&j->text, values->texts[at], strlen(values->texts[at]));
    else if (c->type == HM_COLUMN_NUMBER)
        hm_buffer_add_number(&j->text, values->numbers[at]);
    else if (c->type == HM_COLUMN_INTEGER)
        hm_buffer_add_integer(&j->text, values->integers[at]);
    else
        hm_buffer_add_text(&j->text, values->flags[at] ? "true" : "false");
}

/* The members that the row gives, or null for each; the key stays the file's. */
static void add_members(join *j, lua_Integer row) {
    bool is_first = j->now.count == 0;
    if (row > 0)
        hm_block_read(j->table, &j->block, (size_t)row - 1, 1);
    for (size_t i = 0; i < j->table->count; i++) {
        const char *name = j->table->columns[i].name;
        if (j->now.key && strcmp(name, j->key) == 0)
            continue;
        hm_buffer_add_text(&j->text, is_first ? "" : ",");
        hm_json_add_text(&j->text, name, strlen(name));
        hm_buffer_add_char(&j->text, ':');
        if (row > 0)
            add_cell(j, i);
        else
            hm_buffer_add_text(&j->text, "null");
        is_first = false;
    }
}

/* Writes all up to the end of the feature's properties; `close`: its last brace. */
static void put_properties(join *j, lua_Integer row, const char *close) {
    const properties *p = &j->now;
    hm_buffer_clear(&j->text);
    hm_buffer_add_text(&j->text, p->braces.begin ? "{" : ",\"properties\":{");
    for (size_t i = 0; i < p->count; i++) {
        hm_buffer_add_text(&j->text, i > 0 ? "," : "");
        hm_buffer_add(&j->text, p->kept[i].begin, (size_t)(p->kept[i].end - p->kept[i].begin));
    }
    add_members(j, row);
    hm_buffer_add_char(&j->text, '}');
    put(j, j->copied, p->braces.begin ? p->braces.begin : close);
    if (!j->text.failed)
        put(j, j->text.data, j->text.data + j->text.size);
    j->copied = p->braces.begin ? p->braces.end : close;
}

/* --- reading --- */

/* Where the next token begins. */
static const char *next_begin(const hm_json *json) {
    const char *at = json->at;
    while (at < json->end && strchr(" \t\r\n,", *at))
        at++;
    return at;
}

static bool refuse(join *j, const char *expected) {
    (void)hm_json_refuse(&j->json, expected);
    return false;
}

static bool is_column(const join *j, const hm_json *json) {
    for (size_t i = 0; i < j->table->count; i++)
        if (hm_json_is(json, j->table->columns[i].name))
            return true;
    return false;
}

/* A member of the properties, whose name is the last token and begins at `begin`. */
static bool read_property(lua_State *L, join *j, const char *begin) {
    hm_json *json = &j->json;
    properties *p = &j->now;
    const bool is_key = hm_json_is(json, j->key), is_kept = is_key || !is_column(j, json);
    if (j->features == 1) {
        lua_pushlstring(L, json->text, json->size);
        lua_rawseti(L, FIRST, (lua_Integer)lua_rawlen(L, FIRST) + 1);
    }
    const hm_json_token token = hm_json_next(json);
    if (is_key && (token == HM_JSON_STRING || token == HM_JSON_NUMBER)) {
        p->key = json->text;
        p->key_size = json->size;
    }
    if (token == HM_JSON_ERROR || !hm_json_skip(json))
        return false;
    if (!is_kept)
        return true;
    if (!hm_grow(j->allocator, &p->kept, p->count, &p->capacity, sizeof *p->kept))
        return hm_error_memory(&j->error) == HM_OK;
    p->kept[p->count++] = (span){begin, json->at};
    return true;
}

static bool read_properties(lua_State *L, join *j) {
    hm_json *json = &j->json;
    properties *p = &j->now;
    p->braces.begin = next_begin(json);
    const hm_json_token token = hm_json_next(json);
    if (token != HM_JSON_OBJECT && token != HM_JSON_NULL)
        return token != HM_JSON_ERROR && refuse(j, "properties to be an object or null");
    p->is_null = token == HM_JSON_NULL;
    const char *begin = next_begin(json);
    while (!p->is_null && hm_json_next(json) == HM_JSON_NAME) {
        if (!read_property(L, j, begin))
            return false;
        begin = next_begin(json);
    }
    p->braces.end = json->at;
    return json->token != HM_JSON_ERROR;
}

/* The member "type", which must be this. */
static bool read_type(join *j, const char *wanted, const char *expected) {
    const hm_json_token token = hm_json_next(&j->json);
    if (token == HM_JSON_STRING && hm_json_is(&j->json, wanted))
        return true;
    return token != HM_JSON_ERROR && refuse(j, expected);
}

static bool skip_value(hm_json *json) {
    return hm_json_next(json) != HM_JSON_ERROR && hm_json_skip(json);
}

/* The feature whose brace was the last token. */
static bool read_feature(lua_State *L, join *j) {
    hm_json *json = &j->json;
    j->now.count = 0;
    j->now.key = NULL;
    j->now.braces = (span){NULL, NULL};
    j->features++;
    bool fine = true;
    while (fine && hm_json_next(json) == HM_JSON_NAME)
        if (hm_json_is(json, "properties") && j->now.braces.begin)
            fine = refuse(j, "properties once");
        else if (hm_json_is(json, "properties"))
            fine = read_properties(L, j);
        else if (hm_json_is(json, "type"))
            fine = read_type(j, "Feature", "the type \"Feature\"");
        else
            fine = skip_value(json);
    if (!fine || json->token != HM_JSON_OBJECT_END)
        return false;
    put_properties(j, find_row(L, j), json->at - 1);
    hm_json_forget(json);
    return true;
}

static bool read_features(lua_State *L, join *j) {
    hm_json_token token = hm_json_next(&j->json);
    if (token != HM_JSON_ARRAY)
        return token != HM_JSON_ERROR && refuse(j, "an array of features");
    while ((token = hm_json_next(&j->json)) == HM_JSON_OBJECT)
        if (!read_feature(L, j))
            return false;
    return token == HM_JSON_ARRAY_END || (token != HM_JSON_ERROR && refuse(j, "a feature"));
}

static bool read_collection(lua_State *L, join *j) {
    hm_json *json = &j->json;
    bool fine = true, has_features = false;
    if (hm_json_check_text(json) != HM_OK)
        return false;
    hm_json_token token = hm_json_next(json);
    if (token != HM_JSON_OBJECT)
        return token != HM_JSON_ERROR && refuse(j, "an object, a FeatureCollection");
    while (fine && hm_json_next(json) == HM_JSON_NAME) {
        if (hm_json_is(json, "features") && has_features) {
            fine = refuse(j, "features once");
        } else if (hm_json_is(json, "features")) {
            has_features = true;
            fine = read_features(L, j);
        } else if (hm_json_is(json, "type")) {
            fine = read_type(j, "FeatureCollection", "the type \"FeatureCollection\"");
        } else {
            fine = skip_value(json);
        }
    }
    if (!fine || json->token == HM_JSON_ERROR)
        return false;
    if (!has_features)
        return refuse(j, "a member \"features\" before it");
    return hm_json_next(json) == HM_JSON_END && hm_source_check(&j->source, &j->error) == HM_OK;
}

/* --- all of it --- */

static bool open_join(join *j, const char *path) {
    if (hm_source_open(&j->source, path, j->allocator, &j->error) != HM_OK)
        return false;
    hm_json_open(&j->json, &j->source, j->source.name, j->allocator, &j->error);
    j->has_source = true;
    j->copied = j->source.data;
    return true;
}

static void set_count(lua_State *L, const char *name, lua_Integer count) {
    lua_pushinteger(L, count);
    lua_setfield(L, RESULT, name);
}

static int push_result(lua_State *L, const join *j) {
    set_count(L, "features", j->features);
    set_count(L, "keyless", j->keyless);
    lua_pushvalue(L, RESULT);
    return 1;
}

int hm_geojson_join(lua_State *L) {
    const char *path = luaL_checkstring(L, PATH), *key = luaL_checkstring(L, KEY);
    const hm_table *table = hm_lua_check_table(L, TABLE);
    luaL_checktype(L, KEYS, LUA_TTABLE);
    lua_settop(L, OUT);
    const luaL_Stream *stream = lua_isnil(L, OUT) ? NULL : luaL_checkudata(L, OUT, LUA_FILEHANDLE);
    luaL_argcheck(L, !stream || stream->closef, OUT, "the file is closed");
    join *j = push_join(L);
    j->table = table;
    j->key = key;
    j->out = stream ? stream->f : NULL;
    for (int i = ROWS; i <= FIRST; i++)
        lua_newtable(L);
    static const char *const names[] = {"unmatched", "matched", "first"};
    for (int i = 0; i < 3; i++) {
        lua_pushvalue(L, UNMATCHED + i);
        lua_setfield(L, RESULT, names[i]);
    }
    j->has_block = true;
    if (!hm_block_open(table, &j->block, 1))
        return luaL_error(L, "not enough memory");
    add_rows(L, j);
    if (!open_join(j, path) || !read_collection(L, j))
        return hm_lua_push_failure(L, &j->error);
    put(j, j->copied, j->source.data + j->source.size);
    if (j->text.failed)
        return luaL_error(L, "not enough memory");
    if (j->out && ferror(j->out))
        return luaL_fileresult(L, 0, NULL);
    return push_result(L, j);
}
