/* lua_stream.c: hm.stream: data of any length. */
#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "binding/lua_host_functions.h"
#include "binding/lua_languages.h"
#include "binding/lua_tables.h"
#include "platform/sha256.h"
#include "script/lua_list.h"

/* Where the stream's calls find Lua again. */
typedef struct target {
    lua_State *L;
    const luaL_Stream *stream; /* on the stack; may be closed by whoever is called meanwhile */
    int issue;                 /* where the function on the stack is that is told issues; 0: none */
    int raised;                /* it raised, and what it raised lies on top of the stack */
    int cause;                 /* errno of a write that failed */
    int flushes;               /* what is written is not held back */
    int digests;               /* what is written is counted, and its digest taken */
    uint64_t bytes;
    hm_sha256 sha;
} target;

static int write_file(void *context, const char *data, size_t size) {
    target *t = context;
    if (t->raised)
        return 1;
    if (!t->stream->closef) {
        t->cause = EBADF;
        return 1;
    }
    errno = 0;
    FILE *file = t->stream->f;
    if (fwrite(data, 1, size, file) != size || (t->flushes && fflush(file) != 0)) {
        t->cause = errno;
        return 1;
    }
    if (t->digests)
        hm_sha256_add(&t->sha, data, size);
    t->bytes += size;
    return 0;
}

/* function, issue -> */
static int call_issue(lua_State *L) {
    hm_lua_push_issue(L, lua_touserdata(L, 2));
    lua_replace(L, 2);
    lua_call(L, 1, 0);
    return 0;
}

/* What is raised may not pass through the stream: it waits until that has ended. */
static void tell_issue(void *context, const hm_issue *issue) {
    target *t = context;
    if (t->raised)
        return;
    lua_pushcfunction(t->L, call_issue);
    lua_pushvalue(t->L, t->issue);
    lua_pushlightuserdata(t->L, (void *)(uintptr_t)issue);
    t->raised = lua_pcall(t->L, 2, 0, 0) != LUA_OK;
}

/* A list of texts. They are borrowed: an own list of them, which nobody else can change, and the
 * array stay on the stack. [-0, +2, v] */
static const char *const *push_names(lua_State *L, const char *field, size_t *count) {
    lua_getfield(L, 3, field);
    *count = 0;
    if (lua_isnil(L, -1)) {
        lua_pushnil(L);
        return NULL;
    }
    luaL_checktype(L, -1, LUA_TTABLE);
    const int given = lua_gettop(L), own = given + 1;
    *count = hm_list_check(L, given, SIZE_MAX / sizeof(char *) - 1, field);
    lua_newtable(L);
    const char **names = lua_newuserdatauv(L, (*count + 1) * sizeof *names, 0);
    for (size_t i = 0; i < *count; i++) {
        luaL_argcheck(L, lua_rawgeti(L, given, (lua_Integer)i + 1) == LUA_TSTRING, 3,
                      "cities and periods are texts");
        names[i] = lua_tostring(L, -1);
        lua_rawseti(L, own, (lua_Integer)i + 1);
    }
    lua_remove(L, given);
    return names;
}

static size_t size_field(lua_State *L, const char *field, size_t otherwise) {
    lua_getfield(L, 3, field);
    const lua_Integer size = luaL_optinteger(L, -1, -1);
    luaL_argcheck(L, size >= 0 || lua_isnil(L, -1), 3, "a size must be at least 0");
    lua_pop(L, 1);
    return size >= 0 ? hm_lua_size(size) : otherwise;
}

/* `cities_of`, a data set, which the stack keeps, or nil; its index. [-0, +1, v] */
static int push_cities_of(lua_State *L, hm_stream_options *options) {
    if (lua_getfield(L, 3, "cities_of") != LUA_TNIL)
        options->cities_of = hm_lua_check_dataset(L, lua_gettop(L));
    return lua_gettop(L);
}

/* Leaves on the stack what the options borrow. */
static void read_options(lua_State *L, hm_stream_options *options, target *t) {
    luaL_checktype(L, 3, LUA_TTABLE);
    luaL_checkstack(L, 2 * LUA_MINSTACK, NULL);
    t->stream = hm_lua_push_file(L, 3);
    options->jobs = hm_lua_jobs_field(L, 3);
    options->depth = size_field(L, "depth", SIZE_MAX);
    options->batch = size_field(L, "batch", 0);
    options->issues = size_field(L, "issues", 0);
    options->run_limits = hm_lua_total_limits(L, 3, "run_seconds", "run_steps");
    hm_write_options writing = HM_WRITE_OPTIONS_INIT;
    (void)hm_lua_write_options(L, 3, true, &writing);
    options->format = writing.format;
    options->no_header = writing.no_header;
    options->safe_cells = writing.safe_cells;
    options->bom = writing.bom;
    options->delimiter = writing.delimiter;
    options->decimal = writing.decimal;
    lua_getfield(L, 3, "flush");
    options->flush = luaL_optnumber(L, -1, 0);
    t->flushes = options->flush > 0;
    if (lua_getfield(L, 3, "encoding") != LUA_TNIL) /* the table keeps it */
        options->encoding = luaL_checkstring(L, -1);
    lua_getfield(L, 3, "digest");
    t->digests = lua_toboolean(L, -1);
    options->fits = hm_lua_push_fits(L, 3);
    options->cities = push_names(L, "cities", &options->city_count);
    options->periods = push_names(L, "periods", &options->period_count);
    options->languages = hm_lua_push_languages(L, 3, &options->language_count);
    if (lua_getfield(L, 3, "issue") == LUA_TNIL)
        return;
    luaL_checktype(L, -1, LUA_TFUNCTION);
    t->issue = lua_gettop(L);
    options->log = tell_issue;
    options->log_context = t;
}

static void push_counts(lua_State *L, const hm_stream_counts *counts, target *t) {
    char digest[65];
    lua_createtable(L, 0, 6);
    if (t->digests) {
        hm_sha256_finish(&t->sha, digest);
        hm_lua_set_integer(L, "bytes", (lua_Integer)t->bytes);
        hm_lua_set_text(L, "sha256", digest);
    }
    hm_lua_set_integer(L, "batches", (lua_Integer)counts->batches);
    hm_lua_set_integer(L, "cities", (lua_Integer)counts->cities);
    hm_lua_set_integer(L, "units", (lua_Integer)counts->units);
    hm_lua_set_integer(L, "written", (lua_Integer)counts->written);
}

/* hm.stream(package, path, options) */
int hm_lua_stream(lua_State *L) {
    const hm_package *package = hm_lua_check_package(L, 1);
    const char *path = luaL_checkstring(L, 2);
    hm_stream_options options = HM_STREAM_OPTIONS_INIT;
    target t = {.L = L};
    lua_settop(L, 3);
    const int cancel = hm_lua_push_cancel(L, 3);
    const int cities_of = push_cities_of(L, &options);
    read_options(L, &options, &t);
    if (options.cities_of)
        options.cities_of = hm_lua_check_dataset(L, cities_of); /* likewise */
    package = hm_lua_check_package(L, 1); /* reading the options may have closed it */
    options.cancel = hm_lua_cancel_at(L, cancel);
    hm_sha256_start(&t.sha);
    luaL_checkstack(L, LUA_MINSTACK, NULL);
    hm_lua_host_functions *given = hm_lua_host_functions_of(L, 1);
    options.jobs = given ? 1 : options.jobs; /* a Lua function runs on the thread of its state */
    hm_error error;
    hm_stream_counts counts = HM_STREAM_COUNTS_INIT;
    hm_lua_object *used = hm_lua_begin_use(L, 1);
    hm_lua_object *looked_at = options.cancel ? hm_lua_begin_use(L, cancel) : NULL;
    hm_lua_object *cities = options.cities_of ? hm_lua_begin_use(L, cities_of) : NULL;
    lua_State *before = hm_lua_host_functions_enter(given, L);
    const hm_code code = hm_stream(package, path, &options, write_file, &t, &counts, &error);
    hm_lua_host_functions_leave(given, before);
    if (cities)
        hm_lua_end_use(cities);
    if (looked_at)
        hm_lua_end_use(looked_at);
    hm_lua_end_use(used);
    if (t.raised)
        return lua_error(L);
    if (code == HM_ERROR_OUTPUT && t.cause != 0)
        hm_error_set(&error, code, "the results could not be written: %s", strerror(t.cause));
    if (code != HM_OK)
        return hm_lua_push_failure(L, &error);
    push_counts(L, &counts, &t);
    return 1;
}
