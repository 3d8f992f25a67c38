/* group.c: children are added up column by column, so that each loop is over one width of numbers
 * and without branches; only methods that do not add up are computed unit by unit. */
#include "aggregate/group.h"

#include <string.h>

#include "base/number.h"
#include "base/wide.h"
#include "methods/methods.h"

/* Sums of weights are compared with the threshold with room for their rounding. */
#define COVERAGE_ROUNDING 1e-9

/* Of a block, over the children of a group, in their order. */
typedef struct sums {
    double score[HM_BLOCK];      /* w * s of those that are scored */
    double scored[HM_BLOCK];     /* w of those */
    double applicable[HM_BLOCK]; /* w of those that apply */
    double covered[HM_BLOCK];    /* w * coverage of those */
    double part[HM_BLOCK];       /* w * applicable of all */
    double deducted[HM_BLOCK];   /* s of those that deduct */
    uint8_t applies[HM_BLOCK];   /* does any apply? */
} sums;

/* Only what is used: a session scores one unit at a time. */
static inline void clear(sums *s, size_t count) {
    const size_t size = count * sizeof *s->score;
    memset(s->score, 0, size);
    memset(s->scored, 0, size);
    memset(s->applicable, 0, size);
    memset(s->covered, 0, size);
    memset(s->part, 0, size);
    memset(s->deducted, 0, size);
    memset(s->applies, 0, count);
}

/* weight where the child is scored, where it applies; 0 elsewhere */
static inline void weigh(size_t count, const uint8_t *restrict states, double weight,
                         double *restrict scored, double *restrict applicable,
                         uint8_t *restrict applies) {
    for (size_t i = 0; i < count; i++)
        scored[i] = states[i] == HM_OBSERVED ? weight : 0;
    for (size_t i = 0; i < count; i++)
        applicable[i] = hm_state_applies(states[i]) ? weight : 0;
    for (size_t i = 0; i < count; i++)
        applies[i] |= hm_state_applies(states[i]);
}

static inline void add(size_t count, const double *restrict more, double *restrict sum) {
    for (size_t i = 0; i < count; i++)
        sum[i] += more[i];
}

static inline void add_product(size_t count, const double *restrict a, const double *restrict b,
                               double *restrict sum) {
    for (size_t i = 0; i < count; i++)
        sum[i] += a[i] * b[i];
}

static inline void add_weighted(size_t count, double weight, const double *restrict scores,
                                double *restrict sum) {
    for (size_t i = 0; i < count; i++)
        sum[i] += weight * scores[i];
}

static inline void add_child(sums *s, const hm_child *child, size_t count) {
    double scored[HM_BLOCK], applicable[HM_BLOCK];
    weigh(count, child->states, child->weight, scored, applicable, s->applies);
    add(count, applicable, s->applicable);
    if (child->coverage)
        add_product(count, applicable, child->coverage, s->covered);
    else
        add(count, scored, s->covered); /* a scored child applies */
    if (child->applicable)
        add_weighted(count, child->weight, child->applicable, s->part);
    else
        add(count, applicable, s->part);
    if (child->deducts) {
        add(count, child->scores, s->deducted);
    } else {
        add(count, scored, s->scored);
        add_weighted(count, child->weight, child->scores, s->score);
    }
}

static inline void divide_covered(const sums *restrict s, size_t count, double *restrict coverage) {
    for (size_t i = 0; i < count; i++) {
        const double part = s->covered[i] / s->applicable[i];
        coverage[i] = s->applicable[i] > 0 ? part : 0;
    }
}

static inline void divide_applicable(const sums *restrict s, size_t count, double weights,
                                     double *restrict applicable) {
    for (size_t i = 0; i < count; i++)
        applicable[i] = s->part[i] / weights; /* a package has no group whose weights are all 0 */
}

static inline void settle_states(const sums *restrict s, size_t count, double threshold,
                                 const double *restrict coverage, uint8_t *restrict states) {
    for (size_t i = 0; i < count; i++) {
        const uint8_t enough =
            coverage[i] + COVERAGE_ROUNDING < threshold ? HM_INSUFFICIENT : HM_OBSERVED;
        states[i] = s->scored[i] > 0 ? enough : HM_INSUFFICIENT;
    }
    for (size_t i = 0; i < count; i++)
        states[i] = s->applies[i] ? states[i] : HM_NOT_APPLICABLE;
}

/* Points taken off leave nothing below zero, and no number stands where there is no score. */
static inline void settle_scores(const sums *restrict s, size_t count,
                                 const uint8_t *restrict states, double *restrict scores) {
    for (size_t i = 0; i < count; i++) {
        const double left = scores[i] - s->deducted[i];
        scores[i] = left > 0 ? left : 0;
    }
    for (size_t i = 0; i < count; i++)
        scores[i] = states[i] == HM_OBSERVED ? scores[i] : 0;
}

static inline void divide_scores(const sums *restrict s, size_t count, double *restrict scores) {
    for (size_t i = 0; i < count; i++)
        scores[i] = s->score[i] / s->scored[i]; /* where nothing is scored it is put right later */
}

/* Of one unit by the group's method, from the children that are scored. */
static double combine(const hm_group *group, size_t unit) {
    size_t count = 0;
    for (size_t i = 0; i < group->child_count; i++) {
        const hm_child *child = &group->children[i];
        if (child->deducts || child->states[unit] != HM_OBSERVED || !(child->weight > 0))
            continue;
        group->child_scores[count] = child->scores[unit];
        group->child_weights[count++] = child->weight;
    }
    return hm_methods[group->method].combine(group->child_scores, group->child_weights, count);
}

static void combine_all(const hm_group *group, size_t count, const uint8_t *states,
                        double *scores) {
    for (size_t i = 0; i < count; i++)
        scores[i] = states[i] == HM_OBSERVED ? combine(group, i) : 0;
}

/* All of it in one function, into which the loops above are compiled: a session scores one unit at
 * a time, for which calls would take longer than their work. */
HM_WIDE static void score_block(const hm_group *group, size_t count, hm_group_result result) {
    sums s;
    double weights = 0;
    clear(&s, count);
    for (size_t i = 0; i < group->child_count; i++) {
        weights += group->children[i].weight;
        add_child(&s, &group->children[i], count);
    }
    divide_covered(&s, count, result.coverage);
    divide_applicable(&s, count, weights, result.applicable);
    settle_states(&s, count, group->min_coverage, result.coverage, result.states);
    if (group->method == HM_METHOD_ARITHMETIC)
        divide_scores(&s, count, result.scores);
    else
        combine_all(group, count, result.states, result.scores);
    settle_scores(&s, count, result.states, result.scores);
}

void hm_group_score(const hm_group *group, size_t count, hm_group_result result) {
    score_block(group, count, result);
    for (size_t i = 0; group->rounding >= 0 && i < count; i++)
        result.scores[i] = hm_number_round(result.scores[i], group->rounding);
}
