#include "improve/tree.h"

#include <math.h>
#include <string.h>

#include "base/error.h"

#define NEAR_ZERO 1e-6

static bool is_method(const hm_node *node, const char *name) {
    return strcmp(hm_methods[node->method].name, name) == 0;
}

/* --- what it can be relied on for --- */

static hm_tree tree_of_method(const hm_node *group) {
    static const char *const concave[] = {"geometric", "harmonic", "minimum"};
    if (group->method == HM_METHOD_ARITHMETIC || hm_methods[group->method].sums)
        return HM_TREE_ADDS;
    for (size_t i = 0; i < sizeof concave / sizeof *concave; i++)
        if (is_method(group, concave[i]))
            return HM_TREE_CONCAVE;
    return HM_TREE_OTHER;
}

/* Does what its method makes of the children always lie within its range, and say all there is to
 * say? */
static bool holds_children(const hm_plan *plan, const hm_node *group) {
    const hm_scores_range range = hm_plan_range_of_children(plan->nodes, group);
    for (size_t i = 0; i < group->child_count; i++)
        if (plan->nodes[group->children[i]].effect != HM_EFFECT_COUNTS)
            return false;
    return range.low >= group->low && range.high <= group->high;
}

/* What scores are raised to in a geometric mean; -INFINITY: they are not. */
static double floor_of(const hm_node *group) {
    const double floor = group->method_parameters[HM_GEOMETRIC_FLOOR];
    return is_method(group, "geometric") && floor > 0 ? floor : (double)-INFINITY;
}

double hm_tree_counted(const hm_plan *plan, uint32_t node, double score) {
    const uint32_t parent = plan->nodes[node].parent;
    return parent == HM_NO_NODE || isnan(score) ? score
                                                : fmax(score, floor_of(&plan->nodes[parent]));
}

static hm_tree tree_of_group(const hm_plan *plan, const hm_node *group) {
    if (group->measure || hm_node_has_steps(group) || group->rounding >= 0 ||
        !holds_children(plan, group))
        return HM_TREE_OTHER;
    const hm_tree tree = tree_of_method(group);
    for (size_t i = 0; tree == HM_TREE_CONCAVE && i < group->child_count; i++)
        if (fmax(plan->nodes[group->children[i]].low, floor_of(group)) < 0)
            return HM_TREE_OTHER;
    return tree;
}

static bool looks_at_others(const hm_plan *plan) {
    for (size_t i = 0; i < plan->node_count; i++)
        for (size_t k = 0; k < plan->nodes[i].step_count; k++)
            if (plan->nodes[i].steps[k].columns)
                return true;
    return plan->reads_nodes;
}

static hm_tree worse(hm_tree one, hm_tree other) {
    return one > other ? one : other;
}

static bool ever_lowers(const hm_menu *menu, size_t place) {
    for (size_t i = 1; i < menu->count; i++)
        if (menu->points[i].scores[place] < menu->points[0].scores[place])
            return true;
    return false;
}

/* What a floor holds is no sum of what lies below it, or of what several figures bring: it may only
 * rise from above the floor. */
static bool stays_above_floor(const hm_trial *trial, uint32_t node, const hm_menu *menu,
                              size_t place) {
    const hm_plan *plan = trial->plan;
    const uint32_t parent = plan->nodes[node].parent;
    const double floor = parent == HM_NO_NODE ? -INFINITY : floor_of(&plan->nodes[parent]);
    return !isfinite(floor) || (hm_trial_score(trial, node) >= floor && !ever_lowers(menu, place));
}

/* How many figures that change have a say in a node. */
static size_t count_inputs(const hm_menus *menus, uint32_t node) {
    size_t count = 0;
    for (size_t i = 0; i < menus->count; i++)
        for (size_t k = 0; k < menus->each[i].node_count; k++)
            if (menus->each[i].nodes[k] == node)
                count += menus->each[i].input_count;
    return count;
}

/* Of what lies above a node that a menu touches. */
static hm_tree tree_above(const hm_menus *menus, const hm_menu *menu, size_t place) {
    const hm_trial *trial = menus->decisions->trial;
    const hm_plan *plan = trial->plan;
    const uint32_t node = menu->nodes[place];
    const bool is_held =
        count_inputs(menus, node) > 1 && !stays_above_floor(trial, node, menu, place);
    hm_tree tree = plan->nodes[node].child_count > 0 || is_held ? HM_TREE_OTHER : HM_TREE_ADDS;
    for (uint32_t at = plan->nodes[node].parent; at != HM_NO_NODE; at = plan->nodes[at].parent) {
        tree = worse(tree, tree_of_group(plan, &plan->nodes[at]));
        if (!stays_above_floor(trial, at, menu, place))
            tree = HM_TREE_OTHER;
    }
    return tree;
}

/* The engine has the last word: do the points of a menu add what the slopes say? */
static bool adds_up(const hm_menu *menu, const double *slopes) {
    const hm_menu_point *start = &menu->points[0];
    for (size_t i = 1; i < menu->count; i++) {
        const hm_menu_point *point = &menu->points[i];
        double index = start->index;
        for (size_t k = 0; k < menu->node_count; k++)
            if (!isnan(point->scores[k]))
                index += slopes[menu->nodes[k]] * (point->scores[k] - start->scores[k]);
        if (!(fabs(index - point->index) <= 1e-9 * fmax(1, fabs(index))))
            return false;
    }
    return true;
}

hm_code hm_tree_find(const hm_menus *menus, hm_tree *out, hm_error *error) {
    const hm_trial *trial = menus->decisions->trial;
    hm_tree tree = looks_at_others(trial->plan) ? HM_TREE_OTHER : HM_TREE_ADDS;
    for (size_t i = 0; i < menus->count; i++)
        for (size_t k = 0; k < menus->each[i].node_count; k++)
            tree = worse(tree, tree_above(menus, &menus->each[i], k));
    if (tree == HM_TREE_CONCAVE && hm_trial_sign(trial, 0) < 0)
        tree = HM_TREE_OTHER; /* it lies nowhere below the plane, then */
    *out = tree;
    if (tree != HM_TREE_ADDS)
        return HM_OK;
    const hm_allocator *allocator = trial->updater->scores->allocator;
    const size_t size = trial->plan->node_count * sizeof(double);
    double *slopes = hm_allocate(allocator, size);
    if (!slopes)
        return hm_error_memory(error);
    (void)hm_tree_slopes(trial, 0, slopes);
    for (size_t i = 0; i < menus->count; i++)
        *out = adds_up(&menus->each[i], slopes) ? *out : HM_TREE_OTHER;
    hm_release(allocator, slopes, size);
    return HM_OK;
}

/* --- slopes --- */

static bool counts(const hm_trial *trial, uint32_t child) {
    return trial->plan->nodes[child].weight > 0 && !isnan(hm_trial_score(trial, child));
}

/* Which child is the least: any of several, as long as it is one. */
static uint32_t least_of(const hm_trial *trial, const hm_node *group) {
    uint32_t least = HM_NO_NODE;
    for (size_t i = 0; i < group->child_count; i++) {
        const uint32_t child = group->children[i];
        if (counts(trial, child) &&
            (least == HM_NO_NODE || hm_trial_score(trial, child) < hm_trial_score(trial, least)))
            least = child;
    }
    return least;
}

/* What a point of a child's score adds to its group's: of scores near 0, where a mean of that kind
 * rises without end, as if they were a little above. */
static double slope_of(const hm_trial *trial, const hm_node *group, uint32_t child, double score,
                       double total) {
    const double own =
        fmax(hm_tree_counted(trial->plan, child, hm_trial_score(trial, child)), NEAR_ZERO);
    const double weight = trial->plan->nodes[child].weight, share = weight / total;
    if (hm_methods[group->method].sums)
        return weight;
    if (is_method(group, "geometric"))
        return share * fmax(score, NEAR_ZERO) / own;
    if (is_method(group, "harmonic"))
        return share * fmax(score, NEAR_ZERO) * fmax(score, NEAR_ZERO) / (own * own);
    if (is_method(group, "minimum"))
        return child == least_of(trial, group) ? 1 : 0;
    return share;
}

bool hm_tree_slopes(const hm_trial *trial, uint32_t top, double *slopes) {
    const hm_plan *plan = trial->plan;
    bool touches = true;
    for (size_t i = 0; i < plan->node_count; i++)
        slopes[i] = 0;
    slopes[top] = top == 0 ? hm_trial_sign(trial, 0) : 1;
    for (uint32_t i = top; i < plan->node_count; i++) {
        const hm_node *group = &plan->nodes[i];
        double total = 0;
        for (size_t k = 0; k < group->child_count; k++)
            if (counts(trial, group->children[k]))
                total += plan->nodes[group->children[k]].weight;
        if (slopes[i] == 0)
            continue;
        const bool bends = group->child_count > 0 &&
                           (is_method(group, "geometric") || is_method(group, "harmonic"));
        for (size_t k = 0; k < group->child_count; k++)
            if (counts(trial, group->children[k]) && bends)
                touches &= hm_tree_counted(plan, group->children[k],
                                           hm_trial_score(trial, group->children[k])) > NEAR_ZERO;
        for (size_t k = 0; k < group->child_count; k++)
            if (counts(trial, group->children[k]))
                slopes[group->children[k]] = slopes[i] * slope_of(trial, group, group->children[k],
                                                                  hm_trial_score(trial, i), total);
    }
    return touches;
}
