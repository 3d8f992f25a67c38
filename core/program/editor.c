#define _POSIX_C_SOURCE 200809L /* strdup */
/* editor.c: reading lines from a person: with history and completion by libedit where the program
 * was built with it, plainly otherwise. */
#include <lauxlib.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

#include "program/lazy_library.h"
#include "program/program.h"
#include "program/start.h"

/* Ctrl-C: the terminal itself forgets the line. */
static int read_plainly(lua_State *L) {
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

#ifdef HM_LIBEDIT
#include <editline/readline.h>

#define EACH_EDITOR(X)                                                                             \
    X(rl_callback_handler_install)                                                                 \
    X(rl_callback_read_char)                                                                       \
    X(rl_callback_handler_remove)                                                                  \
    X(rl_catch_signals)                                                                            \
    X(add_history)                                                                                 \
    X(rl_completion_matches)                                                                       \
    X(rl_readline_name)                                                                            \
    X(rl_completer_word_break_characters)                                                          \
    X(rl_attempted_completion_function)                                                            \
    X(rl_completion_append_character)                                                              \
    X(rl_attempted_completion_over)

static struct editor { EACH_EDITOR(HM_LAZY_MEMBER) } editor;

static bool load_editor(void) {
    static const hm_lazy_symbol symbols[] = {EACH_EDITOR(HM_LAZY_SYMBOL)};
    static bool missing;
    missing = missing ||
              !hm_lazy_library_load(HM_LIBEDIT, symbols, sizeof symbols / sizeof *symbols, &editor);
    return !missing;
}

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
    *editor.rl_attempted_completion_over = 1; /* no names of files */
    return editor.rl_completion_matches(text, next_match);
}

/* complete_with(words): what the tab key may put in from now on; true where there is such a key */
int hm_editor_complete_with(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    size_t count = 0; /* of those that are there, whatever Lua says of its length */
    while (lua_rawgeti(L, 1, (lua_Integer)count + 1) != LUA_TNIL) {
        lua_pop(L, 1);
        count++;
    }
    lua_pop(L, 1);
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
    lua_pushboolean(L, load_editor());
    return 1;
}

/* The line that was typed, once it is whole; NULL at the end of input. */
static char *typed;
static bool is_whole;

static void take_line(char *line) {
    typed = line;
    is_whole = true;
    editor.rl_callback_handler_remove();
}

/* Waits for a key with the signals let through that are blocked else: Ctrl-C comes between two
 * keys, and never while the editor is at work. False: what is typed is over. */
static bool wait_for_key(const sigset_t *unblocked) {
    while (!hm_start_is_interrupted()) {
        fd_set input;
        FD_ZERO(&input);
        FD_SET(STDIN_FILENO, &input);
        if (pselect(STDIN_FILENO + 1, &input, NULL, NULL, NULL, unblocked) > 0)
            return true;
    }
    return false;
}

static bool is_gone(void) {
    struct pollfd input = {STDIN_FILENO, POLLIN, 0};
    return poll(&input, 1, 0) > 0 && (input.revents & (POLLHUP | POLLERR | POLLNVAL));
}

static void read_keys(const char *prompt) {
    sigset_t interrupts, before;
    (void)sigemptyset(&interrupts);
    (void)sigaddset(&interrupts, SIGINT);
    (void)sigprocmask(SIG_BLOCK, &interrupts, &before);
    typed = NULL;
    is_whole = false;
    editor.rl_callback_handler_install(prompt, take_line);
    while (!is_whole && wait_for_key(&before))
        if (is_gone())
            take_line(NULL);
        else
            editor.rl_callback_read_char();
    if (!is_whole)
        editor.rl_callback_handler_remove();
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
}

static void read_with_editor(const char *prompt) {
    static char name[] = "hundredmark";
    static char breaks[] = " \t\n\"'(){},;+-*/^%=<>";
    *editor.rl_readline_name = name;
    *editor.rl_attempted_completion_function = complete;
    *editor.rl_completer_word_break_characters = breaks;
    *editor.rl_completion_append_character = '\0';
    *editor.rl_catch_signals = 0;
    read_keys(prompt);
    if (typed && *typed)
        (void)editor.add_history(typed);
}

/* read_line(prompt): one line without its end, nil at the end of input, false where Ctrl-C has
 * ended it. For terminals only. */
int hm_editor_read_line(lua_State *L) {
    if (!load_editor())
        return read_plainly(L);
    read_with_editor(luaL_checkstring(L, 1));
    if (!is_whole) {
        lua_pushboolean(L, 0);
        return 1;
    }
    if (!typed)
        return 0;
    lua_pushstring(L, typed);
    free(typed);
    return 1;
}

#else

int hm_editor_complete_with(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_pushboolean(L, 0);
    return 1;
}

int hm_editor_read_line(lua_State *L) {
    return read_plainly(L);
}

#endif
