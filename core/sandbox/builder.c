/* builder.c: a string that grows. Lua's own luaL_Buffer asks for plain blocks up to one and
 * a half times the string's size, which block_size forbids, and never lets garbage be collected for
 * them. */
#include "sandbox/parts.h"

#include <string.h>

void hm_builder_open(hm_builder *builder, lua_State *L) {
    builder->L = L;
    luaL_checkstack(L, 4, NULL);
    lua_pushnil(L);
    builder->slot = lua_gettop(L);
    builder->data = builder->first;
    builder->size = 0;
    builder->capacity = sizeof builder->first;
}

static void grow(hm_builder *builder, size_t least) {
    lua_State *L = builder->L;
    size_t most = hm_sandbox_of(L)->limits.string_size;
    if (least > most)
        hm_sandbox_hit_limit(L, HM_REASON_STRING);
    size_t capacity = builder->capacity < most / 2 ? builder->capacity * 2 : most;
    if (capacity < least)
        capacity = least;
    hm_sandbox_charge(L, HM_COST_OF_BYTES(capacity));
    char *data = lua_newuserdatauv(L, capacity, 0);
    memcpy(data, builder->data, builder->size);
    lua_replace(L, builder->slot); /* the old one is garbage now */
    builder->data = data;
    builder->capacity = capacity;
}

char *hm_builder_reserve(hm_builder *builder, size_t size) {
    if (size > builder->capacity - builder->size) {
        size_t most = SIZE_MAX - builder->size;
        grow(builder, size < most ? builder->size + size : SIZE_MAX);
    }
    return builder->data + builder->size;
}

void hm_builder_add(hm_builder *builder, const char *text, size_t size) {
    if (size == 0)
        return;
    hm_sandbox_charge(builder->L, HM_COST_OF_BYTES(size));
    memcpy(hm_builder_reserve(builder, size), text, size);
    builder->size += size;
}

void hm_builder_add_char(hm_builder *builder, char c) {
    *hm_builder_reserve(builder, 1) = c;
    builder->size++;
}

void hm_builder_push(hm_builder *builder) {
    lua_pushlstring(builder->L, builder->data, builder->size);
    hm_sandbox_watch_closely(hm_sandbox_of(builder->L));
}
