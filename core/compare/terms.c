#include "compare/terms.h"

#define NO_TERM UINT32_MAX

typedef struct terms {
    const hm_expr *expr;
    const uint32_t *inputs;
    size_t count;
    uint32_t *of;
} terms;

static size_t input_place(const terms *t, uint32_t input) {
    size_t place = 0;
    while (t->inputs[place] != input)
        place++;
    return place;
}

static void unite(const terms *t, uint32_t one, uint32_t other) {
    for (size_t i = 0; i < t->count; i++)
        if (t->of[i] == one)
            t->of[i] = other;
}

/* Everything below a node meets there. */
static void unite_below(const terms *t, size_t node) {
    uint8_t below[HM_EXPR_NODES];
    uint32_t first = NO_TERM;
    hm_expr_mark_below(t->expr, node, below);
    for (size_t i = 0; i < node; i++) {
        const hm_expr_node *at = &hm_expr_nodes(t->expr)[i];
        if (!below[i] || at->op != HM_OP_INPUT)
            continue;
        const uint32_t term = t->of[input_place(t, at->input)];
        if (first == NO_TERM)
            first = term;
        else
            unite(t, term, first);
    }
}

static bool is_constant(const terms *t, size_t node) {
    const uint8_t op = hm_expr_nodes(t->expr)[node].op;
    return op == HM_OP_NUMBER || op == HM_OP_PARAMETER;
}

/* Does the node add up what its operands are, each by itself? */
static bool adds_up(const terms *t, const hm_expr_node *node) {
    const uint16_t *operands = hm_expr_operands(t->expr) + node->first;
    switch (node->op) {
    case HM_OP_ADD:
    case HM_OP_SUBTRACT:
    case HM_OP_MINUS:
    case HM_OP_PART:
    case HM_OP_NUMBER_OF:
        return true;
    case HM_OP_MULTIPLY:
        return is_constant(t, operands[0]) || is_constant(t, operands[1]);
    case HM_OP_DIVIDE:
        return is_constant(t, operands[1]);
    default:
        return false;
    }
}

/* From the result down, as long as sums go on. */
static void find(const terms *t) {
    const hm_expr_node *nodes = hm_expr_nodes(t->expr);
    uint8_t sums[HM_EXPR_NODES] = {0};
    for (size_t i = 0; i < t->count; i++)
        t->of[i] = (uint32_t)i;
    sums[t->expr->node_count - 1] = 1;
    for (size_t i = t->expr->node_count; i-- > 0;) {
        if (!sums[i])
            continue;
        if (!adds_up(t, &nodes[i])) {
            unite_below(t, i);
            continue;
        }
        for (size_t k = 0; k < nodes[i].count; k++)
            sums[hm_expr_operands(t->expr)[nodes[i].first + k]] = 1;
    }
}

void hm_terms_find(const hm_expr *expr, const uint32_t *inputs, size_t count, uint32_t *of) {
    const terms t = {expr, inputs, count, of};
    find(&t);
}
