/* fuzz_package.c: the bytes are the files of a package, in one text.
 *
 * A line `--@ PATH` begins the file PATH; what stands before the first is package.lua. Files below
 * `base/` are the package "base" that others may extend. The file data.csv, if there is one, is the
 * data to be scored beside what is fixed here. */
#include <string.h>

#include "fuzz.h"

enum { MOST_FILES = 12, MOST_PATH = 64, MOST_SOURCE = 8192 };

static const char figures[] = "city,period,input,value\n"
                              "A,2025,a,3\nA,2025,b,4\nA,2025,f,yes\nA,2025,n,-1\n"
                              "B,2025,a,0\nB,2025,b,0\nB,2025,f,no\nB,2025,n,NR\n";

typedef struct split {
    hm_package_file own[MOST_FILES], base[MOST_FILES];
    char paths[2 * MOST_FILES][MOST_PATH];
    size_t own_count, base_count, path_count;
    const char *data;
    size_t data_size;
} split;

static const char *next_mark(const char *at, const char *end) {
    for (; (at = memchr(at, '-', (size_t)(end - at))) != NULL; at++)
        if (end - at >= 4 && memcmp(at, "--@ ", 4) == 0)
            return at;
    return end;
}

static void add_file(split *s, const char *path, const char *data, size_t size) {
    if (strcmp(path, "data.csv") == 0) {
        s->data = data;
        s->data_size = size;
    } else if (strncmp(path, "base/", 5) == 0 && s->base_count < MOST_FILES) {
        s->base[s->base_count++] = (hm_package_file){path + 5, data, size};
    } else if (s->own_count < MOST_FILES) {
        s->own[s->own_count++] = (hm_package_file){path, data, size};
    }
}

/* What stands from `mark` ("--@ PATH\n...") up to `end`. */
static void take_section(split *s, const char *mark, const char *end) {
    const char *line = memchr(mark, '\n', (size_t)(end - mark));
    if (!line || s->path_count == 2 * MOST_FILES)
        return;
    const size_t size = (size_t)(line - mark) - 4;
    if (size >= MOST_PATH)
        return;
    char *path = s->paths[s->path_count++];
    memcpy(path, mark + 4, size);
    path[size] = '\0';
    add_file(s, path, line + 1, (size_t)(end - line - 1));
}

static void split_bytes(split *s, const char *data, size_t size) {
    const char *end = data + size, *mark = next_mark(data, end);
    if (mark > data)
        add_file(s, "package.lua", data, (size_t)(mark - data));
    while (mark < end) {
        const char *next = next_mark(mark + 4, end);
        take_section(s, mark, next);
        mark = next;
    }
}

static int find_base(void *context, const char *name, const hm_package_file **files,
                     size_t *count) {
    const split *s = context;
    *files = s->base;
    *count = s->base_count;
    return strcmp(name, "base") == 0 && s->base_count > 0;
}

/* host.twice(x); fails on anything but one number, and gives what is no number where x is huge. */
static int twice(void *context, const hm_value *arguments, size_t count, hm_value *result,
                 hm_error *error) {
    (void)context;
    if (count != 1 || arguments[0].kind != HM_VALUE_NUMBER) {
        strcpy(error->message, "takes one number");
        return 1;
    }
    *result = (hm_value){HM_VALUE_NUMBER, 2 * arguments[0].number, NULL};
    return 0;
}

static hm_package *open_split(split *s) {
    const hm_host_entry host[] = {{"twice", twice, NULL, {HM_VALUE_NONE, 0, NULL}},
                                  {"limit", NULL, NULL, {HM_VALUE_NUMBER, 40, NULL}}};
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    hm_package *package = NULL;
    hm_issues *issues = NULL;
    hm_error error;
    options.allocator = hm_fuzz_allocator();
    options.limits.steps = 100000;
    options.limits.memory = (size_t)4 << 20;
    options.limits.seconds = 0.2;
    options.resolver = find_base;
    options.resolver_context = s;
    options.host = host;
    options.host_count = 2;
    const hm_code code =
        hm_package_open_memory(&package, "own", s->own, s->own_count, &options, &issues, &error);
    if (code != HM_OK)
        hm_fuzz_check_error(code, &error);
    hm_fuzz_check_issues(issues);
    hm_issues_free(issues);
    return package;
}

static void walk_package(const hm_package *package) {
    hm_node_info info = HM_NODE_INFO_INIT;
    hm_usage usage = HM_USAGE_INIT;
    hm_fuzz_check_issues(hm_package_issues(package));
    for (size_t node = 0; node < hm_package_node_count(package); node++) {
        REQUIRE(hm_package_node(package, node, &info) == HM_OK);
        REQUIRE(hm_package_find(package, info.code) == node);
        REQUIRE(info.depth == 0 ? *info.parent == '\0' : *info.parent != '\0');
        REQUIRE(info.weight >= 0 && info.share >= 0 && info.share <= 1 + 1e-9);
        REQUIRE((hm_package_usage(package, node, &usage) == HM_OK) == (info.is_indicator != 0));
    }
}

static hm_dataset *read_data(const split *s) {
    hm_dataset *dataset = NULL;
    hm_error error;
    REQUIRE(hm_dataset_new(&dataset, hm_fuzz_allocator(), &error) == HM_OK);
    REQUIRE(!hm_dataset_read_memory(dataset, "f.csv", figures, sizeof figures - 1, &error));
    if (s->data)
        (void)hm_dataset_read_memory(dataset, "data.csv", s->data, s->data_size, &error);
    REQUIRE(hm_dataset_finish(dataset, &error) == HM_OK);
    return dataset;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const hm_score_options options = {.size = sizeof options,
                                      .jobs = 1,
                                      .allocator = hm_fuzz_allocator(),
                                      .rank_levels = SIZE_MAX,
                                      .unfinished = 1};
    split s = {.own_count = 0};
    hm_scores *scores = NULL;
    hm_error error;
    if (size > MOST_SOURCE)
        return -1;
    split_bytes(&s, (const char *)data, size);
    hm_package *package = open_split(&s);
    if (package) {
        walk_package(package);
        hm_dataset *dataset = read_data(&s);
        REQUIRE(hm_score(&scores, package, dataset, &options, &error) == HM_OK);
        hm_fuzz_check_scores(scores, package, dataset);
        hm_package_free(package); /* scores keep it alive */
        hm_scores_free(scores);
        hm_dataset_free(dataset);
    }
    hm_fuzz_end();
    return 0;
}
