/* lua_examples.h: the `tests` of an indicator. For lua_read.c. */
#ifndef HM_LUA_EXAMPLES_H
#define HM_LUA_EXAMPLES_H

#include "script/lua_fields.h"

/* Reads field `tests` of the indicator in `f`. [-0, +0, e] */
void hm_lua_read_examples(const hm_fields *f, hm_declared_indicator *out);

#endif
