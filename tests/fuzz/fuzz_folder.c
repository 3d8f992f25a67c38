/* fuzz_folder.c: the bytes are the datapackage.json of a folder of data, beside files that it may
 * name. */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz.h"

enum { MOST_INPUT = 4096 };

static char folder[] = "/tmp/hm_fuzz_folder_XXXXXX";

static const struct {
    const char *name, *text;
} beside[] = {{"o.csv", "city,period,input,value\nA,2025,a,3\nB,2025,a,NR\n"},
              {"r.csv", "city,period,x,k\nA,2025,3,k\nA,2025,,l\n"},
              {"d/r.csv", "city,period,x,k\nB,2025,1,m\n"},
              {"empty.csv", ""},
              {"datapackage.json", ""}};
enum { FILES = sizeof beside / sizeof *beside };

static void write_file(const char *name, const void *data, size_t size) {
    char path[128];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    REQUIRE(file && fwrite(data, 1, size, file) == size && fclose(file) == 0);
}

static void remove_all(void) {
    char path[128];
    for (size_t i = 0; i < FILES; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, beside[i].name);
        (void)unlink(path);
    }
    (void)snprintf(path, sizeof path, "%s/d", folder);
    (void)rmdir(path);
    (void)rmdir(folder);
}

/* Once a process: the files never change. */
static void make_folder(void) {
    static int made;
    char path[128];
    if (made)
        return;
    made = 1;
    REQUIRE(mkdtemp(folder) != NULL && atexit(remove_all) == 0);
    (void)snprintf(path, sizeof path, "%s/d", folder);
    REQUIRE(mkdir(path, 0700) == 0);
    for (size_t i = 0; i < FILES; i++)
        write_file(beside[i].name, beside[i].text, strlen(beside[i].text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    hm_dataset *dataset = NULL;
    hm_error error;
    if (size > MOST_INPUT)
        return -1;
    make_folder();
    write_file("datapackage.json", data, size);
    REQUIRE(hm_dataset_new(&dataset, hm_fuzz_allocator(), &error) == HM_OK);
    const hm_code code = hm_dataset_read(dataset, folder, &error);
    if (code != HM_OK)
        hm_fuzz_check_error(code, &error);
    hm_fuzz_finish_dataset(dataset);
    hm_dataset_free(dataset);
    hm_fuzz_end();
    return 0;
}
