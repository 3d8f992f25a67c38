#include "binding/lua_layers.h"

#include "binding/lua_objects.h"
#include "package/locate.h"
#include "package/translation.h"

/* --- layers --- */

/* { code, from } of weights by period, and where those of a table stand. */
static void set_weights_from(lua_State *L, const hm_layer *layer) {
    const hm_declared_package *manifest = &layer->manifest;
    lua_Integer count = 0;
    lua_newtable(L);
    for (size_t i = 0; i < manifest->weight_count; i++) {
        const hm_declared_weight *weight = &manifest->weights[i];
        if (!weight->from || !*weight->from)
            continue;
        lua_createtable(L, 0, 4);
        hm_lua_set_text(L, "code", weight->code);
        hm_lua_set_text(L, "from", weight->from);
        if (layer->weights_file) {
            hm_lua_set_text(L, "file", layer->weights_file->shown);
            hm_lua_set_integer(L, "line", weight->line);
        }
        lua_rawseti(L, -2, ++count);
    }
    lua_setfield(L, -2, "weights_from");
}

static void set_codes(lua_State *L, const hm_declared_package *manifest) {
    lua_createtable(L, (int)manifest->drop_count, 0);
    for (size_t i = 0; i < manifest->drop_count; i++) {
        lua_pushstring(L, manifest->drop[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "drop");
    lua_Integer count = 0;
    lua_createtable(L, (int)manifest->weight_count, 0);
    for (size_t i = 0; i < manifest->weight_count; i++) {
        if (manifest->weights[i].from && *manifest->weights[i].from)
            continue;
        lua_createtable(L, 0, 2);
        hm_lua_set_text(L, "code", manifest->weights[i].code);
        hm_lua_set_number(L, "weight", manifest->weights[i].weight);
        lua_rawseti(L, -2, ++count);
    }
    lua_setfield(L, -2, "weights");
}

/* The paths of the files that were read from a folder, or the one of a reform; none of others. */
static void set_files(lua_State *L, const hm_files *files, bool is_reform) {
    const size_t count = files->home == HM_HOME_FOLDER || is_reform ? files->count : 0;
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        lua_pushstring(L, files->items[i].shown);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "files");
}

/* The tags of its catalogues. */
static void set_languages(lua_State *L, const hm_files *files) {
    lua_createtable(L, (int)files->language_count, 0);
    for (size_t i = 0; i < files->language_count; i++) {
        lua_pushstring(L, files->languages[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "languages");
}

void hm_lua_push_layers(lua_State *L, const hm_package *package) {
    lua_createtable(L, (int)package->layer_count, 0);
    for (size_t i = 0; i < package->layer_count; i++) {
        const hm_layer *layer = package->layers[package->layer_count - 1 - i];
        lua_createtable(L, 0, 9);
        hm_lua_set_text(L, "name", layer->manifest.name);
        hm_lua_set_text(L, "version", layer->manifest.version);
        hm_lua_set_text(L, "path", layer->files.home == HM_HOME_FOLDER ? layer->files.name : "");
        hm_lua_set_flag(L, "builtin", layer->files.home == HM_HOME_BUILTIN);
        hm_lua_set_text(L, "file", layer->manifest.origin.file);
        hm_lua_set_integer(L, "line", layer->manifest.origin.line);
        set_codes(L, &layer->manifest);
        set_weights_from(L, layer);
        set_files(L, &layer->files, layer->is_reform);
        set_languages(L, &layer->files);
        hm_lua_set_flag(L, "reform", layer->is_reform);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* --- what people read --- */

typedef struct text_list {
    lua_State *L;
    lua_Integer count;
    hm_names seen;
} text_list;

/* Each context and text once. */
static bool list_text(void *context, const char *key, const char **text) {
    text_list *list = context;
    lua_State *L = list->L;
    lua_pushfstring(L, "%s\n%s", key, *text);
    size_t size;
    const char *both = lua_tolstring(L, -1, &size);
    const uint32_t before = list->seen.count;
    const uint32_t number = hm_names_intern(&list->seen, both, size);
    lua_pop(L, 1);
    if (number == HM_NO_NAME || number < before)
        return number != HM_NO_NAME;
    lua_createtable(L, 0, 2);
    hm_lua_set_text(L, "context", key);
    hm_lua_set_text(L, "source", *text);
    lua_rawseti(L, -2, ++list->count);
    return true;
}

int hm_lua_texts(lua_State *L) {
    const hm_package *package = hm_lua_check_package(L, 1);
    hm_layer layer = *hm_package_own(package);
    text_list list = {.L = L};
    hm_arena arena; /* of what a visitor would change, and this one does not */
    hm_arena_open(&arena, hm_allocator_default());
    hm_names_open(&list.seen, hm_allocator_default());
    lua_newtable(L);
    const bool whole = hm_layer_texts(&layer, list_text, &list, &arena);
    hm_arena_close(&arena);
    hm_names_close(&list.seen);
    return whole ? 1 : luaL_error(L, "not enough memory");
}

lua_Integer hm_lua_number_of_layer(const hm_package *package, const hm_library *library) {
    for (size_t i = 0; i < package->layer_count; i++)
        if (library == &package->layers[i]->library)
            return (lua_Integer)(package->layer_count - i);
    return 0;
}

lua_Integer hm_lua_layer_of(const hm_package *package, const hm_indicator *indicator) {
    return hm_lua_number_of_layer(package, indicator->function.library);
}

/* --- where fields stand --- */

/* The keys on the stack from `index` on: texts, or numbers of elements. */
static hm_field_path read_path(lua_State *L, int index) {
    hm_field_path path = {0};
    for (; index <= lua_gettop(L); index++)
        path = hm_field_path_on(path, lua_type(L, index) == LUA_TNUMBER
                                          ? HM_ELEMENT((size_t)luaL_checkinteger(L, index))
                                          : HM_FIELD(luaL_checkstring(L, index)));
    return path;
}

int hm_lua_locate(lua_State *L) {
    const hm_package *package = hm_lua_check_package(L, 1);
    const hm_layer *top = hm_package_own(package);
    const hm_locator locator = {hm_allocator_default(), NULL, NULL};
    hm_file file = *top->manifest_file;
    hm_field_path path = read_path(L, 3);
    path.line = top->manifest.made_line;
    if (!lua_isnil(L, 2)) {
        const size_t node = hm_package_find(package, luaL_checkstring(L, 2));
        if (node == SIZE_MAX || package->plan.nodes[node].indicator == HM_NO_INDICATOR)
            return hm_lua_push_nothing(L);
        const hm_measure_source *source =
            &package->plan.indicators[package->plan.nodes[node].indicator].function;
        file = (hm_file){.path = "", .shown = source->file, .data = source->source};
        file.size = source->size;
        path.line = package->plan.nodes[node].origin.line;
    }
    const hm_origin origin = hm_locate(&locator, &file, &path);
    lua_pushstring(L, origin.file);
    lua_pushinteger(L, origin.line);
    return 2;
}

int hm_lua_locate_rule(lua_State *L) {
    const hm_package *package = hm_lua_check_package(L, 1);
    const hm_locator locator = {hm_allocator_default(), NULL, NULL};
    const size_t rule = hm_package_find_rule(package, luaL_checkstring(L, 2));
    if (rule == SIZE_MAX)
        return hm_lua_push_nothing(L);
    hm_field_path path = read_path(L, 3);
    path.line = package->plan.rules[rule].origin.line;
    const hm_origin origin =
        hm_locate(&locator, package->rule_descriptions[rule].layer->rules_file, &path);
    lua_pushstring(L, origin.file);
    lua_pushinteger(L, origin.line);
    return 2;
}

/* --- files in memory --- */

const hm_package_file *hm_lua_read_files(lua_State *L, int index, size_t *count) {
    *count = 0;
    if (lua_isnoneornil(L, index))
        return NULL;
    luaL_checktype(L, index, LUA_TTABLE);
    if (lua_getfield(L, index, "files") == LUA_TNIL)
        return NULL;
    luaL_argcheck(L, lua_istable(L, -1), index, "files must be a table: { [path] = text }");
    const int table = lua_gettop(L);
    size_t most = 1;
    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1))
        most++;
    hm_package_file *files = lua_newuserdatauv(L, most * sizeof *files, 0);
    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
        luaL_argcheck(L, lua_type(L, -2) == LUA_TSTRING && lua_type(L, -1) == LUA_TSTRING, index,
                      "files must be texts by their paths");
        hm_package_file *file = &files[(*count)++];
        file->path = lua_tostring(L, -2); /* the table keeps both alive */
        file->data = lua_tolstring(L, -1, &file->size);
    }
    return files;
}
