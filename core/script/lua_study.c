#include "script/lua_study.h"

#include <float.h>
#include <lauxlib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "script/lua_alternatives.h"
#include "script/lua_author.h"
#include "script/lua_fields.h"
#include "script/lua_places.h"

enum { REPLICATES = 1024, MOST_REPLICATES = 1000000 };

static const char *const study_fields[] = {"replicates", "seed", "vary", "add", NULL};
static const char *const vary_fields[] = {"weights", "impute",  "treat", "scale", "aggregate",
                                          "params",  "figures", "gaps",  "drop",  NULL};
static const char *const weight_fields[] = {"within", "simplex", "spread", "sets",
                                            "at",     "fixed",   NULL};
static const char *const figure_fields[] = {"quality", "flips", "shared", NULL};

/* Opens the field, a table; false, with nothing left on the stack, where it is absent. */
static bool enter(const hm_fields *f, const char *name, const char *what, hm_fields *out) {
    const bool there = hm_fields_push_table(f, name);
    if (there)
        *out = hm_fields_in(f, HM_FIELD(name), what);
    else
        lua_pop(f->L, 1);
    return there;
}

/* --- weights --- */

static void read_within(const hm_fields *f, hm_declared_weighing *out) {
    if (!hm_fields_number(f, "within", &out->number))
        return;
    if (!(out->number > 0 && out->number <= 1))
        hm_fields_fail_at(f, HM_FIELD("within"),
                          "within is a share of each weight, above 0 and at most 1");
    out->draw = HM_WEIGHTS_WITHIN;
}

/* true, or the least share of each */
static void read_simplex(const hm_fields *f, hm_declared_weighing *out) {
    lua_State *L = f->L;
    lua_pushliteral(L, "simplex");
    const int type = lua_rawget(L, f->table);
    const bool is_true = type == LUA_TBOOLEAN && lua_toboolean(L, -1);
    const double number = type == LUA_TNUMBER ? lua_tonumber(L, -1) : is_true ? 0 : (double)NAN;
    lua_pop(L, 1);
    if (type == LUA_TNIL)
        return;
    if (!(number >= 0 && number < 1))
        hm_fields_fail_at(f, HM_FIELD("simplex"),
                          "simplex is true, or the least share of each weight, at least 0 and "
                          "below 1");
    out->draw = HM_WEIGHTS_SIMPLEX;
    out->number = number;
}

static void read_spread(const hm_fields *f, hm_declared_weighing *out) {
    if (!hm_fields_number(f, "spread", &out->number))
        return;
    if (!(out->number > 0 && out->number <= 10))
        hm_fields_fail_at(f, HM_FIELD("spread"),
                          "spread is the deviation of the weights' logarithms, above 0 and at most "
                          "10");
    out->draw = HM_WEIGHTS_SPREAD;
}

static void read_sets(const hm_fields *f, hm_declared_weighing *out) {
    out->sets = hm_fields_text(f, "sets", NULL);
    if (!out->sets)
        return;
    if (*out->sets == '\0')
        hm_fields_fail_at(f, HM_FIELD("sets"), "sets is empty: it names a table of weights");
    out->draw = HM_WEIGHTS_SETS;
}

static void read_weights(const hm_fields *vary, hm_declared_weighing *out) {
    static void (*const draws[])(const hm_fields *, hm_declared_weighing *) = {
        read_within, read_simplex, read_spread, read_sets};
    hm_fields f;
    int said = 0;
    if (!enter(vary, "weights", "vary.weights", &f))
        return;
    (void)hm_fields_check_names(&f, weight_fields, false);
    for (size_t i = 0; i < sizeof draws / sizeof *draws; i++) {
        hm_declared_weighing one = {0};
        draws[i](&f, &one);
        if (one.draw == HM_WEIGHTS_KEPT)
            continue;
        said++;
        *out = one;
    }
    if (said != 1)
        hm_fields_fail(&f, "says %s of within, simplex, spread and sets, expected one",
                       said == 0 ? "none" : "more than one");
    hm_lua_read_places(&f, &out->at);
    out->fixed_count = hm_lua_read_codes(&f, "fixed", &out->fixed);
    if (out->sets && (out->at.code_count > 0 || out->at.depth_count > 0 || out->fixed_count > 0))
        hm_fields_fail_at(&f, HM_FIELD(out->fixed_count > 0 ? "fixed" : "at"),
                          "sets say themselves which nodes they are of: no at, and no fixed");
    lua_pop(f.L, 1);
}

/* --- parameters --- */

static int compare_parameters(const void *a, const void *b) {
    return strcmp(((const hm_declared_parameter_values *)a)->name,
                  ((const hm_declared_parameter_values *)b)->name);
}

/* The list on the top of the stack. */
static void read_values(const hm_fields *params, hm_declared_parameter_values *out) {
    lua_State *L = params->L;
    const hm_key key = HM_FIELD(out->name);
    if (!lua_istable(L, -1) || (out->count = hm_fields_list(params, out->name)) == 0)
        hm_fields_fail_at(params, key, "%s must have a list of numbers: %s = { 80, 90 }", out->name,
                          out->name);
    out->values = hm_fields_array(params, out->count, sizeof *out->values);
    const hm_fields list = hm_fields_in(params, key, params->what);
    lua_newtable(L);
    for (size_t i = 0; i < out->count; i++) {
        const int type = lua_rawgeti(L, list.table, (lua_Integer)i + 1);
        const double value = lua_tonumber(L, -1);
        if (type != LUA_TNUMBER || !(fabs(value) <= DBL_MAX))
            hm_fields_fail_at(&list, HM_ELEMENT(i + 1), "%s: element %d is no finite number",
                              out->name, (int)i + 1);
        out->values[i] = value;
        if (lua_rawget(L, -2) != LUA_TNIL) /* the table that it was put into before */
            hm_fields_fail_at(&list, HM_ELEMENT(i + 1), "%s has a number twice", out->name);
        lua_pop(L, 1);
        lua_pushnumber(L, value);
        lua_pushboolean(L, 1);
        lua_rawset(L, -3);
    }
    lua_pop(L, 1);
}

static void read_parameters(const hm_fields *vary, hm_declared_study *out) {
    lua_State *L = vary->L;
    hm_fields f;
    if (!enter(vary, "params", "vary.params", &f))
        return;
    const size_t count = hm_fields_count(&f, f.table);
    if (count == 0)
        hm_fields_fail(&f, "names no parameter: params = { NAME = { 80, 90 } }");
    out->parameters = hm_fields_array(&f, count, sizeof *out->parameters);
    for (lua_pushnil(L); lua_next(L, f.table); lua_pop(L, 1)) {
        hm_declared_parameter_values *one = &out->parameters[out->parameter_count++];
        if (lua_type(L, -2) != LUA_TSTRING)
            hm_fields_fail(&f, "every entry must name a parameter: NAME = { 80, 90 }");
        one->name = hm_fields_copy_at(&f, -2, HM_WHOLE, "the name of a parameter");
        read_values(&f, one);
    }
    qsort(out->parameters, out->parameter_count, sizeof *out->parameters, compare_parameters);
    lua_pop(L, 1);
}

/* --- figures --- */

static int compare_words(const void *a, const void *b) {
    return strcmp(((const hm_declared_quality *)a)->word, ((const hm_declared_quality *)b)->word);
}

/* What is said of qualities: `wanted` of each. */
typedef struct qualities {
    const char *field, *where, *wanted;
    double most;
    hm_declared_quality **out;
    size_t *count;
} qualities;

static void read_qualities(const hm_fields *figures, const qualities *of) {
    lua_State *L = figures->L;
    hm_fields f;
    if (!enter(figures, of->field, of->where, &f))
        return;
    const size_t count = hm_fields_count(&f, f.table);
    if (count == 0)
        hm_fields_fail(&f, "names no quality: { estimate = 0.05 }");
    *of->out = hm_fields_array(&f, count, sizeof **of->out);
    for (lua_pushnil(L); lua_next(L, f.table); lua_pop(L, 1)) {
        hm_declared_quality *one = &(*of->out)[(*of->count)++];
        if (lua_type(L, -2) != LUA_TSTRING)
            hm_fields_fail(&f, "every entry must name a quality: estimate = 0.05");
        one->word = hm_fields_copy_at(&f, -2, HM_WHOLE, "a quality");
        one->error = lua_type(L, -1) == LUA_TNUMBER ? lua_tonumber(L, -1) : (double)NAN;
        if (!(one->error >= 0 && one->error <= of->most))
            hm_fields_fail_at(&f, HM_FIELD(one->word), "%s must have %s",
                              hm_name_of(one->word).text, of->wanted);
    }
    qsort(*of->out, *of->count, sizeof **of->out, compare_words);
    lua_pop(L, 1);
}

static void read_figures(const hm_fields *vary, hm_declared_study *out) {
    hm_fields f;
    if (!enter(vary, "figures", "vary.figures", &f))
        return;
    (void)hm_fields_check_names(&f, figure_fields, false);
    read_qualities(&f, &(qualities){"quality", "vary.figures: quality",
                                    "the deviation of the error, in parts of the figure: a number "
                                    "from 0 to 1",
                                    1, &out->quality, &out->quality_count});
    read_qualities(&f, &(qualities){"flips", "vary.figures: flips",
                                    "the chance that a flag is the other answer: a number from 0 "
                                    "to 0.5",
                                    0.5, &out->flips, &out->flip_count});
    if (out->quality_count + out->flip_count == 0)
        hm_fields_fail(&f, "says no quality: figures = { quality = { estimate = 0.05 } }");
    if (hm_fields_number(&f, "shared", &out->shared) && !(out->shared >= 0 && out->shared <= 1))
        hm_fields_fail_at(&f, HM_FIELD("shared"), "shared must lie within 0 and 1");
    lua_pop(f.L, 1);
}

static void read_gaps(const hm_fields *vary, hm_declared_study *out) {
    const char *word = hm_fields_text(vary, "gaps", NULL);
    if (!word)
        return;
    if (strcmp(word, "uniform") != 0 && strcmp(word, "peers") != 0 && strcmp(word, "em") != 0)
        hm_fields_fail_at(vary, HM_FIELD("gaps"),
                          "gaps is \"%s\", expected \"uniform\", \"peers\" or \"em\"", word);
    out->gaps = strcmp(word, "peers") == 0 ? HM_GAPS_PEERS
                : strcmp(word, "em") == 0  ? HM_GAPS_EM
                                           : HM_GAPS_UNIFORM;
}

/* "each", or a list of codes */
static void read_drops(const hm_fields *vary, hm_declared_study *out) {
    lua_State *L = vary->L;
    lua_pushliteral(L, "drop");
    const bool is_word = lua_rawget(L, vary->table) == LUA_TSTRING;
    out->drops_each = is_word && strcmp(lua_tostring(L, -1), "each") == 0;
    if (is_word && !out->drops_each)
        hm_fields_fail_at(vary, HM_FIELD("drop"),
                          "drop is \"%s\", expected \"each\", or a list of codes: { \"L1\" }",
                          lua_tostring(L, -1));
    lua_pop(L, 1);
    if (!is_word)
        out->drop_count = hm_lua_read_codes(vary, "drop", &out->drops);
}

/* --- all of it --- */

static void read_vary(const hm_fields *study, hm_declared_study *out) {
    hm_fields f;
    if (!enter(study, "vary", "vary", &f))
        return;
    (void)hm_fields_check_names(&f, vary_fields, false);
    if (hm_fields_count(&f, f.table) == 0)
        hm_fields_fail(&f, "names nothing that varies: vary = { weights = { within = 0.25 } }");
    read_weights(&f, &out->weights);
    for (int stage = 0; stage < HM_STUDY_STAGES; stage++)
        hm_lua_read_alternatives(&f, (hm_study_stage)stage, &out->stages[stage]);
    read_parameters(&f, out);
    read_figures(&f, out);
    read_gaps(&f, out);
    read_drops(&f, out);
    lua_pop(f.L, 1);
}

/* True when the field is there; a whole number from `low` to `high`, which `wanted` says. */
static bool read_whole(const hm_fields *f, const char *name, lua_Integer low, lua_Integer high,
                       const char *wanted, lua_Integer *out) {
    lua_State *L = f->L;
    int is_whole;
    lua_pushstring(L, name);
    const int type = lua_rawget(L, f->table);
    *out = lua_tointegerx(L, -1, &is_whole);
    lua_pop(L, 1);
    if (type == LUA_TNIL)
        return false;
    if (type != LUA_TNUMBER || !is_whole || *out < low || *out > high)
        hm_fields_fail_at(f, HM_FIELD(name), "%s must be %s", name, wanted);
    return true;
}

/* The frame around what varies. */
static void read_numbers(const hm_fields *f, hm_declared_study *out) {
    lua_Integer replicates, seed;
    out->replicates = read_whole(f, "replicates", 1, MOST_REPLICATES,
                                 "a whole number from 1 to 1000000", &replicates)
                          ? (size_t)replicates
                          : REPLICATES;
    out->has_seed = read_whole(f, "seed", 0, LUA_MAXINTEGER, "a whole number of at least 0", &seed);
    out->seed = out->has_seed ? (uint64_t)seed : 1;
    out->adds = hm_fields_flag(f, "add");
}

void hm_lua_read_study(lua_State *L, hm_arena *arena, const char *file, hm_field_path *fault,
                       hm_declared_study *out) {
    hm_fields f = hm_fields_open(L, arena, file, fault);
    uint32_t line;
    *out = (hm_declared_study){.file = file};
    if (hm_lua_author_made(L, f.table, NULL, &line) != HM_MADE_BY_STUDY)
        hm_fields_fail(&f, "returns %s%s, expected a study: return study { ... }",
                       lua_isnil(L, f.table) ? "" : "a ",
                       lua_isnil(L, f.table)     ? "nothing"
                       : lua_istable(L, f.table) ? "table that is none"
                                                 : luaL_typename(L, f.table));
    f.path = (hm_field_path){.line = line};
    f.what = "study";
    out->line = line;
    (void)hm_fields_check_names(&f, study_fields, false);
    read_numbers(&f, out);
    read_vary(&f, out);
    lua_settop(L, f.table);
}
