/* study_default.h: what varies where no study says so. */
#ifndef HM_STUDY_DEFAULT_H
#define HM_STUDY_DEFAULT_H

#include "plan/plan.h"
#include "script/declared_study.h"

/* Weights 25 % up and down at the first level with three nodes or more, or else with two; there,
 * where groups are arithmetic or geometric means of what has a least score, both of these; and
 * imputation, where there is some, or none. False when memory has run out. */
bool hm_study_default(hm_declared_study *out, const hm_plan *plan, hm_arena *arena);

#endif
