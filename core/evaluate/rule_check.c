#include "evaluate/rule_check.h"

#include "platform/cancel.h"
#include "platform/threads.h"
#include "platform/wide.h"

/* --- a block of units --- */

/* What one thread needs. */
typedef struct checker {
    hm_workspace workspace;
    double values[2][HM_BLOCK];
    uint8_t states[2][HM_BLOCK];
    uint8_t verdicts[HM_BLOCK];
} checker;

static size_t most_nodes_of(const hm_rule *rule) {
    return rule->left->node_count > rule->right->node_count ? rule->left->node_count
                                                            : rule->right->node_count;
}

/* Measures are far larger than rules, and their registers would be cleared in vain. */
static size_t most_nodes(const hm_plan *plan) {
    size_t most = 1;
    for (size_t i = 0; i < plan->rule_count; i++)
        most = most_nodes_of(&plan->rules[i]) > most ? most_nodes_of(&plan->rules[i]) : most;
    return most;
}

/* An input by itself is looked at where it stands. */
static hm_operand run_side(checker *c, int side, const hm_expr *expr, const hm_expr_data *data,
                           size_t first, size_t count) {
    const hm_expr_node *node = hm_expr_nodes(expr);
    if (expr->node_count == 1 && node->op == HM_OP_INPUT) {
        const hm_grid_column *column = &data->inputs[node->input];
        return (hm_operand){column->values + first, column->states + first};
    }
    hm_expr_run(expr, data, first, count, &c->workspace, c->values[side], c->states[side]);
    return (hm_operand){c->values[side], c->states[side]};
}

/* Fills c->verdicts. `sides`, two of them, are what was compared. */
static void run_block(checker *c, const hm_rule *rule, const hm_expr_data *data, size_t first,
                      size_t count, hm_operand *sides) {
    sides[0] = run_side(c, 0, rule->left, data, first, count);
    sides[1] = run_side(c, 1, rule->right, data, first, count);
    hm_comparison_run(rule->comparison, count, sides[0], sides[1], rule->tolerance, c->verdicts);
    for (size_t i = 0; rule->counts_missing && i < count; i++)
        if (c->verdicts[i] == HM_VERDICT_MISSING)
            c->verdicts[i] = HM_VERDICT_BROKEN;
}

HM_WIDE static bool any_broken(const uint8_t *verdicts, size_t count) {
    unsigned found = 0;
    for (size_t i = 0; i < count; i++)
        found |= verdicts[i] == HM_VERDICT_BROKEN;
    return found != 0;
}

bool hm_rules_workspace_open(hm_workspace *workspace, const hm_plan *plan,
                             const hm_allocator *allocator) {
    return hm_workspace_open(workspace, most_nodes(plan), allocator);
}

hm_verdict hm_rule_verdict(const hm_bound *bound, const hm_rule *rule, size_t unit,
                           const hm_workspace *workspace, hm_sides *sides) {
    const hm_expr_data data = hm_bound_data(bound, HM_NO_NODE);
    checker c;
    hm_operand both[2];
    c.workspace = *workspace;
    run_block(&c, rule, &data, unit, 1, both);
    if (sides)
        *sides = (hm_sides){both[0].values[0], both[1].values[0], (hm_state)both[0].states[0],
                            (hm_state)both[1].states[0]};
    return (hm_verdict)c.verdicts[0];
}

/* --- all units --- */

/* Units that a thread takes at a time, all rules one after the other, so that figures that several
 * rules look at are near. */
enum { CHUNK = 16 * HM_BLOCK };

typedef struct broken {
    uint32_t rule, unit;
    hm_sides sides;
} broken;

/* Of one chunk, by rule and then unit. */
typedef struct broken_list {
    broken *items;
    size_t count, capacity;
    size_t next; /* that is to be told */
    bool failed; /* memory has run out */
} broken_list;

typedef struct run {
    const hm_rule_check *check;
    hm_expr_data data;
    checker *checkers;  /* of each worker */
    broken_list *found; /* of each chunk */
    size_t chunk_count;
} run;

static bool note(const run *r, broken_list *list, broken one) {
    if (!hm_grow(r->check->allocator, &list->items, list->count, &list->capacity,
                 sizeof *list->items)) {
        list->failed = true;
        return false;
    }
    list->items[list->count++] = one;
    return true;
}

static bool check_block(const run *r, checker *c, uint32_t rule, size_t first, size_t count,
                        broken_list *list) {
    hm_operand sides[2];
    run_block(c, &r->check->bound->plan->rules[rule], &r->data, first, count, sides);
    if (!any_broken(c->verdicts, count))
        return true;
    for (size_t i = 0; i < count; i++) {
        const broken one = {rule,
                            (uint32_t)(first + i),
                            {sides[0].values[i], sides[1].values[i], (hm_state)sides[0].states[i],
                             (hm_state)sides[1].states[i]}};
        if (c->verdicts[i] == HM_VERDICT_BROKEN && !note(r, list, one))
            return false;
    }
    return true;
}

static bool check_chunk(void *context, size_t worker, size_t chunk) {
    const run *r = context;
    const size_t begin = r->check->first + chunk * CHUNK;
    const size_t all = r->check->first + r->check->count;
    const size_t end = all - begin < CHUNK ? all : begin + CHUNK;
    for (uint32_t rule = 0; rule < r->check->bound->plan->rule_count; rule++) {
        for (size_t first = begin; first < end; first += HM_BLOCK) {
            const size_t count = end - first < HM_BLOCK ? end - first : HM_BLOCK;
            if (hm_is_cancelled(r->check->cancel) ||
                !check_block(r, &r->checkers[worker], rule, first, count, &r->found[chunk]))
                return false;
        }
    }
    return true;
}

static void report_all(const run *r, hm_issues *issues) {
    const hm_bound *bound = r->check->bound;
    for (uint32_t rule = 0; rule < bound->plan->rule_count; rule++)
        for (size_t chunk = 0; chunk < r->chunk_count && !hm_is_cancelled(r->check->cancel);
             chunk++)
            for (broken_list *list = &r->found[chunk];
                 list->next < list->count && list->items[list->next].rule == rule; list->next++)
                hm_rule_report(bound, &bound->plan->rules[rule], list->items[list->next].unit,
                               list->items[list->next].sides, issues);
}

static hm_code check_all(run *r, size_t jobs, hm_error *error) {
    const hm_rule_check *check = r->check;
    const size_t nodes = most_nodes(check->bound->plan);
    for (size_t i = 0; i < jobs; i++)
        if (!hm_workspace_open(&r->checkers[i].workspace, nodes, check->allocator))
            return hm_error_memory(error);
    const hm_code code =
        hm_threads_run(jobs, r->chunk_count, check_chunk, r, check->allocator, error);
    for (size_t i = 0; i < r->chunk_count; i++)
        if (r->found[i].failed)
            return hm_error_memory(error);
    return code == HM_OK ? hm_cancel_check(check->cancel, error) : code;
}

static void close_run(run *r, size_t jobs) {
    const hm_allocator *allocator = r->check->allocator;
    for (size_t i = 0; r->checkers && i < jobs; i++)
        hm_workspace_close(&r->checkers[i].workspace);
    for (size_t i = 0; r->found && i < r->chunk_count; i++)
        hm_release(allocator, r->found[i].items, r->found[i].capacity * sizeof *r->found[i].items);
    hm_release(allocator, r->checkers, jobs * sizeof *r->checkers);
    hm_release(allocator, r->found, r->chunk_count * sizeof *r->found);
}

hm_code hm_rules_check(const hm_rule_check *check, hm_issues *issues, hm_error *error) {
    if (check->bound->plan->rule_count == 0 || check->count == 0)
        return HM_OK;
    run r = {.check = check,
             .data = hm_bound_data(check->bound, HM_NO_NODE),
             .chunk_count = (check->count + CHUNK - 1) / CHUNK};
    const size_t jobs = check->jobs < r.chunk_count ? check->jobs : r.chunk_count;
    r.checkers = hm_allocate_array(check->allocator, jobs, sizeof *r.checkers);
    r.found = hm_allocate_array(check->allocator, r.chunk_count, sizeof *r.found);
    hm_code code = r.checkers && r.found ? check_all(&r, jobs, error) : hm_error_memory(error);
    if (code == HM_OK)
        report_all(&r, issues);
    close_run(&r, jobs);
    if (code == HM_OK && issues->out_of_memory)
        code = hm_error_memory(error);
    return code == HM_OK ? hm_cancel_check(check->cancel, error) : code;
}
