#include "improve/gains.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"

typedef struct gaining {
    const hm_decisions *decisions;
    const hm_trial *trial;
    double worth; /* as it is */
    hm_error *error;
} gaining;

/* The points of one step, or answer; NAN where there can be none such. */
static hm_code try_step(const gaining *g, const hm_decision *d, double steps, double *points) {
    const double value = hm_decision_value(d, steps);
    *points = (double)NAN;
    if (hm_decision_exceeds(g->decisions, d, value))
        return HM_OK;
    hm_trial_put(g->trial, d->input, value);
    const bool keeps = hm_trial_keeps_rules(g->trial, d->rules);
    hm_code code = HM_OK;
    if (keeps)
        code = hm_trial_take_anew(g->trial, g->error);
    if (code == HM_OK && keeps && hm_trial_keeps_states(g->trial))
        *points = hm_trial_worth(g->trial) - g->worth;
    hm_trial_put(g->trial, d->input, d->from);
    return code;
}

/* NAN: nothing is said of it, as of others, or its way has no end. */
static double cost_of(const gaining *g, const hm_decision *d, double steps) {
    const bool has_end = isfinite(d->steps[steps > 0 ? HM_WAY_UP : HM_WAY_DOWN]);
    return isnan(d->cost) && (g->decisions->has_costs || !has_end) ? (double)NAN
                                                                   : hm_decision_cost(d, steps);
}

/* The better way of one step; its points are NAN where there is none. */
static hm_code take_gain(const gaining *g, const hm_decision *d, hm_change *best) {
    const double up = d->answers ? d->steps[HM_WAY_UP] : fmin(1, d->steps[HM_WAY_UP]);
    hm_code code = HM_OK;
    *best = (hm_change){.input = d->input, .points = (double)NAN, .cumulated = (double)NAN};
    for (double k = -fmin(1, d->steps[HM_WAY_DOWN]); code == HM_OK && k <= up; k++) {
        double points;
        if (k == 0)
            continue;
        code = try_step(g, d, k, &points);
        if (!isnan(points) && !(points < best->points)) {
            best->points = points;
            best->steps = k;
        }
    }
    best->cost = cost_of(g, d, best->steps);
    return code;
}

static int compare(const void *a, const void *b) {
    const hm_change *one = a, *other = b;
    if (one->points != other->points)
        return one->points > other->points ? -1 : 1;
    return one->input < other->input ? -1 : one->input > other->input;
}

hm_code hm_gains_take(hm_decisions *decisions, hm_change *changes, size_t *count, hm_error *error) {
    const hm_trial *trial = decisions->trial;
    const gaining g = {decisions, trial, hm_trial_worth(trial), error};
    hm_code code = HM_OK;
    *count = 0;
    for (size_t i = 0; code == HM_OK && i < decisions->count; i++)
        if (decisions->each[i].fixed == HM_CHANGES) {
            code = take_gain(&g, &decisions->each[i], &changes[*count]);
            *count += code == HM_OK && !isnan(changes[*count].points);
        }
    if (code == HM_OK)
        code = hm_trial_take_anew(trial, error);
    qsort(changes, *count, sizeof *changes, compare);
    return code;
}
