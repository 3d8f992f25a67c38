/* lua_places.h: which nodes something of a study is about. */
#ifndef HM_LUA_PLACES_H
#define HM_LUA_PLACES_H

#include "script/declared_study.h"
#include "script/lua_fields.h"

/* The field `at`: a code, a level below the index, or a list of these. */
void hm_lua_read_places(const hm_fields *f, hm_declared_places *out);
/* The field `name`: a code, or a list of codes, in the order as given. Returns how many; 0: it is
 * not there. */
size_t hm_lua_read_codes(const hm_fields *f, const char *name, const char ***out);

#endif
