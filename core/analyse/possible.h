/* possible.h: between what the scores of a unit would lie if all figures that are missing were
 * there, each anywhere in what the package says of it (possible_figures.h); what steps have learnt
 * from all cities stands as it is. Units are taken a run at a time. */
#ifndef HM_POSSIBLE_H
#define HM_POSSIBLE_H

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
    double *values[HM_ENDS]; /* before steps */
    double *coverage, *applicable;
    uint8_t
        *states[HM_ENDS]; /* the lowest's are those that hold: where they differ, any is possible
                           */
    uint8_t *possibilities;
    uint8_t *flags; /* of none */
    hm_group_workspace workspace;
    hm_workspace expressions;
} hm_possible;

/* False when memory has run out; to be closed all the same. */
bool hm_possible_open(hm_possible *possible, const hm_scores *scores,
                      const hm_allocator *allocator);
void hm_possible_close(hm_possible *possible);

/* How many units from `first` on are one run. */
size_t hm_possible_run(const hm_possible *possible, size_t first);
/* Where the run begins that a unit is in. */
size_t hm_possible_begin(const hm_possible *possible, size_t unit);
/* Fills all nodes for the units of the run that begins with `first`. */
void hm_possible_fill(hm_possible *possible, size_t first);

static inline size_t hm_possible_at(const hm_possible *possible, size_t node, size_t unit) {
    return node * HM_BLOCK + (unit - possible->first);
}
/* Is it an indicator that a figure is missing of, in a unit of the run? */
bool hm_possible_is_missing(const hm_possible *possible, size_t node, size_t unit);
/* Is the node scored, if all were there? */
static inline bool hm_possible_is_scored(const hm_possible *possible, size_t at) {
    return possible->possibilities[at] != HM_POSSIBLY_ANY &&
           possible->states[HM_LOWEST][at] == HM_OBSERVED;
}

/* How much the root's score moves in a unit of the run when the mark of an indicator alone goes
 * from one end to the other, all others that are missing being where they make that least, or most:
 * the greater of the two. NAN where that cannot be told. */
double hm_possible_stake(const hm_possible *possible, size_t node, size_t unit);

#endif
