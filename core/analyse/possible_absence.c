#include "analyse/possible_absence.h"

#include <math.h>

#include "expr/enclosure.h"
#include "methods/methods.h"

hm_group hm_possible_group_at(const hm_possible *p, size_t number, hm_end end, size_t place) {
    const hm_node *node = &p->plan->nodes[number];
    const hm_group group =
        hm_aggregated_group(&p->scores->aggregated, number, p->first + place, &p->workspace);
    for (size_t i = 0; i < node->child_count; i++) {
        hm_child *child = &p->workspace.children[i];
        const size_t at = node->children[i] * HM_BLOCK + place;
        const bool turns = child->effect == HM_EFFECT_DEDUCTS;
        child->scores = p->ends[turns ? hm_other_end(end) : end] + at;
        child->states = p->states[HM_LOWEST] + at;
        child->flags = p->flags;
        child->reported = NULL;
        child->coverage = p->coverage + at;
        child->applicable = p->applicable + at;
    }
    return group;
}

/* --- children --- */

typedef struct absences {
    hm_possible *possible;
    const hm_node *node;
    size_t number, place;
    uint8_t measured;
    size_t optional;      /* how many children may have a score, or none */
    double ends[HM_ENDS]; /* of all that was tried */
    double least_coverage, least_applicable;
    uint8_t may;
    bool is_scored;
} absences;

static size_t place_of(const absences *a, size_t child) {
    return a->node->children[child] * HM_BLOCK + a->place;
}

/* All that a child may have instead of a score. */
static uint8_t lacking(const absences *a, size_t child) {
    const size_t at = place_of(a, child);
    const uint8_t state = a->possible->states[HM_LOWEST][at];
    return (uint8_t)(a->possible->may[at] | (state != HM_OBSERVED ? hm_may(state) : 0));
}

static bool may_be_scored(const absences *a, size_t child) {
    return a->possible->states[HM_LOWEST][place_of(a, child)] == HM_OBSERVED;
}

static bool has_say(const absences *a, size_t child) {
    return hm_child_has_say(&a->possible->plan->nodes[a->node->children[child]]);
}

static bool is_optional(const absences *a, size_t child) {
    return has_say(a, child) && may_be_scored(a, child) && lacking(a, child) != 0;
}

enum { LEFT_OUT = 1 << HM_NOT_APPLICABLE | 1 << HM_UNDEFINED };

/* The state of a child without a score that leaves its group the most to rest on, or the least. */
static const uint8_t *absent_state(uint8_t lacking, bool harsh) {
    static const uint8_t left_out = HM_NOT_APPLICABLE, counted = HM_NOT_REPORTED;
    const bool may_be_left_out = (lacking & LEFT_OUT) != 0;
    const bool may_be_counted = (lacking & ~LEFT_OUT) != 0;
    return (harsh ? !may_be_counted : may_be_left_out) ? &left_out : &counted;
}

static void take_away(absences *a, size_t child, bool harsh) {
    static const double nothing = 0;
    hm_child *of = &a->possible->workspace.children[child];
    of->scores = of->coverage = of->applicable = &nothing;
    of->states = absent_state(lacking(a, child), harsh);
}

/* --- all choices of a few --- */

enum { FEW = 6 };

/* The group where those are there that `chosen` has a bit for. As much of each applies as does at
 * the least, which changes neither its score nor what that rests on. */
static hm_group group_of(absences *a, hm_end end, unsigned chosen, bool harsh) {
    const hm_group group = hm_possible_group_at(a->possible, a->number, end, a->place);
    unsigned bit = 1;
    for (size_t i = 0; i < a->node->child_count; i++) {
        const bool is_one = is_optional(a, i);
        if (has_say(a, i) && (is_one ? !(chosen & bit) : !may_be_scored(a, i)))
            take_away(a, i, harsh);
        else {
            hm_child *child = &a->possible->workspace.children[i];
            child->applicable = a->possible->least_applicable + place_of(a, i);
            if (harsh)
                child->coverage = a->possible->least_coverage + place_of(a, i);
        }
        bit = is_one ? bit << 1 : bit;
    }
    return group;
}

/* What a score rests on. */
typedef struct basis {
    double coverage, applicable;
} basis;

/* Its score; NAN: none, for `state`. */
static double score_of(const absences *a, hm_group group, uint8_t *state, basis *on) {
    static const double value = 0;
    const hm_operand measured = {&value, &a->measured};
    double score;
    uint8_t flags;
    on->applicable = 1;
    if (a->node->measure)
        group.measured = &measured;
    (void)hm_group_score(&group, 1,
                         (hm_group_result){&score, state, &flags, &on->coverage, &on->applicable});
    return *state == HM_OBSERVED ? score : (double)NAN;
}

static void note(absences *a, hm_end end, double score) {
    a->ends[end] = end == HM_LOWEST ? fmin(a->ends[end], score) : fmax(a->ends[end], score);
    a->is_scored = a->is_scored || !isnan(score);
}

static void note_state(absences *a, uint8_t state, basis on) {
    if (state != HM_OBSERVED) {
        a->may |= hm_may(state);
        return;
    }
    a->least_coverage = fmin(a->least_coverage, on.coverage);
    a->least_applicable = fmin(a->least_applicable, on.applicable);
}

static bool try_all(absences *a) {
    for (unsigned chosen = 0; chosen < 1U << a->optional; chosen++) {
        uint8_t states[HM_ENDS], harsh;
        basis on;
        for (hm_end end = HM_LOWEST; end < HM_ENDS; end++) {
            const double score = score_of(a, group_of(a, end, chosen, false), &states[end], &on);
            note(a, end, score);
        }
        note_state(a, states[HM_LOWEST], on);
        (void)score_of(a, group_of(a, HM_LOWEST, chosen, true), &harsh, &on);
        note_state(a, harsh, on);
        if (states[HM_LOWEST] != states[HM_HIGHEST])
            return false;
    }
    return true;
}

/* --- many --- */

/* A mean is least where those that may be left out are there up to some score, and greatest from
 * some score on. Whether enough is there does not matter here. */
static double score_to(absences *a, hm_end end, double limit) {
    hm_group group = hm_possible_group_at(a->possible, a->number, end, a->place);
    uint8_t state;
    basis on;
    group.min_coverage = 0;
    group.by_count = false;
    group.min_children = 0;
    for (size_t i = 0; i < a->node->child_count; i++) {
        const double score = a->possible->ends[end][place_of(a, i)];
        const bool is_there = end == HM_LOWEST ? score <= limit : score >= limit;
        a->possible->workspace.children[i].is_required = false;
        if (has_say(a, i) && (is_optional(a, i) ? !is_there : !may_be_scored(a, i)))
            take_away(a, i, false);
    }
    return score_of(a, group, &state, &on);
}

/* Does it rest on all that applies, and has it a score, whatever is left out? */
static bool is_sure_of_all(const absences *a) {
    size_t sure = 0;
    for (size_t i = 0; i < a->node->child_count; i++) {
        const hm_node *child = &a->possible->plan->nodes[a->node->children[i]];
        if (!has_say(a, i))
            continue;
        if ((lacking(a, i) & ~LEFT_OUT) != 0 || (lacking(a, i) != 0 && child->is_required) ||
            (may_be_scored(a, i) && a->possible->least_coverage[place_of(a, i)] < 1))
            return false;
        sure += lacking(a, i) == 0 && child->effect == HM_EFFECT_COUNTS && child->weight > 0;
    }
    const hm_group group = hm_possible_group_at(a->possible, a->number, HM_LOWEST, a->place);
    return sure > 0 && sure >= group.min_children;
}

static bool try_many(absences *a) {
    if (!hm_methods[a->node->method].is_mean && !a->node->measure)
        return false;
    for (size_t i = 0; i < a->node->child_count; i++) {
        if (!is_optional(a, i))
            continue;
        if (a->possible->plan->nodes[a->node->children[i]].effect != HM_EFFECT_COUNTS)
            return false;
        for (hm_end end = HM_LOWEST; end < HM_ENDS; end++)
            note(a, end, score_to(a, end, a->possible->ends[end][place_of(a, i)]));
    }
    note(a, HM_LOWEST, score_to(a, HM_LOWEST, -INFINITY));
    note(a, HM_HIGHEST, score_to(a, HM_HIGHEST, INFINITY));
    a->least_applicable = 0;
    if (!is_sure_of_all(a)) {
        a->least_coverage = 0;
        a->may |= hm_may(HM_INSUFFICIENT) | hm_may(HM_NOT_APPLICABLE);
    }
    return true;
}

/* --- what comes of it --- */

/* Of a measure, which hangs on no choice, only whether there is a score. */
static void put(absences *a) {
    hm_possible *p = a->possible;
    const size_t at = a->number * HM_BLOCK + a->place;
    p->may[at] |= a->may;
    p->least_coverage[at] = fmin(p->least_coverage[at], a->least_coverage);
    p->least_applicable[at] = fmin(p->least_applicable[at], a->least_applicable);
    if (!a->is_scored || a->node->measure)
        return;
    for (hm_end end = HM_LOWEST; end < HM_ENDS; end++) {
        p->ends[end][at] = a->ends[end];
        p->states[end][at] = HM_OBSERVED;
    }
}

bool hm_possible_absences(hm_possible *p, size_t number, size_t place, uint8_t measured) {
    absences a = {.possible = p,
                  .node = &p->plan->nodes[number],
                  .number = number,
                  .place = place,
                  .measured = measured,
                  .ends = {INFINITY, -INFINITY},
                  .least_coverage = 1,
                  .least_applicable = 1};
    bool is_needless = true;
    for (size_t i = 0; i < a.node->child_count; i++) {
        const size_t at = place_of(&a, i);
        if (!has_say(&a, i))
            continue;
        a.optional += is_optional(&a, i);
        is_needless = is_needless && p->may[at] == 0 && p->least_coverage[at] >= p->coverage[at] &&
                      p->least_applicable[at] >= p->applicable[at];
    }
    if (is_needless)
        return true;
    if (!(a.optional <= FEW ? try_all(&a) : try_many(&a)))
        return false;
    put(&a);
    return true;
}
