#include "binding/lua_methods.h"

#include "binding/lua_objects.h"
#include "methods/methods.h"
#include "methods/scales.h"

/* The next of the list on the top. [-0, +0, m] */
static void add(lua_State *L, size_t index, const char *name, const char *about) {
    lua_createtable(L, 0, 2);
    hm_lua_set_text(L, "name", name);
    hm_lua_set_text(L, "about", about);
    lua_rawseti(L, -2, (lua_Integer)index + 1);
}

int hm_lua_methods(lua_State *L) {
    lua_createtable(L, (int)hm_method_count, 0);
    for (size_t i = 0; i < hm_method_count; i++)
        add(L, i, hm_methods[i].name, hm_methods[i].about);
    return 1;
}

int hm_lua_scales(lua_State *L) {
    lua_createtable(L, (int)hm_scale_count, 0);
    for (size_t i = 0; i < hm_scale_count; i++)
        add(L, i, hm_scales[i].name, hm_scales[i].about);
    return 1;
}
