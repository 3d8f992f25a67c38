/* learn.c: plans where scales learn anew from the city as it would be. */
#include <math.h>

#include "improve/planning.h"
#include "base/error.h"

hm_code hm_planning_learn(hm_planning *p, const double *steps, double *score, double *amount) {
    hm_code code = hm_planning_try(p, steps, score);
    *amount = p->amount;
    if (code != HM_OK || !p->trial->learns)
        return code;
    code = hm_trial_learn(p->trial, p->error);
    *score = code == HM_OK ? hm_trial_worth(p->trial) : (double)NAN;
    if (code == HM_OK && p->other != SIZE_MAX)
        code = hm_trial_other(p->trial, p->other, amount, p->error);
    return code;
}

hm_code hm_planning_unlearn(hm_planning *p) {
    const hm_code code = hm_planning_put_back(p);
    return code == HM_OK ? hm_trial_learn(p->trial, p->error) : code;
}

/* How far the city is ahead of the other one. */
static hm_code lead_of(hm_planning *p, const double *steps, double *lead) {
    double score, amount;
    const hm_code code = hm_planning_learn(p, steps, &score, &amount);
    *lead = score - amount;
    return code;
}

static bool is_ahead(const hm_planning *p, double lead) {
    const double amount = p->amount;
    return lead > 1e-9 * fmax(1, fabs(amount) + fabs(lead));
}

/* As far as it goes, the way that leads further. */
static hm_code stretch(hm_planning *p, const hm_decision *d, double *steps, double *lead) {
    const double ways[] = {d->steps[HM_WAY_UP], -d->steps[HM_WAY_DOWN]};
    hm_code code = HM_OK;
    for (size_t i = 0; code == HM_OK && i < 2; i++) {
        const double old = steps[d->input];
        double own;
        if (ways[i] == 0)
            continue;
        steps[d->input] = ways[i];
        code = lead_of(p, steps, &own);
        if (code == HM_OK && own > *lead)
            *lead = own;
        else
            steps[d->input] = old;
    }
    return code;
}

/* Back, as far as the city stays ahead. */
static hm_code relax(hm_planning *p, const hm_decision *d, double *steps) {
    const double sign = steps[d->input] < 0 ? -1 : 1;
    double low = -1, high = fabs(steps[d->input]), lead;
    hm_code code = HM_OK;
    while (code == HM_OK && high - low > 1) {
        const double middle = low + floor((high - low) / 2);
        steps[d->input] = sign * middle;
        code = lead_of(p, steps, &lead);
        if (is_ahead(p, lead))
            high = middle;
        else
            low = middle;
    }
    steps[d->input] = sign * high;
    return code;
}

static bool may_change(const hm_decision *d, hm_wish wish) {
    return d->fixed == HM_CHANGES && d->input != wish.without && !d->answers;
}

static hm_code take(hm_planning *p, const double *steps, hm_proposal *out) {
    double amount;
    const hm_code code = hm_planning_learn(p, steps, &out->score, &amount);
    for (size_t i = 0; i < p->decisions->count; i++)
        out->steps[i] = steps[i];
    out->cost = hm_planning_cost(p, steps);
    out->reached = true;
    out->proof = HM_PROOF_FOUND;
    out->gap = (double)NAN;
    return code;
}

hm_code hm_planning_go_beyond(hm_planning *p, hm_wish wish, hm_proposal *out) {
    double *steps = hm_arena_take_array(&p->arena, p->decisions->count + 1, sizeof *steps);
    double lead = 0;
    hm_code code = steps ? lead_of(p, steps, &lead) : hm_error_memory(p->error);
    for (size_t i = 0; code == HM_OK && i < p->decisions->count; i++)
        if (may_change(&p->decisions->each[i], wish))
            code = stretch(p, &p->decisions->each[i], steps, &lead);
    if (code == HM_OK && is_ahead(p, lead)) {
        for (size_t i = 0; code == HM_OK && i < p->decisions->count; i++)
            if (steps[i] != 0)
                code = relax(p, &p->decisions->each[i], steps);
        if (code == HM_OK)
            code = take(p, steps, out);
    }
    return code == HM_OK ? hm_planning_unlearn(p) : code;
}
