/* causes.c: from the result down the operands that are in the same state, to the operation where it
 * came about. The table at the end says of each operation how it may give no number. */
#include "expr/causes.h"

#include <math.h>

typedef struct teller {
    const hm_expr *expr;
    const hm_expr_data *data;
    size_t unit;
    hm_workspace *workspace;
    const hm_operand *results; /* of every node: of the unit, or of the row that was reached */
    size_t row;                /* which one, from 1; 0: none */
    hm_buffer *out;
} teller;

static const hm_expr_node *node_at(const teller *t, uint16_t index) {
    return &hm_expr_nodes(t->expr)[index];
}

static uint16_t operand_of(const teller *t, uint16_t index, size_t k) {
    return hm_expr_operands(t->expr)[node_at(t, index)->first + k];
}

static double value_of(const teller *t, uint16_t index) {
    return t->results[index].values[0];
}

static uint8_t state_of(const teller *t, uint16_t index) {
    return t->results[index].states[0];
}

static void say_node(const teller *t, uint16_t index) {
    hm_expr_print(t->expr, index, true, t->out);
}

/* "a - b is -3" */
static void say_figure(const teller *t, uint16_t index) {
    say_node(t, index);
    hm_buffer_add_text(t->out, " is ");
    hm_buffer_add_number(t->out, value_of(t, index));
}

/* --- one for each way --- */

static void too_large(const teller *t, uint16_t index) {
    say_node(t, index);
    hm_buffer_add_text(t->out, " is too large to be computed");
}

static void divided(const teller *t, uint16_t index) {
    const uint16_t divisor = operand_of(t, index, 1);
    if (value_of(t, divisor) != 0)
        too_large(t, index);
    else
        say_figure(t, divisor);
}

static void share_taken(const teller *t, uint16_t index) {
    const uint16_t part = operand_of(t, index, 0), whole = operand_of(t, index, 1);
    if (value_of(t, whole) != 0 || !(value_of(t, part) > 0)) {
        divided(t, index);
        return;
    }
    say_figure(t, part);
    hm_buffer_add_text(t->out, ", and the whole that it is a part of, ");
    say_node(t, whole);
    hm_buffer_add_text(t->out, ", is 0");
}

static void raised_to(const teller *t, uint16_t index) {
    const uint16_t base = operand_of(t, index, 0), exponent = operand_of(t, index, 1);
    if (value_of(t, base) > 0 ||
        (value_of(t, base) < 0 && value_of(t, exponent) == floor(value_of(t, exponent)))) {
        too_large(t, index);
        return;
    }
    say_figure(t, base);
    hm_buffer_add_text(t->out, value_of(t, base) == 0
                                   ? ", which has no power below 0"
                                   : ", which has no power that is not a whole number");
}

static void root_taken(const teller *t, uint16_t index) {
    say_figure(t, operand_of(t, index, 0));
    hm_buffer_add_text(t->out, ", which has no square root");
}

static void logarithm_taken(const teller *t, uint16_t index) {
    say_figure(t, operand_of(t, index, 0));
    hm_buffer_add_text(t->out, ", which has no logarithm");
}

static void quantile_taken(const teller *t, uint16_t index) {
    say_figure(t, operand_of(t, index, 0));
    hm_buffer_add_text(t->out, ", expected a share above 0 and below 1");
}

static void averaged(const teller *t, uint16_t index) {
    size_t found = 0;
    for (size_t k = 0; k < node_at(t, index)->count; k++)
        found += state_of(t, operand_of(t, index, k)) == HM_OBSERVED;
    if (node_at(t, index)->op != HM_OP_SD_OF || found > 1) {
        too_large(t, index);
        return;
    }
    say_node(t, index);
    hm_buffer_add_text(t->out, " has one figure that applies, expected two or more");
}

static void made_missing(const teller *t, uint16_t index) {
    say_node(t, operand_of(t, index, 0));
    hm_buffer_add_text(t->out, ", which counts as not reported");
}

static void summed(const teller *t, uint16_t index) {
    if (state_of(t, index) != HM_UNDEFINED) /* it is as missing as its records */
        return;
    too_large(t, index);
    hm_buffer_add_text(t->out, " over all rows");
}

static void looked_back(const teller *t, uint16_t index) {
    const hm_expr_node *node = node_at(t, index);
    const char *name = hm_expr_text(t->expr, node->u.text.name);
    const uint32_t within = hm_past_within(&t->data->past, node->input, t->unit, node->back);
    if (within == 0)
        hm_buffer_format(
            t->out, "%s cannot be compared with the period before: a break lies between", name);
    else if (state_of(t, index) == HM_INVALID)
        hm_buffer_format(t->out, "the figure of %s in the period before was rejected", name);
    else if (state_of(t, index) == HM_NOT_APPLICABLE)
        hm_buffer_format(t->out, "%s did not apply in the period before", name);
    else if (within > 1)
        hm_buffer_format(t->out, "%s is not reported for the %u periods before", name,
                         (unsigned)within);
    else
        hm_buffer_format(t->out, "%s is not reported for the period before", name);
    if (within > 0 && within < node->back && state_of(t, index) == HM_NOT_REPORTED)
        hm_buffer_add_text(t->out, ", beyond which lies a break");
}

static void cell_read(const teller *t, uint16_t index) {
    say_node(t, index);
    hm_buffer_add_text(t->out, state_of(t, index) == HM_INVALID          ? " was rejected"
                               : state_of(t, index) == HM_NOT_APPLICABLE ? " does not apply"
                                                                         : " is not reported");
}

static void before_first(const teller *t, uint16_t index) {
    hm_buffer_format(t->out, "no value of the parameter %s holds yet in this period",
                     hm_expr_text(t->expr, node_at(t, index)->u.text.name));
}

static void node_read(const teller *t, uint16_t index) {
    const char *code = hm_expr_text(t->expr, node_at(t, index)->u.text.name);
    const char *what = node_at(t, index)->op == HM_OP_VALUE ? "value" : "score";
    switch (state_of(t, index)) {
    case HM_NOT_APPLICABLE:
        hm_buffer_format(t->out, "%s does not apply", code);
        break;
    case HM_UNDEFINED:
        hm_buffer_format(t->out, "the %s of %s is undefined", what, code);
        break;
    default:
        hm_buffer_format(t->out, "%s has no %s", code, what);
    }
}

/* It is there wherever the transformation is taken. */
static void own_value(const teller *t, uint16_t index) {
    hm_buffer_add_text(t->out, hm_expr_text(t->expr, node_at(t, index)->u.text.name));
    hm_buffer_add_text(t->out, " has no value");
}

/* What a history lacks that a node folds. */
static void folded_history(const teller *t, uint16_t index) {
    const uint16_t of = operand_of(t, index, 0);
    const hm_expr_node *node = node_at(t, of);
    hm_history history;
    hm_expr_run_history(t->expr, t->data, of, t->unit, t->workspace, &history);
    const uint16_t x = operand_of(t, of, 0);
    if (state_of(t, index) == HM_UNDEFINED) {
        too_large(t, index);
        return;
    }
    say_node(t, x);
    if (history.states[0] == HM_NOT_APPLICABLE) {
        hm_buffer_add_text(t->out, " does not apply in this period");
    } else if (state_of(t, index) == HM_NOT_APPLICABLE) {
        hm_buffer_format(t->out,
                         " can be compared in %u period%s since a break, expected at least ",
                         (unsigned)history.back + 1, history.back == 0 ? "" : "s");
        hm_buffer_format(t->out, "%zu",
                         hm_history_needs((hm_op)node_at(t, index)->op, (size_t)node->u.number));
    } else if (state_of(t, index) == HM_NOT_REPORTED) {
        const size_t needs = hm_history_needs((hm_op)node_at(t, index)->op, (size_t)node->u.number);
        hm_buffer_format(t->out, " has a value in %zu of this period and the %u before, expected ",
                         hm_history_observed(&history), (unsigned)node->back);
        hm_buffer_format(t->out, "at least %zu", needs);
    } else {
        hm_buffer_format(t->out, " was rejected in this period or one of the %u before",
                         (unsigned)node->back);
    }
}

typedef void tell_way(const teller *t, uint16_t index);

/* What is not here has a number wherever its operands have, or is an input's figure as it stands.
 */
static tell_way *const ways[HM_OP_COUNT] = {
    [HM_OP_COLUMN] = cell_read,
    [HM_OP_PREVIOUS] = looked_back,
    [HM_OP_ADD] = too_large,
    [HM_OP_SUBTRACT] = too_large,
    [HM_OP_MULTIPLY] = too_large,
    [HM_OP_DIVIDE] = divided,
    [HM_OP_MODULO] = divided,
    [HM_OP_FLOOR_DIVIDE] = divided,
    [HM_OP_POWER] = raised_to,
    [HM_OP_SHARE] = divided,
    [HM_OP_PERCENT] = share_taken,
    [HM_OP_SQRT] = root_taken,
    [HM_OP_LOG] = logarithm_taken,
    [HM_OP_EXP] = too_large,
    [HM_OP_SUM] = summed,
    [HM_OP_MEAN] = summed,
    [HM_OP_PARAMETER] = before_first,
    [HM_OP_SCORE] = node_read,
    [HM_OP_VALUE] = node_read,
    [HM_OP_OWN] = own_value,
    [HM_OP_MISSING_IF] = made_missing,
    [HM_OP_NORMAL_QUANTILE] = quantile_taken,
    [HM_OP_MEDIAN] = averaged,
    [HM_OP_MEAN_OF] = averaged,
    [HM_OP_SD_OF] = averaged,
    [HM_OP_INTERPOLATE] = too_large,
};

/* --- the way down --- */

/* An operand that has the node's own state and was looked at; `index` itself where there is none:
 * it came about here. Of a choice only one side is looked at. */
static uint16_t responsible(const teller *t, uint16_t index) {
    const hm_expr_node *node = node_at(t, index);
    const uint8_t state = state_of(t, index);
    if (node->op == HM_OP_WHEN) {
        const uint16_t condition = operand_of(t, index, 0);
        if (state_of(t, condition) != HM_OBSERVED)
            return condition;
        return operand_of(t, index, value_of(t, condition) != 0 ? 1 : 2);
    }
    if (node->op == HM_OP_MISSING_IF && value_of(t, operand_of(t, index, 0)) != 0)
        return index;
    for (size_t k = 0; k < node->count; k++) {
        const uint16_t operand = operand_of(t, index, k);
        if (state_of(t, operand) == state)
            return operand;
    }
    return index;
}

/* The first row of a fold's records in which what is folded has the fold's state, from 1; 0 where
 * there is none: the records as a whole have that state, or the sum is at fault. */
static size_t row_at_fault(const teller *t, uint16_t fold, uint16_t folded) {
    const uint32_t records = node_at(t, fold)->input;
    const size_t *start = t->data->rows[records].start + t->unit;
    if (t->data->inputs[records].states[t->unit] != HM_OBSERVED)
        return 0;
    for (size_t row = 0; row < start[1] - start[0]; row++) {
        hm_expr_run_row(t->expr, t->data, fold, t->unit, row, t->workspace);
        if (t->workspace->row_operands[folded].states[0] == state_of(t, fold))
            return row + 1;
    }
    return 0;
}

/* Into the row at fault: what is folded there, or the fold itself. */
static uint16_t enter_rows(teller *t, uint16_t fold) {
    const hm_expr_node *node = node_at(t, fold);
    const uint16_t folded = operand_of(t, fold, node->count - (size_t)1);
    if (node_at(t, folded)->type == HM_TYPE_RECORDS) /* rows are only counted */
        return fold;
    t->row = row_at_fault(t, fold, folded);
    if (t->row > 0)
        t->results = t->workspace->row_operands;
    return t->row > 0 ? folded : fold;
}

/* What is the same for all rows is looked up among the results of the unit. */
static uint16_t step_down(teller *t, uint16_t index) {
    if (!node_at(t, index)->rows) {
        t->results = t->workspace->operands;
        t->row = 0;
    }
    if (hm_expr_history_of(t->expr, node_at(t, index)))
        return index;
    return hm_operation_of((hm_op)node_at(t, index)->op)->over_rows ? enter_rows(t, index)
                                                                    : responsible(t, index);
}

void hm_expr_tell_cause(const hm_expr *expr, const hm_expr_data *data, size_t unit,
                        hm_workspace *workspace, hm_buffer *out) {
    teller t = {expr, data, unit, workspace, workspace->operands, 0, out};
    uint16_t index = (uint16_t)(expr->node_count - 1), next = index;
    do {
        index = next;
        next = step_down(&t, index);
    } while (next != index);
    if (hm_expr_history_of(expr, node_at(&t, index))) {
        folded_history(&t, index);
        return;
    }
    if (!ways[node_at(&t, index)->op])
        return;
    if (t.row > 0)
        hm_buffer_format(out, "in row %zu ", t.row);
    ways[node_at(&t, index)->op](&t, index);
}
