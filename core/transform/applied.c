#include "transform/applied.h"

#include <float.h>
#include <math.h>

static void choose(const hm_transformed *transformed, hm_applied_step *step) {
    const hm_names *periods = hm_dataset_period_names(transformed->bound->dataset);
    const hm_names *groups = &step->groups->words;
    step->number = hm_fits_find_step(transformed->fits, hm_applied_code(transformed, step),
                                     hm_applied_phase(transformed, step));
    for (size_t i = 0; i < transformed->period_count; i++)
        for (size_t k = 0; k < groups->count; k++)
            step->fits[i * groups->count + k] =
                step->number == HM_NO_NAME ? NULL
                                           : hm_fits_find(transformed->fits, step->number,
                                                          periods->texts[i], groups->texts[k]);
}

void hm_applied_choose(hm_transformed *transformed) {
    for (size_t i = 0; i < transformed->step_count; i++)
        choose(transformed, &transformed->steps[i]);
}

const hm_fit *hm_applied_fit(const hm_transformed *transformed, const hm_applied_step *step,
                             size_t unit) {
    const hm_dataset *dataset = transformed->bound->dataset;
    const uint32_t group = hm_city_group_of(step->groups, hm_dataset_cities(dataset)[unit]);
    return group == HM_NO_GROUP
               ? NULL
               : step->fits[hm_dataset_periods(dataset)[unit] * step->groups->words.count + group];
}

double hm_applied_value(const hm_transformed *transformed, size_t node, size_t count, size_t unit,
                        double value) {
    const hm_applied_step *steps = hm_applied_steps(transformed, node);
    for (size_t i = 0; i < count && !isnan(value); i++) {
        const hm_step *step = steps[i].step;
        const hm_fit *fit =
            hm_applied_fit(transformed, &steps[i], transformed->bound->first + unit);
        value = fit && fit->possible ? step->method->apply(&fit->learnt, step->parameters,
                                                           hm_step_orient(step, value))
                                     : (double)NAN;
    }
    return fabs(value) <= DBL_MAX ? value : (double)NAN;
}
