/* gaps.h: what a study puts in place of the marks that indicators have not. A draw goes by the
 * number of its replicate, the unit and the node alone. */
#ifndef HM_GAPS_H
#define HM_GAPS_H

#include "study/expected_gaps.h"
#include "study/study.h"

typedef struct hm_gap_source {
    const hm_study *study;
    const hm_plan *plan;              /* says between what marks lie, and how they are rounded */
    const hm_aggregated *marks;       /* with nothing in the gaps: what peers have */
    const hm_expected_gaps *expected; /* where gaps are as is expected, by these marks */
} hm_gap_source;

/* What stands in the gap of an indicator in replicate `number`; `peers` has room for a number a
 * unit. False: nothing can. */
bool hm_gap_draw(const hm_gap_source *from, uint32_t number, size_t node, size_t unit,
                 double *peers, double *out);

/* HM_ERROR_DATA where nothing can be expected of a period with gaps. */
hm_code hm_gaps_check_expected(const hm_study *study, const hm_expected_gaps *expected,
                               hm_error *error);

#endif
