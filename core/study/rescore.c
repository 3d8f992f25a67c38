#include "study/rescore.h"

#include <math.h>

#include "aggregate/stages.h"
#include "base/error.h"

bool hm_rescoring_open(hm_rescoring *r, const hm_study *study, const hm_variant *variant,
                       const hm_dataset *dataset, const hm_figure_errors *errors,
                       const hm_score_options *options) {
    *r = (hm_rescoring){.study = study,
                        .variant = variant,
                        .dataset = dataset,
                        .errors = errors,
                        .options = *options};
    r->options.jobs = 1;
    hm_arena_open(&r->arena, options->allocator);
    r->plan = hm_plan_duplicate(variant->plan, options->allocator);
    r->options.allocator = &r->memory.allocator;
    r->peers =
        hm_allocate_array(options->allocator, hm_dataset_unit_count(dataset), sizeof *r->peers);
    return hm_recycler_open(&r->memory, options->allocator) && r->plan && r->peers;
}

void hm_rescoring_close(hm_rescoring *r) {
    const hm_allocator *allocator = r->arena.allocator;
    hm_scores_free(r->marks);
    hm_expected_gaps_close(&r->expected);
    hm_release(allocator, r->peers, hm_dataset_unit_count(r->dataset) * sizeof *r->peers);
    hm_plan_release(r->plan);
    hm_arena_close(&r->arena);
    r->plan = NULL;
    hm_recycler_close(&r->memory);
}

/* --- the plan of a draw --- */

/* `from` is the variant's plan, or the same edition of it. */
static void set_weights(const hm_rescoring *r, hm_plan *to, const hm_plan *from,
                        const hm_draw *draw) {
    for (size_t i = 0; i < to->node_count; i++)
        if (from->nodes[i].effect == HM_EFFECT_COUNTS)
            to->nodes[i].weight = hm_draw_weight(draw, r->variant->plan, from, i);
    for (size_t i = 0; i < to->node_count; i++)
        hm_plan_share(to->nodes, &to->nodes[i]);
}

/* As the variant has it, whatever was left out of it before. */
static bool restore_plan(hm_rescoring *r) {
    const hm_allocator *allocator = r->arena.allocator;
    if (!r->is_cut)
        return true;
    hm_plan_release(r->plan);
    hm_arena_close(&r->arena);
    hm_arena_open(&r->arena, allocator);
    r->is_cut = false;
    r->plan = hm_plan_duplicate(r->variant->plan, allocator);
    return r->plan != NULL;
}

/* False when memory has run out. */
static bool take_draw(hm_rescoring *r, const hm_draw *draw) {
    const hm_plan *from = r->variant->plan;
    const uint32_t dropped = hm_draw_dropped(r->study, draw);
    if (!restore_plan(r))
        return false;
    set_weights(r, r->plan, from, draw);
    for (size_t i = 0; i < from->edition_count; i++)
        set_weights(r, r->plan->editions[i].plan, from->editions[i].plan, draw);
    r->is_cut = dropped != HM_NO_NODE;
    return !r->is_cut || hm_plan_leave_out(r->plan, dropped, &r->arena);
}

/* --- scores --- */

static hm_code score(hm_scores **out, const hm_rescoring *r, const hm_plan *plan,
                     const hm_draw *draw, bool errs, const hm_filling *filling, hm_error *error) {
    hm_run run;
    hm_code code = hm_run_open(&run, plan, r->dataset, &r->options, NULL, error);
    if (code != HM_OK)
        return code;
    run.passes = true;
    run.filling = filling;
    code = hm_stages_run(&run, HM_STAGE_BIND, HM_STAGE_EVALUATE, error);
    if (code == HM_OK && errs && r->errors)
        code = hm_figure_errors_apply(r->errors, draw->lots[HM_LOT_FIGURES], &run.scores->bound,
                                      error);
    if (code == HM_OK)
        code = hm_stages_run(&run, HM_STAGE_EVALUATE, HM_STAGE_RANK, error);
    if (code == HM_OK)
        *out = run.scores;
    else
        hm_scores_free(run.scores);
    return code;
}

/* --- what stands in gaps --- */

/* Has each indicator the same marks in all draws? Not where figures have errors, where it reads
 * groups, whose weights vary, or is imputed by others, one of which is left out. */
static bool marks_stand(const hm_rescoring *r) {
    const hm_plan *plan = r->variant->plan;
    bool stand = !r->study->changes_figures;
    for (size_t i = 0; stand && i < plan->node_count; i++) {
        const hm_node *node = &plan->nodes[i];
        const hm_step *impute = hm_node_step(node, HM_STEP_IMPUTE);
        stand = node->indicator == HM_NO_INDICATOR ||
                (node->read_count == 0 &&
                 (r->study->dropped_count == 0 || !impute || !impute->columns));
    }
    return stand;
}

static hm_code expect(const hm_rescoring *r, const hm_scores *marks, hm_expected_gaps *expected,
                      hm_error *error) {
    if (r->study->declared.gaps != HM_GAPS_EM)
        return HM_OK;
    return hm_expected_gaps_open(expected, &marks->aggregated, r->arena.allocator)
               ? hm_gaps_check_expected(r->study, expected, error)
               : hm_error_memory(error);
}

typedef struct gap_filler {
    hm_gap_source source;
    uint32_t number;
    double *peers;
} gap_filler;

static bool draw_gap(const void *context, size_t node, size_t unit, double *out) {
    const gap_filler *f = context;
    return hm_gap_draw(&f->source, f->number, node, unit, f->peers, out);
}

/* `marks` are with nothing in the gaps. */
static hm_code fill(hm_scores **out, const hm_rescoring *r, const hm_draw *draw, bool errs,
                    const hm_scores *marks, const hm_expected_gaps *expected, hm_error *error) {
    const gap_filler f = {{r->study, r->variant->plan, &marks->aggregated, expected},
                          draw->lots[HM_LOT_GAPS],
                          r->peers};
    const hm_filling filling = {&f, draw_gap};
    return score(out, r, r->plan, draw, errs, &filling, error);
}

static hm_code fill_standing(hm_scores **out, hm_rescoring *r, const hm_draw *draw,
                             hm_error *error) {
    hm_code code = HM_OK;
    if (!r->marks) {
        code = score(&r->marks, r, r->variant->plan, draw, false, NULL, error);
        if (code == HM_OK)
            code = expect(r, r->marks, &r->expected, error);
    }
    return code == HM_OK ? fill(out, r, draw, false, r->marks, &r->expected, error) : code;
}

static hm_code fill_anew(hm_scores **out, const hm_rescoring *r, const hm_draw *draw, bool errs,
                         hm_error *error) {
    hm_scores *marks = NULL;
    hm_expected_gaps expected = {.units = NULL};
    hm_code code = score(&marks, r, r->plan, draw, errs, NULL, error);
    if (code == HM_OK)
        code = expect(r, marks, &expected, error);
    if (code == HM_OK)
        code = fill(out, r, draw, errs, marks, &expected, error);
    hm_expected_gaps_close(&expected);
    hm_scores_free(marks);
    return code;
}

hm_code hm_rescore(hm_scores **out, hm_rescoring *r, const hm_draw *draw, hm_rescored what,
                   hm_error *error) {
    if (!take_draw(r, draw))
        return hm_error_memory(error);
    if (!what.fills)
        return score(out, r, r->plan, draw, what.errs, NULL, error);
    return marks_stand(r) ? fill_standing(out, r, draw, error)
                          : fill_anew(out, r, draw, what.errs, error);
}
