/* folder.c: a folder of data: observations.csv, cities.csv and a CSV of each records, or what
 * datapackage.json names.
 *
 * Files are read in the order of their names, observations first, so that the same folder always
 * gives the same data set. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "format/json.h"
#include "load/loader.h"
#include "load/roll_up.h"
#include "platform/folder.h"
#include "platform/regular.h"

/* A file to read; `records` NULL: observations, "cities": cities. */
struct part {
    const char *path, *records;
    struct description {
        const char *text; /* of its resource in datapackage.json; NULL: there is none */
        size_t size;
        hm_position position;
    } description;
};

struct folder {
    hm_dataset *dataset;
    const char *path;
    const char *package;            /* datapackage.json with its path */
    const hm_read_options *options; /* for each file; may be NULL */
    hm_arena arena;                 /* names and paths */
    struct part *parts;
    size_t count, capacity;
    hm_error *error;
};

/* The folder's path, a slash and `name`; NULL when memory has run out. */
static const char *join(struct folder *folder, const char *name, size_t size) {
    size_t base = strlen(folder->path);
    while (base > 1 && folder->path[base - 1] == '/')
        base--;
    bool slash = base > 0 && folder->path[base - 1] != '/';
    char *path = hm_arena_take(&folder->arena, base + slash + size + 1);
    if (path) {
        memcpy(path, folder->path, base);
        path[base] = '/';
        memcpy(path + base + slash, name, size);
        path[base + slash + size] = '\0';
    }
    return path;
}

static hm_code add_part(struct folder *folder, const char *records, const char *name, size_t size) {
    const char *path = join(folder, name, size);
    if (!path || !hm_grow(folder->arena.allocator, &folder->parts, folder->count, &folder->capacity,
                          sizeof *folder->parts))
        return hm_error_memory(folder->error);
    folder->parts[folder->count++] = (struct part){.path = path, .records = records};
    return HM_OK;
}

/* Observations first, then by records and path. */
static int compare_parts(const void *a, const void *b) {
    const struct part *one = a, *other = b;
    if (!one->records != !other->records)
        return one->records ? 1 : -1;
    int order = one->records ? strcmp(one->records, other->records) : 0;
    return order != 0 ? order : strcmp(one->path, other->path);
}

static hm_content content_of(const struct part *part) {
    const bool cities =
        part->records && hm_text_same(part->records, strlen(part->records), "cities");
    return (hm_content){.records = cities ? NULL : part->records, .cities = cities};
}

/* Nobody sees what a pipe that waits in a folder is waiting for. */
static hm_code check_file(const struct folder *folder, const char *path) {
    if (hm_entry_look(path) != HM_ENTRY_OTHER || hm_path_look(path) != HM_PATH_FILE)
        return HM_OK;
    return hm_error_at(folder->error, HM_ERROR_DATA, path, 0, 0,
                       "found a pipe or a device, expected a file, as all in a folder of data are");
}

/* What the folder's datapackage.json says of the file, and then the options. */
static hm_code open_part(const struct folder *folder, const struct part *part, hm_recipe *recipe,
                         hm_content *content) {
    const struct description *d = &part->description;
    hm_code code = d->text ? hm_recipe_parse(recipe, d->text, d->size, d->position, folder->package,
                                             folder->error)
                           : HM_OK;
    if (code != HM_OK)
        return code;
    content->recipe = d->text ? recipe : NULL;
    if (recipe->maps) /* it holds observations, unless it says of which records */
        *content = (hm_content){.records = recipe->records, .recipe = recipe};
    return folder->options ? hm_content_open(content, recipe, folder->options, folder->error)
                           : HM_OK;
}

static hm_code read_part(struct folder *folder, const hm_source *source, const struct part *part,
                         hm_roll **roll) {
    hm_recipe recipe;
    hm_content content = content_of(part);
    hm_recipe_open(&recipe, folder->dataset->allocator);
    hm_code code = open_part(folder, part, &recipe, &content);
    content.roll = part->description.text ? roll : NULL;
    if (code == HM_OK)
        code = hm_dataset_read_source(folder->dataset, source, content, folder->error);
    hm_recipe_close(&recipe);
    return code;
}

/* The files of a resource are rolled up together: a file may be a month. */
static hm_code end_roll(struct folder *folder, hm_roll **roll, hm_code code) {
    if (code == HM_OK && *roll) {
        hm_roll_finish(*roll);
        code = hm_dataset_state(folder->dataset, folder->error);
    }
    hm_roll_close(*roll);
    *roll = NULL;
    return code;
}

static hm_code read_parts(struct folder *folder) {
    hm_code code = HM_OK;
    hm_roll *roll = NULL;
    for (size_t i = 0; i < folder->count && code == HM_OK; i++) {
        const struct part *part = &folder->parts[i];
        const char *text = part->description.text;
        const bool goes_on = i + 1 < folder->count && text == folder->parts[i + 1].description.text;
        hm_source source;
        code = check_file(folder, part->path);
        if (code == HM_OK) {
            code = hm_source_open_to_load(&source, part->path, folder->dataset->allocator,
                                          folder->error);
        }
        if (code == HM_OK) {
            code = read_part(folder, &source, part, &roll);
            hm_source_close(&source);
        }
        if (code != HM_OK || !goes_on)
            code = end_roll(folder, &roll, code);
    }
    return code;
}

/* ---- a folder that speaks for itself ---- */

static hm_code add_entry(struct folder *folder, const char *name) {
    size_t size = strlen(name);
    if (name[0] == '.' || size <= 4 || !hm_text_same(name + size - 4, 4, ".csv") ||
        strcmp(name, "observations.csv") == 0)
        return HM_OK;
    if (hm_text_same(name, size, "observations.csv"))
        return add_part(folder, NULL, name, size);
    const char *records = hm_arena_copy(&folder->arena, name, size - 4);
    return records ? add_part(folder, records, name, size) : hm_error_memory(folder->error);
}

static hm_code list_records(struct folder *folder) {
    hm_folder names;
    if (!hm_folder_open(&names, folder->path))
        return hm_source_fail(folder->path, names.failure, folder->error);
    hm_code code = HM_OK;
    const char *name;
    while (code == HM_OK && (name = hm_folder_next(&names)) != NULL)
        code = add_entry(folder, name);
    if (code == HM_OK && names.failure != 0)
        code = hm_source_fail(folder->path, names.failure, folder->error);
    hm_folder_close(&names);
    return code;
}

/* Adds the file if there is anything of this name: what cannot be read is not as good as absent. */
static hm_code add_observations(struct folder *folder, const char *name, bool *found) {
    const char *path = join(folder, name, strlen(name));
    if (!path)
        return hm_error_memory(folder->error);
    *found = hm_entry_look(path) != HM_ENTRY_NOTHING;
    return *found ? add_part(folder, NULL, name, strlen(name)) : HM_OK;
}

static hm_code list_folder(struct folder *folder) {
    bool csv = false, json = false;
    hm_code code = add_observations(folder, "observations.csv", &csv);
    if (code == HM_OK && !csv)
        code = add_observations(folder, "observations.json", &json);
    if (code == HM_OK)
        code = list_records(folder);
    if (code == HM_OK && folder->count == 0) {
        code =
            hm_error_at(folder->error, HM_ERROR_DATA, folder->path, 0, 0,
                        "found no data, expected observations.csv, observations.json, a CSV file "
                        "of records or a datapackage.json");
    }
    if (folder->count > 1)
        qsort(folder->parts, folder->count, sizeof *folder->parts, compare_parts);
    return code;
}

/* ---- a folder with a datapackage.json ---- */

static hm_code fail(struct folder *folder, const hm_json *json, hm_position position,
                    const char *message, const char *text) {
    return hm_error_at(folder->error, HM_ERROR_DATA, json->file, position.line, position.column,
                       message, text);
}

/* Memory can run out and the file can be no JSON: either way the parser has said so. */
static hm_code failed_token(const struct folder *folder) {
    return folder->error->code;
}

/* Does the path stay inside the folder: relative, and no `..` on its way? */
static bool stays_inside(const char *path, size_t size) {
    if (size == 0 || path[0] == '/' || memchr(path, '\\', size) || memchr(path, '\0', size) ||
        memchr(path, ':', size))
        return false;
    for (size_t start = 0; start <= size;) {
        const char *slash = memchr(path + start, '/', size - start);
        size_t end = slash ? (size_t)(slash - path) : size;
        if (end - start == 2 && memcmp(path + start, "..", 2) == 0)
            return false;
        start = end + 1;
    }
    return true;
}

/* A resource being read: its paths are added as parts, their records set when the name is known. */
struct resource {
    const char *name;
    size_t first;      /* its parts begin here */
    const char *begin; /* its text, from the brace on */
    hm_position position;
};

static hm_code read_path(struct folder *folder, hm_json *json) {
    if (json->token != HM_JSON_STRING || !stays_inside(json->text, json->size)) {
        return fail(folder, json, json->position, "found path `%s`, expected one inside the folder",
                    hm_quote_of(json->text, json->size).text);
    }
    return add_part(folder, NULL, json->text, json->size);
}

static hm_code read_paths(struct folder *folder, hm_json *json) {
    hm_json_token token = hm_json_next(json);
    if (token != HM_JSON_ARRAY)
        return token == HM_JSON_ERROR ? failed_token(folder) : read_path(folder, json);
    hm_code code = HM_OK;
    while (code == HM_OK && (token = hm_json_next(json)) != HM_JSON_ARRAY_END)
        code = token == HM_JSON_ERROR ? failed_token(folder) : read_path(folder, json);
    return code;
}

static hm_code read_name(struct folder *folder, hm_json *json, struct resource *resource) {
    if (hm_json_next(json) == HM_JSON_ERROR)
        return failed_token(folder);
    if (json->token != HM_JSON_STRING || json->size == 0 || memchr(json->text, '\0', json->size))
        return fail(folder, json, json->position, "%s", "expected a resource's name as a string");
    resource->name = hm_arena_copy(&folder->arena, json->text, json->size);
    return resource->name ? HM_OK : hm_error_memory(folder->error);
}

static hm_code end_resource(struct folder *folder, const hm_json *json,
                            const struct resource *resource) {
    if (!resource->name)
        return fail(folder, json, resource->position, "%s", "found a resource without a name");
    if (resource->first == folder->count) {
        return fail(folder, json, resource->position,
                    "found resource `%s` without a path, expected one",
                    hm_quote_of(resource->name, strlen(resource->name)).text);
    }
    bool observations = strcmp(resource->name, "observations") == 0;
    const size_t size = (size_t)(json->at - resource->begin);
    const char *text = hm_arena_copy(&folder->arena, resource->begin, size);
    if (!text)
        return hm_error_memory(folder->error);
    for (size_t i = resource->first; i < folder->count; i++) {
        struct part *part = &folder->parts[i];
        part->records = observations ? NULL : resource->name;
        part->description = (struct description){text, size, resource->position};
        if (hm_path_look(part->path) != HM_PATH_FILE) {
            return fail(folder, json, resource->position,
                        "found no file %s, which a resource names",
                        hm_quote_of(part->path, strlen(part->path)).text);
        }
    }
    return HM_OK;
}

static hm_code read_resource(struct folder *folder, hm_json *json) {
    struct resource resource = {
        .first = folder->count, .begin = json->at - 1, .position = json->position};
    if (json->token != HM_JSON_OBJECT)
        return fail(folder, json, json->position, "%s", "expected a resource as an object");
    hm_code code = HM_OK;
    while (code == HM_OK && hm_json_next(json) == HM_JSON_NAME)
        if (hm_json_is(json, "name"))
            code = read_name(folder, json, &resource);
        else if (hm_json_is(json, "path"))
            code = read_paths(folder, json);
        else if (hm_json_next(json) == HM_JSON_ERROR || !hm_json_skip(json))
            code = failed_token(folder);
    if (code == HM_OK && json->token == HM_JSON_ERROR)
        code = failed_token(folder);
    return code == HM_OK ? end_resource(folder, json, &resource) : code;
}

static hm_code read_resources(struct folder *folder, hm_json *json) {
    hm_json_token token = hm_json_next(json);
    if (token != HM_JSON_ARRAY) {
        return token == HM_JSON_ERROR
                   ? failed_token(folder)
                   : fail(folder, json, json->position, "%s", "expected `resources` as an array");
    }
    hm_code code = HM_OK;
    while (code == HM_OK && (token = hm_json_next(json)) != HM_JSON_ARRAY_END)
        code = token == HM_JSON_ERROR ? failed_token(folder) : read_resource(folder, json);
    return code;
}

static hm_code read_package(struct folder *folder, hm_json *json) {
    hm_json_token token = hm_json_next(json);
    hm_code code = token == HM_JSON_OBJECT ? HM_OK
                   : token == HM_JSON_ERROR
                       ? failed_token(folder)
                       : fail(folder, json, json->position, "%s", "expected an object");
    while (code == HM_OK && (token = hm_json_next(json)) == HM_JSON_NAME)
        if (hm_json_is(json, "resources"))
            code = read_resources(folder, json);
        else if (hm_json_next(json) == HM_JSON_ERROR || !hm_json_skip(json))
            code = failed_token(folder);
    if (code == HM_OK && token == HM_JSON_ERROR)
        code = failed_token(folder);
    if (code == HM_OK && folder->count == 0)
        code = fail(folder, json, (hm_position){1, 1}, "%s", "found no resources, expected some");
    return code;
}

static hm_code list_package(struct folder *folder, const char *path) {
    const hm_allocator *allocator = folder->arena.allocator;
    hm_source source;
    hm_code code = check_file(folder, path);
    if (code == HM_OK)
        code = hm_source_open(&source, path, allocator, folder->error);
    if (code != HM_OK)
        return code;
    code = hm_json_validate(&source, path, allocator, folder->error);
    if (code == HM_OK) {
        hm_json json;
        hm_json_open(&json, &source, path, allocator, folder->error);
        code = read_package(folder, &json);
        hm_json_close(&json);
    }
    hm_source_close(&source);
    return code;
}

hm_code hm_folder_load(hm_dataset *dataset, const char *path, const hm_read_options *options,
                       hm_error *error) {
    hm_error own; /* what the JSON parser says is looked at, so there must be somewhere to say it */
    struct folder folder = {
        .dataset = dataset, .path = path, .options = options, .error = error ? error : &own};
    hm_arena_open(&folder.arena, dataset->allocator);
    const char *package = join(&folder, "datapackage.json", strlen("datapackage.json"));
    hm_code code = HM_OK;
    folder.package = package;
    if (!package)
        code = hm_error_memory(folder.error);
    else if (hm_entry_look(package) != HM_ENTRY_NOTHING)
        code = list_package(&folder, package);
    else
        code = list_folder(&folder);
    if (code == HM_OK)
        code = read_parts(&folder);
    hm_release(folder.arena.allocator, folder.parts, folder.capacity * sizeof *folder.parts);
    hm_arena_close(&folder.arena);
    return code;
}
