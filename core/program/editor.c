#define _POSIX_C_SOURCE 200809L /* strdup */
/* editor.c: reading lines from a person: with history and completion by libedit where the program
 * was built with it, plainly otherwise. */
#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program/program.h"

#ifdef HM_LIBEDIT
#include <editline/readline.h>

/* libedit asks for completions through functions without a context. */
static char **words;
static size_t word_count;

static void forget_words(void) {
    for (size_t i = 0; i < word_count; i++)
        free(words[i]);
    free(words);
    words = NULL;
    word_count = 0;
}

static char *next_match(const char *text, int state) {
    static size_t next;
    const size_t size = strlen(text);
    if (state == 0)
        next = 0;
    while (next < word_count) {
        const char *word = words[next++];
        if (strncmp(word, text, size) == 0)
            return strdup(word);
    }
    return NULL;
}

static char **complete(const char *text, int start, int end) {
    (void)start;
    (void)end;
    rl_attempted_completion_over = 1; /* no names of files */
    return rl_completion_matches(text, next_match);
}

/* complete_with(words): what the tab key may put in from now on; true where there is such a key */
int hm_editor_complete_with(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    const size_t count = (size_t)lua_rawlen(L, 1);
    forget_words();
    words = calloc(count + 1, sizeof *words);
    for (size_t i = 0; words && i < count; i++) {
        lua_rawgeti(L, 1, (lua_Integer)i + 1);
        const char *word = lua_tostring(L, -1);
        char *copy = word ? strdup(word) : NULL;
        if (copy)
            words[word_count++] = copy;
        lua_pop(L, 1);
    }
    lua_pushboolean(L, 1);
    return 1;
}

static char *read_with_editor(const char *prompt) {
    static char name[] = "hundredmark";
    static char breaks[] = " \t\n\"'(){},;+-*/^%=<>";
    rl_readline_name = name;
    rl_attempted_completion_function = complete;
    rl_completer_word_break_characters = breaks;
    rl_completion_append_character = '\0';
    char *line = readline(prompt);
    if (line && *line)
        (void)add_history(line);
    return line;
}

/* read_line(prompt): one line without its end, nil at the end of input. For terminals only. */
int hm_editor_read_line(lua_State *L) {
    char *line = read_with_editor(luaL_checkstring(L, 1));
    if (!line)
        return 0;
    lua_pushstring(L, line);
    free(line);
    return 1;
}

#else

int hm_editor_complete_with(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_pushboolean(L, 0);
    return 1;
}

int hm_editor_read_line(lua_State *L) {
    luaL_Buffer line;
    (void)fputs(luaL_checkstring(L, 1), stdout);
    (void)fflush(stdout);
    luaL_buffinit(L, &line);
    int c;
    while ((c = getchar()) != EOF && c != '\n')
        luaL_addchar(&line, (char)c);
    if (c == EOF && luaL_bufflen(&line) == 0)
        return 0;
    luaL_pushresult(&line);
    return 1;
}

#endif
