/* lua_alternatives.h: the stages of a study that have alternatives. */
#ifndef HM_LUA_ALTERNATIVES_H
#define HM_LUA_ALTERNATIVES_H

#include "script/declared_study.h"
#include "script/lua_fields.h"

/* The field of `vary` that is called as the stage is: { "minmax", { "zscore", mean = 10 }, at = 2
 * }, each alternative as the field of a node, or of a policy, has it. */
void hm_lua_read_alternatives(const hm_fields *vary, hm_study_stage stage,
                              hm_declared_alternatives *out);

#endif
