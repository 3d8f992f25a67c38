#include "program/book_format.h"

#include <lauxlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "program/book.h"
#include "program/collection.h"

/* --- sheets of records --- */

/* Names of records, each ended by NUL, and an empty one behind the last; NULL: there are none. */
static char *records;
static size_t records_size;

/* The names in the list at index 1, as above; their size with it. */
static size_t measure_names(lua_State *L, char *out) {
    size_t size = 0;
    for (lua_Integer i = 1; lua_geti(L, 1, i) == LUA_TSTRING; i++) {
        const char *name = lua_tostring(L, -1);
        const size_t length = strlen(name) + 1;
        if (out)
            memcpy(out + size, name, length);
        size += length;
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    if (out)
        out[size] = '\0';
    return size + 1;
}

int hm_program_expect_records(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    const size_t size = measure_names(L, NULL);
    char *names = hm_allocate(hm_allocator_default(), size);
    if (!names)
        return luaL_error(L, "out of memory");
    (void)measure_names(L, names);
    hm_release(hm_allocator_default(), records, records_size);
    records = names;
    records_size = size;
    return 0;
}

static const char *records_called(const char *sheet) {
    for (const char *name = records; name && *name; name += strlen(name) + 1)
        if (hm_text_same(sheet, strlen(sheet), name))
            return name;
    return NULL;
}

/* --- the format --- */

/* A workbook that is being read. */
typedef struct open_book {
    hm_book *book;
    hm_collection *collection; /* NULL: it is none */
    size_t next;               /* sheet to be given */
    bool hidden;               /* the last row that was given is not shown */
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
    const char *name = hm_book_sheet_name(open->book, open->next);
    *sheet = (hm_book_sheet){.name = name,
                             .records = records_called(name),
                             .hidden = hm_book_sheet_is_hidden(open->book, open->next)};
    return hm_book_begin(open->book, open->next++, error) == HM_OK;
}

static int next_row(void *context, void *opened, hm_book_row *row, hm_error *error) {
    open_book *open = opened;
    (void)context;
    const hm_code code = open->collection ? hm_collection_next_row(open->collection, row, error)
                                          : hm_book_next(open->book, row, &open->hidden, error);
    return code == HM_OK && row->row > 0;
}

/* What a collection workbook hides is there for us. */
static int is_hidden(void *context, void *opened, uint32_t column) {
    const open_book *open = opened;
    (void)context;
    if (open->collection)
        return 0;
    return column > 0 ? hm_book_hides_column(open->book, column) : open->hidden;
}

static int next_remark(void *context, void *opened, hm_book_remark *remark, hm_error *error) {
    open_book *open = opened;
    (void)context;
    return open->collection && hm_collection_next_remark(open->collection, remark, error);
}

const hm_book_format hm_program_workbooks = {.size = sizeof(hm_book_format),
                                             .name = "a workbook",
                                             .recognise = recognise,
                                             .open = open_workbook,
                                             .close = close_book,
                                             .next_sheet = next_sheet,
                                             .next_row = next_row,
                                             .is_hidden = is_hidden,
                                             .next_remark = next_remark};
