/* group.h: the score of one group from those of its children, a block of units at a time. */
#ifndef HM_GROUP_H
#define HM_GROUP_H

#include "base/numbers/number.h"
#include "evaluate/evaluate.h"

/* A child as its group sees it, from the block's first unit on. One of weight 0 has no say: in the
 * score, the coverage, what applies, the state and the flags. */
typedef struct hm_child {
    const double *scores; /* 0 where there is none */
    const uint8_t *states;
    const uint8_t *flags; /* HM_FLAG_... */
    const uint8_t
        *reported;          /* states that say whether a score rests on data; NULL: all scores do */
    const double *coverage; /* of those; NULL for an indicator: 1 where it is scored, else 0 */
    const double *applicable; /* NULL: 1 where its state applies, else 0 */
    double weight;
    hm_effect effect; /* where it deducts or adds points, it does so whatever its weight, which then
                         counts for coverage and what applies alone */
    double cap;       /* of these points */
    bool is_required; /* no score without its own */
} hm_child;

typedef struct hm_group {
    const hm_child *children;
    size_t child_count;
    size_t method;
    const double *parameters; /* of the method */
    bool lifted;              /* the range of some child goes below 0 */
    double min_coverage;
    bool by_count;       /* of children, each counted once, not of their coverage */
    size_t min_children; /* that have a score */
    double low, high;    /* what it is held within, points and all */
    bool may_leave;      /* what the method gives may lie outside of that */
    int rounding;        /* decimals; below 0: none */
    bool ties_to_even;
    double *child_scores, *child_weights; /* room for as many as there are children */
    const hm_operand *measured; /* what its measure gives, in place of the method; NULL: none */
} hm_group;

/* Where the results of a group go, from the block's first unit on. */
typedef struct hm_group_result {
    double *scores;
    uint8_t *states;    /* HM_OBSERVED, HM_INSUFFICIENT, HM_NOT_APPLICABLE, HM_UNDEFINED where the
                           method makes no number of the scores, or what a measure has */
    uint8_t *flags;     /* those that are inherited, and whether its own score was held */
    double *coverage;   /* 0..1 */
    double *applicable; /* 0..1; untouched where all of it applies to all units */
} hm_group_result;

/* Sums of weights are compared with thresholds with room for their rounding. */
#define HM_SHARE_ROUNDING 1e-9
static inline bool hm_share_reaches(double share, double least) {
    return share + HM_SHARE_ROUNDING >= least;
}

static inline double hm_score_round(double score, int decimals, bool ties_to_even) {
    return ties_to_even ? hm_number_round_even(score, decimals) : hm_number_round(score, decimals);
}

/* Does a cell in this state apply? What does not, or cannot be computed for lack of cases, is left
 * out of its group. */
static inline bool hm_state_applies(uint8_t state) {
    return state != HM_NOT_APPLICABLE && state != HM_UNDEFINED;
}

/* What a state itself says of where a score comes from. */
static inline uint8_t hm_state_flags(uint8_t state) {
    return state == HM_INVALID || state == HM_FAILED ? HM_FLAG_RESTS_ON_REJECTED : 0;
}

/* The points that a child with this score takes off or adds. */
static inline double hm_points_of(hm_effect effect, double cap, double score) {
    const double most = score > cap ? cap : score;
    const double points = most < -cap ? -cap : most;
    return effect == HM_EFFECT_DEDUCTS ? -points : points;
}
/* Adds to the flags of `count` units what a score inherits from one that it rests on, and from what
 * the states of that say. */
void hm_flags_inherit(size_t count, const uint8_t *states, const uint8_t *from, uint8_t *flags);

/* Writes the results of `count` <= HM_BLOCK units. False when all children apply wholly to all
 * units: then `applicable` is 1 and not written. */
bool hm_group_score(const hm_group *group, size_t count, hm_group_result result);

#endif
