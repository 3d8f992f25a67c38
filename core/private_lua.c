/* private_lua.c: all of Lua in one object, for builds with HM_LUA_SOURCE: its sources are read from
 * there. What one of Lua's files keeps for the others is static here, and the names of Lua's API
 * begin with hm_private_ (core/private_lua.cmake): nobody else's Lua is called in their place, and
 * they are in nobody's way.
 *
 * The order is that of Lua's own onelua.c. */
#define LUA_CORE
#define LUA_LIB
#define ltable_c
#define lvm_c

#include <lprefix.h>

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <float.h>
#include <limits.h>
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <luaconf.h>

#undef LUAI_FUNC
#undef LUAI_DDEC
#undef LUAI_DDEF
#define LUAI_FUNC          static
#define LUAI_DDEC(declare) static declare
#define LUAI_DDEF          static

/* clang-format off: the order matters */

/* the core */
#include <lzio.c>
#include <lctype.c>
#include <lopcodes.c>
#include <lmem.c>
#include <lundump.c>
#include <ldump.c>
#include <lstate.c>
#include <lgc.c>
#include <llex.c>
#include <lcode.c>
#include <lparser.c>
#include <ldebug.c>
#include <lfunc.c>
#include <lobject.c>
#include <ltm.c>
#include <lstring.c>
#include <ltable.c>
#include <ldo.c>
#include <lvm.c>
#include <lapi.c>

/* the libraries */
#include <lauxlib.c>
#include <lbaselib.c>
#include <lcorolib.c>
#include <ldblib.c>
#include <linit.c>
#include <liolib.c>
#include <lmathlib.c>
#include <loadlib.c>
#include <loslib.c>
#include <lstrlib.c>
#include <ltablib.c>
#include <lutf8lib.c>
