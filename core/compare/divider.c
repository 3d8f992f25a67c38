#include "compare/divider.h"

#include "compare/shapley.h"

/* --- room --- */

static size_t most_children(const hm_matched *m) {
    size_t most = 1;
    for (hm_side side = HM_BEFORE; side < HM_SIDES; side++)
        for (size_t i = 0; i < m->plans[side]->node_count; i++) {
            const hm_node *node = &m->plans[side]->nodes[i];
            const size_t count = node->child_count + node->read_count;
            most = count > most ? count : most;
        }
    return 2 * most;
}

static size_t most_expr_nodes(const hm_matched *m) {
    const size_t before = m->plans[HM_BEFORE]->most_expr_nodes;
    const size_t after = m->plans[HM_AFTER]->most_expr_nodes;
    return before > after ? before : after;
}

static size_t room_for(size_t most) {
    return hm_shapley_room(most > HM_SHAPLEY_EXACT ? HM_SHAPLEY_EXACT : most) +
           hm_shapley_room(most);
}

bool hm_divider_open(hm_divider *d, const hm_matched *matched, const hm_allocator *allocator) {
    const size_t most = most_children(matched);
    *d = (hm_divider){.allocator = allocator, .most = most, .nodes = matched->count};
    const bool fine = hm_workspace_open(&d->workspace, most_expr_nodes(matched), allocator);
    d->children = hm_allocate_array(allocator, most, sizeof *d->children);
    d->parts = hm_allocate_array(allocator, most, sizeof *d->parts);
    d->places = hm_allocate_array(allocator, matched->count, sizeof *d->places);
    d->numbers = hm_allocate_array(allocator, 4 * most, sizeof *d->numbers);
    d->room = hm_allocate_array(allocator, room_for(most), sizeof *d->room);
    d->taken = hm_allocate_array(allocator, most, 1);
    d->players = hm_allocate_array(allocator, most, sizeof *d->players);
    return fine && d->children && d->parts && d->places && d->numbers && d->room && d->taken &&
           d->players;
}

void hm_divider_close(hm_divider *d) {
    const hm_allocator *allocator = d->allocator;
    const size_t most = d->most;
    hm_workspace_close(&d->workspace);
    hm_release(allocator, d->children, most * sizeof *d->children);
    hm_release(allocator, d->parts, most * sizeof *d->parts);
    hm_release(allocator, d->places, d->nodes * sizeof *d->places);
    hm_release(allocator, d->numbers, 4 * most * sizeof *d->numbers);
    hm_release(allocator, d->room, room_for(most) * sizeof *d->room);
    hm_release(allocator, d->taken, most);
    hm_release(allocator, d->players, most * sizeof *d->players);
}

/* --- children --- */

hm_child_pair *hm_divider_child(hm_divider *d, size_t number) {
    if (d->places[number] == 0) {
        d->children[d->count] = (hm_child_pair){.number = number};
        d->parts[d->count] = (hm_part){.number = number};
        d->places[number] = (uint32_t)++d->count;
    }
    return &d->children[d->places[number] - 1];
}

static void gather_side(hm_divider *d, hm_side side) {
    const hm_view *view = &d->views[side];
    const hm_plan *plan = hm_view_plan(view);
    const hm_node *group = &plan->nodes[view->nodes[d->group]];
    for (size_t i = 0; i < group->child_count; i++) {
        const hm_node *node = &plan->nodes[group->children[i]];
        const hm_grid_column *scores = &view->scores->aggregated.scores.columns[group->children[i]];
        hm_child_pair *child = hm_divider_child(d, view->numbers[group->children[i]]);
        const bool has_say = hm_effect_has_points(node->effect) ||
                             (node->effect == HM_EFFECT_COUNTS && node->weight > 0);
        child->is_there[side] = has_say && scores->states[view->unit] == HM_OBSERVED;
        child->scores[side] = scores->values[view->unit];
        child->weights[side] = node->weight;
        child->effects[side] = node->effect;
        child->caps[side] = node->cap;
    }
}

void hm_divider_gather(hm_divider *d, const hm_view views[HM_SIDES], size_t group) {
    d->views = views;
    d->group = group;
    d->count = 0;
    gather_side(d, HM_BEFORE);
    gather_side(d, HM_AFTER);
    for (size_t i = 0; i < d->count; i++)
        d->places[d->children[i].number] = 0;
}
