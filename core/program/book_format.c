#include "program/book_format.h"

#include "base/error.h"
#include "base/memory.h"
#include "program/book.h"
#include "program/collection.h"

/* A workbook that is being read. */
typedef struct open_book {
    hm_book *book;
    hm_collection *collection; /* NULL: it is none */
    size_t next;               /* sheet to be given */
} open_book;

static int recognise(void *context, const char *name, const char *first, size_t size) {
    (void)context;
    (void)name;
    return hm_book_looks_like(first, size);
}

static void close_book(void *context, void *opened) {
    open_book *open = opened;
    (void)context;
    hm_collection_close(open->collection);
    hm_book_close(open->book);
    hm_release(hm_allocator_default(), open, sizeof *open);
}

static hm_code open_parts(open_book *open, const char *name, const char *data, size_t size,
                          hm_error *error) {
    const hm_allocator *allocator = hm_allocator_default();
    const hm_code code = hm_book_open(&open->book, name, data, size, allocator, error);
    return code == HM_OK ? hm_collection_open(&open->collection, open->book, name, allocator, error)
                         : code;
}

static hm_code open_workbook(void *context, void **out, const char *name, const char *data,
                             size_t size, hm_error *error) {
    open_book *open = hm_allocate_array(hm_allocator_default(), 1, sizeof *open);
    if (!open)
        return hm_error_memory(error);
    const hm_code code = open_parts(open, name, data, size, error);
    if (code == HM_OK)
        *out = open;
    else
        close_book(context, open);
    return code;
}

static int next_sheet(void *context, void *opened, hm_book_sheet *sheet, hm_error *error) {
    open_book *open = opened;
    (void)context;
    if (open->collection)
        return hm_collection_next_sheet(open->collection, sheet, error);
    if (open->next == hm_book_sheet_count(open->book))
        return 0;
    *sheet = (hm_book_sheet){.name = hm_book_sheet_name(open->book, open->next),
                             .hidden = hm_book_sheet_is_hidden(open->book, open->next)};
    return hm_book_begin(open->book, open->next++, error) == HM_OK;
}

static int next_row(void *context, void *opened, hm_book_row *row, hm_error *error) {
    open_book *open = opened;
    bool hidden;
    (void)context;
    const hm_code code = open->collection ? hm_collection_next_row(open->collection, row, error)
                                          : hm_book_next(open->book, row, &hidden, error);
    return code == HM_OK && row->row > 0;
}

const hm_book_format hm_program_workbooks = {.size = sizeof(hm_book_format),
                                             .name = "a workbook",
                                             .recognise = recognise,
                                             .open = open_workbook,
                                             .close = close_book,
                                             .next_sheet = next_sheet,
                                             .next_row = next_row};
