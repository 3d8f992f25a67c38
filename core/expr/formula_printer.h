/* formula_printer.h: what the files that print formulas share (expr_formula.h says what they
 * print).
 */
#ifndef HM_FORMULA_PRINTER_H
#define HM_FORMULA_PRINTER_H

#include "expr/expr_formula.h"

/* How tightly things bind in formulas. A minus binds tighter than a power there, unlike here: it
 * stands in brackets wherever something could come before it. */
enum hm_formula_binding {
    HM_BINDS_ANY = 0,
    HM_BINDS_COMPARISON = 1,
    HM_BINDS_MINUS = 2,
    HM_BINDS_SUM = 3,
    HM_BINDS_PRODUCT = 4,
    HM_BINDS_POWER = 5,
    HM_BINDS_CALL = 9
};

typedef struct hm_formula_printer {
    const hm_expr *expr;
    const hm_expr_node *nodes;
    const char *key;
    hm_buffer *out;
    size_t full;    /* nothing is begun once `out` has this size */
    unsigned depth; /* calls and brackets around what is printed */
    hm_formula_result result;
    bool has_state[HM_EXPR_NODES]; /* may a node be missing: does it rest on figures? */
} hm_formula_printer;

void hm_formula_start(hm_formula_printer *p, const hm_expr *expr, const char *key, hm_buffer *out);
/* The result so far; HM_FORMULA_TOO_LONG once a limit is passed. */
hm_formula_result hm_formula_check(hm_formula_printer *p);
void hm_formula_add(hm_formula_printer *p, const char *text);

uint16_t hm_formula_operand(const hm_formula_printer *p, uint16_t index, size_t k);
const char *hm_formula_text(const hm_formula_printer *p, uint32_t position);
/* What a part stands for. */
uint16_t hm_formula_without_parts(const hm_formula_printer *p, uint16_t index);
/* An input, an earlier one, a column, or a node that is read. */
bool hm_formula_is_figure(const hm_formula_printer *p, uint16_t index);
bool hm_formula_is_fold(const hm_formula_printer *p, uint16_t index);
/* Marks all that `index` rests on, and itself. `below` has room for HM_EXPR_NODES. */
void hm_formula_mark(const hm_formula_printer *p, uint16_t index, bool *below);

/* The name of a figure. */
void hm_formula_add_figure(hm_formula_printer *p, uint16_t index);
/* Of a fold: what is folded; is it count_rows of all rows? */
uint16_t hm_formula_folded(const hm_formula_printer *p, uint16_t fold);
bool hm_formula_counts_all(const hm_formula_printer *p, uint16_t fold);
/* The name of its records; NULL, and a result, where rows are computed with figures of the city. */
const char *hm_formula_records(hm_formula_printer *p, uint16_t fold);
/* "features.in_model", or "features.L4.3.3.7" of a column that is computed. */
void hm_formula_add_folded(hm_formula_printer *p, uint16_t fold, const char *records);

/* Marks the nodes that the state of `index` is the gravest of: figures, folds, what chooses; and
 * percentages, which have a way of their own to be invalid. Returns how many. */
size_t hm_formula_mark_terms(const hm_formula_printer *p, uint16_t index, bool *terms);
/* Prints them, with a comma before each. */
void hm_formula_print_terms(hm_formula_printer *p, uint16_t index);
/* "OR(state.x={2,3})": is it not applicable, or not reported? */
void hm_formula_print_passed_over(hm_formula_printer *p, uint16_t index);
/* How many operands `first_of` looks at: all, or those before one that is always there. */
size_t hm_formula_looked_at(const hm_formula_printer *p, uint16_t index);

/* The state of a node (formula_state.c), and its value (formula_value.c), in brackets unless it
 * binds as tightly as `binding`. */
void hm_formula_print_state(hm_formula_printer *p, uint16_t index);
void hm_formula_print_value(hm_formula_printer *p, uint16_t index, unsigned binding);

#endif
