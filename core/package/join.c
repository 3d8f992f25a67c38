#include "package/join.h"

#include <math.h>
#include <string.h>

#include "base/text.h"

typedef struct joiner {
    hm_joined *joined;
    hm_arena *arena;
    hm_issues *issues;
} joiner;

/* Before each of what may be many. */
static bool goes_on(const joiner *j) {
    enum { WORK = 16 };
    return hm_meter_work(j->joined->meter, WORK);
}

/* Dropped items, too. */
static hm_item *find_any(const hm_joined *joined, const char *code) {
    const uint32_t number = hm_names_find(&joined->codes, code, strlen(code));
    return number == HM_NO_NAME ? NULL : &joined->items[joined->item_of[number]];
}

hm_item *hm_joined_find(const hm_joined *joined, const char *code) {
    hm_item *item = find_any(joined, code);
    return item && !item->dropped ? item : NULL;
}

void hm_joined_suggest(const hm_joined *joined, const hm_issues *issues, const char *code,
                       hm_issue_texts *texts) {
    hm_nearest nearest;
    if (find_any(joined, code)) {
        texts->detail = "it is dropped";
        return;
    }
    hm_nearest_start(&nearest, code, strlen(code));
    for (size_t i = 0; i < joined->count && hm_issues_suggest(issues); i++)
        if (!joined->items[i].dropped)
            hm_nearest_show(&nearest, joined->items[i].code);
    texts->nearest = nearest.name;
}

hm_origin hm_joined_locate(const hm_joined *joined, const hm_layer *layer, hm_field_path path) {
    path.line = layer->manifest.made_line;
    return hm_locate(&joined->locator, layer->manifest_file, &path);
}

/* Of indicator `index` of the layer. */
static hm_origin locate_in_script(const hm_joined *joined, const hm_layer *layer, size_t index,
                                  hm_field_path path) {
    path.line = layer->indicators[index].origin.line;
    return hm_locate(&joined->locator, layer->scripts[index], &path);
}

/* The layer that says a field of the item last; NULL: its own file does. */
static const hm_overriding *overriding_of(const hm_item *item, const hm_field_path *path) {
    return hm_override_last(item->layer->overriding.above, item->code, path->keys[0].name);
}

static hm_origin locate_in_override(const hm_joined *joined, const hm_overriding *by,
                                    const char *code, const hm_field_path *path) {
    hm_field_path on = HM_PATH(HM_FIELD("override"), HM_FIELD(code));
    on.line = by->line;
    for (size_t i = 0; i < path->count; i++)
        on = hm_field_path_on(on, path->keys[i]);
    return hm_locate(&joined->locator, by->file, &on);
}

hm_origin hm_joined_locate_line(const hm_joined *joined, const hm_item *item, hm_field_path path,
                                uint32_t line) {
    const hm_overriding *by = overriding_of(item, &path);
    return line == 0 ? hm_joined_locate_field(joined, item, path)
                     : (hm_origin){by ? by->file->shown : item->origin.file, line, 0};
}

hm_origin hm_joined_locate_field(const hm_joined *joined, const hm_item *item, hm_field_path path) {
    const hm_overriding *by = overriding_of(item, &path);
    if (by)
        return locate_in_override(joined, by, item->code, &path);
    if (item->indicator)
        return locate_in_script(joined, item->layer,
                                (size_t)(item->indicator - item->layer->indicators), path);
    if (item->script) {
        path.line = item->origin.line;
        return hm_locate(&joined->locator, item->script, &path);
    }
    hm_field_path on = HM_PATH(HM_FIELD("nodes"), HM_ELEMENT(item->node + 1));
    for (size_t i = 0; i < path.count; i++)
        on = hm_field_path_on(on, path.keys[i]);
    return hm_joined_locate(joined, item->layer, on);
}

/* The manifest names it, at `path`; `what` says in which field. */
static void no_such_code(const joiner *j, const hm_layer *layer, hm_field_path path,
                         const char *what, const char *code) {
    hm_subject about = {.at.file = layer->manifest_file->shown};
    if (hm_issues_count_only(j->issues, HM_ISSUE_UNKNOWN_NODE, &about))
        return;
    hm_issue_texts texts = {.found = code, .expected = "a node of the package", .name = what};
    hm_joined_suggest(j->joined, j->issues, code, &texts);
    about.at = hm_joined_locate(j->joined, layer, path);
    hm_issues_add(j->issues, HM_ISSUE_UNKNOWN_NODE, &about, &texts);
}

/* --- dropping --- */

/* What stands below a dropped group goes with it. A hierarchy deeper than HM_MOST_DEPTH is refused
 * later, so nobody needs to look further up. */
static bool is_below_dropped(const hm_joined *joined, const hm_item *item) {
    const hm_item *above = item;
    for (int steps = 0; above && steps <= HM_MOST_DEPTH; steps++) {
        if (above->dropped)
            return true;
        above = *above->parent ? find_any(joined, above->parent) : NULL;
    }
    return false;
}

static void drop_below(const hm_joined *joined) {
    for (size_t i = 0; i < joined->count && hm_meter_work(joined->meter, HM_MOST_DEPTH); i++)
        joined->items[i].dropped = is_below_dropped(joined, &joined->items[i]);
}

static void drop(const joiner *j, const hm_layer *layer) {
    const hm_declared_package *manifest = &layer->manifest;
    for (size_t i = 0; i < manifest->drop_count && goes_on(j); i++) {
        hm_item *item = hm_joined_find(j->joined, manifest->drop[i]);
        if (!item) {
            no_such_code(j, layer, HM_PATH(HM_FIELD("drop"), HM_ELEMENT(i + 1)), "drop",
                         manifest->drop[i]);
            continue;
        }
        item->dropped = true;
    }
    if (manifest->drop_count > 0)
        drop_below(j->joined);
}

/* --- adding --- */

/* The line alone, for the words. */
static hm_location line_of(hm_origin origin) {
    return (hm_location){origin.file, origin.line, 0};
}

static void reject_taken(const joiner *j, hm_origin origin, const hm_item *there) {
    hm_issues_add(j->issues, HM_ISSUE_CODE_TWICE, &(hm_subject){.at = origin, .node = there->code},
                  &(hm_issue_texts){.there = line_of(there->origin)});
}

/* Nothing has this code. NULL when memory has run out. */
static hm_said_weight number_weight(double number) {
    return (hm_said_weight){.number = number, .index = HM_NO_PARAMETER};
}

static hm_item *add_item(const joiner *j, const char *code) {
    const uint32_t number = hm_names_intern(&j->joined->codes, code, strlen(code));
    if (number == HM_NO_NAME) {
        j->issues->out_of_memory = true;
        return NULL;
    }
    j->joined->item_of[number] = (uint32_t)j->joined->count;
    hm_item *item = &j->joined->items[j->joined->count++];
    *item = (hm_item){
        .code = code, .weight = number_weight(1), .min_coverage = NAN, .rounding = HM_NOT_SAID};
    return item;
}

static void fill_group(hm_item *item, const hm_layer *layer, const hm_declared_node *node) {
    item->name = node->name;
    item->about = node->about;
    item->parent = node->parent;
    item->standing = &node->standing;
    item->steps = &node->steps;
    item->measure = node->measure;
    item->measures_from = &node->measures_from;
    item->layer = layer;
    item->origin = node->origin;
    if (node->has_weight)
        item->weight = number_weight(node->weight);
    item->weight.parameter = node->weight_parameter;
    if (node->aggregate.method)
        item->aggregate = (hm_said_aggregate){&node->aggregate, layer, true, false};
}

/* NULL where the code is taken, or memory has run out. */
static hm_item *add_group(const joiner *j, const hm_layer *layer, const hm_declared_node *node) {
    const hm_item *there = hm_joined_find(j->joined, node->code);
    hm_item *item = there ? NULL : add_item(j, node->code);
    if (there)
        reject_taken(j, node->origin, there);
    if (item)
        fill_group(item, layer, node);
    return item;
}

static void add_groups(const joiner *j, const hm_layer *layer) {
    for (size_t i = 0; i < layer->manifest.node_count && goes_on(j); i++) {
        hm_item *item = add_group(j, layer, &layer->manifest.nodes[i]);
        if (item)
            item->node = i;
    }
    for (size_t i = 0; i < layer->group_count && goes_on(j); i++) {
        hm_item *item = add_group(j, layer, &layer->groups[i]);
        if (item)
            item->script = layer->groups_file;
    }
}

static void fill_indicator(hm_item *item, const hm_layer *layer, size_t index) {
    const hm_declared_indicator *indicator = &layer->indicators[index];
    item->name = indicator->name;
    item->about = indicator->about;
    item->parent = indicator->parent;
    item->indicator = indicator;
    item->standing = &indicator->standing;
    item->steps = &indicator->steps;
    item->measures_from = &indicator->measures_from;
    item->script = layer->scripts[index];
    item->usage = &layer->usages[index];
    item->layer = layer;
    item->origin = indicator->origin;
    if (indicator->has_weight) {
        item->weight = number_weight(indicator->weight);
        item->weight.parameter = indicator->weight_parameter;
    }
}

/* What is wrong with a field of indicator `index` of the layer. */
static hm_subject subject_of(const joiner *j, const hm_layer *layer, size_t index,
                             const char *field) {
    return (hm_subject){.at = locate_in_script(j->joined, layer, index, HM_PATH(HM_FIELD(field))),
                        .node = layer->indicators[index].code};
}

/* An indicator of a base gives way only to one that says so. */
static hm_item *replace(const joiner *j, const hm_layer *layer, size_t index) {
    const char *code = layer->indicators[index].code;
    hm_item *there = hm_joined_find(j->joined, code);
    if (there && there->indicator && there->layer != layer)
        return there;
    const hm_subject about = subject_of(j, layer, index, "replaces");
    hm_issue_texts texts = {0};
    if (there) {
        texts.name = there->indicator ? "another of the same package" : "a group";
        texts.there = line_of(there->origin);
    } else {
        hm_joined_suggest(j->joined, j->issues, code, &texts);
    }
    hm_issues_add(j->issues, there ? HM_ISSUE_NOT_REPLACEABLE : HM_ISSUE_NOTHING_TO_REPLACE, &about,
                  &texts);
    return NULL;
}

/* The item that indicator `index` of the layer is to fill; NULL when it is refused. */
static hm_item *item_for(const joiner *j, const hm_layer *layer, size_t index) {
    const hm_declared_indicator *indicator = &layer->indicators[index];
    const hm_item *there = hm_joined_find(j->joined, indicator->code);
    if (indicator->replaces)
        return replace(j, layer, index);
    if (!there)
        return add_item(j, indicator->code);
    const hm_subject about = subject_of(j, layer, index, "code");
    if (there->indicator && there->layer != layer)
        hm_issues_add(j->issues, HM_ISSUE_CODE_IN_BASE, &about,
                      &(hm_issue_texts){.there = line_of(there->origin)});
    else
        reject_taken(j, about.at, there);
    return NULL;
}

static void add_indicators(const joiner *j, const hm_layer *layer) {
    for (size_t i = 0; i < layer->indicator_count && goes_on(j); i++) {
        hm_item *item = item_for(j, layer, i);
        if (item)
            fill_indicator(item, layer, i);
    }
}

/* --- weights and policy --- */

static hm_origin locate_in_weights(const joiner *j, const hm_layer *layer, uint32_t line,
                                   const char *column) {
    hm_field_path path = HM_PATH(HM_FIELD(column));
    path.line = line;
    return hm_locate(&j->joined->locator, layer->weights_file, &path);
}

static void no_such_weight(const joiner *j, const hm_layer *layer,
                           const hm_declared_weight *entry) {
    hm_subject about = {.at.file = layer->weights_file->shown};
    if (hm_issues_count_only(j->issues, HM_ISSUE_UNKNOWN_NODE, &about))
        return;
    hm_issue_texts texts = {
        .found = entry->code, .expected = "a node of the package", .name = "weights"};
    hm_joined_suggest(j->joined, j->issues, entry->code, &texts);
    about.at = locate_in_weights(j, layer, entry->line, "code");
    hm_issues_add(j->issues, HM_ISSUE_UNKNOWN_NODE, &about, &texts);
}

/* A table of weights may say where it found the node. */
static void check_parent(const joiner *j, const hm_layer *layer, const hm_declared_weight *entry,
                         const hm_item *item) {
    if (!entry->parent || *entry->parent == '\0' || strcmp(entry->parent, item->parent) == 0)
        return;
    hm_issues_add(j->issues, HM_ISSUE_OTHER_PARENT,
                  &(hm_subject){.at = locate_in_weights(j, layer, entry->line, "parent"),
                                .node = entry->code},
                  &(hm_issue_texts){.found = entry->parent, .expected = item->parent});
}

static hm_field_path path_to_weight(const hm_declared_weight *entry) {
    return entry->from
               ? HM_PATH(HM_FIELD("weights_from"), HM_FIELD(entry->from), HM_FIELD(entry->code))
               : HM_PATH(HM_FIELD("weights"), HM_FIELD(entry->code));
}

static hm_said_weight said_weight(const joiner *j, const hm_layer *layer,
                                  const hm_declared_weight *entry) {
    hm_said_weight said = number_weight(entry->weight);
    said.parameter = entry->parameter;
    if (said.parameter)
        said.origin = entry->line > 0 ? locate_in_weights(j, layer, entry->line, "weight")
                                      : hm_joined_locate(j->joined, layer, path_to_weight(entry));
    return said;
}

/* What a layer says of a node's weights by period takes the place of what those before said. */
static void add_weight_from(const joiner *j, const hm_layer *layer, hm_item *item,
                            const hm_declared_weight *entry) {
    hm_dated_weight *dated = hm_arena_take_array(j->arena, 1, sizeof *dated);
    if (!dated) {
        j->issues->out_of_memory = true;
        return;
    }
    if (item->weights_layer != layer)
        item->weights = NULL;
    item->weights_layer = layer;
    hm_dated_weight **at = &item->weights;
    while (*at && (*at)->first_day < entry->first_day)
        at = &(*at)->next;
    *dated = (hm_dated_weight){entry->from, entry->first_day, said_weight(j, layer, entry), *at};
    *at = dated;
}

/* A weight without a period holds in all, whatever a layer before says of some. */
static void set_weight(const joiner *j, const hm_layer *layer, hm_item *item,
                       const hm_declared_weight *entry) {
    if (entry->from && *entry->from) {
        add_weight_from(j, layer, item, entry);
        return;
    }
    item->weight = said_weight(j, layer, entry);
    if (item->weights_layer != layer)
        item->weights = NULL;
}

static void set_weights(const joiner *j, const hm_layer *layer) {
    const hm_declared_package *manifest = &layer->manifest;
    for (size_t i = 0; i < manifest->weight_count && goes_on(j); i++) {
        const hm_declared_weight *entry = &manifest->weights[i];
        hm_item *item = hm_joined_find(j->joined, entry->code);
        if (item) {
            set_weight(j, layer, item, entry);
            check_parent(j, layer, entry, item);
        } else if (entry->line > 0) {
            no_such_weight(j, layer, entry);
        } else {
            no_such_code(j, layer, path_to_weight(entry), "weights", entry->code);
        }
    }
}

/* What is laid over must be there, in a layer below: the fields are in it already. */
static void check_overrides(const joiner *j, const hm_layer *layer) {
    for (size_t i = 0; i < layer->manifest.override_count && goes_on(j); i++) {
        const char *code = layer->manifest.overrides[i].code;
        const hm_field_path path = HM_PATH(HM_FIELD("override"), HM_FIELD(code));
        const hm_item *item = hm_joined_find(j->joined, code);
        if (!item)
            no_such_code(j, layer, path, "override", code);
        else if (item->layer == layer)
            hm_issues_add(
                j->issues, HM_ISSUE_OVERRIDES_ITSELF,
                &(hm_subject){.at = hm_joined_locate(j->joined, layer, path), .node = code},
                &(hm_issue_texts){.there = line_of(item->origin)});
    }
}

/* What only groups have is said of an indicator. */
static void refuse_indicator(const joiner *j, const hm_layer *layer, hm_field_path path,
                             const char *what, const char *code) {
    hm_issues_add(j->issues, HM_ISSUE_NO_CHILDREN,
                  &(hm_subject){.at = hm_joined_locate(j->joined, layer, path), .node = code},
                  &(hm_issue_texts){.name = what});
}

/* Of one layer, what a group says itself goes before its policy; a later layer before both. */
static void set_methods(const joiner *j, const hm_layer *layer) {
    const hm_declared_policy *policy = &layer->manifest.policy;
    for (size_t i = 0; i < policy->aggregate_at_count && goes_on(j); i++) {
        const hm_declared_aggregate_at *at = &policy->aggregate_at[i];
        const hm_field_path path = hm_path_to_method(at->code);
        hm_item *item = hm_joined_find(j->joined, at->code);
        if (!item) {
            no_such_code(j, layer, path, "aggregate_at", at->code);
        } else if (item->indicator) {
            refuse_indicator(j, layer, path, "aggregate_at", at->code);
        } else if (item->measure && item->layer == layer) {
            hm_issues_add(
                j->issues, HM_ISSUE_METHOD_BESIDE_MEASURE,
                &(hm_subject){.at = hm_joined_locate(j->joined, layer, path), .node = at->code},
                NULL);
        } else if (!item->aggregate.is_own || item->aggregate.layer != layer) {
            item->aggregate = (hm_said_aggregate){&at->aggregate, layer, false, false};
            item->measure = NULL; /* a later layer wins */
            item->measures_from = NULL;
        }
    }
}

/* The item that a policy names in a field; NULL, and an issue, where there is none. */
static hm_item *item_at(const joiner *j, const hm_layer *layer, hm_field_path path,
                        const char *what, const char *code) {
    hm_item *item = hm_joined_find(j->joined, code);
    if (!item)
        no_such_code(j, layer, path, what, code);
    return item;
}

static void set_thresholds_at(const joiner *j, const hm_layer *layer) {
    const hm_declared_policy *policy = &layer->manifest.policy;
    for (size_t i = 0; i < policy->min_coverage_at_count && goes_on(j); i++) {
        const hm_declared_weight *at = &policy->min_coverage_at[i];
        const hm_field_path path =
            HM_PATH(HM_FIELD("policy"), HM_FIELD("min_coverage_at"), HM_FIELD(at->code));
        hm_item *item = item_at(j, layer, path, "min_coverage_at", at->code);
        if (item && item->indicator)
            refuse_indicator(j, layer, path, "min_coverage_at", at->code);
        else if (item)
            item->min_coverage = at->weight;
    }
}

static void set_rounding_at(const joiner *j, const hm_layer *layer) {
    const hm_declared_policy *policy = &layer->manifest.policy;
    for (size_t i = 0; i < policy->rounding_at_count && goes_on(j); i++) {
        const hm_declared_weight *at = &policy->rounding_at[i];
        const hm_field_path path =
            HM_PATH(HM_FIELD("policy"), HM_FIELD("rounding"), HM_FIELD("at"), HM_FIELD(at->code));
        hm_item *item = item_at(j, layer, path, "rounding: at", at->code);
        if (item)
            item->rounding = (int)at->weight;
    }
}

static void set_policy(const joiner *j, const hm_layer *layer) {
    const hm_declared_policy *policy = &layer->manifest.policy;
    hm_joined *joined = j->joined;
    if (policy->has_min_coverage) {
        joined->min_coverage = policy->min_coverage;
        joined->by_count = policy->by_count;
    }
    if (policy->has_min_children)
        joined->min_children = policy->min_children;
    if (policy->has_ties)
        joined->ties_to_even = policy->ties_to_even;
    if (policy->has_not_reported) {
        joined->has_not_reported = true;
        joined->not_reported = policy->not_reported;
    }
    if (policy->has_rank_coverage)
        joined->rank_if.coverage = policy->rank_if.coverage;
    if (policy->has_rank_applicable)
        joined->rank_if.applicable = policy->rank_if.applicable;
    if (policy->has_rounding)
        joined->rounding = policy->rounding;
    if (policy->range.is_given)
        joined->range = policy->range;
    if (policy->group_range.is_given)
        joined->group_range = policy->group_range;
    for (int kind = 0; kind < HM_STEP_KINDS; kind++)
        if (policy->steps.of[kind].is_said) {
            joined->steps[kind] = &policy->steps.of[kind];
            joined->step_layers[kind] = layer;
        }
    if (policy->aggregate.method)
        joined->aggregate = (hm_said_aggregate){&policy->aggregate, layer, false, false};
}

/* --- inputs --- */

/* `layers_own` has the definitions of the layer itself: a second one is a mistake there, while one
 * in an older layer is overruled. */
static bool define(const joiner *j, const hm_input *input, const hm_input **layers_own) {
    hm_joined *joined = j->joined;
    const uint32_t number = hm_names_intern(&joined->input_names, input->name, strlen(input->name));
    if (number == HM_NO_NAME)
        return false;
    if (number == joined->input_count) {
        joined->inputs[joined->input_count++] = input;
        layers_own[number] = input;
        return true;
    }
    const hm_input *there = joined->inputs[number];
    const hm_subject about = {.at = line_of(input->origin), .input = input->name};
    const hm_location at = line_of(there->origin);
    if (layers_own[number])
        hm_issues_add(j->issues, HM_ISSUE_INPUT_TWICE, &about, &(hm_issue_texts){.there = at});
    else if (there->kind != input->kind)
        hm_issues_add(j->issues, HM_ISSUE_OTHER_KIND_IN_BASE, &about,
                      &(hm_issue_texts){.found = hm_kind_of(input->kind)->name,
                                        .expected = hm_kind_of(there->kind)->name,
                                        .there = at});
    joined->inputs[number] = layers_own[number] = input;
    return true;
}

static bool define_list(const joiner *j, const hm_input *inputs, size_t count,
                        const hm_input **layers_own) {
    bool fine = true;
    for (size_t i = 0; fine && i < count; i++)
        fine = goes_on(j) && define(j, &inputs[i], layers_own);
    return fine;
}

/* Those of entries of measure_from that have inputs of their own. */
static bool define_dated(const joiner *j, const hm_declared_measures *measures,
                         const hm_input **layers_own) {
    bool fine = true;
    for (size_t i = 0; fine && i < measures->count; i++)
        fine =
            define_list(j, measures->items[i].inputs, measures->items[i].input_count, layers_own);
    return fine;
}

static bool define_inputs(const joiner *j, const hm_layer *layer, size_t most) {
    const hm_input **own = hm_arena_take_array(j->arena, most, sizeof *own);
    bool fine = own && define_list(j, layer->inputs, layer->input_count, own);
    for (size_t i = 0; fine && i < layer->indicator_count; i++) {
        const hm_declared_indicator *indicator = &layer->indicators[i];
        fine = define_list(j, indicator->inputs, indicator->input_count, own);
        fine = fine && define_dated(j, &indicator->measures_from, own);
    }
    for (size_t i = 0; fine && i < layer->manifest.node_count; i++)
        fine = define_dated(j, &layer->manifest.nodes[i].measures_from, own);
    for (size_t i = 0; fine && i < layer->group_count; i++)
        fine = define_dated(j, &layer->groups[i].measures_from, own);
    return fine;
}

static size_t count_dated(const hm_declared_measures *measures) {
    size_t count = 0;
    for (size_t i = 0; i < measures->count; i++)
        count += measures->items[i].input_count;
    return count;
}

static size_t count_inputs(const hm_layer *layer) {
    size_t count = layer->input_count;
    for (size_t i = 0; i < layer->indicator_count; i++) {
        const hm_declared_indicator *indicator = &layer->indicators[i];
        count += indicator->input_count + count_dated(&indicator->measures_from);
    }
    for (size_t i = 0; i < layer->manifest.node_count; i++)
        count += count_dated(&layer->manifest.nodes[i].measures_from);
    for (size_t i = 0; i < layer->group_count; i++)
        count += count_dated(&layer->groups[i].measures_from);
    return count;
}

/* Backwards, so that each list is in the order of declaration. */
static void link_children(const hm_joined *joined) {
    for (size_t i = joined->count; i-- > 0 && hm_meter_work(joined->meter, 1);) {
        hm_item *item = &joined->items[i];
        hm_item *parent = item->dropped ? NULL : hm_joined_find(joined, item->parent);
        if (!parent)
            continue;
        item->next_sibling = parent->first_child;
        parent->first_child = item;
    }
}

bool hm_joined_open(hm_joined *joined, const hm_layer *const *layers, size_t count, hm_meter *meter,
                    hm_arena *arena, hm_issues *issues) {
    const joiner j = {joined, arena, issues};
    size_t items = 0, inputs = 0;
    for (size_t i = 0; i < count; i++) {
        items +=
            layers[i]->manifest.node_count + layers[i]->group_count + layers[i]->indicator_count;
        inputs += count_inputs(layers[i]);
    }
    memset(joined, 0, sizeof *joined);
    joined->meter = meter;
    joined->locator = (hm_locator){arena->allocator, meter, issues};
    hm_names_open(&joined->input_names, arena->allocator);
    hm_names_open(&joined->codes, arena->allocator);
    joined->min_coverage = 0.5;
    joined->rank_if = HM_RANK_IF_DEFAULT;
    joined->rounding = -1;
    joined->range = joined->group_range = HM_RANGE_DEFAULT;
    joined->items = hm_arena_take_array(arena, items, sizeof *joined->items);
    joined->item_of = hm_arena_take_array(arena, items, sizeof *joined->item_of);
    joined->inputs = hm_arena_take_array(arena, inputs, sizeof *joined->inputs);
    bool fine = joined->items && joined->item_of && joined->inputs;
    for (size_t i = 0; fine && i < count; i++) {
        drop(&j, layers[i]);
        add_groups(&j, layers[i]);
        add_indicators(&j, layers[i]);
        check_overrides(&j, layers[i]);
        set_weights(&j, layers[i]);
        set_methods(&j, layers[i]);
        set_thresholds_at(&j, layers[i]);
        set_rounding_at(&j, layers[i]);
        set_policy(&j, layers[i]);
        fine = define_inputs(&j, layers[i], inputs);
    }
    if (fine)
        link_children(joined);
    return fine && !issues->out_of_memory && !hm_budget_is_exhausted(meter->budget);
}

void hm_joined_close(hm_joined *joined) {
    hm_names_close(&joined->codes);
}
