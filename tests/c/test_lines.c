/* test_lines.c: lines that end in LF, CR LF, CR or CR CR LF read alike, in every form of data, and
 * so do lines of any length; and files that change while they are read. */
#define _XOPEN_SOURCE 700
#include <unistd.h>

#include "dataset_support.h"
#include "load/loader.h"

static const char *const line_ends[] = {"\n", "\r\n", "\r", "\r\r\n"};
enum { LINE_ENDS = sizeof line_ends / sizeof *line_ends };

/* `text` with other line ends; to be freed. */
static char *with_line_ends(const char *text, const char *line_end) {
    const size_t width = strlen(line_end);
    char *out = malloc(strlen(text) * 3 + 1), *at = out;
    assert_non_null(out);
    for (; *text; text++) {
        if (*text == '\n') {
            memcpy(at, line_end, width);
            at += width;
        } else {
            *at++ = *text;
        }
    }
    *at = '\0';
    return out;
}

static void expect_read_alike(const char *name, const char *text, const char *expected) {
    for (size_t i = 0; i < LINE_ENDS; i++) {
        char *changed = with_line_ends(text, line_ends[i]);
        expect_read(name, changed, expected);
        free(changed);
    }
}

static void lines_end_alike_in_long_files(void **state) {
    (void)state;
    expect_read_alike("a.csv", "city,period,input,value\nA,2025,x,1\n\n\nA,2025,y,2\n \nB,2025,x,3",
                      "A 2025 x = 1 @2:10\nA 2025 y = 2 @5:10\nB 2025 x = 3 @7:10\n");
    expect_read_alike("a.csv", "\n\ncity,period,input,value\nA,2025,x,1\n", "A 2025 x = 1 @4:10\n");
    expect_read_alike("a.csv", "sep=;\ncity;period;input;value\nA;2025;x;1,5\n",
                      "A 2025 x = 1.5 @3:10\n");
    expect_read_alike("a.csv",
                      "\xEF\xBB\xBF"
                      "city,period,input,value,note\nA,2025,x,1,\n",
                      "A 2025 x = 1 @2:10\n");
    expect_read_alike("a.csv", "city,period,input,value\nA,2025,\"x\",\"1\"\nB,2025,\"x\",\"2\"\n",
                      "A 2025 x = 1 @2:12\nB 2025 x = 2 @3:12\n");
}

static void lines_end_alike_in_wide_files(void **state) {
    (void)state;
    expect_read_alike("a.csv", "city,period,x,y\nA,2025,1,2\nB,2025,,4\n\nC,2025,5,6\n",
                      "A 2025 x = 1 @2:8\nA 2025 y = 2 @2:10\nB 2025 x = NR @3:8\n"
                      "B 2025 y = 4 @3:9\nC 2025 x = 5 @5:8\nC 2025 y = 6 @5:10\n");
}

static void lines_end_alike_in_ndjson(void **state) {
    (void)state;
    expect_read_alike("a.ndjson",
                      "{\"city\":\"A\",\"period\":\"2025\",\"input\":\"x\",\"value\":1}\n\n"
                      "{\"city\":\"B\",\"period\":\"2025\",\"input\":\"x\",\"value\":2}\n",
                      "A 2025 x = 1 @1:49\nB 2025 x = 2 @3:49\n");
}

/* Where a quote is lost, a line is lost, whatever it ends in. */
static void lines_are_lost_alike(void **state) {
    (void)state;
    expect_read_alike("a.csv", "city,period,input,value\nA,2025,x,\"1\nB,2025,x,2\n",
                      "B 2025 x = 2 @3:10\n"
                      "! 2:10 found a quote that is never closed: the line is rejected\n");
}

/* One file may have them all. */
static void lines_end_in_any_mixture(void **state) {
    (void)state;
    expect_read("a.csv",
                "city,period,input,value\rA,2025,x,1\r\nB,2025,x,2\nC,2025,x,3\r\r\nD,2025,x,4\r\r"
                "E,2025,x,5\r\r\r\r\nF,2025,x,6",
                "A 2025 x = 1 @2:10\nB 2025 x = 2 @3:10\nC 2025 x = 3 @4:10\nD 2025 x = 4 @5:10\n"
                "E 2025 x = 5 @7:10\nF 2025 x = 6 @9:10\n");
}

/* A CR within quotes belongs to the text, and counts as the line end that it is on a screen. */
static void lines_end_within_quotes(void **state) {
    (void)state;
    static const char *const texts[] = {"a\nb", "a\rb", "a\r\nb"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char csv[128];
        hm_dataset *dataset = new_dataset();
        (void)snprintf(csv, sizeof csv,
                       "city,period,input,value,note\rA,2025,x,1,\"%s\"\rB,2025,x,2,\r", texts[i]);
        read_text(dataset, "a.csv", csv);
        assert_int_equal(hm_dataset_finish(dataset, NULL), HM_OK);
        hm_observation found = HM_OBSERVATION_INIT;
        char buffer[32];
        assert_true(hm_dataset_observation(dataset, 0, "x", &found, buffer));
        assert_string_equal(found.note, texts[i]);
        assert_true(hm_dataset_observation(dataset, 1, "x", &found, buffer));
        assert_int_equal(found.line, 4);
        hm_dataset_free(dataset);
    }
}

/* --- long lines --- */

/* Ten million bytes on one line, in parts of 128 KiB: looking for its end from each of them would
 * be 400 million steps and more; a megabyte of CRs, each looked behind for all that follow, 10^12.
 */
static void lines_of_any_length_are_read_once(void **state) {
    (void)state;
    enum { SIZE = 10000000 };
    static const char head[] = "city,period,x\nA,2025,1\n", tail[] = "\nB,2025,2\n";
    static const char fills[] = {'z', ',', '\r', '"'};
    char *text = malloc(SIZE + sizeof head + sizeof tail);
    assert_non_null(text);
    for (size_t i = 0; i < sizeof fills; i++) {
        hm_dataset *dataset = new_dataset();
        memcpy(text, head, sizeof head - 1);
        memset(text + sizeof head - 1, fills[i], SIZE);
        memcpy(text + sizeof head - 1 + SIZE, tail, sizeof tail);
        read_text(dataset, "a.csv", text);
        assert_int_equal(hm_dataset_finish(dataset, NULL), HM_OK);
        assert_int_equal(hm_dataset_unit_count(dataset), 2);
        assert_string_equal(hm_dataset_unit_city(dataset, 1), "B");
        hm_dataset_free(dataset);
    }
    free(text);
}

/* --- files that change --- */

enum { ROWS = 60000 };

static void write_rows(const char *folder) {
    char *text = malloc(ROWS * 32 + 64), *at = text;
    assert_non_null(text);
    at += sprintf(at, "city,period,x\n");
    for (int i = 0; i < ROWS; i++)
        at += sprintf(at, "City %d,2025,%d\n", i, i);
    write_file(folder, "a.csv", text);
    free(text);
}

static void lines_of_files_that_change_are_worth_nothing(void **state) {
    (void)state;
    static const struct {
        long size; /* 0: it is left as it is */
        const char *message;
    } cases[] = {{0, NULL},
                 {600000, "became shorter while it was read"},
                 {10, "became shorter while it was read"},
                 {1, "became shorter while it was read"},
                 {3000000, "became longer while it was read"}};
    char folder[64], path[128];
    make_folder(folder);
    (void)snprintf(path, sizeof path, "%s/a.csv", folder);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        hm_source source;
        hm_error error = {.code = HM_OK};
        hm_dataset *dataset = new_dataset();
        write_rows(folder);
        assert_int_equal(hm_source_open_to_load(&source, path, hm_allocator_default(), &error),
                         HM_OK);
        if (cases[i].message)
            assert_int_equal(truncate(path, cases[i].size), 0);
        assert_int_equal(hm_dataset_read_source(dataset, &source, (hm_content){0}, &error),
                         cases[i].message ? HM_ERROR_DATA : HM_OK);
        if (cases[i].message) {
            assert_string_equal(error.message, cases[i].message);
            assert_string_equal(error.file, path);
        } else {
            assert_int_equal(hm_dataset_finish(dataset, NULL), HM_OK);
            assert_int_equal(hm_dataset_unit_count(dataset), ROWS);
        }
        hm_source_close(&source);
        hm_dataset_free(dataset);
    }
    remove_file(folder, "a.csv");
    assert_int_equal(rmdir(folder), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_alike_in_long_files),
        cmocka_unit_test(lines_end_alike_in_wide_files),
        cmocka_unit_test(lines_end_alike_in_ndjson),
        cmocka_unit_test(lines_are_lost_alike),
        cmocka_unit_test(lines_end_in_any_mixture),
        cmocka_unit_test(lines_end_within_quotes),
        cmocka_unit_test(lines_of_any_length_are_read_once),
        cmocka_unit_test(lines_of_files_that_change_are_worth_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
