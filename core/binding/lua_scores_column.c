/* lua_scores_column.c: scores:column(code, figure): one figure of a node in all units. */
#include "aggregate/scores.h"
#include "binding/lua_objects.h"
#include "binding/lua_results.h"

enum { CHUNK = 512 };

static const char *const FIGURES[] = {"value",    "score",      "weight", "contribution",
                                      "coverage", "applicable", "rank",   NULL};
static const hm_score_figure NUMBERS[] = {
    HM_FIGURE_VALUE,    HM_FIGURE_SCORE,      HM_FIGURE_WEIGHT, HM_FIGURE_CONTRIBUTION,
    HM_FIGURE_COVERAGE, HM_FIGURE_APPLICABLE, HM_FIGURE_RANK};

/* Puts those of units first .. first + count - 1 into the list on top: false where there is none.
 */
static void push_chunk(lua_State *L, const hm_scores *scores, size_t node, hm_score_figure figure,
                       size_t first, size_t count) {
    double numbers[CHUNK];
    uint8_t states[CHUNK];
    const hm_column_view view = {
        .size = sizeof view, .first = first, .count = count, .numbers = numbers, .states = states};
    hm_scores_column(scores, node, figure, &view);
    for (size_t i = 0; i < count; i++) {
        if (states[i] != HM_OBSERVED)
            lua_pushboolean(L, 0);
        else if (figure == HM_FIGURE_RANK)
            lua_pushinteger(L, (lua_Integer)numbers[i]);
        else
            lua_pushnumber(L, numbers[i]);
        lua_rawseti(L, -2, (lua_Integer)(first + i + 1));
    }
}

int hm_lua_scores_column(lua_State *L) {
    const hm_scores *scores = hm_lua_check_scores(L, 1);
    const size_t node = hm_package_find(scores->plan->package, luaL_checkstring(L, 2));
    const hm_score_figure figure = NUMBERS[luaL_checkoption(L, 3, "score", FIGURES)];
    if (node >= scores->plan->node_count)
        return hm_lua_push_nothing(L);
    const size_t units = hm_dataset_unit_count(scores->bound.dataset);
    lua_createtable(L, (int)units, 0);
    for (size_t first = 0; first < units; first += CHUNK)
        push_chunk(L, scores, node, figure, first, units - first < CHUNK ? units - first : CHUNK);
    return 1;
}
