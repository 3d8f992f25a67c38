/* enclosures_average.h: what averages of intervals, and deviations, lie between. */
#ifndef HM_ENCLOSURES_AVERAGE_H
#define HM_ENCLOSURES_AVERAGE_H

#include "expr/enclosure.h"
#include "expr/expr.h"

/* Of HM_OP_MEDIAN, HM_OP_MEAN_OF and HM_OP_SD_OF: what does not apply is passed over. */
hm_enclosure hm_enclosure_of_average(const hm_expr_node *node, const hm_enclosure *x, size_t count);

#endif
