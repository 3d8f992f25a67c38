/* convert.h: text in encodings that the system knows, into UTF-8. Where the system has no iconv,
 * there are none. */
#ifndef HM_CONVERT_H
#define HM_CONVERT_H

#include <stdbool.h>

#include "base/buffer.h"

/* Can text in this encoding be read? */
bool hm_convert_knows(const char *encoding);
/* Adds text[0..size) as UTF-8 to `out`, which remembers when memory has run out; how many bytes
 * were used: all, or, unless these are the `last`, all but the beginning of a character at the end.
 * What is no character becomes a byte 0xFF each. */
size_t hm_convert(const char *encoding, const char *text, size_t size, bool last, hm_buffer *out);

#endif
