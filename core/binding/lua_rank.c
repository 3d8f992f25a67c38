/* lua_rank.c: hm.ranking and its methods: ranks over rows of scores that were made apart. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "binding/lua_languages.h"
#include "binding/lua_objects.h"

#define RANKING_TYPE "hundredmark.ranking"

enum { KEEPS_CANCEL = 1, KEEPS_TEXTS, VALUES = KEEPS_TEXTS };

static void release(void *pointer) {
    hm_ranking_free(pointer);
}

static const hm_lua_type ranking_type = {RANKING_TYPE, "ranking", false, KEEPS_CANCEL, release};

/* hm.ranking(package | nil [, { cancel =, languages = }]) */
int hm_lua_ranking(lua_State *L) {
    size_t language_count;
    lua_settop(L, 2);
    const hm_data_language *languages = hm_lua_push_languages(L, 2, &language_count);
    const int at = hm_lua_push_cancel(L, 2);
    const hm_cancel *cancel = hm_lua_cancel_at(L, at);
    const hm_package *package = lua_isnil(L, 1) ? NULL : hm_lua_check_package(L, 1);
    hm_ranking **ranking = (hm_ranking **)hm_lua_new_object(L, &ranking_type, VALUES);
    hm_lua_use_cancel(L, at, KEEPS_CANCEL);
    lua_newtable(L);
    lua_setiuservalue(L, -2, KEEPS_TEXTS);
    hm_error error;
    if (hm_ranking_new(ranking, package, NULL, &error) != HM_OK)
        return hm_lua_push_failure(L, &error);
    hm_ranking_set_cancel(*ranking, cancel);
    for (size_t i = 0; i < language_count; i++)
        if (hm_ranking_add_language(*ranking, &languages[i], &error) != HM_OK)
            return hm_lua_push_failure(L, &error);
    return 1;
}

static hm_ranking *check_ranking(lua_State *L) {
    return hm_lua_check_object(L, 1, RANKING_TYPE);
}

static int read_file(lua_State *L) {
    hm_error error;
    hm_ranking *ranking = check_ranking(L);
    return hm_lua_push_outcome(L, hm_ranking_read(ranking, luaL_checkstring(L, 2), &error), &error);
}

/* ranking:read_cities(path) */
static int read_cities(lua_State *L) {
    hm_error error;
    hm_ranking *ranking = check_ranking(L);
    return hm_lua_push_outcome(L, hm_ranking_read_cities(ranking, luaL_checkstring(L, 2), &error),
                               &error);
}

/* ranking:read_memory(name, text) */
static int read_memory(lua_State *L) {
    hm_error error;
    size_t size;
    hm_ranking *ranking = check_ranking(L);
    const char *name = luaL_checkstring(L, 2), *text = luaL_checklstring(L, 3, &size);
    lua_getiuservalue(L, 1, KEEPS_TEXTS); /* rows point into the text */
    lua_pushvalue(L, 3);
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    return hm_lua_push_outcome(L, hm_ranking_read_memory(ranking, name, text, size, &error),
                               &error);
}

/* ranking:finish(jobs | nil) */
static int finish(lua_State *L) {
    hm_error error;
    hm_ranking *ranking = check_ranking(L);
    const lua_Integer jobs = luaL_optinteger(L, 2, 0);
    luaL_argcheck(L, jobs >= 0 && jobs <= 1024, 2, "jobs must lie within 0 and 1024");
    return hm_lua_push_outcome(L, hm_ranking_finish(ranking, (size_t)jobs, &error), &error);
}

static int issues(lua_State *L) {
    return hm_lua_return_issues(L, hm_ranking_issues(check_ranking(L)));
}

static int count(lua_State *L) {
    lua_pushinteger(L, (lua_Integer)hm_ranking_row_count(check_ranking(L)));
    return 1;
}

/* ranking:incomplete(): cities and periods that were left out, and the rows that they lack */
static int incomplete(lua_State *L) {
    size_t missing;
    lua_pushinteger(L, (lua_Integer)hm_ranking_incomplete(check_ranking(L), &missing));
    lua_pushinteger(L, (lua_Integer)missing);
    return 2;
}

static int format(lua_State *L) {
    lua_pushstring(L, hm_ranking_format(check_ranking(L)));
    return 1;
}

/* ranking:codes(): { { code, depth }, ... } */
static int codes(lua_State *L) {
    const hm_ranking *ranking = check_ranking(L);
    const char *code;
    size_t depth;
    lua_newtable(L);
    for (size_t i = 0; (code = hm_ranking_code(ranking, i, &depth)) != NULL; i++) {
        lua_createtable(L, 0, 2);
        hm_lua_set_text(L, "code", code);
        hm_lua_set_integer(L, "depth", (lua_Integer)depth);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* The list of rows is on top. Memory that runs out here leaves nothing behind: a visit holds none.
 */
static int add_row(void *context, const hm_ranking_row *row) {
    lua_State *L = context;
    lua_createtable(L, 0, 5);
    hm_lua_set_text(L, "city", row->city);
    hm_lua_set_text(L, "period", row->period);
    if (row->has_score)
        hm_lua_set_number(L, "score", row->score);
    if (row->has_coverage)
        hm_lua_set_number(L, "coverage", row->coverage);
    if (row->rank > 0)
        hm_lua_set_integer(L, "rank", row->rank);
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    return 0;
}

/* ranking:rows(code) */
static int rows(lua_State *L) {
    hm_error error;
    const hm_ranking *ranking = check_ranking(L);
    const char *code = luaL_checkstring(L, 2);
    lua_newtable(L);
    if (hm_ranking_visit(ranking, code, add_row, L, &error) != HM_OK)
        return hm_lua_push_failure(L, &error);
    return 1;
}

static int write_file(void *context, const char *data, size_t size) {
    return fwrite(data, 1, size, context) == size ? 0 : 1;
}

/* ranking:write { file =, depth =, safe_cells = } */
static int write_ranking(lua_State *L) {
    const hm_ranking *ranking = check_ranking(L);
    luaL_checktype(L, 2, LUA_TTABLE);
    lua_getfield(L, 2, "file");
    luaL_Stream *stream = luaL_testudata(L, -1, LUA_FILEHANDLE);
    luaL_argcheck(L, stream && stream->closef, 2, "file must be an open file");
    lua_getfield(L, 2, "depth");
    const lua_Integer depth = luaL_optinteger(L, -1, LUA_MAXINTEGER);
    luaL_argcheck(L, depth >= 0, 2, "depth must be at least 0");
    lua_getfield(L, 2, "safe_cells");
    const hm_ranking_write_options options = {
        .size = sizeof options, .depth = hm_lua_size(depth), .safe_cells = lua_toboolean(L, -1)};
    ranking = check_ranking(L); /* reading the options may have closed it, or the file */
    luaL_argcheck(L, stream->closef, 2, "file must be an open file");
    hm_error error;
    errno = 0;
    const hm_code code = hm_ranking_write(ranking, &options, write_file, stream->f, &error);
    const int cause = errno;
    if (code == HM_ERROR_OUTPUT && cause != 0)
        hm_error_set(&error, code, "the results could not be written: %s", strerror(cause));
    return hm_lua_push_outcome(L, code, &error);
}

static const luaL_Reg methods[] = {{"read", read_file},
                                   {"read_memory", read_memory},
                                   {"finish", finish},
                                   {"issues", issues},
                                   {"count", count},
                                   {"incomplete", incomplete},
                                   {"format", format},
                                   {"codes", codes},
                                   {"rows", rows},
                                   {"write", write_ranking},
                                   {"read_cities", read_cities},
                                   {NULL, NULL}};

void hm_lua_open_ranking(lua_State *L) {
    hm_lua_create_meta(L, &ranking_type, methods);
}
