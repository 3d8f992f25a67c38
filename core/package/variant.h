/* variant.h: a package as it would be with other steps, methods of aggregation or parameters: what
 * the scripts of its layers declare is joined anew, and no script runs. */
#ifndef HM_PACKAGE_VARIANT_H
#define HM_PACKAGE_VARIANT_H

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

/* The variant keeps `package` alive, and has its nodes, inputs and indicators by the same numbers.
 * What `variation` points to must outlive it. Errors: HM_ERROR_PACKAGE (a method or parameter that
 * there is not, one that suits no node, a code that is no node's), memory. */
hm_code hm_package_vary(hm_package **out, hm_package *package, const hm_variation *variation,
                        hm_error *error);

#endif
