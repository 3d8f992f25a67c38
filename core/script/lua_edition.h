/* lua_edition.h: what a package says of periods: a node that holds from one to another, what
 * holds from a period on until the next entry, and from when on nothing is as before. */
#ifndef HM_LUA_EDITION_H
#define HM_LUA_EDITION_H

#include "script/lua_fields.h"

/* The period that a field names, and its days. False where there is none. */
bool hm_lua_read_period(const hm_fields *f, const char *name, const char **text, int64_t *first,
                        int64_t *last);

/* The fields `from` and `to` of a node. */
void hm_lua_read_span(const hm_fields *f, hm_declared_span *out);

/* breaks = { "2024" }, or one period alone. */
void hm_lua_read_breaks(const hm_fields *f, hm_declared_breaks *out);

/* Reads the value on the top of the stack, which stands in `entries` under entry->from. [-0, +0, e]
 */
typedef void hm_lua_read_entry(const hm_fields *entries, hm_declared_measure *entry);
/* measure_from = { ["2024"] = ... }, by their days. */
void hm_lua_read_measures_from(const hm_fields *f, hm_lua_read_entry *read,
                               hm_declared_measures *out);

/* Does an entry of the table on the top of the stack, a measure_from, call a function? [-0, +0, e]
 */
bool hm_lua_calls_function(lua_State *L);

/* { ["2024"] = { L1 = 3 } }, by their days and then codes: how many there are. */
size_t hm_lua_read_weights_from(const hm_fields *f, hm_declared_weight **out);

#endif
