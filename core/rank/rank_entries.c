/* rank_entries.c: entries in order of code and period, then each such group ranked by itself. */
#include <string.h>

#include "methods/rank_places.h"
#include "platform/threads.h"
#include "rank/ranking.h"

/* What a thread needs. */
typedef struct room {
    hm_rank_workspace ranked;
    uint32_t *seen; /* by unit: position + 1 in `order` of its last entry */
    bool twice;     /* some entry was marked */
} room;

typedef struct run {
    hm_ranking *ranking;
    uint32_t *order; /* numbers of entries by code, then period, then as they were read */
    size_t *start;   /* by code: where its entries begin in `order` */
    size_t most;     /* entries of any code */
    room *rooms;
    size_t jobs;
} run;

/* --- order --- */

static uint32_t code_of(const hm_ranking *ranking, uint32_t entry) {
    return ranking->entries[entry].code;
}

static uint32_t period_of(const hm_ranking *ranking, uint32_t entry) {
    return hm_rank_unit_of(ranking, ranking->entries[entry].unit).period;
}

/* A stable counting sort of `from` into `to`. start[k] becomes where key k begins, start[keys] the
 * count; it has room for keys + 1 and is zero. */
static void sort_by(const hm_ranking *ranking,
                    uint32_t (*key)(const hm_ranking *ranking, uint32_t entry), size_t keys,
                    const uint32_t *from, uint32_t *to, size_t *start) {
    size_t before = 0;
    for (size_t i = 0; i < ranking->rows; i++)
        start[key(ranking, from[i])]++;
    for (size_t k = 0; k <= keys; k++) {
        const size_t count = start[k];
        start[k] = before;
        before += count;
    }
    for (size_t i = 0; i < ranking->rows; i++)
        to[start[key(ranking, from[i])]++] = from[i];
    memmove(start + 1, start, keys * sizeof *start);
    start[0] = 0;
}

static void list_rows(const hm_ranking *ranking, uint32_t *out) {
    for (size_t i = 0; i < ranking->entry_count; i++)
        if (ranking->entries[i].unit != HM_NO_NAME)
            *out++ = (uint32_t)i;
}

/* False when memory has run out. */
static bool find_order(run *r) {
    const hm_ranking *ranking = r->ranking;
    const hm_allocator *allocator = ranking->allocator;
    const size_t periods = ranking->periods.count, codes = ranking->codes.count;
    uint32_t *other = hm_allocate_array(allocator, ranking->rows, sizeof *other);
    size_t *by_period = hm_allocate_array(allocator, periods + 1, sizeof *by_period);
    const bool fine = r->order && r->start && other && by_period;
    if (fine) {
        const bool many = periods > 1;
        list_rows(ranking, many ? r->order : other);
        if (many)
            sort_by(ranking, period_of, periods, r->order, other, by_period);
        sort_by(ranking, code_of, codes, other, r->order, r->start);
        for (size_t i = 0; i < codes; i++)
            if (r->start[i + 1] - r->start[i] > r->most)
                r->most = r->start[i + 1] - r->start[i];
    }
    hm_release(allocator, other, ranking->rows * sizeof *other);
    hm_release(allocator, by_period, (periods + 1) * sizeof *by_period);
    return fine;
}

/* --- one group: order[begin] .. order[end - 1] --- */

static bool same_score(const hm_rank_entry *a, const hm_rank_entry *b) {
    return a->rank == b->rank && !(a->score < b->score) && !(a->score > b->score);
}

/* Numbers of `seen` from groups before are at most `begin`, because a thread goes forward. */
static void mark_twice(const run *r, room *own, size_t begin, size_t end) {
    hm_rank_entry *entries = r->ranking->entries;
    for (size_t i = begin; i < end; i++) {
        hm_rank_entry *entry = &entries[r->order[i]];
        const uint32_t seen = own->seen[entry->unit];
        if (seen <= begin) {
            own->seen[entry->unit] = (uint32_t)i + 1;
            continue;
        }
        hm_rank_entry *first = &entries[r->order[seen - 1]];
        if (first->rank < HM_RANK_DIFFERS && !same_score(first, entry))
            first->rank = HM_RANK_DIFFERS;
        entry->rank = HM_RANK_TWICE;
        own->twice = true;
    }
}

/* As aggregate/rank.c does it; who is ranked was found when the row was read. */
static void rank_group(const run *r, room *own, bool least_first, size_t begin, size_t end) {
    hm_rank_entry *entries = r->ranking->entries;
    const hm_rank_workspace *ranked = &own->ranked;
    size_t count = 0;
    for (size_t i = begin; i < end; i++) {
        const hm_rank_entry *entry = &entries[r->order[i]];
        if (entry->rank != HM_RANK_SCORED)
            continue;
        ranked->numbers[count] = least_first ? 0 - entry->score : entry->score;
        ranked->owners[count++] = r->order[i];
    }
    hm_rank_places(ranked, count);
    for (size_t i = 0; i < count; i++)
        entries[ranked->owners[i]].rank = ranked->places[i];
}

static bool rank_code(void *context, size_t worker, size_t code) {
    const run *r = context;
    room *own = &r->rooms[worker];
    size_t begin = r->start[code];
    while (begin < r->start[code + 1] && !hm_is_cancelled(r->ranking->cancel)) {
        const uint32_t period = period_of(r->ranking, r->order[begin]);
        size_t end = begin + 1;
        while (end < r->start[code + 1] && period_of(r->ranking, r->order[end]) == period)
            end++;
        mark_twice(r, own, begin, end);
        rank_group(r, own, r->ranking->of_codes[code].least_first, begin, end);
        begin = end;
    }
    return true;
}

/* --- all --- */

static bool open_workspaces(run *r, const hm_allocator *allocator) {
    r->rooms = hm_allocate_array(allocator, r->jobs, sizeof *r->rooms);
    for (size_t i = 0; r->rooms && i < r->jobs; i++) {
        room *own = &r->rooms[i];
        own->seen = hm_allocate_array(allocator, r->ranking->units.count, sizeof *own->seen);
        if (!hm_rank_workspace_open(&own->ranked, r->most, allocator) || !own->seen)
            return false;
    }
    return r->rooms != NULL;
}

static void close_run(run *r, const hm_allocator *allocator) {
    for (size_t i = 0; r->rooms && i < r->jobs; i++) {
        room *own = &r->rooms[i];
        hm_rank_workspace_close(&own->ranked);
        hm_release(allocator, own->seen, r->ranking->units.count * sizeof *own->seen);
    }
    hm_release(allocator, r->rooms, r->jobs * sizeof *r->rooms);
    hm_release(allocator, r->order, r->ranking->rows * sizeof *r->order);
    hm_release(allocator, r->start, (r->ranking->codes.count + 1) * sizeof *r->start);
}

hm_code hm_ranking_rank(hm_ranking *ranking, size_t jobs, bool *twice, hm_error *error) {
    const hm_allocator *allocator = ranking->allocator;
    const size_t codes = ranking->codes.count;
    run r = {.ranking = ranking};
    hm_code code;
    *twice = false;
    if (ranking->rows == 0)
        return HM_OK;
    r.jobs = jobs < codes ? jobs : codes;
    r.order = hm_allocate_array(allocator, ranking->rows, sizeof *r.order);
    r.start = hm_allocate_array(allocator, codes + 1, sizeof *r.start);
    if (find_order(&r) && open_workspaces(&r, allocator))
        code = hm_threads_run(r.jobs, codes, rank_code, &r, allocator, error);
    else
        code = hm_error_memory(error);
    for (size_t i = 0; code == HM_OK && i < r.jobs; i++)
        *twice |= r.rooms[i].twice;
    close_run(&r, allocator);
    return code == HM_OK ? hm_cancel_check(ranking->cancel, error) : code;
}
