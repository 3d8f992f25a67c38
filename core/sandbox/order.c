/* order.c: the order of values and of keys, and sorting by one. */
#include "sandbox/parts.h"

#include <string.h>

static bool string_less(lua_State *L, int a, int b) {
    size_t a_size, b_size;
    const char *a_text = lua_tolstring(L, a, &a_size), *b_text = lua_tolstring(L, b, &b_size);
    size_t common = a_size < b_size ? a_size : b_size;
    hm_sandbox_charge(L, HM_COST_OF_BYTES(common));
    int order = memcmp(a_text, b_text, common);
    return order < 0 || (order == 0 && a_size < b_size);
}

bool hm_sandbox_value_less(lua_State *L, int a, int b) {
    if (lua_type(L, a) == LUA_TSTRING && lua_type(L, b) == LUA_TSTRING)
        return string_less(L, a, b); /* what < does in the C locale */
    hm_sandbox_charge(L, 1);
    return lua_compare(L, a, b, LUA_OPLT) != 0;
}

/* Where the type of a key stands in the order; 0 for types without an order of their own. */
static int rank_of_key(lua_State *L, int index) {
    switch (lua_type(L, index)) {
    case LUA_TNUMBER:
        return 1;
    case LUA_TSTRING:
        return 2;
    case LUA_TBOOLEAN:
        return 3;
    default:
        return 0;
    }
}

bool hm_sandbox_key_has_order(lua_State *L, int index) {
    return rank_of_key(L, index) != 0;
}

bool hm_sandbox_key_less(lua_State *L, int a, int b) {
    int a_rank = rank_of_key(L, a), b_rank = rank_of_key(L, b);
    if (a_rank != b_rank)
        return a_rank < b_rank;
    if (a_rank == 3)
        return !lua_toboolean(L, a) && lua_toboolean(L, b);
    return hm_sandbox_value_less(L, a, b);
}

/* Merges from[low..middle) and from[middle..high) into `to`. */
static void merge(lua_State *L, int from, int to, lua_Integer low, lua_Integer middle,
                  lua_Integer high, hm_less less) {
    lua_Integer left = low, right = middle;
    int top = lua_gettop(L);
    for (lua_Integer at = low; at < high; at++) {
        bool take_right = left >= middle;
        if (left < middle && right < high) {
            lua_rawgeti(L, from, left);
            lua_rawgeti(L, from, right);
            take_right = less(L, top + 2, top + 1);
            lua_settop(L, top);
        }
        lua_rawgeti(L, from, take_right ? right++ : left++);
        lua_rawseti(L, to, at);
    }
    hm_sandbox_charge(L, (uint64_t)(high - low));
}

static bool is_sorted(lua_State *L, int table, lua_Integer count, hm_less less) {
    int top = lua_gettop(L);
    bool sorted = true;
    for (lua_Integer i = 2; sorted && i <= count; i++) {
        lua_rawgeti(L, table, i - 1);
        lua_rawgeti(L, table, i);
        sorted = !less(L, top + 2, top + 1);
        lua_settop(L, top);
    }
    return sorted;
}

/* A merge sort: the number of comparisons does not depend on what `less` answers. */
void hm_sandbox_sort(lua_State *L, int table, lua_Integer count, hm_less less) {
    luaL_checkstack(L, 6, NULL);
    if (is_sorted(L, table, count, less))
        return;
    lua_createtable(L, (int)count, 0);
    int from = table, to = lua_gettop(L);
    for (lua_Integer width = 1; width < count; width *= 2) {
        for (lua_Integer low = 1; low <= count; low += 2 * width) {
            lua_Integer middle = low + width <= count ? low + width : count + 1;
            lua_Integer high = middle + width <= count ? middle + width : count + 1;
            merge(L, from, to, low, middle, high, less);
        }
        int swap = from;
        from = to;
        to = swap;
    }
    for (lua_Integer i = 1; from != table && i <= count; i++) {
        lua_rawgeti(L, from, i);
        lua_rawseti(L, table, i);
    }
    lua_remove(L, from != table ? from : to);
}
