/* replay.c: runs a target once over files, or over all files of folders, with any compiler. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

static size_t replayed;

static int replay_any(const char *path);

static int replay_folder(DIR *folder, const char *path) {
    int failed = 0;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char inside[4096];
        if (entry->d_name[0] == '.')
            continue;
        const int size = snprintf(inside, sizeof inside, "%s/%s", path, entry->d_name);
        failed |= size < 0 || (size_t)size >= sizeof inside || replay_any(inside);
    }
    closedir(folder);
    return failed;
}

/* The bytes in a block of just their size, so that reading past their end is seen. */
static int replay_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) {
        fprintf(stderr, "%s: cannot be read\n", path);
        return 1;
    }
    const long size = ftell(file);
    rewind(file);
    uint8_t *data = size >= 0 ? malloc((size_t)size + (size == 0)) : NULL;
    const int fine = data && fread(data, 1, (size_t)size, file) == (size_t)size;
    fclose(file);
    if (fine && getenv("HM_FUZZ_VERBOSE"))
        fprintf(stderr, "%s\n", path);
    if (fine)
        LLVMFuzzerTestOneInput(data, (size_t)size);
    else
        fprintf(stderr, "%s: cannot be read\n", path);
    free(data);
    replayed += fine ? 1 : 0;
    return !fine;
}

static int replay_any(const char *path) {
    DIR *folder = opendir(path);
    return folder ? replay_folder(folder, path) : replay_file(path);
}

int main(int count, char **arguments) {
    int failed = 0;
    hm_fuzz_replaying = 1;
    for (int i = 1; i < count; i++)
        failed |= replay_any(arguments[i]);
    printf("replayed %zu files\n", replayed);
    return failed || replayed == 0;
}
