/* weight_table.h: weights.csv: `code,weight` and perhaps `parent`, which must then be right. */
#ifndef HM_WEIGHT_TABLE_H
#define HM_WEIGHT_TABLE_H

#include "package/csv_table.h"
#include "script/declared.h"

/* Fills the weights of the manifest. HM_ERROR_PACKAGE where it is no such table; rows that are
 * wrong are told of one by one. */
hm_code hm_weight_table_read(const hm_file *file, hm_declared_package *manifest, hm_arena *arena,
                             hm_issues *issues, hm_error *error);

#endif
