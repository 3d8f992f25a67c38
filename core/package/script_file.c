#include "package/script_file.h"

#include <stdlib.h>
#include <string.h>

#include "script/lua_author.h"
#include "script/lua_expr.h"

int hm_script_file_ready(lua_State *L) {
    hm_lua_author_open(L);
    return 0;
}

void hm_script_file_load(lua_State *L, const hm_file *file) {
    if (file->resource)
        hm_sandbox_load_shipped(L, file->shown, file->resource, lua_gettop(L));
    else
        hm_sandbox_load(L, file->shown, file->data, file->size, lua_gettop(L));
}

void hm_script_file_locate(const hm_file *file, hm_error *why) {
    const size_t size = strlen(file->shown);
    if (strncmp(why->message, file->shown, size) != 0 || why->message[size] != ':')
        return;
    char *end;
    const unsigned long line = strtoul(why->message + size + 1, &end, 10);
    if (strncmp(end, ": ", 2) != 0)
        return;
    char message[sizeof why->message];
    memcpy(message, end + 2, strlen(end + 2) + 1);
    hm_error_at(why, why->code, file->shown, (uint32_t)line, 0, "%s", message);
}

void hm_script_file_explain(const hm_sandbox *sandbox, hm_error *why) {
    const hm_state state = hm_lua_raised_state(hm_sandbox_raised(sandbox));
    if (state != HM_OBSERVED)
        hm_error_at(why, why->code, why->file, why->line, 0,
                    "a helper of plain figures, none of them input.NAME, yields no number: %s",
                    hm_state_name(state));
}
