/* test_book_seen.c: what a workbook shows of its cells, and what it does not: merged cells, hidden
 * rows and columns, dates by their styles. */
#include "book_support.h"

/* --- merged cells --- */

#define HEAD "<row r='1'><c r='A1'><v>1</v></c><c r='D1'><v>4</v></c></row>"

/* An XLSX of one sheet that has `parts` before its rows and `merges` behind them. */
static void expect_sheet(const char *parts, const char *rows, const char *merges,
                         const char *expected) {
    static char sheet[8192];
    (void)snprintf(sheet, sizeof sheet, XML "<worksheet>%s<sheetData>%s</sheetData>%s</worksheet>",
                   parts, rows, merges);
    const book_part all[] = {book_root,   book_workbook, book_relations,
                             book_styles, book_strings,  {"xl/worksheets/sheet1.xml", sheet}};
    book_expect(all, sizeof all / sizeof *all, expected);
}

static void book_knows_what_merged_cells_cover(void **state) {
    (void)state;
    static const struct {
        const char *rows, *merges, *expected;
    } cases[] = {
        /* across and down: the others show the first */
        {HEAD, "<mergeCell ref='A1:C1'/>", "S| 1: A=1 B<1 C<1 D=4"},
        {HEAD "<row r='2'><c r='B2'><v>2</v></c></row>", "<mergeCell ref='A1:A2'/>",
         "S| 1: A=1 D=4; 2: A^1 B=2"},
        /* rows without a cell of their own have none; below, its first column shows it alone */
        {HEAD "<row r='2'/><row r='3'><c r='D3'><v>2</v></c></row>"
              "<row r='4'><c r='D4'><v>3</v></c></row>",
         "<mergeCell ref='A1:B3'/>", "S| 1: A=1 B<1 D=4; 3: A^1 D=2; 4: D=3"},
        /* an error is nobody's name */
        {"<row r='1'><c r='A1' t='e'><v>#N/A</v></c></row><row r='2'><c r='B2'><v>2</v></c></row>",
         "<mergeCell ref='A1:A2'/>", "S| 1: A!#N/A; 2: B=2"},
        /* what lies under one was never deleted */
        {HEAD "<row r='2'><c r='A2'><v>9</v></c><c r='B2' s='1'><v>2</v></c></row>",
         "<mergeCell ref='A1:B2'/>", "S| 1: A=1 B<1 D=4; 2: A_9 B_2"},
        {HEAD, "<mergeCell ref='C1:D1'/>", "S| 1: A=1 D_4"},
        /* several, in any order, one behind the other and one below the other */
        {HEAD "<row r='3'><c r='A3'><v>3</v></c><c r='C3'><v>5</v></c></row>",
         "<mergeCell ref='C3:D3'/><mergeCell ref='A3:B3'/><mergeCell ref='A1:B1'/>",
         "S| 1: A=1 B<1 D=4; 3: A=3 B<3 C=5 D<5"},
        /* a row that is passed over, and one that one of two does not reach */
        {"<row r='4'><c r='A4'><v>1</v></c><c r='B4'><v>2</v></c><c r='C4'><v>3</v></c></row>",
         "<mergeCell ref='A2:A5'/><mergeCell ref='B2:B3'/><mergeCell ref='C4:C5'/>",
         "S| 4: A_1 B=2 C=3"},
        /* one that lies over another, ones that are none, and cells out of order */
        {HEAD, "<mergeCell ref='A1:B1'/><mergeCell ref='B1:D1'/>", "S| 1: A=1 B<1 D=4"},
        {HEAD, "<mergeCell ref='A1'/><mergeCell ref='D1:A1'/><mergeCell ref='x:y'/><mergeCell/>",
         "S| 1: A=1 D=4"},
        {"<row r='1'><c r='D1'><v>4</v></c><c r='B1'><v>2</v></c><c r='A1'><v>1</v></c></row>",
         "<mergeCell ref='B1:C1'/>", "S| 1: A=1 B=2 C<2 D=4"},
    };
    book_expect_rows(HEAD, "S| 1: A=1 D=4");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char merges[256];
        (void)snprintf(merges, sizeof merges, "<mergeCells>%s</mergeCells>", cases[i].merges);
        expect_sheet("", cases[i].rows, merges, cases[i].expected);
    }
}

/* A sheet in UTF-16, in which nobody finds a word by its bytes, and one whose elements have
 * prefixes. */
static void book_finds_merged_cells_however_they_are_written(void **state) {
    (void)state;
    expect_sheet("", HEAD, "<x:mergeCells xmlns:x='m'><x:mergeCell ref='A1:B1'/></x:mergeCells>",
                 "S| 1: A=1 B<1 D=4");
    const char *text = XML "<worksheet><sheetData>" HEAD "</sheetData><mergeCells>"
                           "<mergeCell ref='A1:B1'/></mergeCells></worksheet>";
    hm_buffer wide, archive, shown;
    hm_buffer_open(&wide, hm_allocator_default());
    hm_buffer_add(&wide, "\xFF\xFE", 2);
    for (const char *at = strstr(text, "<worksheet>"); *at; at++) {
        hm_buffer_add_char(&wide, *at);
        hm_buffer_add_char(&wide, '\0');
    }
    const book_part parts[] = {book_root, book_workbook, book_relations, book_styles, book_strings};
    book_packed packed[6] = {book_stored("xl/worksheets/sheet1.xml", wide.data, wide.size)};
    for (size_t i = 0; i < 5; i++)
        packed[i + 1] = book_stored(parts[i].name, parts[i].text, strlen(parts[i].text));
    book_zip_packed(&archive, packed, 6);
    book_show(&shown, archive.data, archive.size);
    assert_string_equal(shown.data, "S| 1: A=1 B<1 D=4");
    hm_buffer_close(&wide);
    hm_buffer_close(&archive);
    hm_buffer_close(&shown);
}

/* --- merged cells of OpenDocument --- */

#define CELL    "table:table-cell"
#define COVERED "table:covered-table-cell"
#define FIVE    " office:value-type='float' office:value='5'/>"
#define ROW(x)  "<table:table-row>" x "</table:table-row>"

static void expect_ods(const char *styles, const char *rows, const char *expected) {
    static char tables[4096];
    (void)snprintf(tables, sizeof tables, "<table:table table:name='S'>%s</table:table>", rows);
    book_expect_ods(styles, tables, expected);
}

static void book_knows_what_merged_ods_cells_cover(void **state) {
    (void)state;
    expect_ods("",
               ROW("<" CELL " table:number-columns-spanned='3' table:number-rows-spanned='2'" FIVE
                   "<" COVERED " table:number-columns-repeated='2'/><" CELL FIVE)
                   ROW("<" COVERED "/><" COVERED FIVE "<" COVERED "/><" CELL FIVE),
               "S| 1: A=5 B<5 C<5 D=5; 2: A^5 B_5 D=5");
    /* down, in rows that have a cell of their own */
    expect_ods("",
               ROW("<" CELL " table:number-rows-spanned='4'" FIVE "<" CELL FIVE)
                   ROW("<" COVERED "/><" CELL FIVE) ROW("<" COVERED "/>")
                       ROW("<" COVERED "/><" CELL FIVE) ROW("<" CELL "/><" CELL FIVE),
               "S| 1: A=5 B=5; 2: A^5 B=5; 4: A^5 B=5; 5: B=5");
    /* more is covered than the cell says */
    expect_ods("",
               ROW("<" CELL " table:number-columns-spanned='2'" FIVE "<" COVERED
                   " table:number-columns-repeated='3'/><" CELL FIVE),
               "S| 1: A=5 E=5");
}

/* --- hidden columns --- */

static void expect_hidden(const book_part *parts, size_t count, const char *expected) {
    hm_buffer archive;
    hm_book *book;
    hm_book_row row;
    bool hidden;
    char found[8] = "";
    book_zip(&archive, parts, count);
    assert_int_equal(
        hm_book_open(&book, "b", archive.data, archive.size, hm_allocator_default(), NULL), HM_OK);
    assert_int_equal(hm_book_begin(book, 0, NULL), HM_OK);
    assert_int_equal(hm_book_next(book, &row, &hidden, NULL), HM_OK);
    for (uint32_t column = 1; column < sizeof found; column++)
        found[column - 1] = hm_book_hides_column(book, column) ? 'h' : '-';
    assert_string_equal(found, expected);
    assert_false(hm_book_hides_column(book, 16384));
    hm_book_close(book);
    hm_buffer_close(&archive);
}

static void book_knows_hidden_columns(void **state) {
    (void)state;
    const book_part xlsx[] = {
        book_root,
        book_workbook,
        book_relations,
        book_styles,
        book_strings,
        {"xl/worksheets/sheet1.xml",
         XML "<worksheet><cols><col min='2' max='3' hidden='1'/><col min='4' max='4'/>"
             "<col min='5' max='5' hidden='true'/><col min='1' max='7' hidden='1'/>"
             "<col min='7' max='99999999999' hidden='0'/></cols><sheetData>" HEAD
             "</sheetData></worksheet>"}};
    expect_hidden(xlsx, 6, "-hh-h--");
    const book_part ods[] = {
        {"content.xml",
         "<d><table:table table:name='a'><table:table-column/><table:table-column "
         "table:number-columns-repeated='2' table:visibility='collapse'/><table:table-column-group>"
         "<table:table-column table:visibility='visible'/><table:table-column "
         "table:visibility='filter'/></table:table-column-group><table:table-column "
         "table:number-columns-repeated='99999'/>" ROW("<" CELL FIVE) "</table:table></d>"}};
    expect_hidden(ods, 1, "-hh-h--");
}

/* --- dates of OpenDocument, as far as they are shown --- */

#define DATES                                                                                      \
    "<number:date-style style:name='M'><number:month/><number:text>/</number:text><number:year/>"  \
    "</number:date-style><number:date-style style:name='Y'><number:year/></number:date-style>"     \
    "<number:date-style style:name='Q'><number:quarter/><number:year/></number:date-style>"        \
    "<number:date-style style:name='H'><number:year/><number:hours/></number:date-style>"          \
    "<number:date-style style:name='D'><number:day/><number:month/></number:date-style>"           \
    "<style:style style:name='m' style:family='table-cell' style:data-style-name='M'/>"            \
    "<style:style style:name='y' style:family='table-cell' style:data-style-name='Y'/>"            \
    "<style:style style:name='q' style:family='table-cell' style:data-style-name='Q'/>"            \
    "<style:style style:name='h' style:family='table-cell' style:data-style-name='H'/>"            \
    "<style:style style:name='d' style:family='table-cell' style:data-style-name='D'/>"            \
    "<style:style style:name='child' style:family='table-cell' style:parent-style-name='m'/>"      \
    "<style:style style:name='row' style:family='table-row' style:data-style-name='M'/>"
#define DATE(style, date)                                                                          \
    "<" CELL " table:style-name='" style "' office:value-type='date' office:date-value='" date "'" \
    "/"                                                                                            \
    ">"

static void book_reads_ods_dates_as_they_are_shown(void **state) {
    (void)state;
    expect_ods(DATES,
               ROW(DATE("m", "2025-06-01") DATE("y", "2025-06-01") DATE("q", "2025-06-01")
                       DATE("h", "2025-06-01") DATE("d", "2025-06-01") DATE("child", "2025-06-01")
                           DATE("row", "2025-06-01") DATE("none", "2025-06-01")),
               "S| 1: A=2025-06 B=2025 C=2025-Q2 D=2025-06-01 E=2025-06-01 F=2025-06 G=2025-06-01 "
               "H=2025-06-01");
    /* a time is never dropped; what is no date stays as it is */
    expect_ods(DATES,
               ROW(DATE("m", "2025-06-01T00:00:00") DATE("m", "2025-06-01T06:00:00")
                       DATE("q", "2025-12-31") DATE("y", "-2025-06-01") DATE("y", "2025-6-1")),
               "S| 1: A=2025-06 B=2025-06-01T06:00:00 C=2025-Q4 D=-2025-06-01 E=2025-6-1");
    /* cells that say nothing are as their column says, and only these */
    expect_ods(DATES,
               "<table:table-column/><table:table-column table:default-cell-style-name='m'/>" ROW(
                   "<" CELL " office:value-type='date' office:date-value='2025-06-01'/>"
                   "<" CELL " office:value-type='date' office:date-value='2025-06-01'/>")
                   ROW("<" CELL "/>" DATE("y", "2025-06-01")),
               "S| 1: A=2025-06-01 B=2025-06; 2: B=2025");
}

/* Styles that have names for people stand in a part of their own, beside those of headers and
 * footers, which are none of cells. */
static void book_finds_ods_styles_in_their_own_part(void **state) {
    (void)state;
    const book_part parts[] = {
        {"content.xml",
         "<d><a:automatic-styles><style:style style:name='c' "
         "style:family='table-cell' style:data-style-name='N1'/></a:automatic-styles>"
         "<table:table table:name='S'>" ROW(DATE("c", "2025-06-01")) "</table:table></d>"},
        {"styles.xml", "<d><o:styles><n:date-style s:name='N1'><n:year/><n:month/></n:date-style>"
                       "</o:styles><o:automatic-styles><n:date-style s:name='N1'><n:day/>"
                       "</n:date-style></o:automatic-styles></d>"}};
    book_expect(parts, 2, "S| 1: A=2025-06");
}

/* --- figures and texts --- */

/* The faults of the cells of the only row. */
static void expect_faults(const book_part *parts, size_t count, const hm_book_fault *expected,
                          size_t cells) {
    hm_buffer archive;
    hm_book *book;
    hm_book_row row;
    bool hidden;
    book_zip(&archive, parts, count);
    assert_int_equal(
        hm_book_open(&book, "b", archive.data, archive.size, hm_allocator_default(), NULL), HM_OK);
    assert_int_equal(hm_book_begin(book, 0, NULL), HM_OK);
    assert_int_equal(hm_book_next(book, &row, &hidden, NULL), HM_OK);
    assert_int_equal(row.count, cells);
    for (size_t i = 0; i < cells; i++)
        assert_int_equal(row.cells[i].fault, expected[i]);
    hm_book_close(book);
    hm_buffer_close(&archive);
}

static void book_tells_figures_from_texts(void **state) {
    (void)state;
    static const hm_book_fault expected[] = {HM_BOOK_FINE, HM_BOOK_TEXT, HM_BOOK_TEXT,
                                             HM_BOOK_TEXT, HM_BOOK_FINE, HM_BOOK_FINE};
    const book_part xlsx[] = {
        book_root,
        book_workbook,
        book_relations,
        book_styles,
        book_strings,
        {"xl/worksheets/sheet1.xml",
         XML "<worksheet><sheetData><row><c><v>1.5</v></c><c t='inlineStr'><is><t>1.5</t></is></c>"
             "<c t='s'><v>0</v></c><c t='str'><f>A1</f><v>1.5</v></c><c t='b'><v>1</v></c>"
             "<c s='2'><v>45838</v></c></row></sheetData></worksheet>"}};
    expect_faults(xlsx, 6, expected, 6);
    const book_part ods[] = {
        {"content.xml",
         "<d><table:table table:name='S'>" ROW(
             "<" CELL FIVE "<" CELL " office:value-type='string'><text:p>1.5</text:p></" CELL
             "><" CELL "><text:p>1.5</text:p></" CELL "><" CELL " office:value-type='string' "
             "office:string-value='1.5'/><" CELL " office:value-type='boolean' "
             "office:boolean-value='true'/>" DATE("x", "2025-06-01")) "</table:table></d>"}};
    expect_faults(ods, 1, expected, 6);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(book_knows_what_merged_cells_cover),
        cmocka_unit_test(book_finds_merged_cells_however_they_are_written),
        cmocka_unit_test(book_knows_what_merged_ods_cells_cover),
        cmocka_unit_test(book_knows_hidden_columns),
        cmocka_unit_test(book_reads_ods_dates_as_they_are_shown),
        cmocka_unit_test(book_finds_ods_styles_in_their_own_part),
        cmocka_unit_test(book_tells_figures_from_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
