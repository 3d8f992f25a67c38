/* test_encoding.c: text in other encodings than UTF-8: what it is, and how files of it are read. */
#define _XOPEN_SOURCE 700
#include "dataset_support.h"

#include "format/encoding.h"

#define GUESSED(name)                                                                              \
    "the file is no UTF-8, and read as " name "; where that is wrong, say what its encoding is\n"

/* ---- bytes ---- */

static void encodings_by_name(void **state) {
    static const struct {
        const char *name;
        hm_encoding encoding;
    } cases[] = {
        {"utf-8", HM_ENCODING_UTF8},          {"UTF8", HM_ENCODING_UTF8},
        {"utf-8-sig", HM_ENCODING_UTF8},      {"UTF-16", HM_ENCODING_UTF16_LE},
        {"utf_16_be", HM_ENCODING_UTF16_BE},  {"windows-1252", HM_ENCODING_WINDOWS_1252},
        {"CP1252", HM_ENCODING_WINDOWS_1252}, {"latin-1", HM_ENCODING_LATIN_1},
        {"ISO-8859-1", HM_ENCODING_LATIN_1},  {"iso8859-15", HM_ENCODING_LATIN_9},
    };
    static const char *const none[] = {
        "", "utf-7", "utf-32", "iso-2022-jp", "l", "sjis csshiftjis", "utf-8 with a mark", "-"};
    hm_encoding found;
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        if (!hm_encoding_find(cases[i].name, &found) || found != cases[i].encoding)
            fail_msg("%s", cases[i].name);
    for (size_t i = 0; i < COUNT(none); i++)
        if (hm_encoding_find(none[i], &found))
            fail_msg("%s is taken", none[i]);
}

static void bytes_decoded(void **state) {
    static const struct {
        hm_encoding encoding;
        const char *text;
        size_t size;
        const char *expected;
    } cases[] = {
        {HM_ENCODING_WINDOWS_1252, "M\xFCnchen \x80\x99", 10,
         "M\xC3\xBCnchen \xE2\x82\xAC\xE2\x84\xA2"},
        {HM_ENCODING_WINDOWS_1252, "a\x81z", 3, "a\xFFz"}, /* no character */
        {HM_ENCODING_LATIN_1, "\xA4\xE9\x80", 3, "\xC2\xA4\xC3\xA9\xC2\x80"},
        {HM_ENCODING_LATIN_9, "\xA4\xA6\xE9", 3, "\xE2\x82\xAC\xC5\xA0\xC3\xA9"},
        {HM_ENCODING_UTF16_LE, "A\0\xFC\0\xAC\x20", 6, "A\xC3\xBC\xE2\x82\xAC"},
        {HM_ENCODING_UTF16_BE, "\0A\0\xFC\x20\xAC", 6, "A\xC3\xBC\xE2\x82\xAC"},
        {HM_ENCODING_UTF16_LE, "\x3D\xD8\x00\xDE", 4, "\xF0\x9F\x98\x80"}, /* a pair */
        {HM_ENCODING_UTF16_LE,
         "\x3D\xD8"
         "A\0",
         4,
         "\xFF"
         "A"}, /* its first half */
        {HM_ENCODING_UTF16_LE,
         "\x00\xDE"
         "A\0",
         4,
         "\xFF"
         "A"}, /* its second */
        {HM_ENCODING_UTF16_LE, "A\0\x3D\xD8", 4, "A\xFF"},
        {HM_ENCODING_UTF16_LE, "A\0B", 3, "A\xFF"}, /* half of a character */
        {HM_ENCODING_UTF8, "\xFC", 1, "\xFC"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        hm_buffer out;
        hm_buffer_open(&out, hm_allocator_default());
        assert_int_equal(
            hm_encoding_decode(cases[i].encoding, cases[i].text, cases[i].size, true, &out),
            cases[i].size);
        if (out.size != strlen(cases[i].expected) ||
            memcmp(out.data, cases[i].expected, out.size) != 0)
            fail_msg("case %zu: %.*s", i, (int)out.size, out.data);
        hm_buffer_close(&out);
    }
}

static void encodings_by_their_start(void **state) {
    static const struct {
        const char *text;
        size_t size;
        hm_encoding encoding;
        bool marked;
    } cases[] = {
        {"\xFF\xFE"
         "c\0",
         4, HM_ENCODING_UTF16_LE, true},
        {"\xFE\xFF\0c", 4, HM_ENCODING_UTF16_BE, true},
        {"\xFF\xFE", 2, HM_ENCODING_UTF16_LE, true},
        {"c\0i\0", 4, HM_ENCODING_UTF16_LE, false},
        {"\0c\0i", 4, HM_ENCODING_UTF16_BE, false},
        {"city", 4, HM_ENCODING_UNKNOWN, false},
        {"\xEF\xBB\xBF"
         "c",
         4, HM_ENCODING_UNKNOWN, false},
        {"\0\0\0\0", 4, HM_ENCODING_UNKNOWN, false},
        {"c\0", 2, HM_ENCODING_UNKNOWN, false},
        {"", 0, HM_ENCODING_UNKNOWN, false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        bool marked;
        if (hm_encoding_of_start(cases[i].text, cases[i].size, &marked) != cases[i].encoding ||
            marked != cases[i].marked)
            fail_msg("case %zu", i);
    }
}

/* What speaks against Windows-1252, wherever it stands. */
static void encodings_of_a_whole_source(void **state) {
    (void)state;
    enum { SIZE = 200000 };
    char *text = malloc(SIZE);
    assert_non_null(text);
    for (size_t at = 65500; at < 65570; at++) {
        hm_source source;
        memset(text, 'a', SIZE);
        text[10] = '\xE4';
        hm_source_from_memory(&source, "a.csv", text, SIZE);
        assert_int_equal(hm_encoding_of_source(&source), HM_ENCODING_WINDOWS_1252);
        memcpy(text + at, "\xE2\x82\xAC", 3); /* a character of UTF-8 */
        assert_int_equal(hm_encoding_of_source(&source), HM_ENCODING_UTF8);
        memcpy(text + at,
               "a\x81"
               "a",
               3); /* no character of Windows-1252 */
        assert_int_equal(hm_encoding_of_source(&source), HM_ENCODING_UTF8);
    }
    free(text);
}

/* ---- files ---- */

static void expect_bytes(const char *name, const char *text, size_t size, const char *said,
                         const char *expected) {
    hm_dataset *dataset = new_dataset();
    hm_error error;
    hm_read_options options = HM_READ_OPTIONS_INIT;
    options.encoding = said;
    if (hm_dataset_read_memory_with(dataset, name, text, size, said ? &options : NULL, &error))
        fail_msg("%s", error.message);
    expect_dataset(dataset, expected);
}
#define EXPECT(name, text, said, expected)                                                         \
    expect_bytes(name, text, sizeof(text) - 1, said, expected)

static void files_in_windows_1252(void **state) {
    (void)state;
    EXPECT(
        "a.csv", "city;period;input;value\nBonn;2025;x;1\nM\xFCnchen;2025;x;2\n", NULL,
        "Bonn 2025 x = 1 @2:13\nM\xC3\xBCnchen 2025 x = 2 @3:16\n? 3:1 " GUESSED("Windows-1252"));
    EXPECT("a.csv",
           "city;period;gr\xFC\xDF"
           "e\nBonn;2025;\"1\"\n",
           NULL,
           "Bonn 2025 gr\xC3\xBC\xC3\x9F"
           "e = 1 @2:11\n? 1:13 " GUESSED("Windows-1252"));
    EXPECT("a.csv", "city,period,x\n\"K\xF6\"\"ln\",2025,\x80\n", NULL,
           "K\xC3\xB6\"ln 2025 x = \xE2\x82\xAC @2:15\n? 2:1 " GUESSED("Windows-1252"));
}

/* A file that has UTF-8 elsewhere is broken: what is broken is rejected where it stands. */
static void files_in_broken_utf8(void **state) {
    (void)state;
    EXPECT("a.csv", "city,period,x\nM\xC3\xBCnchen,2025,1\nK\xF6ln,2025,2\n", NULL,
           "M\xC3\xBCnchen 2025 x = 1 @2:14\n"
           "! 3:1 found byte 0xF6 at offset 1 of \"K\\xF6ln\", expected valid UTF-8\n");
    EXPECT("a.csv", "city,period,x\nK\xF6ln,2025,2\n", "utf-8",
           "! 2:1 found byte 0xF6 at offset 1 of \"K\\xF6ln\", expected valid UTF-8\n");
}

static void files_in_said_encodings(void **state) {
    (void)state;
    EXPECT("a.csv", "city,period,x\nM\xFCnchen,2025,1\n", "windows-1252",
           "M\xC3\xBCnchen 2025 x = 1 @2:14\n");
    EXPECT("a.csv", "city,period,x\n\xA4,2025,1\n", "iso-8859-15",
           "\xE2\x82\xAC 2025 x = 1 @2:8\n");
    EXPECT(
        "a.csv", "city,period,x\nA\x81,2025,1\n", "windows-1252",
        "! 2:1 found a broken character at offset 1 of \"A\\xFF\", expected valid Windows-1252\n");
    EXPECT("a.json", "[{\"city\":\"\xFC\",\"period\":\"2025\",\"input\":\"x\",\"value\":1}]",
           "latin1", "\xC3\xBC 2025 x = 1 @1:50\n");
}

/* In two bytes a character. */
static size_t widen(const char *text, bool big, char *out) {
    size_t size = 0;
    for (; *text; text++) {
        out[size++] = (char)(big ? 0 : *text);
        out[size++] = (char)(big ? *text : 0);
    }
    return size;
}

static void files_in_utf16(void **state) {
    (void)state;
    static const char text[] = "city;period;x\nA\xFC;2025;1,5\n";
    static const char expected[] = "A\xC3\xBC 2025 x = 1.5 @2:9\n";
    char wide[256], both[256];
    for (int big = 0; big < 2; big++) {
        size_t size = widen(text, big, wide);
        shown out = {0};
        show(&out, "%s? 1:0 " GUESSED("UTF-16"), expected);
        expect_bytes("a.csv", wide, size, NULL, out.text);
        expect_bytes("a.csv", wide, size, big ? "utf-16be" : "utf-16", expected);
        memcpy(both, big ? "\xFE\xFF" : "\xFF\xFE", 2);
        memcpy(both + 2, wide, size);
        out.size = 0;
        show(&out, "%s? 1:0 the file is in UTF-16, as its byte order mark says\n", expected);
        expect_bytes("a.csv", both, size + 2, NULL, out.text);
        expect_bytes("a.csv", both, size + 2, "utf-16", expected); /* the mark knows the order */
        free(out.text);
    }
}

static void files_in_no_known_encoding(void **state) {
    (void)state;
    hm_dataset *dataset = new_dataset();
    hm_error error;
    hm_read_options options = HM_READ_OPTIONS_INIT;
    options.encoding = "ebcdic";
    assert_int_equal(
        hm_dataset_read_memory_with(dataset, "a.csv", "city,period,x\n", 14, &options, &error),
        HM_ERROR_ARGUMENT);
    assert_string_equal(error.message,
                        "encoding: found \"ebcdic\", expected utf-8, utf-16, utf-16le, utf-16be, "
                        "windows-1252, iso-8859-1 or iso-8859-15, or one that the system reads: "
                        "windows-1250 to -1258, iso-8859-2 to -16, koi8-r, koi8-u, shift_jis, "
                        "euc-jp, gb18030, big5, euc-kr, ...");
    hm_dataset_free(dataset);
}

/* Cities of a file of many parts, in Windows-1252: every one is read. */
static void large_files_in_windows_1252(void **state) {
    (void)state;
    enum { CITIES = 20000 };
    hm_error error;
    shown text = {0};
    show(&text, "city,period,x,y\n");
    for (int i = 0; i < CITIES; i++)
        show(&text, "%s %d,2025,%d,1\n",
             i % 100 == 99 ? "Stadt"
                           : "St\xE4"
                             "dte",
             i, i);
    hm_dataset *dataset = new_dataset();
    read_bytes(dataset, "a.csv", text.text, text.size);
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    assert_int_equal(hm_dataset_unit_count(dataset), CITIES);
    for (size_t i = 0; i < CITIES; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "%s %zu",
                       i % 100 == 99 ? "Stadt"
                                     : "St\xC3\xA4"
                                       "dte",
                       i);
        assert_string_equal(hm_dataset_unit_city(dataset, i), name);
        assert_true(hm_dataset_series(dataset, "x")->values[i] == (double)i);
    }
    assert_int_equal(hm_issues_count(hm_dataset_issues(dataset)), 1);
    hm_dataset_free(dataset);
    free(text.text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(encodings_by_name),          cmocka_unit_test(bytes_decoded),
        cmocka_unit_test(encodings_by_their_start),   cmocka_unit_test(encodings_of_a_whole_source),
        cmocka_unit_test(files_in_windows_1252),      cmocka_unit_test(files_in_broken_utf8),
        cmocka_unit_test(files_in_said_encodings),    cmocka_unit_test(files_in_utf16),
        cmocka_unit_test(files_in_no_known_encoding), cmocka_unit_test(large_files_in_windows_1252),
    };
    return cmocka_run_group_tests_name("encoding", tests, NULL, NULL);
}
