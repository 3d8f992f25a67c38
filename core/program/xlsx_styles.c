/* xlsx_styles.c: a cell names a style by its number, a style names a format, and a format is one of
 * those that all programs know or has a code. */
#include <stdlib.h>
#include <string.h>

#include "program/shown_format.h"
#include "program/xlsx.h"

/* More than any program writes. */
enum { MOST_STYLES = 1 << 17, MOST_FORMATS = 1 << 12 };

typedef struct coded_format {
    unsigned id;
    uint8_t format;
} coded_format;

typedef struct styles_reading {
    hm_xlsx_styles *styles;
    hm_xml xml;
    coded_format *coded;
    size_t count, capacity;
    bool in_styles; /* those of cells, and not those that these go back to */
} styles_reading;

static unsigned number_of(const char *text) {
    return text ? (unsigned)strtoul(text, NULL, 10) : 0;
}

static void add_coded(styles_reading *reading, const char *const *attributes) {
    const char *code = hm_xml_attribute(attributes, "formatCode");
    if (!code)
        return;
    if (reading->count >= MOST_FORMATS) {
        hm_xml_fail(&reading->xml, "it holds more formats than any program writes%s", "");
        return;
    }
    if (!hm_grow(reading->styles->allocator, &reading->coded, reading->count, &reading->capacity,
                 sizeof *reading->coded)) {
        hm_xml_fail_memory(&reading->xml);
        return;
    }
    reading->coded[reading->count++] = (coded_format){
        number_of(hm_xml_attribute(attributes, "numFmtId")), hm_shown_format_read(code)};
}

static uint8_t format_of(const styles_reading *reading, unsigned id) {
    for (size_t i = reading->count; i-- > 0;)
        if (reading->coded[i].id == id)
            return reading->coded[i].format;
    return hm_shown_format_of(id);
}

static void add_style(styles_reading *reading, const char *const *attributes) {
    hm_xlsx_styles *styles = reading->styles;
    if (styles->count >= MOST_STYLES) {
        hm_xml_fail(&reading->xml, "it holds more styles than any program writes%s", "");
    } else if (!hm_grow(styles->allocator, &styles->formats, styles->count, &styles->capacity, 1)) {
        hm_xml_fail_memory(&reading->xml);
    } else {
        styles->formats[styles->count++] =
            format_of(reading, number_of(hm_xml_attribute(attributes, "numFmtId")));
    }
}

static void start(void *context, const char *name, const char *const *attributes) {
    styles_reading *reading = context;
    if (strcmp(name, "numFmt") == 0)
        add_coded(reading, attributes);
    else if (strcmp(name, "cellXfs") == 0)
        reading->in_styles = true;
    else if (reading->in_styles && strcmp(name, "xf") == 0)
        add_style(reading, attributes);
}

static void end(void *context, const char *name) {
    styles_reading *reading = context;
    if (strcmp(name, "cellXfs") == 0)
        reading->in_styles = false;
}

void hm_xlsx_styles_close(hm_xlsx_styles *styles) {
    if (styles->allocator)
        hm_release(styles->allocator, styles->formats, styles->capacity);
}

hm_code hm_xlsx_styles_read(hm_xlsx_styles *styles, hm_archive *archive, const char *part,
                            hm_error *error) {
    static const hm_xml_handlers handlers = {start, end, NULL};
    styles_reading reading = {.styles = styles};
    const hm_code code = hm_xml_read_part(archive, part, &handlers, &reading, &reading.xml, error);
    hm_release(styles->allocator, reading.coded, reading.capacity * sizeof *reading.coded);
    return code;
}
