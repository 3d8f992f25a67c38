/* neighbours.h: values that are taken from the same city's other periods, in place of one that was
 * not reported. */
#ifndef HM_NEIGHBOURS_H
#define HM_NEIGHBOURS_H

#include "transform/transformed.h"

typedef struct hm_neighbour_value {
    double value;  /* NAN where there is none */
    bool is_older; /* it is one that was reported, of a period before */
} hm_neighbour_value;

/* For a step whose method reads series, from the values of its node before steps. */
hm_neighbour_value hm_neighbours_impute(const hm_transformed *transformed,
                                        const hm_applied_step *step, size_t unit);

/* Finds each unit's neighbours in its series. False when memory has run out. */
bool hm_neighbours_open(hm_transformed *transformed);
void hm_neighbours_close(hm_transformed *transformed);

#endif
