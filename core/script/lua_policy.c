#include "script/lua_policy.h"

#include "script/lua_parameter.h"

#include <lauxlib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_share(double number) {
    return number >= 0 && number <= 1;
}

static bool are_decimals(double number) {
    return number >= 0 && number <= 15 && number == floor(number);
}

static int compare_codes(const void *a, const void *b) {
    return strcmp(((const hm_declared_weight *)a)->code, ((const hm_declared_weight *)b)->code);
}

static bool is_weight(double number) {
    return hm_weight_fits(number);
}

/* The field `name` of a table, { CODE = number }, put in the order of the codes: how many there
 * are. `wanted` says what a number must be, which `fits` tells. */
static size_t read_numbers_at(const hm_fields *f, const char *name, bool (*fits)(double),
                              const char *wanted, hm_declared_weight **out) {
    lua_State *L = f->L;
    size_t count = 0;
    if (!hm_fields_push_table(f, name)) {
        lua_pop(L, 1);
        return 0;
    }
    const hm_fields entries = hm_fields_in(f, HM_FIELD(name), f->what);
    *out = hm_fields_array(f, hm_fields_count(f, -1), sizeof **out);
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        hm_declared_weight *entry = &(*out)[count++];
        if (lua_type(L, -2) != LUA_TSTRING)
            hm_fields_fail_at(f, HM_FIELD(name),
                              "%s: every entry must name a code: [\"L1.1\"] = ...", name);
        entry->code = hm_fields_copy_at(f, -2, HM_FIELD(name), name);
        entry->parameter = fits == is_weight ? hm_lua_parameter_at(f, -1) : NULL;
        if (entry->parameter)
            continue;
        if (lua_type(L, -1) != LUA_TNUMBER || !fits(lua_tonumber(L, -1)))
            hm_fields_fail_at(&entries, HM_FIELD(entry->code), "%s: \"%s\" must have %s", name,
                              entry->code, wanted);
        entry->weight = lua_tonumber(L, -1);
    }
    lua_pop(L, 1);
    qsort(*out, count, sizeof **out, compare_codes);
    return count;
}

size_t hm_lua_read_weights_at(const hm_fields *f, const char *name, hm_declared_weight **out) {
    return read_numbers_at(f, name, is_weight, "a weight: " HM_WEIGHT_WANTED ", or param.NAME",
                           out);
}

/* A share that may be absent; true when it is there. */
static bool read_share(const hm_fields *f, const char *name, double *out) {
    const bool there = hm_fields_number(f, name, out);
    if (there && !is_share(*out))
        hm_fields_fail_at(f, HM_FIELD(name), "%s must lie within 0 and 1", name);
    return there;
}

/* The number that stands first in the table, or, in package.json, has a name. */
static double number_of(const hm_fields *f, const char *named, const char *wanted,
                        bool (*fits)(double)) {
    lua_State *L = f->L;
    double number;
    if (!hm_fields_number(f, named, &number)) {
        number = lua_rawgeti(L, f->table, 1) == LUA_TNUMBER ? lua_tonumber(L, -1) : NAN;
        lua_pop(L, 1);
    }
    if (!fits(number))
        hm_fields_fail(f, "must have %s: %s", named, wanted);
    return number;
}

static int type_of(const hm_fields *f, const char *name) {
    lua_pushstring(f->L, name);
    const int type = lua_rawget(f->L, f->table);
    lua_pop(f->L, 1);
    return type;
}

/* 0.75, or { 0.75, by = "count" } */
static void read_min_coverage(const hm_fields *policy, hm_declared_policy *out) {
    static const char *const names[] = {"share", "by", NULL};
    if (type_of(policy, "min_coverage") != LUA_TTABLE) {
        out->has_min_coverage = read_share(policy, "min_coverage", &out->min_coverage);
        return;
    }
    (void)hm_fields_push_table(policy, "min_coverage");
    const hm_fields f =
        hm_fields_in(policy, HM_FIELD("min_coverage"), "package: policy: min_coverage");
    if (hm_fields_check_names(&f, names, true) > 1)
        hm_fields_fail(&f, "has more than a share: { 0.75, by = \"count\" }");
    out->min_coverage = number_of(&f, "share", "a number within 0 and 1", is_share);
    out->has_min_coverage = true;
    const char *by = hm_fields_text(&f, "by", "weight");
    out->by_count = strcmp(by, "count") == 0;
    if (!out->by_count && strcmp(by, "weight") != 0)
        hm_fields_fail_at(&f, HM_FIELD("by"), "by is \"%s\", expected \"count\" or \"weight\"", by);
    lua_pop(policy->L, 1);
}

static void read_rank_if(const hm_fields *policy, hm_declared_policy *out) {
    static const char *const names[] = {"coverage", "applicable", NULL};
    if (hm_fields_push_table(policy, "rank_if")) {
        const hm_fields f = hm_fields_in(policy, HM_FIELD("rank_if"), "package: policy: rank_if");
        hm_fields_check_names(&f, names, false);
        out->has_rank_coverage = read_share(&f, "coverage", &out->rank_if.coverage);
        out->has_rank_applicable = read_share(&f, "applicable", &out->rank_if.applicable);
    }
    lua_pop(policy->L, 1);
}

void hm_lua_read_thresholds(const hm_fields *policy, hm_declared_policy *out) {
    double children = 0;
    read_min_coverage(policy, out);
    out->min_coverage_at_count = read_numbers_at(policy, "min_coverage_at", is_share,
                                                 "a share within 0 and 1", &out->min_coverage_at);
    out->has_min_children = hm_fields_number(policy, "min_children", &children);
    if (out->has_min_children &&
        !(children >= 1 && children <= 1000 && children == floor(children)))
        hm_fields_fail_at(policy, HM_FIELD("min_children"),
                          "min_children must be a whole number from 1 to 1000");
    out->min_children = (size_t)children;
    read_rank_if(policy, out);
}

/* { digits = 2, ties = "even", at = { L1 = 1 } } */
static void read_rounding_table(const hm_fields *policy, hm_declared_policy *out) {
    static const char *const names[] = {"digits", "ties", "at", NULL};
    double digits;
    (void)hm_fields_push_table(policy, "rounding");
    const hm_fields f = hm_fields_in(policy, HM_FIELD("rounding"), "package: policy: rounding");
    hm_fields_check_names(&f, names, false);
    out->has_rounding = hm_fields_number(&f, "digits", &digits);
    if (out->has_rounding && !are_decimals(digits))
        hm_fields_fail_at(&f, HM_FIELD("digits"), "digits must be a whole number from 0 to 15");
    out->rounding = out->has_rounding ? (int)digits : 0;
    const char *ties = hm_fields_text(&f, "ties", NULL);
    out->has_ties = ties != NULL;
    out->ties_to_even = ties && strcmp(ties, "even") == 0;
    if (ties && !out->ties_to_even && strcmp(ties, "away") != 0)
        hm_fields_fail_at(&f, HM_FIELD("ties"), "ties is \"%s\", expected \"even\" or \"away\"",
                          ties);
    out->rounding_at_count = read_numbers_at(
        &f, "at", are_decimals, "a whole number of decimals from 0 to 15", &out->rounding_at);
    lua_pop(policy->L, 1);
}

void hm_lua_read_rounding(const hm_fields *policy, hm_declared_policy *out) {
    double decimals;
    if (type_of(policy, "rounding") == LUA_TTABLE) {
        read_rounding_table(policy, out);
        return;
    }
    out->has_rounding = hm_fields_number(policy, "rounding", &decimals);
    if (out->has_rounding && !are_decimals(decimals))
        hm_fields_fail_at(policy, HM_FIELD("rounding"),
                          "rounding must be a whole number of decimals from 0 to 15");
    out->rounding = out->has_rounding ? (int)decimals : 0;
}

void hm_lua_read_not_reported(const hm_fields *policy, hm_declared_policy *out) {
    out->has_not_reported = hm_fields_number(policy, "not_reported", &out->not_reported);
}
