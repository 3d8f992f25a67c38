/* lua_host.h: `host` in scripts: the functions and constants that the embedding program gives. */
#ifndef HM_LUA_HOST_H
#define HM_LUA_HOST_H

#include <lua.h>

#include "hundredmark/package.h"

/* What one package may use of what is given: the names it declares. */
typedef struct hm_host {
    const hm_host_entry *entries; /* all that is given; must outlive every state that uses it */
    size_t entry_count;
    const char *const *declared;
    size_t declared_count;
} hm_host;

/* The entry of this name, NULL if there is none. */
const hm_host_entry *hm_host_find(const hm_host *host, const char *name);
/* Pushes the table `host`, which cannot be written to. Every declared name must be given. [-0, +1,
 * e] */
void hm_lua_host_push(lua_State *L, const hm_host *host);

#endif
