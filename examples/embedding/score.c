/* score.c: scores a city against ISO/IEC 30146, the package that is built into the library, and
 * prints its index and its three lowest indicators.
 *
 *     score DATA        a CSV or JSON file, or a folder with observations.csv */
#include <hundredmark/hundredmark.h>
#include <stdio.h>

enum { WORST = 3 };

static void print_lowest(const hm_package *package, const hm_scores *scores) {
    hm_node_info lowest[WORST + 1];
    double marks[WORST + 1];
    size_t found = 0;
    for (size_t node = 0; node < hm_package_node_count(package); node++) {
        hm_node_info info = HM_NODE_INFO_INIT;
        hm_score_row row = HM_SCORE_ROW_INIT;
        if (hm_package_node(package, node, &info) || hm_scores_row(scores, 0, node, &row) ||
            !info.is_indicator || !row.has_score)
            continue;
        size_t place = found;
        for (; place > 0 && marks[place - 1] > row.score; place--) {
            lowest[place] = lowest[place - 1];
            marks[place] = marks[place - 1];
        }
        lowest[place] = info;
        marks[place] = row.score;
        found += found < WORST;
    }
    for (size_t i = 0; i < found; i++)
        printf("%6.1f  %s %s\n", marks[i], lowest[i].code, lowest[i].name);
}

int main(int count, char **arguments) {
    hm_package *package = NULL;
    hm_dataset *data = NULL;
    hm_scores *scores = NULL;
    hm_score_row index = HM_SCORE_ROW_INIT;
    hm_error error;
    const int failed = hm_package_open(&package, "iso-iec-30146", NULL, NULL, &error) ||
                       hm_dataset_new(&data, NULL, &error) ||
                       hm_dataset_read(data, count > 1 ? arguments[1] : "-", &error) ||
                       hm_dataset_finish(data, &error) ||
                       hm_score(&scores, package, data, NULL, &error);
    if (failed) {
        fprintf(stderr, "score: %s: %s\n", error.file, error.message);
    } else if (hm_scores_row(scores, 0, 0, &index) == HM_OK && index.has_score) {
        printf("%s %s: %.1f\n", hm_dataset_unit_city(data, 0), hm_dataset_unit_period(data, 0),
               index.score);
        print_lowest(package, scores);
    }
    hm_scores_free(scores);
    hm_dataset_free(data);
    hm_package_free(package);
    return failed;
}
