/* stream.c: the pipeline for data of any length: batches of whole cities are cut one after another,
 * scored and written as text on several threads, and handed over in their order. */
#include "hundredmark/stream.h"

#include <stdlib.h>
#include <string.h>

#include "aggregate/scores.h"
#include "base/versioned.h"
#include "base/hashes.h"
#include "load/batches.h"
#include "output/scores.h"
#include "package/package.h"
#include "platform/cancel.h"
#include "platform/environment.h"
#include "platform/pipeline.h"
#include "platform/threads.h"

/* Text of a batch, and what the sink is given at a time. */
enum { BATCH = 256 << 10, SINK_BYTES = 65536 };

/* What is done with an issue: about a header it was told with the first batch, about a name it is
 * told once. */
enum { PASS = 'p', TELL_ONCE = 'o', TELL = 't' };

/* What one batch becomes. */
typedef struct work {
    hm_batch batch;
    hm_buffer text;   /* of its rows */
    hm_issues issues; /* in order */
    hm_buffer marks;  /* by issue: a mark */
    uint8_t *found;   /* of the cities and then the periods asked for: the batch has it */
    hm_stream_counts counts;
    hm_contents contents;
    bool last; /* there is no batch */
    hm_code code;
    hm_error error;
} work;

typedef struct stream {
    const hm_package *package;
    hm_stream_options options;
    hm_languages languages;
    hm_sink *sink;
    void *context;
    hm_batches *batches;
    bool cut_all; /* nothing is left to be cut */
    work *slots;
    size_t slot_count, found_size;
    uint8_t *found;
    hm_hashes told;   /* messages about names */
    hm_issues issues; /* that were told, and how many more there are of their kinds */
    hm_budget budget; /* unbounded unless limits were given */
    hm_stream_counts counts;
    hm_contents contents;
    hm_code code;
    hm_error *error;
} stream;

/* --- one batch: bind -> evaluate -> aggregate -> rows --- */

/* Without ranks: there are other cities. */
static hm_code score_unranked(stream *s, const hm_dataset *dataset, hm_scores **out,
                              hm_error *error) {
    const hm_score_options options = {.size = sizeof options,
                                      .jobs = 1,
                                      .allocator = s->options.allocator,
                                      .cancel = s->options.cancel,
                                      .rank_levels = 0,
                                      .fits = s->options.fits};
    return hm_scores_of_part(out, &s->package->plan, dataset, &options, &s->budget, error);
}

/* Is `name` among those wanted, which are all when there are none? Marks which one it is. */
static bool is_wanted(const char *const *wanted, size_t count, const char *name, uint8_t *found) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(wanted[i], name) == 0) {
            found[i] = 1;
            return true;
        }
    }
    return count == 0;
}

/* The units to write; `units` has room for all. */
static size_t choose_units(const stream *s, work *slot, const hm_dataset *dataset, size_t *units) {
    const hm_stream_options *options = &s->options;
    size_t count = 0;
    for (size_t unit = 0; unit < hm_dataset_unit_count(dataset); unit++) {
        const bool city = is_wanted(options->cities, options->city_count,
                                    hm_dataset_unit_city(dataset, unit), slot->found);
        const bool period =
            is_wanted(options->periods, options->period_count,
                      hm_dataset_unit_period(dataset, unit), slot->found + options->city_count);
        if (city && period)
            units[count++] = unit;
    }
    slot->counts.units = hm_dataset_unit_count(dataset);
    slot->counts.written = count;
    return count;
}

static int add_text(void *context, const char *data, size_t size) {
    hm_buffer *text = context;
    hm_buffer_add(text, data, size);
    return text->failed;
}

static hm_code write_rows(const stream *s, work *slot, const hm_scores *scores, bool first,
                          hm_error *error) {
    const hm_allocator *allocator = s->options.allocator;
    const hm_dataset *dataset = scores->bound.dataset;
    const size_t room = hm_dataset_unit_count(dataset) + 1;
    size_t *units = hm_allocate_array(allocator, room, sizeof *units);
    if (!units)
        return hm_error_memory(error);
    const hm_write_options options = {.size = sizeof options,
                                      .format = s->options.format,
                                      .units = units,
                                      .unit_count = choose_units(s, slot, dataset, units),
                                      .depth = s->options.depth,
                                      .safe_cells = s->options.safe_cells,
                                      .bom = s->options.bom && first,
                                      .delimiter = s->options.delimiter,
                                      .decimal = s->options.decimal,
                                      .cancel = s->options.cancel,
                                      .no_header = s->options.no_header || !first};
    hm_code code = hm_scores_write_on(scores, &options, 1, add_text, &slot->text, error);
    hm_release(allocator, units, room * sizeof *units);
    return slot->text.failed ? hm_error_memory(error) : code;
}

/* --- what is told --- */

/* Where the names of a batch's inputs and records stand, by line and column: they come again in
 * every batch that has them. */
typedef struct name_locations {
    hm_location *items;
    size_t count, room;
} name_locations;

/* Column 0 stands for all of a line. */
static int compare_locations(const void *a, const void *b) {
    const hm_location *one = a, *other = b;
    if (one->line != other->line)
        return one->line < other->line ? -1 : 1;
    if (one->column == other->column || one->column == 0 || other->column == 0)
        return 0;
    return one->column < other->column ? -1 : 1;
}

/* False when memory has run out. */
static bool open_locations(name_locations *locations, const hm_dataset *dataset,
                           const hm_allocator *allocator) {
    locations->count = 0;
    locations->room = hm_dataset_input_count(dataset) + hm_dataset_records_count(dataset);
    locations->items = hm_allocate_array(allocator, locations->room + 1, sizeof *locations->items);
    if (!locations->items)
        return false;
    for (size_t i = 0; i < hm_dataset_input_count(dataset); i++)
        locations->items[locations->count++] =
            hm_series_name_location(dataset, hm_dataset_series_at(dataset, i));
    for (size_t i = 0; i < hm_dataset_records_count(dataset); i++) {
        const hm_records *records = hm_dataset_records_at(dataset, i);
        if (records->column_count > 0)
            locations->items[locations->count++] =
                hm_series_name_location(dataset, &records->columns[0]);
    }
    qsort(locations->items, locations->count, sizeof *locations->items, compare_locations);
    return true;
}

static void close_locations(name_locations *locations, const hm_allocator *allocator) {
    hm_release(allocator, locations->items, (locations->room + 1) * sizeof *locations->items);
}

static bool is_about_name(const name_locations *locations, const hm_issue *issue) {
    const hm_location wanted = {issue->file, issue->line, issue->column};
    return issue->severity == HM_WARNING && issue->line != 0 &&
           bsearch(&wanted, locations->items, locations->count, sizeof *locations->items,
                   compare_locations);
}

/* What the header has of issues was told with the first batch. */
static bool is_of_header(const stream *s, const hm_issue *issue) {
    return issue->line > 0 && issue->line < hm_batches_first_line(s->batches) &&
           strcmp(issue->file, hm_batches_name(s->batches)) == 0;
}

/* Keeps the issues of a batch, and for each what is to be done with it. */
static bool gather_issues(const stream *s, work *slot, const hm_dataset *dataset,
                          const hm_scores *scores, bool first) {
    hm_issues *issues = &slot->issues;
    name_locations locations;
    hm_issues_append(issues, hm_dataset_issues(dataset));
    hm_issues_append(issues, hm_scores_issues(scores));
    hm_issues_sort(issues);
    if (!open_locations(&locations, dataset, s->options.allocator))
        return false;
    for (size_t i = 0; i < issues->count; i++) {
        const hm_issue *issue = hm_issues_get(issues, i);
        const bool known = !first && is_of_header(s, issue);
        hm_buffer_add_char(&slot->marks, known                              ? PASS
                                         : is_about_name(&locations, issue) ? TELL_ONCE
                                                                            : TELL);
    }
    close_locations(&locations, s->options.allocator);
    return !issues->out_of_memory && !slot->marks.failed;
}

/* Those of a kind that has been told often enough are counted until the end. */
static void tell(stream *s, const hm_issue *issue) {
    if (hm_issues_add_copy(&s->issues, issue))
        s->options.log(s->options.log_context, issue);
}

static void tell_rests(stream *s) {
    hm_issues_settle(&s->issues);
    for (size_t i = 0; s->options.log && i < hm_issues_count(&s->issues); i++)
        if (s->issues.items[i].is_rest)
            s->options.log(s->options.log_context, hm_issues_get(&s->issues, i));
}

static hm_hashes_answer remember_words(stream *s, const hm_issue *issue) {
    char words[HM_ISSUE_MESSAGE_SIZE];
    return hm_hashes_add(&s->told, words, hm_issue_message(issue, words, sizeof words));
}

/* False when memory has run out. */
static bool tell_issues(stream *s, const work *slot) {
    for (size_t i = 0; s->options.log && i < slot->issues.count; i++) {
        const hm_issue *issue = hm_issues_get(&slot->issues, i);
        hm_hashes_answer answer = slot->marks.data[i] == PASS ? HM_HASHES_SEEN : HM_HASHES_NEW;
        if (slot->marks.data[i] == TELL_ONCE)
            answer = remember_words(s, issue);
        if (answer == HM_HASHES_MEMORY)
            return false;
        if (answer == HM_HASHES_NEW && !slot->issues.items[i].is_rest)
            tell(s, issue);
    }
    if (s->options.log)
        hm_issues_append_rests(&s->issues, &slot->issues);
    return !s->issues.out_of_memory;
}

/* --- making and taking --- */

static hm_code read_batch(const stream *s, work *slot, hm_dataset **dataset) {
    hm_code code = hm_dataset_new(dataset, s->options.allocator, &slot->error);
    if (code == HM_OK)
        hm_dataset_set_cancel(*dataset, s->options.cancel);
    if (code == HM_OK)
        hm_dataset_borrow_languages(*dataset, &s->languages);
    if (code == HM_OK && s->options.cities_of)
        hm_dataset_borrow_cities(*dataset, s->options.cities_of);
    if (code == HM_OK)
        code = hm_batches_read(s->batches, &slot->batch, *dataset, &slot->contents, &slot->error);
    return code == HM_OK ? hm_dataset_finish(*dataset, &slot->error) : code;
}

static hm_code score_batch(stream *s, work *slot, bool first) {
    hm_dataset *dataset = NULL;
    hm_scores *scores = NULL;
    hm_code code = read_batch(s, slot, &dataset);
    if (code == HM_OK)
        code = score_unranked(s, dataset, &scores, &slot->error);
    if (code == HM_OK)
        code = write_rows(s, slot, scores, first, &slot->error);
    if (code == HM_OK && !gather_issues(s, slot, dataset, scores, first))
        code = hm_error_memory(&slot->error);
    hm_scores_free(scores);
    hm_dataset_free(dataset);
    return code;
}

static void clear_slot(const stream *s, work *slot) {
    hm_issues_close(&slot->issues);
    hm_issues_open(&slot->issues, s->options.allocator);
    hm_buffer_clear(&slot->text);
    hm_buffer_clear(&slot->marks);
    memset(slot->found, 0, s->found_size);
    slot->counts = (hm_stream_counts)HM_STREAM_COUNTS_INIT;
    slot->contents = (hm_contents){0};
}

static void cut_batch(stream *s, work *slot) {
    slot->code = s->cut_all ? HM_OK : hm_batches_next(s->batches, &slot->batch, &slot->error);
    slot->last = s->cut_all || slot->code != HM_OK || !slot->batch.there;
    slot->counts.cities = hm_batches_cities(s->batches);
    s->cut_all = slot->last;
}

static void begin_batch(void *context, size_t number, size_t chunk) {
    stream *s = context;
    (void)chunk;
    clear_slot(s, &s->slots[number]);
    cut_batch(s, &s->slots[number]);
}

static void make_batch(void *context, size_t number, size_t chunk) {
    stream *s = context;
    work *slot = &s->slots[number];
    if (!slot->last)
        slot->code = score_batch(s, slot, chunk == 0);
}

static hm_code give_text(const stream *s, const hm_buffer *text) {
    for (size_t at = 0; at < text->size; at += SINK_BYTES) {
        const size_t size = text->size - at < SINK_BYTES ? text->size - at : SINK_BYTES;
        const hm_code code = hm_cancel_check(s->options.cancel, s->error);
        if (code != HM_OK)
            return code;
        if (s->sink(s->context, text->data + at, size) != 0)
            return hm_error_set(s->error, HM_ERROR_OUTPUT, "the results could not be written");
    }
    return HM_OK;
}

/* What the host's code leaves behind is not for the batches that follow. */
static hm_code hand_over(stream *s, const work *slot) {
    hm_environment engine;
    hm_environment_enter(&engine);
    const hm_code code =
        tell_issues(s, slot) ? give_text(s, &slot->text) : hm_error_memory(s->error);
    return hm_environment_leave(&engine, code);
}

static void count(stream *s, const work *slot) {
    s->counts.batches++;
    s->counts.cities = slot->counts.cities;
    s->counts.units += slot->counts.units;
    s->counts.written += slot->counts.written;
    hm_contents_add(&s->contents, &slot->contents);
    for (size_t i = 0; i < s->found_size; i++)
        s->found[i] |= slot->found[i];
}

static bool take_batch(void *context, size_t number, size_t chunk) {
    stream *s = context;
    const work *slot = &s->slots[number];
    (void)chunk;
    s->code = slot->code;
    if (s->code != HM_OK && s->error)
        *s->error = slot->error;
    if (s->code != HM_OK || slot->last)
        return false;
    s->code = hand_over(s, slot);
    if (s->code == HM_OK)
        count(s, slot);
    return s->code == HM_OK;
}

/* --- the whole --- */

/* Tells of a stream that holds nothing: whether it does is known at its end. */
static hm_code check_contents(const stream *s) {
    hm_issues issues;
    hm_issues_open(&issues, s->options.allocator);
    hm_contents_check(&s->contents, hm_batches_name(s->batches), NULL, &issues);
    for (size_t i = 0; s->options.log && i < issues.count; i++)
        s->options.log(s->options.log_context, hm_issues_get(&issues, i));
    const hm_code code = issues.out_of_memory ? hm_error_memory(s->error) : HM_OK;
    hm_issues_close(&issues);
    return code;
}

/* A city or period that was asked for and never came. */
static hm_code check_found(const stream *s) {
    const hm_stream_options *options = &s->options;
    for (size_t i = 0; i < options->city_count; i++)
        if (!s->found[i])
            return hm_error_set(s->error, HM_ERROR_ARGUMENT, "no city '%s' in the data",
                                options->cities[i]);
    for (size_t i = 0; i < options->period_count; i++)
        if (!s->found[options->city_count + i])
            return hm_error_set(s->error, HM_ERROR_ARGUMENT, "no period '%s' in the data",
                                options->periods[i]);
    if (s->counts.written == 0 && s->found_size > 0)
        return hm_error_set(s->error, HM_ERROR_ARGUMENT,
                            "the data hold nothing for these cities in these periods");
    return HM_OK;
}

static bool open_slots(stream *s) {
    const hm_allocator *allocator = s->options.allocator;
    s->slot_count = hm_pipeline_slots(s->options.jobs);
    s->slots = hm_allocate_array(allocator, s->slot_count, sizeof *s->slots);
    s->found = hm_allocate_array(allocator, s->found_size + 1, 1);
    for (size_t i = 0; s->slots && i < s->slot_count; i++) {
        work *slot = &s->slots[i];
        hm_buffer_open(&slot->batch.text, allocator);
        hm_buffer_open(&slot->text, allocator);
        hm_buffer_open(&slot->marks, allocator);
        hm_issues_open(&slot->issues, allocator);
        slot->found = hm_allocate_array(allocator, s->found_size + 1, 1);
        if (!slot->found)
            s->code = hm_error_memory(s->error);
    }
    if (!s->slots || !s->found)
        s->code = hm_error_memory(s->error);
    return s->code == HM_OK;
}

static void close_slots(stream *s) {
    const hm_allocator *allocator = s->options.allocator;
    for (size_t i = 0; s->slots && i < s->slot_count; i++) {
        work *slot = &s->slots[i];
        hm_buffer_close(&slot->batch.text);
        hm_buffer_close(&slot->text);
        hm_buffer_close(&slot->marks);
        hm_issues_close(&slot->issues);
        hm_release(allocator, slot->found, s->found_size + 1);
    }
    hm_release(allocator, s->slots, s->slot_count * sizeof *s->slots);
    hm_release(allocator, s->found, s->found_size + 1);
}

static void run(stream *s) {
    const hm_pipeline pipeline = {.jobs = s->options.jobs,
                                  .chunks = SIZE_MAX,
                                  .begin = begin_batch,
                                  .make = make_batch,
                                  .take = take_batch,
                                  .context = s,
                                  .takes_only = true};
    hm_hashes_open(&s->told, s->options.allocator);
    hm_issues_open(&s->issues, s->options.allocator);
    if (s->options.issues > 0 && s->options.issues < HM_ISSUES_KEPT)
        s->issues.most = s->options.issues;
    if (open_slots(s))
        hm_pipeline_run(&pipeline);
    tell_rests(s);
    if (s->code == HM_OK)
        s->code = check_contents(s);
    if (s->code == HM_OK)
        s->code = check_found(s);
    close_slots(s);
    hm_hashes_close(&s->told);
    hm_issues_close(&s->issues);
}

static bool learns(const hm_node *node) {
    for (size_t i = 0; i < node->step_count; i++)
        if (hm_step_learns(&node->steps[i]))
            return true;
    return node->weigh != NULL;
}

/* Is every group more than a name, and what needs all cities known from elsewhere? */
static hm_code check_package(const hm_package *package, const hm_fits *fits, hm_error *error) {
    for (size_t i = 0; !fits && i < package->plan.node_count; i++) {
        const hm_node *node = &package->plan.nodes[i];
        if (learns(node))
            return hm_error_at(
                error, HM_ERROR_PACKAGE, node->origin.file, node->origin.line, 0,
                "%s %s learns from all cities of a period, which a stream "
                "never has at hand: score the data as a whole, or give what was learnt "
                "from all cities, a fit",
                node->indicator == HM_NO_INDICATOR ? "group" : "indicator", node->code);
    }
    return hm_plan_check_whole(&package->plan, error);
}

static hm_code run_checked(const hm_package *package, const char *path,
                           const hm_stream_options *options, hm_sink *sink, void *context,
                           hm_stream_counts *counts, hm_error *error) {
    stream s = {.package = package,
                .options = HM_STREAM_OPTIONS_INIT,
                .counts = HM_STREAM_COUNTS_INIT,
                .sink = sink,
                .context = context,
                .error = error};
    s.code = hm_versioned_read(&s.options, sizeof s.options, options, "hm_stream_options", error);
    if (s.code != HM_OK)
        return s.code;
    if (counts && hm_versioned_fill(counts, &s.counts, sizeof s.counts) != HM_OK)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "hm_stream_counts without its size");
    const hm_writer *writer = hm_writers_find(s.options.format);
    if (!package || !path || !sink || !writer || !writer->info.rows_alone)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "hm_stream needs a package, a path, a sink and a format whose rows "
                            "stand alone, such as csv");
    if (!(s.options.flush >= 0))
        return hm_error_set(error, HM_ERROR_ARGUMENT, "seconds to flush after cannot be negative");
    if (!s.options.allocator)
        s.options.allocator = hm_allocator_default();
    s.options.jobs = s.options.jobs > 0 ? s.options.jobs : hm_threads_available();
    s.options.batch = s.options.batch > 0 ? s.options.batch : BATCH;
    s.found_size = s.options.city_count + s.options.period_count;
    hm_languages_open(&s.languages, s.options.allocator);
    s.code = check_package(package, s.options.fits, error);
    for (size_t i = 0; s.code == HM_OK && i < s.options.language_count; i++)
        s.code = hm_languages_add(&s.languages, &s.options.languages[i], error);
    if (s.code == HM_OK)
        s.code = hm_budget_open(&s.budget, "the run", s.options.run_limits.seconds,
                                s.options.run_limits.steps, error);
    if (s.code == HM_OK)
        s.code = hm_batches_open(&s.batches, path, s.options.batch, s.options.flush,
                                 s.options.encoding, &s.languages, s.options.allocator, error);
    if (s.code == HM_OK)
        run(&s);
    hm_batches_close(s.batches);
    hm_languages_close(&s.languages);
    if (counts)
        (void)hm_versioned_fill(counts, &s.counts, sizeof s.counts);
    return s.code;
}

void hm_stream_options_init(hm_stream_options *options, size_t size) {
    static const hm_stream_options defaults = HM_STREAM_OPTIONS_INIT;
    hm_versioned_init(options, size, &defaults, sizeof defaults);
}

hm_code hm_stream(const hm_package *package, const char *path, const hm_stream_options *options,
                  hm_sink *sink, void *context, hm_stream_counts *counts, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host,
                                run_checked(package, path, options, sink, context, counts, error));
}
