#include "script/lua_classes.h"

#include <lauxlib.h>
#include <string.h>

#include "base/numbers/number.h"
#include "base/text.h"
#include "script/lua_parameter.h"

static const char *const rule_names[] = {[HM_CLASS_AT_LEAST] = "at_least",
                                         [HM_CLASS_OVER] = "over",
                                         [HM_CLASS_AT_MOST] = "at_most",
                                         [HM_CLASS_BELOW] = "below"};

const char *hm_class_rule_name(hm_class_rule rule) {
    return rule_names[rule];
}

static bool goes_up(hm_class_rule rule) {
    return rule == HM_CLASS_AT_MOST || rule == HM_CLASS_BELOW;
}

/* The bound `rule` of the entry, if it says one. */
static void read_bound(const hm_fields *f, hm_class_rule rule, hm_declared_class *out) {
    lua_State *L = f->L;
    const char *name = rule_names[rule];
    lua_pushstring(L, name);
    const int type = lua_rawget(L, f->table);
    if (type != LUA_TNIL) {
        if (out->rule != HM_CLASS_REST)
            hm_fields_fail_at(f, HM_FIELD(name), "has %s and %s: a class has one bound",
                              rule_names[out->rule], name);
        out->rule = rule;
        out->parameter = hm_lua_parameter_at(f, -1);
        if (type == LUA_TUSERDATA && !out->parameter)
            hm_fields_fail_at(f, HM_FIELD(name), "%s must be a number or param.NAME", name);
        if (!out->parameter)
            (void)hm_fields_number(f, name, &out->bound);
    }
    lua_pop(L, 1);
}

/* package.json names the word: no JSON value has both elements and names. */
static const char *read_word(const hm_fields *f) {
    const char *word = hm_fields_text(f, "class", NULL);
    if (!word) {
        lua_rawgeti(f->L, f->table, 1);
        if (lua_type(f->L, -1) != LUA_TSTRING)
            hm_fields_fail(f, "needs its word: { at_least = 80, \"high\" }");
        word = hm_fields_copy_at(f, -1, HM_ELEMENT(1), "the word of a class");
        lua_pop(f->L, 1);
    }
    if (*word == '\0')
        hm_fields_fail(f, "its word is empty");
    return word;
}

static void read_class(const hm_fields *f, hm_declared_class *out) {
    static const char *const fields[] = {"at_least", "over", "at_most", "below", "class", NULL};
    if (hm_fields_check_names(f, fields, true) > 1)
        hm_fields_fail(f, "has more than one word: { at_least = 80, \"high\" }");
    for (int rule = HM_CLASS_AT_LEAST; rule < HM_CLASS_RULES; rule++)
        read_bound(f, (hm_class_rule)rule, out);
    out->word = read_word(f);
}

/* Against the class before: each takes what those before have left. */
static void check_order(const hm_fields *f, const hm_declared_class *before,
                        const hm_declared_class *at) {
    const bool up = goes_up(before->rule);
    if (before->rule == HM_CLASS_REST)
        hm_fields_fail(f, "stands behind a class without a bound, which takes all that is left");
    if (at->rule == HM_CLASS_REST || at->parameter || before->parameter)
        return;
    if (goes_up(at->rule) == up && (up ? at->bound > before->bound : at->bound < before->bound))
        return;
    char bound[HM_NUMBER_SIZE], last[HM_NUMBER_SIZE];
    hm_number_print(at->bound, bound);
    hm_number_print(before->bound, last);
    hm_fields_fail_at(
        f, HM_FIELD(rule_names[at->rule]),
        "%s = %s stands behind %s, and is not %s: the first class that suits is taken",
        rule_names[at->rule], bound, last, up ? "above it" : "below it");
}

static void check_way(const hm_fields *f, const hm_declared_class *first,
                      const hm_declared_class *at) {
    if (at->rule != HM_CLASS_REST && goes_up(at->rule) != goes_up(first->rule))
        hm_fields_fail_at(f, HM_FIELD(rule_names[at->rule]),
                          "has %s, and the first class has %s: go down by at_least and over, or up "
                          "by at_most and below",
                          rule_names[at->rule], rule_names[first->rule]);
}

static void read_each(const hm_fields *list, size_t count, hm_declared_classes *out) {
    lua_State *L = list->L;
    out->each = hm_fields_array(list, count, sizeof *out->each);
    out->count = count;
    for (size_t i = 0; i < count; i++) {
        lua_rawgeti(L, list->table, (lua_Integer)i + 1);
        const hm_fields f = hm_fields_in_part(list, (int)i + 1, "class");
        if (!lua_istable(L, -1))
            hm_fields_fail(&f,
                           "is a %s, expected { at_least = 80, \"high\" }, or { \"low\" } for "
                           "all that is left",
                           luaL_typename(L, -1));
        hm_declared_class *at = &out->each[i];
        read_class(&f, at);
        if (i == 0 && at->rule == HM_CLASS_REST)
            hm_fields_fail(&f, "has no bound, and so all would be in it");
        if (i > 0) {
            check_way(&f, &out->each[0], at);
            check_order(&f, at - 1, at);
        }
        lua_pop(L, 1);
    }
}

static void read_of(const hm_fields *f, hm_declared_classes *out) {
    const char *of = hm_fields_text(f, "of", "score");
    out->of_value = strcmp(of, "value") == 0;
    if (!out->of_value && strcmp(of, "score") != 0)
        hm_fields_fail_at(f, HM_FIELD("of"), "of is \"%s\", expected \"score\" or \"value\"",
                          hm_quote_of(of, strlen(of)).text);
}

static void read_table(const hm_fields *node, hm_declared_classes *out) {
    static const char *const fields[] = {"of", "list", NULL};
    lua_State *L = node->L;
    hm_fields f = hm_fields_in(node, HM_FIELD("classes"), "");
    f.what = lua_pushfstring(L, "%s: classes", node->what);
    size_t count = hm_fields_check_names(&f, fields, true);
    read_of(&f, out);
    hm_fields list = f;
    if (count == 0) {
        count = hm_fields_push_list(&f, "list");
        list = hm_fields_in(&f, HM_FIELD("list"), f.what);
    }
    if (count == 0)
        hm_fields_fail_at(node, HM_FIELD("classes"),
                          "classes is empty: { { at_least = 80, \"high\" }, { \"low\" } }");
    read_each(&list, count, out);
    lua_settop(L, f.table + 1);
    lua_pop(L, 1);
}

void hm_lua_read_classes(const hm_fields *f, hm_declared_classes *out) {
    lua_State *L = f->L;
    lua_pushliteral(L, "classes");
    const int type = lua_rawget(L, f->table);
    if (type == LUA_TTABLE)
        read_table(f, out);
    else if (type != LUA_TNIL && (type != LUA_TBOOLEAN || lua_toboolean(L, -1)))
        hm_fields_fail_at(
            f, HM_FIELD("classes"),
            "classes is a %s, expected { { at_least = 80, \"high\" }, ... }, or false",
            lua_typename(L, type));
    lua_pop(L, 1);
}
