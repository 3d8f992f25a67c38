/* neighbours.h: values that are taken from the same city's other periods, in place of one that was
 * not reported. */
#ifndef HM_NEIGHBOURS_H
#define HM_NEIGHBOURS_H

#include "transform/transformed.h"

/* For a step whose method reads series, from the values of its node before steps; NAN where there
 * is none. */
double hm_neighbours_impute(const hm_transformed *transformed, const hm_applied_step *step,
                            size_t unit);
/* The unit whose value that is, of a step that takes one that was reported; SIZE_MAX: there is
 * none. */
size_t hm_neighbours_taken(const hm_transformed *transformed, const hm_applied_step *step,
                           size_t unit);

/* Finds each unit's neighbours in its series. False when memory has run out. */
bool hm_neighbours_open(hm_transformed *transformed);
void hm_neighbours_close(hm_transformed *transformed);

#endif
