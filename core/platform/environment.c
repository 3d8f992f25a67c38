#include "platform/environment.h"

#if defined(__GNUC__) && defined(__x86_64__)

/* The C library's fegetenv and fesetenv load the older unit each time, which takes 80 ns; here it
 * is loaded only where something in it differs. */

#include <stdint.h>
#include <xmmintrin.h>

enum { SSE_USUAL = 0x1f80, X87_USUAL = 0x037f, X87_FLAGS = 0x3f };

static unsigned short x87_control(void) {
    unsigned short control;
    __asm__ volatile("fnstcw %0" : "=m"(control));
    return control;
}

static unsigned short x87_flags(void) {
    unsigned short status;
    __asm__ volatile("fnstsw %0" : "=a"(status));
    return status & X87_FLAGS;
}

/* Sets both without a trap in between: storing the environment masks all exceptions, and those that
 * loading unmasks trap no sooner than at the next instruction of that unit. */
static void set_x87(unsigned short control, unsigned short flags) {
    struct {
        uint32_t control, status, others[5];
    } all;
    __asm__ volatile("fnstenv %0" : "=m"(all));
    all.control = (all.control & ~(uint32_t)UINT16_MAX) | control;
    all.status = (all.status & ~(uint32_t)X87_FLAGS) | flags;
    __asm__ volatile("fldenv %0" : : "m"(all));
}

void hm_environment_enter(hm_environment *host) {
    host->sse = _mm_getcsr();
    host->x87 = x87_control();
    host->flagged = x87_flags();
    if (host->sse != SSE_USUAL)
        _mm_setcsr(SSE_USUAL);
    if (host->x87 != X87_USUAL || host->flagged != 0)
        set_x87(X87_USUAL, 0);
}

hm_code hm_environment_leave(const hm_environment *host, hm_code code) {
    if (_mm_getcsr() != host->sse)
        _mm_setcsr(host->sse);
    if (x87_control() != host->x87 || x87_flags() != host->flagged)
        set_x87(host->x87, host->flagged);
    return code;
}

#else

void hm_environment_enter(hm_environment *host) {
    (void)fegetenv(&host->host);
    (void)fesetenv(FE_DFL_ENV);
}

hm_code hm_environment_leave(const hm_environment *host, hm_code code) {
    (void)fesetenv(&host->host);
    return code;
}

#endif
