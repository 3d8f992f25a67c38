#include "script/lua_edition.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/text.h"
#include "script/lua_policy.h"

#define PERIOD_WANTED "such as 2025, 2025-Q1 or 2025-06"

bool hm_lua_read_period(const hm_fields *f, const char *name, const char **text, int64_t *first,
                        int64_t *last) {
    *text = hm_fields_text(f, name, NULL);
    if (!*text)
        return false;
    if (!hm_calendar_days(*text, strlen(*text), first, last))
        hm_fields_fail_at(f, HM_FIELD(name), "%s: \"%s\" is no period, " PERIOD_WANTED, name,
                          hm_quote_of(*text, strlen(*text)).text);
    return true;
}

void hm_lua_read_span(const hm_fields *f, hm_declared_span *out) {
    int64_t first = INT64_MIN, last = INT64_MAX, unused;
    (void)hm_lua_read_period(f, "from", &out->from, &first, &unused);
    (void)hm_lua_read_period(f, "to", &out->to, &unused, &last);
    if (first > last)
        hm_fields_fail_at(f, HM_FIELD("to"), "to is before from: the last period and the first");
    out->first_day = first;
    out->last_day = last;
}

/* --- by period --- */

enum { BREAKS_MOST = 1000 };

/* A period that something holds from. */
typedef struct beginning {
    const char *from;
    int64_t day;
} beginning;

static int compare_beginnings(const void *a, const void *b) {
    const beginning *x = a, *y = b;
    return x->day != y->day ? (x->day < y->day ? -1 : 1) : strcmp(x->from, y->from);
}

/* The first day of a period that stands in the field `name`. */
static int64_t read_day(const hm_fields *f, const char *name, const char *period) {
    int64_t day, last;
    if (!hm_calendar_days(period, strlen(period), &day, &last))
        hm_fields_fail_at(f, HM_FIELD(name), "%s: \"%s\" is no period, " PERIOD_WANTED, name,
                          hm_quote_of(period, strlen(period)).text);
    return day;
}

static void sort_beginnings(const hm_fields *f, const char *name, beginning *entries,
                            size_t count) {
    qsort(entries, count, sizeof *entries, compare_beginnings);
    for (size_t i = 1; i < count; i++)
        if (entries[i].day == entries[i - 1].day)
            hm_fields_fail_at(f, HM_FIELD(name), "%s: %s and %s begin on the same day", name,
                              entries[i - 1].from, entries[i].from);
}

/* The keys of the table on the top, which stands in the field `name`, by their days. */
static size_t read_beginnings(const hm_fields *f, const char *name, beginning **out) {
    lua_State *L = f->L;
    size_t count = 0;
    *out = hm_fields_array(f, hm_fields_count(f, -1), sizeof **out);
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        beginning *entry = &(*out)[count++];
        if (lua_type(L, -2) != LUA_TSTRING)
            hm_fields_fail_at(f, HM_FIELD(name),
                              "%s: every entry must name a period: [\"2024\"] = ...", name);
        entry->from = hm_fields_copy_at(f, -2, HM_FIELD(name), name);
        entry->day = read_day(f, name, entry->from);
    }
    sort_beginnings(f, name, *out, count);
    return count;
}

/* The elements of the field `breaks`, or what it is, in the order in which they stand there. */
static size_t list_breaks(const hm_fields *f, beginning **out) {
    lua_State *L = f->L;
    lua_pushliteral(L, "breaks");
    const int type = lua_rawget(L, f->table);
    lua_pop(L, 1);
    if (type == LUA_TNIL)
        return 0;
    if (type == LUA_TSTRING) {
        *out = hm_fields_array(f, 1, sizeof **out);
        (*out)->from = hm_fields_text(f, "breaks", "");
        return 1;
    }
    const size_t count = hm_fields_push_list(f, "breaks");
    const hm_fields list = hm_fields_in(f, HM_FIELD("breaks"), f->what);
    *out = hm_fields_array(f, count, sizeof **out);
    for (size_t i = 0; i < count; i++)
        (*out)[i].from = hm_fields_element(&list, (int)i + 1, "breaks: a period");
    lua_pop(L, 1);
    return count;
}

void hm_lua_read_breaks(const hm_fields *f, hm_declared_breaks *out) {
    beginning *entries = NULL;
    const size_t count = list_breaks(f, &entries);
    if (count == 0)
        return;
    if (count > BREAKS_MOST)
        hm_fields_fail_at(f, HM_FIELD("breaks"), "breaks: more than %d", BREAKS_MOST);
    for (size_t i = 0; i < count; i++)
        entries[i].day = read_day(f, "breaks", entries[i].from);
    sort_beginnings(f, "breaks", entries, count);
    out->from = hm_fields_array(f, count, sizeof *out->from);
    out->days = hm_fields_array(f, count, sizeof *out->days);
    out->count = count;
    for (size_t i = 0; i < count; i++) {
        out->from[i] = entries[i].from;
        out->days[i] = entries[i].day;
    }
}

size_t hm_lua_read_weights_from(const hm_fields *f, hm_declared_weight **out) {
    lua_State *L = f->L;
    if (!hm_fields_push_table(f, "weights_from")) {
        lua_pop(L, 1);
        return 0;
    }
    beginning *days;
    size_t most = 0, count = 0;
    const hm_fields all = hm_fields_in(f, HM_FIELD("weights_from"), "package: weights_from");
    const size_t day_count = read_beginnings(f, "weights_from", &days);
    hm_declared_weight **lists = hm_fields_array(f, day_count, sizeof *lists);
    size_t *counts = hm_fields_array(f, day_count, sizeof *counts);
    for (size_t i = 0; i < day_count; i++)
        most += counts[i] = hm_lua_read_weights_at(&all, days[i].from, &lists[i]);
    *out = hm_fields_array(f, most, sizeof **out);
    for (size_t i = 0; i < day_count; i++)
        for (size_t k = 0; k < counts[i]; k++) {
            hm_declared_weight *entry = &(*out)[count++];
            *entry = lists[i][k];
            entry->from = days[i].from;
            entry->first_day = days[i].day;
        }
    lua_pop(L, 1);
    return count;
}

void hm_lua_read_measures_from(const hm_fields *f, hm_lua_read_entry *read,
                               hm_declared_measures *out) {
    lua_State *L = f->L;
    if (hm_fields_push_table(f, "measure_from")) {
        beginning *days;
        const hm_fields entries = hm_fields_in(f, HM_FIELD("measure_from"), f->what);
        out->count = read_beginnings(f, "measure_from", &days);
        out->items = hm_fields_array(f, out->count, sizeof *out->items);
        for (size_t i = 0; i < out->count; i++) {
            out->items[i].from = days[i].from;
            out->items[i].first_day = days[i].day;
            lua_getfield(L, entries.table, days[i].from);
            read(&entries, &out->items[i]);
            lua_pop(L, 1);
        }
    }
    lua_pop(L, 1);
}

bool hm_lua_calls_function(lua_State *L) {
    bool found = false;
    if (!lua_istable(L, -1))
        return false;
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        if (lua_istable(L, -1)) {
            lua_getfield(L, -1, "measure");
            lua_remove(L, -2);
        }
        found |= lua_isfunction(L, -1);
    }
    return found;
}
