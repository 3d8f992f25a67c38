/* environment.h: the floating-point environment that every result is computed in.
 *
 * An embedding program may round upward, flush small numbers to zero or trap exceptions. Every
 * function of the library that computes, reads or prints numbers therefore begins and ends like
 * this:
 *
 *     hm_environment host;
 *     hm_environment_enter(&host);
 *     return hm_environment_leave(&host, work(...));
 *
 * In between the environment is that of a program that has just started: to nearest, subnormal
 * numbers kept, every exception masked and no flag raised. The flags are the engine's own there: it
 * may clear, raise and test them. Leaving puts back what the host had, its flags, too, so what was
 * raised in between is never seen by it and never traps. The two may be nested; both together take
 * about 15 ns on x86-64 where the host's environment is the usual one. What the engine calls of the
 * host's in between (allocators, logs, sinks, resolvers, host functions) runs in the engine's
 * environment, and may leave another behind, but for allocators: such calls stand between these
 * two, too. */
#ifndef HM_ENVIRONMENT_H
#define HM_ENVIRONMENT_H

#include <float.h>

#include "hundredmark/base.h"

/* Figures that the processor keeps longer than a double would be rounded twice, and compared with
 * digits that they do not have. */
#if FLT_EVAL_METHOD != 0 && FLT_EVAL_METHOD != 1
#error "hundredmark needs doubles that are rounded as such: on 32-bit x86, -msse2 -mfpmath=sse"
#endif

#if defined(__GNUC__) && defined(__x86_64__)
typedef struct hm_environment {
    unsigned sse;                /* MXCSR */
    unsigned short x87, flagged; /* control and status of the older unit: printf, strtod, Lua */
} hm_environment;
#else
#include <fenv.h>
typedef struct hm_environment {
    fenv_t host;
} hm_environment;
#endif

/* Keeps the calling thread's environment in `*host` and sets the usual one. */
void hm_environment_enter(hm_environment *host);

/* Puts the environment back. Returns `code`, so that nothing stands between it and its making. */
hm_code hm_environment_leave(const hm_environment *host, hm_code code);

#endif
