/* inflow.c: see inflow.h. */
#define _DEFAULT_SOURCE /* O_CLOEXEC */
#include "platform/inflow.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "platform/clock.h"
#include "platform/source.h"

/* What is asked of the system at a time. */
enum { STEP = 256 << 10 };

static int open_file(const char *name) {
    int file;
    do {
        file = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    } while (file < 0 && errno == EINTR);
    return file;
}

hm_code hm_inflow_open(hm_inflow *inflow, const char *name, const hm_allocator *allocator,
                       hm_error *error) {
    struct stat status;
    const bool standard = strcmp(name, "-") == 0;
    *inflow = (hm_inflow){.name = standard ? "<stdin>" : name, .allocator = allocator, .file = -1};
    const int file = standard ? STDIN_FILENO : open_file(name);
    if (file < 0)
        return hm_source_fail(inflow->name, errno, error);
    inflow->file = file;
    if (fstat(file, &status) == 0 && S_ISDIR(status.st_mode))
        return hm_source_fail(inflow->name, EISDIR, error);
    return HM_OK;
}

void hm_inflow_close(hm_inflow *inflow) {
    if (inflow->file >= 0 && inflow->file != STDIN_FILENO)
        close(inflow->file);
    hm_release(inflow->allocator, inflow->data, inflow->capacity);
    inflow->file = -1;
    inflow->data = NULL;
    inflow->size = inflow->capacity = 0;
}

/* Room for `count` bytes, at least as much again as is used: then copying costs a byte a byte at
 * most. */
static bool make_room(hm_inflow *inflow, size_t count) {
    if (inflow->capacity - inflow->size >= count)
        return true;
    const size_t more = inflow->capacity > count ? inflow->capacity : count;
    if (more > SIZE_MAX - inflow->capacity)
        return false;
    const size_t wanted = inflow->capacity + more;
    char *grown = hm_resize(inflow->allocator, inflow->data, inflow->capacity, wanted);
    if (!grown)
        return false;
    inflow->data = grown;
    inflow->capacity = wanted;
    return true;
}

static hm_code read_step(hm_inflow *inflow, hm_error *error) {
    ssize_t got;
    if (!make_room(inflow, STEP))
        return hm_error_memory(error);
    do {
        got = read(inflow->file, inflow->data + inflow->size, STEP);
    } while (got < 0 && errno == EINTR);
    if (got < 0)
        return hm_source_fail(inflow->name, errno, error);
    inflow->size += (size_t)got;
    inflow->ended = got == 0;
    return HM_OK;
}

hm_code hm_inflow_more(hm_inflow *inflow, hm_error *error) {
    const size_t from = inflow->size;
    hm_code code;
    do {
        code = read_step(inflow, error);
        if (code == HM_OK && inflow->turn &&
            !inflow->turn(inflow->context, inflow, from, inflow->ended))
            code = hm_error_memory(error);
    } while (code == HM_OK && !inflow->ended && inflow->size == from);
    return code;
}

bool hm_inflow_replace(hm_inflow *inflow, size_t from, const char *bytes, size_t count) {
    inflow->size = from;
    if (!make_room(inflow, count))
        return false;
    if (count > 0)
        memcpy(inflow->data + from, bytes, count);
    inflow->size += count;
    return true;
}

/* What the system cannot wait for is read at once. */
bool hm_inflow_wait(const hm_inflow *inflow, double seconds) {
    struct pollfd awaited = {.fd = inflow->file, .events = POLLIN};
    const double end = hm_clock_seconds() + seconds;
    for (;;) {
        const double rest = end - hm_clock_seconds();
        const double milliseconds = rest < 1e6 ? rest * 1000 : 1e9;
        const int found = poll(&awaited, 1, rest > 0 ? (int)milliseconds + 1 : 0);
        if (found != 0 && !(found < 0 && errno == EINTR))
            return true;
        if (rest <= 0)
            return false;
    }
}

void hm_inflow_drop(hm_inflow *inflow, size_t count) {
    if (count > 0)
        memmove(inflow->data, inflow->data + count, inflow->size - count);
    inflow->size -= count;
}
