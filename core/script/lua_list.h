/* lua_list.h: how many elements a list has that somebody else made.
 *
 * The length that Lua reports of a table with gaps is any number up to 2^63 - 1 at which an element
 * is followed by none: a script chooses it, with a table of some dozen elements. So it is asked
 * nowhere. Lists are walked from 1 on up to the first element that is nil, all other keys are
 * looked at, and what is counted is there. No function calls a metamethod, or needs a sandbox. */
#ifndef HM_LUA_LIST_H
#define HM_LUA_LIST_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct hm_list {
    size_t count; /* elements 1 .. count are there, count + 1 is not */
    size_t keys;  /* of all kinds */
    bool has_gap; /* there is another number among the keys: the list goes on, or begins before 1 */
    bool
        has_names; /* there is a key that is neither a number nor light userdata (a mark of ours) */
} hm_list;

/* Elements 1 .. count of the table at `index`, without a look at its other keys. [-0, +0, -] */
size_t hm_list_count(lua_State *L, int index);
/* The same with its other keys. Needs 2 free slots. [-0, +0, -] */
hm_list hm_list_look(lua_State *L, int index);
/* Elements of the plain list that is argument or field `index`, of at most `most` elements; raises
 * an error that begins with `what` where it is no such list. [-0, +0, v] */
size_t hm_list_check(lua_State *L, int index, size_t most, const char *what);

#endif
