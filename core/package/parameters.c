#include "package/parameters.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static int compare_rows(const void *a, const void *b) {
    const hm_parameter_row *x = a, *y = b;
    return x->first_day < y->first_day ? -1 : x->first_day > y->first_day;
}

static hm_parameter *find(const hm_plan *plan, const char *name) {
    for (size_t i = 0; i < plan->parameter_count; i++)
        if (strcmp(plan->parameters[i].name, name) == 0)
            return &plan->parameters[i];
    return NULL;
}

/* All rows of the layer with the name of row `first`, the first of them; by day. */
static bool take_rows(hm_package *package, const hm_layer *layer, size_t first) {
    hm_plan *plan = &package->plan;
    const hm_parameter_row *row = &layer->parameters[first];
    size_t count = 0;
    for (size_t i = first; i < layer->parameter_count; i++)
        count += strcmp(layer->parameters[i].name, row->name) == 0;
    hm_parameter_row *rows = hm_arena_take_array(&package->arena, count, sizeof *rows);
    if (!rows)
        return false;
    count = 0;
    for (size_t i = first; i < layer->parameter_count; i++)
        if (strcmp(layer->parameters[i].name, row->name) == 0)
            rows[count++] = layer->parameters[i];
    qsort(rows, count, sizeof *rows, compare_rows);
    hm_parameter *parameter = find(plan, row->name);
    if (!parameter)
        parameter = &plan->parameters[plan->parameter_count++];
    *parameter = (hm_parameter){.name = row->name,
                                .unit = row->unit,
                                .reference = row->reference,
                                .rows = rows,
                                .row_count = count};
    return true;
}

static bool is_first(const hm_layer *layer, size_t row) {
    for (size_t i = 0; i < row; i++)
        if (strcmp(layer->parameters[i].name, layer->parameters[row].name) == 0)
            return false;
    return true;
}

static bool join_layer(hm_package *package, const hm_layer *layer) {
    bool fine = true;
    for (size_t i = 0; fine && i < layer->parameter_count; i++)
        if (is_first(layer, i))
            fine = take_rows(package, layer, i);
    return fine;
}

static void set(hm_package *package, const hm_setting *setting) {
    hm_plan *plan = &package->plan;
    hm_parameter *parameter = find(plan, setting->name);
    if (parameter) {
        parameter->is_set = true;
        parameter->set = setting->value;
        return;
    }
    hm_nearest nearest;
    hm_nearest_start(&nearest, setting->name, strlen(setting->name));
    for (size_t i = 0; i < plan->parameter_count; i++)
        hm_nearest_show(&nearest, plan->parameters[i].name);
    hm_issues_add(&package->issues, HM_ISSUE_UNKNOWN_SETTING,
                  &(hm_subject){.at = {hm_package_own(package)->files.name, 0, 0}},
                  &(hm_issue_texts){.found = setting->name, .nearest = nearest.name});
}

bool hm_parameters_join(hm_package *package, const hm_setting *settings, size_t count) {
    size_t most = 0;
    for (size_t i = 0; i < package->layer_count; i++)
        most += package->layers[i]->parameter_count;
    package->plan.parameters =
        hm_arena_take_array(&package->arena, most, sizeof *package->plan.parameters);
    bool fine = package->plan.parameters != NULL;
    for (size_t i = 0; fine && i < package->layer_count; i++)
        fine = join_layer(package, package->layers[i]);
    for (size_t i = 0; fine && i < count; i++)
        set(package, &settings[i]);
    return fine;
}
