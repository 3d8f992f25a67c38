#include "script/lua_fields.h"

#include <float.h>
#include <lauxlib.h>
#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "base/text.h"
#include "sandbox/sandbox.h"
#include "script/lua_list.h"

/* The names of the way may be the script's own texts, which go with its state. */
static void leave_path(const hm_fields *f, hm_field_path path) {
    for (size_t i = 0; i < path.count; i++) {
        hm_key *key = &path.keys[i];
        if (key->name)
            key->name = hm_fields_copy(f, key->name, strlen(key->name));
    }
    *f->fault = path;
}

/* The message is on the top of the stack. */
static int fail(const hm_fields *f, hm_field_path path) {
    lua_State *L = f->L;
    const char *message = lua_tostring(L, -1);
    if (f->part)
        message = lua_pushfstring(L, "%s %d: %s", f->part, f->part_position, message);
    if (f->what && *f->what)
        message = lua_pushfstring(L, "%s: %s", f->what, message);
    leave_path(f, path);
    lua_pushfstring(L, "%s:%d: %s", f->file, path.line > 0 ? (int)path.line : 1, message);
    return lua_error(L);
}

int hm_fields_fail(const hm_fields *f, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    lua_pushvfstring(f->L, format, arguments);
    va_end(arguments);
    return fail(f, f->path);
}

int hm_fields_fail_at(const hm_fields *f, hm_key key, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    lua_pushvfstring(f->L, format, arguments);
    va_end(arguments);
    return fail(f, hm_field_path_on(f->path, key));
}

hm_fields hm_fields_open(lua_State *L, hm_arena *arena, const char *file, hm_field_path *fault) {
    const int table = lua_gettop(L);
    luaL_checkstack(L, 20, NULL);
    lua_newtable(L);
    return (hm_fields){
        .L = L, .table = table, .copies = table + 1, .arena = arena, .file = file, .fault = fault};
}

hm_fields hm_fields_in(const hm_fields *f, hm_key key, const char *what) {
    hm_fields inside = *f;
    inside.table = lua_gettop(f->L);
    inside.path = hm_field_path_on(f->path, key);
    inside.what = what;
    return inside;
}

hm_fields hm_fields_in_part(const hm_fields *list, int position, const char *part) {
    hm_fields inside = hm_fields_in(list, HM_ELEMENT((size_t)position), list->what);
    inside.part = part;
    inside.part_position = position;
    return inside;
}

static bool is_known(const char *name, const char *const *known) {
    for (; *known; known++)
        if (strcmp(*known, name) == 0)
            return true;
    return false;
}

/* Fields that people look for elsewhere than they are. */
static const char *right_field(const char *name) {
    static const struct {
        const char *wrong, *right;
    } fields[] = {
        {"method",
         "a package's policy = { aggregate = \"...\", aggregate_at = { CODE = \"...\" } }"},
        {"aggregation",
         "a package's policy = { aggregate = \"...\", aggregate_at = { CODE = \"...\" } }"},
        {"aggregate",
         "a package's policy = { aggregate = \"...\", aggregate_at = { CODE = \"...\" } }"},
        {"aggregate_at", "a package's policy = { aggregate_at = { CODE = \"...\" } }"},
        {"min_coverage", "a package's policy = { min_coverage = 0.5 }"},
        {"rounding", "a package's policy = { rounding = 2 }"},
        {"rank_if", "a package's policy = { rank_if = { coverage = 0.5 } }"},
        {"formula", "measure"},
        {"description", "about"},
        {"children", "parent = \"CODE\" of each child"},
        {"normalise", "scale"},
        {"normalize", "scale"},
        {"unit_of_measure", "unit"},
        {"license", "licence"},
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strcmp(fields[i].wrong, name) == 0)
            return fields[i].right;
    return NULL;
}

static bool is_field(const char *right, const char *const *known) {
    return strchr(right, ' ') || is_known(right, known);
}

static void fail_unknown(const hm_fields *f, const char *name, const char *const *known) {
    const char *right = right_field(name);
    if (right && is_field(right, known))
        hm_fields_fail_at(f, HM_FIELD(name), "unknown field \"%s\": it is %s", name, right);
    hm_nearest nearest;
    hm_choice_list all = {{0}};
    hm_nearest_start(&nearest, name, strlen(name));
    for (; *known; known++) {
        hm_nearest_show(&nearest, *known);
        hm_choice_list_add(&all, *known);
    }
    hm_fields_fail_at(f, HM_FIELD(name), "unknown field \"%s\"%s%s%s", name,
                      nearest.name ? hm_hint_of(nearest.name).text : " (there are: ",
                      nearest.name ? "" : all.text, nearest.name ? "" : ")");
}

/* The unknown name that stands first by its bytes: Lua's own order of keys differs from run to run.
 * The table keeps it. */
static const char *first_unknown(const hm_fields *f, const char *const *known) {
    lua_State *L = f->L;
    const char *first = NULL;
    for (lua_pushnil(L); lua_next(L, f->table); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING)
            continue;
        const char *name = lua_tostring(L, -2);
        if (!is_known(name, known) && (!first || strcmp(name, first) < 0))
            first = name;
    }
    return first;
}

static void fail_gap(const hm_fields *f, const char *name, size_t count) {
    hm_fields_fail_at(f, HM_FIELD(name),
                      "%s%sgap at %I: a list has its elements one after the other", name,
                      *name ? ": " : "", (LUAI_UACINT)count + 1);
}

static void refuse_odd_keys(const hm_fields *f) {
    lua_State *L = f->L;
    for (lua_pushnil(L); lua_next(L, f->table); lua_pop(L, 1))
        if (lua_type(L, -2) != LUA_TSTRING && lua_type(L, -2) != LUA_TNUMBER &&
            !lua_islightuserdata(L, -2))
            hm_fields_fail(f, "a key is a %s: every field needs a name", luaL_typename(L, -2));
}

size_t hm_fields_check_names(const hm_fields *f, const char *const *known, bool list) {
    lua_State *L = f->L;
    luaL_checkstack(L, 8, NULL);
    const hm_list found = hm_list_look(L, f->table);
    hm_sandbox_charge(L, 2 * (uint64_t)found.keys);
    if (found.has_gap && list)
        fail_gap(f, "", found.count);
    if (!list && (found.has_gap || found.count > 0))
        hm_fields_fail(f, "has list elements: every field needs a name");
    const char *name = found.has_names ? first_unknown(f, known) : NULL;
    if (name)
        fail_unknown(f, name, known);
    if (found.has_names)
        refuse_odd_keys(f);
    return found.count;
}

static int push_field(const hm_fields *f, const char *name) {
    luaL_checkstack(f->L, 8, NULL);
    lua_pushstring(f->L, name);
    return lua_rawget(f->L, f->table);
}

const char *hm_fields_copy(const hm_fields *f, const char *text, size_t size) {
    hm_sandbox_charge_memory(f->L, size);
    const char *copy = hm_arena_copy(f->arena, text, size);
    if (!copy)
        hm_sandbox_fail_memory(f->L);
    return copy;
}

void *hm_fields_array(const hm_fields *f, size_t count, size_t size) {
    hm_sandbox_charge_memory(f->L, size > 0 && count > SIZE_MAX / size ? SIZE_MAX : count * size);
    void *array = hm_arena_take_array(f->arena, count, size);
    if (!array)
        hm_sandbox_fail_memory(f->L);
    return array;
}

size_t hm_fields_count(const hm_fields *f, int index) {
    lua_State *L = f->L;
    size_t count = 0;
    index = lua_absindex(L, index);
    luaL_checkstack(L, 4, NULL);
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        count++;
    hm_sandbox_charge(L, count);
    return count;
}

bool hm_fields_put(const hm_fields *f, int set, const char *name) {
    luaL_checkstack(f->L, 4, NULL);
    lua_pushstring(f->L, name);
    lua_pushvalue(f->L, -1);
    const bool is_new = lua_rawget(f->L, set) == LUA_TNIL;
    lua_pop(f->L, 1);
    lua_pushboolean(f->L, 1);
    lua_rawset(f->L, set);
    return is_new;
}

static const char *copy_valid(const hm_fields *f, const char *text, size_t size, hm_key key,
                              const char *meaning) {
    if (memchr(text, '\0', size) || hm_text_valid(text, size) != size)
        hm_fields_fail_at(f, key, "%s is not valid UTF-8 text", meaning);
    return hm_fields_copy(f, text, size);
}

/* Longer texts are copied once, however often they are named: a reference costs the script a few
 * bytes, a copy would cost the host all of them. Looking one up may mean comparing it with its
 * twin. */
enum { SHARED_FROM = 64, COMPARED_A_STEP = 1024 };

static const char *copy_up_to(const hm_fields *f, int index, size_t most, hm_key key,
                              const char *meaning) {
    lua_State *L = f->L;
    size_t size;
    const char *text = lua_tolstring(L, index, &size);
    if (size > most)
        hm_fields_fail_at(f, key, "%s has %I bytes, more than %I", meaning, (LUAI_UACINT)size,
                          (LUAI_UACINT)most);
    if (size < SHARED_FROM)
        return copy_valid(f, text, size, key, meaning);
    index = lua_absindex(L, index);
    luaL_checkstack(L, 4, NULL);
    hm_sandbox_charge(L, size / COMPARED_A_STEP + 1);
    lua_pushvalue(L, index);
    lua_rawget(L, f->copies);
    const char *copy = lua_touserdata(L, -1);
    lua_pop(L, 1);
    if (copy)
        return copy;
    copy = copy_valid(f, text, size, key, meaning);
    lua_pushvalue(L, index);
    lua_pushlightuserdata(L, (void *)(uintptr_t)copy);
    lua_rawset(L, f->copies);
    return copy;
}

const char *hm_fields_copy_at(const hm_fields *f, int index, hm_key key, const char *meaning) {
    return copy_up_to(f, index, HM_TEXT_MOST, key, meaning);
}

/* What a field is of, in words; expressions are userdata. */
static const char *type_words(const hm_fields *f, int type) {
    return type == LUA_TUSERDATA ? "an expression"
                                 : lua_pushfstring(f->L, "a %s", lua_typename(f->L, type));
}

static const char *optional_text(const hm_fields *f, const char *name, size_t most,
                                 const char *otherwise) {
    const int type = push_field(f, name);
    if (type != LUA_TNIL && type != LUA_TSTRING)
        hm_fields_fail_at(f, HM_FIELD(name), "%s is %s, expected text", name, type_words(f, type));
    const char *text = type == LUA_TNIL ? otherwise : copy_up_to(f, -1, most, HM_FIELD(name), name);
    lua_pop(f->L, 1);
    return text;
}

const char *hm_fields_text(const hm_fields *f, const char *name, const char *otherwise) {
    return optional_text(f, name, HM_TEXT_MOST, otherwise);
}

const char *hm_fields_long_text(const hm_fields *f, const char *name, const char *otherwise) {
    return optional_text(f, name, HM_LONG_TEXT_MOST, otherwise);
}

const char *hm_fields_element(const hm_fields *f, int position, const char *meaning) {
    lua_rawgeti(f->L, f->table, position);
    if (lua_type(f->L, -1) != LUA_TSTRING)
        hm_fields_fail_at(f, HM_ELEMENT((size_t)position), "element %d must be %s, a text",
                          position, meaning);
    const char *copy = hm_fields_copy_at(f, -1, HM_ELEMENT((size_t)position), meaning);
    lua_pop(f->L, 1);
    return copy;
}

const char *hm_fields_need_text(const hm_fields *f, const char *name) {
    const char *text = hm_fields_text(f, name, "");
    if (*text == '\0')
        hm_fields_fail_at(f, HM_FIELD(name), "%s is missing", name);
    return text;
}

bool hm_fields_number(const hm_fields *f, const char *name, double *out) {
    const int type = push_field(f, name);
    const double number = lua_tonumber(f->L, -1);
    lua_pop(f->L, 1);
    if (type == LUA_TNIL)
        return false;
    if (type == LUA_TUSERDATA)
        hm_fields_fail_at(f, HM_FIELD(name),
                          "%s is an expression, expected a plain number: " HM_PARAMETERS_STAND,
                          name);
    if (type != LUA_TNUMBER)
        hm_fields_fail_at(f, HM_FIELD(name), "%s is a %s, expected a number", name,
                          lua_typename(f->L, type));
    if (!(fabs(number) <= DBL_MAX))
        hm_fields_fail_at(f, HM_FIELD(name), "%s is not a finite number", name);
    *out = number;
    return true;
}

bool hm_fields_flag_or(const hm_fields *f, const char *name, bool otherwise) {
    const int type = push_field(f, name);
    const bool flag = type == LUA_TNIL ? otherwise : lua_toboolean(f->L, -1);
    lua_pop(f->L, 1);
    if (type != LUA_TNIL && type != LUA_TBOOLEAN)
        hm_fields_fail_at(f, HM_FIELD(name), "%s is %s, expected true or false", name,
                          type_words(f, type));
    return flag;
}

bool hm_fields_flag(const hm_fields *f, const char *name) {
    return hm_fields_flag_or(f, name, false);
}

bool hm_fields_weight(const hm_fields *f, const char *name, double *out) {
    if (!hm_fields_number(f, name, out))
        return false;
    if (!hm_weight_fits(*out))
        hm_fields_fail_at(f, HM_FIELD(name), "%s must be " HM_WEIGHT_WANTED, name);
    return true;
}

bool hm_fields_push_table(const hm_fields *f, const char *name) {
    const int type = push_field(f, name);
    if (type != LUA_TNIL && type != LUA_TTABLE)
        hm_fields_fail_at(f, HM_FIELD(name), "%s is %s, expected a table { ... }", name,
                          type_words(f, type));
    return type != LUA_TNIL;
}

size_t hm_fields_list(const hm_fields *f, const char *name) {
    luaL_checkstack(f->L, 4, NULL);
    const hm_list list = hm_list_look(f->L, -1);
    hm_sandbox_charge(f->L, 2 * (uint64_t)list.keys);
    if (list.has_names)
        hm_fields_fail_at(f, HM_FIELD(name),
                          "%s must be a list { a, b, ... }, without names or gaps", name);
    if (list.has_gap)
        fail_gap(f, name, list.count);
    return list.count;
}

size_t hm_fields_push_list(const hm_fields *f, const char *name) {
    const int type = push_field(f, name);
    if (type == LUA_TNIL)
        return 0;
    if (type != LUA_TTABLE)
        hm_fields_fail_at(f, HM_FIELD(name), "%s is %s, expected a list { ... }", name,
                          type_words(f, type));
    return hm_fields_list(f, name);
}
