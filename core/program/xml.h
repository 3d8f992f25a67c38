/* xml.h: an XML part of an archive, piece by piece: elements and texts go to functions as they are
 * found. Expat does the work; it is loaded when the first part is opened (lazy_library.h).
 *
 * Names come without their prefix: which one stands for a namespace is the writer's choice, and
 * workbooks have no two elements that differ by it alone. No part of a workbook declares a document
 * type, so one that does is refused, and with it all entities that could be made to do harm. */
#ifndef HM_XML_H
#define HM_XML_H

#include "program/archive.h"

/* How deep elements may stand within each other. */
enum { HM_XML_DEEPEST = 200 };

typedef struct hm_xml_handlers {
    /* `attributes`: names and values in turn, ending in NULL */
    void (*start)(void *context, const char *name, const char *const *attributes);
    void (*end)(void *context, const char *name);
    void (*text)(void *context, const char *text, size_t size); /* some piece of it */
} hm_xml_handlers;

typedef struct hm_xml {
    hm_archive_part part;
    struct XML_ParserStruct *parser;
    hm_xml_handlers handlers;
    void *context;
    unsigned depth;
    bool ended, paused;
    hm_code code; /* what a handler found wrong */
    hm_error *error;
} hm_xml;

/* `name` is borrowed. What fails to open leaves nothing to close. */
hm_code hm_xml_open(hm_xml *xml, hm_archive *archive, const char *name,
                    const hm_xml_handlers *handlers, void *context, hm_error *error);
/* Once more is fine. */
void hm_xml_close(hm_xml *xml);
/* Reads on for a piece; `xml->ended` at the end. */
hm_code hm_xml_read(hm_xml *xml, hm_error *error);
/* For handlers: nothing more is handed over before the part is read on. */
void hm_xml_pause(hm_xml *xml);
/* Reads a whole part. */
hm_code hm_xml_read_part(hm_archive *archive, const char *name, const hm_xml_handlers *handlers,
                         void *context, hm_xml *xml, hm_error *error);

/* For handlers: the part is wrong in this way (`format` with one %s for `text`), and reading ends.
 */
void hm_xml_fail(hm_xml *xml, const char *format, const char *text);
void hm_xml_fail_memory(hm_xml *xml);

/* The value of an attribute, whatever its prefix; NULL when it is not there. */
const char *hm_xml_attribute(const char *const *attributes, const char *name);
/* Does the attribute say yes: 1 or true? */
bool hm_xml_says_yes(const char *const *attributes, const char *name);

#endif
