/* lua_results.h: what becomes of scores: tables, analyses, rows that are written. */
#ifndef HM_LUA_RESULTS_H
#define HM_LUA_RESULTS_H

#include <lua.h>

/* Methods of scores. */
int hm_lua_write_scores(lua_State *L);
int hm_lua_scores_table(lua_State *L);
int hm_lua_scores_tables(lua_State *L);
int hm_lua_analyse(lua_State *L);
/* hm.analyses() */
int hm_lua_analyses(lua_State *L);

#endif
