#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/cell_name.h"
#include "base/position.h"
#include "base/text.h"

/* An error has no room for the sheet of a workbook: its message begins with it, "Data!D14: ". */
static size_t begin_in_sheet(char *out, size_t size, const char *file, uint32_t row,
                             uint32_t column) {
    const char *sheet = hm_sheet_of_file(file);
    if (!*sheet)
        return 0;
    return (size_t)snprintf(out, size, "%.200s%s%s: ", sheet, row > 0 ? "!" : "",
                            hm_cell_name_of(row, column).text);
}

static hm_code fill(hm_error *error, hm_code code, const char *file, uint32_t line, uint32_t column,
                    const char *format, va_list arguments) {
    if (!error)
        return code;
    char message[sizeof error->message * 2];
    if (!file)
        file = "";
    const size_t start = begin_in_sheet(message, sizeof message, file, line, column);
    const bool in_sheet = file[hm_size_of_file(file)];
    int length = vsnprintf(message + start, sizeof message - start, format, arguments);
    length = (int)start + (length < 0 ? 0 : length);
    if ((size_t)length >= sizeof message)
        length = (int)sizeof message - 1;
    error->code = code;
    error->line = in_sheet ? 0 : line;
    error->column = in_sheet ? 0 : column;
    /* `file` may be error->file itself when a caller adds a place to an error it was given */
    size_t size = hm_size_of_file(file);
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
