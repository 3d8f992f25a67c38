/* scales.h: how the values of many units become marks out of a hundred. One row a method. */
#ifndef HM_SCALES_H
#define HM_SCALES_H

#include "methods/steps.h"

extern const hm_step_method hm_scales[];
extern const size_t hm_scale_count;

#endif
