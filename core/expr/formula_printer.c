#include "expr/formula_printer.h"

#include <string.h>

uint16_t hm_formula_operand(const hm_formula_printer *p, uint16_t index, size_t k) {
    return hm_expr_operands(p->expr)[p->nodes[index].first + k];
}

const char *hm_formula_text(const hm_formula_printer *p, uint32_t position) {
    return hm_expr_text(p->expr, position);
}

void hm_formula_add(hm_formula_printer *p, const char *text) {
    hm_buffer_add_text(p->out, text);
}

hm_formula_result hm_formula_check(hm_formula_printer *p) {
    if (p->out->size >= p->full || p->depth > HM_FORMULA_DEPTH)
        p->result = HM_FORMULA_TOO_LONG;
    return p->result;
}

bool hm_formula_is_fold(const hm_formula_printer *p, uint16_t index) {
    return hm_operation_of((hm_op)p->nodes[index].op)->over_rows;
}

bool hm_formula_is_figure(const hm_formula_printer *p, uint16_t index) {
    const uint8_t op = p->nodes[index].op;
    return op == HM_OP_INPUT || op == HM_OP_PREVIOUS || op == HM_OP_COLUMN || hm_op_reads_node(op);
}

uint16_t hm_formula_without_parts(const hm_formula_printer *p, uint16_t index) {
    while (p->nodes[index].op == HM_OP_PART)
        index = hm_formula_operand(p, index, 0);
    return index;
}

/* The functions of spreadsheets pass over no error, which is what a figure is that does not apply.
 */
static bool is_average(uint8_t op) {
    return op == HM_OP_MEDIAN || op == HM_OP_MEAN_OF || op == HM_OP_SD_OF;
}

void hm_formula_start(hm_formula_printer *p, const hm_expr *expr, const char *key, hm_buffer *out) {
    *p = (hm_formula_printer){.expr = expr, .nodes = hm_expr_nodes(expr), .key = key, .out = out};
    p->full = out->size + HM_FORMULA_SIZE - 1;
    for (uint16_t i = 0; i < expr->node_count; i++) {
        p->has_state[i] = hm_formula_is_figure(p, i) || p->nodes[i].op == HM_OP_MISSING_IF;
        if (is_average(p->nodes[i].op))
            p->result = HM_FORMULA_UNWRITTEN;
        else if (p->nodes[i].op == HM_OP_HISTORY)
            p->result = HM_FORMULA_HISTORY;
        for (size_t k = 0; k < p->nodes[i].count; k++)
            p->has_state[i] |= p->has_state[hm_formula_operand(p, i, k)];
    }
}

uint16_t hm_formula_folded(const hm_formula_printer *p, uint16_t fold) {
    return hm_formula_without_parts(p,
                                    hm_formula_operand(p, fold, p->nodes[fold].count - (size_t)1));
}

bool hm_formula_counts_all(const hm_formula_printer *p, uint16_t fold) {
    return p->nodes[fold].op == HM_OP_COUNT_ROWS && p->nodes[fold].count == 1;
}

void hm_formula_mark(const hm_formula_printer *p, uint16_t index, bool *below) {
    memset(below, 0, HM_EXPR_NODES * sizeof *below);
    below[index] = true;
    for (uint16_t i = index + 1; i-- > 0;)
        for (size_t k = 0; below[i] && k < p->nodes[i].count; k++)
            below[hm_formula_operand(p, i, k)] = true;
}

const char *hm_formula_records(hm_formula_printer *p, uint16_t fold) {
    bool below[HM_EXPR_NODES];
    const char *records = NULL;
    const uint16_t folded = hm_formula_folded(p, fold);
    if (hm_formula_counts_all(p, fold))
        return hm_formula_text(p, p->nodes[folded].u.text.name);
    hm_formula_mark(p, folded, below);
    for (uint16_t i = 0; i <= folded; i++)
        if (below[i] && p->nodes[i].op == HM_OP_COLUMN)
            records = hm_formula_text(p, p->nodes[i].u.text.name);
        else if (below[i] && (hm_formula_is_figure(p, i) || hm_formula_is_fold(p, i)))
            p->result = HM_FORMULA_MIXED;
    return p->result == HM_FORMULA_FINE ? records : NULL;
}

static void add_column(hm_formula_printer *p, const hm_expr_node *node) {
    hm_formula_add(p, hm_formula_text(p, node->u.text.name));
    hm_formula_add(p, ".");
    hm_formula_add(p, hm_formula_text(p, node->u.text.member));
}

void hm_formula_add_folded(hm_formula_printer *p, uint16_t fold, const char *records) {
    const hm_expr_node *folded = &p->nodes[hm_formula_folded(p, fold)];
    if (folded->op == HM_OP_COLUMN)
        add_column(p, folded);
    else
        hm_buffer_format(p->out, "%s.%s.%u", records, p->key, (unsigned)fold);
}

void hm_formula_add_figure(hm_formula_printer *p, uint16_t index) {
    const hm_expr_node *node = &p->nodes[index];
    const char *name = hm_formula_text(p, node->u.text.name);
    if (hm_op_reads_node(node->op)) {
        hm_formula_add_read(p->out, (hm_op)node->op, name, node->input);
    } else if (node->op == HM_OP_COLUMN) {
        hm_formula_add(p, "row.");
        add_column(p, node);
    } else if (node->op == HM_OP_INPUT) {
        hm_formula_add_name(p->out, name);
    } else {
        hm_formula_add(p, "previous");
        if (node->back > 1)
            hm_buffer_add_integer(p->out, node->back);
        hm_formula_add(p, ".");
        hm_formula_add(p, name);
    }
}
