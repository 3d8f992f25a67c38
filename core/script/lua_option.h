/* lua_option.h: options of choices with several answers that functions ask for. */
#ifndef HM_LUA_OPTION_H
#define HM_LUA_OPTION_H

#include <lua.h>

/* An error where a function that is being called looks in `answers` for what is no option of the
 * input that they are of. [-0, +0, e] */
void hm_lua_option_check(lua_State *L, const char *answers, const char *option);

#endif
