/* factors.c: what a study says that varies, checked against its package. */
#include "study/study.h"

#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/numbers/number.h"
#include "base/text.h"
#include "study/droppable.h"

/* --- the nodes that are meant --- */

/* Levels are of the index: what stands by itself is named by its code. */
static bool is_at(const hm_plan *plan, const hm_declared_places *at, const hm_node *node) {
    for (size_t i = 0; i < at->code_count; i++)
        if (strcmp(at->codes[i], node->code) == 0)
            return true;
    for (size_t i = 0; i < at->depth_count; i++)
        if (at->depths[i] == node->depth && hm_node_is_of_index(plan, node))
            return true;
    return false;
}

static bool says_places(const hm_declared_places *at) {
    return at->code_count + at->depth_count > 0;
}

static size_t find(const hm_study *study, const char *code) {
    return hm_package_find(study->package, code);
}

static hm_code refuse_code(const hm_study *study, const char *what, const char *code,
                           hm_error *error) {
    const hm_plan *plan = &study->package->plan;
    hm_nearest nearest;
    hm_nearest_start(&nearest, code, strlen(code));
    for (size_t i = 0; i < plan->node_count; i++)
        hm_nearest_show(&nearest, plan->nodes[i].code);
    return hm_study_fail(study, error, "%s: there is no node \"%s\"%s", what,
                         hm_quote_of(code, strlen(code)).text, hm_hint_of(nearest.name).text);
}

static hm_code check_codes(const hm_study *study, const char *what, const char *const *codes,
                           size_t count, hm_error *error) {
    for (size_t i = 0; i < count; i++)
        if (find(study, codes[i]) == SIZE_MAX)
            return refuse_code(study, what, codes[i], error);
    return HM_OK;
}

static hm_code check_depths(const hm_study *study, const char *what, const hm_declared_places *at,
                            hm_error *error) {
    const hm_plan *plan = &study->package->plan;
    size_t deepest = 0;
    for (size_t i = 0; i < plan->node_count; i++)
        if (hm_node_is_of_index(plan, &plan->nodes[i]) && plan->nodes[i].depth > deepest)
            deepest = plan->nodes[i].depth;
    for (size_t i = 0; i < at->depth_count; i++)
        if (at->depths[i] > deepest)
            return hm_study_fail(study, error, "%s: no node is at level %zu: the deepest is %zu",
                                 what, at->depths[i], deepest);
    return HM_OK;
}

static hm_code check_places(const hm_study *study, const char *what, const hm_declared_places *at,
                            hm_error *error) {
    const hm_code code = check_codes(study, what, at->codes, at->code_count, error);
    return code == HM_OK ? check_depths(study, what, at, error) : code;
}

/* --- factors --- */

static hm_factor *add_factor(hm_study *study, hm_factor_kind kind, const char *name) {
    hm_factor *factor = &study->factors[study->factor_count++];
    *factor = (hm_factor){.kind = kind, .name = name, .about = ""};
    return factor;
}

/* Text in the study's memory; NULL when that has run out. */
static const char *keep(hm_study *study, hm_buffer *text) {
    const char *kept = text->failed ? NULL : hm_arena_copy(&study->arena, text->data, text->size);
    hm_buffer_close(text);
    return kept;
}

static bool describe(hm_study *study, hm_factor *factor, hm_buffer *text) {
    factor->about = keep(study, text);
    return factor->about != NULL;
}

/* ", at L1, level 2" */
static void write_places(hm_buffer *text, const hm_declared_places *at) {
    const char *before = " at ";
    for (size_t i = 0; i < at->depth_count; i++, before = ", ")
        hm_buffer_format(text, "%slevel %zu", before, at->depths[i]);
    for (size_t i = 0; i < at->code_count; i++, before = ", ")
        hm_buffer_format(text, "%s%s", before, at->codes[i]);
}

/* --- stages --- */

static bool has_step(const hm_plan *plan, hm_step_kind kind) {
    for (size_t i = 0; i < plan->node_count; i++)
        if (hm_node_step(&plan->nodes[i], kind))
            return true;
    return false;
}

static hm_step_kind kind_of(hm_study_stage stage) {
    return stage == HM_STUDY_IMPUTE  ? HM_STEP_IMPUTE
           : stage == HM_STUDY_TREAT ? HM_STEP_TREAT
                                     : HM_STEP_SCALE;
}

static hm_code add_stage(hm_study *study, hm_study_stage stage, hm_error *error) {
    const hm_declared_alternatives *of = &study->declared.stages[stage];
    const char *name = hm_study_stage_name(stage);
    if (of->count == 0)
        return HM_OK;
    if (stage != HM_STUDY_AGGREGATE && !study->declared.adds &&
        !has_step(&study->package->plan, kind_of(stage)))
        return hm_study_fail(study, error,
                             "vary.%s: no node of the package has a step of this kind; with "
                             "add = true the study adds it",
                             name);
    const hm_code code = check_places(study, name, &of->at, error);
    if (code != HM_OK)
        return code;
    hm_factor *factor = add_factor(study, HM_FACTOR_STAGE, name);
    factor->index = stage;
    factor->alternatives = of->count;
    factor->texts = of->texts;
    hm_buffer about;
    hm_buffer_open(&about, study->allocator);
    for (size_t i = 0; i < of->count; i++)
        hm_buffer_format(&about, "%s%s", i > 0 ? " or " : "", of->texts[i]);
    write_places(&about, &of->at);
    return describe(study, factor, &about) ? HM_OK : hm_error_memory(error);
}

/* --- parameters --- */

static const hm_parameter *find_parameter(const hm_plan *plan, const char *name) {
    for (size_t i = 0; i < plan->parameter_count; i++)
        if (strcmp(plan->parameters[i].name, name) == 0)
            return &plan->parameters[i];
    return NULL;
}

static hm_code refuse_parameter(const hm_study *study, const char *name, hm_error *error) {
    const hm_plan *plan = &study->package->plan;
    hm_nearest nearest;
    hm_nearest_start(&nearest, name, strlen(name));
    for (size_t i = 0; i < plan->parameter_count; i++)
        hm_nearest_show(&nearest, plan->parameters[i].name);
    return hm_study_fail(study, error, "vary.params: the package has no parameter \"%s\"%s",
                         hm_quote_of(name, strlen(name)).text, hm_hint_of(nearest.name).text);
}

static hm_code add_parameter(hm_study *study, size_t index, hm_error *error) {
    const hm_declared_parameter_values *of = &study->declared.parameters[index];
    if (!find_parameter(&study->package->plan, of->name))
        return refuse_parameter(study, of->name, error);
    const char **texts = hm_arena_take_array(&study->arena, of->count, sizeof *texts);
    hm_buffer name, about;
    hm_buffer_open(&name, study->allocator);
    hm_buffer_format(&name, "param.%s", of->name);
    const char *kept = keep(study, &name);
    if (!texts || !kept)
        return hm_error_memory(error);
    hm_factor *factor = add_factor(study, HM_FACTOR_PARAMETER, kept);
    factor->index = index;
    factor->alternatives = of->count;
    factor->texts = texts;
    hm_buffer_open(&about, study->allocator);
    for (size_t i = 0; i < of->count; i++) {
        char number[HM_NUMBER_SIZE];
        const size_t size = hm_number_print(of->values[i], number);
        texts[i] = hm_arena_copy(&study->arena, number, size);
        hm_buffer_format(&about, "%s%.*s", i > 0 ? " or " : "", (int)size, number);
        if (!texts[i]) {
            hm_buffer_close(&about);
            return hm_error_memory(error);
        }
    }
    return describe(study, factor, &about) ? HM_OK : hm_error_memory(error);
}

/* --- weights --- */

/* May the weight of a node be another? */
static bool is_weighed_freely(const hm_plan *plan, const hm_node *node) {
    if (node->parent == HM_NO_NODE || node->effect != HM_EFFECT_COUNTS || !(node->weight > 0))
        return false;
    const hm_node *group = &plan->nodes[node->parent];
    return !group->weigh && !group->measure;
}

static bool is_fixed(const hm_declared_weighing *of, const hm_node *node) {
    for (size_t i = 0; i < of->fixed_count; i++)
        if (strcmp(of->fixed[i], node->code) == 0)
            return true;
    return false;
}

/* Alone, a weight says nothing, whatever it is. */
static bool has_siblings(const hm_plan *plan, const hm_node *node) {
    const hm_node *group = &plan->nodes[node->parent];
    size_t count = 0;
    for (size_t i = 0; i < group->child_count; i++)
        count += is_weighed_freely(plan, &plan->nodes[group->children[i]]);
    return count > 1;
}

/* Why no weight of the node is drawn, whatever the study says; NULL: it may be. */
static const char *why_it_stays(const hm_plan *plan, const hm_node *node) {
    const hm_node *group = node->parent == HM_NO_NODE ? NULL : &plan->nodes[node->parent];
    return node->is_absent                      ? NULL /* of earlier editions */
           : !group                             ? "it has no siblings"
           : hm_effect_has_points(node->effect) ? "its points count whatever its weight"
           : node->effect == HM_EFFECT_NONE     ? "its group does without it"
           : group->weigh                       ? "its group learns the weights of its children"
           : group->measure                     ? "its group has a measure"
           : !(node->weight > 0)                ? "it is 0"
           : !has_siblings(plan, node)          ? "it has no siblings whose weights could be others"
                                                : NULL;
}

/* What is named for nothing is a mistake. */
static hm_code refuse_what_stays(const hm_study *study, const char *what, const char *const *codes,
                                 size_t count, hm_error *error) {
    const hm_plan *plan = &study->package->plan;
    for (size_t i = 0; i < count; i++) {
        const char *why = why_it_stays(plan, &plan->nodes[find(study, codes[i])]);
        if (why)
            return hm_study_fail(study, error, "%s: the weight of %s stays by itself: %s", what,
                                 codes[i], why);
    }
    return HM_OK;
}

/* Nodes that keep their weights are among those of which others are drawn. */
static hm_code check_fixed(const hm_study *study, hm_error *error) {
    const hm_declared_weighing *of = &study->declared.weights;
    const hm_plan *plan = &study->package->plan;
    for (size_t i = 0; says_places(&of->at) && i < of->fixed_count; i++)
        if (!is_at(plan, &of->at, &plan->nodes[find(study, of->fixed[i])]))
            return hm_study_fail(study, error,
                                 "vary.weights: fixed: %s is none of the nodes that `at` names",
                                 of->fixed[i]);
    for (size_t i = 0; i < of->at.code_count; i++)
        if (is_fixed(of, &plan->nodes[find(study, of->at.codes[i])]))
            return hm_study_fail(study, error, "vary.weights: at: %s is among those in `fixed`",
                                 of->at.codes[i]);
    const hm_code code =
        refuse_what_stays(study, "vary.weights: fixed", of->fixed, of->fixed_count, error);
    return code == HM_OK ? refuse_what_stays(study, "vary.weights: at", of->at.codes,
                                             of->at.code_count, error)
                         : code;
}

static hm_code find_drawn(hm_study *study, hm_error *error) {
    const hm_declared_weighing *of = &study->declared.weights;
    const hm_plan *plan = &study->package->plan;
    study->drawn = hm_arena_take_array(&study->arena, plan->node_count, sizeof *study->drawn);
    if (!study->drawn)
        return hm_error_memory(error);
    for (uint32_t i = 0; i < plan->node_count; i++) {
        const hm_node *node = &plan->nodes[i];
        if ((!says_places(&of->at) || is_at(plan, &of->at, node)) && !is_fixed(of, node) &&
            is_weighed_freely(plan, node) && has_siblings(plan, node))
            study->drawn[study->drawn_count++] = i;
    }
    return study->drawn_count > 0
               ? HM_OK
               : hm_study_fail(study, error,
                               "vary.weights: there is no node whose weight could be another%s",
                               says_places(&of->at) ? " at the places that `at` names" : "");
}

static void describe_weights(const hm_declared_weighing *of, size_t sets, hm_buffer *text) {
    char number[HM_NUMBER_SIZE];
    const double said = of->draw == HM_WEIGHTS_WITHIN ? 100 * of->number : of->number;
    (void)hm_number_print(said, number);
    switch (of->draw) {
    case HM_WEIGHTS_WITHIN:
        hm_buffer_format(text, "±%s %%", number);
        break;
    case HM_WEIGHTS_SIMPLEX:
        hm_buffer_format(text, "any");
        if (of->number > 0)
            hm_buffer_format(text, ", shares of at least %s", number);
        break;
    case HM_WEIGHTS_SPREAD:
        hm_buffer_format(text, "times e^(%s z), z normal", number);
        break;
    default:
        hm_buffer_format(text, "%zu set%s of %s", sets, sets == 1 ? "" : "s", of->sets);
    }
    write_places(text, &of->at);
}

/* So many shares of at least this much are more than all there is. */
static hm_code check_least(const hm_study *study, hm_error *error) {
    const hm_plan *plan = &study->package->plan;
    const double least = study->declared.weights.number;
    for (size_t i = 0; i < plan->node_count; i++) {
        size_t count = 0;
        for (size_t k = 0; k < study->drawn_count; k++)
            count += plan->nodes[study->drawn[k]].parent == i;
        if ((double)count * least > 1)
            return hm_study_fail(study, error,
                                 "vary.weights: simplex: %zu shares below %s cannot all be at "
                                 "least %g",
                                 count, plan->nodes[i].code, least);
    }
    return HM_OK;
}

static hm_code read_sets(hm_study *study, hm_error *error) {
    return hm_weight_sets_read(&study->sets, study->package, study->declared.file,
                               study->declared.weights.sets, &study->arena, error);
}

static hm_code add_weights(hm_study *study, hm_error *error) {
    const hm_declared_weighing *of = &study->declared.weights;
    if (of->draw == HM_WEIGHTS_KEPT)
        return HM_OK;
    hm_code code = check_places(study, "vary.weights: at", &of->at, error);
    if (code == HM_OK)
        code = check_codes(study, "vary.weights: fixed", of->fixed, of->fixed_count, error);
    if (code == HM_OK)
        code = check_fixed(study, error);
    if (code == HM_OK)
        code = of->draw == HM_WEIGHTS_SETS ? read_sets(study, error) : find_drawn(study, error);
    if (code == HM_OK && of->draw == HM_WEIGHTS_SIMPLEX)
        code = check_least(study, error);
    if (code != HM_OK)
        return code;
    hm_factor *factor = add_factor(study, HM_FACTOR_WEIGHTS, "weights");
    factor->alternatives = study->sets.count;
    factor->texts = study->sets.names;
    hm_buffer about;
    hm_buffer_open(&about, study->allocator);
    describe_weights(of, study->sets.count, &about);
    return describe(study, factor, &about) ? HM_OK : hm_error_memory(error);
}

/* --- figures, gaps, what is left out --- */

static hm_code add_figures(hm_study *study, hm_error *error) {
    const hm_declared_study *of = &study->declared;
    hm_buffer about;
    if (of->quality_count + of->flip_count == 0)
        return HM_OK;
    study->changes_figures = true;
    hm_factor *factor = add_factor(study, HM_FACTOR_FIGURES, "figures");
    hm_buffer_open(&about, study->allocator);
    for (size_t i = 0; i < of->quality_count; i++)
        hm_buffer_format(&about, "%s%s: standard deviation %g %%", i > 0 ? ", " : "",
                         *of->quality[i].word ? of->quality[i].word : "no quality",
                         100 * of->quality[i].error);
    for (size_t i = 0; i < of->flip_count; i++)
        hm_buffer_format(&about, "%s%s: %g %% of flags the other answer",
                         i > 0 || of->quality_count > 0 ? ", " : "",
                         *of->flips[i].word ? of->flips[i].word : "no quality",
                         100 * of->flips[i].error);
    return describe(study, factor, &about) ? HM_OK : hm_error_memory(error);
}

static hm_code add_gaps(hm_study *study, hm_error *error) {
    hm_buffer about;
    if (study->declared.gaps == HM_GAPS_LEFT)
        return HM_OK;
    hm_factor *factor = add_factor(study, HM_FACTOR_GAPS, "gaps");
    hm_buffer_open(&about, study->allocator);
    hm_buffer_format(&about, "%s",
                     study->declared.gaps == HM_GAPS_UNIFORM ? "any score of their range"
                     : study->declared.gaps == HM_GAPS_EM
                         ? "a score as the city's others lead one to expect"
                         : "the score of another city");
    return describe(study, factor, &about) ? HM_OK : hm_error_memory(error);
}

static hm_code check_dropped(const hm_study *study, hm_error *error) {
    const hm_plan *plan = &study->package->plan;
    hm_obstacle why;
    for (size_t i = 0; i < study->dropped_count; i++)
        if (!hm_may_be_dropped(plan, study->dropped[i], &why))
            return hm_study_fail(study, error, "vary.drop: %s cannot be left out: %s",
                                 plan->nodes[study->dropped[i]].code, why.text);
    return HM_OK;
}

static hm_code find_dropped(hm_study *study, hm_error *error) {
    const hm_declared_study *of = &study->declared;
    const hm_plan *plan = &study->package->plan;
    const size_t most = of->drops_each ? plan->node_count : of->drop_count;
    study->dropped = hm_arena_take_array(&study->arena, most, sizeof *study->dropped);
    if (!study->dropped)
        return hm_error_memory(error);
    for (uint32_t i = 0; of->drops_each && i < plan->node_count; i++)
        if (plan->nodes[i].indicator != HM_NO_INDICATOR &&
            hm_node_is_of_index(plan, &plan->nodes[i]))
            study->dropped[study->dropped_count++] = i;
    for (size_t i = 0; !of->drops_each && i < of->drop_count; i++) {
        const size_t node = find(study, of->drops[i]);
        if (node == SIZE_MAX)
            return refuse_code(study, "vary.drop", of->drops[i], error);
        if (node == 0)
            return hm_study_fail(study, error, "vary.drop: %s is the index itself", of->drops[i]);
        study->dropped[study->dropped_count++] = (uint32_t)node;
    }
    return check_dropped(study, error);
}

static hm_code add_drops(hm_study *study, hm_error *error) {
    if (!study->declared.drops_each && study->declared.drop_count == 0)
        return HM_OK;
    const hm_code code = find_dropped(study, error);
    if (code != HM_OK)
        return code;
    const char **texts = hm_arena_take_array(&study->arena, study->dropped_count, sizeof *texts);
    if (!texts)
        return hm_error_memory(error);
    for (size_t i = 0; i < study->dropped_count; i++)
        texts[i] = study->package->plan.nodes[study->dropped[i]].code;
    hm_factor *factor = add_factor(study, HM_FACTOR_DROP, "drop");
    factor->alternatives = study->dropped_count;
    factor->texts = texts;
    hm_buffer about;
    hm_buffer_open(&about, study->allocator);
    hm_buffer_format(&about, study->dropped_count == 1 ? "%zu node" : "one of %zu nodes",
                     study->dropped_count);
    return describe(study, factor, &about) ? HM_OK : hm_error_memory(error);
}

/* --- all of them --- */

hm_code hm_study_add_factors(hm_study *study, hm_error *error) {
    const size_t most = HM_STUDY_STAGES + study->declared.parameter_count + 4;
    hm_code code = HM_OK;
    study->factors = hm_arena_take_array(&study->arena, most, sizeof *study->factors);
    if (!study->factors)
        return hm_error_memory(error);
    for (int i = 0; code == HM_OK && i < HM_STUDY_STAGES; i++)
        code = add_stage(study, (hm_study_stage)i, error);
    for (size_t i = 0; code == HM_OK && i < study->declared.parameter_count; i++)
        code = add_parameter(study, i, error);
    if (code == HM_OK)
        code = add_weights(study, error);
    if (code == HM_OK)
        code = add_figures(study, error);
    if (code == HM_OK)
        code = add_gaps(study, error);
    if (code == HM_OK)
        code = add_drops(study, error);
    return code == HM_OK && study->factor_count == 0
               ? hm_study_fail(study, error,
                               hm_study_is_written(study)
                                   ? "nothing varies: `vary` has none of its fields"
                                   : "there is nothing in the package that varies by itself: say "
                                     "what may vary in a study (study.lua)")
               : code;
}
