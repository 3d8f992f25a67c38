#include "script/lua_expr.h"

#include <float.h>
#include <lauxlib.h>
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "sandbox/divisors.h"
#include "sandbox/sandbox.h"
#include "script/lua_history.h"
#include "script/lua_list.h"
#include "script/lua_option.h"
#include "script/lua_previous.h"

static const char expr_type[] = "hundredmark.expression";

/* A plain call takes what a Lua function can be given comfortably; expressions may be larger. */
enum { PLAIN_OPERANDS = 250 };

const hm_expr *hm_lua_expr_at(lua_State *L, int index) {
    return luaL_testudata(L, index, expr_type);
}

/* The line of the script that is being run; the helpers written in Lua stand between it and us. */
static unsigned current_line(lua_State *L) {
    lua_Debug frame;
    for (int level = 1; lua_getstack(L, level, &frame); level++)
        if (lua_getinfo(L, "Sl", &frame) && frame.currentline > 0 &&
            strcmp(frame.short_src, HM_HELPERS_CHUNK) != 0)
            return (unsigned)frame.currentline;
    return 0;
}

static int push_expr(lua_State *L, const hm_expr_builder *builder) {
    if (builder->problem)
        return luaL_error(L, "%s", builder->problem);
    size_t size = hm_expr_size(builder);
    hm_sandbox_charge(L, size / 8);
    void *block = lua_newuserdatauv(L, size, 0);
    hm_expr_finish(builder, block);
    luaL_setmetatable(L, expr_type);
    return 1;
}

void hm_lua_expr_push_own(lua_State *L, const char *name) {
    hm_expr_builder builder;
    hm_expr_start(&builder);
    hm_expr_add_named(&builder, HM_OP_OWN, name, NULL, current_line(L));
    push_expr(L, &builder);
}

/* --- states raised by plain calls --- */

static const char raised[HM_INSUFFICIENT + 1];

void hm_lua_raise_state(lua_State *L, hm_state state) {
    lua_pushlightuserdata(L, (void *)(uintptr_t)&raised[state]);
    lua_error(L);
}

hm_state hm_lua_raised_state(const void *pointer) {
    for (int state = HM_UNDEFINED; state <= HM_FAILED; state++)
        if (pointer == &raised[state])
            return (hm_state)state;
    return HM_OBSERVED;
}

/* --- building --- */

static hm_type type_of_plain(lua_State *L, int index) {
    switch (lua_type(L, index)) {
    case LUA_TNUMBER:
        return HM_TYPE_NUMBER;
    case LUA_TBOOLEAN:
        return HM_TYPE_LOGIC;
    case LUA_TSTRING:
        return HM_TYPE_TEXT;
    default:
        return HM_TYPE_NONE;
    }
}

/* For messages: a symbol without the spaces it is printed with. [-0, +1, m] */
static const char *op_name(lua_State *L, hm_op op) {
    const hm_operation *operation = hm_operation_of(op);
    const char *name = operation->name ? operation->name : operation->symbol;
    name += strspn(name, " ");
    return lua_pushlstring(L, name, strcspn(name, " "));
}

static bool plain_fits(hm_type wanted, hm_type given) {
    return given != HM_TYPE_NONE && (wanted == given || wanted == HM_TYPE_ANY ||
                                     (wanted == HM_TYPE_NUMBER && given == HM_TYPE_LOGIC) ||
                                     (wanted == HM_TYPE_SEVERAL && given == HM_TYPE_TEXT));
}

static int wrong_operand(lua_State *L, hm_op op, int k, hm_type wanted) {
    const char *found = luaL_typename(L, -1);
    return luaL_error(L, "%s takes %s as argument %d, found %s", op_name(L, op),
                      hm_type_name(wanted), k + 1, found);
}

/* The value on top becomes operand `k` of `op`. */
static uint16_t add_operand(lua_State *L, hm_expr_builder *builder, hm_op op, int k) {
    const hm_expr *expr = hm_lua_expr_at(L, -1);
    if (expr)
        return hm_expr_add_block(builder, expr);
    const hm_type wanted = hm_operation_takes(op, (size_t)k);
    if (!plain_fits(wanted, type_of_plain(L, -1)))
        wrong_operand(L, op, k, wanted);
    switch (lua_type(L, -1)) {
    case LUA_TBOOLEAN:
        return hm_expr_add_logic(builder, lua_toboolean(L, -1));
    case LUA_TSTRING:
        return hm_expr_add_named(builder, HM_OP_TEXT, lua_tostring(L, -1), NULL, current_line(L));
    default: {
        const double number = lua_tonumber(L, -1);
        if (!(fabs(number) <= DBL_MAX))
            luaL_error(L, "%s takes finite numbers", op_name(L, op));
        return hm_expr_add_number(builder, number);
    }
    }
}

/* Operands are arguments 1..n, or, where `list` is not 0, the elements of the table there. */
static void push_operand(lua_State *L, int list, int k) {
    if (list)
        lua_rawgeti(L, list, k + 1);
    else
        lua_pushvalue(L, k + 1);
}

static int build(lua_State *L, hm_op op, int list, int count) {
    hm_expr_builder builder;
    uint16_t operands[HM_EXPR_NODES];
    hm_expr_start(&builder);
    for (int k = 0; k < count; k++) {
        push_operand(L, list, k);
        operands[k] = add_operand(L, &builder, op, k);
        lua_pop(L, 1);
    }
    hm_sandbox_charge(L, (uint64_t)builder.node_count * builder.node_count / 8);
    hm_expr_add(&builder, op, operands, (size_t)count, current_line(L));
    return push_expr(L, &builder);
}

/* --- plain calls --- */

typedef struct plain_call {
    hm_op op;
    int list;
    hm_type any;     /* of the operands taken as they come */
    bool not_finite; /* some operand is no finite number */
    double values[PLAIN_OPERANDS];
    uint8_t states[PLAIN_OPERANDS];
} plain_call;

/* A text stands for the first operand that has it, so that the kernels can compare. */
static double text_number(lua_State *L, const plain_call *call, int k) {
    for (int i = 0; i < k; i++) {
        push_operand(L, call->list, i);
        const bool same = lua_rawequal(L, -1, -2);
        lua_pop(L, 1);
        if (same)
            return i;
    }
    return k;
}

/* Operands taken as they come must be of one kind, as in expressions: a text equals no number. */
static void note_kind(lua_State *L, plain_call *call, hm_type given) {
    const bool first = call->any == HM_TYPE_NONE || call->any == given;
    if (!first && (call->any == HM_TYPE_TEXT || given == HM_TYPE_TEXT))
        luaL_error(L, "%s takes values of one kind, found %s beside %s", op_name(L, call->op),
                   hm_type_name(given), hm_type_name(call->any));
    call->any = first ? given : HM_TYPE_NUMBER;
}

static void read_operand(lua_State *L, plain_call *call, int k) {
    const hm_type wanted = hm_operation_takes(call->op, (size_t)k);
    const hm_type given = type_of_plain(L, -1);
    call->values[k] = 0;
    call->states[k] = HM_OBSERVED;
    if (lua_isnil(L, -1)) {
        call->states[k] = HM_NOT_REPORTED;
        return;
    }
    if (given == HM_TYPE_NUMBER && !isfinite(lua_tonumber(L, -1))) { /* comparing raises a flag */
        call->states[k] = (uint8_t)hm_divisors_of_operand(hm_sandbox_divisors(hm_sandbox_of(L)));
        call->not_finite = true;
        return;
    }
    if (!plain_fits(wanted, given))
        wrong_operand(L, call->op, k, wanted);
    if (wanted == HM_TYPE_ANY)
        note_kind(L, call, given);
    call->values[k] = given == HM_TYPE_LOGIC  ? lua_toboolean(L, -1)
                      : given == HM_TYPE_TEXT ? text_number(L, call, k)
                                              : lua_tonumber(L, -1);
}

static int push_result(lua_State *L, const plain_call *call, double value) {
    hm_type type = (hm_type)hm_operation_of(call->op)->yields;
    if (type == HM_TYPE_SAME)
        type = call->any;
    if (type == HM_TYPE_TEXT)
        push_operand(L, call->list, (int)value);
    else if (type == HM_TYPE_LOGIC)
        lua_pushboolean(L, value != 0);
    else
        lua_pushnumber(L, value);
    return 1;
}

/* A zero divisor gives no number, which the function may yet pass over; a figure that is missing
 * ends the call. */
static int push_nothing(lua_State *L, hm_state state) {
    hm_divisors *divisors = hm_sandbox_divisors(hm_sandbox_of(L));
    if (!divisors->watching || (state != HM_UNDEFINED && state != HM_INVALID))
        hm_lua_raise_state(L, state);
    hm_divisors_note(divisors, state);
    lua_pushnumber(L, (lua_Number)NAN);
    return 1;
}

/* Has it a result without a value of every operand? */
static bool chooses(hm_op op) {
    switch (op) {
    case HM_OP_WHEN:
    case HM_OP_FIRST_OF:
    case HM_OP_MISSING_IF:
    case HM_OP_MEDIAN:
    case HM_OP_MEAN_OF:
    case HM_OP_SD_OF:
        return true;
    default:
        return false;
    }
}

/* The texts themselves; there are two at most. */
static void compute_texts(lua_State *L, const plain_call *call, int count, double *value,
                          uint8_t *state) {
    const char *texts[2] = {"", ""};
    for (int k = 0; k < count; k++) {
        *state = call->states[k] > *state ? call->states[k] : *state;
        texts[k] = lua_tostring(L, k + 1);
    }
    if (*state != HM_OBSERVED)
        return;
    hm_sandbox_charge(L, strlen(texts[0]) / 8);
    if (call->op == HM_OP_HAS)
        hm_lua_option_check(L, texts[0], texts[1]);
    *value = hm_operation_of_texts(call->op, texts);
}

static int compute(lua_State *L, hm_op op, int list, int count) {
    plain_call call;
    hm_operand operands[PLAIN_OPERANDS];
    double value = 0;
    uint8_t state = HM_OBSERVED;
    if (count > PLAIN_OPERANDS)
        return luaL_error(L, "%s takes at most %d arguments", op_name(L, op), PLAIN_OPERANDS);
    call.op = op;
    call.list = list;
    call.any = HM_TYPE_NONE;
    call.not_finite = false;
    for (int k = 0; k < count; k++) {
        push_operand(L, list, k);
        read_operand(L, &call, k);
        lua_pop(L, 1);
        operands[k] = (hm_operand){&call.values[k], &call.states[k]};
    }
    if (hm_op_looks_at_texts(op))
        compute_texts(L, &call, count, &value, &state);
    else
        hm_operation_of(op)->kernel(1, operands, (size_t)count, &value, &state);
    if (chooses(op))
        hm_divisors_end_choice(hm_sandbox_divisors(hm_sandbox_of(L)),
                               call.not_finite && state != HM_UNDEFINED && state != HM_INVALID);
    if (state != HM_OBSERVED)
        return push_nothing(L, (hm_state)state);
    return push_result(L, &call, value);
}

/* --- what authors call --- */

static bool any_expr(lua_State *L, int list, int count) {
    bool found = false;
    for (int k = 0; k < count && !found; k++) {
        push_operand(L, list, k);
        found = hm_lua_expr_at(L, -1) != NULL;
        lua_pop(L, 1);
    }
    return found;
}

static int wrong_count(lua_State *L, const hm_operation *operation, int list, int count) {
    if (list && count < operation->least)
        return luaL_error(L,
                          "%s found an empty list: a missing figure (nil) ends a list, so write "
                          "%s(a, b) where some may be missing",
                          operation->name, operation->name);
    if (operation->least == operation->most)
        return luaL_error(L, "%s takes %d argument%s (%s), found %d", operation->name,
                          operation->least, operation->least == 1 ? "" : "s", operation->arguments,
                          count);
    return luaL_error(L, "%s takes (%s), found %d argument%s", operation->name,
                      operation->arguments, count, count == 1 ? "" : "s");
}

/* Elements of the list at index 1: HM_EXPR_NODES + 1 where there are more. */
static int count_list(lua_State *L, const hm_operation *operation) {
    luaL_checkstack(L, 4, NULL);
    const hm_list list = hm_list_look(L, 1);
    hm_sandbox_charge(L, 2 * (uint64_t)list.count);
    if (list.has_gap)
        luaL_error(
            L,
            "%s: gap at %I: a missing figure (nil) ends a list, so write %s(a, b) where some "
            "may be missing",
            operation->name, (LUAI_UACINT)list.count + 1, operation->name);
    if (list.has_names)
        luaL_error(L, "%s takes a plain list, found one with names", operation->name);
    return list.count <= HM_EXPR_NODES ? (int)list.count : HM_EXPR_NODES + 1;
}

static int helper(lua_State *L) {
    const hm_op op = (hm_op)lua_tointeger(L, lua_upvalueindex(1));
    const hm_operation *operation = hm_operation_of(op);
    /* what takes any number of operands takes them as one list, too: number_of{a, b} */
    const int list = operation->most == 255 && lua_type(L, 1) == LUA_TTABLE ? 1 : 0;
    const int count = list ? count_list(L, operation) : lua_gettop(L);
    if (count < operation->least ||
        count > (operation->most == 255 ? HM_EXPR_NODES : operation->most))
        return wrong_count(L, operation, list, count);
    luaL_checkstack(L, 4, NULL);
    hm_sandbox_charge(L, (uint64_t)count);
    if (any_expr(L, list, count))
        return build(L, op, list, count);
    if (count == 1 && !list && hm_lua_history_at(L, 1))
        return hm_lua_history_fold(L, op);
    if (op == HM_OP_SLOPE)
        return luaL_error(L, "slope takes a history: slope(history(input.x, { back = 9 })), in a "
                             "function slope(history(\"x\", { back = 9 }))");
    if (operation->over_rows)
        return luaL_error(L,
                          "%s works on the records of an expression, such as "
                          "input.features.in_model",
                          operation->name);
    return compute(L, op, list, count);
}

static int operator(lua_State *L) {
    const hm_op op = (hm_op)lua_tointeger(L, lua_upvalueindex(1));
    return build(L, op, 0, hm_operation_of(op)->least);
}

/* part("b1", x [, "label"]) */
static int part(lua_State *L) {
    const char *name = luaL_checkstring(L, 1);
    const char *label = luaL_optstring(L, 3, "");
    luaL_argcheck(L, *name != '\0', 1, "a part needs a name");
    lua_pushvalue(L, 2);
    if (!hm_lua_expr_at(L, -1) && type_of_plain(L, -1) != HM_TYPE_NONE)
        return 1; /* a plain value stays what it is */
    hm_expr_builder builder;
    hm_expr_start(&builder);
    const uint16_t operand = add_operand(L, &builder, HM_OP_PART, 1);
    hm_expr_add_part(&builder, name, label, operand, current_line(L));
    return push_expr(L, &builder);
}

/* { within = 3 } at `index`, which has nothing else; 1 where nothing is given */
static unsigned check_within(lua_State *L, int index) {
    if (lua_isnoneornil(L, index))
        return 1;
    luaL_checktype(L, index, LUA_TTABLE);
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        if (lua_type(L, -2) != LUA_TSTRING || strcmp(lua_tostring(L, -2), "within") != 0)
            luaL_error(L, "previous: the only option is { within = periods }");
    lua_getfield(L, index, "within");
    int whole = 1;
    const lua_Integer within = lua_isnil(L, -1) ? 1 : lua_tointegerx(L, -1, &whole);
    if (!whole || lua_type(L, -1) == LUA_TSTRING || within < 1 || within > HM_EXPR_BACK)
        luaL_error(L, "previous: within must be a whole number of periods, 1 to %d", HM_EXPR_BACK);
    lua_pop(L, 1);
    return (unsigned)within;
}

/* previous(x[, { within = periods }]): x with every input taken from a period before; in a
 * function, which is called with figures, x is the name of an input */
static int previous(lua_State *L) {
    const hm_expr *expr = hm_lua_expr_at(L, 1);
    const bool is_name = lua_type(L, 1) == LUA_TSTRING;
    if ((!expr && !is_name) || lua_gettop(L) > 2)
        return luaL_error(L, "previous takes one expression over inputs, such as "
                             "previous(input.citizens); in a function, the name of an input: "
                             "previous(\"citizens\")");
    const unsigned within = check_within(L, 2);
    if (is_name)
        return hm_lua_previous_by_name(L, within);
    hm_expr_builder builder;
    hm_expr_start(&builder);
    hm_expr_add_previous(&builder, expr, within);
    return push_expr(L, &builder);
}

/* history(x, { back = periods, least = periods }): a value a period, for a fold; in a function x is
 * the name of an input */
static int history(lua_State *L) {
    const hm_expr *expr = hm_lua_expr_at(L, 1);
    const bool is_name = lua_type(L, 1) == LUA_TSTRING;
    unsigned back, least;
    if ((!expr && !is_name) || lua_gettop(L) > 2)
        return luaL_error(L, "history takes one expression over inputs, such as "
                             "history(input.citizens, { back = 9 }); in a function, the name of an "
                             "input: history(\"citizens\", { back = 9 })");
    hm_lua_history_options(L, &back, &least);
    if (is_name)
        return hm_lua_history_by_name(L, back, least);
    hm_expr_builder builder;
    hm_expr_start(&builder);
    hm_expr_add_history(&builder, expr, back, least, current_line(L));
    return push_expr(L, &builder);
}

static int input_index(lua_State *L) {
    const char *name = luaL_checkstring(L, 2);
    hm_expr_builder builder;
    hm_expr_start(&builder);
    hm_expr_add_named(&builder, HM_OP_INPUT, name, NULL, current_line(L));
    return push_expr(L, &builder);
}

/* param.NAME: a number of the package, by the unit's period; a plain number where a function is
 * called for a unit */
static int parameter_index(lua_State *L) {
    const char *name = luaL_checkstring(L, 2);
    if (hm_lua_parameter_push(L))
        return 1;
    hm_expr_builder builder;
    hm_expr_start(&builder);
    hm_expr_add_named(&builder, HM_OP_PARAMETER, name, NULL, current_line(L));
    return push_expr(L, &builder);
}

/* score["L1.1"] */
static int read_index(lua_State *L) {
    const hm_op op = (hm_op)lua_tointeger(L, lua_upvalueindex(1));
    const char *word = hm_op_read_name(op);
    if (*hm_sandbox_host(hm_sandbox_of(L)))
        return luaL_error(L,
                          "%s[...] is for expressions: a function has the figures of its own "
                          "inputs, so put what it reads of nodes into an indicator of its own",
                          word);
    if (lua_type(L, 2) != LUA_TSTRING)
        return luaL_error(L, "%s takes the code of an indicator or a group: %s[\"L1.1\"]", word,
                          word);
    hm_expr_builder builder;
    hm_expr_start(&builder);
    hm_expr_add_named(&builder, op, lua_tostring(L, 2), NULL, current_line(L));
    return push_expr(L, &builder);
}

static int no_writing_read(lua_State *L) {
    return luaL_error(L, "scores, values and coverages of nodes cannot be written to");
}

/* input.features.in_model: a column of a records input */
static int expr_index(lua_State *L) {
    const hm_expr *expr = luaL_checkudata(L, 1, expr_type);
    const hm_expr_node *node = &hm_expr_nodes(expr)[expr->node_count - 1];
    if (lua_type(L, 2) != LUA_TSTRING || node->op != HM_OP_INPUT)
        return luaL_error(L, "only records have columns: input.NAME.COLUMN");
    hm_expr_builder builder;
    hm_expr_start(&builder);
    hm_expr_add_named(&builder, HM_OP_COLUMN, hm_expr_text(expr, node->u.text.name),
                      lua_tostring(L, 2), current_line(L));
    return push_expr(L, &builder);
}

static int expr_tostring(lua_State *L) {
    const hm_expr *expr = luaL_checkudata(L, 1, expr_type);
    hm_buffer text;
    hm_buffer_open(&text, hm_allocator_default());
    hm_expr_print(expr, (uint16_t)(expr->node_count - 1), false, &text);
    /* nothing may be raised while the buffer is open: its text stays below what one message holds
     */
    char shown[480];
    const size_t size = hm_text_quote(text.data ? text.data : "", text.size, shown, sizeof shown);
    hm_buffer_close(&text);
    hm_sandbox_charge(L, HM_EXPR_PRINTED);
    lua_pushlstring(L, shown, size);
    return 1;
}

static int no_comparison(lua_State *L) {
    return luaL_error(L, "< and <= cannot be traced in Lua: write lt(a, b) or le(a, b), and "
                         "when(condition, a, b) instead of if");
}

static int no_writing(lua_State *L) {
    return luaL_error(L, "inputs and expressions cannot be written to");
}

static int no_joining(lua_State *L) {
    return luaL_error(L, ".. joins texts: an expression is not a text");
}

static int no_calling(lua_State *L) {
    return luaL_error(L, "an expression is not a function");
}

static int no_length(lua_State *L) {
    return luaL_error(L, "# does not work on expressions: count_rows(records) counts rows");
}

static const struct {
    const char *event;
    hm_op op;
} operators[] = {
    {"__add", HM_OP_ADD},    {"__sub", HM_OP_SUBTRACT}, {"__mul", HM_OP_MULTIPLY},
    {"__div", HM_OP_DIVIDE}, {"__mod", HM_OP_MODULO},   {"__idiv", HM_OP_FLOOR_DIVIDE},
    {"__pow", HM_OP_POWER},  {"__unm", HM_OP_MINUS},
};

static const luaL_Reg expr_metamethods[] = {
    {"__index", expr_index}, {"__newindex", no_writing}, {"__tostring", expr_tostring},
    {"__lt", no_comparison}, {"__le", no_comparison},    {"__concat", no_joining},
    {"__call", no_calling},  {"__len", no_length},       {NULL, NULL}};

static const luaL_Reg input_metamethods[] = {
    {"__index", input_index}, {"__newindex", no_writing}, {NULL, NULL}};

static const luaL_Reg parameter_metamethods[] = {
    {"__index", parameter_index}, {"__newindex", no_writing}, {NULL, NULL}};

/* A word whose fields are expressions. */
static void set_word(lua_State *L, int environment, const char *word, const luaL_Reg *metamethods) {
    lua_pushstring(L, word);
    lua_newuserdatauv(L, 0, 0);
    lua_createtable(L, 0, 2);
    luaL_setfuncs(L, metamethods, 0);
    lua_setmetatable(L, -2);
    lua_rawset(L, environment);
}

void hm_lua_expr_open(lua_State *L) {
    luaL_newmetatable(L, expr_type);
    luaL_setfuncs(L, expr_metamethods, 0);
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        lua_pushinteger(L, operators[i].op);
        lua_pushcclosure(L, operator, 1);
        lua_setfield(L, -2, operators[i].event);
    }
    lua_pop(L, 1);
    hm_lua_history_open(L);
}

static void set_helper(lua_State *L, int environment, hm_op op) {
    lua_pushstring(L, hm_operation_of(op)->name);
    lua_pushinteger(L, op);
    lua_pushcclosure(L, helper, 1);
    if (chooses(op))
        hm_sandbox_set_choice(L);
    else
        lua_rawset(L, environment);
}

void hm_lua_expr_helpers(lua_State *L, int environment) {
    environment = lua_absindex(L, environment);
    hm_lua_expr_author(L, environment);
    for (int op = 0; op < HM_OP_COUNT; op++)
        if (hm_operation_of((hm_op)op)->name && !hm_operation_of((hm_op)op)->arguments)
            set_helper(L, environment, (hm_op)op);
}

static void set_reads(lua_State *L, int environment) {
    for (hm_op op = HM_OP_SCORE; op <= HM_OP_COVERAGE; op++) {
        lua_pushstring(L, hm_op_read_name(op));
        lua_newuserdatauv(L, 0, 0);
        lua_createtable(L, 0, 2);
        lua_pushinteger(L, op);
        lua_pushcclosure(L, read_index, 1);
        lua_setfield(L, -2, "__index");
        lua_pushcfunction(L, no_writing_read);
        lua_setfield(L, -2, "__newindex");
        lua_setmetatable(L, -2);
        lua_rawset(L, environment);
    }
}

void hm_lua_expr_author(lua_State *L, int environment) {
    environment = lua_absindex(L, environment);
    for (int op = 0; op < HM_OP_COUNT; op++)
        if (hm_operation_of((hm_op)op)->name && hm_operation_of((hm_op)op)->arguments &&
            op != HM_OP_PART)
            set_helper(L, environment, (hm_op)op);
    lua_pushliteral(L, "part");
    lua_pushcfunction(L, part);
    lua_rawset(L, environment);
    lua_pushliteral(L, "previous");
    lua_pushcfunction(L, previous);
    lua_rawset(L, environment);
    lua_pushliteral(L, "history");
    lua_pushcfunction(L, history);
    lua_rawset(L, environment);
    set_reads(L, environment);
    set_word(L, environment, "input", input_metamethods);
    set_word(L, environment, "param", parameter_metamethods);
}
