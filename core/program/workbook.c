#define _POSIX_C_SOURCE 200809L /* mkstemp, dprintf */
/* workbook.c: see workbook.h.
 *
 * libxlsxwriter 1.1 writes to a path alone, and goes back in it. So it is given the path of an open
 * descriptor to a temporary file without a name, which leaves nothing behind whatever happens, and
 * what it wrote is copied to the file that was asked for. It tells of faults on standard error,
 * too; that is closed to it while it writes. */
#include "program/workbook.h"

#include <lauxlib.h>

#include "program/workbook_parts.h"

#ifndef HM_XLSXWRITER

int hm_workbook_new(lua_State *L) {
    lua_pushnil(L);
    lua_pushliteral(L,
                    "this hundredmark was built without libxlsxwriter (Debian: libxlsxwriter-dev)");
    return 2;
}

int hm_workbook_refusal(lua_State *L) {
    lua_pushnil(L);
    return 1;
}

void hm_workbook_push_limits(lua_State *L) {
    lua_newtable(L);
}

#else

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"

/* --- the file --- */

static const char *temporary_folder(void) {
    const char *folder = getenv("TMPDIR");
    return folder && folder[0] != '\0' ? folder : "/tmp";
}

/* nil, why a temporary file cannot be made or written, and errno's number. */
static int push_no_temporary(lua_State *L, int cause) {
    lua_pushnil(L);
    lua_pushfstring(L, "no temporary file in %s (TMPDIR names another folder): %s",
                    temporary_folder(), strerror(cause));
    lua_pushinteger(L, cause);
    return 3;
}

/* A descriptor of a file in the folder for temporary files, -1 with errno; and at `path` how it is
 * opened again, to be freed. The file has no name any more, but in Emscripten, where it would be
 * gone with it: there it stays, in the memory of the module, and has no rights unless it is given
 * some. */
static int open_temporary(char **path) {
    static const char name[] = "/hundredmark.XXXXXX";
    const char *folder = temporary_folder();
    const size_t size = strlen(folder) + sizeof name + 32;
    *path = malloc(size);
    if (!*path)
        return -1;
    (void)snprintf(*path, size, "%s%s", folder, name);
    const int file = mkstemp(*path);
    if (file < 0)
        return -1;
#ifdef __EMSCRIPTEN__
    (void)fchmod(file, S_IRUSR | S_IWUSR);
#else
    (void)unlink(*path);
    (void)snprintf(*path, size, "/dev/fd/%d", file);
#endif
    (void)fcntl(file, F_SETFD, FD_CLOEXEC);
    return file;
}

static bool copy_all(int from, FILE *to) {
    static char part[1 << 16];
    if (lseek(from, 0, SEEK_SET) < 0)
        return false;
    for (;;) {
        const ssize_t size = read(from, part, sizeof part);
        if (size < 0 && errno == EINTR)
            continue;
        if (size <= 0)
            return size == 0;
        if (fwrite(part, 1, (size_t)size, to) != (size_t)size)
            return false;
    }
}

/* Exchanges standard error for nothing; gives the descriptor that undoes it, -1 for none. */
static int silence(void) {
    (void)fflush(stderr);
    const int before = dup(STDERR_FILENO);
    const int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (before >= 0 && nothing >= 0)
        (void)dup2(nothing, STDERR_FILENO);
    if (nothing >= 0)
        (void)close(nothing);
    return before;
}

static void speak(int before) {
    (void)fflush(stderr);
    if (before < 0)
        return;
    (void)dup2(before, STDERR_FILENO);
    (void)close(before);
}

/* What libxlsxwriter says, and the system's reason where it is one of files. */
static int push_failure(lua_State *L, lxw_error result, int cause) {
    if (cause != 0)
        return push_no_temporary(L, cause);
    lua_pushnil(L);
    lua_pushstring(L, hm_xlsx.lxw_strerror(result));
    return 2;
}

/* workbook:write(file) */
static int write_workbook(lua_State *L) {
    hm_workbook *workbook = hm_workbook_check(L, 1);
    const luaL_Stream *out = luaL_checkudata(L, 2, LUA_FILEHANDLE);
    luaL_argcheck(L, out->closef, 2, "the file is closed");
    lxw_workbook *book = workbook->book;
    workbook->book = NULL; /* libxlsxwriter frees it in any case */
    const int before = silence();
    errno = 0;
    const lxw_error result = hm_xlsx.workbook_close(book);
    const int cause = errno;
    speak(before);
    if (result != LXW_NO_ERROR)
        return push_failure(L, result, cause);
    return luaL_fileresult(L, copy_all(workbook->file, out->f), NULL);
}

/* --- the object --- */

/* workbook:close() */
static int close_workbook(lua_State *L) {
    hm_workbook *workbook = luaL_checkudata(L, 1, HM_WORKBOOK_TYPE);
    if (workbook->book)
        hm_xlsx.lxw_workbook_free(workbook->book);
    if (workbook->file >= 0)
        (void)close(workbook->file);
    workbook->book = NULL;
    workbook->file = -1;
    return 0;
}

/* workbook:define_name(name, formula) */
static int define_name(lua_State *L) {
    const hm_workbook *workbook = hm_workbook_check(L, 1);
    const char *name = hm_workbook_check_text(L, 2, 255);
    const char *formula = hm_workbook_check_formula(L, 3, HM_FORMULA_TEXT);
    hm_workbook_insist(L, hm_xlsx.workbook_define_name(workbook->book, name, formula));
    return 0;
}

static const luaL_Reg methods[] = {{"add_sheet", hm_workbook_add_sheet},
                                   {"format", hm_workbook_format},
                                   {"define_name", define_name},
                                   {"write", write_workbook},
                                   {"close", close_workbook},
                                   {"__gc", close_workbook},
                                   {"__close", close_workbook},
                                   {NULL, NULL}};

static void make_types(lua_State *L) {
    if (luaL_newmetatable(L, HM_WORKBOOK_TYPE)) {
        luaL_setfuncs(L, methods, 0);
        lua_pushvalue(L, -1);
        lua_setfield(L, -2, "__index");
        hm_sheet_make_type(L);
        hm_format_make_type(L);
    }
    lua_pop(L, 1);
}

static void set_properties(lua_State *L, int options, lxw_workbook *book) {
    static const double first_of_1980 = 315532800;
    lxw_doc_properties properties = {0};
    properties.title = hm_field_text(L, options, "title", 255);
    properties.subject = hm_field_text(L, options, "subject", 255);
    properties.author = hm_field_text(L, options, "author", 255);
    properties.company = hm_field_text(L, options, "company", 255);
    properties.category = hm_field_text(L, options, "category", 255);
    properties.keywords = hm_field_text(L, options, "keywords", 255);
    properties.comments = hm_field_text(L, options, "comments", 255);
    properties.created = (time_t)hm_field_number(L, options, "created", first_of_1980);
    hm_workbook_insist(L, hm_xlsx.workbook_set_properties(book, &properties));
}

static bool open_book(hm_workbook *workbook, bool in_row_order) {
    char *path;
    workbook->file = open_temporary(&path);
    if (workbook->file >= 0) {
        lxw_workbook_options options = {0};
        options.constant_memory = in_row_order;
        workbook->book = hm_xlsx.workbook_new_opt(path, &options);
        errno = ENOMEM;
    }
    const int cause = errno;
    free(path);
    errno = cause;
    return workbook->book != NULL;
}

static int push_no_library(lua_State *L) {
    lua_pushnil(L);
    lua_pushliteral(L, HM_XLSXWRITER " is not here or too old (Debian: libxlsxwriter4)");
    return 2;
}

int hm_workbook_new(lua_State *L) {
    static const char *const names[] = {"title",        "subject",  "author",   "company",
                                        "category",     "keywords", "comments", "created",
                                        "in_row_order", NULL};
    luaL_checktype(L, 1, LUA_TTABLE);
    hm_field_check_names(L, 1, names);
    if (!hm_xlsxwriter_load())
        return push_no_library(L);
    make_types(L);
    hm_workbook *workbook = lua_newuserdatauv(L, sizeof *workbook, 1);
    *workbook = (hm_workbook){NULL, -1};
    luaL_setmetatable(L, HM_WORKBOOK_TYPE);
    lua_newtable(L);
    lua_setiuservalue(L, -2, 1);
    if (!open_book(workbook, hm_field_is_true(L, 1, "in_row_order")))
        return push_no_temporary(L, errno);
    set_properties(L, 1, workbook->book);
    return 1;
}

void hm_workbook_push_limits(lua_State *L) {
    static const struct {
        const char *name;
        lua_Integer limit;
    } limits[] = {{"rows", HM_SHEET_ROWS},          {"columns", HM_SHEET_COLUMNS},
                  {"text", HM_CELL_TEXT},           {"formula", HM_FORMULA_TEXT},
                  {"name", HM_SHEET_NAME},          {"list", HM_LIST_TEXT},
                  {"message", HM_MESSAGE},          {"message_title", HM_MESSAGE_TITLE},
                  {"rule_formula", HM_RULE_FORMULA}};
    lua_createtable(L, 0, sizeof limits / sizeof *limits);
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        lua_pushinteger(L, limits[i].limit);
        lua_setfield(L, -2, limits[i].name);
    }
}

#endif
