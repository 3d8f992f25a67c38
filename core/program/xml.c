#include "program/xml.h"

#include <string.h>

static const char *local(const char *name) {
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

const char *hm_xml_attribute(const char *const *attributes, const char *name) {
    for (; attributes[0]; attributes += 2)
        if (strcmp(local(attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}

bool hm_xml_says_yes(const char *const *attributes, const char *name) {
    const char *value = hm_xml_attribute(attributes, name);
    return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

#ifdef HM_EXPAT

#include <expat.h>

#include "base/text.h"
#include "program/lazy_library.h"

#define EACH_EXPAT(X)                                                                              \
    X(XML_ParserCreate)                                                                            \
    X(XML_ParserFree)                                                                              \
    X(XML_SetUserData)                                                                             \
    X(XML_SetElementHandler)                                                                       \
    X(XML_SetCharacterDataHandler)                                                                 \
    X(XML_SetStartDoctypeDeclHandler)                                                              \
    X(XML_GetBuffer)                                                                               \
    X(XML_ParseBuffer)                                                                             \
    X(XML_StopParser)                                                                              \
    X(XML_ResumeParser)                                                                            \
    X(XML_GetErrorCode)                                                                            \
    X(XML_ErrorString)

static struct { EACH_EXPAT(HM_LAZY_MEMBER) } lib;

static bool load(void) {
    static const hm_lazy_symbol symbols[] = {EACH_EXPAT(HM_LAZY_SYMBOL)};
    return hm_lazy_library_load(HM_EXPAT, symbols, sizeof symbols / sizeof *symbols, &lib);
}

/* Bytes that are inflated and parsed at a time. */
enum { PIECE = 1 << 16 };

static void stop(hm_xml *xml, hm_code code) {
    xml->code = code;
    (void)lib.XML_StopParser(xml->parser, XML_FALSE);
}

void hm_xml_fail(hm_xml *xml, const char *format, const char *text) {
    char message[256];
    hm_error reason;
    if (xml->code != HM_OK)
        return;
    (void)hm_error_set(&reason, HM_ERROR_DATA, format, hm_quote_of(text, strlen(text)).text);
    (void)hm_text_quote(reason.message, strlen(reason.message), message, sizeof message);
    stop(xml, hm_error_at(xml->error, HM_ERROR_DATA, xml->part.archive->file, 0, 0,
                          "the workbook's part %s is broken: %s", xml->part.name, message));
}

void hm_xml_fail_memory(hm_xml *xml) {
    if (xml->code == HM_OK)
        stop(xml, hm_error_memory(xml->error));
}

static void XMLCALL start(void *context, const char *name, const char **attributes) {
    hm_xml *xml = context;
    if (xml->code != HM_OK)
        return; /* the parser may hand over what it has at hand when it is stopped */
    if (++xml->depth > HM_XML_DEEPEST)
        hm_xml_fail(xml, "its elements stand too deep within each other%s", "");
    else
        xml->handlers.start(xml->context, local(name), (const char *const *)attributes);
}

static void XMLCALL end(void *context, const char *name) {
    hm_xml *xml = context;
    if (xml->code != HM_OK)
        return;
    xml->depth--;
    xml->handlers.end(xml->context, local(name));
}

static void XMLCALL text(void *context, const char *piece, int size) {
    hm_xml *xml = context;
    if (xml->code == HM_OK && xml->handlers.text)
        xml->handlers.text(xml->context, piece, (size_t)size);
}

static void XMLCALL refuse_doctype(void *context, const char *name, const char *system,
                                   const char *public, int internal) {
    (void)system;
    (void)public;
    (void)internal;
    hm_xml_fail(context, "it declares the document type %s, as no workbook does", name);
}

hm_code hm_xml_open(hm_xml *xml, hm_archive *archive, const char *name,
                    const hm_xml_handlers *handlers, void *context, hm_error *error) {
    *xml = (hm_xml){.handlers = *handlers, .context = context};
    if (!load())
        return hm_error_at(error, HM_ERROR_DATA, archive->file, 0, 0,
                           "found a workbook, which takes Expat to be read: %s is not installed",
                           HM_EXPAT);
    const hm_code code = hm_archive_part_open(&xml->part, archive, name, error);
    if (code != HM_OK)
        return code;
    xml->parser = lib.XML_ParserCreate(NULL);
    if (!xml->parser) {
        hm_archive_part_close(&xml->part);
        return hm_error_memory(error);
    }
    lib.XML_SetUserData(xml->parser, xml);
    lib.XML_SetElementHandler(xml->parser, start, end);
    lib.XML_SetCharacterDataHandler(xml->parser, text);
    lib.XML_SetStartDoctypeDeclHandler(xml->parser, refuse_doctype);
    return HM_OK;
}

void hm_xml_close(hm_xml *xml) {
    if (xml->parser)
        lib.XML_ParserFree(xml->parser);
    xml->parser = NULL;
    hm_archive_part_close(&xml->part);
}

/* Where in the part it is broken is nothing that people could go by: all of it is one line, mostly.
 */
static hm_code fail_parse(const hm_xml *xml, hm_error *error) {
    const enum XML_Error reason = lib.XML_GetErrorCode(xml->parser);
    if (reason == XML_ERROR_NO_MEMORY)
        return hm_error_memory(error);
    return hm_error_at(error, HM_ERROR_DATA, xml->part.archive->file, 0, 0,
                       "the workbook's part %s is broken: %s", xml->part.name,
                       lib.XML_ErrorString(reason));
}

void hm_xml_pause(hm_xml *xml) {
    xml->paused = lib.XML_StopParser(xml->parser, XML_TRUE) == XML_STATUS_OK;
}

static hm_code read_piece(hm_xml *xml, enum XML_Status *status, hm_error *error) {
    char *piece = lib.XML_GetBuffer(xml->parser, PIECE);
    size_t got;
    if (!piece)
        return hm_error_memory(error);
    const hm_code code = hm_archive_part_read(&xml->part, piece, PIECE, &got, error);
    if (code != HM_OK)
        return code;
    xml->ended = got == 0;
    *status = lib.XML_ParseBuffer(xml->parser, (int)got, xml->ended);
    return HM_OK;
}

hm_code hm_xml_read(hm_xml *xml, hm_error *error) {
    enum XML_Status status = XML_STATUS_OK;
    hm_code code = HM_OK;
    xml->error = error;
    if (xml->paused) {
        xml->paused = false;
        status = lib.XML_ResumeParser(xml->parser);
    } else {
        code = read_piece(xml, &status, error);
    }
    if (code != HM_OK)
        return code;
    if (xml->code != HM_OK)
        return xml->code;
    return status == XML_STATUS_ERROR ? fail_parse(xml, error) : HM_OK;
}

hm_code hm_xml_read_part(hm_archive *archive, const char *name, const hm_xml_handlers *handlers,
                         void *context, hm_xml *xml, hm_error *error) {
    hm_code code = hm_xml_open(xml, archive, name, handlers, context, error);
    while (code == HM_OK && !xml->ended)
        code = hm_xml_read(xml, error);
    hm_xml_close(xml);
    return code;
}

#endif
