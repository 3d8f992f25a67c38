#include "study/regroup_many.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "base/numbers/logarithm.h"
#include "methods/methods.h"
#include "platform/wide.h"

enum { LANES = HM_MANY, ROWS = HM_MANY_ROWS, TILE = 8 };

/* --- whether it suits --- */

static bool is_made(const hm_regroup *r, size_t node) {
    return r->changes[node] && r->variant->plan->nodes[node].indicator == HM_NO_INDICATOR;
}

static bool is_mean(const hm_node *group) {
    return group->method == HM_METHOD_ARITHMETIC || group->method == HM_METHOD_GEOMETRIC;
}

bool hm_regroup_many_suits(const hm_regroup *r, const hm_regroup_part *part) {
    bool suits = part->is_whole && r->gaps == HM_GAPS_LEFT && !r->has_sums;
    for (size_t i = 0; suits && i < part->plan->node_count; i++) {
        const hm_node *group = &part->plan->nodes[i];
        if (!is_made(r, i))
            continue;
        suits = !group->is_absent && is_mean(group);
        for (size_t k = 0; k < group->child_count; k++)
            suits &= !hm_effect_has_points(part->plan->nodes[group->children[k]].effect);
    }
    return suits;
}

/* --- room --- */

/* Is the group below a geometric mean, in some edition? Then the regrouping has room for it. */
static bool has_logs(const hm_regroup *r, size_t node) {
    const uint32_t parent = r->variant->plan->nodes[node].parent;
    bool has = false;
    for (size_t i = 0; parent != HM_NO_NODE && i < r->part_count; i++)
        has |= r->parts[i].plan->nodes[parent].method == HM_METHOD_GEOMETRIC;
    return has;
}

static size_t count_terms(const hm_regroup *r) {
    size_t count = 0;
    for (size_t i = 0; i < r->variant->plan->node_count; i++)
        count += r->variant->plan->nodes[i].child_count;
    return count;
}

static size_t count_numbers(const hm_regroup *r) {
    size_t count =
        (r->variant->plan->node_count + 2 * (size_t)ROWS) * LANES + HM_WIDE_BYTES / sizeof(double);
    for (size_t i = 0; i < r->variant->plan->node_count; i++)
        if (is_made(r, i))
            count += ((has_logs(r, i) ? 3 : (size_t)1) * ROWS + 1) * LANES;
    return count;
}

static double *give(double **free, size_t count) {
    double *given = *free;
    *free += count;
    return given;
}

static void lay_out(hm_regroup_many *m) {
    const hm_regroup *r = m->of;
    double *free = hm_wide_begin(m->numbers);
    m->room = give(&free, 2 * (size_t)ROWS * LANES);
    m->weights = give(&free, r->variant->plan->node_count * LANES);
    for (size_t i = 0; i < r->variant->plan->node_count; i++) {
        hm_many_column *column = &m->columns[i];
        if (!is_made(r, i))
            continue;
        column->weights = give(&free, LANES);
        column->scores = give(&free, (size_t)ROWS * LANES);
        if (!has_logs(r, i))
            continue;
        column->raised = give(&free, (size_t)ROWS * LANES);
        column->logs = give(&free, (size_t)ROWS * LANES);
    }
}

bool hm_regroup_many_open(hm_regroup_many *m, const hm_regroup *r) {
    *m = (hm_regroup_many){.of = r, .number_count = count_numbers(r)};
    m->numbers = hm_allocate_array(r->allocator, m->number_count, sizeof *m->numbers);
    m->columns = hm_allocate_array(r->allocator, r->variant->plan->node_count, sizeof *m->columns);
    m->terms = hm_allocate_array(r->allocator, count_terms(r), sizeof *m->terms);
    if (!m->numbers || !m->columns || !m->terms)
        return false;
    lay_out(m);
    return true;
}

void hm_regroup_many_close(hm_regroup_many *m) {
    const hm_regroup *r = m->of;
    if (!r)
        return;
    hm_release(r->allocator, m->numbers, m->number_count * sizeof *m->numbers);
    hm_release(r->allocator, m->columns, r->variant->plan->node_count * sizeof *m->columns);
    hm_release(r->allocator, m->terms, count_terms(r) * sizeof *m->terms);
    m->of = NULL;
}

/* --- weights --- */

/* Behind the last draw, its own stand again, so that all may be reckoned with. */
static void take_weights(hm_regroup_many *m, const hm_plan *plan, size_t node,
                         const hm_draw *draws) {
    const hm_plan *whole = m->of->variant->plan;
    double *weights = m->weights + node * LANES;
    for (size_t i = 0; i < m->count; i++) {
        const double weight = hm_draw_weight(&draws[i], whole, plan, node);
        weights[i] = weight > 0 ? weight : 0;
    }
    for (size_t i = m->count; i < LANES; i++)
        weights[i] = weights[m->count - 1];
}

static hm_many_term term_of(const hm_regroup_many *m, size_t child, bool geometric) {
    const hm_regroup_column *standing = &m->of->columns[child];
    const hm_many_column *made = &m->columns[child];
    hm_many_term term = {.weights = m->weights + child * LANES, .stands = !made->scores};
    if (geometric) {
        term.scores = term.stands ? standing->logs : made->logs;
        term.held = term.stands ? standing->raised : made->raised;
    } else
        term.scores = term.held = term.stands ? standing->scores : made->scores;
    return term;
}

/* A bit for each draw in which nothing counts. */
static uint32_t add_weights(const hm_regroup_many *m, hm_many_column *column) {
    uint32_t none = 0;
    memset(column->weights, 0, LANES * sizeof *column->weights);
    column->all_count = true;
    for (size_t k = 0; k < column->term_count; k++)
        for (size_t i = 0; i < LANES; i++) {
            const double weight = m->terms[column->first_term + k].weights[i];
            column->weights[i] += weight;
            column->all_count &= weight > 0;
        }
    for (size_t i = 0; i < m->count; i++)
        none |= (uint32_t) !(column->weights[i] > 0) << i;
    return none;
}

uint32_t hm_regroup_many_take(hm_regroup_many *m, const hm_regroup_part *part, const hm_draw *draws,
                              size_t count) {
    const hm_plan *plan = part->plan;
    uint32_t none = 0;
    size_t terms = 0;
    m->count = count;
    for (size_t i = 0; i < plan->node_count; i++) {
        const hm_node *group = &plan->nodes[i];
        hm_many_column *column = &m->columns[i];
        if (!is_made(m->of, i))
            continue;
        column->first_term = terms;
        for (size_t k = 0; k < group->child_count; k++) {
            const uint32_t child = group->children[k];
            if (plan->nodes[child].effect != HM_EFFECT_COUNTS)
                continue;
            take_weights(m, plan, child, draws);
            m->terms[terms++] = term_of(m, child, group->method == HM_METHOD_GEOMETRIC);
        }
        column->term_count = terms - column->first_term;
        none |= add_weights(m, column);
    }
    return none;
}

/* --- rows of a block, a tile of draws at a time: what is made of all terms stays in registers ---
 */

HM_WIDE static void add_terms(const hm_many_term *terms, size_t count, size_t first, size_t rows,
                              double *restrict sums) {
    for (size_t at = 0; at < rows * LANES; at += TILE) {
        const size_t row = first + at / LANES, tile = at % LANES;
        double sum[TILE] = {0};
        for (size_t k = 0; k < count; k++) {
            const double *weights = terms[k].weights + tile;
            if (terms[k].stands)
                for (size_t i = 0; i < TILE; i++)
                    sum[i] += weights[i] * terms[k].scores[row];
            else
                for (size_t i = 0; i < TILE; i++)
                    sum[i] += weights[i] * terms[k].scores[at + i];
        }
        for (size_t i = 0; i < TILE; i++)
            sums[at + i] = sum[i];
    }
}

static inline void widen(const double *restrict weights, const double *restrict scores,
                         double *restrict low, double *restrict high) {
    for (size_t i = 0; i < LANES; i++) {
        low[i] = weights[i] > 0 && scores[i] < low[i] ? scores[i] : low[i];
        high[i] = weights[i] > 0 && scores[i] > high[i] ? scores[i] : high[i];
    }
}

static inline void widen_same(const double *restrict weights, double score, double *restrict low,
                              double *restrict high) {
    for (size_t i = 0; i < LANES; i++) {
        low[i] = weights[i] > 0 && score < low[i] ? score : low[i];
        high[i] = weights[i] > 0 && score > high[i] ? score : high[i];
    }
}

HM_WIDE static void find_bounds(const hm_many_term *terms, size_t count, size_t first, size_t rows,
                                double *restrict low, double *restrict high) {
    for (size_t row = 0; row < rows; row++, low += LANES, high += LANES) {
        for (size_t i = 0; i < LANES; i++) {
            low[i] = DBL_MAX;
            high[i] = -DBL_MAX;
        }
        for (size_t k = 0; k < count; k++)
            if (terms[k].stands)
                widen_same(terms[k].weights, terms[k].held[first + row], low, high);
            else
                widen(terms[k].weights, terms[k].held + row * LANES, low, high);
    }
}

HM_WIDE static void divide(const double *restrict weights, size_t rows, double *restrict scores) {
    for (size_t row = 0; row < rows; row++, scores += LANES)
        for (size_t i = 0; i < LANES; i++)
            scores[i] /= weights[i];
}

HM_WIDE static void take_powers_of_many(size_t rows, double *restrict scores) {
    for (size_t i = 0; i < rows * LANES; i++)
        scores[i] = hm_exp(scores[i]);
}

HM_WIDE static void hold_between(const double *restrict low, const double *restrict high,
                                 size_t rows, double *restrict scores) {
    for (size_t i = 0; i < rows * LANES; i++) {
        const double raised = scores[i] < low[i] ? low[i] : scores[i];
        scores[i] = raised > high[i] ? high[i] : raised;
    }
}

/* Each row between bounds of its own, and all between those of the group. */
HM_WIDE static void hold_rows(const double *restrict lows, const double *restrict highs,
                              size_t rows, double *restrict scores) {
    for (size_t row = 0; row < rows; row++, scores += LANES) {
        const double low = lows[row], high = highs[row];
        for (size_t i = 0; i < LANES; i++) {
            const double raised = scores[i] < low ? low : scores[i];
            scores[i] = raised > high ? high : raised;
        }
    }
}

HM_WIDE static void hold_all(double low, double high, size_t rows, double *restrict scores) {
    for (size_t i = 0; i < rows * LANES; i++) {
        const double raised = scores[i] < low ? low : scores[i];
        scores[i] = raised > high ? high : raised;
    }
}

/* --- scores --- */

static bool has_known_bounds(const hm_regroup_many *m, size_t node) {
    return m->of->columns[node].low && m->columns[node].all_count;
}

/* Each mean between what it is a mean of: what is not known of that is left in the room. */
static void hold_means(const hm_regroup_many *m, size_t node, size_t first, size_t count) {
    const hm_many_column *column = &m->columns[node];
    const hm_regroup_column *known = &m->of->columns[node];
    double *low = m->room, *high = m->room + (size_t)ROWS * LANES;
    if (has_known_bounds(m, node)) {
        hold_rows(known->low + first, known->high + first, count, column->scores);
        return;
    }
    find_bounds(m->terms + column->first_term, column->term_count, first, count, low, high);
    hold_between(low, high, count, column->scores);
}

/* A bit for each draw in which some mean is not of numbers that are all above 0. */
static uint32_t find_below(const hm_regroup_many *m, size_t node, size_t first, size_t count) {
    uint32_t below = 0;
    if (has_known_bounds(m, node)) {
        for (size_t row = first; row < first + count; row++)
            below |= m->of->columns[node].low[row] > 0 ? 0 : UINT32_MAX;
        return below;
    }
    for (size_t row = 0; row < count; row++)
        for (size_t i = 0; i < LANES; i++)
            below |= (uint32_t) !(m->room[row * LANES + i] > 0) << i;
    return below;
}

static void find_arithmetic(const hm_regroup_many *m, size_t node, size_t first, size_t count) {
    const hm_many_column *column = &m->columns[node];
    const hm_many_term *terms = m->terms + column->first_term;
    add_terms(terms, column->term_count, first, count, column->scores);
    divide(column->weights, count, column->scores);
    hold_means(m, node, first, count);
}

/* Returns the draws, a bit each, of which the mean is something else. */
static uint32_t find_geometric(const hm_regroup_many *m, size_t node, size_t first, size_t count) {
    const hm_many_column *column = &m->columns[node];
    const hm_many_term *terms = m->terms + column->first_term;
    add_terms(terms, column->term_count, first, count, column->scores);
    divide(column->weights, count, column->scores);
    take_powers_of_many(count, column->scores);
    hold_means(m, node, first, count);
    return find_below(m, node, first, count);
}

static uint32_t score_group(const hm_regroup_many *m, const hm_plan *plan, size_t node,
                            size_t first, size_t count) {
    const hm_node *group = &plan->nodes[node];
    const hm_node *parent = group->parent != HM_NO_NODE ? &plan->nodes[group->parent] : NULL;
    const hm_many_column *column = &m->columns[node];
    uint32_t failed = 0;
    if (group->method == HM_METHOD_ARITHMETIC)
        find_arithmetic(m, node, first, count);
    else
        failed = find_geometric(m, node, first, count);
    hold_all(group->low, group->high, count, column->scores);
    for (size_t i = 0; group->rounding >= 0 && i < count * LANES; i++)
        column->scores[i] =
            hm_score_round(column->scores[i], group->rounding, plan->policy.ties_to_even);
    if (column->logs && parent && parent->method == HM_METHOD_GEOMETRIC)
        hm_regroup_log(parent, column->scores, count * LANES, column->raised, column->logs);
    return failed;
}

uint32_t hm_regroup_many_score(hm_regroup_many *m, const hm_regroup_part *part, size_t first,
                               size_t count) {
    const hm_plan *plan = m->of->variant->plan;
    uint32_t failed = 0;
    for (size_t i = 0; i < plan->node_count; i++)
        if (is_made(m->of, plan->order[i]))
            failed |= score_group(m, part->plan, plan->order[i], first, count);
    return failed;
}
