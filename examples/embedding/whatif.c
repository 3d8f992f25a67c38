/* whatif.c: what would the index be if one figure were another? A session keeps a city bound to its
 * package; changing a figure and taking all marks anew costs millionths of a second.
 *
 *     whatif DATA INPUT FIGURE...        such as: whatif port-lumen one_stop_services 350 400 */
#include <hundredmark/hundredmark.h>
#include <stdio.h>

static int print_index(hm_session *session, const char *input, const char *figure,
                       hm_error *error) {
    hm_score_row index = HM_SCORE_ROW_INIT;
    if (hm_session_set(session, input, figure, error) || hm_session_score(session, error) ||
        hm_session_row(session, 0, &index))
        return 1;
    if (index.has_score)
        printf("%s = %s: %.3f\n", input, figure, index.score);
    else
        printf("%s = %s: %s\n", input, figure, hm_state_status(index.status));
    return 0;
}

int main(int count, char **arguments) {
    hm_package *package = NULL;
    hm_dataset *data = NULL;
    hm_session *session = NULL;
    hm_score_row index = HM_SCORE_ROW_INIT;
    hm_error error;
    if (count < 4) {
        fprintf(stderr, "usage: whatif DATA INPUT FIGURE...\n");
        return 2;
    }
    int failed = hm_package_open(&package, "iso-iec-30146", NULL, NULL, &error) ||
                 hm_dataset_new(&data, NULL, &error) ||
                 hm_dataset_read(data, arguments[1], &error) || hm_dataset_finish(data, &error) ||
                 hm_session_open(&session, package, data, 0, NULL, &error);
    if (!failed && hm_session_row(session, 0, &index) == HM_OK && index.has_score)
        printf("as reported: %.3f\n", index.score);
    for (int i = 3; !failed && i < count; i++)
        failed = print_index(session, arguments[2], arguments[i], &error);
    if (failed)
        fprintf(stderr, "whatif: %s\n", error.message);
    hm_session_free(session);
    hm_dataset_free(data);
    hm_package_free(package);
    return failed;
}
