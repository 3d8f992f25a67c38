#include "study/variants.h"

#include <stdlib.h>
#include <string.h>

#include "aggregate/stages.h"
#include "base/buffer.h"
#include "base/error.h"
#include "platform/threads.h"
#include "study/droppable.h"

/* --- which there are --- */

static int compare_keys(const void *a, const void *b) {
    const hm_variant *x = a, *y = b;
    return x->key < y->key ? -1 : x->key > y->key;
}

/* Each key once, of those that replicates have, and 0. */
static bool list_keys(hm_variants *v, const uint32_t *choices, size_t count) {
    const size_t factors = v->study->factor_count;
    size_t kept = 0;
    v->items = hm_allocate_array(v->allocator, count, sizeof *v->items);
    if (!v->items)
        return false;
    for (size_t i = 0; i < count; i++)
        v->items[i] = (hm_variant){.key = hm_study_key(v->study, choices + i * factors),
                                   .choices = choices + i * factors};
    qsort(v->items, count, sizeof *v->items, compare_keys);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || v->items[i].key != v->items[kept - 1].key)
            v->items[kept++] = v->items[i];
    v->count = kept;
    v->capacity = count;
    return true;
}

/* Do they differ in nothing but methods of aggregation? */
static bool has_same_indicators(const hm_study *study, const hm_variant *a, const hm_variant *b) {
    bool same = true;
    for (size_t i = 0; i < study->factor_count; i++) {
        const hm_factor *factor = &study->factors[i];
        const bool matters =
            factor->kind == HM_FACTOR_PARAMETER ||
            (factor->kind == HM_FACTOR_STAGE && factor->index != HM_STUDY_AGGREGATE);
        same = same && (!matters || a->choices[i] == b->choices[i]);
    }
    return same;
}

/* The first that does for it. One whose groups do more than aggregate does for none. */
static void find_sources(hm_variants *v) {
    for (size_t i = 0; i < v->count; i++) {
        hm_variant *variant = &v->items[i], *source = v->items;
        while (source < variant &&
               (!source->regroups || !has_same_indicators(v->study, source, variant)))
            source++;
        variant->source = variant->regroups ? source : NULL;
    }
}

/* --- packages --- */

static bool only_aggregates(const hm_plan *plan) {
    bool only = !plan->weighs;
    for (size_t i = 0; only && i < plan->node_count; i++) {
        const hm_node *node = &plan->nodes[i];
        only = node->read_count == 0 &&
               (node->indicator != HM_NO_INDICATOR || (!hm_node_has_steps(node) && !node->measure));
    }
    return only;
}

/* Does what is left out change more than the groups above it: how others are imputed, or what holds
 * in an edition? */
static bool reaches_further(const hm_study *study, const hm_plan *plan) {
    bool does = false;
    for (size_t i = 0; !does && i < study->dropped_count; i++)
        does = hm_is_imputed_by(plan, study->dropped[i]) ||
               hm_plan_leaving_empties_edition(plan, study->dropped[i]);
    return does;
}

/* One that compares units has a step. */
static bool regroups(const hm_study *study, const hm_plan *plan) {
    bool does = only_aggregates(plan) && !reaches_further(study, plan);
    for (size_t i = 0; does && i < plan->edition_count; i++)
        does = only_aggregates(plan->editions[i].plan);
    return does;
}

static bool describe(hm_variants *v, hm_variant *variant) {
    const hm_study *study = v->study;
    const hm_declared_study *declared = &study->declared;
    variant->stages = hm_allocate_array(v->allocator, study->factor_count, sizeof *variant->stages);
    variant->settings =
        hm_allocate_array(v->allocator, study->factor_count, sizeof *variant->settings);
    if (!variant->stages || !variant->settings)
        return false;
    variant->variation = (hm_variation){.stages = variant->stages,
                                        .settings = variant->settings,
                                        .file = declared->file,
                                        .line = declared->line};
    for (size_t i = 0; i < study->factor_count; i++) {
        const hm_factor *factor = &study->factors[i];
        const uint32_t choice = variant->choices[i];
        if (choice == 0)
            continue;
        if (factor->kind == HM_FACTOR_PARAMETER)
            variant->settings[variant->variation.setting_count++] =
                (hm_setting){declared->parameters[factor->index].name,
                             declared->parameters[factor->index].values[choice - 1]};
        if (factor->kind != HM_FACTOR_STAGE)
            continue;
        const hm_declared_alternatives *of = &declared->stages[factor->index];
        const bool aggregates = factor->index == HM_STUDY_AGGREGATE;
        if (aggregates || of->steps[choice - 1].is_said)
            variant->stages[variant->variation.stage_count++] =
                (hm_varied_stage){.stage = (hm_study_stage)factor->index,
                                  .step = aggregates ? NULL : &of->steps[choice - 1],
                                  .aggregate = aggregates ? &of->aggregates[choice - 1] : NULL,
                                  .at = &of->at};
    }
    return true;
}

static hm_code open_package(hm_variants *v, hm_variant *variant, hm_error *error) {
    if (!describe(v, variant))
        return hm_error_memory(error);
    const hm_variation *variation = &variant->variation;
    if (variation->stage_count + variation->setting_count == 0)
        variant->package = hm_package_retain(v->study->package);
    else {
        const hm_code code =
            hm_package_vary(&variant->package, v->study->package, variation, error);
        if (code != HM_OK)
            return code;
    }
    variant->plan = &variant->package->plan;
    variant->regroups = regroups(v->study, variant->plan);
    return HM_OK;
}

/* --- what else varies --- */

/* " (aggregate: copeland; scale: minmax)", of the package as it is nothing; to be closed. */
static void write_choices(const hm_study *study, const hm_variant *variant, hm_buffer *text) {
    const char *before = " (";
    for (size_t i = 0; i < study->factor_count; i++) {
        const hm_factor *factor = &study->factors[i];
        const uint32_t choice = variant->choices[i];
        if (choice == 0 || (factor->kind != HM_FACTOR_STAGE && factor->kind != HM_FACTOR_PARAMETER))
            continue;
        hm_buffer_format(text, "%s%s: %s", before, factor->name, factor->texts[choice - 1]);
        before = "; ";
    }
    if (text->size > 0)
        hm_buffer_format(text, ")");
}

static hm_code check_drops(const hm_study *study, const hm_variant *variant, const char *choices,
                           hm_error *error) {
    hm_obstacle why;
    for (size_t i = 0; i < study->dropped_count; i++)
        if (!hm_may_be_dropped(variant->plan, study->dropped[i], &why))
            return hm_study_fail(study, error, "vary.drop: %s cannot be left out: %s%s",
                                 variant->plan->nodes[study->dropped[i]].code, why.text, choices);
    return HM_OK;
}

/* May what the study leaves out of the package be left out of a variant, too? */
static hm_code check_variant(const hm_variants *v, const hm_variant *variant, hm_error *error) {
    hm_buffer choices;
    hm_buffer_open(&choices, v->allocator);
    write_choices(v->study, variant, &choices);
    hm_code code = choices.failed ? hm_error_memory(error) : HM_OK;
    const char *text = choices.size > 0 ? choices.data : "";
    if (code == HM_OK)
        code = check_drops(v->study, variant, text, error);
    hm_buffer_close(&choices);
    return code;
}

/* --- on all threads --- */

typedef struct work {
    hm_variants *variants;
    hm_code (*make)(const struct work *work, hm_variant *variant, hm_error *error);
    const hm_dataset *dataset;
    hm_score_options score;
    hm_error *errors; /* by variant */
} work;

static bool make(void *context, size_t worker, size_t number) {
    const work *w = context;
    (void)worker;
    return w->make(w, &w->variants->items[number], &w->errors[number]) == HM_OK;
}

/* The first that failed, in their order: whichever thread came first. */
static hm_code first_error(const work *w, hm_error *error) {
    for (size_t i = 0; i < w->variants->count; i++)
        if (w->errors[i].code != HM_OK) {
            if (error)
                *error = w->errors[i];
            return w->errors[i].code;
        }
    return HM_OK;
}

/* Each variant on one thread, or one after the other, each on all. */
static hm_code make_all(work *w, size_t jobs, hm_error *error) {
    hm_variants *v = w->variants;
    const size_t all = jobs > 0 ? jobs : hm_threads_available();
    w->errors = hm_allocate_array(v->allocator, v->count, sizeof *w->errors);
    if (!w->errors)
        return hm_error_memory(error);
    w->score.jobs = v->count >= all ? 1 : all;
    hm_code code =
        hm_threads_run(v->count >= all ? all : 1, v->count, make, w, v->allocator, error);
    const hm_code first = first_error(w, error);
    hm_release(v->allocator, w->errors, v->count * sizeof *w->errors);
    return first != HM_OK ? first : code;
}

static hm_code open_one(const work *w, hm_variant *variant, hm_error *error) {
    const hm_code code = open_package(w->variants, variant, error);
    return code == HM_OK ? check_variant(w->variants, variant, error) : code;
}

hm_code hm_variants_open(hm_variants *variants, const hm_study *study, const uint32_t *choices,
                         size_t count, size_t jobs, const hm_allocator *allocator,
                         hm_error *error) {
    *variants = (hm_variants){.study = study, .allocator = allocator};
    work w = {.variants = variants, .make = open_one};
    if (!list_keys(variants, choices, count))
        return hm_error_memory(error);
    const hm_code code = make_all(&w, jobs, error);
    if (code == HM_OK)
        find_sources(variants);
    return code;
}

/* --- scores --- */

static hm_code score(const work *w, hm_variant *variant, hm_error *error) {
    hm_run run;
    if (variant->source != variant)
        return HM_OK;
    hm_code code = hm_run_open(&run, variant->plan, w->dataset, &w->score, NULL, error);
    if (code != HM_OK)
        return code;
    run.passes = true;
    code = hm_stages_run(&run, HM_STAGE_BIND, HM_STAGE_RANK, error);
    if (code == HM_OK)
        variant->scores = run.scores;
    else
        hm_scores_free(run.scores);
    return code;
}

static void share_scores(const hm_variants *v) {
    for (size_t i = 0; i < v->count; i++)
        if (v->items[i].source)
            v->items[i].scores = v->items[i].source->scores;
}

hm_code hm_variants_score(hm_variants *variants, const hm_dataset *dataset,
                          const hm_score_options *options, hm_error *error) {
    work w = {.variants = variants, .make = score, .dataset = dataset, .score = *options};
    const hm_code code = make_all(&w, options->jobs, error);
    if (code == HM_OK)
        share_scores(variants);
    return code;
}

void hm_variants_close(hm_variants *v) {
    const size_t factors = v->study ? v->study->factor_count : 0;
    for (size_t i = 0; v->items && i < v->count; i++) {
        hm_variant *variant = &v->items[i];
        if (variant->source == variant)
            hm_scores_free(variant->scores);
        hm_package_free(variant->package);
        hm_release(v->allocator, variant->stages, factors * sizeof *variant->stages);
        hm_release(v->allocator, variant->settings, factors * sizeof *variant->settings);
    }
    hm_release(v->allocator, v->items, v->capacity * sizeof *v->items);
}

const hm_variant *hm_variants_find(const hm_variants *variants, uint64_t key) {
    const hm_variant wanted = {.key = key};
    return bsearch(&wanted, variants->items, variants->count, sizeof *variants->items,
                   compare_keys);
}
