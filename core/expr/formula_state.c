/* formula_state.c: how a formula finds the gravest state of what it rests on. */
#include <string.h>

#include "expr/formula_printer.h"
#include "hundredmark/base.h"

static bool chooses(const hm_formula_printer *p, uint16_t index) {
    const uint8_t op = p->nodes[index].op;
    return op == HM_OP_WHEN || op == HM_OP_FIRST_OF || op == HM_OP_REPORTED ||
           op == HM_OP_MISSING_IF;
}

/* Marks the nodes whose states `index` has the gravest of: figures, folds, what chooses.
 * Percentages are marked besides what they rest on, because they have a way of their own to be
 * invalid. */
size_t hm_formula_mark_terms(const hm_formula_printer *p, uint16_t index, bool *terms) {
    size_t count = 0;
    memset(terms, 0, HM_EXPR_NODES * sizeof *terms);
    terms[index] = p->has_state[index];
    for (uint16_t i = index + 1; i-- > 0;) {
        if (!terms[i])
            continue;
        const bool ends = hm_formula_is_figure(p, i) || hm_formula_is_fold(p, i) || chooses(p, i);
        for (size_t k = 0; !ends && k < p->nodes[i].count; k++)
            terms[hm_formula_operand(p, i, k)] |= p->has_state[hm_formula_operand(p, i, k)];
        terms[i] = ends || p->nodes[i].op == HM_OP_PERCENT;
        count += terms[i];
    }
    return count;
}

/* Is all that could be missing below `index` among `terms`? */
static bool rests_on(const hm_formula_printer *p, uint16_t index, const bool *terms) {
    bool below[HM_EXPR_NODES];
    hm_formula_mark(p, index, below);
    for (uint16_t i = 0; i <= index; i++) {
        const bool can_miss = hm_formula_is_figure(p, i) || hm_formula_is_fold(p, i) ||
                              p->nodes[i].op == HM_OP_PERCENT || p->nodes[i].op == HM_OP_MISSING_IF;
        if (below[i] && can_miss && !terms[i])
            return false;
    }
    return true;
}

/* Where the condition is there, and with it all that could be chosen, so is the result. */
static void print_state_of_when(hm_formula_printer *p, uint16_t index) {
    const uint16_t condition = hm_formula_operand(p, index, 0);
    bool terms[HM_EXPR_NODES];
    (void)hm_formula_mark_terms(p, condition, terms);
    if (rests_on(p, hm_formula_operand(p, index, 1), terms) &&
        rests_on(p, hm_formula_operand(p, index, 2), terms)) {
        hm_formula_print_state(p, condition);
        return;
    }
    hm_formula_add(p, "IFERROR(IF(");
    hm_formula_print_value(p, condition, HM_BINDS_ANY);
    hm_formula_add(p, ",");
    hm_formula_print_state(p, hm_formula_operand(p, index, 1));
    hm_formula_add(p, ",");
    hm_formula_print_state(p, hm_formula_operand(p, index, 2));
    hm_formula_add(p, "),");
    hm_formula_print_state(p, condition);
    hm_formula_add(p, ")");
}

/* "OR(state.x={2,3})": is it not applicable, or not reported? */
void hm_formula_print_passed_over(hm_formula_printer *p, uint16_t index) {
    hm_formula_add(p, "OR(");
    hm_formula_print_state(p, index);
    hm_buffer_format(p->out, "={%d,%d})", HM_NOT_APPLICABLE, HM_NOT_REPORTED);
}

static void print_gravest(hm_formula_printer *p, uint16_t index) {
    hm_formula_add(p, "MAX(");
    for (size_t k = 0; k < p->nodes[index].count; k++) {
        if (k > 0)
            hm_formula_add(p, ",");
        hm_formula_print_state(p, hm_formula_operand(p, index, k));
    }
    hm_formula_add(p, ")");
}

/* What `first_of` looks at: all, or up to one that is always there. */
size_t hm_formula_looked_at(const hm_formula_printer *p, uint16_t index) {
    size_t count = 0;
    while (count < p->nodes[index].count && p->has_state[hm_formula_operand(p, index, count)])
        count++;
    return count;
}

static void print_state_of_first(hm_formula_printer *p, uint16_t index) {
    const size_t count = hm_formula_looked_at(p, index);
    for (size_t k = 0; k < count; k++) {
        hm_formula_add(p, "IF(");
        hm_formula_print_passed_over(p, hm_formula_operand(p, index, k));
        hm_formula_add(p, ",");
    }
    if (count < p->nodes[index].count)
        hm_formula_add(p, "0");
    else
        print_gravest(p, index);
    for (size_t k = count; k-- > 0;) {
        hm_formula_add(p, ",");
        hm_formula_print_state(p, hm_formula_operand(p, index, k));
        hm_formula_add(p, ")");
    }
}

static void print_state_of_reported(hm_formula_printer *p, uint16_t index) {
    hm_formula_add(p, "IF(");
    hm_formula_print_passed_over(p, hm_formula_operand(p, index, 0));
    hm_formula_add(p, ",0,");
    hm_formula_print_state(p, hm_formula_operand(p, index, 0));
    hm_formula_add(p, ")");
}

static void print_state_of_missing_if(hm_formula_printer *p, uint16_t index) {
    const uint16_t condition = hm_formula_operand(p, index, 0);
    hm_formula_add(p, "IFERROR(IF(");
    hm_formula_print_value(p, condition, HM_BINDS_ANY);
    hm_buffer_format(p->out, ",%d,", HM_NOT_REPORTED);
    hm_formula_print_state(p, hm_formula_operand(p, index, 1));
    hm_formula_add(p, "),");
    hm_formula_print_state(p, condition);
    hm_formula_add(p, ")");
}

/* Without rows there is nothing to have the MAX of. */
static void print_state_of_fold(hm_formula_printer *p, uint16_t index) {
    const char *records = hm_formula_records(p, index);
    if (!records)
        return;
    if (hm_formula_counts_all(p, index)) {
        hm_buffer_format(p->out, "state.%s", records);
        return;
    }
    hm_buffer_format(p->out, "IF(state.%s>0,state.%s,MAX(state.rows.", records, records);
    hm_formula_add_folded(p, index, records);
    hm_formula_add(p, "))");
}

/* A part above 0 in a whole of 0. */
static void print_state_of_percent(hm_formula_printer *p, uint16_t index) {
    hm_buffer_format(p->out, "%d*IFERROR(AND(", HM_INVALID);
    hm_formula_print_value(p, hm_formula_operand(p, index, 0), HM_BINDS_MINUS);
    hm_formula_add(p, ">0,");
    hm_formula_print_value(p, hm_formula_operand(p, index, 1), HM_BINDS_MINUS);
    hm_formula_add(p, "=0),0)");
}

static void print_term(hm_formula_printer *p, uint16_t index) {
    if (hm_formula_check(p) != HM_FORMULA_FINE)
        return;
    p->depth += 2;
    if (hm_formula_is_figure(p, index)) {
        hm_formula_add(p, "state.");
        hm_formula_add_figure(p, index);
    } else if (hm_formula_is_fold(p, index)) {
        print_state_of_fold(p, index);
    } else if (p->nodes[index].op == HM_OP_WHEN) {
        print_state_of_when(p, index);
    } else if (p->nodes[index].op == HM_OP_FIRST_OF) {
        print_state_of_first(p, index);
    } else if (p->nodes[index].op == HM_OP_REPORTED) {
        print_state_of_reported(p, index);
    } else if (p->nodes[index].op == HM_OP_MISSING_IF) {
        print_state_of_missing_if(p, index);
    } else {
        print_state_of_percent(p, index);
    }
    p->depth -= 2;
}

static size_t count_terms(hm_formula_printer *p, uint16_t index, bool *terms) {
    const size_t count = hm_formula_mark_terms(p, index, terms);
    if (count > HM_FORMULA_ARGUMENTS)
        p->result = HM_FORMULA_TOO_LONG;
    return count;
}

static void print_list(hm_formula_printer *p, const bool *terms, const char *before) {
    for (uint16_t i = 0; i < p->expr->node_count; i++) {
        if (!terms[i])
            continue;
        hm_formula_add(p, before);
        print_term(p, i);
        before = ",";
    }
}

void hm_formula_print_terms(hm_formula_printer *p, uint16_t index) {
    bool terms[HM_EXPR_NODES];
    if (hm_formula_check(p) != HM_FORMULA_FINE)
        return;
    (void)count_terms(p, index, terms);
    print_list(p, terms, ",");
}

void hm_formula_print_state(hm_formula_printer *p, uint16_t index) {
    bool terms[HM_EXPR_NODES];
    if (hm_formula_check(p) != HM_FORMULA_FINE)
        return;
    const size_t count = count_terms(p, index, terms);
    if (count == 0)
        hm_formula_add(p, "0");
    if (count > 1)
        hm_formula_add(p, "MAX(");
    print_list(p, terms, "");
    if (count > 1)
        hm_formula_add(p, ")");
}
