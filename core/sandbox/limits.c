/* limits.c: the three limits: steps and seconds in the hook and in charges, memory (and
 * seconds again) in the allocator.
 *
 * Measured on Lua 5.4.4: what one instruction can cost in C is bounded by the sizes of its
 * operands. With strings up to LONG_STRING and blocks up to the default block size, 100
 * instructions take some 20 ms at worst, rehashes of colliding keys aside, so the hook looks every
 * 100. A string of 1 MiB of NUL bytes takes 6 ms to compare with its twin. So once a string above
 * LONG_STRING has been made, the hook looks after every instruction for good (the string may be
 * kept), and in that same call each instruction costs steps by the longest string made. Only the
 * allocator sees a string that the operator `..` makes, and it must not touch the hook: the next
 * look does, at most 100 instructions, that is 50 comparisons or 0.3 s, later. */
#include "sandbox/parts.h"

#include <string.h>

#include "base/numbers/number.h"
#include "platform/clock.h"
#include "platform/threads.h"

enum {
    INTERVAL = 100,
    STEPS_BETWEEN_CLOCKS = 1024, /* charged ones; some 10 microseconds */
    CALLS_BETWEEN_CLOCKS = 32, /* that the hook has not seen, each of less than 100 instructions */
    LONGEST_A_STEP = 1024, /* bytes of the longest text that make an instruction one step dearer */
    LEVELS_MOST = 256      /* C functions cannot be nested deeper */
};

#define LONG_STRING ((size_t)32 << 10)
/* Filling a block can take long only from here on: a rehash of keys that all collide. */
#define LARGE_BLOCK ((size_t)16 << 10)
/* What Lua puts before the bytes of a string or userdata. */
#define HEADER_MOST 64

/* The first reason stays. */
static void exhaust(hm_sandbox *sandbox, hm_reason reason) {
    if (sandbox->reason == HM_REASON_NONE)
        sandbox->reason = reason;
}

/* Hands on what was used since the last time; each call counts as a step, too, or the short ones
 * would be for nothing. False when the budget is exhausted, and the sandbox with it. */
static bool tell_meter(hm_sandbox *sandbox, bool ended, int64_t time) {
    const uint64_t used = hm_sandbox_steps_in_all(sandbox) + sandbox->begun;
    const uint64_t more = used - sandbox->metered;
    sandbox->metered = used;
    if (hm_meter_look(sandbox->meter, more, ended, time))
        return true;
    exhaust(sandbox, HM_REASON_BUDGET);
    return false;
}

bool hm_sandbox_is_late(hm_sandbox *sandbox) {
    if (sandbox->deadline == HM_DEADLINE_NONE)
        return false;
    if (hm_is_cancelled(sandbox->cancel))
        return true;
    /* no clock: every script is late, none runs unwatched */
    const int64_t time = hm_clock_now();
    if (sandbox->deadline == HM_DEADLINE_UNSET && time != HM_CLOCK_NONE)
        sandbox->deadline = time + sandbox->patience;
    sandbox->unclocked = 0;
    if (sandbox->meter && !tell_meter(sandbox, false, time))
        return true;
    return time > sandbox->deadline;
}

static void watch(lua_State *L, lua_Debug *activation);

static void set_interval(hm_sandbox *sandbox, int interval) {
    sandbox->interval = interval;
    lua_sethook(sandbox->runner, watch, LUA_MASKCOUNT, interval);
}

void hm_sandbox_watch_closely(hm_sandbox *sandbox) {
    if (sandbox->longest > 0 && sandbox->interval > 1 && sandbox->runner)
        set_interval(sandbox, 1);
}

void hm_sandbox_renew(hm_sandbox *sandbox) {
    sandbox->begun++;
    if (sandbox->meter && sandbox->begun % CALLS_BETWEEN_CLOCKS == 0)
        tell_meter(sandbox, false, hm_clock_now());
    sandbox->steps_before += sandbox->steps;
    sandbox->steps = 0;
    sandbox->unclocked = 0;
    sandbox->deadline = HM_DEADLINE_UNSET;
    sandbox->refused = HM_REASON_NONE;
    sandbox->asked.new_size = 0;
    sandbox->longest = 0;
    /* again for each call, so that its count of instructions begins at 0 whatever ran before */
    set_interval(sandbox, sandbox->interval > 0 ? sandbox->interval : INTERVAL);
}

void hm_sandbox_disarm(hm_sandbox *sandbox) {
    sandbox->deadline = HM_DEADLINE_NONE;
    if (sandbox->meter)
        tell_meter(sandbox, true, hm_clock_now());
}

static const hm_chunk *find_chunk(const hm_sandbox *sandbox, const char *source) {
    const hm_chunk *chunk = sandbox->chunks;
    while (chunk && strcmp(chunk->source, source) != 0)
        chunk = chunk->next;
    return chunk;
}

hm_script_line hm_sandbox_here(const hm_sandbox *sandbox) {
    hm_script_line location = {NULL, 0};
    lua_Debug activation;
    for (int level = 0; level < LEVELS_MOST; level++) {
        if (!lua_getstack(sandbox->runner, level, &activation))
            break;
        lua_getinfo(sandbox->runner, "Sl", &activation);
        if (activation.currentline <= 0)
            continue;
        location.chunk = find_chunk(sandbox, activation.source);
        location.line = (uint32_t)activation.currentline;
        break;
    }
    return location;
}

/* A limit was run into, perhaps in the allocator, which cannot tell where. */
static void locate(hm_sandbox *sandbox) {
    if (sandbox->located || !sandbox->runner)
        return;
    sandbox->located = true;
    sandbox->limit_hit_at = hm_sandbox_here(sandbox);
    set_interval(sandbox, 1); /* no script instruction is run any more */
}

/* The text is never looked at, but it must not need memory: it was made when the state was. */
static void HM_NORETURN raise(lua_State *L) {
    lua_pushliteral(L, "limit");
    lua_error(L);
    for (;;)
        ; /* lua_error does not return, which its declaration cannot say */
}

void hm_sandbox_hit_limit(lua_State *L, hm_reason reason) {
    hm_sandbox *sandbox = hm_sandbox_of(L);
    exhaust(sandbox, reason);
    locate(sandbox);
    raise(L);
}

static void watch(lua_State *L, lua_Debug *activation) {
    (void)activation;
    hm_sandbox *sandbox = hm_sandbox_of(L);
    sandbox->steps += (uint64_t)sandbox->interval * (1 + sandbox->longest / LONGEST_A_STEP);
    hm_sandbox_watch_closely(sandbox);
    if (sandbox->reason != HM_REASON_NONE)
        hm_sandbox_hit_limit(L, sandbox->reason);
    if (sandbox->steps > sandbox->limits.steps)
        hm_sandbox_hit_limit(L, HM_REASON_STEPS);
    if (hm_sandbox_is_late(sandbox))
        hm_sandbox_hit_limit(L, HM_REASON_SECONDS);
}

void hm_sandbox_charge(lua_State *L, uint64_t steps) {
    hm_sandbox *sandbox = hm_sandbox_of(L);
    if (sandbox->reason != HM_REASON_NONE)
        hm_sandbox_hit_limit(L, sandbox->reason);
    uint64_t most = sandbox->limits.steps;
    if (sandbox->steps > most || steps > most - sandbox->steps)
        hm_sandbox_hit_limit(L, HM_REASON_STEPS);
    sandbox->steps += steps;
    sandbox->unclocked += steps < STEPS_BETWEEN_CLOCKS ? steps : STEPS_BETWEEN_CLOCKS;
    if (sandbox->unclocked >= STEPS_BETWEEN_CLOCKS && hm_sandbox_is_late(sandbox))
        hm_sandbox_hit_limit(L, HM_REASON_SECONDS);
}

static bool copy_fits(const hm_sandbox *sandbox, size_t bytes) {
    const size_t most = sandbox->limits.memory;
    const size_t held = sandbox->used < most ? sandbox->used : most;
    return sandbox->copied <= most - held && bytes <= most - held - sandbox->copied;
}

/* What the call before has left behind is no concern of this one: it is collected first. */
void hm_sandbox_charge_memory(lua_State *L, size_t bytes) {
    hm_sandbox *sandbox = hm_sandbox_of(L);
    hm_sandbox_charge(L, HM_COST_OF_BYTES(bytes));
    if (!copy_fits(sandbox, bytes) && !sandbox->collected) {
        sandbox->collected = true;
        lua_gc(L, LUA_GCCOLLECT);
    }
    if (!copy_fits(sandbox, bytes))
        hm_sandbox_hit_limit(L, HM_REASON_MEMORY);
    sandbox->copied += bytes;
}

void hm_sandbox_fail_memory(lua_State *L) {
    hm_sandbox_hit_limit(L, HM_REASON_HOST);
}

void hm_sandbox_look(lua_State *L) {
    hm_sandbox *sandbox = hm_sandbox_of(L);
    if (++sandbox->unclocked >= STEPS_BETWEEN_CLOCKS && hm_sandbox_is_late(sandbox))
        hm_sandbox_hit_limit(L, HM_REASON_SECONDS);
}

/* What forbids a block to grow from `held` to `size` bytes; `kind` is what it is for when it is
 * new. Only strings and userdata say so; strings are made by scripts, userdata by the host and by
 * hm_builder. */
static hm_reason objection(hm_sandbox *sandbox, const void *block, size_t kind, size_t held,
                           size_t size) {
    const hm_limits *limits = &sandbox->limits;
    bool is_text = !block && (kind == LUA_TSTRING || kind == LUA_TUSERDATA);
    if (sandbox->reason != HM_REASON_NONE)
        return sandbox->reason; /* exhausted: nothing grows any more */
    if (is_text && size > limits->string_size + HEADER_MOST)
        return HM_REASON_STRING;
    /* Lua goes on when its string table cannot grow, but then collects all garbage for each new
     * string: that table is limited by the memory limit alone */
    bool is_string_table = block && (block == sandbox->string_table);
    if (!is_text && !is_string_table && size > limits->block_size)
        return HM_REASON_BLOCK;
    if (size - held > limits->memory || sandbox->used > limits->memory - (size - held))
        return HM_REASON_MEMORY;
    if (size >= LARGE_BLOCK && hm_sandbox_is_late(sandbox)) {
        exhaust(sandbox, HM_REASON_SECONDS);
        return HM_REASON_SECONDS;
    }
    return HM_REASON_NONE;
}

/* Lua collects garbage after a refusal and asks for the same again, and lives with some refusals:
 * only an error that follows makes this one a limit that was hit (hm_sandbox_is_exhausted). Before
 * the error arrives there Lua may ask for another block, to shrink its stack, say: one that it gets
 * at the second attempt hides nothing of the refusal before it. The collection takes time, so the
 * clock is read. */
static void *refuse(hm_sandbox *sandbox, hm_reason reason) {
    sandbox->refused = reason;
    if (hm_sandbox_is_late(sandbox))
        exhaust(sandbox, HM_REASON_SECONDS);
    return NULL;
}

/* Is this request the one that was refused just before? Either way it is the latest now. */
static bool is_repeated(hm_sandbox *sandbox, const void *block, size_t old_size, size_t new_size) {
    bool repeated = sandbox->asked.new_size == new_size && sandbox->asked.block == block &&
                    sandbox->asked.old_size == old_size;
    if (!repeated)
        sandbox->asked.before = sandbox->refused;
    sandbox->asked.block = block;
    sandbox->asked.old_size = old_size;
    sandbox->asked.new_size = repeated ? 0 : new_size;
    return repeated;
}

/* Making a long text takes time, and so may whatever is done with it, one instruction each. */
static void note_text(hm_sandbox *sandbox, size_t size) {
    sandbox->steps += HM_COST_OF_BYTES(size);
    if (size > sandbox->longest)
        sandbox->longest = size;
}

static void note_growth(hm_sandbox *sandbox, bool repeated) {
    if (sandbox->used > sandbox->peak)
        sandbox->peak = sandbox->used;
    if (repeated && sandbox->reason == HM_REASON_NONE)
        sandbox->refused = sandbox->asked.before; /* the collection helped */
    sandbox->asked.new_size = 0;
}

/* For a new block `old_size` is the kind of object it is for. */
void *hm_sandbox_resize(void *context, void *block, size_t old_size, size_t new_size) {
    hm_sandbox *sandbox = context;
    size_t held = block ? old_size : 0;
    bool grows = new_size > held;
    bool is_text = !block && old_size == LUA_TSTRING && new_size > LONG_STRING;
    bool is_string_table =
        block && (block == sandbox->string_table || sandbox->seeking_string_table);
    bool repeated = false;
    if (!block && new_size == 0)
        return NULL;
    if (grows) {
        repeated = is_repeated(sandbox, block, old_size, new_size);
        hm_reason reason = objection(sandbox, block, old_size, held, new_size);
        if (reason != HM_REASON_NONE)
            return refuse(sandbox, reason);
    }
    block = hm_resize(sandbox->allocator, block, held, new_size);
    if (!block && new_size > 0)
        return refuse(sandbox, HM_REASON_HOST);
    sandbox->used = sandbox->used - held + new_size;
    if (is_string_table)
        sandbox->string_table = block;
    if (is_text)
        note_text(sandbox, new_size);
    if (grows)
        note_growth(sandbox, repeated);
    return block;
}

bool hm_sandbox_is_exhausted(hm_sandbox *sandbox, int status) {
    /* the status alone proves nothing: a script can raise Lua's own words for it */
    if (status == LUA_ERRMEM && sandbox->refused != HM_REASON_NONE)
        exhaust(sandbox, sandbox->refused);
    if (sandbox->reason == HM_REASON_NONE)
        return false;
    locate(sandbox);
    return true;
}

/* What a message says before and after the limit's value, by reason. */
static const char *const words[][2] = {
    [HM_REASON_STEPS] = {"steps: more than ", ""},
    [HM_REASON_SECONDS] = {"seconds: more than ", ""},
    [HM_REASON_MEMORY] = {"memory: more than ", " bytes"},
    [HM_REASON_STRING] = {"memory: a text of more than ", " bytes"},
    [HM_REASON_BLOCK] = {"memory: a table or call stack of more than ", " bytes in one block"},
};

static double amount(const hm_limits *limits, hm_reason reason) {
    switch (reason) {
    case HM_REASON_STEPS:
        return (double)limits->steps;
    case HM_REASON_SECONDS:
        return limits->seconds;
    case HM_REASON_STRING:
        return (double)limits->string_size;
    case HM_REASON_BLOCK:
        return (double)limits->block_size;
    default:
        return (double)limits->memory;
    }
}

hm_code hm_sandbox_explain_limit(const hm_sandbox *sandbox, hm_error *error) {
    hm_reason reason = sandbox->reason;
    if (reason == HM_REASON_HOST)
        return hm_error_memory(error);
    const hm_chunk *chunk = sandbox->limit_hit_at.chunk;
    const char *file = chunk ? chunk->source + 1 : NULL;
    const uint32_t line = chunk ? sandbox->limit_hit_at.line : 0;
    if (reason == HM_REASON_BUDGET)
        return hm_budget_explain(sandbox->meter->budget, file, line, error);
    char number[HM_NUMBER_SIZE];
    hm_number_print(amount(&sandbox->limits, reason), number);
    return hm_error_at(error, HM_ERROR_LIMIT, file, line, 0, "%s%s%s", words[reason][0], number,
                       words[reason][1]);
}
