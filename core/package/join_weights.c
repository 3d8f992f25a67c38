/* join_weights.c: the weights that a layer says of nodes. */
#include <string.h>

#include "package/join_parts.h"

static hm_origin locate_in_weights(const hm_joiner *j, const hm_layer *layer, uint32_t line,
                                   const char *column) {
    hm_field_path path = HM_PATH(HM_FIELD(column));
    path.line = line;
    return hm_locate(&j->joined->locator, layer->weights_file, &path);
}

static void no_such_weight(const hm_joiner *j, const hm_layer *layer,
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
static void check_parent(const hm_joiner *j, const hm_layer *layer, const hm_declared_weight *entry,
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

static hm_said_weight said_weight(const hm_joiner *j, const hm_layer *layer,
                                  const hm_declared_weight *entry) {
    hm_said_weight said = hm_weight_of_number(entry->weight);
    said.parameter = entry->parameter;
    if (said.parameter)
        said.origin = entry->line > 0 ? locate_in_weights(j, layer, entry->line, "weight")
                                      : hm_joined_locate(j->joined, layer, path_to_weight(entry));
    return said;
}

/* What a layer says of a node's weights by period takes the place of what those before said. */
static void add_weight_from(const hm_joiner *j, const hm_layer *layer, hm_item *item,
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
static void set_weight(const hm_joiner *j, const hm_layer *layer, hm_item *item,
                       const hm_declared_weight *entry) {
    if (entry->from && *entry->from) {
        add_weight_from(j, layer, item, entry);
        return;
    }
    item->weight = said_weight(j, layer, entry);
    if (item->weights_layer != layer)
        item->weights = NULL;
}

void hm_join_weights(const hm_joiner *j, const hm_layer *layer) {
    const hm_declared_package *manifest = &layer->manifest;
    for (size_t i = 0; i < manifest->weight_count && hm_joiner_goes_on(j); i++) {
        const hm_declared_weight *entry = &manifest->weights[i];
        hm_item *item = hm_joined_find(j->joined, entry->code);
        if (item) {
            set_weight(j, layer, item, entry);
            check_parent(j, layer, entry, item);
        } else if (entry->line > 0) {
            no_such_weight(j, layer, entry);
        } else {
            hm_join_unknown(j, layer, path_to_weight(entry), "weights", entry->code);
        }
    }
}
