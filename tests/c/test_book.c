/* test_book.c: workbooks that are whole: every kind of cell, and what programs write differently.
 */
#include "book_support.h"

/* --- XLSX --- */

static void book_reads_kinds_of_cells(void **state) {
    (void)state;
    static const struct {
        const char *row, *expected;
    } cases[] = {
        /* texts: shared, of several runs, without how they are pronounced; inline; of a formula */
        {"<c r='A1' t='s'><v>0</v></c>", "1: A=city"},
        {"<c r='A1' t='s'><v>1</v></c>", "1: A=Aachen "},
        {"<c r='A1' t='s'><v>2</v></c>", "1: A=\xE6\x9D\xB1\xE4\xBA\xAC"},
        {"<c r='A1' t='s'><v>3</v></c>", ""},
        {"<c r='A1' t='s'><v>4</v></c>", "1: A=a\nb_c_x12_"},
        {"<c r='A1' t='inlineStr'><is><t>x</t></is></c>", "1: A=x"},
        {"<c r='A1' t='inlineStr'><is><r><t>x</t></r><r><t> y</t></r><rPh><t>z</t></rPh></is></c>",
         "1: A=x y"},
        {"<c r='A1' t='inlineStr'><is><t>&lt;&amp;&#x20AC;</t></is></c>", "1: A=<&\xE2\x82\xAC"},
        {"<c r='A1' t='str'><f>B1&amp;\"\"</f><v>x</v></c>", "1: A=x"},
        {"<c r='A1' t='str'><f>\"\"</f><v></v></c>", ""},
        {"<c r='A1' t='str'><f>_x0041_</f><v>_x0041_</v></c>", "1: A=A"},
        /* numbers, as short as they can be */
        {"<c r='A1'><v>5</v></c>", "1: A=5"},
        {"<c r='A1' t='n'><v>-0.5</v></c>", "1: A=-0.5"},
        {"<c r='A1'><v>0.84999999999999998</v></c>", "1: A=0.85"},
        {"<c r='A1'><v>1.5E-3</v></c>", "1: A=0.0015"},
        {"<c r='A1'><v>1E+3</v></c>", "1: A=1000"},
        {"<c r='A1'><v>007</v></c>", "1: A=7"},
        {"<c r='A1'><v>0.30000000000000004</v></c>", "1: A=0.30000000000000004"},
        {"<c r='A1'><v>1e999</v></c>", "1: A=1e999"},
        {"<c r='A1'><v>NaN</v></c>", "1: A=NaN"},
        {"<c r='A1'><f>SUM(B1:B2)</f><v>3</v></c>", "1: A=3"},
        {"<c r='A1' s='1'><v>0.85</v></c>", "1: A%0.85"},
        {"<c r='A1' s='6'><v>0.85</v></c>", "1: A%0.85"},
        {"<c r='A1' s='8'><v>3</v></c>", "1: A=3"},
        {"<c r='A1' s='99'><v>3</v></c>", "1: A=3"},
        /* flags: LibreOffice writes a formula */
        {"<c r='A1' t='b'><v>1</v></c>", "1: A=TRUE"},
        {"<c r='A1' t='b'><v>0</v></c>", "1: A=FALSE"},
        {"<c r='A1' t='b'><f aca='false'>TRUE()</f><v>1</v></c>", "1: A=TRUE"},
        /* dates: 45838 is 2025-06-30, 60 the leap day of 1900 that there was not */
        {"<c r='A1' s='2'><v>45838</v></c>", "1: A=2025-06-30"},
        {"<c r='A1' s='7'><v>45838</v></c>", "1: A=2025-06-30"},
        {"<c r='A1' s='3'><v>45838.5</v></c>", "1: A=2025-06-30T12:00:00"},
        {"<c r='A1' s='2'><v>45838.75</v></c>", "1: A=2025-06-30T18:00:00"},
        {"<c r='A1' s='4'><v>45838</v></c>", "1: A=2025-06"},
        {"<c r='A1' s='9'><v>45838</v></c>", "1: A=2025"},
        {"<c r='A1' s='5'><v>1.25</v></c>", "1: A=PT30H0M0S"},
        {"<c r='A1' s='2'><v>1</v></c>", "1: A=1900-01-01"},
        {"<c r='A1' s='2'><v>59</v></c>", "1: A=1900-02-28"},
        {"<c r='A1' s='2'><v>60</v></c>", "1: A=1900-02-29"},
        {"<c r='A1' s='2'><v>61</v></c>", "1: A=1900-03-01"},
        {"<c r='A1' s='2'><v>-1</v></c>", "1: A=-1"},
        {"<c r='A1' s='2'><v>3000000</v></c>", "1: A=3000000"},
        {"<c r='A1' s='3'><v>45838</v></c>", "1: A=2025-06-30"},
        {"<c r='A1' t='d'><v>2025-06-30</v></c>", "1: A=2025-06-30"},
        {"<c r='A1' t='d'><v>2025-06-30T00:00:00</v></c>", "1: A=2025-06-30"},
        {"<c r='A1' t='d' s='3'><v>2025-06-30T12:00:00Z</v></c>", "1: A=2025-06-30T12:00:00Z"},
        {"<c r='A1' t='d' s='4'><v>2025-06-30</v></c>", "1: A=2025-06"},
        /* errors, and formulas that nobody has calculated */
        {"<c r='A1' t='e'><v>#N/A</v></c>", "1: A!#N/A"},
        {"<c r='A1' t='e'><f>1/0</f><v>#DIV/0!</v></c>", "1: A!#DIV/0!"},
        {"<c r='A1'><f>1+1</f></c>", "1: A~=1+1"},
        {"<c r='A1'><f>1+1</f><v></v></c>", "1: A~=1+1"},
        {"<c r='A1'><f>1+1</f><v/></c>", "1: A~=1+1"},
        {"<c r='A1' t='str'><f>B1</f></c>", "1: A~=B1"},
        {"<c r='A1'><f t='shared' si='0'/></c>", "1: A~="},
        /* nothing */
        {"<c r='A1' s='1'/>", ""},
        {"<c r='A1'><v></v></c>", ""},
        {"<c r='A1' t='inlineStr'><is><t></t></is></c>", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char row[512], expected[128];
        (void)snprintf(row, sizeof row, "<row r='1'>%s</row>", cases[i].row);
        (void)snprintf(expected, sizeof expected, "S| %s", cases[i].expected);
        book_expect_rows(row, expected);
    }
}

static void book_places_cells(void **state) {
    (void)state;
    static const struct {
        const char *rows, *expected;
    } cases[] = {
        {"<row r='3'><c r='B3'><v>1</v></c><c r='XFD3'><v>2</v></c></row>", "3: B=1 XFD=2"},
        {"<row r='1048576'><c r='AA1048576'><v>1</v></c></row>", "1048576: AA=1"},
        /* neither rows nor cells say where they are */
        {"<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>",
         "1: A=1 B=2; 2: A=3"},
        {"<row r='5'><c r='C5'><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>",
         "5: C=1 D=2; 6: A=3"},
        /* cells in any order */
        {"<row r='1'><c r='C1'><v>3</v></c><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c></row>",
         "1: A=1 B=2 C=3"},
        {"<row r='1' hidden='1'><c r='A1'><v>1</v></c></row><row r='2' hidden='0'><c r='A2'><v>2"
         "</v></c></row>",
         "1h: A=1; 2: A=2"},
        {"<row r='1'/><row r='2'><c r='A2' s='1'/></row>", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char expected[128];
        (void)snprintf(expected, sizeof expected, "S| %s", cases[i].expected);
        book_expect_rows(cases[i].rows, expected);
    }
}

/* The parts have other names than usual, sheets stand in another order, one is hidden, one is a
 * chart, and days are counted from 1904. */
static void book_follows_relations(void **state) {
    (void)state;
    const book_part parts[] = {
        {"_rels/.rels", RELATIONS "<Relationship Id='x' Type='" OFFICE
                                  "officeDocument' Target='/office/main.xml'/></Relationships>"},
        {"office/main.xml",
         XML "<x:workbook xmlns:x='m' xmlns:q='" OFFICE "'><x:workbookPr date1904='true'/>"
             "<x:sheets><x:sheet name='Zw&amp;i' q:id='b'/><x:sheet name='Chart' q:id='c'/>"
             "<x:sheet name='One' state='veryHidden' q:id='a'/></x:sheets></x:workbook>"},
        {"office/_rels/main.xml.rels",
         RELATIONS "<Relationship Id='a' Type='" OFFICE "worksheet' Target='../tab/ONE.xml'/>"
                   "<Relationship Id='b' Type='http://purl.oclc.org/ooxml/officeDocument/"
                   "relationships/worksheet' Target='./two.xml'/><Relationship Id='c' Type='" OFFICE
                   "chartsheet' Target='chart.xml'/><Relationship Id='d' Type='" OFFICE
                   "hyperlink' Target='http://x.y/' TargetMode='External'/><Relationship Id='e' "
                   "Type='" OFFICE "styles' Target='/s.xml'/></Relationships>"},
        {"s.xml", "<styleSheet><cellXfs><xf/><xf numFmtId='14'/></cellXfs></styleSheet>"},
        {"office/chart.xml", "<chartsheet/>"},
        {"tab/one.xml", "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>"},
        {"office/two.xml", "<x:worksheet xmlns:x='m'><x:sheetData><x:row r='1'><x:c r='A1' s='1'>"
                           "<x:v>0</x:v></x:c></x:row></x:sheetData></x:worksheet>"},
    };
    book_expect(parts, sizeof parts / sizeof *parts,
                "Zw&i| 1: A=1904-01-01\nChart| \n[One] 1: A=1");
}

static void book_reads_a_row_in_pieces(void **state) {
    (void)state;
    /* more than one piece of the parser: 3000 rows of 3 cells, every text its own */
    enum { ROWS = 3000 };
    hm_buffer sheet, archive;
    hm_buffer_open(&sheet, hm_allocator_default());
    hm_buffer_add_text(&sheet, "<worksheet><sheetData>");
    for (unsigned i = 1; i <= ROWS; i++)
        hm_buffer_format(&sheet,
                         "<row r='%u'><c t='inlineStr'><is><t>city %u</t></is></c><c><v>%u.5</v>"
                         "</c><c t='b'><v>1</v></c></row>",
                         i, i, i);
    hm_buffer_add_text(&sheet, "</sheetData></worksheet>");
    const book_part parts[] = {book_root,      book_workbook,
                               book_relations, book_styles,
                               book_strings,   {"xl/worksheets/sheet1.xml", sheet.data}};
    book_zip(&archive, parts, sizeof parts / sizeof *parts);
    hm_book *book;
    hm_book_row row;
    bool hidden;
    assert_int_equal(
        hm_book_open(&book, "b", archive.data, archive.size, hm_allocator_default(), NULL), HM_OK);
    for (int again = 0; again < 2; again++) {
        assert_int_equal(hm_book_begin(book, 0, NULL), HM_OK);
        for (unsigned i = 1; i <= ROWS; i++) {
            char expected[32];
            (void)snprintf(expected, sizeof expected, "city %u", i);
            assert_int_equal(hm_book_next(book, &row, &hidden, NULL), HM_OK);
            assert_int_equal(row.row, i);
            assert_int_equal(row.count, 3);
            assert_int_equal(row.cells[0].size, strlen(expected));
            assert_memory_equal(row.cells[0].text, expected, row.cells[0].size);
            (void)snprintf(expected, sizeof expected, "%u.5", i);
            assert_memory_equal(row.cells[1].text, expected, row.cells[1].size);
        }
        assert_int_equal(hm_book_next(book, &row, &hidden, NULL), HM_OK);
        assert_int_equal(row.row, 0);
    }
    hm_book_close(book);
    hm_buffer_close(&archive);
    hm_buffer_close(&sheet);
}

/* --- ODS --- */

#define CELL "table:table-cell"

static void book_reads_kinds_of_ods_cells(void **state) {
    (void)state;
    static const struct {
        const char *cells, *expected;
    } cases[] = {
        {"<" CELL " office:value-type='string'><text:p>city</text:p></" CELL ">", "1: A=city"},
        {"<" CELL " office:value-type='string'><text:p>a <text:span>b</text:span></text:p><text:p>c"
         "<text:s text:c='2'/>d<text:tab/>e<text:line-break/>f</text:p></" CELL ">",
         "1: A=a b\nc  d\te\nf"},
        {"<" CELL " office:value-type='string'>\n <text:p>  a\n  b</text:p>\n</" CELL ">",
         "1: A=a b"},
        {"<" CELL " office:value-type='string'><office:annotation><text:p>no</text:p>"
         "</office:annotation><text:p>yes<text:note><text:p>no</text:p></text:note><text:ruby>"
         "<text:ruby-base>!</text:ruby-base><text:ruby-text>no</text:ruby-text></text:ruby>"
         "</text:p></" CELL ">",
         "1: A=yes!"},
        {"<" CELL " office:value-type='string' office:string-value='x'><text:p>shown</text:p>"
         "</" CELL ">",
         "1: A=x"},
        {"<" CELL " office:value-type='float' office:value='26.72'><text:p>26,7</text:p></" CELL
         ">",
         "1: A=26.72"},
        {"<" CELL " office:value-type='currency' office:currency='EUR' office:value='5'/>",
         "1: A=5"},
        {"<" CELL " office:value-type='percentage' office:value='0.85'><text:p>85 %</text:p>"
         "</" CELL ">",
         "1: A%0.85"},
        {"<" CELL " office:value-type='boolean' office:boolean-value='true'/><" CELL
         " office:value-type='boolean' office:boolean-value='false'/>",
         "1: A=TRUE B=FALSE"},
        {"<" CELL " table:formula='of:=TRUE()' office:value-type='float' office:value='1'/><" CELL
         " table:formula='of:=FALSE()' office:value-type='float' office:value='0'/><" CELL
         " table:formula='of:=1*TRUE()' office:value-type='float' office:value='1'/>",
         "1: A=TRUE B=FALSE C=1"},
        {"<" CELL " office:value-type='date' office:date-value='2025-06-30'/>", "1: A=2025-06-30"},
        {"<" CELL " office:value-type='time' office:time-value='PT26H30M00S'/>",
         "1: A=PT26H30M00S"},
        {"<" CELL " table:formula='of:=NA()' office:value-type='string' office:string-value='' "
         "calcext:value-type='error'><text:p>#N/A</text:p></" CELL ">",
         "1: A!#N/A"},
        {"<" CELL " table:formula='of:=1/0' office:value-type='string' office:string-value=''>"
         "<text:p>#DIV/0!</text:p></" CELL ">",
         "1: A!#DIV/0!"},
        {"<" CELL " office:value-type='string'><text:p>#N/A</text:p></" CELL ">", "1: A=#N/A"},
        {"<" CELL " table:formula='of:=1+1' office:value-type='float' office:value='2'/>",
         "1: A=2"},
        {"<" CELL " table:formula='of:=[.B1]&amp;&quot;&quot;' office:value-type='string' "
         "office:string-value=''/>",
         ""},
        {"<" CELL " table:formula='of:=1+1'/>", "1: A~=1+1"},
        /* as often as they say; what a merged cell covers is not there */
        {"<" CELL " table:number-columns-repeated='3' office:value-type='float' office:value='1'/>"
         "<" CELL " table:number-columns-repeated='2'/><" CELL
         " office:value-type='float' office:value='2'/>",
         "1: A=1 B=1 C=1 F=2"},
        {"<" CELL " table:number-columns-spanned='2' office:value-type='float' office:value='1'/>"
         "<table:covered-table-cell office:value-type='float' office:value='9'/><" CELL
         " office:value-type='float' office:value='2'/>",
         "1: A=1 B_9 C=2"},
        {"<" CELL " table:number-columns-repeated='16384'/>", ""},
        /* what old programs write of errors, and a figure that is only shown */
        {"<" CELL " table:formula='oooc:=foo()' office:value-type='float' office:value='0'>"
         "<text:p>Err:508</text:p></" CELL ">",
         "1: A!Err:508"},
        {"<" CELL " office:value-type='float'><text:p>12</text:p></" CELL ">", "1: A=12"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char tables[1024], expected[128];
        (void)snprintf(tables, sizeof tables,
                       "<table:table table:name='S'><table:table-row>%s</table:table-row>"
                       "</table:table>",
                       cases[i].cells);
        (void)snprintf(expected, sizeof expected, "S| %s", cases[i].expected);
        book_expect_ods("", tables, expected);
    }
}

#define FIVE "<" CELL " office:value-type='float' office:value='5'/>"

static void book_places_ods_rows(void **state) {
    (void)state;
    /* repeated rows, groups and headers of rows, hidden ones, a million empty ones, a table in a
     * cell, and changes that were tracked */
    book_expect_ods(
        "<style:style style:name='ta2' style:family='table'><style:table-properties "
        "table:display='false'/></style:style><style:style style:name='ta1' style:family='table'>"
        "<style:table-properties table:display='true'/></style:style>",
        "<table:tracked-changes><table:cell-content-change><table:previous>"
        "<table:change-track-table-cell office:value-type='float' office:value='8'/>"
        "</table:previous></table:cell-content-change></table:tracked-changes>"
        "<table:table table:name='One' table:style-name='ta1'><table:table-header-rows>"
        "<table:table-row>" FIVE "</table:table-row></table:table-header-rows>"
        "<table:table-row-group><table:table-row table:number-rows-repeated='2' "
        "table:visibility='filter'>" FIVE "</table:table-row></table:table-row-group>"
        "<table:table-row table:number-rows-repeated='4'><" CELL "/></table:table-row>"
        "<table:table-row><" CELL "><table:table><table:table-row>" FIVE "</table:table-row>"
        "</table:table></" CELL ">" FIVE "</table:table-row><table:table-row "
        "table:number-rows-repeated='1048568'><" CELL " table:number-columns-repeated='16384'/>"
        "</table:table-row></table:table><table:table table:name='Two' table:style-name='ta2'>"
        "<table:table-row>" FIVE "</table:table-row></table:table>"
        "<table:table table:name='Three'><table:table-row>" FIVE FIVE "</table:table-row>"
        "</table:table>",
        "One| 1: A=5; 2h: A=5; 3h: A=5; 8: B=5\n[Two] 1: A=5\nThree| 1: A=5 B=5");
}

/* Sheets may be read in any order, and left before their end. */
static void book_reads_ods_sheets_in_any_order(void **state) {
    (void)state;
    const book_part parts[] = {
        {"content.xml",
         "<d><table:table table:name='a'><table:table-row>" FIVE "</table:table-row>"
         "<table:table-row>" FIVE "</table:table-row></table:table><table:table table:name='b'>"
         "<table:table-row>" FIVE FIVE "</table:table-row></table:table><table:table "
         "table:name='c'/><table:table table:name='d'><table:table-row>" FIVE FIVE FIVE
         "</table:table-row></table:table></d>"}};
    static const struct {
        size_t sheet, cells; /* of its first row */
    } steps[] = {{1, 2}, {0, 1}, {0, 1}, {3, 3}, {2, 0}, {3, 3}, {1, 2}, {1, 2}};
    hm_buffer archive;
    hm_book *book;
    hm_book_row row;
    bool hidden;
    book_zip(&archive, parts, 1);
    assert_int_equal(
        hm_book_open(&book, "b", archive.data, archive.size, hm_allocator_default(), NULL), HM_OK);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        assert_int_equal(hm_book_begin(book, steps[i].sheet, NULL), HM_OK);
        assert_int_equal(hm_book_next(book, &row, &hidden, NULL), HM_OK);
        assert_int_equal(row.count, steps[i].cells);
    }
    hm_book_close(book);
    hm_buffer_close(&archive);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(book_reads_kinds_of_cells),
        cmocka_unit_test(book_places_cells),
        cmocka_unit_test(book_follows_relations),
        cmocka_unit_test(book_reads_a_row_in_pieces),
        cmocka_unit_test(book_reads_kinds_of_ods_cells),
        cmocka_unit_test(book_places_ods_rows),
        cmocka_unit_test(book_reads_ods_sheets_in_any_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
