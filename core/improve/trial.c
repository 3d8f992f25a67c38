#include "improve/trial.h"

#include <math.h>

#include "base/error.h"
#include "evaluate/rule_check.h"

static bool open_rules(hm_trial *trial) {
    trial->holds = hm_allocate(trial->allocator, trial->plan->rule_count + 1);
    trial->room = hm_allocate_array(trial->allocator, 1, sizeof *trial->room);
    if (!trial->holds || !trial->room ||
        !hm_rules_workspace_open(trial->room, trial->plan, trial->allocator))
        return false;
    for (size_t i = 0; i < trial->plan->rule_count; i++)
        trial->holds[i] = hm_trial_rule_stands(trial, i) == 0;
    return true;
}

static void close_rules(const hm_trial *trial) {
    if (trial->holds)
        hm_release(trial->allocator, trial->holds, trial->plan->rule_count + 1);
    if (trial->room)
        hm_workspace_close(trial->room);
    hm_release(trial->allocator, trial->room, sizeof *trial->room);
}

hm_code hm_trial_open(hm_trial *trial, const hm_package *package, const hm_dataset *dataset,
                      size_t unit, const hm_improve_options *options, hm_error *error) {
    hm_session_options given = HM_SESSION_OPTIONS_INIT;
    given.allocator = options->allocator;
    given.cancel = options->cancel;
    given.run_limits = options->run_limits;
    given.fits = options->fits;
    *trial = (hm_trial){.unit = unit, .allocator = options->allocator};
    const hm_code code = hm_session_open(&trial->session, package, dataset, unit, &given, error);
    if (code != HM_OK)
        return code;
    trial->updater = hm_session_updater(trial->session);
    trial->bound = &trial->updater->scores->bound;
    trial->unit = trial->updater->unit;
    trial->plan = hm_bound_plan(trial->bound, trial->unit);
    trial->learns = trial->bound->plan->phase_count > 0 && !options->fits;
    trial->states = hm_allocate(trial->allocator, trial->plan->node_count);
    if (!trial->states || !open_rules(trial))
        return hm_error_memory(error);
    for (uint32_t i = 0; i < trial->plan->node_count; i++)
        trial->states[i] = hm_trial_state(trial, i);
    return HM_OK;
}

void hm_trial_close(hm_trial *trial) {
    if (trial->states)
        hm_release(trial->allocator, trial->states, trial->plan->node_count);
    close_rules(trial);
    hm_session_free(trial->session);
}

bool hm_trial_keeps_states(const hm_trial *trial) {
    for (uint32_t i = 0; i < trial->plan->node_count; i++)
        if (hm_trial_state(trial, i) != trial->states[i])
            return false;
    return true;
}

double hm_trial_sign(const hm_trial *trial, uint32_t node) {
    const hm_node *nodes = trial->plan->nodes;
    double sign = nodes[0].least_first ? -1 : 1;
    for (uint32_t at = node; at != HM_NO_NODE; at = nodes[at].parent)
        sign = nodes[at].effect == HM_EFFECT_DEDUCTS ? -sign : sign;
    return sign;
}

hm_code hm_trial_take(const hm_trial *trial, hm_error *error) {
    return hm_session_score(trial->session, error);
}

hm_code hm_trial_learn(const hm_trial *trial, hm_error *error) {
    return trial->learns ? hm_session_refit(trial->session, error) : HM_OK;
}

hm_code hm_trial_take_anew(const hm_trial *trial, hm_error *error) {
    const hm_code code = hm_trial_take(trial, error);
    return code == HM_OK ? hm_trial_learn(trial, error) : code;
}

/* All units are bound where scales learn: the updater goes over to one, and comes back. */
hm_code hm_trial_other(const hm_trial *trial, size_t unit, double *worth, hm_error *error) {
    hm_updater_move(trial->updater, unit);
    hm_code code = hm_trial_take(trial, error);
    const hm_trial other = {.updater = trial->updater, .plan = trial->plan, .unit = unit};
    *worth = code == HM_OK ? hm_trial_worth(&other) : (double)NAN;
    hm_updater_move(trial->updater, trial->unit);
    return code == HM_OK ? hm_trial_take(trial, error) : code;
}

bool hm_trial_keeps_rules(const hm_trial *trial, const uint8_t *of) {
    for (size_t i = 0; i < trial->plan->rule_count; i++)
        if (trial->holds[i] && (!of || of[i]) && hm_trial_rule_stands(trial, i) != 0)
            return false;
    return true;
}

int hm_trial_rule_stands(const hm_trial *trial, size_t rule) {
    hm_sides sides;
    const hm_verdict verdict =
        hm_rule_verdict(trial->bound, &trial->plan->rules[rule], trial->unit, trial->room, &sides);
    return verdict != HM_VERDICT_BROKEN ? 0 : sides.left > sides.right ? 1 : -1;
}
