/* budget.h: what a piece of work may use as a whole, all its threads together: processor time and
 * steps.
 *
 * A budget is shared. Each thread has a meter of its own, which charges the budget when a
 * millisecond has passed by the clock on the wall, or some thousand steps have come together, so
 * that looking often is cheap and a thread overruns by no more than that. What is left is charged
 * when the meter stops: work that took more steps than its budget has exhausted it by then, however
 * many threads it was done on. */
#ifndef HM_BUDGET_H
#define HM_BUDGET_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "platform/cancel.h"

typedef struct hm_budget {
    const char *of; /* what messages call the work, "the run"; borrowed */
    double seconds; /* the bounds; 0: none */
    uint64_t steps;
    const hm_cancel *cancel; /* ends the work, too; NULL: none. Set after opening. */
    atomic_uint_fast64_t used_nanoseconds, used_steps;
    atomic_int exhausted; /* which bound was exceeded first; 0: none so far */
} hm_budget;

/* Seconds that are negative or NaN are HM_ERROR_ARGUMENT. */
hm_code hm_budget_open(hm_budget *budget, const char *of, double seconds, uint64_t steps,
                       hm_error *error);
/* False for NULL. */
bool hm_budget_is_exhausted(const hm_budget *budget); /* or cancelled */
/* Of an exhausted budget: HM_ERROR_LIMIT, which bound and its value, at a place or (`file` NULL)
 * none. */
hm_code hm_budget_explain(const hm_budget *budget, const char *file, uint32_t line,
                          hm_error *error);

typedef struct hm_meter {
    hm_budget *budget; /* NULL: nothing is metered */
    int64_t charged;   /* the thread's processor time when it was last charged */
    int64_t looked;    /* the clock at that moment */
    uint64_t steps;    /* not charged yet */
    uint64_t work;     /* see hm_meter_work */
} hm_meter;

/* From here on the calling thread works for `budget`, which may be NULL. */
void hm_meter_start(hm_meter *meter, hm_budget *budget);
/* Charges what is left, on the same thread. */
void hm_meter_stop(hm_meter *meter);
/* Adds steps, charges when it is time to, and steps in any case where `ended` says that something
 * has, so that it does not depend on the clock where they exhaust the budget. `now` is
 * hm_clock_now. False: the budget is exhausted. */
bool hm_meter_look(hm_meter *meter, uint64_t steps, bool ended, int64_t now);

/* For loops of plain C, which have no steps: looks once this much work has come together, a unit of
 * it being some nanoseconds. False: the budget is exhausted. */
#define HM_METER_WORK 100000
bool hm_meter_look_after_work(hm_meter *meter);
static inline bool hm_meter_work(hm_meter *meter, uint64_t amount) {
    meter->work += amount;
    return meter->work < HM_METER_WORK || hm_meter_look_after_work(meter);
}

#endif
