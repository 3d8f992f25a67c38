#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "binding/lua_editions.h"
#include "binding/lua_expression.h"
#include "binding/lua_formula.h"
#include "binding/lua_layers.h"
#include "binding/lua_nodes.h"
#include "binding/lua_host_functions.h"
#include "binding/lua_objects.h"
#include "binding/lua_rules.h"
#include "methods/methods.h"
#include "package/package.h"
#include "package/study.h"
#include "script/lua_list.h"

/* --- opening --- */

enum { MOST_FOLDERS = 10000 };

/* A list of paths of the options, as texts that stay on the stack. */
static const char *const *read_paths(lua_State *L, int options, const char *name, size_t *count) {
    lua_getfield(L, options, name);
    *count = lua_isnil(L, -1) ? 0 : hm_list_check(L, -1, MOST_FOLDERS, name);
    const int list = lua_gettop(L);
    const char **folders = lua_newuserdatauv(L, (*count + 1) * sizeof *folders, 0);
    luaL_checkstack(L, (int)*count + 8, "too many folders to search");
    for (size_t i = 0; i < *count; i++) {
        lua_rawgeti(L, list, (lua_Integer)i + 1);
        folders[i] = luaL_checkstring(L, -1);
    }
    return folders;
}

/* options.settings, { NAME = number }, whose names the table keeps alive. */
static const hm_setting *read_settings(lua_State *L, int options, size_t *count) {
    *count = 0;
    if (lua_getfield(L, options, "settings") == LUA_TNIL)
        return NULL;
    luaL_argcheck(L, lua_istable(L, -1), options, "settings must be a table: { NAME = number }");
    const int table = lua_gettop(L);
    size_t most = 1;
    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1))
        most++;
    hm_setting *settings = lua_newuserdatauv(L, most * sizeof *settings, 0);
    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
        luaL_argcheck(L, lua_type(L, -2) == LUA_TSTRING && lua_type(L, -1) == LUA_TNUMBER, options,
                      "settings must be numbers by the names of parameters");
        settings[(*count)++] = (hm_setting){lua_tostring(L, -2), lua_tonumber(L, -1)};
    }
    return settings;
}

static size_t size_limit(lua_State *L, int index, const char *name) {
    const double number = hm_lua_limit_field(L, index, name);
    return number < (double)(SIZE_MAX / 2) ? (size_t)number : SIZE_MAX / 2;
}

static void read_options(lua_State *L, int index, hm_package_options *options) {
    if (lua_isnoneornil(L, index))
        return;
    luaL_checktype(L, index, LUA_TTABLE);
    options->limits.steps = (uint64_t)fmin(hm_lua_limit_field(L, index, "steps"), 1e18);
    options->limits.memory = size_limit(L, index, "memory");
    options->limits.seconds = hm_lua_limit_field(L, index, "seconds");
    options->limits.string_size = size_limit(L, index, "string_size");
    options->limits.block_size = size_limit(L, index, "block_size");
    options->limits.source_size = size_limit(L, index, "source_size");
    options->load_limits = hm_lua_total_limits(L, index, "load_seconds", "load_steps");
    options->search = read_paths(L, index, "search", &options->search_count);
    options->with = read_paths(L, index, "with", &options->with_count);
    options->settings = read_settings(L, index, &options->setting_count);
    if (lua_getfield(L, index, "language") != LUA_TNIL)
        options->language = luaL_checkstring(L, -1); /* the table keeps it alive */
}

static void release_package(void *pointer) {
    hm_package_free(pointer);
}

static const hm_lua_type package_type = {HM_LUA_PACKAGE, "package", false, 0, release_package};

int hm_lua_open_package_call(lua_State *L) {
    const char *name = luaL_checkstring(L, 1);
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    lua_settop(L, 2);
    const int cancel = hm_lua_push_cancel(L, 2);
    read_options(L, 2, &options);
    size_t file_count;
    const hm_package_file *files = hm_lua_read_files(L, 2, &file_count);
    hm_lua_host_functions_read(L, 2, &options);
    hm_package **package = (hm_package **)hm_lua_new_object(L, &package_type, 1);
    lua_pushvalue(L, -2);
    lua_setiuservalue(L, -2, 1); /* the package keeps what it was given */
    hm_lua_host_functions *given = hm_lua_host_functions_of(L, -1);
    hm_issues **issues = (hm_issues **)hm_lua_new_object(L, &hm_lua_issues_type, 0);
    hm_error error;
    options.cancel = hm_lua_cancel_at(L, cancel);
    hm_lua_object *used = options.cancel ? hm_lua_begin_use(L, cancel) : NULL;
    lua_State *before = hm_lua_host_functions_enter(given, L);
    const hm_code code =
        files ? hm_package_open_memory(package, name, files, file_count, &options, issues, &error)
              : hm_package_open(package, name, &options, issues, &error);
    hm_lua_host_functions_leave(given, before);
    if (used)
        hm_lua_end_use(used);
    if (code == HM_OK) {
        lua_pop(L, 1);
        return 1;
    }
    hm_lua_push_failure(L, &error);
    hm_lua_push_issues(L, *issues);
    return 3;
}

int hm_lua_builtin_packages(lua_State *L) {
    lua_newtable(L);
    for (size_t i = 0; hm_package_builtin(i); i++) {
        lua_pushstring(L, hm_package_builtin(i));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* --- info --- */

static bool has_method_of(const hm_node *node, const hm_policy *policy) {
    return node->method == policy->method &&
           memcmp(node->method_parameters, policy->method_parameters,
                  sizeof node->method_parameters) == 0;
}

/* Numbers of the nodes that have others than the policy's, as field `name`. */
static void set_numbers_at(lua_State *L, const hm_package *package, const char *name,
                           bool rounding) {
    const hm_plan *plan = &package->plan;
    lua_newtable(L);
    for (size_t i = 0; i < plan->node_count; i++) {
        const hm_node *node = &plan->nodes[i];
        if (rounding && node->rounding != plan->policy.rounding)
            hm_lua_set_integer(L, node->code, node->rounding);
        if (!rounding && node->indicator == HM_NO_INDICATOR &&
            fabs(node->min_coverage - plan->policy.min_coverage) > 0)
            hm_lua_set_number(L, node->code, node->min_coverage);
    }
    lua_setfield(L, -2, name);
}

/* What few policies say: absent where it is not said, but for tables by code. */
static void push_rules_of_policy(lua_State *L, const hm_package *package) {
    const hm_policy *policy = &package->plan.policy;
    set_numbers_at(L, package, "min_coverage_at", false);
    set_numbers_at(L, package, "rounding_at", true);
    if (policy->by_count)
        hm_lua_set_text(L, "min_coverage_by", "count");
    if (policy->min_children > 1)
        hm_lua_set_integer(L, "min_children", (lua_Integer)policy->min_children);
    if (policy->ties_to_even)
        hm_lua_set_text(L, "rounding_ties", "even");
    if (policy->has_not_reported)
        hm_lua_set_number(L, "not_reported", policy->not_reported);
}

static void push_policy(lua_State *L, const hm_package *package) {
    const hm_policy *policy = &package->plan.policy;
    lua_newtable(L);
    hm_lua_set_number(L, "min_coverage", policy->min_coverage);
    hm_lua_set_method(
        L, package, "aggregate",
        (hm_said_method){policy->method, policy->method_parameters, policy->method_sources});
    if (policy->rounding >= 0)
        hm_lua_set_integer(L, "rounding", policy->rounding);
    hm_lua_set_range(L, "range", policy->low, policy->high);
    hm_lua_set_range(L, "group_range", policy->group_low, policy->group_high);
    push_rules_of_policy(L, package);
    lua_newtable(L);
    for (size_t i = 0; i < package->plan.node_count; i++) {
        const hm_node *node = &package->plan.nodes[i];
        if (node->indicator == HM_NO_INDICATOR && !node->measure && !has_method_of(node, policy))
            hm_lua_set_method(L, package, node->code, hm_lua_method_of(node));
    }
    lua_setfield(L, -2, "aggregate_at");
    lua_createtable(L, 0, 2);
    hm_lua_set_number(L, "coverage", policy->rank_if.coverage);
    hm_lua_set_number(L, "applicable", policy->rank_if.applicable);
    lua_setfield(L, -2, "rank_if");
}

static void set_languages(lua_State *L, const hm_package *package) {
    lua_newtable(L);
    for (size_t i = 0; hm_package_language(package, i); i++) {
        lua_pushstring(L, hm_package_language(package, i));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "languages");
}

static int info(lua_State *L) {
    const hm_package *package = hm_lua_check_package(L, 1);
    const hm_declared_package *manifest = package->manifest;
    const hm_files *files = &hm_package_own(package)->files;
    lua_newtable(L);
    hm_lua_set_text(L, "name", manifest->name);
    hm_lua_set_text(L, "version", manifest->version);
    hm_lua_set_integer(L, "api", manifest->api);
    hm_lua_set_text(L, "title", manifest->title);
    hm_lua_set_text(L, "about", manifest->about);
    hm_lua_set_text(L, "licence", manifest->licence);
    hm_lua_set_breaks(L, &package->plan.breaks);
    hm_lua_set_text(L, "path", files->home == HM_HOME_FOLDER ? files->name : "");
    hm_lua_set_flag(L, "builtin", files->home == HM_HOME_BUILTIN);
    hm_lua_set_flag(L, "has_study", hm_package_has_study(package));
    lua_newtable(L);
    const size_t own = package->layer_count - 1 - package->reform_count;
    for (size_t i = 0; i < own; i++) {
        lua_pushstring(L, package->layers[own - 1 - i]->manifest.name);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "extends");
    push_policy(L, package);
    lua_setfield(L, -2, "policy");
    hm_lua_push_layers(L, package);
    lua_setfield(L, -2, "layers");
    set_languages(L, package);
    return 1;
}

/* --- inputs --- */

/* When an input is asked, as people read it, and which inputs that depends on. */
static void set_condition(lua_State *L, const hm_expr *expr) {
    lua_Integer count = 0;
    hm_lua_set_formula(L, "asked_if", expr, (uint16_t)(expr->node_count - 1));
    lua_newtable(L);
    lua_newtable(L); /* names that are listed */
    for (size_t i = 0; i < expr->node_count; i++) {
        const hm_expr_node *node = &hm_expr_nodes(expr)[i];
        if (node->op != HM_OP_INPUT && node->op != HM_OP_COLUMN)
            continue;
        const char *name = hm_expr_text(expr, node->u.text.name);
        if (lua_getfield(L, -1, name) == LUA_TNIL) {
            lua_pushstring(L, name);
            lua_rawseti(L, -4, ++count);
            lua_pushboolean(L, 1);
            lua_setfield(L, -3, name);
        }
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    lua_setfield(L, -2, "asked_if_inputs");
}

/* { step, cost, fixed } */
static void set_improve(lua_State *L, const hm_declared_improve *improve) {
    lua_createtable(L, 0, 3);
    if (improve->step > 0)
        hm_lua_set_number(L, "step", improve->step);
    if (improve->cost >= 0)
        hm_lua_set_number(L, "cost", improve->cost);
    hm_lua_set_flag(L, "fixed", improve->is_fixed);
    lua_setfield(L, -2, "improve");
}

static void set_options(lua_State *L, const char *name, const char *const *options, size_t count) {
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        lua_pushstring(L, options[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, name);
}

static void push_input(lua_State *L, const hm_input *input) {
    const hm_kind_facts *kind = hm_kind_of(input->kind);
    lua_newtable(L);
    hm_lua_set_text(L, "name", input->name);
    hm_lua_set_text(L, "label", input->label);
    hm_lua_set_text(L, "kind", kind->name);
    hm_lua_set_text(L, "unit", input->unit);
    if (input->low > kind->low)
        hm_lua_set_number(L, "min", input->low);
    if (input->high < kind->high)
        hm_lua_set_number(L, "max", input->high);
    if (input->doubts && input->doubt_low > kind->low)
        hm_lua_set_number(L, "warn_min", input->doubt_low);
    if (input->doubts && input->doubt_high < kind->high)
        hm_lua_set_number(L, "warn_max", input->doubt_high);
    if (input->may_be_na) {
        lua_pushboolean(L, 1);
        lua_setfield(L, -2, "may_be_na");
    }
    if (input->asked_if)
        set_condition(L, input->asked_if);
    if (input->improve.is_given)
        set_improve(L, &input->improve);
    hm_lua_set_breaks(L, &input->breaks);
    hm_lua_set_origin(L, input->origin);
    if (input->option_count > 0) {
        set_options(L, "options", input->options, input->option_count);
        set_options(L, "said_options", input->said_options, input->option_count);
        if (input->many)
            hm_lua_set_flag(L, "many", true);
    }
    if (input->column_count > 0) {
        lua_newtable(L);
        for (size_t i = 0; i < input->column_count; i++) {
            push_input(L, &input->columns[i]);
            lua_rawseti(L, -2, (lua_Integer)i + 1);
        }
        lua_setfield(L, -2, "columns");
    }
}

/* The indicators that use each input, appended while they are gone through in hierarchy order. */
static void add_users(lua_State *L, int list, const hm_package *package) {
    for (size_t i = 0; i < package->plan.indicator_count; i++) {
        const hm_indicator *user = &package->plan.indicators[i];
        for (size_t k = 0; k < user->input_count; k++) {
            lua_rawgeti(L, list, (lua_Integer)user->inputs[k] + 1);
            lua_getfield(L, -1, "indicators");
            lua_pushstring(L, package->plan.nodes[user->node].code);
            lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
            lua_pop(L, 2);
        }
    }
}

static int inputs(lua_State *L) {
    const hm_package *package = hm_lua_check_package(L, 1);
    lua_createtable(L, (int)package->plan.input_count, 0);
    const int list = lua_gettop(L);
    for (size_t i = 0; i < package->plan.input_count; i++) {
        push_input(L, package->plan.inputs[i]);
        lua_newtable(L);
        lua_setfield(L, -2, "indicators");
        lua_rawseti(L, list, (lua_Integer)i + 1);
    }
    add_users(L, list, package);
    return 1;
}

static int records(lua_State *L) {
    const hm_plan *plan = &hm_lua_check_package(L, 1)->plan;
    lua_newtable(L);
    lua_Integer count = 0;
    for (size_t i = 0; i < plan->input_count; i++) {
        if (plan->inputs[i]->kind != HM_KIND_RECORDS)
            continue;
        lua_pushstring(L, plan->inputs[i]->name);
        lua_rawseti(L, -2, ++count);
    }
    return 1;
}

/* package:parameters(): { name, unit, reference, values = { { from, value } }, set } */
static int parameters(lua_State *L) {
    const hm_plan *plan = &hm_lua_check_package(L, 1)->plan;
    lua_createtable(L, (int)plan->parameter_count, 0);
    for (size_t i = 0; i < plan->parameter_count; i++) {
        const hm_parameter *parameter = &plan->parameters[i];
        lua_createtable(L, 0, 5);
        hm_lua_set_text(L, "name", parameter->name);
        hm_lua_set_text(L, "unit", parameter->unit);
        hm_lua_set_text(L, "reference", parameter->reference);
        if (parameter->is_set)
            hm_lua_set_number(L, "set", parameter->set);
        lua_createtable(L, (int)parameter->row_count, 0);
        for (size_t k = 0; k < parameter->row_count; k++) {
            lua_createtable(L, 0, 2);
            hm_lua_set_text(L, "from", parameter->rows[k].from);
            hm_lua_set_number(L, "value", parameter->rows[k].value);
            lua_rawseti(L, -2, (lua_Integer)k + 1);
        }
        lua_setfield(L, -2, "values");
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* package:usage(code): of the indicator's script while the package was opened */
static int usage(lua_State *L) {
    const hm_package *package = hm_lua_check_package(L, 1);
    hm_usage found = HM_USAGE_INIT;
    if (hm_package_usage(package, hm_package_find(package, luaL_checkstring(L, 2)), &found) !=
        HM_OK)
        return hm_lua_push_nothing(L);
    hm_lua_push_usage(L, &found);
    return 1;
}

static int issues_of_package(lua_State *L) {
    return hm_lua_return_issues(L, hm_package_issues(hm_lua_check_package(L, 1)));
}

static const luaL_Reg methods[] = {{"info", info},
                                   {"nodes", hm_lua_nodes},
                                   {"editions", hm_lua_editions},
                                   {"indicator", hm_lua_indicator},
                                   {"formula", hm_lua_formula},
                                   {"asked_formula", hm_lua_asked_formula},
                                   {"rule_formulas", hm_lua_rule_formulas},
                                   {"inputs", inputs},
                                   {"records", records},
                                   {"parameters", parameters},
                                   {"rules", hm_lua_rules},
                                   {"issues", issues_of_package},
                                   {"usage", usage},
                                   {"texts", hm_lua_texts},
                                   {"locate", hm_lua_locate},
                                   {"locate_rule", hm_lua_locate_rule},
                                   {NULL, NULL}};

void hm_lua_open_package(lua_State *L) {
    static const luaL_Reg no_methods[] = {{NULL, NULL}};
    hm_lua_create_meta(L, &package_type, methods);
    hm_lua_create_meta(L, &hm_lua_issues_type, no_methods);
}
