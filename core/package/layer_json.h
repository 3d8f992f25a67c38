/* layer_json.h: package.json as a table, as package.lua would have returned it. */
#ifndef HM_LAYER_JSON_H
#define HM_LAYER_JSON_H

#include <lua.h>
#include <stdbool.h>

#include "format/json.h"

/* Inside a protected call of a sandbox: reads the whole document, which must be an object, and
 * pushes its table; a member that is null is absent. Every value is charged. False when it is not
 * to be had: json->error says why, and what is left on the stack means nothing. The caller opened
 * the reader outside the protected call and closes it there: an error that Lua raises loses
 * nothing. [-0, +1, e] */
bool hm_layer_push_json(lua_State *L, hm_json *json);

/* Pushes the text of a script that returns a table with the field `override` of that on the top, as
 * it is now: "return { override = { ... } }". [-0, +1, e] */
void hm_layer_push_override(lua_State *L);

#endif
