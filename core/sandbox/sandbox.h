/* sandbox.h: a Lua state for scripts nobody has to trust.
 *
 * Everything a script does is counted: steps (instructions, and the work of library functions by
 * their cost), seconds, bytes. A limit that is run into stays: the call that hit it fails, no
 * script code can hold it back, and the sandbox is `exhausted`: it refuses every further call and
 * can only be closed. One sandbox belongs to one thread at a time. What protects the host is the
 * allow-list in library.c: the only things a script can name.
 *
 * Time: the clock of a call is started by the first look at it (after 100 instructions, 1,024
 * charged steps or a large block, whichever is first) and looked at every 100 instructions, in
 * charges and in the allocator. A call overruns `seconds` by one uninterruptible operation of Lua
 * at most: with the default limits some 10 ms, 0.3 s for a rehash of a table whose keys were chosen
 * to collide. From the first text above 32 KiB on the sandbox looks after every instruction, which
 * makes all its scripts several times slower, and within that call instructions cost more steps.
 *
 * Order: pairs and next go by key (numbers, then texts by their bytes, then false, true; other keys
 * are an error), sorting is stable, and no text tells an address, so the same script and inputs
 * give the same result on every run.
 *
 * Not bounded: these are limits inside a process, no boundary against unknown faults of Lua itself.
 * Whoever runs scripts of people who mean harm does so in a process of its own with the operating
 * system's limits on it. A script can keep state from call to call in its local variables. Run on
 * stacks of at least 2 MiB. */
#ifndef HM_SANDBOX_H
#define HM_SANDBOX_H

#include <lua.h>

#include "platform/cancel.h"
#include "base/error.h"
#include "base/memory.h"
#include "hundredmark/package.h"
#include "platform/budget.h"

typedef hm_script_limits hm_limits;

#define HM_STEPS_DEFAULT       10000000u
#define HM_MEMORY_DEFAULT      ((size_t)16 << 20)
#define HM_SECONDS_DEFAULT     1.0
#define HM_SOURCE_SIZE_DEFAULT ((size_t)64 << 10)

typedef enum hm_limit_hit {
    HM_LIMIT_NONE,
    HM_LIMIT_STEPS,
    HM_LIMIT_SECONDS,
    HM_LIMIT_MEMORY,
    HM_LIMIT_BUDGET /* not of this call alone: no fault of its own */
} hm_limit_hit;

typedef struct hm_sandbox hm_sandbox;

/* `limits` may be NULL, and is copied; seconds that are negative or NaN are HM_ERROR_ARGUMENT. The
 * allocator is borrowed and must outlive the sandbox: all memory of the state comes from it, one
 * that refuses makes calls fail with HM_ERROR_MEMORY and the sandbox is exhausted. */
hm_code hm_sandbox_open(hm_sandbox **out, const hm_limits *limits, const hm_allocator *allocator,
                        hm_error *error);
void hm_sandbox_close(hm_sandbox *sandbox); /* runs no script code: there are no finalizers */
const hm_limits *hm_sandbox_limits(const hm_sandbox *sandbox); /* defaults filled in */
hm_limit_hit hm_sandbox_limit_hit(const hm_sandbox *sandbox);
/* From now on a call ends within some milliseconds of the moment at which this is requested, as if
 * its time were up. NULL: none. Borrowed. */
void hm_sandbox_watch_cancel(hm_sandbox *sandbox, const hm_cancel *cancel);
/* From now on the meter is told what all calls use, and when its budget is exhausted the sandbox is
 * exhausted. NULL: none. Borrowed; of the thread that makes the calls, and started while it does.
 */
void hm_sandbox_watch_meter(hm_sandbox *sandbox, hm_meter *meter);
/* Of the last or current call; instructions are counted by the hundred. */
uint64_t hm_sandbox_steps(const hm_sandbox *sandbox);
/* Of all calls since it was opened. */
uint64_t hm_sandbox_steps_in_all(const hm_sandbox *sandbox);
/* Most bytes in use at once since it was opened. */
size_t hm_sandbox_peak(const hm_sandbox *sandbox);

/* Runs `body` with the pointer `context` as its one argument (light userdata) inside one protected
 * call with fresh step and time budgets and all limits armed. Everything that can raise belongs
 * inside `body`. Results are left in `context`, none on the stack; the stack is as before
 * afterwards. On failure the error has the message, at most 512 bytes, with `file` and `line` where
 * Lua put them before the message, else of the script line that was being run (as long as it is in
 * a chunk that hm_sandbox_load loaded). It is HM_ERROR_LIMIT for a limit that was hit (recognised
 * by the sandbox's own flag, never by text; the message names the limit and its value: `steps: more
 * than 10000000`), HM_ERROR_PACKAGE otherwise. The thread has the C locale meanwhile. Not to be
 * called inside itself. */
hm_code hm_sandbox_run(hm_sandbox *sandbox, lua_CFunction body, void *context, hm_error *error);
/* Inside the body of hm_sandbox_run, between two pieces of its work: what follows is as good as a
 * call of its own, with fresh budgets. A limit that was run into stays run into: look at
 * hm_sandbox_limit_hit before. [-0, +0, -] */
void hm_sandbox_renew(hm_sandbox *sandbox);
/* The light userdata that C code raised to end the last failed call, NULL if it failed otherwise.
 */
const void *hm_sandbox_raised(const hm_sandbox *sandbox);

/* Inside a protected call: [-0, +1, e] pushes a fresh environment for one script, a copy of the
 * allow-list whose reads of unknown names and whose writes raise an error that names the variable
 * (and the nearest known name). C code adds what authors get (indicator, helpers, ...) with
 * lua_rawset before hm_sandbox_load, which seals it: what is put in later can be read by the
 * script, but overwritten too. */
void hm_sandbox_push_environment(lua_State *L);
/* The same, which finds all that the environment at `source` holds beside what C code puts into it,
 * and costs no copy of that. Seals `source`. */
void hm_sandbox_extend_environment(lua_State *L, int source);
/* Inside a protected call: [-2, +0, e] all environments of the state find the function on the top
 * under the name below it. It is a helper that chooses: divisors.h is told whenever it is read. */
void hm_sandbox_set_choice(lua_State *L);
/* Inside a protected call: [-0, +1, e] compiles source[0..size) (text only, no NUL, BOM skipped, CR
 * LF accepted) as a chunk named `name` (shown as `file` in messages) with the environment at
 * absolute index `environment` as its only upvalue. Refuses sources over source_size, functions
 * with more than 255 constants where this Lua compiles them wrongly, and functions that read
 * thousands of fields. A name above 511 bytes is cut in errors. */
void hm_sandbox_load(lua_State *L, const char *name, const char *source, size_t size,
                     int environment);

/* The same for a file that is part of the library, by its name in base/resources.h, which need not
 * be compiled any more. All limits hold but that of the source's size; steps are the same, peaks of
 * memory lower. */
void hm_sandbox_load_shipped(lua_State *L, const char *name, const char *resource, int environment);

/* For C functions that scripts can call: adds the cost of work about to be done, raises when the
 * budget is exhausted.
 * [-0, +0, e] */
void hm_sandbox_charge(lua_State *L, uint64_t steps);
/* For C code that keeps what a script made outside of the state: adds the bytes about to be copied
 * to what the state holds until the call ends, raises when that is above the limit of memory.
 * [-0, +0, e] */
void hm_sandbox_charge_memory(lua_State *L, size_t bytes);
/* Raises: the embedder's memory has run out, which is no fault of the script (HM_ERROR_MEMORY).
 * [-0, +0, e] */
void hm_sandbox_fail_memory(lua_State *L);
/* What the measure that is being called has met: divisors.h. */
struct hm_divisors *hm_sandbox_divisors(hm_sandbox *sandbox);
/* One pointer of whoever runs scripts, for the functions that they call meanwhile; NULL at first.
 */
void **hm_sandbox_host(hm_sandbox *sandbox);
/* The sandbox a state belongs to. */
hm_sandbox *hm_sandbox_of(lua_State *L);

#endif
