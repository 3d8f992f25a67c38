/* folder.h: the names in a folder, in whatever order the system gives them. */
#ifndef HM_FOLDER_H
#define HM_FOLDER_H

#include <stdbool.h>

typedef struct hm_folder {
    void *handle;
    int failure; /* the system's error number; 0: none. For hm_source_fail. */
} hm_folder;

/* False, with a failure, when there is no such folder or it cannot be read; then nothing is to be
 * closed. */
bool hm_folder_open(hm_folder *folder, const char *path);
/* The next name, hidden ones and "." and ".." too, until the next call; NULL behind the last, or
 * with a failure. */
const char *hm_folder_next(hm_folder *folder);
void hm_folder_close(hm_folder *folder);

#endif
