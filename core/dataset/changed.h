/* changed.h: data sets that borrow most of what they have (hm_dataset_changed). */
#ifndef HM_DATASET_CHANGED_H
#define HM_DATASET_CHANGED_H

#include "hundredmark/dataset.h"

/* What such a one has of its own. */
void hm_dataset_free_changed(hm_dataset *made);

#endif
