#include "script/lua_read.h"
#include "script/lua_standing.h"
#include "script/lua_step.h"

#include <lauxlib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "expr/several.h"
#include "script/lua_author.h"
#include "script/lua_edition.h"
#include "script/lua_examples.h"
#include "script/lua_expr.h"
#include "script/lua_fields.h"
#include "script/lua_list.h"
#include "script/lua_parameter.h"

/* --- inputs --- */

enum { MANY_MOST = 64 }; /* options of a choice with several answers */

static const char *const input_fields[] = {"unit",     "min",       "max",      "warn_min",
                                           "warn_max", "may_be_na", "asked_if", "improve",
                                           "breaks",   NULL};
static const char *const choice_fields[] = {"unit",     "options", "many",   "may_be_na",
                                            "asked_if", "improve", "breaks", NULL};
/* `breaks` of a row of a table is its indicator's. */
static const char *const fields_of_inputs[] = {"unit",     "min",       "max",      "warn_min",
                                               "warn_max", "may_be_na", "asked_if", "improve",
                                               "options",  "many",      NULL};
static const char *const records_fields[] = {"columns", "may_be_na", "asked_if", "breaks", NULL};
/* worked examples use these words beside names of inputs */
static const char *const reserved[] = {"score",  "value",  "status",   "flags",  "note",
                                       "scores", "values", "previous", "period", NULL};

static bool is_name(const char *text) {
    if (!((*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z') || *text == '_'))
        return false;
    for (; *text; text++)
        if (!((*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z') ||
              (*text >= '0' && *text <= '9') || *text == '_'))
            return false;
    return true;
}

const char *const *hm_lua_input_fields(void) {
    return fields_of_inputs;
}

bool hm_lua_is_input_name(const char *text) {
    return is_name(text);
}

static void read_bounds(const hm_fields *f, hm_input *input) {
    double bound;
    input->low = hm_kind_of(input->kind)->low;
    input->high = hm_kind_of(input->kind)->high;
    if (hm_fields_number(f, "min", &bound) && bound > input->low)
        input->low = bound;
    if (hm_fields_number(f, "max", &bound) && bound < input->high)
        input->high = bound;
    if (input->low > input->high)
        hm_fields_fail_at(f, HM_FIELD("min"), "min is above max");
}

/* Outside min and max a figure is rejected; outside these it is doubted, and used. */
static void read_doubts(const hm_fields *f, hm_input *input) {
    input->doubt_low = -HUGE_VAL;
    input->doubt_high = HUGE_VAL;
    const bool low = hm_fields_number(f, "warn_min", &input->doubt_low);
    const bool high = hm_fields_number(f, "warn_max", &input->doubt_high);
    input->doubts = low || high;
    if (input->doubts && (hm_kind_of(input->kind)->type != HM_TYPE_NUMBER ||
                          input->kind == HM_KIND_DATETIME || input->kind == HM_KIND_DURATION))
        hm_fields_fail_at(f, HM_FIELD(low ? "warn_min" : "warn_max"),
                          "warn_min and warn_max go with numbers: count, amount, number and grade");
    if (input->doubt_low > input->doubt_high)
        hm_fields_fail_at(f, HM_FIELD("warn_min"), "warn_min is above warn_max");
}

static bool is_counted(hm_kind kind) {
    return hm_kind_of(kind)->type == HM_TYPE_NUMBER && kind < HM_KIND_RECORDS;
}

/* improve = { step = 1, cost = 2, fixed = true } */
static void read_improve(const hm_fields *around, bool is_column, hm_input *input) {
    static const char *const known[] = {"step", "cost", "fixed", NULL};
    hm_declared_improve *out = &input->improve;
    *out = (hm_declared_improve){.cost = -1};
    out->is_given = hm_fields_push_table(around, "improve");
    if (out->is_given) {
        const hm_fields f = hm_fields_in(around, HM_FIELD("improve"), around->what);
        if (is_column)
            hm_fields_fail_at(around, HM_FIELD("improve"),
                              "improve goes with inputs, not with the columns of records");
        hm_fields_check_names(&f, known, false);
        const bool steps = hm_fields_number(&f, "step", &out->step);
        if (steps && !is_counted(input->kind))
            hm_fields_fail_at(&f, HM_FIELD("step"),
                              "improve: step goes with numbers: count, amount, number and grade");
        if (steps && !(out->step > 0))
            hm_fields_fail_at(&f, HM_FIELD("step"), "improve: step must be above 0");
        if (steps && input->kind == HM_KIND_COUNT && out->step != floor(out->step))
            hm_fields_fail_at(&f, HM_FIELD("step"),
                              "improve: step must be a whole number, as a count is");
        if (hm_fields_number(&f, "cost", &out->cost) && !(out->cost >= 0))
            hm_fields_fail_at(&f, HM_FIELD("cost"), "improve: cost must be at least 0");
        out->is_fixed = hm_fields_flag(&f, "fixed");
        if (out->is_fixed && (steps || out->cost >= 0))
            hm_fields_fail_at(&f, HM_FIELD("fixed"),
                              "improve: what is fixed has neither step nor cost");
    }
    lua_pop(around->L, 1);
}

/* Columns are of the rows of one period. */
static void read_breaks_of_input(const hm_fields *f, bool is_column, hm_input *input) {
    hm_lua_read_breaks(f, &input->breaks);
    if (is_column && input->breaks.count > 0)
        hm_fields_fail_at(f, HM_FIELD("breaks"),
                          "breaks goes with inputs, not with the columns of records");
}

static hm_expr *copy_expression(const hm_fields *f, const hm_expr *expr) {
    hm_expr *copy = hm_fields_array(f, 1, expr->size);
    memcpy(copy, expr, expr->size);
    return copy;
}

static void read_asked_if(const hm_fields *f, bool is_column, hm_input *input) {
    lua_State *L = f->L;
    lua_pushliteral(L, "asked_if");
    const int type = lua_rawget(L, f->table);
    const hm_expr *expr = hm_lua_expr_at(L, -1);
    if (expr)
        input->asked_if = copy_expression(f, expr);
    else if (type != LUA_TNIL)
        hm_fields_fail_at(f, HM_FIELD("asked_if"),
                          "asked_if is a %s, expected a condition over input.NAME, such as "
                          "asked_if = input.has_trams",
                          lua_typename(L, type));
    if (type != LUA_TNIL && is_column)
        hm_fields_fail_at(f, HM_FIELD("asked_if"),
                          "asked_if goes with inputs, not with the columns of records");
    lua_pop(L, 1);
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/* What cells of several answers can hold: none beside the word for none, and a bit each. */
static void check_answer(const hm_fields *list, size_t position, const char *option) {
    const size_t size = strlen(option);
    if (strcmp(option, HM_SEVERAL_NONE) == 0)
        hm_fields_fail_at(list, HM_ELEMENT(position),
                          "option \"%s\": with many = true this is how a cell says that none of "
                          "the options holds, without being one",
                          option);
    if (strchr(option, HM_SEVERAL_BETWEEN))
        hm_fields_fail_at(list, HM_ELEMENT(position),
                          "option \"%s\": with many = true, | stands between answers", option);
    if (size == 0 || is_blank(option[0]) || is_blank(option[size - 1]))
        hm_fields_fail_at(list, HM_ELEMENT(position),
                          "option \"%s\": with many = true, blanks around an answer mean nothing",
                          option);
}

static void check_many(const hm_fields *f, const hm_input *input) {
    const hm_fields list = hm_fields_in(f, HM_FIELD("options"), f->what);
    if (input->option_count > MANY_MOST)
        hm_fields_fail_at(f, HM_FIELD("options"), "options: more than %d with many = true",
                          (int)MANY_MOST);
    for (size_t i = 0; i < input->option_count; i++)
        check_answer(&list, i + 1, input->options[i]);
}

static void read_options(const hm_fields *f, hm_input *input) {
    const size_t count = hm_fields_push_list(f, "options");
    if (count == 0)
        hm_fields_fail_at(f, HM_FIELD("options"), "a choice needs options = { \"...\", \"...\" }");
    const char **options = hm_fields_array(f, count, sizeof *options);
    const hm_fields list = hm_fields_in(f, HM_FIELD("options"), f->what);
    for (size_t i = 0; i < count; i++)
        options[i] = hm_fields_element(&list, (int)i + 1, "an option");
    input->options = options;
    input->said_options = hm_fields_array(f, count, sizeof *options);
    memcpy(input->said_options, options, count * sizeof *options);
    input->option_count = count;
    input->many = hm_fields_flag(f, "many");
    if (input->many)
        check_many(f, input);
    lua_pop(f->L, 1);
}

static void read_input(const hm_fields *around, const char *list, size_t position, hm_input *out);

/* Expressions number them in 16 bits. */
enum { COLUMNS_MOST = UINT16_MAX };

static void read_columns(const hm_fields *f, hm_input *input) {
    lua_State *L = f->L;
    lua_newtable(L); // names of columns
    const int names = lua_gettop(L);
    input->column_count = hm_fields_push_list(f, "columns");
    if (input->column_count == 0)
        hm_fields_fail_at(f, HM_FIELD("columns"), "records need columns = { count { ... }, ... }");
    if (input->column_count > COLUMNS_MOST)
        hm_fields_fail_at(f, HM_FIELD("columns"), "columns: more than %d", (int)COLUMNS_MOST);
    input->columns = hm_fields_array(f, input->column_count, sizeof *input->columns);
    for (size_t i = 0; i < input->column_count; i++) {
        lua_rawgeti(L, -1, (lua_Integer)i + 1);
        read_input(f, "columns", i + 1, &input->columns[i]);
        lua_pop(L, 1);
        if (!hm_fields_put(f, names, input->columns[i].name))
            hm_fields_fail(f, "column \"%s\" is declared twice", input->columns[i].name);
    }
    lua_pop(L, 2);
}

static bool suits(hm_kind kind, bool is_column) {
    return is_column ? kind != HM_KIND_RECORDS : kind <= HM_KIND_RECORDS;
}

static void fail_kind(const hm_fields *f, bool is_column) {
    hm_choice_list kinds = {{0}};
    for (int kind = 0; kind < HM_KIND_COUNT_OF_KINDS; kind++)
        if (suits((hm_kind)kind, is_column))
            hm_choice_list_add(&kinds, hm_kind_of((hm_kind)kind)->name);
    hm_fields_fail(f, "expected a kind, as in count { \"name\", \"label\" }: %s", kinds.text);
}

/* The value on top is count { "name", "label", ... } or the like, which stands at `position` of the
 * list `list` of `around`, or of `around` itself where that is NULL. */
static void read_input(const hm_fields *around, const char *list, size_t position, hm_input *out) {
    lua_State *L = around->L;
    const bool is_column = list && strcmp(list, "columns") == 0;
    hm_fields f = hm_fields_in(around, list ? HM_FIELD(list) : HM_ELEMENT(position),
                               is_column ? "column" : "input");
    uint32_t line;
    luaL_checkstack(L, 16, "inputs nested too deep");
    if (hm_lua_author_made(L, -1, &out->kind, &line) != HM_MADE_BY_KIND) {
        if (list)
            f.path = hm_field_path_on(f.path, HM_ELEMENT(position));
        fail_kind(&f, is_column);
    }
    f.path = (hm_field_path){.line = line};
    out->name = hm_fields_element(&f, 1, "its name");
    if (!is_name(out->name))
        hm_fields_fail(&f, "\"%s\" is no name: letters, digits and _ only", out->name);
    f.what = lua_pushfstring(L, "%s \"%s\"", f.what, out->name);
    const bool records = out->kind == HM_KIND_RECORDS, choice = out->kind == HM_KIND_CHOICE;
    const char *const *known = records ? records_fields : choice ? choice_fields : input_fields;
    if (hm_fields_check_names(&f, known, true) > 2)
        hm_fields_fail(&f, "has more than a name and a label");
    lua_rawgeti(L, f.table, 2);
    out->label = lua_isnil(L, -1) ? out->name : hm_fields_element(&f, 2, "its label");
    lua_pop(L, 1);
    out->unit = hm_fields_text(&f, "unit", "");
    out->may_be_na = hm_fields_flag(&f, "may_be_na");
    out->origin = (hm_origin){f.file, line, 0};
    if (!suits(out->kind, is_column))
        hm_fields_fail(&f, is_column ? "records cannot be a column"
                                     : "text, datetime and duration are kinds of columns only");
    for (int i = 0; reserved[i] && !is_column; i++)
        if (strcmp(out->name, reserved[i]) == 0)
            hm_fields_fail(&f, "this name is reserved for the tests of indicators");
    read_bounds(&f, out);
    read_doubts(&f, out);
    read_asked_if(&f, is_column, out);
    read_improve(&f, is_column, out);
    read_breaks_of_input(&f, is_column, out);
    if (choice)
        read_options(&f, out);
    if (records)
        read_columns(&f, out);
    lua_pop(L, 1);
}

void hm_lua_read_inputs(lua_State *L, hm_arena *arena, const char *file, hm_field_path *fault,
                        hm_input **out, size_t *count) {
    const hm_fields f = hm_fields_open(L, arena, file, fault);
    if (!lua_istable(L, f.table))
        hm_fields_fail(&f, "returns %s, expected a list of inputs: return { count { ... } }",
                       lua_isnil(L, f.table) ? "nothing" : luaL_typename(L, f.table));
    static const char *const none[] = {NULL};
    *count = hm_fields_check_names(&f, none, true);
    *out = hm_fields_array(&f, *count, sizeof **out);
    for (size_t i = 0; i < *count; i++) {
        lua_rawgeti(L, f.table, (lua_Integer)i + 1);
        read_input(&f, NULL, i + 1, &(*out)[i]);
        lua_pop(L, 1);
    }
    lua_settop(L, f.table);
}

/* --- indicators --- */

static const char *const indicator_fields[] = {"code",         "parent",
                                               "name",         "about",
                                               "reference",    "inputs",
                                               "measure",      "measure_from",
                                               "weight",       HM_STANDING_FIELDS,
                                               "tests",        "part_of",
                                               "replaces",     "accepts_missing",
                                               HM_STEP_FIELDS, HM_TRANSFORM_FIELD,
                                               "direction",    NULL};

const char *const *hm_lua_indicator_fields(void) {
    return indicator_fields;
}

typedef struct listed_inputs {
    hm_input *inputs; /* defined there */
    size_t input_count;
    const char **listed; /* every name */
    size_t listed_count;
} listed_inputs;

/* `inputs` lists definitions and bare names of inputs that are defined elsewhere. */
static void read_listed_inputs(const hm_fields *f, listed_inputs *out) {
    lua_State *L = f->L;
    lua_newtable(L); // names
    const int names = lua_gettop(L);
    const size_t count = hm_fields_push_list(f, "inputs");
    const hm_fields list = hm_fields_in(f, HM_FIELD("inputs"), f->what);
    *out = (listed_inputs){.inputs = hm_fields_array(f, count, sizeof *out->inputs),
                           .listed = hm_fields_array(f, count, sizeof *out->listed)};
    for (size_t i = 0; i < count; i++) {
        const int type = lua_rawgeti(L, -1, (lua_Integer)i + 1);
        if (type == LUA_TSTRING) {
            out->listed[i] = hm_fields_copy_at(&list, -1, HM_ELEMENT(i + 1), "a name in inputs");
        } else if (type == LUA_TTABLE) {
            hm_input *input = &out->inputs[out->input_count++];
            read_input(f, "inputs", i + 1, input);
            out->listed[i] = input->name;
        } else {
            hm_fields_fail_at(&list, HM_ELEMENT(i + 1),
                              "inputs: element %d is a %s, expected a name or count { ... }",
                              (int)i + 1, luaL_typename(L, -1));
        }
        if (!hm_fields_put(f, names, out->listed[i]))
            hm_fields_fail_at(&list, HM_ELEMENT(i + 1), "input \"%s\" is listed twice",
                              out->listed[i]);
        lua_pop(L, 1);
    }
    out->listed_count = count;
    lua_pop(L, 2);
}

static void read_indicator_inputs(const hm_fields *f, hm_declared_indicator *out) {
    listed_inputs read;
    read_listed_inputs(f, &read);
    out->inputs = read.inputs;
    out->input_count = read.input_count;
    out->listed = read.listed;
    out->listed_count = read.listed_count;
}

/* The line that the function on the top begins in; 0: it is not of this file. */
static uint32_t line_of_function(const hm_fields *f) {
    lua_Debug found;
    lua_pushvalue(f->L, -1);
    lua_getinfo(f->L, ">S", &found);
    return strcmp(found.source + 1, f->file) == 0 && found.linedefined > 0
               ? (uint32_t)found.linedefined
               : 0;
}

/* The expression or function on the top of the stack, which stands in the field `key`: a copy, or
 * NULL for a function, which begins in `*line`. */
static hm_expr *read_formula(const hm_fields *f, const char *key, const char *what,
                             uint32_t *line) {
    const hm_expr *expr = hm_lua_expr_at(f->L, -1);
    *line = 0;
    if (expr)
        return copy_expression(f, expr);
    if (!lua_isfunction(f->L, -1))
        hm_fields_fail_at(f, HM_FIELD(key),
                          "%s is a %s, expected an expression over input.NAME or a function", what,
                          luaL_typename(f->L, -1));
    *line = line_of_function(f);
    return NULL;
}

static void read_measure(const hm_fields *f, hm_declared_indicator *out) {
    lua_State *L = f->L;
    lua_pushliteral(L, "measure");
    if (lua_rawget(L, f->table) == LUA_TNIL)
        hm_fields_fail(f, "measure is missing");
    out->measure = read_formula(f, "measure", "measure", &out->measure_line);
    lua_pop(L, 1);
}

void hm_lua_read_measure_table(const hm_fields *entries, hm_declared_measure *entry) {
    static const char *const known[] = {"measure", "inputs", NULL};
    lua_State *L = entries->L;
    listed_inputs read;
    hm_fields f = hm_fields_in(entries, HM_FIELD(entry->from), entries->what);
    f.what = lua_pushfstring(L, "%s: measure_from: %s", entries->what, entry->from);
    hm_fields_check_names(&f, known, false);
    lua_pushliteral(L, "measure");
    if (lua_rawget(L, f.table) == LUA_TNIL)
        hm_fields_fail(&f, "measure is missing");
    entry->expr = read_formula(&f, "measure", "measure", &entry->line);
    lua_pop(L, 1);
    lua_pushliteral(L, "inputs");
    entry->lists_inputs = lua_rawget(L, f.table) != LUA_TNIL;
    lua_pop(L, 1);
    read_listed_inputs(&f, &read);
    entry->inputs = read.inputs;
    entry->input_count = read.input_count;
    entry->listed = read.listed;
    entry->listed_count = read.listed_count;
    lua_pop(L, 1);
}

static void read_entry(const hm_fields *entries, hm_declared_measure *entry) {
    lua_State *L = entries->L;
    if (lua_istable(L, -1)) {
        hm_lua_read_measure_table(entries, entry);
        return;
    }
    const char *what = lua_pushfstring(L, "measure_from: %s", entry->from);
    lua_insert(L, -2);
    entry->expr = read_formula(entries, entry->from, what, &entry->line);
    lua_remove(L, -2);
}

static int compare_pairs(const void *a, const void *b) {
    return strcmp(((const hm_declared_pair *)a)->part, ((const hm_declared_pair *)b)->part);
}

/* part_of = { part = "whole", ... }, or false where percent's own declaration does not hold */
static void read_part_of(const hm_fields *f, hm_declared_indicator *out) {
    lua_State *L = f->L;
    lua_pushliteral(L, "part_of");
    const int type = lua_rawget(L, f->table);
    out->part_of_given = type != LUA_TNIL;
    if (type == LUA_TNIL || (type == LUA_TBOOLEAN && !lua_toboolean(L, -1))) {
        lua_pop(L, 1);
        return;
    }
    if (type != LUA_TTABLE)
        hm_fields_fail_at(f, HM_FIELD("part_of"), "part_of must be { part = \"whole\" } or false");
    out->parts_of = hm_fields_array(f, hm_fields_count(f, -1), sizeof *out->parts_of);
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING || lua_type(L, -1) != LUA_TSTRING)
            hm_fields_fail_at(f, HM_FIELD("part_of"),
                              "part_of must be { part = \"whole\" }: names of inputs");
        out->parts_of[out->part_of_count++] =
            (hm_declared_pair){hm_fields_copy_at(f, -2, HM_FIELD("part_of"), "a name in part_of"),
                               hm_fields_copy_at(f, -1, HM_FIELD("part_of"), "a name in part_of")};
    }
    /* by name, since Lua's own order differs from run to run */
    qsort(out->parts_of, out->part_of_count, sizeof *out->parts_of, compare_pairs);
    lua_pop(L, 1);
}

static void fail_made(const hm_fields *f, size_t element) {
    lua_State *L = f->L;
    const char *found = lua_isnil(L, f->table)     ? "nothing"
                        : lua_istable(L, f->table) ? "a plain table"
                                                   : luaL_typename(L, f->table);
    if (element == 0)
        hm_fields_fail(f, "returns %s, expected: return indicator { ... }", found);
    hm_fields_fail_at(f, HM_ELEMENT(element),
                      "returns a list, of which element %d is %s, expected indicator { ... }",
                      (int)element, found);
}

/* `element` of the list that its script returns; 0: it returns this one. */
static void read_indicator(const hm_fields *script, size_t element, hm_declared_indicator *out) {
    lua_State *L = script->L;
    hm_fields f = *script;
    uint32_t line;
    f.table = lua_gettop(L);
    if (hm_lua_author_made(L, f.table, NULL, &line) != HM_MADE_BY_INDICATOR)
        fail_made(&f, element);
    f.path.line = line;
    out->element = element;
    out->origin = (hm_origin){f.file, line, 0};
    f.what = "indicator";
    out->code = hm_fields_need_text(&f, "code");
    f.what = lua_pushfstring(L, "indicator %s", hm_name_of(out->code).text);
    hm_fields_check_names(&f, indicator_fields, false);
    out->parent = hm_lua_read_parent(&f, &out->standing);
    if (*out->parent == '\0' && !out->standing.is_alone)
        (void)hm_fields_need_text(&f, "parent");
    out->name = hm_fields_need_text(&f, "name");
    out->about = hm_fields_long_text(&f, "about", "");
    out->reference = hm_fields_long_text(&f, "reference", "");
    out->has_weight = hm_lua_read_weight(&f, &out->weight, &out->weight_parameter);
    out->replaces = hm_fields_flag(&f, "replaces");
    out->accepts_missing = hm_fields_flag(&f, "accepts_missing");
    hm_lua_read_steps(&f, &out->steps);
    hm_lua_read_direction(&f, &out->steps);
    hm_lua_read_transform(&f, &out->steps);
    hm_lua_read_standing(&f, &out->standing);
    read_indicator_inputs(&f, out);
    read_measure(&f, out);
    hm_lua_read_measures_from(&f, read_entry, &out->measures_from);
    read_part_of(&f, out);
    hm_lua_read_examples(&f, hm_lua_read_expected_score, &out->examples, &out->example_count);
    lua_settop(L, f.table);
}

void hm_lua_read_indicator(lua_State *L, hm_arena *arena, const char *file, hm_field_path *fault,
                           hm_declared_indicator *out) {
    const int table = lua_gettop(L);
    const hm_fields f = hm_fields_open(L, arena, file, fault);
    lua_pushvalue(L, table);
    read_indicator(&f, 0, out);
    lua_settop(L, table);
}

void hm_lua_read_indicators(lua_State *L, hm_arena *arena, const char *file, hm_field_path *fault,
                            hm_declared_indicator **out, size_t *count) {
    const hm_fields f = hm_fields_open(L, arena, file, fault);
    const bool is_list = lua_istable(L, f.table) &&
                         hm_lua_author_made(L, f.table, NULL, NULL) == HM_MADE_BY_HAND &&
                         hm_list_count(L, f.table) > 0;
    static const char *const none[] = {NULL};
    *count = is_list ? hm_fields_check_names(&f, none, true) : 1;
    *out = hm_fields_array(&f, *count, sizeof **out);
    for (size_t i = 0; i < *count; i++) {
        if (is_list)
            lua_rawgeti(L, f.table, (lua_Integer)i + 1);
        else
            lua_pushvalue(L, f.table);
        read_indicator(&f, is_list ? i + 1 : 0, &(*out)[i]);
        lua_pop(L, 1);
    }
    lua_settop(L, f.table);
}
