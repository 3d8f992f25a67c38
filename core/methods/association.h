/* association.h: how two columns go together over the rows that have both: covariance, and the
 * correlations of Pearson, Spearman and Kendall. The columns hold marks: their ranks have the ties
 * of marks (base/tie.h). NAN is a gap. */
#ifndef HM_ASSOCIATION_H
#define HM_ASSOCIATION_H

#include <stdbool.h>

#include "base/memory.h"

/* Room for columns of `most` rows, for one thread. */
typedef struct hm_association_workspace {
    const hm_allocator *allocator;
    size_t most;
    double *memory; /* of the arrays of numbers */
    double *x, *y;  /* without gaps */
    double *pairs, *sorted, *room;
    uint32_t *order_memory;
    uint32_t *order, *order_room, *places;
} hm_association_workspace;

/* False when memory has run out; to be closed all the same. */
bool hm_association_open(hm_association_workspace *workspace, size_t most,
                         const hm_allocator *allocator);
void hm_association_close(hm_association_workspace *workspace);

/* The fewest rows that a correlation is worked out of: of two it is always 1 or -1. */
enum { HM_ASSOCIATION_LEAST = 3 };

typedef struct hm_association {
    size_t count;                      /* rows that have both */
    bool is_known;                     /* enough of them, and neither column is constant there */
    double covariance;                 /* of a sample (by count - 1); 0 where that is not known */
    bool has_ranks;                    /* and not all of a column tie (base/tie.h) */
    double pearson, spearman, kendall; /* tau-b; 0 where they are not known */
} hm_association;

/* Of two columns of `rows` rows; Pearson's alone. */
hm_association hm_associate(const hm_association_workspace *workspace, const double *x,
                            const double *y, size_t rows);
/* The same with the two of ranks. */
hm_association hm_associate_ranks(const hm_association_workspace *workspace, const double *x,
                                  const double *y, size_t rows);

#endif
