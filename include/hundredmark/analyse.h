/* analyse.h: analyses of scores: each answers a question in tables.
 *
 * statistics: what do the indicators look like: a row an indicator and stage ("value": what its
 * measure gives; "score": what its steps and range make of that), over all units with such a
 * value whose city is ranked and in which the indicator holds: code, stage, n, missing (units
 * without, but for those in which it does not apply), min, q25, median, q75, max, mean, sd,
 * skewness, kurtosis, distinct (different values, to the bit; scores that would share a rank are
 * one), zeros, treated, imputed (units with the flag), not_applicable (units in which it does not
 * apply, or is a part of nothing). Quantiles are of type 7, sd is that of a sample (n - 1);
 * skewness and kurtosis are corrected for a sample (kurtosis of a normal distribution: 0), and
 * empty for fewer than 3 and 4 values, or where all are alike.
 *
 * coherence: do the children of each group belong together, and does a weight mean what it says.
 * All is about scores, those of the children that have a say in their group's score by their
 * weight, over all units whose city is ranked; of other numbers than the plan's last edition
 * has, nothing is said. What there is too little for is empty. correlations: code, other, n
 * (units that have both), pearson, spearman, kendall (tau-b), whose ties are those of a ranking: of
 * each child with those behind it, with its group, and with all other groups of its group's level;
 * empty for n < 3, and where one is constant, or all of it tie. alpha: code, items (children), n
 * (the fewest units that have two of them), alpha (Cronbach's, each covariance over the units that
 * have both, each variance over all units that have the child), complete (units that have all
 * children). pca: code, component, eigenvalue, share (of all), indicator (the child), loading: of
 * the correlations of children over the units that have all (complete of alpha), without those that
 * are constant; loadings are those of a vector of length 1, whose sum is above 0. influence: code,
 * parent, weight (the child's share; its mean over the units where editions differ), r2,
 * main_effect (the share of the group's variance that its mean at each score of the child has: by a
 * cubic smoothing spline, or the means themselves where there are few scores; the rows of one city
 * at several periods nearly repeat each other, so the smoothness is that of the least error of
 * generalized cross-validation by cities, the mean square of what the curve leaves over (1 - its
 * degrees of freedom / cities)²; empty for fewer than 10 cities), share (of the sum of all main
 * effects). findings: code, other, finding, figure: redundant, silent, conflict: a correlation of
 * two children, or with their group, above and below the settings of these names; misallocated: it
 * is higher with another group of that level, the figure, than with its own; constant: the units
 * that all have the same; low_alpha, several_dimensions (eigenvalues above the setting),
 * weak_first_component (its share), few_cities (that
 * have all children in some period: fewer than the setting, or no more than children).
 *
 * weigh: weights of the children of each group that follow from their scores, over the units
 * whose city is ranked and that have all of them; ways: pca, equal_influence, entropy, critic,
 * inverse_sd, as a package's field `weigh` has them. weights: code, parent, weight: a table that a
 * package takes as weights.csv. Those of the children that count by their weight add up to 1, equal
 * ones where none can be found; others keep what they weigh beside these. The scores are those by
 * the weights that the package has: of groups above others, too. weighed: code (the group), method,
 * n (units), explained (the share of the first component, of pca), negative (children whose
 * weight is 0 instead of one below), at (the child that is an obstacle alone), obstacle (why
 * there are equal weights).
 *
 * bounds: between what the figures that are missing (not reported, rejected, imputed, or
 * given a score by the policy) leave scores and ranks. A figure that is missing may be
 * anywhere in what the package says of it: between its bounds, no more than its whole nor less
 * than its parts, a count whole, a flag either way. What an expression then gives lies between
 * two ends, which are never too near (but for rounding), and the nearest there are, or nearly so
 * where several figures stand in it more than once and the least or greatest lies inside. Of a
 * function a mark may be any in its range. It counts as reported, and thresholds hold as
 * ever. What steps have learnt from all cities stands as it is, and so do weights that follow from
 * the data (weigh); but a mark of a ranked city lies between the ends of a scale that would learn
 * from its figure, too.
 * bounds: city, period, code, score, low, high, rank, rank_best, rank_worst: low and high are
 * the score where nothing is missing below, and empty where there would be no score, or it
 * cannot be told: in and above a group in which something is missing and that has steps which
 * learn, or a method by which a score that rises can make it fall (copeland,
 * mazziotta_pareto, ...), and of a mark that has no range. A score that
 * leaves out what is missing may lie outside, where a group is insufficient, and one by a mark that
 * was imputed, or is the policy's, and that no figure would have. rank_best and
 * rank_worst are among all cities of the period that could be ranked; one whose score cannot
 * be told may be anywhere. stakes: city, period, code, low, high, points, inputs: of each mark
 * of the index that lacks figures, between what it lies, how far the index moves from one to the
 * other, all others being where it is least, or most: the greater (empty where other nodes
 * read it, or a group above it is measured or has steps), and the figures, joined by ";"; those
 * with most points first.
 *
 * progress: how far scores have come since a baseline, and whether they get to their targets:
 * city, code, from and to (the scores of both periods), change, needed (with a target: the
 * points that have to come in each period from then on; 0 where it is reached), projected
 * (where the straight line of least squares through the scores since the baseline leads, at
 * the target's period and within the node's range; of those since a break, if one lies
 * between; empty for fewer than three), class: reached; on_track, moderate and stagnating by
 * the pace since the baseline, over the one that leads from it to the target (the settings
 * on_track and moderate), decreasing; not_comparable, and no change, across a declared break
 * of the package, the node or inputs of its measure; without a target improving, unchanged or
 * decreasing. Decreasing is away from what is better: of a node of which less is better, a rise.
 * breaks_below: a flag: the score rests on some below that cannot be compared, as a
 * break of their own lies between. differs: what a change may be of besides figures, joined by
 * ";", where it is not the same in the two periods for the node or below it: weights, measures,
 * methods (as editions and parameters have them), indicators (some have a score in one of the two
 * alone). Of cities that have figures in the later period, and nodes that
 * hold there.
 * Periods are of one form; of a single one there is only what targets need. All cities take part,
 * ranked or not. course: from, to, periods: the two periods, and how many the second is after the
 * first.
 *
 * tipping: how far weights would have to be off for neighbours in the ranking of a group to change
 * places: city, period, code, other (the next below it, of those that are ranked), score,
 * score_other, tipping, exact. From tipping on, the share by which the weights that the indicators
 * below have in the group's score may be off, each by itself and either way, the two can have the
 * same score, and change places: the distance of their scores over the sum of the weighted
 * distances of their marks, in which each mark is further apart by the points taken off or added in
 * the means above it, which stand (in a weighted sum these stand by themselves); 1 where no weights
 * will do, as the one ahead is behind in nothing, if it is exact. A group below that is no weighted
 * mean or sum (another method, a measure, steps), or was held within its range or may be for such
 * weights, or of which one of the two lacks a child that the other has, or that is a sum in a mean
 * where points differ, is taken as a whole: its weight may be off, and those in it stand. Then
 * exact is false, and less may do. Both are empty where the group itself is none that adds up, was
 * held, or has a child of one of the two alone, and where marks and points of the two are the same.
 * Rounding is left out. Of pairs of
 * which one is among the units to look at.
 *
 * reversals: which units change places in the ranking of a group when another is left out of what
 * steps and weights learn (which a city that others are compared with is not): period (of the
 * ranking), code, dropped, city, other, score, score_other, score_without, other_without,
 * dropped_period (of what is left out: another one only where something learns from several, or a
 * group takes its scores of others, as by latest): city is ahead of other, and behind it where
 * nothing is learnt from dropped; both have ranks then, too, and neither is a tie. Of pairs of
 * which one is among the units to look at. dropped: period (of what is left out), code, dropped,
 * pairs: how many that are, in whatever period. Both are empty where nothing is learnt from these
 * units. It takes as long as scoring them as often as there are units. */
#ifndef HUNDREDMARK_ANALYSE_H
#define HUNDREDMARK_ANALYSE_H

#include "hundredmark/score.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A number that an analysis goes by, and that callers may set. */
typedef struct hm_analysis_setting {
    const char *name, *about;
    double otherwise; /* where it is not set */
    double low, high; /* what it may be */
} hm_analysis_setting;

/* An analysis; texts are the library's own. */
typedef struct hm_analysis_info {
    size_t size;               /* HM_ANALYSIS_INFO_INIT */
    const char *name;          /* "statistics" */
    const char *summary;       /* the question that it answers, in a few words */
    const char *about;         /* in full */
    const char *const *tables; /* the names of its tables, the main one first; ends in NULL */
    const hm_analysis_setting *settings; /* setting_count of them */
    size_t setting_count;
    const char *const *ways; /* in which it can be done; ends in NULL. NULL: there is one */
    size_t least_units;      /* ranked cities and periods that it takes: of fewer it is refused */
    size_t few_cities;       /* ranked ones, whatever their periods: of fewer, what it says rests on
                                little,       which whoever shows it should say */
    int has_depth;           /* it has rows of nodes, and looks at `depth` of the options */
} hm_analysis_info;
#define HM_ANALYSIS_INFO_INIT                                                                      \
    { sizeof(hm_analysis_info), "", "", "", NULL, NULL, 0, NULL, 0, 0, 0 }
HM_API size_t hm_analysis_count(void);
/* HM_ERROR_ARGUMENT when out of range. */
HM_API hm_code hm_analysis_at(size_t index, hm_analysis_info *out);

/* What one of the settings is to be. */
typedef struct hm_analysis_value {
    const char *name;
    double value;
} hm_analysis_value;

/* Where the score of a node should be in a period to come. */
typedef struct hm_target {
    const char *code;
    double score;
    const char *period;
} hm_target;

typedef struct hm_analysis_options {
    size_t size;         /* HM_ANALYSIS_OPTIONS_INIT, hm_analysis_options_init */
    const char *table;   /* which of its tables; NULL: the main one */
    const size_t *units; /* NULL: all; else those to look at, each once */
    size_t unit_count;
    const hm_cancel *cancel;           /* NULL: none */
    const hm_analysis_value *settings; /* setting_count of them; others are as they are else */
    size_t setting_count;
    const char *way;       /* which of its ways; NULL: the first */
    size_t depth;          /* rows of nodes down to this depth, where it has_depth */
    const char *from, *to; /* of progress: the periods of the baseline and the end; NULL: the first
                              from which the end is reached, and the last */
    const hm_target *targets; /* of progress: target_count of them, one a node at most */
    size_t target_count;
} hm_analysis_options;
#define HM_ANALYSIS_OPTIONS_INIT                                                                   \
    {                                                                                              \
        sizeof(hm_analysis_options), NULL, NULL, 0, NULL, NULL, 0, NULL, SIZE_MAX, NULL, NULL,     \
            NULL, 0                                                                                \
    }
/* As hm_package_options_init. */
HM_API void hm_analysis_options_init(hm_analysis_options *options, size_t size);

/* A table of the analysis of this name: the caller's (hm_table_free), which needs the scores no
 * more. `options` may be NULL. Errors: memory, argument (no analysis, table or unit of this name or
 * number), HM_ERROR_CANCELLED. */
HM_API hm_code hm_analyse(hm_table **out, const hm_scores *scores, const char *analysis,
                          const hm_analysis_options *options, hm_error *error);

#ifdef __cplusplus
}
#endif
#endif
