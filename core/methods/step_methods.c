#include "methods/step_methods.h"

#include <string.h>

#include "methods/imputers.h"
#include "methods/relative.h"
#include "methods/scales.h"
#include "methods/treatment_steps.h"
#include "methods/weightings.h"

const hm_step_method *hm_step_method_at(hm_step_kind kind, size_t index) {
    static const struct {
        const hm_step_method *methods;
        const size_t *count;
    } lists[HM_STEP_ALL_KINDS] = {
        [HM_STEP_IMPUTE] = {hm_imputers, &hm_imputer_count},
        [HM_STEP_TREAT] = {hm_treatment_steps, &hm_treatment_step_count},
        [HM_STEP_SCALE] = {hm_scales, &hm_scale_count},
        [HM_STEP_WEIGH] = {hm_weightings, &hm_weighting_count},
        [HM_STEP_AGGREGATE] = {hm_relatives, &hm_relative_count},
    };
    return index < *lists[kind].count ? &lists[kind].methods[index] : NULL;
}

const hm_step_method *hm_step_method_find(hm_step_kind kind, const char *name) {
    const hm_step_method *method = hm_step_method_at(kind, 0);
    for (size_t i = 0; method && strcmp(method->name, name) != 0; i++)
        method = hm_step_method_at(kind, i + 1);
    return method;
}
