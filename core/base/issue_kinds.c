#include "base/issue_kinds.h"

#include <stdio.h>
#include <string.h>

#include "base/position.h"

/* --- kinds --- */

void hm_issue_kinds_open(hm_issue_kinds *kinds, const hm_allocator *allocator) {
    *kinds = (hm_issue_kinds){.allocator = allocator};
}

void hm_issue_kinds_close(hm_issue_kinds *kinds) {
    hm_release(kinds->allocator, kinds->items, kinds->capacity * sizeof *kinds->items);
    hm_release(kinds->allocator, kinds->slots, kinds->slot_count * sizeof *kinds->slots);
    hm_issue_kinds_open(kinds, kinds->allocator);
}

static bool same_text(const char *a, const char *b) {
    a = a ? a : "";
    b = b ? b : "";
    return a == b || strcmp(a, b) == 0;
}

static const char *sheet_of(const hm_issue *issue) {
    return issue->sheet && *issue->sheet ? issue->sheet
                                         : hm_sheet_of_file(issue->file ? issue->file : "");
}

/* The name of a file that has its sheet's in it is the same as the two apart. */
static bool same_file(const hm_issue *a, const hm_issue *b) {
    const char *one = a->file ? a->file : "", *other = b->file ? b->file : "";
    const size_t size = hm_size_of_file(one);
    return size == hm_size_of_file(other) && memcmp(one, other, size) == 0 &&
           strcmp(sheet_of(a), sheet_of(b)) == 0;
}

static bool same_kind(const hm_issue *a, const hm_issue *b) {
    return a->severity == b->severity && same_text(a->code, b->code) &&
           same_text(a->input, b->input) && same_text(a->node, b->node) &&
           same_text(a->rule, b->rule) && same_file(a, b);
}

static uint64_t add_text(uint64_t hash, const char *text) {
    for (; text && *text && *text != HM_SHEET_MARK; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return (hash ^ 0xff) * UINT64_C(1099511628211);
}

/* FNV-1a. */
static uint64_t hash_kind(const hm_issue *issue) {
    uint64_t hash = UINT64_C(14695981039346656037) ^ (unsigned)issue->severity;
    hash = add_text(hash, issue->code);
    hash = add_text(hash, issue->input);
    hash = add_text(hash, issue->node);
    hash = add_text(hash, issue->rule);
    hash = add_text(hash, issue->file);
    return add_text(hash, sheet_of(issue));
}

hm_issue_kind *hm_issue_kinds_find(hm_issue_kinds *kinds, const hm_issue *issue) {
    if (kinds->latest < kinds->count && same_kind(&kinds->items[kinds->latest].like, issue))
        return &kinds->items[kinds->latest];
    if (kinds->count == 0)
        return NULL;
    const size_t mask = kinds->slot_count - 1;
    const uint64_t hash = hash_kind(issue);
    for (size_t i = (size_t)hash & mask; kinds->slots[i] != 0; i = (i + 1) & mask) {
        hm_issue_kind *kind = &kinds->items[kinds->slots[i] - 1];
        if (kind->hash == hash && same_kind(&kind->like, issue)) {
            kinds->latest = kinds->slots[i] - 1;
            return kind;
        }
    }
    return NULL;
}

static void take_slot(hm_issue_kinds *kinds, size_t number) {
    const size_t mask = kinds->slot_count - 1;
    size_t i = (size_t)kinds->items[number].hash & mask;
    while (kinds->slots[i] != 0)
        i = (i + 1) & mask;
    kinds->slots[i] = (uint32_t)number + 1;
}

/* At most half of the slots are taken. */
static bool make_room(hm_issue_kinds *kinds) {
    if (kinds->count < kinds->slot_count / 2)
        return true;
    const size_t count = kinds->slot_count > 0 ? 2 * kinds->slot_count : 16;
    uint32_t *slots = hm_allocate_array(kinds->allocator, count, sizeof *slots);
    if (!slots)
        return false;
    hm_release(kinds->allocator, kinds->slots, kinds->slot_count * sizeof *slots);
    kinds->slots = slots;
    kinds->slot_count = count;
    for (size_t i = 0; i < kinds->count; i++)
        take_slot(kinds, i);
    return true;
}

hm_issue_kind *hm_issue_kinds_add(hm_issue_kinds *kinds, const hm_issue *first) {
    if (!make_room(kinds) || !hm_grow(kinds->allocator, &kinds->items, kinds->count,
                                      &kinds->capacity, sizeof *kinds->items))
        return NULL;
    hm_issue_kind *kind = &kinds->items[kinds->count];
    *kind = (hm_issue_kind){.like = *first, .hash = hash_kind(first)};
    take_slot(kinds, kinds->count);
    kinds->latest = kinds->count++;
    return kind;
}

/* --- lines --- */

/* There are more, up to line `last`, than there is room for. */
static void add_others(hm_lines *lines, uint32_t last) {
    for (uint32_t i = 0; lines->last == 0 && i < lines->count; i++)
        last = lines->ranges[i].last > last ? lines->ranges[i].last : last;
    lines->last = last > lines->last ? last : lines->last;
}

void hm_lines_add(hm_lines *lines, uint32_t first, uint32_t last) {
    hm_line_range *latest = lines->count > 0 ? &lines->ranges[lines->count - 1] : NULL;
    if (first == 0)
        return;
    if (latest && lines->last == 0 && first >= latest->first && first <= latest->last + 1)
        latest->last = last > latest->last ? last : latest->last;
    else if (lines->count < HM_LINE_RANGES)
        lines->ranges[lines->count++] = (hm_line_range){first, last};
    else
        add_others(lines, last);
}

void hm_lines_join(hm_lines *lines, const hm_lines *more) {
    for (uint32_t i = 0; i < more->count; i++)
        hm_lines_add(lines, more->ranges[i].first, more->ranges[i].last);
    if (more->last > 0)
        add_others(lines, more->last);
}

void hm_lines_print(const hm_lines *lines, char *out, size_t size) {
    size_t at = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < lines->count && at < size; i++) {
        const hm_line_range range = lines->ranges[i];
        at += (size_t)snprintf(out + at, size - at, "%s%u", i > 0 ? ", " : "", range.first);
        if (range.last > range.first && at < size)
            at += (size_t)snprintf(out + at, size - at, " to %u", range.last);
    }
    if (lines->last > 0 && at < size)
        (void)snprintf(out + at, size - at, " and others up to %u", lines->last);
}
