/* lua_lent.h: what a Lua program lends to scripts: options.host of open_package, a table of
 * numbers, flags and functions.
 *
 * The functions run in the caller's own state, which is one thread's, so a package that was lent
 * any is scored on the calling thread alone. They are kept by a userdata that the package's
 * userdata keeps; it knows which coroutine is inside a call of the module now, and that one runs
 * them. What they raise becomes the failure of the host function. */
#ifndef HM_LUA_LENT_H
#define HM_LUA_LENT_H

#include <lua.h>
#include <stdbool.h>

#include "hundredmark/package.h"

typedef struct hm_lua_lent hm_lua_lent;

/* Makes the metatable and the registry's table. [-0, +0, m] */
void hm_lua_open_lent(lua_State *L);
/* Reads the field `host` of the table at `options` into out->host, which lives as long as the value
 * that is pushed: the userdata, or nil where no function is lent. [-0, +1, e] */
void hm_lua_lent_read(lua_State *L, int options, hm_package_options *out);
/* That of the package's userdata at `package`, NULL if it has none. [-0, +0, -] */
hm_lua_lent *hm_lua_lent_of(lua_State *L, int package);
/* Around each call of the library that may call what is lent; nothing between may raise. Returns
 * what leave takes. `lent` may be NULL. [-0, +0, -] */
lua_State *hm_lua_lent_enter(hm_lua_lent *lent, lua_State *L);
void hm_lua_lent_leave(hm_lua_lent *lent, lua_State *before);

#endif
