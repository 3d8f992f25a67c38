/* raw.h: cells as they stand in a file, whatever its format: text, location and what keeps it from
 * being read. What a cell says is found out later (dataset/cell.h). */
#ifndef HM_RAW_H
#define HM_RAW_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/formula.h"
#include "base/position.h"

/* No cell may be longer, in bytes. */
#define HM_CELL_MOST ((size_t)1 << 20)

/* What keeps the text of a cell from being read at all. */
typedef enum hm_fault {
    HM_FAULT_NONE = 0,
    HM_FAULT_NUL,
    HM_FAULT_UTF8,
    HM_FAULT_HUGE,
    HM_FAULT_QUOTE,     /* text after the closing quote */
    HM_FAULT_TYPE,      /* an object or an array where one value belongs */
    HM_FAULT_ERROR,     /* what a workbook has where a formula went wrong */
    HM_FAULT_NO_RESULT, /* a formula that nobody has computed */
    HM_FAULT_PERCENT,   /* none, but worth a word: a workbook shows a hundred times the number */
    HM_FAULT_COVERED    /* nobody sees it: a merged cell lies over it */
} hm_fault;

/* A cell as it stands in a file. `text` is never NULL and not ended by NUL. */
typedef struct hm_raw {
    const char *text;
    size_t size;
    hm_position position;
    hm_fault fault;
    bool is_number; /* the file holds it as one, with a point before decimals, however its texts are
                       written */
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
    while (size > 0 && hm_is_space(text[size - 1]))
        size--;
    return (hm_text){text, size};
}

/* The name in a cell: trimmed, and without the apostrophe before what a spreadsheet would run
 * ('=A1), which the collection sheet and files with safe cells have there. */
static inline hm_text hm_text_name(const char *text, size_t size) {
    hm_text name = hm_text_trim(text, size);
    if (name.size > 1 && name.text[0] == '\'' && hm_begins_formula(name.text + 1, name.size - 1))
        name = hm_text_trim(name.text + 1, name.size - 1);
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

#endif
