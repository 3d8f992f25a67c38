/* update.h: one unit whose figures and weights change again and again: what depends on a change is
 * marked, from an input to the indicators that read it, from a node to the groups above it and to
 * those that read it, and only that is taken anew. */
#ifndef HM_UPDATE_H
#define HM_UPDATE_H

#include "aggregate/scores.h"
#include "evaluate/evaluate.h"
#include "evaluate/figure.h"
#include "hundredmark/session.h"

/* Numbers of some of `size` things, each once. */
typedef struct hm_marks {
    uint8_t *is_marked; /* by number */
    uint32_t *items;
    size_t count, size;
} hm_marks;

typedef struct hm_updater {
    hm_scores *scores;
    size_t unit; /* the row that is kept up to date */
    hm_evaluator *evaluator;
    hm_group_workspace workspace;
    size_t *first_user;   /* by input, and one more: where its indicators begin in `users` */
    uint32_t *users;      /* indicators that read an input */
    size_t *first_reader; /* by node, and one more: where its readers begin in `readers` */
    uint32_t *readers;    /* nodes that read a node */
    uint8_t *changed;     /* by input, where there are conditions: its figure is another just now */
    hm_workspace conditions; /* to answer them in */
    hm_marks indicators;     /* to be evaluated */
    hm_marks unchecked; /* functions that were evaluated since they were last checked for state */
    hm_marks nodes;     /* to be aggregated: in hm_updater_aggregate those of `indicators`, too */
    hm_reasons given;   /* by functions in the update at hand */
    hm_buffer *reasons; /* by indicator: why its function gave no number; empty where it did */
    uint64_t times;     /* that the unit was evaluated, the first time by a run */
} hm_updater;

/* `scores` were run up to HM_STAGE_RANK, changing; `unit` is aggregated here. To be closed even
 * where it fails. */
hm_code hm_updater_open(hm_updater *updater, hm_scores *scores, size_t unit,
                        const hm_cancel *cancel, hm_error *error);
void hm_updater_close(hm_updater *updater);

/* Puts a figure of the unit in and marks what reads it: where its input is not asked it is kept for
 * when it is, and where others are asked, or not, for it, what reads those. */
void hm_updater_put(hm_updater *updater, hm_figure figure);
/* Is the input asked of the unit? */
bool hm_updater_asks(hm_updater *updater, uint32_t input);
/* The weight of a node has changed. */
void hm_updater_mark_weight(hm_updater *updater, uint32_t node);
/* Another unit is kept up to date from here on. */
void hm_updater_move(hm_updater *updater, size_t unit);

/* For the list of stages: evaluating within the evaluator's budget, which the caller starts with
 * hm_evaluator_start. */
hm_code hm_updater_evaluate(hm_updater *updater, hm_error *error);
hm_code hm_updater_aggregate(hm_updater *updater, hm_error *error);
/* All that was marked has been taken. */
void hm_updater_finish(hm_updater *updater);

/* Why the function of an indicator gave no number; NULL where it did. Borrowed until the next
 * update. */
const char *hm_updater_reason(const hm_updater *updater, size_t indicator);

/* That of a session, for who tries many figures of a session of his own. In session.c. */
hm_updater *hm_session_updater(hm_session *session);

#endif
