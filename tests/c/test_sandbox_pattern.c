/* test_sandbox_pattern.c: our patterns against the stock ones, which serve as the reference: the
 * same results and the same messages. */
#include "sandbox_support.h"

#include <lualib.h>
#include <stdlib.h>

static uint64_t seed = UINT64_C(88172645463325252);

static unsigned draw(unsigned below) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)((seed >> 33) % below);
}

struct sample {
    const char *function;
    char text[64], pattern[64], replacement[32];
    size_t text_size, pattern_size, replacement_size;
    lua_Integer start;
    char out[4096];
};

/* Appends one of `pieces`; an empty one stands for a NUL byte. */
static void append_piece(char *out, size_t *size, const char *const *pieces, unsigned count) {
    const char *piece = pieces[draw(count)];
    size_t piece_size = *piece ? strlen(piece) : 1;
    memcpy(out + *size, piece, piece_size);
    *size += piece_size;
}

#define COUNT(array) ((unsigned)(sizeof(array) / sizeof((array)[0])))

static void draw_sample(struct sample *sample) {
    static const char *const functions[] = {"find", "match", "gsub", "gmatch"};
    static const char *const letters[] = {"a", "b", "c", "ab", "abc", "(", ")", " ", "_",   "A",
                                          "0", "9", "x", "aa", "",    "%", ".", ",", "\x80"};
    static const char *const items[] = {
        "a",  "b",  "c",    "x",    ".",     "%a",    "%d",    "%s",     "%w",     "%W",   "%x",
        "%p", "%.", "[ab]", "[^a]", "[a-c]", "[%a_]", "[]]",   "[^]]",   "[a-]",   "[%]]", "(",
        ")",  "()", "%1",   "%2",   "%b()",  "%bab",  "%f[a]", "%f[%w]", "%f[^b]", "*",    "+",
        "-",  "?",  "$",    "^",    "%",     "[",     "]",     "",       "%%",     "%u",   "%l",
        "%g", "%c", "%z",   "%Z",   "0",     "9",     " ",     "_",      "A"};
    static const char *const replacements[] = {"%0", "%1", "%2", "%%", "x", "-", "%", "%9", "ab"};
    memset(sample, 0, sizeof *sample);
    sample->function = functions[draw(COUNT(functions))];
    for (unsigned i = draw(12); i > 0; i--)
        append_piece(sample->text, &sample->text_size, letters, COUNT(letters));
    for (unsigned i = 1 + draw(6); i > 0; i--)
        append_piece(sample->pattern, &sample->pattern_size, items, COUNT(items));
    for (unsigned i = draw(4); i > 0; i--)
        append_piece(sample->replacement, &sample->replacement_size, replacements,
                     COUNT(replacements));
    sample->start = (lua_Integer)draw(20) - 8;
}

/* All values from `first` on as one text. */
static void show_values(lua_State *L, int first, char *out, size_t out_size) {
    size_t used = 0;
    for (int i = first; i <= lua_gettop(L); i++) {
        size_t size;
        const char *text = luaL_tolstring(L, i, &size);
        for (size_t j = 0; j < size && used + 2 < out_size; j++)
            out[used++] = text[j] != '\0' ? text[j] : '0';
        out[used++] = '|';
        lua_pop(L, 1);
    }
    out[used] = '\0';
}

/* With the function on the top: calls it, through gmatch's loop where it is that. */
static void call_sample(lua_State *L, struct sample *sample) {
    int function = lua_gettop(L);
    bool is_gmatch = strcmp(sample->function, "gmatch") == 0;
    lua_pushvalue(L, function);
    lua_pushlstring(L, sample->text, sample->text_size);
    lua_pushlstring(L, sample->pattern, sample->pattern_size);
    if (strcmp(sample->function, "gsub") == 0)
        lua_pushlstring(L, sample->replacement, sample->replacement_size);
    else
        lua_pushinteger(L, sample->start);
    lua_call(L, 3, is_gmatch ? 1 : LUA_MULTRET);
    for (int turns = 0; is_gmatch && turns < 40; turns++) {
        int top = lua_gettop(L);
        lua_pushvalue(L, function + 1);
        lua_call(L, 0, LUA_MULTRET);
        if (lua_gettop(L) == top)
            break;
    }
    show_values(L, is_gmatch ? function + 2 : function + 1, sample->out, sizeof sample->out);
}

static int call_ours(lua_State *L) {
    struct sample *sample = lua_touserdata(L, 1);
    luaL_checkstack(L, 2000, NULL);
    hm_sandbox_push_environment(L);
    lua_getfield(L, -1, "string");
    lua_getfield(L, -1, sample->function);
    call_sample(L, sample);
    return 0;
}

static int call_stock(lua_State *L) {
    struct sample *sample = lua_touserdata(L, 1);
    luaL_checkstack(L, 2000, NULL);
    lua_getglobal(L, "string");
    lua_getfield(L, -1, sample->function);
    call_sample(L, sample);
    return 0;
}

static void pattern_as_stock(void **state) {
    (void)state;
    lua_State *stock = luaL_newstate();
    assert_non_null(stock);
    luaL_openlibs(stock);
    hm_sandbox *sandbox = open_sandbox(NULL);
    int fine = 0, refused = 0;
    for (int i = 0; i < 40000; i++) {
        struct sample ours, theirs;
        hm_error error;
        draw_sample(&ours);
        theirs = ours;
        hm_code code = hm_sandbox_run(sandbox, call_ours, &ours, &error);
        lua_pushcfunction(stock, call_stock);
        lua_pushlightuserdata(stock, &theirs);
        int status = lua_pcall(stock, 1, 0, 0);
        if ((code == HM_OK) != (status == LUA_OK))
            fail_msg("%s('%s', '%s'): ours %s, stock %s", ours.function, ours.text, ours.pattern,
                     code == HM_OK ? ours.out : error.message,
                     status == LUA_OK ? theirs.out : lua_tostring(stock, -1));
        if (code == HM_OK) {
            assert_string_equal(ours.out, theirs.out);
            fine++;
        } else {
            assert_string_equal(error.message, lua_tostring(stock, -1));
            lua_pop(stock, 1);
            refused++;
        }
    }
    assert_true(fine > 20000 && refused > 2000); /* both were tried */
    hm_sandbox_close(sandbox);
    lua_close(stock);
}

/* What an author may well write stays cheap, on texts where a bound by lengths would refuse it. */
static void pattern_ordinary_is_cheap(void **state) {
    (void)state;
    const hm_limits limits = {.steps = 200000};
    hm_sandbox *sandbox = open_sandbox(&limits);
    hm_error error;
    struct script_run run;
    static const char source[] =
        "local text, n = ('name = value 12.5; '):rep(300), 0\n"
        "for key, value, number in text:gmatch('(%w+)%s*=%s*(%w+)%s+([%d.]+)') do n = n + number "
        "end\n"
        "return n";
    assert_int_equal(run_bytes(sandbox, source, sizeof source - 1, &run, &error), HM_OK);
    assert_string_equal(run.out, "3750.0");
    hm_sandbox_close(sandbox);
}

static void pattern_gsub_answers(void **state) {
    (void)state;
    assert_gives("return (('a b c'):gsub('%w', { a = 1, b = false, c = 'see' }))", "1 b see");
    assert_gives(
        "return (('a b c'):gsub('%w', function(x) if x ~= 'b' then return x .. x end end))",
        "aa b cc");
    assert_gives("return (('hello world'):gsub('(%w+) (%w+)', '%2 %1', 1))", "world hello");
    assert_gives("return select(2, ('aaaa'):gsub('a', 'b', 2))", "2");
    assert_gives("return (('abc'):gsub('', '-'))", "-a-b-c-");
    assert_gives("return (('abc'):gsub('%w', '%0%0'))", "aabbcc");
    assert_raises("return (('a'):gsub('a', function() return {} end))",
                  "invalid replacement value (a table)");
    assert_raises("return (('a'):gsub('a', true))",
                  "bad argument #2 to 'gsub' (string/function/table expected, got boolean)");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pattern_as_stock),
        cmocka_unit_test(pattern_ordinary_is_cheap),
        cmocka_unit_test(pattern_gsub_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
