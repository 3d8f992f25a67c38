/* advice.h: what people most often write in the place of a number or a flag, and what to write
 * instead. */
#ifndef HM_ADVICE_H
#define HM_ADVICE_H

#include <stdbool.h>
#include <stddef.h>

/* What to do about text[0..size), which is neither, where one belongs: a flag or else a number, of
 * an input that may be NA or not. NULL when that cannot be told. */
const char *hm_advice_on(const char *text, size_t size, bool is_flag, bool may_be_na);
/* The advice on a text that stands in a file, which may be told how its figures are written. */
const char *hm_advice_in_file(const char *advice, const char *text, size_t size);

#endif
