/* lua_results.h: what becomes of scores: tables, analyses, rows that are written. */
#ifndef HM_LUA_RESULTS_H
#define HM_LUA_RESULTS_H

#include "binding/lua_objects.h"

/* Methods of scores. */
int hm_lua_write_scores(lua_State *L);
int hm_lua_scores_table(lua_State *L);
int hm_lua_scores_tables(lua_State *L);
int hm_lua_scores_column(lua_State *L);
int hm_lua_analyse(lua_State *L);
int hm_lua_compare(lua_State *L);
/* hm.analyses() */
int hm_lua_analyses(lua_State *L);

/* The field `units` of the options at `index`: an array of numbers, which stays on top of the
 * stack, or nil and NULL. [-0, +1, v] */
const size_t *hm_lua_push_units(lua_State *L, int index, const hm_scores *scores, size_t *count);

#endif
