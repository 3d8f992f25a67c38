/* lua_call.h: function measures, called per city and period in a worker's sandbox.
 *
 * A measure is its script run once more in this sandbox; what it reads is one sealed table of the
 * declared inputs, filled anew for each call. Measures are kept by slot numbers of the caller's
 * choice. */
#ifndef HM_LUA_CALL_H
#define HM_LUA_CALL_H

#include "script/lua_author.h"
#include "script/sandbox.h"

typedef struct hm_measure_source {
    const char *file; /* as shown in messages */
    const char *source;
    size_t size;
    const hm_library *library;
    const char *const *inputs; /* names the function may read */
    size_t input_count;
} hm_measure_source;

/* Readies the sandbox of one worker, once. */
hm_code hm_lua_call_open(hm_sandbox *sandbox, hm_error *error);
/* Runs the script and keeps its measure in `slot`, from 1 on. */
hm_code hm_lua_call_load(hm_sandbox *sandbox, int slot, const hm_measure_source *source,
                         hm_error *error);

/* One input of a call: a number, a flag, a text, or missing. */
typedef struct hm_argument {
    hm_type type;
    bool missing;
    double number;    /* flags: 0 or 1 */
    const char *text; /* HM_TYPE_TEXT */
} hm_argument;

/* Calls the measure in `slot` with one argument for each of its inputs. The result is a finite
 * number and state HM_OBSERVED; or the state a helper or `return nil, "reason"` gave (then `why`
 * has the reason, if any); or HM_FAILED, `why` with file, line and reason, and its code. Returns
 * false when the sandbox is spent and must be replaced. */
bool hm_lua_call(hm_sandbox *sandbox, int slot, const hm_argument *arguments, double *value,
                 hm_state *state, hm_error *why);

#endif
