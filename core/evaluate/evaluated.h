/* evaluated.h: what evaluating yields: every indicator's value for every unit, and why there is
 * none.
 */
#ifndef HM_EVALUATED_H
#define HM_EVALUATED_H

#include <math.h>

#include "evaluate/bound.h"
#include "hundredmark/score.h"

/* Why a function gave no number for a unit. */
typedef struct hm_reason_given {
    uint32_t unit, indicator;
    hm_state state;
    const char *file; /* "" where there is none */
    uint32_t line;
    const char *text;
} hm_reason_given;

/* A list that grows, with its texts. */
typedef struct hm_reasons {
    hm_arena arena;
    hm_reason_given *items;
    size_t count, capacity;
} hm_reasons;

/* Of a function that was found to keep state between calls: see stateless.h. */
typedef struct hm_stateful {
    hm_reason_given reason; /* of the first unit, and of all others */
    size_t units;           /* how many have failed for it; 0: none, it is stateless */
} hm_stateful;

typedef struct hm_evaluated {
    const hm_plan *plan;
    const hm_bound *bound;
    hm_grid values;      /* a column an indicator, a row a unit: before the scale is enforced */
    uint8_t *flags;      /* HM_FLAG_..., by indicator and then unit */
    uint8_t *outside;    /* by indicator: 1 unless all its values are within its range */
    hm_reasons *reasons; /* of each chunk of units, in order */
    size_t chunk_size, chunk_count; /* units of each but perhaps the last; how many */
    hm_usage *usages;               /* of function measures, by indicator */
    hm_stateful *stateful;          /* by indicator */
} hm_evaluated;

/* A value this little outside its range is there by rounding alone. */
#define HM_RANGE_ROUNDING 1e-12
/* HM_FLAG_CAPPED or HM_FLAG_FLOORED where a value lies outside its range. */
static inline uint8_t hm_range_flags(double value, double low, double high) {
    const double above = high + fabs(high) * HM_RANGE_ROUNDING;
    const double below = low - fabs(low) * HM_RANGE_ROUNDING - HM_RANGE_ROUNDING;
    return value > above ? HM_FLAG_CAPPED : value < below ? HM_FLAG_FLOORED : 0;
}

/* Room for the values of all bound units, nothing evaluated yet. */
hm_code hm_evaluated_allocate(hm_evaluated *evaluated, const hm_bound *bound,
                              const hm_allocator *allocator, hm_error *error);
void hm_evaluated_close(hm_evaluated *evaluated);

/* NULL when the unit has a value or the reason is in its figures. */
const hm_reason_given *hm_evaluated_reason(const hm_evaluated *evaluated, size_t unit,
                                           size_t indicator);

#endif
