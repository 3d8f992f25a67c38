#include "dataset/contents.h"

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
        hm_issues_add(issues,
                      &(hm_issue){.severity = HM_WARNING,
                                  .code = "nothing_filled_in",
                                  .file = file,
                                  .line = position.line,
                                  .column = position.column},
                      "no %s: %zu %s not filled in (no city, period or value)", wanted,
                      contents->unfilled, contents->unfilled == 1 ? "row is" : "rows are");
    else
        hm_issues_add(
            issues, &(hm_issue){.severity = HM_WARNING, .code = "empty_file", .file = file},
            "no %s: the file is %s", wanted, contents->header ? "a header only" : "empty");
}
