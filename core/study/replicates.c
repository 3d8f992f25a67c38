/* replicates.c: which replicates there are, and room for what comes of them. */
#include "study/replicates.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/versioned.h"
#include "platform/environment.h"
#include "platform/large.h"

/* --- what is asked for --- */

/* Those that the study draws. */
static hm_code draw_next(void *context, size_t replicate, hm_draw *draw, hm_error *error) {
    (void)error;
    hm_draws_fill(context, (uint32_t)replicate, (hm_draw_rule){NULL, NULL}, draw);
    return HM_OK;
}

/* Those that somebody asks for. */
typedef struct asked {
    const hm_study *study;
    const hm_replicate *given;
} asked;

static int compare_numbers(const void *a, const void *b) {
    const uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;
    return one < other ? -1 : one > other;
}

/* What is drawn goes by the number: two of one number would be one and the same. */
static hm_code check_numbers(const hm_study *study, const hm_replicate *given, size_t count,
                             hm_error *error) {
    uint32_t *numbers = hm_allocate_array(study->allocator, count, sizeof *numbers);
    hm_code code = numbers ? HM_OK : hm_error_memory(error);
    for (size_t i = 0; numbers && i < count; i++)
        numbers[i] = given[i].number;
    if (numbers)
        qsort(numbers, count, sizeof *numbers, compare_numbers);
    for (size_t i = 1; code == HM_OK && i < count; i++)
        if (numbers[i] == numbers[i - 1])
            code = hm_error_set(error, HM_ERROR_ARGUMENT,
                                "replicate %lu is asked for twice: each has a number of its own",
                                (unsigned long)numbers[i]);
    hm_release(study->allocator, numbers, count * sizeof *numbers);
    return code;
}

static hm_code check_choices(const hm_study *study, const hm_replicate *of, hm_error *error) {
    for (size_t i = 0; i < study->factor_count; i++) {
        const hm_factor *factor = &study->factors[i];
        const size_t most = factor->alternatives > 0 ? factor->alternatives : 1;
        if (of->choices[i] > most)
            return hm_error_set(
                error, HM_ERROR_ARGUMENT, "replicate %lu: %s has no alternative %lu, only %zu",
                (unsigned long)of->number, factor->name, (unsigned long)of->choices[i], most);
    }
    for (size_t i = 0; of->weights && i < study->package->plan.node_count; i++)
        if (!isnan(of->weights[i]) && !hm_weight_fits(of->weights[i]))
            return hm_error_set(error, HM_ERROR_ARGUMENT,
                                "replicate %lu: the weight of %s must be " HM_WEIGHT_WANTED,
                                (unsigned long)of->number, study->package->plan.nodes[i].code);
    return HM_OK;
}

/* All weights 0 below some group are no weights. */
static hm_code check_weights(const hm_study *study, const hm_draw *draw, hm_error *error) {
    const hm_plan *plan = &study->package->plan;
    for (size_t i = 0; i < plan->node_count; i++) {
        double by_package = 0, sum = 0;
        for (size_t k = 0; k < plan->nodes[i].child_count; k++) {
            const uint32_t child = plan->nodes[i].children[k];
            const double weight = plan->nodes[child].weight, drawn = draw->weights[child];
            if (plan->nodes[child].effect != HM_EFFECT_COUNTS || hm_draw_leaves_out(draw, child))
                continue;
            by_package += weight;
            sum += isnan(drawn) ? weight : drawn;
        }
        if (by_package > 0 && !(sum > 0))
            return hm_error_set(error, HM_ERROR_ARGUMENT,
                                "replicate %lu: the weights of the children of %s would all be 0",
                                (unsigned long)draw->number, plan->nodes[i].code);
    }
    return HM_OK;
}

static hm_code take_asked(void *context, size_t replicate, hm_draw *draw, hm_error *error) {
    const asked *a = context;
    const hm_replicate *of = &a->given[replicate - 1];
    const hm_code code = check_choices(a->study, of, error);
    if (code != HM_OK)
        return code;
    hm_draw_set_number(draw, of->number);
    memcpy(draw->choices, of->choices, a->study->factor_count * sizeof *draw->choices);
    hm_draw_settle_weights(a->study, NULL, draw);
    for (size_t i = 0; of->weights && i < a->study->package->plan.node_count; i++)
        if (!isnan(of->weights[i]) && !hm_draw_leaves_out(draw, i))
            draw->weights[i] = of->weights[i];
    return of->weights ? check_weights(a->study, draw, error) : HM_OK;
}

/* Replicate 0 has no choices, and the package's weights. */
static hm_code fill_draws(hm_replicates *r, const hm_replicates_source *source, hm_error *error) {
    const size_t nodes = r->study->package->plan.node_count, all = r->count + 1;
    hm_code code = HM_OK;
    r->numbers = hm_allocate_array(r->allocator, all, sizeof *r->numbers);
    r->lots = hm_allocate_array(r->allocator, all * HM_LOTS, sizeof *r->lots);
    r->choices = hm_allocate_array(r->allocator, all * r->study->factor_count, sizeof *r->choices);
    r->weights = hm_allocate_array(r->allocator, all * nodes, sizeof *r->weights);
    r->weighed = hm_allocate_array(r->allocator, nodes, sizeof *r->weighed);
    if (!r->numbers || !r->lots || !r->choices || !r->weights || !r->weighed)
        return hm_error_memory(error);
    for (size_t i = 0; i < nodes; i++)
        r->weighed[i] = source->weighed && source->weighed[i];
    for (size_t i = 0; i < r->study->drawn_count; i++)
        r->weighed[r->study->drawn[i]] = 1;
    for (size_t i = 0; i < nodes; i++)
        r->weights[i] = (double)NAN;
    for (size_t i = 1; code == HM_OK && i < all; i++) {
        hm_draw draw = hm_replicates_draw(r, i);
        code = source->fill(source->context, i, &draw, error);
        r->numbers[i] = draw.number;
        memcpy(r->lots + i * HM_LOTS, draw.lots, sizeof draw.lots);
    }
    return code;
}

/* --- room for what comes of it --- */

static bool list_nodes(hm_replicates *r) {
    const hm_plan *plan = &r->study->package->plan;
    r->nodes = hm_allocate_array(r->allocator, plan->node_count, sizeof *r->nodes);
    for (uint32_t i = 0; r->nodes && i < plan->node_count; i++)
        if (plan->nodes[i].depth <= r->depth)
            r->nodes[r->node_count++] = i;
    return r->nodes != NULL;
}

static bool open_rankings(hm_replicates *r) {
    const size_t count = r->node_count * r->periods.count;
    r->rankings = hm_allocate_array(r->allocator, count, sizeof *r->rankings);
    for (size_t i = 0; r->rankings && i < count; i++) {
        const size_t period = i % r->periods.count;
        if (!hm_rankings_open(&r->rankings[i],
                              r->periods.start[period + 1] - r->periods.start[period], r->count,
                              r->allocator))
            return false;
    }
    return r->rankings != NULL;
}

static bool open_results(hm_replicates *r) {
    const size_t cells = r->node_count * r->units;
    r->scores = hm_allocate_large(r->allocator, cells * r->count * sizeof *r->scores);
    r->nominal = hm_allocate_array(r->allocator, cells, sizeof *r->nominal);
    r->ranks = hm_allocate_array(r->allocator, cells, sizeof *r->ranks);
    r->place = hm_allocate_array(r->allocator, r->units, sizeof *r->place);
    if (!r->scores || !r->nominal || !r->ranks || !r->place)
        return false;
    for (size_t i = 0; i < r->periods.count; i++)
        for (size_t k = r->periods.start[i]; k < r->periods.start[i + 1]; k++)
            r->place[r->periods.order[k]] = (uint32_t)(k - r->periods.start[i]);
    return open_rankings(r);
}

static hm_code check_units(const hm_replicates *r, hm_error *error) {
    for (size_t i = 0; i < r->periods.count; i++)
        if (r->periods.start[i + 1] - r->periods.start[i] > HM_RANKINGS_UNITS)
            return hm_error_set(error, HM_ERROR_DATA,
                                "at most %d cities of a period can be ranked against each other "
                                "in replicates, and there are %zu",
                                HM_RANKINGS_UNITS, r->periods.start[i + 1] - r->periods.start[i]);
    return HM_OK;
}

static hm_code open_replicates(hm_replicates *r, const hm_replicates_options *options,
                               const hm_replicates_source *source, hm_error *error) {
    hm_code code = fill_draws(r, source, error);
    if (code == HM_OK && !hm_periods_open(&r->periods, r->dataset, 0, r->units, r->allocator))
        code = hm_error_memory(error);
    if (code == HM_OK)
        code = check_units(r, error);
    if (code == HM_OK && (!list_nodes(r) || !open_results(r)))
        code = hm_error_memory(error);
    if (code == HM_OK)
        code = hm_replicates_fill(r, options, error);
    for (size_t i = 0; code == HM_OK && i < r->node_count * r->periods.count; i++)
        hm_rankings_settle(&r->rankings[i]);
    return code;
}

hm_code hm_replicates_from(hm_replicates **out, hm_study *study, const hm_dataset *dataset,
                           const hm_replicates_options *options, const hm_replicates_source *source,
                           hm_error *error) {
    if (!hm_dataset_is_finished(dataset))
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "the data set is not finished: call hm_dataset_finish first");
    hm_replicates *r = hm_allocate_array(study->allocator, 1, sizeof *r);
    if (!r)
        return hm_error_memory(error);
    r->allocator = study->allocator;
    r->study = study;
    r->dataset = dataset;
    r->units = hm_dataset_unit_count(dataset);
    r->depth = options->depth;
    r->count = source->count;
    const hm_code code = open_replicates(r, options, source, error);
    if (code == HM_OK)
        *out = r;
    else
        hm_replicates_free(r);
    return code;
}

static hm_code replay(hm_replicates **out, hm_study *study, const hm_dataset *dataset,
                      const hm_replicates_options *options, hm_error *error) {
    const size_t nodes = study->package->plan.node_count;
    asked asked_for = {study, options->replay};
    uint8_t *weighed = hm_allocate_array(study->allocator, nodes, sizeof *weighed);
    if (!weighed)
        return hm_error_memory(error);
    for (size_t i = 0; i < options->replay_count; i++)
        for (size_t k = 0; options->replay[i].weights && k < nodes; k++)
            weighed[k] = weighed[k] || !isnan(options->replay[i].weights[k]);
    const hm_replicates_source source = {&asked_for, take_asked, options->replay_count, weighed};
    const hm_code code = hm_replicates_from(out, study, dataset, options, &source, error);
    hm_release(study->allocator, weighed, nodes * sizeof *weighed);
    return code;
}

static hm_code new_replicates(hm_replicates **out, hm_study *study, const hm_dataset *dataset,
                              const hm_replicates_options *given, hm_error *error) {
    hm_replicates_options options = HM_REPLICATES_OPTIONS_INIT;
    hm_draws draws = {.study = study};
    hm_code code =
        hm_versioned_read(&options, sizeof options, given, "hm_replicates_options", error);
    if (code != HM_OK)
        return code;
    if (options.replay) {
        code = check_numbers(study, options.replay, options.replay_count, error);
        return code == HM_OK ? replay(out, study, dataset, &options, error) : code;
    }
    const hm_replicates_source source = {&draws, draw_next, study->declared.replicates, NULL};
    code = hm_draws_open(&draws, study, HM_SCRAMBLINGS, study->allocator)
               ? hm_replicates_from(out, study, dataset, &options, &source, error)
               : hm_error_memory(error);
    hm_draws_close(&draws);
    return code;
}

void hm_replicates_options_init(hm_replicates_options *options, size_t size) {
    static const hm_replicates_options defaults = HM_REPLICATES_OPTIONS_INIT;
    hm_versioned_init(options, size, &defaults, sizeof defaults);
}

hm_code hm_replicates_new(hm_replicates **out, hm_study *study, const hm_dataset *dataset,
                          const hm_replicates_options *options, hm_error *error) {
    hm_environment host;
    if (out)
        *out = NULL;
    if (!out || !study || !dataset)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "hm_replicates_new needs an out, a study and a data set");
    hm_environment_enter(&host);
    return hm_environment_leave(&host, new_replicates(out, study, dataset, options, error));
}

void hm_replicates_free(hm_replicates *r) {
    if (!r)
        return;
    const hm_allocator *a = r->allocator;
    const size_t nodes = r->study->package->plan.node_count, all = r->count + 1,
                 cells = r->node_count * r->units;
    for (size_t i = 0; r->rankings && i < r->node_count * r->periods.count; i++)
        if (r->rankings[i].allocator)
            hm_rankings_close(&r->rankings[i]);
    hm_release(a, r->rankings, r->node_count * r->periods.count * sizeof *r->rankings);
    hm_release(a, r->numbers, all * sizeof *r->numbers);
    hm_release(a, r->lots, all * HM_LOTS * sizeof *r->lots);
    hm_release(a, r->choices, all * r->study->factor_count * sizeof *r->choices);
    hm_release(a, r->weights, all * nodes * sizeof *r->weights);
    hm_release(a, r->weighed, nodes * sizeof *r->weighed);
    hm_release(a, r->nodes, nodes * sizeof *r->nodes);
    hm_release(a, r->scores, cells * r->count * sizeof *r->scores);
    hm_release(a, r->nominal, cells * sizeof *r->nominal);
    hm_release(a, r->ranks, cells * sizeof *r->ranks);
    hm_release(a, r->place, r->units * sizeof *r->place);
    hm_periods_close(&r->periods);
    hm_release(a, r, sizeof *r);
}
