/* schema.h: the fields that a recipe's schema has, held against the columns of a sheet. */
#ifndef HM_SCHEMA_H
#define HM_SCHEMA_H

#include "load/ingest.h"
#include "load/sheet.h"

/* Gives the columns of the header, which is the sheet's row, the names of their fields. Of a sheet
 * without a header the fields are all that names them. HM_ERROR_DATA where the two do not belong
 * together in the way that the schema says. */
hm_code hm_schema_apply(hm_sheet *sheet, hm_reading *reading);
/* The marks of each column of that header, in the arena of the data set; NULL where the schema does
 * not say that they differ, and of columns whose field says none. */
hm_code hm_schema_find_marks(const hm_sheet *sheet, const hm_reading *reading,
                             const hm_number_marks ***marks);

#endif
