/* labels.c: the labels of the parts of an expression, which people read. */
#include <string.h>

#include "expr/expr.h"

/* The block with these labels, by node, in the place of its own; NULL: it keeps that. They stand
 * behind all other texts, `size` bytes of them. */
static hm_expr *relabel(const hm_expr *expr, const char *const *labels, size_t size,
                        hm_arena *arena) {
    hm_expr *copy = hm_arena_take(arena, expr->size + size);
    if (!copy)
        return NULL;
    memcpy(copy, expr, expr->size);
    copy->size = expr->size + (uint32_t)size;
    hm_expr_node *nodes = (hm_expr_node *)(void *)(copy + 1);
    uint32_t at = (uint32_t)((const char *)expr + expr->size - hm_expr_text(expr, 0));
    for (size_t i = 0; i < expr->node_count; i++) {
        if (!labels[i])
            continue;
        const size_t length = strlen(labels[i]) + 1;
        memcpy((char *)copy + (hm_expr_text(copy, at) - (const char *)copy), labels[i], length);
        nodes[i].u.text.member = at;
        at += (uint32_t)length;
    }
    return copy;
}

bool hm_expr_labels(hm_expr **expr, hm_label_visitor *visit, void *context, hm_arena *arena) {
    const hm_expr_node *nodes = hm_expr_nodes(*expr);
    const char **labels = NULL;
    size_t size = 0;
    for (size_t i = 0; i < (*expr)->node_count; i++) {
        const char *own =
            nodes[i].op == HM_OP_PART ? hm_expr_text(*expr, nodes[i].u.text.member) : "";
        const char *label = own;
        if (!*own)
            continue;
        if (!visit(context, hm_expr_text(*expr, nodes[i].u.text.name), &label))
            return false;
        if (label == own)
            continue;
        if (!labels)
            labels = hm_arena_take_array(arena, (*expr)->node_count, sizeof *labels);
        if (!labels)
            return false;
        labels[i] = label;
        size += strlen(label) + 1;
    }
    hm_expr *copy = labels ? relabel(*expr, labels, size, arena) : *expr;
    if (copy)
        *expr = copy;
    return copy != NULL;
}
