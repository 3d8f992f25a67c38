/* aggregate.h: from indicators up the hierarchy: scores, coverage, statuses, ranks. */
#ifndef HM_AGGREGATE_H
#define HM_AGGREGATE_H

#include "aggregate/group.h"
#include "transform/transform.h"

#define HM_NOT_RANKED  UINT32_MAX
#define HM_NOT_STEPPED UINT32_MAX

/* What is put in place of a score that an indicator has not: asked of each unit that could have
 * one, once all its steps are taken. */
typedef struct hm_filling {
    const void *context;
    bool (*draw)(const void *context, size_t node, size_t unit, double *score); /* false: it stays
                                                                                   without one */
} hm_filling;

typedef struct hm_aggregated {
    const hm_plan *plan;
    const hm_bound *bound;
    hm_evaluated *evaluated; /* what reads nodes is evaluated here, in its turn */
    hm_transformed *transformed;
    hm_grid values; /* what a node has before its steps: of indicators what was evaluated; of groups
                       where that is not their score as it stands, else empty */
    hm_grid scores; /* a column a node, a row a unit; states may be HM_INSUFFICIENT here; that of an
                       indicator is its values' own where all are scores as they stand. Of a node
                       with steps it holds, phase after phase, what these make of them */
    hm_grid marks;  /* of a node that is transformed what that gave, before it was held and
                       rounded */
    uint32_t *stepped_of; /* by node: the number of an indicator among those whose steps raise
                             flags; HM_NOT_STEPPED for others */
    size_t stepped_count;
    uint8_t *stepped_flags; /* HM_FLAG_..., by these and then unit: their own and the steps' */
    uint8_t
        *stepped_reported; /* likewise: HM_OBSERVED where the score rests on what was reported */
    double *coverage;      /* by group and then unit */
    double *read_coverage; /* the same by indicator that reads nodes */
    size_t reader_count;
    double *applicable; /* likewise, where `partly` says so; elsewhere it is 1 */
    uint8_t *partly;    /* by group and then block of units: some of it does not apply to some */
    size_t block_count;
    uint8_t *flags;     /* HM_FLAG_..., by group and then unit */
    uint32_t *group_of; /* by node: its number among the groups; of an indicator that reads nodes
                           among those; meaningless for others */
    size_t group_count;
    uint32_t *ranked; /* by node: its number among those ranked, or HM_NOT_RANKED; NULL: none is */
    uint32_t *ranks;  /* by ranked node and then unit; 0 where there is none */
    size_t ranked_count;
    const hm_given_node *given; /* what measures find in place of what a node has, while they run */
    size_t given_count;
    const hm_filling *filling; /* while it is scored; NULL: indicators without a score stay so */
    uint8_t *filled; /* by indicator and then unit: HM_OBSERVED where it has a value, or its score
                        was filled in; NULL: none was */
    bool changing;   /* values may become others later */
    double learning; /* seconds that steps took to learn */
} hm_aggregated;

/* Where the flags of an indicator begin, and whether it was reported, whose steps raise flags;
 * SIZE_MAX for others. */
static inline size_t hm_aggregated_stepped(const hm_aggregated *aggregated, size_t node) {
    const uint32_t stepped = aggregated->stepped_of[node];
    return stepped == HM_NOT_STEPPED ? SIZE_MAX : stepped * aggregated->scores.rows;
}

/* The flags of a node whose steps may raise some, of all units; NULL for others. */
static inline uint8_t *hm_aggregated_flags_of(const hm_aggregated *aggregated, size_t node) {
    const size_t stepped = hm_aggregated_stepped(aggregated, node);
    if (aggregated->plan->nodes[node].indicator == HM_NO_INDICATOR)
        return aggregated->flags + aggregated->group_of[node] * aggregated->scores.rows;
    return stepped != SIZE_MAX ? aggregated->stepped_flags + stepped : NULL;
}

/* Where the numbers of a group, or of what reads nodes, begin in an array by group and unit. */
static inline size_t hm_aggregated_start(const hm_aggregated *aggregated, size_t node) {
    return aggregated->group_of[node] * aggregated->scores.rows;
}

/* Does some of a group not apply to some unit of this one's block? */
static inline uint8_t *hm_aggregated_partly(const hm_aggregated *aggregated, size_t node,
                                            size_t unit) {
    return &aggregated
                ->partly[aggregated->group_of[node] * aggregated->block_count + unit / HM_BLOCK];
}

/* States that say of an indicator whose steps raise flags, for all units, whether its score rests
 * on what was reported; NULL for others. */
static inline const uint8_t *hm_aggregated_reported(const hm_aggregated *aggregated, size_t node) {
    const size_t stepped = hm_aggregated_stepped(aggregated, node);
    return stepped != SIZE_MAX ? aggregated->stepped_reported + stepped : NULL;
}

/* Does the policy give the node a score where it is not reported? One that counts: points are not
 * made of nothing. */
static inline bool hm_aggregated_gives(const hm_aggregated *aggregated, const hm_node *node) {
    return aggregated->plan->policy.has_not_reported && node->indicator != HM_NO_INDICATOR &&
           node->effect == HM_EFFECT_COUNTS && node->parent != HM_NO_NODE;
}

/* What one thread needs to score groups: room for the children of the group that has most. */
typedef struct hm_group_workspace {
    const hm_allocator *allocator;
    size_t size;
    hm_child *children;
    double *numbers;       /* twice as many */
    hm_workspace measures; /* open where some node reads others */
    double *measured;      /* of a group's measure, for a block */
    uint8_t *measured_states;
} hm_group_workspace;

/* False when memory has run out; to be closed all the same. */
bool hm_group_workspace_open(hm_group_workspace *workspace, const hm_plan *plan,
                             const hm_allocator *allocator);
void hm_group_workspace_close(hm_group_workspace *workspace);

/* Room for the scores of all units, nothing aggregated yet. `changing`: the values may become
 * others later. `filling` NULL: nothing is filled in; else it must outlive what is scored. */
hm_code hm_aggregated_allocate(hm_aggregated *aggregated, hm_evaluated *evaluated,
                               hm_transformed *transformed, bool changing,
                               const hm_filling *filling, const hm_allocator *allocator,
                               hm_error *error);
/* Scores all units at every node, without ranks: phase after phase, and where no fits were given
 * the steps of each phase learn before it. Errors: memory, HM_ERROR_CANCELLED. */
hm_code hm_aggregated_run(hm_aggregated *aggregated, size_t jobs, const hm_cancel *cancel,
                          const hm_allocator *allocator, hm_error *error);
/* The same up to what the steps of a phase learn, by the fits that there are of the phases before.
 */
hm_code hm_aggregated_learn(hm_aggregated *aggregated, uint32_t phase, size_t jobs,
                            const hm_cancel *cancel, const hm_allocator *allocator,
                            hm_error *error);
/* Does something learn from several periods? It changes the values of all of them, from which
 * others learn. */
bool hm_aggregated_learns_across(const hm_plan *plan);
/* Learns all anew without a unit, by row, from which nothing is learnt, and scores all units. What
 * is scored was learnt here, and not given. */
hm_code hm_aggregated_leave_out(hm_aggregated *aggregated, size_t unit, const hm_cancel *cancel,
                                const hm_allocator *allocator, hm_error *error);
/* Learns all anew from the period of a unit, from the values of its units as they are now; after an
 * error what was learnt before is applied as before. */
hm_code hm_aggregated_refit(hm_aggregated *aggregated, size_t unit, const hm_cancel *cancel,
                            const hm_allocator *allocator, hm_error *error);
/* Scores one unit at one node, whose children are as they should be. False when memory has run out.
 */
bool hm_aggregated_update(hm_aggregated *aggregated, size_t node, size_t unit,
                          hm_group_workspace *workspace);
/* Scores `count` <= HM_BLOCK units from `first` on, where a block begins, at every node of a phase.
 */
void hm_aggregated_score_block(hm_aggregated *aggregated, uint32_t phase, size_t first,
                               size_t count, hm_group_workspace *workspace);
/* A group as it is to be scored, from unit `first` on, as long as the same edition holds; its
 * children lie in `workspace`. */
hm_group hm_aggregated_group(const hm_aggregated *aggregated, size_t number, size_t first,
                             const hm_group_workspace *workspace);
/* Where steps find values: it looks into `aggregated`. */
hm_step_source hm_aggregated_source(const hm_aggregated *aggregated);
void hm_aggregated_close(hm_aggregated *aggregated);

/* The value of a node in one unit, before its steps: of an indicator, and of a group with steps or
 * a measure; NULL where there is none. */
const double *hm_aggregated_value(const hm_aggregated *aggregated, size_t node, size_t unit);
double hm_aggregated_coverage(const hm_aggregated *aggregated, size_t node, size_t unit);
double hm_aggregated_applicable(const hm_aggregated *aggregated, size_t node, size_t unit);
/* Both, of `count` units. */
void hm_aggregated_cover(const hm_aggregated *aggregated, size_t node, const uint32_t *units,
                         size_t count, double *coverage, double *applicable);
/* Does a score that is there rest on as much as the policy asks for a rank (rank_if)? */
bool hm_aggregated_may_rank(const hm_aggregated *aggregated, size_t node, size_t unit);
/* HM_FLAG_... */
unsigned hm_aggregated_flags(const hm_aggregated *aggregated, size_t node, size_t unit);
/* Has an indicator its score of the policy, which gives one to what is not reported? */
bool hm_aggregated_is_given(const hm_aggregated *aggregated, size_t node, size_t unit);
/* The score of a node in one unit that has one, before it was rounded. */
double hm_aggregated_unrounded(const hm_aggregated *aggregated, size_t node, size_t unit,
                               hm_group_workspace *workspace);
/* 0 where there is none. */
uint32_t hm_aggregated_rank_of(const hm_aggregated *aggregated, size_t node, size_t unit);

/* --- measures that read nodes (readers.c) --- */

/* What measures read of nodes, as it stands. */
hm_expr_reads hm_aggregated_reads(const hm_aggregated *aggregated);
/* What the steps of a node made of its value in a unit, before it is transformed. */
hm_step_cell hm_aggregated_own(const hm_aggregated *aggregated, size_t node, size_t unit);
/* Values, flags and coverage of an indicator, of a block or less; nothing for one that reads no
 * node: it has been evaluated. */
void hm_aggregated_evaluate(hm_aggregated *aggregated, size_t node, size_t first, size_t count,
                            hm_group_workspace *workspace);
/* What the measure of a group gives, into `measured` of the workspace. */
void hm_aggregated_measure(const hm_aggregated *aggregated, size_t node, size_t first, size_t count,
                           hm_group_workspace *workspace);
/* Adds the flags that what the measure of a group reads brings along; `flags` from `first` on. */
void hm_aggregated_flag_measure(const hm_aggregated *aggregated, size_t node, size_t first,
                                size_t count, uint8_t *flags);

/* Has a node's own value, once all its steps are taken, become what its transformation makes of it,
 * in the units that have one. */
void hm_aggregated_transform(hm_aggregated *aggregated, size_t node, size_t first, size_t count,
                             hm_group_workspace *workspace);

/* --- scores that are filled in (filling.c) --- */

/* Fills in what an indicator lacks, which is scored; it counts as reported. */
void hm_aggregated_fill(hm_aggregated *aggregated, size_t node, size_t first, size_t count);
bool hm_aggregated_is_filled(const hm_aggregated *aggregated, size_t node, size_t unit);
/* Of an indicator, where something may be filled in: HM_OBSERVED where it has a value, or was. */
const uint8_t *hm_aggregated_rests(const hm_aggregated *aggregated, size_t node);

/* --- shares (shares.c) --- */

/* What each node down to `depth` adds to the root's score in one unit: `shares` (node_count
 * numbers) receives the factor that a node's score is multiplied with (below 0 for a node that
 * deducts), NAN where there is none. */
void hm_aggregated_shares(const hm_aggregated *aggregated, size_t unit, size_t depth,
                          double *shares);
/* The same of one node and a group above it: what it adds to that group's score. It goes up from
 * the node, and looks at the children of each group on the way. NAN where `ancestor` is not above.
 */
double hm_aggregated_share(const hm_aggregated *aggregated, size_t unit, size_t node,
                           size_t ancestor);
/* What the weights of a group's children are divided by to have their shares of its score; NAN
 * where it has no score, or its children's points do not add up to it. */
double hm_aggregated_total(const hm_aggregated *aggregated, size_t node, size_t unit);
/* The share of a child that is scored, of a group whose own share and total are these; NAN where it
 * does not count. */
double hm_aggregated_share_of(const hm_aggregated *aggregated, size_t child, size_t unit,
                              double share, double total);

/* Fills `ranks` for the nodes of the first `levels` levels: units of the same period by score, the
 * best first, of those that the policy's rank_if lets in; ties share the smaller rank. In rank.c.
 */
hm_code hm_aggregated_rank(hm_aggregated *aggregated, size_t levels, size_t jobs,
                           const hm_cancel *cancel, const hm_allocator *allocator, hm_error *error);

/* --- a value on its way through the steps of its node: node_steps.c --- */

/* What goes through the steps is the node's values, and of an indicator its flags. */
void hm_node_steps_begin(hm_aggregated *aggregated, size_t number, size_t first, size_t count);
/* Takes those steps that a phase takes. */
void hm_node_steps_take(hm_aggregated *aggregated, size_t number, uint32_t phase, size_t first,
                        size_t count);
/* Once all are taken: marks are held and rounded, and it is told what they rest on. */
void hm_node_steps_finish(hm_aggregated *aggregated, size_t number, size_t first, size_t count);

/* Does the node's imputation put in what was never reported? */
bool hm_node_invents(const hm_node *node);
/* Of a group whose imputation takes older values: the coverage of the one that a unit has taken, as
 * it was in its own period; 0 where there is none. */
double hm_node_coverage_taken(const hm_aggregated *aggregated, size_t number, size_t unit);

#endif
