/* study_check.c: does each alternative of a study suit its package? */
#include <string.h>

#include "base/error.h"
#include "platform/environment.h"
#include "study/variants.h"

/* Each by itself, all else being as the package says, which comes first. */
static size_t list_alternatives(const hm_study *study, uint32_t *choices) {
    size_t count = 1;
    for (size_t i = 0; i < study->factor_count; i++) {
        const hm_factor *factor = &study->factors[i];
        const bool varies_package =
            factor->kind == HM_FACTOR_STAGE || factor->kind == HM_FACTOR_PARAMETER;
        for (uint32_t k = 1; varies_package && k <= factor->alternatives; k++, count++)
            if (choices)
                choices[count * study->factor_count + i] = k;
    }
    return count;
}

static hm_code check(const hm_study *study, hm_error *error) {
    const size_t count = list_alternatives(study, NULL);
    hm_variants variants;
    uint32_t *choices =
        hm_allocate_array(study->allocator, count * study->factor_count, sizeof *choices);
    if (!choices)
        return hm_error_memory(error);
    (void)list_alternatives(study, choices);
    /* on one thread: it takes less than starting others */
    const hm_code code =
        hm_variants_open(&variants, study, choices, count, 1, study->allocator, error);
    hm_variants_close(&variants);
    hm_release(study->allocator, choices, count * study->factor_count * sizeof *choices);
    return code;
}

hm_code hm_study_check(const hm_study *study, hm_error *error) {
    hm_environment host;
    if (!study)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "hm_study_check needs a study");
    hm_environment_enter(&host);
    return hm_environment_leave(&host, check(study, error));
}
