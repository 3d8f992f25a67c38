/* lua_fits.c: hm.read_fits, hm.merge_fits and what they give: what scales have learnt, stored. */
#include "base/error.h"
#include "binding/lua_hundredmark.h"
#include "binding/lua_run.h"
#include "binding/lua_tables.h"
#include "package/package.h"
#include "script/lua_list.h"

static void release(void *pointer) {
    hm_fits_free(pointer);
}

static const hm_lua_type fits_type = {HM_LUA_FITS, "fit", false, 0, release};

/* hm.read_fits(path) */
int hm_lua_read_fits(lua_State *L) {
    const char *path = luaL_checkstring(L, 1);
    size_t count;
    const hm_book_format *const *formats = hm_lua_push_formats(L, &count);
    hm_fits **fits = (hm_fits **)hm_lua_new_object(L, &fits_type, 0);
    hm_error error;
    const hm_code code = hm_fits_read_with(fits, path, formats, count, NULL, &error);
    return code == HM_OK ? 1 : hm_lua_push_failure(L, &error);
}

/* hm.merge_fits(list) */
int hm_lua_merge_fits(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    const size_t count = hm_list_check(L, 1, SIZE_MAX / sizeof(void *) - 1, "merge_fits: fits");
    lua_newtable(L); /* an own list of them, which nobody else can change */
    const hm_fits **given = lua_newuserdatauv(L, (count + 1) * sizeof *given, 0);
    for (size_t i = 0; i < count; i++) {
        lua_rawgeti(L, 1, (lua_Integer)i + 1);
        given[i] = hm_lua_check_object(L, -1, HM_LUA_FITS);
        lua_rawseti(L, 2, (lua_Integer)i + 1);
    }
    hm_fits **fits = (hm_fits **)hm_lua_new_object(L, &fits_type, 0);
    hm_error error;
    return hm_fits_merge(fits, given, count, NULL, &error) == HM_OK
               ? 1
               : hm_lua_push_failure(L, &error);
}

/* hm.learn_phase(package, dataset [, options]): nil where nothing is lacking */
int hm_lua_learn_phase(lua_State *L) {
    hm_lua_run run;
    if (!hm_lua_open_run(L, &run))
        return hm_lua_fail_on_threads(L);
    hm_fits **fits = (hm_fits **)hm_lua_new_object(L, &fits_type, 0);
    hm_error error;
    lua_State *before = hm_lua_host_functions_enter(run.given, L);
    const hm_code code =
        hm_learn_phase(fits, &run.package->plan, run.dataset, &run.options, &error);
    hm_lua_host_functions_leave(run.given, before);
    if (code != HM_OK)
        return hm_lua_push_failure(L, &error);
    if (!*fits)
        lua_pushnil(L);
    return 1;
}

/* fits:phases(): the greatest phase that it has something of */
static int phases(lua_State *L) {
    const hm_fits *fits = hm_lua_check_object(L, 1, HM_LUA_FITS);
    lua_pushinteger(L, (lua_Integer)hm_fits_phase_count(fits));
    return 1;
}

/* fits:table() */
static int table(lua_State *L) {
    const hm_fits *fits = hm_lua_check_object(L, 1, HM_LUA_FITS);
    hm_table **out = hm_lua_new_table(L, 1);
    hm_error error;
    return hm_fits_table(out, fits, &error) == HM_OK ? 1 : hm_lua_push_failure(L, &error);
}

static const luaL_Reg methods[] = {{"table", table}, {"phases", phases}, {NULL, NULL}};

void hm_lua_open_fits(lua_State *L) {
    hm_lua_create_meta(L, &fits_type, methods);
}
