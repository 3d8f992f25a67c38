/* test_decoder.c: UTF-16 that comes in pieces, cut wherever they may be. */
#include <string.h>

#include "core_support.h"

#include "load/decoder.h"

/* "A", a letter of two bytes in UTF-8, one of four (two units of UTF-16), a line end. */
static const char utf8[] = "\xEF\xBB\xBF"
                           "A\xC3\xA9\xF0\x9F\x98\x80\n";
static const char little[] = "\xFF\xFE\x41\x00\xE9\x00\x3D\xD8\x00\xDE\x0A\x00";
static const char big[] = "\xFE\xFF\x00\x41\x00\xE9\xD8\x3D\xDE\x00\x00\x0A";
enum { SIZE = sizeof little - 1 };

/* Bytes as if they were read. */
static void come(hm_inflow *inflow, const char *bytes, size_t size, bool last) {
    const size_t from = inflow->size;
    inflow->ended = last;
    assert_true(hm_inflow_replace(inflow, from, bytes, size));
    if (inflow->turn)
        assert_true(inflow->turn(inflow->context, inflow, from, last));
}

static void expect_as(hm_encoding said, const char *bytes, size_t size, size_t cut,
                      const char *expected) {
    hm_inflow inflow = {.name = "a", .allocator = hm_allocator_default(), .file = -1};
    hm_decoder decoder;
    hm_decoder_open(&decoder, inflow.allocator);
    come(&inflow, bytes, cut, false);
    assert_true(hm_decoder_attach(&decoder, &inflow, said));
    for (size_t i = cut; i < size; i++)
        come(&inflow, bytes + i, 1, false);
    come(&inflow, "", 0, true);
    assert_int_equal(inflow.size, strlen(expected));
    assert_memory_equal(inflow.data, expected, inflow.size);
    hm_decoder_close(&decoder);
    hm_inflow_close(&inflow);
}

static void expect(const char *bytes, size_t size, size_t cut, const char *expected) {
    expect_as(HM_ENCODING_UNKNOWN, bytes, size, cut, expected);
}

static void decoder_of_pieces(void **state) {
    (void)state;
    for (size_t cut = 2; cut <= SIZE; cut++) {
        expect(little, SIZE, cut, utf8);
        expect(big, SIZE, cut, utf8);
    }
}

/* Text without the mark stays as it is, whatever is in it. */
static void decoder_of_other_text(void **state) {
    (void)state;
    expect("city", 4, 4, "city");
    expect("\xE9t\xE9", 3, 2, "\xE9t\xE9");
    expect("\xFF", 1, 1, "\xFF");
}

/* What is said counts, but a byte order mark knows better. */
static void decoder_of_what_is_said(void **state) {
    (void)state;
    for (size_t cut = 1; cut <= 3; cut++)
        expect_as(HM_ENCODING_WINDOWS_1252, "\xE9t\x80", 3, cut, "\xC3\xA9t\xE2\x82\xAC");
    expect_as(HM_ENCODING_UTF16_LE, "a\0b\0", 4, 1, "ab");
    expect_as(HM_ENCODING_UTF8, "\xE9", 1, 1, "\xE9");
    expect_as(HM_ENCODING_WINDOWS_1252, little, SIZE, 2, utf8);
}

/* A text that is cut gives what it gives as a whole, broken characters and all. */
static void decoder_of_a_cut_text(void **state) {
    (void)state;
    for (size_t size = 3; size < SIZE; size++) {
        hm_buffer whole;
        hm_buffer_open(&whole, hm_allocator_default());
        (void)hm_encoding_decode(HM_ENCODING_UTF16_LE, little, size, true, &whole);
        hm_buffer_add_char(&whole, '\0');
        assert_false(whole.failed);
        expect(little, size, 2, whole.data);
        hm_buffer_close(&whole);
    }
}

/* Encodings of the C library, by bytes and text of Python's codecs. */
static const struct {
    const char *encoding, *bytes, *text;
} further[] = {
    {"Shift_JIS", "\223\214\213\236\203\134", "\346\235\261\344\272\254\343\202\275"},
    {"gb18030", "\261\261\276\251\2250\2146", "\345\214\227\344\272\254\360\237\232\214"},
    {"GB2312", "\261\261\276\251", "\345\214\227\344\272\254"},
    {"big5", "\273O\245_", "\350\207\272\345\214\227"},
    {"euc-kr", "\274\255\277\357", "\354\204\234\354\232\270"},
    {"EUC-JP", "\305\354\265\376", "\346\235\261\344\272\254"},
    {"koi8_r", "\355\317\323\313\327\301", "\320\234\320\276\321\201\320\272\320\262\320\260"},
    {"ISO-8859-2", "\243\363d\274", "\305\201\303\263d\305\272"},
    {"windows-1251", "\312\350\277\342", "\320\232\320\270\321\227\320\262"},
    {"latin5", "\336i\376li", "\305\236i\305\237li"},
    {"cp850", "Z\201rich", "Z\303\274rich"},
};

/* Wherever they are cut. */
static void decoder_of_encodings_of_the_system(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(further); i++) {
        hm_encoding encoding;
        hm_error error;
        const size_t size = strlen(further[i].bytes);
        assert_true(hm_encoding_find(further[i].encoding, &encoding));
        if (hm_encoding_read(further[i].encoding, &encoding, &error) != HM_OK)
            continue; /* the system does not know it, as the error says */
        for (size_t cut = 0; cut <= size; cut++)
            expect_as(encoding, further[i].bytes, size, cut, further[i].text);
    }
}

/* Bytes that are no character: a comma behind the first half of one stays. */
static void decoder_of_what_the_system_cannot_turn(void **state) {
    (void)state;
    hm_encoding encoding;
    hm_error error;
    if (hm_encoding_read("euc-kr", &encoding, &error) != HM_OK)
        return;
    expect_as(encoding, "a\274,b\274\255", 6, 3, "a\xFF,b\354\204\234");
    expect_as(encoding, "a\274", 2, 2, "a\xFF");
    assert_int_equal(hm_encoding_read("utf-7", &encoding, &error), HM_ERROR_ARGUMENT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decoder_of_pieces),
        cmocka_unit_test(decoder_of_other_text),
        cmocka_unit_test(decoder_of_what_is_said),
        cmocka_unit_test(decoder_of_a_cut_text),
        cmocka_unit_test(decoder_of_encodings_of_the_system),
        cmocka_unit_test(decoder_of_what_the_system_cannot_turn),
    };
    return cmocka_run_group_tests_name("decoder", tests, NULL, NULL);
}
