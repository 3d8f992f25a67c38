/* host.c: a program that runs another Lua and scores with hundredmark; run.sh links it in many
 * ways.
 *
 *     host [PLUGIN]      PLUGIN: score.c and hundredmark, loaded as the program runs; without it
 *                        the program is linked with them
 *
 * Prints the index, 75, and ends with 0; or the reason why there is none, and ends with 3. The
 * other Lua has to work before and after; where it does not, the program ends with 4. */
#include <dlfcn.h>
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdio.h>
#include <string.h>

#include "score.h"

typedef hm_code scorer(double *mark, hm_error *error);

static int other_lua_works(lua_State *L) {
    const int failed = luaL_loadstring(L, "return ('%d'):format(#{ 1, 2, 3 } + 4)") != 0 ||
                       lua_pcall(L, 0, 1, 0) != 0 || strcmp(lua_tostring(L, -1), "7") != 0;
    lua_settop(L, 0);
    return !failed;
}

static scorer *find_scorer(const char *plugin) {
    scorer *found = NULL;
#ifdef LINKED
    (void)plugin;
    found = score_city;
#else
    void *loaded = dlopen(plugin, RTLD_NOW | RTLD_GLOBAL);
    void *symbol = loaded ? dlsym(loaded, "score_city") : NULL;
    if (!symbol)
        fprintf(stderr, "host: %s\n", dlerror());
    memcpy(&found, &symbol, sizeof found);
#endif
    return found;
}

int main(int count, char **arguments) {
    lua_State *L = luaL_newstate();
    hm_error error = {0};
    double mark = 0;
    luaL_openlibs(L);
    scorer *score = find_scorer(count > 1 ? arguments[1] : NULL);
    if (!score || !other_lua_works(L))
        return 4;
    const hm_code code = score(&mark, &error);
    if (!other_lua_works(L))
        return 4;
    lua_close(L);
    if (code == HM_OK)
        printf("%.0f\n", mark);
    else
        printf("%s\n", error.message);
    return code == HM_OK ? 0 : 3;
}
