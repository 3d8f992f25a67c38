#include "load/marks.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "dataset/unclear.h"

enum { WHY_SIZE = 192 };

void hm_marks_open(hm_marks *marks, hm_marks_start start, hm_marks_look *look, void *context) {
    memset(marks, 0, sizeof *marks);
    if (start == HM_MARKS_POINT)
        marks->format = hm_number_format_plain;
    marks->usually_point = start == HM_MARKS_USUALLY_POINT;
    marks->look = look;
    marks->context = context;
}

void hm_marks_take(hm_marks *marks, const hm_number_marks *said) {
    const hm_number_format usual = marks->format;
    marks->wrapped = said->wrapped;
    const char decimal[] = {said->decimal, '\0'};
    (void)hm_number_format_of(&marks->format, &usual, *decimal ? decimal : NULL, said->group);
}

/* --- what stands around them --- */

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* A sign, or a bracket, which stands for one in accounts: who takes them off takes another figure
 * for the one that is meant. */
static bool has_sign(const char *text, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (strchr("+-()", text[i]) || (size - i >= 3 && memcmp(text + i, "\xE2\x88\x92", 3) == 0))
            return true;
    return false;
}

hm_raw hm_marks_unwrap(const hm_marks *marks, hm_raw raw) {
    size_t from = 0, to = raw.size;
    if (!marks->wrapped || raw.is_number || raw.fault != HM_FAULT_NONE)
        return raw;
    while (from < to && !is_digit(raw.text[from]))
        from++;
    while (to > from && !is_digit(raw.text[to - 1]))
        to--;
    from -= from > 0 && to > from && strchr(".,", raw.text[from - 1]);
    from -= from > 0 && to > from && strchr("+-", raw.text[from - 1]);
    if (from == to || has_sign(raw.text, from) || has_sign(raw.text + to, raw.size - to))
        return raw;
    raw.text += from;
    raw.size = to - from;
    return raw;
}

/* --- what figures show --- */

static void keep_first(hm_mark_proof *proof, const hm_raw *raw, hm_text text) {
    if (proof->position.line > 0)
        return;
    proof->position = raw->position;
    (void)hm_text_quote(text.text, text.size, proof->text, sizeof proof->text);
}

static bool is_shown(const hm_mark_proof *proof) {
    return proof->position.line > 0;
}

static hm_mark_proofs *proofs_of(hm_marks *marks, char mark) {
    return mark == '.' ? &marks->point : mark == ',' ? &marks->comma : NULL;
}

void hm_marks_note(hm_marks *marks, const hm_raw *raw) {
    const hm_raw bare = hm_marks_unwrap(marks, *raw);
    const hm_text text = hm_text_trim(bare.text, bare.size);
    hm_number_look look;
    if (raw->fault != HM_FAULT_NONE || raw->is_number ||
        !hm_number_look_at(text.text, text.size, marks->format.group, &look))
        return;
    if (look.decimal)
        keep_first(&proofs_of(marks, look.decimal)->decimal, raw, text);
    if (proofs_of(marks, look.group))
        keep_first(&proofs_of(marks, look.group)->group, raw, text);
    if (look.unclear)
        keep_first(&proofs_of(marks, look.unclear)->unclear, raw, text);
}

/* What the one mark does, by what figures show of it, or else of the other. */
static hm_mark_role role_of(const hm_mark_proofs *mark, const hm_mark_proofs *other) {
    const bool decimal = is_shown(&mark->decimal), group = is_shown(&mark->group);
    if (decimal != group)
        return decimal ? HM_MARK_DECIMAL : HM_MARK_GROUP;
    if (decimal || is_shown(&other->decimal) == is_shown(&other->group))
        return HM_MARK_OPEN;
    return is_shown(&other->decimal) ? HM_MARK_GROUP : HM_MARK_DECIMAL;
}

static bool shows_nothing(const hm_mark_proofs *mark) {
    return !is_shown(&mark->decimal) && !is_shown(&mark->group);
}

bool hm_marks_settle(hm_marks *marks) {
    hm_number_format *format = &marks->format;
    if (marks->looked || !marks->look)
        return true;
    marks->looked = true;
    if (!marks->look(marks->context, marks))
        return false;
    if (!format->strict) {
        format->point = role_of(&marks->point, &marks->comma);
        format->comma = role_of(&marks->comma, &marks->point);
        if (marks->usually_point && format->point == HM_MARK_OPEN && shows_nothing(&marks->point))
            format->point = HM_MARK_DECIMAL;
    }
    return true;
}

/* --- issues --- */

/* Two figures of the file say the opposite of each other. */
static void describe_contradiction(const hm_marks *marks, const hm_mark_proofs *proofs, char *out,
                                   size_t size) {
    const char *line = marks->of_sheet ? "row" : "line";
    (void)snprintf(out, size, "\"%s\" in %s %lu shows the one, \"%s\" in %s %lu the other",
                   proofs->group.text, line, (unsigned long)proofs->group.position.line,
                   proofs->decimal.text, line, (unsigned long)proofs->decimal.position.line);
}

/* Why figures with this mark are unclear. */
static void describe(const hm_marks *marks, const hm_mark_proofs *proofs, char *out, size_t size) {
    if (!marks->look)
        (void)snprintf(out, size, "in a stream no other figure can tell which");
    else if (is_shown(&proofs->decimal) && is_shown(&proofs->group))
        describe_contradiction(marks, proofs, out, size);
    else
        (void)snprintf(out, size, "no other %s of the %s tells which",
                       marks->of_sheet ? "text" : "figure",
                       marks->of_column  ? "column"
                       : marks->of_sheet ? "sheet"
                                         : "file");
}

void hm_marks_reject(const hm_marks *marks, const hm_raw *raw, const hm_subject *subject,
                     hm_issues *issues) {
    if (hm_issues_count_only(issues, HM_ISSUE_UNCLEAR_FIGURE, subject))
        return;
    const hm_text text = hm_text_trim(raw->text, raw->size);
    char why[WHY_SIZE];
    describe(marks, memchr(text.text, '.', text.size) ? &marks->point : &marks->comma, why,
             sizeof why);
    hm_unclear_reject(issues, subject, text.text, text.size, why);
}

bool hm_marks_keep(hm_marks *marks, const char *file, const char *column, hm_dataset *dataset) {
    if (marks->kept)
        return true;
    marks->kept = true;
    char point[WHY_SIZE], comma[WHY_SIZE];
    describe(marks, &marks->point, point, sizeof point);
    describe(marks, &marks->comma, comma, sizeof comma);
    return hm_dataset_keep_unclear(
        dataset,
        &(hm_unclear_column){.file = file, .column = column, .point = point, .comma = comma});
}

/* --- texts that contradict the format --- */

void hm_marks_doubt(hm_marks *marks, const hm_raw *raw) {
    hm_number_look seen;
    if (!marks->look || !hm_number_format_is_plain(&marks->format) || marks->doubted)
        return;
    const hm_text text = hm_text_trim(raw->text, raw->size);
    marks->doubted = hm_number_look_at(text.text, text.size, 0, &seen) &&
                     (seen.decimal == ',' || seen.group == '.');
}

/* --- figures that say themselves what their marks are --- */

void hm_marks_read(hm_marks *marks, const hm_raw *raw) {
    hm_number_look seen;
    if (!marks->look || marks->format.strict || marks->grouped)
        return;
    const hm_text text = hm_text_trim(raw->text, raw->size);
    marks->grouped = hm_number_look_at(text.text, text.size, 0, &seen) && seen.group;
}

/* --- at the end of the file --- */

/* What an issue is raised for, and with what. */
typedef struct teller {
    const char *file;
    hm_issues *issues;
} teller;

/* Says how figures such as `found` were read: as `name`. */
static void tell(const teller *to, hm_issue_code code, const hm_mark_proof *found, const char *name,
                 const hm_mark_proof *proof) {
    const hm_subject subject = {.at = {to->file, found->position.line, found->position.column}};
    const hm_location there = {to->file, proof->position.line, proof->position.column};
    hm_issues_add(to->issues, code, &subject,
                  &(hm_issue_texts){
                      .found = found->text, .name = name, .detail = proof->text, .there = there});
}

static void tell_of(const teller *to, const hm_mark_proofs *mark, const hm_mark_proofs *other,
                    hm_mark_role role) {
    const hm_mark_proof *own = role == HM_MARK_GROUP ? &mark->group : &mark->decimal;
    const hm_mark_proof *others = role == HM_MARK_GROUP ? &other->decimal : &other->group;
    const bool is_usual = !is_shown(own) && !is_shown(others);
    if (!is_shown(&mark->unclear) || role == HM_MARK_OPEN || is_usual)
        return;
    const hm_readings both = hm_readings_of(mark->unclear.text, strlen(mark->unclear.text));
    tell(to, is_shown(own) ? HM_ISSUE_FIGURES_SETTLED : HM_ISSUE_FIGURES_INFERRED, &mark->unclear,
         role == HM_MARK_GROUP ? both.grouped : both.decimal, is_shown(own) ? own : others);
}

/* The first figure that contradicts a point before decimals; texts of records are none. */
static const hm_mark_proof *contrary_of(const hm_marks *marks) {
    const hm_mark_proof *comma = &marks->comma.decimal, *point = &marks->point.group;
    if (!is_shown(comma) || !is_shown(point))
        return is_shown(comma) ? comma : point;
    const hm_position a = comma->position, b = point->position;
    return a.line < b.line || (a.line == b.line && a.column < b.column) ? comma : point;
}

/* One mark is between groups in some figures and before decimals in others. Where there is one that
 * could be either, its rejection has told so. */
static void tell_contradiction(const teller *to, const hm_mark_proofs *mark) {
    const char *text = mark->group.text;
    const hm_number_format open = {.strict = false};
    double number;
    bool has_groups;
    char printed[HM_NUMBER_SIZE] = "a number";
    if (!is_shown(&mark->group) || !is_shown(&mark->decimal) || is_shown(&mark->unclear))
        return;
    if (hm_number_read_as(text, strlen(text), &open, &number, &has_groups) == HM_NUMBER_FINE)
        (void)hm_number_print(number, printed); /* else it is longer than what was kept of it */
    tell(to, HM_ISSUE_FIGURES_IN_DOUBT, &mark->group, printed, &mark->decimal);
}

bool hm_marks_tell(hm_marks *marks, const char *file, hm_issues *issues) {
    const teller to = {file, issues};
    if (!marks->doubted) {
        tell_of(&to, &marks->point, &marks->comma, marks->format.point);
        tell_of(&to, &marks->comma, &marks->point, marks->format.comma);
        if (!marks->grouped)
            return true;
        if (!hm_marks_settle(marks))
            return false;
        tell_contradiction(&to, &marks->point);
        tell_contradiction(&to, &marks->comma);
        return true;
    }
    if (!hm_marks_settle(marks))
        return false;
    const hm_mark_proof *unclear = &marks->point.unclear, *contrary = contrary_of(marks);
    if (is_shown(unclear) && is_shown(contrary))
        tell(&to, HM_ISSUE_FIGURES_IN_DOUBT, unclear,
             hm_readings_of(unclear->text, strlen(unclear->text)).decimal, contrary);
    return true;
}
