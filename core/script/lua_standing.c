#include "script/lua_standing.h"

#include <lauxlib.h>
#include <math.h>

#include "script/lua_classes.h"
#include "script/lua_edition.h"

/* Marks beyond this would lose their decimals. */
#define FARTHEST 1e12

static void read_bounds(const hm_fields *f, const char *field, hm_declared_range *out) {
    lua_State *L = f->L;
    const size_t count = hm_fields_list(f, field);
    lua_rawgeti(L, -1, 1);
    lua_rawgeti(L, -2, 2);
    if (lua_type(L, -2) == LUA_TUSERDATA || lua_type(L, -1) == LUA_TUSERDATA)
        hm_fields_fail_at(f, HM_FIELD(field), "%s must be two plain numbers: " HM_PARAMETERS_STAND,
                          field);
    if (count != 2 || lua_type(L, -2) != LUA_TNUMBER || lua_type(L, -1) != LUA_TNUMBER)
        hm_fields_fail_at(f, HM_FIELD(field),
                          "%s must be {LOW, HIGH}, or false: scores are not held", field);
    out->low = lua_tonumber(L, -2);
    out->high = lua_tonumber(L, -1);
    if (!(out->low >= -FARTHEST && out->low < out->high && out->high <= FARTHEST))
        hm_fields_fail_at(f, HM_FIELD(field),
                          "%s must be two numbers within -1e12 and 1e12, low before high", field);
    lua_pop(L, 2);
}

void hm_lua_read_range(const hm_fields *f, const char *field, hm_declared_range *out) {
    lua_State *L = f->L;
    lua_pushstring(L, field);
    const int type = lua_rawget(L, f->table);
    *out = (hm_declared_range){type != LUA_TNIL, -INFINITY, INFINITY};
    if (type == LUA_TTABLE)
        read_bounds(f, field, out);
    else if (type != LUA_TNIL && (type != LUA_TBOOLEAN || lua_toboolean(L, -1)))
        hm_fields_fail_at(f, HM_FIELD(field), "%s must be {LOW, HIGH} or false", field);
    lua_pop(L, 1);
}

const char *hm_lua_read_parent(const hm_fields *f, hm_declared_standing *out) {
    lua_State *L = f->L;
    lua_pushliteral(L, "parent");
    const int type = lua_rawget(L, f->table);
    out->is_alone = type == LUA_TBOOLEAN && !lua_toboolean(L, -1);
    lua_pop(L, 1);
    return out->is_alone ? "" : hm_fields_text(f, "parent", "");
}

static void refuse_alone(const hm_fields *f, const hm_declared_standing *standing) {
    const bool has_points = hm_effect_has_points(standing->effect);
    const char *field = standing->effect == HM_EFFECT_DEDUCTS ? "deducts"
                        : has_points                          ? "adds"
                                                              : "required";
    if (has_points || standing->is_required)
        hm_fields_fail_at(f, HM_FIELD(field),
                          "%s says something of the parent's score, and there "
                          "is none: parent = false",
                          field);
}

/* deducts = true, adds = true, scored = false: one of them at most. */
static hm_effect read_effect(const hm_fields *f) {
    const bool deducts = hm_fields_flag(f, "deducts"), adds = hm_fields_flag(f, "adds");
    const bool is_scored = hm_fields_flag_or(f, "scored", true);
    if (deducts && adds)
        hm_fields_fail_at(f, HM_FIELD("adds"), "a node adds or deducts, not both");
    if (!is_scored && (deducts || adds))
        hm_fields_fail_at(f, HM_FIELD("scored"), "scored = false: it cannot %s points, too",
                          adds ? "add" : "deduct");
    return deducts     ? HM_EFFECT_DEDUCTS
           : adds      ? HM_EFFECT_ADDS
           : is_scored ? HM_EFFECT_COUNTS
                       : HM_EFFECT_NONE;
}

static double read_cap(const hm_fields *f, hm_effect effect) {
    double cap = INFINITY;
    if (!hm_fields_number(f, "cap", &cap))
        return cap;
    if (effect != HM_EFFECT_DEDUCTS && effect != HM_EFFECT_ADDS)
        hm_fields_fail_at(f, HM_FIELD("cap"), "cap goes with adds or deducts: the most points");
    if (!(cap > 0 && cap <= FARTHEST))
        hm_fields_fail_at(f, HM_FIELD("cap"), "cap must be a number above 0, 1e12 at most");
    return cap;
}

void hm_lua_read_standing(const hm_fields *f, hm_declared_standing *out) {
    hm_lua_read_range(f, "range", &out->range);
    hm_lua_read_span(f, &out->span);
    hm_lua_read_breaks(f, &out->breaks);
    hm_lua_read_classes(f, &out->classes);
    out->effect = read_effect(f);
    out->cap = read_cap(f, out->effect);
    out->is_required = hm_fields_flag(f, "required");
    if (out->is_alone)
        refuse_alone(f, out);
    if (out->is_required && out->effect == HM_EFFECT_NONE)
        hm_fields_fail_at(f, HM_FIELD("required"), "scored = false: its parent cannot require it");
}
