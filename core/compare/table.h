/* table.h: the rows of all pairs as a table, which makes its texts of numbers as it is
 * read: there may be ten million of them. */
#ifndef HM_COMPARE_TABLE_H
#define HM_COMPARE_TABLE_H

#include "base/buffer.h"
#include "compare/batch.h"

/* Rows of consecutive pairs of one batch, `before` of them being before. */
typedef struct hm_compare_block {
    hm_compare_rows rows;
    size_t before, first, count; /* pairs */
    const hm_batch *batch;
    size_t batch_number;
} hm_compare_block;

/* What pairs are called. */
typedef struct hm_pair_names {
    const hm_pairs *pairs;
    const hm_dataset *data[HM_SIDES];
    const char *other; /* run; NULL: it has no name */
} hm_pair_names;
/* What the other unit of a pair is another by: "Ostermark, 2023, plan 2". Replaces what is there.
 */
void hm_pair_other(const hm_pair_names *names, size_t pair, hm_buffer *out);

extern const char *const hm_component_names[HM_COMPONENTS];
/* "break;one_side": bits of hm_reason. */
enum { HM_NOTE_SIZE = 48 };
void hm_reason_text(char text[HM_NOTE_SIZE], unsigned reasons);
/* The code of a matched node. */
const char *hm_batch_code(const hm_batch *batch, size_t number);

/* Takes over the pieces that the rows of blocks lie in; all texts are copied. */
hm_code hm_compare_table_open(hm_table **out, const hm_compare_block *blocks, size_t block_count,
                              hm_compare_piece **pieces, const hm_batch *batches,
                              size_t batch_count, const hm_pair_names *names,
                              const hm_allocator *allocator, hm_error *error);

#endif
