/* Tests of finding the line of a field in the source of a script, which is read as Lua reads it:
 * what stands in comments, texts and functions is no field. */
#include "core_support.h"
#include "package/locate.h"

static hm_origin locate(const char *path, const char *text, uint32_t line, hm_field_path to) {
    const hm_locator locator = {hm_allocator_default(), NULL, NULL};
    const hm_file file = {.path = path, .shown = "shown", .data = text, .size = strlen(text)};
    to.line = line;
    const hm_origin origin = hm_locate(&locator, &file, &to);
    assert_string_equal(origin.file, "shown");
    return origin;
}

/* `drop = 1` stands in one line of each, which begins at line 1. */
static void fields_that_are_none(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint32_t line;
    } examples[] = {
        {"package {\n drop = 1 }", 2},
        {"package {\n -- drop = 0\n drop = 1 }", 3},
        {"package {\n --[[ drop = 0\n drop = 0 ]] drop = 1 }", 3},
        {"package {\n --[==[ ]]\n ]=] drop = 0\n ]==]\n drop = 1 }", 5},
        {"package {\n --[= no long one\n drop = 1 }", 3},
        {"package {\n a = 'x\\', drop = 0',\n drop = 1 }", 3},
        {"package {\n a = \"\\\n, drop = 0, \\z\n \",\n drop = 1 }", 5},
        {"package {\n a = [[\n, drop = 0, ]],\n drop = 1 }", 4},
        {"package {\n a = [=[ ]] , drop = 0 ]=],\n drop = 1 }", 3},
        {"package {\n a = { drop = 0 },\n drop = 1 }", 3},
        {"package {\n a = f { drop = 0 }, b = f({ drop = 0 }),\n drop = 1 }", 3},
        {"package {\n a = drop == 0, b = 1 // drop, c = drop ~= 0;\n drop = 1 }", 3},
        {"package {\n a = function(v) local x, drop = 1, 2 return { x, drop } end,\n drop = 1 }",
         3},
        {"package {\n a = function() if x then for i = 1, 2 do drop = 0 end elseif y then\n"
         "  repeat local a, b = 1, 2 until a while a do b, drop = 1, 2 end end\n"
         "  return drop, 0 end,\n drop = 1 }",
         5},
        {"package {\n (function() end)(), 0x1p4, 1e-5, a.drop, 3 .. drop,\n drop = 1 }", 3},
        {"package {\n ['drop'] = 1 }", 2},
        {"package {\n [ [[drop]] ]\n = 1 }", 2},
        {"package {\n [drop] = 0, ['dr' .. 'op'] = 0, [('drop')] = 0,\n drop = 1 }", 3},
        {"package {\n drop = 0,\n drop = 1 }", 3}, /* Lua keeps the last */
        {"package {\r\n a = 1,\r\n drop = 1 }", 3},
        {"package {\r a = 1,\r drop = 1 }", 3},
        {"package {\n\r a = 1,\n\n\r drop = 1 }", 4},
        {"package({\n drop = 1 })", 2},
        {"local p, x = package, f { 1 } return p {\n drop = 1 }", 2},
        /* made in another way: the call alone is known */
        {"package(t)\n -- drop = 0", 1},
        {"package {\n a = 1 } x = {\n drop = 0 }", 1},
        /* no Lua, which ends somewhere */
        {"package {\n 'drop = 1", 1},
        {"package {\n --[[ drop = 1", 1},
        {"package {\n [", 1},
        {"package { [[", 1},
        {"", 1},
    };
    for (size_t i = 0; i < COUNT(examples); i++) {
        const hm_origin origin =
            locate("package.lua", examples[i].text, 1, HM_PATH(HM_FIELD("drop")));
        if (origin.line != examples[i].line)
            fail_msg("line %u instead of %u in\n%s", origin.line, examples[i].line,
                     examples[i].text);
    }
}

static void ways_through_tables(void **state) {
    (void)state;
    static const char text[] = "-- a package\n"
                               "return package {\n"
                               "    nodes = {\n"
                               "        { 'index', 'Index' }, nil,\n"
                               "        { 'A',\n"
                               "          'A', parent = 'index' },\n"
                               "        group { 'B',\n"
                               "          parent = 'index' },\n"
                               "    },\n"
                               "    policy = policy,\n"
                               "    weights = { A = 1,\n"
                               "        ['B'] = 2 },\n"
                               "}\n";
    const struct {
        hm_field_path path;
        uint32_t line;
    } examples[] = {
        {{0}, 2},
        {HM_PATH(HM_FIELD("nodes")), 3},
        {HM_PATH(HM_FIELD("nodes"), HM_ELEMENT(1)), 4},
        {HM_PATH(HM_FIELD("nodes"), HM_ELEMENT(2)), 4},
        {HM_PATH(HM_FIELD("nodes"), HM_ELEMENT(3)), 5},
        {HM_PATH(HM_FIELD("nodes"), HM_ELEMENT(3), HM_ELEMENT(2)), 6},
        {HM_PATH(HM_FIELD("nodes"), HM_ELEMENT(3), HM_FIELD("weight")), 5},
        {HM_PATH(HM_FIELD("nodes"), HM_ELEMENT(4), HM_FIELD("parent")), 8},
        {HM_PATH(HM_FIELD("nodes"), HM_ELEMENT(5)), 3},
        {HM_PATH(HM_FIELD("policy"), HM_FIELD("rounding")), 10},
        {HM_PATH(HM_FIELD("weights"), HM_FIELD("B")), 12},
        {HM_PATH(HM_FIELD("weights"), HM_FIELD("B"), HM_FIELD("x")), 12},
        {HM_PATH(HM_FIELD("drop")), 2},
    };
    for (size_t i = 0; i < COUNT(examples); i++) {
        const hm_origin origin = locate("package.lua", text, 2, examples[i].path);
        if (origin.line != examples[i].line)
            fail_msg("way %zu: line %u instead of %u", i, origin.line, examples[i].line);
    }
}

/* Of several constructors in a line the one that has the field is meant. */
static void several_in_a_line(void **state) {
    (void)state;
    static const char text[] =
        "return indicator { inputs = { count { 'a' }, count { 'b', min = 1,\n"
        "max = 0 } } }\n";
    assert_int_equal(locate("A.lua", text, 1, HM_PATH(HM_FIELD("max"))).line, 2);
    assert_int_equal(locate("A.lua", text, 1, HM_PATH(HM_FIELD("min"))).line, 1);
}

/* What a script returns without a word before it, whatever its functions return. */
static void returned_tables(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint32_t line;
    } examples[] = {
        {"return {\n count { 'a' },\n 7 }", 3},
        {"local function f(x)\n if x then return { 1, 2 } end\n return { 1, 2 }\nend\n"
         "return { count { 'a' },\n 7 }",
         6},
        {"local t = { 1, 2 }\nreturn t", 2},
        {"return\n", 1},
        {"local x = 1\n", 1},
    };
    for (size_t i = 0; i < COUNT(examples); i++)
        assert_int_equal(locate("inputs.lua", examples[i].text, 0, HM_PATH(HM_ELEMENT(2))).line,
                         examples[i].line);
}

static void places_in_json(void **state) {
    (void)state;
    static const char text[] =
        "{ \"name\": \"p\",\n"
        "  \"nodes\": [ { \"code\": \"policy\" },\n"
        "             { \"weight\": -1 } ], \"policy\": { \"a\\u0062\": 1 } }";
    const struct {
        hm_field_path path;
        uint32_t line, column;
    } examples[] = {
        {{0}, 1, 1},
        {HM_PATH(HM_FIELD("nodes")), 2, 3},
        {HM_PATH(HM_FIELD("nodes"), HM_ELEMENT(2)), 3, 14},
        {HM_PATH(HM_FIELD("nodes"), HM_ELEMENT(2), HM_FIELD("weight")), 3, 16},
        {HM_PATH(HM_FIELD("nodes"), HM_ELEMENT(3)), 2, 3},
        {HM_PATH(HM_FIELD("nodes"), HM_FIELD("x")), 2, 3},
        {HM_PATH(HM_FIELD("policy")), 3, 34},
        {HM_PATH(HM_FIELD("policy"), HM_FIELD("ab")), 3, 46},
    };
    for (size_t i = 0; i < COUNT(examples); i++) {
        const hm_origin origin = locate("package.json", text, 0, examples[i].path);
        if (origin.line != examples[i].line || origin.column != examples[i].column)
            fail_msg("way %zu: %u:%u instead of %u:%u", i, origin.line, origin.column,
                     examples[i].line, examples[i].column);
    }
}

/* Elements that are not there keep what they had. */
static void elements_of_a_list(void **state) {
    (void)state;
    const hm_locator locator = {hm_allocator_default(), NULL, NULL};
    static const char script[] = "return package { nodes = {\n 1, nil,\n x = 3,\n 4 } }";
    static const char json[] = "{ \"nodes\": [ 1,\n [ 2, 3 ],\n {} ] }";
    hm_origin out[4] = {{0}};
    hm_file file = {.path = "package.lua", .shown = "p", .data = script, .size = strlen(script)};
    hm_locate_elements(&locator, &file, 1, "nodes", out, COUNT(out));
    assert_int_equal(out[0].line, 2);
    assert_int_equal(out[1].line, 2);
    assert_int_equal(out[2].line, 4);
    assert_int_equal(out[3].line, 0);
    file = (hm_file){.path = "package.json", .shown = "p", .data = json, .size = strlen(json)};
    hm_locate_elements(&locator, &file, 0, "nodes", out, COUNT(out));
    assert_int_equal(out[0].line, 1);
    assert_int_equal(out[1].line, 2);
    assert_int_equal(out[2].line, 3);
    assert_int_equal(out[3].line, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_that_are_none), cmocka_unit_test(ways_through_tables),
        cmocka_unit_test(several_in_a_line),    cmocka_unit_test(returned_tables),
        cmocka_unit_test(places_in_json),       cmocka_unit_test(elements_of_a_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
