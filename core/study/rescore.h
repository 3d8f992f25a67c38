/* rescore.h: the scores of a draw from the figures on: where these have errors, or where groups do
 * more than aggregate their children. */
#ifndef HM_RESCORE_H
#define HM_RESCORE_H

#include "platform/recycler.h"
#include "study/draws.h"
#include "study/figure_errors.h"
#include "study/gaps.h"
#include "study/variants.h"

/* What a draw has of what is drawn cell by cell. */
typedef struct hm_rescored {
    bool errs;  /* figures have errors */
    bool fills; /* something stands in gaps */
} hm_rescored;

/* What one thread needs. */
typedef struct hm_rescoring {
    const hm_study *study;
    const hm_variant *variant;
    const hm_dataset *dataset;
    const hm_figure_errors *errors; /* NULL: there are none */
    hm_score_options options;       /* of one thread */
    hm_plan *plan;                  /* the variant's, with weights of its own */
    bool is_cut;                    /* something is left out of it: */
    hm_arena arena;                 /* what it has beside the variant's */
    hm_recycler memory;             /* of scores: all are as large */
    hm_scores *marks;               /* with nothing in the gaps, where these are the same in all
                                       draws; NULL: they were not needed yet */
    hm_expected_gaps expected;      /* by these */
    double *peers;                  /* room for a number a unit */
} hm_rescoring;

/* To be closed all the same when it fails: memory has run out. */
bool hm_rescoring_open(hm_rescoring *rescoring, const hm_study *study, const hm_variant *variant,
                       const hm_dataset *dataset, const hm_figure_errors *errors,
                       const hm_score_options *options);
void hm_rescoring_close(hm_rescoring *rescoring);

/* The scores of a draw, without ranks: the caller's, before the rescoring is closed, or takes
 * another draw. Errors: as hm_score; HM_ERROR_DATA where nothing is to be expected in gaps. */
hm_code hm_rescore(hm_scores **out, hm_rescoring *rescoring, const hm_draw *draw, hm_rescored what,
                   hm_error *error);

#endif
