#include "program/xlsx.h"

#include <string.h>

/* --- the workbook's own part: its sheets, and from which day it counts --- */

static bool add_sheet(hm_xlsx *book, const char *name, const char *id, bool hidden) {
    const hm_xlsx_relation *relation = hm_xlsx_relation_of_id(&book->relations, id);
    const bool is_table = relation && strcmp(relation->type, "worksheet") == 0;
    if (!hm_grow(book->allocator, &book->sheets, book->count, &book->capacity,
                 sizeof *book->sheets))
        return false;
    hm_xlsx_entry entry = {.name = hm_arena_copy(&book->arena, name, strlen(name)),
                           .part = is_table ? relation->part : NULL,
                           .hidden = hidden};
    book->sheets[book->count] = entry;
    book->count += entry.name != NULL;
    return entry.name != NULL;
}

static void start_sheet(hm_xlsx *book, const char *const *attributes) {
    const char *name = hm_xml_attribute(attributes, "name");
    const char *id = hm_xml_attribute(attributes, "id");
    const char *state = hm_xml_attribute(attributes, "state");
    const bool hidden = state && strcmp(state, "visible") != 0;
    if (!name || !id || !hm_xlsx_relation_of_id(&book->relations, id))
        hm_xml_fail(&book->xml, "it does not say where sheet %s stands", name ? name : "");
    else if (!add_sheet(book, name, id, hidden))
        hm_xml_fail_memory(&book->xml);
}

static void start(void *context, const char *name, const char *const *attributes) {
    hm_xlsx *book = context;
    if (strcmp(name, "sheet") == 0)
        start_sheet(book, attributes);
    else if (strcmp(name, "workbookPr") == 0)
        book->from_1904 = hm_xml_says_yes(attributes, "date1904");
}

static void end(void *context, const char *name) {
    (void)context;
    (void)name;
}

static hm_code read_styles(hm_xlsx *book, hm_error *error) {
    const hm_xlsx_relation *styles = hm_xlsx_relation_of_type(&book->relations, "styles");
    book->styles.allocator = book->allocator;
    return styles ? hm_xlsx_styles_read(&book->styles, &book->archive, styles->part, error) : HM_OK;
}

static hm_code read_strings(hm_xlsx *book, hm_error *error) {
    const hm_xlsx_relation *strings = hm_xlsx_relation_of_type(&book->relations, "sharedStrings");
    return strings ? hm_xlsx_strings_read(&book->strings, &book->archive, strings->part, error)
                   : HM_OK;
}

hm_code hm_xlsx_open(hm_xlsx *book, const char *workbook, hm_error *error) {
    static const hm_xml_handlers handlers = {start, end, NULL};
    hm_xlsx_strings_open(&book->strings, book->allocator);
    hm_code code =
        hm_xlsx_relations_read(&book->relations, &book->arena, &book->archive, workbook, error);
    if (code == HM_OK)
        code = hm_xml_read_part(&book->archive, workbook, &handlers, book, &book->xml, error);
    if (code == HM_OK)
        code = read_styles(book, error);
    return code == HM_OK ? read_strings(book, error) : code;
}

void hm_xlsx_close(hm_xlsx *book) {
    hm_xlsx_sheet_close(&book->sheet);
    hm_xlsx_styles_close(&book->styles);
    hm_xlsx_strings_close(&book->strings);
    hm_xlsx_relations_close(&book->relations);
    hm_release(book->allocator, book->sheets, book->capacity * sizeof *book->sheets);
}

hm_code hm_xlsx_begin(hm_xlsx *book, size_t sheet, hm_error *error) {
    hm_xlsx_sheet_close(&book->sheet);
    book->sheet = (hm_xlsx_sheet){
        .strings = &book->strings, .styles = &book->styles, .from_1904 = book->from_1904};
    return book->sheets[sheet].part
               ? hm_xlsx_sheet_open(&book->sheet, &book->archive, book->sheets[sheet].part,
                                    book->allocator, error)
               : HM_OK;
}
