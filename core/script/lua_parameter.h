/* lua_parameter.h: numbers of a package in whose place a parameter may stand. */
#ifndef HM_LUA_PARAMETER_H
#define HM_LUA_PARAMETER_H

#include "script/lua_fields.h"

/* The NAME of param.NAME at `index` of the stack, or of the text "param.NAME", as tables and
 * package.json have it, copied; NULL for anything else. [-0, +0, e] */
const char *hm_lua_parameter_at(const hm_fields *f, int index);

/* The number, or param.NAME, at `index`; false for anything else. [-0, +0, e] */
bool hm_lua_number_at(const hm_fields *f, int index, hm_declared_number *out);
/* The field `name`, a number or param.NAME; true when it is there. */
bool hm_lua_read_number(const hm_fields *f, const char *name, hm_declared_number *out);
/* A field of the method's own: a text, a number or param.NAME. */
void hm_lua_read_setting(const hm_fields *f, const char *name, hm_declared_setting *out);

/* The field `weight`: a weight that fits, or the name of a parameter (else NULL). True when it is
 * there. */
bool hm_lua_read_weight(const hm_fields *f, double *out, const char **parameter);

#endif
