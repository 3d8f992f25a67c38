#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "binding/lua_editions.h"
#include "binding/lua_examples.h"
#include "binding/lua_expression.h"
#include "binding/lua_formula.h"
#include "binding/lua_layers.h"
#include "binding/lua_host_functions.h"
#include "binding/lua_objects.h"
#include "binding/lua_rules.h"
#include "methods/methods.h"
#include "package/package.h"
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

/* --- info and nodes --- */

/* { LOW, HIGH }, or false where scores are not held. */
static void set_range(lua_State *L, double low, double high) {
    if (isfinite(low)) {
        lua_createtable(L, 2, 0);
        lua_pushnumber(L, low);
        lua_rawseti(L, -2, 1);
        lua_pushnumber(L, high);
        lua_rawseti(L, -2, 2);
    } else {
        lua_pushboolean(L, 0);
    }
    lua_setfield(L, -2, "range");
}

/* A method of aggregation as a package says it. */
typedef struct said_method {
    uint8_t method;
    const double *parameters;
    const uint32_t *sources; /* the parameters of the package that these are */
} said_method;

static said_method method_of(const hm_node *node) {
    return (said_method){node->method, node->method_parameters, node->method_sources};
}

/* The method, as people read it: with what is said of its parameters. */
static void set_method(lua_State *L, const hm_package *package, const char *field,
                       said_method said) {
    const char *names[HM_METHOD_PARAMETERS];
    for (size_t i = 0; i < HM_METHOD_PARAMETERS; i++)
        names[i] = said.sources[i] == HM_NO_PARAMETER
                       ? NULL
                       : package->plan.parameters[said.sources[i]].name;
    hm_lua_set_text(L, field,
                    hm_method_text_of(&hm_methods[said.method], said.parameters, names).text);
}

static bool has_method_of(const hm_node *node, const hm_policy *policy) {
    return node->method == policy->method &&
           memcmp(node->method_parameters, policy->method_parameters,
                  sizeof node->method_parameters) == 0;
}

/* `aggregate`, the method's name, `aggregate_said` and `aggregate_parameters`. */
static void set_aggregate(lua_State *L, const hm_package *package, const hm_node *node) {
    const hm_method *method = &hm_methods[node->method];
    hm_lua_set_text(L, "aggregate", method->name);
    set_method(L, package, "aggregate_said", method_of(node));
    lua_newtable(L);
    for (size_t i = 0; i < hm_method_parameter_count(method); i++) {
        const hm_method_parameter *parameter = &method->parameters[i];
        if (parameter->words)
            hm_lua_set_text(L, parameter->name,
                            parameter->words[(size_t)node->method_parameters[i]]);
        else
            hm_lua_set_number(L, parameter->name, node->method_parameters[i]);
    }
    lua_setfield(L, -2, "aggregate_parameters");
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
    set_method(L, package, "aggregate",
               (said_method){policy->method, policy->method_parameters, policy->method_sources});
    if (policy->rounding >= 0)
        hm_lua_set_integer(L, "rounding", policy->rounding);
    set_range(L, policy->low, policy->high);
    push_rules_of_policy(L, package);
    lua_newtable(L);
    for (size_t i = 0; i < package->plan.node_count; i++) {
        const hm_node *node = &package->plan.nodes[i];
        if (node->indicator == HM_NO_INDICATOR && !node->measure && !has_method_of(node, policy))
            set_method(L, package, node->code, method_of(node));
    }
    lua_setfield(L, -2, "aggregate_at");
    lua_createtable(L, 0, 2);
    hm_lua_set_number(L, "coverage", policy->rank_if.coverage);
    hm_lua_set_number(L, "applicable", policy->rank_if.applicable);
    lua_setfield(L, -2, "rank_if");
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
    return 1;
}

static void set_origin(lua_State *L, hm_origin origin) {
    hm_lua_set_text(L, "file", origin.file);
    hm_lua_set_integer(L, "line", origin.line);
}

static const char *parent_of(const hm_package *package, const hm_node *node) {
    return node->parent == HM_NO_NODE ? "" : package->plan.nodes[node->parent].code;
}

static void set_parameters(lua_State *L, const hm_step *step) {
    lua_newtable(L);
    for (size_t i = 0; i < hm_step_parameter_count(step->method); i++) {
        const hm_step_parameter *parameter = &step->method->parameters[i];
        if (!parameter->words && step->settings[i] <= parameter->high) /* beyond: it is found */
            hm_lua_set_number(L, parameter->name, step->settings[i]);
        else if (parameter->words && step->settings[i] > 0) /* not the usual word */
            hm_lua_set_text(L, parameter->name, parameter->words[(size_t)step->settings[i]]);
    }
    lua_setfield(L, -2, "parameters");
}

static void set_bound(lua_State *L, const char *name, const double *kind_and_number) {
    if (kind_and_number[0] <= HM_BOUND_OWN)
        return;
    lua_createtable(L, 0, 2);
    hm_lua_set_text(L, "of", hm_bound_kind_name((hm_bound_kind)kind_and_number[0]));
    hm_lua_set_number(L, "number", kind_and_number[1]);
    lua_setfield(L, -2, name);
}

/* The marks that a scale gives, as `name`. */
static void set_to(lua_State *L, const char *name, const double *to) {
    if (to[0] == 0 && to[1] == 100)
        return;
    lua_createtable(L, 2, 0);
    for (int i = 0; i < 2; i++) {
        lua_pushnumber(L, to[i]);
        lua_rawseti(L, -2, i + 1);
    }
    lua_setfield(L, -2, name);
}

/* How its settings are called as a list of them names them; NULL: it has none there. */
static const char *setting_name(const hm_step *step, size_t setting) {
    static const char *const ends[HM_STEP_SETTINGS] = {[HM_SETTING_TO_LOW] = "to_low",
                                                       [HM_SETTING_TO_HIGH] = "to_high",
                                                       [HM_SETTING_LOW] = "low",
                                                       [HM_SETTING_HIGH] = "high"};
    return setting < HM_STEP_PARAMETERS ? step->method->parameters[setting].name : ends[setting];
}

/* `sources`: by setting the name of the parameter that it is, where one is. */
static void set_sources(lua_State *L, const hm_package *package, const hm_step *step) {
    if (!step->sources)
        return;
    lua_newtable(L);
    for (size_t i = 0; i < HM_STEP_SETTINGS; i++)
        if (step->sources[i] != HM_NO_PARAMETER)
            hm_lua_set_text(L, setting_name(step, i),
                            package->plan.parameters[step->sources[i]].name);
    lua_setfield(L, -2, "sources");
}

/* What is said of a step, into the table on the top of the stack, its marks as `to`. */
static void set_step(lua_State *L, const hm_package *package, const hm_step *step, const char *to) {
    if (step->by)
        hm_lua_set_text(L, "by", step->by);
    if (step->city)
        hm_lua_set_text(L, "city", step->city);
    if (step->over_name)
        hm_lua_set_text(L, "over", step->over_name);
    if (step->fits_on_imputed)
        hm_lua_set_text(L, "fit_on", "all");
    set_bound(L, "low", &step->settings[HM_SETTING_LOW_KIND]);
    set_bound(L, "high", &step->settings[HM_SETTING_HIGH_KIND]);
    set_to(L, to, &step->settings[HM_SETTING_TO_LOW]);
    set_parameters(L, step);
    set_sources(L, package, step);
}

/* `steps`, a list of all; and `scale`, with what belongs to it, where the node has one. */
static void set_steps(lua_State *L, const hm_package *package, const hm_node *node) {
    bool lower = false;
    if (node->step_count == 0)
        return;
    lua_createtable(L, (int)node->step_count, 0);
    for (size_t i = 0; i < node->step_count; i++) {
        const hm_step *step = &node->steps[i];
        lower |= step->lower_is_better;
        lua_createtable(L, 0, 10);
        hm_lua_set_text(L, "step", hm_step_kind_name(step->method->kind));
        hm_lua_set_text(L, "method", step->method->name);
        set_step(L, package, step, "to");
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "steps");
    hm_lua_set_text(L, "direction", lower ? "lower" : "higher");
    const hm_step *scale = hm_node_step(node, HM_STEP_SCALE);
    if (!scale)
        return;
    hm_lua_set_text(L, "scale", scale->method->name);
    set_step(L, package, scale, "scale_to"); /* `to` is the node's last period */
}

/* `classes`: { of, { class, rule, bound or parameter }, ... } */
static void set_classes(lua_State *L, const hm_package *package, const hm_node *node) {
    const hm_plan *plan = &package->plan;
    if (!node->classes)
        return;
    lua_createtable(L, (int)node->classes->count, 1);
    hm_lua_set_text(L, "of", node->classes->of_value ? "value" : "score");
    for (size_t i = 0; i < node->classes->count; i++) {
        const hm_class *each = &node->classes->each[i];
        lua_createtable(L, 0, 3);
        hm_lua_set_text(L, "class", plan->class_words[each->word]);
        hm_lua_set_text(L, "rule", hm_class_rule_name(each->rule));
        if (each->parameter != HM_NO_PARAMETER)
            hm_lua_set_text(L, "parameter", plan->parameters[each->parameter].name);
        else if (each->rule != HM_CLASS_REST)
            hm_lua_set_number(L, "bound", each->bound);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "classes");
}

/* Where the weights of a group's children follow from the data: by what. */
static void set_weigh(lua_State *L, const hm_package *package, const hm_step *weigh) {
    if (!weigh)
        return;
    lua_createtable(L, 0, 4);
    hm_lua_set_text(L, "step", hm_step_kind_name(weigh->method->kind));
    hm_lua_set_text(L, "method", weigh->method->name);
    set_step(L, package, weigh, "to");
    lua_setfield(L, -2, "weigh");
}

/* Does its weight follow from the data? */
static bool is_weighed(const hm_package *package, const hm_node *node) {
    return node->parent != HM_NO_NODE && node->effect == HM_EFFECT_COUNTS &&
           package->plan.nodes[node->parent].weigh;
}

/* Appends those that an indicator's measure does not read, or all where `before` is NULL, to the
 * list on the top. */
static void add_inputs_of(lua_State *L, const hm_package *package, const hm_node_formula *formula,
                          const hm_indicator *before) {
    lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
    for (size_t i = 0; formula && i < formula->input_count; i++) {
        bool is_new = true;
        for (size_t k = 0; before && k < before->input_count; k++)
            is_new &= before->inputs[k] != formula->inputs[i];
        if (!is_new)
            continue;
        lua_pushstring(L, package->plan.inputs[formula->inputs[i]]->name);
        lua_rawseti(L, -2, ++count);
    }
}

/* What becomes of its value after its steps. */
static void set_transform(lua_State *L, const hm_node_formula *formula) {
    if (formula)
        hm_lua_set_formula(L, "transform", formula->expr,
                           (uint16_t)(formula->expr->node_count - 1));
}

/* How it stands among others; what is not special is absent. */
static void set_standing(lua_State *L, const hm_node *node) {
    set_range(L, node->low, node->high);
    hm_lua_set_flag(L, "deducts", node->effect == HM_EFFECT_DEDUCTS);
    if (node->effect == HM_EFFECT_ADDS)
        hm_lua_set_flag(L, "adds", true);
    if (node->effect == HM_EFFECT_NONE)
        hm_lua_set_flag(L, "scored", false);
    if (isfinite(node->cap))
        hm_lua_set_number(L, "cap", node->cap);
    if (node->parent == HM_NO_NODE && node->share <= 0)
        hm_lua_set_flag(L, "alone", true);
    if (node->is_required)
        hm_lua_set_flag(L, "required", true);
}

/* The codes of the nodes that a node reads; nothing for one that reads none. */
static void set_reads(lua_State *L, const hm_package *package, const hm_node *node) {
    if (node->read_count == 0)
        return;
    lua_createtable(L, (int)node->read_count, 0);
    for (size_t i = 0; i < node->read_count; i++) {
        lua_pushstring(L, package->plan.nodes[node->reads[i]].code);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "reads");
}

/* The measure of a group, and the inputs that it reads; or its method of aggregation. */
static void set_aggregation(lua_State *L, const hm_package *package, const hm_node *node) {
    const hm_node_formula *measure = node->measure;
    if (!measure) {
        set_aggregate(L, package, node);
        return;
    }
    hm_lua_set_formula(L, "measure", measure->expr, (uint16_t)(measure->expr->node_count - 1));
}

static void push_node(lua_State *L, const hm_package *package, const hm_plan *plan,
                      const hm_node *node) {
    const bool group = node->indicator == HM_NO_INDICATOR;
    lua_createtable(L, 0, 15);
    hm_lua_set_text(L, "code", node->code);
    hm_lua_set_text(L, "name", node->name);
    hm_lua_set_text(L, "about", node->about);
    hm_lua_set_text(L, "parent", parent_of(package, node));
    hm_lua_set_integer(L, "depth", node->depth);
    hm_lua_set_number(L, "weight", node->weight);
    if (node->weight_parameter != HM_NO_PARAMETER)
        hm_lua_set_text(L, "weight_parameter",
                        package->plan.parameters[node->weight_parameter].name);
    hm_lua_set_number(L, "share", node->share);
    set_standing(L, node);
    set_classes(L, package, node);
    hm_lua_set_edition(L, package, plan, node);
    hm_lua_set_text(L, "kind", group ? "group" : "indicator");
    if (group)
        set_aggregation(L, package, node);
    if (group && (node->measure || node->transform)) {
        lua_newtable(L);
        add_inputs_of(L, package, node->measure, NULL);
        add_inputs_of(L, package, node->transform, NULL);
        lua_setfield(L, -2, "inputs");
    }
    if (group)
        hm_lua_set_number(L, "min_coverage", node->min_coverage);
    if (node->rounding >= 0)
        hm_lua_set_integer(L, "rounding", node->rounding);
    set_reads(L, package, node);
    set_steps(L, package, node);
    set_transform(L, node->transform);
    set_weigh(L, package, node->weigh);
    if (is_weighed(package, node))
        hm_lua_set_text(L, "weighed_by", package->plan.nodes[node->parent].weigh->method->name);
    set_origin(L, node->origin);
    lua_createtable(L, (int)node->child_count, 0);
    for (size_t i = 0; i < node->child_count; i++) {
        lua_pushstring(L, package->plan.nodes[node->children[i]].code);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "children");
}

static int nodes(lua_State *L) {
    const hm_package *package = hm_lua_check_package(L, 1);
    const hm_plan *plan = hm_lua_check_plan(L, package, 2);
    lua_Integer count = 0;
    lua_createtable(L, (int)plan->node_count, 0);
    for (size_t i = 0; i < plan->node_count; i++) {
        if (plan->nodes[i].is_absent)
            continue;
        push_node(L, package, plan, &plan->nodes[i]);
        lua_rawseti(L, -2, ++count);
    }
    return 1;
}

/* --- indicators --- */

static void push_pair(lua_State *L, const char *first, const char *a, const char *second,
                      const char *b) {
    lua_createtable(L, 0, 2);
    hm_lua_set_text(L, first, a);
    hm_lua_set_text(L, second, b);
}

static void set_lists(lua_State *L, const hm_package *package, const hm_indicator *indicator,
                      const hm_description *description) {
    lua_newtable(L);
    for (size_t i = 0; i < indicator->input_count; i++) {
        lua_pushstring(L, package->plan.inputs[indicator->inputs[i]]->name);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    add_inputs_of(L, package, package->plan.nodes[indicator->node].transform, indicator);
    lua_setfield(L, -2, "inputs");
    lua_newtable(L);
    for (size_t i = 0; i < indicator->part_of_count; i++) {
        push_pair(L, "part", package->plan.inputs[indicator->parts_of[i].part]->name, "whole",
                  package->plan.inputs[indicator->parts_of[i].whole]->name);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "part_of");
    lua_newtable(L);
    for (size_t i = 0; i < description->example_count; i++) {
        hm_lua_push_example(L, &description->examples[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "tests");
}

static int indicator(lua_State *L) {
    const hm_package *package = hm_lua_check_package(L, 1);
    const size_t number = hm_package_find(package, luaL_checkstring(L, 2));
    if (number == SIZE_MAX || package->plan.nodes[number].indicator == HM_NO_INDICATOR)
        return hm_lua_push_nothing(L);
    const hm_plan *plan = hm_lua_check_plan(L, package, 3);
    const hm_node *node = &plan->nodes[number];
    const hm_indicator *found = &plan->indicators[node->indicator];
    const hm_description *description = &package->descriptions[node->indicator];
    lua_newtable(L);
    hm_lua_set_text(L, "code", node->code);
    hm_lua_set_text(L, "name", node->name);
    hm_lua_set_text(L, "about", node->about);
    hm_lua_set_text(L, "reference", description->reference);
    hm_lua_set_text(L, "parent", parent_of(package, node));
    hm_lua_set_flag(L, "accepts_missing", found->accepts_missing);
    hm_lua_set_text(L, "form", found->measure ? "expression" : "function");
    if (!found->measure)
        hm_lua_set_integer(L, "measure_line", found->function.line);
    set_origin(L, node->origin);
    hm_lua_set_integer(L, "layer", hm_lua_layer_of(package, found));
    set_standing(L, node);
    set_classes(L, package, node);
    hm_lua_set_edition(L, package, plan, node);
    set_steps(L, package, node);
    set_transform(L, node->transform);
    set_reads(L, package, node);
    if (found->measure) {
        hm_lua_set_formula(L, "formula", found->measure,
                           (uint16_t)(found->measure->node_count - 1));
        hm_lua_push_expression(L, found->measure);
        lua_setfield(L, -2, "expression");
        hm_lua_push_parts(L, found->measure);
    } else {
        hm_lua_set_text(L, "formula", "function(v) ... end");
        lua_newtable(L);
    }
    lua_setfield(L, -2, "parts");
    set_lists(L, package, found, description);
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
static void set_improve(lua_State *L, const hm_improve *improve) {
    lua_createtable(L, 0, 3);
    if (improve->step > 0)
        hm_lua_set_number(L, "step", improve->step);
    if (improve->cost >= 0)
        hm_lua_set_number(L, "cost", improve->cost);
    hm_lua_set_flag(L, "fixed", improve->is_fixed);
    lua_setfield(L, -2, "improve");
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
    set_origin(L, input->origin);
    if (input->option_count > 0) {
        lua_newtable(L);
        for (size_t i = 0; i < input->option_count; i++) {
            lua_pushstring(L, input->options[i]);
            lua_rawseti(L, -2, (lua_Integer)i + 1);
        }
        lua_setfield(L, -2, "options");
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
                                   {"nodes", nodes},
                                   {"editions", hm_lua_editions},
                                   {"indicator", indicator},
                                   {"formula", hm_lua_formula},
                                   {"asked_formula", hm_lua_asked_formula},
                                   {"rule_formulas", hm_lua_rule_formulas},
                                   {"inputs", inputs},
                                   {"records", records},
                                   {"parameters", parameters},
                                   {"rules", hm_lua_rules},
                                   {"issues", issues_of_package},
                                   {"usage", usage},
                                   {"locate", hm_lua_locate},
                                   {"locate_rule", hm_lua_locate_rule},
                                   {NULL, NULL}};

void hm_lua_open_package(lua_State *L) {
    static const luaL_Reg no_methods[] = {{NULL, NULL}};
    hm_lua_create_meta(L, &package_type, methods);
    hm_lua_create_meta(L, &hm_lua_issues_type, no_methods);
}
