/* encoding.h: text that is not UTF-8: which it is, and turning it into UTF-8.
 *
 * UTF-16 shows by its byte order mark, or by every other byte of its first characters being NUL.
 * Of the encodings of one byte a character nothing is sure; Windows-1252 is the usual one where
 * text is no UTF-8 and all of its bytes are characters there. */
#ifndef HM_ENCODING_H
#define HM_ENCODING_H

#include "base/buffer.h"
#include "base/error.h"
#include "platform/source.h"

typedef enum hm_encoding {
    HM_ENCODING_UNKNOWN = 0, /* it is found by the look of the text */
    HM_ENCODING_UTF8,
    HM_ENCODING_UTF16_LE,
    HM_ENCODING_UTF16_BE,
    HM_ENCODING_WINDOWS_1252,
    HM_ENCODING_LATIN_1,
    HM_ENCODING_LATIN_9,
    HM_ENCODING_COUNT /* from here on those that the system turns into UTF-8 */
} hm_encoding;

/* By its name in any usual spelling (utf-8, UTF8, utf-16, cp1252, latin1, Shift_JIS, sjis);
 * "utf-16" without a byte order is HM_ENCODING_UTF16_LE. False when there is none. */
bool hm_encoding_find(const char *name, hm_encoding *out);
/* The same, with an error for a name that is none, or where the system cannot read it. */
hm_code hm_encoding_read(const char *name, hm_encoding *out, hm_error *error);
/* As people call it: "UTF-16". */
const char *hm_encoding_name(hm_encoding encoding);
/* The names that hm_encoding_find knows, for messages. */
extern const char hm_encoding_names[];

/* The encoding that the first bytes of a text show: UTF-16, or HM_ENCODING_UNKNOWN. `*marked` says
 * whether there is a byte order mark. */
hm_encoding hm_encoding_of_start(const char *data, size_t size, bool *marked);
/* What a text is that has bytes which are no UTF-8: Windows-1252 if nothing in it speaks against
 * that, else UTF-8 that is broken. Goes through all of the source. */
hm_encoding hm_encoding_of_source(const hm_source *source);

/* What the system calls it; NULL where the system is not needed. */
const char *hm_encoding_converter(hm_encoding encoding);

/* Adds text[0..size) as UTF-8 to `out`, which remembers when memory has run out. What is no
 * character becomes a byte that is none in UTF-8 either, so that whoever reads the text finds it at
 * its place. How many bytes were used: all, or, where they are not the `last`, all but the
 * beginning of a character at their end, four bytes at most. */
size_t hm_encoding_decode(hm_encoding encoding, const char *text, size_t size, bool last,
                          hm_buffer *out);

#endif
