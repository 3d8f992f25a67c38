/* buffer.h: text that grows. After memory has run out further appends do nothing and `failed` stays
 * set, so a writer appends freely and looks once at the end. `data` always ends with NUL unless
 * nothing was ever appended (then it is NULL). */
#ifndef HM_BUFFER_H
#define HM_BUFFER_H

#include <stdbool.h>

#include "base/memory.h"
#include "base/printf.h"

typedef struct hm_buffer {
    const hm_allocator *allocator;
    char *data;
    size_t size, capacity;
    bool failed;
} hm_buffer;

void hm_buffer_open(hm_buffer *buffer, const hm_allocator *allocator);
void hm_buffer_close(hm_buffer *buffer);
void hm_buffer_clear(hm_buffer *buffer);
void hm_buffer_add(hm_buffer *buffer, const char *text, size_t size);
void hm_buffer_add_text(hm_buffer *buffer, const char *text);
void hm_buffer_add_char(hm_buffer *buffer, char c);
/* The shortest text that reads back as `number` (hm_number_print). */
void hm_buffer_add_number(hm_buffer *buffer, double number);
void hm_buffer_add_integer(hm_buffer *buffer, int64_t integer);
void hm_buffer_format(hm_buffer *buffer, const char *format, ...) HM_FORMAT(2, 3);
/* Room for `size` more bytes, to be written in place and then counted into `size`; NULL on failure.
 */
char *hm_buffer_reserve(hm_buffer *buffer, size_t size);

#endif
