/* json_text.h: a text as JSON writes it. */
#ifndef HM_JSON_TEXT_H
#define HM_JSON_TEXT_H

#include "base/buffer.h"

/* Adds the text in its quotes, what must be escaped escaped. JSON is UTF-8, and names of files may
 * be any bytes: one that is not valid is shown as messages show it, \xFF (the backslash escaped).
 */
void hm_json_add_text(hm_buffer *out, const char *text, size_t size);

#endif
