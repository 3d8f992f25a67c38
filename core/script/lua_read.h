/* lua_read.h: Lua tables into declared.h's structs. Everything is checked on the way: a field that
 * is unknown, missing or of the wrong type raises an error that names file, line and field, and the
 * nearest field where one is near; `fault` gets the way to what is wrong, its names in the arena.
 */
#ifndef HM_LUA_READ_H
#define HM_LUA_READ_H

#include <lua.h>
#include "script/declared.h"
#include "script/field_path.h"
#include "script/lua_fields.h"

/* Each reads the value at the top of the stack, made by a script shown as `file`, and leaves it
 * there; memory comes from `arena`. [-0, +0, e] */
void hm_lua_read_indicator(lua_State *L, hm_arena *arena, const char *file, hm_field_path *fault,
                           hm_declared_indicator *out);
/* The same of a script, which returns one, or a list of them. */
void hm_lua_read_indicators(lua_State *L, hm_arena *arena, const char *file, hm_field_path *fault,
                            hm_declared_indicator **out, size_t *count);
/* The table on the top, an entry of measure_from: { measure = ..., inputs = { ... } }. */
void hm_lua_read_measure_table(const hm_fields *entries, hm_declared_measure *entry);
/* A group by itself, whose table stands in `line`. */
void hm_lua_read_node(lua_State *L, hm_arena *arena, const char *file, hm_field_path *fault,
                      uint32_t line, hm_declared_node *out);
void hm_lua_read_package(lua_State *L, hm_arena *arena, const char *file, hm_field_path *fault,
                         hm_declared_package *out);
/* The same of a reform, which needs no name and stands on no package of its own. */
void hm_lua_read_reform(lua_State *L, hm_arena *arena, const char *file, hm_field_path *fault,
                        hm_declared_package *out);
void hm_lua_read_rules(lua_State *L, hm_arena *arena, const char *file, hm_field_path *fault,
                       hm_declared_rule **out, size_t *count);
void hm_lua_read_inputs(lua_State *L, hm_arena *arena, const char *file, hm_field_path *fault,
                        hm_input **out, size_t *count);

/* All fields that an indicator, a group, and an input of any kind but records may have; of an input
 * those that are not an indicator's, too. */
const char *const *hm_lua_indicator_fields(void);
const char *const *hm_lua_node_fields(void);
const char *const *hm_lua_input_fields(void);
/* May an input be called so? */
bool hm_lua_is_input_name(const char *text);

#endif
