/* name_pattern.h: names of columns, and texts of cells, by a pattern: `*` stands for any text,
 * `{period}` and `{input}` for texts that are taken out of it. */
#ifndef HM_NAME_PATTERN_H
#define HM_NAME_PATTERN_H

#include <stdbool.h>

#include "format/raw.h"

typedef struct hm_name_match {
    hm_text period, input; /* NULL: the pattern does not take them out */
} hm_name_match;

/* Can it be matched: is what stands in braces known, each once, and are there at most four texts
 * to be found? */
bool hm_name_pattern_is_fine(const char *pattern);
/* Does the pattern have `{NAME}`? */
bool hm_name_pattern_has(const char *pattern, const char *name);
/* Does all of the text match? `{period}` is nothing but a period by its form, unless `any_period`;
 * no text that is taken out is empty. Of several ways the one with the shortest texts first. Texts
 * of more than a kibibyte match nothing. */
bool hm_name_pattern_match(const char *pattern, const char *text, size_t size, bool any_period,
                           hm_name_match *match);

#endif
