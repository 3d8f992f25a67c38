#include "package/conditions.h"

#include <string.h>

#include "base/buffer.h"

bool hm_conditions_start(hm_conditions *conditions, hm_package *package, const hm_joined *joined) {
    *conditions = (hm_conditions){.links = {package, joined, false}};
    conditions->found =
        hm_arena_take_array(&package->arena, joined->input_count, sizeof *conditions->found);
    package->plan.conditions = conditions->found;
    return conditions->found != NULL;
}

/* --- one condition --- */

/* The file of an indicator; NULL: the input is shared. */
static const hm_file *file_of(const hm_conditions *c, const hm_input *input) {
    const hm_joined *joined = c->links.joined;
    for (size_t i = 0; i < joined->count; i++)
        if (joined->items[i].script && joined->items[i].script->shown == input->origin.file)
            return joined->items[i].script;
    return NULL;
}

/* Of a condition in a table no line is known: it has a cell. */
static hm_location locate(const hm_conditions *c, const hm_input *input, uint32_t line) {
    const hm_file *file = line > 0 ? NULL : file_of(c, input);
    hm_field_path path = HM_PATH(HM_FIELD("asked_if"));
    path.line = input->origin.line;
    if (!file)
        return (hm_location){input->origin.file, line > 0 ? line : input->origin.line, 0};
    const hm_origin found = hm_locate(&c->links.joined->locator, file, &path);
    return (hm_location){found.file, found.line, found.column};
}

static void add_issue(const hm_conditions *c, hm_issue_code code, const hm_input *input,
                      uint32_t line, const hm_issue_texts *texts) {
    const hm_location at = locate(c, input, line);
    hm_issues_add(&c->links.package->issues, code, &(hm_subject){.at = at, .input = input->name},
                  texts);
}

static void reject(const hm_conditions *c, const hm_input *input, uint32_t line,
                   const char *detail) {
    add_issue(c, HM_ISSUE_WRONG_CONDITION, input, line, &(hm_issue_texts){.detail = detail});
}

typedef struct option_report {
    const hm_conditions *conditions;
    const hm_input *input;
} option_report;

static void report_option(void *context, const hm_wrong_option *wrong) {
    const option_report *r = context;
    add_issue(r->conditions, HM_ISSUE_UNKNOWN_OPTION_OF_CONDITION, r->input, wrong->line,
              &(hm_issue_texts){.found = wrong->option,
                                .name = wrong->input,
                                .detail = wrong->known,
                                .nearest = wrong->nearest});
}

static bool reads_any(const hm_expr *expr) {
    for (size_t i = 0; i < expr->node_count; i++)
        if (hm_input_of(&hm_expr_nodes(expr)[i]) != HM_NO_INPUT)
            return true;
    return false;
}

/* What is wrong with a condition whose names are found; NULL: nothing. */
static const char *find_fault(const hm_expr *expr) {
    if (hm_expr_looks_back(expr) > 0)
        return "what is asked depends on figures of the same period: not on previous";
    return reads_any(expr) ? NULL : "it looks at no figure: there is no input.NAME in it";
}

static void link_condition(hm_conditions *c, uint32_t number) {
    const hm_input *input = c->links.package->plan.inputs[number];
    hm_expr_fault fault;
    if (!hm_linking_check_condition(&c->links, input->asked_if, &fault)) {
        if (!c->links.failed)
            reject(c, input, fault.line, fault.message);
        return;
    }
    const char *wrong = find_fault(input->asked_if);
    if (wrong)
        reject(c, input, 0, wrong);
    hm_linking_check_options(&c->links, input->asked_if, report_option, &(option_report){c, input});
    c->found[c->links.package->plan.condition_count++] =
        (hm_input_condition){number, input->asked_if};
}

bool hm_conditions_link(hm_conditions *c) {
    const hm_plan *plan = &c->links.package->plan; /* whose inputs become more on the way */
    for (; c->seen < plan->input_count && !c->links.failed; c->seen++) {
        const hm_expr *expr = plan->inputs[c->seen]->asked_if;
        if (expr && hm_linking_goes_on(&c->links, 1 + expr->node_count))
            link_condition(c, c->seen);
    }
    return !c->links.failed;
}

/* --- their order --- */

enum { NOT_SORTED, ON_THE_WAY, SORTED };

typedef struct sorter {
    hm_conditions *conditions;
    const hm_plan *plan;
    uint32_t *condition_of; /* by input; UINT32_MAX: it has none */
    uint8_t *progress;      /* by condition */
    size_t *next;           /* by condition: the node of its expression to look at next */
    uint32_t *way;          /* from a condition to what it depends on, and on */
    size_t length;
    hm_input_condition *sorted;
    size_t count;
} sorter;

static bool open_sorter(sorter *s) {
    hm_arena *arena = &s->conditions->links.package->arena;
    const size_t count = s->plan->condition_count;
    s->condition_of = hm_arena_take_array(arena, s->plan->input_count, sizeof *s->condition_of);
    s->progress = hm_arena_take_array(arena, count, 1);
    s->next = hm_arena_take_array(arena, count, sizeof *s->next);
    s->way = hm_arena_take_array(arena, count, sizeof *s->way);
    s->sorted = hm_arena_take_array(arena, count, sizeof *s->sorted);
    if (!s->condition_of || !s->progress || !s->next || !s->way || !s->sorted)
        return false;
    memset(s->condition_of, 0xff, s->plan->input_count * sizeof *s->condition_of);
    for (uint32_t i = 0; i < count; i++)
        s->condition_of[s->plan->conditions[i].input] = i;
    return true;
}

static const char *name_of(const sorter *s, uint32_t condition) {
    return s->plan->inputs[s->plan->conditions[condition].input]->name;
}

/* The conditions at the end of the way, from `again` on, go in a circle. */
static void report_circle(sorter *s, uint32_t again) {
    hm_buffer chain;
    size_t first = s->length;
    while (s->way[--first] != again)
        continue;
    hm_buffer_open(&chain, s->conditions->links.package->allocator);
    for (size_t i = first; i < s->length; i++)
        hm_buffer_format(&chain, "\"%s\" depends on ", name_of(s, s->way[i]));
    hm_buffer_format(&chain, "\"%s\"", name_of(s, again));
    s->conditions->links.failed |= chain.failed;
    if (!chain.failed)
        add_issue(s->conditions, HM_ISSUE_CONDITIONS_IN_A_CIRCLE,
                  s->plan->inputs[s->plan->conditions[again].input], 0,
                  &(hm_issue_texts){.detail = chain.data});
    hm_buffer_close(&chain);
}

static void go_to(sorter *s, uint32_t condition) {
    s->progress[condition] = ON_THE_WAY;
    s->way[s->length++] = condition;
}

/* One step from the condition at the end of the way: to one that it depends on, or back. */
static void step(sorter *s) {
    const uint32_t at = s->way[s->length - 1];
    const hm_input_condition *condition = &s->plan->conditions[at];
    while (s->next[at] < condition->expr->node_count) {
        const uint32_t input = hm_input_of(&hm_expr_nodes(condition->expr)[s->next[at]++]);
        const uint32_t other = input == HM_NO_INPUT ? UINT32_MAX : s->condition_of[input];
        if (other == UINT32_MAX || s->progress[other] == SORTED)
            continue;
        if (s->progress[other] == NOT_SORTED) {
            go_to(s, other);
            return;
        }
        report_circle(s, other);
    }
    s->progress[at] = SORTED;
    s->sorted[s->count++] = *condition;
    s->length--;
}

bool hm_conditions_sort(hm_conditions *conditions) {
    hm_plan *plan = &conditions->links.package->plan;
    sorter s = {.conditions = conditions, .plan = plan};
    if (plan->condition_count == 0)
        return true;
    if (!open_sorter(&s))
        return false;
    for (uint32_t i = 0; i < plan->condition_count; i++) {
        if (s.progress[i] == NOT_SORTED)
            go_to(&s, i);
        while (s.length > 0)
            step(&s);
    }
    plan->conditions = s.sorted;
    return !conditions->links.failed;
}

bool hm_conditions_mark(hm_linking *links, uint8_t *marks) {
    const hm_plan *plan = &links->package->plan;
    for (size_t i = plan->condition_count; i-- > 0 && hm_linking_goes_on(links, 1);) {
        const hm_input_condition *condition = &plan->conditions[i];
        if (!marks[condition->input] || !hm_linking_goes_on(links, condition->expr->node_count))
            continue;
        for (size_t k = 0; k < condition->expr->node_count; k++) {
            const uint32_t input = hm_input_of(&hm_expr_nodes(condition->expr)[k]);
            if (input != HM_NO_INPUT)
                marks[input] = 1;
        }
    }
    return !links->failed;
}
