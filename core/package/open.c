/* open.c: opening a package: its layers are read, joined and checked. */
#include "package/package.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/versioned.h"
#include "package/join.h"
#include "package/linked.h"
#include "package/measures.h"
#include "package/translation.h"
#include "platform/clock.h"
#include "platform/environment.h"
#include "platform/regular.h"

enum { API = 1, MOST_LAYERS = 16 };

/* Of loading: hm_package_options.load_limits. */
#define LOAD_SECONDS_DEFAULT 10.0
#define LOAD_STEPS_DEFAULT   UINT64_C(1000000000)

/* The folder that holds `path`, "." for a bare name; ".." leads out of what ends in "." or "..". */
static const char *folder_above(hm_arena *arena, const char *path) {
    size_t size = strlen(path);
    for (;; size--) {
        while (size > 1 && path[size - 1] == '/')
            size--;
        if (size < 2 || path[size - 1] != '.' || path[size - 2] != '/')
            break;
    }
    size_t start = size;
    while (start > 0 && path[start - 1] != '/')
        start--;
    const bool here = size - start == 1 && path[start] == '.';
    if (here || (size - start == 2 && memcmp(path + start, "..", 2) == 0)) {
        char *above = hm_arena_take(arena, size + sizeof "/..");
        if (!above)
            return NULL;
        memcpy(above, path, size);
        memcpy(above + size, "/..", sizeof "/..");
        return above;
    }
    if (start == 0)
        return hm_arena_copy(arena, ".", 1);
    return hm_arena_copy(arena, path, start > 1 ? start - 1 : 1);
}

typedef struct opener {
    hm_package *package;
    const hm_package_options *options;
    const hm_package_file *files; /* the package asked for, if it is given and not named */
    size_t file_count;
    hm_layer *layers[MOST_LAYERS]; /* the package asked for first, its base after it, ... */
    size_t count;
    size_t reform_count; /* of them: they come before the package */
    hm_budget budget;    /* of loading all of it */
    hm_meter meter;
    hm_error *error;
} opener;

static hm_origin locate(const opener *o, const hm_layer *layer, hm_field_path path) {
    const hm_locator locator = {o->package->allocator, NULL, &o->package->issues};
    path.line = layer->manifest.made_line;
    return hm_locate(&locator, layer->manifest_file, &path);
}

static void reject_api(const opener *o, const hm_layer *layer) {
    hm_issues_add(&o->package->issues, HM_ISSUE_NEWER_API,
                  &(hm_subject){.at = locate(o, layer, HM_PATH(HM_FIELD("api")))},
                  &(hm_issue_texts){.expected = hm_digits_of(API).text});
}

static bool is_circle(const opener *o, const hm_layer *layer) {
    for (size_t i = 0; i < o->count; i++)
        if (o->layers[i] != layer && strcmp(o->layers[i]->files.name, layer->files.name) == 0 &&
            o->layers[i]->files.home == layer->files.home)
            return true;
    return false;
}

/* Says how the packages extend each other: "a extends b extends a". */
static hm_code fail_chain(const opener *o, const char *what) {
    enum { NAME_MOST = 24 };
    char chain[MOST_LAYERS * (NAME_MOST + 16)] = "";
    size_t at = 0;
    for (size_t i = 0; i < o->count && at < sizeof chain; i++) {
        const char *name = o->layers[i]->files.name;
        const char *slash = strrchr(name, '/');
        at += (size_t)snprintf(chain + at, sizeof chain - at, "%s%.*s", i > 0 ? " extends " : "",
                               NAME_MOST, slash && slash[1] ? slash + 1 : name);
    }
    return hm_error_at(o->error, HM_ERROR_PACKAGE, o->layers[o->count - 1]->files.name, 0, 0,
                       "%s: %s", what, chain);
}

/* What only the whole chain can tell of a manifest. */
static void check_manifest(const opener *o, const hm_layer *layer) {
    const hm_layer *above = o->count > o->reform_count + 1 ? o->layers[o->count - 2] : NULL;
    if (layer->manifest.api > API)
        reject_api(o, layer);
    if (above && above->manifest.extends_version &&
        strcmp(above->manifest.extends_version, layer->manifest.version) != 0) {
        const hm_field_path version = HM_PATH(HM_FIELD("extends"), HM_FIELD("version"));
        hm_issues_add(&o->package->issues, HM_ISSUE_OTHER_VERSION,
                      &(hm_subject){.at = locate(o, above, version)},
                      &(hm_issue_texts){.found = layer->manifest.version,
                                        .expected = above->manifest.extends_version,
                                        .name = layer->manifest.name});
    }
}

/* Reads package `name` as the next layer. `layer->manifest.name` is NULL when its manifest has
 * errors. */
static hm_code read_layer(opener *o, hm_layer *layer) {
    hm_package *package = o->package;
    layer->overriding.above = o->count > 0 ? &o->layers[o->count - 1]->overriding : NULL;
    o->layers[o->count++] = layer;
    if (is_circle(o, layer))
        return fail_chain(o, "packages extend each other in a circle");
    return hm_layer_read(layer, &package->plan.limits, &o->meter, package->host,
                         o->options->host_count, &package->arena, &package->issues, o->error);
}

/* The file is the layer's manifest, and all there is of it. */
static hm_code add_reform(opener *o, const char *path) {
    hm_arena *arena = &o->package->arena;
    hm_layer *layer = hm_arena_take_array(arena, 1, sizeof *layer);
    hm_file *file = hm_arena_take_array(arena, 1, sizeof *file);
    const char *shown = hm_arena_copy(arena, path, strlen(path));
    if (!layer || !file || !shown)
        return hm_error_memory(o->error);
    const size_t most = o->options->limits.source_size;
    *file = (hm_file){.path = "package.lua", .shown = shown};
    layer->is_reform = true;
    layer->files = (hm_files){.name = shown, .home = HM_HOME_MEMORY, .items = file, .count = 1};
    const hm_code code = hm_regular_read(path, shown, most ? most : HM_SOURCE_SIZE_DEFAULT, arena,
                                         &file->data, &file->size, o->error);
    return code == HM_OK ? read_layer(o, layer) : code;
}

/* Reforms are read before what they are laid over, the last one first. */
static hm_code add_reforms(opener *o) {
    const hm_package_options *options = o->options;
    hm_code code = HM_OK;
    if (options->with_count > MOST_LAYERS / 2)
        return hm_error_set(o->error, HM_ERROR_ARGUMENT, "more than %d reforms at once",
                            MOST_LAYERS / 2);
    for (size_t i = options->with_count; code == HM_OK && i-- > 0;)
        code = add_reform(o, options->with[i]);
    o->reform_count = o->count;
    return code;
}

static hm_code add_layer(opener *o, const char *name, const char *near) {
    hm_package *package = o->package;
    hm_layer *layer = hm_arena_take_array(&package->arena, 1, sizeof *layer);
    if (!layer)
        return hm_error_memory(o->error);
    hm_arena *arena = &package->arena;
    hm_code code = o->count > o->reform_count
                       ? hm_files_find_base(&layer->files, name, near, o->options, arena, o->error)
                   : o->files ? hm_files_take(&layer->files, name, o->files, o->file_count,
                                              o->options, arena, o->error)
                              : hm_files_find(&layer->files, name, o->options, arena, o->error);
    return code == HM_OK ? read_layer(o, layer) : code;
}

static hm_code read_chain(opener *o, const char *name) {
    hm_code code = add_reforms(o);
    if (code == HM_OK)
        code = add_layer(o, name, NULL);
    while (code == HM_OK) {
        const hm_layer *last = o->layers[o->count - 1];
        if (!last->manifest.name)
            return HM_OK;
        check_manifest(o, last);
        if (!last->manifest.extends)
            return HM_OK;
        if (o->count == MOST_LAYERS)
            return fail_chain(o, "more than 16 packages extend each other");
        const bool folder = last->files.home == HM_HOME_FOLDER;
        const char *near = folder ? folder_above(&o->package->arena, last->files.name) : NULL;
        if (folder && !near)
            return hm_error_memory(o->error);
        code = add_layer(o, last->manifest.extends, near);
        if (code == HM_ERROR_PACKAGE && !*o->error->file) {
            const hm_origin origin = locate(o, last, HM_PATH(HM_FIELD("extends")));
            hm_error_at(o->error, code, origin.file, origin.line, origin.column,
                        "package: extends: %s", o->error->message);
        }
    }
    return code;
}

/* Layers are joined base first. */
static bool keep_layers(opener *o) {
    hm_package *package = o->package;
    const hm_layer **layers = hm_arena_take_array(&package->arena, o->count, sizeof *layers);
    if (!layers)
        return false;
    for (size_t i = 0; i < o->count; i++)
        layers[o->count - 1 - i] = o->layers[i];
    package->layers = layers;
    package->layer_count = o->count;
    package->reform_count = o->reform_count;
    package->manifest = &hm_package_own(package)->manifest;
    return true;
}

static bool translate(opener *o) {
    return hm_translate(o->layers, o->count, o->options->language, &o->package->arena,
                        &o->package->issues, o->error, &o->package->plan.answers);
}

static bool join(opener *o) {
    hm_package *package = o->package;
    hm_joined joined;
    bool fine = hm_joined_open(&joined, package->layers, package->layer_count, &o->meter,
                               &package->arena, &package->issues) &&
                hm_package_link(package, &joined, o->options->settings, o->options->setting_count);
    if (fine)
        hm_measures_warn_unused(package);
    package->known_names = joined.input_names; /* moved */
    hm_joined_close(&joined);
    return fine;
}

/* The first thing that is wrong is the error; the others are in the list. */
static hm_code first_rejection(const opener *o) {
    const hm_issues *issues = &o->package->issues;
    hm_code code = HM_ERROR_PACKAGE;
    for (size_t i = 0; i < o->count; i++)
        code = o->layers[i]->limit_first ? HM_ERROR_LIMIT : code;
    for (size_t i = 0; i < issues->count; i++) {
        const hm_issue *issue = hm_issues_get(issues, i);
        if (issue->severity != HM_REJECTED)
            continue;
        char message[HM_ISSUE_MESSAGE_SIZE];
        (void)hm_issue_message(issue, message, sizeof message);
        return hm_error_at(o->error, code, issue->file, issue->line, issue->column, "%s", message);
    }
    return HM_OK;
}

static bool keep_host(hm_package *package, const hm_package_options *options) {
    hm_host_entry *host = hm_arena_take_array(&package->arena, options->host_count, sizeof *host);
    for (size_t i = 0; host && i < options->host_count; i++) {
        host[i] = options->host[i];
        host[i].name = hm_arena_copy(&package->arena, host[i].name, strlen(host[i].name));
        if (!host[i].name)
            return false;
    }
    package->host = host;
    return host != NULL;
}

static hm_code check_options(const hm_package_options *options, hm_error *error) {
    for (size_t i = 0; i < options->host_count; i++)
        if (!options->host || !options->host[i].name)
            return hm_error_set(error, HM_ERROR_ARGUMENT, "host entry %zu has no name", i);
    for (size_t i = 0; i < options->search_count; i++)
        if (!options->search || !options->search[i])
            return hm_error_set(error, HM_ERROR_ARGUMENT, "search folder %zu is NULL", i);
    for (size_t i = 0; i < options->with_count; i++)
        if (!options->with || !options->with[i])
            return hm_error_set(error, HM_ERROR_ARGUMENT, "reform %zu is NULL", i);
    for (size_t i = 0; i < options->setting_count; i++)
        if (!options->settings || !options->settings[i].name ||
            !(fabs(options->settings[i].value) <= DBL_MAX))
            return hm_error_set(error, HM_ERROR_ARGUMENT,
                                "setting %zu has no name, or no finite number", i);
    return HM_OK;
}

static void add_error(const opener *o) {
    const hm_error *error = o->error;
    hm_issues_add(&o->package->issues, HM_ISSUE_WRONG_PACKAGE,
                  &(hm_subject){.at = {error->file, error->line, error->column}},
                  &(hm_issue_texts){.detail = error->message});
}

/* The budget of loading is exhausted, which is the last of the issues. */
static hm_code fail_exhausted(const opener *o) {
    const hm_code code = hm_budget_explain(&o->budget, NULL, 0, o->error);
    if (code == HM_ERROR_LIMIT)
        add_error(o);
    return code;
}

static hm_code start_meter(opener *o) {
    const hm_total_limits *limits = &o->options->load_limits;
    const hm_code code = hm_budget_open(
        &o->budget, "loading", limits->seconds != 0 ? limits->seconds : LOAD_SECONDS_DEFAULT,
        limits->steps > 0 ? limits->steps : LOAD_STEPS_DEFAULT, o->error);
    o->budget.cancel = o->options->cancel;
    if (code == HM_OK)
        hm_meter_start(&o->meter, &o->budget);
    return code;
}

static hm_code open_package(opener *o, const char *name) {
    if (!keep_host(o->package, o->options))
        return hm_error_memory(o->error);
    const hm_issues *issues = &o->package->issues;
    const hm_code code = read_chain(o, name);
    if (code == HM_ERROR_PACKAGE || code == HM_ERROR_LIMIT)
        add_error(o);
    if (code != HM_OK && code != HM_ERROR_PACKAGE)
        return code;
    /* what scripts that could not be read would have declared is missing: no use looking on */
    const bool whole = issues->count_of[HM_REJECTED] == 0 && !issues->out_of_memory;
    const bool fine = !whole || (translate(o) && keep_layers(o) && join(o));
    hm_meter_stop(&o->meter);
    if (hm_budget_is_exhausted(&o->budget))
        return fail_exhausted(o);
    if (!fine || issues->out_of_memory)
        return hm_error_memory(o->error);
    return first_rejection(o);
}

/* Hands the package's issues to the caller when the package itself is not. */
static hm_code give_issues(hm_package *package, hm_issues **issues, hm_error *error) {
    hm_issues *copy = hm_allocate(package->allocator, sizeof *copy);
    if (!copy)
        return hm_error_memory(error);
    *copy = package->issues;
    hm_issues_open(&package->issues, package->allocator);
    *issues = copy;
    return HM_OK;
}

static void log_issues(const hm_package *package, const hm_package_options *options) {
    for (size_t i = 0; options->log && i < package->issues.count; i++)
        options->log(options->log_context, hm_issues_get(&package->issues, i));
}

/* Opens what `files` hold, or, where that is NULL, what `name` names. */
static hm_code open_any(hm_package **out, const char *name, const hm_package_file *files,
                        size_t count, const hm_package_options *given, hm_issues **issues,
                        hm_error *error) {
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    if (issues)
        *issues = NULL;
    if (out)
        *out = NULL;
    if (!out || !name)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "opening a package needs an out and a name");
    hm_error own;
    if (!error)
        error = &own;
    hm_package *package = NULL;
    hm_code code = hm_versioned_read(&options, sizeof options, given, "hm_package_options", error);
    if (code == HM_OK)
        code = check_options(&options, error);
    if (code == HM_OK)
        code =
            hm_package_new(&package, options.allocator ? options.allocator : hm_allocator_default(),
                           &options.limits, error);
    if (code != HM_OK)
        return code;
    opener o = {.package = package,
                .options = &options,
                .files = files,
                .file_count = count,
                .error = error};
    const double before = hm_clock_seconds();
    code = start_meter(&o);
    if (code == HM_OK)
        code = open_package(&o, name);
    package->plan.opened_in = hm_clock_seconds() - before;
    hm_issues_settle(&package->issues);
    log_issues(package, &options);
    if (code == HM_OK) {
        *out = package;
        return HM_OK;
    }
    if (issues && give_issues(package, issues, error) != HM_OK)
        code = HM_ERROR_MEMORY;
    hm_package_free(package);
    return code;
}

void hm_package_options_init(hm_package_options *options, size_t size) {
    static const hm_package_options defaults = HM_PACKAGE_OPTIONS_INIT;
    hm_versioned_init(options, size, &defaults, sizeof defaults);
}

hm_code hm_package_open(hm_package **out, const char *name_or_path,
                        const hm_package_options *options, hm_issues **issues, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host,
                                open_any(out, name_or_path, NULL, 0, options, issues, error));
}

hm_code hm_package_open_memory(hm_package **out, const char *name, const hm_package_file *files,
                               size_t count, const hm_package_options *options, hm_issues **issues,
                               hm_error *error) {
    if (!files) {
        if (out)
            *out = NULL;
        return hm_error_set(error, HM_ERROR_ARGUMENT, "hm_package_open_memory needs files");
    }
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, open_any(out, name, files, count, options, issues, error));
}
