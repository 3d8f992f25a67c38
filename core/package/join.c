#include "package/join.h"

#include <math.h>
#include <string.h>

#include "package/join_parts.h"

/* --- dropping --- */

/* What stands below a dropped group goes with it. A hierarchy deeper than HM_MOST_DEPTH is refused
 * later, so nobody needs to look further up. */
static bool is_below_dropped(const hm_joined *joined, const hm_item *item) {
    const hm_item *above = item;
    for (int steps = 0; above && steps <= HM_MOST_DEPTH; steps++) {
        if (above->dropped)
            return true;
        above = *above->parent ? hm_joined_find_any(joined, above->parent) : NULL;
    }
    return false;
}

static void drop_below(const hm_joined *joined) {
    for (size_t i = 0; i < joined->count && hm_meter_work(joined->meter, HM_MOST_DEPTH); i++)
        joined->items[i].dropped = is_below_dropped(joined, &joined->items[i]);
}

static void drop(const hm_joiner *j, const hm_layer *layer) {
    const hm_declared_package *manifest = &layer->manifest;
    for (size_t i = 0; i < manifest->drop_count && hm_joiner_goes_on(j); i++) {
        hm_item *item = hm_joined_find(j->joined, manifest->drop[i]);
        if (!item) {
            hm_join_unknown(j, layer, HM_PATH(HM_FIELD("drop"), HM_ELEMENT(i + 1)), "drop",
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

static void reject_taken(const hm_joiner *j, hm_origin origin, const hm_item *there) {
    hm_issues_add(j->issues, HM_ISSUE_CODE_TWICE, &(hm_subject){.at = origin, .node = there->code},
                  &(hm_issue_texts){.there = line_of(there->origin)});
}

/* Nothing has this code. NULL when memory has run out. */
static hm_item *add_item(const hm_joiner *j, const char *code) {
    const uint32_t number = hm_names_intern(&j->joined->codes, code, strlen(code));
    if (number == HM_NO_NAME) {
        j->issues->out_of_memory = true;
        return NULL;
    }
    j->joined->item_of[number] = (uint32_t)j->joined->count;
    hm_item *item = &j->joined->items[j->joined->count++];
    *item = (hm_item){.code = code,
                      .weight = hm_weight_of_number(1),
                      .min_coverage = NAN,
                      .rounding = HM_NOT_SAID};
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
        item->weight = hm_weight_of_number(node->weight);
    item->weight.parameter = node->weight_parameter;
    if (node->aggregate.method)
        item->aggregate = (hm_said_aggregate){&node->aggregate, layer, true, false};
}

/* NULL where the code is taken, or memory has run out. */
static hm_item *add_group(const hm_joiner *j, const hm_layer *layer, const hm_declared_node *node) {
    const hm_item *there = hm_joined_find(j->joined, node->code);
    hm_item *item = there ? NULL : add_item(j, node->code);
    if (there)
        reject_taken(j, node->origin, there);
    if (item)
        fill_group(item, layer, node);
    return item;
}

static void add_groups(const hm_joiner *j, const hm_layer *layer) {
    for (size_t i = 0; i < layer->manifest.node_count && hm_joiner_goes_on(j); i++) {
        hm_item *item = add_group(j, layer, &layer->manifest.nodes[i]);
        if (item)
            item->node = i;
    }
    for (size_t i = 0; i < layer->group_count && hm_joiner_goes_on(j); i++) {
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
        item->weight = hm_weight_of_number(indicator->weight);
        item->weight.parameter = indicator->weight_parameter;
    }
}

/* What is wrong with a field of indicator `index` of the layer. */
static hm_subject subject_of(const hm_joiner *j, const hm_layer *layer, size_t index,
                             const char *field) {
    return (hm_subject){
        .at = hm_joined_locate_in_script(j->joined, layer, index, HM_PATH(HM_FIELD(field))),
        .node = layer->indicators[index].code};
}

/* An indicator of a base gives way only to one that says so. */
static hm_item *replace(const hm_joiner *j, const hm_layer *layer, size_t index) {
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
static hm_item *item_for(const hm_joiner *j, const hm_layer *layer, size_t index) {
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

static void add_indicators(const hm_joiner *j, const hm_layer *layer) {
    for (size_t i = 0; i < layer->indicator_count && hm_joiner_goes_on(j); i++) {
        hm_item *item = item_for(j, layer, i);
        if (item)
            fill_indicator(item, layer, i);
    }
}

/* What is laid over must be there, in a layer below: the fields are in it already. */
static void check_overrides(const hm_joiner *j, const hm_layer *layer) {
    for (size_t i = 0; i < layer->manifest.override_count && hm_joiner_goes_on(j); i++) {
        const char *code = layer->manifest.overrides[i].code;
        const hm_field_path path = HM_PATH(HM_FIELD("override"), HM_FIELD(code));
        const hm_item *item = hm_joined_find(j->joined, code);
        if (!item)
            hm_join_unknown(j, layer, path, "override", code);
        else if (item->layer == layer)
            hm_issues_add(
                j->issues, HM_ISSUE_OVERRIDES_ITSELF,
                &(hm_subject){.at = hm_joined_locate(j->joined, layer, path), .node = code},
                &(hm_issue_texts){.there = line_of(item->origin)});
    }
}

/* --- inputs --- */

/* `layers_own` has the definitions of the layer itself: a second one is a mistake there, while one
 * in an older layer is overruled. */
static bool define(const hm_joiner *j, const hm_input *input, const hm_input **layers_own) {
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

static bool define_list(const hm_joiner *j, const hm_input *inputs, size_t count,
                        const hm_input **layers_own) {
    bool fine = true;
    for (size_t i = 0; fine && i < count; i++)
        fine = hm_joiner_goes_on(j) && define(j, &inputs[i], layers_own);
    return fine;
}

/* Those of entries of measure_from that have inputs of their own. */
static bool define_dated(const hm_joiner *j, const hm_declared_measures *measures,
                         const hm_input **layers_own) {
    bool fine = true;
    for (size_t i = 0; fine && i < measures->count; i++)
        fine =
            define_list(j, measures->items[i].inputs, measures->items[i].input_count, layers_own);
    return fine;
}

static bool define_inputs(const hm_joiner *j, const hm_layer *layer, size_t most) {
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
    const hm_joiner j = {joined, arena, issues};
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
        hm_join_weights(&j, layers[i]);
        hm_join_policy(&j, layers[i]);
        fine = define_inputs(&j, layers[i], inputs);
    }
    if (fine)
        link_children(joined);
    return fine && !issues->out_of_memory && !hm_budget_is_exhausted(meter->budget);
}

void hm_joined_close(hm_joined *joined) {
    hm_names_close(&joined->codes);
}
