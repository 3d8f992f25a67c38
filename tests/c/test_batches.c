/* test_batches.c: where a file is cut, and what it is refused for. */
#define _XOPEN_SOURCE 700
#include "dataset_support.h"

#include "base/hashes.h"
#include "load/batches.h"

/* Batches of a file as text: `<line>:` and the rows, then the error if there is one. */
static void show_batches(shown *out, const char *path, size_t size) {
    hm_batches *batches;
    hm_batch batch;
    hm_error error = {0};
    const hm_languages english = {.count = 0};
    hm_code code =
        hm_batches_open(&batches, path, size, 0, NULL, &english, hm_allocator_default(), &error);
    hm_buffer_open(&batch.text, hm_allocator_default());
    while (code == HM_OK) {
        code = hm_batches_next(batches, &batch, &error);
        if (code != HM_OK || !batch.there)
            break;
        show(out, "<%u>%.*s", (unsigned)batch.first_line, (int)batch.text.size, batch.text.data);
    }
    if (code != HM_OK)
        show(out, "! %u:%u %s\n", (unsigned)error.line, (unsigned)error.column, error.message);
    hm_buffer_close(&batch.text);
    hm_batches_close(batches);
}

static void expect_batches(const char *name, const char *text, size_t size, const char *expected) {
    char folder[64], path[512];
    shown out = {0};
    make_folder(folder);
    write_file(folder, name, text);
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    show_batches(&out, path, size);
    assert_string_equal(out.text, expected);
    free(out.text);
    remove_file(folder, name);
    assert_int_equal(rmdir(folder), 0);
}

#define LONG "city,period,input,value\n"

static void batches_are_cut_between_cities(void **state) {
    (void)state;
    static const char text[] = LONG "A,2025,x,1\nA,2026,x,2\nB,2025,x,3\nC,2025,x,4\n";
    expect_batches("a.csv", text, 1,
                   "<2>" LONG "A,2025,x,1\nA,2026,x,2\n"
                   "<4>" LONG "B,2025,x,3\n"
                   "<5>" LONG "C,2025,x,4\n");
    /* 11 bytes a row: the first cut is behind 23 bytes */
    expect_batches("a.csv", text, 23,
                   "<2>" LONG "A,2025,x,1\nA,2026,x,2\nB,2025,x,3\n"
                   "<5>" LONG "C,2025,x,4\n");
    expect_batches("a.csv", text, 1000,
                   "<2>" LONG "A,2025,x,1\nA,2026,x,2\nB,2025,x,3\nC,2025,x,4\n");
}

/* CR LF, tabs, spaces around a name, the city in another column, no line end at the end. */
static void batches_of_other_csv(void **state) {
    (void)state;
    expect_batches("a.tsv",
                   "\xEF\xBB\xBFx\tperiod\tcity\r\n1\t2025\tA\r\n2\t2026\t A \r\n3\t2025\tB", 1,
                   "<2>\xEF\xBB\xBFx\tperiod\tcity\r\n1\t2025\tA\r\n2\t2026\t A \r\n"
                   "<4>\xEF\xBB\xBFx\tperiod\tcity\r\n3\t2025\tB");
    expect_batches("a.csv", "sep=;\ncity;period;x\nA;2025;1\nB;2025;2\n", 1,
                   "<3>sep=;\ncity;period;x\nA;2025;1\n"
                   "<4>sep=;\ncity;period;x\nB;2025;2\n");
    expect_batches("a.csv", LONG, 1, "<2>" LONG);
}

/* What no reader would take begins no city: it stays where it stands. */
static void batches_bad_rows_begin_no_city(void **state) {
    (void)state;
    expect_batches("a.csv",
                   LONG "\nZ\nA,2025,x,1\nB,x,x,2\nC,2025,x\n,2025,x,1\n\xFF,2025,x,1\n"
                        "\"D\" d,2025,x,1\n\nA,2026,x,1\nE,2025,x,1\n",
                   1,
                   "<2>" LONG "\nZ\nA,2025,x,1\nB,x,x,2\nC,2025,x\n,2025,x,1\n\xFF,2025,x,1\n"
                   "\"D\" d,2025,x,1\n\nA,2026,x,1\n"
                   "<12>" LONG "E,2025,x,1\n");
}

static void batches_quotes(void **state) {
    (void)state;
    /* a line break and a doubled quote in a name; the same name with and without quotes */
    expect_batches("a.csv",
                   LONG "\"A\n\"\"a\"\"\",2025,x,1\n\"A\n\"\"a\"\"\",2026,x,1\nB,2025,x,1\n"
                        "\"B\",2026,x,1\n",
                   1,
                   "<2>" LONG "\"A\n\"\"a\"\"\",2025,x,1\n\"A\n\"\"a\"\"\",2026,x,1\n"
                   "<6>" LONG "B,2025,x,1\n\"B\",2026,x,1\n");
    /* a quote that is never closed costs its line; the quotes of a later line do not close it */
    expect_batches("a.csv", LONG "A,2025,x,\"1\nB,2025,x,2\nC,2025,\"x\",3\nD,2025,x,\"4\n", 1,
                   "<2>" LONG "A,2025,x,\"1\nB,2025,x,2\n"
                   "<4>" LONG "C,2025,\"x\",3\nD,2025,x,\"4\n");
}

static void batches_ndjson(void **state) {
    (void)state;
#define AT(city, period) "{\"city\":\"" city "\",\"period\":\"" period "\",\"input\":\"x\"}\n"
#define ROWS(city)       "{\"records\":{\"r\":[{\"period\":2025,\"city\":\"" city "\"}]}}\n"
    expect_batches(
        "a.ndjson",
        "\xEF\xBB\xBF" AT("A", "2025") AT("A", "2026") AT("\\u0041", "2027") "no\n" ROWS("A")
            AT("B", "no") AT("B", "2025") ROWS("C"),
        1,
        "<1>\xEF\xBB\xBF" AT("A", "2025") AT("A", "2026") AT("\\u0041", "2027") "no\n" ROWS("A")
            AT("B", "no") "<7>\xEF\xBB\xBF" AT("B", "2025") "<8>\xEF\xBB\xBF" ROWS("C"));
    expect_batches(
        "a.ndjson", AT("A", "2025") ROWS("B") AT("A", "2026"), 1,
        "<1>" AT("A", "2025") "<2>" ROWS(
            "B") "! 3:0 city \"A\" comes again behind other cities: in a stream all rows "
                 "of a city stand together, so sort the data by city\n");
}

/* Cutting between lines cannot part the cities of one line. */
static void batches_ndjson_of_two_cities(void **state) {
    (void)state;
#define TWO(a, b)                                                                                  \
    "{\"observations\":[{\"city\":\"" a "\",\"period\":\"2025\"},{\"city\":\"" b                   \
    "\",\"period\":\"2025\"}]}\n"
    expect_batches(
        "a.ndjson", AT("A", "2025") TWO("B", "C"), 1,
        "<1>" AT("A", "2025") "! 2:0 found rows of \"B\" and of another city on one line: "
                              "in a stream a line has rows of one city\n");
    /* the line says more of A: what was read of it is half of it */
    expect_batches(
        "a.ndjson", AT("Z", "2025") AT("A", "2025") TWO("A", "C"), 1000,
        "<1>" AT("Z", "2025") "! 3:0 found rows of \"A\" and of another city on one line: "
                              "in a stream a line has rows of one city\n");
}

static void batches_city_again(void **state) {
    (void)state;
#define AGAIN(line, city)                                                                          \
    "! " line ":0 city \"" city                                                                    \
    "\" comes again behind other cities: in a stream all rows of a city stand together, so sort "  \
    "the data by city\n"
    static const char text[] = LONG "A,2025,x,1\nB,2025,x,1\n\"A\",2026,x,1\nC,2025,x,1\n";
    expect_batches("a.csv", text, 1,
                   "<2>" LONG "A,2025,x,1\n<3>" LONG "B,2025,x,1\n" AGAIN("4", "A"));
    expect_batches("a.csv", text, 1000, "<2>" LONG "A,2025,x,1\nB,2025,x,1\n" AGAIN("4", "A"));
}

static void batches_refused(void **state) {
    (void)state;
    static const char json[] = "! 0:0 JSON cannot be read in a stream: expected CSV or NDJSON (one "
                               "object a line)\n";
    expect_batches("a.json", "[]", 1, json);
    expect_batches("a", "[\n]", 1, json);
    expect_batches("a", "{\n\"observations\":[]}", 1, json);
    expect_batches("a.csv", "", 1, "! 0:0 the file is empty, expected a header line\n");
    expect_batches("a.csv", "PK\x03\x04", 1,
                   "! 1:1 found a workbook or an archive, expected text: save the sheet as CSV\n");
    shown out = {0};
    show_batches(&out, "/tmp", 1);
    show_batches(&out, "/tmp/hm_no_such_file", 1);
    assert_string_equal(out.text, "! 0:0 is a folder, not a file\n! 0:0 no such file\n");
    free(out.text);
}

/* City A, then a city of 65 MiB: what stands before it is still given. */
static void batches_city_too_large(void **state) {
    (void)state;
    enum { ROW = 1 << 20, ROWS_OF_B = 65 };
    char folder[64], path[512];
    make_folder(folder);
    write_file(folder, "a.csv", LONG "A,2025,x,1\n");
    (void)snprintf(path, sizeof path, "%s/a.csv", folder);
    FILE *file = fopen(path, "ab");
    char *row = malloc(ROW);
    assert_true(file && row);
    memset(row, '7', ROW);
    memcpy(row, "B,2025,x,", 9);
    row[ROW - 1] = '\n';
    for (int i = 0; i < ROWS_OF_B; i++)
        assert_int_equal(fwrite(row, ROW, 1, file), 1);
    assert_int_equal(fclose(file), 0);
    free(row);
    shown out = {0};
    show_batches(&out, path, (size_t)1 << 30);
    assert_string_equal(out.text, "<2>" LONG "A,2025,x,1\n"
                                  "! 3:0 found more than 64 MiB of one city, expected less\n");
    free(out.text);
    remove_file(folder, "a.csv");
    assert_int_equal(rmdir(folder), 0);
}

/* Any text is new once, and the room stays as small as it says. */
static void hashes_know_what_they_saw(void **state) {
    (void)state;
    enum { TEXTS = 20000 };
    hm_hashes hashes;
    hm_hashes_open(&hashes, hm_allocator_default());
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < TEXTS; i++) {
            char text[16];
            const size_t size = (size_t)snprintf(text, sizeof text, "City %d", i);
            assert_int_equal(hm_hashes_add(&hashes, text, size),
                             round == 0 ? HM_HASHES_NEW : HM_HASHES_SEEN);
        }
    }
    assert_int_equal(hashes.count, TEXTS);
    assert_true(hashes.capacity * sizeof *hashes.slots <= (size_t)TEXTS * 19);
    hm_hashes_close(&hashes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(batches_are_cut_between_cities),
        cmocka_unit_test(batches_of_other_csv),
        cmocka_unit_test(batches_bad_rows_begin_no_city),
        cmocka_unit_test(batches_quotes),
        cmocka_unit_test(batches_ndjson),
        cmocka_unit_test(batches_ndjson_of_two_cities),
        cmocka_unit_test(batches_city_again),
        cmocka_unit_test(batches_refused),
        cmocka_unit_test(batches_city_too_large),
        cmocka_unit_test(hashes_know_what_they_saw),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
