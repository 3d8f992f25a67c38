/* lua_objects.h: what the files of the binding share: the userdata types, errors and issues as
 * tables.
 *
 * Each object is a userdata that holds one pointer, pushed empty first and filled after, so that
 * nothing is lost when Lua runs out of memory between. Scores and sessions use their package and
 * data set: what is closed goes when nothing uses it any more. */
#ifndef HM_LUA_OBJECTS_H
#define HM_LUA_OBJECTS_H

#include <stdbool.h>
#include <stdio.h>

#include <lauxlib.h>
#include <lua.h>

#include "hundredmark/hundredmark.h"

#define HM_LUA_PACKAGE "hundredmark.package"
#define HM_LUA_DATASET "hundredmark.dataset"
#define HM_LUA_SCORES  "hundredmark.scores"
#define HM_LUA_FITS    "hundredmark.fits"
#define HM_LUA_CANCEL  "hundredmark.cancel"

typedef struct hm_lua_type {
    const char *name; /* of the metatable */
    const char *word; /* in messages: "data set" */
    bool plural;      /* the scores are, the data set is */
    int uses;         /* the first so many user values are objects that it looks into */
    void (*release)(void *pointer);
} hm_lua_type;

typedef struct hm_lua_object {
    void *pointer; /* first: hm_lua_new_object returns its address */
    const hm_lua_type *type;
    size_t users; /* objects and calls that look into it */
    bool closed;  /* by its owner; its pointer is NULL once nothing uses it */
    bool busy;    /* one of its calls is running and may come back to Lua: it cannot be closed */
} hm_lua_object;

/* The pointer of the object at `index`, whose type has this name. [-0, +0, v] */
void *hm_lua_check_object(lua_State *L, int index, const char *name);
/* [-0, +0, v] */
hm_package *hm_lua_check_package(lua_State *L, int index);
hm_dataset *hm_lua_check_dataset(lua_State *L, int index);
hm_scores *hm_lua_check_scores(lua_State *L, int index);

/* Pushes an empty userdata of this type with `values` user values; returns where its pointer
 * belongs.
 * [-0, +1, m] */
void **hm_lua_new_object(lua_State *L, const hm_lua_type *type, int values);
/* The object on top uses the one at `index`, as its user value `slot`, until it goes itself.
 * [-0, +0, -] */
void hm_lua_use(lua_State *L, int index, int slot);
/* What the object at `index` uses as `slot`, closed or not; the value keeps it.
 * [-0, +0, -] */
void *hm_lua_used(lua_State *L, int index, int slot);
/* Around a call that looks into the object and may come back to Lua; nothing between may raise.
 * [-0, +0, -] */
hm_lua_object *hm_lua_begin_use(lua_State *L, int index);
void hm_lua_end_use(hm_lua_object *object);
/* Tells the collector that an object has grown by about so many bytes, which it cannot see: it
 * works as hard as if Lua had allocated them, so that objects nobody uses any more go before others
 * come.
 * [-0, +0, e] */
void hm_lua_tell_size(lua_State *L, size_t bytes);
/* Makes the metatable of a type: `methods` and `close` under __index, __close and __gc.
 * [-0, +0, m] */
void hm_lua_create_meta(lua_State *L, const hm_lua_type *type, const luaL_Reg *methods);

/* nil: the result of a question that has no answer. */
int hm_lua_push_nothing(lua_State *L);
/* nil and an error table: the results of a call that failed. [-0, +2, m] */
int hm_lua_push_failure(lua_State *L, const hm_error *error);
/* true, or nil and the error. */
int hm_lua_push_outcome(lua_State *L, hm_code code, const hm_error *error);
/* One issue as a table. [-0, +1, m] */
void hm_lua_push_issue(lua_State *L, const hm_issue *issue);
/* An array of issue tables; NULL is an empty one. [-0, +1, m] */
void hm_lua_push_issues(lua_State *L, const hm_issues *issues);
/* The same as the result of a method, at most argument 2 of a kind where that is given. */
int hm_lua_return_issues(lua_State *L, const hm_issues *issues);
/* Lists that the module has made, until they are a table. */
extern const hm_lua_type hm_lua_issues_type;
/* Makes the metatable of errors. [-0, +0, m] */
void hm_lua_open_errors(lua_State *L);

/* The text of a number, as cells of data have it. [-0, +1, m] */
void hm_lua_push_number_text(lua_State *L, double number);
/* Fields of the table on top. [-0, +0, m] */
void hm_lua_set_text(lua_State *L, const char *name, const char *text); /* NULL: not set */
void hm_lua_set_number(lua_State *L, const char *name, double number);
void hm_lua_set_integer(lua_State *L, const char *name, lua_Integer number);
void hm_lua_set_flag(lua_State *L, const char *name, int flag);

/* A row of marks as a table; `reason` may be NULL. [-0, +1, m] */
void hm_lua_push_row(lua_State *L, const hm_plan *plan, size_t node, const hm_dataset *dataset,
                     size_t unit, const hm_score_row *row, const char *reason);
/* { calls, steps, peak_bytes, seconds, limit_hits } [-0, +1, m] */
void hm_lua_push_usage(lua_State *L, const hm_usage *usage);

/* A unit's number given as argument `index`, counted from 1 in Lua and from 0 here. [-0, +0, v] */
size_t hm_lua_check_unit(lua_State *L, int index, const hm_dataset *dataset);

/* A whole number of Lua's, from 0 on, as a size: the largest where there is none so large. */
size_t hm_lua_size(lua_Integer number);

/* Fields of a table of options: `jobs`, 0 when it is not said; the table may be nil. [-0, +0, v] */
size_t hm_lua_jobs_field(lua_State *L, int options);
/* `file`, an open file, which the stack keeps. [-0, +1, v] */
const luaL_Stream *hm_lua_push_file(lua_State *L, int options);
/* `fits`, a fit, which is on top then; NULL and nil when it is not said; the table may be nil.
 * [-0, +1, v] */
const hm_fits *hm_lua_push_fits(lua_State *L, int options);
/* A limit, 0 when it is not said; and two of them, `seconds` and `steps` being the names of the
 * fields; the table may be nil. [-0, +0, v] */
double hm_lua_limit_field(lua_State *L, int options, const char *name);
hm_total_limits hm_lua_total_limits(lua_State *L, int options, const char *seconds,
                                    const char *steps);

/* `cancel` of a table of options, which may be nil: pushed, and its index returned; nil where it is
 * not said. What is read of the options later may close it, so it is looked at after that.
 * [-0, +1, v] */
int hm_lua_push_cancel(lua_State *L, int options);
/* NULL for nil. [-0, +0, v] */
const hm_cancel *hm_lua_cancel_at(lua_State *L, int index);
/* Pushes one that nobody else has. [-0, +1, e] */
hm_cancel *hm_lua_new_cancel(lua_State *L);
/* hm_lua_use, unless it is nil. [-0, +0, -] */
void hm_lua_use_cancel(lua_State *L, int index, int slot);

/* The methods of each type, in their own files. [-0, +0, m] */
void hm_lua_open_cancel(lua_State *L);
void hm_lua_open_package(lua_State *L);
void hm_lua_open_dataset(lua_State *L);
void hm_lua_open_scores(lua_State *L);
void hm_lua_open_session(lua_State *L);
void hm_lua_open_improve(lua_State *L);
void hm_lua_open_ranking(lua_State *L);
void hm_lua_open_fits(lua_State *L);
void hm_lua_open_study(lua_State *L);
/* Functions of the module itself. */
int hm_lua_open_package_call(lua_State *L);
int hm_lua_builtin_packages(lua_State *L);
int hm_lua_cancel(lua_State *L);
int hm_lua_new_dataset(lua_State *L);
int hm_lua_score(lua_State *L);
int hm_lua_session(lua_State *L);
int hm_lua_improve(lua_State *L);
int hm_lua_ranking(lua_State *L);
int hm_lua_stream(lua_State *L);
int hm_lua_read_fits(lua_State *L);
int hm_lua_merge_fits(lua_State *L);
int hm_lua_learn_phase(lua_State *L);
int hm_lua_study(lua_State *L);
int hm_lua_replicates(lua_State *L);

/* hm.translate(function): from now on messages of issues are what it makes of their texts, which
 * are those of hm_issue_message_in; nil: in English. */
int hm_lua_translate(lua_State *L);

#endif
