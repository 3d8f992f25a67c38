/* expr_run.h: a checked expression, evaluated over the columns of bound inputs a block at a time.
 */
#ifndef HM_EXPR_RUN_H
#define HM_EXPR_RUN_H

#include "expr/earlier.h"
#include "expr/expr.h"
#include "expr/history.h"
#include "table/grid.h"

/* Units in a block: so few that the registers of a usual measure stay in the first-level cache, so
 * many that the figures of a column are fetched ahead. */
enum { HM_BLOCK = 512 };

/* The rows of one records input: those of unit u are start[u] .. start[u + 1] - 1, counted so that
 * the columns begin with row `base`. */
typedef struct hm_rows {
    const size_t *start;
    size_t base;
    const hm_grid_column *columns;
} hm_rows;

/* What measures read of nodes of the hierarchy: `read` fills in, for `count` units from `first` on,
 * the score, value or coverage (`op`) of node `node`. */
typedef struct hm_expr_reads {
    const void *context;
    void (*read)(const void *context, hm_op op, uint32_t node, size_t first, size_t count,
                 double *values, uint8_t *states);
} hm_expr_reads;

/* What an expression reads, by input number of the package. For a records input, states of its
 * column say whether the unit has rows (HM_OBSERVED) or why not. */
typedef struct hm_expr_data {
    const hm_grid_column *inputs;
    const hm_rows *rows;
    hm_past past;                     /* needed by measures that look back */
    const hm_grid_column *parameters; /* by number of the parameter */
    hm_expr_reads reads;              /* needed by measures that read nodes */
    const char *const *texts;         /* by number: what texts and choices have for a value */
} hm_expr_data;

/* Registers, one a node, reused from block to block and expression to expression by one thread. */
typedef struct hm_workspace {
    const hm_allocator *allocator;
    size_t nodes;
    double *values;
    uint8_t *states;
    hm_operand *operands;     /* of each node: its result for the last block */
    hm_operand *row_operands; /* the same for the rows of one unit */
    uint8_t *needed;
} hm_workspace;

/* Big enough for expressions of up to `nodes` nodes. */
bool hm_workspace_open(hm_workspace *workspace, size_t nodes, const hm_allocator *allocator);
void hm_workspace_close(hm_workspace *workspace);

/* Writes the results for units first .. first + count - 1 (count <= HM_BLOCK) to `values` and
 * `states`. Until the next run workspace->operands has the result of every node that is not a value
 * a row. */
void hm_expr_run(const hm_expr *expr, const hm_expr_data *data, size_t first, size_t count,
                 hm_workspace *workspace, double *values, uint8_t *states);

/* After hm_expr_run for `unit` alone: what fold `fold` rests on in row `row` (from 0) of the unit's
 * records is in workspace->row_operands, a value each. */
void hm_expr_run_row(const hm_expr *expr, const hm_expr_data *data, size_t fold, size_t unit,
                     size_t row, hm_workspace *workspace);

/* What history `index` is of for `unit`, period by period. */
void hm_expr_run_history(const hm_expr *expr, const hm_expr_data *data, size_t index, size_t unit,
                         hm_workspace *workspace, hm_history *history);

#endif
