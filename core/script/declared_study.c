#include "script/declared_study.h"

const char *hm_study_stage_name(hm_study_stage stage) {
    static const char *const names[HM_STUDY_STAGES] = {[HM_STUDY_IMPUTE] = "impute",
                                                       [HM_STUDY_TREAT] = "treat",
                                                       [HM_STUDY_SCALE] = "scale",
                                                       [HM_STUDY_AGGREGATE] = "aggregate"};
    return names[stage];
}
