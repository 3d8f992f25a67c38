#include "binding/lua_examples.h"

#include <string.h>

#include "binding/lua_objects.h"

/* { { name, text }, ... }, or { { column, text }, ... } */
static void push_cells(lua_State *L, const char *named, const hm_example_cell *cells,
                       size_t count) {
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        lua_createtable(L, 0, 2);
        hm_lua_set_text(L, named, cells[i].name);
        hm_lua_set_text(L, "text", cells[i].text);
        if (cells[i].ago > 1)
            hm_lua_set_integer(L, "ago", cells[i].ago);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* Rows of the same records stand together: { { name, rows = { ... } }, ... } */
static void push_rows(lua_State *L, const hm_example *example) {
    lua_Integer groups = 0;
    lua_newtable(L);
    for (size_t i = 0; i < example->row_count;) {
        const char *records = example->rows[i].records;
        lua_Integer count = 0;
        lua_newtable(L);
        hm_lua_set_text(L, "name", records);
        lua_newtable(L);
        for (; i < example->row_count && strcmp(example->rows[i].records, records) == 0; i++) {
            push_cells(L, "column", example->rows[i].cells, example->rows[i].cell_count);
            lua_rawseti(L, -2, ++count);
        }
        lua_setfield(L, -2, "rows");
        lua_rawseti(L, -2, ++groups);
    }
}

/* { { code, score, value or coverage }, ... } */
static void push_nodes(lua_State *L, const hm_example *example) {
    lua_createtable(L, (int)example->node_count, 0);
    for (size_t i = 0; i < example->node_count; i++) {
        const hm_example_node *node = &example->nodes[i];
        lua_createtable(L, 0, 2);
        hm_lua_set_text(L, "code", node->code);
        hm_lua_set_number(L, hm_example_word(node->figure), node->number);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

void hm_lua_push_example(lua_State *L, const hm_example *example) {
    lua_newtable(L);
    push_cells(L, "name", example->values, example->value_count);
    lua_setfield(L, -2, "values");
    push_cells(L, "name", example->previous, example->previous_count);
    lua_setfield(L, -2, "previous");
    push_rows(L, example);
    lua_setfield(L, -2, "records");
    push_nodes(L, example);
    lua_setfield(L, -2, "nodes");
    if (example->has_score)
        hm_lua_set_number(L, "score", example->score);
    if (example->has_value)
        hm_lua_set_number(L, "value", example->value);
    hm_lua_set_text(L, "status", example->status);
    hm_lua_set_text(L, "flags", example->flags);
    hm_lua_set_text(L, "note", example->note);
    hm_lua_set_text(L, "period", example->period);
    if (example->period)
        hm_lua_set_integer(L, "day", example->first_day);
}
