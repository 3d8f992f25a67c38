/* study.h: what varies, as it suits a package: factors and their alternatives. */
#ifndef HM_STUDY_H
#define HM_STUDY_H

#include "hundredmark/study.h"
#include "package/variant.h"
#include "study/weight_sets.h"

typedef enum hm_factor_kind {
    HM_FACTOR_STAGE,
    HM_FACTOR_PARAMETER,
    HM_FACTOR_WEIGHTS,
    HM_FACTOR_FIGURES,
    HM_FACTOR_GAPS,
    HM_FACTOR_DROP
} hm_factor_kind;

typedef struct hm_factor {
    hm_factor_kind kind;
    size_t index; /* the stage's, or the parameter's among those that vary */
    const char *name, *about;
    size_t alternatives; /* 0: drawn */
    const char *const *texts;
} hm_factor;

struct hm_study {
    const hm_allocator *allocator;
    hm_arena arena;
    hm_package *package; /* kept */
    hm_declared_study declared;
    hm_factor *factors;
    size_t factor_count;
    uint32_t *drawn; /* nodes whose weights are drawn */
    size_t drawn_count;
    hm_weight_sets sets;
    uint32_t *dropped; /* nodes of which one after the other is left out */
    size_t dropped_count;
    bool changes_figures; /* errors of figures are drawn */
};

/* Uses of the seed that are independent of each other: the streams of hm_noise. */
enum hm_study_stream {
    HM_STREAM_DIMENSIONS = 1,
    HM_STREAM_GAPS,
    HM_STREAM_SOURCES,
    HM_STREAM_FIGURES,
    HM_STREAM_FLIPS
};

/* Are weights drawn as multiples of those that a package, or an edition of it, has? */
static inline bool hm_study_multiplies_weights(const hm_study *study) {
    const hm_weight_draw draw = study->declared.weights.draw;
    return draw == HM_WEIGHTS_WITHIN || draw == HM_WEIGHTS_SPREAD;
}

/* What makes variants differ: the alternatives of stages and parameters, of `choices` by factor. */
uint64_t hm_study_key(const hm_study *study, const uint32_t *choices);

/* Fills `factors`, and what belongs to them, from what was declared. In factors.c. Errors: package
 * (it does not suit the study's package, or nothing varies), memory. */
hm_code hm_study_add_factors(hm_study *study, hm_error *error);

/* HM_ERROR_PACKAGE with the place of the study, "study: " and the message. */
hm_code hm_study_fail(const hm_study *study, hm_error *error, const char *format, ...)
    HM_FORMAT(3, 4);

#endif
