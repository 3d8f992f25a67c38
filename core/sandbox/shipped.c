#include "sandbox/shipped.h"

#include <lauxlib.h>
#include <string.h>

#include "base/resources.h"

/* Within 5.4 the header of compiled code says nothing of releases, and no promise is made across
 * them; so exactly the release that compiled it may run it. */
static const hm_resource *compiled_form(const char *name) {
    return strcmp(lua_ident, hm_compiled_by) == 0 ? hm_resource_compiled(name) : NULL;
}

int hm_shipped_load(lua_State *L, const char *name, const char *chunk) {
    const hm_resource *compiled = compiled_form(name);
    if (compiled) {
        const int status = luaL_loadbufferx(L, compiled->data, compiled->size, chunk, "b");
        if (status != LUA_ERRSYNTAX)
            return status;
        lua_pop(L, 1); /* the header: numbers of other sizes */
    }
    size_t size = 0;
    const char *source = hm_resource_find(name, &size);
    if (source)
        return luaL_loadbufferx(L, source, size, chunk, "t");
    lua_pushfstring(L, "%s is missing from this build", name);
    return LUA_ERRFILE;
}
