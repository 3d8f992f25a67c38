/* advice.h: what people most often write in the place of a number, and what to write instead. */
#ifndef HM_ADVICE_H
#define HM_ADVICE_H

#include <stddef.h>

/* What to do about text[0..size), which is no number, where one belongs; NULL when that cannot be
 * told. */
const char *hm_advice_on_number(const char *text, size_t size);

#endif
