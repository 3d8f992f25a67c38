/* lua_host_functions.h: what a Lua program gives to scripts: options.host of open_package, a table
 * of numbers, flags and functions.
 *
 * The functions run in the caller's own state, which is one thread's, so a package that was given
 * any is scored on the calling thread alone. They are kept by a userdata that the package's
 * userdata keeps; it knows which coroutine is inside a call of the module now, and that one runs
 * them. What they raise becomes the failure of the host function. */
#ifndef HM_LUA_HOST_FUNCTIONS_H
#define HM_LUA_HOST_FUNCTIONS_H

#include <lua.h>
#include <stdbool.h>

#include "hundredmark/package.h"

typedef struct hm_lua_host_functions hm_lua_host_functions;

/* Makes the metatable and the registry's table. [-0, +0, m] */
void hm_lua_open_host_functions(lua_State *L);
/* Reads the field `host` of the table at `options` into out->host, which lives as long as the value
 * that is pushed: the userdata, or nil where no function is given. [-0, +1, e] */
void hm_lua_host_functions_read(lua_State *L, int options, hm_package_options *out);
/* That of the package's userdata at `package`, NULL if it has none. [-0, +0, -] */
hm_lua_host_functions *hm_lua_host_functions_of(lua_State *L, int package);
/* Around each call of the library that may call what is given; nothing between may raise. Returns
 * what leave takes. `given` may be NULL. [-0, +0, -] */
lua_State *hm_lua_host_functions_enter(hm_lua_host_functions *given, lua_State *L);
void hm_lua_host_functions_leave(hm_lua_host_functions *given, lua_State *before);

#endif
