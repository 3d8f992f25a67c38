#include "package/steps.h"

#include <stdio.h>
#include <string.h>

#include "base/numbers/number.h"
#include "base/text.h"
#include "methods/scales.h"

typedef struct linker {
    hm_package *package;
    const hm_joined *joined;
    const hm_item *item; /* whose step is linked */
} linker;

static void reject(const linker *l, hm_issue_code code, hm_field_path path,
                   const hm_issue_texts *texts) {
    const hm_origin origin = hm_joined_locate_field(l->joined, l->item, path);
    hm_issue_texts said = *texts;
    said.name = l->item->indicator ? "indicator" : "node";
    hm_issues_add(
        &l->package->issues, code,
        &(hm_subject){.at = {origin.file, origin.line, origin.column}, .node = l->item->code},
        &said);
}

static const hm_step_method *find_method(const linker *l, const char *name) {
    const size_t found = hm_scale_find(name);
    if (found < hm_scale_count)
        return &hm_scales[found];
    hm_nearest nearest;
    hm_choice_list known = {{0}};
    hm_nearest_start(&nearest, name, strlen(name));
    for (size_t i = 0; i < hm_scale_count; i++) {
        hm_nearest_show(&nearest, hm_scales[i].name);
        hm_choice_list_add(&known, hm_scales[i].name);
    }
    reject(l, HM_ISSUE_UNKNOWN_SCALE, HM_PATH(HM_FIELD("scale")),
           &(hm_issue_texts){.found = name, .expected = known.text, .nearest = nearest.name});
    return NULL;
}

static size_t parameter_count(const hm_step_method *method) {
    size_t count = 0;
    while (count < HM_STEP_PARAMETERS && method->parameters[count].name)
        count++;
    return count;
}

static void refuse_parameter(const linker *l, const hm_step_method *method, const char *name) {
    hm_nearest nearest;
    hm_choice_list known = {{0}};
    hm_nearest_start(&nearest, name, strlen(name));
    for (size_t i = 0; i < parameter_count(method); i++) {
        hm_nearest_show(&nearest, method->parameters[i].name);
        hm_choice_list_add(&known, method->parameters[i].name);
    }
    hm_nearest_show(&nearest, "by");
    hm_choice_list_add(&known, "by");
    reject(l, HM_ISSUE_UNKNOWN_PARAMETER, HM_PATH(HM_FIELD("scale"), HM_FIELD(name)),
           &(hm_issue_texts){.found = name,
                             .expected = known.text,
                             .detail = method->name,
                             .nearest = nearest.name});
}

static void set_parameter(const linker *l, hm_step *step, const hm_declared_parameter *given) {
    const size_t count = parameter_count(step->method);
    size_t i = 0;
    while (i < count && strcmp(step->method->parameters[i].name, given->name) != 0)
        i++;
    if (i == count) {
        refuse_parameter(l, step->method, given->name);
        return;
    }
    const hm_step_parameter *parameter = &step->method->parameters[i];
    char low[HM_NUMBER_SIZE], high[HM_NUMBER_SIZE], found[HM_NUMBER_SIZE], expected[128];
    step->parameters[i] = given->value;
    if (given->value >= parameter->low && given->value <= parameter->high)
        return;
    hm_number_print(parameter->low, low);
    hm_number_print(parameter->high, high);
    hm_number_print(given->value, found);
    (void)snprintf(expected, sizeof expected, "a number from %s to %s", low, high);
    reject(l, HM_ISSUE_WRONG_PARAMETER, HM_PATH(HM_FIELD("scale"), HM_FIELD(given->name)),
           &(hm_issue_texts){.found = found, .expected = expected, .detail = given->name});
}

static bool link_step(const linker *l, hm_node *node) {
    const hm_declared_step *declared = l->item->scale;
    const hm_step_method *method = find_method(l, declared->method);
    if (!method)
        return true;
    hm_step *step = hm_arena_take_array(&l->package->arena, 1, sizeof *step);
    if (!step)
        return false;
    step->method = method;
    step->lower_is_better = declared->direction && strcmp(declared->direction, "lower") == 0;
    step->by = declared->by;
    for (size_t i = 0; i < parameter_count(method); i++)
        step->parameters[i] = method->parameters[i].otherwise;
    for (size_t i = 0; i < declared->parameter_count; i++)
        set_parameter(l, step, &declared->parameters[i]);
    node->steps = step;
    node->step_count = 1;
    return true;
}

bool hm_steps_link(hm_package *package, const hm_joined *joined, const hm_item *const *items) {
    bool fine = true;
    for (size_t i = 0; fine && i < package->plan.node_count; i++) {
        const linker l = {package, joined, items[i]};
        if (items[i]->scale->method)
            fine = link_step(&l, &package->plan.nodes[i]);
    }
    return fine;
}
