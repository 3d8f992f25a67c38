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
/* Drops all measures: one that is loaded again has nothing left of what it kept. */
hm_code hm_lua_call_forget(hm_sandbox *sandbox, hm_error *error);
/* Runs the script and keeps its measure in `slot`, from 1 on. */
hm_code hm_lua_call_load(hm_sandbox *sandbox, int slot, const hm_measure_source *source,
                         hm_error *error);

/* One input over some units. */
typedef struct hm_argument {
    hm_type type;
    const double *values;     /* flags: 0 or 1; texts: their numbers in `texts` */
    const uint8_t *states;    /* hm_state; where it is not HM_OBSERVED the measure reads nil */
    const char *const *texts; /* HM_TYPE_TEXT */
} hm_argument;

/* A stretch of calls of one measure, unit by unit. */
typedef struct hm_calls {
    int slot;
    const hm_argument *arguments; /* one for each of the measure's inputs */
    size_t unit, end;             /* the next unit, and the first that is left alone */
    double *values;               /* by unit: results, 0 on entry */
    uint8_t *states;              /* by unit: where it is not HM_OBSERVED there is no call */
    uint64_t made;                /* calls made, added up */
    const volatile int *cancel;   /* may be NULL */
    hm_error *why;                /* HM_OK and without a message on entry */
} hm_calls;

/* Moves on to the next unit that is to be called; false when there is none. */
bool hm_calls_seek(hm_calls *calls);

/* Calls until all units are done, `cancel` is raised, or a unit has something to tell: then `why`
 * has its message or code, and `unit` is the one after it. A result is a finite number and state
 * HM_OBSERVED; or the state a helper or `return nil, "reason"` gave (then `why` has the reason, if
 * any); or HM_FAILED, `why` with file, line and reason, and its code. A unit that fails costs the
 * others nothing, unless it tripped a limit: the sandbox is spent then, and to be replaced. */
void hm_lua_call(hm_sandbox *sandbox, hm_calls *calls);

#endif
