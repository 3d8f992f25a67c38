/* output_file.c: see output_file.h.
 *
 * Rejected: writing to a file without a name (O_TMPFILE), which not every file system has, and
 * which cannot take the place of another file in one step either. So a kill that nothing can catch
 * leaves a file .hundredmark.XXXXXX behind; everything else removes it. */
#define _DEFAULT_SOURCE /* mkstemp, fchown, realpath's PATH_MAX */
#include "program/output_file.h"

#include <errno.h>
#include <fcntl.h>
#include <lauxlib.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef PATH_MAX
#define PATH_MAX 4096
#endif

/* Links that lead to links, at most; as the system has it. */
enum { LINKS_MOST = 40 };

/* A file of Lua's io library and what stands behind it. Lua owns it; it is in the list while it is
 * open. Files are opened and closed while no other thread runs, so only the list's links have to
 * fit a signal at any moment. */
typedef struct output_file {
    luaL_Stream stream; /* first: the io library sees nothing else */
    char target[PATH_MAX];
    char temporary[PATH_MAX]; /* "" when the target is written directly */
    struct output_file *next;
} output_file;

static output_file *volatile open_files;

void hm_output_file_give_up_all(void) {
    for (const output_file *file = open_files; file; file = file->next)
        if (file->temporary[0] != '\0')
            (void)unlink(file->temporary);
}

static void enlist(output_file *file) {
    file->next = open_files;
    open_files = file;
}

static void strike_off(const output_file *file) {
    if (open_files == file) {
        open_files = file->next;
        return;
    }
    for (output_file *before = open_files; before; before = before->next)
        if (before->next == file)
            before->next = file->next;
}

static output_file *find(const void *stream) {
    output_file *file = open_files;
    while (file && (const void *)&file->stream != stream)
        file = file->next;
    return file;
}

/* --- where a path leads to --- */

/* "a/b" + "c" is "a/c", and "b" + "c" is "c": the name in the place of the last one. */
static bool replace_last_name(char path[PATH_MAX], const char *name) {
    const char *slash = strrchr(path, '/');
    const size_t folder = slash && name[0] != '/' ? (size_t)(slash - path) + 1 : 0;
    if (folder + strlen(name) >= PATH_MAX) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(path + folder, name, strlen(name) + 1);
    return true;
}

/* What the system shows as a link to an open descriptor leads to no name that can be written
 * beside. */
static bool is_descriptor(const char *path) {
    return strncmp(path, "/proc/", 6) == 0 || strncmp(path, "/dev/fd/", 8) == 0;
}

/* Exchanges a symbolic link for what it leads to, which need not be there. */
static bool follow_links(char path[PATH_MAX]) {
    for (int links = 0; links < LINKS_MOST; links++) {
        struct stat found;
        char name[PATH_MAX];
        if (is_descriptor(path) || lstat(path, &found) != 0 || !S_ISLNK(found.st_mode))
            return true;
        const ssize_t size = readlink(path, name, sizeof name - 1);
        if (size < 0)
            return false;
        name[size] = '\0';
        if (!replace_last_name(path, name))
            return false;
    }
    errno = ELOOP;
    return false;
}

/* Fills the target and looks at it. False, with errno: it cannot be written. */
static bool look(const char *path, char target[PATH_MAX], struct stat *found, bool *there,
                 bool *direct) {
    target[0] = '\0';
    if (path[0] == '\0') {
        errno = ENOENT;
        return false;
    }
    if (!replace_last_name(target, path) || !follow_links(target))
        return false;
    *there = stat(target, found) == 0;
    if (!*there && errno != ENOENT)
        return false;
    *direct = is_descriptor(target) || (*there && !S_ISREG(found->st_mode));
    if (*there && S_ISDIR(found->st_mode)) {
        errno = EISDIR;
        return false;
    }
    /* a file that may not be written must not be exchanged either */
    return !*there || faccessat(AT_FDCWD, target, W_OK, AT_EACCESS) == 0;
}

/* The folder that holds the target, with its last slash; "" where the name stands alone. */
static size_t folder_size(const char *target) {
    const char *slash = strrchr(target, '/');
    return slash ? (size_t)(slash - target) + 1 : 0;
}

static void folder_of(const char *target, char folder[PATH_MAX]) {
    const size_t size = folder_size(target);
    memcpy(folder, target, size);
    folder[size] = '\0';
    if (size == 0)
        memcpy(folder, ".", 2);
}

/* Text that is the same for all paths to one name in one folder; nil where the folder is gone. */
static int push_identity(lua_State *L, const char *target, const char *folder) {
    struct stat found;
    if (stat(folder, &found) != 0)
        lua_pushnil(L);
    else
        lua_pushfstring(L, "%I:%I/%s", (LUAI_UACINT)found.st_dev, (LUAI_UACINT)found.st_ino,
                        target + folder_size(target));
    return 1;
}

int hm_output_file_check(lua_State *L) {
    const char *path = luaL_checkstring(L, 1);
    char target[PATH_MAX], folder[PATH_MAX];
    struct stat found;
    bool there, direct;
    if (!look(path, target, &found, &there, &direct))
        return luaL_fileresult(L, 0, NULL);
    folder_of(target, folder);
    if (!direct && faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) != 0)
        return luaL_fileresult(L, 0, errno == ENOENT || errno == ENOTDIR ? NULL : folder);
    lua_pushstring(L, direct ? "direct" : "file");
    return direct ? 1 : 1 + push_identity(L, target, folder);
}

/* --- opening --- */

static mode_t mode_of_new_files(void) {
    const mode_t mask = umask(0);
    (void)umask(mask);
    return (mode_t)0666 & ~mask;
}

/* Owner first: changing it may clear bits of the mode. Only the administrator may give files away;
 * what was run as its owner is then not to be run as another. */
static bool copy_rights(int descriptor, const struct stat *found, bool there) {
    if (!there)
        return fchmod(descriptor, mode_of_new_files()) == 0;
    mode_t mode = found->st_mode & (mode_t)07777;
    if (fchown(descriptor, found->st_uid, found->st_gid) != 0) {
        mode &= (mode_t)0777;
        if (fchown(descriptor, (uid_t)-1, found->st_gid) != 0)
            mode &= (mode_t)0707; /* another group has no claim to what this one may do */
    }
    return fchmod(descriptor, mode) == 0;
}

/* In the list before the file is made: a signal that comes between finds a name that is not there
 * yet, or one that mkstemp has not filled in, and removes nothing. */
static int open_beside(output_file *file, const struct stat *found, bool there) {
    static const char name[] = ".hundredmark.XXXXXX";
    const size_t folder = folder_size(file->target);
    if (folder + sizeof name > PATH_MAX) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(file->temporary, file->target, folder);
    memcpy(file->temporary + folder, name, sizeof name);
    const int descriptor = mkstemp(file->temporary);
    if (descriptor < 0)
        file->temporary[0] = '\0';
    else if (fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 && copy_rights(descriptor, found, there))
        return descriptor;
    return -1;
}

static int open_direct(const output_file *file) {
    int descriptor;
    do {
        descriptor = open(file->target, O_WRONLY | O_TRUNC | O_NOCTTY | O_CLOEXEC);
    } while (descriptor < 0 && errno == EINTR);
    return descriptor;
}

/* Gives the file up; called by the io library when it is closed or collected. */
static int give_up(lua_State *L) {
    output_file *file = find(luaL_checkudata(L, 1, LUA_FILEHANDLE));
    if (!file)
        return 0;
    if (file->temporary[0] != '\0')
        (void)unlink(file->temporary);
    strike_off(file);
    const int closed = file->stream.f ? fclose(file->stream.f) : 0;
    return luaL_fileresult(L, closed == 0, NULL);
}

/* The io library calls a file without `closef` closed, and leaves it alone. */
static int fail_to_open(lua_State *L, output_file *file, int descriptor, const char *where) {
    const int cause = errno;
    if (file->temporary[0] != '\0')
        (void)unlink(file->temporary);
    if (descriptor >= 0)
        (void)close(descriptor);
    strike_off(file);
    errno = cause;
    return luaL_fileresult(L, 0, where);
}

int hm_output_file_open(lua_State *L) {
    const char *path = luaL_checkstring(L, 1);
    struct stat found;
    bool there, direct;
    output_file *file = lua_newuserdatauv(L, sizeof *file, 0);
    memset(file, 0, sizeof *file);
    luaL_setmetatable(L, LUA_FILEHANDLE);
    if (!look(path, file->target, &found, &there, &direct))
        return luaL_fileresult(L, 0, NULL);
    enlist(file);
    const int descriptor = direct ? open_direct(file) : open_beside(file, &found, there);
    if (descriptor < 0)
        return fail_to_open(L, file, descriptor, NULL);
    file->stream.f = fdopen(descriptor, "wb");
    if (!file->stream.f)
        return fail_to_open(L, file, descriptor, NULL);
    file->stream.closef = give_up;
    return 1;
}

const char *hm_output_file_path(lua_State *L, int index) {
    const output_file *file = find(luaL_checkudata(L, index, LUA_FILEHANDLE));
    luaL_argcheck(L, file, index, "not a file that is open for output");
    return file->temporary[0] != '\0' ? file->temporary : file->target;
}

/* --- keeping --- */

/* The name is on the disk only when its folder is. Not every file system can say so. */
static void sync_folder(const char *target) {
    char folder[PATH_MAX];
    folder_of(target, folder);
    const int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    (void)fsync(descriptor);
    (void)close(descriptor);
}

/* Closes the stream in any case. False with errno when not everything was written. */
static bool close_stream(output_file *file) {
    FILE *stream = file->stream.f;
    bool done = fflush(stream) == 0 && !ferror(stream);
    if (done && file->temporary[0] != '\0')
        done = fsync(fileno(stream)) == 0;
    const int cause = errno;
    file->stream.f = NULL;
    file->stream.closef = NULL;
    if (fclose(stream) != 0)
        return false;
    errno = cause;
    return done;
}

int hm_output_file_keep(lua_State *L) {
    output_file *file = find(luaL_checkudata(L, 1, LUA_FILEHANDLE));
    luaL_argcheck(L, file, 1, "not a file that is open for output");
    bool done = close_stream(file);
    if (file->temporary[0] != '\0') {
        done = done && rename(file->temporary, file->target) == 0;
        const int cause = errno;
        if (!done)
            (void)unlink(file->temporary);
        else
            sync_folder(file->target);
        errno = cause;
    }
    strike_off(file);
    return luaL_fileresult(L, done, NULL);
}
