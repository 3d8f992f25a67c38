/* text.h: UTF-8 text: is it valid, how wide is it, which known name did its writer mean. */
#ifndef HM_TEXT_H
#define HM_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* The offset of the first byte that is not part of valid UTF-8 (overlong forms, surrogates and code
 * points above 10FFFF are not), `size` when all of it is valid. ASCII goes eight bytes a step. */
size_t hm_text_valid(const char *text, size_t size);

/* How many code points text[0..size) has; each byte that is not valid UTF-8 counts as one. */
size_t hm_text_length(const char *text, size_t size);

/* Writes text[0..size) into `out` (of `out_size` bytes, NUL included) fit for a one-line message:
 * control characters, invisible ones, blanks but the space and what turns the direction of text as
 * \n, \r, \t, \0, \u{202E}, invalid bytes as \xNN (a backslash stays as it is; what is a byte grows
 * to ten at most); what is too long ends in "..." at a character's border. Returns the length
 * written. */
size_t hm_text_quote(const char *text, size_t size, char *out, size_t out_size);

/* The same, but for blanks that are not the space: they stay, as in a page they belong to the text.
 */
size_t hm_text_of_page(const char *text, size_t size, char *out, size_t out_size);

/* Has it no control characters? */
bool hm_text_is_one_line(const char *text, size_t size);

/* Text for a message: quoted, at most about 60 characters. */
typedef struct hm_quote {
    char text[72];
} hm_quote;
hm_quote hm_quote_of(const char *text, size_t size);
/* A code or name within a sentence: as it stands, or in quotation marks where a reader would not
 * see its end, because it has blanks, or is empty. */
hm_quote hm_name_of(const char *name);

/* Adds lines of text as a terminal may show them: what hm_text_quote escapes is escaped, but for
 * line ends and tabs. `as_json`: as JSON escapes it, so that the text stays JSON. Only whole lines,
 * or what is behind the last one, come out as they should. */
void hm_text_show(const char *text, size_t size, bool as_json, hm_buffer *out);

/* Damerau-Levenshtein distance in bytes, ASCII case counting nothing: inserting, leaving out or
 * replacing a byte and swapping two neighbours count 1 each (what was swapped is not edited again).
 * Anything above `most` (0..255) is returned as most + 1, and so are names longer than 255 bytes.
 */
unsigned hm_text_distance(const char *a, size_t a_size, const char *b, size_t b_size,
                          unsigned most);

/* Keeps the nearest of the names it is shown. A name is near when its distance is at most a third
 * of the longer length (at least 1) and at most 4, and below that length: `tre` finds `tree`, but
 * `x` not `y`. Of equals the first shown wins. */
typedef struct hm_nearest {
    const char *wanted;
    size_t wanted_size;
    const char *name; /* the nearest so far, NULL while there is none; borrowed from the caller */
    unsigned distance;
} hm_nearest;

void hm_nearest_start(hm_nearest *nearest, const char *wanted, size_t wanted_size);
void hm_nearest_show(hm_nearest *nearest, const char *name);

/* How a message about a name that does not exist ends: `: did you mean "tree"?` of the nearest, ""
 * when there is none (NULL). */
typedef struct hm_hint {
    char text[96];
} hm_hint;
hm_hint hm_hint_of(const char *nearest);

/* A whole number for a message. */
typedef struct hm_digits {
    char text[24];
} hm_digits;
hm_digits hm_digits_of(uint64_t number);

/* What there is to choose from, for messages: `arithmetic, geometric, ...`; what does not fit any
 * more is three dots. Begins as all zeros. */
typedef struct hm_choice_list {
    char text[512];
} hm_choice_list;
void hm_choice_list_add(hm_choice_list *list, const char *name);

/* Orders codes as people do: runs of digits by their number, so L1.9 stands before L1.10. Negative,
 * 0 or positive as strcmp; 0 only for texts that are the same (01 stands before 1). */
int hm_text_compare_natural(const char *a, const char *b);

/* Does a[0..size) equal the NUL-ended `b` but for the case of ASCII letters? */
bool hm_text_same(const char *a, size_t size, const char *b);

#endif
