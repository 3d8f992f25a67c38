/* test_load_any.c: random tables there and back, and random bytes. */
#define _XOPEN_SOURCE 700
#include "dataset_support.h"

enum { ROWS = 12, COLUMNS = 9, CELL = 24 };

static void draw_cell(uint64_t *seed, char *cell) {
    static const char *const pieces[] = {"a",  "7",    ",",  ";",        "\t", "\"",
                                         "\n", "\r\n", " x", "\xC3\xA9", "."};
    cell[0] = 't'; /* so that it is text, and white space at its ends is none */
    cell[1] = '\0';
    for (uint32_t n = draw(seed, 6); n > 0; n--)
        strcat(cell, pieces[draw(seed, COUNT(pieces))]);
    strcat(cell, "t");
}

static void write_cell(shown *out, const char *cell, char delimiter, bool quote) {
    quote = quote || strpbrk(cell, "\"\r\n") || strchr(cell, delimiter);
    show(out, "%s", quote ? "\"" : "");
    for (const char *c = cell; *c; c++)
        show(out, quote && *c == '"' ? "\"%c" : "%c", *c);
    show(out, "%s", quote ? "\"" : "");
}

static void write_table(shown *out, uint64_t *seed, char cells[ROWS][COLUMNS][CELL]) {
    char delimiter = ",;\t"[draw(seed, 3)];
    const char *end = draw(seed, 2) ? "\n" : "\r\n";
    show(out, "%scity%cperiod", draw(seed, 2) ? "\xEF\xBB\xBF" : "", delimiter);
    for (int c = 0; c < COLUMNS; c++)
        show(out, "%cinput%d", delimiter, c);
    for (int r = 0; r < ROWS; r++) {
        show(out, "%sC%d%c2025", end, r, delimiter);
        for (int c = 0; c < COLUMNS; c++) {
            show(out, "%c", delimiter);
            write_cell(out, cells[r][c], delimiter, draw(seed, 3) == 0);
        }
    }
    show(out, "%s", draw(seed, 2) ? end : "");
}

static void csv_property_reads_back(void **state) {
    (void)state;
    uint64_t seed = 20261123;
    for (int round = 0; round < 300; round++) {
        char cells[ROWS][COLUMNS][CELL];
        shown out = {0};
        for (int r = 0; r < ROWS; r++)
            for (int c = 0; c < COLUMNS; c++)
                draw_cell(&seed, cells[r][c]);
        write_table(&out, &seed, cells);
        hm_dataset *dataset = new_dataset();
        hm_error error;
        read_bytes(dataset, "a.csv", out.text, out.size);
        assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
        assert_int_equal(hm_issues_count(hm_dataset_issues(dataset)), 0);
        assert_int_equal(hm_dataset_unit_count(dataset), ROWS);
        for (size_t r = 0; r < ROWS; r++) {
            for (size_t c = 0; c < COLUMNS; c++) {
                hm_observation seen = HM_OBSERVATION_INIT;
                char buffer[32], input[16];
                (void)snprintf(input, sizeof input, "input%d", (int)c);
                assert_true(hm_dataset_observation(dataset, r, input, &seen, buffer));
                assert_string_equal(seen.text, cells[r][c]);
            }
        }
        hm_dataset_free(dataset);
        free(out.text);
    }
}

/* Whatever the bytes: no crash, every place inside the file, every figure of a known state. */
static void csv_property_garbage(void **state) {
    (void)state;
    static const char *const seeds[] = {
        "city,period,input,value,status,note\nA,2025,x,1,,\"q\"\"\n\"\nB,2025,y,NA,NA,\n",
        "city;period;x;y\nA;2025;1,5;\"2\"\nB;2025-Q1;;yes\nA;2025;3;4\n",
        "[{\"city\":\"A\",\"period\":\"2025\",\"input\":\"x\",\"value\":1.5e3}]",
        "[{\"city\":\"\\u00e9\\n\",\"period\":2025,\"input\":\"x\",\"value\":null}]",
        "{\"records\":{\"f\":[{\"city\":\"A\",\"period\":2025,\"n\":[1]}]},\"observations\":[]}"};
    static const char bytes[] = "\",;\n\r\t\0\xFF\xC3[]{}:\\ -eE5";
    uint64_t seed = 42;
    for (int round = 0; round < 4000; round++) {
        char text[256];
        const char *start = seeds[draw(&seed, COUNT(seeds))];
        size_t size = strlen(start);
        memcpy(text, start, size);
        for (uint32_t n = 1 + draw(&seed, 6); n > 0; n--) {
            size_t at = draw(&seed, (uint32_t)size);
            char byte = bytes[draw(&seed, sizeof bytes - 1)];
            if (draw(&seed, 2)) {
                text[at] = byte;
            } else {
                memmove(text + at + 1, text + at, size - at);
                text[at] = byte;
                size++;
            }
        }
        size -= draw(&seed, 4) == 0 ? draw(&seed, (uint32_t)size) : 0;
        char *exact = malloc(size > 0 ? size : 1); /* so that reading past its end is seen */
        assert_non_null(exact);
        memcpy(exact, text, size);
        hm_dataset *dataset = new_dataset();
        hm_error error;
        hm_code code = round % 5 == 0
                           ? hm_dataset_read_records_memory(dataset, "r", "x", exact, size, &error)
                           : hm_dataset_read_memory(dataset, "x", exact, size, &error);
        assert_true(code == HM_OK || code == HM_ERROR_DATA);
        free(exact);
        assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
        shown out = {0};
        show_observations(&out, dataset);
        show_records(&out, dataset);
        show_issues(&out, dataset);
        free(out.text);
        hm_dataset_free(dataset);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_property_reads_back),
        cmocka_unit_test(csv_property_garbage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
