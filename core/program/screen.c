/* screen.c: a file of Lua's io library that shows on a terminal what is written to it: what a
 * terminal would obey, or nobody would see, is escaped, whoever writes it. */
#define _GNU_SOURCE /* fopencookie, which musl has, too */
#include <errno.h>
#include <lauxlib.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "program/program.h"

typedef struct screen {
    FILE *terminal; /* stays open */
    bool as_json;
    hm_buffer line;  /* that has no end yet */
    hm_buffer shown; /* lines as they are shown, then handed over */
} screen;

/* Shows the first `size` bytes of the line, which are whole lines or the last. False with errno. */
static bool show(screen *s, size_t size) {
    hm_buffer_clear(&s->shown);
    hm_text_show(s->line.data, size, s->as_json, &s->shown);
    if (s->line.failed || s->shown.failed) {
        errno = ENOMEM;
        return false;
    }
    memmove(s->line.data, s->line.data + size, s->line.size - size);
    s->line.size -= size;
    return fwrite(s->shown.data, 1, s->shown.size, s->terminal) == s->shown.size &&
           fflush(s->terminal) == 0;
}

static ssize_t write_screen(void *cookie, const char *text, size_t size) {
    screen *s = cookie;
    const size_t before = s->line.size;
    const char *end = memrchr(text, '\n', size);
    hm_buffer_add(&s->line, text, size);
    if (!end && !s->line.failed)
        return (ssize_t)size;
    return show(s, before + (size_t)(end ? end - text + 1 : 0)) ? (ssize_t)size : 0;
}

static int close_screen(void *cookie) {
    screen *s = cookie;
    const bool done = s->line.size == 0 || show(s, s->line.size);
    const int cause = errno;
    hm_buffer_close(&s->line);
    hm_buffer_close(&s->shown);
    free(s);
    errno = cause;
    return done ? 0 : EOF;
}

static int close_file(lua_State *L) {
    luaL_Stream *stream = luaL_checkudata(L, 1, LUA_FILEHANDLE);
    return luaL_fileresult(L, fclose(stream->f) == 0, NULL);
}

static FILE *new_screen(FILE *terminal, bool as_json) {
    const cookie_io_functions_t functions = {.write = write_screen, .close = close_screen};
    screen *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->terminal = terminal;
    s->as_json = as_json;
    hm_buffer_open(&s->line, hm_allocator_default());
    hm_buffer_open(&s->shown, hm_allocator_default());
    FILE *file = fopencookie(s, "w", functions);
    if (!file)
        free(s);
    return file;
}

/* open_screen(file, is_json): what is written to the new file is shown on the terminal that `file`
 * is, escaped as JSON escapes it if it is JSON; nil where `file` is no terminal. Closing it shows
 * the rest, and leaves `file` open. */
int hm_screen_open(lua_State *L) {
    const luaL_Stream *terminal = luaL_checkudata(L, 1, LUA_FILEHANDLE);
    luaL_argcheck(L, terminal->closef, 1, "the file is closed");
    if (!isatty(fileno(terminal->f)))
        return 0;
    luaL_Stream *stream = lua_newuserdatauv(L, sizeof *stream, 1);
    stream->closef = NULL;
    luaL_setmetatable(L, LUA_FILEHANDLE);
    lua_pushvalue(L, 1);
    lua_setiuservalue(L, -2, 1); /* it lives as long */
    stream->f = new_screen(terminal->f, lua_toboolean(L, 2));
    if (!stream->f)
        return luaL_fileresult(L, 0, NULL);
    stream->closef = close_file;
    return 1;
}
