#include "program/ods.h"

#include <string.h>

static const char content[] = "content.xml";

/* More sheets, or styles that hide one, than any program writes. */
enum { MOST_SHEETS = 1 << 14 };

/* --- the list of sheets --- */

static const char *copy(hm_ods *book, const char *text) {
    return hm_arena_copy(&book->arena, text ? text : "", text ? strlen(text) : 0);
}

static void add_hidden_style(hm_ods *book) {
    if (!book->style || book->hidden_count >= MOST_SHEETS)
        return;
    if (hm_grow(book->allocator, &book->hidden_styles, book->hidden_count, &book->hidden_capacity,
                sizeof *book->hidden_styles))
        book->hidden_styles[book->hidden_count++] = book->style;
    else
        hm_xml_fail_memory(&book->xml);
}

static void start_style(hm_ods *book, const char *const *attributes) {
    const char *family = hm_xml_attribute(attributes, "family");
    book->style = NULL;
    if (!family || strcmp(family, "table") != 0)
        return;
    book->style = copy(book, hm_xml_attribute(attributes, "name"));
    if (!book->style)
        hm_xml_fail_memory(&book->xml);
}

static bool hides(const hm_ods *book, const char *style) {
    for (size_t i = 0; style && i < book->hidden_count; i++)
        if (strcmp(book->hidden_styles[i], style) == 0)
            return true;
    return false;
}

static void list_sheet(hm_ods *book, const char *const *attributes) {
    const hm_ods_sheet sheet = {
        .name = copy(book, hm_xml_attribute(attributes, "name")),
        .hidden = hides(book, hm_xml_attribute(attributes, "style-name")),
    };
    if (book->count >= MOST_SHEETS)
        hm_xml_fail(&book->xml, "it holds more sheets than any program writes%s", "");
    else if (sheet.name && hm_grow(book->allocator, &book->sheets, book->count, &book->capacity,
                                   sizeof *book->sheets))
        book->sheets[book->count++] = sheet;
    else
        hm_xml_fail_memory(&book->xml);
}

static void list(hm_ods *book, const char *name, const char *const *attributes) {
    if (book->tables == 0 && !hm_ods_styles_start(&book->styles, name, attributes))
        hm_xml_fail_memory(&book->xml);
    if (strcmp(name, "table") == 0) {
        if (book->tables++ == 0)
            list_sheet(book, attributes);
    } else if (book->tables > 0) {
        return;
    } else if (strcmp(name, "style") == 0) {
        start_style(book, attributes);
    } else if (strcmp(name, "table-properties") == 0) {
        const char *display = hm_xml_attribute(attributes, "display");
        if (display && strcmp(display, "false") == 0)
            add_hidden_style(book);
    }
}

/* --- elements --- */

static void start_table(hm_ods *book) {
    if (book->tables++ > 0)
        return; /* a table in a cell */
    book->passed++;
    book->row = 1;
    book->next_column = 1;
    hm_book_columns_clear(&book->columns);
    hm_book_merges_close(&book->merges);
    hm_book_merges_open(&book->merges, book->allocator);
}

static void start(void *context, const char *name, const char *const *attributes) {
    hm_ods *book = context;
    if (book->listing)
        list(book, name, attributes);
    else if (strcmp(name, "table") == 0)
        start_table(book);
    else if (book->tables == 1 && book->passed == book->wanted + 1)
        hm_ods_start(book, name, attributes);
}

static void end(void *context, const char *name) {
    hm_ods *book = context;
    if (strcmp(name, "table") == 0) {
        book->tables--;
        if (!book->listing && book->tables == 0 && book->passed == book->wanted + 1) {
            book->at_end = true;
            hm_xml_pause(&book->xml); /* so that the next sheet can be read on from here */
        }
    } else if (book->listing) {
        if (book->tables == 0 && !hm_ods_styles_end(&book->styles, name))
            hm_xml_fail_memory(&book->xml);
    } else if (book->tables == 1 && book->passed == book->wanted + 1) {
        hm_ods_end(book, name);
    }
}

static void text(void *context, const char *piece, size_t size) {
    hm_ods *book = context;
    if (book->cell.open && book->tables == 1)
        hm_ods_text(book, piece, size);
}

static const hm_xml_handlers handlers = {start, end, text};

/* --- the whole --- */

hm_code hm_ods_open(hm_ods *book, hm_error *error) {
    hm_book_rows_open(&book->rows, book->allocator);
    hm_book_columns_open(&book->columns, book->allocator);
    hm_ods_styles_open(&book->styles, book->allocator);
    hm_ods_cell_open(book);
    book->listing = true;
    hm_code code = hm_ods_styles_read(&book->styles, &book->archive, error);
    if (code == HM_OK)
        code = hm_xml_read_part(&book->archive, content, &handlers, book, &book->xml, error);
    book->listing = false;
    book->xml.ended = true; /* nothing is being read */
    book->at_end = true;
    return code;
}

void hm_ods_close(hm_ods *book) {
    hm_xml_close(&book->xml);
    hm_book_rows_close(&book->rows);
    hm_book_columns_close(&book->columns);
    hm_ods_styles_close(&book->styles);
    hm_ods_cell_close(book);
    hm_release(book->allocator, book->sheets, book->capacity * sizeof *book->sheets);
    hm_release(book->allocator, book->hidden_styles,
               book->hidden_capacity * sizeof *book->hidden_styles);
}

/* To the front, with nothing read. */
static hm_code rewind_content(hm_ods *book, hm_error *error) {
    hm_xml_close(&book->xml);
    hm_book_rows_close(&book->rows);
    hm_book_rows_open(&book->rows, book->allocator);
    book->passed = 0;
    book->tables = 0;
    book->cell.open = false;
    return hm_xml_open(&book->xml, &book->archive, content, &handlers, book, error);
}

hm_code hm_ods_begin(hm_ods *book, size_t sheet, hm_error *error) {
    book->wanted = sheet;
    book->at_end = false;
    const bool goes_on = book->xml.parser && !book->xml.ended && book->passed <= sheet;
    if (!goes_on)
        return rewind_content(book, error);
    book->rows.taken = book->rows.row_count;
    return HM_OK;
}

hm_code hm_ods_next(hm_ods *book, hm_book_row *row, bool *hidden, hm_error *error) {
    *row = (hm_book_row){0};
    *hidden = false;
    while (!hm_book_rows_take(&book->rows, row, hidden) && !book->at_end && !book->xml.ended) {
        if (!hm_book_rows_refill(&book->rows))
            return hm_error_memory(error);
        const hm_code code = hm_xml_read(&book->xml, error);
        if (code != HM_OK)
            return code;
    }
    return HM_OK;
}
