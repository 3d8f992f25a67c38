/* lua_edition.h: what a package says of periods: a node that holds from one to another, and what
 * holds from a period on until the next entry. */
#ifndef HM_LUA_EDITION_H
#define HM_LUA_EDITION_H

#include "script/lua_fields.h"

/* The fields `from` and `to` of a node. */
void hm_lua_read_span(const hm_fields *f, hm_declared_span *out);

/* { ["2024"] = { L1 = 3 } }, by their days and then codes: how many there are. */
size_t hm_lua_read_weights_from(const hm_fields *f, hm_declared_weight **out);

#endif
