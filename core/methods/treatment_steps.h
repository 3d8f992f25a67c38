/* treatment_steps.h: what is done about values far from all others. One row a method.
 *
 * Each pulls in what lies outside two bounds, or transforms all values: which is its form
 * (treatments.h).
 */
#ifndef HM_TREATMENT_STEPS_H
#define HM_TREATMENT_STEPS_H

#include "methods/steps.h"

extern const hm_step_method hm_treatment_steps[];
extern const size_t hm_treatment_step_count;

#endif
