/* weight_sets.h: sets of weights in a table: set, code, weight. */
#ifndef HM_WEIGHT_SETS_H
#define HM_WEIGHT_SETS_H

#include "package/package.h"

typedef struct hm_weight_sets {
    size_t count;
    const char **names; /* in the order in which they come in the table */
    double **weights;   /* of each, by node: NAN where it says nothing */
} hm_weight_sets;

/* Reads the table called `name`, which stands beside the file `study`, into the arena.
 * HM_ERROR_PACKAGE with the place of what is wrong. */
hm_code hm_weight_sets_read(hm_weight_sets *sets, const hm_package *package, const char *study,
                            const char *name, hm_arena *arena, hm_error *error);

#endif
