/* planning.h: what planning goes by: the city, its menus, the goal; and what comes of it.
 * Scores of the index are counted so that more is better (hm_trial_worth): only tables tell them as
 * they are. */
#ifndef HM_IMPROVE_PLANNING_H
#define HM_IMPROVE_PLANNING_H

#include "improve/offers.h"
#include "improve/tree.h"

typedef enum hm_proof {
    HM_PROOF_NONE, /* there is no plan */
    HM_PROOF_BEST,
    HM_PROOF_FOUND
} hm_proof;

typedef struct hm_proposal {
    double *steps; /* by decision */
    double cost;
    double score; /* the engine's, as worth; scales have learnt anew */
    bool reached;
    hm_proof proof;
    double gap; /* at most so far from the best; NAN: nobody can tell */
} hm_proposal;

typedef struct hm_planning {
    hm_trial *trial;
    hm_decisions *decisions;
    hm_menus *menus;
    hm_tree tree;
    hm_improve_goal goal;
    double amount;    /* the target, as worth; or the budget */
    bool is_beyond;   /* the target is to be passed, and not tied with */
    size_t other;     /* the unit that is to be passed; SIZE_MAX: none */
    size_t effort;    /* of hm_knapsack.nodes */
    double start;     /* the worth as it is */
    double *before;   /* by node the score, likewise */
    uint8_t *touched; /* by node: 1 where some menu touches it */
    uint32_t *free;   /* the decisions that can change */
    size_t free_count;
    bool is_slow; /* scales learn anew, of so many cities that it takes its time */
    double *all;  /* the scores of all plans, NAN where one does not suit; NULL: too many */
    size_t all_count;
    double *room;    /* by decision */
    hm_proposal top; /* the highest score that was found; without steps: none yet */
    hm_arena arena;
    hm_error *error;
} hm_planning;

/* Menus and decisions are there. Errors: memory, cancelled, limits. To be closed even where it
 * fails. */
hm_code hm_planning_open(hm_planning *planning);
void hm_planning_close(hm_planning *planning);

/* Nothing is changed yet; `steps` is of the planning's memory. */
hm_code hm_proposal_open(hm_planning *planning, hm_proposal *out);

/* What a plan is to leave as it is, or to go by. */
typedef struct hm_wish {
    uint32_t without;    /* an input; HM_NO_NAME: none */
    const uint8_t *only; /* by menu: 0 where it is left as it is; NULL: none has to be */
} hm_wish;
/* Puts the figures of a plan in and takes the score; what scales have learnt stays. */
hm_code hm_planning_try(hm_planning *planning, const double *steps, double *score);
double hm_planning_cost(const hm_planning *planning, const double *steps);
/* How many nodes the figures of a plan touch. */
size_t hm_planning_indicators(const hm_planning *planning, const double *steps);
/* The score that is aimed at: one to be passed is missed by less than a tie. */
double hm_planning_aim(const hm_planning *planning);
/* Is a score where it should be? */
bool hm_planning_reaches(const hm_planning *planning, double score);

/* The figures as they are, and their scores. */
hm_code hm_planning_put_back(hm_planning *planning);

/* --- scales that learn from all cities (learn.c) --- */

/* The score of a plan as all cities would then be seen; `amount` is what is aimed at: of one to be
 * passed, what it has then. */
hm_code hm_planning_learn(hm_planning *planning, const double *steps, double *score,
                          double *amount);
/* All as it is again. */
hm_code hm_planning_unlearn(hm_planning *planning);
/* Another city may be passed where scales leave off, as it then falls behind: from all as far as it
 * goes back to what is needed. */
hm_code hm_planning_go_beyond(hm_planning *planning, hm_wish wish, hm_proposal *out);

/* For trees of which nothing is known (search.c): the best that is found going down from
 * all at its best, within the budget or at the target; then trying whether less will do. */
hm_code hm_planning_search(hm_planning *planning, hm_wish wish, hm_proposal *out);

#endif
