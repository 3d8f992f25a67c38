/* lua_fields.h: reading the fields of one Lua table, with errors an author can act on. For
 * lua_read*.c. */
#ifndef HM_LUA_FIELDS_H
#define HM_LUA_FIELDS_H

#include <lua.h>
#include "script/declared.h"

/* The table being read, at absolute index `table`. */
typedef struct hm_fields {
    lua_State *L;
    int table;
    hm_arena *arena;
    const char *file;
    uint32_t line;
    const char *what; /* "indicator L1.1.1" */
} hm_fields;

/* Raises `file:line: what: message`. Formats as lua_pushfstring. */
int hm_fields_fail(const hm_fields *f, const char *format, ...);
/* Raises unless every key is one of `known` (NULL-ended), or a list index when `list`. */
void hm_fields_check_names(const hm_fields *f, const char *const *known, bool list);
/* A text, copied; `otherwise` where it is absent. The first wants a non-empty one. */
const char *hm_fields_need_text(const hm_fields *f, const char *name);
const char *hm_fields_text(const hm_fields *f, const char *name, const char *otherwise);
/* True when it is there; a finite number. */
bool hm_fields_number(const hm_fields *f, const char *name, double *out);
bool hm_fields_flag(const hm_fields *f, const char *name);
/* A weight; true when it is there. Weights are 0 or of a size that sums and products of them can
 * bear. */
bool hm_fields_weight(const hm_fields *f, const char *name, double *out);
bool hm_weight_fits(double weight);
#define HM_WEIGHT_WANTED "0, or a number from 1e-9 to 1e9"
/* Element `position` of the list, a text, copied; `meaning` says what it is in messages. */
const char *hm_fields_element(const hm_fields *f, int position, const char *meaning);
/* Pushes the field and says how many elements it has; 0 (and nil or an empty table pushed) where
 * absent. Raises if it is no list. */
size_t hm_fields_push_list(const hm_fields *f, const char *name);
/* Pushes the field, a table; false (and nil pushed) where it is absent. */
bool hm_fields_push_table(const hm_fields *f, const char *name);
/* A zeroed array in the arena. */
void *hm_fields_array(const hm_fields *f, size_t count, size_t size);
const char *hm_fields_copy(const hm_fields *f, const char *text);

#endif
