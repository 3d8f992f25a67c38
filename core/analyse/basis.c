#include "analyse/basis.h"

#include <math.h>
#include <string.h>

#define NEAR 1e-12 /* of shares of weights */

typedef struct pair {
    const hm_scores *scores;
    size_t units[2];
    const hm_plan *plans[2];
} pair;

static bool is_in_both(const pair *p, size_t node) {
    return !p->plans[0]->nodes[node].is_absent && !p->plans[1]->nodes[node].is_absent;
}

static bool has_score(const pair *p, size_t node, size_t side) {
    return !p->plans[side]->nodes[node].is_absent &&
           p->scores->aggregated.scores.columns[node].states[p->units[side]] == HM_OBSERVED;
}

static bool parameter_moves(const pair *p, uint32_t parameter) {
    if (parameter >= p->scores->bound.plan->parameter_count)
        return false;
    const hm_grid_column *column = &p->scores->bound.parameters.columns[parameter];
    return column->states[p->units[0]] != column->states[p->units[1]] ||
           column->values[p->units[0]] != column->values[p->units[1]];
}

static bool formula_moves(const pair *p, const hm_expr *expr) {
    for (uint16_t i = 0; expr && i < expr->node_count; i++)
        if (hm_expr_nodes(expr)[i].op == HM_OP_PARAMETER &&
            parameter_moves(p, hm_expr_nodes(expr)[i].input))
            return true;
    return false;
}

/* --- weights --- */

/* A weight that is a parameter is what that is in the unit's period. */
static double weight_in(const pair *p, uint32_t node, size_t side) {
    const hm_node *of = &p->plans[side]->nodes[node];
    if (of->weight_parameter == HM_NO_PARAMETER)
        return of->weight;
    return p->scores->bound.parameters.columns[of->weight_parameter].values[p->units[side]];
}

/* Of children that both units have: one that comes or goes is a matter of indicators. */
static double sum_of_weights(const pair *p, const hm_node *group, size_t side) {
    double sum = 0;
    for (size_t i = 0; i < group->child_count; i++)
        if (is_in_both(p, group->children[i]))
            sum += weight_in(p, group->children[i], side);
    return sum;
}

static bool weights_move(const pair *p, const hm_node *group) {
    const double sums[2] = {sum_of_weights(p, group, 0), sum_of_weights(p, group, 1)};
    for (size_t i = 0; i < group->child_count; i++) {
        const uint32_t child = group->children[i];
        if (is_in_both(p, child) &&
            fabs(weight_in(p, child, 0) * sums[1] - weight_in(p, child, 1) * sums[0]) >
                NEAR * sums[0] * sums[1])
            return true;
    }
    return false;
}

/* --- methods and measures --- */

static bool same_numbers(const double *a, const double *b, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (a[i] != b[i] && !(isnan(a[i]) && isnan(b[i])))
            return false;
    return true;
}

static bool step_moves(const pair *p, const hm_step *a, const hm_step *b) {
    bool moves =
        a->method != b->method || !same_numbers(a->settings, b->settings, HM_STEP_SETTINGS);
    for (size_t i = 0; a->sources && i < HM_STEP_SETTINGS; i++)
        moves |= parameter_moves(p, a->sources[i]);
    return moves;
}

static bool methods_move(const pair *p, const hm_node *a, const hm_node *b) {
    bool moves = a->method != b->method ||
                 !same_numbers(a->method_parameters, b->method_parameters, HM_METHOD_PARAMETERS) ||
                 a->step_count != b->step_count || a->low != b->low || a->high != b->high ||
                 a->effect != b->effect || a->cap != b->cap;
    for (size_t i = 0; i < HM_METHOD_PARAMETERS; i++)
        moves |= parameter_moves(p, a->method_sources[i]);
    for (size_t i = 0; !moves && i < a->step_count; i++)
        moves = step_moves(p, &a->steps[i], &b->steps[i]);
    return moves;
}

static bool same_source(const hm_indicator *a, const hm_indicator *b) {
    return a->measure == b->measure && a->function.source == b->function.source &&
           (a->function.from == b->function.from ||
            (a->function.from && b->function.from &&
             strcmp(a->function.from, b->function.from) == 0));
}

static bool same_formula(const hm_node_formula *a, const hm_node_formula *b) {
    return a == b || (a && b && a->expr == b->expr);
}

static bool measures_move(const pair *p, size_t node) {
    const hm_node *a = &p->plans[0]->nodes[node], *b = &p->plans[1]->nodes[node];
    if (!same_formula(a->measure, b->measure) || !same_formula(a->transform, b->transform))
        return true;
    if (a->indicator != HM_NO_INDICATOR && !same_source(&p->plans[0]->indicators[a->indicator],
                                                        &p->plans[1]->indicators[b->indicator]))
        return true;
    return formula_moves(p, hm_node_expression(p->plans[0], node)) ||
           (a->transform && formula_moves(p, a->transform->expr));
}

/* Of a node itself. */
static uint8_t moves(const pair *p, size_t node) {
    const hm_node *a = &p->plans[0]->nodes[node], *b = &p->plans[1]->nodes[node];
    const bool is_same = p->plans[0] == p->plans[1];
    uint8_t found = 0;
    if (!is_in_both(p, node) || (is_same && p->scores->bound.plan->parameter_count == 0))
        return 0;
    if (weights_move(p, b))
        found |= HM_BASIS_WEIGHTS;
    if (methods_move(p, a, b))
        found |= HM_BASIS_METHODS;
    if (measures_move(p, node))
        found |= HM_BASIS_MEASURES;
    return found;
}

/* --- from the leaves up --- */

/* Does its parent's score rest on it in one of the two? */
static bool counts(const pair *p, uint32_t node) {
    const hm_node *of = &p->plans[1]->nodes[node];
    return of->parent != HM_NO_NODE && of->effect != HM_EFFECT_NONE &&
           (of->effect != HM_EFFECT_COUNTS || weight_in(p, node, 0) > 0 ||
            weight_in(p, node, 1) > 0);
}

void hm_basis_compare(const hm_scores *scores, size_t one, size_t other, uint8_t *differs) {
    const pair p = {
        .scores = scores,
        .units = {one, other},
        .plans = {hm_bound_plan(&scores->bound, one), hm_bound_plan(&scores->bound, other)}};
    const hm_plan *plan = p.plans[1];
    memset(differs, 0, plan->node_count);
    for (size_t i = 0; i < plan->node_count; i++) {
        const uint32_t node = plan->order[i];
        const hm_node *of = &plan->nodes[node];
        differs[node] |= moves(&p, node);
        for (size_t k = 0; k < of->read_count; k++)
            differs[node] |= differs[of->reads[k]];
        if (!counts(&p, node))
            continue;
        differs[of->parent] |= differs[node];
        if (of->indicator != HM_NO_INDICATOR && has_score(&p, node, 0) != has_score(&p, node, 1))
            differs[of->parent] |= HM_BASIS_INDICATORS;
    }
}

void hm_basis_print(uint8_t differs, char text[HM_BASIS_TEXT]) {
    static const char *const words[] = {"weights", "measures", "methods", "indicators"};
    size_t size = 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!(differs & 1 << i))
            continue;
        if (size > 0)
            text[size++] = ';';
        memcpy(text + size, words[i], strlen(words[i]));
        size += strlen(words[i]);
    }
    text[size] = '\0';
}
