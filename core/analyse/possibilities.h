/* possibilities.h: what possible.h finds, and works with. */
#ifndef HM_POSSIBILITIES_H
#define HM_POSSIBILITIES_H

#include "aggregate/scores.h"

typedef enum hm_end { HM_LOWEST, HM_HIGHEST, HM_ENDS } hm_end;

static inline hm_end hm_other_end(hm_end end) {
    return end == HM_LOWEST ? HM_HIGHEST : HM_LOWEST;
}

typedef enum hm_possibility {
    HM_POSSIBLY_AS_IS, /* nothing is missing in or below the node */
    HM_POSSIBLY_OTHER, /* what it has lies between the ends, if it has a score at all */
    HM_POSSIBLY_ANY    /* between what it would lie cannot be told */
} hm_possibility;

typedef struct hm_possible {
    const hm_scores *scores;
    const hm_plan *plan; /* that holds for the run */
    const hm_allocator *allocator;
    size_t first, count;  /* the run: units of one edition, of one block */
    bool *some;           /* by node: something is missing there or below in some unit */
    bool *is_read;        /* by node: what others are computed by */
    bool *may_do_without; /* by node: it may have a score where a figure is missing */
    double *memory;
    uint8_t *bytes;
    /* By node and then place in the run: place_of. */
    double *ends[HM_ENDS];
    double *values[HM_ENDS];       /* before steps */
    double *coverage, *applicable; /* the most */
    double *least_coverage, *least_applicable;
    uint8_t
        *states[HM_ENDS]; /* the lowest's are those that hold: where they differ, any is possible
                           */
    uint8_t *possibilities;
    uint8_t *may;   /* states that it may have instead of a score: hm_may */
    uint8_t *flags; /* of none */
    hm_group_workspace workspace;
    hm_workspace expressions;
} hm_possible;

static inline size_t hm_possible_at(const hm_possible *possible, size_t node, size_t unit) {
    return node * HM_BLOCK + (unit - possible->first);
}
/* Is the node scored, if all were there? */
static inline bool hm_possible_is_scored(const hm_possible *possible, size_t at) {
    return possible->possibilities[at] != HM_POSSIBLY_ANY &&
           possible->states[HM_LOWEST][at] == HM_OBSERVED;
}

#endif
