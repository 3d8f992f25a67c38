/* imputers.h: what is put in place of a value that was not reported. One row a method. */
#ifndef HM_IMPUTERS_H
#define HM_IMPUTERS_H

#include "methods/steps.h"

extern const hm_step_method hm_imputers[];
extern const size_t hm_imputer_count;

#endif
