/* fuzz_rank.c: the bytes are rows of scores, to be ranked. What is written can be read again, has
 * nothing left to be rejected, and is then written byte for byte. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

typedef struct text {
    char *data;
    size_t size;
} text;

static int append(void *context, const char *data, size_t size) {
    text *t = context;
    char *grown = realloc(t->data, t->size + size);
    REQUIRE(grown != NULL);
    memcpy(grown + t->size, data, size);
    t->data = grown;
    t->size += size;
    return 0;
}

static int check_row(void *context, const hm_ranking_row *row) {
    REQUIRE(row->city[0] != '\0' && row->period[0] != '\0');
    REQUIRE(row->rank == 0 || row->has_score);
    REQUIRE(row->rank == 0 || (row->has_coverage && row->coverage >= 0.66));
    REQUIRE(!row->has_score || isfinite(row->score));
    REQUIRE(!row->has_coverage || isfinite(row->coverage));
    ++*(size_t *)context;
    return 0;
}

static void check_rows(const hm_ranking *ranking) {
    const char *code;
    size_t rows = 0;
    hm_error error;
    for (size_t i = 0; (code = hm_ranking_code(ranking, i, NULL)) != NULL; i++)
        REQUIRE(hm_ranking_visit(ranking, code, check_row, &rows, &error) == HM_OK);
    REQUIRE(rows == hm_ranking_row_count(ranking));
}

/* Reads and ranks rows and writes them; false when they cannot be read. */
static int rank(const char *data, size_t size, int safe_cells, text *out, size_t *rows,
                size_t *rejected) {
    hm_ranking *ranking = NULL;
    hm_error error;
    REQUIRE(hm_ranking_new(&ranking, NULL, hm_fuzz_allocator(), &error) == HM_OK);
    const hm_code code = hm_ranking_read_memory(ranking, "rows", data, size, &error);
    if (code != HM_OK) {
        hm_fuzz_check_error(code, &error);
        hm_ranking_free(ranking);
        return 0;
    }
    REQUIRE(hm_ranking_finish(ranking, 1, &error) == HM_OK);
    hm_fuzz_check_issues(hm_ranking_issues(ranking));
    check_rows(ranking);
    *rows = hm_ranking_row_count(ranking);
    *rejected = hm_issues_count_of(hm_ranking_issues(ranking), HM_REJECTED);
    const hm_ranking_write_options options = {
        .size = sizeof options, .depth = SIZE_MAX, .safe_cells = safe_cells};
    REQUIRE(hm_ranking_write(ranking, &options, append, out, &error) == HM_OK);
    hm_ranking_free(ranking);
    return 1;
}

/* What was written, ranked again, is the same. */
static void check_again(const text *written, size_t rows, int safe_cells) {
    text second = {NULL, 0};
    size_t again = 0, rejected = 0;
    REQUIRE(rank(written->data, written->size, safe_cells, &second, &again, &rejected));
    REQUIRE(again == rows && rejected == 0);
    REQUIRE(second.size == written->size && memcmp(written->data, second.data, second.size) == 0);
    free(second.data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    for (int safe_cells = 0; safe_cells < 2; safe_cells++) {
        text written = {NULL, 0};
        size_t rows = 0, rejected = 0;
        if (rank((const char *)data, size, safe_cells, &written, &rows, &rejected) && rows > 0)
            check_again(&written, rows, safe_cells);
        free(written.data);
    }
    hm_fuzz_end();
    return 0;
}
