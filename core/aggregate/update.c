#include "aggregate/update.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "evaluate/asked.h"

/* --- marks --- */

static bool open_marks(hm_marks *marks, size_t size, const hm_allocator *allocator) {
    marks->size = size;
    marks->is_marked = hm_allocate_array(allocator, size, 1);
    marks->items = hm_allocate_array(allocator, size, sizeof *marks->items);
    return marks->is_marked && marks->items;
}

static void close_marks(hm_marks *marks, const hm_allocator *allocator) {
    hm_release(allocator, marks->is_marked, marks->size);
    hm_release(allocator, marks->items, marks->size * sizeof *marks->items);
}

static void mark(hm_marks *marks, uint32_t number) {
    if (marks->is_marked[number])
        return;
    marks->is_marked[number] = 1;
    marks->items[marks->count++] = number;
}

static void unmark_all(hm_marks *marks) {
    for (size_t i = 0; i < marks->count; i++)
        marks->is_marked[marks->items[i]] = 0;
    marks->count = 0;
}

/* Where a node is marked, so are those above it and those that read it. */
static void mark_node(hm_updater *u, uint32_t node) {
    const hm_node *nodes = u->scores->plan->nodes;
    size_t followed = u->nodes.count;
    if (node == HM_NO_NODE)
        return;
    mark(&u->nodes, node);
    for (; followed < u->nodes.count; followed++) {
        const uint32_t at = u->nodes.items[followed];
        if (nodes[at].parent != HM_NO_NODE)
            mark(&u->nodes, nodes[at].parent);
        for (size_t i = u->first_reader[at]; i < u->first_reader[at + 1]; i++)
            mark(&u->nodes, u->readers[i]);
    }
}

static bool uses(const hm_node_formula *formula, uint32_t input) {
    for (size_t i = 0; formula && i < formula->input_count; i++)
        if (formula->inputs[i] == input)
            return true;
    return false;
}

/* Groups whose measures read an input, and nodes that are transformed by it. */
static void mark_users(hm_updater *u, uint32_t input) {
    const hm_plan *plan = u->scores->plan;
    for (uint32_t i = 0; plan->reads_nodes && i < plan->node_count; i++)
        if (uses(plan->nodes[i].measure, input) || uses(plan->nodes[i].transform, input))
            mark_node(u, i);
}

static void mark_input(hm_updater *u, uint32_t input) {
    for (size_t i = u->first_user[input]; i < u->first_user[input + 1]; i++)
        mark(&u->indicators, u->users[i]);
    mark_users(u, input);
}

void hm_updater_mark_weight(hm_updater *u, uint32_t node) {
    mark_node(u, u->scores->plan->nodes[node].parent);
}

static void mark_nodes(hm_updater *u) {
    for (uint32_t i = 0; i < u->nodes.size; i++)
        mark(&u->nodes, i);
}

void hm_updater_move(hm_updater *u, size_t unit) {
    u->unit = unit;
    for (uint32_t i = 0; i < u->indicators.size; i++)
        mark(&u->indicators, i);
    mark_nodes(u);
}

/* --- figures --- */

/* Input `input` has changed, and with it perhaps what is asked. */
static void follow_conditions(hm_updater *u, uint32_t input) {
    const hm_plan *plan = u->scores->plan;
    u->changed[input] = 1;
    hm_asked_update(&u->scores->bound, u->unit, &u->conditions, u->changed);
    for (size_t i = 0; i < plan->condition_count; i++) {
        const uint32_t depends = plan->conditions[i].input;
        if (u->changed[depends])
            mark_input(u, depends);
        u->changed[depends] = 0;
    }
    u->changed[input] = 0;
}

void hm_updater_put(hm_updater *u, hm_figure figure) {
    const hm_bound *bound = &u->scores->bound;
    const size_t condition = hm_asked_find(bound->plan, figure.input);
    const hm_grid_column *column = condition == SIZE_MAX ? &bound->inputs.columns[figure.input]
                                                         : &bound->given.columns[condition];
    if (!hm_grid_put(column, u->unit, figure.value, (uint8_t)figure.state))
        return;
    if (condition == SIZE_MAX)
        mark_input(u, figure.input);
    if (bound->plan->condition_count > 0)
        follow_conditions(u, figure.input);
}

bool hm_updater_asks(hm_updater *u, uint32_t input) {
    const hm_bound *bound = &u->scores->bound;
    const size_t condition = hm_asked_find(bound->plan, input);
    return condition == SIZE_MAX || hm_asked_of(bound, condition, u->unit, &u->conditions);
}

/* --- the stages --- */

static bool is_power_of_two(uint64_t number) {
    return (number & (number - 1)) == 0;
}

/* Looking for functions that keep state takes a fresh sandbox, some hundred times as long as a
 * call: so it is done more and more rarely, the first time, the second, the fourth, ..., of those
 * that were called since. What was found once stays failed. */
static hm_code look_for_state(hm_updater *u, hm_error *error) {
    hm_marks *unchecked = &u->unchecked;
    const hm_plan *plan = u->scores->plan;
    for (size_t i = 0; i < u->indicators.count; i++)
        if (plan->indicators[u->indicators.items[i]].is_called)
            mark(unchecked, u->indicators.items[i]);
    if (unchecked->count == 0 || !is_power_of_two(u->times + 1))
        return HM_OK;
    const hm_code code = hm_evaluator_check_some(
        u->evaluator, &u->scores->evaluated, unchecked->items, unchecked->count, u->unit, error);
    if (code == HM_OK)
        unmark_all(unchecked);
    return code;
}

/* Those that were found just now are marked, too. */
static void fail_stateful(hm_updater *u) {
    hm_evaluated *evaluated = &u->scores->evaluated;
    for (uint32_t i = 0; is_power_of_two(u->times) && i < u->indicators.size; i++)
        if (hm_evaluator_is_stateful(u->evaluator, i))
            mark(&u->indicators, i);
    for (size_t i = 0; i < u->indicators.count; i++)
        if (hm_evaluator_is_stateful(u->evaluator, u->indicators.items[i]))
            hm_evaluator_fail(u->evaluator, evaluated, u->indicators.items[i]);
}

static void empty(hm_buffer *buffer) {
    const hm_allocator *allocator = buffer->allocator;
    if (buffer->failed) {
        hm_buffer_close(buffer);
        hm_buffer_open(buffer, allocator);
    }
    hm_buffer_clear(buffer);
}

/* False when memory has run out. */
static bool keep_reasons(hm_updater *u) {
    bool fine = true;
    for (size_t i = 0; i < u->indicators.count; i++)
        empty(&u->reasons[u->indicators.items[i]]);
    for (size_t i = 0; i < u->given.count; i++) {
        hm_buffer *reason = &u->reasons[u->given.items[i].indicator];
        hm_buffer_add_text(reason, u->given.items[i].text);
        fine &= !reason->failed;
    }
    return fine;
}

hm_code hm_updater_evaluate(hm_updater *u, hm_error *error) {
    u->given.count = 0;
    hm_arena_close(&u->given.arena);
    hm_code code = hm_evaluator_update(u->evaluator, &u->scores->evaluated, u->indicators.items,
                                       u->indicators.count, u->unit, &u->given, error);
    if (code == HM_OK)
        code = look_for_state(u, error);
    code = hm_evaluator_stop(u->evaluator, code, error);
    if (code != HM_OK)
        return code;
    u->times++;
    fail_stateful(u);
    return keep_reasons(u) ? HM_OK : hm_error_memory(error);
}

static int compare_numbers(const void *a, const void *b) {
    const uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;
    return one > other ? 1 : -(one < other);
}

/* In the order of evaluation. */
static void sort_nodes(hm_updater *u) {
    const hm_plan *plan = u->scores->plan;
    uint32_t *items = u->nodes.items;
    for (size_t i = 0; i < u->nodes.count; i++)
        items[i] = plan->nodes[items[i]].turn;
    qsort(items, u->nodes.count, sizeof *items, compare_numbers);
    for (size_t i = 0; i < u->nodes.count; i++)
        items[i] = plan->order[items[i]];
}

hm_code hm_updater_aggregate(hm_updater *u, hm_error *error) {
    bool fine = true;
    for (size_t i = 0; i < u->indicators.count; i++)
        mark_node(u, u->scores->plan->indicators[u->indicators.items[i]].node);
    sort_nodes(u);
    for (size_t i = 0; fine && i < u->nodes.count; i++)
        fine =
            hm_aggregated_update(&u->scores->aggregated, u->nodes.items[i], u->unit, &u->workspace);
    return fine ? HM_OK : hm_error_memory(error);
}

/* What ran into a limit may do better next time: it is tried again at every update. */
void hm_updater_finish(hm_updater *u) {
    size_t kept = 0;
    unmark_all(&u->nodes);
    for (size_t i = 0; i < u->indicators.count; i++) {
        const uint32_t indicator = u->indicators.items[i];
        u->indicators.is_marked[indicator] = hm_evaluator_was_cut(u->evaluator, indicator);
        u->indicators.items[kept] = indicator;
        kept += u->indicators.is_marked[indicator];
    }
    u->indicators.count = kept;
}

/* --- opening --- */

/* Counting sort of the indicators by the inputs that they read. */
static bool index_users(hm_updater *u, const hm_plan *plan, const hm_allocator *allocator) {
    size_t uses = 0;
    u->first_user = hm_allocate_array(allocator, plan->input_count + 2, sizeof *u->first_user);
    if (!u->first_user)
        return false;
    for (size_t i = 0; i < plan->indicator_count; i++)
        for (size_t k = 0; k < plan->indicators[i].input_count; k++, uses++)
            u->first_user[plan->indicators[i].inputs[k] + 2]++;
    for (size_t i = 2; i < plan->input_count + 2; i++)
        u->first_user[i] += u->first_user[i - 1];
    u->users = hm_allocate_array(allocator, uses, sizeof *u->users);
    for (uint32_t i = 0; u->users && i < plan->indicator_count; i++)
        for (size_t k = 0; k < plan->indicators[i].input_count; k++)
            u->users[u->first_user[plan->indicators[i].inputs[k] + 1]++] = i;
    return u->users != NULL;
}

static const hm_columns *columns_of(const hm_node *node) {
    for (size_t i = 0; i < node->step_count; i++)
        if (node->steps[i].columns)
            return node->steps[i].columns;
    return NULL;
}

/* What a node takes from others of the same unit: those that its measure reads, then those that its
 * steps look at. */
static size_t count_sources(const hm_node *node) {
    const hm_columns *columns = columns_of(node);
    return node->read_count + (columns ? columns->count : 0);
}

static uint32_t source_of(const hm_node *node, size_t at) {
    return at < node->read_count ? node->reads[at] : columns_of(node)->nodes[at - node->read_count];
}

/* The same of nodes by the nodes that they take something from. */
static bool index_readers(hm_updater *u, const hm_plan *plan, const hm_allocator *allocator) {
    size_t reads = 0;
    u->first_reader = hm_allocate_array(allocator, plan->node_count + 2, sizeof *u->first_reader);
    if (!u->first_reader)
        return false;
    for (size_t i = 0; i < plan->node_count; i++)
        for (size_t k = 0; k < count_sources(&plan->nodes[i]); k++, reads++)
            u->first_reader[source_of(&plan->nodes[i], k) + 2]++;
    for (size_t i = 2; i < plan->node_count + 2; i++)
        u->first_reader[i] += u->first_reader[i - 1];
    u->readers = hm_allocate_array(allocator, reads, sizeof *u->readers);
    for (uint32_t i = 0; u->readers && i < plan->node_count; i++)
        for (size_t k = 0; k < count_sources(&plan->nodes[i]); k++)
            u->readers[u->first_reader[source_of(&plan->nodes[i], k) + 1]++] = i;
    return u->readers != NULL;
}

static void release_readers(hm_updater *u, const hm_plan *plan, const hm_allocator *allocator) {
    if (u->readers)
        hm_release(allocator, u->readers, u->first_reader[plan->node_count] * sizeof *u->readers);
    hm_release(allocator, u->first_reader, (plan->node_count + 2) * sizeof *u->first_reader);
}

static bool open_conditions(hm_updater *u, const hm_plan *plan, const hm_allocator *allocator) {
    if (plan->condition_count == 0)
        return true;
    u->changed = hm_allocate_array(allocator, plan->input_count, 1);
    return u->changed && hm_workspace_open(&u->conditions, plan->most_expr_nodes, allocator);
}

static void release_users(hm_updater *u, const hm_plan *plan, const hm_allocator *allocator) {
    if (u->users)
        hm_release(allocator, u->users, u->first_user[plan->input_count] * sizeof *u->users);
    hm_release(allocator, u->first_user, (plan->input_count + 2) * sizeof *u->first_user);
}

/* Those that the run gave. */
static bool take_first_reasons(hm_updater *u, const hm_plan *plan, const hm_allocator *allocator) {
    u->reasons = hm_allocate_array(allocator, plan->indicator_count, sizeof *u->reasons);
    bool fine = u->reasons != NULL;
    for (size_t i = 0; fine && i < plan->indicator_count; i++) {
        const hm_reason_given *reason = hm_evaluated_reason(&u->scores->evaluated, u->unit, i);
        hm_buffer_open(&u->reasons[i], allocator);
        if (reason)
            hm_buffer_add_text(&u->reasons[i], reason->text);
        fine = !u->reasons[i].failed;
    }
    return fine;
}

/* What the run has left to do, and what it could not: see hm_updater_finish. */
static hm_code begin(hm_updater *u, hm_error *error) {
    mark_nodes(u);
    const hm_code code = hm_updater_aggregate(u, error);
    unmark_all(&u->nodes);
    for (uint32_t i = 0; i < u->indicators.size; i++)
        if (u->scores->evaluated.usages[i].limit_hits > 0)
            mark(&u->indicators, i);
    return code;
}

hm_code hm_updater_open(hm_updater *u, hm_scores *scores, size_t unit, const hm_cancel *cancel,
                        hm_error *error) {
    const hm_allocator *allocator = scores->allocator;
    const hm_plan *plan = scores->plan;
    *u = (hm_updater){.scores = scores, .unit = unit, .times = 1};
    hm_arena_open(&u->given.arena, allocator);
    const hm_code code = hm_evaluator_open(&u->evaluator, &scores->bound, cancel, allocator, error);
    if (code != HM_OK)
        return code;
    hm_evaluator_recall(u->evaluator, &scores->evaluated);
    if (!hm_group_workspace_open(&u->workspace, plan, allocator) ||
        !open_marks(&u->indicators, plan->indicator_count, allocator) ||
        !open_marks(&u->unchecked, plan->indicator_count, allocator) ||
        !open_marks(&u->nodes, plan->node_count, allocator) || !index_users(u, plan, allocator) ||
        !index_readers(u, plan, allocator) || !open_conditions(u, plan, allocator) ||
        !take_first_reasons(u, plan, allocator))
        return hm_error_memory(error);
    return begin(u, error);
}

void hm_updater_close(hm_updater *u) {
    if (!u->scores)
        return;
    const hm_allocator *allocator = u->scores->allocator;
    const hm_plan *plan = u->scores->plan;
    for (size_t i = 0; u->reasons && i < plan->indicator_count; i++)
        hm_buffer_close(&u->reasons[i]);
    hm_release(allocator, u->reasons, plan->indicator_count * sizeof *u->reasons);
    hm_release(allocator, u->given.items, u->given.capacity * sizeof *u->given.items);
    hm_arena_close(&u->given.arena);
    release_users(u, plan, allocator);
    release_readers(u, plan, allocator);
    hm_release(allocator, u->changed, plan->input_count);
    hm_workspace_close(&u->conditions);
    close_marks(&u->nodes, allocator);
    close_marks(&u->unchecked, allocator);
    close_marks(&u->indicators, allocator);
    hm_group_workspace_close(&u->workspace);
    hm_evaluator_close(u->evaluator);
    u->scores = NULL;
}

const char *hm_updater_reason(const hm_updater *u, size_t indicator) {
    const hm_evaluated *evaluated = &u->scores->evaluated;
    const hm_stateful *stateful = &evaluated->stateful[indicator];
    if (stateful->units > 0 && evaluated->values.columns[indicator].states[u->unit] == HM_FAILED)
        return stateful->reason.text;
    return u->reasons[indicator].size > 0 ? u->reasons[indicator].data : NULL;
}
