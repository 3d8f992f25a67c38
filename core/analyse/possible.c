#include "analyse/possible.h"

#include <math.h>
#include <string.h>

#include "analyse/possible_absence.h"
#include "analyse/possible_figures.h"

enum { NUMBERS = 8, BYTES = 4, MARKS = 3 }; /* arrays of each, and of marks of nodes */

void hm_possible_close(hm_possible *p) {
    const size_t nodes = p->scores->plan->node_count, places = nodes * HM_BLOCK;
    hm_group_workspace_close(&p->workspace);
    hm_workspace_close(&p->expressions);
    hm_release(p->allocator, p->memory, NUMBERS * places * sizeof *p->memory);
    hm_release(p->allocator, p->bytes, (BYTES * places + HM_BLOCK) * sizeof *p->bytes);
    hm_release(p->allocator, p->some, MARKS * nodes * sizeof *p->some);
}

/* --- what is missing --- */

/* Has it no score of its own figures: none, or one in place of it? */
static bool is_missing(const hm_scores *scores, size_t number, size_t unit) {
    const hm_aggregated *aggregated = &scores->aggregated;
    const hm_node *node = &scores->plan->nodes[number];
    const uint8_t state = aggregated->scores.columns[number].states[unit];
    if (state != HM_OBSERVED)
        return hm_state_applies(state);
    return hm_aggregated_is_given(aggregated, number, unit) ||
           (!hm_node_is_reader(scores->plan, node) &&
            (hm_aggregated_flags(aggregated, number, unit) & HM_FLAG_IMPUTED) != 0);
}

/* Is something missing of an indicator, or of what a group is measured by? */
static bool is_open(const hm_possible *p, size_t number, size_t unit) {
    if (p->plan->nodes[number].indicator != HM_NO_INDICATOR && is_missing(p->scores, number, unit))
        return true;
    return hm_possible_may_fall_away(p, number, unit) ||
           (p->may_do_without[number] && hm_possible_lacks_figures(p, number, unit));
}

bool hm_possible_is_missing(const hm_possible *p, size_t number, size_t unit) {
    const hm_node *node = &p->plan->nodes[number];
    const size_t at = hm_possible_at(p, number, unit);
    if (node->is_absent || node->indicator == HM_NO_INDICATOR ||
        p->possibilities[at] == HM_POSSIBLY_AS_IS || !hm_state_applies(p->states[HM_LOWEST][at]))
        return false;
    return hm_node_is_reader(p->plan, node) ? hm_possible_lacks_figures(p, number, unit)
                                            : is_open(p, number, unit);
}

/* --- the plan --- */

static bool chooses(const hm_expr *expr) {
    for (size_t i = 0; expr && i < expr->node_count; i++) {
        const uint8_t op = hm_expr_nodes(expr)[i].op;
        if (op == HM_OP_WHEN || op == HM_OP_FIRST_OF || op == HM_OP_REPORTED ||
            op == HM_OP_MISSING_IF || op == HM_OP_HISTORY)
            return true;
    }
    return false;
}

static bool may_do_without(const hm_plan *plan, const hm_node *node) {
    if (node->transform || node->measure)
        return true;
    if (node->indicator == HM_NO_INDICATOR)
        return false;
    const hm_indicator *indicator = &plan->indicators[node->indicator];
    return indicator->measure ? chooses(indicator->measure) : indicator->accepts_missing;
}

static void mark_plan(hm_possible *p, const hm_plan *plan) {
    for (size_t i = 0; i < plan->node_count; i++) {
        const hm_node *node = &plan->nodes[i];
        p->may_do_without[i] = p->may_do_without[i] || may_do_without(plan, node);
        for (size_t k = 0; k < node->read_count; k++)
            if (node->reads[k] != i)
                p->is_read[node->reads[k]] = true;
    }
}

/* Whose comparisons with other units could be others. */
static void find_some(hm_possible *p) {
    const hm_plan *plan = p->scores->plan;
    const size_t units = p->scores->aggregated.scores.rows;
    for (size_t i = 0; i < plan->node_count; i++) {
        const uint32_t number = plan->order[i];
        const hm_node *node = &plan->nodes[number];
        bool some = false;
        for (size_t unit = 0; !some && unit < units; unit++)
            some = is_open(p, number, unit);
        for (size_t k = 0; k < node->child_count; k++)
            some = some || p->some[node->children[k]];
        for (size_t k = 0; k < node->read_count; k++)
            some = some || p->some[node->reads[k]];
        p->some[number] = some;
    }
}

bool hm_possible_open(hm_possible *p, const hm_scores *scores, const hm_allocator *allocator) {
    const size_t nodes = scores->plan->node_count, places = nodes * HM_BLOCK;
    *p = (hm_possible){.scores = scores, .plan = scores->plan, .allocator = allocator};
    const bool fine = hm_group_workspace_open(&p->workspace, scores->plan, allocator) &&
                      hm_workspace_open(&p->expressions, scores->plan->most_expr_nodes, allocator);
    p->memory = hm_allocate_array(allocator, NUMBERS * places, sizeof *p->memory);
    p->bytes = hm_allocate_array(allocator, BYTES * places + HM_BLOCK, sizeof *p->bytes);
    p->some = hm_allocate_array(allocator, MARKS * nodes, sizeof *p->some);
    if (!fine || !p->memory || !p->bytes || !p->some)
        return false;
    p->ends[HM_LOWEST] = p->memory;
    p->ends[HM_HIGHEST] = p->memory + places;
    p->coverage = p->memory + 2 * places;
    p->applicable = p->memory + 3 * places;
    p->values[HM_LOWEST] = p->memory + 4 * places;
    p->values[HM_HIGHEST] = p->memory + 5 * places;
    p->least_coverage = p->memory + 6 * places;
    p->least_applicable = p->memory + 7 * places;
    p->is_read = p->some + nodes;
    p->may_do_without = p->is_read + nodes;
    p->states[HM_LOWEST] = p->bytes;
    p->states[HM_HIGHEST] = p->bytes + places;
    p->possibilities = p->bytes + 2 * places;
    p->may = p->bytes + 3 * places;
    p->flags = p->bytes + 4 * places;
    mark_plan(p, scores->plan);
    for (size_t i = 0; i < scores->plan->edition_count; i++)
        mark_plan(p, scores->plan->editions[i].plan);
    find_some(p);
    return true;
}

/* The gravest of what a node rests on, in one place. */
static uint8_t possibility_below(const hm_possible *p, const hm_node *node, size_t place) {
    uint8_t gravest = HM_POSSIBLY_AS_IS;
    for (size_t i = 0; i < node->child_count; i++) {
        const uint8_t of = p->possibilities[node->children[i] * HM_BLOCK + place];
        if (hm_child_has_say(&p->plan->nodes[node->children[i]]) && of > gravest)
            gravest = of;
    }
    for (size_t i = 0; i < node->read_count; i++) {
        const uint8_t of = p->possibilities[node->reads[i] * HM_BLOCK + place];
        gravest = of > gravest ? of : gravest;
    }
    return gravest;
}

/* --- what stands --- */

static void keep(hm_possible *p, size_t number, size_t place) {
    const hm_aggregated *aggregated = &p->scores->aggregated;
    const size_t unit = p->first + place, at = number * HM_BLOCK + place;
    const hm_grid_column *column = &aggregated->scores.columns[number];
    for (hm_end end = HM_LOWEST; end < HM_ENDS; end++) {
        p->ends[end][at] = column->states[unit] == HM_OBSERVED ? column->values[unit] : 0;
        p->values[end][at] = p->ends[end][at];
        p->states[end][at] = column->states[unit];
    }
    p->coverage[at] = hm_aggregated_coverage(aggregated, number, unit);
    p->applicable[at] = hm_aggregated_applicable(aggregated, number, unit);
    p->least_coverage[at] = p->coverage[at];
    p->least_applicable[at] = p->applicable[at];
    p->possibilities[at] = HM_POSSIBLY_AS_IS;
    p->may[at] = 0;
}

static void put_ends(hm_possible *p, size_t at, hm_enclosure value, hm_enclosure mark,
                     hm_possibility of) {
    p->values[HM_LOWEST][at] = value.low;
    p->values[HM_HIGHEST][at] = value.high;
    p->ends[HM_LOWEST][at] = mark.low;
    p->ends[HM_HIGHEST][at] = mark.high;
    p->states[HM_LOWEST][at] = p->states[HM_HIGHEST][at] = HM_OBSERVED;
    p->coverage[at] = p->applicable[at] = 1;
    p->least_coverage[at] = p->least_applicable[at] = 1;
    p->may[at] = mark.may;
    p->possibilities[at] = (uint8_t)of;
}

/* Whatever is missing, it has no score, for this reason: it does not apply. */
static void put_none(hm_possible *p, size_t at, uint8_t state) {
    const hm_enclosure nothing = hm_enclosure_between(0, 0);
    put_ends(p, at, nothing, nothing, HM_POSSIBLY_OTHER);
    p->states[HM_LOWEST][at] = p->states[HM_HIGHEST][at] = state;
    p->coverage[at] = p->applicable[at] = 0;
    p->least_coverage[at] = p->least_applicable[at] = 0;
}

static void put_any(hm_possible *p, size_t at) {
    put_ends(p, at, hm_enclosure_between(0, 0), hm_enclosure_between(0, 0), HM_POSSIBLY_ANY);
}

/* --- indicators --- */

/* Does it have what it has, whatever is missing? */
static bool stands(const hm_possible *p, size_t number, size_t unit, hm_enclosure mark) {
    const hm_grid_column *column = &p->scores->aggregated.scores.columns[number];
    return !is_missing(p->scores, number, unit) && column->states[unit] == HM_OBSERVED &&
           mark.may == 0 && mark.low == mark.high && mark.low == column->values[unit];
}

static void fill_open(hm_possible *p, size_t number, size_t place) {
    const size_t at = number * HM_BLOCK + place, unit = p->first + place;
    const hm_enclosure value = hm_possible_value(p, number, unit);
    const hm_enclosure mark = hm_possible_mark(p, number, unit, value);
    if (stands(p, number, unit, mark))
        keep(p, number, place);
    else if (value.state != HM_OBSERVED && !hm_state_applies(value.state))
        put_none(p, at, value.state);
    else if (isfinite(mark.low) && isfinite(mark.high))
        put_ends(p, at, value, mark, HM_POSSIBLY_OTHER);
    else
        put_any(p, at);
}

static void fill_indicator(hm_possible *p, size_t number) {
    const hm_node *node = &p->plan->nodes[number];
    for (size_t place = 0; place < p->count; place++) {
        const uint8_t below = possibility_below(p, node, place);
        if (below == HM_POSSIBLY_ANY)
            put_any(p, number * HM_BLOCK + place);
        else if (below == HM_POSSIBLY_OTHER || is_open(p, number, p->first + place))
            fill_open(p, number, place);
        else
            keep(p, number, place);
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

/* Do steps of a group learn here from groups that could be others? */
static bool learns_here(const hm_possible *p, const hm_node *node) {
    for (size_t i = 0; p->scores->transformed.own && i < node->step_count; i++)
        if (hm_step_learns(&node->steps[i]))
            return true;
    return false;
}

/* Can its ends be told by those of its children, or by a measure? */
static bool can_tell_ends(const hm_possible *p, const hm_node *node) {
    const hm_plan *plan = p->plan;
    const hm_rising rising = hm_methods[node->method].rising;
    return !hm_node_compares(node) && !learns_here(p, node) &&
           (node->measure || rising == HM_RISES ||
            (rising == HM_RISES_EQUALLY && weighs_equally(plan, node)));
}

/* What its measure gives at both ends, which goes before the method. */
typedef struct measured {
    double ends[HM_ENDS][HM_BLOCK];
    uint8_t states[HM_BLOCK], may[HM_BLOCK];
} measured;

static void measure(hm_possible *p, size_t number, measured *out) {
    const hm_node *node = &p->plan->nodes[number];
    for (size_t place = 0; place < p->count; place++) {
        const bool is_any = possibility_below(p, node, place) == HM_POSSIBLY_ANY;
        const hm_enclosure value =
            is_any ? hm_enclosure_between(0, 0) : hm_possible_value(p, number, p->first + place);
        out->ends[HM_LOWEST][place] = value.low;
        out->ends[HM_HIGHEST][place] = value.high;
        out->states[place] = value.state;
        out->may[place] = value.may;
    }
}

static void score_end(hm_possible *p, size_t number, hm_end end, const measured *of) {
    const size_t at = number * HM_BLOCK;
    uint8_t flags[HM_BLOCK];
    hm_group group = hm_possible_group_at(p, number, end, 0);
    const hm_operand value = {of->ends[end], of->states};
    if (p->plan->nodes[number].measure)
        group.measured = &value;
    const hm_group_result result = {p->ends[end] + at, p->states[end] + at, flags, p->coverage + at,
                                    p->applicable + at};
    for (size_t place = 0; place < p->count; place++)
        p->applicable[at + place] = 1;
    (void)hm_group_score(&group, p->count, result);
}

/* What was computed of the group goes through its steps; false: that may be anything. */
static bool settle_ends(hm_possible *p, size_t number, size_t place) {
    const hm_node *node = &p->plan->nodes[number];
    const size_t at = number * HM_BLOCK + place;
    hm_enclosure value = hm_enclosure_between(p->ends[HM_LOWEST][at], p->ends[HM_HIGHEST][at]);
    value.may = p->may[at];
    hm_enclosure mark = value;
    if (p->states[HM_LOWEST][at] == HM_OBSERVED && (hm_node_has_steps(node) || node->measure))
        mark = hm_possible_mark(p, number, p->first + place, value);
    p->values[HM_LOWEST][at] = value.low;
    p->values[HM_HIGHEST][at] = value.high;
    p->ends[HM_LOWEST][at] = mark.low;
    p->ends[HM_HIGHEST][at] = mark.high;
    p->may[at] = mark.may;
    return isfinite(mark.low) && isfinite(mark.high);
}

/* Once it has been scored at both ends with all children that may have a score; false: it may have
 * anything. */
static bool tell(hm_possible *p, size_t number, size_t place, const measured *of) {
    const bool is_measured = p->plan->nodes[number].measure != NULL;
    const size_t at = number * HM_BLOCK + place;
    if (p->states[HM_LOWEST][at] != p->states[HM_HIGHEST][at])
        return false;
    p->may[at] = is_measured ? of->may[place] : 0;
    p->least_coverage[at] = p->coverage[at];
    p->least_applicable[at] = p->applicable[at];
    return hm_possible_absences(p, number, place, is_measured ? of->states[place] : HM_OBSERVED) &&
           settle_ends(p, number, place);
}

static void fill_group(hm_possible *p, size_t number) {
    const hm_node *node = &p->plan->nodes[number];
    const bool can_tell = can_tell_ends(p, node);
    measured of;
    if (node->measure)
        measure(p, number, &of);
    for (hm_end end = HM_LOWEST; can_tell && end < HM_ENDS; end++)
        score_end(p, number, end, &of);
    for (size_t place = 0; place < p->count; place++) {
        const size_t at = number * HM_BLOCK + place;
        const uint8_t below = possibility_below(p, node, place);
        const bool stays = below == HM_POSSIBLY_AS_IS && !is_open(p, number, p->first + place) &&
                           !(hm_node_compares(node) && p->some[number]);
        if (stays)
            keep(p, number, place);
        else if (!can_tell || below == HM_POSSIBLY_ANY || !tell(p, number, place, &of))
            put_any(p, at);
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
    const hm_group group = hm_possible_group_at(p, number, end, place);
    for (size_t i = 0; i < node->child_count; i++)
        if (node->children[i] == child)
            p->workspace.children[i].scores = &score;
    (void)hm_group_score(&group, 1,
                         (hm_group_result){&found, &state, &flags, &coverage, &applicable});
    return state == HM_OBSERVED ? found : (double)NAN;
}

/* Does the node, or a group above it, tell on others than the groups above, or by more than a
 * method? */
static bool tells_on_others(const hm_possible *p, size_t number) {
    const hm_node *nodes = p->plan->nodes;
    for (size_t i = number; i != HM_NO_NODE; i = nodes[i].parent) {
        const bool is_group = nodes[i].indicator == HM_NO_INDICATOR;
        if (p->is_read[i] || (is_group && (nodes[i].measure || hm_node_has_steps(&nodes[i]))))
            return true;
    }
    return false;
}

/* How far the root moves from one of its ends when the node alone leaves its own; all that may have
 * a score do. */
static double move_from(const hm_possible *p, size_t number, size_t place, hm_end end) {
    const hm_node *nodes = p->plan->nodes;
    hm_end own = end_of(p, number, end);
    double there = p->ends[own][number * HM_BLOCK + place];
    double other = p->ends[hm_other_end(own)][number * HM_BLOCK + place];
    size_t node = number;
    for (; nodes[node].parent != HM_NO_NODE; node = nodes[node].parent) {
        const size_t parent = nodes[node].parent;
        if (!hm_child_has_say(&nodes[node]))
            return 0;
        if (!hm_possible_is_scored(p, parent * HM_BLOCK + place))
            return p->possibilities[parent * HM_BLOCK + place] == HM_POSSIBLY_ANY ? (double)NAN : 0;
        own = end_of(p, parent, end);
        there = score_with(p, parent, own, place, node, there);
        other = score_with(p, parent, own, place, node, other);
    }
    return fabs(other - there);
}

double hm_possible_stake(const hm_possible *p, size_t number, size_t unit) {
    const size_t place = unit - p->first;
    if (!hm_possible_is_scored(p, number * HM_BLOCK + place) || tells_on_others(p, number))
        return (double)NAN;
    const double low = move_from(p, number, place, HM_LOWEST);
    const double high = move_from(p, number, place, HM_HIGHEST);
    return isnan(low) || isnan(high) ? (double)NAN : fmax(low, high);
}
