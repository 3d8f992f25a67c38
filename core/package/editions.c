#include "package/editions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"

typedef struct maker {
    hm_package *package;
    hm_plan *plan;
    const hm_joined *joined;
    const hm_item *const *items; /* by node */
    hm_edition *editions;
    size_t count;
    bool failed; /* memory or the budget has run out */
} maker;

static void *take(maker *m, size_t count, size_t size) {
    void *taken = hm_arena_take_array(&m->package->arena, count, size);
    m->failed |= !taken;
    return taken;
}

/* --- the days on which something changes --- */

static const hm_dated_measures *measures_of(const maker *m, size_t node) {
    return &m->package->measures[node];
}

static void add_day(maker *m, const char *from, int64_t day) {
    m->editions[m->count++] = (hm_edition){.from = from, .first_day = day};
}

/* Those on which a parameter changes that is a number of the node, while it holds: how many, added
 * to `to` unless that is NULL. */
static size_t go_through_days_of_numbers(const maker *m, size_t node, maker *to) {
    const hm_declared_span *span = &m->items[node]->standing->span;
    size_t count = 0;
    if (!hm_numbers_has(&m->plan->nodes[node]))
        return 0;
    for (size_t i = 0; i < m->plan->parameter_count; i++) {
        const hm_parameter *parameter = &m->plan->parameters[i];
        if (parameter->is_set || !hm_numbers_uses(&m->plan->nodes[node], (uint32_t)i))
            continue;
        for (size_t k = 0; k < parameter->row_count; k++) {
            const hm_parameter_row *row = &parameter->rows[k];
            if (row->first_day <= span->first_day || row->first_day > span->last_day)
                continue;
            count++;
            if (to)
                add_day(to, row->from, row->first_day);
        }
    }
    return count;
}

static size_t count_days(const maker *m, size_t node) {
    const hm_item *item = m->items[node];
    const hm_declared_span *span = &item->standing->span;
    size_t count = measures_of(m, node)->count;
    count += span->first_day > INT64_MIN;
    count += span->last_day < INT64_MAX;
    for (const hm_dated_weight *dated = item->weights; dated; dated = dated->next)
        count++;
    return count + go_through_days_of_numbers(m, node, NULL);
}

/* What ends with a period ends before a day that no package names. */
static const char *name_day(maker *m, int64_t day) {
    char text[HM_DAY_SIZE];
    const size_t size = hm_calendar_print_day(day, text);
    const char *copy = hm_arena_copy(&m->package->arena, text, size);
    m->failed |= !copy;
    return copy;
}

static void add_days(maker *m, size_t node) {
    const hm_item *item = m->items[node];
    const hm_declared_span *span = &item->standing->span;
    const hm_dated_measures *measures = measures_of(m, node);
    if (span->first_day > INT64_MIN)
        add_day(m, span->from, span->first_day);
    if (span->last_day < INT64_MAX)
        add_day(m, NULL, span->last_day + 1);
    for (const hm_dated_weight *dated = item->weights; dated; dated = dated->next)
        add_day(m, dated->from, dated->first_day);
    for (size_t i = 1; i < measures->count; i++) /* the first since ever */
        add_day(m, measures->items[i].from, measures->items[i].first_day);
    (void)go_through_days_of_numbers(m, node, m);
}

/* Of those of one day the one that is named as most are, "2024" and not "2024-01"; one without a
 * name comes last. */
static int compare_days(const void *a, const void *b) {
    const hm_edition *x = a, *y = b;
    if (x->first_day != y->first_day)
        return x->first_day < y->first_day ? -1 : 1;
    if (!x->from || !y->from)
        return !x->from - !y->from;
    const size_t of_x = strlen(x->from), of_y = strlen(y->from);
    return of_x != of_y ? (of_x < of_y ? -1 : 1) : strcmp(x->from, y->from);
}

static void name_edition(maker *m, hm_edition *edition) {
    if (!edition->from)
        edition->from = name_day(m, edition->first_day);
    if (m->failed)
        return;
    const size_t size = strlen(edition->from) + sizeof "from ";
    char *name = take(m, size, 1);
    if (name)
        (void)snprintf(name, size, "from %s", edition->from);
    edition->name = *edition->from ? name : edition->from;
}

static void find_days(maker *m) {
    size_t kept = 0;
    add_day(m, "", INT64_MIN);
    for (size_t i = 0; i < m->plan->node_count; i++)
        add_days(m, i);
    qsort(m->editions, m->count, sizeof *m->editions, compare_days);
    for (size_t i = 0; i < m->count; i++)
        if (i == 0 || m->editions[i].first_day != m->editions[kept - 1].first_day)
            m->editions[kept++] = m->editions[i];
    m->count = kept;
    for (size_t i = 0; i < kept && !m->failed; i++)
        name_edition(m, &m->editions[i]);
}

/* --- one edition --- */

static hm_said_weight weight_on(const hm_item *item, int64_t day) {
    hm_said_weight weight = item->weight;
    for (const hm_dated_weight *dated = item->weights; dated && dated->first_day <= day;
         dated = dated->next)
        weight = dated->weight;
    return weight;
}

/* The measure that a node has on a day; NULL: there is but one. */
static const hm_dated_measure *measure_on(const maker *m, size_t node, int64_t day) {
    const hm_dated_measures *measures = measures_of(m, node);
    const hm_dated_measure *found = NULL;
    for (size_t i = 0; i < measures->count && measures->items[i].first_day <= day; i++)
        found = &measures->items[i];
    return found;
}

static void fill_measures(maker *m, const hm_edition *edition) {
    hm_plan *plan = edition->plan;
    plan->indicators = take(m, plan->indicator_count, sizeof *plan->indicators);
    if (m->failed)
        return;
    if (plan->indicator_count > 0)
        memcpy(plan->indicators, m->plan->indicators,
               plan->indicator_count * sizeof *plan->indicators);
    for (size_t i = 0; i < plan->node_count; i++) {
        hm_node *node = &plan->nodes[i];
        const hm_dated_measure *measure = measure_on(m, i, edition->first_day);
        if (!measure)
            continue;
        if (node->indicator != HM_NO_INDICATOR)
            plan->indicators[node->indicator] = measure->indicator;
        node->measure = measure->group;
        node->reads = measure->reads;
        node->read_count = measure->read_count;
        node->rests_on = measure->rests_on;
    }
}

/* What stands below a node that does not hold does not either; nor does a group of which nothing
 * holds. Parents stand before their children. */
static void find_absent(const maker *m, const hm_edition *edition) {
    hm_node *nodes = edition->plan->nodes;
    const size_t count = m->plan->node_count;
    for (size_t i = 0; i < count; i++) {
        const hm_declared_span *span = &m->items[i]->standing->span;
        nodes[i].is_absent = edition->first_day < span->first_day ||
                             edition->first_day > span->last_day ||
                             (nodes[i].parent != HM_NO_NODE && nodes[nodes[i].parent].is_absent);
    }
    for (size_t i = count; i-- > 0;) {
        bool any = nodes[i].child_count == 0;
        for (size_t k = 0; k < nodes[i].child_count; k++)
            any |= !nodes[nodes[i].children[k]].is_absent;
        nodes[i].is_absent |= !any;
    }
}

/* Those of a list that hold; the list itself where all do. */
static uint32_t *keep_present(maker *m, const hm_node *nodes, uint32_t *numbers, size_t *count) {
    size_t kept = 0;
    bool all = true;
    for (size_t i = 0; i < *count; i++)
        all &= !nodes[numbers[i]].is_absent;
    if (all)
        return numbers;
    uint32_t *present = take(m, *count, sizeof *present);
    for (size_t i = 0; present && i < *count; i++)
        if (!nodes[numbers[i]].is_absent)
            present[kept++] = numbers[i];
    *count = kept;
    return present;
}

/* Those that a node rests on stand first. */
static void keep_reads(maker *m, const hm_node *nodes, hm_node *node) {
    size_t rests_on = 0;
    for (size_t i = 0; i < node->rests_on; i++)
        rests_on += !nodes[node->reads[i]].is_absent;
    node->rests_on = rests_on;
    node->reads = keep_present(m, nodes, node->reads, &node->read_count);
}

static void check_weights(const maker *m, const hm_edition *edition, size_t number) {
    const hm_node *node = &edition->plan->nodes[number];
    const hm_item *item = m->items[number];
    if (node->child_count == 0 || node->weigh ||
        hm_plan_weight_of_children(edition->plan->nodes, node) > 0)
        return;
    hm_issues_add(&m->package->issues, HM_ISSUE_NO_WEIGHT_FROM,
                  &(hm_subject){.at = item->origin, .node = item->code},
                  &(hm_issue_texts){.name = item->indicator ? "indicator" : "node",
                                    .found = *edition->from ? edition->from : "the beginning"});
}

static void fill_nodes(maker *m, const hm_edition *edition) {
    hm_node *nodes = edition->plan->nodes;
    fill_measures(m, edition);
    find_absent(m, edition);
    for (size_t i = 0; i < m->plan->node_count && !m->failed; i++) {
        hm_node *node = &nodes[i];
        const hm_said_weight weight = weight_on(m->items[i], edition->first_day);
        node->weight = weight.number;
        node->weight_parameter = weight.index;
        node->children = keep_present(m, nodes, node->children, &node->child_count);
        keep_reads(m, nodes, node);
    }
    for (size_t i = 0; i < m->plan->node_count && !m->failed; i++) {
        if (nodes[i].is_absent)
            nodes[i].share = 0;
        hm_plan_share(nodes, &nodes[i]);
        check_weights(m, edition, i);
    }
}

static void make_edition(maker *m, hm_edition *edition) {
    const size_t count = m->plan->node_count;
    edition->plan = take(m, 1, sizeof *edition->plan);
    hm_node *nodes = take(m, count, sizeof *nodes);
    if (m->failed || !hm_meter_work(m->joined->meter, count)) {
        m->failed = true;
        return;
    }
    *edition->plan = *m->plan;
    memcpy(nodes, m->plan->nodes, count * sizeof *nodes);
    edition->plan->nodes = nodes;
    fill_nodes(m, edition);
    hm_step *steps = take(m, hm_numbers_step_count(edition->plan), sizeof *steps);
    if (m->failed)
        return;
    hm_numbers_take_steps(edition->plan, steps);
    hm_numbers_resolve(edition->plan, edition->first_day);
}

/* --- what varies --- */

static bool are_same(const uint32_t *a, size_t count_of_a, const uint32_t *b, size_t count_of_b) {
    return count_of_a == count_of_b &&
           (count_of_a == 0 || memcmp(a, b, count_of_a * sizeof *a) == 0);
}

/* That of a sum follows from weights below it. */
static bool have_same_range(const hm_node *a, const hm_node *b) {
    return a->low == b->low && a->high == b->high;
}

/* Is a node computed in the same way in both, from the same? */
static bool is_alike(const hm_plan *a, const hm_plan *b, size_t number) {
    const hm_node *x = &a->nodes[number], *y = &b->nodes[number];
    if (x->indicator != HM_NO_INDICATOR &&
        a->indicators[x->indicator].slot != b->indicators[x->indicator].slot)
        return false;
    if (x->measure != y->measure ||
        memcmp(x->method_parameters, y->method_parameters, sizeof x->method_parameters) != 0)
        return false;
    if (x->is_absent != y->is_absent || x->rests_on != y->rests_on ||
        !are_same(x->children, x->child_count, y->children, y->child_count) ||
        !are_same(x->reads, x->read_count, y->reads, y->read_count))
        return false;
    for (size_t i = 0; i < x->child_count; i++)
        if (a->nodes[x->children[i]].weight != b->nodes[y->children[i]].weight ||
            !have_same_range(&a->nodes[x->children[i]], &b->nodes[y->children[i]]))
            return false;
    return have_same_range(x, y);
}

static void note_varying(const maker *m, size_t number) {
    bool varies = false;
    for (size_t i = 1; i < m->count && !varies; i++)
        varies = !is_alike(m->editions[i - 1].plan, m->editions[i].plan, number);
    m->plan->nodes[number].varies = varies;
    for (size_t i = 0; i < m->count; i++)
        m->editions[i].plan->nodes[number].varies = varies;
}

/* A span may lie wholly outside of those above and below. */
static void check_ever(const maker *m, size_t number) {
    const hm_item *item = m->items[number];
    for (size_t i = 0; i < m->count; i++)
        if (!m->editions[i].plan->nodes[number].is_absent)
            return;
    hm_issues_add(&m->package->issues, HM_ISSUE_NEVER_HOLDS,
                  &(hm_subject){.at = item->origin, .node = item->code},
                  &(hm_issue_texts){.name = item->indicator ? "indicator" : "node",
                                    .detail = "what it is part of or made of does not hold then"});
}

/* A measure may begin where its node does not hold, or no longer. What a layer on top has shortened
 * is no slip: its measures are those of the base. */
static void check_measures(const maker *m, size_t number) {
    const hm_item *item = m->items[number];
    if (item->layer != m->package->layers[m->package->layer_count - 1])
        return;
    const hm_dated_measures *measures = measures_of(m, number);
    for (size_t i = 1; i < measures->count; i++) {
        const hm_dated_measure *measure = &measures->items[i];
        bool ever = false;
        for (size_t k = 0; k < m->count && !ever; k++)
            ever = !m->editions[k].plan->nodes[number].is_absent &&
                   measure_on(m, number, m->editions[k].first_day) == measure;
        if (ever)
            continue;
        const hm_origin at = hm_joined_locate_field(
            m->joined, item, HM_PATH(HM_FIELD("measure_from"), HM_FIELD(measure->from)));
        hm_issues_add(&m->package->issues, HM_ISSUE_MEASURE_NEVER_HOLDS,
                      &(hm_subject){.at = at, .node = item->code},
                      &(hm_issue_texts){.name = item->indicator ? "indicator" : "node",
                                        .found = measure->from});
    }
}

/* A number that is a parameter has to have a value wherever the node holds. */
static void check_numbers(const maker *m, size_t number) {
    const hm_item *item = m->items[number];
    for (size_t i = 0; i < m->plan->parameter_count; i++) {
        const hm_parameter *parameter = &m->plan->parameters[i];
        double value;
        bool lacks = false;
        for (size_t k = 0; k < m->count && !lacks; k++)
            lacks = !m->editions[k].plan->nodes[number].is_absent &&
                    !hm_parameter_at(parameter, m->editions[k].first_day, &value);
        if (lacks && hm_numbers_uses(&m->plan->nodes[number], (uint32_t)i))
            hm_issues_add(&m->package->issues, HM_ISSUE_NO_NUMBER_YET,
                          &(hm_subject){.at = item->origin, .node = item->code},
                          &(hm_issue_texts){.name = item->indicator ? "indicator" : "node",
                                            .found = parameter->name,
                                            .expected = parameter->rows[0].from});
    }
}

bool hm_editions_link(hm_package *package, const hm_joined *joined, const hm_item *const *items) {
    maker m = {.package = package, .plan = &package->plan, .joined = joined, .items = items};
    size_t most = 1;
    for (size_t i = 0; i < package->plan.node_count; i++)
        most += count_days(&m, i);
    if (most == 1 || package->issues.count_of[HM_REJECTED] > 0)
        return true;
    m.editions = take(&m, most, sizeof *m.editions);
    if (m.failed)
        return false;
    find_days(&m);
    for (size_t i = 0; i < m.count && !m.failed; i++)
        make_edition(&m, &m.editions[i]);
    for (size_t i = 0; i < package->plan.node_count && !m.failed; i++) {
        note_varying(&m, i);
        check_ever(&m, i);
        check_measures(&m, i);
        check_numbers(&m, i);
    }
    if (m.failed)
        return false;
    package->plan.editions = m.editions;
    package->plan.edition_count = m.count;
    hm_plan_settle_editions(&package->plan);
    hm_numbers_settle(&package->plan);
    return true;
}
