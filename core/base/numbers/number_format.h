/* number_format.h: how the figures of a file are written: which mark stands before decimals, and
 * which between groups of three digits, or as in India of two and a last one of three.
 *
 * 1.250,5 and 3.506.730 and 0.5 say themselves what their marks are. One to three digits, one mark
 * and exactly three digits do not: 1.234 is 1234 in one country and 1.234 in another. */
#ifndef HM_NUMBER_FORMAT_H
#define HM_NUMBER_FORMAT_H

#include "base/numbers/number.h"

/* What a point or a comma is in a figure. */
typedef enum hm_mark_role {
    HM_MARK_OPEN = 0, /* whatever the figure itself says; one that does not is unclear */
    HM_MARK_DECIMAL,
    HM_MARK_GROUP,
    HM_MARK_NONE /* no part of a number */
} hm_mark_role;

/* All zeros: either mark, as each figure says itself. */
typedef struct hm_number_format {
    hm_mark_role point, comma;
    bool strict; /* figures that say otherwise are no numbers; else roles settle what is unclear */
    char group;  /* a further mark of groups: a character of ASCII, ' ' for blanks of any width,
                    '\'' for straight and curved apostrophes; 0: none */
} hm_number_format;

/* Numbers with a point, and nothing between groups: what hm_number_read reads with '.'. */
extern const hm_number_format hm_number_format_plain;
static inline bool hm_number_format_is_plain(const hm_number_format *format) {
    return format->strict && format->point == HM_MARK_DECIMAL && format->comma == HM_MARK_NONE &&
           format->group == 0;
}

/* The format of figures that are `usual` where nothing is said. `decimal` is "." or ",", `group`
 * one character or "" (there are no groups); NULL: not said. With a decimal mark alone the other of
 * point and comma may stand between groups, with such a group mark alone the other is the decimal
 * one. Returns NULL, or what is wrong in words. */
const char *hm_number_format_of(hm_number_format *format, const hm_number_format *usual,
                                const char *decimal, const char *group);

/* Can the text stand between groups of digits? */
bool hm_number_format_groups(const char *text);

/* What a text shows of the marks in it. */
typedef struct hm_number_look {
    char decimal, group; /* '.', ',' or the format's own group mark; 0: it has none */
    char unclear;        /* the one mark of a figure such as 1.234; 0: it is none of these */
} hm_number_look;

/* Is text[0..size), without white space around it, a number with marks? `group` as in the format.
 */
bool hm_number_look_at(const char *text, size_t size, char group, hm_number_look *look);

/* Reads a number that is written so. HM_NUMBER_UNCLEAR: it is a number, but its mark is open.
 * `*has_groups` says whether there were marks between groups. */
hm_number_result hm_number_read_as(const char *text, size_t size, const hm_number_format *format,
                                   double *out, bool *has_groups);

#endif
