/* lua_nodes.h: groups and indicators of a package, as Lua sees them. */
#ifndef HM_LUA_NODES_H
#define HM_LUA_NODES_H

#include <lua.h>

#include "package/package.h"

/* A method of aggregation as a package says it. */
typedef struct hm_said_method {
    uint8_t method;
    const double *parameters;
    const uint32_t *sources; /* the parameters of the package that these are */
} hm_said_method;

hm_said_method hm_lua_method_of(const hm_node *node);

/* Into the table on the top of the stack, [-0, +0, m] each: `field`, a method as people read it,
 * with what is said of its parameters; */
void hm_lua_set_method(lua_State *L, const hm_package *package, const char *field,
                       hm_said_method said);
/* The field `name`: { LOW, HIGH }, or false where scores are not held; */
void hm_lua_set_range(lua_State *L, const char *name, double low, double high);
/* `file` and `line`. */
void hm_lua_set_origin(lua_State *L, hm_origin origin);

/* package:nodes([period]) */
int hm_lua_nodes(lua_State *L);
/* package:indicator(code [, period]) */
int hm_lua_indicator(lua_State *L);

#endif
