/* modules.h: the Lua state of the program: trusted, with the library in it, and what ships in place
 * of any file of the disk. */
#ifndef HM_MODULES_H
#define HM_MODULES_H

#include <lua.h>

/* [-0, +0, e] Opens Lua's libraries and makes `require` find `hundredmark`, `hundredmark.program`
 * and the modules in scripts/, and no others. */
void hm_modules_open(lua_State *L);

/* A message handler: the message with where it was raised. [-1, +1, e] */
int hm_modules_trace(lua_State *L);

#endif
