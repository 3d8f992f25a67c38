#include "dataset/cell.h"

#include <stdio.h>
#include <string.h>

#include "base/numbers/number.h"
#include "base/text.h"

int hm_cell_read_yes(const char *text, size_t size) {
    static const struct {
        const char *word;
        int means;
    } words[] = {{"yes", 1}, {"true", 1}, {"1", 1}, {"no", 0}, {"false", 0}, {"0", 0}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (hm_text_same(text, size, words[i].word)) {
            return words[i].means;
        }
    }
    return -1;
}

static hm_cell read_word(const char *text, size_t size) {
    if (hm_text_same(text, size, "NR")) {
        return (hm_cell){0, HM_CELL_NOT_REPORTED};
    }
    if (hm_text_same(text, size, "NA")) {
        return (hm_cell){0, HM_CELL_NOT_APPLICABLE};
    }
    int yes = hm_cell_read_yes(text, size);
    return yes >= 0 ? (hm_cell){yes, HM_CELL_FLAG} : (hm_cell){0, HM_CELL_TEXT};
}

/* Most figures are short whole numbers: text of digits only. False when it is anything else. */
static bool read_whole(const char *text, size_t size, double *out) {
    if (size > 15) {
        return false; /* all of 15 digits are exact in a double */
    }
    uint64_t whole = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned digit = (unsigned)text[i] - '0';
        if (digit > 9) {
            return false;
        }
        whole = whole * 10 + digit;
    }
    *out = (double)whole;
    return true;
}

hm_cell hm_cell_read(const char *text, size_t size, bool decimal_comma) {
    hm_cell cell = {0, HM_CELL_NUMBER};
    if (size > 0 && read_whole(text, size, &cell.value)) {
        return cell;
    }
    hm_text trimmed = hm_text_trim(text, size);
    if (trimmed.size == 0) {
        return (hm_cell){0, HM_CELL_EMPTY};
    }
    hm_number_result result = hm_number_read(trimmed.text, trimmed.size, '.', &cell.value);
    if (result == HM_NUMBER_NONE && decimal_comma) {
        result = hm_number_read(trimmed.text, trimmed.size, ',', &cell.value);
    }
    if (result == HM_NUMBER_TOO_BIG) {
        return (hm_cell){0, HM_CELL_REJECTED};
    }
    return result == HM_NUMBER_FINE ? cell : read_word(trimmed.text, trimmed.size);
}

bool hm_cell_loses(const char *text, size_t size, hm_cell cell) {
    if (cell.kind != HM_CELL_NUMBER || (size <= 15 && (cell.value < 0 || cell.value > 0))) {
        return false;
    }
    const hm_text trimmed = hm_text_trim(text, size);
    return hm_number_loses(trimmed.text, trimmed.size, cell.value);
}

hm_loss hm_loss_of(const char *text, size_t size, hm_cell cell) {
    hm_loss loss;
    char number[HM_NUMBER_SIZE];
    hm_number_print(cell.value, number);
    (void)snprintf(loss.text, sizeof loss.text, "found \"%s\", which is read as %s: %s",
                   hm_quote_of(text, size).text, number,
                   cell.value > 0 || cell.value < 0 ? "it has more digits than a number can hold"
                                                    : "it is nearer to 0 than any other number");
    return loss;
}
