/* expr.h: a measure as data: operations on inputs, in one contiguous block.
 *
 *   +--------+-------------------+----------------------+-----------------+
 *   | header | nodes[node_count] | operands[...] uint16 | texts, NUL-ended |
 *   +--------+-------------------+----------------------+-----------------+
 *
 * A node's operands are earlier nodes, by index, so the block stands in the order of evaluation and
 * its last node is the result; equal nodes occur once. Positions are relative: copying a block is a
 * memcpy. Blocks are immutable once finished, but for what hm_expr_check writes into its own copy.
 */
#ifndef HM_EXPR_H
#define HM_EXPR_H

#include "base/buffer.h"
#include "expr/operations.h"

enum {
    HM_EXPR_NODES = 1000,
    HM_EXPR_OPERANDS = 3000,
    HM_EXPR_TEXT = 16384,
    HM_EXPR_PRINTED = 8192,
    HM_EXPR_BACK = 100
};

/* What there is a value for. */
typedef enum hm_expr_rows {
    HM_PER_UNIT,
    HM_PER_ROW,   /* of records */
    HM_PER_PERIOD /* of a history: folded before anything else is done with it */
} hm_expr_rows;

typedef struct hm_expr_node {
    uint8_t op;     /* hm_op */
    uint8_t type;   /* hm_type of the result, once checked */
    uint8_t rows;   /* once checked: hm_expr_rows */
    uint8_t back;   /* HM_OP_PREVIOUS, HM_OP_HISTORY: how many periods it may look back, 1 or more;
                       else 0 */
    uint16_t count; /* operands */
    uint16_t first; /* of them in the operand array */
    union {
        double number; /* HM_OP_NUMBER; HM_OP_LOGIC: 0 or 1; HM_OP_HISTORY: how many periods must
                          have a value */
        struct {
            uint32_t name;   /* HM_OP_INPUT, HM_OP_PREVIOUS, HM_OP_PARAMETER, HM_OP_COLUMN,
                                HM_OP_TEXT, HM_OP_PART, HM_OP_OWN, and what reads a node: a
                                position in the texts */
            uint32_t member; /* HM_OP_COLUMN: the column's name; HM_OP_PART: the label */
        } text;
    } u;
    uint32_t input;  /* once checked: number of the input in the package; of the text, for
                        HM_OP_TEXT; of the parameter, for HM_OP_PARAMETER; of the node, for
                        HM_OP_OWN and what reads one */
    uint16_t column; /* once checked: HM_OP_COLUMN: number of the column in the records */
    uint16_t line;   /* of the script where the node was made; 0 unknown */
} hm_expr_node;

typedef struct hm_expr {
    uint32_t size; /* of the whole block, in bytes */
    uint16_t node_count, operand_count;
} hm_expr;

/* Does the operation read a node of the hierarchy? */
static inline bool hm_op_reads_node(uint8_t op) {
    return op == HM_OP_SCORE || op == HM_OP_VALUE || op == HM_OP_COVERAGE;
}
/* Is it a figure of an input? */
static inline bool hm_expr_is_figure(const hm_expr_node *node) {
    return node->op == HM_OP_INPUT || node->op == HM_OP_COLUMN || node->op == HM_OP_PREVIOUS;
}
/* As authors write it: "score", "value", "coverage". */
const char *hm_op_read_name(hm_op op);
/* Is it of the unit's scores, which are there for its own period alone? */
static inline bool hm_op_is_scored(uint8_t op) {
    return hm_op_reads_node(op) || op == HM_OP_OWN;
}

const hm_expr_node *hm_expr_nodes(const hm_expr *expr);
const uint16_t *hm_expr_operands(const hm_expr *expr);
const char *hm_expr_text(const hm_expr *expr, uint32_t position);

/* Large; lives on the C stack while a script loads, so that an error raised by Lua leaks nothing.
 */
typedef struct hm_expr_builder {
    const char *problem; /* a constant text once a limit was passed; then nothing more is added */
    uint16_t node_count, operand_count;
    uint32_t text_size;
    hm_expr_node nodes[HM_EXPR_NODES];
    uint16_t operands[HM_EXPR_OPERANDS];
    char text[HM_EXPR_TEXT];
} hm_expr_builder;

void hm_expr_start(hm_expr_builder *builder);
/* Each adds one node, or finds its equal, and returns its index (0 once `problem` is set). */
uint16_t hm_expr_add_number(hm_expr_builder *builder, double number);
uint16_t hm_expr_add_logic(hm_expr_builder *builder, bool yes);
/* An input, a column, a text constant, a node that is read or the own value; `member` is NULL but
 * for a column. */
uint16_t hm_expr_add_named(hm_expr_builder *builder, hm_op op, const char *name, const char *member,
                           unsigned line);
/* A name and a label for `operand`. */
uint16_t hm_expr_add_part(hm_expr_builder *builder, const char *name, const char *label,
                          uint16_t operand, unsigned line);
/* Shows the name and the label of each part that has one to `visit`, which may put another label in
 * its place: then `*expr` becomes a copy in the arena that has those. Where `visit` returns false
 * the walk ends, with false; also when memory has run out. */
typedef bool hm_label_visitor(void *context, const char *name, const char **label);
bool hm_expr_labels(hm_expr **expr, hm_label_visitor *visit, void *context, hm_arena *arena);
uint16_t hm_expr_add(hm_expr_builder *builder, hm_op op, const uint16_t *operands, size_t count,
                     unsigned line);
/* All nodes of a finished block; returns the index of its result. */
uint16_t hm_expr_add_block(hm_expr_builder *builder, const hm_expr *expr);
/* The same with every input taken from the city's previous period, or from the latest of the
 * `within` periods before (1 .. HM_EXPR_BACK) for which it was reported. */
uint16_t hm_expr_add_previous(hm_expr_builder *builder, const hm_expr *expr, unsigned within);
/* A value of `expr` a period, of the unit's own and of `back` (1 .. HM_EXPR_BACK) before, of which
 * `least` must be there; for a fold to take. */
uint16_t hm_expr_add_history(hm_expr_builder *builder, const hm_expr *expr, unsigned back,
                             unsigned least, unsigned line);
/* The history that a node folds; NULL: it folds none. */
const hm_expr_node *hm_expr_history_of(const hm_expr *expr, const hm_expr_node *node);
/* Marks in `below` (a place a node) the nodes that node `index` rests on, not itself. */
void hm_expr_mark_below(const hm_expr *expr, size_t index, uint8_t *below);
/* Does it rest on the own value of its node? */
bool hm_expr_uses_own(const hm_expr *expr);
/* How many periods the expression looks back at the most; 0: not at all. */
unsigned hm_expr_looks_back(const hm_expr *expr);
/* The size of the block built so far, and the block itself, written to `out` (aligned for a
 * double). The node added last is the result. */
size_t hm_expr_size(const hm_expr_builder *builder);
void hm_expr_finish(const hm_expr_builder *builder, void *out);

/* Lines of the script are nobody's: it is a cell of a table. */
void hm_expr_forget_lines(hm_expr *expr);

/* Appends node `node` as people read it: percent(one_stop_services, government_services). A part
 * inside is printed by its name when `parts` is set (0.25 * b1 + 0.2 * b2), else by what it stands
 * for; the node itself is always printed by what it stands for. Since nodes are shared, a small
 * block can stand for an endless text: what goes beyond HM_EXPR_PRINTED bytes ends in " ...". */
void hm_expr_print(const hm_expr *expr, uint16_t node, bool parts, hm_buffer *out);

#endif
