/* observations_table.h: the figures that scores were made from, as a table. */
#ifndef HM_OBSERVATIONS_TABLE_H
#define HM_OBSERVATIONS_TABLE_H

#include "aggregate/shown.h"

/* A row an input of the package that is a figure a unit (all but records), of every unit, whether
 * it was reported or not, in the order of the units and then of the inputs:
 *
 *     city,period,input,value,text,status,quality,verified,source,note,file,sheet,line,column
 *
 * `value` is the number, 1 or 0 of a flag; `text` what a choice says, yes or no of a flag; `status`
 * observed, not_reported, not_applicable or invalid, as the package sees it. `file`, `sheet`
 * (of a workbook), `line` and `column` say where it stands; they have no value where it was never
 * mentioned. Rows are made as they are
 * read, so the scores, their package and their data must outlive the table. `depth` counts for
 * nothing. */
hm_shown_opener hm_observations_table_open;

#endif
