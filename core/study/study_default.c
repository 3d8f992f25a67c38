#include "study/study_default.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/numbers/number.h"
#include "methods/methods.h"

enum { REPLICATES = 1024, ENOUGH = 3, SEED = 1, LEAST = 2 };

/* As a part of their range: what stands in place of lower scores in a geometric mean. */
static const double FLOOR = 0.01;
static const double WITHIN = 0.25;

static size_t weighing_children(const hm_plan *plan, const hm_node *group) {
    size_t count = 0;
    for (size_t i = 0; i < group->child_count; i++) {
        const hm_node *child = &plan->nodes[group->children[i]];
        count += child->effect == HM_EFFECT_COUNTS && child->weight > 0;
    }
    return count;
}

/* The depth of the groups of the index whose children vary; SIZE_MAX: no group has so many. */
static size_t find_level(const hm_plan *plan, size_t enough) {
    size_t level = SIZE_MAX;
    for (size_t i = 0; i < plan->node_count; i++) {
        const hm_node *node = &plan->nodes[i];
        if (node->indicator == HM_NO_INDICATOR && !node->measure && !node->weigh &&
            hm_node_is_of_index(plan, node) && node->depth < level &&
            weighing_children(plan, node) >= enough)
            level = node->depth;
    }
    return level;
}

static bool set_depth(hm_declared_places *at, size_t depth, hm_arena *arena) {
    at->depths = hm_arena_take_array(arena, 1, sizeof *at->depths);
    if (!at->depths)
        return false;
    at->depths[0] = depth;
    at->depth_count = 1;
    return true;
}

static bool vary_weights(hm_declared_study *out, size_t level, hm_arena *arena) {
    out->weights.draw = HM_WEIGHTS_WITHIN;
    out->weights.number = WITHIN;
    return set_depth(&out->weights.at, level + 1, arena);
}

/* --- means --- */

/* Is the group a mean that could as well be another? */
static bool is_mean(const hm_plan *plan, const hm_node *group) {
    const char *method = hm_methods[group->method].name;
    bool fine = !group->measure && !hm_node_compares(group) &&
                (strcmp(method, "arithmetic") == 0 || strcmp(method, "geometric") == 0);
    for (size_t i = 0; fine && i < group->child_count; i++) {
        const hm_node *child = &plan->nodes[group->children[i]];
        fine = child->effect != HM_EFFECT_COUNTS || (child->low >= 0 && isfinite(child->high));
    }
    return fine;
}

/* The greatest score that a child of these groups may have; NAN where some group is no such mean.
 */
static double greatest_below(const hm_plan *plan, size_t level) {
    double greatest = 0;
    for (size_t i = 0; i < plan->node_count; i++) {
        const hm_node *group = &plan->nodes[i];
        if (group->indicator != HM_NO_INDICATOR || group->depth != level ||
            !hm_node_is_of_index(plan, group))
            continue;
        if (!is_mean(plan, group))
            return (double)NAN;
        for (size_t k = 0; k < group->child_count; k++)
            greatest = fmax(greatest, plan->nodes[group->children[k]].high);
    }
    return greatest;
}

static bool put_geometric(hm_declared_alternatives *of, double floor, hm_arena *arena) {
    hm_buffer text;
    char number[HM_NUMBER_SIZE];
    hm_declared_setting *setting = hm_arena_take_array(arena, 1, sizeof *setting);
    if (!setting)
        return false;
    (void)hm_number_print(floor, number);
    *setting = (hm_declared_setting){.name = "floor", .number = {floor, NULL}};
    of->aggregates[1] = (hm_declared_aggregate){"geometric", setting, 1};
    hm_buffer_open(&text, arena->allocator);
    hm_buffer_format(&text, "geometric, floor %s", number);
    of->texts[1] = text.failed ? NULL : hm_arena_copy(arena, text.data, text.size);
    hm_buffer_close(&text);
    return of->texts[1] != NULL;
}

static bool vary_means(hm_declared_study *out, const hm_plan *plan, size_t level, hm_arena *arena) {
    hm_declared_alternatives *of = &out->stages[HM_STUDY_AGGREGATE];
    const double greatest = greatest_below(plan, level);
    if (!(greatest > 0))
        return true;
    of->aggregates = hm_arena_take_array(arena, 2, sizeof *of->aggregates);
    of->texts = hm_arena_take_array(arena, 2, sizeof *of->texts);
    if (!of->aggregates || !of->texts)
        return false;
    of->count = 2;
    of->aggregates[0] = (hm_declared_aggregate){"arithmetic", NULL, 0};
    of->texts[0] = "arithmetic";
    return put_geometric(of, FLOOR * greatest, arena) && set_depth(&of->at, level, arena);
}

/* --- imputation --- */

static int compare_codes(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool vary_imputation(hm_declared_study *out, const hm_plan *plan, hm_arena *arena) {
    hm_declared_alternatives *of = &out->stages[HM_STUDY_IMPUTE];
    of->at.codes = hm_arena_take_array(arena, plan->node_count, sizeof *of->at.codes);
    of->steps = hm_arena_take_array(arena, 2, sizeof *of->steps);
    of->texts = hm_arena_take_array(arena, 2, sizeof *of->texts);
    if (!of->at.codes || !of->steps || !of->texts)
        return false;
    for (size_t i = 0; i < plan->node_count; i++)
        if (hm_node_step(&plan->nodes[i], HM_STEP_IMPUTE))
            of->at.codes[of->at.code_count++] = plan->nodes[i].code;
    qsort(of->at.codes, of->at.code_count, sizeof *of->at.codes, compare_codes);
    of->count = of->at.code_count > 0 ? 2 : 0;
    of->texts[0] = "as the package says";
    of->steps[1].is_said = true;
    of->texts[1] = "none";
    return true;
}

bool hm_study_default(hm_declared_study *out, const hm_plan *plan, hm_arena *arena) {
    size_t level = find_level(plan, ENOUGH);
    level = level == SIZE_MAX ? find_level(plan, LEAST) : level;
    *out = (hm_declared_study){.file = "", .replicates = REPLICATES, .seed = SEED};
    return vary_imputation(out, plan, arena) &&
           (level == SIZE_MAX ||
            (vary_weights(out, level, arena) && vary_means(out, plan, level, arena)));
}
