#include "expr/expr_check.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

typedef struct checker {
    const hm_expr *expr;
    hm_expr_node *nodes;
    const uint16_t *operands;
    const hm_expr_scope *scope;
    const hm_allocator *allocator;
    hm_expr_fault *fault;
} checker;

static const char *text_of(const checker *c, uint32_t position) {
    return hm_expr_text(c->expr, position);
}

static bool wrong(const checker *c, const hm_expr_node *node, const char *format, ...)
    HM_FORMAT(3, 4);

static bool wrong(const checker *c, const hm_expr_node *node, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    c->fault->line = node->line;
    (void)vsnprintf(c->fault->message, sizeof c->fault->message, format, arguments);
    va_end(arguments);
    return false;
}

static bool check_input(const checker *c, hm_expr_node *node) {
    const char *name = text_of(c, node->u.text.name);
    hm_type type = HM_TYPE_NONE;
    if (!c->scope->input(c->scope->context, name, &node->input, &type)) {
        const char *nearest = c->scope->nearest_input(c->scope->context, name);
        return wrong(c, node, "no input \"%s\"%s", name, hm_hint_of(nearest).text);
    }
    node->type = (uint8_t)type;
    return true;
}

static bool check_column(const checker *c, hm_expr_node *node) {
    const char *name = text_of(c, node->u.text.name);
    const char *column = text_of(c, node->u.text.member);
    hm_expr_node records = *node;
    if (!check_input(c, &records)) /* which has said what is wrong */
        return false;
    if (records.type != HM_TYPE_RECORDS)
        return wrong(c, node, "input \"%s\" is %s: only records have columns such as \"%s\"", name,
                     hm_type_name((hm_type)records.type), column);
    hm_type type = HM_TYPE_NONE;
    node->input = records.input;
    if (!c->scope->column(c->scope->context, node->input, column, &node->column, &type)) {
        const char *nearest = c->scope->nearest_column(c->scope->context, node->input, column);
        return wrong(c, node, "records \"%s\" have no column \"%s\"%s", name, column,
                     hm_hint_of(nearest).text);
    }
    node->type = (uint8_t)type;
    node->rows = HM_PER_ROW;
    return true;
}

static bool check_parameter(const checker *c, hm_expr_node *node) {
    const char *name = text_of(c, node->u.text.name);
    const hm_expr_scope *scope = c->scope;
    if (!scope->parameter)
        return wrong(c, node, "no parameter \"%s\": the package has none", name);
    if (!scope->parameter(scope->context, name, &node->input))
        return wrong(c, node, "no parameter \"%s\" in parameters.csv%s", name,
                     hm_hint_of(scope->nearest_parameter(scope->context, name)).text);
    node->type = HM_TYPE_NUMBER;
    return true;
}

static bool check_read(const checker *c, hm_expr_node *node) {
    const hm_expr_scope *scope = c->scope;
    const char *code = text_of(c, node->u.text.name), *what = hm_op_read_name((hm_op)node->op);
    node->type = HM_TYPE_NUMBER;
    if (!scope->node)
        return wrong(c, node, "%s[\"%s\"]: %s goes by figures alone, which are there before scores",
                     what, hm_name_of(code).text, scope->what);
    if (scope->node(scope->context, code, &node->input))
        return true;
    return wrong(c, node, "%s: no indicator or group \"%s\"%s", what, hm_name_of(code).text,
                 hm_hint_of(scope->nearest_node(scope->context, code)).text);
}

static bool check_own(const checker *c, hm_expr_node *node) {
    node->type = HM_TYPE_NUMBER;
    node->input = c->scope->own;
    return c->scope->has_own ||
           wrong(c, node, "%s is the x of a transformation, and is nothing outside of it",
                 text_of(c, node->u.text.name));
}

static bool check_leaf(const checker *c, hm_expr_node *node) {
    switch (node->op) {
    case HM_OP_SCORE:
    case HM_OP_VALUE:
    case HM_OP_COVERAGE:
        return check_read(c, node);
    case HM_OP_OWN:
        return check_own(c, node);
    case HM_OP_INPUT:
        return check_input(c, node);
    case HM_OP_PREVIOUS:
        if (check_input(c, node) && node->type == HM_TYPE_RECORDS)
            return wrong(c, node, "previous works on figures of the city, not on records");
        return node->type != HM_TYPE_NONE;
    case HM_OP_COLUMN:
        return check_column(c, node);
    case HM_OP_PARAMETER:
        return check_parameter(c, node);
    case HM_OP_TEXT:
        node->type = HM_TYPE_TEXT;
        return c->scope->text(c->scope->context, text_of(c, node->u.text.name), &node->input) ||
               wrong(c, node, "out of memory");
    default:
        node->type = hm_operation_of((hm_op)node->op)->yields;
        return true;
    }
}

static hm_expr_node *operand(const checker *c, const hm_expr_node *node, size_t k) {
    return &c->nodes[c->operands[node->first + k]];
}

static const char *name_of(const checker *c, const hm_expr_node *node) {
    (void)c;
    const hm_operation *operation = hm_operation_of((hm_op)node->op);
    if (operation->name)
        return operation->name;
    return operation->symbol ? operation->symbol : "this";
}

/* "percent takes a number, found text: feature_type" */
static bool wrong_type(const checker *c, const hm_expr_node *node, size_t k, const char *wanted) {
    const hm_expr_node *given = operand(c, node, k);
    hm_buffer printed;
    hm_buffer_open(&printed, c->allocator);
    hm_expr_print(c->expr, c->operands[node->first + k], false, &printed);
    const char *name = name_of(c, node) + strspn(name_of(c, node), " ");
    wrong(c, node, "%.*s takes %s here, found %s: %.200s", (int)strcspn(name, " "), name, wanted,
          hm_type_name((hm_type)given->type), printed.data ? printed.data : "");
    hm_buffer_close(&printed);
    return false;
}

static bool fits(hm_op op, hm_type wanted, hm_type given) {
    switch (wanted) {
    case HM_TYPE_NUMBER:
        return given == HM_TYPE_NUMBER || given == HM_TYPE_LOGIC;
    case HM_TYPE_ANY: /* several answers are not compared, or chosen from */
        return given != HM_TYPE_RECORDS && (given != HM_TYPE_SEVERAL || op == HM_OP_REPORTED);
    default:
        return given == wanted;
    }
}

/* Operands taken as they come must be of one kind: logic counts as a number beside numbers. */
static bool check_any(const checker *c, const hm_expr_node *node, size_t k, hm_type *any) {
    const hm_type given = (hm_type)operand(c, node, k)->type;
    if (*any == HM_TYPE_NONE || *any == given)
        *any = given;
    else if (*any == HM_TYPE_TEXT || given == HM_TYPE_TEXT)
        return wrong_type(c, node, k, hm_type_name(*any));
    else
        *any = HM_TYPE_NUMBER;
    return true;
}

static bool check_types(const checker *c, hm_expr_node *node) {
    hm_type any = HM_TYPE_NONE;
    for (size_t k = 0; k < node->count; k++) {
        const hm_type wanted = hm_operation_takes((hm_op)node->op, k);
        if (!fits((hm_op)node->op, wanted, (hm_type)operand(c, node, k)->type))
            return wrong_type(c, node, k, hm_type_name(wanted));
        if (wanted == HM_TYPE_ANY && !check_any(c, node, k, &any))
            return false;
    }
    const hm_type yields = (hm_type)hm_operation_of((hm_op)node->op)->yields;
    node->type = (uint8_t)(yields == HM_TYPE_SAME ? any : yields);
    return true;
}

static bool folds_history(hm_op op) {
    return op == HM_OP_SLOPE || op == HM_OP_MEAN || op == HM_OP_SUM || op == HM_OP_MIN ||
           op == HM_OP_MAX;
}

/* A history is of figures, and nothing but a fold takes it. */
static bool check_history(const checker *c, hm_expr_node *node) {
    const bool folds = folds_history((hm_op)node->op) && hm_expr_history_of(c->expr, node);
    for (size_t k = 0; !folds && k < node->count; k++)
        if (operand(c, node, k)->rows == HM_PER_PERIOD)
            return wrong(c, node,
                         "history gives a value a period: fold it with slope, mean, min, max or "
                         "sum, as in slope(history(x, { back = 9 }))");
    if (node->op == HM_OP_SLOPE && !folds)
        return wrong(c, node, "slope takes a history: slope(history(x, { back = 9 }))");
    return true;
}

/* Which records do the operands' rows belong to? All of them must be of the same. */
static bool check_rows(const checker *c, hm_expr_node *node) {
    bool found = false;
    node->rows = node->op == HM_OP_HISTORY ? HM_PER_PERIOD : HM_PER_UNIT;
    if (node->op == HM_OP_HISTORY || hm_expr_history_of(c->expr, node))
        return true;
    for (size_t k = 0; k < node->count; k++) {
        const hm_expr_node *given = operand(c, node, k);
        const bool whole = given->type == HM_TYPE_RECORDS;
        if (!given->rows && !whole)
            continue;
        if (found && given->input != node->input)
            return wrong(c, node, "rows of two different records cannot be combined");
        found = true;
        node->input = given->input;
    }
    const bool folds = hm_operation_of((hm_op)node->op)->over_rows;
    if (folds && !found)
        return wrong(c, node, "%s takes a column of records, such as input.features.in_model",
                     name_of(c, node));
    if (folds && node->op == HM_OP_COUNT_ROWS && node->count == 2 && !operand(c, node, 1)->rows)
        return wrong(c, node, "the condition of count_rows must look at a column of the records");
    node->rows = found && !folds ? HM_PER_ROW : HM_PER_UNIT;
    return true;
}

static bool check_result(const checker *c) {
    const hm_expr_node *result = &c->nodes[c->expr->node_count - 1];
    if (result->rows == HM_PER_PERIOD)
        return wrong(c, result,
                     "%s yields a value a period: fold it with slope, mean, min, max or "
                     "sum, as in slope(history(x, { back = 9 }))",
                     c->scope->what);
    if (result->rows)
        return wrong(c, result,
                     "%s yields a value a row of records: fold it with sum, mean or "
                     "count_rows",
                     c->scope->what);
    const hm_type wanted = c->scope->wants_logic ? HM_TYPE_LOGIC : HM_TYPE_NUMBER;
    if (!fits((hm_op)result->op, wanted, (hm_type)result->type))
        return wrong(c, result, "%s yields %s, expected %s", c->scope->what,
                     hm_type_name((hm_type)result->type), hm_type_name(wanted));
    return true;
}

bool hm_expr_check(hm_expr *expr, const hm_expr_scope *scope, const hm_allocator *allocator,
                   hm_expr_fault *fault) {
    const checker c = {
        expr, (hm_expr_node *)(void *)(expr + 1), hm_expr_operands(expr), scope, allocator, fault};
    for (size_t i = 0; i < expr->node_count; i++) {
        hm_expr_node *node = &c.nodes[i];
        const bool fine = node->count == 0 ? check_leaf(&c, node)
                                           : check_types(&c, node) && check_history(&c, node) &&
                                                 check_rows(&c, node);
        if (!fine)
            return false;
    }
    return check_result(&c);
}
