#include "load/csv_part.h"

#include "base/text.h"
#include "platform/scan.h"

/* The last row of a part may end behind it: so many bytes are copied at once, so many at most. */
enum { TAIL = 4 << 10, LONG_TAIL = 64 << 10 };
/* In front of a part, one byte tells whether a row begins with it; behind the text, whole blocks
 * can be read. */
enum { ROOM = (int)HM_CSV_PART + LONG_TAIL + 1 + 2 * HM_SCAN_BLOCK };

bool hm_csv_part_open(hm_csv_part *part, const hm_allocator *allocator) {
    memset(part, 0, sizeof *part);
    part->text = hm_allocate(allocator, ROOM);
    return part->text != NULL;
}

void hm_csv_part_close(hm_csv_part *part, const hm_allocator *allocator) {
    hm_release(allocator, part->text, ROOM);
    part->text = NULL;
}

size_t hm_csv_part_count(const hm_source *source, const char *start) {
    const size_t size = source->size - (size_t)(start - source->data);
    return (size + HM_CSV_PART - 1) / HM_CSV_PART;
}

/* Copies up to `until`, a place in the source, and closes the text off. */
static bool copy_until(hm_csv_part *part, const hm_source *source, const char *until) {
    const size_t begin = (size_t)(part->place - source->data) + part->size;
    const size_t end = (size_t)(until - source->data);
    const bool fine = hm_source_copy(source, begin, end, part->text + part->size);
    if (fine)
        part->size += end - begin;
    memset(part->text + part->size, 0, 2 * HM_SCAN_BLOCK);
    part->text[part->size] = '\n';
    return fine;
}

/* Behind the first LF at `offset` of the text or later; NULL when there is none. (A line that ends
 * in CR alone ends no part: it is no plain row.) */
static const char *row_from(const hm_csv_part *part, size_t offset) {
    const char *newline =
        offset < part->size ? memchr(part->text + offset, '\n', part->size - offset) : NULL;
    return newline ? part->place + (newline + 1 - part->text) : NULL;
}

/* The same from `place` on, looked for in the source itself, for rows too long for a part: the end
 * of the source when there is none. `piece` is room. */
static const char *row_behind(const hm_source *source, const char *place, char *piece) {
    const char *end = source->data + source->size;
    while (place < end) {
        const size_t left = (size_t)(end - place), size = left < LONG_TAIL ? left : LONG_TAIL;
        const size_t at = (size_t)(place - source->data);
        const char *newline =
            hm_source_copy(source, at, at + size, piece) ? memchr(piece, '\n', size) : NULL;
        if (newline)
            return place + (newline + 1 - piece);
        place += size;
    }
    return end;
}

static size_t smaller(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Finds where the rows end that start before `stop`; the text reaches until there if it can. */
static void find_end(hm_csv_part *part, const hm_source *source, const char *stop) {
    const char *end = source->data + source->size;
    const size_t last = (size_t)(stop - part->place) - 1; /* if a line ends here, so do the rows */
    part->end = stop == end ? end : row_from(part, last);
    if (part->end)
        return;
    const char *tail = stop + smaller((size_t)(end - stop), LONG_TAIL);
    if (copy_until(part, source, tail))
        part->end = row_from(part, last);
    if (part->end)
        return;
    /* The rows are too long to be looked at here, so the room is free. */
    part->end = row_behind(source, stop - 1, part->text);
    part->size = 0;
}

static void look(hm_csv_part *part, const hm_source *source) {
    const size_t begin = (size_t)(part->begin - part->place);
    const size_t size = (size_t)(part->end - part->begin);
    if (begin + size > part->size)
        return;
    const hm_text_look seen = hm_text_look_at(part->text + begin, size);
    part->ascii = seen.ascii;
    part->quoted = seen.quoted;
    part->clean = !seen.has_nul && !seen.lone_cr &&
                  (seen.ascii || hm_text_valid(part->text + begin, size) == size);
    /* the source need not end with a line end */
    const bool open = part->end == source->data + source->size && size > 0 &&
                      part->text[begin + size - 1] != '\n';
    part->lines = seen.lines + open;
}

void hm_csv_part_read(hm_csv_part *part, const hm_source *source, const char *start, size_t number,
                      const char *begin) {
    const char *end = source->data + source->size;
    const char *from = start + number * HM_CSV_PART;
    const char *stop = from + smaller((size_t)(end - from), HM_CSV_PART);
    part->clean = part->ascii = part->quoted = false;
    part->lines = SIZE_MAX;
    part->size = 0;
    part->place = from;
    part->begin = begin;
    part->end = begin;
    if (begin >= stop) /* all of it belongs to a row that began before */
        return;
    if (!copy_until(part, source, stop + smaller((size_t)(end - stop), TAIL))) {
        part->end = end; /* the reader of csv.h does what is left to do */
        return;
    }
    find_end(part, source, stop);
    look(part, source);
}
