#include "script/divisors.h"

#include <fenv.h>
#include <float.h>
#include <math.h>
#include <string.h>

#include "script/lua_division.h"
#include "script/sandbox.h"

/* --- flags, or the mark in their place --- */

#if defined(FE_DIVBYZERO) && defined(FE_INVALID)

enum { WATCHED = FE_DIVBYZERO | FE_INVALID };

unsigned hm_divisors_save_flags(void) {
    return (unsigned)fetestexcept(WATCHED);
}

static void clear_flags(void) {
    (void)feclearexcept(WATCHED);
}

static void raise_flags(unsigned flags) {
    (void)feraiseexcept((int)flags);
}

/* The flags tell what a function of `math` has met. */
static void note_results(lua_State *L, int count) {
    (void)L;
    (void)count;
}

#else

_Thread_local unsigned hm_division_mark;

unsigned hm_divisors_save_flags(void) {
    return hm_division_mark;
}

static void clear_flags(void) {
    hm_division_mark = 0;
}

static void raise_flags(unsigned flags) {
    hm_division_mark |= flags;
}

/* The logarithm of 0, the root of a number below 0. */
static void note_results(lua_State *L, int count) {
    for (int i = 1; i <= count; i++)
        if (lua_type(L, -i) == LUA_TNUMBER &&
            !(lua_tonumber(L, -i) < HUGE_VAL && lua_tonumber(L, -i) > -HUGE_VAL))
            hm_division_mark = 1;
}

#endif

void hm_divisors_restore_flags(unsigned flags) {
    clear_flags();
    if (flags != 0)
        raise_flags(flags);
}

/* --- what a unit has met --- */

static uint8_t gravest(uint8_t a, uint8_t b) {
    return a > b ? a : b;
}

static uint8_t met(const hm_divisors *divisors) {
    return gravest(divisors->pending, hm_divisors_save_flags() != 0 ? HM_UNDEFINED : HM_OBSERVED);
}

static void forget(hm_divisors *divisors) {
    divisors->pending = divisors->kept = HM_OBSERVED;
    clear_flags();
}

void hm_divisors_start(hm_divisors *divisors) {
    divisors->watching = true;
    forget(divisors);
}

void hm_divisors_stop(hm_divisors *divisors) {
    divisors->watching = false;
}

hm_state hm_divisors_take(hm_divisors *divisors) {
    const uint8_t state = gravest(met(divisors), divisors->kept);
    if (state != HM_OBSERVED)
        forget(divisors);
    return (hm_state)state;
}

void hm_divisors_note(hm_divisors *divisors, hm_state state) {
    divisors->pending = gravest(divisors->pending, (uint8_t)state);
}

bool hm_divisors_is_error(const char *message) {
    static const char *const errors[] = {"attempt to divide by zero", "attempt to perform 'n//0'",
                                         "attempt to perform 'n%0'"};
    const size_t size = strlen(message);
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        const size_t wanted = strlen(errors[i]);
        if (size >= wanted && strcmp(message + size - wanted, errors[i]) == 0)
            return true;
    }
    return false;
}

void hm_divisors_note_error(hm_divisors *divisors, const char *message) {
    if (hm_divisors_is_error(message))
        divisors->kept = gravest(divisors->kept, HM_UNDEFINED);
}

hm_state hm_divisors_of_operand(const hm_divisors *divisors) {
    return (hm_state)gravest(divisors->pending, HM_UNDEFINED);
}

void hm_divisors_pass_over(hm_divisors *divisors) {
    divisors->pending = HM_OBSERVED;
    clear_flags();
}

/* --- functions of math --- */

static bool any_not_finite(lua_State *L, int count) {
    for (int i = 1; i <= count; i++)
        if (lua_type(L, i) == LUA_TNUMBER && !(fabs(lua_tonumber(L, i)) <= DBL_MAX))
            return true;
    return false;
}

int hm_divisors_math(lua_State *L) {
    hm_divisors *divisors = hm_sandbox_divisors(hm_sandbox_of(L));
    if (divisors->watching && any_not_finite(L, lua_gettop(L)))
        divisors->kept = gravest(divisors->kept, met(divisors));
    const int count = lua_tocfunction(L, lua_upvalueindex(1))(L);
    note_results(L, count);
    return count;
}

int hm_divisors_fmod(lua_State *L) {
    hm_divisors *divisors = hm_sandbox_divisors(hm_sandbox_of(L));
    const bool whole = lua_isinteger(L, 1) && lua_isinteger(L, 2);
    if (!divisors->watching || !whole || lua_tointeger(L, 2) != 0)
        return hm_divisors_math(L);
    divisors->kept = gravest(divisors->kept, HM_UNDEFINED);
    lua_pushnumber(L, (lua_Number)NAN);
    return 1;
}
