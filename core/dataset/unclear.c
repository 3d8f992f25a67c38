#include "dataset/unclear.h"

#include <stdio.h>
#include <string.h>

#include "base/numbers/number_format.h"
#include "base/text.h"
#include "dataset/parts.h"
#include "format/raw.h"

static void print_as(const hm_text *text, hm_mark_role role, char out[HM_NUMBER_SIZE]) {
    const hm_number_format format = {.point = role, .comma = role};
    double number;
    bool has_groups;
    out[0] = '\0';
    if (hm_number_read_as(text->text, text->size, &format, &number, &has_groups) == HM_NUMBER_FINE)
        (void)hm_number_print(number, out);
}

hm_readings hm_readings_of(const char *text, size_t size) {
    const hm_text trimmed = hm_text_trim(text, size);
    hm_readings both;
    print_as(&trimmed, HM_MARK_GROUP, both.grouped);
    print_as(&trimmed, HM_MARK_DECIMAL, both.decimal);
    return both;
}

void hm_unclear_reject(hm_issues *issues, const hm_subject *subject, const char *text, size_t size,
                       const char *why) {
    const hm_readings both = hm_readings_of(text, size);
    char expected[2 * HM_NUMBER_SIZE + 8];
    (void)snprintf(expected, sizeof expected, "%s or %s", both.grouped, both.decimal);
    hm_issues_add(issues, HM_ISSUE_UNCLEAR_FIGURE, subject,
                  &(hm_issue_texts){
                      .found = hm_quote_of(text, size).text, .expected = expected, .detail = why});
}

bool hm_dataset_keep_unclear(hm_dataset *dataset, const hm_unclear_column *unclear) {
    hm_unclear_column *kept = hm_arena_take(&dataset->arena, sizeof *kept);
    const char *point = hm_arena_copy(&dataset->arena, unclear->point, strlen(unclear->point));
    const char *comma = hm_arena_copy(&dataset->arena, unclear->comma, strlen(unclear->comma));
    if (!kept || !point || !comma)
        return false;
    *kept = *unclear;
    kept->older = dataset->unclear;
    kept->point = point;
    kept->comma = comma;
    dataset->unclear = kept;
    return true;
}

const char *hm_dataset_why_unclear(const hm_dataset *dataset, const char *file, const char *column,
                                   const char *text, size_t size) {
    hm_number_look look;
    if (!dataset->unclear || !hm_number_look_at(text, size, 0, &look) || !look.unclear)
        return NULL;
    for (const hm_unclear_column *one = dataset->unclear; one; one = one->older)
        if (strcmp(one->file, file) == 0 && strcmp(one->column, column) == 0)
            return look.unclear == '.' ? one->point : one->comma;
    return NULL;
}
