/* interpolate.h: the kernel of straight lines between points. */
#ifndef HM_INTERPOLATE_H
#define HM_INTERPOLATE_H

#include "expr/operand.h"

/* x, x1, y1, x2, y2, ...: at least two points of numbers, by ascending x. Before the first and
 * behind the last it is what it is there. */
hm_kernel hm_run_interpolate;

#endif
