/* rows.h: what comes of pairs of units: tens of millions of rows, which lie in a few large
 * pieces of memory. */
#ifndef HM_COMPARE_ROWS_H
#define HM_COMPARE_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

/* Points of a pair. */
typedef struct hm_compare_row {
    double points;
    uint32_t place;    /* a slot, of a figure; else a matched number */
    uint8_t pair;      /* among those that are taken together */
    uint8_t component; /* hm_component */
    bool is_figure;
    uint8_t why; /* bits of hm_cause, of the data; of hm_reason, of the scope */
} hm_compare_row;

/* Those of some pairs, in their order. */
typedef struct hm_compare_rows {
    const hm_compare_row *items;
    size_t count;
} hm_compare_rows;

/* Where rows lie, the newest piece first. */
typedef struct hm_compare_piece {
    struct hm_compare_piece *older;
    size_t size, used; /* rows */
    hm_compare_row rows[];
} hm_compare_piece;

/* Room for `most` rows side by side, to be filled from the first on, of which `used` is then told;
 * NULL when memory has run out. */
hm_compare_row *hm_compare_pieces_open(hm_compare_piece **pieces, size_t most,
                                       const hm_allocator *allocator);
/* Puts those of `from`, which are `to`'s from then on, behind what is there. */
void hm_compare_pieces_move(hm_compare_piece **to, hm_compare_piece **from);
void hm_compare_pieces_free(hm_compare_piece *pieces, const hm_allocator *allocator);

#endif
