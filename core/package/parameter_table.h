/* parameter_table.h: parameters.csv: `name,value` and perhaps `from`, `unit`, `reference`: numbers
 * with names, each of which holds from the first day of a period on. */
#ifndef HM_PARAMETER_TABLE_H
#define HM_PARAMETER_TABLE_H

#include "package/csv_table.h"
#include "script/declared.h"

#define HM_PARAMETER_TABLE_FILE "parameters.csv"

/* HM_ERROR_PACKAGE where it is no such table; rows that are wrong are told of one by one. */
hm_code hm_parameter_table_read(const hm_file *file, hm_parameter_row **out, size_t *count,
                                hm_arena *arena, hm_issues *issues, hm_error *error);

#endif
