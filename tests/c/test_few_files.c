/* A process that may open no more files: what is read is not to blame. HM_ERROR_MEMORY, as for
 * other wants of the machine, and never a smaller package or less data. */
#define _XOPEN_SOURCE 700
#include "embed_support.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/hm_few_files_XXXXXX";

/* What stands in the folder: a package with an indicator in a folder of its own, data, rows. */
static const struct {
    const char *path, *text;
} files[] = {
    {"pack/package.lua", "return package { name = 'p', version = '1', api = 1,\n"
                         "  nodes = { { 'R', 'Root' } } }\n"},
    {"pack/deep/A.lua", "return indicator { code = 'A', parent = 'R', name = 'A',\n"
                        "  inputs = { count { 'a', 'A' } }, measure = input.a }\n"},
    {"data/observations.csv", "city,period,input,value\nX,2025,a,3\n"},
    {"data/rows.csv", "city,period,kind\nX,2025,k\n"},
    {"lines.ndjson", "{\"city\":\"X\",\"period\":2025,\"input\":\"a\",\"value\":3}\n"},
    {"scores.csv", "city,period,code,depth,score,coverage,applicable,rank\nX,2025,R,0,3,1,1,\n"}};

/* The path of something in the folder, until the next call. */
static const char *in_folder(const char *name) {
    static char path[256];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static int make_files(void **state) {
    (void)state;
    assert_non_null(mkdtemp(folder));
    assert_int_equal(mkdir(in_folder("pack"), 0700), 0);
    assert_int_equal(mkdir(in_folder("pack/deep"), 0700), 0);
    assert_int_equal(mkdir(in_folder("data"), 0700), 0);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        FILE *file = fopen(in_folder(files[i].path), "w");
        assert_non_null(file);
        assert_true(fputs(files[i].text, file) >= 0);
        assert_int_equal(fclose(file), 0);
    }
    return 0;
}

static int remove_files(void **state) {
    static const char *const folders[] = {"pack/deep", "pack", "data", ""};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(files); i++)
        (void)unlink(in_folder(files[i].path));
    for (size_t i = 0; i < COUNT_OF(folders); i++)
        (void)rmdir(in_folder(folders[i]));
    return 0;
}

static struct rlimit usual;

/* From now on so many more files can be opened. */
static void allow(rlim_t more) {
    const int lowest_free = open("/dev/null", O_RDONLY);
    assert_true(lowest_free >= 0);
    (void)close(lowest_free);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &usual), 0);
    const struct rlimit few = {(rlim_t)lowest_free + more, usual.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
}

static void allow_all(void) {
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &usual), 0);
}

/* --- what is tried --- */

static int take_nothing(void *context, const char *data, size_t size) {
    (void)context;
    (void)data;
    return size == 0;
}

static hm_code open_package(hm_error *error) {
    hm_package *package = NULL;
    const hm_code code = hm_package_open(&package, in_folder("pack"), NULL, NULL, error);
    if (code == HM_OK) /* whole, or not at all */
        assert_true(hm_package_find(package, "A") != SIZE_MAX);
    hm_package_free(package);
    return code;
}

static hm_code read_data(const char *name, size_t records, hm_error *error) {
    hm_dataset *data = NULL;
    assert_int_equal(hm_dataset_new(&data, NULL, error), HM_OK);
    hm_code code = hm_dataset_read(data, in_folder(name), error);
    if (code == HM_OK) {
        assert_int_equal(hm_dataset_finish(data, error), HM_OK);
        assert_int_equal(hm_dataset_input_count(data), 1);
        assert_int_equal(hm_dataset_records_count(data), records);
    }
    hm_dataset_free(data);
    return code;
}

static hm_code read_folder(hm_error *error) {
    return read_data("data", 1, error);
}

static hm_code read_lines(hm_error *error) {
    return read_data("lines.ndjson", 0, error);
}

static hm_code read_stream(hm_error *error) {
    static const char manifest[] = "return package { name = 'q', version = '1', api = 1,\n"
                                   "  nodes = { { 'R', 'Root' } } }\n";
    const hm_package_file given[] = {FILE_OF("package.lua", manifest),
                                     {"A.lua", files[1].text, strlen(files[1].text)}};
    hm_package *package = open_files("q", given, COUNT_OF(given), NULL);
    const hm_code code = hm_stream(package, in_folder("data/observations.csv"), NULL, take_nothing,
                                   NULL, NULL, error);
    hm_package_free(package);
    return code;
}

static hm_code read_ranks(hm_error *error) {
    hm_ranking *ranking = NULL;
    assert_int_equal(hm_ranking_new(&ranking, NULL, NULL, error), HM_OK);
    const hm_code code = hm_ranking_read(ranking, in_folder("scores.csv"), error);
    hm_ranking_free(ranking);
    return code;
}

/* --- */

static void test_too_many_open_files(void **state) {
    static const struct {
        const char *name;
        hm_code (*run)(hm_error *error);
        rlim_t needed;                         /* files open at a time */
    } cases[] = {{"package", open_package, 3}, /* two folders, a script */
                 {"folder", read_folder, 1},
                 {"ndjson", read_lines, 1},
                 {"stream", read_stream, 1},
                 {"rank", read_ranks, 1}};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        for (rlim_t more = 0; more <= cases[i].needed; more++) {
            hm_error error = {.code = HM_OK};
            allow(more);
            const hm_code code = cases[i].run(&error);
            allow_all();
            const bool enough = more == cases[i].needed;
            if (code != (enough ? HM_OK : HM_ERROR_MEMORY))
                fail_msg("%s with %d more files: code %d: %s", cases[i].name, (int)more, code,
                         error.message);
            if (!enough)
                assert_string_equal(error.message, "too many files are open");
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_too_many_open_files, make_files, remove_files)};
    return cmocka_run_group_tests_name("few_files", tests, NULL, NULL);
}
