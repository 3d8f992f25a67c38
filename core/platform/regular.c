#define _POSIX_C_SOURCE 200809L
#include "platform/regular.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "platform/source.h"

hm_entry_kind hm_entry_look(const char *path) {
    struct stat status;
    if (lstat(path, &status) != 0)
        return errno == ENOENT || errno == ENOTDIR ? HM_ENTRY_NOTHING : HM_ENTRY_HIDDEN;
    if (S_ISREG(status.st_mode))
        return HM_ENTRY_FILE;
    if (S_ISDIR(status.st_mode))
        return HM_ENTRY_FOLDER;
    if (!S_ISLNK(status.st_mode) || stat(path, &status) != 0)
        return HM_ENTRY_OTHER;
    return S_ISREG(status.st_mode)   ? HM_ENTRY_LINK_TO_FILE
           : S_ISDIR(status.st_mode) ? HM_ENTRY_LINK_TO_FOLDER
                                     : HM_ENTRY_OTHER;
}

hm_code hm_regular_fail(const char *shown, int number, hm_error *error) {
    const hm_code code = hm_source_fail(shown, number, error);
    if (code != HM_ERROR_DATA)
        return code;
    if (error)
        error->code = HM_ERROR_PACKAGE;
    return HM_ERROR_PACKAGE;
}

/* All of the file, or what there is of one that has become shorter. */
static hm_code read_all(int file, const char *shown, char *out, size_t *size, hm_error *error) {
    size_t at = 0;
    while (at < *size) {
        const ssize_t got = read(file, out + at, *size - at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return hm_regular_fail(shown, errno, error);
        if (got == 0)
            break;
        at += (size_t)got;
    }
    out[at] = '\0';
    *size = at;
    return HM_OK;
}

static hm_code read_open(int file, const char *shown, size_t most, hm_arena *arena,
                         const char **data, size_t *size, hm_error *error) {
    struct stat status;
    if (fstat(file, &status) != 0)
        return hm_regular_fail(shown, errno, error);
    if (!S_ISREG(status.st_mode))
        return hm_error_at(error, HM_ERROR_PACKAGE, shown, 0, 0, "is no plain file");
    if (status.st_size < 0 || (uintmax_t)status.st_size > most)
        return hm_error_at(error, HM_ERROR_LIMIT, shown, 0, 0, "has %jd bytes, more than %zu",
                           (intmax_t)status.st_size, most);
    *size = (size_t)status.st_size;
    char *out = hm_arena_take(arena, *size + 1);
    *data = out;
    return out ? read_all(file, shown, out, size, error) : hm_error_memory(error);
}

hm_code hm_regular_read(const char *path, const char *shown, size_t most, hm_arena *arena,
                        const char **data, size_t *size, hm_error *error) {
    const int file = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC);
    if (file < 0)
        return hm_regular_fail(shown, errno, error);
    const hm_code code = read_open(file, shown, most, arena, data, size, error);
    (void)close(file);
    return code;
}
