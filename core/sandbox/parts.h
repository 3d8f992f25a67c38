/* parts.h: what the files of the sandbox share; nobody else includes it.
 *
 * Two rules hold in all of them. Work in C is charged before it is done (hm_sandbox_charge), since
 * no hook runs inside a C function. And a C function that scripts can call never allocates but
 * through the state, so that the memory limit sees it. */
#ifndef HM_SANDBOX_PARTS_H
#define HM_SANDBOX_PARTS_H

#include <lauxlib.h>
#include <stdbool.h>

#include "platform/clock.h"
#include "platform/locale.h"
#include "sandbox/divisors.h"
#include "sandbox/sandbox.h"

#if LUA_VERSION_NUM != 504
#error "the sandbox is written for, and its limits were measured on, Lua 5.4"
#endif

#if defined(__GNUC__)
#define HM_NORETURN __attribute__((noreturn))
#else
#define HM_NORETURN
#endif

/* Why a sandbox is exhausted. */
typedef enum hm_reason {
    HM_REASON_NONE = 0,
    HM_REASON_STEPS,
    HM_REASON_SECONDS,
    HM_REASON_MEMORY, /* the whole state */
    HM_REASON_STRING, /* one string */
    HM_REASON_BLOCK,  /* one other block */
    HM_REASON_BUDGET, /* of more than this call, see hm_sandbox_watch_meter */
    HM_REASON_HOST    /* the embedder's allocator refused: no fault of the script */
} hm_reason;

/* A script that was loaded; lives as long as the sandbox. */
typedef struct hm_chunk {
    struct hm_chunk *next;
    size_t size;            /* of this block */
    char shown[LUA_IDSIZE]; /* the name as Lua writes it into messages */
    char source[];          /* '@' and the whole name */
} hm_chunk;

/* A line of a script; `chunk` is NULL where there is none. */
typedef struct hm_script_line {
    const hm_chunk *chunk;
    uint32_t line;
} hm_script_line;

struct hm_sandbox {
    lua_State *lua;    /* the main state */
    lua_State *runner; /* the thread that everything runs on, see enter.c */
    const hm_allocator *allocator;
    hm_limits limits;
    hm_locale *locale; /* the C locale, which the thread has while scripts run */
    hm_chunk *chunks;

    uint64_t steps, steps_before; /* of this call, of all calls before it */
    uint64_t unclocked;           /* steps charged since the clock was last read */
    int64_t deadline;             /* nanoseconds of the monotonic clock, or one of the two below */
    int64_t patience;             /* limits.seconds in nanoseconds */
    int interval;                 /* instructions between two looks at the limits */
    const hm_cancel *cancel;      /* NULL, or ends the call when it is requested */
    hm_meter *meter;              /* NULL, or told what is used */
    uint64_t begun;               /* calls, since the sandbox was opened */
    uint64_t metered;             /* steps and calls that the meter has been told of */

    size_t used, peak;
    size_t copied;      /* by C code in this call, see hm_sandbox_charge_memory */
    bool collected;     /* in this call, to make room for copies */
    void *string_table; /* Lua's table of short strings, exempt from block_size */
    bool seeking_string_table;

    hm_reason refused; /* why memory was refused, with no success when Lua asked again ... */
    struct {
        const void *block;
        size_t old_size, new_size; /* 0: none */
        hm_reason before;          /* `refused` as it was before this was asked for */
    } asked;                       /* ... for this */
    size_t longest;                /* text above LONG_STRING made in this call */
    hm_reason reason;              /* the limit that was run into: never reset */
    bool located;                  /* was it noted where? */
    hm_script_line limit_hit_at;
    const void *raised; /* the light userdata that ended the last call */

    void *host;                        /* see hm_sandbox_host */
    hm_divisors divisors;              /* met by the measure that is being called */
    bool bitwise_tried, bitwise_wrong; /* see code.c */
};

#define HM_DEADLINE_UNSET INT64_C(0)    /* the clock starts when it is first looked at */
#define HM_DEADLINE_NONE  HM_CLOCK_NONE /* no script is running */

/* The most values that one call may spread on the stack. */
#define HM_VALUES_MOST 8000

/* The cost in steps of going over `bytes` bytes as fast as memcpy does. */
#define HM_COST_OF_BYTES(bytes) ((uint64_t)(bytes) / 64 + 1)

/* limits.c */
/* A lua_Alloc. Lua calls it while it moves its own stack: it looks at the sandbox's counters only
 * and never at a Lua state. What follows from a refusal is done later, by the hook, by charges, or
 * when the call has ended. */
void *hm_sandbox_resize(void *context, void *block, size_t old_size, size_t new_size);
void hm_sandbox_disarm(hm_sandbox *sandbox); /* what hm_sandbox_renew armed */
/* True when the time is up. Starts the clock when it has not been started. */
bool hm_sandbox_is_late(hm_sandbox *sandbox);
/* Marks the sandbox as exhausted, and notes which line is being run; the first reason stays.
 * Raises. */
void hm_sandbox_hit_limit(lua_State *L, hm_reason reason) HM_NORETURN;
/* After something was made that may be a long text: if it was, the hook looks after every
 * instruction from now on. [-0, +0, -] */
void hm_sandbox_watch_closely(hm_sandbox *sandbox);
/* For each turn of a loop that has been charged as a whole: raises when the time is up, which is
 * what ends it where the embedder has set no limit of steps worth the name. [-0, +0, e] */
void hm_sandbox_look(lua_State *L);
/* After a protected call ended with `status`, while the stack is still as it was where it ended, or
 * at the call that caught it: has it run into a limit? If so, it is noted where. */
bool hm_sandbox_is_exhausted(hm_sandbox *sandbox, int status);
hm_code hm_sandbox_explain_limit(const hm_sandbox *sandbox, hm_error *error);
/* The innermost script line that is being run, or was when an error ended the call. Raises nothing,
 * allocates nothing, but is not for the allocator: Lua must not be in the middle of something. */
hm_script_line hm_sandbox_here(const hm_sandbox *sandbox);

/* library.c */
void hm_sandbox_open_library(lua_State *L);                /* [-0, +0, e] once a state */
void hm_sandbox_seal_environment(lua_State *L, int index); /* [-0, +0, e] */

/* code.c */
/* [-0, +0, e] Refuses the function on the top of the stack if this Lua would run it wrongly, or
 * would take too long, or too much stack, to describe an error in it. */
void hm_sandbox_check_code(lua_State *L);

/* order.c: a total order of keys, and sorting */
typedef bool (*hm_less)(lua_State *L, int a, int b);
/* Numbers, then strings byte by byte, then false, then true; the values at absolute indices. */
bool hm_sandbox_key_less(lua_State *L, int a, int b);
/* False of tables, functions and userdata. */
bool hm_sandbox_key_has_order(lua_State *L, int index);
/* As the operator <, charged by the length of strings. [-0, +0, e] */
bool hm_sandbox_value_less(lua_State *L, int a, int b);
/* Sorts items 1..count of the plain table at absolute index `table`, stable, whatever `less` says.
 * [-0, +0, e] */
void hm_sandbox_sort(lua_State *L, int table, lua_Integer count, hm_less less);
/* base.c: text of any value. [-0, +1, e] */
const char *hm_sandbox_push_text(lua_State *L, int index, size_t *size);

/* builder.c: a string that grows, in a userdata, so that it is limited as a string is and
 * collected when an error cuts its making short. Takes one stack slot from open on. */
typedef struct hm_builder {
    lua_State *L;
    int slot;
    char *data;
    size_t size, capacity;
    char first[512];
} hm_builder;
void hm_builder_open(hm_builder *builder, lua_State *L);    /* [-0, +1, e] */
char *hm_builder_reserve(hm_builder *builder, size_t size); /* [-0, +0, e] */
void hm_builder_add(hm_builder *builder, const char *text, size_t size);
void hm_builder_add_char(hm_builder *builder, char c);
void hm_builder_push(hm_builder *builder); /* [-0, +1, e] */

/* pattern.c: Lua's patterns, every comparison counted. */
#define HM_CAPTURES_MOST 32
typedef struct hm_matcher {
    lua_State *L;
    const char *subject, *subject_end, *pattern_end;
    int depth; /* of recursion still allowed */
    int level; /* captures begun */
    uint32_t work;
    struct {
        const char *start;
        ptrdiff_t size; /* or one of the two below */
    } captures[HM_CAPTURES_MOST];
} hm_matcher;
#define HM_CAPTURE_OPEN     (-1)
#define HM_CAPTURE_POSITION (-2)
void hm_matcher_open(hm_matcher *matcher, lua_State *L, const char *subject, size_t size,
                     const char *pattern_end);
/* Where a match of the pattern from `pattern` on that begins at `at` ends, or NULL. [-0, +0, e] */
const char *hm_matcher_match(hm_matcher *matcher, const char *at, const char *pattern);
/* Pushes capture `index` (0 is the first; the whole match at..end when there is none).
 * [-0, +1, e] */
void hm_matcher_push(hm_matcher *matcher, int index, const char *at, const char *end);
/* Pushes all captures (the whole match when there are none and `at` is not NULL), returns how
 * many. */
int hm_matcher_push_all(hm_matcher *matcher, const char *at, const char *end);

/* What scripts can call. */
int hm_script_pcall(lua_State *L); /* base.c */
int hm_script_pairs(lua_State *L);
int hm_script_next(lua_State *L);
int hm_script_tostring(lua_State *L);
int hm_script_find(lua_State *L); /* find.c */
int hm_script_match(lua_State *L);
int hm_script_gmatch(lua_State *L);
int hm_script_gsub(lua_State *L);   /* gsub.c */
int hm_script_format(lua_State *L); /* format.c */
int hm_script_rep(lua_State *L);    /* string.c */
int hm_script_upper(lua_State *L);
int hm_script_lower(lua_State *L);
int hm_script_reverse(lua_State *L);
int hm_script_byte(lua_State *L);
int hm_script_codepoint(lua_State *L);
/* Runs the function of `math` in upvalue 1, which may hide what the measure has met. */
int hm_script_math(lua_State *L); /* math.c */
/* The same of math.fmod, which gives no number for a whole number and 0, as it does for others,
 * where Lua's raises an error. */
int hm_script_fmod(lua_State *L);
int hm_script_concat(lua_State *L); /* table.c */
int hm_script_insert(lua_State *L);
int hm_script_remove(lua_State *L);
int hm_script_sort(lua_State *L);
int hm_script_unpack(lua_State *L);

#endif
