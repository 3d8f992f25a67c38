#include "program/book.h"

#include <string.h>

#include "program/ods.h"
#include "program/xlsx.h"

bool hm_book_looks_like(const char *data, size_t size) {
    return size >= 4 &&
           (memcmp(data, "PK\x03\x04", 4) == 0 || memcmp(data, "\xD0\xCF\x11\xE0", 4) == 0);
}

#if defined(HM_LIBZIP) && defined(HM_EXPAT)

struct hm_book {
    const hm_allocator *allocator;
    bool is_ods;
    union {
        hm_xlsx xlsx;
        hm_ods ods;
    } as;
};

/* --- files that are no workbook that can be read --- */

static bool contains(const char *data, size_t size, const char *wanted, size_t wanted_size) {
    for (const char *at = data; size >= wanted_size;) {
        const char *found = memchr(at, wanted[0], size - wanted_size + 1);
        if (!found)
            return false;
        if (memcmp(found, wanted, wanted_size) == 0)
            return true;
        size -= (size_t)(found + 1 - at);
        at = found + 1;
    }
    return false;
}

static hm_code refuse(const char *file, const char *why, hm_error *error) {
    return hm_error_at(error, HM_ERROR_DATA, file, 0, 0, "%s", why);
}

/* The container that Excel wrote until 2003, and that holds workbooks with a password still. */
static hm_code refuse_old(const char *file, const char *data, size_t size, hm_error *error) {
    static const char encrypted[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    return refuse(file,
                  contains(data, size, encrypted, sizeof encrypted)
                      ? "found a workbook that is protected with a password: save it without one"
                      : "found an old workbook (.xls), expected .xlsx or .ods: save it as one of "
                        "these",
                  error);
}

/* --- opening --- */

/* OpenDocument says so in a list of what the archive holds. */
static void note_encryption(void *context, const char *name, const char *const *attributes) {
    (void)attributes;
    if (strcmp(name, "encryption-data") == 0)
        *(bool *)context = true;
}

static void ignore_end(void *context, const char *name) {
    (void)context;
    (void)name;
}

static hm_code open_ods(hm_ods *ods, hm_error *error) {
    static const hm_xml_handlers handlers = {note_encryption, ignore_end, NULL};
    static const char manifest[] = "META-INF/manifest.xml";
    bool encrypted = false;
    hm_code code = HM_OK;
    if (hm_archive_has(&ods->archive, manifest))
        code = hm_xml_read_part(&ods->archive, manifest, &handlers, &encrypted, &ods->xml, error);
    if (code == HM_OK && encrypted)
        code = refuse(ods->archive.file,
                      "found a workbook that is protected with a password: save it without one",
                      error);
    return code == HM_OK ? hm_ods_open(ods, error) : code;
}

static bool ends_with(const char *text, const char *end) {
    const size_t size = strlen(text), wanted = strlen(end);
    return size >= wanted && memcmp(text + size - wanted, end, wanted) == 0;
}

static hm_code open_xlsx(hm_xlsx *xlsx, hm_error *error) {
    hm_xlsx_relations relations = {0};
    hm_code code = hm_xlsx_relations_read(&relations, &xlsx->arena, &xlsx->archive, "", error);
    const hm_xlsx_relation *main = hm_xlsx_relation_of_type(&relations, "officeDocument");
    if (code == HM_OK && !main)
        code = refuse(xlsx->archive.file,
                      "found an archive that is no workbook, expected .xlsx or .ods", error);
    else if (code == HM_OK && ends_with(main->part, ".bin"))
        code = refuse(xlsx->archive.file,
                      "found a binary workbook (.xlsb), expected .xlsx or .ods: save it as one of "
                      "these",
                      error);
    if (code == HM_OK)
        code = hm_xlsx_open(xlsx, main->part, error);
    hm_xlsx_relations_close(&relations);
    return code;
}

void hm_book_close(hm_book *book) {
    if (!book)
        return;
    hm_archive *archive = book->is_ods ? &book->as.ods.archive : &book->as.xlsx.archive;
    hm_arena *arena = book->is_ods ? &book->as.ods.arena : &book->as.xlsx.arena;
    if (book->is_ods)
        hm_ods_close(&book->as.ods);
    else
        hm_xlsx_close(&book->as.xlsx);
    hm_archive_close(archive);
    hm_arena_close(arena);
    hm_release(book->allocator, book, sizeof *book);
}

/* Takes the archive, which the book closes from here on. */
static hm_code open_kind(hm_book *book, hm_archive archive, hm_error *error) {
    book->is_ods = hm_archive_has(&archive, "content.xml");
    if (book->is_ods) {
        book->as.ods.allocator = book->allocator;
        book->as.ods.archive = archive;
        hm_arena_open(&book->as.ods.arena, book->allocator);
        return open_ods(&book->as.ods, error);
    }
    book->as.xlsx.allocator = book->allocator;
    book->as.xlsx.archive = archive;
    hm_arena_open(&book->as.xlsx.arena, book->allocator);
    return open_xlsx(&book->as.xlsx, error);
}

hm_code hm_book_open(hm_book **out, const char *file, const char *data, size_t size,
                     const hm_allocator *allocator, hm_error *error) {
    *out = NULL;
    if (size >= 4 && memcmp(data, "\xD0\xCF\x11\xE0", 4) == 0)
        return refuse_old(file, data, size, error);
    hm_archive archive;
    hm_code code = hm_archive_open(&archive, file, data, size, error);
    if (code != HM_OK)
        return code;
    hm_book *book = hm_allocate_array(allocator, 1, sizeof *book);
    if (!book) {
        hm_archive_close(&archive);
        return hm_error_memory(error);
    }
    book->allocator = allocator;
    code = open_kind(book, archive, error);
    if (code == HM_OK)
        *out = book;
    else
        hm_book_close(book);
    return code;
}

/* --- sheets and rows --- */

size_t hm_book_sheet_count(const hm_book *book) {
    return book->is_ods ? book->as.ods.count : book->as.xlsx.count;
}

const char *hm_book_sheet_name(const hm_book *book, size_t sheet) {
    return book->is_ods ? book->as.ods.sheets[sheet].name : book->as.xlsx.sheets[sheet].name;
}

bool hm_book_sheet_is_hidden(const hm_book *book, size_t sheet) {
    return book->is_ods ? book->as.ods.sheets[sheet].hidden : book->as.xlsx.sheets[sheet].hidden;
}

hm_code hm_book_begin(hm_book *book, size_t sheet, hm_error *error) {
    return book->is_ods ? hm_ods_begin(&book->as.ods, sheet, error)
                        : hm_xlsx_begin(&book->as.xlsx, sheet, error);
}

hm_code hm_book_next(hm_book *book, hm_book_row *row, bool *hidden, hm_error *error) {
    return book->is_ods ? hm_ods_next(&book->as.ods, row, hidden, error)
                        : hm_xlsx_sheet_next(&book->as.xlsx.sheet, row, hidden, error);
}

bool hm_book_hides_column(const hm_book *book, uint32_t column) {
    const hm_book_run *run = hm_book_columns_find(
        book->is_ods ? &book->as.ods.columns : &book->as.xlsx.sheet.columns, column);
    return run && run->hidden;
}

#else

/* Built without what workbooks are read with: none is ever open. */
hm_code hm_book_open(hm_book **out, const char *file, const char *data, size_t size,
                     const hm_allocator *allocator, hm_error *error) {
    (void)data;
    (void)size;
    (void)allocator;
    *out = NULL;
    return hm_error_at(error, HM_ERROR_DATA, file, 0, 0,
                       "found a workbook, which this program cannot read, as it was built without "
                       "libzip and Expat: save the sheet as CSV");
}

void hm_book_close(hm_book *book) {
    (void)book;
}

size_t hm_book_sheet_count(const hm_book *book) {
    (void)book;
    return 0;
}

const char *hm_book_sheet_name(const hm_book *book, size_t sheet) {
    (void)book;
    (void)sheet;
    return "";
}

bool hm_book_sheet_is_hidden(const hm_book *book, size_t sheet) {
    (void)book;
    (void)sheet;
    return false;
}

hm_code hm_book_begin(hm_book *book, size_t sheet, hm_error *error) {
    (void)book;
    (void)sheet;
    (void)error;
    return HM_OK;
}

hm_code hm_book_next(hm_book *book, hm_book_row *row, bool *hidden, hm_error *error) {
    (void)book;
    (void)error;
    *hidden = false;
    *row = (hm_book_row){0};
    return HM_OK;
}

bool hm_book_hides_column(const hm_book *book, uint32_t column) {
    (void)book;
    (void)column;
    return false;
}

#endif
