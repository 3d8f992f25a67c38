/* source.c: see source.h. Files are mapped privately and read-only: a file that somebody shortens
 * while it is being read is beyond what a mapping can survive. */
#define _DEFAULT_SOURCE /* madvise, pread */
#include "base/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

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
    case ENAMETOOLONG:
        return "the name is too long";
    case ELOOP:
        return "symbolic links lead in a circle";
    case EMFILE:
    case ENFILE:
        return "too many files are open";
    default:
        return NULL;
    }
}

hm_code hm_source_fail(const char *name, int number, hm_error *error) {
    const char *why = reason(number);
    if (why) {
        return hm_error_at(error, HM_ERROR_DATA, name, 0, 0, "%s", why);
    }
    return hm_error_at(error, HM_ERROR_DATA, name, 0, 0, "cannot be read (system error %d)",
                       number);
}

/* Reads to the end what cannot be mapped: pipes, terminals, special files. */
static hm_code read_all(hm_source *source, int file, hm_error *error) {
    char *data = NULL;
    size_t size = 0, capacity = 0;
    hm_code code = HM_OK;
    for (;;) {
        if (size == capacity) {
            size_t more = capacity ? capacity * 2 : 65536;
            char *grown =
                more > capacity ? hm_resize(source->allocator, data, capacity, more) : NULL;
            if (!grown) {
                code = hm_error_memory(error);
                break;
            }
            data = grown;
            capacity = more;
        }
        ssize_t got = read(file, data + size, capacity - size);
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

static hm_code open_file(hm_source *source, int file, hm_error *error) {
    struct stat status;
    if (fstat(file, &status) != 0) {
        return hm_source_fail(source->name, errno, error);
    }
    if (S_ISDIR(status.st_mode)) {
        return hm_source_fail(source->name, EISDIR, error);
    }
    if (S_ISREG(status.st_mode) && status.st_size > 0 && (uintmax_t)status.st_size <= SIZE_MAX) {
        size_t size = (size_t)status.st_size;
        void *data = mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0);
        if (data != MAP_FAILED) {
            posix_madvise(data, size, POSIX_MADV_SEQUENTIAL);
            source->data = data;
            source->size = source->mapped = size;
            source->opened = file + 1;
            return HM_OK;
        }
    }
    return read_all(source, file, error);
}

hm_code hm_source_open(hm_source *source, const char *name, const hm_allocator *allocator,
                       hm_error *error) {
    hm_source_from_memory(source, name, "", 0);
    source->allocator = allocator;
    if (strcmp(name, "-") == 0) {
        source->name = "<stdin>";
        return read_all(source, STDIN_FILENO, error);
    }
    int file;
    do {
        file = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    } while (file < 0 && errno == EINTR);
    if (file < 0) {
        return hm_source_fail(name, errno, error);
    }
    hm_code code = open_file(source, file, error);
    if (!source->opened) {
        close(file);
    }
    return code;
}

void hm_source_from_memory(hm_source *source, const char *name, const char *data, size_t size) {
    *source = (hm_source){.name = name, .data = data ? data : "", .size = data ? size : 0};
}

void hm_source_close(hm_source *source) {
    if (source->mapped) {
        /* munmap takes what mmap gave, which was never const. */
        munmap((void *)(uintptr_t)source->data, source->mapped);
        close(source->opened - 1);
    } else if (source->owned) {
        hm_release(source->allocator, (void *)(uintptr_t)source->data, source->owned);
    }
    hm_source_from_memory(source, source->name, "", 0);
}

size_t hm_source_mark(const hm_source *source) {
    return source->size >= 3 && memcmp(source->data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

bool hm_source_copy(const hm_source *source, size_t begin, size_t end, char *out) {
    if (!source->opened) {
        memcpy(out, source->data + begin, end - begin);
        return true;
    }
    while (begin < end) {
        const ssize_t got = pread(source->opened - 1, out, end - begin, (off_t)begin);
        if (got == 0 || (got < 0 && errno != EINTR)) {
            return false;
        }
        if (got > 0) {
            begin += (size_t)got;
            out += got;
        }
    }
    return true;
}

void hm_source_forget(const hm_source *source, size_t begin, size_t end) {
#ifdef MADV_DONTNEED
    const size_t page = 65536; /* or a divisor of it */
    begin = (begin + page - 1) / page * page;
    end = end / page * page;
    if (source->mapped && begin < end) {
        (void)madvise((char *)(uintptr_t)source->data + begin, end - begin, MADV_DONTNEED);
    }
#else
    (void)source;
    (void)begin;
    (void)end;
#endif
}

hm_path_kind hm_path_look(const char *path) {
    struct stat status;
    if (stat(path, &status) != 0) {
        return HM_PATH_NOTHING;
    }
    return S_ISDIR(status.st_mode) ? HM_PATH_FOLDER : HM_PATH_FILE;
}
