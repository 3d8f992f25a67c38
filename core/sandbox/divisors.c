#include "sandbox/divisors.h"

#include <fenv.h>
#include <string.h>

#include "sandbox/division.h"

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

static uint8_t met_before(const hm_divisors *divisors) {
    uint8_t state = HM_OBSERVED;
    for (unsigned i = 0; i < divisors->choices; i++)
        state = gravest(state, divisors->before[i]);
    return state;
}

static uint8_t met_at_all(const hm_divisors *divisors) {
    return gravest(met(divisors), met_before(divisors));
}

static void forget(hm_divisors *divisors) {
    divisors->pending = divisors->kept = HM_OBSERVED;
    divisors->passed_earlier = false;
    divisors->choices = 0;
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
    const uint8_t state = gravest(met_at_all(divisors), divisors->kept);
    if (state != HM_OBSERVED || divisors->choices > 0 || divisors->passed_earlier)
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

void hm_divisors_keep_zero(hm_divisors *divisors) {
    divisors->kept = gravest(divisors->kept, HM_UNDEFINED);
}

void hm_divisors_note_error(hm_divisors *divisors, const char *message) {
    if (hm_divisors_is_error(message))
        hm_divisors_keep_zero(divisors);
}

hm_state hm_divisors_of_operand(const hm_divisors *divisors) {
    return (hm_state)gravest(met_at_all(divisors), HM_UNDEFINED);
}

/* --- helpers that choose --- */

/* Deeper than the table: the outermost two are taken for one. */
void hm_divisors_begin_choice(hm_divisors *divisors) {
    if (!divisors->watching)
        return;
    if (divisors->choices == HM_DIVISORS_CHOICES) {
        divisors->before[1] = gravest(divisors->before[0], divisors->before[1]);
        memmove(divisors->before, divisors->before + 1, --divisors->choices);
    }
    divisors->before[divisors->choices++] = met(divisors);
    divisors->pending = HM_OBSERVED;
    clear_flags();
}

/* The last that was met before the arguments. */
static void pass_over_earlier(hm_divisors *divisors) {
    unsigned i = divisors->choices;
    while (i > 0 && divisors->before[i - 1] == HM_OBSERVED)
        i--;
    if (i > 0)
        divisors->before[i - 1] = HM_OBSERVED;
    divisors->passed_earlier = true;
}

void hm_divisors_end_choice(hm_divisors *divisors, bool passes_over) {
    if (!divisors->watching)
        return;
    uint8_t own = met(divisors);
    clear_flags();
    if (passes_over && (own == HM_OBSERVED || divisors->choices == 0))
        pass_over_earlier(divisors);
    if (passes_over)
        own = HM_OBSERVED;
    if (divisors->choices > 0)
        own = gravest(own, divisors->before[--divisors->choices]);
    divisors->pending = own;
}

void hm_divisors_keep(hm_divisors *divisors) {
    divisors->kept =
        gravest(divisors->kept, divisors->passed_earlier ? HM_UNDEFINED : met_at_all(divisors));
}
