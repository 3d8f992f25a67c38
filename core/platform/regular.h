/* regular.h: files and folders that strangers made: only plain ones are looked at, and none is read
 * before its size is known. Links, devices, FIFOs and sockets are told apart without opening them.
 */
#ifndef HM_REGULAR_H
#define HM_REGULAR_H

#include "base/error.h"
#include "base/memory.h"

typedef enum hm_entry_kind {
    HM_ENTRY_NOTHING,
    HM_ENTRY_FILE,
    HM_ENTRY_FOLDER,
    HM_ENTRY_LINK_TO_FILE,
    HM_ENTRY_LINK_TO_FOLDER,
    HM_ENTRY_OTHER, /* a device, FIFO, socket, or a link to one, or to nothing */
    HM_ENTRY_HIDDEN /* whether there is anything cannot be seen: errno says why */
} hm_entry_kind;

/* What is at `path` itself; a link is looked through only to tell what it leads to. */
hm_entry_kind hm_entry_look(const char *path);

/* As hm_source_fail, but where the file is to blame: HM_ERROR_PACKAGE. */
hm_code hm_regular_fail(const char *shown, int number, hm_error *error);

/* Reads the plain file at `path`, of at most `most` bytes, into the arena; `shown` names it in
 * errors. Never waits, whatever has come to stand at `path` since it was looked at.
 * HM_ERROR_PACKAGE when it is no such file or cannot be read; HM_ERROR_LIMIT when it is larger;
 * memory. */
hm_code hm_regular_read(const char *path, const char *shown, size_t most, hm_arena *arena,
                        const char **data, size_t *size, hm_error *error);

#endif
