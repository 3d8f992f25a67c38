/* comparable.c: periods are gone through in the order of their days, so that the way back from one
 * ends at the nearest before it that the data have. */
#include "evaluate/comparable.h"

#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"

/* Farther apart periods of a city do not follow on each other: what looks back finds none. */
enum { FARTHEST = HM_EXPR_BACK };

typedef struct dated {
    int64_t day; /* the first; INT64_MIN: it is no period */
    uint32_t period;
} dated;

typedef struct finder {
    const hm_names *periods;
    const dated *order;
    const hm_declared_breaks *breaks;
    uint32_t *out; /* by period */
} finder;

static int compare_dated(const void *a, const void *b) {
    const dated *x = a, *y = b;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return x->period < y->period ? -1 : x->period > y->period;
}

static void order_periods(const hm_names *periods, dated *out) {
    for (uint32_t i = 0; i < periods->count; i++) {
        int64_t first, last;
        const bool is_period =
            hm_calendar_days(periods->texts[i], periods->sizes[i], &first, &last);
        out[i] = (dated){is_period ? first : INT64_MIN, i};
    }
    qsort(out, periods->count, sizeof *out, compare_dated);
}

/* The day of the latest break that a period does not lie before; INT64_MIN: it lies before all. */
static int64_t latest_break(const hm_declared_breaks *breaks, int64_t day) {
    size_t count = breaks->count;
    while (count > 0 && breaks->days[count - 1] > day)
        count--;
    return count > 0 ? breaks->days[count - 1] : INT64_MIN;
}

/* Those before a period that begin on the day of the break or after it. */
static uint32_t count_back(const finder *f, const dated *from, int64_t broken) {
    char text[HM_PERIOD_SIZE], before[HM_PERIOD_SIZE];
    size_t size = f->periods->sizes[from->period];
    memcpy(text, f->periods->texts[from->period], size + 1);
    for (uint32_t back = 0; back < FARTHEST; back++) {
        int64_t first, last;
        size = hm_calendar_previous(text, size, before);
        if (size == 0 || !hm_calendar_days(before, size, &first, &last))
            break;
        if (first < broken)
            return back;
        const uint32_t known = hm_names_find(f->periods, before, size);
        if (known != HM_NO_NAME)
            return f->out[known] == UINT32_MAX ? UINT32_MAX : back + 1 + f->out[known];
        memcpy(text, before, size);
    }
    return UINT32_MAX;
}

static void find(const finder *f) {
    for (size_t i = 0; i < f->periods->count; i++) {
        const dated *at = &f->order[i];
        const int64_t broken = at->day > INT64_MIN ? latest_break(f->breaks, at->day) : INT64_MIN;
        f->out[at->period] = broken > INT64_MIN ? count_back(f, at, broken) : UINT32_MAX;
    }
}

/* NULL when memory has run out. */
static uint32_t *reach_of(const hm_comparable *c, const finder *with,
                          const hm_declared_breaks *breaks) {
    finder f = *with;
    f.breaks = breaks;
    f.out = hm_allocate_array(c->allocator, c->period_count, sizeof *f.out);
    if (f.out)
        find(&f);
    return f.out;
}

static bool find_inputs(hm_comparable *c, const hm_plan *plan, const finder *f) {
    bool fine = true;
    for (size_t i = 0; fine && i < plan->input_count; i++)
        if (plan->inputs[i]->breaks.count > 0)
            fine = (c->inputs[i] = reach_of(c, f, &plan->inputs[i]->breaks)) != NULL;
    return fine;
}

static void narrow(uint32_t *reach, hm_reach by, size_t count) {
    for (uint32_t period = 0; by && period < count; period++)
        reach[period] = hm_reach_within(by, period, reach[period]);
}

static bool find_nodes(hm_comparable *c, const hm_plan *plan, const finder *f) {
    bool fine = true;
    for (size_t i = 0; fine && i < plan->node_count; i++) {
        if (plan->nodes[i].breaks->count == 0)
            continue;
        uint32_t *own = reach_of(c, f, plan->nodes[i].breaks);
        c->nodes[i] = own;
        fine = own != NULL;
        if (fine)
            narrow(own, c->all, c->period_count);
    }
    return fine;
}

static bool find_of_series(hm_comparable *c, const hm_plan *plan, size_t number, uint8_t *marks) {
    uint32_t *reach = hm_allocate_array(c->allocator, c->period_count, sizeof *reach);
    c->series[number] = reach;
    if (!reach)
        return false;
    memcpy(reach, c->all, c->period_count * sizeof *reach);
    hm_plan_mark_needed(plan, number, marks);
    for (size_t i = 0; i < plan->node_count; i++) {
        const hm_node_inputs inputs = hm_plan_inputs_of(plan, &plan->nodes[i]);
        if (!marks[i])
            continue;
        narrow(reach, c->nodes[i], c->period_count);
        for (size_t k = 0; k < inputs.count; k++)
            narrow(reach, c->inputs[inputs.numbers[k]], c->period_count);
    }
    return true;
}

static bool find_series(hm_comparable *c, const hm_plan *plan) {
    uint8_t *marks = hm_allocate_array(c->allocator, plan->node_count, 1);
    bool fine = marks != NULL;
    for (size_t i = 0; fine && i < plan->node_count; i++)
        fine = !hm_node_reads_series(&plan->nodes[i]) || find_of_series(c, plan, i, marks);
    hm_release(c->allocator, marks, plan->node_count);
    return fine;
}

static bool find_all(hm_comparable *c, const hm_plan *plan, const hm_names *periods) {
    dated *order = hm_allocate_array(c->allocator, periods->count, sizeof *order);
    const finder f = {.periods = periods, .order = order};
    bool fine = order != NULL;
    if (fine) {
        order_periods(periods, order);
        c->all = reach_of(c, &f, &plan->breaks);
        fine =
            c->all && find_inputs(c, plan, &f) && find_nodes(c, plan, &f) && find_series(c, plan);
    }
    hm_release(c->allocator, order, periods->count * sizeof *order);
    return fine;
}

bool hm_comparable_open(hm_comparable *comparable, const hm_plan *plan, const hm_dataset *dataset,
                        const hm_allocator *allocator) {
    const hm_names *periods = hm_dataset_period_names(dataset);
    *comparable = (hm_comparable){0};
    if (!plan->has_breaks || periods->count == 0)
        return true;
    *comparable = (hm_comparable){.allocator = allocator,
                                  .periods = hm_dataset_periods(dataset),
                                  .period_count = periods->count,
                                  .input_count = plan->input_count,
                                  .node_count = plan->node_count};
    comparable->inputs =
        hm_allocate_array(allocator, plan->input_count, sizeof *comparable->inputs);
    comparable->nodes = hm_allocate_array(allocator, plan->node_count, sizeof *comparable->nodes);
    comparable->series = hm_allocate_array(allocator, plan->node_count, sizeof *comparable->series);
    return comparable->inputs && comparable->nodes && comparable->series &&
           find_all(comparable, plan, periods);
}

static void release_each(const hm_comparable *c, hm_reach *reaches, size_t count) {
    for (size_t i = 0; reaches && i < count; i++)
        hm_release(c->allocator, (void *)(uintptr_t)reaches[i],
                   c->period_count * sizeof *reaches[i]);
    hm_release(c->allocator, (void *)reaches, count * sizeof *reaches);
}

void hm_comparable_close(hm_comparable *comparable) {
    if (!comparable->allocator)
        return;
    release_each(comparable, comparable->inputs, comparable->input_count);
    release_each(comparable, comparable->nodes, comparable->node_count);
    release_each(comparable, comparable->series, comparable->node_count);
    hm_release(comparable->allocator, comparable->all,
               comparable->period_count * sizeof *comparable->all);
    *comparable = (hm_comparable){0};
}

hm_reach hm_comparable_reach(const hm_comparable *comparable, uint32_t node) {
    const bool has_own = comparable->nodes && node != HM_NO_NODE && comparable->nodes[node];
    return has_own ? comparable->nodes[node] : comparable->all;
}

uint32_t hm_comparable_back(const hm_comparable *comparable, const hm_plan *plan, uint32_t node,
                            size_t unit) {
    if (!comparable->all)
        return UINT32_MAX;
    const hm_node_inputs inputs = hm_plan_inputs_of(plan, &plan->nodes[node]);
    const uint32_t period = comparable->periods[unit];
    uint32_t back = hm_reach_within(hm_comparable_reach(comparable, node), period, UINT32_MAX);
    for (size_t i = 0; i < inputs.count; i++)
        back = hm_reach_within(comparable->inputs[inputs.numbers[i]], period, back);
    return back;
}

uint32_t hm_comparable_series(const hm_comparable *comparable, uint32_t node, size_t unit) {
    return comparable->all
               ? hm_reach_within(comparable->series[node], comparable->periods[unit], UINT32_MAX)
               : UINT32_MAX;
}
