/* formula_value.c: how each operation is written in a formula, and whole formulas. */
#include <string.h>

#include "base/text.h"
#include "expr/formula_printer.h"

/* How an operation is written: $1:4 is its first operand, in brackets unless it binds at least as
 * tightly as 4; $* all operands as a list, $+ as a sum. */
typedef struct written {
    const char *form;
    uint8_t binding;
    bool converts;         /* takes yes for 1, as operators of arithmetic do */
    bool may_be_undefined; /* without a figure that is missing */
} written;

/* "a | b" as "a|b" */
#define ANSWERS "SUBSTITUTE(SUBSTITUTE($1:0,\" |\",\"|\"),\"| \",\"|\")"

static const written forms[HM_OP_COUNT] = {
    [HM_OP_ADD] = {"$1:3+$2:4", HM_BINDS_SUM, true, false},
    [HM_OP_SUBTRACT] = {"$1:3-$2:4", HM_BINDS_SUM, true, false},
    [HM_OP_MULTIPLY] = {"$1:4*$2:5", HM_BINDS_PRODUCT, true, false},
    [HM_OP_DIVIDE] = {"$1:4/$2:5", HM_BINDS_PRODUCT, true, true},
    [HM_OP_MODULO] = {"MOD($1:0,$2:0)", HM_BINDS_CALL, false, true},
    [HM_OP_FLOOR_DIVIDE] = {"INT($1:4/$2:5)", HM_BINDS_CALL, true, true},
    [HM_OP_POWER] = {"IF(AND($1:2=0,$2:2=0),1,$1:9^$2:9)", HM_BINDS_CALL, false, true},
    [HM_OP_MINUS] = {"-$1:9", HM_BINDS_MINUS, true, false},
    [HM_OP_LT] = {"$1:2<$2:2", HM_BINDS_COMPARISON, false, false},
    [HM_OP_LE] = {"$1:2<=$2:2", HM_BINDS_COMPARISON, false, false},
    [HM_OP_GT] = {"$1:2>$2:2", HM_BINDS_COMPARISON, false, false},
    [HM_OP_GE] = {"$1:2>=$2:2", HM_BINDS_COMPARISON, false, false},
    [HM_OP_EQ] = {"$1:2=$2:2", HM_BINDS_COMPARISON, false, false},
    [HM_OP_NE] = {"$1:2<>$2:2", HM_BINDS_COMPARISON, false, false},
    [HM_OP_ALL_OF] = {"AND($*)", HM_BINDS_CALL, true, false},
    [HM_OP_ANY_OF] = {"OR($*)", HM_BINDS_CALL, true, false},
    [HM_OP_NEGATE] = {"NOT($1:0)", HM_BINDS_CALL, true, false},
    [HM_OP_WHEN] = {"IF($1:0,$2:0,$3:0)", HM_BINDS_CALL, true, false},
    [HM_OP_MISSING_IF] = {"IF($1:0,NA(),$2:0)", HM_BINDS_CALL, true, false},
    /* an error stays one: FIND would have to be asked whether it is a number */
    [HM_OP_HAS] = {"LEN(SUBSTITUTE(\"|\"&" ANSWERS "&\"|\",\"|\"&$2:9&\"|\",\"\"))<2+LEN(" ANSWERS
                   ")",
                   HM_BINDS_COMPARISON, false, false},
    [HM_OP_COUNT_OF] =
        {"IF(EXACT(TRIM($1:0),\"none\"),0,1+LEN($1:0)-LEN(SUBSTITUTE($1:0,\"|\",\"\")))",
         HM_BINDS_CALL, true, false},
    [HM_OP_PERCENT] = {"100*$1:5/$2:5", HM_BINDS_PRODUCT, true, true},
    [HM_OP_POINTS] = {"$2:4*$1:5", HM_BINDS_PRODUCT, true, false},
    [HM_OP_NUMBER_OF] = {"$+", HM_BINDS_SUM, true, false},
    [HM_OP_AT_MOST] = {"MIN($1:0,$2:0)", HM_BINDS_CALL, false, false},
    [HM_OP_AT_LEAST] = {"MAX($1:0,$2:0)", HM_BINDS_CALL, false, false},
    [HM_OP_CLAMP] = {"MIN($3:0,MAX($2:0,$1:0))", HM_BINDS_CALL, false, false},
    [HM_OP_MIN] = {"MIN($*)", HM_BINDS_CALL, false, false},
    [HM_OP_MAX] = {"MAX($*)", HM_BINDS_CALL, false, false},
    [HM_OP_ABS] = {"ABS($1:0)", HM_BINDS_CALL, false, false},
    [HM_OP_SQRT] = {"SQRT($1:0)", HM_BINDS_CALL, false, true},
    [HM_OP_LOG] = {"LN($1:0)", HM_BINDS_CALL, false, true},
    [HM_OP_EXP] = {"EXP($1:0)", HM_BINDS_CALL, false, true},
    [HM_OP_NORMAL_QUANTILE] = {"NORMSINV($1:0)", HM_BINDS_CALL, false, true},
    [HM_OP_ROUND] = {"ROUND($1:0,$2:0)", HM_BINDS_CALL, false, false},
    [HM_OP_SHARE] = {"100*$1:5/$2:5", HM_BINDS_PRODUCT, true, true},
    [HM_OP_HELD] = {"MEDIAN($1:0,$2:0,$3:0)", HM_BINDS_CALL, false, false},
};

static const written choice_of_numbers = {"IF($1:0,$2:0,$3:0)", HM_BINDS_CALL, false, false};
static const written power_of_constant = {"$1:9^$2:9", HM_BINDS_POWER, true, true};
static const written same_text = {"EXACT($1:0,$2:0)", HM_BINDS_CALL, true, false};
static const written other_text = {"NOT(EXACT($1:0,$2:0))", HM_BINDS_CALL, true, false};

/* --- values --- */

/* Formulas have capital E in numbers, and no more than 15 digits of them are read by Excel. */
static void print_number(hm_formula_printer *p, double number, unsigned binding) {
    const bool brackets = number < 0 && binding > HM_BINDS_MINUS;
    const size_t before = p->out->size;
    hm_formula_add(p, brackets ? "(" : "");
    hm_buffer_add_number(p->out, number);
    for (size_t i = before; !p->out->failed && i < p->out->size; i++)
        if (p->out->data[i] == 'e')
            p->out->data[i] = 'E';
    hm_formula_add(p, brackets ? ")" : "");
}

static void print_text(hm_formula_printer *p, const char *text) {
    enum { MOST = 255 }; /* Excel takes no longer ones */
    if (strlen(text) > MOST || !hm_text_is_one_line(text, strlen(text)))
        p->result = HM_FORMULA_TOO_LONG;
    hm_formula_add(p, "\"");
    for (; *text; text++) {
        hm_buffer_add_char(p->out, *text);
        if (*text == '"')
            hm_formula_add(p, "\"");
    }
    hm_formula_add(p, "\"");
}

static void print_leaf(hm_formula_printer *p, uint16_t index, unsigned binding) {
    const hm_expr_node *node = &p->nodes[index];
    if (node->op == HM_OP_NUMBER || node->op == HM_OP_LOGIC)
        print_number(p, node->u.number, binding);
    else if (node->op == HM_OP_TEXT)
        print_text(p, hm_formula_text(p, node->u.text.name));
    else if (node->op == HM_OP_PARAMETER)
        p->result = HM_FORMULA_PARAMETER;
    else
        hm_formula_add_figure(p, index);
}

/* Is it TRUE or FALSE, where 1 or 0 is wanted? These are not the same in comparisons. */
static bool needs_number(const hm_formula_printer *p, uint16_t index, const written *form) {
    const uint16_t bare = hm_formula_without_parts(p, index);
    return !form->converts && p->nodes[bare].type == HM_TYPE_LOGIC && p->nodes[bare].count > 0;
}

static void print_operand(hm_formula_printer *p, uint16_t index, const written *form,
                          unsigned binding) {
    const bool converted = needs_number(p, index, form);
    hm_formula_add(p, converted ? "N(" : "");
    hm_formula_print_value(p, index, converted ? HM_BINDS_ANY : binding);
    hm_formula_add(p, converted ? ")" : "");
}

static void print_fold(hm_formula_printer *p, uint16_t index) {
    const char *records = hm_formula_records(p, index);
    if (!records)
        return;
    if (hm_formula_counts_all(p, index)) {
        hm_buffer_format(p->out, "count.%s", records);
        return;
    }
    hm_formula_add(p, p->nodes[index].op == HM_OP_MEAN ? "AVERAGE(rows." : "SUM(rows.");
    hm_formula_add_folded(p, index, records);
    hm_formula_add(p, ")");
}

/* IF(OR(state.a={2,3}),IF(...,b),a) */
static void print_first(hm_formula_printer *p, uint16_t index) {
    const size_t last = p->nodes[index].count - (size_t)1, looked = hm_formula_looked_at(p, index);
    const size_t count = looked < last ? looked : last;
    const written form = {NULL, HM_BINDS_CALL, p->nodes[index].type != HM_TYPE_NUMBER, false};
    for (size_t k = 0; k < count; k++) {
        hm_formula_add(p, "IF(");
        hm_formula_print_passed_over(p, hm_formula_operand(p, index, k));
        hm_formula_add(p, ",");
    }
    print_operand(p, hm_formula_operand(p, index, count), &form, HM_BINDS_ANY);
    for (size_t k = count; k-- > 0;) {
        hm_formula_add(p, ",");
        print_operand(p, hm_formula_operand(p, index, k), &form, HM_BINDS_ANY);
        hm_formula_add(p, ")");
    }
}

static double number_at(const hm_formula_printer *p, uint16_t index, size_t k) {
    return p->nodes[hm_formula_operand(p, index, k)].u.number;
}

/* 10+20*(MEDIAN(x,0,5)-0)/5: what each line adds, of as much of it as x has come to */
static void print_lines(hm_formula_printer *p, uint16_t index, unsigned binding) {
    const written form = {NULL, HM_BINDS_SUM, false, false};
    const bool brackets = HM_BINDS_SUM < binding;
    p->depth += 2;
    hm_formula_add(p, brackets ? "(" : "");
    print_number(p, number_at(p, index, 2), HM_BINDS_SUM);
    for (size_t k = 1; k + 3 < p->nodes[index].count; k += 2) {
        const double x1 = number_at(p, index, k), x2 = number_at(p, index, k + 2);
        hm_formula_add(p, "+");
        print_number(p, number_at(p, index, k + 3) - number_at(p, index, k + 1), HM_BINDS_PRODUCT);
        hm_formula_add(p, "*(MEDIAN(");
        print_operand(p, hm_formula_operand(p, index, 0), &form, HM_BINDS_ANY);
        hm_formula_add(p, ",");
        print_number(p, x1, HM_BINDS_ANY);
        hm_formula_add(p, ",");
        print_number(p, x2, HM_BINDS_ANY);
        hm_formula_add(p, ")-");
        print_number(p, x1, HM_BINDS_PRODUCT);
        hm_formula_add(p, ")/");
        print_number(p, x2 - x1, HM_BINDS_PRODUCT);
    }
    hm_formula_add(p, brackets ? ")" : "");
    p->depth -= 2;
}

/* What was rejected or is undefined is neither there nor missing. */
static void print_reported(hm_formula_printer *p, uint16_t index) {
    const uint16_t asked = hm_formula_operand(p, index, 0);
    hm_formula_add(p, "IF(");
    hm_formula_print_passed_over(p, asked);
    hm_formula_add(p, ",0,IF(ISERROR(");
    hm_formula_print_value(p, asked, HM_BINDS_ANY);
    hm_formula_add(p, "),");
    hm_formula_print_value(p, asked, HM_BINDS_ANY);
    hm_formula_add(p, ",1))");
}

/* Of a choice: may it be TRUE or FALSE, and a number otherwise? */
static bool mixes_logic(const hm_formula_printer *p, uint16_t index) {
    return p->nodes[index].type == HM_TYPE_NUMBER &&
           (p->nodes[hm_formula_operand(p, index, 1)].type == HM_TYPE_LOGIC ||
            p->nodes[hm_formula_operand(p, index, 2)].type == HM_TYPE_LOGIC);
}

static written form_of(const hm_formula_printer *p, uint16_t index) {
    const hm_expr_node *node = &p->nodes[index];
    if (node->op == HM_OP_POWER) {
        const hm_expr_node *exponent = &p->nodes[hm_formula_operand(p, index, 1)];
        if (exponent->op == HM_OP_NUMBER && exponent->u.number != 0)
            return power_of_constant;
    } else if ((node->op == HM_OP_EQ || node->op == HM_OP_NE) &&
               p->nodes[hm_formula_operand(p, index, 0)].type == HM_TYPE_TEXT) {
        return node->op == HM_OP_EQ ? same_text : other_text;
    } else if (node->op == HM_OP_WHEN && mixes_logic(p, index)) {
        return choice_of_numbers;
    }
    return forms[node->op];
}

static void print_all(hm_formula_printer *p, uint16_t index, const written *form,
                      const char *between, unsigned binding) {
    if (p->nodes[index].count > HM_FORMULA_ARGUMENTS)
        p->result = HM_FORMULA_TOO_LONG;
    for (size_t k = 0; k < p->nodes[index].count; k++) {
        hm_formula_add(p, k > 0 ? between : "");
        print_operand(p, hm_formula_operand(p, index, k), form, binding);
    }
}

static void print_form(hm_formula_printer *p, uint16_t index, const written *form) {
    for (const char *at = form->form; *at; at++) {
        if (*at != '$') {
            hm_buffer_add_char(p->out, *at);
        } else if (*++at == '*') {
            print_all(p, index, form, ",", HM_BINDS_ANY);
        } else if (*at == '+') {
            print_all(p, index, form, "+", HM_BINDS_PRODUCT);
        } else {
            print_operand(p, hm_formula_operand(p, index, (size_t)(*at - '1')), form,
                          (unsigned)(at[2] - '0'));
            at += 2;
        }
    }
}

static void print_operation(hm_formula_printer *p, uint16_t index, unsigned binding) {
    const written form = form_of(p, index);
    const bool brackets = form.binding < binding;
    const unsigned nested =
        brackets || form.binding == HM_BINDS_CALL ? 2 : 0; /* with N() around it */
    p->depth += nested;
    hm_formula_add(p, brackets ? "(" : "");
    print_form(p, index, &form);
    hm_formula_add(p, brackets ? ")" : "");
    p->depth -= nested;
}

void hm_formula_print_value(hm_formula_printer *p, uint16_t index, unsigned binding) {
    index = hm_formula_without_parts(p, index);
    if (hm_formula_check(p) != HM_FORMULA_FINE)
        return;
    const hm_expr_node *node = &p->nodes[index];
    if (node->count == 0)
        print_leaf(p, index, binding);
    else if (hm_formula_is_fold(p, index))
        print_fold(p, index);
    else if (node->op == HM_OP_FIRST_OF)
        print_first(p, index);
    else if (node->op == HM_OP_REPORTED)
        print_reported(p, index);
    else if (node->op == HM_OP_INTERPOLATE)
        print_lines(p, index, binding);
    else
        print_operation(p, index, binding);
}

/* --- formulas --- */

static void print_bare(hm_formula_printer *p, uint16_t index) {
    const written number = {NULL, HM_BINDS_CALL, false, false};
    print_operand(p, index, &number, HM_BINDS_ANY);
}

/* Is the error of the one figure that `index` rests on the state of the result? */
static bool passes_on_error(const hm_formula_printer *p, uint16_t index) {
    bool below[HM_EXPR_NODES];
    size_t figures = 0;
    hm_formula_mark(p, index, below);
    for (uint16_t i = 0; i <= index; i++) {
        if (below[i] && (hm_formula_is_fold(p, i) || form_of(p, i).may_be_undefined))
            return false;
        figures += below[i] && hm_formula_is_figure(p, i);
    }
    return figures <= 1;
}

static void print_formula(hm_formula_printer *p, uint16_t index) {
    index = hm_formula_without_parts(p, index);
    if (passes_on_error(p, index)) {
        print_bare(p, index);
        return;
    }
    hm_formula_add(p, "IFERROR(");
    print_bare(p, index);
    hm_formula_add(p, ",INDEX(state.errors,MAX(1");
    hm_formula_print_terms(p, index);
    hm_formula_add(p, ")))");
}

static hm_formula_result finish(hm_formula_printer *p) {
    if (p->result == HM_FORMULA_FINE && p->out->size > p->full)
        p->result = HM_FORMULA_TOO_LONG;
    return p->result;
}

static uint16_t result_of(const hm_expr *expr) {
    return (uint16_t)(expr->node_count - 1);
}

hm_formula_result hm_expr_formula(const hm_expr *expr, const char *key, hm_buffer *out) {
    hm_formula_printer p;
    hm_formula_start(&p, expr, key, out);
    print_formula(&p, result_of(expr));
    return finish(&p);
}

hm_formula_result hm_expr_formula_state(const hm_expr *expr, const char *key, hm_buffer *out) {
    hm_formula_printer p;
    hm_formula_start(&p, expr, key, out);
    hm_formula_print_state(&p, result_of(expr));
    return finish(&p);
}

bool hm_expr_formula_computes(const hm_expr *expr, uint16_t fold, uint16_t *folded) {
    hm_formula_printer p = {.expr = expr, .nodes = hm_expr_nodes(expr)};
    if (!hm_formula_is_fold(&p, fold) || hm_formula_counts_all(&p, fold))
        return false;
    *folded = hm_formula_folded(&p, fold);
    return p.nodes[*folded].op != HM_OP_COLUMN;
}

bool hm_expr_formula_fold(const hm_expr *expr, uint16_t fold, const char *key,
                          hm_formula_fold out) {
    hm_formula_printer p;
    uint16_t folded;
    if (!hm_expr_formula_computes(expr, fold, &folded))
        return false;
    hm_formula_start(&p, expr, key, out.formula);
    const char *records = hm_formula_records(&p, fold);
    if (!records)
        return false;
    print_formula(&p, folded);
    *out.result = finish(&p);
    hm_formula_start(&p, expr, key, out.state);
    hm_formula_print_state(&p, folded);
    if (finish(&p) != HM_FORMULA_FINE)
        *out.result = p.result;
    hm_buffer_format(out.name, "%s.%s.%u", records, key, (unsigned)fold);
    return true;
}
