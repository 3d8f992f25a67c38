#include "package/aggregation.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/numbers/number.h"
#include "base/text.h"
#include "methods/methods.h"
#include "methods/relative.h"
#include "package/named_number.h"

typedef struct linker {
    hm_package *package;
    const hm_joined *joined;
    const hm_item *item; /* NULL: the policy's */
    const hm_said_aggregate *said;
    const hm_method *method;
} linker;

/* Where it is said, or a parameter of it: `parameter` NULL, or one that stands behind the method's
 * name, is the whole. */
static hm_origin origin_of(const linker *l, const char *parameter) {
    if (l->said->is_varied)
        return l->joined->variation;
    if (l->said->is_own)
        return hm_joined_locate_field(l->joined, l->item,
                                      parameter
                                          ? HM_PATH(HM_FIELD("aggregate"), HM_FIELD(parameter))
                                          : HM_PATH(HM_FIELD("aggregate")));
    hm_field_path path = hm_path_to_method(l->item ? l->item->code : NULL);
    if (parameter)
        path = hm_field_path_on(path, HM_FIELD(parameter));
    return hm_joined_locate(l->joined, l->said->layer, path);
}

static void reject(const linker *l, hm_issue_code code, const char *parameter,
                   const hm_issue_texts *texts) {
    hm_subject about = {.at.file = l->said->is_varied ? l->joined->variation.file
                                   : l->said->is_own  ? l->item->origin.file
                                                      : l->said->layer->manifest_file->shown};
    if (hm_issues_count_only(&l->package->issues, code, &about))
        return;
    about.at = origin_of(l, parameter);
    hm_issues_add(&l->package->issues, code, &about, texts);
}

/* "package: policy: aggregate", "policy: aggregate_at: L1", "node L1: aggregate" */
static void say_whose(const linker *l, char *out, size_t size) {
    if (l->said->is_varied)
        (void)snprintf(out, size, "vary.aggregate");
    else if (!l->item)
        (void)snprintf(out, size, "policy: aggregate");
    else
        (void)snprintf(out, size, l->said->is_own ? "node %s: aggregate" : "aggregate_at: %s",
                       hm_name_of(l->item->code).text);
}

static void refuse(const linker *l, const char *parameter, const char *detail) {
    char whose[160];
    say_whose(l, whose, sizeof whose);
    reject(l, HM_ISSUE_WRONG_AGGREGATION, parameter,
           &(hm_issue_texts){.name = whose, .detail = detail});
}

static void refuse_unknown(const linker *l, const hm_declared_setting *given) {
    char detail[1024];
    hm_nearest nearest;
    hm_choice_list known = {{0}};
    const char *name = given->name ? given->name : "";
    hm_nearest_start(&nearest, name, strlen(name));
    for (size_t i = 0; i < hm_method_parameter_count(l->method); i++) {
        hm_nearest_show(&nearest, l->method->parameters[i].name);
        hm_choice_list_add(&known, l->method->parameters[i].name);
    }
    if (known.text[0] == '\0')
        (void)snprintf(detail, sizeof detail, "%s has no parameters", l->method->name);
    else
        (void)snprintf(detail, sizeof detail, "%s has no \"%s\", only %s%s", l->method->name,
                       hm_quote_of(name, strlen(name)).text, known.text,
                       hm_hint_of(nearest.name).text);
    refuse(l, given->name, detail);
}

static void refuse_value(const linker *l, size_t parameter, const hm_declared_setting *given) {
    char detail[1024], number[HM_NUMBER_SIZE];
    const char *name = l->method->parameters[parameter].name;
    const hm_wanted wanted = hm_method_wanted(l->method, parameter);
    hm_number_print(given->number.number, number);
    if (given->text)
        (void)snprintf(detail, sizeof detail, "%s: %s is \"%s\", expected %s", l->method->name,
                       name, hm_quote_of(given->text, strlen(given->text)).text, wanted.text);
    else
        (void)snprintf(detail, sizeof detail, "%s: %s is %s, expected %s", l->method->name, name,
                       number, wanted.text);
    refuse(l, given->name, detail);
}

static bool read_word(const hm_method_parameter *parameter, const char *word, double *out) {
    for (size_t i = 0; parameter->words && parameter->words[i]; i++)
        if (strcmp(parameter->words[i], word) == 0) {
            *out = (double)i;
            return true;
        }
    return false;
}

/* A power mean with the power 0 is one by its limit, which has a name of its own. */
static bool is_no_power(const linker *l, double number) {
    return strcmp(l->method->name, "power") == 0 && number == 0;
}

/* One that is a parameter of the package: all that this is must be fine. */
static bool set_source(const linker *l, size_t index, const hm_declared_setting *given,
                       hm_method_numbers numbers) {
    const hm_method_parameter *parameter = &l->method->parameters[index];
    const hm_wanted wanted = hm_method_wanted(l->method, index);
    hm_named_number named;
    hm_named_fault fault = {"a parameter", "a number, which of this method is not another later"};
    bool fine = !parameter->words && !l->method->compares_units &&
                hm_named_number_find(&l->package->plan, given->number.parameter, &named, &fault);
    if (parameter->words)
        (void)snprintf(fault.expected, sizeof fault.expected, "%s", wanted.text);
    for (size_t i = 0; fine && i < named.value_count; i++) {
        fine = hm_method_takes(l->method, index, hm_named_number_value(&named, i));
        if (!fine)
            hm_named_number_refuse(&named, i, wanted.text, &fault);
    }
    if (!fine) {
        char detail[1024];
        (void)snprintf(detail, sizeof detail, "%s: %s is %s, expected %s", l->method->name,
                       parameter->name, fault.found, fault.expected);
        refuse(l, given->name, detail);
        return false;
    }
    numbers.parameters[index] = hm_named_number_value(&named, 0);
    numbers.sources[index] = named.index;
    return true;
}

/* False when it is refused. */
static bool set(const linker *l, hm_method_numbers numbers, const hm_declared_setting *given) {
    double *parameters = numbers.parameters;
    const size_t count = hm_method_parameter_count(l->method);
    bool fine = false;
    size_t i = 0;
    while (given->name && i < count && strcmp(l->method->parameters[i].name, given->name) != 0)
        i++;
    const hm_method_parameter *parameter = &l->method->parameters[i];
    if (i >= count)
        refuse_unknown(l, given);
    else if (given->number.parameter)
        return set_source(l, i, given, numbers);
    else if (!given->text && is_no_power(l, given->number.number))
        refuse(l, given->name, "power: p is 0, which is the method geometric");
    else if (given->text ? !read_word(parameter, given->text, &parameters[i])
                         : !hm_method_takes(l->method, i, given->number.number))
        refuse_value(l, i, given);
    else
        fine = true;
    if (fine && !given->text)
        parameters[i] = given->number.number;
    return fine;
}

static void check_given(const linker *l, const double *parameters) {
    char detail[512];
    for (size_t i = 0; i < hm_method_parameter_count(l->method); i++) {
        const hm_method_parameter *parameter = &l->method->parameters[i];
        if (!isnan(parameters[i]))
            continue;
        (void)snprintf(detail, sizeof detail, "%s needs %s, %s: { \"%s\", %s = ... }",
                       l->method->name, parameter->name, parameter->about, l->method->name,
                       parameter->name);
        refuse(l, NULL, detail);
        return;
    }
}

void hm_aggregation_link(hm_package *package, const hm_joined *joined, const hm_item *item,
                         uint8_t *method, hm_method_numbers numbers) {
    linker l = {package, joined, item, item ? &item->aggregate : &joined->aggregate, NULL};
    const hm_declared_aggregate *declared = l.said->declared;
    if (!declared)
        return;
    const size_t found = hm_method_find(declared->method);
    if (found == hm_method_count && l.said->is_varied) {
        refuse(&l, NULL, hm_no_method_of(declared->method).text);
        return;
    }
    if (found == hm_method_count) {
        reject(&l, HM_ISSUE_UNKNOWN_METHOD, NULL,
               &(hm_issue_texts){.found = declared->method,
                                 .detail = hm_no_method_of(declared->method).text});
        return;
    }
    l.method = &hm_methods[found];
    *method = (uint8_t)found;
    const char *wanted = hm_method_begin(l.method, numbers.parameters);
    for (size_t i = 0; i < HM_METHOD_PARAMETERS; i++)
        numbers.sources[i] = HM_NO_PARAMETER;
    bool fine = true;
    for (size_t i = 0; i < declared->setting_count; i++)
        fine &= set(&l, numbers, &declared->settings[i]);
    if (wanted && fine)
        check_given(&l, numbers.parameters);
}

/* --- what a method needs of the children --- */

static bool is_always(const hm_step *step, size_t setting, double number) {
    return step->settings[setting] == number &&
           (!step->sources || step->sources[setting] == HM_NO_PARAMETER);
}

/* Scaled to a mean of 100 and a deviation of 10, or between 70 and 130, which is what the adjusted
 * index does. */
static bool is_at_hundred(const hm_node *node) {
    const hm_step *scale = hm_node_step(node, HM_STEP_SCALE);
    if (!scale)
        return false;
    if (strcmp(scale->method->name, "zscore") == 0)
        return is_always(scale, 0, 100) && is_always(scale, 1, 10);
    return strcmp(scale->method->name, "minmax") == 0 && is_always(scale, HM_SETTING_TO_LOW, 70) &&
           is_always(scale, HM_SETTING_TO_HIGH, 130);
}

/* Scores beyond 100 must not be held there, as they are where nothing is said of the range. */
static void check_child(const linker *l, const hm_node *child) {
    char detail[512];
    const hm_quote code = hm_name_of(child->code);
    if (!is_at_hundred(child))
        (void)snprintf(detail, sizeof detail,
                       "%s needs children at 100 with a deviation of 10, which %s is not: "
                       "scale = { \"zscore\", mean = 100, spread = 10 }, or "
                       "{ \"minmax\", to = { 70, 130 } }",
                       l->method->name, code.text);
    else if (child->high <= 100)
        (void)snprintf(detail, sizeof detail,
                       "%s needs children on both sides of 100, and %s is held at 100: "
                       "range = false",
                       l->method->name, code.text);
    else
        return;
    refuse(l, NULL, detail);
}

static size_t count_children(const hm_plan *plan, const hm_node *group) {
    size_t count = 0;
    for (size_t i = 0; i < group->child_count; i++)
        count += plan->nodes[group->children[i]].effect == HM_EFFECT_COUNTS;
    return count;
}

/* Limits that no parts of so many children can keep. */
static void check_limits(const linker *l, const hm_plan *plan, const hm_node *group) {
    const size_t count = count_children(plan, group);
    char detail[256];
    if (count == 0 || hm_benefit_limits_fit(group->method_parameters, count))
        return;
    (void)snprintf(detail, sizeof detail,
                   "benefit_of_the_doubt: the parts of %zu %s, which make 1, cannot all be within "
                   "low = %g and high = %g",
                   count, count == 1 ? "child" : "children",
                   group->method_parameters[HM_BENEFIT_LOW],
                   group->method_parameters[HM_BENEFIT_HIGH]);
    refuse(l, NULL, detail);
}

bool hm_aggregation_check(hm_package *package, const hm_joined *joined,
                          const hm_item *const *items) {
    const hm_plan *plan = &package->plan;
    for (size_t i = 0; i < plan->node_count; i++) {
        const hm_node *group = &plan->nodes[i];
        const bool is_own = items[i]->aggregate.declared != NULL;
        const linker l = {package, joined, is_own ? items[i] : NULL,
                          is_own ? &items[i]->aggregate : &joined->aggregate,
                          &hm_methods[group->method]};
        if (strcmp(l.method->name, "benefit_of_the_doubt") == 0 &&
            group->indicator == HM_NO_INDICATOR && !group->measure)
            check_limits(&l, plan, group);
        for (size_t k = 0; l.method->needs_hundred && !group->measure && k < group->child_count;
             k++) {
            const hm_node *child = &plan->nodes[group->children[k]];
            if (child->effect == HM_EFFECT_COUNTS)
                check_child(&l, child);
        }
    }
    return true;
}
