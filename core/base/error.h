/* error.h: filling the caller's hm_error. Each function returns the code it sets, so that a failing
 * function can say `return hm_error_set(...)`. `error` may be NULL. Formats take %s, %d, %u, %zu
 * and %c only: printing a double would depend on the locale. Control characters in the text are
 * written as escapes, so a message is always one line. */
#ifndef HM_ERROR_H
#define HM_ERROR_H

#include "base/printf.h"
#include "hundredmark/base.h"

hm_code hm_error_set(hm_error *error, hm_code code, const char *format, ...) HM_FORMAT(3, 4);
/* As above with a place; `file` may be NULL, `line` and `column` 0. */
hm_code hm_error_at(hm_error *error, hm_code code, const char *file, uint32_t line, uint32_t column,
                    const char *format, ...) HM_FORMAT(6, 7);
hm_code hm_error_memory(hm_error *error);

#endif
