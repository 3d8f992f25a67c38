/* chunk.h: the scores of replicates that a thread makes at a time, put where those of all
 * replicates stand, and their ranks. */
#ifndef HM_CHUNK_H
#define HM_CHUNK_H

#include "study/replicates.h"

enum { HM_CHUNK = HM_RANKINGS_TOGETHER };

typedef struct hm_chunk {
    const hm_replicates *replicates;
    const uint32_t *numbers; /* of those at hand: 0, which is alone, or others in ascending order */
    size_t count;            /* HM_CHUNK at most */
    uint32_t places[HM_CHUNK]; /* where scores of theirs stand among those of a unit */
    bool stands_in_a_row;
    uint32_t *ranked; /* by shown node and unit: a bit for each whose score takes part in ranks */
    double *block,
        *marks; /* of the units of a period, HM_CHUNK each, and then those of one replicate */
    hm_rank_workspace ranks;
} hm_chunk;

/* False: memory has run out; to be closed all the same. */
bool hm_chunk_open(hm_chunk *chunk, const hm_replicates *replicates);
void hm_chunk_close(hm_chunk *chunk);

void hm_chunk_start(hm_chunk *chunk, const uint32_t *numbers, size_t count);

/* The score of a unit in one of those at hand, and in all; NAN, where there is none, is not to be
 * ranked. */
void hm_chunk_put(const hm_chunk *chunk, size_t at, size_t shown, size_t unit, double score,
                  bool is_ranked);
void hm_chunk_put_all(const hm_chunk *chunk, size_t shown, size_t unit, const double *scores,
                      bool is_ranked);

/* Once all scores are there. The plan is the variant's, which says what is ranked from the least
 * score on. */
void hm_chunk_rank(hm_chunk *chunk, const hm_plan *plan);

#endif
