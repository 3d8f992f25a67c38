#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

static hm_code fill(hm_error *error, hm_code code, const char *file, uint32_t line, uint32_t column,
                    const char *format, va_list arguments) {
    if (!error)
        return code;
    char message[sizeof error->message * 2];
    int length = vsnprintf(message, sizeof message, format, arguments);
    if (length < 0)
        length = 0;
    if ((size_t)length >= sizeof message)
        length = (int)sizeof message - 1;
    error->code = code;
    error->line = line;
    error->column = column;
    if (!file)
        file = "";
    /* `file` may be error->file itself when a caller adds a place to an error it was given */
    size_t size = strlen(file);
    if (size >= sizeof error->file)
        size = sizeof error->file - 1;
    memmove(error->file, file, size);
    error->file[size] = '\0';
    hm_text_quote(message, (size_t)length, error->message, sizeof error->message);
    return code;
}

hm_code hm_error_set(hm_error *error, hm_code code, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fill(error, code, NULL, 0, 0, format, arguments);
    va_end(arguments);
    return code;
}

hm_code hm_error_at(hm_error *error, hm_code code, const char *file, uint32_t line, uint32_t column,
                    const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fill(error, code, file, line, column, format, arguments);
    va_end(arguments);
    return code;
}

hm_code hm_error_memory(hm_error *error) {
    return hm_error_set(error, HM_ERROR_MEMORY, "out of memory");
}
