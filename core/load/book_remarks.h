/* book_remarks.h: what somebody has changed of a form, as warnings. */
#ifndef HM_BOOK_REMARKS_H
#define HM_BOOK_REMARKS_H

#include "load/ingest.h"

/* To be called behind the last sheet of the book. */
hm_code hm_book_remarks_tell(hm_reading *reading, const hm_book_format *format, void *book);

#endif
