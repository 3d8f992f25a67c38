/* test_source.c: files, folders, standard input, memory. */
#define _XOPEN_SOURCE 700
#include <fcntl.h>

#include "base/source.h"
#include "dataset_support.h"

static void source_file_mapped(void **state) {
    (void)state;
    char folder[64], path[128];
    make_folder(folder);
    write_file(folder, "a.txt", "some text\n");
    (void)snprintf(path, sizeof path, "%s/a.txt", folder);
    hm_source source;
    hm_error error;
    assert_int_equal(hm_source_open(&source, path, hm_allocator_default(), &error), HM_OK);
    assert_string_equal(source.name, path);
    assert_int_equal(source.size, 10);
    assert_memory_equal(source.data, "some text\n", 10);
    hm_source_close(&source);
    assert_int_equal(source.size, 0);
    remove_file(folder, "a.txt");
    assert_int_equal(rmdir(folder), 0);
}

static void source_file_copied(void **state) {
    (void)state;
    char folder[64], path[128], out[8] = {0};
    make_folder(folder);
    write_file(folder, "in", "0123456789");
    (void)snprintf(path, sizeof path, "%s/in", folder);
    hm_source file, memory;
    hm_error error;
    assert_int_equal(hm_source_open(&file, path, hm_allocator_default(), &error), HM_OK);
    hm_source_from_memory(&memory, "in", file.data, file.size);
    const hm_source *const sources[] = {&file, &memory};
    for (size_t i = 0; i < 2; i++) {
        memset(out, 0, sizeof out);
        assert_true(hm_source_copy(sources[i], 3, 8, out));
        assert_string_equal(out, "34567");
        assert_true(hm_source_copy(sources[i], 10, 10, out));
        assert_string_equal(out, "34567");
    }
    assert_int_equal(truncate(path, 5), 0); /* by somebody else */
    assert_false(hm_source_copy(&file, 3, 8, out));
    hm_source_close(&file);
    remove_file(folder, "in");
    assert_int_equal(rmdir(folder), 0);
}

static void source_file_empty(void **state) {
    (void)state;
    hm_source source;
    hm_error error;
    assert_int_equal(hm_source_open(&source, "/dev/null", hm_allocator_default(), &error), HM_OK);
    assert_int_equal(source.size, 0);
    assert_non_null(source.data);
    hm_source_close(&source);
}

static void source_file_missing(void **state) {
    (void)state;
    hm_source source;
    hm_error error;
    assert_int_equal(hm_source_open(&source, "/no/such/file.csv", hm_allocator_default(), &error),
                     HM_ERROR_DATA);
    assert_string_equal(error.file, "/no/such/file.csv");
    assert_string_equal(error.message, "no such file");
    assert_int_equal(error.line, 0);
}

static void source_file_folder(void **state) {
    (void)state;
    hm_source source;
    hm_error error;
    assert_int_equal(hm_source_open(&source, "/", hm_allocator_default(), &error), HM_ERROR_DATA);
    assert_string_equal(error.message, "is a folder, not a file");
    assert_int_equal(hm_path_look("/"), HM_PATH_FOLDER);
    assert_int_equal(hm_path_look("/dev/null"), HM_PATH_FILE);
    assert_int_equal(hm_path_look("/no/such"), HM_PATH_NOTHING);
}

/* More than one pipe buffer and more than the first block of memory. */
static void source_stdin_long(void **state) {
    (void)state;
    char folder[64], path[128];
    make_folder(folder);
    enum { SIZE = 200000 };
    char *text = malloc(SIZE + 1);
    assert_non_null(text);
    for (size_t i = 0; i < SIZE; i++) {
        text[i] = (char)('a' + i % 23);
    }
    text[SIZE] = '\0';
    write_file(folder, "in", text);
    (void)snprintf(path, sizeof path, "%s/in", folder);
    int saved = dup(STDIN_FILENO), file = open(path, O_RDONLY);
    assert_true(saved >= 0 && file >= 0);
    assert_true(dup2(file, STDIN_FILENO) >= 0);
    close(file);
    hm_source source;
    hm_error error;
    hm_code code = hm_source_open(&source, "-", hm_allocator_default(), &error);
    assert_true(dup2(saved, STDIN_FILENO) >= 0);
    close(saved);
    assert_int_equal(code, HM_OK);
    assert_string_equal(source.name, "<stdin>");
    assert_int_equal(source.size, SIZE);
    assert_memory_equal(source.data, text, SIZE);
    hm_source_close(&source);
    free(text);
    remove_file(folder, "in");
    assert_int_equal(rmdir(folder), 0);
}

static void source_memory_borrowed(void **state) {
    (void)state;
    static const char text[] = "abc";
    hm_source source;
    hm_source_from_memory(&source, "name", text, 3);
    assert_ptr_equal(source.data, text);
    assert_int_equal(source.size, 3);
    hm_source_close(&source);
    hm_source_from_memory(&source, "name", NULL, 0);
    assert_non_null(source.data);
    hm_source_close(&source);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(source_file_mapped),     cmocka_unit_test(source_file_copied),
        cmocka_unit_test(source_file_empty),      cmocka_unit_test(source_file_missing),
        cmocka_unit_test(source_file_folder),     cmocka_unit_test(source_stdin_long),
        cmocka_unit_test(source_memory_borrowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
