/* weightings.h: weights of a group's children that follow from their scores. One row a method. */
#ifndef HM_WEIGHTINGS_H
#define HM_WEIGHTINGS_H

#include "base/memory.h"

/* Why there are no weights but equal ones. */
typedef enum hm_weighting_fault {
    HM_WEIGHTING_FINE,
    HM_WEIGHTING_FEW,       /* fewer complete rows than the method needs */
    HM_WEIGHTING_CONSTANT,  /* all scores of a child are alike */
    HM_WEIGHTING_NEGATIVE,  /* a score below 0, where shares are taken of a sum */
    HM_WEIGHTING_DEPENDENT, /* children that follow from each other: no one solution */
    HM_WEIGHTING_NO_MEMORY,
    HM_WEIGHTING_FAULTS
} hm_weighting_fault;

/* "a child has the same score everywhere": to stand behind what could not be done. */
const char *hm_weighting_fault_words(hm_weighting_fault fault);

typedef struct hm_weighted {
    hm_weighting_fault fault;
    size_t column;    /* the child that is constant, or has a negative score */
    size_t negative;  /* children whose weight came out below 0, and is 0 instead */
    double explained; /* of pca: the share of the variance that the component has; else 0 */
} hm_weighted;

typedef struct hm_weighting {
    const char *name;
    const char *about; /* the formula, in words */
    /* Rows that it needs of `columns` children. */
    size_t (*needs)(size_t columns);
    hm_weighted (*weigh)(const double *cells, size_t rows, size_t columns, double *weights,
                         const hm_allocator *allocator);
} hm_weighting;

extern const hm_weighting hm_weightings[];
extern const size_t hm_weighting_count;

/* The number of the method called `name`, hm_weighting_count if there is none. */
size_t hm_weighting_find(const char *name);

/* Weights of `columns` >= 1 children from complete rows of their scores (`cells` row by row,
 * finite, the greater the better): none below 0, and 1 in all. Where there is a fault they are
 * equal. */
hm_weighted hm_weigh(const hm_weighting *method, const double *cells, size_t rows, size_t columns,
                     double *weights, const hm_allocator *allocator);

#endif
