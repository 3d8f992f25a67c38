#include "binding/lua_languages.h"

#include <lauxlib.h>

#include "script/lua_list.h"

enum { MOST_LANGUAGES = 256 };

/* [-1, +2, e] The words of the table on top. They stay in a table of their own, which nobody else
 * can change. */
static void read_words(lua_State *L, int options, hm_data_language *language) {
    luaL_argcheck(L, lua_istable(L, -1), options, "languages: expected tables { ENGLISH = WORD }");
    const int given = lua_gettop(L), own = given + 1;
    size_t most = 1;
    lua_newtable(L);
    for (lua_pushnil(L); lua_next(L, given); lua_pop(L, 1)) {
        luaL_argcheck(L, lua_type(L, -2) == LUA_TSTRING && lua_type(L, -1) == LUA_TSTRING, options,
                      "languages: expected words by their English ones");
        lua_pushvalue(L, -2);
        lua_pushvalue(L, -2);
        lua_rawset(L, own);
        most++;
    }
    lua_remove(L, given);
    hm_data_word *words = lua_newuserdatauv(L, most * sizeof *words, 0);
    language->words = words;
    for (lua_pushnil(L); lua_next(L, given); lua_pop(L, 1))
        words[language->count++] = (hm_data_word){lua_tostring(L, -2), lua_tostring(L, -1)};
}

const hm_data_language *hm_lua_push_languages(lua_State *L, int index, size_t *count) {
    *count = 0;
    if (!lua_istable(L, index) || lua_getfield(L, index, "languages") == LUA_TNIL)
        return NULL;
    const int list = lua_gettop(L);
    luaL_argcheck(L, lua_istable(L, list), index, "languages: expected a list");
    *count = hm_list_check(L, list, MOST_LANGUAGES, "languages");
    luaL_checkstack(L, (int)(2 * *count) + LUA_MINSTACK, "too many languages");
    hm_data_language *languages = lua_newuserdatauv(L, (*count + 1) * sizeof *languages, 0);
    for (size_t i = 0; i < *count; i++) {
        languages[i] = (hm_data_language){NULL, 0};
        lua_rawgeti(L, list, (lua_Integer)i + 1);
        read_words(L, index, &languages[i]);
    }
    return languages;
}
