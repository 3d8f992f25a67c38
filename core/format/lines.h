/* lines.h: where lines of text end: LF, CR LF or CR, as all kinds of computers write them; CR CR
 * LF, which a text written in the wrong mode has, is one end, too. */
#ifndef HM_LINES_H
#define HM_LINES_H

#include "platform/scan.h"
#include "platform/source.h"

/* CRs in front of an LF that belong to it at most; more of them are lines that have nothing. */
enum { HM_LINE_CRS = 3 };
/* Behind a CR so many bytes tell what it is. */
enum { HM_LINE_TELLS = HM_LINE_CRS };

/* Behind the line end that begins with the CR or LF at `at`, in text up to `end`. */
static inline const char *hm_line_behind(const char *at, const char *end) {
    const char *p = at;
    while (p < end && *p == '\r' && p - at < HM_LINE_CRS)
        p++;
    return p < end && *p == '\n' ? p + 1 : at + 1;
}

/* The first CR or LF from `from` on; `end` when there is none. */
static inline const char *hm_line_end(const char *from, const char *end) {
    for (; end - from >= HM_SCAN_BLOCK; from += HM_SCAN_BLOCK) {
        const uint64_t found = hm_scan(from, '\n', '\r');
        if (found)
            return from + hm_lowest_bit(found);
    }
    while (from < end && *from != '\n' && *from != '\r')
        from++;
    return from;
}

/* The same in a source that is loaded as it is read: the line end is there, and what tells which it
 * is. */
const char *hm_line_find(hm_source_cursor *cursor, const char *from, const char *end);
/* The first byte from `from` on that is no white space; the end of the source when there is none.
 */
const char *hm_line_skip_blank(hm_source_cursor *cursor, const char *from);
/* The same behind a byte order mark at the start of the source. */
const char *hm_line_first(hm_source_cursor *cursor);

#endif
