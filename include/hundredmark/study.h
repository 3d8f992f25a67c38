/* study.h: how much scores and ranks depend on choices that could have been others: weights, steps,
 * methods, parameters, errors of figures, gaps, what is left out.
 *
 * What varies is a study (study.lua of a package, or a file); each factor of it has alternatives,
 * or is drawn. A replicate is the scores of all cities for one alternative of each factor, 0 being
 * what the package says. Replicates are numbered from 1 on; which alternatives number r has depends
 * on the seed and r alone, and so do its scores: not on how many others there are, nor on how many
 * threads make them.
 *
 * Alternatives and weights come from Sobol' points with Owen's scrambling: replicates r, r + 8,
 * r + 16 ... are points of one of eight independent scramblings, from which the tables have the
 * error of their means. Errors of figures and what stands in gaps are drawn cell by cell. */
#ifndef HUNDREDMARK_STUDY_H
#define HUNDREDMARK_STUDY_H

#include "hundredmark/score.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hm_study hm_study;

typedef struct hm_study_options {
    size_t size;                   /* HM_STUDY_OPTIONS_INIT */
    const hm_allocator *allocator; /* NULL: malloc; must outlive the study */
    const char *file;              /* study.lua; NULL: that of the package, where it has one; else
                                      weights 25 % up and down at the first level with three nodes
                                      or more, arithmetic and geometric means there, and
                                      imputation, where there is some, left out */
    size_t replicates;             /* 0: as many as the study says; 1024 */
    int has_seed;
    uint64_t seed; /* else the study's; 1 */
} hm_study_options;
#define HM_STUDY_OPTIONS_INIT                                                                      \
    { sizeof(hm_study_options), NULL, NULL, 0, 0, 0 }

/* As hm_package_options_init, here and below. */
HM_API void hm_study_options_init(hm_study_options *options, size_t size);

/* Keeps the package. Errors: HM_ERROR_PACKAGE (the study, or what it says does not suit the
 * package), limit, argument, memory. */
HM_API hm_code hm_study_open(hm_study **out, hm_package *package, const hm_study_options *options,
                             hm_error *error);
HM_API void hm_study_free(hm_study *study);
/* Does each alternative, by itself, suit the package, and may what is left out be left out with it?
 * As far as that can be told without data.
 * Errors: HM_ERROR_PACKAGE, memory. */
HM_API hm_code hm_study_check(const hm_study *study, hm_error *error);
/* Is it a study that somebody wrote, and not the one that stands in for it? */
HM_API int hm_study_is_written(const hm_study *study);
HM_API size_t hm_study_replicates(const hm_study *study);
HM_API uint64_t hm_study_seed(const hm_study *study);

/* What varies. Texts are the study's own. */
typedef struct hm_factor_info {
    size_t size;         /* HM_FACTOR_INFO_INIT */
    const char *name;    /* "impute", "treat", "scale", "aggregate", "param.NAME", "weights",
                            "figures", "gaps", "drop" */
    const char *about;   /* "within 25 % at L1, L2, L3" */
    size_t alternatives; /* 0: drawn */
} hm_factor_info;
#define HM_FACTOR_INFO_INIT                                                                        \
    { sizeof(hm_factor_info), "", "", 0 }
HM_API size_t hm_study_factor_count(const hm_study *study);
/* HM_ERROR_ARGUMENT when out of range. */
HM_API hm_code hm_study_factor(const hm_study *study, size_t factor, hm_factor_info *out);
/* Alternative 1, 2, ... in words; NULL when out of range. */
HM_API const char *hm_study_alternative(const hm_study *study, size_t factor, size_t alternative);

/* A replicate that is asked for, in place of drawing it. */
typedef struct hm_replicate {
    uint32_t number;         /* what is drawn cell by cell goes by it; no two have the same */
    const uint32_t *choices; /* by factor: an alternative, 0: what the package says; of one that
                                is drawn 1 */
    const double *weights;   /* by node; NAN: what the package says. NULL: all. Those of a group's
                                children cannot all be 0. Where the factor weights is drawn its
                                choice is of no account then */
} hm_replicate;

typedef struct hm_replicates_options {
    size_t size;             /* HM_REPLICATES_OPTIONS_INIT */
    size_t jobs;             /* threads; 0: as many as processors */
    const hm_cancel *cancel; /* NULL: none */
    int verified_only;       /* as in hm_score_options */
    size_t depth;            /* nodes down to this one; 0: the index, and what stands by itself */
    const hm_replicate *replay; /* NULL: those that the study draws */
    size_t replay_count;
    void (*progress)(void *context, size_t done, size_t all); /* NULL, or told now and then, by one
                                                                 thread at a time */
    void *progress_context;
} hm_replicates_options;
#define HM_REPLICATES_OPTIONS_INIT                                                                 \
    { sizeof(hm_replicates_options), 0, NULL, 0, 0, NULL, 0, NULL, NULL }

HM_API void hm_replicates_options_init(hm_replicates_options *options, size_t size);

typedef struct hm_replicates hm_replicates;

/* Scores all replicates; study and data set must outlive them. Errors: as hm_score; HM_ERROR_DATA:
 * too many cities of a period to be ranked, or too few for what is to be expected in gaps. */
HM_API hm_code hm_replicates_new(hm_replicates **out, hm_study *study, const hm_dataset *dataset,
                                 const hm_replicates_options *options, hm_error *error);
HM_API void hm_replicates_free(hm_replicates *replicates);

typedef struct hm_replicates_table_options {
    size_t size;         /* HM_REPLICATES_TABLE_OPTIONS_INIT */
    const size_t *units; /* NULL: all; else those to look at */
    size_t unit_count;
    const hm_cancel *cancel;
} hm_replicates_table_options;
#define HM_REPLICATES_TABLE_OPTIONS_INIT                                                           \
    { sizeof(hm_replicates_table_options), NULL, 0, NULL }

HM_API void hm_replicates_table_options_init(hm_replicates_table_options *options, size_t size);

/* A table, the caller's:
 * uncertainty: city, period, code, score, score_mean, score_sd, score_q05, score_q50, score_q95,
 *   rank, rank_mean, rank_q05, rank_q50, rank_q95, ranked: score and rank are those that the
 *   package gives, all else is over replicates in which there is one; quantiles are of type 7, sd
 *   that of a sample; ranked: in how many replicates there is a rank, which may hang on weights as
 *   coverage does.
 * pairs: period, code, city, other, share, replicates: of the replicates in which both are ranked,
 *   the share in which the city is ahead of the other, ties counting half; and how many these are.
 * precision: city, period, code, score_mean, score_mean_low, score_mean_high, rank_mean,
 *   rank_mean_low, rank_mean_high, replicates, ranked: between what the means lie, by the eight
 *   scramblings (95 %, Student's t); in how many there is a score, and a rank.
 * places: city, period, code, rank, share: the share of replicates in which the city has the rank;
 *   none where that is 0.
 * tiers: city, period, code, rank, tier: 1, 2, ...: each city is ahead of each of the tiers below
 *   in at least 95 % of replicates.
 * factors: factor, alternative, text, replicates, unscored, unranked, left_without: in how many
 *   replicates it is; and how many cities and periods at the most, of those that are told of and
 *   have an index by the package, have none in one of these; likewise of those that have a rank;
 *   and how many are without an index in all of these, and in none of those with other
 *   alternatives, unless these leave them without, too.
 * replicates: replicate, a column a factor, or, where weights are drawn, a column weight:CODE a
 *   node (empty: the package's; 0 of one that is left out), then city, period, code, score,
 *   rank. */
HM_API hm_code hm_replicates_table(hm_table **out, const hm_replicates *replicates,
                                   const char *table, const hm_replicates_table_options *options,
                                   hm_error *error);

typedef struct hm_sensitivity_options {
    size_t size; /* HM_SENSITIVITY_OPTIONS_INIT */
    size_t jobs; /* as in hm_replicates_options, as all up to progress_context */
    const hm_cancel *cancel;
    int verified_only;
    void (*progress)(void *context, size_t done, size_t all);
    void *progress_context;
    const char *target; /* what is looked at: "shift" (NULL), "score:CITY", "rank:CITY", "top:K" */
    const char *period; /* that is looked at; NULL: of a city its last, else all together */
    const char *table;  /* NULL: the first */
} hm_sensitivity_options;
#define HM_SENSITIVITY_OPTIONS_INIT                                                                \
    { sizeof(hm_sensitivity_options), 0, NULL, 0, NULL, NULL, NULL, NULL, NULL }

HM_API void hm_sensitivity_options_init(hm_sensitivity_options *options, size_t size);

/* Which factor of a study makes a result vary: shift, how many ranks cities are from where the
 * package has them, on average (in each period over those with both ranks, periods by how many
 * cities they rank); the score or the rank of a city; top:K, the share of the K first
 * that stay among them. All of the index, of all periods together, or of one. Tables, the caller's,
 * whose period is empty where it is of all:
 * sensitivity: target, factor, first, first_low, first_high, total, total_low, total_high, period:
 * the share of the result's variance that the factor makes by itself (Sobol's first-order index),
 * and that would be left if all others were known (total index), with intervals (95 %, Student's t)
 *   from what eight parts of the draws tell apart: all are points of one scrambling, of which parts
 *   know less than an eighth of the whole, so that intervals are rather wide. Weights are one
 *   factor. Below 0 is what an estimate is off; empty where the result does not vary, and intervals
 *   where it does not in one of the parts. The sum of the first ones is below 1 where factors act
 *   together.
 * shapley: target, factor, share, period: the shares add up to 1 (Shapley effects). At most eight
 * factors. Where there are no more than 256 combinations of alternatives, and no more than one
 * factor is drawn, each combination is scored with the same draws; else two sets of points are
 * mixed (Azzini, Mara and Rosati). As many replicates as the study has, or a few more; of mixtures
 * a quarter of it for each of 2 d + 2 sets, where d factors vary. Errors: as hm_replicates_new;
 * HM_ERROR_ARGUMENT: no such target or table, no such city or period, or nothing for Shapley
 * effects; HM_ERROR_DATA: in some replicate the city has no score or rank, or no city is ranked. */
HM_API hm_code hm_study_sensitivity(hm_table **out, hm_study *study, const hm_dataset *dataset,
                                    const hm_sensitivity_options *options, hm_error *error);

#ifdef __cplusplus
}
#endif
#endif
