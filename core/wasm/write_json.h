/* write_json.h: a value of Lua's as JSON, for who calls the engine from JavaScript. */
#ifndef HM_WRITE_JSON_H
#define HM_WRITE_JSON_H

#include <lua.h>

#include "base/buffer.h"

/* [-0, +0, e] Adds the value at `index`: a text, a finite number, true, false, or a table
 * of such; anything else is null. A table that says how long it is (`n`, as table.pack), whose
 * first element is there, or in which there is nothing is a list, and any other an object whose
 * names are its keys that are texts. Raises where it is nested too deep. */
void hm_write_json(lua_State *L, int index, hm_buffer *out);

#endif
