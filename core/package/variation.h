/* variation.h: other steps, methods of aggregation and parameters than a package has, and how they
 * are laid over its joined layers. */
#ifndef HM_PACKAGE_VARIATION_H
#define HM_PACKAGE_VARIATION_H

#include "package/joined.h"
#include "package/package.h"
#include "script/declared_study.h"

/* One alternative of a stage. */
typedef struct hm_varied_stage {
    hm_study_stage stage;
    const hm_declared_step *step;           /* of an imputation, treatment or scale */
    const hm_declared_aggregate *aggregate; /* of an aggregation */
    const hm_declared_places *at; /* the nodes that get it, whatever they say; without places it
                                     replaces what the policy says */
} hm_varied_stage;

typedef struct hm_variation {
    const hm_varied_stage *stages;
    size_t stage_count;
    const hm_setting *settings; /* parameters, in place of those that the package was opened with */
    size_t setting_count;
    const char *file; /* that says all this, and its line, for messages */
    uint32_t line;
} hm_variation;

/* `of` is the package that is varied: its nodes tell their depths, and what suits them. What is
 * wrong is an error (HM_ERROR_PACKAGE) at the variation's file and line, or memory. */
hm_code hm_variation_lay(const hm_variation *variation, const hm_package *of, hm_joined *joined,
                         hm_arena *arena, hm_error *error);

#endif
