#include <string.h>

#include "base/text.h"
#include "expr/expr_formula.h"

static size_t count_letters(const char *text) {
    size_t size = 0;
    while ((text[size] >= 'a' && text[size] <= 'z') || (text[size] >= 'A' && text[size] <= 'Z'))
        size++;
    return size;
}

static size_t count_digits(const char *text) {
    return strspn(text, "0123456789");
}

/* R, C, R12, C3, RC, R1C1, without what comes behind. */
static size_t size_of_row_and_column(const char *name) {
    size_t size = 0;
    if (*name == 'R' || *name == 'r')
        size = 1 + count_digits(name + 1);
    if (name[size] == 'C' || name[size] == 'c')
        size += 1 + count_digits(name + size + 1);
    return size;
}

/* Would a spreadsheet read the name as something else, but for underscores at its end? */
static bool is_taken(const char *name) {
    const size_t letters = count_letters(name), digits = count_digits(name + letters);
    const size_t pair = size_of_row_and_column(name);
    const size_t size = strlen(name), bare = size - strspn(name + letters + digits, "_");
    const bool is_cell = letters > 0 && digits > 0 && letters + digits == bare;
    const bool is_word = letters == bare && (hm_text_same(name, letters, "true") ||
                                             hm_text_same(name, letters, "false"));
    const bool is_pair = pair > 0 && strspn(name + pair, "_") == size - pair;
    return (is_cell && letters <= 4) || is_word || is_pair;
}

/* Letters, digits, underscores and dots may stand in names. */
static bool is_plain(const char *code) {
    size_t size = 0;
    while (code[size] && (count_letters(code + size) > 0 || count_digits(code + size) > 0 ||
                          code[size] == '_' || code[size] == '.'))
        size++;
    return code[size] == '\0';
}

void hm_formula_add_read(hm_buffer *out, hm_op op, const char *code, uint32_t node) {
    hm_buffer_add_text(out, hm_op_read_name(op));
    if (is_plain(code))
        hm_buffer_format(out, ".%s", code);
    else
        hm_buffer_format(out, "_.%u", (unsigned)node);
}

void hm_formula_add_name(hm_buffer *out, const char *name) {
    hm_buffer_add_text(out, name);
    if (is_taken(name))
        hm_buffer_add_char(out, '_');
}
