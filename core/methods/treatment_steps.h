/* treatment_steps.h: what is done about values far from all others. One row a method.
 *
 * Each pulls in what lies outside two bounds, or transforms all values, or both: which is a form.
 */
#ifndef HM_TREATMENT_STEPS_H
#define HM_TREATMENT_STEPS_H

#include "methods/steps.h"

/* What becomes of x once it is held within the bounds. */
typedef enum hm_treatment_form {
    HM_FORM_HELD,         /* nothing more */
    HM_FORM_LOG,          /* ln(x + shift) */
    HM_FORM_LOG_MIRRORED, /* -ln(shift - x): of values with a long tail to the left */
    HM_FORM_POWER,        /* ((x + shift)^power - 1) / power; the logarithm where the power is 0 */
    HM_FORMS
} hm_treatment_form;

extern const hm_step_method hm_treatment_steps[];
extern const size_t hm_treatment_step_count;

#endif
