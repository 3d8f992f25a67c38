#include "base/issues.h"

#include <string.h>

#include "base/names.h"
#include "base/position.h"
#include "base/text.h"

void hm_issues_open(hm_issues *issues, const hm_allocator *allocator) {
    memset(issues, 0, sizeof *issues);
    hm_arena_open(&issues->arena, allocator);
    hm_issue_kinds_open(&issues->kinds, allocator);
    issues->most = HM_ISSUES_KEPT;
}

void hm_issues_close(hm_issues *issues) {
    hm_release(issues->arena.allocator, issues->items, issues->capacity * sizeof *issues->items);
    hm_issue_kinds_close(&issues->kinds);
    hm_arena_close(&issues->arena);
    issues->items = NULL;
    issues->count = issues->capacity = 0;
}

/* --- texts --- */

/* One line of the text, which nobody reads to its end; NULL: no memory. */
static const char *keep_line(hm_issues *issues, const char *text) {
    if (!text || !*text)
        return "";
    const size_t length = strlen(text);
    if (length < HM_ISSUE_MESSAGE_SIZE && hm_text_is_one_line(text, length))
        return hm_arena_copy(&issues->arena, text, length);
    const size_t room = length < HM_ISSUE_MESSAGE_SIZE / 4 ? length * 4 + 1 : HM_ISSUE_MESSAGE_SIZE;
    char *line = hm_arena_take(&issues->arena, room);
    if (line)
        hm_text_quote(text, length, line, room);
    return line;
}

/* Issues come in runs about the same file, city or input: one copy of its name serves the run. */
static const char *keep_name(hm_issues *issues, const char *name, const char *latest) {
    if (!name || !*name)
        return "";
    if (latest && strcmp(name, latest) == 0)
        return latest;
    return hm_arena_copy(&issues->arena, name, strlen(name));
}

/* The name of the file, without that of its sheet. */
static const char *keep_file(hm_issues *issues, const char *file, const char *latest) {
    const size_t size = file ? hm_size_of_file(file) : 0;
    if (size == 0 || !file[size])
        return keep_name(issues, file, latest);
    if (latest && strlen(latest) == size && memcmp(latest, file, size) == 0)
        return latest;
    return hm_arena_copy(&issues->arena, file, size);
}

/* Replaces the texts of an issue by copies. False: no memory. */
static bool keep_texts(hm_issues *issues, hm_issue *issue) {
    static const hm_issue none;
    const hm_issue *latest = issues->count > 0 ? &issues->items[issues->count - 1].issue : &none;
    issue->sheet = keep_name(issues, issue->sheet, latest->sheet);
    issue->file = keep_file(issues, issue->file, latest->file);
    issue->city = keep_name(issues, issue->city, latest->city);
    issue->period = keep_name(issues, issue->period, latest->period);
    issue->input = keep_name(issues, issue->input, latest->input);
    issue->node = keep_name(issues, issue->node, latest->node);
    issue->rule = keep_name(issues, issue->rule, latest->rule);
    issue->found = keep_line(issues, issue->found);
    issue->expected = keep_line(issues, issue->expected);
    issue->rows = "";
    return issue->file && issue->sheet && issue->city && issue->period && issue->input &&
           issue->node && issue->rule && issue->found && issue->expected;
}

/* --- adding --- */

static bool append_item(hm_issues *issues, hm_issue issue, size_t kind, bool is_rest) {
    if (!hm_grow(issues->arena.allocator, &issues->items, issues->count, &issues->capacity,
                 sizeof *issues->items))
        return false;
    issues->items[issues->count++] = (hm_issue_item){issue, kind, is_rest};
    return true;
}

static size_t number_of(const hm_issues *issues, const hm_issue_kind *kind) {
    return (size_t)(kind - issues->kinds.items);
}

/* Counts one issue or several of a kind that has enough. */
static void count_more(hm_issues *issues, hm_issue_kind *kind, const hm_issue *about, size_t count,
                       const hm_lines *lines) {
    if (kind->counted == 0) {
        kind->line = about->line;
        kind->column = about->column;
    }
    kind->counted += count;
    kind->told = false;
    hm_lines_join(&kind->lines, lines);
    issues->count_of[kind->like.severity] += count;
}

static bool count_only(hm_issues *issues, const hm_issue *issue) {
    hm_issue_kind *kind = hm_issue_kinds_find(&issues->kinds, issue);
    if (!kind || kind->kept < issues->most)
        return false;
    hm_lines lines = {.count = 0};
    hm_lines_add(&lines, issue->line, issue->line);
    count_more(issues, kind, issue, 1, &lines);
    return true;
}

static hm_issue issue_of(hm_issue_code code, const hm_subject *subject) {
    const hm_issue_row *row = hm_issue_row_of(code);
    return (hm_issue){.severity = row->severity,
                      .code = row->code,
                      .file = subject->at.file,
                      .line = subject->at.line,
                      .column = subject->at.column,
                      .city = subject->city,
                      .period = subject->period,
                      .input = subject->input,
                      .node = subject->node,
                      .rule = subject->rule,
                      .count = 1,
                      .sheet = hm_sheet_of_file(subject->at.file ? subject->at.file : "")};
}

bool hm_issues_count_only(hm_issues *issues, hm_issue_code code, const hm_subject *subject) {
    const hm_issue issue = issue_of(code, subject);
    return count_only(issues, &issue);
}

/* An issue that is to be kept, whose words are; false: no memory. */
static bool keep(hm_issues *issues, hm_issue issue) {
    hm_issue_kind *kind = hm_issue_kinds_find(&issues->kinds, &issue);
    if (!issue.words || !keep_texts(issues, &issue))
        return false;
    if (!kind)
        kind = hm_issue_kinds_add(&issues->kinds, &issue);
    if (!kind || !append_item(issues, issue, number_of(issues, kind), false))
        return false;
    kind->kept++;
    issues->count_of[issue.severity]++;
    return true;
}

void hm_issues_add(hm_issues *issues, hm_issue_code code, const hm_subject *subject,
                   const hm_issue_texts *texts) {
    hm_issue issue = issue_of(code, subject);
    if (count_only(issues, &issue))
        return;
    issue.found = texts ? texts->found : NULL;
    issue.expected = texts ? texts->expected : NULL;
    issue.words = hm_issue_words_new(code, texts, &issues->arena);
    issues->out_of_memory |= !keep(issues, issue);
}

bool hm_issues_add_copy(hm_issues *issues, const hm_issue *issue) {
    if (count_only(issues, issue))
        return false;
    hm_issue copy = *issue;
    copy.words = hm_issue_words_copy(issue->words, &issues->arena);
    issues->out_of_memory |= !keep(issues, copy);
    return true;
}

/* --- those that were counted only --- */

static bool tell_rest(hm_issues *issues, size_t number) {
    hm_issue_kind *kind = &issues->kinds.items[number];
    char rows[256];
    hm_lines_print(&kind->lines, rows, sizeof rows);
    hm_issue rest = kind->like;
    rest.city = rest.period = rest.found = rest.expected = "";
    rest.line = kind->line;
    rest.column = kind->column;
    rest.count = kind->counted;
    rest.rows = hm_arena_copy(&issues->arena, rows, strlen(rows));
    rest.words = hm_issue_words_new(
        kind->kept == 1 ? HM_ISSUE_MORE_LIKE_THIS : HM_ISSUE_MORE_LIKE_THESE, NULL, &issues->arena);
    if (!rest.rows || !rest.words)
        return false;
    if (kind->rest > 0)
        issues->items[kind->rest - 1].issue = rest;
    else if (!append_item(issues, rest, number, true))
        return false;
    kind->rest = kind->rest > 0 ? kind->rest : issues->count;
    kind->told = true;
    return true;
}

void hm_issues_settle(hm_issues *issues) {
    for (size_t i = 0; i < issues->kinds.count; i++)
        if (issues->kinds.items[i].counted > 0 && !issues->kinds.items[i].told)
            issues->out_of_memory |= !tell_rest(issues, i);
}

enum { MOST_SUGGESTIONS = 20 };

bool hm_issues_suggest(const hm_issues *issues) {
    return issues->count < MOST_SUGGESTIONS;
}

/* The kind is known here: as many as `from` keeps, or as are kept here, came before. */
static void append_rest(hm_issues *issues, const hm_issue_kind *more) {
    hm_issue_kind *kind = hm_issue_kinds_find(&issues->kinds, &more->like);
    const hm_issue first = {.line = more->line, .column = more->column};
    if (kind)
        count_more(issues, kind, &first, more->counted, &more->lines);
    else
        issues->out_of_memory = true;
}

void hm_issues_append(hm_issues *issues, const hm_issues *from) {
    for (size_t i = 0; i < from->count; i++)
        if (!from->items[i].is_rest)
            (void)hm_issues_add_copy(issues, &from->items[i].issue);
    hm_issues_append_rests(issues, from);
}

void hm_issues_append_some(hm_issues *issues, const hm_issues *from, hm_issues_wanted *wanted,
                           const void *context) {
    for (size_t i = 0; i < from->count; i++)
        if (!from->items[i].is_rest && wanted(context, &from->items[i].issue))
            (void)hm_issues_add_copy(issues, &from->items[i].issue);
    for (size_t i = 0; i < from->kinds.count; i++)
        if (from->kinds.items[i].counted > 0 && wanted(context, &from->kinds.items[i].like))
            append_rest(issues, &from->kinds.items[i]);
    issues->out_of_memory |= from->out_of_memory;
}

void hm_issues_append_rests(hm_issues *issues, const hm_issues *from) {
    for (size_t i = 0; i < from->kinds.count; i++)
        if (from->kinds.items[i].counted > 0)
            append_rest(issues, &from->kinds.items[i]);
    issues->out_of_memory |= from->out_of_memory;
}

/* --- order --- */

/* Where an issue belongs, and which it is: files keep the order of their first appearance, and so
 * do sheets. Issues are much larger, and stay where they are while these are sorted. */
typedef struct placed {
    uint32_t file, sheet, line, column;
    uint32_t number;
} placed;

static bool stands_before(const placed *a, const placed *b) {
    if (a->file != b->file)
        return a->file < b->file;
    if (a->sheet != b->sheet)
        return a->sheet < b->sheet;
    return a->line != b->line ? a->line < b->line : a->column < b->column;
}

/* Merges the sorted runs from[low..middle) and from[middle..high). */
static void merge(const placed *from, placed *to, size_t low, size_t middle, size_t high) {
    size_t a = low, b = middle;
    for (size_t i = low; i < high; i++)
        to[i] =
            b >= high || (a < middle && !stands_before(&from[b], &from[a])) ? from[a++] : from[b++];
}

static placed *merge_sort(placed *items, placed *room, size_t count) {
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t low = 0; low < count; low += 2 * width) {
            const size_t middle = low + width < count ? low + width : count;
            const size_t high = middle + width < count ? middle + width : count;
            merge(items, room, low, middle, high);
        }
        placed *sorted = room;
        room = items;
        items = sorted;
    }
    return items;
}

/* False when memory has run out. */
static bool place_all(const hm_issues *issues, placed *out) {
    hm_names files, sheets;
    bool fine = true;
    hm_names_open(&files, issues->arena.allocator);
    hm_names_open(&sheets, issues->arena.allocator);
    for (size_t i = 0; fine && i < issues->count; i++) {
        const hm_issue *issue = &issues->items[i].issue;
        const uint32_t file = hm_names_intern(&files, issue->file, strlen(issue->file));
        const uint32_t sheet = hm_names_intern(&sheets, issue->sheet, strlen(issue->sheet));
        out[i] = (placed){file, sheet, issue->line, issue->column, (uint32_t)i};
        fine = file != HM_NO_NAME && sheet != HM_NO_NAME;
    }
    hm_names_close(&files);
    hm_names_close(&sheets);
    return fine;
}

/* Item order[i].number becomes item i: each goes to its place once, those in a circle one after the
 * other. What is done is marked by a number that is its own. */
static void move_all(hm_issue_item *items, placed *order, size_t count) {
    for (size_t start = 0; start < count; start++) {
        const hm_issue_item first = items[start];
        size_t at = start;
        while (order[at].number != start) {
            const size_t from = order[at].number;
            items[at] = items[from];
            order[at].number = (uint32_t)at;
            at = from;
        }
        items[at] = first;
        order[at].number = (uint32_t)at;
    }
}

void hm_issues_sort(hm_issues *issues) {
    hm_issues_settle(issues);
    const hm_allocator *allocator = issues->arena.allocator;
    const size_t count = issues->count;
    placed *room = hm_allocate_array(allocator, count, 2 * sizeof *room);
    if (!room || !place_all(issues, room))
        issues->out_of_memory = true;
    else
        move_all(issues->items, merge_sort(room, room + count, count), count);
    for (size_t i = 0; i < count; i++)
        if (issues->items[i].is_rest)
            issues->kinds.items[issues->items[i].kind].rest = i + 1;
    hm_release(allocator, room, count * 2 * sizeof *room);
}

const char *hm_severity_name(hm_severity severity) {
    static const char *const names[] = {
        [HM_NOTE] = "note", [HM_WARNING] = "warning", [HM_REJECTED] = "rejected"};
    return (unsigned)severity < 3 ? names[severity] : "unknown";
}

size_t hm_issues_count(const hm_issues *issues) {
    return issues ? issues->count : 0;
}

const hm_issue *hm_issues_get(const hm_issues *issues, size_t index) {
    return issues && index < issues->count ? &issues->items[index].issue : NULL;
}

size_t hm_issues_count_of(const hm_issues *issues, hm_severity severity) {
    return issues && (unsigned)severity < 3 ? issues->count_of[severity] : 0;
}

hm_issues *hm_issues_brief(const hm_issues *issues, size_t most, const hm_allocator *allocator) {
    allocator = allocator ? allocator : hm_allocator_default();
    hm_issues *brief = hm_allocate(allocator, sizeof *brief);
    if (!brief)
        return NULL;
    hm_issues_open(brief, allocator);
    brief->most = most > 0 ? most : 1;
    if (issues)
        hm_issues_append(brief, issues);
    hm_issues_sort(brief);
    if (!brief->out_of_memory)
        return brief;
    hm_issues_free(brief);
    return NULL;
}

void hm_issues_free(hm_issues *issues) {
    if (!issues)
        return;
    const hm_allocator *allocator = issues->arena.allocator;
    hm_issues_close(issues);
    hm_release(allocator, issues, sizeof *issues);
}
