/* bound.h: the figures of a data set as a plan takes them: what all stages behind binding read. */
#ifndef HM_BOUND_H
#define HM_BOUND_H

#include "dataset/dataset.h"
#include "evaluate/comparable.h"
#include "expr/expr_run.h"
#include "plan/plan.h"

typedef struct hm_bound {
    const hm_plan *plan;
    const hm_dataset *dataset;
    size_t first;     /* unit of the data set that is row 0 here */
    hm_grid inputs;   /* a column an input of the package, a row a unit */
    hm_grid given;    /* a column a condition of the package: the figures of its input as they were
                         given, asked for or not; in `inputs` those that are not do not apply */
    hm_grid *records; /* by input number: the columns of a records input, a row a row; else empty */
    const uint32_t *editions; /* of the plan, by row; NULL: it has none */
    hm_grid parameters;  /* a column a parameter of the package, as it holds in the unit's period */
    hm_earlier *earlier; /* hm_previous_find; NULL unless some measure looks back */
    hm_comparable comparable;   /* what breaks leave of periods before */
    hm_rows *rows;              /* by input number, into `records` */
    const uint8_t **unverified; /* by input number: NULL, or a byte a unit that is 1 where a figure
                                   is unverified */
    bool verified_only;         /* figures that are said not to be verified are not reported */
    hm_names texts; /* the package's texts, then those of the data: numbers of text values */
    hm_issues issues;
} hm_bound;

void hm_bound_close(hm_bound *bound);

/* From here on the columns of figures are this bound's own, free to be written to. False when
 * memory has run out. */
bool hm_bound_own(hm_bound *bound);

/* The plan as it holds for a unit, by row. */
static inline const hm_plan *hm_bound_plan(const hm_bound *bound, size_t row) {
    return bound->editions ? bound->plan->editions[bound->editions[row]].plan : bound->plan;
}
/* How many units from a row on, `most` at the most, have the same edition as the first. */
size_t hm_bound_alike(const hm_bound *bound, size_t first, size_t most);

/* Where what a node is computed by looks back; HM_NO_NODE: what is computed at none, as rules. */
hm_past hm_bound_past(const hm_bound *bound, uint32_t node);

/* What the expressions of a node (HM_NO_NODE: of none) read but for nodes, which who has their
 * scores adds. */
hm_expr_data hm_bound_data(const hm_bound *bound, uint32_t node);

#endif
