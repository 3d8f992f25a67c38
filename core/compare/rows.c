#include "compare/rows.h"

#include "platform/large.h"

/* Each piece is twice as large as the one before, up to this many rows, which are 4 MB. */
enum { LAST_PIECE = 1 << 18 };

static size_t bytes_of(size_t rows) {
    return sizeof(hm_compare_piece) + rows * sizeof(hm_compare_row);
}

hm_compare_row *hm_compare_pieces_open(hm_compare_piece **pieces, size_t most,
                                       const hm_allocator *allocator) {
    hm_compare_piece *newest = *pieces;
    if (!newest || newest->size - newest->used < most) {
        const size_t twice = newest ? 2 * newest->size : 0;
        const size_t usual = twice < LAST_PIECE ? twice : LAST_PIECE;
        const size_t size = usual > most ? usual : most;
        hm_compare_piece *piece = size < SIZE_MAX / sizeof(hm_compare_row) - 1
                                      ? hm_allocate_large(allocator, bytes_of(size))
                                      : NULL;
        if (!piece)
            return NULL;
        *piece = (hm_compare_piece){.older = newest, .size = size};
        *pieces = newest = piece;
    }
    return newest->rows + newest->used;
}

void hm_compare_pieces_move(hm_compare_piece **to, hm_compare_piece **from) {
    hm_compare_piece **last = from;
    while (*last)
        last = &(*last)->older;
    *last = *to;
    *to = *from;
    *from = NULL;
}

void hm_compare_pieces_free(hm_compare_piece *pieces, const hm_allocator *allocator) {
    while (pieces) {
        hm_compare_piece *piece = pieces;
        pieces = piece->older;
        hm_release(allocator, piece, bytes_of(piece->size));
    }
}
