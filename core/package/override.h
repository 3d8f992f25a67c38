/* override.h: fields of a node that layers above its own lay over what its file says. The table is
 * changed before it is read, so that every field may be, whatever reads it. */
#ifndef HM_OVERRIDE_H
#define HM_OVERRIDE_H

#include "package/files.h"
#include "script/declared.h"
#include "script/field_path.h"
#include "script/lua_author.h"

/* A layer that may have overrides. */
typedef struct hm_overriding {
    const hm_file *file; /* the manifest; NULL: it could not be read */
    uint32_t line;       /* of `package { ... }` */
    const hm_library *library;
    const char *source; /* of a script that gives the overrides again: the manifest, or what stands
                           for package.json */
    size_t size;
    const hm_declared_override *overrides;
    size_t count;
    const struct hm_overriding *above; /* the layer on top of it; NULL: there is none */
} hm_overriding;

/* What was laid over one table, for messages: the last one first. */
typedef struct hm_overridden {
    size_t element; /* of the manifest's nodes, from 1 on; 0: an indicator, or a row */
    const hm_overriding *by;
    const hm_declared_override *override;
    const struct hm_overridden *before;
} hm_overridden;

/* The table on the top of the stack declares a node: lays over it what `lowest` and the layers
 * above have for its code. [-0, +0, e] */
void hm_override_apply(lua_State *L, const hm_overriding *lowest, size_t element, hm_arena *arena,
                       const hm_overridden **done);
/* The same for each of a manifest's nodes, of which the table is on the top. */
void hm_override_apply_nodes(lua_State *L, const hm_overriding *lowest, hm_arena *arena,
                             const hm_overridden **done);
/* The same for what an indicator's script returned: one, or a list. */
void hm_override_apply_script(lua_State *L, const hm_overriding *lowest, hm_arena *arena,
                              const hm_overridden **done);

/* The layer from `lowest` on that says the field `name` of the node last; NULL: its own file does.
 */
const hm_overriding *hm_override_last(const hm_overriding *lowest, const char *code,
                                      const char *name);

/* Who says the field that a fault leads to; NULL: the node's own file. `path` becomes the way to it
 * in the manifest of by. */
const hm_overriding *hm_override_blame(const hm_overridden *done, hm_field_path *path);

#endif
