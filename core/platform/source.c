#define _DEFAULT_SOURCE /* madvise, pread, MAP_ANONYMOUS */
#include "platform/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef MAP_NORESERVE
#define MAP_NORESERVE 0
#endif

/* A cursor loads at least so many bytes at a time. */
enum { STEP = 32 << 10 };
/* Smaller files are read whole. */
enum { WORTH_LOADING = 256 << 10 };

struct hm_source_file {
    int descriptor;
    off_t size;
    struct timespec written; /* when it was, before anything of it was read */
    atomic_int failed;       /* errno; SHORTER: it ended too early */
};
enum { SHORTER = -1 };

/* --- what can go wrong --- */

/* strerror speaks the user's locale and is not safe between threads. */
static const char *reason(int number) {
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        return "no such file";
    case EACCES:
    case EPERM:
        return "no permission to read it";
    case EISDIR:
        return "is a folder, not a file";
    case ENXIO:
        return "is a socket or a device that is not there, expected a file or a pipe";
    case ENODEV:
        return "is a device, expected a file, a pipe or a terminal";
    case ENAMETOOLONG:
        return "the name is too long";
    case ELOOP:
        return "symbolic links lead in a circle";
    case EMFILE:
    case ENFILE:
        return "too many files are open";
    case SHORTER:
        return "became shorter while it was read";
    default:
        return NULL;
    }
}

/* It is not the file that is wrong: the same call may do when the machine is less busy. */
static bool is_want_of_machine(int number) {
    return number == EMFILE || number == ENFILE;
}

hm_code hm_source_fail(const char *name, int number, hm_error *error) {
    const char *why = reason(number);
    if (number == ENOMEM)
        return hm_error_memory(error);
    if (is_want_of_machine(number))
        return hm_error_at(error, HM_ERROR_MEMORY, name, 0, 0, "%s", why);
    if (why)
        return hm_error_at(error, HM_ERROR_DATA, name, 0, 0, "%s", why);
    return hm_error_at(error, HM_ERROR_DATA, name, 0, 0, "cannot be read (system error %d)",
                       number);
}

/* Has somebody written to the file since `before`? */
static hm_code check_file(const char *name, int descriptor, off_t size, struct timespec written,
                          hm_error *error) {
    struct stat now;
    if (fstat(descriptor, &now) != 0)
        return hm_source_fail(name, errno, error);
    if (now.st_size < size)
        return hm_source_fail(name, SHORTER, error);
    if (now.st_size > size || now.st_mtim.tv_sec != written.tv_sec ||
        now.st_mtim.tv_nsec != written.tv_nsec)
        return hm_error_at(error, HM_ERROR_DATA, name, 0, 0,
                           now.st_size > size ? "became longer while it was read"
                                              : "was written to while it was read");
    return HM_OK;
}

hm_code hm_source_check(const hm_source *source, hm_error *error) {
    const struct hm_source_file *file = source->file;
    if (!file)
        return HM_OK;
    const int failed = atomic_load(&file->failed);
    return failed ? hm_source_fail(source->name, failed, error)
                  : check_file(source->name, file->descriptor, file->size, file->written, error);
}

/* --- all at once --- */

/* Reads on from `size` bytes until nothing comes; how many are there then. */
static hm_code read_on(hm_source *source, int descriptor, size_t expected, hm_error *error) {
    char *data = NULL;
    size_t size = 0, capacity = 0;
    hm_code code = HM_OK;
    for (;;) {
        if (size == capacity) {
            const size_t more = capacity ? capacity * 2 : expected + 1;
            char *grown =
                more > capacity ? hm_resize(source->allocator, data, capacity, more) : NULL;
            if (!grown) {
                code = hm_error_memory(error);
                break;
            }
            data = grown;
            capacity = more;
        }
        const ssize_t got = read(descriptor, data + size, capacity - size);
        if (got == 0) {
            source->data = data;
            source->size = size;
            source->owned = capacity;
            return HM_OK;
        }
        if (got > 0) {
            size += (size_t)got;
        } else if (errno != EINTR) {
            code = hm_source_fail(source->name, errno, error);
            break;
        }
    }
    hm_release(source->allocator, data, capacity);
    return code;
}

/* A file says how much is to come; of what else there is nothing is known. */
static hm_code read_all(hm_source *source, int descriptor, const struct stat *status,
                        hm_error *error) {
    enum { FIRST = 64 << 10 };
    const bool regular = S_ISREG(status->st_mode) && status->st_size > 0;
    const size_t expected = regular && (uintmax_t)status->st_size < SIZE_MAX / 2
                                ? (size_t)status->st_size
                                : (size_t)FIRST;
    hm_code code = read_on(source, descriptor, expected, error);
    if (code == HM_OK && regular)
        code = check_file(source->name, descriptor, status->st_size, status->st_mtim, error);
    if (code != HM_OK)
        hm_source_close(source);
    return code;
}

/* --- in pieces --- */

static void note_failure(const hm_source *source, int number) {
    int none = 0;
    (void)atomic_compare_exchange_strong(&source->file->failed, &none, number);
}

bool hm_source_copy(const hm_source *source, size_t begin, size_t end, char *out) {
    if (!source->file) {
        memcpy(out, source->data + begin, end - begin);
        return true;
    }
    while (begin < end) {
        const ssize_t got = pread(source->file->descriptor, out, end - begin, (off_t)begin);
        if (got == 0 || (got < 0 && errno != EINTR)) {
            note_failure(source, got == 0 ? SHORTER : errno);
            return false;
        }
        if (got > 0) {
            begin += (size_t)got;
            out += got;
        }
    }
    return true;
}

void hm_source_load(const hm_source *source, size_t begin, size_t end) {
    /* The range is the source's own memory, const to everybody else. */
    if (source->file)
        (void)hm_source_copy(source, begin, end, (char *)(uintptr_t)source->data + begin);
}

void hm_source_forget(const hm_source *source, size_t begin, size_t end) {
#ifdef MADV_DONTNEED
    const size_t page = 65536; /* or a divisor of it */
    begin = (begin + page - 1) / page * page;
    end = end / page * page;
    if (source->file && begin < end)
        (void)madvise((char *)(uintptr_t)source->data + begin, end - begin, MADV_DONTNEED);
#else
    (void)source;
    (void)begin;
    (void)end;
#endif
}

hm_source_cursor hm_source_begin(const hm_source *source) {
    return (hm_source_cursor){source, source->file ? source->data : source->data + source->size};
}

void hm_source_reach(hm_source_cursor *cursor, const char *until) {
    if (until <= cursor->loaded)
        return;
    const hm_source *source = cursor->source;
    const char *end = source->data + source->size;
    if (end - cursor->loaded > STEP && until < cursor->loaded + STEP)
        until = cursor->loaded + STEP;
    else if (end - cursor->loaded <= STEP)
        until = end;
    hm_source_load(source, (size_t)(cursor->loaded - source->data), (size_t)(until - source->data));
    cursor->loaded = until;
}

const char *hm_source_find(hm_source_cursor *cursor, const char *from, const char *end, char byte) {
    while (from < end) {
        hm_source_reach(cursor, from + 1);
        const char *until = cursor->loaded < end ? cursor->loaded : end;
        const char *found = memchr(from, byte, (size_t)(until - from));
        if (found)
            return found;
        from = until;
    }
    return NULL;
}

/* Address space for the file; false where there is none, or it is not worth it: of many small files
 * none need stay open. */
static bool reserve(hm_source *source, int descriptor, const struct stat *status) {
    if (!S_ISREG(status->st_mode) || status->st_size < WORTH_LOADING ||
        (uintmax_t)status->st_size > SIZE_MAX / 2)
        return false;
    struct hm_source_file *file = hm_allocate_array(source->allocator, 1, sizeof *file);
    const size_t size = (size_t)status->st_size;
    void *data = file ? mmap(NULL, size, PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
                      : MAP_FAILED;
    if (data == MAP_FAILED) {
        hm_release(source->allocator, file, sizeof *file);
        return false;
    }
    file->descriptor = descriptor;
    file->size = status->st_size;
    file->written = status->st_mtim;
    source->file = file;
    source->data = data;
    source->size = size;
    return true;
}

/* --- opening --- */

/* Files, pipes and terminals; of devices only those that have nothing to say. */
static int refuse_kind(int descriptor, const struct stat *status) {
    char byte;
    if (S_ISDIR(status->st_mode))
        return EISDIR;
    if (S_ISBLK(status->st_mode))
        return ENODEV;
    if (S_ISCHR(status->st_mode) && !isatty(descriptor) && read(descriptor, &byte, 1) != 0)
        return ENODEV;
    return 0;
}

static int open_name(const char *name) {
    int descriptor;
    do {
        descriptor = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    } while (descriptor < 0 && errno == EINTR);
    return descriptor;
}

static hm_code open_source(hm_source *source, const char *name, const hm_allocator *allocator,
                           bool to_load, hm_error *error) {
    struct stat status;
    const bool standard = strcmp(name, "-") == 0;
    hm_source_from_memory(source, standard ? "<stdin>" : name, "", 0);
    source->allocator = allocator;
    const int descriptor = standard ? STDIN_FILENO : open_name(name);
    if (descriptor < 0)
        return hm_source_fail(source->name, errno, error);
    const int fault = fstat(descriptor, &status) != 0 ? errno : refuse_kind(descriptor, &status);
    if (!fault && to_load && !standard && reserve(source, descriptor, &status))
        return HM_OK;
    const hm_code code = fault ? hm_source_fail(source->name, fault, error)
                               : read_all(source, descriptor, &status, error);
    if (!standard)
        close(descriptor);
    return code;
}

hm_code hm_source_open(hm_source *source, const char *name, const hm_allocator *allocator,
                       hm_error *error) {
    return open_source(source, name, allocator, false, error);
}

hm_code hm_source_open_to_load(hm_source *source, const char *name, const hm_allocator *allocator,
                               hm_error *error) {
    return open_source(source, name, allocator, true, error);
}

void hm_source_from_memory(hm_source *source, const char *name, const char *data, size_t size) {
    *source = (hm_source){.name = name, .data = data ? data : "", .size = data ? size : 0};
}

void hm_source_close(hm_source *source) {
    /* The memory is the source's own, const to everybody else. */
    void *data = (void *)(uintptr_t)source->data;
    if (source->file) {
        munmap(data, source->size);
        close(source->file->descriptor);
        hm_release(source->allocator, source->file, sizeof *source->file);
    } else if (source->owned) {
        hm_release(source->allocator, data, source->owned);
    }
    hm_source_from_memory(source, source->name, "", 0);
}

size_t hm_source_mark(const hm_source *source) {
    return source->size >= 3 && memcmp(source->data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

hm_path_kind hm_path_look(const char *path) {
    struct stat status;
    if (stat(path, &status) != 0)
        return HM_PATH_NOTHING;
    return S_ISDIR(status.st_mode) ? HM_PATH_FOLDER : HM_PATH_FILE;
}
