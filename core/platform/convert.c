#include "platform/convert.h"

#ifdef HM_ICONV

#include <errno.h>
#include <iconv.h>

/* Bytes of a character at most. */
enum { CHARACTER = 4 };

static iconv_t open_for(const char *encoding) {
    return iconv_open("UTF-8", encoding);
}

bool hm_convert_knows(const char *encoding) {
    const iconv_t opened = open_for(encoding);
    const bool known = opened != (iconv_t)-1;
    if (known)
        (void)iconv_close(opened);
    return known;
}

/* As much of the text as goes without a fault; the fault, 0 at the end. */
static int convert_run(iconv_t opened, char **text, size_t *left, hm_buffer *out) {
    char piece[4096];
    int fault;
    do {
        char *to = piece;
        size_t room = sizeof piece;
        fault = iconv(opened, text, left, &to, &room) == (size_t)-1 ? errno : 0;
        hm_buffer_add(out, piece, (size_t)(to - piece));
    } while (fault == E2BIG);
    return fault;
}

size_t hm_convert(const char *encoding, const char *text, size_t size, bool last, hm_buffer *out) {
    const iconv_t opened = open_for(encoding);
    if (opened == (iconv_t)-1) { /* it was there when it was looked for: no memory */
        out->failed = true;
        return size;
    }
    char *at = (char *)text; /* iconv does not write there */
    size_t left = size;
    int fault;
    while (!out->failed && (fault = convert_run(opened, &at, &left, out)) != 0) {
        if (fault == EINVAL && !last && left < CHARACTER)
            break;
        hm_buffer_add(out, "\xFF", 1);
        (void)iconv(opened, NULL, NULL, NULL, NULL);
        at++;
        left--;
    }
    (void)iconv_close(opened);
    return size - left;
}

#else

bool hm_convert_knows(const char *encoding) {
    (void)encoding;
    return false;
}

size_t hm_convert(const char *encoding, const char *text, size_t size, bool last, hm_buffer *out) {
    (void)encoding;
    (void)last;
    hm_buffer_add(out, text, size);
    return size;
}

#endif
