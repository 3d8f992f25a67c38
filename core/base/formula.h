/* formula.h: texts that a spreadsheet would run, because of how they begin. */
#ifndef HM_FORMULA_H
#define HM_FORMULA_H

#include <stdbool.h>
#include <stddef.h>

/* Does it begin with = + - @, also of full width, a tab or a line end? */
bool hm_begins_formula(const char *text, size_t size);

/* Does it, and is no number? With `decimal_comma` 1,5 is one. */
bool hm_is_formula(const char *text, size_t size, bool decimal_comma);

#endif
