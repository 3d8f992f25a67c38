#include "base/issue_words.h"

#include <stdio.h>
#include <string.h>

#include "base/cell_name.h"
#include "base/issue_language.h"
#include "base/text.h"

/* --- keeping --- */

enum { NAME, DETAIL, NEAREST, THERE, TEXT_COUNT };

typedef struct there_text {
    char text[600];
} there_text;

/* Empty for a file that is NULL. */
static there_text show_location(hm_location location) {
    there_text out = {""};
    if (!location.file)
        return out;
    if (location.line == 0)
        (void)snprintf(out.text, sizeof out.text, "an earlier call");
    else if (location.file[hm_size_of_file(location.file)])
        (void)snprintf(out.text, sizeof out.text, "%.*s:%.200s!%s",
                       hm_size_of_file(location.file) < 300 ? (int)hm_size_of_file(location.file)
                                                            : 300,
                       location.file, hm_sheet_of_file(location.file),
                       hm_cell_name_of(location.line, location.column).text);
    else if (location.column == 0)
        (void)snprintf(out.text, sizeof out.text, "%.512s:%u", location.file,
                       (unsigned)location.line);
    else
        (void)snprintf(out.text, sizeof out.text, "%.512s:%u:%u", location.file,
                       (unsigned)location.line, (unsigned)location.column);
    return out;
}

/* Behind what is longer nobody reads on. */
static size_t size_of(const char *text) {
    const size_t size = text ? strlen(text) : 0;
    return size < HM_ISSUE_MESSAGE_SIZE ? size : HM_ISSUE_MESSAGE_SIZE;
}

const struct hm_issue_words *hm_issue_words_new(unsigned code, const hm_issue_texts *given,
                                                hm_arena *arena) {
    static const hm_issue_texts none;
    const hm_issue_texts *from = given ? given : &none;
    const there_text there = show_location(from->there);
    const char *texts[TEXT_COUNT] = {
        [NAME] = from->name,
        [DETAIL] = from->detail,
        [NEAREST] = from->nearest,
        [THERE] = there.text,
    };
    size_t size = 0;
    for (size_t i = 0; i < TEXT_COUNT; i++)
        size += size_of(texts[i]) + 1;
    struct hm_issue_words *words = hm_arena_take(arena, sizeof *words + size);
    if (!words)
        return NULL;
    words->code = (uint16_t)code;
    words->size = (uint16_t)size;
    char *at = words->texts;
    for (size_t i = 0; i < TEXT_COUNT; i++) {
        const size_t count = size_of(texts[i]);
        if (count > 0)
            memcpy(at, texts[i], count);
        at[count] = '\0';
        at += count + 1;
    }
    return words;
}

const struct hm_issue_words *hm_issue_words_copy(const struct hm_issue_words *words,
                                                 hm_arena *arena) {
    const size_t size = sizeof *words + words->size;
    void *copy = hm_arena_take(arena, size);
    return copy ? memcpy(copy, words, size) : NULL;
}

/* --- reading --- */

/* One byte more than is shown, so that it shows what is too long. */
typedef struct writer {
    char text[HM_ISSUE_MESSAGE_SIZE + 1];
    size_t size;
} writer;

static void add(writer *w, const char *text, size_t size) {
    const size_t room = sizeof w->text - 1 - w->size;
    const size_t count = size < room ? size : room;
    memcpy(w->text + w->size, text, count);
    w->size += count;
}

static void add_text(writer *w, const char *text) {
    add(w, text, strlen(text));
}

static void add_quote(writer *w, const char *text) {
    add_text(w, hm_quote_of(text, strlen(text)).text);
}

/* What words are made of; no text is NULL. */
typedef struct parts {
    const hm_issue *issue;
    const char *texts[TEXT_COUNT];
    hm_translator *translator; /* NULL: what there is to say is said in English */
    void *context;
} parts;

/* A text of the engine's own in the language that is wanted. */
static const char *said(const parts *of, const char *text) {
    return of->translator && *text ? of->translator(of->context, text) : text;
}

/* `words` with `text` in the place of {name}; nothing where there is no text. */
static void add_with(writer *w, const parts *of, const char *words, const char *text) {
    static const char place[] = "{name}";
    if (!*text)
        return;
    words = said(of, words);
    const char *at = strstr(words, place);
    if (!at) {
        add_text(w, words);
        return;
    }
    add(w, words, (size_t)(at - words));
    add_quote(w, text);
    add_text(w, at + sizeof place - 1);
}

static void add_heading(writer *w, const parts *of, const char *words, const char *name) {
    add_with(w, of, words, name);
}

/* What stands in braces. */
static void add_field(writer *w, const parts *of, const char *field, size_t size) {
    const hm_issue *issue = of->issue;
    const size_t star = *field == '*';
    field += star;
    size -= star;
    const struct {
        const char *name, *text;
        bool whole;
    } fields[] = {
        {"found", issue->found, false},    {"expected", issue->expected, true},
        {"name", of->texts[NAME], false},  {"detail", of->texts[DETAIL], true},
        {"there", of->texts[THERE], true}, {"city", issue->city, false},
        {"period", issue->period, false},  {"input", issue->input, false},
        {"node", issue->node, false},      {"rule", issue->rule, false},
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (strlen(fields[i].name) != size || memcmp(fields[i].name, field, size) != 0)
            continue;
        if (star)
            add_text(w, hm_name_of(fields[i].text).text);
        else if (fields[i].whole)
            add_text(w, said(of, fields[i].text));
        else
            add_quote(w, fields[i].text);
    }
}

/* Is another name meant? */
static void add_hint(writer *w, const parts *of, const char *nearest) {
    if (of->translator)
        add_with(w, of, ": did you mean \"{name}\"?", nearest);
    else
        add_text(w, hm_hint_of(*nearest ? nearest : NULL).text);
}

static void add_pieces(writer *w, const parts *of, const char *words);

/* "indicator L1.1": a text of its own for each kind, as other languages have it. */
static void add_head(writer *w, const parts *of) {
    char head[48];
    (void)snprintf(head, sizeof head, "%.32s {*node}", of->texts[NAME]);
    add_pieces(w, of, said(of, head));
}

/* What is not always there. */
static bool add_optional(writer *w, const parts *of, const char *field, size_t size) {
    const char *nearest = of->texts[NEAREST], *detail = of->texts[DETAIL];
    if (size == 6 && memcmp(field, "figure", size) == 0) {
        add_heading(w, of, "input \"{name}\": ", of->issue->input);
    } else if (size == 7 && memcmp(field, "nearest", size) == 0) {
        add_hint(w, of, nearest);
    } else if (size == 6 && memcmp(field, "advice", size) == 0) {
        add_text(w, *detail ? said(of, ": ") : "");
        add_text(w, said(of, detail));
    } else if (size == 4 && memcmp(field, "head", size) == 0) {
        add_head(w, of);
    } else {
        return false;
    }
    return true;
}

/* Nothing else says whose a figure is that stands in no file. */
static void add_unit(writer *w, const hm_issue *issue) {
    if (issue->line > 0 || !*issue->city || !*issue->period)
        return;
    add_quote(w, issue->city);
    add_text(w, ", ");
    add_quote(w, issue->period);
    add_text(w, ": ");
}

static void add_pieces(writer *w, const parts *of, const char *words) {
    for (const char *brace; (brace = strchr(words, '{')); words = strchr(brace, '}') + 1) {
        const size_t size = strcspn(brace + 1, "}");
        add(w, words, (size_t)(brace - words));
        if (!add_optional(w, of, brace + 1, size))
            add_field(w, of, brace + 1, size);
    }
    add_text(w, words);
}

static void add_words(writer *w, const parts *of, hm_issue_code code) {
    add_unit(w, of->issue);
    add_pieces(w, of, said(of, hm_issue_row_of(code)->words));
}

/* The lines of issues that are alike, or their rows in a sheet. */
static const char *where_of(const hm_issue *issue) {
    const bool several = strpbrk(issue->rows, " ,") != NULL;
    if (*issue->sheet)
        return several ? ", in rows {name}" : ", in row {name}";
    return several ? ", on lines {name}" : ", on line {name}";
}

/* Begins with what is alike. */
static void add_rest(writer *w, const parts *of) {
    const hm_issue *issue = of->issue;
    add_heading(w, of,
                *issue->rule    ? "rule \"{name}\": "
                : *issue->input ? "input \"{name}\": "
                                : "node \"{name}\": ",
                *issue->rule    ? issue->rule
                : *issue->input ? issue->input
                                : issue->node);
    add_with(w, of,
             issue->words->code == HM_ISSUE_MORE_LIKE_THIS ? "{name} more like this"
                                                           : "{name} more like these",
             hm_digits_of(issue->count).text);
    add_with(w, of, where_of(issue), issue->rows);
}

static size_t write_line(const writer *w, char *out, size_t size) {
    if (w->size >= size || !hm_text_is_one_line(w->text, w->size))
        return hm_text_quote(w->text, w->size, out, size);
    memcpy(out, w->text, w->size);
    out[w->size] = '\0';
    return w->size;
}

size_t hm_issue_message(const hm_issue *issue, char *out, size_t size) {
    return hm_issue_message_in(issue, NULL, NULL, out, size);
}

size_t hm_issue_message_in(const hm_issue *issue, hm_translator *translator, void *context,
                           char *out, size_t size) {
    writer w;
    w.size = 0;
    parts of = {issue, {issue->words->texts}, translator, context};
    if (issue->words->code >= HM_ISSUE_CODE_COUNT) {
        add_rest(&w, &of);
        return write_line(&w, out, size);
    }
    for (size_t i = 1; i < TEXT_COUNT; i++)
        of.texts[i] = of.texts[i - 1] + strlen(of.texts[i - 1]) + 1;
    add_words(&w, &of, (hm_issue_code)issue->words->code);
    return write_line(&w, out, size);
}

static const char *or_empty(const char *text) {
    return text ? text : "";
}

size_t hm_issue_say(hm_issue_code code, const hm_subject *subject, const hm_issue_texts *texts,
                    char *out, size_t size) {
    const there_text there = show_location(texts->there);
    const hm_issue issue = {.sheet = "",
                            .line = subject->at.line,
                            .city = or_empty(subject->city),
                            .period = or_empty(subject->period),
                            .input = or_empty(subject->input),
                            .node = or_empty(subject->node),
                            .rule = or_empty(subject->rule),
                            .found = or_empty(texts->found),
                            .expected = or_empty(texts->expected)};
    const parts of = {
        &issue,
        {or_empty(texts->name), or_empty(texts->detail), or_empty(texts->nearest), there.text},
        NULL,
        NULL};
    writer w;
    w.size = 0;
    add_words(&w, &of, code);
    return write_line(&w, out, size);
}
