/* alike.h: warns of what in the names of a data set may mean something else than it seems: cities,
 * inputs and columns that look the same, months that look like years. */
#ifndef HM_ALIKE_H
#define HM_ALIKE_H

#include "dataset/parts.h"

/* Both of a whole data set that is frozen; parts of a stream are passed over. False when memory has
 * run out. */
bool hm_dataset_warn_alike(hm_dataset *dataset);
/* Of periods that may mean something else. (doubtful_periods.c) */
void hm_dataset_warn_of_periods(hm_dataset *dataset);

/* Where the first of the unit's figures stands that stands anywhere, without its column. */
hm_location hm_dataset_locate_unit(const hm_dataset *dataset, uint32_t unit);

#endif
