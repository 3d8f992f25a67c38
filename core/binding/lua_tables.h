/* lua_tables.h: tables as objects of Lua, and options of writing them. */
#ifndef HM_LUA_TABLES_H
#define HM_LUA_TABLES_H

#include "binding/lua_objects.h"

/* Pushes an empty table object that may use the object at `index` (0: none); what it is filled with
 * is its own. Returns where the table belongs. [-0, +1, m] */
hm_table **hm_lua_new_table(lua_State *L, int index);
/* [-0, +0, v] */
const hm_table *hm_lua_check_table(lua_State *L, int index);
/* The value on top is kept as long as the table below it. [-1, +0, -] */
void hm_lua_table_keeps(lua_State *L);

/* Reads the options of writing of the table at `index`: format, header, safe_cells, bom, delimiter,
 * decimal, run, cancel, and the open file, which is returned. The stack keeps what is borrowed.
 * With `rows_alone` the format must be one whose rows stand alone. [-0, +9, v] */
FILE *hm_lua_write_options(lua_State *L, int index, bool rows_alone, hm_write_options *out);
/* The sink into a file of C. */
int hm_lua_write_file(void *context, const char *data, size_t size);
/* true, or nil and the error, with the system's reason where writing failed. `cause`: errno, or 0.
 */
int hm_lua_push_written(lua_State *L, hm_code code, hm_error *error, int cause);

/* Makes the metatable. [-0, +0, m] */
void hm_lua_open_tables(lua_State *L);
/* Functions of the module itself. */
int hm_lua_table(lua_State *L);
int hm_lua_write(lua_State *L);
int hm_lua_writers(lua_State *L);

#endif
