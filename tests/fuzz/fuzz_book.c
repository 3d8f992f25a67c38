/* fuzz_book.c: the first byte says what the others are: a whole workbook, or one of its parts, the
 * rest of which is fine; it is read row by row, and into a data set. Bytes of an archive that were
 * changed hardly ever reach what reads a part.
 */
#include <stdlib.h>

#include "../c/book_parts.h"
#include "fuzz.h"
#include "program/book.h"
#include "program/book_format.h"
#include "program/collection.h"

static void walk_sheet(hm_book *book, size_t sheet) {
    hm_error error;
    hm_book_row row;
    bool hidden;
    uint32_t last = 0;
    hm_code code = hm_book_begin(book, sheet, &error);
    while (code == HM_OK && (code = hm_book_next(book, &row, &hidden, &error)) == HM_OK &&
           row.row > 0) {
        uint32_t column = 0;
        REQUIRE(row.row > last && row.row <= 1048576 && row.count > 0);
        last = row.row;
        for (size_t i = 0; i < row.count; i++) {
            REQUIRE(row.cells[i].column > column && row.cells[i].column <= 16384);
            REQUIRE(row.cells[i].text && row.cells[i].size > 0);
            REQUIRE(row.cells[i].fault <= HM_BOOK_BELOW);
            (void)hm_book_hides_column(book, row.cells[i].column);
            column = row.cells[i].column;
        }
    }
    if (code != HM_OK)
        hm_fuzz_check_error(code, &error);
}

static void walk_collection(hm_book *book) {
    hm_error error = {.code = HM_OK};
    hm_collection *collection;
    hm_book_sheet sheet;
    hm_book_row row;
    const hm_code code =
        hm_collection_open(&collection, book, "book.xlsx", hm_fuzz_allocator(), &error);
    if (code != HM_OK)
        hm_fuzz_check_error(code, &error);
    while (collection && hm_collection_next_sheet(collection, &sheet, &error))
        while (hm_collection_next_row(collection, &row, &error) == HM_OK && row.row > 0)
            REQUIRE(row.count >= 2);
    hm_book_remark remark;
    while (collection && hm_collection_next_remark(collection, &remark, &error)) {
        REQUIRE(remark.found && remark.expected && remark.input);
        REQUIRE(remark.kind == HM_BOOK_INPUT_LOST || (remark.sheet && remark.row > 0));
    }
    hm_collection_close(collection);
}

/* As figures, records and cities, by the forms that sheets show. */
static void load_book(const char *data, size_t size) {
    hm_error error;
    hm_dataset *dataset = NULL;
    REQUIRE(hm_dataset_new(&dataset, hm_fuzz_allocator(), &error) == HM_OK);
    REQUIRE(hm_dataset_add_format(dataset, &hm_program_workbooks, &error) == HM_OK);
    const hm_code code = hm_dataset_read_memory(dataset, "book.xlsx", data, size, &error);
    if (code != HM_OK)
        hm_fuzz_check_error(code, &error);
    hm_fuzz_finish_dataset(dataset);
    hm_dataset_free(dataset);
}

static void read_book(const char *data, size_t size) {
    hm_error error;
    hm_book *book;
    const hm_code code = hm_book_open(&book, "book.xlsx", data, size, hm_fuzz_allocator(), &error);
    if (code != HM_OK) {
        hm_fuzz_check_error(code, &error);
        return;
    }
    for (size_t i = 0; i < hm_book_sheet_count(book) && i < 8; i++)
        walk_sheet(book, i);
    walk_collection(book);
    hm_book_close(book);
    load_book(data, size);
}

static void read_parts(const book_part *parts, size_t count) {
    hm_buffer archive;
    book_zip(&archive, parts, count);
    if (!archive.failed)
        read_book(archive.data, archive.size);
    hm_buffer_close(&archive);
}

/* The text stands for part number `which` of an XLSX. */
static void read_xlsx(size_t which, const char *text) {
    book_part parts[] = {book_root,
                         book_workbook,
                         book_relations,
                         book_styles,
                         book_strings,
                         {"xl/worksheets/sheet1.xml",
                          "<worksheet><sheetData><row><c t='s' s='2'><v>1</v></c><c s='3'><v>2</v>"
                          "</c></row></sheetData></worksheet>"}};
    parts[which].text = text;
    read_parts(parts, sizeof parts / sizeof *parts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0)
        return 0;
    char *text = malloc(size);
    REQUIRE(text);
    memcpy(text, data + 1, size - 1);
    text[size - 1] = '\0';
    if (data[0] >= '0' && data[0] <= '5')
        read_xlsx(data[0] - '0', text);
    else if (data[0] == 'o')
        read_parts((const book_part[]){{"content.xml", text}}, 1);
    else
        read_book(text, size - 1);
    free(text);
    hm_fuzz_end();
    return 0;
}
