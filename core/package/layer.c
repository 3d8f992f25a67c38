#include "package/layer.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "package/indicator_table.h"
#include "package/layer_json.h"
#include "package/locate.h"
#include "package/parameter_table.h"
#include "package/script_file.h"
#include "package/weight_table.h"
#include "platform/clock.h"
#include "platform/sha256.h"
#include "script/lua_expr.h"
#include "script/lua_read.h"
#include "script/lua_step.h"

typedef struct reader {
    hm_layer *layer;
    const hm_limits *limits;
    hm_meter *meter; /* of loading the whole package */
    hm_arena *arena;
    hm_issues *issues;
    hm_sandbox *sandbox; /* NULL: the last one is exhausted, or none was needed yet */
    size_t runs;         /* scripts that ran in it */
} reader;

/* A sandbox keeps something of every script it ran, and looks through it: another one after so many
 * is cheaper for packages of thousands, and for others there is only one. */
enum { MOST_RUNS = 256 };

/* What all scripts declare, with the text of their files, in all layers: the limit of memory holds
 * for each script alone, and there may be thousands. */
#define MOST_KEPT ((size_t)256 << 20)

/* What a file of a package is. */
typedef enum script_role {
    ROLE_MANIFEST,
    ROLE_INPUTS,
    ROLE_RULES,
    ROLE_INDICATOR,
    ROLE_INDICATOR_TABLE,
    ROLE_PARAMETER_TABLE,
    ROLE_OTHER_TABLE, /* which another file names */
    ROLE_MODULE,
    ROLE_STUDY,
    ROLE_TESTS /* the package's own, of trusted Lua: none of the engine's business */
} script_role;

static script_role role_of(const char *path) {
    if (strcmp(path, "package.lua") == 0 || strcmp(path, "package.json") == 0)
        return ROLE_MANIFEST;
    if (strcmp(path, "inputs.lua") == 0)
        return ROLE_INPUTS;
    if (strcmp(path, "rules.lua") == 0)
        return ROLE_RULES;
    if (strcmp(path, "study.lua") == 0)
        return ROLE_STUDY;
    if (strcmp(path, HM_INDICATOR_TABLE_FILE) == 0)
        return ROLE_INDICATOR_TABLE;
    if (strcmp(path, HM_PARAMETER_TABLE_FILE) == 0)
        return ROLE_PARAMETER_TABLE;
    if (hm_file_is_table(path) || hm_file_is_catalogue(path))
        return ROLE_OTHER_TABLE;
    if (strncmp(path, "tests/", 6) == 0)
        return ROLE_TESTS;
    return strncmp(path, "lib/", 4) == 0 ? ROLE_MODULE : ROLE_INDICATOR;
}

/* require "a.b" is lib/a/b.lua. */
static const char *find_module(void *context, const char *name, size_t *size, const char **shown) {
    const hm_layer *layer = context;
    char path[256] = "lib/";
    size_t at = 4;
    for (; *name && at < sizeof path - 5; name++)
        path[at++] = *name == '.' ? '/' : *name;
    memcpy(path + at, ".lua", 5);
    const hm_file *file = *name == '\0' ? hm_files_get(&layer->files, path) : NULL;
    if (!file)
        return NULL;
    *size = file->size;
    *shown = file->shown;
    return file->data;
}

static void close_sandbox(reader *r) {
    hm_sandbox_close(r->sandbox);
    r->sandbox = NULL;
    r->runs = 0;
}

static hm_code ready_sandbox(reader *r, hm_error *error) {
    if (r->runs == MOST_RUNS)
        close_sandbox(r);
    r->runs++;
    if (r->sandbox)
        return HM_OK;
    const hm_code code = hm_sandbox_open(&r->sandbox, r->limits, r->arena->allocator, error);
    if (code != HM_OK)
        return code;
    hm_sandbox_watch_meter(r->sandbox, r->meter);
    return hm_sandbox_run(r->sandbox, hm_script_file_ready, NULL, error);
}

#define NO_FAULT UINT32_MAX

typedef struct script_context {
    reader *r;
    const hm_file *file;
    script_role role;
    hm_json *json;                   /* of package.json, NULL of scripts */
    hm_field_path fault;             /* to what is wrong, if `line` is not NO_FAULT */
    const hm_indicator_table *table; /* of ROLE_INDICATOR_TABLE, and which row */
    size_t row;
    const hm_overridden *overridden; /* what was laid over it by layers above */
    const char *cell;                /* the column whose cell is being read; NULL: none is */
    /* what it declares, kept only when all of it is fine */
    hm_declared_package manifest;
    hm_input *inputs;
    size_t input_count;
    hm_declared_rule *rules;
    size_t rule_count;
    hm_declared_indicator *indicators;
    size_t indicator_count;
    hm_declared_node group;
    const char *override_source; /* of package.json: see keep_override */
    size_t override_size;
} script_context;

/* Leaves what package.json holds on the stack, as package.lua would have returned it. */
static void push_json(lua_State *L, script_context *c) {
    const hm_file *file = c->file;
    const size_t most = hm_sandbox_limits(hm_sandbox_of(L))->source_size;
    if (file->size > most)
        luaL_error(L, "%s:1: package.json has %I bytes, more than %I", file->shown,
                   (LUAI_UACINT)file->size, (LUAI_UACINT)most);
    if (!hm_layer_push_json(L, c->json)) {
        lua_pushnil(L); /* the reader has its own error */
        lua_error(L);
    }
}

/* As the text of a script, which can be run again where a node that it is laid over is read. */
static void keep_override(lua_State *L, script_context *c) {
    hm_layer_push_override(L);
    const char *text = lua_tolstring(L, -1, &c->override_size);
    hm_sandbox_charge_memory(L, c->override_size);
    c->override_source = hm_arena_copy(c->r->arena, text, c->override_size);
    if (!c->override_source)
        hm_sandbox_fail_memory(L);
    lua_pop(L, 1);
}

static void forget(hm_expr *expr) {
    if (expr)
        hm_expr_forget_lines(expr);
}

static void forget_of_measures(const hm_declared_measures *measures) {
    for (size_t i = 0; i < measures->count; i++)
        forget(measures->items[i].expr);
}

/* The lines of a row's expressions are those of its cells. */
static void forget_lines(const hm_declared_indicator *indicator) {
    forget(indicator->measure);
    forget_of_measures(&indicator->measures_from);
    forget(indicator->steps.transform);
    for (size_t i = 0; i < indicator->input_count; i++)
        forget(indicator->inputs[i].asked_if);
}

static void forget_lines_of_group(const hm_declared_node *group) {
    forget(group->measure);
    forget_of_measures(&group->measures_from);
    forget(group->steps.transform);
}

static void read_row(lua_State *L, script_context *c) {
    reader *r = c->r;
    const char *file = c->file->shown;
    const uint32_t line = hm_csv_table_line(&c->table->csv, c->row);
    hm_indicator_table_push(L, c->table, c->row, &r->layer->library, &c->fault, &c->cell);
    c->fault.line = NO_FAULT;
    hm_override_apply(L, r->layer->overriding.above, 0, r->arena, &c->overridden);
    if (c->table->is_group[c->row]) {
        hm_lua_read_node(L, r->arena, file, &c->fault, line, &c->group);
        forget_lines_of_group(&c->group);
        return;
    }
    hm_lua_read_indicators(L, r->arena, file, &c->fault, &c->indicators, &c->indicator_count);
    forget_lines(c->indicators);
}

/* What layers above say of the nodes that the script declares. */
static void lay_over(lua_State *L, script_context *c) {
    const hm_overriding *above = c->r->layer->overriding.above;
    if (c->role == ROLE_MANIFEST)
        hm_override_apply_nodes(L, above, c->r->arena, &c->overridden);
    else if (c->role == ROLE_INDICATOR)
        hm_override_apply_script(L, above, c->r->arena, &c->overridden);
}

static int script_body(lua_State *L) {
    script_context *c = lua_touserdata(L, 1);
    reader *r = c->r;
    const hm_file *file = c->file;
    if (c->table) {
        read_row(L, c);
        return 0;
    }
    if (c->json) {
        push_json(L, c);
        keep_override(L, c);
    } else {
        hm_lua_author_environment(L, &r->layer->library);
        hm_script_file_load(L, file);
        lua_call(L, 0, 1);
    }
    lay_over(L, c);
    if (c->role == ROLE_MANIFEST)
        (r->layer->is_reform ? hm_lua_read_reform : hm_lua_read_package)(L, r->arena, file->shown,
                                                                         &c->fault, &c->manifest);
    else if (c->role == ROLE_INPUTS)
        hm_lua_read_inputs(L, r->arena, file->shown, &c->fault, &c->inputs, &c->input_count);
    else if (c->role == ROLE_RULES)
        hm_lua_read_rules(L, r->arena, file->shown, &c->fault, &c->rules, &c->rule_count);
    else
        hm_lua_read_indicators(L, r->arena, file->shown, &c->fault, &c->indicators,
                               &c->indicator_count);
    return 0;
}

static hm_locator locator_of(const reader *r) {
    return (hm_locator){r->arena->allocator, r->meter, r->issues};
}

/* Of nodes their own lines are known from the start: not only messages show them. */
static hm_code locate_nodes(const reader *r, hm_error *error) {
    hm_declared_package *manifest = &r->layer->manifest;
    const hm_locator locator = locator_of(r);
    hm_origin *origins = hm_arena_take_array(r->arena, manifest->node_count, sizeof *origins);
    if (!origins)
        return hm_error_memory(error);
    hm_locate_elements(&locator, r->layer->manifest_file, manifest->made_line, "nodes", origins,
                       manifest->node_count);
    for (size_t i = 0; i < manifest->node_count; i++)
        if (origins[i].line > 0)
            manifest->nodes[i].origin = origins[i];
    return HM_OK;
}

/* Room for so many more indicators: twice as much each time. */
static bool make_room(reader *r, size_t more) {
    hm_layer *layer = r->layer;
    const size_t count = layer->indicator_count;
    if (count + more <= layer->indicator_capacity)
        return true;
    const size_t capacity = 2 * layer->indicator_capacity + more;
    hm_declared_indicator *indicators = hm_arena_take_array(r->arena, capacity, sizeof *indicators);
    const hm_file **scripts = hm_arena_take_array(r->arena, capacity, sizeof *scripts);
    hm_usage *usages = hm_arena_take_array(r->arena, capacity, sizeof *usages);
    if (!indicators || !scripts || !usages)
        return false;
    if (count > 0) {
        memcpy(indicators, layer->indicators, count * sizeof *indicators);
        memcpy(scripts, layer->scripts, count * sizeof *scripts);
        memcpy(usages, layer->usages, count * sizeof *usages);
    }
    layer->indicators = indicators;
    layer->scripts = scripts;
    layer->usages = usages;
    layer->indicator_capacity = capacity;
    return true;
}

/* Of several indicators the first has what running their script took. */
static bool keep_indicators(const script_context *c, hm_usage usage) {
    hm_layer *layer = c->r->layer;
    if (!make_room(c->r, c->indicator_count))
        return false;
    for (size_t i = 0; i < c->indicator_count; i++) {
        layer->usages[layer->indicator_count] = i == 0 ? usage : (hm_usage){.size = usage.size};
        layer->scripts[layer->indicator_count] = c->file;
        layer->indicators[layer->indicator_count++] = c->indicators[i];
    }
    return true;
}

/* False when memory has run out. */
static bool keep(const script_context *c, hm_usage usage) {
    hm_layer *layer = c->r->layer;
    switch (c->role) {
    case ROLE_MANIFEST:
        layer->manifest = c->manifest;
        layer->overriding.file = c->file;
        layer->overriding.line = c->manifest.made_line;
        layer->overriding.library = &layer->library;
        layer->overriding.source = c->override_source ? c->override_source : c->file->data;
        layer->overriding.size = c->override_source ? c->override_size : c->file->size;
        layer->overriding.overrides = c->manifest.overrides;
        layer->overriding.count = c->manifest.override_count;
        break;
    case ROLE_INPUTS:
        layer->inputs = c->inputs;
        layer->input_count = c->input_count;
        break;
    case ROLE_RULES:
        layer->rules = c->rules;
        layer->rule_count = c->rule_count;
        layer->rules_file = c->file;
        break;
    default:
        if (!c->table || !c->table->is_group[c->row])
            return keep_indicators(c, usage);
        layer->groups[layer->group_count++] = c->group;
    }
    return true;
}

/* Runs what reads the file. The reader of JSON is opened and closed out here, where no error of
 * Lua's passes by. */
static hm_code run_script(reader *r, script_context *c, hm_error *why) {
    if (strcmp(c->file->path, "package.json") != 0)
        return hm_sandbox_run(r->sandbox, script_body, c, why);
    hm_source source;
    hm_json json;
    hm_error unreadable = {.code = HM_OK};
    hm_source_from_memory(&source, c->file->shown, c->file->data, c->file->size);
    hm_json_open(&json, &source, c->file->shown, r->arena->allocator, &unreadable);
    c->json = &json;
    hm_code code = hm_sandbox_run(r->sandbox, script_body, c, why);
    if (code == HM_ERROR_PACKAGE && unreadable.code != HM_OK) {
        *why = unreadable;
        code = why->code = unreadable.code == HM_ERROR_DATA ? HM_ERROR_PACKAGE : unreadable.code;
    }
    c->json = NULL;
    hm_json_close(&json);
    return code;
}

/* Of a row no code runs but its cells, while they are read, and then its transformation. */
static void point_at_transform(script_context *c) {
    if (!c->table || c->cell || c->fault.line != NO_FAULT)
        return;
    c->cell = HM_TRANSFORM_FIELD;
    c->fault = HM_PATH(HM_FIELD(HM_TRANSFORM_FIELD));
    c->fault.line = hm_csv_table_line(&c->table->csv, c->row);
}

/* In a table its cell is named before what is wrong with it. */
static void name_cell(const script_context *c, hm_error *why) {
    char message[sizeof why->message];
    memcpy(message, why->message, sizeof message);
    hm_error_at(why, why->code, why->file, why->line, why->column, "column \"%s\": %s", c->cell,
                message);
}

/* What an override says is told where that stands; Lua may know its line already. */
static hm_location location_of(const reader *r, const script_context *c, const hm_error *why) {
    const hm_locator locator = locator_of(r);
    const char *shown = *why->file ? why->file : c->file->shown;
    if (c->fault.line == NO_FAULT)
        return (hm_location){shown, why->line, why->column};
    hm_field_path way = c->fault;
    const hm_overriding *by = hm_override_blame(c->overridden, &way);
    if (by && why->line > 0 && strcmp(shown, by->file->shown) == 0)
        return (hm_location){shown, why->line, 0};
    const hm_origin origin = hm_locate(&locator, by ? by->file : c->file, &way);
    return (hm_location){by ? by->file->shown : shown, origin.line, origin.column};
}

/* What one script did wrong, which does not keep the next from being read. */
static void add_issue(reader *r, script_context *c, hm_error *why) {
    hm_script_file_locate(c->file, why);
    point_at_transform(c);
    const hm_location at = location_of(r, c, why);
    if (c->cell && strcmp(at.file, c->file->shown) == 0)
        name_cell(c, why);
    r->layer->limit_first |= why->code == HM_ERROR_LIMIT && r->issues->count_of[HM_REJECTED] == 0;
    hm_issues_add(r->issues, HM_ISSUE_WRONG_SCRIPT, &(hm_subject){.at = at},
                  &(hm_issue_texts){.detail = why->message});
}

/* Runs one script, or reads a row of a table. */
static hm_code run(script_context *given, hm_error *error) {
    reader *r = given->r;
    const hm_file *file = given->file;
    hm_code code = ready_sandbox(r, error);
    if (code != HM_OK)
        return code;
    script_context c = *given;
    c.fault.line = NO_FAULT;
    hm_error why;
    const double before = hm_clock_seconds();
    code = run_script(r, &c, &why);
    if (code == HM_ERROR_PACKAGE)
        hm_script_file_explain(r->sandbox, &why);
    const hm_usage usage = {sizeof(hm_usage),
                            1,
                            hm_sandbox_steps(r->sandbox),
                            hm_sandbox_peak(r->sandbox),
                            hm_clock_seconds() - before,
                            0};
    if (code == HM_OK && !keep(&c, usage))
        code = HM_ERROR_MEMORY;
    if (hm_sandbox_limit_hit(r->sandbox) != HM_LIMIT_NONE)
        close_sandbox(r);
    if (code == HM_ERROR_MEMORY)
        return hm_error_memory(error);
    if (hm_budget_is_exhausted(r->meter->budget)) /* one message, not one a script */
        return hm_budget_explain(r->meter->budget, file->shown,
                                 code == HM_ERROR_LIMIT ? why.line : 0, error);
    if (code != HM_OK)
        add_issue(r, &c, &why);
    if (r->arena->size > MOST_KEPT)
        return hm_error_at(error, HM_ERROR_LIMIT, file->shown, 0, 0,
                           "the scripts of a package declare more than %zu MiB together",
                           MOST_KEPT >> 20);
    return HM_OK;
}

static hm_code read_script(reader *r, const hm_file *file, script_role role, hm_error *error) {
    return run(&(script_context){.r = r, .file = file, .role = role}, error);
}

static hm_code read_indicator_table(reader *r, const hm_file *file, hm_error *error) {
    hm_layer *layer = r->layer;
    hm_indicator_table table;
    hm_code code = hm_indicator_table_read(&table, file, r->arena, r->issues, error);
    if (code != HM_OK)
        return hm_csv_table_tell(r->issues, code, error);
    layer->groups_file = file;
    layer->groups = hm_arena_take_array(r->arena, table.csv.row_count, sizeof *layer->groups);
    if (!layer->groups)
        return hm_error_memory(error);
    for (size_t i = 0; code == HM_OK && i < table.csv.row_count; i++)
        code = run(
            &(script_context){
                .r = r, .file = file, .role = ROLE_INDICATOR_TABLE, .table = &table, .row = i},
            error);
    return code;
}

static hm_code read_parameters(reader *r, const hm_file *file, hm_error *error) {
    hm_layer *layer = r->layer;
    const hm_code code = hm_parameter_table_read(file, &layer->parameters, &layer->parameter_count,
                                                 r->arena, r->issues, error);
    return hm_csv_table_tell(r->issues, code, error);
}

/* weights = "weights.csv" */
static hm_code read_weights(reader *r, hm_error *error) {
    hm_layer *layer = r->layer;
    const char *name = layer->manifest.weights_file;
    if (!name)
        return HM_OK;
    layer->weights_file = hm_file_is_table(name) ? hm_files_get(&layer->files, name) : NULL;
    if (layer->weights_file) {
        const hm_code code =
            hm_weight_table_read(layer->weights_file, &layer->manifest, r->arena, r->issues, error);
        return hm_csv_table_tell(r->issues, code, error);
    }
    const hm_locator locator = locator_of(r);
    hm_field_path path = HM_PATH(HM_FIELD("weights"));
    path.line = layer->manifest.made_line;
    char message[256];
    (void)snprintf(
        message, sizeof message,
        hm_file_is_table(name)
            ? "weights: there is no file \"%s\" beside package.lua"
            : "weights: \"%s\" is no table of weights: it must be called weights.csv, or "
              "weights-NAME.csv",
        hm_quote_of(name, strlen(name)).text);
    hm_issues_add(r->issues, HM_ISSUE_WRONG_SCRIPT,
                  &(hm_subject){.at = hm_locate(&locator, layer->manifest_file, &path)},
                  &(hm_issue_texts){.detail = message});
    return HM_OK;
}

static hm_code read_manifest(reader *r, hm_error *error) {
    const hm_files *files = &r->layer->files;
    const hm_file *lua = hm_files_get(files, "package.lua");
    const hm_file *json = hm_files_get(files, "package.json");
    if (lua && json)
        return hm_error_at(error, HM_ERROR_PACKAGE, json->shown, 0, 0,
                           "there is a package.lua, too: which of the two counts?");
    if (!lua && !json)
        return hm_error_at(error, HM_ERROR_PACKAGE, files->name, 0, 0,
                           "no package: expected package.lua or package.json in this folder");
    r->layer->manifest_file = lua ? lua : json;
    const hm_code code = read_script(r, r->layer->manifest_file, ROLE_MANIFEST, error);
    if (code != HM_OK)
        return code;
    const hm_code located = locate_nodes(r, error);
    return located == HM_OK ? read_weights(r, error) : located;
}

/* What the package declares must be given before its scripts can run. */
static bool check_host(const reader *r) {
    const hm_declared_package *manifest = &r->layer->manifest;
    hm_host *host = &r->layer->library.host;
    bool fine = true;
    host->declared = manifest->host;
    host->declared_count = manifest->host_count;
    for (size_t i = 0; i < manifest->host_count; i++) {
        if (hm_host_find(host, manifest->host[i]))
            continue;
        hm_nearest nearest;
        hm_choice_list given = {{0}};
        const hm_locator locator = locator_of(r);
        hm_field_path path = HM_PATH(HM_FIELD("host"), HM_ELEMENT(i + 1));
        path.line = manifest->made_line;
        const hm_origin origin = hm_locate(&locator, r->layer->manifest_file, &path);
        hm_nearest_start(&nearest, manifest->host[i], strlen(manifest->host[i]));
        for (size_t k = 0; k < host->entry_count && hm_issues_suggest(r->issues); k++) {
            hm_nearest_show(&nearest, host->entries[k].name);
            hm_choice_list_add(&given, host->entries[k].name);
        }
        hm_issues_add(r->issues, HM_ISSUE_UNKNOWN_HOST_FUNCTION, &(hm_subject){.at = origin},
                      &(hm_issue_texts){.found = manifest->host[i],
                                        .expected = *given.text ? given.text : "nothing",
                                        .nearest = nearest.name});
        fine = false;
    }
    return fine;
}

static bool has_word(const hm_file *file, const char *word) {
    const size_t size = strlen(word);
    for (size_t i = 0; i + size <= file->size; i++)
        if (file->data[i] == word[0] && memcmp(file->data + i, word, size) == 0)
            return true;
    return false;
}

/* Scoring does not read what a study says: an indicator there would be missed in silence. */
static void warn_of_study(const reader *r, const hm_file *file) {
    if (has_word(file, "indicator") && !has_word(file, "study"))
        hm_issues_add(r->issues, HM_ISSUE_INDICATOR_IN_STUDY,
                      &(hm_subject){.at = {file->shown, 0, 0}}, NULL);
}

static hm_code read_all(reader *r, hm_error *error) {
    hm_layer *layer = r->layer;
    hm_code code = read_manifest(r, error);
    if (code == HM_OK && !check_host(r))
        return HM_OK;
    for (size_t i = 0; code == HM_OK && i < layer->files.count; i++) {
        const script_role role = role_of(layer->files.items[i].path);
        if (role == ROLE_STUDY)
            warn_of_study(r, &layer->files.items[i]);
        if (role == ROLE_INPUTS || role == ROLE_RULES || role == ROLE_INDICATOR)
            code = read_script(r, &layer->files.items[i], role, error);
        if (role == ROLE_INDICATOR_TABLE)
            code = read_indicator_table(r, &layer->files.items[i], error);
        if (role == ROLE_PARAMETER_TABLE)
            code = read_parameters(r, &layer->files.items[i], error);
    }
    return code;
}

bool hm_layer_may_look_back(const hm_file *file) {
    return has_word(file, "previous") || has_word(file, "growth") || has_word(file, "history");
}

static bool is_module(const hm_file *file) {
    return role_of(file->path) == ROLE_MODULE;
}

/* Once a package: every function of it may require every module. */
static bool modules_look_back(const hm_files *files) {
    bool found = false;
    for (size_t i = 0; !found && i < files->count; i++)
        found = is_module(&files->items[i]) && hm_layer_may_look_back(&files->items[i]);
    return found;
}

static void digest_modules(const hm_files *files, char digest[65]) {
    bool found = false;
    hm_sha256 sha;
    hm_sha256_start(&sha);
    for (size_t i = 0; i < files->count; i++) {
        const hm_file *file = &files->items[i];
        if (!is_module(file))
            continue;
        found = true;
        hm_sha256_add(&sha, file->path, strlen(file->path) + 1);
        hm_sha256_add(&sha, &file->size, sizeof file->size);
        hm_sha256_add(&sha, file->data, file->size);
    }
    if (found)
        hm_sha256_finish(&sha, digest);
}

hm_code hm_layer_read(hm_layer *layer, const hm_limits *limits, hm_meter *meter,
                      const hm_host_entry *host, size_t host_count, hm_arena *arena,
                      hm_issues *issues, hm_error *error) {
    reader r = {layer, limits, meter, arena, issues, NULL, 0};
    digest_modules(&layer->files, layer->modules_digest);
    layer->library =
        (hm_library){layer, find_module, {host, host_count, NULL, 0}, layer->modules_digest};
    if (!make_room(&r, layer->files.count + 1))
        return hm_error_memory(error);
    hm_code code = read_all(&r, error);
    layer->modules_look_back = modules_look_back(&layer->files);
    close_sandbox(&r);
    return code;
}
