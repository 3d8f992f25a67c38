#include "binding/lua_expression.h"

#include <string.h>

#include "base/buffer.h"
#include "binding/lua_objects.h"
#include "script/declared.h"

/* --- measures --- */

static const char *type_word(hm_type type) {
    switch (type) {
    case HM_TYPE_NUMBER:
        return "number";
    case HM_TYPE_LOGIC:
        return "flag";
    case HM_TYPE_TEXT:
    case HM_TYPE_SEVERAL:
        return "text";
    case HM_TYPE_RECORDS:
        return "records";
    default:
        return "any";
    }
}

/* The buffer belongs to the C allocator: it is copied into a userdata-free string before anything
 * can be raised but for running out of memory, when the process is at its end anyway. */
void hm_lua_set_formula(lua_State *L, const char *name, const hm_expr *expr, uint16_t index) {
    hm_buffer text;
    hm_buffer_open(&text, hm_allocator_default());
    hm_expr_print(expr, index, true, &text);
    lua_pushstring(L, text.data ? text.data : "");
    hm_buffer_close(&text);
    lua_setfield(L, -2, name);
}

void hm_lua_push_parts(lua_State *L, const hm_expr *expr) {
    const hm_expr_node *list = hm_expr_nodes(expr);
    lua_Integer count = 0;
    lua_newtable(L);
    for (uint16_t i = 0; i < expr->node_count; i++) {
        if (list[i].op != HM_OP_PART)
            continue;
        lua_newtable(L);
        hm_lua_set_text(L, "name", hm_expr_text(expr, list[i].u.text.name));
        hm_lua_set_text(L, "label", hm_expr_text(expr, list[i].u.text.member));
        hm_lua_set_formula(L, "formula", expr, i);
        lua_rawseti(L, -2, ++count);
    }
}

/* The name or the symbol, without the blanks that it is printed with. */
static void set_op(lua_State *L, const hm_operation *operation) {
    const char *word = operation->name ? operation->name : operation->symbol;
    if (operation->symbol) {
        word = operation->symbol + (operation->symbol[0] == ' ');
        size_t size = strlen(word);
        size -= size > 1 && word[size - 1] == ' ';
        lua_pushlstring(L, word, size);
    } else {
        lua_pushstring(L, word ? word : "unknown");
    }
    lua_setfield(L, -2, "op");
}

static void set_named(lua_State *L, const hm_expr *expr, const hm_expr_node *node, const char *op,
                      const char *member) {
    hm_lua_set_text(L, "op", op);
    hm_lua_set_text(L, "name", hm_expr_text(expr, node->u.text.name));
    if (member)
        hm_lua_set_text(L, member, hm_expr_text(expr, node->u.text.member));
}

static void set_what(lua_State *L, const hm_expr *expr, const hm_expr_node *node) {
    switch (node->op) {
    case HM_OP_NUMBER:
        hm_lua_set_text(L, "op", "number");
        hm_lua_set_number(L, "value", node->u.number);
        break;
    case HM_OP_LOGIC:
        hm_lua_set_text(L, "op", "flag");
        hm_lua_set_flag(L, "value", node->u.number != 0);
        break;
    case HM_OP_TEXT:
        set_named(L, expr, node, "text", NULL);
        break;
    case HM_OP_INPUT:
        set_named(L, expr, node, "input", NULL);
        break;
    case HM_OP_PREVIOUS:
        set_named(L, expr, node, "previous", NULL);
        hm_lua_set_integer(L, "within", node->back);
        break;
    case HM_OP_HISTORY:
        hm_lua_set_text(L, "op", "history");
        hm_lua_set_integer(L, "back", node->back);
        hm_lua_set_integer(L, "least", (lua_Integer)node->u.number);
        break;
    case HM_OP_PARAMETER:
        set_named(L, expr, node, "parameter", NULL);
        break;
    case HM_OP_SCORE:
    case HM_OP_VALUE:
    case HM_OP_COVERAGE:
        set_named(L, expr, node, hm_op_read_name((hm_op)node->op), NULL);
        break;
    case HM_OP_OWN:
        set_named(L, expr, node, "own", NULL);
        break;
    case HM_OP_COLUMN:
        set_named(L, expr, node, "column", "member");
        break;
    case HM_OP_PART:
        set_named(L, expr, node, "part", "label");
        break;
    default:
        set_op(L, hm_operation_of((hm_op)node->op));
    }
}

void hm_lua_push_expression(lua_State *L, const hm_expr *expr) {
    const hm_expr_node *nodes = hm_expr_nodes(expr);
    const uint16_t *operands = hm_expr_operands(expr);
    lua_createtable(L, expr->node_count, 0);
    for (uint16_t i = 0; i < expr->node_count; i++) {
        lua_createtable(L, 0, 5);
        set_what(L, expr, &nodes[i]);
        hm_lua_set_text(L, "type", type_word((hm_type)nodes[i].type));
        lua_createtable(L, nodes[i].count, 0);
        for (uint16_t k = 0; k < nodes[i].count; k++) {
            lua_pushinteger(L, (lua_Integer)operands[nodes[i].first + k] + 1);
            lua_rawseti(L, -2, (lua_Integer)k + 1);
        }
        lua_setfield(L, -2, "operands");
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* --- words of authors --- */

static void push_helper(lua_State *L, const hm_operation *operation) {
    lua_createtable(L, 0, 8);
    hm_lua_set_text(L, "name", operation->name);
    hm_lua_set_text(L, "arguments", operation->arguments ? operation->arguments : "");
    hm_lua_set_text(L, "about", operation->about ? operation->about : "");
    hm_lua_set_integer(L, "least", operation->least);
    if (operation->most < 255)
        hm_lua_set_integer(L, "most", operation->most);
    hm_lua_set_text(L, "yields", type_word((hm_type)operation->yields));
    hm_lua_set_flag(L, "over_rows", operation->over_rows);
}

int hm_lua_helpers(lua_State *L) {
    lua_Integer count = 0;
    lua_newtable(L);
    for (int op = 0; op < HM_OP_COUNT; op++) {
        const hm_operation *operation = hm_operation_of((hm_op)op);
        if (!operation->name || !operation->arguments)
            continue;
        push_helper(L, operation);
        lua_rawseti(L, -2, ++count);
    }
    return 1;
}

int hm_lua_kinds(lua_State *L) {
    lua_newtable(L);
    for (int kind = 0; kind < HM_KIND_COUNT_OF_KINDS; kind++) {
        const hm_kind_facts *facts = hm_kind_of((hm_kind)kind);
        lua_createtable(L, 0, 3);
        hm_lua_set_text(L, "name", facts->name);
        hm_lua_set_text(L, "wants", facts->wants);
        hm_lua_set_flag(L, "of_columns_only", kind > HM_KIND_RECORDS);
        lua_rawseti(L, -2, (lua_Integer)kind + 1);
    }
    return 1;
}
