/* spelling.h: how a figure was written where that is not how it would be printed: 9.100, 01, TRUE.
 *
 * Figures are kept as numbers. Choices and texts may look like numbers, though, and messages show
 * what stands in the data; so what a text had beside its figure is kept for the cells that have
 * something of the kind, 32 at a time. Nearly all cells have nothing. Fractions of more than
 * 15 digits are let go: to tell whether they are printed as they were written costs more than
 * reading them. */
#ifndef HM_SPELLING_H
#define HM_SPELLING_H

#include "base/memory.h"
#include "base/names.h"
#include "base/numbers/number.h"

typedef uint32_t hm_spelling;

#define HM_SPELLING_PRINTED ((hm_spelling)0)          /* as it would be printed */
#define HM_SPELLING_OTHER   ((hm_spelling)UINT32_MAX) /* the text itself has to be kept */

/* Of the text that the number was read from, without white space around it. */
hm_spelling hm_spelling_of_number(const char *text, size_t size, double value);
/* Of a word that was read as a flag: yes and no are what would be printed. */
hm_spelling hm_spelling_of_flag(const char *text, size_t size);
/* The same of yes and no (`is_yes`) or of true and false, in small letters, with the first one
 * great, or all of them. In a header because it is in the innermost loop of reading. */
typedef enum hm_letters { HM_LETTERS_SMALL, HM_LETTERS_FIRST, HM_LETTERS_GREAT } hm_letters;
enum { HM_SPELLING_FLAG = 1 << 14 };
static inline hm_spelling hm_spelling_of_word(bool is_yes, hm_letters letters) {
    return is_yes && letters == HM_LETTERS_SMALL
               ? HM_SPELLING_PRINTED
               : HM_SPELLING_FLAG | ((is_yes ? 0 : 3) + (hm_spelling)letters);
}
/* The one that is text `number` of some names. */
hm_spelling hm_spelling_of_text(uint32_t number);

/* The spelling with a point for a decimal comma, which only its file takes for one; a kept text
 * stays as it is. */
hm_spelling hm_spelling_with_point(hm_spelling spelling);

/* The text of a spelling that is not HM_SPELLING_PRINTED; `out` has room for it where it must be
 * written, `texts` are those of hm_spelling_of_text. */
const char *hm_spelling_text(hm_spelling spelling, double value, const hm_names *texts,
                             char out[HM_NUMBER_SIZE], size_t *size);

/* A decimal of at most 15 digits in all that ends in so many zeros, `alone` behind the point. */
hm_spelling hm_spelling_of_zeros(size_t zeros, bool alone);

/* Those among 32 cells that are spelled alike: a column's cells mostly are. */
enum { HM_SPELLED_CELLS = 32 };
typedef struct hm_spelled {
    uint32_t from;  /* the first of the 32, a multiple of that */
    uint32_t cells; /* bit i: cell from + i */
    hm_spelling spelling;
} hm_spelled;

/* The spellings of a column's cells. */
typedef struct hm_spellings {
    hm_spelled *items; /* by `from` */
    size_t count, capacity;
    bool unsorted; /* they do not ascend: looking for one takes as long as there are many */
} hm_spellings;

/* Sets what was not set before, in any order: cell `at` + i where bit i of `cells` is set. False
 * when memory has run out. */
bool hm_spellings_set(hm_spellings *spellings, const hm_allocator *allocator, uint32_t at,
                      uint32_t cells, hm_spelling spelling);
/* HM_SPELLING_PRINTED for a cell that has none. */
hm_spelling hm_spellings_get(const hm_spellings *spellings, size_t at);
/* Once all are set: from then on one is found soon. False when memory has run out. */
bool hm_spellings_sort(hm_spellings *spellings, const hm_allocator *allocator);
/* Of sorted ones: cell i gets what cell order[i] had. False when memory has run out. */
bool hm_spellings_reorder(hm_spellings *spellings, const hm_allocator *allocator,
                          const uint32_t *order, size_t count);
void hm_spellings_close(hm_spellings *spellings, const hm_allocator *allocator);

#endif
