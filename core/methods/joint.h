/* joint.h: methods that look at several columns at once: besides the values of a node at those that
 * the same units have elsewhere.
 *
 * Samples are `rows` * `columns`, row by row, with NAN for what is missing: in this room alone NAN
 * is a gap. What is learnt follows from the rows alone, and not from their order: they come as
 * hm_joint_compare puts them. */
#ifndef HM_JOINT_H
#define HM_JOINT_H

#include "base/memory.h"
#include "methods/steps.h"

typedef struct hm_joint_sample {
    const double *cells;
    size_t rows, columns;
} hm_joint_sample;

/* One unit, which need not be in the sample. */
typedef struct hm_joint_row {
    const double *cells;    /* of each column; NAN where the unit has nothing */
    size_t absent;          /* columns that it cannot have, which are among those */
    const double *signs;    /* -1 where less is better, else 1 */
    const double *settings; /* of the step */
    const double *weights;  /* of a method of aggregation: of each column, 0 or more */
    double prepared;        /* what the method prepared */
} hm_joint_row;

typedef struct hm_joint_method {
    /* How many rows it needs to learn from so many columns. NULL: two. */
    size_t (*least)(size_t columns);
    /* How many numbers are learnt from so many columns. */
    size_t (*model_size)(size_t columns);
    /* Learns `model` from one row or more. HM_UNFIT_NO_MEMORY where memory has run out. */
    hm_unfit (*learn)(const hm_joint_sample *sample, double *model, const hm_allocator *allocator);
    /* What is done to each row may rest on a number that takes going through the whole sample, and
     * is the same for all rows of the same settings and weights. NULL: it does not. */
    double (*prepare)(const hm_joint_sample *sample, const double *model, const hm_joint_row *row);
    /* What is put in place of the gaps of a row: `filled` has a number a column, NAN where nothing
     * can be, and what the row has as it is. Of a method of aggregation it has one, what comes of
     * the row. False when memory has run out. NULL: what it learns is all there is, as of weights.
     */
    bool (*fill)(const hm_joint_sample *sample, const double *model, const hm_joint_row *row,
                 double *filled, const hm_allocator *allocator);
    /* Of a method of aggregation by which each row has weights of its own: the part that each
     * column has in what comes of the row, 1 in all; all NAN where nothing does. False when memory
     * has run out. NULL: rows have no such weights. */
    bool (*divide)(const hm_joint_sample *sample, const double *model, const hm_joint_row *row,
                   double *parts, const hm_allocator *allocator);
} hm_joint_method;

/* What was wrong with what a method learnt from, with figures; `columns`: that it looks at. */
typedef struct hm_unfit_text {
    char text[96];
} hm_unfit_text;
hm_unfit_text hm_unfit_tell(const hm_step_method *method, const hm_learnt *learnt, size_t columns);

/* The order of rows: by their gaps, so that those with the same stand together, and then by their
 * figures. As qsort wants it. */
int hm_joint_compare(const double *a, const double *b, size_t columns);
/* Puts rows in their order. False when memory has run out. */
bool hm_joint_sort(double *cells, size_t rows, size_t columns, const hm_allocator *allocator);

#endif
