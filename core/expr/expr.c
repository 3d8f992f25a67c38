#include "expr/expr.h"

#include <string.h>

const hm_expr_node *hm_expr_nodes(const hm_expr *expr) {
    return (const hm_expr_node *)(const void *)(expr + 1);
}

const uint16_t *hm_expr_operands(const hm_expr *expr) {
    return (const uint16_t *)(const void *)(hm_expr_nodes(expr) + expr->node_count);
}

const char *hm_expr_text(const hm_expr *expr, uint32_t position) {
    return (const char *)(hm_expr_operands(expr) + expr->operand_count) + position;
}

void hm_expr_start(hm_expr_builder *builder) {
    builder->problem = NULL;
    builder->node_count = builder->operand_count = 0;
    builder->text_size = 0;
}

static bool has_texts(uint8_t op) {
    return op == HM_OP_TEXT || op == HM_OP_INPUT || op == HM_OP_COLUMN || op == HM_OP_PREVIOUS ||
           op == HM_OP_PARAMETER || op == HM_OP_PART || hm_op_is_scored(op);
}

const char *hm_op_read_name(hm_op op) {
    return op == HM_OP_SCORE ? "score" : op == HM_OP_VALUE ? "value" : "coverage";
}

static bool same_leaf(const hm_expr_builder *builder, const hm_expr_node *a,
                      const hm_expr_node *b) {
    if (!has_texts(a->op))
        return memcmp(&a->u.number, &b->u.number, sizeof a->u.number) == 0;
    return strcmp(builder->text + a->u.text.name, builder->text + b->u.text.name) == 0 &&
           strcmp(builder->text + a->u.text.member, builder->text + b->u.text.member) == 0;
}

/* Looks for a node equal to `node`, whose operands stand at the end of the operand array. */
static int find_equal(const hm_expr_builder *builder, const hm_expr_node *node) {
    for (int i = 0; i < builder->node_count; i++) {
        const hm_expr_node *other = &builder->nodes[i];
        if (other->op == node->op && other->back == node->back && other->count == node->count &&
            memcmp(builder->operands + other->first, builder->operands + node->first,
                   node->count * sizeof *builder->operands) == 0 &&
            same_leaf(builder, other, node))
            return i;
    }
    return -1;
}

static uint16_t add_node(hm_expr_builder *builder, hm_expr_node node, const uint16_t *operands,
                         size_t count) {
    if (builder->problem)
        return 0;
    if (builder->operand_count + count > HM_EXPR_OPERANDS || builder->node_count == HM_EXPR_NODES) {
        builder->problem = "an expression of more than 1000 operations";
        return 0;
    }
    node.first = builder->operand_count;
    node.count = (uint16_t)count;
    if (count > 0)
        memcpy(builder->operands + node.first, operands, count * sizeof *operands);
    int equal = find_equal(builder, &node);
    if (equal >= 0)
        return (uint16_t)equal;
    builder->operand_count = (uint16_t)(builder->operand_count + count);
    builder->nodes[builder->node_count] = node;
    return builder->node_count++;
}

static uint32_t add_text(hm_expr_builder *builder, const char *text) {
    size_t size = strlen(text) + 1;
    for (uint32_t at = 0; at < builder->text_size; at += (uint32_t)strlen(builder->text + at) + 1)
        if (strcmp(builder->text + at, text) == 0)
            return at;
    if (size > HM_EXPR_TEXT - builder->text_size) {
        builder->problem = "an expression with more than 16 KiB of names";
        return 0;
    }
    uint32_t at = builder->text_size;
    memcpy(builder->text + at, text, size);
    builder->text_size += (uint32_t)size;
    return at;
}

static uint16_t short_line(unsigned line) {
    return line < UINT16_MAX ? (uint16_t)line : 0;
}

uint16_t hm_expr_add_number(hm_expr_builder *builder, double number) {
    return add_node(builder, (hm_expr_node){.op = HM_OP_NUMBER, .u.number = number}, NULL, 0);
}

uint16_t hm_expr_add_logic(hm_expr_builder *builder, bool yes) {
    return add_node(builder, (hm_expr_node){.op = HM_OP_LOGIC, .u.number = yes ? 1 : 0}, NULL, 0);
}

uint16_t hm_expr_add_named(hm_expr_builder *builder, hm_op op, const char *name, const char *member,
                           unsigned line) {
    hm_expr_node node = {.op = (uint8_t)op, .line = short_line(line)};
    node.u.text.name = add_text(builder, name);
    node.u.text.member = add_text(builder, member ? member : "");
    return add_node(builder, node, NULL, 0);
}

uint16_t hm_expr_add_part(hm_expr_builder *builder, const char *name, const char *label,
                          uint16_t operand, unsigned line) {
    hm_expr_node node = {.op = HM_OP_PART, .line = short_line(line)};
    node.u.text.name = add_text(builder, name);
    node.u.text.member = add_text(builder, label ? label : "");
    return add_node(builder, node, &operand, 1);
}

uint16_t hm_expr_add(hm_expr_builder *builder, hm_op op, const uint16_t *operands, size_t count,
                     unsigned line) {
    return add_node(builder, (hm_expr_node){.op = (uint8_t)op, .line = short_line(line)}, operands,
                    count);
}

/* Why a leaf has no figure of the period before. */
static const char *no_previous(uint8_t op) {
    if (op == HM_OP_COLUMN)
        return "previous works on figures of the city, not on records";
    if (op == HM_OP_HISTORY)
        return "previous works on figures of the city, not on a history";
    if (op == HM_OP_PREVIOUS)
        return "previous of previous: previous(x, { within = 2 }) takes the latest of two periods";
    return "previous works on figures of the city, not on the scores of nodes";
}

/* `within`: 0, or how far back inputs are looked for. */
static uint16_t add_block(hm_expr_builder *builder, const hm_expr *expr, unsigned within) {
    const hm_expr_node *nodes = hm_expr_nodes(expr);
    const uint16_t *operands = hm_expr_operands(expr);
    uint16_t moved[HM_EXPR_NODES];
    uint16_t own[HM_EXPR_OPERANDS];
    for (size_t i = 0; i < expr->node_count; i++) {
        hm_expr_node node = nodes[i];
        if (within > 0 && node.op == HM_OP_INPUT) {
            node.op = HM_OP_PREVIOUS;
            node.back = (uint8_t)within;
        } else if (within > 0 &&
                   (node.op == HM_OP_COLUMN || node.back > 0 || hm_op_is_scored(node.op))) {
            builder->problem = no_previous(node.op);
        }
        for (size_t k = 0; k < node.count; k++)
            own[k] = moved[operands[node.first + k]];
        if (has_texts(node.op)) {
            node.u.text.name = add_text(builder, hm_expr_text(expr, nodes[i].u.text.name));
            node.u.text.member = add_text(builder, hm_expr_text(expr, nodes[i].u.text.member));
        }
        moved[i] = add_node(builder, node, own, node.count);
    }
    return expr->node_count > 0 && !builder->problem ? moved[expr->node_count - 1] : 0;
}

uint16_t hm_expr_add_block(hm_expr_builder *builder, const hm_expr *expr) {
    return add_block(builder, expr, 0);
}

uint16_t hm_expr_add_previous(hm_expr_builder *builder, const hm_expr *expr, unsigned within) {
    return add_block(builder, expr, within);
}

/* Why a node cannot be looked at in the periods before; NULL: it can. */
static const char *no_history(const hm_expr_node *node) {
    if (node->back > 0)
        return "history works on figures of each period: not on previous, growth or a history";
    if (node->op == HM_OP_COLUMN || hm_operation_of((hm_op)node->op)->over_rows)
        return "history works on figures of the city, not on records";
    if (hm_op_is_scored(node->op))
        return "history works on figures of the city, not on the scores of nodes";
    return NULL;
}

uint16_t hm_expr_add_history(hm_expr_builder *builder, const hm_expr *expr, unsigned back,
                             unsigned least, unsigned line) {
    for (size_t i = 0; i < expr->node_count && !builder->problem; i++)
        builder->problem = no_history(&hm_expr_nodes(expr)[i]);
    const uint16_t operand = hm_expr_add_block(builder, expr);
    const hm_expr_node node = {
        .op = HM_OP_HISTORY, .back = (uint8_t)back, .line = short_line(line), .u.number = least};
    return add_node(builder, node, &operand, 1);
}

const hm_expr_node *hm_expr_history_of(const hm_expr *expr, const hm_expr_node *node) {
    if (node->count != 1)
        return NULL;
    const hm_expr_node *operand = &hm_expr_nodes(expr)[hm_expr_operands(expr)[node->first]];
    return operand->op == HM_OP_HISTORY ? operand : NULL;
}

void hm_expr_mark_below(const hm_expr *expr, size_t index, uint8_t *below) {
    const hm_expr_node *nodes = hm_expr_nodes(expr);
    memset(below, 0, expr->node_count);
    for (size_t i = index + 1; i-- > 0;)
        for (size_t k = 0; (i == index || below[i]) && k < nodes[i].count; k++)
            below[hm_expr_operands(expr)[nodes[i].first + k]] = 1;
}

bool hm_expr_uses_own(const hm_expr *expr) {
    for (size_t i = 0; i < expr->node_count; i++)
        if (hm_expr_nodes(expr)[i].op == HM_OP_OWN)
            return true;
    return false;
}

unsigned hm_expr_looks_back(const hm_expr *expr) {
    unsigned most = 0;
    for (size_t i = 0; i < expr->node_count; i++)
        most = hm_expr_nodes(expr)[i].back > most ? hm_expr_nodes(expr)[i].back : most;
    return most;
}

size_t hm_expr_size(const hm_expr_builder *builder) {
    size_t size = sizeof(hm_expr) + builder->node_count * sizeof(hm_expr_node) +
                  builder->operand_count * sizeof(uint16_t) + builder->text_size;
    return (size + 7) & ~(size_t)7;
}

void hm_expr_finish(const hm_expr_builder *builder, void *out) {
    hm_expr *expr = out;
    size_t size = hm_expr_size(builder);
    memset(out, 0, size);
    expr->size = (uint32_t)size;
    expr->node_count = builder->node_count;
    expr->operand_count = builder->operand_count;
    char *at = (char *)(expr + 1);
    memcpy(at, builder->nodes, builder->node_count * sizeof(hm_expr_node));
    at += builder->node_count * sizeof(hm_expr_node);
    memcpy(at, builder->operands, builder->operand_count * sizeof(uint16_t));
    at += builder->operand_count * sizeof(uint16_t);
    memcpy(at, builder->text, builder->text_size);
}

void hm_expr_forget_lines(hm_expr *expr) {
    hm_expr_node *nodes = (hm_expr_node *)(void *)(expr + 1);
    for (size_t i = 0; i < expr->node_count; i++)
        nodes[i].line = 0;
}
