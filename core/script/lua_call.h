/* lua_call.h: function measures, called per city and period in a worker's sandbox.
 *
 * A measure is its script run once more in this sandbox; what it reads is one sealed table of the
 * declared inputs, filled anew for each call. Measures are kept by slot numbers of the caller's
 * choice. */
#ifndef HM_LUA_CALL_H
#define HM_LUA_CALL_H

#include "sandbox/sandbox.h"
#include "script/calls.h"
#include "script/lua_author.h"

typedef struct hm_measure_source {
    const char *file; /* as shown in messages */
    const char *source;
    size_t size;
    const hm_library *library;
    const char *const *inputs; /* names the function may read */
    size_t input_count;
    size_t element; /* the script returns a list of indicators, of which it is this one, from 1 on;
                       0: it returns the indicator */
    const char *from; /* the entry of its measure_from that the function is; NULL: its measure */
    uint32_t line;    /* that it begins in, for messages; 0: not of this file */
} hm_measure_source;

/* Readies the sandbox of one worker, once. */
hm_code hm_lua_call_open(hm_sandbox *sandbox, hm_error *error);
/* Runs the script and keeps its measure in `slot`, from 1 on. */
hm_code hm_lua_call_load(hm_sandbox *sandbox, int slot, const hm_measure_source *source,
                         hm_error *error);

/* Calls until all units are done, `cancel` is raised, or a unit has something to tell: then `why`
 * has its message or code, and `unit` is the one after it. A result is a finite number and state
 * HM_OBSERVED; or the state a helper or `return nil, "reason"` gave (then `why` has the reason, if
 * any); or HM_FAILED, `why` with file, line and reason, and its code. A unit that fails costs the
 * others nothing, unless it hit a limit: the sandbox is exhausted then, and to be replaced;
 * so it is where the budget of the meter is exhausted, which may be no unit's doing. A unit for
 * which an earlier figure was needed that is missing has the state of that figure, whatever came of
 * the call. */
void hm_lua_call(hm_sandbox *sandbox, hm_calls *calls);

#endif
