/* decisions.h: which figures of a city can be changed, between what, in which steps and at
 * what cost. */
#ifndef HM_IMPROVE_DECISIONS_H
#define HM_IMPROVE_DECISIONS_H

#include "improve/trial.h"

/* Why a figure stays as it is. */
typedef enum hm_fixed {
    HM_CHANGES,
    HM_FIXED_UNUSED,   /* no score of the index rests on it */
    HM_FIXED_RECORDS,  /* it is a table */
    HM_FIXED_SEVERAL,  /* a choice of several answers */
    HM_FIXED_MISSING,  /* there is no figure */
    HM_FIXED_PACKAGE,  /* the package says so */
    HM_FIXED_COSTS,    /* the caller says so */
    HM_FIXED_LEFT_OUT, /* the caller leaves it out */
    HM_FIXED_WHOLE,    /* others are parts of it, or are divided by it */
    HM_FIXED_BOUND,    /* there is nowhere to go */
    HM_FIXED_NO_COST,  /* of plans alone: others have costs */
    HM_FIXED_NO_END,   /* of plans alone: no bound is said, and none is found */
    HM_FIXED_RULE,     /* of plans alone: a rule would be broken */
    HM_FIXED_REASONS
} hm_fixed;
const char *hm_fixed_words(hm_fixed fixed);

typedef enum hm_way { HM_WAY_UP, HM_WAY_DOWN, HM_WAYS } hm_way;

#define HM_MOST_STEPS 9007199254740992.0 /* that are counted one by one */

typedef struct hm_decision {
    uint32_t input;
    hm_fixed fixed;
    double from, low, high; /* infinite: there is no bound */
    double step;
    double cost;           /* of a step; NAN: a share of the way */
    double steps[HM_WAYS]; /* that there are each way; the last may be a shorter one. Infinite */
    double whole[HM_WAYS]; /* to the bound that is said, or else as steps: costs are shares of it */
    const double *answers; /* of a choice: the others, by number; steps up are their places */
    uint8_t *touches;      /* by node: 1 where its score may follow, but for groups by children */
    uint8_t *rules;        /* by rule: 1 where it may hang on it whether that is broken */
    double most[HM_WAYS];  /* steps that rules allow where no bound is said, so that others go on;
                              0: nothing of the kind */
} hm_decision;

typedef struct hm_decisions {
    const hm_trial *trial;
    hm_decision *each; /* by input of the plan */
    size_t count;
    hm_part_of *pairs; /* which are parts of which; some stand more than once */
    size_t pair_count;
    bool has_costs; /* some step has a cost that is said, if only of what is left out */
    hm_arena arena;
} hm_decisions;

/* Errors: argument, of what options say of inputs; memory. To be closed even where it fails. */
hm_code hm_decisions_open(hm_decisions *decisions, const hm_trial *trial,
                          const hm_improve_options *options, hm_error *error);
void hm_decisions_close(hm_decisions *decisions);

/* The figure after so many steps: up, or below 0 down. */
double hm_decision_value(const hm_decision *decision, double steps);
/* What they cost. */
double hm_decision_cost(const hm_decision *decision, double steps);
/* Would it be more than its whole, or less than its part, where those can change, too, but are as
 * they are? */
bool hm_decision_exceeds(const hm_decisions *decisions, const hm_decision *decision, double value);
/* Are they two, and there is a rule that hangs on both? */
bool hm_decision_is_linked(const hm_decisions *decisions, const hm_decision *one,
                           const hm_decision *other);
/* To any other that can change? */
bool hm_decision_is_linked_to_any(const hm_decisions *decisions, const hm_decision *one);
/* Is an input part of another in some measure? HM_NO_NAME: of any. */
bool hm_decision_is_part(const hm_plan *plan, uint32_t part, uint32_t whole);

#endif
