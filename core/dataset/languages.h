/* languages.h: the words of other languages that data may be written with, beside those of English.
 *
 * Cells that are read before a package says what they should be (status, verified, ranked) and the
 * headers of text and workbooks go by them while data are read, flags when they are bound. */
#ifndef HM_LANGUAGES_H
#define HM_LANGUAGES_H

#include <stdbool.h>

#include "base/memory.h"
#include "hundredmark/dataset.h"

enum { HM_DATA_WORDS = 19 };

typedef struct hm_language {
    const char *words[HM_DATA_WORDS]; /* in the order of the English ones; NULL: it has none */
} hm_language;

typedef struct hm_languages {
    hm_arena arena;
    hm_language *items;
    size_t count, capacity;
} hm_languages;

void hm_languages_open(hm_languages *languages, const hm_allocator *allocator);
void hm_languages_close(hm_languages *languages);
/* Copies the words. */
hm_code hm_languages_add(hm_languages *languages, const hm_data_language *given, hm_error *error);

/* What the language (NULL: English) has in the place of an English word; NULL: nothing. */
const char *hm_language_word(const hm_language *language, const char *english);

/* Is the text the English word, or what one of the languages has in its place? ASCII case counts
 * for nothing. */
bool hm_languages_say(const hm_languages *languages, const char *english, const char *text,
                      size_t size);

/* As hm_cell_read_yes, in any of the languages, too. */
int hm_languages_read_yes(const hm_languages *languages, const char *text, size_t size);

#endif
