#include "package/steps.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "base/numbers/number.h"
#include "base/text.h"
#include "methods/step_methods.h"

/* Whose step is linked: a node's own, or that of the policy. */
typedef struct linker {
    hm_package *package;
    const hm_joined *joined;
    const hm_item *item;   /* NULL: the policy's */
    const hm_layer *layer; /* of the policy */
    hm_step_kind kind;
} linker;

static hm_origin origin_of(const linker *l, const char *field) {
    const char *kind = hm_step_kind_name(l->kind);
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
    if (l->item)
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

static void set_word(const linker *l, const hm_step_parameter *parameter, const char *word,
                     double *setting) {
    hm_choice_list known = {{0}};
    for (size_t i = 0; parameter->words[i]; i++) {
        hm_choice_list_add(&known, parameter->words[i]);
        if (word && strcmp(parameter->words[i], word) == 0) {
            *setting = (double)i;
            return;
        }
    }
    refuse_value(l, parameter->name, word ? word : "a number", known.text);
}

static void set_number(const linker *l, const hm_step_parameter *parameter, double number,
                       double *setting) {
    char low[HM_NUMBER_SIZE], high[HM_NUMBER_SIZE], found[HM_NUMBER_SIZE], expected[128];
    *setting = number;
    if (number >= parameter->low && number <= parameter->high &&
        (!parameter->whole || number == floor(number) || (parameter->or_share && number < 1)))
        return;
    hm_number_print(parameter->low, low);
    hm_number_print(parameter->high, high);
    hm_number_print(number, found);
    (void)snprintf(expected, sizeof expected, "a %snumber from %s to %s%s",
                   parameter->whole ? "whole " : "", low, high,
                   parameter->or_share ? ", or a share below 1" : "");
    refuse_value(l, parameter->name, found, expected);
}

static void set_parameter(const linker *l, hm_step *step, const hm_declared_parameter *given) {
    const size_t count = hm_step_parameter_count(step->method);
    size_t i = 0;
    while (i < count && strcmp(step->method->parameters[i].name, given->name) != 0)
        i++;
    if (i == count) {
        refuse_parameter(l, step->method, given->name);
        return;
    }
    const hm_step_parameter *parameter = &step->method->parameters[i];
    if (parameter->words)
        set_word(l, parameter, given->text, &step->settings[i]);
    else if (given->text)
        refuse_value(l, given->name, given->text, "a number");
    else
        set_number(l, parameter, given->number, &step->settings[i]);
}

/* The numbers behind the method's name, in the order of the parameters that may stand there. */
static void set_numbers(const linker *l, hm_step *step, const hm_declared_step *declared) {
    const hm_step_method *method = step->method;
    size_t taken = 0;
    for (size_t i = 0; i < hm_step_parameter_count(method) && taken < declared->number_count; i++)
        if (method->parameters[i].in_front)
            set_number(l, &method->parameters[i], declared->numbers[taken++], &step->settings[i]);
    if (taken < declared->number_count) {
        char number[HM_NUMBER_SIZE];
        hm_number_print(declared->numbers[taken], number);
        reject(l, HM_ISSUE_UNKNOWN_PARAMETER, NULL,
               &(hm_issue_texts){.found = number,
                                 .expected = "parameters by their names",
                                 .detail = method->name});
    }
}

static void need_parameters(const linker *l, const hm_step *step) {
    for (size_t i = 0; i < hm_step_parameter_count(step->method); i++)
        if (isnan(step->settings[i]))
            refuse_value(l, step->method->parameters[i].name, "nothing",
                         "a number, which this method has to be given");
}

/* --- what methods have in common --- */

static void set_bound(double *kind, double *number, hm_declared_bound bound) {
    *kind = (double)bound.kind;
    *number = bound.number;
}

static void set_ends(const linker *l, hm_step *step, const hm_declared_step *declared) {
    const hm_step_method *method = step->method;
    const bool bounded = declared->low.kind != HM_BOUND_OWN || declared->high.kind != HM_BOUND_OWN;
    if (declared->has_to && !method->has_to)
        refuse_parameter(l, method, "to");
    if (declared->has_to) {
        step->settings[HM_SETTING_TO_LOW] = declared->to[0];
        step->settings[HM_SETTING_TO_HIGH] = declared->to[1];
    }
    if (bounded && !method->has_bounds)
        refuse_parameter(l, method, "bounds");
    set_bound(&step->settings[HM_SETTING_LOW_KIND], &step->settings[HM_SETTING_LOW], declared->low);
    set_bound(&step->settings[HM_SETTING_HIGH_KIND], &step->settings[HM_SETTING_HIGH],
              declared->high);
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
    set_numbers(l, step, declared);
    for (size_t i = 0; i < declared->parameter_count; i++)
        set_parameter(l, step, &declared->parameters[i]);
    need_parameters(l, step);
    set_ends(l, step, declared);
    set_learning(l, step, declared);
    return set_over(l, step, declared);
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

/* A direction that nothing goes by is a slip: a measure may have been meant. */
static void check_direction(const linker *l, const hm_node *node) {
    const hm_declared_steps *said = l->item->steps;
    bool is_off = false;
    for (int kind = 0; kind < HM_STEP_KINDS; kind++)
        is_off |= said->of[kind].is_said;
    if (!said->direction || node->step_count > 0 || is_off)
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
