/* replicates.h: the scores and ranks of all cities in all replicates of a study. */
#ifndef HM_ANALYSE_REPLICATES_H
#define HM_ANALYSE_REPLICATES_H

#include "study/draws.h"
#include "evaluate/periods.h"
#include "methods/rankings.h"

struct hm_replicates {
    const hm_allocator *allocator;
    hm_study *study;
    const hm_dataset *dataset;
    size_t units, depth;
    size_t count;      /* replicates; number 0, the package as it is, stands before them */
    uint32_t *numbers; /* of each, from number 0 on */
    uint32_t *lots;    /* hm_draw.lots, of each */
    uint32_t *choices; /* by replicate and then factor */
    double *weights;   /* by replicate and then node: hm_draw.weights */
    uint8_t *weighed;  /* by node: 1 where weights are drawn, or a replay says some */
    uint32_t *nodes;   /* that are shown, and how many */
    size_t node_count;
    double *scores;        /* by shown node, unit and then replicate from 1 on; NAN: none */
    double *nominal;       /* the scores of replicate 0, by shown node and unit */
    uint32_t *ranks;       /* its ranks; 0: none */
    hm_periods periods;    /* units, in the order in which rankings have them */
    uint32_t *place;       /* by unit: which of its period it is, in that order */
    hm_rankings *rankings; /* by shown node and then period, of replicates from 1 on */
};

static inline const hm_rankings *hm_replicates_rankings(const hm_replicates *replicates,
                                                        size_t shown, size_t period) {
    return &replicates->rankings[shown * replicates->periods.count + period];
}

/* Of a unit, by replicate from 1 on. */
static inline const double *hm_replicates_scores(const hm_replicates *replicates, size_t shown,
                                                 size_t unit) {
    return replicates->scores + (shown * replicates->units + unit) * replicates->count;
}

static inline hm_draw hm_replicates_draw(const hm_replicates *replicates, size_t replicate) {
    const hm_study *study = replicates->study;
    hm_draw draw = {.number = replicates->numbers[replicate],
                    .choices = replicates->choices + replicate * study->factor_count,
                    .weights = replicates->weights + replicate * study->package->plan.node_count};
    draw.is_relative = hm_study_multiplies_weights(study);
    for (int i = 0; i < HM_LOTS; i++)
        draw.lots[i] = replicates->lots[replicate * HM_LOTS + (size_t)i];
    return draw;
}

/* Where replicates come from: `count` of them, from 1 on. */
typedef struct hm_replicates_source {
    void *context;
    hm_code (*fill)(void *context, size_t replicate, hm_draw *draw, hm_error *error);
    size_t count;
    const uint8_t *weighed; /* by node: 1 where `fill` says a weight of it, beside those that the
                               study draws; NULL: of none */
} hm_replicates_source;

/* hm_replicates_new with others than those that the study draws; of `options` all but these. */
hm_code hm_replicates_from(hm_replicates **out, hm_study *study, const hm_dataset *dataset,
                           const hm_replicates_options *options, const hm_replicates_source *source,
                           hm_error *error);

/* Scores and ranks all, once it is known what they are and there is room. In replicates_run.c. */
hm_code hm_replicates_fill(hm_replicates *replicates, const hm_replicates_options *options,
                           hm_error *error);

/* The period of a unit, by its number among those of `periods`. */
static inline size_t hm_replicates_period(const hm_replicates *replicates, size_t unit) {
    return hm_dataset_periods(replicates->dataset)[unit];
}

#endif
