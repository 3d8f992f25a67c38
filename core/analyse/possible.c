#include "analyse/possible.h"

#include <math.h>
#include <string.h>

enum { NUMBERS = 4, BYTES = 3 }; /* arrays of each */

void hm_possible_close(hm_possible *p) {
    const size_t nodes = p->scores->plan->node_count, places = nodes * HM_BLOCK;
    hm_group_workspace_close(&p->workspace);
    hm_release(p->allocator, p->memory, NUMBERS * places * sizeof *p->memory);
    hm_release(p->allocator, p->bytes, (BYTES * places + HM_BLOCK) * sizeof *p->bytes);
    hm_release(p->allocator, p->some, nodes * sizeof *p->some);
}

/* --- what is missing --- */

/* Does the node rest on others than its children? */
static bool is_reader(const hm_node *node) {
    return node->read_count > 0;
}

static bool is_missing(const hm_scores *scores, size_t number, size_t unit) {
    const hm_aggregated *aggregated = &scores->aggregated;
    const hm_node *node = &scores->plan->nodes[number];
    const uint8_t state = aggregated->scores.columns[number].states[unit];
    if (node->indicator == HM_NO_INDICATOR)
        return false;
    if (state != HM_OBSERVED)
        return hm_state_applies(state);
    return hm_aggregated_is_given(aggregated, number, unit) ||
           (!is_reader(node) &&
            (hm_aggregated_flags(aggregated, number, unit) & HM_FLAG_IMPUTED) != 0);
}

/* Whose comparisons with other units could be others. */
static void find_some(hm_possible *p) {
    const hm_plan *plan = p->scores->plan;
    const size_t units = p->scores->aggregated.scores.rows;
    for (size_t i = 0; i < plan->node_count; i++) {
        const uint32_t number = plan->order[i];
        const hm_node *node = &plan->nodes[number];
        bool some = false;
        for (size_t unit = 0; !some && node->indicator != HM_NO_INDICATOR && unit < units; unit++)
            some = is_missing(p->scores, number, unit);
        for (size_t k = 0; k < node->child_count; k++)
            some = some || p->some[node->children[k]];
        for (size_t k = 0; k < node->read_count; k++)
            some = some || p->some[node->reads[k]];
        p->some[number] = some;
    }
}

bool hm_possible_is_missing(const hm_possible *p, size_t node, size_t unit) {
    return !p->plan->nodes[node].is_absent && is_missing(p->scores, node, unit);
}

bool hm_possible_open(hm_possible *p, const hm_scores *scores, const hm_allocator *allocator) {
    const size_t nodes = scores->plan->node_count, places = nodes * HM_BLOCK;
    *p = (hm_possible){.scores = scores, .plan = scores->plan, .allocator = allocator};
    const bool fine = hm_group_workspace_open(&p->workspace, scores->plan, allocator);
    p->memory = hm_allocate_array(allocator, NUMBERS * places, sizeof *p->memory);
    p->bytes = hm_allocate_array(allocator, BYTES * places + HM_BLOCK, sizeof *p->bytes);
    p->some = hm_allocate_array(allocator, nodes, sizeof *p->some);
    if (!fine || !p->memory || !p->bytes || !p->some)
        return false;
    p->ends[HM_LOWEST] = p->memory;
    p->ends[HM_HIGHEST] = p->memory + places;
    p->coverage = p->memory + 2 * places;
    p->applicable = p->memory + 3 * places;
    p->states[HM_LOWEST] = p->bytes;
    p->states[HM_HIGHEST] = p->bytes + places;
    p->possibilities = p->bytes + 2 * places;
    p->flags = p->bytes + 3 * places;
    find_some(p);
    return true;
}

/* Has a child some effect on what its group has? */
static bool has_say(const hm_node *child) {
    return child->effect != HM_EFFECT_NONE &&
           (child->weight > 0 || hm_effect_has_points(child->effect) || child->is_required);
}

/* The gravest of what a node rests on, in one place. */
static uint8_t possibility_below(const hm_possible *p, const hm_node *node, size_t place) {
    uint8_t gravest = HM_POSSIBLY_AS_IS;
    for (size_t i = 0; i < node->child_count; i++) {
        const uint8_t of = p->possibilities[node->children[i] * HM_BLOCK + place];
        if (has_say(&p->plan->nodes[node->children[i]]) && of > gravest)
            gravest = of;
    }
    for (size_t i = 0; i < node->read_count; i++)
        if (p->possibilities[node->reads[i] * HM_BLOCK + place] != HM_POSSIBLY_AS_IS)
            gravest = HM_POSSIBLY_ANY;
    return gravest;
}

/* --- what stands --- */

static void keep(hm_possible *p, size_t number, size_t place) {
    const hm_aggregated *aggregated = &p->scores->aggregated;
    const size_t unit = p->first + place, at = number * HM_BLOCK + place;
    const hm_grid_column *column = &aggregated->scores.columns[number];
    for (hm_end end = HM_LOWEST; end < HM_ENDS; end++) {
        p->ends[end][at] = column->states[unit] == HM_OBSERVED ? column->values[unit] : 0;
        p->states[end][at] = column->states[unit];
    }
    p->coverage[at] = hm_aggregated_coverage(aggregated, number, unit);
    p->applicable[at] = hm_aggregated_applicable(aggregated, number, unit);
    p->possibilities[at] = HM_POSSIBLY_AS_IS;
}

static void put_ends(hm_possible *p, size_t at, double low, double high, hm_possibility of) {
    p->ends[HM_LOWEST][at] = low;
    p->ends[HM_HIGHEST][at] = high;
    p->states[HM_LOWEST][at] = p->states[HM_HIGHEST][at] = HM_OBSERVED;
    p->coverage[at] = p->applicable[at] = 1;
    p->possibilities[at] = (uint8_t)of;
}

/* --- indicators --- */

static double round_end(const hm_possible *p, const hm_node *node, double end) {
    return node->rounding >= 0 ? hm_score_round(end, node->rounding, p->plan->policy.ties_to_even)
                               : end;
}

/* A scale that has learnt from all values gives marks between two ends. */
static void narrow(const hm_possible *p, const hm_node *node, double *low, double *high) {
    const hm_step *scale = hm_node_step(node, HM_STEP_SCALE);
    if (!scale || !scale->method->has_to || node->transform || !p->scores->transformed.own ||
        scale->settings[HM_SETTING_LOW_KIND] != HM_BOUND_OWN ||
        scale->settings[HM_SETTING_HIGH_KIND] != HM_BOUND_OWN || scale->over_count > 0)
        return;
    const double a = scale->settings[HM_SETTING_TO_LOW], b = scale->settings[HM_SETTING_TO_HIGH];
    *low = fmin(*high, fmax(*low, fmin(a, b)));
    *high = fmax(*low, fmin(*high, fmax(a, b)));
}

static void fill_indicator(hm_possible *p, size_t number) {
    const hm_node *node = &p->plan->nodes[number];
    double low = node->low, high = node->high;
    narrow(p, node, &low, &high);
    const bool is_bounded = isfinite(low) && isfinite(high);
    for (size_t place = 0; place < p->count; place++) {
        const size_t at = number * HM_BLOCK + place;
        if (possibility_below(p, node, place) != HM_POSSIBLY_AS_IS)
            put_ends(p, at, 0, 0, HM_POSSIBLY_ANY);
        else if (!hm_possible_is_missing(p, number, p->first + place))
            keep(p, number, place);
        else if (is_bounded)
            put_ends(p, at, round_end(p, node, low), round_end(p, node, high), HM_POSSIBLY_OTHER);
        else
            put_ends(p, at, 0, 0, HM_POSSIBLY_ANY);
    }
}

/* --- groups --- */

static bool weighs_equally(const hm_plan *plan, const hm_node *node) {
    double weight = 0;
    for (size_t i = 0; i < node->child_count; i++) {
        const hm_node *child = &plan->nodes[node->children[i]];
        if (child->effect != HM_EFFECT_COUNTS || !(child->weight > 0))
            continue;
        if (weight > 0 && child->weight != weight)
            return false;
        weight = child->weight;
    }
    return true;
}

/* Does its score rise with those of its children, and follow from nothing else? */
static bool rises(const hm_plan *plan, const hm_node *node) {
    const hm_rising rising = hm_methods[node->method].rising;
    return !hm_node_has_steps(node) && !node->measure &&
           (rising == HM_RISES || (rising == HM_RISES_EQUALLY && weighs_equally(plan, node)));
}

/* A group as it is where its children are at an end: those that deduct at the other. */
static hm_group group_at_end(const hm_possible *p, size_t number, hm_end end, size_t place) {
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

static void score_end(hm_possible *p, size_t number, hm_end end) {
    const size_t at = number * HM_BLOCK;
    uint8_t flags[HM_BLOCK];
    const hm_group group = group_at_end(p, number, end, 0);
    const hm_group_result result = {p->ends[end] + at, p->states[end] + at, flags, p->coverage + at,
                                    p->applicable + at};
    for (size_t place = 0; place < p->count; place++)
        p->applicable[at + place] = 1;
    (void)hm_group_score(&group, p->count, result);
}

static void fill_group(hm_possible *p, size_t number) {
    const hm_node *node = &p->plan->nodes[number];
    const bool can_tell = rises(p->plan, node);
    for (hm_end end = HM_LOWEST; can_tell && end < HM_ENDS; end++)
        score_end(p, number, end);
    for (size_t place = 0; place < p->count; place++) {
        const size_t at = number * HM_BLOCK + place;
        const uint8_t below = possibility_below(p, node, place);
        const bool stands =
            below == HM_POSSIBLY_AS_IS && !(hm_node_compares(node) && p->some[number]);
        if (stands)
            keep(p, number, place);
        else if (!can_tell || below == HM_POSSIBLY_ANY || below == HM_POSSIBLY_AS_IS ||
                 p->states[HM_LOWEST][at] != p->states[HM_HIGHEST][at])
            put_ends(p, at, 0, 0, HM_POSSIBLY_ANY);
        else
            p->possibilities[at] = HM_POSSIBLY_OTHER;
    }
}

/* --- runs --- */

size_t hm_possible_run(const hm_possible *p, size_t first) {
    const size_t left = p->scores->aggregated.scores.rows - first,
                 most = HM_BLOCK - first % HM_BLOCK;
    return hm_bound_alike(&p->scores->bound, first, left < most ? left : most);
}

size_t hm_possible_begin(const hm_possible *p, size_t unit) {
    size_t first = unit - unit % HM_BLOCK, count;
    while (first + (count = hm_possible_run(p, first)) <= unit)
        first += count;
    return first;
}

void hm_possible_fill(hm_possible *p, size_t first) {
    p->first = first;
    p->count = hm_possible_run(p, first);
    p->plan = hm_bound_plan(&p->scores->bound, first);
    for (size_t i = 0; i < p->scores->plan->node_count; i++) {
        const uint32_t number = p->scores->plan->order[i];
        if (p->plan->nodes[number].indicator != HM_NO_INDICATOR)
            fill_indicator(p, number);
        else
            fill_group(p, number);
    }
}

/* --- stakes --- */

/* Which end a node is at where the root is at `end`. */
static hm_end end_of(const hm_possible *p, size_t number, hm_end end) {
    const hm_node *nodes = p->plan->nodes;
    for (size_t i = number; nodes[i].parent != HM_NO_NODE; i = nodes[i].parent)
        end = nodes[i].effect == HM_EFFECT_DEDUCTS ? hm_other_end(end) : end;
    return end;
}

/* The score of the group where one child has `score`, and all others are at its end. */
static double score_with(const hm_possible *p, size_t number, hm_end end, size_t place,
                         size_t child, double score) {
    const hm_node *node = &p->plan->nodes[number];
    double found, coverage, applicable;
    uint8_t state, flags;
    const hm_group group = group_at_end(p, number, end, place);
    for (size_t i = 0; i < node->child_count; i++)
        if (node->children[i] == child)
            p->workspace.children[i].scores = &score;
    (void)hm_group_score(&group, 1,
                         (hm_group_result){&found, &state, &flags, &coverage, &applicable});
    return state == HM_OBSERVED ? found : (double)NAN;
}

/* How far the root moves from one of its ends when the node alone leaves its own. */
static double move_from(const hm_possible *p, size_t number, size_t place, hm_end end) {
    const hm_node *nodes = p->plan->nodes;
    hm_end own = end_of(p, number, end);
    double score = p->ends[hm_other_end(own)][number * HM_BLOCK + place];
    size_t node = number;
    for (; nodes[node].parent != HM_NO_NODE; node = nodes[node].parent) {
        const size_t parent = nodes[node].parent;
        if (!has_say(&nodes[node]))
            return 0;
        if (!hm_possible_is_scored(p, parent * HM_BLOCK + place))
            return p->possibilities[parent * HM_BLOCK + place] == HM_POSSIBLY_ANY ? (double)NAN : 0;
        own = end_of(p, parent, end);
        score = score_with(p, parent, own, place, node, score);
    }
    return fabs(score - p->ends[end][node * HM_BLOCK + place]);
}

double hm_possible_stake(const hm_possible *p, size_t number, size_t unit) {
    const size_t place = unit - p->first;
    if (!hm_possible_is_scored(p, number * HM_BLOCK + place))
        return (double)NAN;
    const double low = move_from(p, number, place, HM_LOWEST);
    const double high = move_from(p, number, place, HM_HIGHEST);
    return isnan(low) || isnan(high) ? (double)NAN : fmax(low, high);
}
