#include "script/lua_alternatives.h"

#include <lauxlib.h>
#include <string.h>

#include "base/buffer.h"
#include "sandbox/sandbox.h"
#include "script/alternative_text.h"
#include "script/lua_aggregate.h"
#include "script/lua_list.h"
#include "script/lua_places.h"
#include "script/lua_step.h"

/* Parameters of a method stand in a table of its own: here they would be of nobody. */
static size_t count_alternatives(const hm_fields *f, const char *stage) {
    lua_State *L = f->L;
    const hm_list list = hm_list_look(L, f->table);
    const char *other = NULL;
    hm_sandbox_charge(L, 2 * (uint64_t)list.keys);
    for (lua_pushnil(L); lua_next(L, f->table); lua_pop(L, 1)) {
        const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "at";
        if (strcmp(name, "at") != 0 && (!other || strcmp(name, other) < 0))
            other = name;
    }
    if (other)
        hm_fields_fail_at(f, HM_FIELD(other),
                          "unknown field \"%s\": an alternative with parameters is a table of its "
                          "own: { { \"NAME\", %s = ... } }",
                          other, other);
    static const char *const known[] = {"at", NULL};
    const size_t count = hm_fields_check_names(f, known, true);
    if (count == 0)
        hm_fields_fail(f, "has no alternatives: %s = { \"NAME\", ... }", stage);
    return count;
}

static hm_step_kind kind_of(hm_study_stage stage) {
    return stage == HM_STUDY_IMPUTE  ? HM_STEP_IMPUTE
           : stage == HM_STUDY_TREAT ? HM_STEP_TREAT
                                     : HM_STEP_SCALE;
}

static const char *keep_text(const hm_fields *f, const hm_declared_alternatives *all, size_t i) {
    hm_buffer text;
    hm_buffer_open(&text, f->arena->allocator);
    if (all->steps)
        hm_step_text(&all->steps[i], &text);
    else
        hm_aggregate_text(&all->aggregates[i], &text);
    const size_t size = text.size;
    const char *kept = text.failed ? NULL : hm_arena_copy(f->arena, text.data, size);
    hm_buffer_close(&text);
    if (!kept)
        hm_sandbox_fail_memory(f->L);
    hm_sandbox_charge_memory(f->L, size);
    return kept;
}

static void refuse_twice(const hm_fields *f, const hm_declared_alternatives *all, size_t i) {
    hm_sandbox_charge(f->L, i);
    for (size_t k = 0; k < i; k++)
        if (strcmp(all->texts[k], all->texts[i]) == 0)
            hm_fields_fail_at(f, HM_ELEMENT(i + 1), "alternative %d is the same as alternative %d",
                              (int)i + 1, (int)k + 1);
}

static void read_one(const hm_fields *f, hm_study_stage stage, size_t i,
                     hm_declared_alternatives *out) {
    lua_State *L = f->L;
    const hm_key key = HM_ELEMENT(i + 1);
    const char *called = lua_pushfstring(L, "alternative %d", (int)i + 1);
    lua_rawgeti(L, f->table, (lua_Integer)i + 1);
    if (stage != HM_STUDY_AGGREGATE)
        hm_lua_read_step(f, key, called, kind_of(stage), &out->steps[i]);
    else
        hm_lua_read_method(f, key, called, &out->aggregates[i]);
    lua_pop(L, 2);
    out->texts[i] = keep_text(f, out, i);
    refuse_twice(f, out, i);
}

void hm_lua_read_alternatives(const hm_fields *vary, hm_study_stage stage,
                              hm_declared_alternatives *out) {
    const char *name = hm_study_stage_name(stage);
    if (!hm_fields_push_table(vary, name)) {
        lua_pop(vary->L, 1);
        return;
    }
    hm_fields f = hm_fields_in(vary, HM_FIELD(name), "");
    f.what = lua_pushfstring(vary->L, "vary.%s", name);
    luaL_checkstack(vary->L, 16, NULL);
    out->count = count_alternatives(&f, name);
    out->texts = hm_fields_array(&f, out->count, sizeof *out->texts);
    if (stage == HM_STUDY_AGGREGATE)
        out->aggregates = hm_fields_array(&f, out->count, sizeof *out->aggregates);
    else
        out->steps = hm_fields_array(&f, out->count, sizeof *out->steps);
    for (size_t i = 0; i < out->count; i++)
        read_one(&f, stage, i, out);
    hm_lua_read_places(&f, &out->at);
    lua_pop(vary->L, 2);
}
