/* table.h: the noun of every result: named typed columns, read in blocks of rows.
 *
 * A table says what its columns are and gives its rows, some at a time, column by column. Where the
 * rows are is its own affair: those of a built table (builder.h) lie in memory and are given as
 * they are; scores make theirs as they are asked for, since there may be a hundred million of them.
 * A finished table never changes, and several threads may read it at once, each into a block of its
 * own.
 *
 * Cells. A cell with another state than HM_OBSERVED has no value (what stands in its place is not
 * to be looked at), and its state says why. Provenance is HM_FLAG_ bits.
 *
 * Codes. Where a column has few different values, or the same ones again and again, its cells are
 * numbers of them, and its values stand once. Columns with the same `key` have the same codes in
 * every row (a node's code, its parent and its name, say), so that whoever writes them may prepare
 * what they say together. All texts are coded. */
#ifndef HM_TABLE_H
#define HM_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/memory.h"
#include "hundredmark/table.h"

/* Of columns whose codes are nobody else's; keys are 0 and up. */
#define HM_NO_KEY (-1)

/* Column c's values: one of the arrays, by its type, and `states` and `provenance`. */
typedef struct hm_cells {
    const double *numbers;    /* HM_COLUMN_NUMBER */
    const int64_t *integers;  /* HM_COLUMN_INTEGER */
    const char *const *texts; /* HM_COLUMN_TEXT: of coded values only */
    const uint8_t *flags;     /* HM_COLUMN_FLAG: 0 or 1 */
} hm_cells;

typedef struct hm_column {
    const char *name;
    hm_column_type type;
    const char *unit; /* of measure; "" where there is none */
    bool words;       /* texts are the engine's own words and lists of them, joined by ';' */
    bool coded;
    int key;         /* of coded columns */
    hm_cells values; /* by code; of coded columns */
    uint32_t values_count;
} hm_column;

/* Rows `first` and on of a column: of one that is coded, codes and no cells. */
typedef struct hm_column_block {
    hm_cells cells;
    const uint32_t *codes;
    const uint8_t *states;     /* hm_state; NULL: all are HM_OBSERVED */
    const uint8_t *provenance; /* NULL: none */
} hm_column_block;

typedef struct hm_block {
    size_t count;             /* rows */
    hm_column_block *columns; /* by column */
    void *workspace;          /* the table's own */
} hm_block;

/* How a table gives its rows. */
typedef struct hm_table_kind {
    /* Readies a block for up to `rows` rows; false when memory has run out, and then it is closed
     * all the same. */
    bool (*open_block)(const hm_table *table, hm_block *block, size_t rows);
    void (*close_block)(const hm_table *table, hm_block *block, size_t rows);
    /* Fills rows first..first + count - 1. */
    void (*read)(const hm_table *table, hm_block *block, size_t first, size_t count);
    void (*free)(hm_table *table);
} hm_table_kind;

struct hm_table {
    const hm_table_kind *kind;
    const hm_allocator *allocator;
    const char *name;
    size_t rows, count; /* count: of columns */
    const hm_column *columns;
    size_t together;         /* rows that are cheapest to read together, from a multiple of it on */
    const hm_cancel *cancel; /* of exports; NULL: none */
};

/* How many rows to read at a time, if `most` are wanted: whole groups of those that are cheapest
 * together, and fewer where there are very many columns. */
size_t hm_table_block_rows(const hm_table *table, size_t most);

bool hm_block_open(const hm_table *table, hm_block *block, size_t rows);
void hm_block_close(const hm_table *table, hm_block *block, size_t rows);
/* first + count must lie within the table, count within the rows the block was opened for. */
void hm_block_read(const hm_table *table, hm_block *block, size_t first, size_t count);

#endif
