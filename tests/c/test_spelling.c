/* test_spelling.c: the text of a figure as it stands in the data, whatever way it came in. */
#define _XOPEN_SOURCE 700
#include "dataset_support.h"

enum { UNITS = 3000, WRITTEN = 40 };

static const char *const by_hand[] = {
    "0",
    "7",
    "10",
    "1234567",
    "0.5",
    "12.25",
    "-3",
    "-0.75",
    "01",
    "007",
    "1.0",
    "9.100",
    "5.",
    ".5",
    "-.5",
    "+5",
    "+0.10",
    "00.00",
    "-0",
    "0.0",
    "1e3",
    "1E+05",
    "2.50e1",
    "1e-07",
    "0.00001",
    "0.000001",
    "100000.0",
    "00000001",
    "0.0000001",
    "1.5e300",
    "yes",
    "Yes",
    "YES",
    "yEs",
    "no",
    "No",
    "NO",
    "true",
    "True",
    "TRUE",
    "tRUE",
    "false",
    "False",
    "FALSE",
    "fALSE",
    "000000000000000000000000000000012",
    "123456789012345",
    "1.000000000000000000000000000000000",
    "12345678.90",
};

/* Digits, perhaps with a sign and a point, zeros where they need not be; at most 15 digits. */
static void invent(uint64_t *seed, char out[WRITTEN]) {
    static const char *const signs[] = {"", "", "", "-", "+"};
    const uint32_t whole = draw(seed, 8), part = draw(seed, 8);
    size_t at = (size_t)sprintf(out, "%s", signs[draw(seed, 5)]);
    for (uint32_t i = 0; i < whole; i++)
        out[at++] = (char)('0' + (draw(seed, 2) ? 0 : draw(seed, 10)));
    if (part > 0 || whole == 0)
        out[at++] = '.';
    for (uint32_t i = 0; i < part + (whole == 0); i++)
        out[at++] = (char)('0' + (draw(seed, 2) ? 0 : draw(seed, 10)));
    out[at] = '\0';
}

static void fill(char texts[UNITS][WRITTEN], uint64_t seed) {
    for (size_t i = 0; i < UNITS; i++)
        if (i < COUNT(by_hand))
            strcpy(texts[i], by_hand[i]);
        else
            invent(&seed, texts[i]);
}

static void expect_texts(hm_dataset *dataset, char texts[UNITS][WRITTEN]) {
    hm_error error;
    char room[HM_NUMBER_SIZE];
    size_t size;
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    const hm_series *series = hm_dataset_series(dataset, "x");
    assert_int_equal(hm_dataset_unit_count(dataset), UNITS);
    for (size_t unit = 0; unit < UNITS; unit++) {
        const size_t i = strtoul(hm_dataset_unit_city(dataset, unit) + 1, NULL, 10);
        const char *text = hm_series_text(series, hm_dataset_texts(dataset), unit, room, &size);
        assert_int_equal(size, strlen(text));
        assert_string_equal(text, texts[i]);
    }
    hm_dataset_free(dataset);
}

/* Each unit once, in the order first, first + step, ...; `format` takes its number and its text. */
static void expect_read_of(const char *name, const char *header, const char *format, size_t step,
                           hm_dataset *dataset) {
    static char texts[UNITS][WRITTEN];
    shown out = {0};
    fill(texts, 7 + step);
    show(&out, "%s", header);
    for (size_t i = 0; i < UNITS; i++)
        show(&out, format, (unsigned)(i * step % UNITS), texts[i * step % UNITS]);
    read_text(dataset, name, out.text);
    free(out.text);
    expect_texts(dataset, texts);
}

static void texts_come_through(void **state) {
    (void)state;
    expect_read_of("a.csv", "city,period,x\n", "C%u,2025,%s\n", 1, new_dataset());
    expect_read_of("a.csv", "city,period,x,y\n", "C%u,2025,\"%s\",1e5\n", 1, new_dataset());
    expect_read_of("a.csv", "city,period,x,y\n", "C%u,2025,%s,\"a \"\"b\"\"\"\n", 1, new_dataset());
    expect_read_of("a.csv", "city,period,input,value\n", "C%u,2025,x,%s\n", 1, new_dataset());
    expect_read_of("a.csv", "city,period,input,value,note\n", "C%u,2025,x, %s ,\n", 1,
                   new_dataset());
    expect_read_of("a.ndjson", "",
                   "{\"city\":\"C%u\",\"period\":\"2025\",\"input\":\"x\",\"value\":\"%s\"}\n", 1,
                   new_dataset());
}

/* The units are known already, and their figures come in another order. */
static void texts_come_in_any_order(void **state) {
    (void)state;
    hm_dataset *dataset = new_dataset();
    shown out = {0};
    show(&out, "city,period,y\n");
    for (unsigned i = 0; i < UNITS; i++)
        show(&out, "C%u,2025,1\n", i);
    read_text(dataset, "y.csv", out.text);
    free(out.text);
    expect_read_of("a.csv", "city,period,input,value\n", "C%u,2025,x,%s\n", 1999, dataset);
}

static void texts_of_records_come_through(void **state) {
    (void)state;
    expect_read("a.json",
                "{\"records\":{\"r\":[{\"city\":\"B\",\"period\":\"2025\",\"t\":\"01\"},"
                "{\"city\":\"A\",\"period\":\"2025\",\"t\":1.50},"
                "{\"city\":\"B\",\"period\":\"2025\",\"t\":\"TRUE\"},"
                "{\"city\":\"A\",\"period\":\"2025\",\"t\":true}]}}",
                "r B 2025 | 01\nr B 2025 | TRUE\nr A 2025 | 1.50\nr A 2025 | true\n");
}

/* Whole columns of a few spellings each, whose rows are refused now and then: what is kept 32 cells
 * at a time stands at the right ones wherever a run of rows begins. */
static void columns_of_one_spelling_come_through(void **state) {
    (void)state;
    static const char *const flags[] = {"Yes", "No", "yes", ""};
    static const char *const words[] = {"TRUE", "FALSE", "True", "false"};
    static const char *const decimals[] = {"9.10", "5.00", "0.0", "12.345", "0.50", "100.000"};
    const char *const *const columns[] = {flags, words, decimals};
    static const size_t counts[] = {COUNT(flags), COUNT(words), COUNT(decimals)};
    static const char *const names[] = {"f", "w", "d"};
    hm_dataset *dataset = new_dataset();
    shown out = {0};
    hm_error error;
    show(&out, "city,period,f,w,d\n");
    uint64_t seed = 3;
    static uint8_t drawn[UNITS][COUNT(columns)];
    for (size_t i = 0, row = 0; i < UNITS; row++) {
        if (draw(&seed, 50) == 0) {
            show(&out, "C,soon,No,FALSE,1.0\n");
            continue;
        }
        for (size_t k = 0; k < COUNT(columns); k++)
            drawn[i][k] =
                (uint8_t)(draw(&seed, 40) == 0 ? draw(&seed, (uint32_t)counts[k]) : draw(&seed, 2));
        show(&out, "C%u,2025,%s,%s,%s\n", (unsigned)i, flags[drawn[i][0]], words[drawn[i][1]],
             decimals[drawn[i][2]]);
        i++;
    }
    read_text(dataset, "a.csv", out.text);
    free(out.text);
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    for (size_t k = 0; k < COUNT(columns); k++) {
        const hm_series *series = hm_dataset_series(dataset, names[k]);
        for (size_t i = 0; i < UNITS; i++) {
            char room[HM_NUMBER_SIZE];
            size_t size;
            const char *text = hm_series_text(series, hm_dataset_texts(dataset), i, room, &size);
            assert_string_equal(text, columns[k][drawn[i][k]]);
        }
    }
    hm_dataset_free(dataset);
}

/* A decimal comma is kept for messages; programs read a point. */
static void commas_are_kept(void **state) {
    (void)state;
    hm_dataset *dataset = new_dataset();
    hm_observation seen = HM_OBSERVATION_INIT;
    hm_error error;
    char room[HM_NUMBER_SIZE];
    size_t size;
    read_text(dataset, "a.csv", "city;period;x\nA;2025;1,50\nB;2025;1,5e1\n");
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    const hm_series *series = hm_dataset_series(dataset, "x");
    assert_string_equal(hm_series_text(series, hm_dataset_texts(dataset), 0, room, &size), "1,50");
    assert_string_equal(hm_series_text(series, hm_dataset_texts(dataset), 1, room, &size), "1,5e1");
    assert_int_equal(hm_dataset_observation(dataset, 0, "x", &seen, room), 1);
    assert_string_equal(seen.text, "1.50");
    assert_int_equal(hm_dataset_observation(dataset, 1, "x", &seen, room), 1);
    assert_string_equal(seen.text, "15");
    hm_dataset_free(dataset);
}

/* Fractions of more than 15 digits are shown as the number that they are read as. */
static void long_fractions_are_let_go(void **state) {
    (void)state;
    expect_read("a.csv", "city,period,x\nA,2025,0.1000000000000000055\n", "A 2025 x = 0.1 @2:8\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_come_through),
        cmocka_unit_test(texts_come_in_any_order),
        cmocka_unit_test(texts_of_records_come_through),
        cmocka_unit_test(columns_of_one_spelling_come_through),
        cmocka_unit_test(commas_are_kept),
        cmocka_unit_test(long_fractions_are_let_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
