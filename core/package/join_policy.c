/* join_policy.c: the policy of a layer, laid over that of those before. */
#include "package/join_parts.h"

/* What only groups have is said of an indicator. */
static void refuse_indicator(const hm_joiner *j, const hm_layer *layer, hm_field_path path,
                             const char *what, const char *code) {
    hm_issues_add(j->issues, HM_ISSUE_NO_CHILDREN,
                  &(hm_subject){.at = hm_joined_locate(j->joined, layer, path), .node = code},
                  &(hm_issue_texts){.name = what});
}

/* Of one layer, what a group says itself goes before its policy; a later layer before both. */
static void set_methods(const hm_joiner *j, const hm_layer *layer) {
    const hm_declared_policy *policy = &layer->manifest.policy;
    for (size_t i = 0; i < policy->aggregate_at_count && hm_joiner_goes_on(j); i++) {
        const hm_declared_aggregate_at *at = &policy->aggregate_at[i];
        const hm_field_path path = hm_path_to_method(at->code);
        hm_item *item = hm_joined_find(j->joined, at->code);
        if (!item) {
            hm_join_unknown(j, layer, path, "aggregate_at", at->code);
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
static hm_item *item_at(const hm_joiner *j, const hm_layer *layer, hm_field_path path,
                        const char *what, const char *code) {
    hm_item *item = hm_joined_find(j->joined, code);
    if (!item)
        hm_join_unknown(j, layer, path, what, code);
    return item;
}

static void set_thresholds_at(const hm_joiner *j, const hm_layer *layer) {
    const hm_declared_policy *policy = &layer->manifest.policy;
    for (size_t i = 0; i < policy->min_coverage_at_count && hm_joiner_goes_on(j); i++) {
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

static void set_rounding_at(const hm_joiner *j, const hm_layer *layer) {
    const hm_declared_policy *policy = &layer->manifest.policy;
    for (size_t i = 0; i < policy->rounding_at_count && hm_joiner_goes_on(j); i++) {
        const hm_declared_weight *at = &policy->rounding_at[i];
        const hm_field_path path =
            HM_PATH(HM_FIELD("policy"), HM_FIELD("rounding"), HM_FIELD("at"), HM_FIELD(at->code));
        hm_item *item = item_at(j, layer, path, "rounding: at", at->code);
        if (item)
            item->rounding = (int)at->weight;
    }
}

static void set_rest(const hm_joiner *j, const hm_layer *layer) {
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

void hm_join_policy(const hm_joiner *j, const hm_layer *layer) {
    set_methods(j, layer);
    set_thresholds_at(j, layer);
    set_rounding_at(j, layer);
    set_rest(j, layer);
}
