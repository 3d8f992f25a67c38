#include "load/marks.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

void hm_marks_open(hm_marks *marks, bool is_open, hm_marks_look *look, void *context) {
    memset(marks, 0, sizeof *marks);
    if (!is_open)
        marks->format = hm_number_format_plain;
    marks->look = look;
    marks->context = context;
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
    const hm_text text = hm_text_trim(raw->text, raw->size);
    hm_number_look look;
    if (raw->fault != HM_FAULT_NONE ||
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

bool hm_marks_settle(hm_marks *marks) {
    if (marks->looked || !marks->look)
        return true;
    marks->looked = true;
    if (!marks->look(marks->context, marks))
        return false;
    if (!marks->format.strict) {
        marks->format.point = role_of(&marks->point, &marks->comma);
        marks->format.comma = role_of(&marks->comma, &marks->point);
    }
    return true;
}

/* --- issues --- */

/* An unclear figure as the two numbers that it may be, for messages. */
typedef struct readings {
    char grouped[HM_NUMBER_SIZE], decimal[HM_NUMBER_SIZE];
} readings;

static void print_as(const hm_text *text, hm_mark_role role, char out[HM_NUMBER_SIZE]) {
    const hm_number_format format = {.point = role, .comma = role};
    double number;
    bool has_groups;
    out[0] = '\0';
    if (hm_number_read_as(text->text, text->size, &format, &number, &has_groups) == HM_NUMBER_FINE)
        (void)hm_number_print(number, out);
}

static readings readings_of(const char *text, size_t size) {
    const hm_text trimmed = hm_text_trim(text, size);
    readings both;
    print_as(&trimmed, HM_MARK_GROUP, both.grouped);
    print_as(&trimmed, HM_MARK_DECIMAL, both.decimal);
    return both;
}

/* Two figures of the file say the opposite of each other. */
static void describe_contradiction(const hm_mark_proofs *proofs, char *out, size_t size) {
    (void)snprintf(out, size, "\"%s\" in line %lu shows the one, \"%s\" in line %lu the other",
                   proofs->group.text, (unsigned long)proofs->group.position.line,
                   proofs->decimal.text, (unsigned long)proofs->decimal.position.line);
}

void hm_marks_reject(const hm_marks *marks, const hm_raw *raw, const hm_subject *subject,
                     hm_issues *issues) {
    if (hm_issues_count_only(issues, HM_ISSUE_UNCLEAR_FIGURE, subject))
        return;
    const hm_text text = hm_text_trim(raw->text, raw->size);
    const hm_mark_proofs *proofs =
        memchr(text.text, '.', text.size) ? &marks->point : &marks->comma;
    const readings both = readings_of(text.text, text.size);
    char why[192] = "no other figure of the file tells which";
    if (!marks->look)
        (void)snprintf(why, sizeof why, "in a stream no other figure can tell which");
    else if (is_shown(&proofs->decimal) && is_shown(&proofs->group))
        describe_contradiction(proofs, why, sizeof why);
    char expected[2 * HM_NUMBER_SIZE + 8];
    (void)snprintf(expected, sizeof expected, "%s or %s", both.grouped, both.decimal);
    hm_issues_add(issues, HM_ISSUE_UNCLEAR_FIGURE, subject,
                  &(hm_issue_texts){.found = hm_quote_of(text.text, text.size).text,
                                    .expected = expected,
                                    .detail = why});
}

/* --- texts that contradict the format --- */

void hm_marks_doubt(hm_marks *marks, const hm_raw *raw) {
    hm_number_look seen;
    if (!marks->look || !hm_number_format_is_plain(&marks->format) || is_shown(&marks->contrary))
        return;
    const hm_text text = hm_text_trim(raw->text, raw->size);
    if (hm_number_look_at(text.text, text.size, 0, &seen) &&
        (seen.decimal == ',' || seen.group == '.'))
        keep_first(&marks->contrary, raw, text);
}

/* --- at the end of the file --- */

/* What an issue is raised for, and with what. */
typedef struct teller {
    const char *file;
    hm_issues *issues;
} teller;

/* Says how figures such as `unclear` were read: as `name`. */
static void tell(const teller *to, hm_issue_code code, const hm_mark_proof *unclear,
                 const char *name, const hm_mark_proof *proof) {
    const hm_subject subject = {.at = {to->file, unclear->position.line, unclear->position.column}};
    const hm_location there = {to->file, proof->position.line, proof->position.column};
    hm_issues_add(to->issues, code, &subject,
                  &(hm_issue_texts){
                      .found = unclear->text, .name = name, .detail = proof->text, .there = there});
}

static void tell_of(const teller *to, const hm_mark_proofs *mark, const hm_mark_proofs *other,
                    hm_mark_role role) {
    if (!is_shown(&mark->unclear) || role == HM_MARK_OPEN)
        return;
    const hm_mark_proof *own = role == HM_MARK_GROUP ? &mark->group : &mark->decimal;
    const hm_mark_proof *others = role == HM_MARK_GROUP ? &other->decimal : &other->group;
    const readings both = readings_of(mark->unclear.text, strlen(mark->unclear.text));
    tell(to, is_shown(own) ? HM_ISSUE_FIGURES_SETTLED : HM_ISSUE_FIGURES_INFERRED, &mark->unclear,
         role == HM_MARK_GROUP ? both.grouped : both.decimal, is_shown(own) ? own : others);
}

bool hm_marks_tell(hm_marks *marks, const char *file, hm_issues *issues) {
    const teller to = {file, issues};
    if (!is_shown(&marks->contrary)) {
        tell_of(&to, &marks->point, &marks->comma, marks->format.point);
        tell_of(&to, &marks->comma, &marks->point, marks->format.comma);
        return true;
    }
    if (!hm_marks_settle(marks))
        return false;
    const hm_mark_proof *unclear = &marks->point.unclear;
    if (is_shown(unclear))
        tell(&to, HM_ISSUE_FIGURES_IN_DOUBT, unclear,
             readings_of(unclear->text, strlen(unclear->text)).decimal, &marks->contrary);
    return true;
}
