/* fuzz_records.c: the bytes are the rows of records, folded and scored by a small package. */
#include <string.h>

#include "fuzz.h"

static const char manifest[] = "return package { name = 'small', version = '1', api = 1,\n"
                               "    nodes = { { 'index', 'Index' } } }\n";

static const char inputs[] =
    "return {\n"
    "    records { 'features', 'Features', columns = {\n"
    "        text { 'name' }, number { 'x' }, count { 'n' }, flag { 'in_model' },\n"
    "        grade { 'share' }, choice { 'kind', options = { 'road', 'tree' } },\n"
    "        datetime { 'changed_at' }, datetime { 'modelled_at' }, duration { 'delay' } } },\n"
    "    amount { 'area' },\n"
    "}\n";

#define INDICATOR(code, measure)                                                                   \
    "return indicator { code = '" code "', parent = 'index', name = '" code "',\n"                 \
    "    measure = " measure " }\n"

static const char shares[] = INDICATOR("shares", "100 * mean(input.features.share)");
static const char counts[] =
    INDICATOR("counts", "percent(count_rows(input.features, input.features.in_model), "
                        "count_rows(input.features))");
static const char kinds[] =
    INDICATOR("kinds", "10 * count_rows(input.features, all_of(eq(input.features.kind, 'tree'), "
                       "ne(input.features.name, 'oak'))) + sum(input.features.n)");
static const char delays[] = INDICATOR(
    "delays", "100 * count_rows(input.features, when(reported(input.features.modelled_at), "
              "lt(input.features.modelled_at - input.features.changed_at, input.features.delay), "
              "false)) / count_rows(input.features)");
static const char sums[] = INDICATOR("sums", "sum(first_of(input.features.x, 0)) / input.area");

static hm_package *open_small(void) {
    const hm_package_file files[] = {
        {"package.lua", manifest, strlen(manifest)},
        {"inputs.lua", inputs, strlen(inputs)},
        {"shares.lua", shares, strlen(shares)},
        {"counts.lua", counts, strlen(counts)},
        {"kinds.lua", kinds, strlen(kinds)},
        {"delays.lua", delays, strlen(delays)},
        {"sums.lua", sums, strlen(sums)},
    };
    return hm_fuzz_package(files, sizeof files / sizeof *files);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static hm_package *package;
    static const char areas[] = "city,period,input,value\nA,2025,area,10\nB,2025,area,0\n";
    const hm_score_options options = {.size = sizeof options,
                                      .jobs = 1,
                                      .allocator = hm_fuzz_allocator(),
                                      .rank_levels = SIZE_MAX};
    hm_error error;
    hm_dataset *dataset = NULL;
    hm_scores *scores = NULL;
    if (!package)
        package = open_small();
    REQUIRE(hm_dataset_new(&dataset, hm_fuzz_allocator(), &error) == HM_OK);
    REQUIRE(hm_dataset_read_memory(dataset, "a.csv", areas, sizeof areas - 1, &error) == HM_OK);
    const hm_code code = hm_dataset_read_records_memory(dataset, "features", "features.csv",
                                                        (const char *)data, size, &error);
    if (code != HM_OK)
        hm_fuzz_check_error(code, &error);
    hm_fuzz_finish_dataset(dataset);
    REQUIRE(hm_score(&scores, package, dataset, &options, &error) == HM_OK);
    hm_fuzz_check_scores(scores, package, dataset);
    hm_scores_free(scores);
    hm_dataset_free(dataset);
    hm_fuzz_end();
    return 0;
}
