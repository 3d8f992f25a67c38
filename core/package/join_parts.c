#include "package/join_parts.h"

bool hm_joiner_goes_on(const hm_joiner *j) {
    enum { WORK = 16 };
    return hm_meter_work(j->joined->meter, WORK);
}

void hm_join_unknown(const hm_joiner *j, const hm_layer *layer, hm_field_path path,
                     const char *what, const char *code) {
    hm_subject about = {.at.file = layer->manifest_file->shown};
    if (hm_issues_count_only(j->issues, HM_ISSUE_UNKNOWN_NODE, &about))
        return;
    hm_issue_texts texts = {.found = code, .expected = "a node of the package", .name = what};
    hm_joined_suggest(j->joined, j->issues, code, &texts);
    about.at = hm_joined_locate(j->joined, layer, path);
    hm_issues_add(j->issues, HM_ISSUE_UNKNOWN_NODE, &about, &texts);
}
