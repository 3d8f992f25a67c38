#include "package/files.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/resources.h"
#include "base/text.h"
#include "platform/environment.h"
#include "platform/folder.h"
#include "platform/regular.h"
#include "platform/source.h"
#include "sandbox/sandbox.h"

/* A package is some dozens of scripts: what goes far beyond is a wrong folder, not a package. */
enum { MOST_FILES = 10000, MOST_ENTRIES = 50000, MOST_DEPTH = 16 };
#define MOST_BYTES       ((size_t)64 << 20)
#define MOST_TABLE_BYTES ((size_t)4 << 20)

#define BUILTIN_ROOT "indicators/"

typedef struct gatherer {
    hm_arena *arena;
    hm_error *error;
    hm_file *items;
    size_t count, capacity, bytes;
    size_t entries;       /* of folders, looked at so far */
    size_t source_size;   /* the most that a file may have */
    const char *language; /* NULL: the package's own */
    const char **languages;
    size_t language_count, language_capacity;
} gatherer;

static char *join_path(hm_arena *arena, const char *folder, const char *name) {
    const size_t a = strlen(folder), b = strlen(name);
    char *path = hm_arena_take(arena, a + b + 2);
    if (!path)
        return NULL;
    memcpy(path, folder, a);
    if (a > 0 && folder[a - 1] != '/')
        path[a] = '/';
    memcpy(path + a + (a > 0 && folder[a - 1] != '/'), name, b + 1);
    return path;
}

static bool ends_with(const char *text, const char *end) {
    const size_t a = strlen(text), b = strlen(end);
    return a >= b && strcmp(text + a - b, end) == 0;
}

/* Data may lie beside a package, under names of their own. */
bool hm_file_is_table(const char *path) {
    if (!ends_with(path, ".csv") || strchr(path, '/'))
        return false;
    return strcmp(path, "indicators.csv") == 0 || strcmp(path, "parameters.csv") == 0 ||
           strcmp(path, "weights.csv") == 0 || strncmp(path, "weights-", 8) == 0;
}

static const char lang[] = "lang/", csv[] = ".csv";

bool hm_file_is_catalogue(const char *path) {
    return strncmp(path, lang, sizeof lang - 1) == 0 && !strchr(path + sizeof lang - 1, '/') &&
           strlen(path) > sizeof lang + sizeof csv - 2 && ends_with(path, csv);
}

/* Is it `tag`, or does it say more of the same language, as "fr-CA" does of "fr"? */
static bool is_language(const char *language, const char *tag, size_t size) {
    return language && strncmp(language, tag, size) == 0 &&
           (language[size] == '\0' || language[size] == '-');
}

static bool is_wanted(const gatherer *g, const char *path) {
    if (hm_file_is_catalogue(path))
        return is_language(g->language, path + sizeof lang - 1,
                           strlen(path) - (sizeof lang - 1) - (sizeof csv - 1));
    return ends_with(path, ".lua") || strcmp(path, "package.json") == 0 || hm_file_is_table(path);
}

static hm_code note_language(gatherer *g, const char *path) {
    if (!hm_file_is_catalogue(path))
        return HM_OK;
    const char *tag = hm_arena_copy(g->arena, path + sizeof lang - 1,
                                    strlen(path) - (sizeof lang - 1) - (sizeof csv - 1));
    if (!tag || !hm_grow(g->arena->allocator, &g->languages, g->language_count,
                         &g->language_capacity, sizeof *g->languages))
        return hm_error_memory(g->error);
    g->languages[g->language_count++] = tag;
    return HM_OK;
}

/* A table holds what else would be many scripts. */
static size_t most_bytes(const gatherer *g, const char *path) {
    const bool is_table = hm_file_is_table(path) || hm_file_is_catalogue(path);
    return is_table && g->source_size < MOST_TABLE_BYTES ? MOST_TABLE_BYTES : g->source_size;
}

static hm_code add(gatherer *g, hm_file file) {
    if (g->count == MOST_FILES || g->bytes + file.size > MOST_BYTES)
        return hm_error_at(g->error, HM_ERROR_PACKAGE, file.shown, 0, 0,
                           "too much for a package: more than %d files or 64 MiB", MOST_FILES);
    if (!hm_grow(g->arena->allocator, &g->items, g->count, &g->capacity, sizeof *g->items))
        return hm_error_memory(g->error);
    g->items[g->count++] = file;
    g->bytes += file.size;
    return HM_OK;
}

static hm_code add_from_disk(gatherer *g, const char *path, const char *shown) {
    hm_file file = {.path = path, .shown = shown};
    const hm_code code = hm_regular_read(shown, shown, most_bytes(g, path), g->arena, &file.data,
                                         &file.size, g->error);
    return code == HM_OK ? add(g, file) : code;
}

static hm_code walk(gatherer *g, const char *folder, const char *inside, int depth);

/* A package is a folder of strangers: a link may lead to any other folder, or round in circles, and
 * reading a FIFO may never end. What would count if it were plain is refused, so that nobody misses
 * an indicator. */
static hm_code visit(gatherer *g, const char *folder, const char *inside, const char *name,
                     int depth) {
    const char *shown = join_path(g->arena, folder, name);
    const char *path = join_path(g->arena, inside, name);
    if (!shown || !path)
        return hm_error_memory(g->error);
    const hm_entry_kind kind = hm_entry_look(shown);
    if (kind == HM_ENTRY_FOLDER)
        return walk(g, shown, path, depth + 1);
    if (kind == HM_ENTRY_LINK_TO_FOLDER)
        return hm_error_at(g->error, HM_ERROR_PACKAGE, shown, 0, 0,
                           "is a link to a folder: links in packages are not followed");
    if (kind == HM_ENTRY_HIDDEN)
        return hm_regular_fail(shown, errno, g->error);
    if (kind != HM_ENTRY_NOTHING && note_language(g, path) != HM_OK)
        return HM_ERROR_MEMORY;
    if (!is_wanted(g, path) || kind == HM_ENTRY_NOTHING)
        return HM_OK;
    if (kind == HM_ENTRY_FILE)
        return add_from_disk(g, path, shown);
    return hm_error_at(g->error, HM_ERROR_PACKAGE, shown, 0, 0,
                       kind == HM_ENTRY_LINK_TO_FILE
                           ? "is a link to a file: links in packages are not followed"
                           : "is no plain file");
}

/* Hidden files and folders are nobody's indicators. */
static hm_code visit_all(gatherer *g, hm_folder *names, const char *folder, const char *inside,
                         int depth) {
    hm_code code = HM_OK;
    const char *name;
    while (code == HM_OK && (name = hm_folder_next(names)) != NULL) {
        if (name[0] == '.')
            continue;
        if (g->entries++ == MOST_ENTRIES)
            return hm_error_at(g->error, HM_ERROR_PACKAGE, folder, 0, 0,
                               "too much for a package: more than %d files and folders",
                               MOST_ENTRIES);
        code = visit(g, folder, inside, name, depth);
    }
    return code == HM_OK && names->failure != 0 ? hm_regular_fail(folder, names->failure, g->error)
                                                : code;
}

static hm_code walk(gatherer *g, const char *folder, const char *inside, int depth) {
    if (depth > MOST_DEPTH)
        return hm_error_at(g->error, HM_ERROR_PACKAGE, folder, 0, 0,
                           "folders are nested more than %d deep", MOST_DEPTH);
    hm_folder names;
    if (!hm_folder_open(&names, folder))
        return hm_regular_fail(folder, names.failure, g->error);
    const hm_code code = visit_all(g, &names, folder, inside, depth);
    hm_folder_close(&names);
    return code;
}

/* Is it a package at all? Looked at before any walking: a folder may be any folder. */
static hm_code gather_folder(gatherer *g, const char *folder) {
    static const char *const manifests[] = {"package.lua", "package.json"};
    for (size_t i = 0; i < sizeof manifests / sizeof *manifests; i++) {
        const char *path = join_path(g->arena, folder, manifests[i]);
        if (!path)
            return hm_error_memory(g->error);
        if (hm_entry_look(path) != HM_ENTRY_NOTHING)
            return walk(g, folder, "", 0);
    }
    return hm_error_at(g->error, HM_ERROR_PACKAGE, folder, 0, 0,
                       "no package: expected package.lua or package.json in this folder");
}

static hm_code gather_builtin(gatherer *g, const char *name) {
    char *root = join_path(g->arena, BUILTIN_ROOT, name);
    root = root ? join_path(g->arena, root, "") : NULL; /* ends in a slash */
    if (!root)
        return hm_error_memory(g->error);
    const size_t size = strlen(BUILTIN_ROOT) + strlen(name) + 1;
    hm_code code = HM_OK;
    for (size_t i = hm_resource_first(root);
         code == HM_OK && i < hm_resource_count && strncmp(hm_resources[i].name, root, size) == 0;
         i++) {
        const hm_resource *resource = &hm_resources[i];
        code = note_language(g, resource->name + size);
        if (code == HM_OK && is_wanted(g, resource->name + size))
            code = add(g, (hm_file){resource->name + size, resource->name + strlen(BUILTIN_ROOT),
                                    resource->data, resource->size, resource->name});
    }
    return code;
}

static int compare_files(const void *a, const void *b) {
    return hm_text_compare_natural(((const hm_file *)a)->path, ((const hm_file *)b)->path);
}

static int compare_tags(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool keep_languages(gatherer *g, hm_files *out) {
    const char **tags = hm_arena_take_array(g->arena, g->language_count, sizeof *tags);
    if (tags && g->language_count > 0) {
        memcpy(tags, g->languages, g->language_count * sizeof *tags);
        qsort(tags, g->language_count, sizeof *tags, compare_tags);
    }
    out->languages = tags;
    out->language_count = g->language_count;
    hm_release(g->arena->allocator, g->languages, g->language_capacity * sizeof *tags);
    return tags != NULL;
}

/* Where files are to be gathered from. */
typedef struct home {
    hm_home kind;
    const char *name;
    const hm_package_file *files; /* HM_HOME_MEMORY */
    size_t count;
} home;

static hm_code gather_memory(gatherer *g, const home *from) {
    hm_code code = HM_OK;
    if (!from->files && from->count > 0)
        return hm_error_set(g->error, HM_ERROR_ARGUMENT, "package \"%s\": its files are NULL",
                            from->name);
    for (size_t i = 0; code == HM_OK && i < from->count; i++) {
        const hm_package_file *file = &from->files[i];
        if (!file->path || (!file->data && file->size > 0))
            return hm_error_set(g->error, HM_ERROR_ARGUMENT, "package \"%s\": file %zu is NULL",
                                from->name, i);
        const char *path = hm_arena_copy(g->arena, file->path, strlen(file->path));
        const char *data = hm_arena_copy(g->arena, file->data, file->size);
        const char *shown = path ? join_path(g->arena, from->name, path) : NULL;
        if (!data || !shown)
            return hm_error_memory(g->error);
        code = note_language(g, path);
        if (code == HM_OK && is_wanted(g, path))
            code = add(g, (hm_file){path, shown, data, file->size, NULL});
    }
    return code;
}

/* No folder has a name twice, but an archive may, and no order says which of the two counts. */
static hm_code refuse_twice(const hm_files *files, hm_error *error) {
    for (size_t i = 1; i < files->count; i++)
        if (strcmp(files->items[i - 1].path, files->items[i].path) == 0)
            return hm_error_at(error, HM_ERROR_PACKAGE, files->items[i].shown, 0, 0,
                               "is given twice: which of the two counts?");
    return HM_OK;
}

static hm_code gather(hm_files *out, const home *from, const hm_package_options *options,
                      hm_arena *arena, hm_error *error) {
    const size_t most = options->limits.source_size;
    gatherer g = {.arena = arena,
                  .error = error,
                  .source_size = most ? most : HM_SOURCE_SIZE_DEFAULT,
                  .language = options->language};
    const char *name = hm_arena_copy(arena, from->name, strlen(from->name));
    if (!name)
        return hm_error_memory(error);
    hm_code code = from->kind == HM_HOME_BUILTIN  ? gather_builtin(&g, name)
                   : from->kind == HM_HOME_MEMORY ? gather_memory(&g, from)
                                                  : gather_folder(&g, name);
    *out = (hm_files){.name = name, .home = from->kind, .count = g.count};
    out->items = hm_arena_take_array(arena, g.count, sizeof *g.items);
    if (!(keep_languages(&g, out) && out->items) && code == HM_OK)
        code = hm_error_memory(error);
    if (code == HM_OK && g.count > 0) {
        memcpy(out->items, g.items, g.count * sizeof *g.items);
        qsort(out->items, out->count, sizeof *out->items, compare_files);
        code = refuse_twice(out, error);
    }
    hm_release(arena->allocator, g.items, g.capacity * sizeof *g.items);
    return code;
}

const char *hm_files_builtin(size_t index) {
    for (size_t i = 0; hm_builtin_packages[i]; i++)
        if (i == index)
            return hm_builtin_packages[i];
    return NULL;
}

static bool is_builtin(const char *name) {
    const char *known;
    for (size_t i = 0; (known = hm_files_builtin(i)) != NULL; i++)
        if (strcmp(known, name) == 0)
            return true;
    return false;
}

/* The folder of package `name` below one of the places to look, NULL if it is in none. */
static const char *look_in(const char *place, const char *name, hm_arena *arena) {
    const char *folder = join_path(arena, place, name);
    return folder && hm_path_look(folder) == HM_PATH_FOLDER ? folder : NULL;
}

/* Shows the packages in one of the places to look. Their names are copied, since what a folder
 * gives does not last. */
static void show_place(hm_nearest *nearest, const char *place, hm_arena *arena) {
    hm_folder names;
    if (!hm_folder_open(&names, place))
        return;
    for (const char *found; (found = hm_folder_next(&names)) != NULL;) {
        hm_nearest one;
        hm_nearest_start(&one, nearest->wanted, nearest->wanted_size);
        hm_nearest_show(&one, found);
        const char *folder = one.name ? join_path(arena, place, one.name) : NULL;
        const char *lua = folder ? join_path(arena, folder, "package.lua") : NULL;
        const char *json = folder ? join_path(arena, folder, "package.json") : NULL;
        if (lua && json &&
            (hm_path_look(lua) == HM_PATH_FILE || hm_path_look(json) == HM_PATH_FILE))
            hm_nearest_show(nearest, folder + strlen(folder) - strlen(one.name));
    }
    hm_folder_close(&names);
}

static hm_code no_such_package(const char *name, const char *near,
                               const hm_package_options *options, hm_arena *arena,
                               hm_error *error) {
    hm_nearest nearest;
    const char *known;
    hm_nearest_start(&nearest, name, strlen(name));
    for (size_t i = 0; (known = hm_files_builtin(i)) != NULL; i++)
        hm_nearest_show(&nearest, known);
    if (near)
        show_place(&nearest, near, arena);
    for (size_t i = 0; i < options->search_count; i++)
        show_place(&nearest, options->search[i], arena);
    if (hm_path_look(name) == HM_PATH_FILE)
        return hm_error_set(error, HM_ERROR_PACKAGE,
                            "\"%s\" is a file: a package is a folder with package.lua", name);
    return hm_error_set(error, HM_ERROR_PACKAGE, "no package \"%s\"%s", name,
                        nearest.name ? hm_hint_of(nearest.name).text
                                     : ": neither a folder nor a known name");
}

hm_code hm_files_take(hm_files *out, const char *name, const hm_package_file *files, size_t count,
                      const hm_package_options *options, hm_arena *arena, hm_error *error) {
    return gather(out, &(home){HM_HOME_MEMORY, name, files, count}, options, arena, error);
}

/* A name, or names with '/' between them, none of them hidden, "." or "..". */
static bool is_below(const char *path) {
    if (*path == '/' || *path == '.' || *path == '\0')
        return false;
    return !strstr(path, "/.") && !strstr(path, "//") && path[strlen(path) - 1] != '/';
}

/* In one of the folders where packages are looked for by name; NULL where it is in none. */
static const char *look_by_name(const char *name, const char *near,
                                const hm_package_options *options, hm_arena *arena) {
    const char *folder = near && *name ? look_in(near, name, arena) : NULL;
    for (size_t i = 0; !folder && i < options->search_count && *name; i++)
        folder = look_in(options->search[i], name, arena);
    return folder;
}

static hm_code find(hm_files *out, const char *name, const char *folder, const char *near,
                    const hm_package_options *options, hm_arena *arena, hm_error *error) {
    if (folder)
        return gather(out, &(home){HM_HOME_FOLDER, folder, NULL, 0}, options, arena, error);
    if (is_builtin(name))
        return gather(out, &(home){HM_HOME_BUILTIN, name, NULL, 0}, options, arena, error);
    return no_such_package(name, near, options, arena, error);
}

/* What the host's code leaves behind is not for the scripts that are read next. */
static bool ask_resolver(home *from, const hm_package_options *options) {
    if (!options->resolver)
        return false;
    hm_environment engine;
    hm_environment_enter(&engine);
    const int known =
        options->resolver(options->resolver_context, from->name, &from->files, &from->count);
    (void)hm_environment_leave(&engine, HM_OK);
    return known != 0;
}

hm_code hm_files_find(hm_files *out, const char *name, const hm_package_options *options,
                      hm_arena *arena, hm_error *error) {
    home from = {HM_HOME_MEMORY, name, NULL, 0};
    if (ask_resolver(&from, options))
        return gather(out, &from, options, arena, error);
    const char *folder =
        hm_path_look(name) == HM_PATH_FOLDER ? name : look_by_name(name, NULL, options, arena);
    return find(out, name, folder, NULL, options, arena, error);
}

hm_code hm_files_find_base(hm_files *out, const char *name, const char *near,
                           const hm_package_options *options, hm_arena *arena, hm_error *error) {
    home from = {HM_HOME_MEMORY, name, NULL, 0};
    if (ask_resolver(&from, options))
        return gather(out, &from, options, arena, error);
    const char *plain = name;
    while (strncmp(plain, "../", 3) == 0)
        plain += 3;
    /* what is in no folder may stand on a folder that is searched, not only on one in it */
    const bool is_searched = !near && strcmp(name, ".") == 0;
    if (!is_searched && !is_below(plain))
        return hm_error_set(
            error, HM_ERROR_PACKAGE,
            "\"%.200s\" is no name of a package: a name, or a path that begins at the "
            "folder that holds this package",
            name);
    const char *folder = plain == name ? look_by_name(name, near, options, arena)
                         : near        ? look_in(near, name, arena)
                                       : NULL;
    return find(out, name, folder, near, options, arena, error);
}

const hm_file *hm_files_get(const hm_files *files, const char *path) {
    for (size_t i = 0; i < files->count; i++)
        if (strcmp(files->items[i].path, path) == 0)
            return &files->items[i];
    return NULL;
}
