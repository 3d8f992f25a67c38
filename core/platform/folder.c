#define _POSIX_C_SOURCE 200809L
#include "platform/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stddef.h>

bool hm_folder_open(hm_folder *folder, const char *path) {
    folder->handle = opendir(path);
    folder->failure = folder->handle ? 0 : errno;
    return folder->handle != NULL;
}

const char *hm_folder_next(hm_folder *folder) {
    errno = 0; /* only it tells the last entry from one that cannot be read */
    const struct dirent *entry = readdir(folder->handle);
    folder->failure = entry ? 0 : errno;
    return entry ? entry->d_name : NULL;
}

void hm_folder_close(hm_folder *folder) {
    (void)closedir(folder->handle);
}
