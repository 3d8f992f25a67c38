/* evaluate_function.h: measures that are functions, a call for each unit. */
#ifndef HM_EVALUATE_FUNCTION_H
#define HM_EVALUATE_FUNCTION_H

#include "platform/cancel.h"
#include "evaluate/evaluated.h"
#include "platform/budget.h"
#include "script/lua_call.h"

/* One worker's sandbox with the functions of a package; opened when first needed, opened anew when
 * a script has exhausted it. */
typedef struct hm_caller {
    const hm_plan *plan;
    const hm_bound *bound;
    const hm_allocator *allocator;
    const hm_cancel *cancel; /* may be NULL */
    hm_meter *meter;         /* of the thread that calls; may be NULL */
    hm_sandbox *sandbox;
    uint8_t *loaded;     /* by indicator */
    uint8_t *limit_hits; /* by indicator: limits run into since hm_caller_start */
    uint8_t *stateful;   /* by indicator: found to keep state, see stateless.h */
    hm_usage *usages;    /* by indicator */
    hm_argument *arguments;
} hm_caller;

bool hm_caller_open(hm_caller *caller, const hm_bound *bound, const hm_cancel *cancel,
                    hm_meter *meter, const hm_allocator *allocator);
void hm_caller_close(hm_caller *caller);

/* HM_OK, or what ends the run: HM_ERROR_CANCELLED, HM_ERROR_LIMIT when its budget is exhausted. */
hm_code hm_caller_goes_on(const hm_caller *caller, hm_error *error);

/* Values and states of units first .. first + count - 1 for one indicator; what went wrong is added
 * to `reasons`. `read`, zeros on entry, gets HM_READ_OLDER and HM_READ_UNVERIFIED by unit. An error
 * only when memory has run out or the run is to end. */
hm_code hm_caller_run(hm_caller *caller, size_t indicator, size_t first, size_t count,
                      double *values, uint8_t *states, uint8_t *read, hm_reasons *reasons,
                      hm_error *error);

/* Would the function be called for this unit, or is a figure missing? */
bool hm_caller_calls(hm_caller *caller, size_t indicator, size_t unit);
/* One call for one unit. False when memory has run out; `why` has the message, if there is one. */
bool hm_caller_call(hm_caller *caller, size_t indicator, size_t unit, double *value, uint8_t *state,
                    hm_error *why);
/* Who is told of each earlier figure, and parameter, that a call asks for. */
typedef struct hm_call_watch {
    hm_earlier_read *earlier;     /* NULL: nobody */
    hm_parameter_read *parameter; /* NULL: nobody */
    void *context;
} hm_call_watch;
/* One more call for one unit, its result left aside, if it is called for that unit at all.
 * HM_ERROR_MEMORY. */
hm_code hm_caller_watch(hm_caller *caller, size_t indicator, size_t unit,
                        const hm_call_watch *watch, hm_error *error);
/* The next call finds a sandbox in which nothing has been run. */
void hm_caller_refresh(hm_caller *caller);
/* The same, and where there was a sandbox the next one differs in what no script may count on: the
 * seed of Lua's hashes, by which the length of a list with gaps can differ. */
void hm_caller_replace(hm_caller *caller);
/* Before a run over some units: functions that were given up are tried again. */
void hm_caller_start(hm_caller *caller);

#endif
