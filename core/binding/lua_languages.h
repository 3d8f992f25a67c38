/* lua_languages.h: the languages in which data may be, as a Lua table says them. */
#ifndef HM_LUA_LANGUAGES_H
#define HM_LUA_LANGUAGES_H

#include <lua.h>

#include "hundredmark/dataset.h"

/* [-0, +n, e] The field `languages` of the options at `index`, if there are any: a list of {
 * ENGLISH = WORD }. NULL: none. They live as long as what this leaves on the stack. */
const hm_data_language *hm_lua_push_languages(lua_State *L, int index, size_t *count);

#endif
