/* constructor.h: the table constructors in the source of a script, read without running it, for one
 * question: in which line does a field stand? Lua tells the line of a call, and nothing of the
 * fields that a table was made of.
 *
 * The source is one that Lua has compiled: of what is no Lua nothing true is said, and nothing bad
 * happens. */
#ifndef HM_CONSTRUCTOR_H
#define HM_CONSTRUCTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum hm_lua_token {
    HM_LUA_END,
    HM_LUA_NAME, /* a reserved word, too */
    HM_LUA_TEXT, /* a string as it is written, without its quotes */
    HM_LUA_SIGN  /* anything else, by its first byte; 0 for two bytes such as == */
} hm_lua_token;

/* A reader of the fields of one constructor, one after the other. A copy reads on by itself. */
typedef struct hm_constructor {
    const char *at, *end; /* behind the last token */
    uint32_t line_at;     /* of `at` */
    hm_lua_token token;   /* the last token, where it stands and what it is */
    uint32_t line;
    const char *text;
    size_t size;
    char sign;
    size_t elements; /* fields without a name so far */
    bool in_field;   /* the last token is the first of a field's value */
} hm_constructor;

typedef struct hm_constructor_field {
    const char *name; /* NULL: an element, or a key that only running the script would tell */
    size_t size;
    size_t element; /* from 1 on; 0: has a key */
    uint32_t line;
} hm_constructor_field;

/* Before the first token of the source. */
hm_constructor hm_constructor_open(const char *source, size_t size);
/* Goes on to the next constructor that is given to a function in `line`, as in `count { ... }` or
 * `count({ ... })`, and into it. False: there is none any more. */
bool hm_constructor_seek(hm_constructor *c, uint32_t line);
/* Goes to the value that the script returns, which hm_constructor_enter may enter; `line` is the
 * line of `return`. False: it returns nothing. */
bool hm_constructor_seek_return(hm_constructor *c, uint32_t *line);
/* Passes over the field before and reads the name of the next. False: there is none any more. */
bool hm_constructor_next(hm_constructor *c, hm_constructor_field *out);
/* Goes into the value, where it is a constructor, or one given to a function. */
bool hm_constructor_enter(hm_constructor *c);

#endif
