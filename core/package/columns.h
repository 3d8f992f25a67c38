/* columns.h: the columns that steps look at whose methods look at several: imputation by siblings,
 * knn and em, and aggregations that compare units. */
#ifndef HM_PACKAGE_COLUMNS_H
#define HM_PACKAGE_COLUMNS_H

#include "package/hierarchy.h"

/* Once all steps are linked, and what measures read. `steps` are those of the plan, which this may
 * change. What is wrong becomes an issue. False when memory has run out. */
bool hm_columns_link(hm_package *package, const hm_joined *joined, const hm_item *const *items);

#endif
