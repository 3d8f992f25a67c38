#include "dataset/cell.h"

#include <string.h>

#include "base/numbers/number.h"
#include "base/text.h"

int hm_cell_read_yes(const char *text, size_t size) {
    static const struct {
        const char *word;
        size_t size;
        int means;
    } words[] = {{"yes", 3, 1}, {"true", 4, 1},  {"1", 1, 1},
                 {"no", 2, 0},  {"false", 5, 0}, {"0", 1, 0}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (size == words[i].size && hm_text_same(text, size, words[i].word))
            return words[i].means;
    return -1;
}

static hm_cell read_word(const char *text, size_t size) {
    if (size == 2 && hm_text_same(text, size, "NR"))
        return (hm_cell){.kind = HM_CELL_NOT_REPORTED};
    if (size == 2 && hm_text_same(text, size, "NA"))
        return (hm_cell){.kind = HM_CELL_NOT_APPLICABLE};
    int yes = hm_cell_read_yes(text, size);
    return yes >= 0 ? (hm_cell){yes, HM_CELL_FLAG, hm_spelling_of_flag(text, size)}
                    : (hm_cell){.kind = HM_CELL_TEXT};
}

/* Most figures are short whole numbers: text of digits only. False when it is anything else. */
static bool read_whole(const char *text, size_t size, double *out) {
    if (size > 15)
        return false; /* all of 15 digits are exact in a double */
    uint64_t whole = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned digit = (unsigned)text[i] - '0';
        if (digit > 9)
            return false;
        whole = whole * 10 + digit;
    }
    *out = (double)whole;
    return true;
}

hm_cell hm_cell_read(const char *text, size_t size, const hm_number_format *format) {
    hm_cell cell = {.kind = HM_CELL_NUMBER};
    if (size > 0 && !(size > 1 && text[0] == '0') && read_whole(text, size, &cell.value))
        return cell;
    hm_text trimmed = hm_text_trim(text, size);
    if (trimmed.size == 0)
        return (hm_cell){.kind = HM_CELL_EMPTY};
    bool has_groups = false;
    switch (hm_number_format_is_plain(format)
                ? hm_number_read(trimmed.text, trimmed.size, '.', &cell.value)
                : hm_number_read_as(trimmed.text, trimmed.size, format, &cell.value, &has_groups)) {
    case HM_NUMBER_FINE:
        cell.spelling = has_groups ? HM_SPELLING_OTHER
                                   : hm_spelling_of_number(trimmed.text, trimmed.size, cell.value);
        return cell;
    case HM_NUMBER_TOO_BIG:
        return (hm_cell){.kind = HM_CELL_REJECTED};
    case HM_NUMBER_UNCLEAR:
        return (hm_cell){.kind = HM_CELL_UNCLEAR};
    case HM_NUMBER_NONE:
        break;
    }
    return read_word(trimmed.text, trimmed.size);
}

static const char *printed_text(hm_cell cell, char out[HM_NUMBER_SIZE], size_t *size) {
    if (cell.kind == HM_CELL_NUMBER) {
        *size = hm_number_print(cell.value, out);
        return out;
    }
    *size = cell.value > 0 ? 3 : 2;
    return cell.value > 0 ? "yes" : "no";
}

const char *hm_cell_text(hm_cell cell, const hm_names *texts, char out[HM_NUMBER_SIZE],
                         size_t *size) {
    *size = 0;
    if (cell.kind == HM_CELL_TEXT) {
        *size = texts->sizes[(uint32_t)cell.value];
        return texts->texts[(uint32_t)cell.value];
    }
    if (cell.kind != HM_CELL_NUMBER && cell.kind != HM_CELL_FLAG)
        return "";
    return cell.spelling == HM_SPELLING_PRINTED
               ? printed_text(cell, out, size)
               : hm_spelling_text(cell.spelling, cell.value, texts, out, size);
}

bool hm_cell_loses(const char *text, size_t size, hm_cell cell) {
    if (cell.kind != HM_CELL_NUMBER || (size <= 15 && (cell.value < 0 || cell.value > 0)))
        return false;
    const hm_text trimmed = hm_text_trim(text, size);
    return hm_number_loses(trimmed.text, trimmed.size, cell.value);
}

hm_issue_code hm_cell_loss(hm_cell cell) {
    return cell.value > 0 || cell.value < 0 ? HM_ISSUE_DIGITS_LOST : HM_ISSUE_TOO_NEAR_TO_ZERO;
}
