/* step_methods.h: all methods of steps, by kind and name. */
#ifndef HM_STEP_METHODS_H
#define HM_STEP_METHODS_H

#include "methods/steps.h"

/* NULL where there is none. */
const hm_step_method *hm_step_method_find(hm_step_kind kind, const char *name);
/* The methods of a kind, one after the other; NULL behind the last. */
const hm_step_method *hm_step_method_at(hm_step_kind kind, size_t index);

#endif
