/* incomplete.c: cities and periods that lack nodes: a worker that failed, or a file that was cut
 * off, must not look like a country with fewer cities, or with weaker ones. */
#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "base/text.h"
#include "rank/ranking.h"

/* Names of nodes that a message shows. */
enum { NAMES_SHOWN = 3 };

typedef struct search {
    hm_ranking *ranking;
    bool *needed; /* by code: every unit has to have it */
    size_t needed_count;
    uint32_t *absent; /* by period: how many of these do not hold there; NULL: all do */
    uint32_t *rows;   /* by unit: how many needed ones it has */
    uint32_t *order;  /* entries of incomplete units, by unit */
    size_t *start;    /* by unit: behind its last entry in `order` */
    size_t order_count;
    uint32_t *seen; /* by code: 1 + the unit that was last found to have it */
} search;

/* --- what is needed --- */

/* Adds ", NAME" for the first few names, and ", ..." behind them. */
static void add_name(char *out, size_t size, size_t number, const char *name) {
    const size_t length = strlen(out);
    if (number > NAMES_SHOWN)
        return;
    (void)snprintf(out + length, size - length, "%s%s", number > 0 ? ", " : "",
                   number == NAMES_SHOWN ? "..." : name);
}

/* The node of the package that the rows of a code are of; SIZE_MAX: none. */
static size_t node_of(const hm_ranking *ranking, uint32_t code) {
    const size_t node = hm_package_find(ranking->package, ranking->codes.texts[code]);
    return node != SIZE_MAX &&
                   ranking->package->plan.nodes[node].depth == ranking->of_codes[code].depth
               ? node
               : SIZE_MAX;
}

/* Where rows of other packages are among them, and most are of this one, its nodes alone count. */
static void find_needed(search *s) {
    const hm_ranking *ranking = s->ranking;
    const uint32_t codes = ranking->codes.count;
    for (uint32_t code = 0; ranking->package && code < codes; code++)
        s->needed_count += s->needed[code] = node_of(ranking, code) != SIZE_MAX;
    if (s->needed_count > 0 && 2 * s->needed_count >= codes)
        return;
    s->needed_count = codes;
    for (uint32_t code = 0; code < codes; code++)
        s->needed[code] = true;
}

/* Does a node of the package not hold in a period? */
static bool node_is_absent(const hm_ranking *ranking, size_t node, uint32_t period) {
    const hm_plan *plan = &ranking->package->plan;
    const char *text = ranking->periods.texts[period];
    int64_t day = INT64_MIN, last;
    if (plan->edition_count == 0)
        return false;
    (void)hm_calendar_days(text, strlen(text), &day, &last);
    return plan->editions[hm_plan_edition_at(plan, day)].plan->nodes[node].is_absent;
}

/* The same of the node that the rows of a code are of. */
static bool is_absent(const search *s, uint32_t code, uint32_t period) {
    const size_t node = s->ranking->package ? node_of(s->ranking, code) : SIZE_MAX;
    return node != SIZE_MAX && node_is_absent(s->ranking, node, period);
}

/* False when memory has run out. */
static bool count_absent(search *s) {
    const hm_ranking *ranking = s->ranking;
    if (!ranking->package || ranking->package->plan.edition_count == 0)
        return true;
    s->absent =
        hm_allocate_array(ranking->allocator, ranking->periods.count + 1, sizeof *s->absent);
    for (uint32_t period = 0; s->absent && period < ranking->periods.count; period++)
        for (uint32_t code = 0; code < ranking->codes.count; code++)
            s->absent[period] += s->needed[code] && is_absent(s, code, period);
    return s->absent != NULL;
}

/* --- who lacks some --- */

/* How many a unit has to have. */
static size_t needed_of(const search *s, uint32_t unit) {
    return s->needed_count - (s->absent ? s->absent[hm_rank_unit_of(s->ranking, unit).period] : 0);
}

static bool is_incomplete(const search *s, uint32_t unit) {
    return unit != HM_NO_NAME && s->rows[unit] < needed_of(s, unit);
}

/* Counts rows by unit; true when some unit with rows lacks nodes. */
static bool count_rows(search *s) {
    const hm_ranking *ranking = s->ranking;
    bool found = false;
    for (size_t i = 0; i < ranking->entry_count; i++)
        if (ranking->entries[i].unit != HM_NO_NAME)
            s->rows[ranking->entries[i].unit] += s->needed[ranking->entries[i].code];
    for (size_t i = 0; i < ranking->entry_count && !found; i++)
        found = is_incomplete(s, ranking->entries[i].unit);
    return found;
}

/* A counting sort of the entries of incomplete units. */
static void sort_entries(search *s) {
    const hm_ranking *ranking = s->ranking;
    for (size_t i = 0; i < ranking->entry_count; i++)
        if (is_incomplete(s, ranking->entries[i].unit))
            s->start[ranking->entries[i].unit + 1]++;
    for (size_t unit = 0; unit < ranking->units.count; unit++)
        s->start[unit + 1] += s->start[unit];
    for (size_t i = 0; i < ranking->entry_count; i++)
        if (is_incomplete(s, ranking->entries[i].unit))
            s->order[s->start[ranking->entries[i].unit]++] = (uint32_t)i;
}

/* --- nodes that no row has --- */

/* How deep the deepest row lies; false when a row is of no node of the package. */
static bool find_deepest(const hm_ranking *ranking, uint32_t *deepest) {
    *deepest = 0;
    for (uint32_t code = 0; code < ranking->codes.count; code++) {
        if (node_of(ranking, code) == SIZE_MAX)
            return false;
        if (ranking->of_codes[code].depth > *deepest)
            *deepest = ranking->of_codes[code].depth;
    }
    return ranking->codes.count > 0;
}

/* Is it deeper than all rows, or does it hold in none of their periods? */
static bool is_out_of_reach(const hm_ranking *ranking, size_t node, uint32_t deepest) {
    bool holds = false;
    for (uint32_t period = 0; !holds && period < ranking->periods.count; period++)
        holds = !node_is_absent(ranking, node, period);
    return !holds || ranking->package->plan.nodes[node].depth > deepest;
}

/* If no city has a node, somebody may have chosen rows, so this is a warning: or all are cut off.
 */
static void warn_of_nodes(hm_ranking *ranking) {
    uint32_t deepest;
    size_t nodes = 0, missing = 0;
    char names[256] = "";
    if (!ranking->package || !find_deepest(ranking, &deepest))
        return;
    for (size_t i = 0; i < ranking->package->plan.node_count; i++) {
        const hm_node *node = &ranking->package->plan.nodes[i];
        if (is_out_of_reach(ranking, i, deepest))
            continue;
        nodes++;
        if (hm_names_find(&ranking->codes, node->code, strlen(node->code)) == HM_NO_NAME)
            add_name(names, sizeof names, missing++, node->code);
    }
    if (missing > 0)
        hm_issues_add(&ranking->issues, HM_ISSUE_NODES_IN_NO_CITY, &(hm_subject){0},
                      &(hm_issue_texts){.found = hm_digits_of(missing).text,
                                        .expected = hm_digits_of(nodes).text,
                                        .name = hm_digits_of(deepest).text,
                                        .detail = names});
}

/* --- cities that lack some --- */

/* The nodes that a unit lacks, whose entries were marked in `seen`. */
static void name_missing(const search *s, uint32_t unit, char *out, size_t size) {
    const hm_ranking *ranking = s->ranking;
    const uint32_t period = hm_rank_unit_of(ranking, unit).period;
    size_t number = 0;
    out[0] = '\0';
    for (uint32_t code = 0; code < ranking->codes.count; code++)
        if (s->needed[code] && s->seen[code] != unit + 1 && !is_absent(s, code, period))
            add_name(out, size, number++, ranking->codes.texts[code]);
}

static void tell(search *s, const hm_rank_source *source, uint32_t unit, hm_position position) {
    hm_ranking *ranking = s->ranking;
    const hm_rank_unit names = hm_rank_unit_of(ranking, unit);
    const size_t end = s->start[unit], begin = unit > 0 ? s->start[unit - 1] : 0;
    const size_t needed = needed_of(s, unit), missing = needed - s->rows[unit];
    char nodes[256];
    for (size_t i = begin; i < end; i++)
        s->seen[ranking->entries[s->order[i]].code] = unit + 1;
    name_missing(s, unit, nodes, sizeof nodes);
    ranking->incomplete++;
    ranking->missing += missing;
    const hm_subject about = {.at = {source->source.name, position.line, position.column},
                              .city = ranking->cities.texts[names.city],
                              .period = ranking->periods.texts[names.period]};
    hm_issues_add(&ranking->issues, HM_ISSUE_INCOMPLETE_CITY, &about,
                  &(hm_issue_texts){.found = hm_digits_of(missing).text,
                                    .expected = hm_digits_of(needed).text,
                                    .detail = nodes});
}

static void tell_all(search *s) {
    const hm_ranking *ranking = s->ranking;
    for (size_t k = 0; k < ranking->source_count; k++) {
        const hm_rank_source *source = &ranking->sources[k];
        hm_rank_lines lines = hm_rank_lines_of(source);
        for (size_t i = source->first; i < hm_rank_source_end(ranking, source); i++) {
            const hm_rank_entry *entry = &ranking->entries[i];
            if (!is_incomplete(s, entry->unit) || s->order[s->start[entry->unit] - 1] != i)
                continue;
            const hm_position position = {hm_rank_line_at(&lines, source->source.data + entry->at),
                                          1};
            tell(s, source, entry->unit, position);
        }
    }
}

/* Entries that stay are as before they were ranked. */
static void leave_out(const search *s) {
    hm_ranking *ranking = s->ranking;
    for (size_t i = 0; i < ranking->entry_count; i++) {
        hm_rank_entry *entry = &ranking->entries[i];
        if (hm_rank_entry_rank(entry) > 0)
            entry->rank = HM_RANK_SCORED;
        if (!is_incomplete(s, entry->unit))
            continue;
        entry->unit = HM_NO_NAME;
        entry->rank = HM_RANK_NONE;
        ranking->rows--;
    }
}

/* --- all of it --- */

static bool open_search(search *s) {
    const hm_ranking *ranking = s->ranking;
    const hm_allocator *allocator = ranking->allocator;
    const size_t codes = ranking->codes.count, units = ranking->units.count;
    s->needed = hm_allocate_array(allocator, codes + 1, sizeof *s->needed);
    s->seen = hm_allocate_array(allocator, codes + 1, sizeof *s->seen);
    s->rows = hm_allocate_array(allocator, units + 1, sizeof *s->rows);
    return s->needed && s->seen && s->rows;
}

static bool open_order(search *s) {
    const hm_allocator *allocator = s->ranking->allocator;
    s->order_count = s->ranking->rows;
    s->order = hm_allocate_array(allocator, s->order_count, sizeof *s->order);
    s->start = hm_allocate_array(allocator, s->ranking->units.count + 1, sizeof *s->start);
    return s->order && s->start;
}

static void close_search(const search *s) {
    const hm_ranking *ranking = s->ranking;
    const hm_allocator *allocator = ranking->allocator;
    const size_t codes = ranking->codes.count, units = ranking->units.count;
    hm_release(allocator, s->absent,
               s->absent ? (ranking->periods.count + 1) * sizeof *s->absent : 0);
    hm_release(allocator, s->needed, (codes + 1) * sizeof *s->needed);
    hm_release(allocator, s->seen, (codes + 1) * sizeof *s->seen);
    hm_release(allocator, s->rows, (units + 1) * sizeof *s->rows);
    hm_release(allocator, s->order, s->order_count * sizeof *s->order);
    hm_release(allocator, s->start, (units + 1) * sizeof *s->start);
}

hm_code hm_ranking_leave_out_incomplete(hm_ranking *ranking, bool *found, hm_error *error) {
    search s = {.ranking = ranking};
    *found = false;
    bool fine = open_search(&s);
    if (fine) {
        warn_of_nodes(ranking);
        find_needed(&s);
        fine = count_absent(&s);
        *found = fine && count_rows(&s);
    }
    if (*found)
        fine = open_order(&s);
    if (fine && *found) {
        sort_entries(&s);
        tell_all(&s);
        leave_out(&s);
    }
    close_search(&s);
    return fine ? HM_OK : hm_error_memory(error);
}
