/* math.c: the functions of `math`, which may hide that an operand is no finite number: what a
 * measure has met by then is kept (divisors.h). */
#include "sandbox/parts.h"

#include <float.h>
#include <math.h>

#include "sandbox/division.h"

#if defined(FE_DIVBYZERO) && defined(FE_INVALID)

/* The flags tell what the function has met. */
static void note_results(lua_State *L, int count) {
    (void)L;
    (void)count;
}

#else

/* The logarithm of 0, the root of a number below 0. */
static void note_results(lua_State *L, int count) {
    for (int i = 1; i <= count; i++)
        if (lua_type(L, -i) == LUA_TNUMBER && !(fabs(lua_tonumber(L, -i)) <= DBL_MAX))
            hm_division_mark = 1;
}

#endif

static bool any_not_finite(lua_State *L, int count) {
    for (int i = 1; i <= count; i++)
        if (lua_type(L, i) == LUA_TNUMBER && !isfinite(lua_tonumber(L, i)))
            return true;
    return false;
}

int hm_script_math(lua_State *L) {
    hm_divisors *divisors = &hm_sandbox_of(L)->divisors;
    if (divisors->watching && any_not_finite(L, lua_gettop(L)))
        hm_divisors_keep(divisors);
    const int count = lua_tocfunction(L, lua_upvalueindex(1))(L);
    note_results(L, count);
    return count;
}

int hm_script_fmod(lua_State *L) {
    hm_divisors *divisors = &hm_sandbox_of(L)->divisors;
    const bool whole = lua_isinteger(L, 1) && lua_isinteger(L, 2);
    if (!divisors->watching || !whole || lua_tointeger(L, 2) != 0)
        return hm_script_math(L);
    hm_divisors_keep_zero(divisors);
    lua_pushnumber(L, (lua_Number)NAN);
    return 1;
}
