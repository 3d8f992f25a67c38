#define _DEFAULT_SOURCE /* ioctl's window size, nanoseconds of struct stat */
#include "program/program.h"

#include <dirent.h>
#include <errno.h>
#include <lauxlib.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/period_format.h"
#include "format/raw.h"
#include "platform/sha256.h"
#include "program/book_format.h"
#include "program/database.h"
#include "program/geojson.h"
#include "program/output_file.h"
#include "program/start.h"
#include "program/workbook.h"

/* --- the terminal --- */

static FILE *stream_named(lua_State *L, int index) {
    static const char *const names[] = {"stdin", "stdout", "stderr", NULL};
    FILE *const streams[] = {stdin, stdout, stderr};
    return streams[luaL_checkoption(L, index, NULL, names)];
}

static int is_terminal(lua_State *L) {
    lua_pushboolean(L, isatty(fileno(stream_named(L, 1))));
    return 1;
}

static int columns(lua_State *L) {
    struct winsize window;
    const bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 0;
    lua_pushinteger(L, known ? window.ws_col : 80);
    return 1;
}

/* --- files --- */

static int push_system_error(lua_State *L, const char *path) {
    return luaL_fileresult(L, 0, path);
}

/* make_folder(path): true, or nil, a reason and the system's number */
static int make_folder(lua_State *L) {
    const char *path = luaL_checkstring(L, 1);
    if (mkdir(path, 0777) != 0)
        return push_system_error(L, path);
    lua_pushboolean(L, 1);
    return 1;
}

/* look_at(path): { kind = "file" | "folder" | "other", size, changed (text that is another one when
 * the file was written again), identity (text that is the same for all names of it) }, nil when
 * there is nothing */
static int look_at(lua_State *L) {
    struct stat found;
    char changed[64];
    if (stat(luaL_checkstring(L, 1), &found) != 0)
        return 0;
    (void)snprintf(changed, sizeof changed, "%lld.%09ld %llu", (long long)found.st_mtim.tv_sec,
                   (long)found.st_mtim.tv_nsec, (unsigned long long)found.st_ino);
    lua_createtable(L, 0, 4);
    lua_pushfstring(L, "%I:%I", (LUAI_UACINT)found.st_dev, (LUAI_UACINT)found.st_ino);
    lua_setfield(L, -2, "identity");
    lua_pushstring(L, S_ISREG(found.st_mode)   ? "file"
                      : S_ISDIR(found.st_mode) ? "folder"
                                               : "other");
    lua_setfield(L, -2, "kind");
    lua_pushinteger(L, (lua_Integer)found.st_size);
    lua_setfield(L, -2, "size");
    lua_pushstring(L, changed);
    lua_setfield(L, -2, "changed");
    return 1;
}

/* identity(path): text that is the same for all names of one file, "-" being standard input; nil
 * where there is none, or what is there is no regular file */
static int identity(lua_State *L) {
    struct stat found;
    char text[64];
    const char *path = luaL_checkstring(L, 1);
    const int failed = strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &found) : stat(path, &found);
    if (failed || !S_ISREG(found.st_mode))
        return 0;
    (void)snprintf(text, sizeof text, "%llu:%llu", (unsigned long long)found.st_dev,
                   (unsigned long long)found.st_ino);
    lua_pushstring(L, text);
    return 1;
}

/* The digest of what is left of a file; false where it cannot be read. */
static bool digest_stream(FILE *file, hm_sha256 *sha, lua_Integer *bytes) {
    static unsigned char part[1 << 16];
    size_t size;
    while ((size = fread(part, 1, sizeof part, file)) > 0) {
        hm_sha256_add(sha, part, size);
        *bytes += (lua_Integer)size;
    }
    return !ferror(file);
}

/* digest(path): { bytes, sha256 }; or nil, a reason and the system's number */
static int digest(lua_State *L) {
    hm_sha256 sha;
    char text[65];
    lua_Integer bytes = 0;
    FILE *file = fopen(luaL_checkstring(L, 1), "rb");
    if (!file)
        return luaL_fileresult(L, 0, NULL);
    hm_sha256_start(&sha);
    const bool done = digest_stream(file, &sha, &bytes);
    const int cause = errno;
    (void)fclose(file);
    errno = cause;
    if (!done)
        return luaL_fileresult(L, 0, NULL);
    hm_sha256_finish(&sha, text);
    lua_createtable(L, 0, 2);
    lua_pushinteger(L, bytes);
    lua_setfield(L, -2, "bytes");
    lua_pushstring(L, text);
    lua_setfield(L, -2, "sha256");
    return 1;
}

/* Closes what opendir opened, also when Lua raises between. */
static int close_folder(lua_State *L) {
    DIR **folder = lua_touserdata(L, 1);
    if (*folder)
        (void)closedir(*folder);
    *folder = NULL;
    return 0;
}

static DIR **new_folder(lua_State *L) {
    DIR **folder = lua_newuserdatauv(L, sizeof *folder, 0);
    *folder = NULL;
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, close_folder);
    lua_setfield(L, -2, "__gc");
    lua_setmetatable(L, -2);
    return folder;
}

/* names_in(folder): what is in it, in no order, without "." and ".."; or nil, a reason and a number
 */
static int names_in(lua_State *L) {
    const char *path = luaL_checkstring(L, 1);
    DIR **folder = new_folder(L);
    *folder = opendir(path);
    if (!*folder)
        return push_system_error(L, path);
    lua_Integer count = 0;
    lua_newtable(L);
    for (const struct dirent *entry; (entry = readdir(*folder)) != NULL;) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        lua_pushstring(L, entry->d_name);
        lua_rawseti(L, -2, ++count);
    }
    (void)closedir(*folder);
    *folder = NULL;
    return 1;
}

/* --- time --- */

/* pause(seconds) */
static int pause_for(lua_State *L) {
    const double seconds = luaL_checknumber(L, 1);
    luaL_argcheck(L, seconds >= 0 && seconds <= 3600, 1, "seconds must lie within 0 and 3600");
    const struct timespec time = {(time_t)floor(seconds),
                                  (long)((seconds - floor(seconds)) * 999999999.0)};
    (void)nanosleep(&time, NULL);
    return 0;
}

/* clock(): seconds since some moment, that only go forward */
static int clock_seconds(lua_State *L) {
    struct timespec time = {0, 0};
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    lua_pushnumber(L, (lua_Number)time.tv_sec + (lua_Number)time.tv_nsec * 1e-9);
    return 1;
}

/* peak_memory(): the most memory the process ever had, in bytes */
static int peak_memory(lua_State *L) {
#ifdef __APPLE__
    const lua_Integer unit = 1;
#else
    const lua_Integer unit = 1024;
#endif
    struct rusage usage;
    lua_Integer most = 0;
    if (getrusage(RUSAGE_SELF, &usage) == 0)
        most = (lua_Integer)usage.ru_maxrss * unit;
    lua_pushinteger(L, most);
    return 1;
}

/* spell_period(text): as the calendar spells it, and so as it stands in data that were read; nil:
 * it is none */
static int spell_period(lua_State *L) {
    size_t size, length;
    const char *text = luaL_checklstring(L, 1, &size);
    char spelled[HM_PERIOD_SIZE];
    const hm_text period = hm_text_trim(text, size);
    if (hm_period_read(NULL, period.text, period.size, spelled, &length) == HM_CALENDAR_FINE)
        lua_pushlstring(L, spelled, length);
    else
        lua_pushnil(L);
    return 1;
}

static const luaL_Reg functions[] = {{"is_terminal", is_terminal},
                                     {"columns", columns},
                                     {"make_folder", make_folder},
                                     {"look_at", look_at},
                                     {"names_in", names_in},
                                     {"spell_period", spell_period},
                                     {"identity", identity},
                                     {"digest", digest},
                                     {"read_json", hm_program_read_json},
                                     {"expect_records", hm_program_expect_records},
                                     {"check_output", hm_output_file_check},
                                     {"open_output", hm_output_file_open},
                                     {"keep_output", hm_output_file_keep},
                                     {"database_missing", hm_database_missing},
                                     {"open_database", hm_database_open},
                                     {"join_geojson", hm_geojson_join},
                                     {"open_screen", hm_screen_open},
                                     {"expect_interrupt", hm_start_expect_interrupt},
                                     {"survive_interrupts", hm_start_survive_interrupts},
                                     {"forgive_interrupt", hm_start_forgive_interrupt},
                                     {"pause", pause_for},
                                     {"clock", clock_seconds},
                                     {"peak_memory", peak_memory},
                                     {"read_line", hm_editor_read_line},
                                     {"complete_with", hm_editor_complete_with},
                                     {"new_workbook", hm_workbook_new},
                                     {"workbook_refusal", hm_workbook_refusal},
                                     {NULL, NULL}};

int hm_program_open(lua_State *L) {
    luaL_newlib(L, functions);
    hm_workbook_push_limits(L);
    lua_setfield(L, -2, "workbook_limits");
    return 1;
}
