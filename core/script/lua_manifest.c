#include <lauxlib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "script/lua_aggregate.h"
#include "script/lua_author.h"
#include "script/lua_edition.h"
#include "script/lua_expr.h"
#include "script/lua_fields.h"
#include "script/lua_parameter.h"
#include "script/lua_policy.h"
#include "script/lua_read.h"
#include "script/lua_standing.h"
#include "script/lua_step.h"

static const char *const package_fields[] = {
    "name",       "version",  "api",          "title",  "about",  "licence",
    "extends",    "drop",     "weights",      "nodes",  "policy", "host",
    "drop_rules", "override", "weights_from", "breaks", NULL};
static const char *const reform_fields[] = {
    "name",  "version", "api",        "title",    "about",        "licence", "drop", "weights",
    "nodes", "policy",  "drop_rules", "override", "weights_from", "breaks",  NULL};
static const char *const policy_fields[] = {HM_POLICY_FIELDS, "aggregate", "aggregate_at",
                                            HM_STEP_FIELDS, NULL};
static const char *const node_fields[] = {"code",
                                          "name",
                                          "parent",
                                          "weight",
                                          "about",
                                          HM_STEP_FIELDS,
                                          "direction",
                                          "measure",
                                          "measure_from",
                                          "aggregate",
                                          HM_WEIGH_FIELD,
                                          HM_TRANSFORM_FIELD,
                                          HM_STANDING_FIELDS,
                                          NULL};
static const char *const extends_fields[] = {"name", "version", NULL};

/* What Lua tables have as an element, package.json must name: no JSON value has both. */
static const char *name_or_element(const hm_fields *f, const char *name, int position,
                                   const char *meaning) {
    const char *text = hm_fields_text(f, name, NULL);
    return text ? text : hm_fields_element(f, position, meaning);
}

/* "iso-iec-30146", or { "iso-iec-30146", version = "2019.1" } */
static void read_extends(const hm_fields *f, hm_declared_package *out) {
    lua_State *L = f->L;
    lua_pushliteral(L, "extends");
    const int type = lua_rawget(L, f->table);
    if (type == LUA_TSTRING) {
        out->extends = hm_fields_copy_at(f, -1, HM_FIELD("extends"), "extends");
    } else if (type == LUA_TTABLE) {
        const hm_fields base = hm_fields_in(f, HM_FIELD("extends"), "package: extends");
        hm_fields_check_names(&base, extends_fields, true);
        out->extends = name_or_element(&base, "name", 1, "the name of a package");
        out->extends_version = hm_fields_text(&base, "version", NULL);
    } else if (type != LUA_TNIL) {
        hm_fields_fail_at(f, HM_FIELD("extends"), "extends is a %s, expected the name of a package",
                          lua_typename(L, type));
    }
    lua_pop(L, 1);
}

/* A list of texts; `what` names the list in messages, `meaning` an element. */
static size_t read_texts(const hm_fields *f, const char *name, const char *what,
                         const char *meaning, const char ***out) {
    const size_t count = hm_fields_push_list(f, name);
    *out = hm_fields_array(f, count, sizeof **out);
    const hm_fields list = hm_fields_in(f, HM_FIELD(name), what);
    for (size_t i = 0; i < count; i++)
        (*out)[i] = hm_fields_element(&list, (int)i + 1, meaning);
    lua_pop(f->L, 1);
    return count;
}

/* Those of periods behind those of all. */
static void add_weights_from(const hm_fields *f, hm_declared_package *out) {
    hm_declared_weight *more;
    const size_t count = hm_lua_read_weights_from(f, &more), before = out->weight_count;
    if (count == 0)
        return;
    if (out->weights_file)
        hm_fields_fail_at(f, HM_FIELD("weights_from"),
                          "weights stand in %s, and so do those of a period: in its column from",
                          out->weights_file);
    hm_declared_weight *all = hm_fields_array(f, before + count, sizeof *all);
    if (before > 0)
        memcpy(all, out->weights, before * sizeof *all);
    memcpy(all + before, more, count * sizeof *all);
    out->weights = all;
    out->weight_count = before + count;
}

/* { L1 = 37 }, or the name of the table that has them. */
static void read_weights(const hm_fields *f, hm_declared_package *out) {
    lua_pushliteral(f->L, "weights");
    const bool is_file = lua_rawget(f->L, f->table) == LUA_TSTRING;
    lua_pop(f->L, 1);
    if (is_file)
        out->weights_file = hm_fields_need_text(f, "weights");
    else
        out->weight_count = hm_lua_read_weights_at(f, "weights", &out->weights);
    add_weights_from(f, out);
}

const char *const *hm_lua_node_fields(void) {
    return node_fields;
}

/* A copy of the expression on the top of the stack, which stands in the field `key`; NULL: nothing
 * does. A function cannot read nodes, and has nothing else to read. */
static hm_expr *copy_measure(const hm_fields *f, const char *key, const char *what) {
    lua_State *L = f->L;
    const hm_expr *expr = hm_lua_expr_at(L, -1);
    if (expr) {
        hm_expr *copy = hm_fields_array(f, 1, expr->size);
        memcpy(copy, expr, expr->size);
        return copy;
    }
    if (!lua_isnil(L, -1))
        hm_fields_fail_at(f, HM_FIELD(key),
                          "%s is a %s, expected an expression over score[\"CODE\"]", what,
                          luaL_typename(L, -1));
    return NULL;
}

static void read_measure_entry(const hm_fields *entries, hm_declared_measure *entry) {
    if (lua_istable(entries->L, -1)) {
        hm_lua_read_measure_table(entries, entry);
        if (!entry->expr)
            hm_fields_fail_at(entries, HM_FIELD(entry->from),
                              "measure_from: %s: measure is a function, expected an expression "
                              "over score[\"CODE\"]",
                              entry->from);
        return;
    }
    const char *what = lua_pushfstring(entries->L, "measure_from: %s", entry->from);
    lua_insert(entries->L, -2);
    entry->expr = copy_measure(entries, entry->from, what);
    lua_remove(entries->L, -2);
}

/* One instead of a method of aggregation, and those that follow it. */
static void read_measures(const hm_fields *f, hm_declared_node *out) {
    lua_pushliteral(f->L, "measure");
    lua_rawget(f->L, f->table);
    out->measure = copy_measure(f, "measure", "measure");
    lua_pop(f->L, 1);
    hm_lua_read_measures_from(f, read_measure_entry, &out->measures_from);
    if (out->measures_from.count > 0 && !out->measure)
        hm_fields_fail_at(f, HM_FIELD("measure_from"),
                          "measure_from follows on a measure, and there is none: a group that is "
                          "aggregated is so in all periods");
}

/* { "L7", "Harbour services", parent = "performance", weight = 2, about = "..." } */
static void read_node(const hm_fields *table, hm_declared_node *out) {
    hm_fields f = *table;
    if (!lua_istable(f.L, -1))
        hm_fields_fail(&f, "expected { \"code\", \"name\", parent = \"...\" }, found a %s",
                       luaL_typename(f.L, -1));
    out->code = name_or_element(&f, "code", 1, "the node's code");
    if (*out->code == '\0')
        hm_fields_fail(&f, "a node's code is empty");
    f.what = lua_pushfstring(f.L, "package: node %s", hm_name_of(out->code).text);
    out->name = name_or_element(&f, "name", 2, "the node's name");
    hm_fields_check_names(&f, node_fields, true);
    out->parent = hm_lua_read_parent(&f, &out->standing);
    out->about = hm_fields_long_text(&f, "about", "");
    out->has_weight = hm_lua_read_weight(&f, &out->weight, &out->weight_parameter);
    hm_lua_read_standing(&f, &out->standing);
    hm_lua_read_steps(&f, &out->steps);
    hm_lua_read_direction(&f, &out->steps);
    hm_lua_read_transform(&f, &out->steps);
    read_measures(&f, out);
    hm_lua_read_aggregate(&f, &out->aggregate);
    if (out->measure && out->aggregate.method)
        hm_fields_fail_at(&f, HM_FIELD("aggregate"),
                          "a group has a measure or a method of aggregation, not both");
    if (out->measure && out->steps.of[HM_STEP_WEIGH].method)
        hm_fields_fail_at(&f, HM_FIELD(HM_WEIGH_FIELD),
                          "a group has a measure or weights for its children, not both");
    out->origin = (hm_origin){f.file, f.path.line, 0};
    lua_pop(f.L, 1);
}

static void read_nodes(const hm_fields *f, hm_declared_package *out) {
    out->node_count = hm_fields_push_list(f, "nodes");
    const hm_fields list = hm_fields_in(f, HM_FIELD("nodes"), f->what);
    out->nodes = hm_fields_array(f, out->node_count, sizeof *out->nodes);
    for (size_t i = 0; i < out->node_count; i++) {
        lua_rawgeti(f->L, -1, (lua_Integer)i + 1);
        const hm_fields node = hm_fields_in(&list, HM_ELEMENT(i + 1), "package: nodes");
        read_node(&node, &out->nodes[i]);
        lua_pop(f->L, 1);
    }
    lua_pop(f->L, 1);
}

void hm_lua_read_node(lua_State *L, hm_arena *arena, const char *file, hm_field_path *fault,
                      uint32_t line, hm_declared_node *out) {
    hm_fields f = hm_fields_open(L, arena, file, fault);
    f.path.line = line;
    f.what = "group";
    read_node(&f, out);
    lua_settop(L, f.table);
}

static void read_policy(const hm_fields *package, hm_declared_policy *out) {
    if (!hm_fields_push_table(package, "policy")) {
        lua_pop(package->L, 1);
        return;
    }
    const hm_fields f = hm_fields_in(package, HM_FIELD("policy"), "package: policy");
    hm_fields_check_names(&f, policy_fields, false);
    hm_lua_read_thresholds(&f, out);
    hm_lua_read_rounding(&f, out);
    hm_lua_read_not_reported(&f, out);
    hm_lua_read_range(&f, "range", &out->range);
    hm_lua_read_range(&f, "group_range", &out->group_range);
    hm_lua_read_aggregate(&f, &out->aggregate);
    out->aggregate_at_count = hm_lua_read_aggregate_at(&f, &out->aggregate_at);
    hm_lua_read_steps(&f, &out->steps);
    lua_pop(f.L, 1);
}

static int compare_overrides(const void *a, const void *b) {
    return strcmp(((const hm_declared_override *)a)->code, ((const hm_declared_override *)b)->code);
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* What makes a node the one that it is, or cannot be run again from its own file. */
static void refuse_override(const hm_fields *fields, const char *name) {
    if (strcmp(name, "code") == 0 || strcmp(name, "replaces") == 0)
        hm_fields_fail_at(fields, HM_FIELD(name),
                          "%s cannot be laid over: drop the node, or write "
                          "an indicator with replaces = true",
                          name);
    if ((strcmp(name, "measure") == 0 && lua_type(fields->L, -1) == LUA_TFUNCTION) ||
        (strcmp(name, "measure_from") == 0 && hm_lua_calls_function(fields->L)))
        hm_fields_fail_at(fields, HM_FIELD(name),
                          "a function cannot be laid over: write an "
                          "indicator with replaces = true");
}

/* { field = value, ... } on the top: the names. */
static void read_override(const hm_fields *overrides, hm_declared_override *out) {
    lua_State *L = overrides->L;
    hm_fields f = hm_fields_in(overrides, HM_FIELD(out->code), "");
    f.what = lua_pushfstring(L, "package: override of %s", hm_name_of(out->code).text);
    lua_insert(L, -2);
    f.table = lua_gettop(L);
    if (!lua_istable(L, -1))
        hm_fields_fail_at(overrides, HM_FIELD(out->code),
                          "override: \"%s\" must have fields: { scale = \"minmax\" }", out->code);
    out->fields = hm_fields_array(&f, hm_fields_count(&f, -1), sizeof *out->fields);
    for (lua_pushnil(L); lua_next(L, f.table); lua_pop(L, 1)) {
        if (lua_islightuserdata(L, -2))
            continue;
        if (lua_type(L, -2) != LUA_TSTRING)
            hm_fields_fail(&f, "every field needs a name");
        const char *name = hm_fields_copy_at(&f, -2, HM_WHOLE, "the name of a field");
        refuse_override(&f, name);
        out->fields[out->field_count++] = name;
    }
    qsort(out->fields, out->field_count, sizeof *out->fields, compare_names);
    lua_remove(L, -2);
}

/* Which fields of which nodes; override.c lays them over. */
static void read_overrides(const hm_fields *f, hm_declared_package *out) {
    lua_State *L = f->L;
    if (!hm_fields_push_table(f, "override")) {
        lua_pop(L, 1);
        return;
    }
    const hm_fields overrides = hm_fields_in(f, HM_FIELD("override"), f->what);
    out->overrides = hm_fields_array(f, hm_fields_count(f, -1), sizeof *out->overrides);
    for (lua_pushnil(L); lua_next(L, overrides.table); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING)
            hm_fields_fail_at(f, HM_FIELD("override"),
                              "override: every entry must name a code: [\"L1.1\"] = { ... }");
        hm_declared_override *entry = &out->overrides[out->override_count++];
        entry->code = hm_fields_copy_at(f, -2, HM_FIELD("override"), "override");
        read_override(&overrides, entry);
    }
    lua_pop(L, 1);
    qsort(out->overrides, out->override_count, sizeof *out->overrides, compare_overrides);
}

/* What it is called, and which interface it was written for. */
static void read_name(const hm_fields *f, hm_declared_package *out) {
    double api = 1;
    out->name = hm_fields_need_text(f, "name");
    out->version = hm_fields_need_text(f, "version");
    if (!hm_fields_number(f, "api", &api))
        hm_fields_fail_at(f, HM_FIELD("api"), "api is missing: api = 1");
    out->api = api >= 1 && api <= 1000 ? (int)api : 0;
    if (out->api != api)
        hm_fields_fail_at(f, HM_FIELD("api"), "api must be a whole number from 1 on");
}

static void read_rest(const hm_fields *f, hm_declared_package *out) {
    out->title = hm_fields_text(f, "title", out->name);
    out->about = hm_fields_long_text(f, "about", "");
    out->licence = hm_fields_long_text(f, "licence", "");
    out->drop_count = read_texts(f, "drop", "package: drop", "a code", &out->drop);
    out->drop_rule_count =
        read_texts(f, "drop_rules", "package: drop_rules", "the id of a rule", &out->drop_rules);
    out->host_count = read_texts(f, "host", "package: host", "a name", &out->host);
    read_weights(f, out);
    read_nodes(f, out);
    read_policy(f, &out->policy);
    hm_lua_read_breaks(f, &out->breaks);
    read_overrides(f, out);
}

static hm_fields open_manifest(lua_State *L, hm_arena *arena, const char *file,
                               hm_field_path *fault, hm_declared_package *out) {
    hm_fields f = hm_fields_open(L, arena, file, fault);
    f.what = "package";
    if (!lua_istable(L, f.table))
        hm_fields_fail(&f, "returns %s, expected: return package { ... }",
                       lua_isnil(L, f.table) ? "nothing" : luaL_typename(L, f.table));
    if (hm_lua_author_made(L, f.table, NULL, &f.path.line) == HM_MADE_BY_HAND)
        f.path.line = 0; /* package.json has tables only */
    out->made_line = f.path.line;
    out->origin = (hm_origin){file, f.path.line > 0 ? f.path.line : 1, 0};
    return f;
}

void hm_lua_read_package(lua_State *L, hm_arena *arena, const char *file, hm_field_path *fault,
                         hm_declared_package *out) {
    const hm_fields f = open_manifest(L, arena, file, fault, out);
    hm_fields_check_names(&f, package_fields, false);
    read_name(&f, out);
    read_extends(&f, out);
    read_rest(&f, out);
    lua_settop(L, f.table);
}

void hm_lua_read_reform(lua_State *L, hm_arena *arena, const char *file, hm_field_path *fault,
                        hm_declared_package *out) {
    const hm_fields f = open_manifest(L, arena, file, fault, out);
    hm_fields_check_names(&f, reform_fields, false);
    out->name = hm_fields_text(&f, "name", file);
    out->version = hm_fields_text(&f, "version", "");
    out->api = 1;
    read_rest(&f, out);
    if (out->weights_file)
        hm_fields_fail_at(&f, HM_FIELD("weights"),
                          "weights of a reform stand in the reform: { CODE = number }");
    lua_settop(L, f.table);
}
