/* lua_cancel.c: hm.cancel: an object that ends calls early, by request or when its time is up. */
#include "base/error.h"
#include "binding/lua_objects.h"

static void release(void *pointer) {
    hm_cancel_free(pointer);
}

static const hm_lua_type cancel_type = {HM_LUA_CANCEL, "cancel object", false, 0, release};

static hm_cancel *check_cancel(lua_State *L) {
    return hm_lua_check_object(L, 1, HM_LUA_CANCEL);
}

/* The seconds on top are the deadline, from now on. True, or nil and the error. */
static int set_seconds(lua_State *L, hm_cancel *cancel) {
    hm_error error;
    const double seconds = luaL_checknumber(L, lua_gettop(L));
    return hm_lua_push_outcome(L, hm_cancel_set_deadline(cancel, seconds, &error), &error);
}

/* cancel([{ deadline = seconds }]) */
int hm_lua_cancel(lua_State *L) {
    hm_error error;
    lua_settop(L, 1);
    hm_cancel **cancel = (hm_cancel **)hm_lua_new_object(L, &cancel_type, 0);
    if (hm_cancel_new(cancel, NULL, &error) != HM_OK)
        return hm_lua_push_failure(L, &error);
    if (lua_isnil(L, 1))
        return 1;
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_getfield(L, 1, "deadline");
    if (!lua_isnil(L, -1) && set_seconds(L, *cancel) != 1)
        return 2;
    lua_settop(L, 2);
    return 1;
}

/* cancel:set_deadline(seconds) */
static int set_deadline(lua_State *L) {
    hm_cancel *cancel = check_cancel(L);
    lua_settop(L, 2);
    return set_seconds(L, cancel);
}

static int request(lua_State *L) {
    hm_cancel_request(check_cancel(L));
    return 0;
}

static int reset(lua_State *L) {
    hm_cancel_reset(check_cancel(L));
    return 0;
}

static int is_requested(lua_State *L) {
    lua_pushboolean(L, hm_cancel_is_requested(check_cancel(L)));
    return 1;
}

int hm_lua_push_cancel(lua_State *L, int options) {
    if (lua_isnoneornil(L, options)) {
        lua_pushnil(L);
    } else {
        luaL_checktype(L, options, LUA_TTABLE);
        lua_getfield(L, options, "cancel");
    }
    return lua_gettop(L);
}

const hm_cancel *hm_lua_cancel_at(lua_State *L, int index) {
    return lua_isnil(L, index) ? NULL : hm_lua_check_object(L, index, HM_LUA_CANCEL);
}

hm_cancel *hm_lua_new_cancel(lua_State *L) {
    hm_cancel **cancel = (hm_cancel **)hm_lua_new_object(L, &cancel_type, 0);
    if (hm_cancel_new(cancel, NULL, NULL) != HM_OK)
        luaL_error(L, "not enough memory");
    return *cancel;
}

void hm_lua_use_cancel(lua_State *L, int index, int slot) {
    if (!lua_isnil(L, index))
        hm_lua_use(L, index, slot);
}

static const luaL_Reg methods[] = {{"request", request},
                                   {"set_deadline", set_deadline},
                                   {"reset", reset},
                                   {"is_requested", is_requested},
                                   {NULL, NULL}};

void hm_lua_open_cancel(lua_State *L) {
    hm_lua_create_meta(L, &cancel_type, methods);
}
