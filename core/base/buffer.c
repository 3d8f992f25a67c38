#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/numbers/number.h"

void hm_buffer_open(hm_buffer *buffer, const hm_allocator *allocator) {
    *buffer = (hm_buffer){allocator, NULL, 0, 0, false};
}

void hm_buffer_close(hm_buffer *buffer) {
    hm_release(buffer->allocator, buffer->data, buffer->capacity);
    buffer->data = NULL;
    buffer->size = buffer->capacity = 0;
}

void hm_buffer_clear(hm_buffer *buffer) {
    buffer->size = 0;
    if (buffer->data)
        buffer->data[0] = '\0';
}

char *hm_buffer_reserve(hm_buffer *buffer, size_t size) {
    if (buffer->failed || size >= SIZE_MAX / 2 - buffer->size) {
        buffer->failed = true;
        return NULL;
    }
    size_t wanted = buffer->size + size + 1;
    if (wanted > buffer->capacity) {
        size_t capacity = buffer->capacity * 2 > wanted ? buffer->capacity * 2 : wanted + 63;
        char *grown = hm_resize(buffer->allocator, buffer->data, buffer->capacity, capacity);
        if (!grown) {
            buffer->failed = true;
            return NULL;
        }
        buffer->data = grown;
        buffer->capacity = capacity;
    }
    return buffer->data + buffer->size;
}

void hm_buffer_add(hm_buffer *buffer, const char *text, size_t size) {
    char *end = hm_buffer_reserve(buffer, size);
    if (!end)
        return;
    if (size > 0)
        memcpy(end, text, size);
    end[size] = '\0';
    buffer->size += size;
}

void hm_buffer_add_text(hm_buffer *buffer, const char *text) {
    hm_buffer_add(buffer, text, strlen(text));
}

void hm_buffer_add_char(hm_buffer *buffer, char c) {
    hm_buffer_add(buffer, &c, 1);
}

void hm_buffer_add_number(hm_buffer *buffer, double number) {
    char *end = hm_buffer_reserve(buffer, HM_NUMBER_SIZE);
    if (end)
        buffer->size += hm_number_print(number, end);
}

void hm_buffer_add_integer(hm_buffer *buffer, int64_t integer) {
    char *end = hm_buffer_reserve(buffer, HM_NUMBER_SIZE);
    if (end)
        buffer->size += hm_integer_print(integer, end);
}

void hm_buffer_format(hm_buffer *buffer, const char *format, ...) {
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *end = length >= 0 ? hm_buffer_reserve(buffer, (size_t)length) : NULL;
    if (end) {
        (void)vsnprintf(end, (size_t)length + 1, format, again);
        buffer->size += (size_t)length;
    }
    va_end(again);
}
