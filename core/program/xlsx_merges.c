/* xlsx_merges.c: the merged cells of a sheet, which it lists behind its rows. They are looked for
 * before these are read, without taking the part for XML, as most sheets have none. */
#include <string.h>

#include "program/xlsx.h"

static const char wanted[] = "mergeCell";

typedef struct merges_reading {
    hm_book_merges *merges;
    hm_xml xml;
} merges_reading;

/* Text that is no ASCII, as UTF-16 is not, is not looked through. */
static bool is_wide(const char *piece, size_t size) {
    return size >= 2 && (piece[0] == '\0' || piece[1] == '\0' || (unsigned char)piece[0] >= 0xFE);
}

static bool holds(const char *text, size_t size) {
    const size_t length = sizeof wanted - 1;
    for (const char *at = text, *end = text + size; (size_t)(end - at) >= length; at++) {
        at = memchr(at, wanted[0], (size_t)(end - at) - length + 1);
        if (!at)
            return false;
        if (memcmp(at, wanted, length) == 0)
            return true;
    }
    return false;
}

/* May the part have merged cells? */
static hm_code look(hm_archive *archive, const char *part, bool *found, hm_error *error) {
    enum { PIECE = 1 << 16, KEPT = sizeof wanted - 2 };
    char text[KEPT + PIECE];
    size_t kept = 0, got = 1;
    hm_archive_part open;
    hm_code code = hm_archive_part_open(&open, archive, part, error);
    *found = false;
    while (code == HM_OK && got > 0 && !*found) {
        code = hm_archive_part_read(&open, text + kept, PIECE, &got, error);
        if (code != HM_OK)
            break;
        *found = (kept == 0 && is_wide(text, got)) || holds(text, kept + got);
        const size_t size = kept + got;
        kept = size < KEPT ? size : KEPT;
        memmove(text, text + size - kept, kept);
    }
    hm_archive_part_close(&open);
    return code;
}

/* B2:D2 */
static bool read_range(const char *range, hm_book_merge *merge) {
    char first[16];
    const char *colon = strchr(range, ':');
    const size_t size = colon ? (size_t)(colon - range) : 0;
    if (!colon || size >= sizeof first)
        return false;
    memcpy(first, range, size);
    first[size] = '\0';
    return hm_book_read_name(first, &merge->row, &merge->column) &&
           hm_book_read_name(colon + 1, &merge->last_row, &merge->last_column) &&
           merge->row <= merge->last_row && merge->column <= merge->last_column;
}

static void start(void *context, const char *name, const char *const *attributes) {
    merges_reading *reading = context;
    hm_book_merge merge = {0};
    const char *range = strcmp(name, wanted) == 0 ? hm_xml_attribute(attributes, "ref") : NULL;
    if (!range || !read_range(range, &merge))
        return;
    if (reading->merges->count >= HM_BOOK_MOST_MERGES)
        hm_xml_fail(&reading->xml, "it holds more merged cells than any program writes%s", "");
    else if (!hm_book_merges_add(reading->merges, merge))
        hm_xml_fail_memory(&reading->xml);
}

static void end(void *context, const char *name) {
    (void)context;
    (void)name;
}

hm_code hm_xlsx_merges_read(hm_book_merges *merges, hm_archive *archive, const char *part,
                            hm_error *error) {
    static const hm_xml_handlers handlers = {start, end, NULL};
    merges_reading reading = {.merges = merges};
    const uint64_t inflated = archive->inflated;
    bool found;
    hm_code code = look(archive, part, &found, error);
    archive->inflated = inflated; /* what is read twice for our own sake does not count twice */
    if (code == HM_OK && found) {
        code = hm_xml_read_part(archive, part, &handlers, &reading, &reading.xml, error);
        archive->inflated = inflated;
    }
    hm_book_merges_sort(merges);
    return code;
}
