/* lua_classes.h: the classes that a node's figures fall into. */
#ifndef HM_LUA_CLASSES_H
#define HM_LUA_CLASSES_H

#include "script/lua_fields.h"

/* The field `classes` of a node, where there is one. */
void hm_lua_read_classes(const hm_fields *f, hm_declared_classes *out);

#endif
