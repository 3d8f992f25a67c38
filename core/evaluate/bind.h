/* bind.h: the one meeting of package and data set: each input of the package gets its column of
 * figures, validated by the input's kind and bounds. */
#ifndef HM_BIND_H
#define HM_BIND_H

#include "dataset/dataset.h"
#include "expr/expr_run.h"
#include "plan/plan.h"

typedef struct hm_bound {
    const hm_plan *plan;
    const hm_dataset *dataset;
    size_t first;     /* unit of the data set that is row 0 here */
    hm_grid inputs;   /* a column an input of the package, a row a unit */
    hm_grid *records; /* by input number: the columns of a records input, a row a row; else empty */
    hm_earlier *earlier;        /* hm_previous_find; NULL unless some measure looks back */
    hm_rows *rows;              /* by input number, into `records` */
    const uint8_t **unverified; /* by input number: NULL, or a byte a unit that is 1 where a figure
                                   is unverified */
    hm_names texts; /* the package's texts, then those of the data: numbers of text values */
    hm_issues issues;
} hm_bound;

/* Binds units first .. first + count - 1. Both must outlive `bound`.
 * Figures that do not suit become HM_INVALID and an issue. */
hm_code hm_bound_open(hm_bound *bound, const hm_plan *plan, const hm_dataset *dataset, size_t first,
                      size_t count, const hm_cancel *cancel, const hm_allocator *allocator,
                      hm_error *error);
void hm_bound_close(hm_bound *bound);

/* What expressions read. */
hm_expr_data hm_bound_data(const hm_bound *bound);

#endif
