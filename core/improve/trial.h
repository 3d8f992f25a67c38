/* trial.h: a city whose figures are tried out: a session, from within. */
#ifndef HM_IMPROVE_TRIAL_H
#define HM_IMPROVE_TRIAL_H

#include "aggregate/update.h"
#include "hundredmark/improve.h"

typedef struct hm_trial {
    hm_session *session;
    hm_updater *updater;
    const hm_bound *bound;
    const hm_plan *plan; /* as it holds in the city's period */
    size_t unit;         /* the row of the city */
    bool learns;         /* scales learn from all cities, and may learn anew */
    uint8_t *states;     /* of all nodes, as it is */
    uint8_t *holds;      /* by rule: 1 where it is not broken, as it is */
    hm_workspace *room;  /* to look at rules */
    const hm_allocator *allocator;
} hm_trial;

/* To be closed even where it fails. */
hm_code hm_trial_open(hm_trial *trial, const hm_package *package, const hm_dataset *dataset,
                      size_t unit, const hm_improve_options *options, hm_error *error);
void hm_trial_close(hm_trial *trial);

/* Puts a figure in; what depends on it is taken by hm_trial_take. */
static inline void hm_trial_put(const hm_trial *trial, uint32_t input, double value) {
    hm_updater_put(trial->updater, (hm_figure){input, value, HM_OBSERVED});
}
hm_code hm_trial_take(const hm_trial *trial, hm_error *error);
/* What scales have learnt is learnt anew, with the figures as they are put in; nothing where they
 * do not learn. */
hm_code hm_trial_learn(const hm_trial *trial, hm_error *error);
/* Both. */
hm_code hm_trial_take_anew(const hm_trial *trial, hm_error *error);
/* The worth of another unit of the data by what is learnt now; NAN: it has no index. Only of a
 * trial that learns. */
hm_code hm_trial_other(const hm_trial *trial, size_t unit, double *worth, hm_error *error);

/* Do the figures that are put in break no rule that holds as it is? `of`: by rule 1 where it is
 * asked; NULL: all are. */
bool hm_trial_keeps_rules(const hm_trial *trial, const uint8_t *of);
/* How a rule stands with them: 0 while it is not broken, else the sign of how far its left side is
 * above its right one. */
int hm_trial_rule_stands(const hm_trial *trial, size_t rule);

static inline uint8_t hm_trial_state(const hm_trial *trial, uint32_t node) {
    const hm_aggregated *aggregated = &trial->updater->scores->aggregated;
    return aggregated->scores.columns[node].states[trial->unit];
}
static inline double hm_trial_score(const hm_trial *trial, uint32_t node) {
    const hm_aggregated *aggregated = &trial->updater->scores->aggregated;
    return hm_trial_state(trial, node) == HM_OBSERVED
               ? aggregated->scores.columns[node].values[trial->unit]
               : (double)NAN;
}
/* Is what has a score as it is still scored, and nothing else? */
bool hm_trial_keeps_states(const hm_trial *trial);
/* 1; -1 where less of the score of a node is better: where less of the index is, or where it is
 * deducted from what is better the more it is. */
double hm_trial_sign(const hm_trial *trial, uint32_t node);
/* The score of the index, counted so that more is better: what plans go by. */
static inline double hm_trial_worth(const hm_trial *trial) {
    return hm_trial_sign(trial, 0) * hm_trial_score(trial, 0);
}

#endif
