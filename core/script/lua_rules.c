/* lua_rules.c: rules.lua: return { rule { "id", left, "<=", right }, ... } */
#include <lauxlib.h>
#include <string.h>

#include "base/text.h"
#include "script/lua_author.h"
#include "script/lua_edition.h"
#include "script/lua_examples.h"
#include "script/lua_expr.h"
#include "script/lua_fields.h"
#include "script/lua_read.h"

static const char *const rule_fields[] = {"about",    "severity", "missing", "tolerance",
                                          "replaces", "tests",    NULL};

enum { ID = 1, LEFT, COMPARISON, RIGHT };

/* A number or a flag, as an expression. */
static void build_constant(const hm_fields *f, int type, hm_expr_builder *builder) {
    hm_expr_start(builder);
    if (type == LUA_TBOOLEAN)
        (void)hm_expr_add_logic(builder, lua_toboolean(f->L, -1));
    else
        (void)hm_expr_add_number(builder, lua_tonumber(f->L, -1));
}

static hm_expr *read_side(const hm_fields *f, int position) {
    lua_State *L = f->L;
    const int type = lua_rawgeti(L, f->table, position);
    const hm_expr *expr = hm_lua_expr_at(L, -1);
    hm_expr *copy;
    if (expr) {
        copy = hm_fields_array(f, 1, expr->size);
        memcpy(copy, expr, expr->size);
    } else {
        hm_expr_builder builder;
        if (type != LUA_TBOOLEAN &&
            !(type == LUA_TNUMBER && lua_tonumber(L, -1) - lua_tonumber(L, -1) == 0))
            hm_fields_fail_at(f, HM_ELEMENT((size_t)position),
                              "element %d is a %s, expected an expression over input.NAME, a "
                              "finite number, true or false",
                              position, lua_typename(L, type));
        build_constant(f, type, &builder);
        copy = hm_fields_array(f, 1, hm_expr_size(&builder));
        hm_expr_finish(&builder, copy);
    }
    lua_pop(L, 1);
    return copy;
}

static const hm_comparison *read_comparison(const hm_fields *f) {
    const char *name = hm_fields_element(f, COMPARISON, "a comparison such as \"<=\"");
    const hm_comparison *found = hm_comparison_find(name);
    hm_choice_list known = {{0}};
    for (size_t i = 0; !found && hm_comparison_at(i); i++)
        hm_choice_list_add(&known, hm_comparison_at(i)->name);
    if (!found)
        hm_fields_fail_at(f, HM_ELEMENT(COMPARISON), "no comparison \"%s\": there are %s", name,
                          known.text);
    return found;
}

/* A field that is one of two words; true where it is `yes`, false where it is `no`, or absent. */
static bool read_word(const hm_fields *f, const char *name, const char *no, const char *yes) {
    const char *word = hm_fields_text(f, name, no);
    const bool is_yes = strcmp(word, yes) == 0;
    if (!is_yes && strcmp(word, no) != 0)
        hm_fields_fail_at(f, HM_FIELD(name), "%s is \"%s\", expected \"%s\" or \"%s\"", name, word,
                          no, yes);
    return is_yes;
}

static void read_tolerance(const hm_fields *f, hm_declared_rule *out) {
    if (hm_fields_number(f, "tolerance", &out->tolerance) && out->tolerance < 0)
        hm_fields_fail_at(f, HM_FIELD("tolerance"), "tolerance must be at least 0");
}

static bool is_verdict(const char *text) {
    for (int verdict = HM_VERDICT_HOLDS; verdict <= HM_VERDICT_SKIPPED; verdict++)
        if (strcmp(text, hm_verdict_name((hm_verdict)verdict)) == 0)
            return true;
    return false;
}

static void read_expected_status(const hm_fields *f, hm_example *out) {
    static const char *const others[] = {"score", "value", "flags"};
    int64_t last;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        lua_pushstring(f->L, others[i]);
        if (lua_rawget(f->L, f->table) != LUA_TNIL)
            hm_fields_fail_at(f, HM_FIELD(others[i]), "a rule has no %s: its test states a status",
                              others[i]);
        lua_pop(f->L, 1);
    }
    (void)hm_lua_read_period(f, "period", &out->period, &out->first_day, &last);
    out->status = hm_fields_text(f, "status", "");
    if (!is_verdict(out->status))
        hm_fields_fail_at(f, HM_FIELD("status"),
                          "status is \"%s\", expected holds, broken or skipped", out->status);
}

/* The value on top, which stands at `position` of the list `list`. */
static void read_rule(const hm_fields *list, size_t position, hm_declared_rule *out) {
    lua_State *L = list->L;
    hm_fields f = hm_fields_in(list, HM_ELEMENT(position), "rule");
    uint32_t line;
    luaL_checkstack(L, 16, NULL);
    if (hm_lua_author_made(L, -1, NULL, &line) != HM_MADE_BY_RULE)
        hm_fields_fail(&f, "expected rule { \"id\", left, \"<=\", right }, found a %s",
                       luaL_typename(L, -1));
    f.path = (hm_field_path){.line = line};
    out->origin = (hm_origin){f.file, line, 0};
    out->id = hm_fields_element(&f, ID, "its id");
    if (*out->id == '\0')
        hm_fields_fail_at(&f, HM_ELEMENT(ID), "its id is empty");
    f.what = lua_pushfstring(L, "rule \"%s\"", hm_name_of(out->id).text);
    if (hm_fields_check_names(&f, rule_fields, true) != RIGHT)
        hm_fields_fail(&f, "expected rule { \"id\", left, \"<=\", right }: four elements");
    out->left = read_side(&f, LEFT);
    out->comparison = read_comparison(&f);
    out->right = read_side(&f, RIGHT);
    out->about = hm_fields_long_text(&f, "about", "");
    out->is_error = read_word(&f, "severity", "warning", "error");
    out->counts_missing = read_word(&f, "missing", "skip", "count");
    out->replaces = hm_fields_flag(&f, "replaces");
    read_tolerance(&f, out);
    hm_lua_read_examples(&f, read_expected_status, &out->examples, &out->example_count);
    lua_pop(L, 1);
}

void hm_lua_read_rules(lua_State *L, hm_arena *arena, const char *file, hm_field_path *fault,
                       hm_declared_rule **out, size_t *count) {
    const hm_fields f = hm_fields_open(L, arena, file, fault);
    if (!lua_istable(L, f.table))
        hm_fields_fail(&f, "returns %s, expected a list of rules: return { rule { ... } }",
                       lua_isnil(L, f.table) ? "nothing" : luaL_typename(L, f.table));
    static const char *const none[] = {NULL};
    *count = hm_fields_check_names(&f, none, true);
    *out = hm_fields_array(&f, *count, sizeof **out);
    for (size_t i = 0; i < *count; i++) {
        lua_rawgeti(L, f.table, (lua_Integer)i + 1);
        read_rule(&f, i + 1, &(*out)[i]);
        lua_pop(L, 1);
    }
    lua_settop(L, f.table);
}
