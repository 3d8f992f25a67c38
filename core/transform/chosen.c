#include "transform/chosen.h"

#include "transform/weighing.h"

static const char *time_text(const hm_transformed *transformed, const hm_applied_step *applied,
                             size_t time) {
    const hm_step *step = applied->step;
    if (step->method->kind == HM_STEP_WEIGH)
        return hm_weighing_time(transformed, applied, time);
    return step->over_name ? step->over_name
                           : hm_dataset_period_names(transformed->bound->dataset)->texts[time];
}

static void choose(const hm_transformed *transformed, hm_applied_step *step) {
    const hm_names *groups = &step->groups->words;
    if (!hm_step_learns(step->step))
        return;
    const char *keeper = hm_applied_code(transformed, hm_applied_keeper(transformed, step));
    const uint32_t kept = hm_fits_find_step(transformed->fits, keeper, step->phase);
    step->number =
        hm_fits_find_step(transformed->fits, hm_applied_code(transformed, step), step->phase);
    for (size_t i = 0; i < step->time_count; i++)
        for (size_t k = 0; k < groups->count; k++)
            step->fits[i * groups->count + k] =
                kept == HM_NO_NAME
                    ? NULL
                    : hm_fits_find(transformed->fits, kept, time_text(transformed, step, i),
                                   groups->texts[k]);
}

void hm_applied_choose(hm_transformed *transformed) {
    for (size_t i = 0; i < transformed->step_count; i++)
        choose(transformed, &transformed->steps[i]);
    hm_weighing_take(transformed);
}

const hm_fit *hm_applied_fit(const hm_transformed *transformed, const hm_applied_step *step,
                             size_t unit) {
    const hm_dataset *dataset = transformed->bound->dataset;
    const uint32_t group = hm_city_group_of(step->groups, hm_dataset_cities(dataset)[unit]);
    const size_t time = step->step->over_name ? 0 : hm_dataset_periods(dataset)[unit];
    return group == HM_NO_GROUP ? NULL : step->fits[time * step->groups->words.count + group];
}
