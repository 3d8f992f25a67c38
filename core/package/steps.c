#include "package/steps.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "base/numbers/number.h"
#include "base/text.h"
#include "methods/step_methods.h"
#include "package/named_number.h"

/* Whose step is linked: a node's own, or that of the policy. */
typedef struct linker {
    hm_package *package;
    const hm_joined *joined;
    const hm_item *item;   /* NULL: the policy's */
    const hm_layer *layer; /* of the policy */
    hm_step_kind kind;
} linker;

static bool is_varied(const linker *l) {
    return l->item ? l->item->varied[l->kind] : l->joined->varied[l->kind];
}

static hm_origin origin_of(const linker *l, const char *field) {
    const char *kind = hm_step_kind_name(l->kind);
    if (is_varied(l))
        return l->joined->variation;
    if (l->item)
        return hm_joined_locate_field(l->joined, l->item,
                                      field ? HM_PATH(HM_FIELD(kind), HM_FIELD(field))
                                            : HM_PATH(HM_FIELD(kind)));
    return hm_joined_locate(l->joined, l->layer,
                            field ? HM_PATH(HM_FIELD("policy"), HM_FIELD(kind), HM_FIELD(field))
                                  : HM_PATH(HM_FIELD("policy"), HM_FIELD(kind)));
}

/* `field` NULL: the step as a whole. */
static void reject(const linker *l, hm_issue_code code, const char *field,
                   const hm_issue_texts *texts) {
    const hm_origin origin = origin_of(l, field);
    const char *kind = hm_step_kind_name(l->kind);
    char of[sizeof(hm_quote) + 32];
    hm_issue_texts said = *texts;
    if (is_varied(l))
        (void)snprintf(of, sizeof of, "vary.%s", kind);
    else if (l->item)
        (void)snprintf(of, sizeof of, "%s %s: %s", l->item->indicator ? "indicator" : "node",
                       hm_name_of(l->item->code).text, kind);
    else
        (void)snprintf(of, sizeof of, "policy: %s", kind);
    said.name = of;
    hm_issues_add(&l->package->issues, code,
                  &(hm_subject){.at = {origin.file, origin.line, origin.column},
                                .node = l->item ? l->item->code : NULL},
                  &said);
}

static const hm_step_method *find_method(const linker *l, const char *name) {
    const hm_step_method *found = hm_step_method_find(l->kind, name);
    if (found)
        return found;
    hm_nearest nearest;
    hm_choice_list known = {{0}};
    hm_nearest_start(&nearest, name, strlen(name));
    for (size_t i = 0; (found = hm_step_method_at(l->kind, i)) != NULL; i++) {
        hm_nearest_show(&nearest, found->name);
        hm_choice_list_add(&known, found->name);
    }
    reject(l, HM_ISSUE_UNKNOWN_STEP_METHOD, NULL,
           &(hm_issue_texts){.found = name, .expected = known.text, .nearest = nearest.name});
    return NULL;
}

/* --- parameters --- */

/* Fields that not all methods have, but which are no parameters of their own. */
typedef struct extra {
    const char *name;
    bool has;
} extra;
enum { EXTRAS = 6 };

static void list_extras(const hm_step_method *method, extra extras[EXTRAS]) {
    const bool learns = method->scope != HM_SCOPE_NONE;
    const extra all[EXTRAS] = {{"by", learns && method->kind != HM_STEP_WEIGH},
                               {"over", learns},
                               {"fit_on", learns && method->kind != HM_STEP_IMPUTE},
                               {"to", method->has_to},
                               {"bounds", method->has_bounds},
                               {"city", method->needs_reference}};
    memcpy(extras, all, sizeof all);
}

static void refuse_parameter(const linker *l, const hm_step_method *method, const char *name) {
    hm_nearest nearest;
    hm_choice_list known = {{0}};
    extra extras[EXTRAS];
    hm_nearest_start(&nearest, name, strlen(name));
    for (size_t i = 0; i < hm_step_parameter_count(method); i++) {
        hm_nearest_show(&nearest, method->parameters[i].name);
        hm_choice_list_add(&known, method->parameters[i].name);
    }
    list_extras(method, extras);
    for (size_t i = 0; i < EXTRAS; i++) {
        if (!extras[i].has)
            continue;
        hm_nearest_show(&nearest, extras[i].name);
        hm_choice_list_add(&known, extras[i].name);
    }
    reject(l, HM_ISSUE_UNKNOWN_PARAMETER, name,
           &(hm_issue_texts){.found = name,
                             .expected = known.text[0] ? known.text : "its name",
                             .detail = method->name,
                             .nearest = nearest.name});
}

static void refuse_value(const linker *l, const char *name, const char *found,
                         const char *expected) {
    reject(l, HM_ISSUE_WRONG_PARAMETER, name,
           &(hm_issue_texts){.found = found, .expected = expected, .detail = name});
}

static void set_word(const linker *l, const hm_step_parameter *parameter,
                     const hm_declared_setting *given, double *setting) {
    const char *word = given->text;
    hm_choice_list known = {{0}};
    for (size_t i = 0; parameter->words[i]; i++) {
        hm_choice_list_add(&known, parameter->words[i]);
        if (word && strcmp(parameter->words[i], word) == 0) {
            *setting = (double)i;
            return;
        }
    }
    refuse_value(l, parameter->name,
                 word                      ? word
                 : given->number.parameter ? "a parameter"
                                           : "a number",
                 known.text);
}

/* A number, which is checked once all settings are there. */
static bool set_plain(const linker *l, hm_step *step, size_t setting, const char *name,
                      double number) {
    char found[HM_NUMBER_SIZE];
    step->settings[setting] = number;
    if (hm_step_setting_fits(step->method, step->settings, setting, number))
        return true;
    const hm_wanted wanted = hm_step_setting_wanted(step->method, step->settings, setting);
    hm_number_print(number, found);
    refuse_value(l, name, found, wanted.text);
    return false;
}

/* The parameters that settings are, which a step has once one is. False when memory has run out. */
static bool note_source(const linker *l, hm_step *step, size_t setting, uint32_t parameter) {
    uint32_t *sources = (uint32_t *)(uintptr_t)step->sources; /* those of the arena */
    if (!sources) {
        sources = hm_arena_take_array(&l->package->arena, HM_STEP_SETTINGS, sizeof *sources);
        for (size_t i = 0; sources && i < HM_STEP_SETTINGS; i++)
            sources[i] = HM_NO_PARAMETER;
    }
    step->sources = sources;
    if (sources)
        sources[setting] = parameter;
    return sources != NULL;
}

/* What is learnt from several periods goes by one number. */
static bool may_change(const linker *l, const hm_step *step, const hm_named_number *named,
                       const char *name) {
    char found[2 * sizeof(hm_quote)];
    if (named->value_count < 2 || !step->over_name)
        return true;
    (void)snprintf(found, sizeof found, "param.%s, which changes from %s",
                   hm_name_of(named->parameter->name).text, named->parameter->rows[1].from);
    refuse_value(l, name, found, "a number that is the same in all periods, as over says");
    return false;
}

/* All that the parameter is must be fine. */
static bool set_named(const linker *l, hm_step *step, size_t setting, const char *name,
                      const char *parameter) {
    hm_named_number named;
    hm_named_fault fault;
    if (!hm_named_number_find(&l->package->plan, parameter, &named, &fault)) {
        refuse_value(l, name, fault.found, fault.expected);
        return true;
    }
    for (size_t i = 0; i < named.value_count; i++) {
        const double value = hm_named_number_value(&named, i);
        if (hm_step_setting_fits(step->method, step->settings, setting, value))
            continue;
        const hm_wanted wanted = hm_step_setting_wanted(step->method, step->settings, setting);
        hm_named_number_refuse(&named, i, wanted.text, &fault);
        refuse_value(l, name, fault.found, fault.expected);
        return true;
    }
    step->settings[setting] = hm_named_number_value(&named, 0);
    return !may_change(l, step, &named, name) || note_source(l, step, setting, named.index);
}

/* False when memory has run out. */
static bool set_number(const linker *l, hm_step *step, size_t setting, const char *name,
                       hm_declared_number number) {
    if (number.parameter)
        return set_named(l, step, setting, name, number.parameter);
    (void)set_plain(l, step, setting, name, number.number);
    return true;
}

static bool set_parameter(const linker *l, hm_step *step, const hm_declared_setting *given) {
    const size_t count = hm_step_parameter_count(step->method);
    size_t i = 0;
    while (i < count && strcmp(step->method->parameters[i].name, given->name) != 0)
        i++;
    if (i == count) {
        refuse_parameter(l, step->method, given->name);
        return true;
    }
    const hm_step_parameter *parameter = &step->method->parameters[i];
    if (parameter->words)
        set_word(l, parameter, given, &step->settings[i]);
    else if (given->text)
        refuse_value(l, given->name, given->text, "a number");
    else
        return set_number(l, step, i, parameter->name, given->number);
    return true;
}

/* The numbers behind the method's name, in the order of the parameters that may stand there. */
static bool set_numbers(const linker *l, hm_step *step, const hm_declared_step *declared) {
    const hm_step_method *method = step->method;
    size_t taken = 0;
    bool fine = true;
    for (size_t i = 0;
         fine && i < hm_step_parameter_count(method) && taken < declared->number_count; i++)
        if (method->parameters[i].in_front)
            fine = set_number(l, step, i, method->parameters[i].name, declared->numbers[taken++]);
    if (fine && taken < declared->number_count) {
        const hm_declared_number *number = &declared->numbers[taken];
        char found[sizeof(hm_quote) + HM_NUMBER_SIZE];
        hm_number_print(number->number, found);
        if (number->parameter)
            (void)snprintf(found, sizeof found, "param.%s", hm_name_of(number->parameter).text);
        reject(l, HM_ISSUE_UNKNOWN_PARAMETER, NULL,
               &(hm_issue_texts){.found = found,
                                 .expected = "parameters by their names",
                                 .detail = method->name});
    }
    return fine;
}

static void need_parameters(const linker *l, const hm_step *step) {
    for (size_t i = 0; i < hm_step_parameter_count(step->method); i++)
        if (isnan(step->settings[i]))
            refuse_value(l, step->method->parameters[i].name, "nothing",
                         "a number, which this method has to be given");
}

/* --- what methods have in common --- */

static bool set_bound(const linker *l, hm_step *step, size_t setting, hm_declared_bound bound) {
    step->settings[setting - 1] = (double)bound.kind;
    return bound.kind == HM_BOUND_OWN || set_number(l, step, setting, "bounds", bound.number);
}

static double value_on(const linker *l, const hm_step *step, size_t setting, int64_t day) {
    double value = step->settings[setting];
    if (step->sources && step->sources[setting] != HM_NO_PARAMETER)
        (void)hm_parameter_at(&l->package->plan.parameters[step->sources[setting]], day, &value);
    return value;
}

/* Ends that are parameters must be the right way round whenever one changes; false where they are
 * not. */
static bool are_ends_fine_on(const linker *l, const hm_step *step, const hm_parameter_row *row) {
    double settings[HM_STEP_SETTINGS];
    for (size_t i = 0; i < HM_STEP_SETTINGS; i++)
        settings[i] = value_on(l, step, i, row ? row->first_day : INT64_MAX);
    const char *wrong = hm_step_ends_wrong(settings);
    char low[HM_NUMBER_SIZE], high[HM_NUMBER_SIZE], found[2 * HM_NUMBER_SIZE + 128];
    if (!wrong)
        return true;
    const bool is_to = strcmp(wrong, "to") == 0;
    hm_number_print(settings[is_to ? HM_SETTING_TO_LOW : HM_SETTING_LOW], low);
    hm_number_print(settings[is_to ? HM_SETTING_TO_HIGH : HM_SETTING_HIGH], high);
    (void)snprintf(found, sizeof found, "%s and %s%s%s", low, high,
                   row && *row->from ? " from " : "", row ? row->from : "");
    refuse_value(l, wrong, found, "the lower one first");
    return false;
}

static void check_ends(const linker *l, const hm_step *step) {
    static const size_t ends[] = {HM_SETTING_TO_LOW, HM_SETTING_TO_HIGH, HM_SETTING_LOW,
                                  HM_SETTING_HIGH};
    bool fine = step->sources != NULL;
    for (size_t i = 0; fine && i < sizeof ends / sizeof *ends; i++) {
        const uint32_t source = step->sources[ends[i]];
        if (source == HM_NO_PARAMETER)
            continue;
        const hm_parameter *parameter = &l->package->plan.parameters[source];
        if (parameter->is_set)
            fine = are_ends_fine_on(l, step, NULL);
        for (size_t k = 0; fine && !parameter->is_set && k < parameter->row_count; k++)
            fine = are_ends_fine_on(l, step, &parameter->rows[k]);
    }
}

/* False when memory has run out. */
static bool set_ends(const linker *l, hm_step *step, const hm_declared_step *declared) {
    const hm_step_method *method = step->method;
    const bool bounded = declared->low.kind != HM_BOUND_OWN || declared->high.kind != HM_BOUND_OWN;
    if (declared->has_to && !method->has_to)
        refuse_parameter(l, method, "to");
    if (declared->has_to && !(set_number(l, step, HM_SETTING_TO_LOW, "to", declared->to[0]) &&
                              set_number(l, step, HM_SETTING_TO_HIGH, "to", declared->to[1])))
        return false;
    if (bounded && !method->has_bounds)
        refuse_parameter(l, method, "bounds");
    if (!set_bound(l, step, HM_SETTING_LOW, declared->low) ||
        !set_bound(l, step, HM_SETTING_HIGH, declared->high))
        return false;
    check_ends(l, step);
    return true;
}

static bool is_word(const hm_declared_step *declared, const char *word) {
    return declared->over_count == 1 && strcmp(declared->over[0], word) == 0;
}

/* "2010;2011"; NULL when memory has run out. */
static const char *join_periods(const linker *l, const hm_declared_step *declared) {
    size_t size = 1;
    for (size_t i = 0; i < declared->over_count; i++)
        size += strlen(declared->over[i]) + 1;
    char *text = hm_arena_take(&l->package->arena, size), *at = text;
    for (size_t i = 0; text && i < declared->over_count; i++) {
        const size_t length = strlen(declared->over[i]);
        if (i > 0)
            *at++ = ';';
        memcpy(at, declared->over[i], length);
        at += length;
    }
    if (text)
        *at = '\0';
    return text;
}

static bool is_period(const char *text) {
    return hm_calendar_period(text, strlen(text)) == HM_CALENDAR_FINE;
}

/* False when memory has run out. */
static bool set_over(const linker *l, hm_step *step, const hm_declared_step *declared) {
    const bool weighs = step->method->kind == HM_STEP_WEIGH;
    if (weighs && is_word(declared, "period"))
        refuse_value(l, "over", "period",
                     "\"all\", a period or a list of periods: weights are the same in all");
    if (weighs && declared->over_count == 0)
        step->over_name = "all";
    if (declared->over_count == 0 || is_word(declared, "period"))
        return true;
    if (declared->city && (declared->over_count > 1 || is_word(declared, "all")))
        refuse_value(l, "over", "several periods",
                     "one, or \"period\": of each city one value is compared with");
    if (is_word(declared, "all")) {
        step->over_name = "all";
        return true;
    }
    for (size_t i = 0; i < declared->over_count; i++)
        if (!is_period(declared->over[i]))
            refuse_value(l, "over", declared->over[i],
                         "\"period\", \"all\", a period or a list of periods");
    step->over = declared->over;
    step->over_count = declared->over_count;
    step->over_name = join_periods(l, declared);
    return step->over_name != NULL;
}

static void set_learning(const linker *l, hm_step *step, const hm_declared_step *declared) {
    const hm_step_method *method = step->method;
    const bool learns = hm_step_learns(step);
    if (declared->by && (!learns || method->kind == HM_STEP_WEIGH))
        refuse_parameter(l, method, "by");
    if (declared->over_count > 0 && !learns)
        refuse_parameter(l, method, "over");
    if (declared->has_fit_on && (!learns || method->kind == HM_STEP_IMPUTE))
        refuse_parameter(l, method, "fit_on");
    if (declared->city && !method->needs_reference)
        refuse_parameter(l, method, "city");
    if (!declared->city && method->needs_reference)
        refuse_value(l, "city", "nothing", "the city to compare with, which this method needs");
    step->by = declared->by;
    step->city = declared->city;
    step->fits_on_imputed = declared->fit_on_all;
}

/* `step` as it is said; its method is NULL where that is wrong. False when memory has run out. */
static bool link_step(const linker *l, const hm_declared_step *declared, hm_step *step) {
    *step = (hm_step){.method = find_method(l, declared->method)};
    if (!step->method)
        return true;
    hm_step_settings_begin(step->method, step->settings);
    bool fine = set_over(l, step, declared) && set_numbers(l, step, declared);
    for (size_t i = 0; fine && i < declared->setting_count; i++)
        fine = set_parameter(l, step, &declared->settings[i]);
    if (!fine || !set_ends(l, step, declared))
        return false;
    need_parameters(l, step);
    set_learning(l, step, declared);
    return true;
}

/* --- nodes --- */

/* The better end is where the direction says, for all but treatments: outliers lie at both. */
static void turn(hm_step *step, const char *direction) {
    step->lower_is_better = step->method->kind != HM_STEP_TREAT && !step->method->joint &&
                            direction && strcmp(direction, "lower") == 0;
    step->settings[HM_SETTING_SIGN] = step->lower_is_better ? -1 : 1;
}

/* What the policy says of indicators, linked; method NULL where it says nothing. */
typedef struct policy_steps {
    hm_step of[HM_STEP_KINDS];
} policy_steps;

static bool link_policy(hm_package *package, const hm_joined *joined, policy_steps *out) {
    bool fine = true;
    memset(out, 0, sizeof *out);
    for (int kind = 0; fine && kind < HM_STEP_WEIGH; kind++) {
        const linker l = {package, joined, NULL, joined->step_layers[kind], (hm_step_kind)kind};
        if (joined->steps[kind] && joined->steps[kind]->method)
            fine = link_step(&l, joined->steps[kind], &out->of[kind]);
    }
    return fine;
}

static bool is_lower_better(const hm_item *item) {
    const char *direction = item->steps->direction;
    return direction && strcmp(direction, "lower") == 0;
}

/* A direction that nothing goes by is a slip: a measure may have been meant. Ranks of groups go by
 * it; and in a variant it may be of what is taken away. */
static void check_direction(const linker *l, const hm_node *node) {
    const hm_declared_steps *said = l->item->steps;
    bool is_off = l->joined->variation.file != NULL;
    for (int kind = 0; kind < HM_STEP_KINDS; kind++)
        is_off |= said->of[kind].is_said;
    if (!said->direction || node->step_count > 0 || is_off || !l->item->indicator)
        return;
    const hm_origin at = hm_joined_locate_field(l->joined, l->item, HM_PATH(HM_FIELD("direction")));
    hm_issues_add(&l->package->issues, HM_ISSUE_DIRECTION_OF_NOTHING,
                  &(hm_subject){.at = {at.file, at.line, at.column}, .node = l->item->code},
                  &(hm_issue_texts){.name = l->item->indicator ? "indicator" : "node"});
}

/* The policy speaks of the indicators of the index. */
static bool goes_by_policy(const hm_item *item) {
    return item->indicator && !item->standing->is_alone;
}

/* A method of aggregation that compares units is the first of the group's steps. */
static uint32_t link_aggregation(const hm_node *node, hm_step *step) {
    const hm_method *method = &hm_methods[node->method];
    if (node->indicator != HM_NO_INDICATOR || node->measure || !method->compares_units)
        return 0;
    *step = (hm_step){.method = hm_step_method_find(HM_STEP_AGGREGATE, method->name)};
    hm_step_settings_begin(step->method, step->settings);
    for (size_t i = 0; i < hm_method_parameter_count(method); i++)
        step->settings[i] = node->method_parameters[i];
    step->settings[HM_SETTING_SIGN] = 1;
    return 1;
}

/* What gives the children of a group their weights: no value goes through it. */
static bool link_weigh(hm_package *package, const hm_joined *joined, const hm_item *item,
                       hm_node *node) {
    const linker l = {package, joined, item, NULL, HM_STEP_WEIGH};
    const hm_declared_step *said = &item->steps->of[HM_STEP_WEIGH];
    if (!said->method)
        return true;
    hm_step *step = hm_arena_take(&package->arena, sizeof *step);
    if (!step || !link_step(&l, said, step))
        return false;
    if (!step->method)
        return true;
    turn(step, NULL);
    node->weigh = step;
    package->plan.weighs = true;
    return true;
}

/* Does the score of a group rise with those of its children? A measure may do anything; and to what
 * compares cities more of each child is better, whatever comes of it. */
static bool rises_with_children(const hm_node *group) {
    return !group->measure && !hm_node_compares(group);
}

/* Is less of a node's score better? Where it has no scale it may say so; else it is as of its
 * group's value, the other way round for what takes something off that. */
static bool is_least_first(const hm_plan *plan, const hm_item *item, const hm_node *node) {
    const bool deducts = node->effect == HM_EFFECT_DEDUCTS;
    if (item->steps->direction && !hm_node_step(node, HM_STEP_SCALE))
        return deducts || is_lower_better(item);
    if (node->parent == HM_NO_NODE || !rises_with_children(&plan->nodes[node->parent]))
        return deducts;
    const hm_node *group = &plan->nodes[node->parent];
    const hm_step *scale = hm_node_step(group, HM_STEP_SCALE);
    const bool of_value = group->least_first != (scale && scale->lower_is_better);
    return of_value != deducts;
}

static bool link_node(hm_package *package, const hm_joined *joined, const hm_item *item,
                      const policy_steps *policy, hm_node *node) {
    hm_step steps[HM_STEP_KINDS + 1];
    uint32_t count = link_aggregation(node, steps);
    for (int kind = 0; kind < HM_STEP_WEIGH; kind++) {
        const linker l = {package, joined, item, NULL, (hm_step_kind)kind};
        const hm_declared_step *said = &item->steps->of[kind];
        if (said->is_said && !said->method)
            continue;
        if (!said->is_said && (!goes_by_policy(item) || !policy->of[kind].method))
            continue;
        if (!said->is_said)
            steps[count] = policy->of[kind];
        else if (!link_step(&l, said, &steps[count]))
            return false;
        if (!steps[count].method)
            continue;
        turn(&steps[count], item->steps->direction);
        count++;
    }
    hm_step *kept = count > 0 ? hm_arena_take_array(&package->arena, count, sizeof *kept) : NULL;
    if (kept)
        memcpy(kept, steps, count * sizeof *kept);
    node->steps = kept;
    node->step_count = kept ? count : 0;
    node->least_first = is_least_first(&package->plan, item, node);
    check_direction(&(linker){package, joined, item, NULL, HM_STEP_SCALE}, node);
    return (count == 0 || kept) && link_weigh(package, joined, item, node);
}

bool hm_steps_link(hm_package *package, const hm_joined *joined, const hm_item *const *items) {
    policy_steps policy;
    bool fine = link_policy(package, joined, &policy);
    for (size_t i = 0; fine && i < package->plan.node_count; i++)
        fine = link_node(package, joined, items[i], &policy, &package->plan.nodes[i]);
    return fine;
}
