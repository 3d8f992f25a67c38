/* lua_run.h: the arguments of what scores, or learns from, the units of a data set. */
#ifndef HM_LUA_RUN_H
#define HM_LUA_RUN_H

#include "binding/lua_host_functions.h"
#include "hundredmark/hundredmark.h"

/* What a run takes of the arguments (package, dataset [, options]) of a call. */
typedef struct hm_lua_run {
    const hm_package *package;
    const hm_dataset *dataset;
    hm_score_options options;
    hm_lua_host_functions *given; /* NULL: none */
    int fits, cancel;             /* where options.fits and options.cancel are, on the stack */
} hm_lua_run;
/* False for a package with host functions that is to be scored on several threads: then
 * hm_lua_fail_on_threads is returned. [-0, +2, v] */
bool hm_lua_open_run(lua_State *L, hm_lua_run *run);
int hm_lua_fail_on_threads(lua_State *L);

#endif
