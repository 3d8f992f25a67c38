/* shares.h: kernels of one figure in percent of another. A hundred means all of it: rounding gives
 * neither a part that is the whole less, nor one that is below (above) it as much. */
#ifndef HM_SHARES_H
#define HM_SHARES_H

#include "expr/operand.h"

/* 100 * part / whole: 0 of 0 is undefined, a part above 0 in a whole of 0 invalid. */
hm_kernel hm_run_percent;
/* 100 * a / b of any two figures: undefined where b is 0. */
hm_kernel hm_run_share;

#endif
