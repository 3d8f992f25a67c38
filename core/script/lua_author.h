/* lua_author.h: what a script finds beside the sandbox's library: `indicator`, `package`, `rule`,
 * `study`, the kinds of inputs, `input` and the helpers. */
#ifndef HM_LUA_AUTHOR_H
#define HM_LUA_AUTHOR_H

#include <lua.h>
#include "script/declared.h"
#include "script/lua_host.h"

/* Readies a state for authors. Once a state, inside a protected call. [-0, +0, e] */
void hm_lua_author_open(lua_State *L);

/* What the scripts of one package find outside themselves. */
typedef struct hm_library {
    void *context;
    /* the source of module `name`, NULL if there is none; `shown` names it in messages */
    const char *(*find)(void *context, const char *name, size_t *size, const char **shown);
    hm_host host;
    const char *digest; /* of all modules; "" where there are none */
} hm_library;
/* Pushes a fresh environment for one script. `library` must outlive the state. [-0, +1, e] */
void hm_lua_author_environment(lua_State *L, const hm_library *library);

/* What a table at `index` was made by, and in which line of its script. */
typedef enum hm_made_by {
    HM_MADE_BY_HAND,
    HM_MADE_BY_INDICATOR,
    HM_MADE_BY_PACKAGE,
    HM_MADE_BY_RULE,
    HM_MADE_BY_STUDY,
    HM_MADE_BY_KIND
} hm_made_by;
hm_made_by hm_lua_author_made(lua_State *L, int index, hm_kind *kind, uint32_t *line);
/* Marks the table on the top of the stack as made so in `line`; HM_MADE_BY_KIND + kind: by a kind.
 * [-0, +0, m] */
void hm_lua_author_make(lua_State *L, int made, uint32_t line);

#endif
