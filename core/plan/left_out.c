/* left_out.c: a copy without one of its nodes. */
#include "plan/plan.h"

#include <string.h>

bool hm_plan_is_within(const hm_plan *plan, uint32_t node, uint32_t group) {
    while (node != group && plan->nodes[node].parent != HM_NO_NODE)
        node = plan->nodes[node].parent;
    return node == group;
}

/* Does some other child of its group count? */
static bool has_sibling(const hm_plan *plan, uint32_t node) {
    const hm_node *group = &plan->nodes[plan->nodes[node].parent];
    bool has = false;
    for (size_t i = 0; i < group->child_count; i++) {
        const hm_node *child = &plan->nodes[group->children[i]];
        has |= group->children[i] != node && child->effect == HM_EFFECT_COUNTS && child->weight > 0;
    }
    return has;
}

uint32_t hm_plan_left_out_with(const hm_plan *plan, uint32_t node) {
    while (plan->nodes[node].parent != HM_NO_NODE && plan->nodes[node].effect == HM_EFFECT_COUNTS &&
           !has_sibling(plan, node))
        node = plan->nodes[node].parent;
    return node;
}

bool hm_plan_leaving_empties_edition(const hm_plan *plan, uint32_t node) {
    const uint32_t top = hm_plan_left_out_with(plan, node), parent = plan->nodes[top].parent;
    bool empties = false;
    for (size_t i = 0; parent != HM_NO_NODE && parent != 0 && i < plan->edition_count; i++) {
        const hm_node *group = &plan->editions[i].plan->nodes[parent];
        empties |= !group->is_absent && group->child_count == 1 && group->children[0] == top;
    }
    return empties;
}

typedef struct cutter {
    hm_plan *copy;
    hm_arena *arena;
    uint32_t top; /* what is left out, with all that is below it */
    bool failed;  /* memory has run out */
} cutter;

static bool is_out(const cutter *c, uint32_t node) {
    return hm_plan_is_within(c->copy, node, c->top);
}

/* --- lists of nodes --- */

static bool has(const uint32_t *list, size_t count, uint32_t number) {
    for (size_t i = 0; i < count; i++)
        if (list[i] == number)
            return true;
    return false;
}

static uint32_t *without(cutter *c, uint32_t *list, size_t *count, uint32_t number) {
    size_t kept = 0;
    if (!has(list, *count, number))
        return list;
    uint32_t *rest = hm_arena_take_array(c->arena, *count, sizeof *rest);
    c->failed |= !rest;
    for (size_t i = 0; rest && i < *count; i++)
        if (list[i] != number)
            rest[kept++] = list[i];
    *count = kept;
    return rest;
}

/* --- steps that look at several columns --- */

static hm_columns *copy_columns(cutter *c, const hm_columns *from) {
    hm_columns *columns = hm_arena_take(c->arena, sizeof *columns);
    uint32_t *nodes = hm_arena_take_array(c->arena, from->count, sizeof *nodes);
    double *signs = hm_arena_take_array(c->arena, from->count, sizeof *signs);
    if (!columns || !nodes || !signs) {
        c->failed = true;
        return NULL;
    }
    *columns =
        (hm_columns){.nodes = nodes, .signs = signs, .own = from->own, .keeper = from->keeper};
    return columns;
}

/* Of a node that stays those that stay, of one that does not all: it learns by itself. */
static const hm_columns *cut_columns(cutter *c, uint32_t number, const hm_columns *from) {
    const bool stays = !is_out(c, number);
    hm_columns *to = copy_columns(c, from);
    if (!to)
        return NULL;
    for (uint32_t i = 0; i < from->count; i++) {
        if (stays && is_out(c, from->nodes[i]))
            continue;
        if (i == from->own)
            to->own = to->count;
        ((uint32_t *)(uintptr_t)to->nodes)[to->count] = from->nodes[i];
        ((double *)(uintptr_t)to->signs)[to->count++] = from->signs[i];
    }
    if (!stays)
        to->keeper = number;
    return to;
}

static bool sees_out(const cutter *c, const hm_columns *columns) {
    for (uint32_t i = 0; i < columns->count; i++)
        if (is_out(c, columns->nodes[i]))
            return true;
    return false;
}

/* A step's columns are to be others. */
static bool is_touched(const cutter *c, const hm_step *step) {
    return step->columns && (sees_out(c, step->columns) || is_out(c, step->columns->keeper));
}

static hm_step *copy_steps(cutter *c, const hm_step *steps, size_t count) {
    hm_step *copy = hm_arena_take_array(c->arena, count, sizeof *copy);
    c->failed |= !copy;
    if (copy && count > 0)
        memcpy(copy, steps, count * sizeof *copy);
    return copy;
}

/* Those of the whole plan: editions are asked for numbers of steps alone. */
static void cut_steps(cutter *c, uint32_t number, hm_node *node) {
    bool any = node->weigh && is_touched(c, node->weigh);
    for (size_t i = 0; i < node->step_count; i++)
        any |= is_touched(c, &node->steps[i]);
    if (!any)
        return;
    hm_step *steps = copy_steps(c, node->steps, node->step_count),
            *weigh = node->weigh ? copy_steps(c, node->weigh, 1) : NULL;
    for (size_t i = 0; steps && i < node->step_count; i++)
        if (is_touched(c, &steps[i]))
            steps[i].columns = cut_columns(c, number, steps[i].columns);
    if (weigh && is_touched(c, weigh))
        weigh->columns = cut_columns(c, number, weigh->columns);
    if (c->failed)
        return;
    node->steps = steps;
    node->weigh = weigh;
}

/* Steps that learnt with one of a node that is left out learn with the first that stays. */
static void find_keepers(const cutter *c) {
    const hm_node *nodes = c->copy->nodes;
    for (uint32_t i = 0; i < c->copy->node_count; i++) {
        const hm_step *step = hm_node_step(&nodes[i], HM_STEP_IMPUTE);
        if (!step || !step->columns || is_out(c, i) || !is_out(c, step->columns->keeper))
            continue;
        const uint32_t before = step->columns->keeper;
        for (uint32_t k = i; k < c->copy->node_count; k++) {
            const hm_step *other = hm_node_step(&nodes[k], HM_STEP_IMPUTE);
            if (other && other->columns && !is_out(c, k) && other->columns->keeper == before)
                ((hm_columns *)(uintptr_t)other->columns)->keeper = i; /* the arena's */
        }
    }
}

/* --- the hierarchy --- */

/* Groups that lose their last child have nothing to be scored by. */
static void cut_children(cutter *c, hm_node *nodes, uint32_t node) {
    const uint32_t parent = nodes[c->top].parent;
    while (node != c->top) {
        node = nodes[node].parent;
        nodes[node].child_count = 0;
    }
    if (parent != HM_NO_NODE)
        nodes[parent].children =
            without(c, nodes[parent].children, &nodes[parent].child_count, c->top);
}

/* It is not the same in all editions any more. */
static void note_varying(const cutter *c, uint32_t node) {
    c->copy->nodes[node].varies = true;
    for (size_t i = 0; i < c->copy->edition_count; i++)
        c->copy->editions[i].plan->nodes[node].varies = true;
}

/* Those that a node rests on stand first. */
static void cut_reads(cutter *c, hm_node *nodes, uint32_t number, uint32_t read) {
    hm_node *node = &nodes[number];
    if (!has(node->reads, node->read_count, read))
        return;
    node->rests_on -= has(node->reads, node->rests_on, read) ? 1 : 0;
    node->reads = without(c, node->reads, &node->read_count, read);
    note_varying(c, number);
}

/* In an edition, a group of which nothing holds does not either. */
static void leave_empty(cutter *c, const hm_edition *edition, uint32_t group) {
    hm_node *nodes = edition->plan->nodes;
    while (!c->failed && group != HM_NO_NODE && group != 0 && nodes[group].child_count == 0 &&
           !nodes[group].is_absent) {
        const uint32_t parent = nodes[group].parent;
        nodes[group].is_absent = true;
        nodes[group].share = 0;
        note_varying(c, group);
        for (uint32_t i = 0; i < c->copy->node_count && !c->failed; i++)
            cut_reads(c, nodes, i, group);
        if (parent != HM_NO_NODE && !c->failed) {
            note_varying(c, parent);
            nodes[parent].children =
                without(c, nodes[parent].children, &nodes[parent].child_count, group);
        }
        group = parent;
    }
}

static void share_all(const hm_plan *plan) {
    for (size_t i = 0; i < plan->node_count; i++)
        hm_plan_share(plan->nodes, &plan->nodes[i]);
}

bool hm_plan_leave_out(hm_plan *copy, uint32_t node, hm_arena *arena) {
    cutter c = {copy, arena, hm_plan_left_out_with(copy, node), false};
    const uint32_t parent = copy->nodes[c.top].parent;
    for (uint32_t i = 0; i < copy->node_count && !c.failed; i++)
        cut_steps(&c, i, &copy->nodes[i]);
    cut_children(&c, copy->nodes, node);
    for (size_t i = 0; i < copy->edition_count && !c.failed; i++) {
        cut_children(&c, copy->editions[i].plan->nodes, node);
        leave_empty(&c, &copy->editions[i], parent);
    }
    if (c.failed)
        return false;
    find_keepers(&c);
    share_all(copy);
    for (size_t i = 0; i < copy->edition_count; i++)
        share_all(copy->editions[i].plan);
    return true;
}
