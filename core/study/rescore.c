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
    return hm_recycler_open(&r->memory, options->allocator) && r->plan;
}

void hm_rescoring_close(hm_rescoring *r) {
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

hm_code hm_rescore(hm_scores **out, hm_rescoring *r, const hm_draw *draw, bool errs,
                   hm_error *error) {
    hm_run run;
    if (!take_draw(r, draw))
        return hm_error_memory(error);
    hm_code code = hm_run_open(&run, r->plan, r->dataset, &r->options, NULL, error);
    if (code != HM_OK)
        return code;
    run.passes = true;
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
