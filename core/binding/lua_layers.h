/* lua_layers.h: what a package was joined from, and packages whose files are given in memory. */
#ifndef HM_LUA_LAYERS_H
#define HM_LUA_LAYERS_H

#include <lua.h>

#include "package/package.h"

/* The layers of a package, the package itself first, then what it extends, each
 *   { name, version, path ("" but for a folder), builtin, file, line, drop = { codes },
 *     weights = { { code, weight } ... } }
 * [-0, +1, m] */
void hm_lua_push_layers(lua_State *L, const hm_package *package);
/* The number, in that list, of the layer that an indicator's script belongs to; of the layer whose
 * scripts find `library`. */
lua_Integer hm_lua_layer_of(const hm_package *package, const hm_indicator *indicator);
lua_Integer hm_lua_number_of_layer(const hm_package *package, const hm_library *library);

/* package:texts(): what people read of the package itself, { context, source } each. */
int hm_lua_texts(lua_State *L);
/* package:locate(code, key, ...): file and line of a field of an indicator, or where `code` is nil
 * of the package's manifest; of what no line is known, the last key that has one. */
int hm_lua_locate(lua_State *L);
/* package:locate_rule(id, key, ...): the same of a rule; 3 is its comparison. */
int hm_lua_locate_rule(lua_State *L);

/* The field `files` of the options at `index`: { [path] = text }. The array and the texts stay on
 * the stack and last as long as the call; NULL when there is no such field. [-0, +n, v] */
const hm_package_file *hm_lua_read_files(lua_State *L, int index, size_t *count);

#endif
