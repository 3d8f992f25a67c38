/* batch.h: pairs of units that stand between the same two plans, taken apart together. */
#ifndef HM_COMPARE_BATCH_H
#define HM_COMPARE_BATCH_H

#include "compare/figures.h"
#include "compare/mix.h"
#include "compare/pairs.h"
#include "compare/rows.h"
#include "compare/shapley.h"
#include "compare/tree.h"

typedef struct hm_batch {
    const hm_allocator *allocator;
    const hm_scores *scores[HM_SIDES];
    size_t units[HM_SIDES]; /* one pair of them */
    hm_matched matched;
    hm_slots slots;
    uint32_t *inputs[HM_SIDES]; /* by slot: the input of the plan; HM_NO_SLOT */
    uint32_t root;              /* matched */
    bool is_comparable;         /* the roots are of the core */
    size_t players;             /* components that differ, beside the scope */
    hm_component components[HM_EXCHANGED];
    bool takes_part[HM_COMPONENTS]; /* the scope does, too */
    hm_mix mixes[HM_MIXES];         /* by set of players */
    hm_mixed mixed[HM_MIXES];
    const hm_scores *runs[HM_MIXES]; /* NULL: there is no such */
    double edges[HM_MIXES * HM_EXCHANGED];
    size_t depth;
    bool with_figures;
} hm_batch;

/* Do two pairs belong to one batch? */
bool hm_batch_takes(const hm_scores *const scores[HM_SIDES], const hm_pairing *first,
                    const hm_pairing *other);
/* To be closed all the same. Errors: memory. */
hm_code hm_batch_open(hm_batch *batch, const hm_scores *const scores[HM_SIDES],
                      const hm_pairing *pair, const hm_compare_options *options,
                      const hm_allocator *allocator, hm_error *error);
void hm_batch_close(hm_batch *batch);
/* Finds what differs, and scores what lies between, before anything is taken apart. Errors: memory,
 * cancelled. */
hm_code hm_batch_mix(hm_batch *batch, const hm_compare_options *options, hm_error *error);
/* Lets go of what lies between, once all is taken apart. */
void hm_batch_forget(hm_batch *batch);

/* Have both units a score at the root, so that the two can be compared? */
bool hm_batch_is_scored(const hm_batch *batch, const hm_pairing *pair);
/* Is the figure of a slot another on the other side? */
bool hm_batch_is_changed(const hm_batch *batch, const hm_pairing *pair, size_t slot);

/* What one thread needs. */
typedef struct hm_batch_worker hm_batch_worker;
hm_batch_worker *hm_batch_worker_open(const hm_batch *batch, const hm_cancel *cancel);
void hm_batch_worker_close(hm_batch_worker *worker);

/* Gives the rows of up to HM_PAIRS pairs of the batch, which lie in pieces of the worker. False
 * when memory has run out. */
bool hm_batch_take(hm_batch_worker *worker, const hm_pairing *pairs, size_t count,
                   hm_compare_rows *rows);
hm_compare_piece **hm_batch_worker_pieces(hm_batch_worker *worker);

/* The matched number of a row. */
static inline uint32_t hm_batch_number(const hm_batch *batch, const hm_compare_row *row) {
    return row->is_figure ? batch->slots.numbers[row->place] : row->place;
}

#endif
