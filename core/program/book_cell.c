#include "program/book_cell.h"

#include <string.h>

#include "base/ascii.h"
#include "format/raw.h"
#include "program/book_rows.h"

/* Short whole numbers are as short as they can be. */
static bool is_plain(const char *text, size_t size) {
    if (size == 0 || size > 15 || (text[0] == '0' && size > 1))
        return false;
    for (size_t i = 0; i < size; i++)
        if (!hm_ascii_is_digit(text[i]))
            return false;
    return true;
}

bool hm_book_number(hm_book_cell *cell, char out[HM_NUMBER_SIZE], double *number) {
    if (hm_number_read(cell->text, cell->size, '.', number) != HM_NUMBER_FINE)
        return false;
    if (!is_plain(cell->text, cell->size)) {
        cell->size = hm_number_print(*number, out);
        cell->text = out;
    }
    return true;
}

bool hm_book_is_error(const char *text, size_t size) {
    static const char *const words[] = {"#N/A",   "#DIV/0!", "#VALUE!", "#REF!",
                                        "#NAME?", "#NUM!",   "#NULL!",  "#SPILL!"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (size == strlen(words[i]) && memcmp(text, words[i], size) == 0)
            return true;
    return size == 7 && memcmp(text, "Err:5", 5) == 0;
}

bool hm_book_read_name(const char *name, uint32_t *row, uint32_t *column) {
    uint32_t across = 0, down = 0;
    for (; *name >= 'A' && *name <= 'Z' && across <= HM_BOOK_MOST_COLUMNS; name++)
        across = across * 26 + (uint32_t)(*name - 'A' + 1);
    for (; hm_ascii_is_digit(*name) && down <= HM_BOOK_MOST_ROWS; name++)
        down = down * 10 + (uint32_t)(*name - '0');
    *row = down;
    *column = across;
    return *name == '\0' && across >= 1 && across <= HM_BOOK_MOST_COLUMNS && down >= 1 &&
           down <= HM_BOOK_MOST_ROWS;
}

void hm_book_add_text(hm_buffer *text, const char *piece, size_t size) {
    const size_t room = text->size <= HM_CELL_MOST ? HM_CELL_MOST + 1 - text->size : 0;
    hm_buffer_add(text, piece, size < room ? size : room);
}
