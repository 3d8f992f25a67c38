/* improve.c: what would it take: a city tried, decided, planned and told. */
#include "hundredmark/improve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "improve/gains.h"
#include "improve/plan.h"
#include "improve/scored.h"
#include "improve/tables.h"
#include "base/error.h"
#include "base/versioned.h"
#include "platform/cancel.h"
#include "platform/environment.h"

enum { EFFORT_OF_ALTERNATIVES = 1000, MOST_ADOPTED = 3 };

enum { IMPROVE, OUTCOME, DECISIONS, ALTERNATIVES, TABLES };
static const char *const names[TABLES] = {"improve", "outcome", "decisions", "alternatives"};

struct hm_improvement {
    const hm_allocator *allocator;
    hm_table *tables[TABLES];
};

typedef struct improving {
    hm_improvement *out;
    const hm_dataset *dataset;
    size_t unit;
    const hm_improve_options *options;
    hm_trial trial;
    hm_decisions decisions;
    hm_menus menus;
    hm_planning planning;
    hm_outcome outcome;
    hm_change *changes;
    size_t change_count;
    bool froze; /* figures were frozen lest a rule breaks */
    hm_error *error;
} improving;

/* --- a plan --- */

/* Where something is said of the cost of some, others have none that could be compared. */
static void leave_out_costless(hm_decisions *decisions) {
    for (size_t i = 0; decisions->has_costs && i < decisions->count; i++)
        if (decisions->each[i].fixed == HM_CHANGES && isnan(decisions->each[i].cost))
            decisions->each[i].fixed = HM_FIXED_NO_COST;
}

static hm_code find_other(const improving *m, size_t *other) {
    const hm_dataset *dataset = m->dataset;
    const char *period = hm_dataset_unit_period(dataset, m->unit);
    bool is_known = false;
    for (*other = 0; *other < hm_dataset_unit_count(dataset); ++*other) {
        if (strcmp(hm_dataset_unit_city(dataset, *other), m->options->other) != 0)
            continue;
        is_known = true;
        if (strcmp(hm_dataset_unit_period(dataset, *other), period) == 0)
            break;
    }
    if (*other == m->unit)
        return hm_error_set(m->error, HM_ERROR_ARGUMENT, "a city cannot pass itself");
    if (*other < hm_dataset_unit_count(dataset))
        return HM_OK;
    return is_known ? hm_error_set(m->error, HM_ERROR_ARGUMENT, "%s has no figures for %s",
                                   m->options->other, period)
                    : hm_error_set(m->error, HM_ERROR_ARGUMENT, "no city \"%s\" in the data",
                                   m->options->other);
}

/* The score that is to be passed. */
static hm_code take_other(improving *m, const hm_package *package) {
    hm_planning *p = &m->planning;
    size_t other;
    hm_trial alone;
    hm_code code = find_other(m, &other);
    if (code != HM_OK)
        return code;
    p->is_beyond = true;
    if (m->trial.learns) {
        p->other = other;
        code = hm_trial_other(&m->trial, other, &p->amount, m->error);
    } else {
        code = hm_trial_open(&alone, package, m->dataset, other, m->options, m->error);
        p->amount = code == HM_OK ? hm_trial_worth(&alone) : (double)NAN;
        hm_trial_close(&alone);
    }
    if (code == HM_OK && isnan(p->amount))
        return hm_error_set(m->error, HM_ERROR_ARGUMENT, "%s has no score to be passed",
                            m->options->other);
    return code;
}

/* A rule may be broken between two points that keep it: the first figure of it that the plan moves
 * stays. */
static hm_code freeze_for_rules(improving *m, const hm_proposal *plan, bool *frozen) {
    double score;
    *frozen = false;
    hm_code code = hm_planning_try(&m->planning, plan->steps, &score);
    const bool keeps = code != HM_OK || hm_trial_keeps_rules(&m->trial, NULL);
    for (uint32_t i = 0; !keeps && !*frozen && i < m->decisions.count; i++) {
        *frozen =
            plan->steps[i] != 0 && !hm_trial_keeps_rules(&m->trial, m->decisions.each[i].rules);
        if (*frozen)
            m->decisions.each[i].fixed = HM_FIXED_RULE;
    }
    for (uint32_t i = 0; i < m->decisions.count; i++)
        if (plan->steps[i] != 0)
            hm_trial_put(&m->trial, i, m->decisions.each[i].from);
    return code == HM_OK ? hm_trial_take(&m->trial, m->error) : code;
}

static hm_code open_planning(improving *m) {
    hm_planning *p = &m->planning;
    hm_code code = hm_menus_open(&m->menus, &m->decisions, m->error);
    if (code == HM_OK)
        code = hm_planning_open(p);
    return code == HM_OK ? hm_scored_open(p) : code;
}

static void close_planning(improving *m) {
    hm_planning_close(&m->planning);
    hm_menus_close(&m->menus);
}

static hm_code find_plan(improving *m) {
    const hm_wish wish = {.without = HM_NO_NAME};
    hm_proposal highest;
    hm_code code = hm_planning_highest(&m->planning, &highest);
    if (code == HM_OK)
        code = hm_planning_find(&m->planning, wish, &m->outcome.plan);
    if (code != HM_OK)
        return code;
    m->outcome.highest = fmax(highest.score, fmax(m->outcome.score, m->outcome.plan.score));
    if (m->planning.goal != HM_IMPROVE_BUDGET && !m->outcome.plan.reached)
        m->outcome.plan = highest;
    return code;
}

static hm_code find_plan_by_rules(improving *m) {
    bool frozen = true;
    hm_code code = open_planning(m);
    while (code == HM_OK) {
        code = find_plan(m);
        if (code == HM_OK)
            code = freeze_for_rules(m, &m->outcome.plan, &frozen);
        if (code != HM_OK || !frozen)
            break;
        m->froze = true;
        close_planning(m);
        code = open_planning(m);
    }
    if (m->froze && m->outcome.plan.proof == HM_PROOF_BEST) {
        m->outcome.plan.proof = HM_PROOF_FOUND;
        m->outcome.plan.gap = (double)NAN;
    }
    return code;
}

/* --- the rows of a plan --- */

static int compare_rates(const void *a, const void *b) {
    const hm_change *one = a, *other = b;
    const double x = one->points * other->cost, y = other->points * one->cost;
    if (x != y)
        return x > y ? -1 : 1;
    return one->input < other->input ? -1 : one->input > other->input;
}

static hm_code score_now(improving *m, double *score) {
    const hm_code code = hm_trial_take_anew(&m->trial, m->error);
    *score = code == HM_OK ? hm_trial_worth(&m->trial) : (double)NAN;
    return code;
}

static void put_change(improving *m, const hm_change *change, bool there) {
    const hm_decision *d = &m->decisions.each[change->input];
    hm_trial_put(&m->trial, change->input, there ? hm_decision_value(d, change->steps) : d->from);
}

/* What each brings alone says in which order they are told. */
static hm_code order_changes(improving *m) {
    hm_code code = HM_OK;
    for (size_t i = 0; code == HM_OK && i < m->change_count; i++) {
        put_change(m, &m->changes[i], true);
        code = hm_trial_take(&m->trial, m->error);
        m->changes[i].points = hm_trial_worth(&m->trial) - m->outcome.score;
        put_change(m, &m->changes[i], false);
    }
    qsort(m->changes, m->change_count, sizeof *m->changes, compare_rates);
    return code;
}

static hm_code take_changes(improving *m) {
    const double *steps = m->outcome.plan.steps;
    double last = m->outcome.score, score = last;
    for (uint32_t i = 0; i < m->decisions.count; i++)
        if (steps[i] != 0)
            m->changes[m->change_count++] =
                (hm_change){.input = i,
                            .steps = steps[i],
                            .cost = hm_decision_cost(&m->decisions.each[i], steps[i])};
    hm_code code = order_changes(m);
    for (size_t i = 0; code == HM_OK && i < m->change_count; i++) {
        put_change(m, &m->changes[i], true);
        code = score_now(m, &score);
        m->changes[i].points = score - last;
        m->changes[i].cumulated = score - m->outcome.score;
        last = score;
    }
    if (m->change_count > 0)
        m->outcome.plan.score = score;
    m->outcome.wanted = m->planning.amount;
    if (code == HM_OK && m->planning.other != SIZE_MAX)
        code = hm_trial_other(&m->trial, m->planning.other, &m->outcome.wanted, m->error);
    for (size_t i = 0; i < m->change_count; i++)
        put_change(m, &m->changes[i], false);
    return code == HM_OK ? score_now(m, &score) : code;
}

/* --- alternatives --- */

typedef struct others {
    hm_alternative *each;
    size_t count;
} others;

static hm_code keeps_rules(improving *m, const hm_proposal *plan, bool *keeps) {
    double score;
    hm_code code = hm_planning_try(&m->planning, plan->steps, &score);
    if (code == HM_OK)
        *keeps = hm_scored_suits(&m->planning, plan->steps);
    return code == HM_OK ? hm_planning_put_back(&m->planning) : code;
}

/* The first of the others changes the fewest indicators: of the plan, and of those without one of
 * its figures, one may change fewer. */
static hm_code compare_fewest(improving *m, const others *all) {
    hm_proposal *fewest = &all->each[0].plan;
    hm_code code = HM_OK;
    for (size_t i = 0; code == HM_OK && i < all->count; i++) {
        const hm_proposal *other = i == 0 ? &m->outcome.plan : &all->each[i].plan;
        bool keeps = i == 0;
        if (!hm_planning_changes_fewer(&m->planning, other, fewest))
            continue;
        if (i > 0)
            code = keeps_rules(m, other, &keeps);
        if (keeps) {
            *fewest = *other;
            fewest->proof = HM_PROOF_FOUND;
            fewest->gap = (double)NAN;
        }
    }
    return code;
}

static hm_code find_others(improving *m, others *out) {
    hm_planning *p = &m->planning;
    const hm_outcome *outcome = &m->outcome;
    const bool looks = (m->options->alternatives || outcome->plan.proof != HM_PROOF_BEST) &&
                       m->change_count > 0 && outcome->plan.reached;
    hm_code code = HM_OK;
    *out = (others){hm_arena_take_array(&p->arena, m->change_count + 1, sizeof *out->each), 0};
    if (!out->each)
        return hm_error_memory(m->error);
    p->effort = EFFORT_OF_ALTERNATIVES;
    if (looks && m->options->alternatives && p->goal != HM_IMPROVE_BUDGET) {
        out->each[out->count] = (hm_alternative){.name = "fewest", .without = HM_NO_NAME};
        code = hm_planning_fewest(p, &out->each[out->count++].plan);
    }
    const size_t fewest = out->count;
    for (size_t i = 0; code == HM_OK && looks && i < m->change_count; i++) {
        const hm_wish wish = {.without = m->changes[i].input};
        out->each[out->count] = (hm_alternative){.name = "without", .without = wish.without};
        code = hm_planning_find(p, wish, &out->each[out->count++].plan);
    }
    return code == HM_OK && fewest > 0 ? compare_fewest(m, out) : code;
}

/* What was found on the way to another plan may be better than the plan. */
static hm_code adopt(improving *m, const others *all, bool *adopted) {
    hm_proposal *plan = &m->outcome.plan;
    hm_code code = HM_OK;
    *adopted = false;
    for (size_t i = 0; code == HM_OK && i < all->count; i++) {
        const hm_proposal *other = &all->each[i].plan;
        bool keeps = false;
        if (plan->proof == HM_PROOF_BEST || !hm_scored_is_better(&m->planning, other, plan))
            continue;
        code = keeps_rules(m, other, &keeps);
        if (!keeps)
            continue;
        const double nearer = m->options->goal == HM_IMPROVE_BUDGET ? other->score - plan->score
                                                                    : plan->cost - other->cost;
        const double gap = isnan(plan->gap) ? plan->gap : fmax(0, plan->gap - nearer);
        *plan = *other;
        plan->proof = HM_PROOF_FOUND;
        plan->gap = gap;
        *adopted = true;
    }
    return code;
}

static hm_code find_alternatives(improving *m) {
    others all;
    bool adopted = true;
    hm_code code = HM_OK;
    for (size_t i = 0; code == HM_OK && adopted && i <= MOST_ADOPTED; i++) {
        code = find_others(m, &all);
        if (code == HM_OK)
            code = adopt(m, &all, &adopted);
        m->change_count = adopted ? 0 : m->change_count;
        if (code == HM_OK && adopted)
            code = take_changes(m);
    }
    if (code != HM_OK)
        return code;
    m->outcome.highest = fmax(m->outcome.highest, m->outcome.plan.score);
    for (size_t i = 0; i < all.count; i++)
        m->outcome.highest = fmax(m->outcome.highest, all.each[i].plan.score);
    if (!m->options->alternatives)
        all.count = 0;
    return hm_alternatives_table(&m->out->tables[ALTERNATIVES], &m->planning, all.each, all.count,
                                 m->error);
}

/* --- all --- */

static hm_code plan(improving *m, const hm_package *package) {
    hm_planning *p = &m->planning;
    *p = (hm_planning){.trial = &m->trial,
                       .decisions = &m->decisions,
                       .menus = &m->menus,
                       .goal = m->options->goal,
                       .amount = m->options->goal == HM_IMPROVE_TARGET
                                     ? hm_trial_sign(&m->trial, 0) * m->options->amount
                                     : m->options->amount,
                       .other = SIZE_MAX,
                       .error = m->error};
    hm_code code = p->goal == HM_IMPROVE_PASS ? take_other(m, package) : HM_OK;
    m->outcome.wanted = p->amount;
    m->outcome.other = p->goal == HM_IMPROVE_PASS ? p->amount : (double)NAN;
    leave_out_costless(&m->decisions);
    if (code == HM_OK)
        code = find_plan_by_rules(m);
    if (code == HM_OK)
        code = take_changes(m);
    if (code == HM_OK)
        code = find_alternatives(m);
    return code;
}

static hm_code make_tables(improving *m) {
    hm_code code = hm_changes_table(&m->out->tables[IMPROVE], &m->decisions, m->changes,
                                    m->change_count, m->error);
    if (code == HM_OK)
        code = hm_decisions_table(&m->out->tables[DECISIONS], &m->decisions, m->error);
    if (code == HM_OK)
        code = hm_outcome_table(&m->out->tables[OUTCOME], &m->trial, &m->outcome, m->error);
    if (code == HM_OK && !m->out->tables[ALTERNATIVES])
        code =
            hm_alternatives_table(&m->out->tables[ALTERNATIVES], &m->planning, NULL, 0, m->error);
    return code;
}

/* The first indicator whose measure failed; NULL: none did. */
static const char *find_failed(const improving *m) {
    const hm_plan *of = m->trial.plan;
    for (uint32_t i = 0; i < of->node_count; i++)
        if (of->nodes[i].indicator != HM_NO_INDICATOR && !of->nodes[i].is_absent &&
            hm_node_is_of_index(of, &of->nodes[i]) && hm_trial_state(&m->trial, i) == HM_FAILED)
            return of->nodes[i].code;
    return NULL;
}

static hm_code refuse_unscored(const improving *m) {
    const char *city = hm_dataset_unit_city(m->dataset, m->unit);
    const char *period = hm_dataset_unit_period(m->dataset, m->unit), *failed = find_failed(m);
    return failed ? hm_error_set(m->error, HM_ERROR_DATA,
                                 "%s has no score in %s: the measure of %s failed, and what "
                                 "figures would bring cannot be told",
                                 city, period, failed)
                  : hm_error_set(m->error, HM_ERROR_DATA,
                                 "%s has no score in %s: too little is reported for one, and what "
                                 "figures would bring cannot be told",
                                 city, period);
}

/* Nothing outside the range of the index is ever a score. */
static hm_code check_target(const improving *m) {
    const hm_node *root = &m->trial.plan->nodes[0];
    const double wanted = m->options->amount;
    char low[HM_NUMBER_SIZE], high[HM_NUMBER_SIZE], target[HM_NUMBER_SIZE];
    if (m->options->goal != HM_IMPROVE_TARGET || (wanted >= root->low && wanted <= root->high))
        return HM_OK;
    (void)hm_number_print(wanted, target);
    (void)hm_number_print(root->low, low);
    (void)hm_number_print(root->high, high);
    return hm_error_set(m->error, HM_ERROR_ARGUMENT,
                        "the target %s is out of range: the index lies between %s and %s", target,
                        low, high);
}

static hm_code improve(improving *m, const hm_package *package) {
    hm_code code = hm_decisions_open(&m->decisions, &m->trial, m->options, m->error);
    if (code != HM_OK)
        return code;
    m->changes =
        hm_arena_take_array(&m->decisions.arena, m->decisions.count + 1, sizeof *m->changes);
    if (!m->changes)
        return hm_error_memory(m->error);
    const bool plans = m->options->goal != HM_IMPROVE_GAINS;
    m->planning.trial = &m->trial;
    m->outcome = (hm_outcome){.dataset = m->dataset,
                              .unit = m->unit,
                              .goal = m->options->goal,
                              .score = hm_trial_worth(&m->trial),
                              .wanted = (double)NAN,
                              .other = (double)NAN,
                              .highest = (double)NAN,
                              .plan = {.score = hm_trial_worth(&m->trial), .gap = NAN}};
    if (isnan(m->outcome.score))
        return refuse_unscored(m);
    code = check_target(m);
    if (code != HM_OK)
        return code;
    if (plans)
        code = plan(m, package);
    else
        code = hm_gains_take(&m->decisions, m->changes, &m->change_count, m->error);
    return code == HM_OK ? make_tables(m) : code;
}

static hm_code check(const hm_improve_options *options, hm_error *error) {
    if (options->goal == HM_IMPROVE_PASS && !options->other)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "which city is to be passed: other");
    if (options->goal == HM_IMPROVE_TARGET && !isfinite(options->amount))
        return hm_error_set(error, HM_ERROR_ARGUMENT, "a target is a number");
    if (options->goal == HM_IMPROVE_BUDGET && !(options->amount >= 0 && isfinite(options->amount)))
        return hm_error_set(error, HM_ERROR_ARGUMENT, "a budget is a number from 0");
    if (options->goal > HM_IMPROVE_PASS)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "no such goal");
    return HM_OK;
}

static hm_code run(hm_improvement **out, const hm_package *package, const hm_dataset *dataset,
                   size_t unit, const hm_improve_options *given, hm_error *error) {
    hm_improve_options options = HM_IMPROVE_OPTIONS_INIT;
    hm_code code = hm_versioned_read(&options, sizeof options, given, "hm_improve_options", error);
    if (code == HM_OK)
        code = check(&options, error);
    if (!options.allocator)
        options.allocator = hm_allocator_default();
    if (code != HM_OK)
        return code;
    hm_improvement *made = hm_allocate_array(options.allocator, 1, sizeof *made);
    if (!made)
        return hm_error_memory(error);
    made->allocator = options.allocator;
    improving m = {
        .out = made, .dataset = dataset, .unit = unit, .options = &options, .error = error};
    code = hm_trial_open(&m.trial, package, dataset, unit, &options, error);
    if (code == HM_OK)
        code = improve(&m, package);
    close_planning(&m);
    hm_decisions_close(&m.decisions);
    hm_trial_close(&m.trial);
    if (code == HM_OK)
        *out = made;
    else
        hm_improvement_free(made);
    return code;
}

hm_code hm_improve(hm_improvement **out, const hm_package *package, const hm_dataset *dataset,
                   size_t unit, const hm_improve_options *options, hm_error *error) {
    hm_environment host;
    if (!out)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "hm_improve needs an out");
    *out = NULL;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, run(out, package, dataset, unit, options, error));
}

void hm_improve_options_init(hm_improve_options *options, size_t size) {
    static const hm_improve_options defaults = HM_IMPROVE_OPTIONS_INIT;
    hm_versioned_init(options, size, &defaults, sizeof defaults);
}

static size_t table_of(const hm_improvement *improvement, const char *name) {
    size_t i = 0;
    while (i < TABLES && improvement && name && strcmp(names[i], name) != 0)
        i++;
    return improvement && name ? i : TABLES;
}

const hm_table *hm_improvement_table(const hm_improvement *improvement, const char *name) {
    const size_t table = table_of(improvement, name);
    return table < TABLES ? improvement->tables[table] : NULL;
}

hm_table *hm_improvement_take(hm_improvement *improvement, const char *name) {
    const size_t table = table_of(improvement, name);
    hm_table *taken = table < TABLES ? improvement->tables[table] : NULL;
    if (taken)
        improvement->tables[table] = NULL;
    return taken;
}

void hm_improvement_free(hm_improvement *improvement) {
    if (!improvement)
        return;
    for (size_t i = 0; i < TABLES; i++)
        hm_table_free(improvement->tables[i]);
    hm_release(improvement->allocator, improvement, sizeof *improvement);
}
