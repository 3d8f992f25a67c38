/* study.c: what is told of a study. */
#include "study/study.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/error.h"
#include "base/versioned.h"

hm_code hm_study_fail(const hm_study *study, hm_error *error, const char *format, ...) {
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return hm_error_at(error, HM_ERROR_PACKAGE, study->declared.file, study->declared.line, 0,
                       "study: %s", message);
}

uint64_t hm_study_key(const hm_study *study, const uint32_t *choices) {
    uint64_t key = 0;
    for (size_t i = 0; i < study->factor_count; i++) {
        const hm_factor *factor = &study->factors[i];
        if (factor->kind == HM_FACTOR_STAGE || factor->kind == HM_FACTOR_PARAMETER)
            key = key * (factor->alternatives + 1) + choices[i];
    }
    return key;
}

int hm_study_is_written(const hm_study *study) {
    return *study->declared.file != '\0';
}

size_t hm_study_replicates(const hm_study *study) {
    return study->declared.replicates;
}

uint64_t hm_study_seed(const hm_study *study) {
    return study->declared.seed;
}

size_t hm_study_factor_count(const hm_study *study) {
    return study->factor_count;
}

hm_code hm_study_factor(const hm_study *study, size_t factor, hm_factor_info *out) {
    if (!study || !out || factor >= study->factor_count)
        return HM_ERROR_ARGUMENT;
    const hm_factor *of = &study->factors[factor];
    const hm_factor_info info = {sizeof info, of->name, of->about, of->alternatives};
    return hm_versioned_fill(out, &info, sizeof info);
}

const char *hm_study_alternative(const hm_study *study, size_t factor, size_t alternative) {
    if (!study || factor >= study->factor_count || alternative < 1 ||
        alternative > study->factors[factor].alternatives)
        return NULL;
    return study->factors[factor].texts[alternative - 1];
}
