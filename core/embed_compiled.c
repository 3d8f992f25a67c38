/* embed_compiled.c: a tool of the build, no part of the library: compiles the Lua files that the
 * library holds, so that programs need not do so at each start.
 *
 *     embed_compiled OUT NAME PATH [NAME PATH ...]
 *
 * NAMEs are those of core/base/resources.h, in its order. OUT is C source with the compiled files
 * (all debug information kept: messages name their lines), and the version of Lua that made them.
 */
#include <errno.h>
#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

/* The name under which the library loads the file, which Lua keeps inside of it: what stands in
 * messages of scripts without the folder, and HM_HELPERS_CHUNK of script/lua_expr.h. */
static const char *push_chunk_name(lua_State *L, const char *name) {
    static const char packages[] = "indicators/", author[] = "scripts/author/";
    if (strncmp(name, packages, sizeof packages - 1) == 0)
        return lua_pushfstring(L, "@%s", name + sizeof packages - 1);
    if (strncmp(name, author, sizeof author - 1) == 0)
        return lua_pushstring(L, "@helpers.lua");
    return lua_pushfstring(L, "=%s", name);
}

/* Leaves the function on the stack; a message instead of it when it returns false. */
static int load_file(lua_State *L, const char *name, const char *path) {
    luaL_Buffer text;
    FILE *file = fopen(path, "rb");
    if (!file) {
        lua_pushfstring(L, "%s: %s", path, strerror(errno));
        return 0;
    }
    const char *chunk = push_chunk_name(L, name);
    luaL_buffinit(L, &text);
    for (size_t size = 1; size > 0;) {
        size = fread(luaL_prepbuffer(&text), 1, LUAL_BUFFERSIZE, file);
        luaL_addsize(&text, size);
    }
    const int failed = ferror(file);
    (void)fclose(file);
    luaL_pushresult(&text);
    if (failed) {
        lua_pushfstring(L, "%s cannot be read", path);
        return 0;
    }
    size_t size;
    const char *source = lua_tolstring(L, -1, &size);
    return luaL_loadbufferx(L, source, size, chunk, "t") == LUA_OK;
}

typedef struct writer {
    FILE *file;
    size_t size;
} writer;

static int write_bytes(lua_State *L, const void *data, size_t size, void *context) {
    (void)L;
    writer *out = context;
    const unsigned char *bytes = data;
    for (size_t i = 0; i < size; i++)
        (void)fprintf(out->file, "%d,%s", bytes[i], ++out->size % 24 == 0 ? "\n" : "");
    return 0;
}

/* Writes the array of one file; false with a message on the stack. */
static int write_array(lua_State *L, writer *out, int number, const char *name, const char *path) {
    if (!load_file(L, name, path))
        return 0;
    out->size = 0;
    (void)fprintf(out->file, "static const unsigned char code_%d[] = {\n", number);
    lua_dump(L, write_bytes, out, 0);
    (void)fprintf(out->file, "};\n");
    return 1;
}

static int write_all(lua_State *L, FILE *file, int count, char **files) {
    writer out = {file, 0};
    (void)fprintf(file, "/* Made by core/embed_compiled.c. */\n#include \"base/resources.h\"\n\n");
    for (int i = 0; i + 1 < count; i += 2) {
        if (!write_array(L, &out, i / 2, files[i], files[i + 1]))
            return 0;
        lua_settop(L, 0);
    }
    (void)fprintf(file, "const hm_resource hm_compiled[] = {\n");
    for (int i = 0; i + 1 < count; i += 2)
        (void)fprintf(file, "    {\"%s\", (const char *)code_%d, sizeof code_%d},\n", files[i],
                      i / 2, i / 2);
    (void)fprintf(file, "};\nconst size_t hm_compiled_count = %d;\n", count / 2);
    (void)fprintf(file, "const char hm_compiled_by[] = \"%s\";\n", lua_ident);
    return 1;
}

int main(int count, char **arguments) {
    FILE *file = count >= 4 && count % 2 == 0 ? fopen(arguments[1], "w") : NULL;
    lua_State *L = luaL_newstate();
    if (!file || !L) {
        (void)fprintf(stderr, "usage: embed_compiled OUT NAME PATH [NAME PATH ...]\n");
        return 2;
    }
    const int compiled = write_all(L, file, count - 2, arguments + 2);
    if (!compiled)
        (void)fprintf(stderr, "embed_compiled: %s\n", lua_tostring(L, -1));
    const int unwritten = ferror(file);
    const int unclosed = fclose(file);
    lua_close(L);
    return !compiled || unwritten || unclosed;
}
