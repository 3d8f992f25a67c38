/* lua_call.h: function measures, called per city and period in a worker's sandbox.
 *
 * A measure is its script run once more in this sandbox; what it reads is one sealed table of the
 * declared inputs, filled anew for each call. Measures are kept by slot numbers of the caller's
 * choice. */
#ifndef HM_LUA_CALL_H
#define HM_LUA_CALL_H

#include "expr/earlier.h"
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

/* One input over some units. */
typedef struct hm_argument {
    hm_type type;
    const double *values;      /* flags: 0 or 1; texts: their numbers in `texts` */
    const uint8_t *states;     /* hm_state; where it is not HM_OBSERVED the measure reads nil */
    const char *const *texts;  /* HM_TYPE_TEXT */
    const uint8_t *unverified; /* NULL, or by unit: 1 where the figure is unverified */
} hm_argument;

/* Pushes what a measure reads. The unit may lie before the first one, where `values`, `states` and
 * `unverified` reach so far. [-0, +1, m] */
void hm_lua_push_argument(lua_State *L, const hm_argument *argument, ptrdiff_t unit);

/* A measure asks for input number `input` of its own, of the latest of `within` periods before. */
typedef void hm_earlier_read(void *context, size_t input, unsigned within);

/* What a figure of a period before may be. */
enum {
    HM_READ_OLDER = 1, /* older than the period before */
    HM_READ_UNVERIFIED = 2
};

/* Where a measure finds the figures of periods before: lua_previous.h. */
typedef struct hm_look_back {
    const hm_earlier *earlier; /* NULL: it cannot look back */
    size_t first;              /* the unit of `earlier` that is unit 0 of the calls */
    uint8_t *kinds; /* NULL, or by unit: gets HM_READ_OLDER and HM_READ_UNVERIFIED where such a
                       figure was read */
    hm_earlier_read *read; /* NULL, or told of what is read */
    void *context;
} hm_look_back;

/* A block of calls of one measure, unit by unit. */
typedef struct hm_calls {
    int slot;
    const hm_argument *arguments; /* one for each of the measure's inputs ... */
    const char *const *inputs;    /* ... and its name */
    size_t input_count;
    bool accepts_missing; /* an earlier figure that is missing reads as nil */
    hm_look_back look_back;
    hm_state missing;           /* the gravest state of the earlier figures that the call at hand
                                   needed and that are not there; HM_OBSERVED: none, on entry */
    size_t unit, end;           /* the next unit, and the first that is left alone */
    double *values;             /* by unit: results, 0 on entry */
    uint8_t *states;            /* by unit: where it is not HM_OBSERVED there is no call */
    uint64_t made;              /* calls made, added up */
    const volatile int *cancel; /* may be NULL */
    hm_error *why;              /* HM_OK and without a message on entry */
} hm_calls;

/* Moves on to the next unit that is to be called; false when there is none. */
bool hm_calls_seek(hm_calls *calls);

/* Calls until all units are done, `cancel` is raised, or a unit has something to tell: then `why`
 * has its message or code, and `unit` is the one after it. A result is a finite number and state
 * HM_OBSERVED; or the state a helper or `return nil, "reason"` gave (then `why` has the reason, if
 * any); or HM_FAILED, `why` with file, line and reason, and its code. A unit that fails costs the
 * others nothing, unless it tripped a limit: the sandbox is spent then, and to be replaced; so it
 * is where the budget of the meter is exhausted, which may be no unit's doing. A unit for which an
 * earlier figure was needed that is missing has the state of that figure, whatever came of the
 * call. */
void hm_lua_call(hm_sandbox *sandbox, hm_calls *calls);

#endif
