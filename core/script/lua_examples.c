#include "script/lua_examples.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "base/numbers/number.h"
#include "expr/several.h"
#include "sandbox/sandbox.h"
#include "script/lua_edition.h"
#include "script/lua_list.h"

/* Fields of a test that are no figures. */
static const char *const words[] = {"score",  "value",  "status",   "flags",  "note",
                                    "scores", "values", "previous", "period", NULL};

static bool is_word(const char *name) {
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], name) == 0)
            return true;
    return false;
}

/* The list on top, { "a", "b" }: several answers of a choice, as a cell has them. */
static bool is_list_of_texts(lua_State *L) {
    const bool is_text = lua_rawgeti(L, -1, 1) == LUA_TSTRING;
    lua_pop(L, 1);
    return is_text;
}

static const char *answers_text(const hm_fields *f, const char *name) {
    lua_State *L = f->L;
    const int list = lua_gettop(L);
    const size_t count = hm_fields_list(f, name);
    luaL_checkstack(L, 4, NULL);
    lua_pushliteral(L, "");
    for (size_t i = 1; i <= count; i++) {
        if (lua_rawgeti(L, list, (lua_Integer)i) != LUA_TSTRING)
            hm_fields_fail_at(f, HM_FIELD(name), "\"%s\": answer %d is a %s, expected text", name,
                              (int)i, luaL_typename(L, -1));
        if (i == 1)
            lua_pushvalue(L, -1);
        else
            lua_pushfstring(L, "%s%c%s", lua_tostring(L, -2), HM_SEVERAL_BETWEEN,
                            lua_tostring(L, -1));
        lua_replace(L, -3);
        lua_pop(L, 1);
        hm_sandbox_charge(L, lua_rawlen(L, -1) / 8 + 1);
    }
    const char *text = hm_fields_copy_at(f, -1, HM_FIELD(name), name);
    lua_pop(L, 1);
    return text;
}

/* The value on top as a cell of data would hold it. */
static const char *cell_text(const hm_fields *f, const char *name) {
    char number[HM_NUMBER_SIZE];
    switch (lua_type(f->L, -1)) {
    case LUA_TBOOLEAN:
        return lua_toboolean(f->L, -1) ? "yes" : "no";
    case LUA_TNUMBER:
        if (!(lua_tonumber(f->L, -1) - lua_tonumber(f->L, -1) == 0))
            hm_fields_fail_at(f, HM_FIELD(name), "\"%s\" is not a finite number", name);
        hm_number_print(lua_tonumber(f->L, -1), number);
        return hm_fields_copy(f, number, strlen(number));
    case LUA_TSTRING:
        return hm_fields_copy_at(f, -1, HM_FIELD(name), name);
    case LUA_TTABLE:
        return answers_text(f, name);
    default:
        hm_fields_fail_at(f, HM_FIELD(name),
                          "\"%s\" is a %s, expected a number, true, false or text", name,
                          luaL_typename(f->L, -1));
        return "";
    }
}

static int compare_cells(const void *a, const void *b) {
    return strcmp(((const hm_example_cell *)a)->name, ((const hm_example_cell *)b)->name);
}

/* The table on top: row `position` of records, {column = value, ...}. */
static void read_row(const hm_fields *list, size_t position, const char *records,
                     hm_example_row *out) {
    lua_State *L = list->L;
    const int table = lua_gettop(L);
    const hm_fields in = hm_fields_in(list, HM_ELEMENT(position), list->what), *f = &in;
    if (!lua_istable(L, table))
        hm_fields_fail(f, "\"%s\" must be a list of rows: { { column = value }, ... }", records);
    out->records = records;
    out->cells = hm_fields_array(f, hm_fields_count(f, table), sizeof *out->cells);
    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING)
            hm_fields_fail(f, "\"%s\": a row must name its columns", records);
        const char *column = hm_fields_copy_at(f, -2, HM_WHOLE, "a name");
        out->cells[out->cell_count++] = (hm_example_cell){column, cell_text(f, column), 0};
    }
    qsort(out->cells, out->cell_count, sizeof *out->cells, compare_cells);
}

typedef struct size {
    size_t values; /* fields of the example */
    size_t rows;   /* of all its records, with an end to what can be added up */
} size;

static size measure(const hm_fields *f) {
    lua_State *L = f->L;
    size found = {0};
    for (lua_pushnil(L); lua_next(L, f->table); lua_pop(L, 1)) {
        found.values++;
        if (!lua_istable(L, -1))
            continue;
        const size_t rows = hm_list_count(L, -1);
        hm_sandbox_charge(L, rows);
        found.rows = rows < SIZE_MAX - found.rows ? found.rows + rows : SIZE_MAX;
    }
    hm_sandbox_charge(L, found.values);
    return found;
}

/* The table on top: a list of rows. `most` is how many there is room for. */
static void read_rows(const hm_fields *f, const char *records, size_t most, hm_example *out) {
    const size_t count = hm_fields_list(f, records);
    const hm_fields list = hm_fields_in(f, HM_FIELD(records), f->what);
    for (size_t i = 0; i < count && out->row_count < most; i++) {
        lua_rawgeti(f->L, -1, (lua_Integer)i + 1);
        read_row(&list, i + 1, records, &out->rows[out->row_count++]);
        lua_pop(f->L, 1);
    }
}

/* An input may be called coverage: then its figure is no table of numbers by code. */
static bool is_of_nodes(lua_State *L) {
    if (!lua_istable(L, -1))
        return false;
    const bool is_list = lua_rawgeti(L, -1, 1) != LUA_TNIL;
    lua_pop(L, 1);
    return !is_list;
}

static bool is_coverage(lua_State *L) {
    return strcmp(lua_tostring(L, -2), hm_example_field(HM_EXAMPLE_COVERAGE)) == 0 &&
           is_of_nodes(L);
}

static void read_given(const hm_fields *f, hm_example *out) {
    lua_State *L = f->L;
    const size most = measure(f);
    out->values = hm_fields_array(f, most.values, sizeof *out->values);
    out->rows = hm_fields_array(f, most.rows, sizeof *out->rows);
    for (lua_pushnil(L); lua_next(L, f->table); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING)
            hm_fields_fail(f, "every figure needs the name of its input");
        if (is_word(lua_tostring(L, -2)) || is_coverage(L))
            continue;
        const char *name = hm_fields_copy_at(f, -2, HM_WHOLE, "a name");
        if (lua_istable(L, -1) && !is_list_of_texts(L))
            read_rows(f, name, most.rows, out);
        else
            out->values[out->value_count++] = (hm_example_cell){name, cell_text(f, name), 0};
    }
    qsort(out->values, out->value_count, sizeof *out->values, compare_cells);
}

static int compare_earlier(const void *a, const void *b) {
    const hm_example_cell *one = a, *other = b;
    return one->ago != other->ago ? (one->ago < other->ago ? -1 : 1) : compare_cells(a, b);
}

/* How many figures the table on top has, and those within it. */
static size_t count_previous(const hm_fields *f, uint32_t ago) {
    size_t count = hm_fields_count(f, lua_gettop(f->L));
    if (ago > HM_EXPR_BACK)
        hm_fields_fail(f, "previous: more than %d periods before", HM_EXPR_BACK);
    luaL_checkstack(f->L, 4, NULL);
    lua_getfield(f->L, -1, "previous");
    if (lua_istable(f->L, -1))
        count += count_previous(f, ago + 1);
    lua_pop(f->L, 1);
    return count;
}

/* previous = { name = figure, ..., previous = { ... } }: what the same city had in the period
 * before, and in that before it. The table is on top. */
static void read_earlier(const hm_fields *f, uint32_t ago, hm_example *out) {
    lua_State *L = f->L;
    const int table = lua_gettop(L);
    const hm_fields in = hm_fields_in(f, HM_FIELD("previous"), f->what);
    luaL_checkstack(L, 6, NULL);
    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING)
            hm_fields_fail(&in, "previous: every figure needs the name of its input");
        if (strcmp(lua_tostring(L, -2), "previous") == 0 && lua_istable(L, -1)) {
            read_earlier(&in, ago + 1, out);
            continue;
        }
        const char *name = hm_fields_copy_at(&in, -2, HM_WHOLE, "a name");
        out->previous[out->previous_count++] = (hm_example_cell){name, cell_text(&in, name), ago};
    }
}

static void read_previous(const hm_fields *f, hm_example *out) {
    if (hm_fields_push_table(f, "previous")) {
        out->previous = hm_fields_array(f, count_previous(f, 1), sizeof *out->previous);
        read_earlier(f, 1, out);
        qsort(out->previous, out->previous_count, sizeof *out->previous, compare_earlier);
    }
    lua_pop(f->L, 1);
}

static int compare_nodes(const void *a, const void *b) {
    return strcmp(((const hm_example_node *)a)->code, ((const hm_example_node *)b)->code);
}

static bool may_be(hm_example_figure figure, double number) {
    return figure == HM_EXAMPLE_COVERAGE ? number >= 0 && number <= 1 : number - number == 0;
}

/* { CODE = number } in the field of the figure, behind those that are there. */
static void add_nodes(const hm_fields *f, hm_example_figure figure, hm_example *out) {
    lua_State *L = f->L;
    const char *name = hm_example_field(figure);
    const size_t before = out->node_count;
    if (hm_fields_push_table(f, name))
        for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
            hm_example_node *node = &out->nodes[out->node_count++];
            if (lua_type(L, -2) != LUA_TSTRING || lua_type(L, -1) != LUA_TNUMBER ||
                !may_be(figure, lua_tonumber(L, -1)))
                hm_fields_fail_at(f, HM_FIELD(name),
                                  "%s: other nodes have numbers%s by their codes: "
                                  "{ [\"L1.1\"] = %s }",
                                  name, figure == HM_EXAMPLE_COVERAGE ? " from 0 to 1" : "",
                                  figure == HM_EXAMPLE_COVERAGE ? "0.5" : "40");
            node->code = hm_fields_copy_at(f, -2, HM_FIELD(name), "a code");
            node->figure = figure;
            node->number = lua_tonumber(L, -1);
        }
    lua_pop(L, 1);
    if (out->node_count > before)
        qsort(out->nodes + before, out->node_count - before, sizeof *out->nodes, compare_nodes);
}

static size_t count_nodes(const hm_fields *f, const char *name) {
    const size_t count = hm_fields_push_table(f, name) ? hm_fields_count(f, -1) : 0;
    lua_pop(f->L, 1);
    return count;
}

static bool has_nodes(const hm_fields *f, hm_example_figure figure) {
    lua_State *L = f->L;
    lua_pushstring(L, hm_example_field(figure));
    (void)lua_rawget(L, f->table);
    const bool has = figure != HM_EXAMPLE_COVERAGE || is_of_nodes(L);
    lua_pop(L, 1);
    return has;
}

static void read_nodes(const hm_fields *f, hm_example *out) {
    size_t most = 0;
    for (int i = 0; i < HM_EXAMPLE_FIGURES; i++)
        most += has_nodes(f, (hm_example_figure)i)
                    ? count_nodes(f, hm_example_field((hm_example_figure)i))
                    : 0;
    out->nodes = hm_fields_array(f, most, sizeof *out->nodes);
    for (int i = 0; i < HM_EXAMPLE_FIGURES; i++)
        if (has_nodes(f, (hm_example_figure)i))
            add_nodes(f, (hm_example_figure)i, out);
}

static bool is_status(const char *text) {
    for (int state = HM_OBSERVED; state <= HM_FAILED; state++)
        if (strcmp(text, hm_state_status((hm_state)state)) == 0)
            return true;
    return false;
}

void hm_lua_read_expected_score(const hm_fields *f, hm_example *out) {
    int64_t last;
    (void)hm_lua_read_period(f, "period", &out->period, &out->first_day, &last);
    out->has_score = hm_fields_number(f, "score", &out->score);
    out->has_value = hm_fields_number(f, "value", &out->value);
    out->status = hm_fields_text(f, "status", NULL);
    out->flags = hm_fields_text(f, "flags", NULL);
    if (out->status && !is_status(out->status))
        hm_fields_fail_at(f, HM_FIELD("status"),
                          "status \"%s\" is none: scored, undefined, not_applicable, "
                          "not_reported, invalid or failed",
                          out->status);
    if (!out->has_score && !out->has_value && !out->status && !out->flags)
        hm_fields_fail(f, "expects nothing: give score, value, status or flags");
}

void hm_lua_read_examples(const hm_fields *f, hm_lua_read_expected *read_expected, hm_example **out,
                          size_t *count) {
    lua_State *L = f->L;
    *count = hm_fields_push_list(f, "tests");
    const hm_fields list = hm_fields_in(f, HM_FIELD("tests"), f->what);
    *out = hm_fields_array(f, *count, sizeof **out);
    for (size_t i = 0; i < *count; i++) {
        luaL_checkstack(L, 12, NULL);
        lua_rawgeti(L, -1, (lua_Integer)i + 1);
        if (!lua_istable(L, -1))
            hm_fields_fail_at(&list, HM_ELEMENT(i + 1),
                              "tests: element %d is a %s, expected a table", (int)i + 1,
                              luaL_typename(L, -1));
        const hm_fields test = hm_fields_in_part(&list, (int)i + 1, "test");
        read_expected(&test, &(*out)[i]);
        (*out)[i].note = hm_fields_long_text(&test, "note", NULL);
        read_given(&test, &(*out)[i]);
        read_previous(&test, &(*out)[i]);
        read_nodes(&test, &(*out)[i]);
        if ((*out)[i].node_count > 0 && read_expected != hm_lua_read_expected_score)
            hm_fields_fail(&test, "gives nodes, and a rule reads figures alone");
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}
