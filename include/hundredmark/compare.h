/* compare.h: why is one score another than the other: from period to period, from city to city, by
 * another package, or with other data.
 *
 * The difference between the scores of two units at the root, score - other, is taken apart into
 * points that add up to it: by component, by node and by figure. All is arithmetic: what accounts
 * for the difference, not what caused it.
 *
 * scope: nodes that only one side has (by the editions of a package, or by two packages), that
 * stand at another place, or that a declared break keeps from being compared. They are taken out
 * on both sides first, for what is called the core; what that does to the two scores is theirs.
 * Then the core goes over from the other side to this one: data (figures, and what is said of
 * cities), measures (how indicators and groups are computed, with their parameters and
 * transformations), weights, and methods (of aggregation, and steps; and what steps, and weights
 * that follow from the data, have learnt from all cities, or from those of a group: of two cities
 * of other groups, too). Of those that differ each has its Shapley value: the mean of what it does
 * over all orders in which they may go over, of those orders in which there is a score throughout.
 * Where there are none, all of it is of the scope.
 *
 * Down the hierarchy. A mean is divided among its children by the mean of their shares, before and
 * after: what comes of their scores, and what comes of their shares (in the data: of gaps), which
 * stays with them; other methods by Shapley's value over the children (of more than 12 that have
 * changed, by 256 orders drawn in pairs, the same each time). What rounding, a range or a step
 * leaves is the group's own. The data of an indicator are divided among the inputs of its measure
 * that have changed, by Shapley's value, too: records are one of them. What figures of earlier
 * periods do, imputed scores and those that the policy gives, is the indicator's own, without an
 * input.
 *
 * Tables. compare: city, period, other (all that the other score is another by, joined by ", ":
 * its city, its period, the name that is given),
 * code, component, input (empty: none), points, note: rows are disjoint, and their points add up.
 * What has no points is left out, but for figures that have changed (points 0: the mark did not
 * move, since it was capped, say, or there was none). Below `depth`, points stand at the node
 * above. note, of what is joined by ";": of the scope why it cannot be compared: break (a declared
 * one), one_side, moved (it stands at another place), or why what differs cannot be taken apart:
 * no_node (a step looks at nodes that only one of two packages has, or that are not computed in
 * time by the measures of the other), no_score (nothing between the two has a score); of the data
 * that is no figure's: appeared, lost (a score on one side only), share (what it counts for has
 * changed, as others beside it appeared or were lost), own (estimates, figures of other periods,
 * scores of other nodes that it reads, rounding, steps). differences:
 * city, period, other, score, other_score, difference, status: compared; no_score, no_other_score;
 * not_there (the other has no figures at all); not_comparable (a declared break of the package or
 * the root lies between, or the sides have no node in common; note says why, as in compare): of
 * these there are no rows in compare. changed_figures: city, period, other, code, input, before,
 * after, points, note: of each figure that has changed, was not there before or is not there any
 * more (empty), as texts, of indicators that are parts of the index; where it moves nothing "capped" or "floored" where the mark was held
 * within its range on both sides, "mark alike" where it did not move otherwise, "imputed" where it
 * moved and is imputed on a side, so that the points are the indicator's own, "mark moved" where
 * others moved it, or nothing came of that in what is above it (a cap, a lesser child), "no mark
 * before", "no mark now" and "no mark" where its indicator has no score on a side: what comes of
 * that is the indicator's. */
#ifndef HUNDREDMARK_COMPARE_H
#define HUNDREDMARK_COMPARE_H

#include "hundredmark/score.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hm_compare_options {
    size_t size;         /* HM_COMPARE_OPTIONS_INIT, hm_compare_options_init */
    const char *table;   /* "compare" (NULL), "differences" or "changed_figures" */
    const size_t *units; /* NULL: all; else those of the scores to look at, each once */
    size_t unit_count;
    const char *from, *to;  /* periods: of the other, and of this one. NULL, where a run is compared
                               with itself: the last two, or with other_city the last; else the
                               unit's  own, and all */
    const char *other_city; /* that cities are compared with; NULL: each with itself */
    const char *other_name; /* what the other package or data are called in column other; NULL:
                               there it says nothing of them */
    size_t depth;           /* nodes down to this depth */
    int without_figures;    /* 1: indicators are not divided among their figures */
    size_t jobs;            /* threads; 0: one a processor. Results do not depend on it. */
    const hm_cancel *cancel; /* NULL: none */
} hm_compare_options;
#define HM_COMPARE_OPTIONS_INIT                                                                    \
    { sizeof(hm_compare_options), NULL, NULL, 0, NULL, NULL, NULL, NULL, SIZE_MAX, 0, 0, NULL }
/* As hm_package_options_init. */
HM_API void hm_compare_options_init(hm_compare_options *options, size_t size);

/* The table that the options name: the caller's (hm_table_free), which needs the scores no more.
 * `other` is what is compared with: the same scores, those by another package or plan, or those of
 * other data. `options` may be NULL. Errors: memory, argument (no table, unit, period or city of
 * this name or number), HM_ERROR_DATA where there are no two periods, HM_ERROR_CANCELLED. */
HM_API hm_code hm_compare(hm_table **out, const hm_scores *scores, const hm_scores *other,
                          const hm_compare_options *options, hm_error *error);

#ifdef __cplusplus
}
#endif
#endif
