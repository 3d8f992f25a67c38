#include "compare/mix.h"

#include <string.h>

#include "aggregate/stages.h"
#include "base/error.h"
#include "methods/scales.h"
#include "platform/threads.h"
#include "transform/digest.h"

/* --- what differs --- */

static bool same_texts(const char *a, const char *b) {
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_numbers(const double *a, const double *b, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (a[i] != b[i] && !(isnan(a[i]) && isnan(b[i])))
            return false;
    return true;
}

static bool same_step(const hm_step *a, const hm_step *b) {
    return a->method == b->method && a->lower_is_better == b->lower_is_better &&
           a->fits_on_imputed == b->fits_on_imputed &&
           same_numbers(a->settings, b->settings, HM_STEP_SETTINGS) && same_texts(a->by, b->by) &&
           same_texts(a->city, b->city) && same_texts(a->over_name, b->over_name) &&
           (a->columns ? a->columns->count : 0) == (b->columns ? b->columns->count : 0);
}

static bool same_methods(const hm_node *a, const hm_node *b) {
    bool same = a->method == b->method &&
                same_numbers(a->method_parameters, b->method_parameters, HM_METHOD_PARAMETERS) &&
                a->effect == b->effect && a->cap == b->cap && a->is_required == b->is_required &&
                a->min_coverage == b->min_coverage && a->rounding == b->rounding &&
                a->low == b->low && a->high == b->high && a->step_count == b->step_count &&
                !a->weigh == !b->weigh;
    for (size_t i = 0; same && i < a->step_count; i++)
        same = same_step(&a->steps[i], &b->steps[i]);
    return same && (!a->weigh || same_step(a->weigh, b->weigh));
}

static bool same_policy(const hm_policy *a, const hm_policy *b) {
    return a->by_count == b->by_count && a->min_children == b->min_children &&
           a->has_not_reported == b->has_not_reported && a->not_reported == b->not_reported &&
           a->ties_to_even == b->ties_to_even;
}

static bool same_formula(const hm_node_formula *a, const hm_node_formula *b) {
    return a == b || (a && b && a->expr == b->expr);
}

/* Every parameter of the plan, in the period of the unit. */
static bool same_parameters(const hm_scores *const scores[HM_SIDES], const size_t units[HM_SIDES]) {
    const hm_grid *before = &scores[HM_BEFORE]->bound.parameters;
    const hm_grid *after = &scores[HM_AFTER]->bound.parameters;
    if (before->count != after->count)
        return false;
    for (size_t i = 0; i < before->count; i++)
        if (before->columns[i].states[units[HM_BEFORE]] !=
                after->columns[i].states[units[HM_AFTER]] ||
            before->columns[i].values[units[HM_BEFORE]] !=
                after->columns[i].values[units[HM_AFTER]])
            return false;
    return true;
}

typedef struct finder {
    const hm_matched *matched;
    const hm_scores *const *scores;
    const size_t *units;
    bool same_run, same_period, same_package, same_parameters;
    bool out_of_memory;
} finder;

/* Of one run: are both units in one group by a column of the cities? */
static bool in_one_group(const finder *f, const char *column) {
    const hm_transformed *transformed = &f->scores[HM_AFTER]->transformed;
    const uint32_t *cities = hm_dataset_cities(transformed->bound->dataset);
    bool one = true;
    for (size_t i = 0; column && i < transformed->group_count; i++) {
        const hm_city_groups *groups = &transformed->groups[i];
        if (same_texts(groups->column, column))
            one = hm_city_group_of(groups, cities[f->units[HM_BEFORE]]) ==
                  hm_city_group_of(groups, cities[f->units[HM_AFTER]]);
    }
    return one;
}

/* Has some step of it, or what weighs its children, learnt something else on the other side? */
static bool learns_apart(const finder *f, const hm_node *node) {
    bool apart = node->weigh && !f->same_run;
    for (size_t i = 0; i < node->step_count; i++)
        apart |= hm_step_learns(&node->steps[i]) &&
                 !(f->same_run && (f->same_period || node->steps[i].over_name) &&
                   in_one_group(f, node->steps[i].by));
    return apart;
}

/* By what the digests of fits are made of: the text of measures, and what their inputs may be. */
static bool same_measure(finder *f, size_t number) {
    static const hm_step any = {.method = &hm_scales[0]};
    const hm_node *nodes[HM_SIDES];
    hm_fit_step digests[HM_SIDES];
    for (hm_side side = HM_BEFORE; side < HM_SIDES; side++)
        nodes[side] = &f->matched->plans[side]->nodes[f->matched->nodes[side][number]];
    if (!same_formula(nodes[HM_BEFORE]->measure, nodes[HM_AFTER]->measure) ||
        !same_formula(nodes[HM_BEFORE]->transform, nodes[HM_AFTER]->transform))
        return false;
    if (nodes[HM_BEFORE]->indicator == HM_NO_INDICATOR)
        return !nodes[HM_BEFORE]->measure || (f->same_package && f->same_parameters);
    if (f->same_package && f->same_parameters) {
        const hm_indicator *a =
            &f->matched->plans[HM_BEFORE]->indicators[nodes[HM_BEFORE]->indicator];
        const hm_indicator *b =
            &f->matched->plans[HM_AFTER]->indicators[nodes[HM_AFTER]->indicator];
        return a->measure == b->measure && a->function.source == b->function.source &&
               same_texts(a->function.from, b->function.from);
    }
    if (f->same_package)
        return false;
    for (hm_side side = HM_BEFORE; side < HM_SIDES; side++)
        f->out_of_memory |= !hm_fit_step_of(f->matched->plans[side],
                                            f->matched->nodes[side][number], &any, &digests[side]);
    return memcmp(digests[HM_BEFORE].digest, digests[HM_AFTER].digest,
                  sizeof digests[HM_AFTER].digest) == 0;
}

static void compare_node(finder *f, size_t number, bool differs[HM_COMPONENTS]) {
    const hm_matched *m = f->matched;
    const hm_node *before = &m->plans[HM_BEFORE]->nodes[m->nodes[HM_BEFORE][number]];
    const hm_node *after = &m->plans[HM_AFTER]->nodes[m->nodes[HM_AFTER][number]];
    if (before->weight != after->weight) {
        const hm_node *parent =
            before->parent == HM_NO_NODE ? NULL : &m->plans[HM_BEFORE]->nodes[before->parent];
        differs[parent && parent->weigh ? HM_COMPONENT_METHODS : HM_COMPONENT_WEIGHTS] = true;
    }
    if (!same_methods(before, after) || learns_apart(f, after))
        differs[HM_COMPONENT_METHODS] = true;
    if (!differs[HM_COMPONENT_MEASURES] && !same_measure(f, number))
        differs[HM_COMPONENT_MEASURES] = true;
}

bool hm_matched_differs(const hm_matched *m, const hm_scores *const scores[HM_SIDES],
                        const size_t units[HM_SIDES], bool differs[HM_COMPONENTS]) {
    const hm_plan *before = m->plans[HM_BEFORE], *after = m->plans[HM_AFTER];
    finder f = {.matched = m,
                .scores = scores,
                .units = units,
                .same_run = scores[HM_BEFORE] == scores[HM_AFTER],
                .same_package = before->package == after->package};
    f.same_period =
        strcmp(hm_dataset_unit_period(scores[HM_BEFORE]->bound.dataset, units[HM_BEFORE]),
               hm_dataset_unit_period(scores[HM_AFTER]->bound.dataset, units[HM_AFTER])) == 0;
    f.same_parameters = f.same_package && same_parameters(scores, units);
    if (!same_policy(&before->policy, &after->policy))
        differs[HM_COMPONENT_METHODS] = true;
    for (size_t i = 0; i < m->count; i++)
        if (m->is_core[i])
            compare_node(&f, i, differs);
    return !f.out_of_memory;
}

/* --- a plan between --- */

typedef struct maker {
    const hm_matched *matched;
    const hm_scores *const *scores;
    const size_t *units;
    const hm_mix *mix;
    hm_plan *plan; /* that of the side of the measures, copied */
    const uint32_t *numbers;
    hm_mixed *mixed;
    bool is_impossible;
} maker;

static hm_side side_of(const maker *m, hm_component component) {
    return m->mix->side[component];
}

static const hm_node *node_at(const maker *m, hm_component component, size_t number) {
    const hm_side side = side_of(m, component);
    return &m->matched->plans[side]->nodes[m->matched->nodes[side][number]];
}

/* Weights that follow from the data are among what steps learn, where they do on both sides. */
static double weight_of(const maker *m, size_t number) {
    const hm_node *weighed = node_at(m, HM_COMPONENT_METHODS, number);
    const hm_node *node = node_at(m, HM_COMPONENT_WEIGHTS, number);
    bool both = node->parent != HM_NO_NODE && node->effect == HM_EFFECT_COUNTS;
    for (hm_side side = HM_BEFORE; both && side < HM_SIDES; side++) {
        const hm_plan *plan = m->matched->plans[side];
        both = plan->nodes[plan->nodes[m->matched->nodes[side][number]].parent].weigh != NULL;
    }
    return both ? weighed->weight : node->weight;
}

static void mix_node(const maker *m, hm_node *node, size_t number) {
    const hm_node *methods = node_at(m, HM_COMPONENT_METHODS, number);
    node->weight = weight_of(m, number);
    node->effect = methods->effect;
    node->cap = methods->cap;
    node->is_required = methods->is_required;
    node->method = methods->method;
    memcpy(node->method_parameters, methods->method_parameters, sizeof node->method_parameters);
    node->min_coverage = methods->min_coverage;
    node->rounding = methods->rounding;
    node->low = methods->low;
    node->high = methods->high;
    node->range_follows = methods->range_follows;
    node->steps = methods->steps;
    node->step_count = methods->step_count;
    node->weigh = NULL;
}

/* Groups have the children that are of the core. */
static void keep_core(const maker *m, hm_node *node, uint32_t *room) {
    size_t kept = 0;
    for (size_t i = 0; i < node->child_count; i++)
        if (m->matched->is_core[m->numbers[node->children[i]]])
            room[kept++] = node->children[i];
    node->children = room;
    node->child_count = kept;
}

/* Marks what is not of the core, but is needed by what is: nodes that it reads, or imputes by, and
 * what these are made of. Backwards each is marked before its turn. */
static void mark_needed(const maker *m, uint8_t *marks) {
    const hm_plan *plan = m->plan;
    for (size_t i = plan->node_count; i-- > 0;) {
        const uint32_t number = plan->order[i];
        const hm_node *node = &plan->nodes[number];
        const bool is_core = m->matched->is_core[m->numbers[number]];
        if (!is_core && !marks[number])
            continue;
        for (size_t k = 0; k < node->read_count; k++)
            marks[node->reads[k]] = 1;
        for (size_t k = 0; !is_core && k < node->child_count; k++)
            marks[node->children[k]] = 1;
        const hm_step *step = hm_node_step(node, HM_STEP_IMPUTE);
        for (uint32_t k = 0; step && step->columns && k < step->columns->count; k++)
            marks[step->columns->nodes[k]] = 1;
    }
}

/* Is a child left out of a group that compares units, but needed by others? The group would go on
 * to see it. */
static bool stays_seen(const maker *m, const hm_node *group, const uint8_t *marks) {
    bool stays = false;
    const hm_columns *columns = hm_node_compares(group) ? group->steps[0].columns : NULL;
    for (uint32_t k = 0; columns && k < columns->count; k++) {
        const uint32_t child = columns->nodes[k];
        stays |= marks[child] && !m->plan->nodes[child].is_absent &&
                 !m->matched->is_core[m->numbers[child]];
    }
    return stays;
}

/* What is left out is as if it did not hold. */
static void leave_out(hm_node *node) {
    node->is_absent = node->varies = true;
    node->step_count = 0;
    node->child_count = 0;
    node->read_count = node->rests_on = 0; /* it waits for nothing */
    node->transform = NULL;
    node->measure = NULL;
}

/* What does not vary with the period any more. */
static void freeze_parameters(const maker *m) {
    const hm_side side = side_of(m, HM_COMPONENT_MEASURES);
    const hm_grid *known = &m->scores[side]->bound.parameters;
    for (size_t i = 0; i < m->plan->parameter_count; i++) {
        hm_parameter *parameter = &m->plan->parameters[i];
        parameter->is_set = known->columns[i].states[m->units[side]] == HM_OBSERVED;
        parameter->set = known->columns[i].values[m->units[side]];
        parameter->row_count = 0;
    }
}

static size_t count_children(const hm_plan *plan) {
    size_t count = 0;
    for (size_t i = 0; i < plan->node_count; i++)
        count += plan->nodes[i].child_count;
    return count;
}

static bool cut_core(maker *m, const hm_allocator *allocator) {
    hm_plan *plan = m->plan;
    uint32_t *room = m->mixed->children;
    uint8_t *marks = hm_allocate_array(allocator, plan->node_count, 1);
    if (!marks)
        return false;
    mark_needed(m, marks);
    for (size_t i = 0; i < plan->node_count; i++) {
        hm_node *node = &plan->nodes[i];
        const size_t count = node->child_count;
        m->is_impossible |= stays_seen(m, node, marks);
        if (m->matched->is_core[m->numbers[i]])
            keep_core(m, node, room);
        else if (!marks[i] || node->is_absent)
            leave_out(node);
        room += count;
    }
    hm_release(allocator, marks, plan->node_count);
    hm_plan_number_phases(plan);
    for (size_t i = 0; i < plan->node_count; i++)
        hm_plan_share(plan->nodes, &plan->nodes[i]);
    return hm_mixed_steps_keep(&m->mixed->steps, m->matched, plan, allocator);
}

static bool make_plan(maker *m, const hm_allocator *allocator) {
    const hm_side side = side_of(m, HM_COMPONENT_MEASURES);
    m->plan = hm_plan_duplicate(m->matched->plans[side], allocator);
    m->numbers = m->matched->numbers[side];
    if (!m->plan)
        return false;
    m->mixed->child_count = count_children(m->plan);
    m->mixed->children =
        hm_allocate_array(allocator, m->mixed->child_count, sizeof *m->mixed->children);
    if (!m->mixed->children)
        return false;
    hm_numbers_disown(m->plan); /* its steps are those of one side or the other */
    m->plan->own_steps = NULL;
    for (size_t i = 0; i < m->plan->node_count; i++) {
        hm_node *node = &m->plan->nodes[i];
        node->steps = m->matched->plans[side]->nodes[i].steps;
        node->weigh = NULL;
        if (m->matched->is_core[m->numbers[i]])
            mix_node(m, node, m->numbers[i]);
    }
    m->plan->policy = m->matched->plans[side_of(m, HM_COMPONENT_METHODS)]->policy;
    m->plan->weighs = false;
    freeze_parameters(m);
    if (!hm_mixed_steps_open(&m->mixed->steps, m->matched, side_of(m, HM_COMPONENT_METHODS), side,
                             m->plan, allocator))
        return false;
    m->is_impossible = m->mixed->steps.is_impossible;
    return m->is_impossible || cut_core(m, allocator);
}

/* --- what steps go by --- */

/* The step of the side of the methods that a step of the mix is; NULL: that side has not the node.
 */
static const hm_applied_step *source_of(const maker *m, const hm_transformed *mixed,
                                        const hm_applied_step *step) {
    const hm_side side = side_of(m, HM_COMPONENT_METHODS);
    const size_t number = m->numbers[step->node];
    const bool same = side == side_of(m, HM_COMPONENT_MEASURES);
    if (!same && !m->matched->is_core[number])
        return NULL;
    const size_t node = same ? step->node : m->matched->nodes[side][number];
    const size_t index = (size_t)(step - hm_applied_steps(mixed, step->node));
    const hm_transformed *from = &m->scores[side]->transformed;
    return index < from->plan->nodes[node].step_count ? hm_applied_steps(from, node) + index : NULL;
}

/* The period of the source by whose fits a period of the mix goes; SIZE_MAX: it has none. */
static size_t source_time(const maker *m, const hm_transformed *mixed, const hm_applied_step *from,
                          size_t time) {
    const hm_side side = side_of(m, HM_COMPONENT_METHODS);
    const hm_dataset *dataset = m->scores[side]->bound.dataset;
    if (from->step->over_name)
        return 0;
    if (!m->matched->at_once)
        return hm_dataset_periods(dataset)[m->units[side]];
    const hm_names *periods = hm_dataset_period_names(mixed->bound->dataset);
    const uint32_t found =
        hm_names_find(hm_dataset_period_names(dataset), periods->texts[time], periods->sizes[time]);
    return found == HM_NO_NAME ? SIZE_MAX : found;
}

/* The group of the source by whose fits a group of the mix goes: that of the same word, or where
 * the mix knows none that of the source's own unit; HM_NO_GROUP. */
static uint32_t source_group(const maker *m, const hm_applied_step *step,
                             const hm_applied_step *from, uint32_t group) {
    const hm_side side = side_of(m, HM_COMPONENT_METHODS);
    const uint32_t *cities = hm_dataset_cities(m->scores[side]->bound.dataset);
    if (m->matched->two_cities)
        return hm_city_group_of(from->groups, cities[m->units[side]]);
    const hm_names *words = &step->groups->words;
    const uint32_t word =
        hm_names_find(&from->groups->words, words->texts[group], words->sizes[group]);
    return word == HM_NO_NAME ? HM_NO_GROUP : word;
}

static void borrow_step(const maker *m, const hm_transformed *mixed, hm_applied_step *step) {
    const hm_applied_step *from = source_of(m, mixed, step);
    if (!hm_step_learns(step->step) || !from)
        return;
    const size_t count = step->groups->words.count, known = from->groups->words.count;
    for (uint32_t k = 0; k < count; k++) {
        const uint32_t group = source_group(m, step, from, k);
        for (size_t i = 0; i < step->time_count; i++) {
            const size_t time = source_time(m, mixed, from, i);
            step->fits[i * count + k] =
                group == HM_NO_GROUP || time == SIZE_MAX ? NULL : from->fits[time * known + group];
        }
    }
    step->number = from->number;
}

static void borrow_fits(const maker *m, hm_transformed *mixed) {
    hm_fits_free(mixed->own);
    mixed->own = NULL;
    mixed->given = mixed->fits = m->scores[side_of(m, HM_COMPONENT_METHODS)]->transformed.fits;
    for (size_t i = 0; i < mixed->step_count; i++)
        borrow_step(m, mixed, &mixed->steps[i]);
}

/* --- scoring --- */

static hm_code run(const maker *m, const hm_dataset *dataset, const hm_score_options *options,
                   hm_error *error) {
    hm_scores *scores = m->mixed->scores;
    const hm_run stages = {.scores = scores,
                           .dataset = dataset,
                           .count = hm_dataset_unit_count(dataset),
                           .options = options};
    const size_t jobs = options->jobs > 0 ? options->jobs : hm_threads_available();
    hm_code code = hm_stages_run(&stages, HM_STAGE_BIND, HM_STAGE_AGGREGATE, error);
    if (code != HM_OK)
        return code;
    borrow_fits(m, &scores->transformed);
    code = hm_aggregated_allocate(&scores->aggregated, &scores->evaluated, &scores->transformed,
                                  false, NULL, scores->allocator, error);
    return code == HM_OK ? hm_aggregated_run(&scores->aggregated, jobs, options->cancel,
                                             scores->allocator, error)
                         : code;
}

hm_code hm_mixed_open(hm_mixed *out, const hm_matched *matched,
                      const hm_scores *const scores[HM_SIDES], const size_t units[HM_SIDES],
                      const hm_mix *mix, const hm_score_options *options, hm_error *error) {
    const hm_allocator *allocator = options->allocator;
    maker m = {.matched = matched, .scores = scores, .units = units, .mix = mix, .mixed = out};
    *out = (hm_mixed){.scores = NULL};
    if (!make_plan(&m, allocator)) {
        hm_plan_release(m.plan);
        return hm_error_memory(error);
    }
    if (m.is_impossible) {
        hm_plan_release(m.plan);
        return HM_OK;
    }
    out->scores = hm_allocate_array(allocator, 1, sizeof *out->scores);
    if (!out->scores) {
        hm_plan_release(m.plan);
        return hm_error_memory(error);
    }
    out->scores->allocator = allocator;
    out->scores->plan = m.plan;
    hm_issues_open(&out->scores->issues, allocator);
    const hm_side data = mix->side[HM_COMPONENT_DATA];
    hm_score_options own = *options;
    own.fits = NULL;
    own.verified_only = scores[data]->bound.verified_only;
    return run(&m, scores[data]->bound.dataset, &own, error);
}

void hm_mixed_close(hm_mixed *mixed, const hm_allocator *allocator) {
    hm_scores_free(mixed->scores);
    hm_mixed_steps_close(&mixed->steps, allocator);
    hm_release(allocator, mixed->children, mixed->child_count * sizeof *mixed->children);
    *mixed = (hm_mixed){.scores = NULL};
}
