#include "output/writer.h"

#include "platform/environment.h"
#include "platform/pipeline.h"
#include "platform/threads.h"

/* What the sink is given at a time; rows of a stretch, which fill some of these; from how many rows
 * on several threads are worth it. */
enum { PIECE = 65536, STRETCH_ROWS = 1024, MANY_ROWS = 16384 };

/* Bytes of a row, mostly: room for a stretch is made at once. */
enum { ROW = 160 };

static const hm_row_format *const formats[] = {
    [HM_FORMAT_CSV] = &hm_row_format_csv,
    [HM_FORMAT_JSON] = &hm_row_format_json,
    [HM_FORMAT_NDJSON] = &hm_row_format_ndjson,
};

void hm_writer_add_flags(hm_buffer *out, unsigned flags) {
    const char *between = "";
    for (unsigned flag = 1; flag <= flags; flag <<= 1) {
        if (!(flags & flag) || !hm_flag_name(flag))
            continue;
        hm_buffer_add_text(out, between);
        hm_buffer_add_text(out, hm_flag_name(flag));
        between = ";";
    }
}

/* A stretch of units as text. */
typedef struct slot {
    hm_buffer text;
    double *shares;
} slot;

typedef struct run {
    hm_writer writer;
    const hm_row_format *format;
    int (*write)(void *context, const char *data, size_t size);
    void *context;
    size_t count, stretch; /* units in all, and of a stretch */
    slot *slots;
    size_t slot_count;
    hm_error *error;
    hm_code code;
} run;

static size_t unit_at(const run *r, size_t index) {
    return r->writer.options->units ? r->writer.options->units[index] : index;
}

static void make_stretch(void *context, size_t number, size_t stretch) {
    run *r = context;
    slot *s = &r->slots[number];
    const size_t begin = stretch * r->stretch;
    const size_t end = r->count - begin < r->stretch ? r->count : begin + r->stretch;
    hm_buffer_clear(&s->text);
    for (size_t i = begin; i < end; i++) {
        hm_aggregated_shares(&r->writer.scores->aggregated, unit_at(r, i), r->writer.options->depth,
                             s->shares);
        r->format->unit(&r->writer, unit_at(r, i), s->shares, i == 0, &s->text);
    }
}

static hm_code give_text(const run *r, const hm_buffer *text) {
    for (size_t at = 0; at < text->size; at += PIECE) {
        const size_t size = text->size - at < PIECE ? text->size - at : PIECE;
        if (r->write(r->context, text->data + at, size) != 0)
            return hm_error_set(r->error, HM_ERROR_OUTPUT, "the results could not be written");
    }
    return HM_OK;
}

/* What the host's code leaves behind is not for the rows that follow. */
static hm_code hand_over(const run *r, const hm_buffer *text) {
    hm_environment engine;
    if (text->failed)
        return hm_error_memory(r->error);
    hm_environment_enter(&engine);
    return hm_environment_leave(&engine, give_text(r, text));
}

static bool take_stretch(void *context, size_t number, size_t stretch) {
    run *r = context;
    (void)stretch;
    r->code = hand_over(r, &r->slots[number].text);
    return r->code == HM_OK;
}

/* What stands before or after all rows. */
static void write_frame(run *r, bool begins) {
    hm_buffer text;
    hm_buffer_open(&text, r->writer.scores->allocator);
    if (begins)
        r->format->begin(&r->writer, &text);
    else
        r->format->end(&text);
    r->code = hand_over(r, &text);
    hm_buffer_close(&text);
}

static void write_all(run *r, size_t jobs) {
    const hm_pipeline pipeline = {.jobs = jobs,
                                  .chunks = (r->count + r->stretch - 1) / r->stretch,
                                  .make = make_stretch,
                                  .take = take_stretch,
                                  .context = r};
    write_frame(r, true);
    if (r->code == HM_OK)
        hm_pipeline_run(&pipeline);
    if (r->code == HM_OK)
        write_frame(r, false);
}

static bool open_slots(run *r, size_t jobs) {
    const hm_scores *scores = r->writer.scores;
    const size_t units = r->count < r->stretch ? r->count : r->stretch;
    r->slot_count = hm_pipeline_slots(jobs);
    r->slots = hm_allocate_array(scores->allocator, r->slot_count, sizeof *r->slots);
    for (size_t i = 0; r->slots && i < r->slot_count; i++) {
        hm_buffer_open(&r->slots[i].text, scores->allocator);
        (void)hm_buffer_reserve(&r->slots[i].text, units * r->writer.node_count * ROW);
        r->slots[i].shares = hm_allocate_array(scores->allocator, scores->aggregated.scores.count,
                                               sizeof *r->slots[i].shares);
        if (!r->slots[i].shares)
            return false;
    }
    return r->slots != NULL;
}

static void close_slots(run *r) {
    const hm_scores *scores = r->writer.scores;
    for (size_t i = 0; r->slots && i < r->slot_count; i++) {
        if (r->slots[i].text.allocator)
            hm_buffer_close(&r->slots[i].text);
        hm_release(scores->allocator, r->slots[i].shares,
                   scores->aggregated.scores.count * sizeof *r->slots[i].shares);
    }
    hm_release(scores->allocator, r->slots, r->slot_count * sizeof *r->slots);
}

static hm_code check_units(const hm_scores *scores, const hm_write_options *options,
                           hm_error *error) {
    const size_t units = scores->aggregated.scores.rows;
    for (size_t i = 0; options->units && i < options->unit_count; i++)
        if (options->units[i] >= units)
            return hm_error_set(error, HM_ERROR_ARGUMENT, "unit %zu is out of range: there are %zu",
                                options->units[i], units);
    return HM_OK;
}

static bool choose_nodes(hm_writer *writer) {
    const hm_package *package = writer->scores->bound.package;
    writer->nodes =
        hm_allocate_array(writer->scores->allocator, package->node_count, sizeof *writer->nodes);
    for (uint32_t node = 0; writer->nodes && node < package->node_count; node++)
        if (package->nodes[node].depth <= writer->options->depth)
            writer->nodes[writer->node_count++] = node;
    return writer->nodes != NULL;
}

static hm_code write_scores(run *r, size_t most_jobs) {
    const size_t rows = r->writer.node_count;
    const bool many = r->count >= MANY_ROWS / rows;
    const size_t jobs = many ? most_jobs : 1;
    r->stretch = rows < STRETCH_ROWS ? STRETCH_ROWS / rows : 1;
    if (open_slots(r, jobs) && (!r->format->prepare || r->format->prepare(&r->writer)))
        write_all(r, jobs);
    else
        r->code = hm_error_memory(r->error);
    if (r->format->unprepare)
        r->format->unprepare(&r->writer);
    close_slots(r);
    return r->code;
}

hm_code hm_writer_write(const hm_scores *scores, const hm_write_options *options, size_t jobs,
                        int (*write)(void *context, const char *data, size_t size), void *context,
                        hm_error *error) {
    static const hm_write_options defaults = HM_WRITE_OPTIONS_INIT;
    if (!options)
        options = &defaults;
    if (!scores || !write || (unsigned)options->format > HM_FORMAT_NDJSON)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "hm_scores_write needs scores, a sink and a known format");
    const hm_code code = check_units(scores, options, error);
    if (code != HM_OK)
        return code;
    run r = {.writer = {.scores = scores, .options = options},
             .format = formats[options->format],
             .write = write,
             .context = context,
             .count = options->units ? options->unit_count : scores->aggregated.scores.rows,
             .error = error};
    if (choose_nodes(&r.writer))
        r.code = write_scores(&r, jobs);
    else
        r.code = hm_error_memory(error);
    hm_release(scores->allocator, r.writer.nodes,
               scores->bound.package->node_count * sizeof *r.writer.nodes);
    return r.code;
}

hm_code hm_scores_write(const hm_scores *scores, const hm_write_options *options,
                        int (*write)(void *context, const char *data, size_t size), void *context,
                        hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(
        &host, hm_writer_write(scores, options, hm_threads_available(), write, context, error));
}
