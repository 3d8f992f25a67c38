#include "score.h"

#include <string.h>

static const char manifest[] = "return package { name = 'p', version = '1', api = 1, title = 'P',\n"
                               "    nodes = { { 'index', 'P' } } }\n";
static const char indicator[] = "return indicator { code = 'A1', parent = 'index', name = 'A',\n"
                                "    inputs = { amount { 'a', 'A', unit = 'm' } },\n"
                                "    measure = function(v) return 100 - v.a end }\n";

hm_code score_city(double *mark, hm_error *error) {
    const hm_package_file files[] = {{"package.lua", manifest, strlen(manifest)},
                                     {"A1.lua", indicator, strlen(indicator)}};
    hm_package *package = NULL;
    hm_dataset *data = NULL;
    hm_scores *scores = NULL;
    hm_score_row row = HM_SCORE_ROW_INIT;
    hm_code code = hm_package_open_memory(&package, "p", files, 2, NULL, NULL, error);
    if (code == HM_OK)
        code = hm_dataset_new(&data, NULL, error);
    if (code == HM_OK)
        code = hm_dataset_put(data, "Tarnholm", "2025", "a", "25", error);
    if (code == HM_OK)
        code = hm_dataset_finish(data, error);
    if (code == HM_OK)
        code = hm_score(&scores, package, data, NULL, error);
    if (code == HM_OK)
        code = hm_scores_row(scores, 0, 0, &row);
    if (code == HM_OK)
        *mark = row.has_score ? row.score : -1;
    hm_scores_free(scores);
    hm_dataset_free(data);
    hm_package_free(package);
    return code;
}
