#include "base/issues.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "base/text.h"

void hm_issues_open(hm_issues *issues, const hm_allocator *allocator) {
    memset(issues, 0, sizeof *issues);
    hm_arena_open(&issues->arena, allocator);
}

void hm_issues_close(hm_issues *issues) {
    hm_release(issues->arena.allocator, issues->items, issues->capacity * sizeof *issues->items);
    hm_arena_close(&issues->arena);
    issues->items = NULL;
    issues->count = issues->capacity = 0;
}

/* Issues come in runs from the same file: one copy of its name serves the run. */
static const char *keep_file(hm_issues *issues, const char *file) {
    if (!file || !*file)
        return "";
    if (issues->count > 0 && strcmp(issues->items[issues->count - 1].file, file) == 0)
        return issues->items[issues->count - 1].file;
    return hm_arena_copy(&issues->arena, file, strlen(file));
}

static void append(hm_issues *issues, hm_severity severity, const char *file, uint32_t line,
                   uint32_t column, const char *message) {
    const hm_allocator *allocator = issues->arena.allocator;
    const char *kept = keep_file(issues, file);
    if (!message || !kept ||
        !hm_grow(allocator, &issues->items, issues->count, &issues->capacity,
                 sizeof *issues->items)) {
        issues->out_of_memory = true;
        return;
    }
    issues->items[issues->count++] = (hm_issue){severity, line, column, kept, message};
    issues->count_of[severity]++;
}

static bool is_one_line(const char *text) {
    for (; *text; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7f)
            return false;
    return true;
}

/* `size` with the NUL; a text that fills all of `raw` was cut. */
static char *keep_message(hm_issues *issues, const char *raw, size_t size) {
    const size_t length = strlen(raw);
    if (length < size && is_one_line(raw))
        return hm_arena_copy(&issues->arena, raw, length);
    const size_t room = length < HM_ISSUE_MOST ? length * 4 + 1 : HM_ISSUE_MOST;
    char *message = hm_arena_take(&issues->arena, room);
    if (message)
        hm_text_quote(raw, length, message, room);
    return message;
}

void hm_issues_add(hm_issues *issues, hm_severity severity, const char *file, uint32_t line,
                   uint32_t column, const char *format, ...) {
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    size_t size = length > 0 ? (size_t)length + 1 : 1;
    const size_t kept = size < HM_ISSUE_MOST ? size : HM_ISSUE_MOST;
    char raw[HM_ISSUE_MOST + 1];
    raw[0] = '\0';
    (void)vsnprintf(raw, sizeof raw, format, again);
    char *message = keep_message(issues, raw, kept);
    va_end(again);
    append(issues, severity, file, line, column, message);
}

enum { MOST_SUGGESTIONS = 20 };

bool hm_issues_suggest(const hm_issues *issues) {
    return issues->count < MOST_SUGGESTIONS;
}

void hm_issues_append(hm_issues *issues, const hm_issues *from) {
    for (size_t i = 0; i < from->count; i++) {
        const hm_issue *issue = &from->items[i];
        append(issues, issue->severity, issue->file, issue->line, issue->column,
               hm_arena_copy(&issues->arena, issue->message, strlen(issue->message)));
    }
    issues->out_of_memory |= from->out_of_memory;
}

/* An issue and where it belongs: files keep the order of their first appearance. */
typedef struct placed {
    uint32_t file;
    hm_issue issue;
} placed;

static bool stands_before(const placed *a, const placed *b) {
    if (a->file != b->file)
        return a->file < b->file;
    if (a->issue.line != b->issue.line)
        return a->issue.line < b->issue.line;
    return a->issue.column < b->issue.column;
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
    hm_names files;
    bool fine = true;
    hm_names_open(&files, issues->arena.allocator);
    for (size_t i = 0; fine && i < issues->count; i++) {
        const char *file = issues->items[i].file;
        out[i] = (placed){hm_names_intern(&files, file, strlen(file)), issues->items[i]};
        fine = out[i].file != HM_NO_NAME;
    }
    hm_names_close(&files);
    return fine;
}

void hm_issues_sort(hm_issues *issues) {
    const hm_allocator *allocator = issues->arena.allocator;
    placed *room = hm_allocate_array(allocator, issues->count, 2 * sizeof *room);
    if (!room || !place_all(issues, room)) {
        issues->out_of_memory = true;
    } else {
        const placed *sorted = merge_sort(room, room + issues->count, issues->count);
        for (size_t i = 0; i < issues->count; i++)
            issues->items[i] = sorted[i].issue;
    }
    hm_release(allocator, room, issues->count * 2 * sizeof *room);
}

size_t hm_issues_count(const hm_issues *issues) {
    return issues ? issues->count : 0;
}

const hm_issue *hm_issues_get(const hm_issues *issues, size_t index) {
    return issues && index < issues->count ? &issues->items[index] : NULL;
}

size_t hm_issues_count_of(const hm_issues *issues, hm_severity severity) {
    return issues && (unsigned)severity < 3 ? issues->count_of[severity] : 0;
}
