/* lua_hundredmark.h: the Lua module `hundredmark`: the library for trusted Lua. Its functions are
 * described in scripts/README.md. */
#ifndef HM_LUA_HUNDREDMARK_H
#define HM_LUA_HUNDREDMARK_H

#include <lua.h>
#include "hundredmark/dataset.h"

HM_API int luaopen_hundredmark(lua_State *L);
/* [-0, +0, e] Every data set that is made from now on in this state reads the format, too
 * (hm_dataset_add_format). It must outlive the state. */
void hm_lua_add_format(lua_State *L, const hm_book_format *format);
/* [-0, +1, e] All of them, which last as long as what is pushed. */
const hm_book_format *const *hm_lua_push_formats(lua_State *L, size_t *count);

#endif
