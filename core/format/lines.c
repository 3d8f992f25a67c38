#include "format/lines.h"

#include "format/raw.h"

const char *hm_line_find(hm_source_cursor *cursor, const char *from, const char *end) {
    while (from < end) {
        if (from >= cursor->loaded)
            hm_source_reach(cursor, from + 1);
        const char *until = cursor->loaded < end ? cursor->loaded : end;
        from = hm_line_end(from, until);
        if (from < until) {
            const size_t left = (size_t)(end - from);
            hm_source_reach(cursor, left > HM_LINE_TELLS ? from + HM_LINE_TELLS + 1 : end);
            break;
        }
    }
    return from;
}

const char *hm_line_skip_blank(hm_source_cursor *cursor, const char *from) {
    const char *end = cursor->source->data + cursor->source->size;
    for (; from < end; from++) {
        if (from >= cursor->loaded)
            hm_source_reach(cursor, from + 1);
        if (!hm_is_space(*from))
            break;
    }
    return from;
}

const char *hm_line_first(hm_source_cursor *cursor) {
    const hm_source *source = cursor->source;
    hm_source_reach(cursor, source->data + (source->size < 3 ? source->size : 3));
    return hm_line_skip_blank(cursor, source->data + hm_source_mark(source));
}
