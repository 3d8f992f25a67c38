/* evaluate.h: every indicator's value for every unit, and its place on the hundred-mark scale. */
#ifndef HM_EVALUATE_H
#define HM_EVALUATE_H

#include "base/budget.h"
#include "evaluate/bind.h"
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

/* Of a function that was found to keep state between calls: see steady.h. */
typedef struct hm_unsteady {
    hm_reason_given reason; /* of the first unit, and of all others */
    size_t units;           /* how many have failed for it; 0: none, it is steady */
} hm_unsteady;

typedef struct hm_evaluated {
    const hm_bound *bound;
    hm_table values;     /* a column an indicator, a row a unit: before the scale is enforced */
    uint8_t *flags;      /* HM_FLAG_..., by indicator and then unit */
    uint8_t *outside;    /* by indicator: 1 unless all its values are within its range */
    hm_reasons *reasons; /* of each chunk of units, in order */
    size_t chunk_size, chunk_count; /* units of each but perhaps the last; how many */
    hm_usage *usages;               /* of function measures, by indicator */
    hm_unsteady *unsteady;          /* by indicator */
} hm_evaluated;

/* What one thread needs to evaluate. */
typedef struct hm_evaluator hm_evaluator;
hm_code hm_evaluator_open(hm_evaluator **out, const hm_bound *bound, const volatile int *cancel,
                          const hm_allocator *allocator, hm_error *error);
void hm_evaluator_close(hm_evaluator *evaluator);
/* What the calling thread has this evaluator do from here on is charged to `budget`, which may be
 * NULL, until hm_evaluator_stop. That returns `code`, or, where the budget is exhausted, what takes
 * its place: HM_ERROR_LIMIT, so that no number is taken for a result that was cut short. */
void hm_evaluator_start(hm_evaluator *evaluator, hm_budget *budget);
hm_code hm_evaluator_stop(hm_evaluator *evaluator, hm_code code, hm_error *error);
/* Values and flags of units begin .. end - 1, taken anew; reasons are added to `reasons`.
 * HM_ERROR_CANCELLED when the flag was raised, HM_ERROR_LIMIT when the budget is exhausted,
 * HM_ERROR_MEMORY. */
hm_code hm_evaluator_run(hm_evaluator *evaluator, hm_evaluated *evaluated, size_t begin, size_t end,
                         hm_reasons *reasons, hm_error *error);

/* Looks, for the functions among the measures of units begin .. end - 1 as they were just taken,
 * whether they keep state (steady.h). Runs their scripts anew, and leaves a fresh sandbox. */
hm_code hm_evaluator_check(hm_evaluator *evaluator, const hm_evaluated *evaluated, size_t begin,
                           size_t end, hm_error *error);
/* Fails what this evaluator has found to keep state, for all units. */
void hm_evaluator_settle(hm_evaluator *evaluator, hm_evaluated *evaluated);

/* Room for the values of all bound units, nothing evaluated yet. */
hm_code hm_evaluated_allocate(hm_evaluated *evaluated, const hm_bound *bound,
                              const hm_allocator *allocator, hm_error *error);
/* The same, evaluated. `options` as hm_score takes them, with the allocator filled in; its limits
 * are those of `budget`, which may be NULL. */
hm_code hm_evaluated_open(hm_evaluated *evaluated, const hm_bound *bound,
                          const hm_score_options *options, hm_budget *budget, hm_error *error);
void hm_evaluated_close(hm_evaluated *evaluated);

/* Raises the states of units first .. first + count - 1 to HM_INVALID where a part above 0 stands
 * in a whole of 0, of the pairs that the script declares: one of the two figures is wrong. A pair
 * that only the measure tells of, by a percent, is refused by that percent, where it is taken. In
 * parts.c. */
void hm_parts_refuse(const hm_bound *bound, const hm_indicator *indicator, size_t first,
                     size_t count, uint8_t *states);
/* Is this flag raised for any of them? In parts.c. */
bool hm_flags_any(const uint8_t *flags, size_t count, unsigned flag);
/* Adds a warning for each figure that is more than the whole it is a part of. In parts.c. */
void hm_evaluated_warn_parts(const hm_evaluated *evaluated, hm_issues *issues);

/* Where reasons of a unit belong. */
hm_reasons *hm_evaluated_reasons(hm_evaluated *evaluated, size_t unit);
/* NULL when the unit has a value or the reason is in its figures. */
const hm_reason_given *hm_evaluated_reason(const hm_evaluated *evaluated, size_t unit,
                                           size_t indicator);
/* The score of a value: held within the indicator's range. */
double hm_evaluated_score(const hm_indicator *indicator, double value);

#endif
