#include "package/study.h"

#include <string.h>

#include "package/locate.h"
#include "package/script_file.h"
#include "platform/regular.h"
#include "script/lua_author.h"
#include "script/lua_study.h"

#define NO_FAULT UINT32_MAX

typedef struct study_run {
    const hm_layer *layer; /* whose modules it finds */
    const hm_file *file;
    hm_arena *arena;
    hm_field_path fault; /* to what is wrong, if its line is not NO_FAULT */
    hm_declared_study *out;
} study_run;

/* The layer of the package's own, or the nearest below, that has one. */
static const hm_layer *find_layer(const hm_package *package) {
    for (size_t i = package->layer_count - package->reform_count; i-- > 0;)
        if (hm_files_get(&package->layers[i]->files, "study.lua"))
            return package->layers[i];
    return NULL;
}

bool hm_package_has_study(const hm_package *package) {
    return package && find_layer(package);
}

static int run_body(lua_State *L) {
    study_run *run = lua_touserdata(L, 1);
    hm_lua_author_environment(L, &run->layer->library);
    hm_script_file_load(L, run->file);
    lua_call(L, 0, 1);
    hm_lua_read_study(L, run->arena, run->file->shown, &run->fault, run->out);
    return 0;
}

/* Where the field stands that is wrong, or what Lua says of the line. */
static void tell(const study_run *run, hm_error *error) {
    hm_script_file_locate(run->file, error);
    if (run->fault.line == NO_FAULT)
        return;
    const hm_locator locator = {run->arena->allocator, NULL, NULL};
    const hm_origin at = hm_locate(&locator, run->file, &run->fault);
    char message[sizeof error->message];
    memcpy(message, error->message, sizeof message);
    hm_error_at(error, error->code, at.file, at.line, 0, "%s", message);
}

static hm_code run_file(study_run *run, const hm_limits *limits, hm_error *error) {
    hm_sandbox *sandbox;
    run->fault.line = NO_FAULT;
    hm_code code = hm_sandbox_open(&sandbox, limits, run->arena->allocator, error);
    if (code != HM_OK)
        return code;
    code = hm_sandbox_run(sandbox, hm_script_file_ready, NULL, error);
    if (code == HM_OK)
        code = hm_sandbox_run(sandbox, run_body, run, error);
    if (code == HM_ERROR_PACKAGE) {
        hm_script_file_explain(sandbox, error);
        tell(run, error);
    }
    hm_sandbox_close(sandbox);
    return code;
}

static hm_code read_file(hm_file *out, const char *path, const hm_limits *limits, hm_arena *arena,
                         hm_error *error) {
    const char *shown = hm_arena_copy(arena, path, strlen(path));
    if (!shown)
        return hm_error_memory(error);
    *out = (hm_file){.path = "study.lua", .shown = shown};
    const size_t most = limits->source_size ? limits->source_size : HM_SOURCE_SIZE_DEFAULT;
    return hm_regular_read(path, shown, most, arena, &out->data, &out->size, error);
}

hm_code hm_study_read(hm_declared_study *out, const hm_package *package, const char *path,
                      hm_arena *arena, hm_error *error) {
    hm_error own;
    hm_file file;
    error = error ? error : &own;
    study_run run = {.layer = hm_package_own(package), .file = &file, .arena = arena, .out = out};
    if (path) {
        const hm_code code = read_file(&file, path, &package->plan.limits, arena, error);
        if (code != HM_OK)
            return code;
    } else {
        run.layer = find_layer(package);
        if (!run.layer)
            return hm_error_at(error, HM_ERROR_PACKAGE, hm_package_own(package)->files.name, 0, 0,
                               "no study: expected a file study.lua in the package");
        run.file = hm_files_get(&run.layer->files, "study.lua");
    }
    return run_file(&run, &package->plan.limits, error);
}
