/* test_dataset.c: single cells, folders, what a data set answers, and running out of memory. */
#define _XOPEN_SOURCE 700
#include "dataset_support.h"

/* ---- single cells ---- */

static void dataset_put_cells(void **state) {
    (void)state;
    hm_dataset *dataset = new_dataset();
    hm_error error;
    assert_int_equal(hm_dataset_put(dataset, "A", "2025", "x", "1.5", &error), HM_OK);
    assert_int_equal(hm_dataset_put(dataset, "A", "2025", "y", "NA", &error), HM_OK);
    assert_int_equal(hm_dataset_put(dataset, "A", "soon", "y", "1", &error), HM_OK);
    assert_int_equal(hm_dataset_put(dataset, "A", "2025", "x", "2", &error), HM_OK);
    assert_int_equal(hm_dataset_put(dataset, "B", "2025", "x", "\xFF", &error), HM_OK);
    expect_dataset(
        dataset,
        "A 2025 x = rejected @0:0\nA 2025 y = NA @0:0\nB 2025 x = rejected @0:0\n"
        "! 0:0 A, soon: found \"soon\", expected a period such as 2025, 2025-Q1, 2025-06 or "
        "2025-06-30: the row is rejected\n"
        "! 0:0 A, 2025: input \"x\": found \"1.5\", which differs from an earlier call: "
        "\"2\"; both are rejected\n"
        "! 0:0 A, 2025: input \"x\": found \"2\", which differs from an earlier call: "
        "\"1.5\"; both are rejected\n"
        "! 0:0 B, 2025: input \"x\": found byte 0xFF at offset 0 of \"\\xFF\", expected valid "
        "UTF-8\n");
}

static void dataset_put_records(void **state) {
    (void)state;
    static const char *const columns[] = {"kind", "n"}, *const values[] = {"road", "3"},
                             *const nothing[] = {"road", NULL};
    hm_dataset *dataset = new_dataset();
    hm_error error;
    assert_int_equal(hm_dataset_put_record(dataset, "r", "B", "2025", 2, columns, values, &error),
                     HM_OK);
    assert_int_equal(hm_dataset_put_record(dataset, "r", "A", "2025", 1, columns, values, &error),
                     HM_OK);
    assert_int_equal(hm_dataset_put_record(dataset, "r", "B", "2025", 0, NULL, NULL, &error),
                     HM_OK);
    assert_int_equal(hm_dataset_put_record(dataset, "r", "B", "2025", 2, columns, nothing, &error),
                     HM_ERROR_ARGUMENT);
    expect_dataset(dataset, "r B 2025 | road | 3\nr B 2025 | - | -\nr A 2025 | road | -\n");
}

static void dataset_put_mixed_with_files(void **state) {
    (void)state;
    hm_dataset *dataset = new_dataset();
    hm_error error;
    read_text(dataset, "w.csv", "city,period,x,y\nA,2025,1,\n");
    assert_int_equal(hm_dataset_put(dataset, "A", "2025", "y", "2", &error), HM_OK);
    assert_int_equal(hm_dataset_put(dataset, "B", "2025", "x", "3", &error), HM_OK);
    expect_dataset(dataset, "A 2025 x = 1 @2:8\nA 2025 y = 2 @0:0\nB 2025 x = 3 @0:0\n");
}

/* ---- calls that make no sense ---- */

static void dataset_argument_null(void **state) {
    (void)state;
    hm_dataset *dataset = new_dataset();
    hm_error error;
    assert_int_equal(hm_dataset_new(NULL, NULL, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_dataset_read(NULL, "x", &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_dataset_read(dataset, NULL, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_dataset_read_records(dataset, NULL, "x", &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_dataset_read_memory(dataset, "x", NULL, 1, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_dataset_read_memory(dataset, NULL, "x", 1, NULL), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_dataset_read_records_memory(dataset, NULL, "x", "x", 1, &error),
                     HM_ERROR_ARGUMENT);
    assert_int_equal(hm_dataset_put(dataset, "A", "2025", "x", NULL, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_dataset_put_record(dataset, "r", "A", "2025", 1, NULL, NULL, &error),
                     HM_ERROR_ARGUMENT);
    assert_int_equal(hm_dataset_finish(NULL, &error), HM_ERROR_ARGUMENT);
    hm_dataset_free(dataset);
    hm_dataset_free(NULL);
}

static void dataset_argument_null_accessors(void **state) {
    (void)state;
    char buffer[32];
    hm_observation seen = HM_OBSERVATION_INIT;
    assert_null(hm_dataset_issues(NULL));
    assert_int_equal(hm_dataset_unit_count(NULL), 0);
    assert_null(hm_dataset_unit_city(NULL, 0));
    assert_null(hm_dataset_unit_period(NULL, 0));
    assert_int_equal(hm_dataset_file_count(NULL), 0);
    assert_null(hm_dataset_file(NULL, 0));
    assert_int_equal(hm_dataset_observation(NULL, 0, "x", &seen, buffer), 0);
    assert_int_equal(hm_dataset_input_count(NULL), 0);
    assert_null(hm_dataset_input_name(NULL, 0));
    assert_int_equal(hm_dataset_records_count(NULL), 0);
    assert_null(hm_dataset_records_name(NULL, 0));
    assert_int_equal(hm_dataset_record_rows(NULL, 0, "x"), 0);
}

static void dataset_argument_out_of_range(void **state) {
    (void)state;
    hm_dataset *dataset = new_dataset();
    hm_error error;
    hm_observation seen = HM_OBSERVATION_INIT;
    char buffer[32];
    read_text(dataset, "a.csv", "city,period,input,value\nA,2025,x,1\nB,2025,y,1\n");
    assert_null(hm_dataset_series(dataset, "x")); /* not before it is finished */
    assert_int_equal(hm_dataset_observation(dataset, 0, "x", &seen, buffer), 0);
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    assert_int_equal(hm_dataset_observation(dataset, 0, "x", &seen, buffer), 1);
    assert_int_equal(hm_dataset_observation(dataset, 0, "y", &seen, buffer), 0);
    assert_int_equal(hm_dataset_observation(dataset, 2, "x", &seen, buffer), 0);
    assert_int_equal(hm_dataset_observation(dataset, 0, "z", &seen, buffer), 0);
    assert_int_equal(hm_dataset_observation(dataset, 0, NULL, &seen, buffer), 0);
    assert_null(hm_dataset_unit_city(dataset, 2));
    assert_null(hm_dataset_input_name(dataset, 2));
    assert_null(hm_dataset_file(dataset, 1));
    hm_dataset_free(dataset);
}

static void dataset_finish_twice(void **state) {
    (void)state;
    hm_dataset *dataset = new_dataset();
    hm_error error;
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_dataset_put(dataset, "A", "2025", "x", "1", &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_dataset_read(dataset, "/dev/null", &error), HM_ERROR_ARGUMENT);
    assert_string_equal(error.message, "hm_dataset_read: the data set is finished already");
    hm_dataset_free(dataset);
}

/* ---- what binding reads ---- */

static void dataset_view_columns(void **state) {
    (void)state;
    hm_dataset *dataset = new_dataset();
    hm_error error;
    read_text(dataset, "a.csv",
              "city,period,input,value\nA,2025,x,1\nB,2025,y,yes\nA,2024,x,NA\nC,2024,x,1e999\n");
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    const hm_series *x = hm_dataset_series(dataset, "x"), *y = hm_dataset_series(dataset, "y");
    static const uint8_t cells_of_x[] = {HM_OBSERVED, HM_NOT_REPORTED, HM_NOT_APPLICABLE,
                                         HM_INVALID};
    static const uint8_t cells_of_y[] = {HM_NOT_REPORTED, HM_CELL_FLAG, HM_NOT_REPORTED,
                                         HM_NOT_REPORTED};
    static const uint32_t cities[] = {0, 1, 0, 2}, periods[] = {0, 0, 1, 1};
    assert_memory_equal(x->cells, cells_of_x, 4);
    assert_memory_equal(y->cells, cells_of_y, 4);
    for (int u = 1; u < 4; u++)
        assert_true(!(x->values[u] < 0) && !(x->values[u] > 0));
    assert_int_equal(x->mixed, 0);
    assert_int_equal(y->mixed, 1);
    assert_memory_equal(hm_dataset_cities(dataset), cities, sizeof cities);
    assert_memory_equal(hm_dataset_periods(dataset), periods, sizeof periods);
    assert_int_equal(hm_series_name_location(dataset, y).line, 3);
    assert_int_equal(hm_series_name_location(dataset, y).column, 8);
    assert_int_equal(hm_series_location(dataset, x, 1).line, 0);
    assert_string_equal(hm_series_location(dataset, x, 1).file, "");
    hm_dataset_free(dataset);
}

/* By `printf 'city,period,x\nA,2025,1\n' | sha256sum`. */
static void dataset_files_digested(void **state) {
    (void)state;
    hm_dataset *dataset = new_dataset();
    hm_error error;
    assert_int_equal(hm_dataset_read_memory(dataset, "abc", "abc", 3, &error), HM_ERROR_DATA);
    assert_int_equal(hm_dataset_file_count(dataset), 0);
    read_text(dataset, "a.csv", "city,period,x\nA,2025,1\n");
    assert_int_equal(hm_dataset_file_count(dataset), 1);
    assert_string_equal(hm_dataset_file(dataset, 0)->name, "a.csv");
    assert_int_equal(hm_dataset_file(dataset, 0)->size, 23);
    assert_string_equal(hm_dataset_file(dataset, 0)->sha256,
                        "45ab56586c9f8f63f276006a951b57a4f0740d997ad81269f5d602c2fb5ceaf4");
    hm_dataset_free(dataset);
}

/* Large enough for the digest to be taken on another thread: five million bytes of one line
 * repeated. The digest is Python's hashlib's of the same text. */
static void dataset_files_large(void **state) {
    (void)state;
    enum { ROWS = 200000 };
    shown text = {0};
    hm_dataset *dataset = new_dataset();
    hm_error error;
    show(&text, "city,period,input,value\n");
    for (unsigned i = 0; i < ROWS; i++)
        show(&text, "City %06u,2025,x,%06u\n", i % (ROWS / 2), i % (ROWS / 2));
    assert_int_equal(text.size, 24 + 26 * ROWS);
    read_bytes(dataset, "a.csv", text.text, text.size);
    free(text.text);
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    assert_int_equal(hm_dataset_unit_count(dataset), ROWS / 2);
    assert_string_equal(hm_dataset_file(dataset, 0)->sha256,
                        "6bf07cbd53c7ae902b634888a2b5aa1bfc7018a6bad990c250741e3d4ddd9d24");
    assert_int_equal(hm_issues_count_of(hm_dataset_issues(dataset), HM_WARNING), ROWS / 2);
    hm_location place = hm_series_location(dataset, hm_dataset_series(dataset, "x"), ROWS / 2 - 1);
    assert_int_equal(place.line, ROWS / 2 + 1);
    assert_int_equal(place.column, 20);
    hm_dataset_free(dataset);
}

/* A new input and a new unit in every row would take memory as the square of the rows. */
static void dataset_memory_not_squared(void **state) {
    (void)state;
    shown text = {0};
    hm_dataset *dataset = new_dataset();
    hm_error error;
    show(&text, "city,period,input,value\n");
    for (unsigned i = 0; i < 20000; i++)
        show(&text, "C%u,2025,x%u,1\n", i, i);
    assert_int_equal(hm_dataset_read_memory(dataset, "a.csv", text.text, text.size, &error),
                     HM_ERROR_DATA);
    assert_non_null(strstr(error.message, "are the columns of the data swapped?"));
    free(text.text);
    hm_dataset_free(dataset);
}

/* ---- folders ---- */

static void expect_folder(const char *folder, const char *expected) {
    hm_dataset *dataset = new_dataset();
    hm_error error = {0};
    if (hm_dataset_read(dataset, folder, &error) != HM_OK)
        fail_msg("%s:%u: %s", error.file, (unsigned)error.line, error.message);
    expect_dataset(dataset, expected);
}

/* `where` is how the error's file ends. */
static void expect_bad_folder(const char *folder, const char *where, const char *message) {
    hm_dataset *dataset = new_dataset();
    hm_error error = {0};
    assert_int_equal(hm_dataset_read(dataset, folder, &error), HM_ERROR_DATA);
    size_t size = strlen(error.file), wanted = strlen(where);
    if (size < wanted || strcmp(error.file + size - wanted, where) != 0 ||
        !strstr(error.message, message))
        fail_msg("said %s: %s", error.file, error.message);
    hm_dataset_free(dataset);
}

static void folder_by_names(void **state) {
    (void)state;
    char folder[64], slash[72];
    make_folder(folder);
    expect_bad_folder(folder, folder, "found no data, expected observations.csv");
    write_file(folder, "roads.csv", "city,period,n\nC,2025,1\nA,2025,2\n");
    write_file(folder, "readme.txt", "not data");
    write_file(folder, ".hidden.csv", "not data");
    expect_folder(folder, "roads C 2025 | 1\nroads A 2025 | 2\n");
    write_file(folder, "observations.json",
               "[{\"city\":\"A\",\"period\":\"2025\",\"input\":\"x\",\"value\":5}]");
    expect_folder(folder, "A 2025 x = 5 @1:50\nroads A 2025 | 2\nroads C 2025 | 1\n");
    write_file(folder, "observations.csv", "city,period,x\nB,2025,3\n");
    write_file(folder, "bridges.csv", "city,period,n\nB,2025,4\n");
    (void)snprintf(slash, sizeof slash, "%s/", folder);
    expect_folder(slash, "B 2025 x = 3 @2:8\n"
                         "bridges B 2025 | 4\nroads C 2025 | 1\nroads A 2025 | 2\n");
    write_file(folder, "bridges.csv", "");
    expect_bad_folder(slash, "/bridges.csv", "the file is empty");
    static const char *const names[] = {"roads.csv",         "readme.txt",       ".hidden.csv",
                                        "observations.json", "observations.csv", "bridges.csv"};
    for (size_t i = 0; i < COUNT(names); i++)
        remove_file(folder, names[i]);
    assert_int_equal(rmdir(folder), 0);
}

static void folder_by_package(void **state) {
    (void)state;
    char folder[64];
    make_folder(folder);
    write_file(folder, "datapackage.json",
               "{\"name\": \"study\", \"resources\": [\n"
               "{\"name\": \"roads\", \"path\": \"r.csv\", \"schema\": {\"fields\": []}},\n"
               "{\"path\": [\"two.csv\", \"one.csv\"], \"name\": \"observations\"}]}");
    write_file(folder, "one.csv", "city,period,x\nB,2025,3\n");
    write_file(folder, "two.csv", "city,period,x\nA,2025,4\n");
    write_file(folder, "r.csv", "city,period,n\nA,2025,1\n");
    write_file(folder, "other.csv", "not data");
    expect_folder(folder, "A 2025 x = 4 @2:8\nB 2025 x = 3 @2:8\nroads A 2025 | 1\n");
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"[]", "expected an object"},
        {"{}", "found no resources"},
        {"{\"resources\": 1}", "expected `resources` as an array"},
        {"{\"resources\": [1]}", "expected a resource as an object"},
        {"{\"resources\": [{\"path\": \"r.csv\"}]}", "found a resource without a name"},
        {"{\"resources\": [{\"name\": \"r\"}]}", "found resource `r` without a path"},
        {"{\"resources\": [{\"name\": 1, \"path\": \"r.csv\"}]}", "name as a string"},
        {"{\"resources\": [{\"name\": \"r\", \"path\": \"no.csv\"}]}", "/no.csv"},
        {"{\"resources\": [{\"name\": \"r\", \"path\": \"/etc/passwd\"}]}", "inside the folder"},
        {"{\"resources\": [{\"name\": \"r\", \"path\": \"a/../../x\"}]}", "inside the folder"},
        {"{\"resources\": [{\"name\": \"r\", \"path\": \"..\"}]}", "inside the folder"},
        {"{\"resources\": [{\"name\": \"r\", \"path\": [7]}]}", "inside the folder"},
        {"{\"resources\": [", "expected a value"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        write_file(folder, "datapackage.json", cases[i].text);
        expect_bad_folder(folder, "/datapackage.json", cases[i].message);
    }
    static const char *const names[] = {"datapackage.json", "one.csv", "two.csv", "r.csv",
                                        "other.csv"};
    for (size_t i = 0; i < COUNT(names); i++)
        remove_file(folder, names[i]);
    assert_int_equal(rmdir(folder), 0);
}

/* ---- memory that runs out ---- */

typedef struct rationed {
    size_t left;  /* how many allocations still succeed */
    size_t bytes; /* given and not yet given back */
} rationed;

static void *resize_rationed(void *context, void *pointer, size_t old_size, size_t new_size) {
    rationed *memory = context;
    if (new_size == 0) {
        memory->bytes -= old_size;
        free(pointer);
        return NULL;
    }
    if (memory->left == 0)
        return NULL;
    memory->left--;
    void *grown = malloc(new_size); /* always moves, so that stale pointers are seen */
    assert_non_null(grown);
    if (pointer) {
        memcpy(grown, pointer, old_size < new_size ? old_size : new_size);
        free(pointer);
    }
    memory->bytes += new_size - old_size;
    return grown;
}

/* Everything that allocates: every form of file, escapes, issues, remarks, duplicates, records to
 * sort. */
static hm_code use_dataset(const hm_allocator *allocator, const char *folder) {
    static const char *const columns[] = {"n"}, *const values[] = {"text"};
    hm_dataset *dataset = NULL;
    hm_error error = {0};
    hm_code code = hm_dataset_new(&dataset, allocator, &error);
    if (code == HM_OK)
        code = hm_dataset_read(dataset, folder, &error);
    if (code == HM_OK)
        code = hm_dataset_put(dataset, "Put", "2025", "put", "text", &error);
    if (code == HM_OK)
        code = hm_dataset_put_record(dataset, "r", "Put", "2025", 1, columns, values, &error);
    if (code == HM_OK)
        code = hm_dataset_finish(dataset, &error);
    assert_true(code == error.code);
    hm_dataset_free(dataset);
    return code;
}

static void memory_runs_out_anywhere(void **state) {
    (void)state;
    static const struct {
        const char *name, *text;
    } files[] = {
        {"datapackage.json", "{\"resources\": [{\"name\": \"observations\", \"path\": [\"l.csv\", "
                             "\"w.csv\", \"v.csv\", "
                             "\"j.json\"]}, {\"name\": \"r\\u0031\", \"path\": \"r.csv\"}]}"},
        {"l.csv", "city,period,input,value,note,verified,nte\nA,2025,x,1,\"a \"\"b\"\"\",no,\n"
                  "A,2025,x,2,,,\nB,2025,y,1e999,,,\nC,2025,y,\"z\"\nC,20,y,1,,,\n"},
        {"w.csv", "city;period;x;z\nB;2025;1,5;t\nD;2025;;\nB;2025;;u\n\"E"},
        {"v.csv", "city,period,z,x\nD,2025,7,8\n"},
        {"j.json", "{\"observations\":[{\"city\":\"\\u0041\",\"period\":2025,\"input\":\"j\","
                   "\"value\":1,\"what\":2}],\"records\":{\"r\":[{\"city\":\"Z\",\"period\":2025,"
                   "\"n\":1,\"m\":\"\\n\"},{\"city\":\"A\",\"period\":2025,\"m\":3}]}}"},
        {"r.csv", "city,period,k\nB,2025,1\nA,2025,two\n"},
    };
    char folder[64];
    make_folder(folder);
    for (size_t i = 0; i < COUNT(files); i++)
        write_file(folder, files[i].name, files[i].text);
    rationed memory = {0};
    const hm_allocator allocator = {resize_rationed, &memory};
    hm_code code = HM_ERROR_MEMORY;
    size_t allocations = 0;
    for (; code != HM_OK && allocations < 5000; allocations++) {
        memory.left = allocations;
        code = use_dataset(&allocator, folder);
        assert_int_equal(memory.bytes, 0);
        assert_true(code == HM_OK || code == HM_ERROR_MEMORY);
    }
    assert_int_equal(code, HM_OK);
    assert_true(allocations > 100);
    for (size_t i = 0; i < COUNT(files); i++)
        remove_file(folder, files[i].name);
    assert_int_equal(rmdir(folder), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dataset_put_cells),
        cmocka_unit_test(dataset_put_records),
        cmocka_unit_test(dataset_put_mixed_with_files),
        cmocka_unit_test(dataset_argument_null),
        cmocka_unit_test(dataset_argument_null_accessors),
        cmocka_unit_test(dataset_argument_out_of_range),
        cmocka_unit_test(dataset_finish_twice),
        cmocka_unit_test(dataset_view_columns),
        cmocka_unit_test(dataset_files_digested),
        cmocka_unit_test(dataset_files_large),
        cmocka_unit_test(dataset_memory_not_squared),
        cmocka_unit_test(folder_by_names),
        cmocka_unit_test(folder_by_package),
        cmocka_unit_test(memory_runs_out_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
