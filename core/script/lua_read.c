#include "script/lua_read.h"

#include <lauxlib.h>
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "script/lua_author.h"
#include "script/lua_examples.h"
#include "script/lua_expr.h"
#include "script/lua_fields.h"

/* --- inputs --- */

static const char *const input_fields[] = {"unit", "min", "max", "warn_min", "warn_max", NULL};
static const char *const choice_fields[] = {"unit", "options", NULL};
static const char *const records_fields[] = {"columns", NULL};
/* worked examples use these words beside names of inputs */
static const char *const reserved[] = {"score", "value",    "status", "flags",
                                       "note",  "previous", NULL};

static bool is_name(const char *text) {
    if (!((*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z') || *text == '_'))
        return false;
    for (; *text; text++)
        if (!((*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z') ||
              (*text >= '0' && *text <= '9') || *text == '_'))
            return false;
    return true;
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
        hm_fields_fail(f, "min is above max");
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
        hm_fields_fail(f, "warn_min and warn_max go with numbers");
    if (input->doubt_low > input->doubt_high)
        hm_fields_fail(f, "warn_min is above warn_max");
}

static void read_options(const hm_fields *f, hm_input *input) {
    const size_t count = hm_fields_push_list(f, "options");
    if (count == 0)
        hm_fields_fail(f, "a choice needs options = { \"...\", \"...\" }");
    const char **options = hm_fields_array(f, count, sizeof *options);
    const hm_fields list = {f->L, lua_gettop(f->L), f->arena, f->file, f->line, f->what};
    for (size_t i = 0; i < count; i++)
        options[i] = hm_fields_element(&list, (int)i + 1, "an option");
    input->options = options;
    input->option_count = count;
    lua_pop(f->L, 1);
}

static void read_input(const hm_fields *around, bool is_column, hm_input *out);

static void read_columns(const hm_fields *f, hm_input *input) {
    input->column_count = hm_fields_push_list(f, "columns");
    if (input->column_count == 0)
        hm_fields_fail(f, "records need columns = { count { ... }, ... }");
    input->columns = hm_fields_array(f, input->column_count, sizeof *input->columns);
    for (size_t i = 0; i < input->column_count; i++) {
        lua_rawgeti(f->L, -1, (lua_Integer)i + 1);
        read_input(f, true, &input->columns[i]);
        lua_pop(f->L, 1);
        for (size_t k = 0; k < i; k++)
            if (strcmp(input->columns[k].name, input->columns[i].name) == 0)
                hm_fields_fail(f, "column \"%s\" is declared twice", input->columns[i].name);
    }
    lua_pop(f->L, 1);
}

/* The value on top is count { "name", "label", ... } or the like, inside of `around`. */
static void read_input(const hm_fields *around, bool is_column, hm_input *out) {
    lua_State *L = around->L;
    hm_fields f = *around;
    f.table = lua_gettop(L);
    f.what = is_column ? "column" : "input";
    luaL_checkstack(L, 12, "inputs nested too deep");
    if (hm_lua_author_made(L, -1, &out->kind, &f.line) != HM_MADE_BY_KIND) {
        f.line = around->line;
        hm_fields_fail(&f, "expected count { \"name\", \"label\" }, or another kind of input");
    }
    out->name = hm_fields_element(&f, 1, "its name");
    if (!is_name(out->name))
        hm_fields_fail(&f, "\"%s\" is no name: letters, digits and _ only", out->name);
    f.what = lua_pushfstring(L, "%s \"%s\"", f.what, out->name);
    const bool records = out->kind == HM_KIND_RECORDS, choice = out->kind == HM_KIND_CHOICE;
    hm_fields_check_names(&f,
                          records  ? records_fields
                          : choice ? choice_fields
                                   : input_fields,
                          true);
    if (lua_rawlen(L, f.table) > 2)
        hm_fields_fail(&f, "has more than a name and a label");
    lua_rawgeti(L, f.table, 2);
    out->label = lua_isnil(L, -1) ? out->name : hm_fields_element(&f, 2, "its label");
    lua_pop(L, 1);
    out->unit = hm_fields_text(&f, "unit", "");
    out->origin = (hm_origin){f.file, f.line};
    if (is_column ? records : out->kind > HM_KIND_RECORDS)
        hm_fields_fail(&f, is_column ? "records cannot be a column"
                                     : "text, datetime and duration are kinds of columns only");
    for (int i = 0; reserved[i] && !is_column; i++)
        if (strcmp(out->name, reserved[i]) == 0)
            hm_fields_fail(&f, "this name is reserved for the tests of indicators");
    read_bounds(&f, out);
    read_doubts(&f, out);
    if (choice)
        read_options(&f, out);
    if (records)
        read_columns(&f, out);
    lua_pop(L, 1);
}

void hm_lua_read_inputs(lua_State *L, hm_arena *arena, const char *file, hm_input **out,
                        size_t *count) {
    const hm_fields f = {L, lua_gettop(L), arena, file, 1, ""};
    if (!lua_istable(L, -1))
        hm_fields_fail(&f, "returns %s, expected a list of inputs: return { count { ... } }",
                       lua_isnil(L, -1) ? "nothing" : luaL_typename(L, -1));
    static const char *const none[] = {NULL};
    hm_fields_check_names(&f, none, true);
    *count = (size_t)lua_rawlen(L, -1);
    *out = hm_fields_array(&f, *count, sizeof **out);
    for (size_t i = 0; i < *count; i++) {
        lua_rawgeti(L, f.table, (lua_Integer)i + 1);
        read_input(&f, false, &(*out)[i]);
        lua_pop(L, 1);
    }
}

/* --- indicators --- */

static const char *const indicator_fields[] = {
    "code",   "parent",    "name",  "about",   "reference", "inputs",          "measure",
    "weight", "range",     "tests", "part_of", "replaces",  "accepts_missing", "deducts",
    "scale",  "direction", NULL};

/* `inputs` lists definitions and bare names of inputs that are defined elsewhere. */
static void read_indicator_inputs(const hm_fields *f, hm_declared_indicator *out) {
    const size_t count = hm_fields_push_list(f, "inputs");
    out->inputs = hm_fields_array(f, count, sizeof *out->inputs);
    out->listed = hm_fields_array(f, count, sizeof *out->listed);
    for (size_t i = 0; i < count; i++) {
        lua_rawgeti(f->L, -1, (lua_Integer)i + 1);
        if (lua_type(f->L, -1) == LUA_TSTRING) {
            out->listed[i] = hm_fields_copy(f, lua_tostring(f->L, -1));
        } else {
            hm_input *input = &out->inputs[out->input_count];
            if (!lua_istable(f->L, -1))
                hm_fields_fail(f, "inputs: element %d is a %s, expected a name or count { ... }",
                               (int)i + 1, luaL_typename(f->L, -1));
            read_input(f, false, input);
            out->listed[i] = input->name;
            out->input_count++;
        }
        for (size_t k = 0; k < i; k++)
            if (strcmp(out->listed[k], out->listed[i]) == 0)
                hm_fields_fail(f, "input \"%s\" is listed twice", out->listed[i]);
        lua_pop(f->L, 1);
    }
    out->listed_count = count;
    lua_pop(f->L, 1);
}

static void read_measure(const hm_fields *f, hm_declared_indicator *out) {
    lua_State *L = f->L;
    lua_pushliteral(L, "measure");
    const int type = lua_rawget(L, f->table);
    const hm_expr *expr = hm_lua_expr_at(L, -1);
    if (expr) {
        out->measure = hm_fields_array(f, 1, expr->size);
        memcpy(out->measure, expr, expr->size);
    } else if (type == LUA_TNIL) {
        hm_fields_fail(f, "measure is missing");
    } else if (type != LUA_TFUNCTION) {
        hm_fields_fail(f, "measure is a %s, expected an expression over input.NAME or a function",
                       lua_typename(L, type));
    }
    lua_pop(L, 1);
}

/* scale = "minmax", direction = "lower" */
static void read_scale(const hm_fields *f, hm_declared_indicator *out) {
    out->scale = hm_fields_text(f, "scale", NULL);
    out->direction = hm_fields_text(f, "direction", NULL);
    if (out->direction && strcmp(out->direction, "higher") != 0 &&
        strcmp(out->direction, "lower") != 0)
        hm_fields_fail(f, "direction is \"%s\", expected \"higher\" or \"lower\": which is better",
                       out->direction);
    if (out->direction && !out->scale)
        hm_fields_fail(f, "direction goes with scale; inverse(x) turns a mark round");
}

static void read_range(const hm_fields *f, hm_declared_indicator *out) {
    out->low = 0;
    out->high = 100;
    const size_t count = hm_fields_push_list(f, "range");
    if (!lua_isnil(f->L, -1)) {
        lua_rawgeti(f->L, -1, 1);
        lua_rawgeti(f->L, -2, 2);
        if (count != 2 || !lua_isnumber(f->L, -2) || !lua_isnumber(f->L, -1))
            hm_fields_fail(f, "range must be {LOW, HIGH}");
        out->low = lua_tonumber(f->L, -2);
        out->high = lua_tonumber(f->L, -1);
        if (!(out->low >= 0 && out->low < out->high && out->high <= 100))
            hm_fields_fail(f, "range must lie within {0, 100}, low before high");
        lua_pop(f->L, 2);
    }
    lua_pop(f->L, 1);
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
        hm_fields_fail(f, "part_of must be { part = \"whole\" } or false");
    size_t count = 0;
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
        count++;
    out->parts_of = hm_fields_array(f, count, sizeof *out->parts_of);
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING || lua_type(L, -1) != LUA_TSTRING)
            hm_fields_fail(f, "part_of must be { part = \"whole\" }: names of inputs");
        /* by name, since the order of a Lua table is nobody's */
        const hm_declared_pair pair = {hm_fields_copy(f, lua_tostring(L, -2)),
                                       hm_fields_copy(f, lua_tostring(L, -1))};
        size_t at = out->part_of_count++;
        for (; at > 0 && strcmp(out->parts_of[at - 1].part, pair.part) > 0; at--)
            out->parts_of[at] = out->parts_of[at - 1];
        out->parts_of[at] = pair;
    }
    lua_pop(L, 1);
}

void hm_lua_read_indicator(lua_State *L, hm_arena *arena, const char *file,
                           hm_declared_indicator *out) {
    hm_fields f = {L, lua_gettop(L), arena, file, 1, ""};
    luaL_checkstack(L, 20, NULL);
    if (hm_lua_author_made(L, -1, NULL, &f.line) != HM_MADE_BY_INDICATOR) {
        f.line = 1;
        hm_fields_fail(&f, "returns %s, expected: return indicator { ... }",
                       lua_isnil(L, -1)     ? "nothing"
                       : lua_istable(L, -1) ? "a plain table"
                                            : luaL_typename(L, -1));
    }
    out->origin = (hm_origin){file, f.line};
    f.what = "indicator";
    out->code = hm_fields_need_text(&f, "code");
    f.what = lua_pushfstring(L, "indicator %s", out->code);
    hm_fields_check_names(&f, indicator_fields, false);
    out->parent = hm_fields_need_text(&f, "parent");
    out->name = hm_fields_need_text(&f, "name");
    out->about = hm_fields_text(&f, "about", "");
    out->reference = hm_fields_text(&f, "reference", "");
    out->has_weight = hm_fields_weight(&f, "weight", &out->weight);
    out->replaces = hm_fields_flag(&f, "replaces");
    out->accepts_missing = hm_fields_flag(&f, "accepts_missing");
    out->deducts = hm_fields_flag(&f, "deducts");
    read_scale(&f, out);
    read_range(&f, out);
    read_indicator_inputs(&f, out);
    read_measure(&f, out);
    read_part_of(&f, out);
    hm_lua_read_examples(&f, out);
    lua_pop(L, 1);
}
