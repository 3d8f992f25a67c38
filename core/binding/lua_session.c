/* lua_session.c: hm.session and its methods: one city again and again. */
#include "base/error.h"
#include "binding/lua_host_functions.h"
#include "binding/lua_objects.h"

#define SESSION_TYPE "hundredmark.session"

/* User values: what a session looks into, and which unit it is. */
enum { KEEPS_PACKAGE = 1, KEEPS_DATASET, KEEPS_FITS, KEEPS_CANCEL, UNIT, VALUES = UNIT };

static void release(void *pointer) {
    hm_session_free(pointer);
}

static const hm_lua_type session_type = {SESSION_TYPE, "session", false, KEEPS_CANCEL, release};

/* hm.session(package, dataset, unit [, options]) */
int hm_lua_session(lua_State *L) {
    const hm_package *package = hm_lua_check_package(L, 1);
    const hm_dataset *dataset = hm_lua_check_dataset(L, 2);
    const size_t unit = hm_lua_check_unit(L, 3, dataset);
    hm_session_options options = HM_SESSION_OPTIONS_INIT;
    options.run_limits = hm_lua_total_limits(L, 4, "run_seconds", "run_steps");
    const int cancel = hm_lua_push_cancel(L, 4);
    options.fits = hm_lua_push_fits(L, 4);
    const int fits = lua_gettop(L);
    options.cancel = hm_lua_cancel_at(L, cancel);
    package = hm_lua_check_package(L, 1); /* reading the options may have closed them */
    dataset = hm_lua_check_dataset(L, 2);
    hm_lua_host_functions *given = hm_lua_host_functions_of(L, 1);
    hm_session **session = (hm_session **)hm_lua_new_object(L, &session_type, VALUES);
    hm_lua_use(L, 1, KEEPS_PACKAGE);
    hm_lua_use(L, 2, KEEPS_DATASET);
    if (options.fits)
        hm_lua_use(L, fits, KEEPS_FITS);
    hm_lua_use_cancel(L, cancel, KEEPS_CANCEL);
    lua_pushvalue(L, 3);
    lua_setiuservalue(L, -2, UNIT);
    hm_error error;
    lua_State *before = hm_lua_host_functions_enter(given, L);
    const hm_code code = hm_session_open(session, package, dataset, unit, &options, &error);
    hm_lua_host_functions_leave(given, before);
    return code == HM_OK ? 1 : hm_lua_push_failure(L, &error);
}

static hm_session *check_session(lua_State *L, int index) {
    return hm_lua_check_object(L, index, SESSION_TYPE);
}

/* session:set(input, number | text | boolean): true and, where it was taken but is odd, why */
static int set(lua_State *L) {
    hm_session *session = check_session(L, 1);
    const char *input = luaL_checkstring(L, 2);
    hm_error error;
    hm_code code;
    switch (lua_type(L, 3)) {
    case LUA_TNUMBER:
        code = hm_session_set_number(session, input, lua_tonumber(L, 3), &error);
        break;
    case LUA_TBOOLEAN:
        code = hm_session_set(session, input, lua_toboolean(L, 3) ? "yes" : "no", &error);
        break;
    default:
        code = hm_session_set(session, input, luaL_checkstring(L, 3), &error);
    }
    const char *warning = code == HM_OK ? hm_session_warning(session) : NULL;
    const int count = hm_lua_push_outcome(L, code, &error);
    if (!warning)
        return count;
    lua_pushstring(L, warning);
    return count + 1;
}

static int reset(lua_State *L) {
    hm_error error;
    return hm_lua_push_outcome(L, hm_session_reset(check_session(L, 1), &error), &error);
}

/* session:set_weight(code, weight) */
static int set_weight(lua_State *L) {
    hm_session *session = check_session(L, 1);
    const hm_package *package = hm_lua_used(L, 1, KEEPS_PACKAGE);
    const char *text = luaL_checkstring(L, 2);
    const lua_Number weight = luaL_checknumber(L, 3);
    const size_t node = hm_package_find(package, text);
    hm_error error;
    const hm_code code = node == SIZE_MAX ? hm_error_set(&error, HM_ERROR_ARGUMENT,
                                                         "no node \"%s\" in the package", text)
                                          : hm_session_set_weight(session, node, weight, &error);
    return hm_lua_push_outcome(L, code, &error);
}

/* session:rebind(unit) */
static int rebind(lua_State *L) {
    hm_session *session = check_session(L, 1);
    const hm_dataset *dataset = hm_lua_used(L, 1, KEEPS_DATASET);
    const size_t unit = hm_lua_check_unit(L, 2, dataset);
    hm_error error;
    const hm_code code = hm_session_rebind(session, unit, &error);
    if (code == HM_OK) {
        lua_pushvalue(L, 2);
        lua_setiuservalue(L, 1, UNIT);
    }
    return hm_lua_push_outcome(L, code, &error);
}

typedef hm_code takes(hm_session *session, hm_error *error);

static int take_by(lua_State *L, takes *take) {
    hm_session *session = check_session(L, 1);
    hm_error error;
    hm_lua_object *object = lua_touserdata(L, 1);
    const bool was_busy = object->busy;
    lua_getiuservalue(L, 1, KEEPS_PACKAGE);
    hm_lua_host_functions *given = hm_lua_host_functions_of(L, -1);
    lua_State *before = hm_lua_host_functions_enter(given, L);
    object->busy = true;
    const hm_code code = take(session, &error);
    object->busy = was_busy;
    hm_lua_host_functions_leave(given, before);
    return hm_lua_push_outcome(L, code, &error);
}

static int score(lua_State *L) {
    return take_by(L, hm_session_score);
}

static int refit(lua_State *L) {
    return take_by(L, hm_session_refit);
}

/* The session at index 1 stands at `row` for `node`. [-0, +1, e] */
static void push_row(lua_State *L, const hm_session *session, size_t node,
                     const hm_score_row *row) {
    const hm_dataset *dataset = hm_lua_used(L, 1, KEEPS_DATASET);
    lua_getiuservalue(L, 1, UNIT);
    const size_t unit = (size_t)lua_tointeger(L, -1) - 1;
    lua_pop(L, 1);
    hm_lua_push_row(L, hm_session_plan(session), node, dataset, unit, row,
                    hm_session_reason(session, node));
}

static int fail_without_marks(lua_State *L) {
    hm_error error;
    hm_error_set(&error, HM_ERROR_ARGUMENT,
                 "this session is in use, or its last score was cut short");
    return hm_lua_push_failure(L, &error);
}

static int row(lua_State *L) {
    const hm_session *session = check_session(L, 1);
    const hm_package *package = hm_lua_used(L, 1, KEEPS_PACKAGE);
    const size_t node = hm_package_find(package, luaL_checkstring(L, 2));
    hm_score_row found = HM_SCORE_ROW_INIT;
    if (node == SIZE_MAX)
        return hm_lua_push_nothing(L);
    if (hm_session_row(session, node, &found) != HM_OK)
        return fail_without_marks(L);
    if (found.is_absent)
        return hm_lua_push_nothing(L);
    push_row(L, session, node, &found);
    return 1;
}

static int rows(lua_State *L) {
    const hm_session *session = check_session(L, 1);
    const lua_Integer depth = luaL_optinteger(L, 2, LUA_MAXINTEGER);
    const hm_package *package = hm_lua_used(L, 1, KEEPS_PACKAGE);
    const size_t nodes = hm_package_node_count(package);
    hm_score_row *found = lua_newuserdatauv(L, nodes * sizeof *found, 0);
    lua_Integer count = 0;
    found->size = sizeof *found;
    if (hm_session_rows(session, found, nodes) != HM_OK)
        return fail_without_marks(L);
    lua_createtable(L, (int)nodes, 0);
    for (size_t i = 0; i < nodes; i++) {
        hm_node_info node = HM_NODE_INFO_INIT;
        hm_package_node(package, i, &node);
        if ((lua_Integer)node.depth > depth || found[i].is_absent)
            continue;
        push_row(L, session, i, &found[i]);
        lua_rawseti(L, -2, ++count);
    }
    return 1;
}

/* session:issues(): what is wrong with the figures as they are now */
static int issues(lua_State *L) {
    const hm_session *session = check_session(L, 1);
    hm_issues **found = (hm_issues **)hm_lua_new_object(L, &hm_lua_issues_type, 0);
    hm_error error;
    if (hm_session_issues(session, found, &error) != HM_OK)
        return hm_lua_push_failure(L, &error);
    hm_lua_push_issues(L, *found);
    return 1;
}

static const luaL_Reg methods[] = {
    {"set", set},       {"set_weight", set_weight},
    {"reset", reset},   {"rebind", rebind},
    {"score", score},   {"refit", refit},
    {"row", row},       {"rows", rows},
    {"issues", issues}, {NULL, NULL},
};

void hm_lua_open_session(lua_State *L) {
    hm_lua_create_meta(L, &session_type, methods);
}
