/* calls.h: a block of calls of one function measure: what it reads, and where its results go. */
#ifndef HM_CALLS_H
#define HM_CALLS_H

#include <lua.h>

#include "platform/cancel.h"
#include "base/error.h"
#include "expr/earlier.h"
#include "expr/expr.h"
#include "table/grid.h"

/* One input over some units. */
typedef struct hm_argument {
    hm_type type;
    const struct hm_input *definition;
    const double *values;      /* flags: 0 or 1; texts: their numbers in `texts` */
    const uint8_t *states;     /* hm_state; where it is not HM_OBSERVED the measure reads nil */
    const char *const *texts;  /* HM_TYPE_TEXT */
    const uint8_t *unverified; /* NULL, or by unit: 1 where the figure is unverified */
    uint32_t input;            /* its number in the package */
} hm_argument;

/* Pushes what a measure reads. The unit may lie before the first one, where `values`, `states` and
 * `unverified` reach so far. [-0, +1, m] */
void hm_lua_push_argument(lua_State *L, const hm_argument *argument, ptrdiff_t unit);

/* A measure asks for input number `input` of its own, of the latest of `within` periods before, or
 * of each of them. */
typedef void hm_earlier_read(void *context, size_t input, unsigned within, bool each);

/* What a figure of a period before may be. */
enum {
    HM_READ_OLDER = 1, /* older than the period before */
    HM_READ_UNVERIFIED = 2
};

/* Where a measure finds the figures of periods before: lua_previous.h. */
typedef struct hm_look_back {
    hm_past past;   /* `earlier` NULL: it cannot look back */
    size_t first;   /* the unit of these that is unit 0 of the calls */
    uint8_t *kinds; /* NULL, or by unit: gets HM_READ_OLDER and HM_READ_UNVERIFIED where such a
                       figure was read */
    hm_earlier_read *read; /* NULL, or told of what is read */
    void *context;
} hm_look_back;

/* A measure asks for a parameter of the package. */
typedef void hm_parameter_read(void *context, size_t parameter);

/* The parameters of the package, param.NAME: columns with their names, in which unit 0 of the calls
 * is row `first`. */
typedef struct hm_call_parameters {
    const hm_grid_column *columns;
    size_t count, first;
    hm_parameter_read *read; /* NULL, or told of what is read */
    void *context;
} hm_call_parameters;

/* A block of calls of one measure, unit by unit. */
typedef struct hm_calls {
    int slot;
    const hm_argument *arguments; /* one for each of the measure's inputs ... */
    const char *const *inputs;    /* ... and its name */
    size_t input_count;
    bool accepts_missing; /* an earlier figure that is missing reads as nil */
    hm_look_back look_back;
    hm_call_parameters parameters;
    const char *before_first; /* a parameter that the call at hand needed and that has no value yet;
                                 NULL: none, on entry */
    hm_state missing;         /* the gravest state of the earlier figures that the call at hand
                                 needed and that are not there; HM_OBSERVED: none, on entry */
    size_t unit, end;         /* the next unit, and the first that is left alone */
    double *values;           /* by unit: results, 0 on entry */
    uint8_t *states;          /* by unit: where it is not HM_OBSERVED there is no call */
    uint64_t made;            /* calls made, added up */
    const hm_cancel *cancel;  /* may be NULL */
    hm_error *why;            /* HM_OK and without a message on entry */
} hm_calls;

/* Moves on to the next unit that is to be called; false when there is none. */
bool hm_calls_seek(hm_calls *calls);

#endif
