#include "expr/expr.h"

#include <string.h>

typedef struct printer {
    const hm_expr *expr;
    hm_buffer *out;
    bool parts;
    size_t full; /* nothing is begun once `out` has this size */
} printer;

static void print_node(const printer *p, uint16_t index, unsigned binding);

static const hm_expr_node *node_at(const printer *p, uint16_t index) {
    return &hm_expr_nodes(p->expr)[index];
}

static uint16_t operand(const printer *p, const hm_expr_node *node, size_t k) {
    return hm_expr_operands(p->expr)[node->first + k];
}

static void print_text_constant(const printer *p, const char *text) {
    hm_buffer_add_char(p->out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            hm_buffer_add_char(p->out, '\\');
        hm_buffer_add_char(p->out, *text);
    }
    hm_buffer_add_char(p->out, '"');
}

/* A negative number binds like the minus it begins with: (-2) ^ x. */
static void print_number(const printer *p, double number, unsigned binding) {
    const bool brackets = number < 0 && binding > hm_operation_of(HM_OP_MINUS)->binding;
    if (brackets)
        hm_buffer_add_char(p->out, '(');
    hm_buffer_add_number(p->out, number);
    if (brackets)
        hm_buffer_add_char(p->out, ')');
}

static void print_leaf(const printer *p, const hm_expr_node *node, unsigned binding) {
    switch (node->op) {
    case HM_OP_NUMBER:
        print_number(p, node->u.number, binding);
        return;
    case HM_OP_LOGIC:
        hm_buffer_add_text(p->out, node->u.number != 0 ? "true" : "false");
        return;
    case HM_OP_TEXT:
        print_text_constant(p, hm_expr_text(p->expr, node->u.text.name));
        return;
    case HM_OP_SCORE:
    case HM_OP_VALUE:
    case HM_OP_COVERAGE:
        hm_buffer_add_text(p->out, hm_op_read_name((hm_op)node->op));
        hm_buffer_add_char(p->out, '[');
        print_text_constant(p, hm_expr_text(p->expr, node->u.text.name));
        hm_buffer_add_char(p->out, ']');
        return;
    case HM_OP_PREVIOUS:
        hm_buffer_add_text(p->out, "previous(");
        hm_buffer_add_text(p->out, hm_expr_text(p->expr, node->u.text.name));
        if (node->back > 1)
            hm_buffer_format(p->out, ", { within = %u }", (unsigned)node->back);
        hm_buffer_add_text(p->out, ")");
        return;
    case HM_OP_PARAMETER:
        hm_buffer_add_text(p->out, "param.");
        hm_buffer_add_text(p->out, hm_expr_text(p->expr, node->u.text.name));
        return;
    default:
        hm_buffer_add_text(p->out, hm_expr_text(p->expr, node->u.text.name));
        if (node->op == HM_OP_COLUMN) {
            hm_buffer_add_char(p->out, '.');
            hm_buffer_add_text(p->out, hm_expr_text(p->expr, node->u.text.member));
        }
    }
}

static void print_call(const printer *p, const hm_expr_node *node, const hm_operation *operation) {
    const bool braces = operation->arguments && operation->arguments[0] == '{';
    hm_buffer_add_text(p->out, operation->name);
    hm_buffer_add_text(p->out, braces ? "{" : "(");
    for (size_t k = 0; k < node->count; k++) {
        if (k > 0)
            hm_buffer_add_text(p->out, ", ");
        print_node(p, operand(p, node, k), 0);
    }
    hm_buffer_add_text(p->out, braces ? "}" : ")");
}

/* interpolate(x, {{0, 10}, {5, 30}}) */
static void print_points(const printer *p, const hm_expr_node *node) {
    hm_buffer_add_text(p->out, "interpolate(");
    print_node(p, operand(p, node, 0), 0);
    for (size_t k = 1; k + 1 < node->count; k += 2) {
        hm_buffer_add_text(p->out, k == 1 ? ", {{" : "}, {");
        print_node(p, operand(p, node, k), 0);
        hm_buffer_add_text(p->out, ", ");
        print_node(p, operand(p, node, k + 1), 0);
    }
    hm_buffer_add_text(p->out, "}})");
}

/* history(x, { back = 9, least = 5 }) */
static void print_history(const printer *p, const hm_expr_node *node) {
    hm_buffer_add_text(p->out, "history(");
    print_node(p, operand(p, node, 0), 0);
    hm_buffer_format(p->out, ", { back = %u", (unsigned)node->back);
    if (node->u.number > 1)
        hm_buffer_format(p->out, ", least = %u", (unsigned)node->u.number);
    hm_buffer_add_text(p->out, " })");
}

/* An operand that binds less tightly than its operator needs brackets; on the right of a
 * left-associative operator (on the left of a power) one that binds equally does too. */
static void print_infix(const printer *p, const hm_expr_node *node, const hm_operation *operation,
                        unsigned binding) {
    const unsigned own = operation->binding;
    const bool brackets = own < binding;
    const bool power = node->op == HM_OP_POWER;
    if (brackets)
        hm_buffer_add_char(p->out, '(');
    if (node->count == 1) {
        hm_buffer_add_text(p->out, operation->symbol);
        print_node(p, operand(p, node, 0), own + 1);
    } else {
        print_node(p, operand(p, node, 0), power || own == 2 ? own + 1 : own);
        hm_buffer_add_text(p->out, operation->symbol);
        print_node(p, operand(p, node, 1), power ? own : own + 1);
    }
    if (brackets)
        hm_buffer_add_char(p->out, ')');
}

/* As the arithmetic that it stands for: 100 * a / b. */
static void print_share(const printer *p, const hm_expr_node *node, unsigned binding) {
    const unsigned own = hm_operation_of(HM_OP_DIVIDE)->binding;
    hm_buffer_add_text(p->out, own < binding ? "(100 * " : "100 * ");
    print_node(p, operand(p, node, 0), own + 1);
    hm_buffer_add_text(p->out, " / ");
    print_node(p, operand(p, node, 1), own + 1);
    if (own < binding)
        hm_buffer_add_char(p->out, ')');
}

static void print_operation(const printer *p, const hm_expr_node *node, unsigned binding) {
    const hm_operation *operation = hm_operation_of((hm_op)node->op);
    if (node->op == HM_OP_SHARE)
        print_share(p, node, binding);
    else if (node->op == HM_OP_HELD) /* what holds it is rounding's affair */
        print_node(p, operand(p, node, 0), binding);
    else if (node->op == HM_OP_INTERPOLATE)
        print_points(p, node);
    else if (node->op == HM_OP_HISTORY)
        print_history(p, node);
    else if (operation->symbol)
        print_infix(p, node, operation, binding);
    else if (operation->name)
        print_call(p, node, operation);
    else
        print_leaf(p, node, binding);
}

static void print_node(const printer *p, uint16_t index, unsigned binding) {
    const hm_expr_node *node = node_at(p, index);
    if (p->out->size >= p->full)
        return;
    if (node->op != HM_OP_PART)
        print_operation(p, node, binding);
    else if (p->parts)
        hm_buffer_add_text(p->out, hm_expr_text(p->expr, node->u.text.name));
    else
        print_node(p, operand(p, node, 0), binding);
}

void hm_expr_print(const hm_expr *expr, uint16_t node, bool parts, hm_buffer *out) {
    const printer p = {expr, out, parts, out->size + HM_EXPR_PRINTED};
    while (node_at(&p, node)->op == HM_OP_PART)
        node = operand(&p, node_at(&p, node), 0);
    print_operation(&p, node_at(&p, node), 0);
    if (out->size >= p.full)
        hm_buffer_add_text(out, " ...");
}
