/* code.c: looks at compiled functions for two faults of Lua itself.
 *
 * Lua's interface tells nothing about constants or instructions, but lua_dump writes them, in a
 * format that all of 5.4 shares (and says so in its header, which is checked). Bounding the source
 * instead is not sound: 256 constants fit into 600 bytes.
 *
 * 1. Up to 5.4.4, `1 | (a or b)` is compiled wrongly in a function with more than 255 constants
 *    (fixed upstream by "Wrong code generation in bitwise operations", 5.4.5). Whether this Lua
 *    does is tried out when such a function with bitwise operations is first met.
 * 2. Up to 5.4.6, an error's variable name is found by recursion along a.b.c.d..., each step going
 *    over the function from its start: 32,000 links, which fit into 64 KiB, take seconds and
 *    megabytes of stack in C. */
#include "sandbox/parts.h"

#include <string.h>

enum {
    CONSTANTS_MOST = 255,
    READS_MOST = 4000,     /* of fields, in one function: some 400 KiB of stack */
    LOOKS_MOST = 16 << 20, /* reads times instructions: some 20 ms */
    HEADER_SIZE = 4 + 1 + 1 + 6 + 3 + 8 + 8,
    UPVALUE_SIZE = 3
};

/* What reads a field into a register, and what a constant's tag says (5.4's bytecode). */
enum { OP_GETTABLE = 12, OP_GETI = 13, OP_GETFIELD = 14, OP_SELF = 20, OP_MASK = 0x7F };
/* ... and the bitwise operations: with a constant (BANDK to SHLI), with registers (BAND to SHR). */
enum { OP_BANDK = 29, OP_SHLI = 33, OP_BAND = 41, OP_SHR = 45 };
enum { TAG_INTEGER = 3, TAG_FLOAT = 19, TAG_SHORT = 4, TAG_LONG = 20 };

typedef struct reader {
    const unsigned char *at, *end;
    bool broken;      /* not the format that is expected */
    bool bitwise;     /* in the function that is being read */
    size_t constants; /* of the function with bitwise operations that has most of them ... */
    size_t constants_line;
    size_t reads;      /* of the function that is worst to describe ... */
    size_t reads_line; /* 0: none is too bad */
} reader;

static void skip(reader *in, size_t size) {
    if (size > (size_t)(in->end - in->at)) {
        in->broken = true;
        in->at = in->end;
    } else {
        in->at += size;
    }
}

static unsigned read_byte(reader *in) {
    const unsigned char *at = in->at;
    skip(in, 1);
    return in->broken ? 0 : *at;
}

/* Seven bits a byte, the highest first; the last byte has its top bit set. */
static size_t read_size(reader *in) {
    size_t size = 0;
    unsigned byte;
    do {
        byte = read_byte(in);
        size = size << 7 | (byte & 0x7F);
    } while (!(byte & 0x80) && !in->broken);
    return in->broken ? 0 : size;
}

static void skip_text(reader *in) {
    size_t size = read_size(in);
    if (size > 0)
        skip(in, size - 1);
}

static size_t count_reads(reader *in, size_t instructions) {
    const unsigned char *at = in->at;
    skip(in, instructions <= SIZE_MAX / 4 ? instructions * 4 : SIZE_MAX);
    size_t reads = 0;
    for (size_t i = 0; i < instructions && !in->broken; i++) {
        uint32_t instruction;
        memcpy(&instruction, at + 4 * i, sizeof instruction);
        unsigned operation = instruction & OP_MASK;
        in->bitwise |= (operation >= OP_BANDK && operation <= OP_SHLI) ||
                       (operation >= OP_BAND && operation <= OP_SHR);
        reads += operation == OP_GETTABLE || operation == OP_GETI || operation == OP_GETFIELD ||
                 operation == OP_SELF;
    }
    return reads;
}

static void skip_constant(reader *in) {
    switch (read_byte(in)) {
    case TAG_INTEGER:
    case TAG_FLOAT:
        skip(in, 8);
        break;
    case TAG_SHORT:
    case TAG_LONG:
        skip_text(in);
        break;
    default: /* nil and booleans */
        break;
    }
}

static void note_function(reader *in, size_t line, size_t instructions, size_t reads,
                          size_t constants) {
    if (in->bitwise && constants > in->constants) {
        in->constants = constants;
        in->constants_line = line;
    }
    if (in->reads_line == 0 && (reads > READS_MOST || reads * instructions > LOOKS_MOST)) {
        in->reads = reads;
        in->reads_line = line > 0 ? line : 1;
    }
}

/* A function without debug information. Functions nest no deeper than the parser goes. */
static void read_function(reader *in) {
    skip_text(in); /* source */
    size_t line = read_size(in);
    read_size(in); /* last line */
    skip(in, 3);   /* parameters, vararg, registers */
    size_t instructions = read_size(in);
    in->bitwise = false;
    size_t reads = count_reads(in, instructions);
    size_t constants = read_size(in);
    for (size_t i = 0; i < constants && !in->broken; i++)
        skip_constant(in);
    skip(in, read_size(in) * UPVALUE_SIZE);
    note_function(in, line, instructions, reads, constants);
    for (size_t functions = read_size(in); functions > 0 && !in->broken; functions--)
        read_function(in);
    for (int list = 0; list < 4; list++) /* lines twice, local variables, names of upvalues */
        in->broken |= read_size(in) != 0;
}

typedef struct dump {
    unsigned char *data; /* NULL: only count */
    size_t size, capacity;
} dump;

static int write_dump(lua_State *L, const void *data, size_t size, void *context) {
    (void)L;
    dump *out = context;
    if (out->data && size <= out->capacity - out->size)
        memcpy(out->data + out->size, data, size);
    out->size += size;
    return 0;
}

static void read_header(reader *in) {
    static const unsigned char known[] = {'\x1b', 'L', 'u', 'a', 0x54, 0};
    if ((size_t)(in->end - in->at) < HEADER_SIZE || memcmp(in->at, known, sizeof known) != 0 ||
        in->at[12] != 4 || in->at[13] != 8 || in->at[14] != 8)
        in->broken = true;
    skip(in, HEADER_SIZE + 1); /* and the number of upvalues */
}

/* The dump is made in the host's memory, between two moments at which anything can raise. */
static void examine(lua_State *L, reader *in) {
    const hm_allocator *allocator = hm_sandbox_of(L)->allocator;
    dump out = {NULL, 0, 0};
    lua_dump(L, write_dump, &out, 1);
    out.capacity = out.size;
    out.data = hm_allocate(allocator, out.capacity);
    if (!out.data)
        hm_sandbox_hit_limit(L, HM_REASON_HOST);
    out.size = 0;
    lua_dump(L, write_dump, &out, 1);
    memset(in, 0, sizeof *in);
    in->at = out.data;
    in->end = out.data + out.capacity;
    read_header(in);
    read_function(in);
    in->broken |= in->at != in->end;
    hm_release(allocator, out.data, out.capacity);
}

/* Compiles and runs the known case. */
static bool is_bitwise_wrong(lua_State *L) {
    hm_sandbox *sandbox = hm_sandbox_of(L);
    if (sandbox->bitwise_tried)
        return sandbox->bitwise_wrong;
    luaL_checkstack(L, 6, NULL); /* as for every load: see sandbox_load.c */
    hm_builder source;
    hm_builder_open(&source, L);
    const char start[] = "local x = {", item[] = "1000.5, ", end[] = "} return (1 | (2 or 3))";
    hm_builder_add(&source, start, sizeof start - 1);
    for (int i = 0; i < 300; i++) {
        char number[sizeof item];
        memcpy(number, item, sizeof item);
        number[1] = (char)('0' + i / 100);
        number[2] = (char)('0' + i / 10 % 10);
        number[3] = (char)('0' + i % 10);
        hm_builder_add(&source, number, sizeof number - 1);
    }
    hm_builder_add(&source, end, sizeof end - 1);
    hm_builder_push(&source);
    size_t size;
    const char *text = lua_tolstring(L, -1, &size);
    bool failed = luaL_loadbufferx(L, text, size, "=probe", "t") != LUA_OK;
    if (!failed)
        failed = lua_pcall(L, 0, 1, 0) != LUA_OK;
    sandbox->bitwise_wrong = failed || lua_tointeger(L, -1) != 3;
    sandbox->bitwise_tried = true;
    lua_pop(L, 3);
    return sandbox->bitwise_wrong;
}

void hm_sandbox_check_code(lua_State *L) {
    reader in;
    lua_Debug shape;
    examine(L, &in);
    lua_pushvalue(L, -1);
    lua_getinfo(L, ">S", &shape);
    if (in.broken)
        luaL_error(L, "%s:1: this Lua's compiled form is not the one of 5.4", shape.short_src);
    if (in.constants > CONSTANTS_MOST && is_bitwise_wrong(L))
        luaL_error(L,
                   "%s:%d: a function with bitwise operations and %d constants, more than the %d "
                   "that this Lua compiles rightly: split it, or use Lua 5.4.5 or later",
                   shape.short_src, (int)in.constants_line + (in.constants_line == 0),
                   (int)in.constants, (int)CONSTANTS_MOST);
    if (in.reads_line > 0)
        luaL_error(L, "%s:%d: a function that reads %d fields is too large: split it",
                   shape.short_src, (int)in.reads_line, (int)in.reads);
}
