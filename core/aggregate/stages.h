/* stages.h: the one list of stages, which runs, sessions and streams go through: what each makes
 * for all units that are bound, and how it follows when something of one unit has changed. */
#ifndef HM_STAGES_H
#define HM_STAGES_H

#include "aggregate/scores.h"
#include "aggregate/update.h"

typedef enum hm_stage {
    HM_STAGE_BIND,
    HM_STAGE_EVALUATE,
    HM_STAGE_SCALE,
    HM_STAGE_AGGREGATE,
    HM_STAGE_RANK,
    HM_STAGE_ISSUES,
    HM_STAGES
} hm_stage;

typedef struct hm_run {
    hm_scores *scores; /* what the stages make; it has its allocator and plan */
    const hm_dataset *dataset;
    size_t first, count;             /* the units to bind */
    const hm_score_options *options; /* with the allocator filled in; its limits are `budget`'s */
    hm_budget *budget;               /* NULL: none */
    const hm_filling *filling;       /* what indicators without a score are given; NULL: nothing */
    bool changing; /* of a session: scores have room to change, and an updater takes them */
    bool passes;   /* nobody will look at what is learnt: fits have no digests */
    bool learns;   /* what the fits that are given lack is going to be learnt */
} hm_run;

/* What a stage is called in tables of timings, and how long it took. */
const char *hm_stage_name(hm_stage stage);
double hm_stage_seconds(const hm_timing *timing, hm_stage stage);

/* Begins a run of all units of a data set: its scores, which are the caller's (hm_scores_free), are
 * still to be made. What it is given must outlive it. Errors: memory, argument (the data set is not
 * finished), HM_ERROR_PACKAGE (a group is empty). */
hm_code hm_run_open(hm_run *run, const hm_plan *plan, const hm_dataset *dataset,
                    const hm_score_options *options, hm_budget *budget, hm_error *error);

/* Runs the stages from `begin` on and before `end`, in their order, and notes how long they took.
 */
hm_code hm_stages_run(const hm_run *run, hm_stage begin, hm_stage end, hm_error *error);
/* Takes anew what is marked in `updater`, whose marks stay where it fails. */
hm_code hm_stages_update(hm_updater *updater, hm_error *error);

#endif
