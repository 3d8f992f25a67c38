/* regroup.h: the scores of groups, made again and again from the same scores of indicators, while
 * weights, methods, what stands in gaps and what is left out change. It suits variants whose groups
 * do nothing but aggregate their children: hm_variant.regroups.
 *
 * Rows are units, in an order of its own: those for which every score below the groups that change
 * is there stand together, and cost the least. */
#ifndef HM_REGROUP_H
#define HM_REGROUP_H

#include "study/draws.h"
#include "study/gaps.h"
#include "study/variants.h"

/* Rows of one edition. */
typedef struct hm_regroup_part {
    size_t first, count;
    const hm_plan *plan;
    bool is_whole; /* nothing is missing */
} hm_regroup_part;

/* A node's scores by row. */
typedef struct hm_regroup_column {
    double *scores; /* NULL: nobody needs them */
    uint8_t *states;
    double *coverage, *applicable;
    double *low, *high;    /* of a group that changes, by row: the least and the greatest of the
                              scores that count in it, where these stand as they are; none of them
                              below the floor of a geometric mean */
    double *raised, *logs; /* below a geometric mean: the scores, none of them below its floor, and
                              their logarithms; NULL: not there */
} hm_regroup_column;

/* Constant once it is open: threads share it. */
typedef struct hm_regroup {
    const hm_variant *variant;
    const hm_study *study;
    const hm_allocator *allocator;
    hm_bound bound; /* the source's, and its scores, with the variant's plan */
    hm_aggregated aggregated;
    size_t rows;
    uint32_t *units; /* by row */
    hm_regroup_part *parts;
    size_t part_count;
    bool *changes; /* by node: a group whose score is made, or an indicator with gaps */
    hm_regroup_column *columns; /* by node: those that stand as they are */
    hm_gaps gaps;
    hm_expected_gaps expected; /* where gaps are as is expected */
    bool has_sums;             /* whose ranges follow from weights */
} hm_regroup;

/* What one thread needs. */
typedef struct hm_regrouping {
    const hm_regroup *of;
    hm_regroup_column *columns; /* by node: those of `of`, and its own */
    bool *dirty;                /* by node: states and coverage of some row are not those of whole
                                   rows */
    hm_scores_range *ranges;    /* by node, where there are such sums */
    hm_group *groups;           /* by part and node: what of groups is the same in all draws, */
    hm_child *children;         /* and their children, one group behind the other */
    bool *whole;                /* by node: in the rows at hand all is there */
    hm_group_workspace workspace;
    double *room;   /* for two blocks of numbers */
    uint8_t *flags; /* for two blocks: none, and what comes of them */
    double *peers;  /* for the scores of a period */
} hm_regrouping;

/* For nodes down to `depth`; `weighed`: by node 1 where draws say a weight of it. Both are to be
 * closed, all the same when they fail. False: memory has run out. */
bool hm_regroup_open(hm_regroup *regroup, const hm_variant *variant, const hm_study *study,
                     const uint8_t *weighed, size_t depth, const hm_allocator *allocator);
void hm_regroup_close(hm_regroup *regroup);
bool hm_regrouping_open(hm_regrouping *regrouping, const hm_regroup *regroup);
void hm_regrouping_close(hm_regrouping *regrouping);

/* --- groups as the engine would score them: regroup_groups.c --- */

/* Keeps what is the same in all draws of the groups that change, part by part. False when memory
 * has run out; to be closed all the same. */
bool hm_regroup_groups_open(hm_regrouping *regrouping);
void hm_regroup_groups_close(hm_regrouping *regrouping);

/* The ranges of nodes, where those of sums follow from weights. */
void hm_regroup_take_ranges(hm_regrouping *regrouping, const hm_plan *plan, const hm_draw *draw);

/* A group in rows of a part, from `first` on; its children stand in the workspace. `whole`: nothing
 * below it is missing in these rows. */
hm_group hm_regroup_group(hm_regrouping *regrouping, const hm_regroup_part *part, size_t number,
                          size_t first, const hm_draw *draw, bool *whole);

/* --- scores --- */

/* Of scores below a geometric mean: these, or its floor where they are lower, and the logarithms of
 * that; any number where there is none. */
void hm_regroup_log(const hm_node *group, const double *scores, size_t count, double *raised,
                    double *logs);
/* Fills `raised` and `logs` of a node's column in rows of a part, where its group is a geometric
 * mean there. */
void hm_regroup_take_logs(const hm_regroup *regroup, const hm_regroup_part *part, size_t node,
                          size_t first, size_t count, hm_regroup_column *column);

/* Fills `low` and `high` of a group's column in rows of a part. */
void hm_regroup_bound(const hm_regroup *regroup, const hm_regroup_part *part, size_t node,
                      const hm_regroup_column *column);

/* Puts into gaps what a draw has there, or nothing unless it `fills` them; and then makes the
 * scores of its groups in rows of a part: `columns` of the regrouping. */
void hm_regroup_fill_gaps(hm_regrouping *regrouping, const hm_draw *draw, bool fills);
void hm_regroup_score(hm_regrouping *regrouping, const hm_regroup_part *part, const hm_draw *draw,
                      bool fills);

/* Is the score of a node in a row one to be ranked, if it has one? */
bool hm_regroup_is_ranked(const hm_regrouping *regrouping, size_t node, size_t row);

#endif
