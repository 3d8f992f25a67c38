/* expected_gaps.h: what could stand in the gaps of cities, by what goes with what among the marks
 * of all cities of a period: means, and how far draws lie from them. */
#ifndef HM_EXPECTED_GAPS_H
#define HM_EXPECTED_GAPS_H

#include "aggregate/aggregate.h"
#include "base/memory.h"
#include "methods/noise.h"

/* The gaps of a unit, in the order of the nodes. */
typedef struct hm_unit_gaps {
    size_t count; /* 0: there are none, or nothing is known of them */
    uint32_t *nodes;
    double *means, *factor; /* hm_impute_draws */
} hm_unit_gaps;

/* Constant once it is open: threads share it. */
typedef struct hm_expected_gaps {
    hm_arena arena;
    hm_unit_gaps *units; /* NULL: it was never opened */
    const char
        *unlearnt; /* a period with gaps of which nothing could be learnt; NULL: there is none */
} hm_expected_gaps;

/* By the scores of all indicators of the index: of cities that are ranked. False when memory has
 * run out; to be closed all the same. */
bool hm_expected_gaps_open(hm_expected_gaps *expected, const hm_aggregated *aggregated,
                           const hm_allocator *allocator);
void hm_expected_gaps_close(hm_expected_gaps *expected);

/* What stands in the gap of a node in replicate `number`, which may lie outside the node's range;
 * false: nothing can. */
bool hm_expected_gaps_draw(const hm_expected_gaps *expected, const hm_noise *noise, uint32_t number,
                           uint32_t unit, uint32_t node, double *out);

#endif
