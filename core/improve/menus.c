#include "improve/menus.h"

#include <math.h>

#include "improve/points.h"
#include "base/error.h"
#include "expr/input_roles.h"

/* --- which decisions act together --- */

static uint32_t first_of(const uint32_t *groups, uint32_t at) {
    while (groups[at] != at)
        at = groups[at];
    return at;
}

static void join(uint32_t *groups, uint32_t one, uint32_t other) {
    const uint32_t a = first_of(groups, one), b = first_of(groups, other);
    groups[a > b ? a : b] = a > b ? b : a;
}

static bool changes(const hm_decision *decision) {
    return decision->fixed == HM_CHANGES;
}

/* May what a node gains be added up from what each decision brings? Unless its range holds it. */
static bool adds_up(const hm_decisions *decisions, const hm_node *node, uint32_t number,
                    uint32_t *room) {
    const hm_plan *plan = decisions->trial->plan;
    const hm_expr *expr =
        node->indicator != HM_NO_INDICATOR ? plan->indicators[node->indicator].measure : NULL;
    size_t count = 0;
    if (!expr || hm_node_has_steps(node) || node->rounding >= 0 || hm_node_is_reader(plan, node))
        return false;
    for (uint32_t i = 0; i < decisions->count; i++)
        if (changes(&decisions->each[i]) && decisions->each[i].touches[number]) {
            room[count++] = i;
            if (!hm_expr_uses(expr, i)) /* it decides what is asked */
                return false;
        }
    return hm_expr_adds_up(expr, room, count);
}

/* Decisions that a rule hangs on are in one group: what one may be hangs on the other. */
static void group_by_rules(const hm_decisions *decisions, uint32_t *groups) {
    for (uint32_t i = 0; i < decisions->count; i++)
        for (uint32_t k = 0; changes(&decisions->each[i]) && k < i; k++)
            if (changes(&decisions->each[k]) &&
                hm_decision_is_linked(decisions, &decisions->each[i], &decisions->each[k]))
                join(groups, i, k);
}

/* So are decisions that touch a node, unless they act apart. */
static void group(const hm_menus *menus, uint32_t *groups) {
    const hm_decisions *decisions = menus->decisions;
    const hm_plan *plan = decisions->trial->plan;
    for (uint32_t i = 0; i < decisions->count; i++)
        groups[i] = i;
    group_by_rules(decisions, groups);
    for (uint32_t node = 0; node < plan->node_count; node++) {
        uint32_t last = HM_NO_NAME;
        if (menus->apart[node])
            continue;
        for (uint32_t i = 0; i < decisions->count; i++) {
            if (!changes(&decisions->each[i]) || !decisions->each[i].touches[node])
                continue;
            if (last != HM_NO_NAME)
                join(groups, last, i);
            last = i;
        }
    }
}

static bool take_apart(hm_menus *menus) {
    const hm_decisions *decisions = menus->decisions;
    const hm_plan *plan = decisions->trial->plan;
    uint32_t *room = hm_arena_take_array(&menus->arena, decisions->count + 1, sizeof *room);
    menus->apart = hm_arena_take_array(&menus->arena, plan->node_count, 1);
    for (uint32_t i = 0; room && menus->apart && i < plan->node_count; i++)
        menus->apart[i] = adds_up(decisions, &plan->nodes[i], i, room);
    return room && menus->apart;
}

/* --- one menu --- */

static bool fill(hm_menu *menu, const hm_decisions *decisions, const uint32_t *groups,
                 uint32_t first, hm_arena *arena) {
    const size_t nodes = decisions->trial->plan->node_count;
    *menu = (hm_menu){.decisions = decisions};
    menu->inputs = hm_arena_take_array(arena, decisions->count, sizeof *menu->inputs);
    menu->nodes = hm_arena_take_array(arena, nodes, sizeof *menu->nodes);
    if (!menu->inputs || !menu->nodes)
        return false;
    for (uint32_t i = first; i < decisions->count; i++)
        if (changes(&decisions->each[i]) && first_of(groups, i) == first)
            menu->inputs[menu->input_count++] = i;
    for (uint32_t node = 0; node < nodes; node++) {
        bool touched = false;
        for (size_t i = 0; i < menu->input_count; i++)
            touched |= decisions->each[menu->inputs[i]].touches[node];
        if (touched)
            menu->nodes[menu->node_count++] = node;
    }
    return true;
}

/* What the nodes of a menu have as it is. */
static bool take_before(hm_pointing *p) {
    const hm_menu *menu = p->menu;
    double *before = hm_arena_take_array(p->arena, menu->node_count + 1, sizeof *before);
    double *signs = hm_arena_take_array(p->arena, menu->node_count + 1, sizeof *signs);
    for (size_t i = 0; before && signs && i < menu->node_count; i++) {
        before[i] = hm_trial_score(p->decisions->trial, menu->nodes[i]);
        signs[i] = hm_trial_sign(p->decisions->trial, menu->nodes[i]);
    }
    p->before = before;
    p->signs = signs;
    return before && signs;
}

/* The menu of one decision alone. */
static hm_menu alone_of(const hm_menu *menu, hm_decision *decision) {
    hm_menu alone = *menu;
    alone.inputs = &decision->input;
    alone.input_count = 1;
    return alone;
}

/* Each goes on to make way for the others as long as one of these went on for another. */
static hm_code find_ends(hm_pointing *p) {
    hm_menu *menu = p->menu;
    bool again = true;
    hm_code code = HM_OK;
    for (size_t turn = 0; code == HM_OK && again && turn <= menu->input_count; turn++) {
        again = turn == 0;
        for (size_t i = 0; code == HM_OK && i < menu->input_count; i++) {
            hm_decision *decision = &p->decisions->each[menu->inputs[i]];
            hm_menu alone = alone_of(menu, decision);
            p->menu = &alone;
            p->line = 0;
            if (turn == 0)
                code = hm_ends_find(p, decision);
            else
                again |= hm_ends_make_way(p, decision);
        }
        p->menu = menu;
    }
    return code;
}

/* Decisions whose ways have no end, or none left, are fixed. */
static void fix(hm_decision *decision) {
    if (isinf(decision->steps[HM_WAY_UP]) || isinf(decision->steps[HM_WAY_DOWN]))
        decision->fixed = HM_FIXED_NO_END;
    else if (decision->steps[HM_WAY_UP] == 0 && decision->steps[HM_WAY_DOWN] == 0)
        decision->fixed = HM_FIXED_BOUND;
}

static void leave_out_fixed(hm_menu *menu) {
    size_t kept = 0;
    for (size_t i = 0; i < menu->input_count; i++)
        if (changes(&menu->decisions->each[menu->inputs[i]]))
            menu->inputs[kept++] = menu->inputs[i];
    menu->input_count = kept;
}

static hm_code make(hm_menus *menus, hm_menu *menu, hm_decisions *decisions, hm_error *error) {
    hm_pointing p = {.decisions = decisions, .menu = menu, .arena = &menus->arena, .error = error};
    hm_code code = hm_trial_take(decisions->trial, error);
    p.steps = hm_arena_take_array(&menus->arena, menu->input_count, sizeof *p.steps);
    p.rules = hm_arena_take_array(&menus->arena, decisions->trial->plan->rule_count + 1, 1);
    if (code == HM_OK && (!p.steps || !p.rules || !take_before(&p)))
        code = hm_error_memory(error);
    if (code == HM_OK)
        code = find_ends(&p);
    for (size_t i = 0; i < menu->input_count; i++)
        fix(&decisions->each[menu->inputs[i]]);
    leave_out_fixed(menu);
    if (code != HM_OK || menu->input_count == 0)
        return code;
    hm_pointing_go_by_all(&p);
    code = hm_points_take(&p);
    return code == HM_OK ? hm_trial_take(decisions->trial, error) : code;
}

/* --- all --- */

/* The place of a node among those of a menu; SIZE_MAX: it is none of them. */
static size_t place_of(const hm_menu *menu, uint32_t node) {
    for (size_t i = 0; i < menu->node_count; i++)
        if (menu->nodes[i] == node)
            return i;
    return SIZE_MAX;
}

/* Puts all that touches a node where it has most, or least, and looks whether that adds up. */
static hm_code check_end(const hm_menus *menus, uint32_t node, double sign, bool *adds,
                         hm_error *error) {
    const hm_trial *trial = menus->decisions->trial;
    const double start = hm_trial_score(trial, node);
    double sum = start;
    for (size_t i = 0; i < menus->count; i++) {
        const hm_menu *menu = &menus->each[i];
        const size_t place = place_of(menu, node);
        size_t best = 0;
        for (size_t k = 1; place != SIZE_MAX && k < menu->count; k++)
            if (sign * menu->points[k].scores[place] > sign * menu->points[best].scores[place])
                best = k;
        for (size_t k = 0; place != SIZE_MAX && k < menu->input_count; k++)
            hm_trial_put(trial, menu->inputs[k],
                         hm_decision_value(&menus->decisions->each[menu->inputs[k]],
                                           menu->points[best].steps[k]));
        if (place != SIZE_MAX)
            sum += menu->points[best].scores[place] - start;
    }
    hm_code code = hm_trial_take(trial, error);
    *adds = code == HM_OK && fabs(hm_trial_score(trial, node) - sum) <= 1e-9 * fmax(1, fabs(sum));
    for (uint32_t i = 0; i < menus->decisions->count; i++)
        if (changes(&menus->decisions->each[i]) && menus->decisions->each[i].touches[node])
            hm_trial_put(trial, i, menus->decisions->each[i].from);
    return code == HM_OK ? hm_trial_take(trial, error) : code;
}

/* Nodes that are held by their range do not add up after all: then `again`. */
static hm_code check_apart(hm_menus *menus, bool *again, hm_error *error) {
    const hm_trial *trial = menus->decisions->trial;
    hm_code code = HM_OK;
    *again = false;
    for (uint32_t i = 0; code == HM_OK && i < trial->plan->node_count; i++) {
        bool adds = true;
        size_t count = 0;
        for (size_t k = 0; menus->apart[i] && k < menus->count; k++)
            count += place_of(&menus->each[k], i) != SIZE_MAX;
        if (count < 2 || isnan(hm_trial_score(trial, i)))
            continue;
        code = check_end(menus, i, 1, &adds, error);
        if (code == HM_OK && adds)
            code = check_end(menus, i, -1, &adds, error);
        menus->apart[i] = adds;
        *again |= !adds;
    }
    return code;
}

static hm_code make_all(hm_menus *menus, hm_decisions *decisions, uint32_t *groups,
                        hm_error *error) {
    hm_code code = HM_OK;
    menus->count = 0;
    group(menus, groups);
    for (uint32_t i = 0; code == HM_OK && i < decisions->count; i++) {
        hm_menu *menu = &menus->each[menus->count];
        if (groups[i] != i || !changes(&decisions->each[i]))
            continue;
        code = fill(menu, decisions, groups, i, &menus->arena) ? make(menus, menu, decisions, error)
                                                               : hm_error_memory(error);
        menus->count += menu->count > 1;
    }
    return code;
}

hm_code hm_menus_open(hm_menus *menus, hm_decisions *decisions, hm_error *error) {
    const hm_trial *trial = decisions->trial;
    *menus = (hm_menus){.decisions = decisions};
    hm_arena_open(&menus->arena, trial->updater->scores->allocator);
    uint32_t *groups = hm_arena_take_array(&menus->arena, decisions->count + 1, sizeof *groups);
    menus->each = hm_arena_take_array(&menus->arena, decisions->count + 1, sizeof *menus->each);
    if (!groups || !menus->each || !take_apart(menus))
        return hm_error_memory(error);
    bool again = true;
    hm_code code = HM_OK;
    while (code == HM_OK && again) {
        code = make_all(menus, decisions, groups, error);
        if (code == HM_OK)
            code = check_apart(menus, &again, error);
    }
    return code;
}

void hm_menus_close(hm_menus *menus) {
    hm_arena_close(&menus->arena);
}
