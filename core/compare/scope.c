#include "compare/scope.h"

#include <string.h>

#include "base/calendar.h"
#include "base/names.h"

/* --- breaks --- */

/* The first days of the two periods, the earlier one first. */
typedef struct days {
    int64_t earlier, later;
} days;

static int64_t first_day(const hm_scores *scores, size_t unit) {
    const char *period = hm_dataset_unit_period(scores->bound.dataset, unit);
    int64_t first, last;
    return hm_calendar_days(period, strlen(period), &first, &last) ? first : INT64_MIN;
}

static days days_of(const hm_scores *const scores[HM_SIDES], const size_t units[HM_SIDES]) {
    const int64_t before = first_day(scores[HM_BEFORE], units[HM_BEFORE]);
    const int64_t after = first_day(scores[HM_AFTER], units[HM_AFTER]);
    return before < after ? (days){before, after} : (days){after, before};
}

static bool lies_between(const hm_declared_breaks *breaks, const days *of) {
    for (size_t i = 0; i < breaks->count; i++)
        if (breaks->days[i] > of->earlier && breaks->days[i] <= of->later)
            return true;
    return false;
}

/* By the breaks of the package, the node's own and those of the inputs of its measures. */
static bool is_broken(const hm_plan *plan, uint32_t number, const days *of) {
    const hm_node *node = &plan->nodes[number];
    const hm_node_inputs inputs = hm_plan_inputs_of(plan, node);
    if (!plan->has_breaks)
        return false;
    bool broken = lies_between(&plan->breaks, of) || lies_between(node->breaks, of);
    for (size_t i = 0; i < inputs.count; i++)
        broken |= lies_between(&plan->inputs[inputs.numbers[i]]->breaks, of);
    return broken;
}

/* --- matching --- */

static bool holds(const hm_plan *plan, uint32_t node) {
    return node != HM_NO_NODE && !plan->nodes[node].is_absent;
}

static bool allocate(hm_matched *m, const hm_allocator *allocator) {
    const size_t most = m->plans[HM_BEFORE]->node_count + m->plans[HM_AFTER]->node_count;
    for (hm_side side = HM_BEFORE; side < HM_SIDES; side++) {
        m->nodes[side] = hm_allocate_array(allocator, most, sizeof *m->nodes[side]);
        m->numbers[side] =
            hm_allocate_array(allocator, m->plans[side]->node_count, sizeof *m->numbers[side]);
    }
    m->is_core = hm_allocate_array(allocator, most, 1);
    m->reasons = hm_allocate_array(allocator, most, 1);
    return m->nodes[0] && m->nodes[1] && m->numbers[0] && m->numbers[1] && m->is_core && m->reasons;
}

void hm_matched_close(hm_matched *m, const hm_allocator *allocator) {
    const size_t most = m->plans[HM_BEFORE]->node_count + m->plans[HM_AFTER]->node_count;
    for (hm_side side = HM_BEFORE; side < HM_SIDES; side++) {
        hm_release(allocator, m->nodes[side], most * sizeof *m->nodes[side]);
        hm_release(allocator, m->numbers[side],
                   m->plans[side]->node_count * sizeof *m->numbers[side]);
    }
    hm_release(allocator, m->is_core, most);
    hm_release(allocator, m->reasons, most);
}

static void put(hm_matched *m, uint32_t before, uint32_t after) {
    m->nodes[HM_BEFORE][m->count] = before;
    m->nodes[HM_AFTER][m->count] = after;
    if (before != HM_NO_NODE)
        m->numbers[HM_BEFORE][before] = (uint32_t)m->count;
    if (after != HM_NO_NODE)
        m->numbers[HM_AFTER][after] = (uint32_t)m->count;
    m->count++;
}

/* The roots are matched whatever they are called. */
static bool match_codes(hm_matched *m, const hm_allocator *allocator) {
    const hm_plan *before = m->plans[HM_BEFORE], *after = m->plans[HM_AFTER];
    hm_names codes;
    bool fine = true;
    hm_names_open(&codes, allocator);
    for (size_t i = 0; fine && i < before->node_count; i++)
        fine = hm_names_intern(&codes, before->nodes[i].code, strlen(before->nodes[i].code)) !=
               HM_NO_NAME;
    memset(m->numbers[HM_BEFORE], 0xff, before->node_count * sizeof(uint32_t));
    for (uint32_t i = 0; fine && i < after->node_count; i++) {
        const uint32_t found =
            hm_names_find(&codes, after->nodes[i].code, strlen(after->nodes[i].code));
        put(m, i == 0 ? 0 : found == 0 ? HM_NO_NODE : found, i);
    }
    for (uint32_t i = 0; fine && i < before->node_count; i++)
        if (m->numbers[HM_BEFORE][i] == HM_NO_NODE)
            put(m, i, HM_NO_NODE);
    hm_names_close(&codes);
    return fine;
}

/* Nodes keep their numbers in all editions and copies of a package. */
static void match_numbers(hm_matched *m) {
    for (uint32_t i = 0; i < m->plans[HM_AFTER]->node_count; i++)
        put(m, i, i);
}

/* --- the core --- */

static uint32_t parent_of(const hm_matched *m, hm_side side, size_t number) {
    const uint32_t parent = m->plans[side]->nodes[m->nodes[side][number]].parent;
    return parent == HM_NO_NODE ? HM_NO_NODE : m->numbers[side][parent];
}

/* Why it cannot be compared by itself, whatever there is above it; 0: it can. */
static unsigned reason_of(const hm_matched *m, size_t number, const days *of) {
    const uint32_t before = m->nodes[HM_BEFORE][number], after = m->nodes[HM_AFTER][number];
    const bool was = holds(m->plans[HM_BEFORE], before), is = holds(m->plans[HM_AFTER], after);
    if (!was || !is)
        return was || is ? HM_REASON_ONE_SIDE : 0;
    const hm_node *a = &m->plans[HM_BEFORE]->nodes[before], *b = &m->plans[HM_AFTER]->nodes[after];
    if ((a->indicator == HM_NO_INDICATOR) != (b->indicator == HM_NO_INDICATOR) ||
        parent_of(m, HM_BEFORE, number) != parent_of(m, HM_AFTER, number))
        return HM_REASON_MOVED;
    return is_broken(m->plans[HM_BEFORE], before, of) || is_broken(m->plans[HM_AFTER], after, of)
               ? HM_REASON_BREAK
               : 0;
}

/* The parent that it has after, or before where it is not there after; HM_NO_NODE. */
static uint32_t any_parent_of(const hm_matched *m, size_t number) {
    return parent_of(m, m->nodes[HM_AFTER][number] == HM_NO_NODE ? HM_BEFORE : HM_AFTER, number);
}

/* What is on both sides, or was, at the same place, below nodes that can be compared. */
static void find_core(hm_matched *m, const days *of) {
    for (size_t i = 0; i < m->count; i++) {
        const bool both = holds(m->plans[HM_BEFORE], m->nodes[HM_BEFORE][i]) &&
                          holds(m->plans[HM_AFTER], m->nodes[HM_AFTER][i]);
        const uint32_t parent = any_parent_of(m, i);
        m->reasons[i] = (uint8_t)reason_of(m, i, of);
        m->is_core[i] = both && m->reasons[i] == 0 && (parent == HM_NO_NODE || m->is_core[parent]);
    }
}

/* A group of which no child is left, and which is not computed by a measure, is not either. */
static void drop_empty(hm_matched *m) {
    for (size_t i = m->count; i-- > 0;) {
        const hm_node *node =
            m->is_core[i] ? &m->plans[HM_AFTER]->nodes[m->nodes[HM_AFTER][i]] : NULL;
        if (!node || node->indicator != HM_NO_INDICATOR || node->measure)
            continue;
        bool any = false;
        for (size_t k = 0; k < node->child_count; k++)
            any |= m->is_core[m->numbers[HM_AFTER][node->children[k]]];
        m->is_core[i] = any;
    }
}

/* A node has a say only below the root, and where it has an effect. */
static bool counts(const hm_plan *plan, uint32_t number) {
    const hm_node *node = &plan->nodes[number];
    if (node->effect == HM_EFFECT_NONE || node->is_absent)
        return false;
    while (node->parent != HM_NO_NODE)
        node = &plan->nodes[node->parent];
    return node == plan->nodes;
}

static void find_removed(hm_matched *m) {
    for (hm_side side = HM_BEFORE; side < HM_SIDES; side++)
        for (size_t i = 0; i < m->count; i++)
            if (!m->is_core[i] && m->nodes[side][i] != HM_NO_NODE &&
                counts(m->plans[side], m->nodes[side][i]))
                m->removes[side] = true;
}

static bool has_say(const hm_matched *m, size_t number) {
    for (hm_side side = HM_BEFORE; side < HM_SIDES; side++)
        if (m->nodes[side][number] != HM_NO_NODE && counts(m->plans[side], m->nodes[side][number]))
            return true;
    return false;
}

/* What stands below a node that cannot be compared cannot be either; a group has the reasons of all
 * that stands in it. Parents have smaller numbers, but for those that only the one before has. */
static void spread_reasons(hm_matched *m) {
    for (size_t i = 0; i < m->count; i++) {
        const uint32_t parent = any_parent_of(m, i);
        if (parent != HM_NO_NODE && !m->is_core[parent] && m->reasons[i] == 0)
            m->reasons[i] = m->reasons[parent];
    }
    for (size_t i = m->count; i-- > 0;)
        for (uint32_t at = has_say(m, i) ? any_parent_of(m, i) : HM_NO_NODE; at != HM_NO_NODE;
             at = any_parent_of(m, at))
            m->reasons[at] |= m->reasons[i];
}

bool hm_matched_open(hm_matched *m, const hm_scores *const scores[HM_SIDES],
                     const size_t units[HM_SIDES], const hm_allocator *allocator) {
    *m = (hm_matched){.count = 0};
    for (hm_side side = HM_BEFORE; side < HM_SIDES; side++)
        m->plans[side] = hm_bound_plan(&scores[side]->bound, units[side]);
    if (!allocate(m, allocator))
        return false;
    if (m->plans[HM_BEFORE]->package == m->plans[HM_AFTER]->package)
        match_numbers(m);
    else if (!match_codes(m, allocator))
        return false;
    const days of = days_of(scores, units);
    find_core(m, &of);
    drop_empty(m);
    find_removed(m);
    spread_reasons(m);
    return true;
}
