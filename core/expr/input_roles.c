#include "expr/input_roles.h"

static bool divides(uint8_t op) {
    return op == HM_OP_DIVIDE || op == HM_OP_FLOOR_DIVIDE || op == HM_OP_PERCENT ||
           op == HM_OP_SHARE;
}

/* Does node `index`, or what it rests on, read the input? */
static bool reads(const hm_expr *expr, size_t index, uint32_t input) {
    const hm_expr_node *nodes = hm_expr_nodes(expr);
    uint8_t below[HM_EXPR_NODES] = {0};
    hm_expr_mark_below(expr, index, below);
    below[index] = 1;
    for (size_t i = 0; i <= index; i++)
        if (below[i] && nodes[i].op == HM_OP_INPUT && nodes[i].input == input)
            return true;
    return false;
}

bool hm_expr_divides_by(const hm_expr *expr, uint32_t input) {
    const hm_expr_node *nodes = hm_expr_nodes(expr);
    for (size_t i = 0; i < expr->node_count; i++) {
        const uint16_t *operands = hm_expr_operands(expr) + nodes[i].first;
        if (divides(nodes[i].op) && reads(expr, operands[1], input) &&
            !reads(expr, operands[0], input))
            return true;
    }
    return false;
}

bool hm_expr_uses(const hm_expr *expr, uint32_t input) {
    const hm_expr_node *nodes = hm_expr_nodes(expr);
    for (size_t i = 0; i < expr->node_count; i++)
        if (nodes[i].op == HM_OP_INPUT && nodes[i].input == input)
            return true;
    return false;
}

/* How many of the inputs a node rests on. */
static size_t count_read(const hm_expr *expr, size_t index, const uint32_t *inputs, size_t count) {
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += reads(expr, index, inputs[i]);
    return found;
}

/* Does each of its operands rest on inputs of its own? */
static bool are_apart(const hm_expr *expr, const hm_expr_node *node, const uint32_t *inputs,
                      size_t count) {
    const uint16_t *operands = hm_expr_operands(expr) + node->first;
    for (size_t i = 0; i < count; i++) {
        size_t found = 0;
        for (size_t k = 0; k < node->count; k++)
            found += reads(expr, operands[k], inputs[i]);
        if (found > 1)
            return false;
    }
    return true;
}

static bool is_sum(uint8_t op) {
    return op == HM_OP_ADD || op == HM_OP_SUBTRACT || op == HM_OP_NUMBER_OF || op == HM_OP_PART ||
           op == HM_OP_MINUS;
}

/* A factor, or a divisor, is no term. */
static bool is_multiple(const hm_expr *expr, const hm_expr_node *node, const uint32_t *inputs,
                        size_t count) {
    const uint16_t *operands = hm_expr_operands(expr) + node->first;
    if (node->op == HM_OP_MULTIPLY)
        return count_read(expr, operands[0], inputs, count) == 0 ||
               count_read(expr, operands[1], inputs, count) == 0;
    return node->op == HM_OP_DIVIDE && count_read(expr, operands[1], inputs, count) == 0;
}

bool hm_expr_adds_up(const hm_expr *expr, const uint32_t *inputs, size_t count) {
    const hm_expr_node *nodes = hm_expr_nodes(expr);
    uint8_t adds[HM_EXPR_NODES];
    for (size_t i = 0; i < expr->node_count; i++) {
        const uint16_t *operands = hm_expr_operands(expr) + nodes[i].first;
        adds[i] = count_read(expr, i, inputs, count) <= 1;
        if (adds[i] || !(is_sum(nodes[i].op) || is_multiple(expr, &nodes[i], inputs, count)) ||
            !are_apart(expr, &nodes[i], inputs, count))
            continue;
        adds[i] = 1;
        for (size_t k = 0; k < nodes[i].count; k++)
            adds[i] &= adds[operands[k]];
    }
    return expr->node_count > 0 && adds[expr->node_count - 1];
}
