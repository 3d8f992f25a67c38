/* given.c: are the fits that are given those of the plan, and is all there? */
#include "base/error.h"
#include "transform/digest.h"
#include "transform/transform.h"

static hm_code refuse_other(const hm_transformed *transformed, const hm_applied_step *step,
                            hm_error *error) {
    return hm_error_set(error, HM_ERROR_PACKAGE,
                        "node %s is not the one that the fit was learnt from: what it is measured "
                        "or made of, its scale or its direction differ",
                        hm_applied_code(transformed, step));
}

static hm_code check_step(const hm_transformed *transformed, const hm_applied_step *step,
                          hm_error *error) {
    hm_fit_step wanted;
    if (!hm_fit_step_of(transformed->plan, step->node, step->step, &wanted))
        return hm_error_memory(error);
    const hm_fit_step *given = &transformed->fits->steps[step->number];
    if (!hm_fit_step_is(given, &wanted))
        return refuse_other(transformed, step, error);
    if (!given->holds)
        return hm_error_set(error, HM_ERROR_PACKAGE,
                            "what the fit has of node %s was learnt with other fits of the phases "
                            "before than it has now",
                            hm_applied_code(transformed, step));
    return HM_OK;
}

/* A node whose steps learn in other phases than they did is another node. */
static bool has_moved(const hm_transformed *transformed, const hm_applied_step *step) {
    const hm_node *node = &transformed->plan->nodes[step->node];
    bool found = false;
    const size_t phases = step->number == HM_NO_NAME ? hm_fits_phase_count(transformed->given) : 0;
    for (uint32_t i = 1; !found && i <= phases; i++)
        found = (i < hm_node_first_phase(node) || i > hm_node_last_phase(node)) &&
                hm_fits_find_step(transformed->given, node->code, i) != HM_NO_NAME;
    return found;
}

hm_code hm_transformed_check_given(const hm_transformed *transformed, hm_error *error) {
    hm_code code = HM_OK;
    for (size_t i = 0; code == HM_OK && i < transformed->step_count; i++) {
        const hm_applied_step *step = &transformed->steps[i];
        if (!hm_step_learns(step->step))
            continue;
        if (has_moved(transformed, step))
            code = refuse_other(transformed, step, error);
        else if (step->number != HM_NO_NAME)
            code = check_step(transformed, step, error);
    }
    return code;
}

uint32_t hm_transformed_lacks(const hm_transformed *transformed) {
    uint32_t least = 0;
    for (size_t i = 0; i < transformed->step_count; i++) {
        const hm_applied_step *step = &transformed->steps[i];
        if (hm_step_learns(step->step) && step->number == HM_NO_NAME &&
            (least == 0 || step->phase < least))
            least = step->phase;
    }
    return least;
}

static hm_code check_complete(const hm_transformed *transformed, hm_error *error) {
    const uint32_t phase = hm_transformed_lacks(transformed);
    for (size_t i = 0; phase > 0 && i < transformed->step_count; i++) {
        const hm_applied_step *step = &transformed->steps[i];
        if (hm_step_learns(step->step) && step->number == HM_NO_NAME && step->phase == phase)
            return hm_error_set(error, HM_ERROR_PACKAGE,
                                phase > 1
                                    ? "the fit has nothing of node %s yet: phase %u is to be learnt"
                                    : "the fit has nothing of node %s",
                                hm_applied_code(transformed, step), (unsigned)phase);
    }
    return HM_OK;
}

static hm_code cover_unit(const hm_transformed *transformed, size_t unit, hm_error *error) {
    const hm_dataset *dataset = transformed->bound->dataset;
    for (size_t i = 0; i < transformed->step_count; i++) {
        const hm_applied_step *step = &transformed->steps[i];
        const uint32_t group = hm_city_group_of(step->groups, hm_dataset_cities(dataset)[unit]);
        if (!hm_step_learns(step->step))
            continue;
        if (group == HM_NO_GROUP || hm_applied_fit(transformed, step, unit))
            continue;
        const char *word = step->groups->words.texts[group];
        return hm_error_set(error, HM_ERROR_PACKAGE,
                            "the fit has nothing of node %s in period %s%s%s",
                            hm_applied_code(transformed, step),
                            hm_dataset_unit_period(dataset, unit), *word ? ", group " : "", word);
    }
    return HM_OK;
}

hm_code hm_transformed_covers(const hm_transformed *transformed, size_t unit, hm_error *error) {
    const hm_code code = check_complete(transformed, error);
    return code == HM_OK ? cover_unit(transformed, unit, error) : code;
}

hm_code hm_transformed_covers_all(const hm_transformed *transformed, hm_error *error) {
    hm_code code = check_complete(transformed, error);
    for (size_t i = 0; code == HM_OK && i < transformed->bound->inputs.rows; i++)
        code = cover_unit(transformed, transformed->bound->first + i, error);
    return code;
}
