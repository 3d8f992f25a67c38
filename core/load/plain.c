#include "load/plain.h"

#include "load/marks.h"
#include "platform/pipeline.h"
#include "platform/threads.h"

/* Files below this size are read on the calling thread alone. */
static const size_t worth_threads = (size_t)1 << 20;
/* After so many parts of a long file is guessed how much room the rest needs. */
enum { LONG_SAMPLE = 8 };

typedef struct loader {
    const hm_plain *plain;
    hm_csv_shape shape;
    hm_plain_part *slots;
    size_t slot_count;
    size_t forgotten; /* bytes of the source */
    hm_slab *slab;    /* of a wide file whose units are new: NULL for others */
    size_t parts;
    size_t start; /* parts that are done for good, before this run of the pipeline */
    /* of the part to be begun, while the pipeline runs of concern to begin_part alone: */
    const char *begin; /* its first row */
    size_t next;       /* cell of its first row */
    bool full;         /* it or a part before did not fit into the slab */
    /* of the calling thread: */
    size_t done;               /* parts of this run that were put in */
    const hm_plain_part *left; /* the first that did not fit */
    size_t units;              /* of the data set, before the file */
    hm_code code;
} loader;

/* --- room for a long file --- */

/* Series lie in a slab if the file, at this rate, has a figure for at least half of its cells. */
static void settle_long(hm_dataset *dataset, size_t units, double rows) {
    const size_t count = dataset->series_count;
    if ((double)units * (double)count > 2 * rows || units < dataset->units.count)
        return;
    hm_slab *slab = hm_slab_new(dataset->allocator, count, units);
    for (size_t i = 0; slab && i < count; i++) {
        hm_series *series = &dataset->series[i];
        if (!series->origin->slab)
            hm_series_settle(series, dataset->allocator, slab, i);
        hm_series_reserve_rows(series, dataset->allocator, units);
    }
    if (slab)
        hm_slab_leave(slab);
}

/* Takes room for what follows the first parts, if it can be had. */
static void guess_long(const loader *l) {
    hm_dataset *dataset = l->plain->reading->dataset;
    const hm_source *source = l->shape.source;
    const double read = (double)(l->plain->csv->at - l->shape.start);
    const double size = (double)(source->data + source->size - l->shape.start);
    const double rate = 1.02 * size / read;
    const double rows = rate * (double)l->plain->reading->contents.rows;
    const double units = rate * (double)(dataset->units.count - l->units);
    if (rows + units < (double)UINT32_MAX) {
        settle_long(dataset, l->units + (size_t)units + 16, rows);
        hm_locations_reserve(&dataset->locations, (size_t)rows);
    }
}

/* --- a part --- */

/* So many rows start in a part at most, plain or not: each has a line end (but the last of the
 * file) and a separator between any two fields. */
static size_t most_rows(const loader *l, const hm_csv_part *part) {
    const size_t most = (size_t)(part->end - part->begin) / l->shape.fields + 1;
    return part->lines < most ? part->lines : most;
}

/* In order: where a part's cells go is known once the lines before are counted. */
static void begin_part(void *context, size_t slot, size_t part) {
    loader *l = context;
    hm_plain_part *p = &l->slots[slot];
    const hm_slab *slab = l->slab;
    hm_csv_part_read(&p->rows.part, l->shape.source, l->shape.start, l->start + part, l->begin);
    l->begin = p->rows.part.end;
    p->fits = !l->full;
    p->cells = p->rows.own;
    if (!slab)
        return;
    const size_t rows = most_rows(l, &p->rows.part);
    p->fits = p->fits && rows <= slab->capacity - l->next;
    l->full = !p->fits; /* nor does any part behind it: they wait for a new slab */
    p->first = l->next;
    p->cells = (hm_csv_cells){slab->values + p->first, slab->cells + p->first, slab->value_stride,
                              slab->cell_stride};
    l->next += p->fits ? rows : 0;
}

static void make_part(void *context, size_t slot, size_t part) {
    loader *l = context;
    hm_plain_part *p = &l->slots[slot];
    (void)part;
    if (p->fits)
        hm_csv_rows_read(&p->rows, &l->shape, &p->cells);
}

static void put_rows(const loader *l, hm_plain_part *part) {
    const hm_csv_rows *rows = &part->rows;
    const size_t done = l->plain->numbers ? hm_plain_put_wide(l->plain, &l->shape, part, l->slab)
                                          : hm_plain_put_long(l->plain, &l->shape, part);
    l->plain->reading->contents.rows += done;
    hm_csv_pass(l->plain->csv, done < rows->count ? hm_csv_row_start(rows, done) : rows->next,
                done);
}

/* What was put in need not stay in memory. */
static void forget(loader *l) {
    const hm_source *source = l->shape.source;
    const size_t done = (size_t)(l->plain->csv->at - source->data);
    if (done - l->forgotten >= HM_SOURCE_BLOCK) {
        hm_source_forget(source, l->forgotten, done);
        l->forgotten = done;
    }
}

static bool take_part(void *context, size_t slot, size_t number) {
    loader *l = context;
    const hm_plain *plain = l->plain;
    hm_plain_part *part = &l->slots[slot];
    l->done = number;
    if (!part->fits) {
        l->left = part;
        return false;
    }
    /* a row before may have ended in here, within quotes */
    if (plain->csv->at == part->rows.part.begin)
        put_rows(l, part);
    l->code = hm_dataset_state(plain->reading->dataset, plain->reading->error);
    if (l->code == HM_OK && plain->csv->at < part->rows.part.end)
        l->code = plain->read_until(plain->context, part->rows.part.end);
    if (!plain->numbers && number + 1 == LONG_SAMPLE && l->code == HM_OK)
        guess_long(l);
    forget(l);
    return l->code == HM_OK;
}

/* --- room --- */

/* Will every row most likely be a new unit, and the next of every series? */
static bool is_new(const hm_plain *plain) {
    const hm_dataset *dataset = plain->reading->dataset;
    for (size_t i = 0; plain->numbers && i < plain->figures; i++) {
        const struct hm_series_origin *origin = dataset->series[plain->numbers[i]].origin;
        if (origin->filled != dataset->units.count || origin->shared != plain->unit_rows)
            return false;
    }
    return plain->numbers && plain->figures > 0;
}

/* Rows from part l->start on: as many as it can have, and at the same rate in what follows. */
static size_t guess_rows(const loader *l) {
    hm_csv_part *part = &l->slots[0].rows.part;
    hm_csv_part_read(part, l->shape.source, l->shape.start, l->start, l->begin);
    const size_t rows = most_rows(l, part);
    const char *end = l->shape.source->data + l->shape.source->size;
    if (part->end == end || part->end == part->begin)
        return rows;
    const double rate = 1.02 * (double)rows / (double)(part->end - part->begin);
    return rows + (size_t)((double)(end - part->end) * rate) + 16;
}

/* Moves all series of the file into a slab with room for the rest of it. */
static bool make_room(loader *l) {
    const hm_plain *plain = l->plain;
    hm_dataset *dataset = plain->reading->dataset;
    const size_t units = dataset->units.count, rows = guess_rows(l);
    size_t wanted = units + rows;
    if (l->slab || (units > 0 && rows < units / 2))
        wanted += units / 2; /* there may well be more to come */
    hm_slab *slab = hm_slab_new(dataset->allocator, plain->figures, wanted);
    if (!slab)
        return false;
    hm_locations_reserve(&dataset->locations, rows);
    hm_units_reserve(&dataset->units, rows);
    for (size_t i = 0; i < plain->figures; i++)
        hm_series_settle(&dataset->series[plain->numbers[i]], dataset->allocator, slab, i);
    if (l->slab)
        hm_slab_leave(l->slab);
    l->slab = slab;
    return true;
}

/* Does the slab that the series lie in already have room? */
static bool has_room(const loader *l, const hm_slab *slab) {
    const hm_plain *plain = l->plain;
    const hm_dataset *dataset = plain->reading->dataset;
    if (!slab || slab->places != plain->figures)
        return false;
    for (size_t i = 0; i < plain->figures; i++) {
        const hm_series *series = &dataset->series[plain->numbers[i]];
        if (series->origin->slab != slab || series->values != slab->values + i * slab->value_stride)
            return false;
    }
    return guess_rows(l) <= slab->capacity - dataset->units.count;
}

static bool find_room(loader *l) {
    const hm_plain *plain = l->plain;
    hm_dataset *dataset = plain->reading->dataset;
    if (!is_new(plain))
        return true;
    hm_slab *slab = dataset->series[plain->numbers[0]].origin->slab;
    if (!has_room(l, slab))
        return make_room(l);
    slab->users++;
    l->slab = slab;
    return true;
}

/* --- the file --- */

static hm_csv_shape shape_of(const hm_plain *plain) {
    const hm_csv *csv = plain->csv;
    const hm_marks *marks = plain->reading->marks;
    const hm_number_format format = marks ? marks->format : hm_number_format_plain;
    return (hm_csv_shape){
        .source = plain->reading->source,
        .start = csv->at,
        .delimiter = csv->delimiter,
        .format = format,
        .point = (char)(format.point == HM_MARK_DECIMAL ? '.' : HM_NO_POINT),
        .fields = plain->header->count,
        .city = plain->header->fields[HM_ROLE_CITY],
        .period = plain->header->fields[HM_ROLE_PERIOD],
        .input = plain->numbers ? HM_NO_FIELD : plain->header->fields[HM_ROLE_INPUT],
        .figures = plain->fields,
        .columns = plain->figures,
    };
}

static bool open_loader(loader *l, size_t jobs) {
    const hm_plain *plain = l->plain;
    const hm_allocator *allocator = plain->reading->dataset->allocator;
    l->slot_count = hm_pipeline_slots(jobs);
    l->slots = hm_allocate_array(allocator, l->slot_count, sizeof *l->slots);
    if (!l->slots)
        return false;
    l->shape = shape_of(plain);
    l->begin = l->shape.start;
    l->parts = hm_csv_part_count(l->shape.source, l->shape.start);
    const bool own = !is_new(plain);
    for (size_t i = 0; i < l->slot_count; i++)
        if (!hm_csv_rows_open(&l->slots[i].rows, &l->shape, own, allocator))
            return false;
    return l->parts == 0 || find_room(l);
}

static void close_loader(loader *l) {
    const hm_allocator *allocator = l->plain->reading->dataset->allocator;
    for (size_t i = 0; l->slots && i < l->slot_count; i++)
        hm_csv_rows_close(&l->slots[i].rows, &l->shape, allocator);
    if (l->slab)
        hm_slab_leave(l->slab);
    hm_release(allocator, l->slots, l->slot_count * sizeof *l->slots);
}

/* Goes back to the part that did not fit, and makes room for it. Parts behind it may have been
 * begun up to the very end of the pipeline. False when memory has run out. */
static bool go_back(loader *l) {
    l->start += l->done;
    l->begin = l->left->rows.part.begin;
    l->left = NULL;
    l->full = false;
    return make_room(l);
}

/* Part after part, again from the one that did not fit once it has room. */
static bool run(loader *l, size_t jobs) {
    do {
        if (l->left && !go_back(l))
            return false;
        l->next = l->plain->reading->dataset->units.count;
        const hm_pipeline pipeline = {.jobs = jobs,
                                      .chunks = l->parts - l->start,
                                      .begin = begin_part,
                                      .make = make_part,
                                      .take = take_part,
                                      .context = l};
        hm_pipeline_run(&pipeline);
    } while (l->left && l->code == HM_OK);
    return true;
}

hm_code hm_plain_load(const hm_plain *plain) {
    const hm_csv *csv = plain->csv;
    const size_t size = (size_t)(csv->end - csv->at);
    const size_t jobs = size >= worth_threads ? hm_threads_available() : 1;
    loader l = {.plain = plain, .units = plain->reading->dataset->units.count, .code = HM_OK};
    if (!open_loader(&l, jobs) || !run(&l, jobs))
        l.code = hm_error_memory(plain->reading->error);
    close_loader(&l);
    return l.code;
}
