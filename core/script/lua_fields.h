/* lua_fields.h: reading the fields of one Lua table, with errors an author can act on. For
 * lua_read*.c.
 *
 * What is read is charged to the sandbox that runs: a step for each element and each key that is
 * looked at, and each byte that is copied to the arena to its memory (hm_sandbox_charge_memory), so
 * that limits hold for all that a script causes. */
#ifndef HM_LUA_FIELDS_H
#define HM_LUA_FIELDS_H

#include <lua.h>
#include "script/declared.h"
#include "script/field_path.h"

/* The table being read, at absolute index `table`. */
typedef struct hm_fields {
    lua_State *L;
    int table;
    int copies; /* absolute index of a table: the copy of each longer text that was copied */
    hm_arena *arena;
    const char *file;
    hm_field_path path;   /* to this table */
    hm_field_path *fault; /* where the way to what is wrong is left */
    const char *what;     /* "indicator L1.1.1" */
    const char *part;     /* "test", of which it is the one at `part_position`; or NULL */
    int part_position;    /* from 1 on */
} hm_fields;

/* Begins to read the value on the top of the stack; what is copied is put above it. A fault leaves
 * the way to itself in `fault`, its names in the arena. [-0, +1, e] */
hm_fields hm_fields_open(lua_State *L, hm_arena *arena, const char *file, hm_field_path *fault);
/* The table on the top of the stack, which stands in the field `key`. */
hm_fields hm_fields_in(const hm_fields *f, hm_key key, const char *what);
/* The table on the top of the stack, which is an element of `list` and a `part` of what that is of:
 * messages begin "indicator L1.1.1: test 2: ". */
hm_fields hm_fields_in_part(const hm_fields *list, int position, const char *part);
/* Raises `file:line: what: message`, the line being the one of the call that made the table.
 * Formats as lua_pushfstring. */
int hm_fields_fail(const hm_fields *f, const char *format, ...);
/* The same, where a field of the table is wrong. */
int hm_fields_fail_at(const hm_fields *f, hm_key key, const char *format, ...);
/* Raises unless every key is one of `known` (NULL-ended), or one of elements 1 .. n when `list`. Of
 * several that are not, the first in the order of their bytes is named. Returns n. */
size_t hm_fields_check_names(const hm_fields *f, const char *const *known, bool list);
/* A text, copied; `otherwise` where it is absent. The first wants a non-empty one. */
const char *hm_fields_need_text(const hm_fields *f, const char *name);
const char *hm_fields_text(const hm_fields *f, const char *name, const char *otherwise);
/* The same for what people read as paragraphs. */
const char *hm_fields_long_text(const hm_fields *f, const char *name, const char *otherwise);
/* Bytes of a code, name, label, option, figure, ..., which stand in every row and message, and of a
 * description: more is an error. */
#define HM_TEXT_MOST      ((size_t)4096)
#define HM_LONG_TEXT_MOST ((size_t)65536)
/* Where a parameter may be written that is no part of an expression, for messages. */
#define HM_PARAMETERS_STAND                                                                        \
    "param.NAME may stand for weights, for numbers of steps and of methods of aggregation, and "   \
    "for bounds of classes"
/* True when it is there; a finite number. */
bool hm_fields_number(const hm_fields *f, const char *name, double *out);
bool hm_fields_flag(const hm_fields *f, const char *name); /* false where it is absent */
bool hm_fields_flag_or(const hm_fields *f, const char *name, bool otherwise);
/* A weight that fits; true when it is there. */
bool hm_fields_weight(const hm_fields *f, const char *name, double *out);
/* Element `position` of the list, a text, copied; `meaning` says what it is in messages. */
const char *hm_fields_element(const hm_fields *f, int position, const char *meaning);
/* The text at `index` of the stack, found at `key`, copied; one that is not valid UTF-8 or holds
 * NUL is an error that calls it `meaning`. [-0, +0, e] */
const char *hm_fields_copy_at(const hm_fields *f, int index, hm_key key, const char *meaning);
/* Pushes the field and says how many elements it has; 0 (and nil or an empty table pushed) where
 * absent. Raises if it is no list, or has gaps. */
size_t hm_fields_push_list(const hm_fields *f, const char *name);
/* Elements of the list on the top of the stack, which messages call `name`. */
size_t hm_fields_list(const hm_fields *f, const char *name);
/* Keys of the table at `index`, whatever they are. */
size_t hm_fields_count(const hm_fields *f, int index);
/* Pushes the field, a table; false (and nil pushed) where it is absent. */
bool hm_fields_push_table(const hm_fields *f, const char *name);
/* A zeroed array in the arena. */
void *hm_fields_array(const hm_fields *f, size_t count, size_t size);
const char *hm_fields_copy(const hm_fields *f, const char *text, size_t size);
/* Puts `name` into the set that is the table at `set`; false when it is there already. */
bool hm_fields_put(const hm_fields *f, int set, const char *name);

#endif
