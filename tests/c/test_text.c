/* test_text.c: UTF-8, quoting, distances between names, orders. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void text_valid_fine(void **state) {
    (void)state;
    static const char *const texts[] = {"",
                                        "a",
                                        "plain ASCII of more than eight bytes",
                                        "S\xc3\xa3o Paulo",
                                        "\x7f",
                                        "\xc2\x80",
                                        "\xdf\xbf", /* U+007F, U+0080, U+07FF */
                                        "\xe0\xa0\x80",
                                        "\xed\x9f\xbf",
                                        "\xee\x80\x80", /* U+0800, U+D7FF, U+E000 */
                                        "\xef\xbf\xbf",
                                        "\xf0\x90\x80\x80",
                                        "\xf4\x8f\xbf\xbf", /* U+FFFF, U+10000, U+10FFFF */
                                        "12345678\xe2\x82\xac-2345678\xf0\x9f\x8f\x99"};
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_int_equal(hm_text_valid(texts[i], strlen(texts[i])), strlen(texts[i]));
    assert_int_equal(hm_text_valid("a\0b\0\0\0\0\0\0\0", 10), 10); /* NUL is a character */
}

static void text_valid_bad(void **state) {
    (void)state;
    static const char *const tails[] = {"\x80",
                                        "\xbf",
                                        "\xc0\x80",
                                        "\xc1\xbf",
                                        "\xc2",
                                        "\xc2\x41",
                                        "\xc2\xc0",
                                        "\xe0\x80\x80",
                                        "\xe0\x9f\xbf",
                                        "\xe2\x82",
                                        "\xe2\x82\x41",
                                        "\xe2\x41\x82",
                                        "\xed\xa0\x80",
                                        "\xed\xbf\xbf",
                                        "\xf0\x80\x80\x80",
                                        "\xf0\x8f\xbf\xbf",
                                        "\xf0\x9f\x8f",
                                        "\xf0\x9f\x41\x99",
                                        "\xf4\x90\x80\x80",
                                        "\xf5\x80\x80\x80",
                                        "\xf8\x88\x80\x80\x80",
                                        "\xfe",
                                        "\xff",
                                        "\xe2",
                                        "\xf0",
                                        "\xf0\x9f\x8f\x41"};
    for (size_t i = 0; i < COUNT(tails); i++)
        for (size_t before = 0; before <= 20; before++) {
            char text[64];
            memset(text, 'x', sizeof text);
            memcpy(text + before, tails[i], strlen(tails[i]));
            assert_int_equal(hm_text_valid(text, before + strlen(tails[i])), before);
            assert_int_equal(hm_text_valid(text, before), before);
        }
}

/* Every code point, written by the definition, is one character; in exactly sized memory, so that
 * a sanitizer sees a byte read too far. */
static void text_valid_every_character(void **state) {
    (void)state;
    for (uint32_t point = 0; point <= 0x110000; point += point < 0x3000 ? 1 : 37) {
        unsigned char bytes[4];
        size_t size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
        static const unsigned char leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
        for (size_t i = size - 1; i > 0; i--)
            bytes[i] = (unsigned char)(0x80 | ((point >> (6 * (size - 1 - i))) & 0x3F));
        bytes[0] = (unsigned char)(leads[size] | point >> (6 * (size - 1)));
        char *copy = malloc(size);
        assert_non_null(copy);
        memcpy(copy, bytes, size);
        bool exists = point < 0x110000 && (point < 0xD800 || point > 0xDFFF);
        assert_int_equal(hm_text_valid(copy, size), exists ? size : 0);
        assert_int_equal(hm_text_length(copy, size), exists ? 1 : size);
        if (size > 1)
            assert_int_equal(hm_text_valid(copy, size - 1), 0);
        free(copy);
    }
}

static void text_length_counts(void **state) {
    (void)state;
    assert_int_equal(hm_text_length("", 0), 0);
    assert_int_equal(hm_text_length("abc", 3), 3);
    assert_int_equal(hm_text_length("S\xc3\xa3o", 4), 3);
    assert_int_equal(hm_text_length("\xe5\x8c\x97\xe4\xba\xac", 6), 2);
    assert_int_equal(hm_text_length("\xf0\x9f\x8f\x99!", 5), 2);
    assert_int_equal(hm_text_length("a\xff\xfe z", 5), 5);
    assert_int_equal(hm_text_length("\xe5\x8c", 2), 2);
    for (size_t at = 0; at < 22;
         at++) { /* ASCII is counted by eights: a letter of two bytes anywhere */
        char text[] = "abcdefghijklmnopqrstuvwx";
        memcpy(text + at, "\xc3\xa3", 2);
        assert_int_equal(hm_text_length(text, 24), 23);
        assert_int_equal(hm_text_length(text, at + 1), at + 1); /* half of it */
    }
}

static void assert_quotes(const char *text, size_t size, size_t room, const char *wanted) {
    char *out = malloc(room);
    assert_non_null(out);
    assert_int_equal(hm_text_quote(text, size, out, room), strlen(wanted));
    assert_string_equal(out, wanted);
    free(out);
}

static void text_quote_escapes(void **state) {
    (void)state;
    assert_quotes("", 0, 10, "");
    assert_quotes("plain", 5, 10, "plain");
    assert_quotes("a\nb\rc\td\0e", 9, 40, "a\\nb\\rc\\td\\0e");
    assert_quotes("\x01\x1b[31m\x7f", 7, 60, "\\u{1}\\u{1B}[31m\\u{7F}");
    assert_quotes("\xff\xc3", 2, 40, "\\xFF\\xC3");
    assert_quotes("S\xc3\xa3o \\n", 7, 40, "S\xc3\xa3o \\n");
    assert_quotes("\xc2\x9b"
                  "1m",
                  4, 40, "\\u{9B}1m");
    assert_quotes("\xc2\xa0", 2, 40, "\\u{A0}"); /* a blank that does not break */
    assert_quotes("a\xe2\x80\xae"
                  "b",
                  5, 40, "a\\u{202E}b"); /* right-to-left override */
    assert_quotes("\xe2\x81\xa6", 3, 40, "\\u{2066}");
    assert_quotes("\xe2\x80\x8b", 3, 40, "\\u{200B}"); /* zero width space */
    assert_quotes("\xef\xbb\xbf"
                  "city",
                  7, 40, "\\u{FEFF}city");
    assert_quotes("\xe2\x80\x9c\xe2\x82\xac", 6, 40, "\xe2\x80\x9c\xe2\x82\xac");
    assert_quotes("\xed\xa0\x80", 3, 40, "\\xED\\xA0\\x80"); /* a surrogate */
}

/* First and last of each range, and their neighbours outside. */
static void text_quote_escapes_what_is_hidden(void **state) {
    (void)state;
    assert_quotes("\x1f ~\x7f", 4, 40, "\\u{1F} ~\\u{7F}");
    assert_quotes("\xc2\x80\xc2\x9f\xc2\xa0", 6, 40, "\\u{80}\\u{9F}\\u{A0}");
    assert_quotes("\xc2\xac\xc2\xad\xc2\xae", 6, 40, "\xc2\xac\\u{AD}\xc2\xae");
    assert_quotes("\xd8\x9b\xd8\x9c", 4, 40, "\xd8\x9b\\u{61C}");
    assert_quotes("\xe2\x80\x8a\xe2\x80\x8e\xe2\x80\x8f\xe2\x80\x90", 12, 60,
                  "\\u{200A}\\u{200E}\\u{200F}\xe2\x80\x90");
    assert_quotes("\xe2\x80\xa7\xe2\x80\xa8\xe2\x80\xaf", 9, 60, "\xe2\x80\xa7\\u{2028}\\u{202F}");
    assert_quotes("\xe2\x81\x9f\xe2\x81\xa0\xe2\x81\xaf\xe2\x81\xb0", 12, 60,
                  "\\u{205F}\\u{2060}\\u{206F}\xe2\x81\xb0");
    assert_quotes("\xf3\xa0\x80\x81", 4, 40, "\\u{E0001}");
    assert_quotes("\xf4\x8f\xbf\xbf", 4, 40, "\xf4\x8f\xbf\xbf");
}

/* 1 024 as French has it; what turns the direction is still seen. */
static void text_of_page_keeps_blanks(void **state) {
    (void)state;
    const char text[] = "1\xe2\x80\xaf"
                        "024\xc2\xa0\xe2\x80\xae\n";
    char out[60];
    assert_int_equal(hm_text_of_page(text, sizeof text - 1, out, sizeof out), 19);
    assert_string_equal(out, "1\xe2\x80\xaf"
                             "024\xc2\xa0\\u{202E}\\n");
}

/* Persian and families of pictures need joiners; elsewhere nobody would see them. */
static void text_quote_keeps_joiners_between_letters_that_take_them(void **state) {
    (void)state;
    assert_quotes("\xdb\x8c\xe2\x80\x8c\xd8\xae", 7, 40, "\xdb\x8c\xe2\x80\x8c\xd8\xae");
    assert_quotes("\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7", 11, 40,
                  "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7");
    assert_quotes("a\xe2\x80\x8c"
                  "b",
                  5, 40, "a\\u{200C}b");
    assert_quotes("\xdb\x8c\xe2\x80\x8c", 5, 40, "\xdb\x8c\\u{200C}");
    assert_quotes("\xe2\x80\x8c\xdb\x8c", 5, 40, "\\u{200C}\xdb\x8c");
    assert_quotes("\xdb\x8c\xe2\x80\x8c\xe2\x80\x8d\xdb\x8c", 10, 60,
                  "\xdb\x8c\\u{200C}\\u{200D}\xdb\x8c");
}

static void assert_shown(const char *text, size_t size, bool as_json, const char *wanted) {
    hm_buffer out;
    hm_buffer_open(&out, hm_allocator_default());
    hm_text_show(text, size, as_json, &out);
    hm_buffer_add_char(&out, '.');
    assert_string_equal(out.data, wanted);
    hm_buffer_close(&out);
}

/* Lines stay lines; a carriage return alone would let what follows hide what stands before. */
static void text_show_keeps_lines(void **state) {
    (void)state;
    assert_shown("", 0, false, ".");
    assert_shown("a\tb\nc\r\n\r", 8, false, "a\tb\nc\r\n\\r.");
    assert_shown("a\rb\0c\x1b[0m\xff", 10, false, "a\\rb\\0c\\u{1B}[0m\\xFF.");
    assert_shown("\xe0\xa4\x95\xe2\x80\x8d\xe0\xa4\xb7", 9, false, /* a joiner that belongs there */
                 "\xe0\xa4\x95\xe2\x80\x8d\xe0\xa4\xb7.");
}

/* What JSON may hold raw, as JSON would say it, with surrogates beyond U+FFFF (U+E0041 is their
 * example: E0041 - 10000 = D0041, D800 + 340, DC00 + 41). */
static void text_show_keeps_json(void **state) {
    (void)state;
    assert_shown("\"\x7f\xc2\x9b\xe2\x80\xa8\xe2\x80\xae\"\n", 12, true,
                 "\"\\u007F\\u009B\\u2028\\u202E\"\n.");
    assert_shown("\xf3\xa0\x81\x81", 4, true, "\\uDB40\\uDC41.");
    assert_shown("\"\\u001b S\xc3\xa3o\"", 13, true, "\"\\u001b S\xc3\xa3o\".");
}

static void text_quote_cuts(void **state) {
    (void)state;
    assert_quotes("abcdefgh", 8, 9, "abcdefgh");
    assert_quotes("abcdefghi", 9, 9, "abcde...");
    assert_quotes("\xe5\x8c\x97\xe4\xba\xac\xe5\xb8\x82", 9, 10,
                  "\xe5\x8c\x97\xe4\xba\xac\xe5\xb8\x82");
    assert_quotes("\xe5\x8c\x97\xe4\xba\xac\xe5\xb8\x82", 9, 9, "\xe5\x8c\x97...");
    assert_quotes("\xe5\x8c\x97\xe4\xba\xac", 6, 6, "...");
    assert_quotes("ab\n\n\n", 5, 8, "ab\\n..."); /* an escape is not cut either */
    assert_quotes("ab\n\n\n", 5, 7, "ab...");
    assert_quotes("abcdef", 6, 4, "...");
    assert_quotes("abcdef", 6, 3, "..");
    assert_quotes("abcdef", 6, 1, "");
    assert_quotes("ab", 2, 3, "ab");
    char untouched = 'x';
    assert_int_equal(hm_text_quote("abc", 3, &untouched, 0), 0);
    assert_int_equal(untouched, 'x');
}

static unsigned distance(const char *a, const char *b, unsigned most) {
    unsigned there = hm_text_distance(a, strlen(a), b, strlen(b), most);
    assert_int_equal(hm_text_distance(b, strlen(b), a, strlen(a), most), there);
    return there;
}

static void text_distance_known(void **state) {
    (void)state;
    assert_int_equal(distance("", "", 9), 0);
    assert_int_equal(distance("", "abc", 9), 3);
    assert_int_equal(distance("same", "same", 9), 0);
    assert_int_equal(distance("same", "SaMe", 9), 0);
    assert_int_equal(distance("kitten", "sitting", 9), 3);
    assert_int_equal(distance("Saturday", "Sunday", 9), 3);
    assert_int_equal(distance("flaw", "lawn", 9), 2);
    assert_int_equal(distance("tre", "tree", 9), 1);
    assert_int_equal(distance("socre", "score", 9), 1); /* neighbours swapped */
    assert_int_equal(distance("oscre", "score", 9), 2);
    assert_int_equal(distance("ab", "ba", 1), 1);
    assert_int_equal(distance("ab", "BA", 1), 1);
    assert_int_equal(distance("abcd", "badc", 9), 2);
    assert_int_equal(distance("xabcdy", "xbadcy", 2), 2);
    assert_int_equal(distance("intention", "execution", 9), 5);
    assert_int_equal(distance("L1.1.1", "L1.1.2", 9), 1);
    /* letters that one text has and the other has not, up to the bound and above it */
    assert_int_equal(distance("abcd", "wxyz", 4), 4);
    assert_int_equal(distance("abcd", "wxyz", 3), 4);
    assert_int_equal(distance("abcd", "ABCDwxyz", 4), 4);
    assert_int_equal(distance("a!b", "aab", 1), 1); /* "!" and "a" share a bit */
}

static void text_distance_bounded(void **state) {
    (void)state;
    assert_int_equal(distance("kitten", "sitting", 3), 3);
    assert_int_equal(distance("kitten", "sitting", 2), 3);
    assert_int_equal(distance("kitten", "sitting", 1), 2);
    assert_int_equal(distance("abc", "xyz", 0), 1);
    assert_int_equal(distance("abc", "abc", 0), 0);
    assert_int_equal(distance("a", "abcdefgh", 3), 4);
    char a[257], b[257];
    memset(a, 'a', sizeof a);
    memset(b, 'b', sizeof b);
    assert_int_equal(hm_text_distance(a, 255, a, 255, 4), 0);
    assert_int_equal(hm_text_distance(a, 255, b, 255, 255), 255);
    assert_int_equal(hm_text_distance(a, 255, b, 255, 254), 255);
    assert_int_equal(hm_text_distance(a, 256, a, 256, 4), 5);
    assert_int_equal(hm_text_distance(a, 256, a, 1, 4), 5);
    assert_int_equal(hm_text_distance(a, 255, b, 255, UINT_MAX), 255);
}

/* The definition, by recursion. */
static unsigned slow_distance(const char *a, size_t a_size, const char *b, size_t b_size) {
    if (a_size == 0 || b_size == 0)
        return (unsigned)(a_size + b_size);
    unsigned best = slow_distance(a, a_size - 1, b, b_size - 1) + (a[a_size - 1] != b[b_size - 1]);
    unsigned other = slow_distance(a, a_size - 1, b, b_size) + 1;
    best = other < best ? other : best;
    other = slow_distance(a, a_size, b, b_size - 1) + 1;
    best = other < best ? other : best;
    if (a_size > 1 && b_size > 1 && a[a_size - 1] == b[b_size - 2] &&
        a[a_size - 2] == b[b_size - 1]) {
        other = slow_distance(a, a_size - 2, b, b_size - 2) + 1;
        best = other < best ? other : best;
    }
    return best;
}

static void text_distance_as_defined(void **state) {
    (void)state;
    uint64_t random = 77;
    for (int i = 0; i < 1500; i++) {
        char texts[2][8];
        size_t sizes[2];
        for (int j = 0; j < 2; j++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            sizes[j] = (random >> 33) % 7;
            for (size_t k = 0; k < sizes[j]; k++)
                texts[j][k] = (char)('a' + (random >> (35 + 2 * k)) % 3);
        }
        unsigned wanted = slow_distance(texts[0], sizes[0], texts[1], sizes[1]);
        for (unsigned most = 0; most < 8; most++)
            assert_int_equal(hm_text_distance(texts[0], sizes[0], texts[1], sizes[1], most),
                             wanted <= most ? wanted : most + 1);
    }
}

static const char *nearest_of(const char *wanted, const char *const *names) {
    hm_nearest nearest;
    hm_nearest_start(&nearest, wanted, strlen(wanted));
    for (; *names; names++)
        hm_nearest_show(&nearest, *names);
    return nearest.name;
}

static void text_nearest_finds(void **state) {
    (void)state;
    static const char *const commands[] = {"score",    "check",    "explain", "tree",
                                           "describe", "template", "pack",    NULL};
    assert_string_equal(nearest_of("tre", commands), "tree");
    assert_string_equal(nearest_of("socre", commands), "score");
    assert_string_equal(nearest_of("SCORE", commands), "score");
    assert_string_equal(nearest_of("templates", commands), "template");
    assert_string_equal(nearest_of("desribe", commands), "describe");
    assert_string_equal(nearest_of("dezkribe", commands), "describe");
    assert_string_equal(nearest_of("pac", commands), "pack");
    assert_null(nearest_of("frobnicate", commands));
    assert_null(nearest_of("scare-crow", commands));
    assert_null(nearest_of("true-ish", commands));
    static const char *const inputs[] = {"city_populations", "city_population", "population", NULL};
    assert_string_equal(nearest_of("city_population", inputs), "city_population");
    assert_string_equal(nearest_of("city_populatoin", inputs), "city_population");
    static const char *const codes[] = {"L1.2", "L1.3", "L2.1", NULL};
    assert_string_equal(nearest_of("L1.1", codes), "L1.2"); /* the first of equals */
    static const char *const none[] = {NULL};
    assert_null(nearest_of("x", none));
}

static void text_nearest_limits(void **state) {
    (void)state;
    static const char *const ten[] = {"abcdefghij", NULL};
    assert_non_null(nearest_of("abcdefgxyz", ten)); /* 3 of 10 */
    assert_null(nearest_of("abcdefwxyz", ten));
    static const char *const twenty[] = {"abcdefghijklmnopqrst", NULL};
    assert_non_null(nearest_of("abcdefghijklmnop1234", twenty)); /* 4 of 20 */
    assert_null(nearest_of("abcdefghijklmno12345", twenty));
    static const char *const two[] = {"ab", NULL};
    assert_non_null(nearest_of("ac", two));
    assert_null(nearest_of("cd", two));
}

static int sign(int number) {
    return (number > 0) - (number < 0);
}

static void text_compare_natural_order(void **state) {
    (void)state;
    static const char *const ordered[] = {"",
                                          "01",
                                          "1",

                                          "2",
                                          "02x",
                                          "9",
                                          "10",
                                          "99999999999999999999",
                                          "100000000000000000000",
                                          "A",
                                          "L",
                                          "L1",
                                          "L1.1",
                                          "L1.1.1",
                                          "L1.1.2",
                                          "L1.1.10",
                                          "L1.02",
                                          "L1.2",
                                          "L1.9",
                                          "L1.10",
                                          "L1.10.1",
                                          "L1.11",
                                          "L1.100",
                                          "L1a",
                                          "L2",
                                          "L10",
                                          "La",
                                          "a",
                                          "\xc3\xa9"};
    for (size_t i = 0; i < COUNT(ordered); i++)
        for (size_t j = 0; j < COUNT(ordered); j++) {
            int order = sign(hm_text_compare_natural(ordered[i], ordered[j]));
            if (order != (i > j) - (i < j))
                fail_msg("`%s` to `%s`: %d", ordered[i], ordered[j], order);
        }
}

static void text_same_but_for_case(void **state) {
    (void)state;
    assert_true(hm_text_same("YES", 3, "yes"));
    assert_true(hm_text_same("yes, and more", 3, "Yes"));
    assert_true(hm_text_same("", 0, ""));
    assert_false(hm_text_same("ye", 2, "yes"));
    assert_false(hm_text_same("yess", 4, "yes"));
    assert_false(hm_text_same("yes\0", 4, "yes"));
    assert_false(hm_text_same("[", 1, "{")); /* 32 apart, but no letters */
    assert_false(hm_text_same("@", 1, "`"));
    assert_false(hm_text_same("\xc3\x84", 2, "\xc3\xa4")); /* letters beyond ASCII are not folded */
}

/* Of one letter any other is one edit away: that is no likeness. */
static void nearest_of_one_letter(void **state) {
    static const char *const names[] = {"a", "b", "L1"};
    (void)state;
    hm_nearest nearest;
    hm_nearest_start(&nearest, "x", 1);
    for (size_t i = 0; i < 3; i++)
        hm_nearest_show(&nearest, names[i]);
    assert_null(nearest.name);
    hm_nearest_start(&nearest, "B", 1);
    for (size_t i = 0; i < 3; i++)
        hm_nearest_show(&nearest, names[i]);
    assert_string_equal(nearest.name, "b");
    hm_nearest_start(&nearest, "L2", 2);
    hm_nearest_show(&nearest, names[2]);
    assert_string_equal(nearest.name, "L1");
    assert_string_equal(hm_hint_of(nearest.name).text, ": did you mean \"L1\"?");
    assert_string_equal(hm_hint_of(NULL).text, "");
}

static void choice_lists_end_in_dots(void **state) {
    (void)state;
    hm_choice_list list = {{0}};
    hm_choice_list_add(&list, "mean");
    hm_choice_list_add(&list, "median");
    assert_string_equal(list.text, "mean, median");
    for (int i = 0; i < 200; i++)
        hm_choice_list_add(&list, "minimum");
    const size_t size = strlen(list.text);
    assert_true(size < sizeof list.text);
    assert_string_equal(list.text + size - 12, "minimum, ...");
}

static void names_are_quoted_where_they_have_blanks(void **state) {
    (void)state;
    assert_string_equal(hm_name_of("L1.1").text, "L1.1");
    assert_string_equal(hm_name_of("Größe").text, "Größe");
    assert_string_equal(hm_name_of("old town").text, "\"old town\"");
    assert_string_equal(hm_name_of("L1:").text, "\"L1:\"");
    assert_string_equal(hm_name_of("").text, "\"\"");
    char longest[200];
    memset(longest, ' ', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    const hm_quote quote = hm_name_of(longest);
    assert_int_equal(strlen(quote.text), 65); /* 63 and the marks */
    assert_true(quote.text[0] == '"' && quote.text[64] == '"');
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_valid_fine),
        cmocka_unit_test(text_valid_bad),
        cmocka_unit_test(text_valid_every_character),
        cmocka_unit_test(text_length_counts),
        cmocka_unit_test(nearest_of_one_letter),
        cmocka_unit_test(choice_lists_end_in_dots),
        cmocka_unit_test(names_are_quoted_where_they_have_blanks),
        cmocka_unit_test(text_quote_escapes),
        cmocka_unit_test(text_of_page_keeps_blanks),
        cmocka_unit_test(text_quote_escapes_what_is_hidden),
        cmocka_unit_test(text_quote_keeps_joiners_between_letters_that_take_them),
        cmocka_unit_test(text_quote_cuts),
        cmocka_unit_test(text_show_keeps_lines),
        cmocka_unit_test(text_show_keeps_json),
        cmocka_unit_test(text_distance_known),
        cmocka_unit_test(text_distance_bounded),
        cmocka_unit_test(text_distance_as_defined),
        cmocka_unit_test(text_nearest_finds),
        cmocka_unit_test(text_nearest_limits),
        cmocka_unit_test(text_compare_natural_order),
        cmocka_unit_test(text_same_but_for_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
