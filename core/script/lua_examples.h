/* lua_examples.h: the `tests` of an indicator or a rule. For lua_read.c and lua_rules.c. */
#ifndef HM_LUA_EXAMPLES_H
#define HM_LUA_EXAMPLES_H

#include "script/lua_fields.h"

/* Reads what a test expects beside its figures. [-0, +0, e] */
typedef void hm_lua_read_expected(const hm_fields *f, hm_example *out);
/* Of an indicator: score, value, status, flags. */
hm_lua_read_expected hm_lua_read_expected_score;

/* Reads field `tests` of what is in `f`. [-0, +0, e] */
void hm_lua_read_examples(const hm_fields *f, hm_lua_read_expected *read_expected, hm_example **out,
                          size_t *count);

#endif
