/* ods.h: a spreadsheet of OpenDocument (ISO/IEC 26300). All of its sheets stand in one part, one
 * after the other, so it is read from front to back, and again from the front where somebody wants
 * a sheet that has gone by. */
#ifndef HM_ODS_H
#define HM_ODS_H

#include "base/names.h"
#include "program/book_cell.h"
#include "program/book_columns.h"
#include "program/book_merges.h"
#include "program/xml.h"

/* What the attribute office:value-type says. */
typedef enum hm_ods_type {
    HM_ODS_NONE = 0,
    HM_ODS_NUMBER,
    HM_ODS_PERCENT,
    HM_ODS_DATE,
    HM_ODS_TIME, /* how long something took */
    HM_ODS_FLAG,
    HM_ODS_TEXT,
    HM_ODS_ERROR
} hm_ods_type;

/* --- ods_styles.c: how the cells of a style show a date --- */

enum { HM_ODS_STYLE_SIZE = 256 }; /* of a style's name */

typedef struct hm_ods_styles {
    const hm_allocator *allocator;
    hm_names names;
    uint8_t *formats; /* hm_shown_format, by number of the name */
    size_t count, capacity;
    bool in_dates; /* within a style of dates, which is called `dates` and shows so far: */
    uint8_t shows;
    char dates[HM_ODS_STYLE_SIZE];
} hm_ods_styles;

void hm_ods_styles_open(hm_ods_styles *styles, const hm_allocator *allocator);
void hm_ods_styles_close(hm_ods_styles *styles);
/* Reads the part of the archive that holds styles alone, if it is there. */
hm_code hm_ods_styles_read(hm_ods_styles *styles, hm_archive *archive, hm_error *error);
/* For elements of the part that holds sheets and styles. False when memory has run out. */
bool hm_ods_styles_start(hm_ods_styles *styles, const char *name, const char *const *attributes);
bool hm_ods_styles_end(hm_ods_styles *styles, const char *name);
/* hm_shown_format of the style's dates; 0: nothing was said. `name` may be NULL. */
uint8_t hm_ods_styles_find(const hm_ods_styles *styles, const char *name);

/* The cell that is being read. */
typedef struct hm_ods_cell {
    bool open;    /* between its start and its end */
    bool covered; /* by a merged one: what is in it cannot be seen */
    bool has_formula, has_value;
    hm_ods_type type;
    uint8_t format;      /* of a date: how it is shown */
    uint32_t repeats;    /* columns that it stands in */
    unsigned depth;      /* of its element */
    unsigned paragraphs; /* so far */
    bool in_paragraph, after_space;
    unsigned skipping; /* within so many elements that are no text of the cell */
    hm_buffer value;   /* of its attribute */
    hm_buffer text, formula;
} hm_ods_cell;

typedef struct hm_ods_sheet {
    const char *name;
    bool hidden;
} hm_ods_sheet;

typedef struct hm_ods {
    const hm_allocator *allocator;
    hm_archive archive;
    hm_arena arena;
    hm_ods_sheet *sheets;
    size_t count, capacity;
    const char **hidden_styles; /* names of styles that hide a sheet */
    size_t hidden_count, hidden_capacity;
    const char *style; /* the one being read */
    bool listing;      /* sheets are listed; else rows are read */
    hm_xml xml;
    hm_book_rows rows;
    size_t wanted, passed; /* the sheet whose rows are read; sheets that have begun */
    unsigned tables;       /* within so many of them */
    bool at_end;           /* of the sheet that is wanted */
    hm_ods_styles styles;
    hm_book_columns columns;           /* of the sheet that is wanted */
    uint32_t next_column;              /* that nothing was said of yet */
    uint32_t row, row_repeats, column; /* the next ones */
    uint32_t span;                     /* columns that the last merged cell goes on in */
    hm_buffer spanned;                 /* what it shows */
    uint32_t rows_spanned;             /* rows below that it goes on in */
    hm_book_merges merges;             /* those that go on below, once they were read */
    hm_ods_cell cell;
} hm_ods;

/* To be closed all the same when it fails. */
hm_code hm_ods_open(hm_ods *book, hm_error *error);
void hm_ods_close(hm_ods *book);
hm_code hm_ods_begin(hm_ods *book, size_t sheet, hm_error *error);
/* `row->row` is 0 at the end of the sheet. */
hm_code hm_ods_next(hm_ods *book, hm_book_row *row, bool *hidden, hm_error *error);

/* --- ods_cell.c: rows and cells, called for what stands in a sheet that is wanted --- */

void hm_ods_cell_open(hm_ods *book);
void hm_ods_cell_close(hm_ods *book);
void hm_ods_start(hm_ods *book, const char *name, const char *const *attributes);
void hm_ods_end(hm_ods *book, const char *name);
void hm_ods_text(hm_ods *book, const char *piece, size_t size);

#endif
