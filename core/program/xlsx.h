/* xlsx.h: a workbook of Office Open XML (ECMA-376, ISO/IEC 29500, transitional and strict). */
#ifndef HM_XLSX_H
#define HM_XLSX_H

#include "program/book_cell.h"
#include "program/book_columns.h"
#include "program/book_merges.h"
#include "program/book_rows.h"
#include "program/xml.h"

/* --- xlsx_parts.c: which part holds what --- */

typedef struct hm_xlsx_relation {
    const char *id, *type; /* the last word of its type: worksheet, sharedStrings, ... */
    const char *part;      /* the name of the part in the archive */
} hm_xlsx_relation;

typedef struct hm_xlsx_relations {
    hm_arena *arena;
    hm_xlsx_relation *items;
    size_t count, capacity;
} hm_xlsx_relations;

/* Reads what `part` ("": the archive) is related to; nothing where it says nothing. */
hm_code hm_xlsx_relations_read(hm_xlsx_relations *relations, hm_arena *arena, hm_archive *archive,
                               const char *part, hm_error *error);
void hm_xlsx_relations_close(hm_xlsx_relations *relations);
/* NULL when there is none. */
const hm_xlsx_relation *hm_xlsx_relation_of_type(const hm_xlsx_relations *relations,
                                                 const char *type);
const hm_xlsx_relation *hm_xlsx_relation_of_id(const hm_xlsx_relations *relations, const char *id);

/* --- xlsx_strings.c: texts that cells share --- */

typedef struct hm_xlsx_strings {
    const hm_allocator *allocator;
    hm_arena arena;
    struct hm_xlsx_string {
        const char *text;
        size_t size;
    } * items;
    size_t count, capacity;
} hm_xlsx_strings;

void hm_xlsx_strings_open(hm_xlsx_strings *strings, const hm_allocator *allocator);
void hm_xlsx_strings_close(hm_xlsx_strings *strings);
hm_code hm_xlsx_strings_read(hm_xlsx_strings *strings, hm_archive *archive, const char *part,
                             hm_error *error);
/* Replaces _x000D_ and its like, in place, by the characters that they stand for. */
void hm_xlsx_unescape(hm_buffer *text);

/* --- xlsx_styles.c: how the cells of a style show a number --- */

typedef struct hm_xlsx_styles {
    const hm_allocator *allocator;
    uint8_t *formats; /* hm_shown_format, by number of the style */
    size_t count, capacity;
} hm_xlsx_styles;

void hm_xlsx_styles_close(hm_xlsx_styles *styles);
hm_code hm_xlsx_styles_read(hm_xlsx_styles *styles, hm_archive *archive, const char *part,
                            hm_error *error);

/* --- xlsx_merges.c: the merged cells of a sheet --- */

/* To `merges`, which is open. */
hm_code hm_xlsx_merges_read(hm_book_merges *merges, hm_archive *archive, const char *part,
                            hm_error *error);

/* --- xlsx_sheet.c: the rows of a sheet --- */

typedef struct hm_xlsx_sheet {
    const hm_xlsx_strings *strings;
    const hm_xlsx_styles *styles;
    bool from_1904;
    hm_book_columns columns;
    hm_book_merges merges;
    hm_book_rows rows;
    hm_xml xml;
    bool opened;
    uint32_t row, column; /* of the last one */
    /* the cell that is being read: */
    char type;      /* of its value, see type_of; */
    uint8_t format; /* how its style shows a number */
    bool has_formula, has_value, in_value, in_formula, in_inline;
    unsigned phonetic; /* within so many elements that say how a text is pronounced */
    hm_buffer value, formula;
} hm_xlsx_sheet;

/* To be closed all the same when it fails. `part` is borrowed. */
hm_code hm_xlsx_sheet_open(hm_xlsx_sheet *sheet, hm_archive *archive, const char *part,
                           const hm_allocator *allocator, hm_error *error);
void hm_xlsx_sheet_close(hm_xlsx_sheet *sheet);
/* `row->row` is 0 at the end. */
hm_code hm_xlsx_sheet_next(hm_xlsx_sheet *sheet, hm_book_row *row, bool *hidden, hm_error *error);

/* --- xlsx.c: the whole --- */

typedef struct hm_xlsx_entry {
    const char *name, *part; /* `part` NULL: no table but a chart */
    bool hidden;
} hm_xlsx_entry;

typedef struct hm_xlsx {
    const hm_allocator *allocator;
    hm_archive archive;
    hm_arena arena;
    hm_xlsx_relations relations; /* of the workbook */
    hm_xlsx_entry *sheets;
    size_t count, capacity;
    bool from_1904;
    hm_xlsx_strings strings;
    hm_xlsx_styles styles;
    hm_xlsx_sheet sheet; /* the one that is being read */
    hm_xml xml;
} hm_xlsx;

/* `workbook` is the name of the archive's main part. To be closed all the same when it fails. */
hm_code hm_xlsx_open(hm_xlsx *book, const char *workbook, hm_error *error);
void hm_xlsx_close(hm_xlsx *book);
hm_code hm_xlsx_begin(hm_xlsx *book, size_t sheet, hm_error *error);

#endif
