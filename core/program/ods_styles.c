/* ods_styles.c: a cell names a style, a style names how it shows dates or goes back to another
 * style, and how dates are shown is put together from parts. */
#include <string.h>

#include "program/ods.h"
#include "program/shown_format.h"

/* More than any program writes. */
enum { MOST_STYLES = 1 << 17 };

void hm_ods_styles_open(hm_ods_styles *styles, const hm_allocator *allocator) {
    *styles = (hm_ods_styles){.allocator = allocator};
    hm_names_open(&styles->names, allocator);
}

void hm_ods_styles_close(hm_ods_styles *styles) {
    if (!styles->allocator)
        return;
    hm_names_close(&styles->names);
    hm_release(styles->allocator, styles->formats, styles->capacity);
}

/* Styles of dates and styles of cells may have the same name: a letter before it tells which. */
static bool put(hm_ods_styles *styles, char kind, const char *name, uint8_t format) {
    char key[HM_ODS_STYLE_SIZE];
    const size_t size = strlen(name) + 1;
    if (size > sizeof key || styles->count >= MOST_STYLES)
        return true; /* dates in such a style are days */
    key[0] = kind;
    memcpy(key + 1, name, size - 1);
    const uint32_t number = hm_names_intern(&styles->names, key, size);
    if (number == HM_NO_NAME)
        return false;
    if (number == styles->count) {
        if (!hm_grow(styles->allocator, &styles->formats, styles->count, &styles->capacity, 1))
            return false;
        styles->count++;
    }
    styles->formats[number] = format;
    return true;
}

static uint8_t get(const hm_ods_styles *styles, char kind, const char *name) {
    char key[HM_ODS_STYLE_SIZE];
    const size_t size = name ? strlen(name) + 1 : sizeof key + 1;
    if (size > sizeof key)
        return 0;
    key[0] = kind;
    memcpy(key + 1, name, size - 1);
    const uint32_t number = hm_names_find(&styles->names, key, size);
    return number == HM_NO_NAME ? 0 : styles->formats[number];
}

uint8_t hm_ods_styles_find(const hm_ods_styles *styles, const char *name) {
    return get(styles, 'c', name);
}

static uint8_t part_of(const char *name) {
    static const struct {
        const char *name;
        uint8_t shows;
    } parts[] = {{"year", HM_FORMAT_YEAR},        {"month", HM_FORMAT_MONTH},
                 {"day", HM_FORMAT_DAY},          {"day-of-week", HM_FORMAT_DAY},
                 {"week-of-year", HM_FORMAT_DAY}, {"quarter", HM_FORMAT_QUARTER},
                 {"hours", HM_FORMAT_TIME},       {"minutes", HM_FORMAT_TIME},
                 {"seconds", HM_FORMAT_TIME}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strcmp(name, parts[i].name) == 0)
            return parts[i].shows;
    return 0;
}

/* A style of cells; one that says nothing of dates is as the one it goes back to. */
static bool add_cell_style(hm_ods_styles *styles, const char *const *attributes) {
    const char *name = hm_xml_attribute(attributes, "name");
    const char *family = hm_xml_attribute(attributes, "family");
    const char *dates = hm_xml_attribute(attributes, "data-style-name");
    if (!name || !family || strcmp(family, "table-cell") != 0)
        return true;
    const uint8_t format =
        dates ? get(styles, 'd', dates)
              : get(styles, 'c', hm_xml_attribute(attributes, "parent-style-name"));
    return put(styles, 'c', name, format);
}

bool hm_ods_styles_start(hm_ods_styles *styles, const char *name, const char *const *attributes) {
    const char *own = hm_xml_attribute(attributes, "name");
    if (strcmp(name, "style") == 0)
        return add_cell_style(styles, attributes);
    if (own && (strcmp(name, "date-style") == 0 || strcmp(name, "time-style") == 0)) {
        styles->in_dates = strlen(own) < sizeof styles->dates;
        styles->shows = 0;
        if (styles->in_dates)
            memcpy(styles->dates, own, strlen(own) + 1);
    } else if (styles->in_dates) {
        styles->shows |= part_of(name);
    }
    return true;
}

bool hm_ods_styles_end(hm_ods_styles *styles, const char *name) {
    if (!styles->in_dates || (strcmp(name, "date-style") != 0 && strcmp(name, "time-style") != 0))
        return true;
    styles->in_dates = false;
    return put(styles, 'd', styles->dates, styles->shows);
}

/* --- the part of its own that styles with names for people have --- */

typedef struct styles_reading {
    hm_ods_styles *styles;
    hm_xml xml;
    bool automatic; /* within those of headers and footers */
} styles_reading;

static void start(void *context, const char *name, const char *const *attributes) {
    styles_reading *reading = context;
    reading->automatic |= strcmp(name, "automatic-styles") == 0;
    if (!reading->automatic && !hm_ods_styles_start(reading->styles, name, attributes))
        hm_xml_fail_memory(&reading->xml);
}

static void end(void *context, const char *name) {
    styles_reading *reading = context;
    if (!reading->automatic && !hm_ods_styles_end(reading->styles, name))
        hm_xml_fail_memory(&reading->xml);
    reading->automatic &= strcmp(name, "automatic-styles") != 0;
}

hm_code hm_ods_styles_read(hm_ods_styles *styles, hm_archive *archive, hm_error *error) {
    static const char part[] = "styles.xml";
    static const hm_xml_handlers handlers = {start, end, NULL};
    styles_reading reading = {.styles = styles};
    return hm_archive_has(archive, part)
               ? hm_xml_read_part(archive, part, &handlers, &reading, &reading.xml, error)
               : HM_OK;
}
