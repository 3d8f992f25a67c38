#include "expr/enclosures.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "expr/enclosures_of.h"
#include "expr/enclosures_slope.h"

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

static hm_enclosure as_it_is(const opened *o, size_t index) {
    const hm_operand *is = &o->workspace->operands[index];
    return (hm_enclosure){.low = is->values[0], .high = is->values[0], .state = is->states[0]};
}

static hm_enclosure found_of(const opened *o, size_t index) {
    return o->open[index] ? o->each[index] : as_it_is(o, index);
}

static bool is_sure(hm_enclosure x) {
    return x.state == HM_OBSERVED && x.may == 0;
}

/* What a part is divided by: it, met so many times, and the rest, of so many terms. */
typedef struct sum {
    size_t part;
    int met, terms;
    hm_enclosure rest;
} sum;

enum { TERMS_DEEP = 64 };

/* Adds the terms of a sum. False where one may have no number, or be below 0. */
static bool add_terms(const opened *o, size_t index, sum *of, int depth) {
    const hm_expr_node *node = &o->nodes[index];
    if (index == of->part) {
        of->met++;
        return true;
    }
    if (node->op == HM_OP_ADD && !node->rows && depth < TERMS_DEEP)
        return add_terms(o, o->operands[node->first], of, depth + 1) &&
               add_terms(o, o->operands[node->first + 1], of, depth + 1);
    const hm_enclosure x = found_of(o, index);
    of->rest.low += x.low;
    of->rest.high += x.high;
    of->terms++;
    return is_sure(x) && x.low >= 0 && !node->rows;
}

/* So many times what is divided: of 100 * x / y, x and 100. */
static size_t divided(const opened *o, const hm_expr_node *node, double *times) {
    const size_t index = o->operands[node->first];
    const hm_expr_node *of = &o->nodes[index];
    *times = node->op == HM_OP_DIVIDE ? 1 : 100;
    if (of->op != HM_OP_MULTIPLY || of->rows)
        return index;
    for (size_t k = 0; k < 2; k++) {
        const size_t factor = o->operands[of->first + k];
        const hm_enclosure x = found_of(o, factor);
        if (o->open[factor] || !is_sure(x) || !(x.low > 0))
            continue;
        *times *= x.low;
        return o->operands[of->first + 1 - k];
    }
    return index;
}

/* The share of a part in a sum of it and other things, none of which is below 0, rises with it and
 * falls with them. */
static void hold_share(const opened *o, const hm_expr_node *node, hm_enclosure *out) {
    double times;
    sum by = {.part = divided(o, node, &times), .rest = hm_enclosure_between(0, 0)};
    const hm_enclosure part = found_of(o, by.part);
    if (!o->open[by.part] || !is_sure(part) || part.low < 0 ||
        !add_terms(o, o->operands[node->first + 1], &by, 0) || by.met != 1)
        return;
    const double high = isfinite(part.high) ? part.high / (part.high + by.rest.low) : 1;
    const double low = isfinite(by.rest.high) ? part.low / (part.low + by.rest.high) : 0;
    const double room = (4 + by.terms) * DBL_EPSILON; /* other shares may round otherwise */
    if (high >= 0)
        out->high = fmin(out->high, times * fmin(1, high * (1 + room)) * (1 + room));
    if (low >= 0)
        out->low = fmin(out->high, fmax(out->low, times * low * (1 - room)));
}

/* A part of a whole is no more than it. */
static void hold_part(const opened *o, const hm_expr_node *node, hm_enclosure *out) {
    const bool divides =
        node->op == HM_OP_DIVIDE || node->op == HM_OP_PERCENT || node->op == HM_OP_SHARE;
    if (!divides || out->state != HM_OBSERVED)
        return;
    hold_share(o, node, out);
    const hm_expr_node *part = &o->nodes[o->operands[node->first]];
    const hm_expr_node *whole = &o->nodes[o->operands[node->first + 1]];
    if (part->op != HM_OP_INPUT || whole->op != HM_OP_INPUT ||
        !o->openings->is_part(o->openings->context, part->input, whole->input))
        return;
    out->high = fmin(out->high, node->op == HM_OP_DIVIDE ? 1 : 100);
    out->low = fmin(out->low, out->high);
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
    if (node->op == HM_OP_COUNT_OF && o->nodes[o->operands[node->first]].op == HM_OP_INPUT)
        return found_of(o, o->operands[node->first]);
    if (!is_known)
        return unknown(o, node);
    for (size_t k = 0; k < node->count; k++)
        x[k] = found_of(o, o->operands[node->first + k]);
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

/* Where something open is used twice the ends of its uses need not go together (nor are those of
 * remainders and deviations at those of what they are of): then the intervals
 * of the leaves are cut, the most promising first, until what comes of one is what comes of a point
 * in it. */
enum { LEAVES = 6, BOXES = 256, BOXES_WITHOUT_END = 32 };

static const double ROUNDING = 64 * DBL_EPSILON; /* of what is computed with slopes */

typedef struct box {
    hm_enclosure leaves[LEAVES];
    double end; /* the highest, or of the lowest less it */
} box;

static bool has_whole_leaf(const opened *o) {
    bool has = false;
    for (size_t k = 0; k < o->leaf_count; k++)
        has |= o->each[o->leaves[k]].is_whole;
    return has;
}

static bool may_be_wide(const opened *o) {
    uint8_t used[HM_EXPR_NODES] = {0};
    const bool has_whole = has_whole_leaf(o);
    for (size_t i = 0; i < o->count; i++) {
        const uint8_t op = o->nodes[i].op;
        if (o->open[i] && (op == HM_OP_MODULO || op == HM_OP_SD_OF))
            return true; /* their ends are not those of whole numbers, nor at theirs */
        if (o->open[i] && has_whole && (op == HM_OP_POWER || op == HM_OP_ABS))
            return true; /* they turn at a number that none of whole ones may be */
        for (size_t k = 0; o->open[i] && k < o->nodes[i].count; k++) {
            const size_t operand = o->operands[o->nodes[i].first + k];
            if (o->open[operand] && used[operand]++)
                return true;
        }
    }
    return false;
}

static hm_enclosure run_at(opened *o, const box *at) {
    for (size_t k = 0; k < o->leaf_count; k++)
        o->each[o->leaves[k]] = at->leaves[k];
    return run(o);
}

static double high_of(hm_enclosure found, double sign) {
    return found.state != HM_OBSERVED ? -INFINITY : sign > 0 ? found.high : -found.low;
}

static double end_of(opened *o, const box *at, double sign) {
    return high_of(run_at(o, at), sign);
}

/* It has two operands, or what it holds is known. */
static bool can_slope(const opened *o, const hm_expr_node *node) {
    const bool holds = node->op == HM_OP_CLAMP || node->op == HM_OP_HELD;
    return !node->rows && (node->count <= 2 || (holds && !o->open[o->operands[node->first + 1]]));
}

/* By how much the result may change with a leaf, once all nodes have their intervals. */
static hm_enclosure slope_by(const opened *o, size_t leaf, hm_enclosure *slopes) {
    for (size_t i = 0; i < o->count; i++) {
        const hm_expr_node *node = &o->nodes[i];
        const uint16_t *operands = &o->operands[node->first];
        slopes[i] = hm_enclosure_between(i == leaf, i == leaf);
        if (!o->open[i] || is_leaf(node))
            continue;
        const size_t of[2] = {operands[0], operands[node->count - 1]};
        const hm_enclosure x[2] = {found_of(o, of[0]), found_of(o, of[1])};
        const hm_enclosure s[2] = {slopes[of[0]], slopes[of[1]]};
        slopes[i] = can_slope(o, node) ? hm_enclosure_slope(node, x, s, o->each[i])
                                       : hm_enclosure_between(-INFINITY, INFINITY);
    }
    return slopes[o->count - 1];
}

/* Has every node a number, whatever the leaves are in the box? */
static bool is_sure_throughout(const opened *o) {
    for (size_t i = 0; i < o->count; i++)
        if (o->open[i] && !o->nodes[i].rows && !is_sure(o->each[i]))
            return false;
    return true;
}

/* Of the box about its middle, from which the result changes no faster than by its slopes; of a
 * leaf with which it only rises, or falls, its end alone counts. Infinite where there is no
 * telling. */
static double end_by_slopes(opened *o, const box *of, double sign) {
    hm_enclosure slopes[LEAVES], room[HM_EXPR_NODES];
    box middle = *of;
    double more = 0, size = 0;
    if (!is_sure_throughout(o))
        return INFINITY;
    for (size_t k = 0; k < o->leaf_count; k++)
        slopes[k] = slope_by(o, o->leaves[k], room);
    for (size_t k = 0; k < o->leaf_count; k++) {
        hm_enclosure *x = &middle.leaves[k];
        const double low = sign > 0 ? slopes[k].low : -slopes[k].high;
        const double high = sign > 0 ? slopes[k].high : -slopes[k].low;
        const double at = low >= 0 ? x->high : high <= 0 ? x->low : x->low + (x->high - x->low) / 2;
        if (!isfinite(at) || !(isfinite(low) || low > 0) || !(isfinite(high) || high < 0))
            return INFINITY;
        if (low < 0 && high > 0)
            more += fmax(high * (x->high - at), low * (x->low - at));
        size += fmax(fabs(low), fabs(high)) * fmax(fabs(x->low), fabs(x->high));
        x->low = x->high = at;
    }
    const double found = end_of(o, &middle, sign);
    return found + more + ROUNDING * (fabs(found) + more + size);
}

/* No box of it has more; its nodes are as in the box before. */
static double sure_end(opened *o, const box *of, double sign) {
    const double end = end_of(o, of, sign);
    const double by_slopes = isfinite(end) ? end_by_slopes(o, of, sign) : INFINITY;
    return fmin(end, isnan(by_slopes) ? INFINITY : by_slopes);
}

/* Where an interval from 0 on or above it is cut: towards an infinite end in ever longer pieces,
 * and where one end is many times the other at as many times the one as the other has of it. */
static double middle_above(double low, double high) {
    if (!isfinite(high))
        return low < 1 ? 1 : low * fmax(64, low);
    return low >= 1 && high / low > 64 ? sqrt(low) * sqrt(high) : low + (high - low) / 2;
}

static double middle_of(hm_enclosure x) {
    if (x.low >= 0)
        return middle_above(x.low, x.high);
    if (x.high <= 0)
        return -middle_above(-x.high, -x.low);
    return isfinite(x.low) && isfinite(x.high) ? x.low + (x.high - x.low) / 2 : 0;
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
        if (!isfinite(sure) && count == BOXES_WITHOUT_END)
            return sure;
        if (!cut(o, &boxes[at], &low, &high))
            return sure;
        low.end = fmin(sure, sure_end(o, &low, sign));
        high.end = fmin(sure, sure_end(o, &high, sign));
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
        may_be_wide(&o))
        narrow(&o, out);
    return true;
}
