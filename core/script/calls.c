#include "script/calls.h"

void hm_lua_push_argument(lua_State *L, const hm_argument *argument, ptrdiff_t unit) {
    const double number = argument->values[unit];
    if (argument->states[unit] != HM_OBSERVED)
        lua_pushnil(L);
    else if (argument->type == HM_TYPE_LOGIC)
        lua_pushboolean(L, number != 0);
    else if (argument->type == HM_TYPE_TEXT)
        lua_pushstring(L, argument->texts[(uint32_t)number]);
    else
        lua_pushnumber(L, number);
}

bool hm_calls_seek(hm_calls *calls) {
    while (calls->unit < calls->end && calls->states[calls->unit] != HM_OBSERVED)
        calls->unit++;
    return calls->unit < calls->end;
}
