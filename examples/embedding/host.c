/* host.c: a service that scores in several threads with a script of its customers', gives the
 * script a function of its own, and takes a new version of the package without stopping.
 *
 * The package lies in memory, as one from a database would. Its script may call
 * host.exchange_rate because package.lua declares it and the service gives it. */
#include <hundredmark/hundredmark.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CITIES = 4 };

/* --- what the service gives --- */

typedef struct rate {
    const char *currency;
    double crowns;
} rate;

static const rate rates[] = {{"EUR", 25.0}, {"USD", 20.0}, {NULL, 0}};

/* Called from all threads at once, so it only reads. */
static int exchange_rate(void *context, const hm_value *arguments, size_t count, hm_value *result,
                         hm_error *error) {
    if (count == 1 && arguments[0].kind == HM_VALUE_TEXT)
        for (const rate *r = context; r->currency; r++)
            if (strcmp(r->currency, arguments[0].text) == 0) {
                *result = (hm_value){HM_VALUE_NUMBER, r->crowns, NULL};
                return 0;
            }
    snprintf(error->message, sizeof error->message, "expected one currency, such as EUR");
    return 1;
}

/* --- the package: two versions of it --- */

static const char manifest[] = "return package { name = 'fares', version = '1', api = 1,\n"
                               "    title = 'Fares', host = { 'exchange_rate' },\n"
                               "    nodes = { { 'index', 'Fares' } } }\n";

/* A point off for every euro (in version 2: for every half euro) that a monthly pass costs. */
#define INDICATOR(points)                                                                          \
    "return indicator { code = 'F1', parent = 'index', name = 'Price of a monthly pass',\n"        \
    "    inputs = { amount { 'monthly_pass', 'Price of a monthly pass', unit = 'crowns' } },\n"    \
    "    measure = function(v)\n"                                                                  \
    "        return 100 - " points " * v.monthly_pass / host.exchange_rate('EUR')\n"               \
    "    end }\n"

static hm_code open_package(hm_package **out, const char *indicator, hm_error *error) {
    const hm_package_file files[] = {{"package.lua", manifest, strlen(manifest)},
                                     {"F1.lua", indicator, strlen(indicator)}};
    const hm_host_entry given = {
        "exchange_rate", exchange_rate, (void *)rates, {HM_VALUE_NONE, 0, NULL}};
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    options.host = &given;
    options.host_count = 1;
    return hm_package_open_memory(out, "fares", files, 2, &options, NULL, error);
}

/* --- the service: one package for all, a thread a city --- */

typedef struct service {
    pthread_mutex_t lock; /* around `package` alone: scoring needs none */
    hm_package *package;
    pthread_barrier_t taken, swapped; /* make this example's threads meet around the reload */
} service;

typedef struct city {
    service *service;
    const char *name, *monthly_pass;
    double marks[2]; /* with the package from before and after the reload */
    int failed;
    hm_error error;
} city;

/* An owner more, so that a reload cannot take the package away from under the thread. */
static hm_package *take_package(service *s) {
    pthread_mutex_lock(&s->lock);
    hm_package *package = hm_package_retain(s->package);
    pthread_mutex_unlock(&s->lock);
    return package;
}

static void swap_package(service *s, hm_package *fresh) {
    pthread_mutex_lock(&s->lock);
    hm_package *old = s->package;
    s->package = fresh;
    pthread_mutex_unlock(&s->lock);
    hm_package_free(old); /* goes when the last thread has let go of it */
}

static int score_city(const city *c, const hm_package *package, double *mark, hm_error *error) {
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    hm_dataset *data = NULL;
    hm_scores *scores = NULL;
    hm_score_row index = HM_SCORE_ROW_INIT;
    options.jobs = 1; /* the service has threads enough */
    int failed = hm_dataset_new(&data, NULL, error) ||
                 hm_dataset_put(data, c->name, "2025", "monthly_pass", c->monthly_pass, error) ||
                 hm_dataset_finish(data, error) ||
                 hm_score(&scores, package, data, &options, error) ||
                 hm_scores_row(scores, 0, 0, &index);
    if (!failed && !index.has_score) {
        const hm_issue *issue = hm_issues_get(hm_scores_issues(scores), 0);
        if (issue)
            (void)hm_issue_message(issue, error->message, sizeof error->message);
        else
            snprintf(error->message, sizeof error->message, "no score");
        failed = 1;
    }
    if (!failed)
        *mark = index.score;
    hm_scores_free(scores);
    hm_dataset_free(data);
    return failed;
}

static void *serve(void *argument) {
    city *c = argument;
    hm_package *package = take_package(c->service);
    pthread_barrier_wait(&c->service->taken);
    pthread_barrier_wait(&c->service->swapped); /* the reload happens here */
    c->failed = score_city(c, package, &c->marks[0], &c->error);
    hm_package_free(package);
    package = take_package(c->service);
    c->failed |= score_city(c, package, &c->marks[1], &c->error);
    hm_package_free(package);
    return NULL;
}

static int run(service *s, city *cities, hm_error *error) {
    pthread_t threads[CITIES];
    hm_package *fresh = NULL;
    for (int i = 0; i < CITIES; i++)
        if (pthread_create(&threads[i], NULL, serve, &cities[i]) != 0) {
            fprintf(stderr, "host: no more threads\n");
            exit(1);
        }
    pthread_barrier_wait(&s->taken);
    const int failed = open_package(&fresh, INDICATOR("2"), error) != HM_OK;
    if (!failed) /* a package with a fault never takes the place of one that works */
        swap_package(s, fresh);
    pthread_barrier_wait(&s->swapped);
    for (int i = 0; i < CITIES; i++)
        pthread_join(threads[i], NULL);
    return failed;
}

static void print_marks(const city *cities) {
    for (int i = 0; i < CITIES; i++) {
        const city *c = &cities[i];
        if (c->failed)
            printf("%-9s %s\n", c->name, c->error.message);
        else
            printf("%-9s %5.1f %5.1f\n", c->name, c->marks[0], c->marks[1]);
    }
}

int main(void) {
    service s = {.lock = PTHREAD_MUTEX_INITIALIZER};
    city cities[CITIES] = {{&s, "Brenmouth", "600", {0, 0}, 0, {0}},
                           {&s, "Kestrelby", "850", {0, 0}, 0, {0}},
                           {&s, "Tarnholm", "0", {0, 0}, 0, {0}},
                           {&s, "Wyrmwick", "1 000", {0, 0}, 0, {0}}};
    hm_error error;
    int failed = open_package(&s.package, INDICATOR("1"), &error) != HM_OK;
    if (!failed) {
        pthread_barrier_init(&s.taken, NULL, CITIES + 1);
        pthread_barrier_init(&s.swapped, NULL, CITIES + 1);
        failed = run(&s, cities, &error);
        print_marks(cities);
        pthread_barrier_destroy(&s.taken);
        pthread_barrier_destroy(&s.swapped);
    }
    if (failed)
        fprintf(stderr, "host: %s:%u: %s\n", error.file, (unsigned)error.line, error.message);
    hm_package_free(s.package);
    return failed;
}
