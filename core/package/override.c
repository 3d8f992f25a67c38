#include "package/override.h"

#include <lauxlib.h>
#include <string.h>

#include "sandbox/sandbox.h"
#include "script/lua_list.h"

static const hm_declared_override *find(const hm_overriding *by, const char *code) {
    for (size_t i = 0; i < by->count; i++)
        if (strcmp(by->overrides[i].code, code) == 0)
            return &by->overrides[i];
    return NULL;
}

/* Runs the manifest once more, in this state, and leaves the fields that it has for `code`. */
static void push_fields(lua_State *L, const hm_overriding *by, const char *code) {
    hm_lua_author_environment(L, by->library);
    hm_sandbox_load(L, by->file->shown, by->source, by->size, lua_gettop(L));
    lua_call(L, 0, 1); // environment, package
    if (lua_istable(L, -1))
        lua_getfield(L, -1, "override");
    if (lua_istable(L, -1))
        lua_getfield(L, -1, code);
    if (!lua_istable(L, -1))
        luaL_error(L, "%s: does not return the same again", by->file->shown);
}

/* Unless the same override gives it. */
static void take_away(lua_State *L, int node, int fields, const char *name) {
    if (lua_getfield(L, fields, name) == LUA_TNIL) {
        lua_pushnil(L);
        lua_setfield(L, node, name);
    }
    lua_pop(L, 1);
}

/* Fields that no node of its own has as `false`: an override takes them away by it. */
static bool takes_away(const char *name) {
    static const char *const names[] = {"from", "to", "measure_from", "breaks", "cap"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* What `false` switches off has no direction either; and a measure holds in all periods, whatever
 * followed on the one before. */
static void lay_field(lua_State *L, int node, int fields, const char *name) {
    lua_getfield(L, fields, name);
    const bool is_off = lua_isboolean(L, -1) && !lua_toboolean(L, -1);
    if (is_off && takes_away(name)) {
        lua_pop(L, 1);
        lua_pushnil(L);
    }
    lua_setfield(L, node, name);
    if (is_off && strcmp(name, "scale") == 0)
        take_away(L, node, fields, "direction");
    if (strcmp(name, "measure") == 0)
        take_away(L, node, fields, "measure_from");
}

/* The node's table is at `node`. */
static void lay(lua_State *L, int node, const hm_overriding *by,
                const hm_declared_override *override) {
    const int top = lua_gettop(L);
    push_fields(L, by, override->code);
    const int fields = lua_gettop(L);
    for (size_t i = 0; i < override->field_count; i++)
        lay_field(L, node, fields, override->fields[i]);
    lua_settop(L, top);
}

/* The code of the table on the top, a text of its own, or NULL: reading will say what is wrong. */
static const char *code_of(lua_State *L, bool is_element) {
    lua_pushliteral(L, "code");
    if (lua_rawget(L, -2) != LUA_TSTRING && is_element) {
        lua_pop(L, 1);
        lua_rawgeti(L, -1, 1);
    }
    const char *code = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : NULL;
    lua_pop(L, 1); /* the table keeps it alive: no override changes it */
    return code;
}

void hm_override_apply(lua_State *L, const hm_overriding *lowest, size_t element, hm_arena *arena,
                       const hm_overridden **done) {
    luaL_checkstack(L, 16, NULL);
    if (!lowest || lua_type(L, -1) != LUA_TTABLE)
        return;
    const char *code = code_of(L, element > 0);
    for (const hm_overriding *by = lowest; code && by; by = by->above) {
        const hm_declared_override *override = find(by, code);
        if (!override)
            continue;
        hm_overridden *noted = hm_arena_take_array(arena, 1, sizeof *noted);
        if (!noted)
            hm_sandbox_fail_memory(L);
        *noted = (hm_overridden){element, by, override, *done};
        *done = noted;
        lay(L, lua_gettop(L), by, override);
    }
}

static void apply_list(lua_State *L, const hm_overriding *lowest, bool are_nodes, hm_arena *arena,
                       const hm_overridden **done) {
    const size_t count = hm_list_count(L, -1);
    for (size_t i = 1; i <= count; i++) {
        lua_rawgeti(L, -1, (lua_Integer)i);
        hm_override_apply(L, lowest, are_nodes ? i : 0, arena, done);
        lua_pop(L, 1);
    }
}

void hm_override_apply_nodes(lua_State *L, const hm_overriding *lowest, hm_arena *arena,
                             const hm_overridden **done) {
    luaL_checkstack(L, 16, NULL);
    if (!lowest || lua_type(L, -1) != LUA_TTABLE)
        return;
    lua_pushliteral(L, "nodes");
    if (lua_rawget(L, -2) == LUA_TTABLE)
        apply_list(L, lowest, true, arena, done);
    lua_pop(L, 1);
}

void hm_override_apply_script(lua_State *L, const hm_overriding *lowest, hm_arena *arena,
                              const hm_overridden **done) {
    if (!lowest || lua_type(L, -1) != LUA_TTABLE)
        return;
    if (hm_lua_author_made(L, -1, NULL, NULL) == HM_MADE_BY_HAND)
        apply_list(L, lowest, false, arena, done);
    else
        hm_override_apply(L, lowest, 0, arena, done);
}

static bool has_field(const hm_declared_override *override, const char *name) {
    for (size_t i = 0; name && i < override->field_count; i++)
        if (strcmp(override->fields[i], name) == 0)
            return true;
    return false;
}

const hm_overriding *hm_override_last(const hm_overriding *lowest, const char *code,
                                      const char *name) {
    const hm_overriding *last = NULL;
    for (const hm_overriding *by = lowest; by; by = by->above) {
        const hm_declared_override *override = find(by, code);
        if (override && has_field(override, name))
            last = by;
    }
    return last;
}

const hm_overriding *hm_override_blame(const hm_overridden *done, hm_field_path *path) {
    for (; done; done = done->before) {
        const size_t at = done->element > 0 ? 2 : 0; /* behind nodes[element] */
        if (path->count <= at || !has_field(done->override, path->keys[at].name) ||
            (at > 0 && path->keys[1].element != done->element))
            continue;
        hm_field_path way = HM_PATH(HM_FIELD("override"), HM_FIELD(done->override->code));
        way.line = done->by->line;
        for (size_t i = at; i < path->count; i++)
            way = hm_field_path_on(way, path->keys[i]);
        *path = way;
        return done->by;
    }
    return NULL;
}
