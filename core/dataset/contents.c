#include "dataset/contents.h"

#include "base/text.h"

void hm_contents_add_unfilled(hm_contents *contents, hm_position position) {
    if (contents->unfilled == 0)
        contents->unfilled_position = position;
    contents->unfilled++;
}

void hm_contents_add(hm_contents *contents, const hm_contents *part) {
    if (contents->unfilled == 0)
        contents->unfilled_position = part->unfilled_position;
    contents->rows += part->rows;
    contents->unfilled += part->unfilled;
    contents->header |= part->header;
    contents->told |= part->told;
}

void hm_contents_check(const hm_contents *contents, const char *file, const char *records,
                       hm_issues *issues) {
    const char *wanted = records ? "rows" : "observations";
    const hm_position position = contents->unfilled_position;
    if (contents->rows > contents->unfilled || contents->told)
        return;
    if (contents->unfilled > 0)
        hm_issues_add(
            issues,
            contents->unfilled == 1 ? HM_ISSUE_ROW_NOT_FILLED_IN : HM_ISSUE_ROWS_NOT_FILLED_IN,
            &(hm_subject){.at = {file, position.line, position.column}},
            &(hm_issue_texts){.found = hm_digits_of(contents->unfilled).text, .expected = wanted});
    else
        hm_issues_add(issues, contents->header ? HM_ISSUE_HEADER_ONLY : HM_ISSUE_EMPTY_FILE,
                      &(hm_subject){.at = {.file = file}}, &(hm_issue_texts){.expected = wanted});
}
