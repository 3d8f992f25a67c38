/* improve.h: what would it take: which figures of a city would have to be others for its index to
 * reach a score, to be ahead of another city's, or to come as far as a budget leads; and what one
 * step of each figure would bring. It is arithmetic, not advice: it knows what the package and its
 * caller say of changing figures, and nothing of what that means in a city.
 *
 * Which figures change. An input that the city has a figure for is changed in steps: of a count 1,
 * of a grade 0.1, of a flag or a choice to another answer, of other numbers what the package says
 * (improve of the input) or a power of ten near a hundredth of what they can be. It stays within
 * the bounds of its input (min, max; unless the caller says others also warn_min and warn_max), a
 * part within its whole, and breaks no rule that holds. Fixed are:
 * what the package says is; wholes and what else is divided by (populations, numbers of all
 * services), unless they are themselves part of something; records and several answers; and what
 * is not reported, since nobody knows where it would start. What is scored stays scored and what is
 * not stays so: no plan makes a figure apply, or not apply.
 *
 * Costs. A step costs what the package or the caller says. Where nothing is said of any input, all
 * the way from the figure to its bound costs 1: the unit is the share of that way. Where something
 * is said of some, plans leave the others as they are.
 *
 * Where the package says that less of the index is better (direction), all goes the other way:
 * targets are reached from above, the best score is the least, and what is better has points below
 * 0.
 *
 * What the planner found is put into the engine and scored before it is told: points and scores are
 * the engine's own. Where scales learn from all cities, they learn anew from the city as it would
 * be: in plans, and in what one step brings. */
#ifndef HUNDREDMARK_IMPROVE_H
#define HUNDREDMARK_IMPROVE_H

#include <math.h>

#include "hundredmark/score.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What is said of changing an input, in place of what the package says. */
typedef struct hm_improve_cost {
    const char *input;
    double cost;      /* of a step, from 0; NAN: nothing is said, as below */
    double step;      /* above 0, of a count whole */
    double low, high; /* between which the figure may be changed */
    int fixed;        /* 1: it is as it is; 0: it is not, whatever the package says; -1 */
} hm_improve_cost;
#define HM_IMPROVE_COST_INIT                                                                       \
    { NULL, NAN, NAN, NAN, NAN, -1 }

typedef enum hm_improve_goal {
    HM_IMPROVE_GAINS = 0, /* no plan: what one step of each figure brings */
    HM_IMPROVE_TARGET,    /* the least cost for the index to reach `amount` */
    HM_IMPROVE_BUDGET,    /* the best index for `amount` of costs at most */
    HM_IMPROVE_PASS       /* the least cost to be ahead of the city `other` in the same period */
} hm_improve_goal;

typedef struct hm_improve_options {
    size_t size;                   /* HM_IMPROVE_OPTIONS_INIT, hm_improve_options_init */
    const hm_allocator *allocator; /* NULL: malloc; must outlive the result */
    const hm_cancel *cancel;       /* NULL: none */
    hm_total_limits run_limits;    /* as in hm_session_options */
    const hm_fits *fits;           /* as in hm_score_options */
    hm_improve_goal goal;
    double amount;
    const char *other;
    const hm_improve_cost *costs; /* cost_count of them, each input once */
    size_t cost_count;
    const char *const *without; /* without_count names of inputs that are to stay as they are */
    size_t without_count;
    int alternatives; /* 1: look for them, which takes some times as long as the plan alone */
} hm_improve_options;
#define HM_IMPROVE_OPTIONS_INIT                                                                    \
    {                                                                                              \
        sizeof(hm_improve_options), NULL, NULL, {0, 0}, NULL, HM_IMPROVE_GAINS, 0, NULL, NULL, 0,  \
            NULL, 0, 0                                                                             \
    }
/* As hm_package_options_init. */
HM_API void hm_improve_options_init(hm_improve_options *options, size_t size);

typedef struct hm_improvement hm_improvement;

/* Of one unit of a finished data set. Errors: argument, memory, HM_ERROR_PACKAGE,
 * HM_ERROR_CANCELLED, HM_ERROR_LIMIT. */
HM_API hm_code hm_improve(hm_improvement **out, const hm_package *package,
                          const hm_dataset *dataset, size_t unit, const hm_improve_options *options,
                          hm_error *error);
HM_API void hm_improvement_free(hm_improvement *improvement);

/* What was found, borrowed; NULL for another name.
 *
 * improve: code (the indicators that read the input, joined by ';'), input, from and to (as a cell
 * of data has them), unit (of measure), cost, points (of the index), cumulated. Of a plan: a row
 * an input, those that bring most for their cost first; points are what is added when the rows
 * above are there, cumulated the points with them. Without one: of each input that can change one
 * step the better way, those with most points first, cumulated empty.
 *
 * outcome: a row: city, period, code (the index), score (as it is), goal, wanted (the target, the
 * budget, or the score to be passed, as it would be then), planned (the score with the plan), cost,
 * reached (a flag), highest (the best score that was found, whatever it costs), proof, gap: proof
 * is "proved best", where it is not reached of highest: no plan leads further; or "found", where
 * nobody has shown that there is no better plan: it is at most `gap` (of the cost; of a budget of
 * points) away from the best one, or nobody can tell where gap is empty. "none": there is no plan,
 * as nothing is to be done, or can be. other_score: of the city to be passed, as it is.
 *
 * decisions: input, kind, unit, from, low, high, step, cost (of a step), changes (a flag), why
 * (not).
 *
 * alternatives: alternative, without, indicators (how many change), inputs, cost, score, reached,
 * proof, gap: "fewest" indicators for the same target, proved where all plans are scored (up to
 * 20,000), and else found; and for each input of the plan the plan
 * "without" it, at the same target or budget. Empty unless they are asked for. */
HM_API const hm_table *hm_improvement_table(const hm_improvement *improvement, const char *name);
/* The same as the caller's own, to be freed with hm_table_free; it can be had once. */
HM_API hm_table *hm_improvement_take(hm_improvement *improvement, const char *name);

#ifdef __cplusplus
}
#endif
#endif
