/* book_format.h: workbooks for the library's data sets. */
#ifndef HM_PROGRAM_BOOK_FORMAT_H
#define HM_PROGRAM_BOOK_FORMAT_H

#include <lua.h>

#include "hundredmark/dataset.h"

/* XLSX and ODS: collection workbooks as the tables that they stand for, all others sheet by sheet.
 * Where libzip or Expat are not there, reading one is an error that says so. */
extern const hm_book_format hm_program_workbooks;

/* expect_records(names): sheets that are called so hold rows of these records, in all workbooks
 * that are read from now on */
int hm_program_expect_records(lua_State *L);

#endif
