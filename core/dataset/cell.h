/* cell.h: what the text of one cell looks like, before any package says what it should be. */
#ifndef HM_CELL_H
#define HM_CELL_H

#include <string.h>

#include "dataset/series.h"

/* No cell may be longer, in bytes. */
#define HM_CELL_MOST ((size_t)1 << 20)

/* What keeps the text of a cell from being read at all. */
typedef enum hm_fault {
    HM_FAULT_NONE = 0,
    HM_FAULT_NUL,
    HM_FAULT_UTF8,
    HM_FAULT_HUGE,
    HM_FAULT_QUOTE, /* text after the closing quote */
    HM_FAULT_TYPE   /* an object or an array where one value belongs */
} hm_fault;

/* A cell as it stands in a file. `text` is never NULL and not ended by NUL. */
typedef struct hm_raw {
    const char *text;
    size_t size;
    hm_spot spot;
    hm_fault fault;
} hm_raw;

/* Space, tab, line ends. */
static inline bool hm_is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

typedef struct hm_text {
    const char *text;
    size_t size;
} hm_text;

/* Without white space at either end. Here and not in cell.c because it is called for every cell. */
static inline hm_text hm_text_trim(const char *text, size_t size) {
    while (size > 0 && hm_is_space(text[0])) {
        text++;
        size--;
    }
    while (size > 0 && hm_is_space(text[size - 1])) {
        size--;
    }
    return (hm_text){text, size};
}

/* The name in a cell: trimmed, and without the apostrophe before what a spreadsheet would run
 * ('=A1), which the collection sheet and files with safe cells have there. */
static inline hm_text hm_text_name(const char *text, size_t size) {
    hm_text name = hm_text_trim(text, size);
    if (name.size > 1 && name.text[0] == '\'' && memchr("=+-@\t\r\n", name.text[1], 7)) {
        name = hm_text_trim(name.text + 1, name.size - 1);
    }
    return name;
}

static inline hm_raw hm_raw_trim(hm_raw raw) {
    hm_text trimmed = hm_text_trim(raw.text, raw.size);
    raw.text = trimmed.text;
    raw.size = trimmed.size;
    return raw;
}

/* Looks for the faults of the text itself; a fault already there stays. */
hm_raw hm_raw_check(hm_raw raw);

/* Types text by its look. Empty: HM_CELL_EMPTY. NR and NA in any case: not reported, not
 * applicable. yes, no, true, false in any case: a flag. A decimal number: a number (with
 * `decimal_comma` the mark may be either); beyond the largest double: rejected. Anything else:
 * text, its value left to the caller. */
hm_cell hm_cell_read(const char *text, size_t size, bool decimal_comma);

/* Is the number of a cell other than its text says (hm_number_loses)? All of 15 digits are exact.
 */
bool hm_cell_loses(const char *text, size_t size, hm_cell cell);

/* yes, true, 1: 1. no, false, 0: 0. Anything else: -1. */
int hm_cell_read_yes(const char *text, size_t size);

#endif
