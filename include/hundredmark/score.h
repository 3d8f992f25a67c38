/* score.h: from figures to marks. Scoring binds a data set to a package, evaluates every indicator,
 * holds the values to the hundred-mark scale and aggregates them up the hierarchy. */
#ifndef HUNDREDMARK_SCORE_H
#define HUNDREDMARK_SCORE_H

#include "hundredmark/dataset.h"
#include "hundredmark/package.h"
#include "hundredmark/plan.h"
#include "hundredmark/write.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hm_fits hm_fits; /* what scales have learnt from all cities: fits.h */

/* What measures that read a node find in a unit, in place of what it has: for worked examples. */
enum { HM_GIVEN_SCORE = 0, HM_GIVEN_VALUE = 1, HM_GIVEN_COVERAGE = 2 };
typedef struct hm_given_node {
    size_t unit, node;
    int what; /* HM_GIVEN_SCORE, or another of these */
    double number;
} hm_given_node;

typedef struct hm_score_options {
    size_t size;                   /* HM_SCORE_OPTIONS_INIT, hm_score_options_init */
    size_t jobs;                   /* threads; 0: one a processor. Results do not depend on it. */
    const hm_allocator *allocator; /* NULL: malloc; must outlive the scores */
    const hm_cancel *cancel;       /* NULL: none */
    hm_log_function *log;          /* NULL, or told the issues of the scores when the run is done */
    void *log_context;
    size_t rank_levels; /* how many levels of the hierarchy are ranked, from the root on; 0: none */
    hm_total_limits run_limits; /* of evaluating the measures, expressions and functions; 0: none.
                                   What data and hierarchy cause (binding, aggregating, ranking) is
                                   not counted: it takes a time that is known from their size. */
    const hm_fits *fits; /* NULL: learnt from these data; else applied, and must outlive the scores.
                            Then HM_ERROR_PACKAGE for a node or period that it does not have, or a
                            node that is not the one it was learnt from */
    int unfinished; /* a package with groups that are still empty is scored all the same, which do
                       not apply then: for the tests of its author. 0: HM_ERROR_PACKAGE */
    const hm_given_node *given; /* `given_count` of them, of units of the data set */
    size_t given_count;
    int verified_only; /* a figure that is said not to be verified counts as not reported, and so
                          does that an input does not apply */
} hm_score_options;
#define HM_SCORE_OPTIONS_INIT                                                                      \
    { sizeof(hm_score_options), 0, NULL, NULL, NULL, NULL, SIZE_MAX, {0, 0}, NULL, 0, NULL, 0, 0 }
/* As hm_package_options_init. */
HM_API void hm_score_options_init(hm_score_options *options, size_t size);

typedef struct hm_scores hm_scores;

/* Scores every unit of a finished data set. The data set must outlive the scores, which keep the
 * package alive. `options` may be NULL. A script that fails costs its own indicator (state
 * HM_FAILED) and is an issue; a function measure that gives different results for the same figures
 * fails for every unit (a few units are asked for again to find out, and host functions with them).
 * Errors: memory, argument, HM_ERROR_PACKAGE where a group is empty, HM_ERROR_CANCELLED,
 * HM_ERROR_LIMIT when the run exceeds one of run_limits (there are no scores then: nothing of it
 * looks like an indicator that failed). A run that takes more steps than that ends so with any
 * number of threads; one that takes fewer, never.
 */
HM_API hm_code hm_score(hm_scores **out, const hm_package *package, const hm_dataset *dataset,
                        const hm_score_options *options, hm_error *error);
/* The same with a plan, which says by which package: hm_score with the package's own. */
HM_API hm_code hm_score_plan(hm_scores **out, const hm_plan *plan, const hm_dataset *dataset,
                             const hm_score_options *options, hm_error *error);
HM_API void hm_scores_free(hm_scores *scores);

/* What was wrong with the figures for this package (kinds, ranges, unknown inputs, parts above
 * their wholes), and scripts that failed; not what hm_dataset_issues has already. */
HM_API const hm_issues *hm_scores_issues(const hm_scores *scores);

/* Where a score comes from: provenance beside its status, a bit each. They are written in the
 * alphabetical order of their names, which need not be that of their bits. */
enum {
    HM_FLAG_CAPPED = 1,       /* the value is above the range: the score is its upper bound */
    HM_FLAG_FLOORED = 2,      /* the value is below the range */
    HM_FLAG_IMPUTED = 4,      /* rests on a figure that was estimated in place of one missing */
    HM_FLAG_OLDER_PERIOD = 8, /* rests on a figure of an older period than is meant */
    HM_FLAG_PART_EXCEEDS_WHOLE = 16, /* a figure is greater than the whole it is a part of */
    HM_FLAG_RESTS_ON_REJECTED = 32,  /* a figure here or below was rejected, or a measure failed */
    HM_FLAG_TREATED = 64,            /* rests on an outlier that was pulled in */
    HM_FLAG_UNVERIFIED = 128         /* rests on a figure that is said not to be verified */
};
/* The name of the flag with this bit, NULL if there is none. */
HM_API const char *hm_flag_name(unsigned flag);

/* One row of the result. Numbers are meaningful only where the `has_` says so.
 *
 * Coverage of an indicator: 1 where it has a value that was reported, else 0; of a group: the
 * sum of weight times coverage over its children that have a score, by the sum of the weights of
 * those that apply (whose status is neither HM_NOT_APPLICABLE nor HM_UNDEFINED), each with its
 * whole weight. Applicable of an indicator: 1 where it applies, else 0; of a group: the weighted
 * mean of its children's. A group inherits the flags of its children: all but capped, floored and
 * part_exceeds_whole of those that have a score, rests_on_rejected of any. A child of weight 0 has
 * no say.
 *
 * Ranked are scores whose coverage and applicable reach the package's rank_if (two thirds each
 * unless it says else), where rank_levels asks for ranks. Scores tie, and share the smaller rank,
 * that are less than the best of their tie by at most 1e-9 * max(1, |best|). */
typedef struct hm_score_row {
    size_t size;     /* HM_SCORE_ROW_INIT */
    hm_state status; /* HM_OBSERVED: scored */
    unsigned flags;
    int has_value, has_score, has_contribution;
    double value; /* of an indicator, or of a group that is scaled: before that, and before it is
                     held within the range */
    double score; /* 0..100 */
    double contribution;    /* points added to the root's score */
    double coverage;        /* the part by weight that rests on reported data and is used, 0..1 */
    double applicable;      /* the part by weight that applies at all, 0..1 */
    uint32_t rank;          /* among the cities of the period, 1 is best; 0: none */
    double weight;          /* the node's share among its siblings, as it holds in the period */
    int is_absent;          /* it does not hold in the period, and tables have no row of it */
    const char *class_name; /* of the node's classes the one that it is in; "": none. As long as the
                               package or the plan is there */
} hm_score_row;
#define HM_SCORE_ROW_INIT                                                                          \
    { sizeof(hm_score_row), HM_OBSERVED, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, "" }
/* `unit` of the data set, `node` of the package. HM_ERROR_ARGUMENT when out of range. */
HM_API hm_code hm_scores_row(const hm_scores *scores, size_t unit, size_t node, hm_score_row *out);
/* The rows of the first `count` nodes of the package, in hierarchy order, in one pass and without
 * any memory: what a program that wants a whole unit should call. `rows` has room for `count` of
 * them, and `rows[0].size` is the size of each. HM_ERROR_ARGUMENT when `unit` is out of range or
 * the package has fewer nodes. */
HM_API hm_code hm_scores_rows(const hm_scores *scores, size_t unit, hm_score_row *rows,
                              size_t count);
/* A figure of a node, as hm_score_row has it. */
typedef enum hm_score_figure {
    HM_FIGURE_VALUE = 1,
    HM_FIGURE_SCORE = 2,
    HM_FIGURE_WEIGHT = 3,
    HM_FIGURE_CONTRIBUTION = 4,
    HM_FIGURE_COVERAGE = 5,
    HM_FIGURE_APPLICABLE = 6,
    HM_FIGURE_RANK = 7
} hm_score_figure;
/* Where a column of them goes: arrays of the caller's for units first .. first + count - 1. Any may
 * be NULL. */
typedef struct hm_column_view {
    size_t size; /* HM_COLUMN_VIEW_INIT */
    size_t first, count;
    double *numbers;   /* 0 where there is none: the state tells, never the number */
    uint8_t *states;   /* hm_state: other than HM_OBSERVED, there is none, and this is why */
    uint8_t *validity; /* (count + 7) / 8 bytes: bit i % 8 of byte i / 8 is set where there is one,
                          as in Arrow; the bits beyond the last stay as they are */
    uint8_t *provenance;     /* HM_FLAG_ bits of the node */
    const hm_cancel *cancel; /* NULL: none */
} hm_column_view;
#define HM_COLUMN_VIEW_INIT                                                                        \
    { sizeof(hm_column_view), 0, 0, NULL, NULL, NULL, NULL, NULL }
/* Fills `view`. States are those of hm_scores_table: of the node, and HM_NOT_APPLICABLE where the
 * node has a score, but no rank or contribution, or is a group without a value of its own; the
 * value of an indicator whose score was filled in is HM_NOT_REPORTED. HM_ERROR_ARGUMENT when out of
 * range; HM_ERROR_CANCELLED, and then it is filled in part. */
HM_API hm_code hm_scores_column(const hm_scores *scores, size_t node, hm_score_figure which,
                                const hm_column_view *view);
/* All units' scores of one node, unit_count numbers: 0 where there is none. NULL when out of range.
 * Borrowed. */
HM_API const double *hm_scores_of_node(const hm_scores *scores, size_t node);
/* Why an indicator's script failed or gave no number for this unit; NULL when it did not. Borrowed.
 */
HM_API const char *hm_scores_reason(const hm_scores *scores, size_t unit, size_t node);

/* What comes of a rule (hm_package_rule) for one unit. */
typedef enum hm_rule_status {
    HM_RULE_HOLDS = 0,
    HM_RULE_BROKEN = 1,
    HM_RULE_SKIPPED =
        2 /* it cannot be told for want of figures, or what it looks at does not apply */
} hm_rule_status;
/* HM_ERROR_ARGUMENT when out of range, HM_ERROR_MEMORY. */
HM_API hm_code hm_scores_rule(const hm_scores *scores, size_t unit, size_t rule,
                              hm_rule_status *out);

/* How the value of an indicator, or of a group, that is scaled over the cities of a period became
 * its mark. */
typedef struct hm_scaling {
    size_t size;                 /* HM_SCALING_INIT */
    const char *method;          /* "minmax", ...; NULL: not scaled, and all else is 0. Borrowed. */
    int possible;                /* 0: the values allow no marks, all cities being alike */
    size_t count;                /* cities of the period that have a value */
    double worst, best;          /* of their values: the greatest is the best, or the least */
    double mean, deviation;      /* zscore: of their values, and not as of a sample of more */
    double mark;                 /* before it is held within the range; 0 where there is none */
    size_t better, alike, worse; /* rank, percentile: cities; `alike` counts the unit's own. All 0
                                    where it has no value */
    const char *by;    /* the column of the cities that it is scaled by; NULL: over all. Borrowed */
    const char *group; /* the city's word there: it is scaled over those that have the same */
} hm_scaling;
#define HM_SCALING_INIT                                                                            \
    { sizeof(hm_scaling), NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL }
/* HM_ERROR_ARGUMENT when out of range. */
HM_API hm_code hm_scores_scaling(const hm_scores *scores, size_t unit, size_t node,
                                 hm_scaling *out);
/* What one step of a node (weigh, aggregate, impute, treat, scale, transform, in this order) did
 * with its value in a unit. Of weigh, which gives the children of a group their weights, there are
 * no values. */
typedef struct hm_step_account {
    size_t size;               /* HM_STEP_ACCOUNT_INIT */
    const char *step;          /* "impute", ...; borrowed, as all texts here */
    const char *method;        /* "median", ... */
    const char *by, *group;    /* the column of the cities that it learns by, and the city's word */
    const char *over;          /* the periods that it learns from; NULL: the unit's own */
    const char *obstacle;      /* why it can make nothing of any value; NULL: it can */
    size_t count;              /* units that it learnt from */
    int has_before, has_after; /* is there a value? */
    double before, after;
    unsigned flags;     /* HM_FLAG_IMPUTED, HM_FLAG_OLDER_PERIOD, HM_FLAG_TREATED: raised here */
    double worst, best; /* what was learnt, NAN where a method learns no such: see the */
    double mean, deviation;   /* reference of package authors */
    double median, low, high; /* low and high: the bounds of a treatment, the ends of a scale */
    double reference;         /* the value of the city to compare with */
} hm_step_account;
#define HM_STEP_ACCOUNT_INIT                                                                       \
    {                                                                                              \
        sizeof(hm_step_account), NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, \
            0, 0, 0, 0                                                                             \
    }
/* How many steps a node has; 0 when out of range. */
HM_API size_t hm_scores_step_count(const hm_scores *scores, size_t node);
/* HM_ERROR_ARGUMENT when out of range. */
HM_API hm_code hm_scores_step(const hm_scores *scores, size_t unit, size_t node, size_t step,
                              hm_step_account *out);
/* The score of a unit at a node before the package's policy had it rounded. HM_ERROR_ARGUMENT when
 * out of range or without a score, HM_ERROR_MEMORY. */
HM_API hm_code hm_scores_unrounded(const hm_scores *scores, size_t unit, size_t node, double *out);

/* The points that a node adds in one unit to the score of `ancestor`, a group above it (or itself:
 * its score); below 0 for one that deducts. hm_score_row has those that it adds to the root's.
 * HM_ERROR_ARGUMENT when out of range, or where there are none: without a score, where `ancestor`
 * is not above, or where the points of children do not add up on the way (another method than the
 * arithmetic, deducted down to 0). */
HM_API hm_code hm_scores_points(const hm_scores *scores, size_t unit, size_t node, size_t ancestor,
                                double *out);

/* The part that a node has in the score of its group in one unit, from 0 to 1, where the group's
 * method lets each unit have weights of its own (benefit_of_the_doubt). Such weights need not be
 * the only ones that give this score. HM_ERROR_ARGUMENT when out of range, or where there are none,
 * HM_ERROR_MEMORY. */
HM_API hm_code hm_scores_part(const hm_scores *scores, size_t unit, size_t node, double *out);

/* What the function measure of a node used in this run, all threads together, a call a unit; zeros
 * for an expression. HM_ERROR_ARGUMENT for a group or out of range. */
HM_API hm_code hm_scores_usage(const hm_scores *scores, size_t node, hm_usage *out);

/* Seconds by the clock on the wall that the stages of a run took, all threads together at work;
 * scaling is learning what nodes are scaled by. They do not add up to the whole call: what little
 * stands between the stages is in none. */
typedef struct hm_timing {
    size_t size; /* HM_TIMING_INIT */
    double bind, evaluate, aggregate, rank;
    double scale;  /* over cities */
    double issues; /* gathering and wording them */
} hm_timing;
#define HM_TIMING_INIT                                                                             \
    { sizeof(hm_timing), 0, 0, 0, 0, 0, 0 }
/* HM_ERROR_ARGUMENT for NULL. */
HM_API hm_code hm_scores_timing(const hm_scores *scores, hm_timing *out);

/* The rows that hm_scores_write writes, as a table with the same columns: all units, all nodes.
 * Rows are made as they are read. The table is the caller's (hm_table_free), and the scores must
 * outlive it. A value, score, contribution or rank that there is none of has the state of its node,
 * and HM_NOT_APPLICABLE where the node is scored all the same. Errors: memory, argument. */
HM_API hm_code hm_scores_table(hm_table **out, const hm_scores *scores, hm_error *error);

/* The scores alone: a row a unit, a column a node, whose name is the node's code, behind city and
 * period. A score that there is none of has the state of its node. Errors: memory, argument (a node
 * is called city or period). */
HM_API hm_code hm_scores_wide_table(hm_table **out, const hm_scores *scores, hm_error *error);

/* The tables below are whole, the caller's, and need the scores no more. Errors: memory, argument.
 *
 * issues: what was wrong with the data and the scores, by where it stands: a row an issue (or those
 * of a kind that were counted only: see hm_dataset_keep_issues), with the columns file, sheet,
 * line, column, severity, code, city, period, input, node, rule, found, expected,
 * message.
 * usage: what hm_scores_usage says, a row an indicator whose measure is a function: code, calls,
 * steps, peak_bytes, seconds, limit_hits.
 * timings: how long it took to come to these scores: stage, file, seconds. What was done before the
 * run stands there, too: open (the package), read (a row a file, which `file` names), finish (the
 * data set); then the stages of the run in their order: bind, evaluate, scale, aggregate, rank,
 * issues. */
HM_API hm_code hm_scores_issues_table(hm_table **out, const hm_scores *scores, hm_error *error);
HM_API hm_code hm_scores_usage_table(hm_table **out, const hm_scores *scores, hm_error *error);
HM_API hm_code hm_scores_timings_table(hm_table **out, const hm_scores *scores, hm_error *error);

/* Writes the rows of hm_scores_table, or as `options` choose, as hm_tables_write does. Errors:
 * memory, argument, output. */
HM_API hm_code hm_scores_write(const hm_scores *scores, const hm_write_options *options,
                               hm_sink *sink, void *context, hm_error *error);

#ifdef __cplusplus
}
#endif
#endif
