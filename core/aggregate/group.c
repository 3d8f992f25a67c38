/* group.c: children are added up column by column, so that each loop is over one width of numbers
 * and without branches; only methods that do not add up are computed unit by unit. */
#include "aggregate/group.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "base/numbers/number.h"
#include "methods/methods.h"
#include "platform/wide.h"

/* Of a block, over the children of a group, in their order. */
typedef struct sums {
    double score[HM_BLOCK];      /* w * s of those that are scored */
    double scored[HM_BLOCK];     /* w of those */
    double low[HM_BLOCK];        /* the least of their scores */
    double high[HM_BLOCK];       /* and the greatest */
    double applicable[HM_BLOCK]; /* w of those that apply */
    double covered[HM_BLOCK];    /* w * coverage of those that are scored */
    double points[HM_BLOCK];     /* of those that deduct or add */
    double weights;              /* w of all */
} sums;

/* Only what is used: a session scores one unit at a time. */
static inline void clear(sums *s, size_t count) {
    const size_t size = count * sizeof *s->score;
    memset(s->score, 0, size);
    memset(s->scored, 0, size);
    memset(s->applicable, 0, size);
    memset(s->covered, 0, size);
    memset(s->points, 0, size);
    s->weights = 0;
    for (size_t i = 0; i < count; i++)
        s->low[i] = DBL_MAX;
    for (size_t i = 0; i < count; i++)
        s->high[i] = -DBL_MAX;
}

static inline void add(size_t count, const double *restrict more, double *restrict sum) {
    for (size_t i = 0; i < count; i++)
        sum[i] += more[i];
}

/* A score of 0 where there is none is no point. */
static inline void add_points(const hm_child *child, size_t count, double *restrict points) {
    for (size_t i = 0; i < count; i++)
        points[i] += hm_points_of(child->effect, child->cap, child->scores[i]);
}

static inline void add_product(size_t count, const double *restrict a, const double *restrict b,
                               double *restrict sum) {
    for (size_t i = 0; i < count; i++)
        sum[i] += a[i] * b[i];
}

static inline void add_reported(size_t count, const double *restrict weights,
                                const uint8_t *restrict states, double *restrict sum) {
    for (size_t i = 0; i < count; i++)
        sum[i] += states[i] == HM_OBSERVED ? weights[i] : 0;
}

static inline void add_reported_product(size_t count, const double *restrict weights,
                                        const hm_child *child, double *restrict sum) {
    for (size_t i = 0; i < count; i++)
        sum[i] += child->reported[i] == HM_OBSERVED ? weights[i] * child->coverage[i] : 0;
}

static inline void add_weighted(size_t count, double weight, const double *restrict scores,
                                double *restrict sum) {
    for (size_t i = 0; i < count; i++)
        sum[i] += weight * scores[i];
}

/* weight where the child is scored, where it applies; 0 elsewhere */
static inline void weigh(size_t count, const uint8_t *restrict states, double weight,
                         double *restrict scored, double *restrict applicable) {
    for (size_t i = 0; i < count; i++)
        scored[i] = states[i] == HM_OBSERVED ? weight : 0;
    for (size_t i = 0; i < count; i++)
        applicable[i] = hm_state_applies(states[i]) ? weight : 0;
}

static inline void widen(size_t count, const double *restrict scored, const double *restrict scores,
                         double *restrict low, double *restrict high) {
    for (size_t i = 0; i < count; i++) {
        const double least = scored[i] > 0 ? scores[i] : DBL_MAX;
        const double most = scored[i] > 0 ? scores[i] : -DBL_MAX;
        low[i] = least < low[i] ? least : low[i];
        high[i] = most > high[i] ? most : high[i];
    }
}

static inline void add_child(sums *s, const hm_child *child, size_t count) {
    double scored[HM_BLOCK], applicable[HM_BLOCK];
    if (hm_effect_has_points(child->effect))
        add_points(child, count, s->points);
    if (!(child->weight > 0))
        return;
    weigh(count, child->states, child->weight, scored, applicable);
    s->weights += child->weight;
    add(count, applicable, s->applicable);
    if (child->coverage && child->reported)
        add_reported_product(count, scored, child, s->covered);
    else if (child->coverage)
        add_product(count, scored, child->coverage, s->covered);
    else if (child->reported)
        add_reported(count, scored, child->reported, s->covered);
    else
        add(count, scored, s->covered);
    if (child->effect == HM_EFFECT_COUNTS) {
        add(count, scored, s->scored);
        add_weighted(count, child->weight, child->scores, s->score);
        widen(count, scored, child->scores, s->low, s->high);
    }
}

/* --- flags --- */

/* What a group inherits of its children: all that says what a score rests on. */
enum {
    OF_SCORED = HM_FLAG_IMPUTED | HM_FLAG_OLDER_PERIOD | HM_FLAG_TREATED | HM_FLAG_UNVERIFIED |
                HM_FLAG_RESTS_ON_REJECTED,
    OF_OTHERS = HM_FLAG_RESTS_ON_REJECTED
};

static inline void inherit(size_t count, const uint8_t *restrict states,
                           const uint8_t *restrict child, uint8_t *restrict flags) {
    for (size_t i = 0; i < count; i++) {
        const uint8_t kept = states[i] == HM_OBSERVED ? OF_SCORED : OF_OTHERS;
        flags[i] |= (uint8_t)((child[i] & kept) | hm_state_flags(states[i]));
    }
}

void hm_flags_inherit(size_t count, const uint8_t *states, const uint8_t *from, uint8_t *flags) {
    inherit(count, states, from, flags);
}

static inline void inherit_all(const hm_group *group, size_t count, uint8_t *flags) {
    memset(flags, 0, count);
    for (size_t i = 0; i < group->child_count; i++) {
        const hm_child *child = &group->children[i];
        if (child->weight > 0 || hm_effect_has_points(child->effect))
            inherit(count, child->states, child->flags, flags);
    }
}

/* --- what applies --- */

/* Does every child apply to every unit, and wholly? The sum of the weights of those that do is then
 * the same to the bit. */
static inline bool applies_wholly(const hm_group *group, const sums *s, size_t count) {
    uint64_t partly = 0;
    for (size_t i = 0; i < group->child_count; i++)
        partly |= group->children[i].applicable != NULL;
    for (size_t i = 0; i < count; i++)
        partly |= (uint64_t)(s->applicable[i] < s->weights);
    return partly == 0;
}

static inline void apply_partly(const hm_group *group, const sums *s, size_t count,
                                double *restrict applicable) {
    double scored[HM_BLOCK], applies[HM_BLOCK];
    memset(applicable, 0, count * sizeof *applicable);
    for (size_t i = 0; i < group->child_count; i++) {
        const hm_child *child = &group->children[i];
        weigh(count, child->states, child->weight, scored, applies);
        if (child->applicable)
            add_weighted(count, child->weight, child->applicable, applicable);
        else
            add(count, applies, applicable);
    }
    for (size_t i = 0; i < count; i++)
        applicable[i] = s->weights > 0 ? applicable[i] / s->weights : 0; /* 0: an empty group */
}

/* --- states and scores --- */

static inline void divide_covered(const sums *restrict s, size_t count, double *restrict coverage) {
    for (size_t i = 0; i < count; i++) {
        const double part = s->covered[i] / s->applicable[i];
        coverage[i] = s->applicable[i] > 0 ? part : 0;
    }
}

static inline void settle_states(const sums *restrict s, size_t count, double threshold,
                                 const double *restrict coverage, uint8_t *restrict states) {
    for (size_t i = 0; i < count; i++) {
        const uint8_t enough =
            hm_share_reaches(coverage[i], threshold) ? HM_OBSERVED : HM_INSUFFICIENT;
        states[i] = s->scored[i] > 0 ? enough : HM_INSUFFICIENT;
    }
    for (size_t i = 0; i < count; i++)
        states[i] = s->applicable[i] > 0 ? states[i] : HM_NOT_APPLICABLE;
}

/* How many children have a score, and how many apply. */
static inline void count_children(const hm_group *group, size_t unit, size_t *scored,
                                  size_t *applicable) {
    *scored = *applicable = 0;
    for (size_t i = 0; i < group->child_count; i++) {
        const hm_child *child = &group->children[i];
        *scored += child->weight > 0 && child->states[unit] == HM_OBSERVED;
        *applicable += child->weight > 0 && hm_state_applies(child->states[unit]);
    }
}

/* Of groups that have some score, those that have too few. */
static inline void settle_counts(const hm_group *group, size_t count, uint8_t *restrict states) {
    for (size_t i = 0; i < count; i++) {
        size_t scored, applicable;
        if (states[i] != HM_OBSERVED)
            continue;
        count_children(group, i, &scored, &applicable);
        const bool covered =
            !group->by_count ||
            hm_share_reaches((double)scored / (double)applicable, group->min_coverage);
        if (!covered || scored < group->min_children)
            states[i] = HM_INSUFFICIENT;
    }
}

/* A child that is required and has no score takes that of its group with it. */
static inline void require(const hm_group *group, size_t count, uint8_t *restrict states) {
    for (size_t i = 0; i < group->child_count; i++) {
        const hm_child *child = &group->children[i];
        for (size_t k = 0; child->is_required && k < count; k++)
            if (child->states[k] != HM_OBSERVED && states[k] == HM_OBSERVED)
                states[k] = HM_INSUFFICIENT;
    }
}

/* Where scores are held that the method alone has led out of the range: points do so, too, but that
 * is their say. */
static inline void flag_outside(const hm_group *group, size_t count, const double *restrict scores,
                                const uint8_t *restrict states, uint8_t *restrict flags) {
    for (size_t i = 0; i < count; i++)
        if (states[i] == HM_OBSERVED)
            flags[i] |= hm_range_flags(scores[i], group->low, group->high);
}

/* Points lead no further than the range, and no number stands where there is no score. */
static inline void settle_scores(const sums *restrict s, const hm_group *group, size_t count,
                                 const uint8_t *restrict states, double *restrict scores) {
    const double low = group->low, high = group->high;
    for (size_t i = 0; i < count; i++) {
        const double moved = scores[i] + s->points[i];
        const double raised = moved < low ? low : moved;
        scores[i] = raised > high ? high : raised;
    }
    for (size_t i = 0; i < count; i++)
        scores[i] = states[i] == HM_OBSERVED ? scores[i] : 0;
}

/* Rounding must not lead a mean out of the range of what it is a mean of, nor one of equal scores
 * away from them. Where nothing is scored it is put right later. */
static inline void divide_scores(const sums *restrict s, size_t count, double *restrict scores) {
    for (size_t i = 0; i < count; i++) {
        const double mean = s->score[i] / s->scored[i];
        const double raised = mean < s->low[i] ? s->low[i] : mean;
        scores[i] = raised > s->high[i] ? s->high[i] : raised;
    }
}

/* Scores and weights of the children that are scored in one unit, into the group's workspace. */
static size_t gather(const hm_group *group, size_t unit) {
    size_t count = 0;
    for (size_t i = 0; i < group->child_count; i++) {
        const hm_child *child = &group->children[i];
        if (child->effect != HM_EFFECT_COUNTS || child->states[unit] != HM_OBSERVED ||
            !(child->weight > 0))
            continue;
        group->child_scores[count] = child->scores[unit];
        group->child_weights[count++] = child->weight;
    }
    return count;
}

/* Of one unit by the group's method, from the children that are scored. */
static double combine(const hm_group *group, size_t unit) {
    const size_t count = gather(group, unit);
    const hm_combining of = {group->parameters, group->child_scores, group->child_weights, count,
                             group->lifted};
    return hm_methods[group->method].combine(&of);
}

/* A method may have no number for some scores: the geometric mean of one below 0. */
static void combine_all(const hm_group *group, size_t count, uint8_t *states, double *scores) {
    for (size_t i = 0; i < count; i++) {
        scores[i] = states[i] == HM_OBSERVED ? combine(group, i) : 0;
        if (!isfinite(scores[i])) {
            scores[i] = 0;
            states[i] = HM_UNDEFINED;
        }
    }
}

/* A group has what its measure gives, where as much of it is there as its policy asks. */
static inline void take_measured(const hm_operand *measured, size_t count, uint8_t *restrict states,
                                 double *restrict scores) {
    for (size_t i = 0; i < count; i++)
        states[i] = states[i] == HM_OBSERVED ? measured->states[i] : states[i];
    for (size_t i = 0; i < count; i++)
        scores[i] = states[i] == HM_OBSERVED ? measured->values[i] : 0;
}

/* All of it in one function, into which the loops above are compiled: a session scores one unit at
 * a time, for which calls would take longer than their work. */
HM_WIDE static bool score_block(const hm_group *group, size_t count, const hm_group_result *to) {
    sums s;
    clear(&s, count);
    for (size_t i = 0; i < group->child_count; i++)
        add_child(&s, &group->children[i], count);
    divide_covered(&s, count, to->coverage);
    settle_states(&s, count, group->by_count ? 0 : group->min_coverage, to->coverage, to->states);
    if (group->by_count || group->min_children > 1)
        settle_counts(group, count, to->states);
    require(group, count, to->states);
    if (group->measured)
        take_measured(group->measured, count, to->states, to->scores);
    else if (group->method == HM_METHOD_ARITHMETIC)
        divide_scores(&s, count, to->scores);
    else
        combine_all(group, count, to->states, to->scores);
    inherit_all(group, count, to->flags);
    if (group->may_leave)
        flag_outside(group, count, to->scores, to->states, to->flags);
    settle_scores(&s, group, count, to->states, to->scores);
    const bool wholly = s.weights > 0 && applies_wholly(group, &s, count);
    if (!wholly)
        apply_partly(group, &s, count, to->applicable);
    return !wholly;
}

bool hm_group_score(const hm_group *group, size_t count, hm_group_result result) {
    const bool partly = score_block(group, count, &result);
    for (size_t i = 0; group->rounding >= 0 && i < count; i++)
        result.scores[i] = hm_score_round(result.scores[i], group->rounding, group->ties_to_even);
    return partly;
}
