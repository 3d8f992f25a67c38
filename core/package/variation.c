#include "package/variation.h"

#include <string.h>

#include "base/text.h"

typedef struct layer_on_top {
    const hm_variation *variation;
    const hm_package *of;
    hm_joined *joined;
    hm_arena *arena;
    const hm_varied_stage *stage; /* that is being laid */
    hm_error *error;
} layer_on_top;

static hm_code fail(const layer_on_top *l, const char *what) {
    return hm_error_at(l->error, HM_ERROR_PACKAGE, l->variation->file, l->variation->line, 0,
                       "vary.%s: %s", hm_study_stage_name(l->stage->stage), what);
}

static hm_step_kind kind_of(const layer_on_top *l) {
    return l->stage->stage == HM_STUDY_IMPUTE  ? HM_STEP_IMPUTE
           : l->stage->stage == HM_STUDY_TREAT ? HM_STEP_TREAT
                                               : HM_STEP_SCALE;
}

static bool is_of_groups(const layer_on_top *l) {
    return l->stage->stage == HM_STUDY_AGGREGATE;
}

/* --- what the policy says --- */

/* Does some node go by the policy? */
static bool reaches_any(const layer_on_top *l) {
    const hm_joined *joined = l->joined;
    for (size_t i = 0; i < joined->count; i++) {
        const hm_item *item = &joined->items[i];
        if (item->dropped)
            continue;
        if (is_of_groups(l) ? !item->indicator && !item->measure && !item->aggregate.declared
                            : item->indicator && !item->standing->is_alone &&
                                  !item->steps->of[kind_of(l)].is_said)
            return true;
    }
    return false;
}

static hm_code lay_policy(const layer_on_top *l) {
    if (!reaches_any(l))
        return fail(l, is_of_groups(l)
                           ? "no group goes by the policy's method: name some by at = { ... }"
                           : "no indicator goes by the policy: name some by at = { ... }");
    if (is_of_groups(l)) {
        l->joined->aggregate =
            (hm_said_aggregate){.declared = l->stage->aggregate, .is_varied = true};
        return HM_OK;
    }
    l->joined->steps[kind_of(l)] = l->stage->step;
    l->joined->varied[kind_of(l)] = true;
    return HM_OK;
}

/* --- what single nodes say --- */

static hm_code lay_node(const layer_on_top *l, hm_item *item) {
    if (is_of_groups(l)) {
        item->aggregate = (hm_said_aggregate){.declared = l->stage->aggregate, .is_varied = true};
        return HM_OK;
    }
    hm_declared_steps *steps = hm_arena_take(l->arena, sizeof *steps);
    if (!steps)
        return hm_error_memory(l->error);
    *steps = *item->steps; /* the layer's stay as they are */
    steps->of[kind_of(l)] = *l->stage->step;
    steps->of[kind_of(l)].is_said = true;
    item->steps = steps;
    item->varied[kind_of(l)] = true;
    return HM_OK;
}

static hm_code fail_code(const layer_on_top *l, const char *code) {
    hm_issue_texts texts = {0};
    hm_joined_suggest(l->joined, &l->of->issues, code, &texts);
    return hm_error_at(l->error, HM_ERROR_PACKAGE, l->variation->file, l->variation->line, 0,
                       "vary.%s: at: no node \"%s\" in the package%s%s%s",
                       hm_study_stage_name(l->stage->stage), hm_quote_of(code, strlen(code)).text,
                       texts.detail ? ": " : "", texts.detail ? texts.detail : "",
                       hm_hint_of(texts.nearest).text);
}

static hm_code lay_code(const layer_on_top *l, const char *code) {
    hm_item *item = hm_joined_find(l->joined, code);
    if (!item)
        return fail_code(l, code);
    if (is_of_groups(l) && (item->indicator || item->measure))
        return hm_error_at(l->error, HM_ERROR_PACKAGE, l->variation->file, l->variation->line, 0,
                           "vary.aggregate: at: \"%s\" %s", hm_quote_of(code, strlen(code)).text,
                           item->indicator ? "is an indicator: it has no children"
                                           : "has a measure, which takes the place of a method");
    return lay_node(l, item);
}

static bool suits(const layer_on_top *l, const hm_node *node) {
    const bool is_group = node->indicator == HM_NO_INDICATOR;
    if (is_of_groups(l))
        return is_group && !node->measure;
    return !is_group || hm_node_step(node, kind_of(l));
}

static hm_code lay_depth(const layer_on_top *l, size_t depth) {
    const hm_plan *plan = &l->of->plan;
    bool any = false;
    hm_code code = HM_OK;
    for (size_t i = 0; code == HM_OK && i < plan->node_count; i++) {
        const hm_node *node = &plan->nodes[i];
        if (node->depth != depth || !suits(l, node) || !hm_node_is_of_index(plan, node))
            continue;
        any = true;
        code = lay_node(l, hm_joined_find(l->joined, node->code));
    }
    if (any)
        return code;
    return hm_error_at(
        l->error, HM_ERROR_PACKAGE, l->variation->file, l->variation->line, 0,
        "vary.%s: at: level %zu has no %s", hm_study_stage_name(l->stage->stage), depth,
        is_of_groups(l) ? "group that is aggregated" : "indicator, and no group with such a step");
}

static hm_code lay_stage(const layer_on_top *l) {
    const hm_declared_places *at = l->stage->at;
    hm_code code = HM_OK;
    if (!at || (at->code_count == 0 && at->depth_count == 0))
        return lay_policy(l);
    for (size_t i = 0; code == HM_OK && i < at->depth_count; i++)
        code = lay_depth(l, at->depths[i]);
    for (size_t i = 0; code == HM_OK && i < at->code_count; i++)
        code = lay_code(l, at->codes[i]);
    return code;
}

/* --- parameters --- */

static hm_code check_setting(const layer_on_top *l, const char *name) {
    const hm_plan *plan = &l->of->plan;
    hm_nearest nearest;
    hm_nearest_start(&nearest, name, strlen(name));
    for (size_t i = 0; i < plan->parameter_count; i++) {
        if (strcmp(plan->parameters[i].name, name) == 0)
            return HM_OK;
        hm_nearest_show(&nearest, plan->parameters[i].name);
    }
    return hm_error_at(l->error, HM_ERROR_PACKAGE, l->variation->file, l->variation->line, 0,
                       "vary.params: the package has no parameter \"%s\"%s",
                       hm_quote_of(name, strlen(name)).text, hm_hint_of(nearest.name).text);
}

hm_code hm_variation_lay(const hm_variation *variation, const hm_package *of, hm_joined *joined,
                         hm_arena *arena, hm_error *error) {
    layer_on_top l = {variation, of, joined, arena, NULL, error};
    hm_code code = HM_OK;
    joined->variation = (hm_origin){variation->file ? variation->file : "", variation->line, 0};
    for (size_t i = 0; code == HM_OK && i < variation->setting_count; i++)
        code = check_setting(&l, variation->settings[i].name);
    for (size_t i = 0; code == HM_OK && i < variation->stage_count; i++) {
        l.stage = &variation->stages[i];
        code = lay_stage(&l);
    }
    return code;
}
