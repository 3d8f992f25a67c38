/* test_source.c: files, folders, standard input, memory. */
#define _XOPEN_SOURCE 700
#include <fcntl.h>
#include <sys/stat.h>

#include "dataset_support.h"
#include "platform/source.h"

static void source_small_file_is_read(void **state) {
    (void)state;
    char folder[64], path[128];
    make_folder(folder);
    write_file(folder, "a.txt", "some text\n");
    (void)snprintf(path, sizeof path, "%s/a.txt", folder);
    hm_source source;
    hm_error error;
    assert_int_equal(hm_source_open_to_load(&source, path, hm_allocator_default(), &error), HM_OK);
    assert_string_equal(source.name, path);
    assert_int_equal(source.size, 10);
    assert_memory_equal(source.data, "some text\n", 10);
    assert_int_equal(truncate(path, 5), 0); /* too late to matter */
    assert_int_equal(hm_source_check(&source, &error), HM_OK);
    hm_source_close(&source);
    assert_int_equal(source.size, 0);
    remove_file(folder, "a.txt");
    assert_int_equal(rmdir(folder), 0);
}

/* --- a file that is loaded as it is needed --- */

enum { LARGE = 1000000 };

static char large_byte(size_t i) {
    return (char)('a' + i % 26);
}

typedef struct large {
    char folder[64], path[128];
    hm_source source;
} large;

static void open_large(large *f) {
    static char text[LARGE + 1];
    hm_error error;
    for (size_t i = 0; i < LARGE; i++)
        text[i] = large_byte(i);
    make_folder(f->folder);
    write_file(f->folder, "in", text);
    (void)snprintf(f->path, sizeof f->path, "%s/in", f->folder);
    assert_int_equal(hm_source_open_to_load(&f->source, f->path, hm_allocator_default(), &error),
                     HM_OK);
    assert_int_equal(f->source.size, LARGE);
}

static void close_large(large *f) {
    hm_source_close(&f->source);
    remove_file(f->folder, "in");
    assert_int_equal(rmdir(f->folder), 0);
}

static void assert_changed(const hm_source *source, const char *message) {
    hm_error error;
    assert_int_equal(hm_source_check(source, &error), HM_ERROR_DATA);
    assert_string_equal(error.file, source->name);
    assert_string_equal(error.message, message);
}

static void source_large_file_is_loaded(void **state) {
    (void)state;
    large f;
    hm_error error;
    char out[8] = {0};
    open_large(&f);
    hm_source_load(&f.source, 300000, 300010);
    for (size_t i = 300000; i < 300010; i++)
        assert_int_equal(f.source.data[i], large_byte(i));
    assert_true(hm_source_copy(&f.source, 26, 31, out));
    assert_string_equal(out, "abcde");
    hm_source_load(&f.source, 0, LARGE);
    hm_source_forget(&f.source, 0, LARGE);
    hm_source_load(&f.source, 500000, 500001);
    assert_int_equal(f.source.data[500000], large_byte(500000));
    assert_int_equal(hm_source_check(&f.source, &error), HM_OK);
    close_large(&f);
}

static void source_cursor_loads_to_the_end(void **state) {
    (void)state;
    large f;
    open_large(&f);
    hm_source_cursor cursor = hm_source_begin(&f.source);
    const char *start = f.source.data, *end = start + LARGE;
    assert_ptr_equal(hm_source_find(&cursor, start + 1, end, 'a'), start + 26);
    assert_ptr_equal(hm_source_find(&cursor, start + 26, start + 50, 'z'), NULL);
    hm_source_pass(&cursor, start + 900000);
    assert_ptr_equal(hm_source_find(&cursor, start + 900000, end, '\n'), NULL);
    assert_int_equal(start[LARGE - 1], large_byte(LARGE - 1));
    hm_source_reach(&cursor, end);
    close_large(&f);
}

static void source_file_shrinks(void **state) {
    (void)state;
    large f;
    char out[8];
    open_large(&f);
    assert_int_equal(truncate(f.path, 500000), 0);                 /* by somebody else */
    assert_changed(&f.source, "became shorter while it was read"); /* seen before it is met */
    hm_source_load(&f.source, 400000, LARGE);
    assert_int_equal(f.source.data[499999], large_byte(499999));
    assert_int_equal(f.source.data[500000], '\0');
    assert_false(hm_source_copy(&f.source, 499999, 500001, out));
    assert_changed(&f.source, "became shorter while it was read");
    close_large(&f);
}

static void source_file_grows_or_is_written_to(void **state) {
    (void)state;
    static const struct timespec then[2] = {{1000000000, 0}, {1000000000, 0}};
    large f;
    open_large(&f);
    assert_int_equal(utimensat(AT_FDCWD, f.path, then, 0), 0);
    assert_changed(&f.source, "was written to while it was read");
    assert_int_equal(truncate(f.path, LARGE + 1), 0);
    assert_changed(&f.source, "became longer while it was read");
    close_large(&f);
}

/* What was opened is read to its end, whatever its name stands for now. */
static void source_file_is_replaced(void **state) {
    (void)state;
    large f;
    hm_error error;
    char other[128];
    open_large(&f);
    write_file(f.folder, "new", "other");
    (void)snprintf(other, sizeof other, "%s/new", f.folder);
    assert_int_equal(rename(other, f.path), 0);
    hm_source_load(&f.source, 0, LARGE);
    assert_int_equal(f.source.data[LARGE - 1], large_byte(LARGE - 1));
    assert_int_equal(hm_source_check(&f.source, &error), HM_OK);
    close_large(&f);
}

static void source_devices_are_refused(void **state) {
    (void)state;
    hm_source source;
    hm_error error;
    assert_int_equal(hm_source_open(&source, "/dev/zero", hm_allocator_default(), &error),
                     HM_ERROR_DATA);
    assert_string_equal(error.message, "is a device, expected a file, a pipe or a terminal");
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
    for (size_t i = 0; i < SIZE; i++)
        text[i] = (char)('a' + i % 23);
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
        cmocka_unit_test(source_small_file_is_read),
        cmocka_unit_test(source_large_file_is_loaded),
        cmocka_unit_test(source_cursor_loads_to_the_end),
        cmocka_unit_test(source_file_shrinks),
        cmocka_unit_test(source_file_grows_or_is_written_to),
        cmocka_unit_test(source_file_is_replaced),
        cmocka_unit_test(source_devices_are_refused),
        cmocka_unit_test(source_file_empty),
        cmocka_unit_test(source_file_missing),
        cmocka_unit_test(source_file_folder),
        cmocka_unit_test(source_stdin_long),
        cmocka_unit_test(source_memory_borrowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
