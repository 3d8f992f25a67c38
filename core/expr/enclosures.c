#include "expr/enclosures.h"

#include <math.h>
#include <string.h>

#include "expr/enclosures_of.h"

/* An expression in one unit: which of its nodes are open, and the leaves that open them. */
typedef struct opened {
    const hm_expr_node *nodes;
    const uint16_t *operands;
    const hm_workspace *workspace; /* has all nodes as they are */
    const hm_openings *openings;
    size_t count;
    bool open[HM_EXPR_NODES];
    hm_enclosure each[HM_EXPR_NODES];
    uint16_t leaves[HM_EXPR_NODES];
    size_t leaf_count;
} opened;

/* --- what is open --- */

static bool is_leaf(const hm_expr_node *node) {
    return node->op == HM_OP_INPUT || node->op == HM_OP_PREVIOUS || hm_op_is_scored(node->op);
}

/* Does it make one value of many, of rows or of periods? */
static bool is_fold(const opened *o, const hm_expr_node *node) {
    if (node->count == 0 || node->rows)
        return false;
    return (node->count == 1 && o->nodes[o->operands[node->first]].op == HM_OP_HISTORY) ||
           hm_operation_of((hm_op)node->op)->over_rows;
}

static uint8_t state_of(const opened *o, const hm_expr_data *data, size_t index, size_t unit) {
    const hm_expr_node *node = &o->nodes[index];
    return node->op == HM_OP_INPUT ? data->inputs[node->input].states[unit]
                                   : o->workspace->operands[index].states[0];
}

static void find_open(opened *o, const hm_expr_data *data, size_t unit) {
    for (size_t i = 0; i < o->count; i++) {
        const hm_expr_node *node = &o->nodes[i];
        o->open[i] = false;
        for (size_t k = 0; k < node->count; k++)
            o->open[i] = o->open[i] || o->open[o->operands[node->first + k]];
        if (is_leaf(node) && (!node->rows || node->op == HM_OP_INPUT))
            o->open[i] = o->openings->open(o->openings->context, node, state_of(o, data, i, unit),
                                           &o->each[i]);
        else if (is_fold(o, node) && state_of(o, data, i, unit) == HM_NOT_REPORTED)
            o->open[i] = true; /* some row lacks a figure */
        if (o->open[i] && is_leaf(node))
            o->leaves[o->leaf_count++] = (uint16_t)i;
    }
}

/* --- all of it --- */

/* A part of a whole is no more than it. */
static void hold_part(const opened *o, const hm_expr_node *node, hm_enclosure *out) {
    const bool divides =
        node->op == HM_OP_DIVIDE || node->op == HM_OP_PERCENT || node->op == HM_OP_SHARE;
    if (!divides || out->state != HM_OBSERVED)
        return;
    const hm_expr_node *part = &o->nodes[o->operands[node->first]];
    const hm_expr_node *whole = &o->nodes[o->operands[node->first + 1]];
    if (part->op != HM_OP_INPUT || whole->op != HM_OP_INPUT ||
        !o->openings->is_part(o->openings->context, part->input, whole->input))
        return;
    out->high = fmin(out->high, node->op == HM_OP_DIVIDE ? 1 : 100);
    out->low = fmin(out->low, out->high);
}

static hm_enclosure as_it_is(const opened *o, size_t index) {
    const hm_operand *is = &o->workspace->operands[index];
    return (hm_enclosure){.low = is->values[0], .high = is->values[0], .state = is->states[0]};
}

/* What is made of rows, of periods or of texts may be anything, if it can be made of them at all.
 */
static hm_enclosure unknown(const opened *o, const hm_expr_node *node) {
    hm_enclosure out = hm_enclosure_unknown(node);
    if (is_fold(o, node))
        out.may = hm_may(HM_UNDEFINED) | hm_may(HM_NOT_APPLICABLE);
    for (size_t k = 0; k < node->count; k++) {
        const size_t operand = o->operands[node->first + k];
        if (o->open[operand] && !o->nodes[operand].rows)
            out.may |= o->each[operand].may;
    }
    return out;
}

static hm_enclosure interval_of(const opened *o, size_t index) {
    const hm_expr_node *node = &o->nodes[index];
    hm_enclosure x[HM_EXPR_OPERANDS];
    const bool is_known = !is_fold(o, node) && !hm_op_looks_at_texts((hm_op)node->op);
    if (!is_known)
        return unknown(o, node);
    for (size_t k = 0; k < node->count; k++) {
        const size_t operand = o->operands[node->first + k];
        x[k] = o->open[operand] ? o->each[operand] : as_it_is(o, operand);
    }
    hm_enclosure out = hm_enclosure_of(node, x, node->count);
    hold_part(o, node, &out);
    return out;
}

/* Once the leaves have their intervals. */
static hm_enclosure run(opened *o) {
    for (size_t i = 0; i < o->count; i++)
        if (o->open[i] && !o->nodes[i].rows && !is_leaf(&o->nodes[i]))
            o->each[i] = interval_of(o, i);
    return o->each[o->count - 1];
}

/* --- what stands in it more than once --- */

/* Where something open is used twice the ends of its uses need not go together: then the intervals
 * of the leaves are cut, the most promising first, until what comes of one is what comes of a point
 * in it. */
enum { LEAVES = 6, BOXES = 256 };

typedef struct box {
    hm_enclosure leaves[LEAVES];
    double end; /* the highest, or of the lowest less it */
} box;

static bool is_used_twice(const opened *o) {
    uint8_t used[HM_EXPR_NODES] = {0};
    for (size_t i = 0; i < o->count; i++)
        for (size_t k = 0; o->open[i] && k < o->nodes[i].count; k++) {
            const size_t operand = o->operands[o->nodes[i].first + k];
            if (o->open[operand] && used[operand]++)
                return true;
        }
    return false;
}

static double end_of(opened *o, const box *at, double sign) {
    for (size_t k = 0; k < o->leaf_count; k++)
        o->each[o->leaves[k]] = at->leaves[k];
    const hm_enclosure found = run(o);
    return found.state != HM_OBSERVED ? -INFINITY : sign > 0 ? found.high : -found.low;
}

/* Where an interval is cut; towards an infinite end in ever longer pieces. */
static double middle_of(hm_enclosure x) {
    if (isfinite(x.low) && isfinite(x.high))
        return x.low + (x.high - x.low) / 2;
    if (x.low < 0 && x.high > 0)
        return 0;
    if (isfinite(x.low))
        return x.low < 1 ? 1 : x.low * 64;
    return x.high > -1 ? -1 : x.high * 64;
}

static double width_of(hm_enclosure x) {
    const double width = x.high - x.low, size = fmax(fabs(x.low), fabs(x.high));
    return isfinite(width) ? width / fmax(size, 1e-300) : isfinite(middle_of(x)) ? 4 : 0;
}

/* Cuts the widest; false: nothing is left to cut. */
static bool cut(const opened *o, const box *whole, box *low, box *high) {
    size_t widest = 0;
    for (size_t k = 1; k < o->leaf_count; k++)
        if (width_of(whole->leaves[k]) > width_of(whole->leaves[widest]))
            widest = k;
    const hm_enclosure x = whole->leaves[widest];
    double middle = middle_of(x), next = middle;
    if (x.is_whole) {
        middle = floor(middle);
        next = middle + 1;
    }
    if (!(width_of(x) > 1e-14) || !(x.low <= middle && next <= x.high))
        return false;
    *low = *high = *whole;
    low->leaves[widest].high = middle;
    high->leaves[widest].low = next;
    return true;
}

/* The best of what comes of the corners of a box. */
static double best_corner(opened *o, const box *of, double sign) {
    double best = -INFINITY;
    for (size_t corner = 0; corner < (size_t)1 << o->leaf_count; corner++) {
        box at = *of;
        for (size_t k = 0; k < o->leaf_count; k++) {
            hm_enclosure *x = &at.leaves[k];
            x->low = x->high = corner >> k & 1 ? x->high : x->low;
            if (!isfinite(x->low))
                return -INFINITY;
        }
        best = fmax(best, end_of(o, &at, sign));
    }
    return best;
}

static size_t greatest(const box *boxes, size_t count) {
    size_t best = 0;
    for (size_t i = 1; i < count; i++)
        best = boxes[i].end > boxes[best].end ? i : best;
    return best;
}

/* From `end` on, which is sure: a nearer one. */
static double near_end(opened *o, const box *all, double end, double sign) {
    box boxes[BOXES];
    size_t count = 1;
    boxes[0] = *all;
    boxes[0].end = end;
    while (count < BOXES) {
        const size_t at = greatest(boxes, count);
        const double sure = boxes[at].end, reached = best_corner(o, &boxes[at], sign);
        if (isfinite(sure) && sure - reached <= 1e-12 * fmax(1, fabs(sure)))
            return reached;
        box low, high;
        if (!cut(o, &boxes[at], &low, &high))
            return sure;
        low.end = fmin(sure, end_of(o, &low, sign));
        high.end = fmin(sure, end_of(o, &high, sign));
        boxes[at] = low;
        boxes[count++] = high;
    }
    return boxes[greatest(boxes, count)].end;
}

static void narrow(opened *o, hm_enclosure *out) {
    box all = {.end = 0};
    for (size_t k = 0; k < o->leaf_count; k++)
        all.leaves[k] = o->each[o->leaves[k]];
    const double high = near_end(o, &all, out->high, 1), low = -near_end(o, &all, -out->low, -1);
    if (low <= high) {
        out->low = low;
        out->high = high;
    }
}

bool hm_expr_enclose(const hm_expr *expr, const hm_expr_data *data, size_t unit,
                     const hm_openings *openings, hm_workspace *workspace, hm_enclosure *out) {
    opened o = {.nodes = hm_expr_nodes(expr),
                .operands = hm_expr_operands(expr),
                .workspace = workspace,
                .openings = openings,
                .count = expr->node_count,
                .leaf_count = 0};
    double value;
    uint8_t state;
    hm_expr_run(expr, data, unit, 1, workspace, &value, &state);
    find_open(&o, data, unit);
    if (!o.open[o.count - 1]) {
        *out = (hm_enclosure){.low = value, .high = value, .state = state};
        return false;
    }
    *out = run(&o);
    if (out->state == HM_OBSERVED && out->low < out->high && o.leaf_count <= LEAVES &&
        is_used_twice(&o))
        narrow(&o, out);
    return true;
}
